"""What is written down at the end of a month (ODD §7.14)."""

from typing import TYPE_CHECKING

from model.names import FIELDS
from tests.twin.world import FLEX, OFFICE, Hub, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def record_month(model: "TwinModel") -> None:
    users: dict[Hub, list[Resident]] = {hub: [] for hub in model.hubs}
    clients: dict[Hub, list[Resident]] = {hub: [] for hub in model.hubs}
    alive = dict.fromkeys(model.hubs, 0)
    for agent in model.residents:
        if agent.plan >= FLEX and agent.hub is not None:
            users[agent.hub].append(agent)
            model.towns[agent.town].now["members"] += not agent.is_firm
        if agent.client_hub is not None:
            clients[agent.client_hub].append(agent)
    for link in model.active:
        alive[link.hub] += link.end > model.month
    for hub in model.hubs:
        record_hub(hub)
        if not hub.is_closed:
            record_users(model, hub, users[hub], clients[hub])
        hub.now["active_links"] = alive[hub]
    for town in model.towns:
        town.now["residents"], town.now["vacant"], town.now["firms"] = town.present, town.vacant, town.firms


def record_hub(hub: Hub) -> None:
    now = hub.now
    now["state"], now["reason"], now["cash_eur"] = hub.state, hub.reason, hub.cash
    now["joins"], now["moved_in"] = hub.joins, hub.moved_in
    now["leaves_flex"], now["leaves_fixed"], now["leaves_employees"] = hub.leaves_flex, hub.leaves_fixed, hub.leaves_employees
    now["leaves"] = hub.leaves_flex + hub.leaves_fixed
    if hub.is_closed:
        return
    for name in ("members", "flex", "fixed", "tenants", "occasional", "waiting", "desks", "offices", "aware", "aware_firms", "quality"):
        now[name] = getattr(hub, name)
    now["offices_let"] = hub.rooms_let
    now["desk_use"] = (hub.seats + hub.anchor_desks) / hub.plan.desks


def record_users(model: "TwinModel", hub: Hub, members: list[Resident], clients: list[Resident]) -> None:
    now = hub.now
    veterans = [agent for agent in members if model.month - agent.joined >= 12]
    now["employees"] = sum(agent.is_employee for agent in members)
    now["veterans"] = len(veterans)
    now["veterans_linked"] = sum(agent.new_collaboration for agent in veterans)
    now["clients"] = len(clients)
    now["clients_micro"] = sum(agent.size_class == 0 for agent in clients)
    now["tenants_micro"] = sum(agent.plan == OFFICE and agent.size_class == 0 for agent in members)
    for agent in members:
        now[f"members_{FIELDS[agent.sector]}"] += 1
    if members:
        minutes = [agent.knows[hub].minutes for agent in members]
        now["minutes"] = sum(minutes) / len(members)
        now["within_30"] = sum(way <= 30 for way in minutes) / len(members)
