"""Leaving for the metropolis, ties that hold, newcomers and returns, and commuting (ODD §7.13)."""

import math
from typing import TYPE_CHECKING

from tests.twin.choice import minutes_saved
from tests.twin.firms import close_need, draw_demand_for_advice
from tests.twin.membership import leave, nearness, set_unaware, stop_waiting
from tests.twin.philox import AWARE_AT_OPENING, MOBILITY, exponential, geometric, logistic
from tests.twin.world import OFFICE, Firm, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def move(model: "TwinModel") -> None:
    users = [user for user in model.users if user.hub is not None]  # who lost its hub in step 7 uses none
    for user in users:
        hold(model, user)
    for link in model.active:
        hold(model, link.a)
        hold(model, link.b)
    for user in users:
        if user.is_employee:
            avoid_commuting(model, user)
    for agent in model.residents:
        if agent.move_due == model.month:
            if agent.resident:
                depart(model, agent)
            else:
                refill(model, agent)


# --------------------------------------------------------------------------------------------------------------- hazard


def leaving_logit(model: "TwinModel", agent: Resident) -> float:
    p = model.p
    if agent.is_firm:
        chance = p.firm_death * p.size_death[agent.size_class]
        return math.log(chance / (1 - chance))
    x = math.log(p.leave_rate / (1 - p.leave_rate)) + p.leave_wage * model.towns[agent.town].wage_gap
    return x + p.leave_age * (1 - agent.age) - p.leave_contacts * len(agent.contacts) / 10


def schedule_leaving(model: "TwinModel", agent: Resident) -> None:
    agent.leaving = leaving_logit(model, agent)
    wait = exponential(model.draws.one(MOBILITY, agent.moves, agent.slot)) / logistic(agent.leaving)
    agent.leave_at = model.month + wait
    agent.move_due = leaving_month(agent)


def hold(model: "TwinModel", agent: Resident) -> None:
    """Ties put leaving off, persons only and once a month."""
    if agent.is_firm or agent.held == model.month or not agent.resident:
        return
    agent.held = model.month
    p = model.p
    tied = agent.leaving - p.leave_collaborations * agent.collaborations - p.leave_member * agent.is_member
    agent.leave_at += 1 - logistic(tied) / logistic(agent.leaving)
    agent.move_due = leaving_month(agent)


def leaving_month(agent: Resident) -> int:
    return min(10**9, math.ceil(agent.leave_at))


# ------------------------------------------------------------------------------------------------------ coming and going


def depart(model: "TwinModel", agent: Resident) -> None:
    t, town = model.month, model.towns[agent.town]
    if agent.hub is not None:
        leave(model, agent)
    stop_waiting(agent)
    agent.client_hub = None
    agent.resident = False
    for pair in agent.knows.values():
        set_unaware(model, pair)
        pair.clock = math.inf  # until the place is taken again
    for link in model.active:
        if agent in (link.a, link.b):
            link.end = t + 1
    u1 = model.draws.four(MOBILITY, agent.moves, agent.slot)[1]
    agent.move_due = t + geometric(u1, 1 / model.p.vacancy_months)
    if isinstance(agent, Firm):
        agent.need, agent.need_due = -1, 10**9
        town.firms -= 1
        town.now["firm_deaths"] += 1
    else:
        town.present -= 1
        town.vacant += 1
        town.now["left"] += 1


def refill(model: "TwinModel", agent: Resident) -> None:
    """A person may come back, with tastes and history of its own; otherwise a newcomer, always for firms."""
    t, town = model.month, model.towns[agent.town]
    u2 = model.draws.four(MOBILITY, agent.moves, agent.slot)[2]
    agent.resident = True
    agent.moves += 1
    schedule_leaving(model, agent)
    for pair in agent.knows.values():
        set_unaware(model, pair)
    if not agent.is_firm:
        town.present += 1
        town.vacant -= 1
        if u2 < model.p.return_share:
            town.now["returned"] += 1
            return
        town.now["newcomers"] += 1
    agent.generation += 1
    agent.arrived = t + 1
    agent.absorption = 1.0
    agent.past = []
    agent.voucher_used = agent.was_member = agent.was_user = agent.new_collaboration = False
    if isinstance(agent, Firm):
        agent.advised = 0
        draw_demand_for_advice(model, agent)
        close_need(model, agent, t)
        look_for_premises(model, agent)
        town.firms += 1
        town.now["firm_births"] += 1


def look_for_premises(model: "TwinModel", agent: Resident) -> None:
    """A new firm may hear of hubs with rooms for it."""
    for hub, pair in agent.knows.items():
        u = model.draws.one(AWARE_AT_OPENING, agent.generation, agent.slot, hub.key)
        if u < model.p.aware_at_opening * nearness(model, pair) and hub.is_open and hub.has_place(OFFICE, agent.rooms):
            pair.clock = hub.hazard


# ------------------------------------------------------------------------------------------------------------ commuting


def avoid_commuting(model: "TwinModel", agent: Resident) -> None:
    p = model.p
    assert agent.hub is not None
    minutes = 2 * agent.days * (minutes_saved(model, agent) - agent.knows[agent.hub].minutes)
    now = model.towns[agent.town].now
    now["commute_minutes_avoided"] += minutes
    now["co2_kg_avoided"] += minutes * p.car_share * p.car_km_per_minute * p.car_co2_kg_km
