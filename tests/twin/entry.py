"""Operators who may open a hub, openings and founders (ODD §7.2)."""

import math
from typing import TYPE_CHECKING

from tests.twin.choice import catch_up, hub_utility, may_come, mean_plan_utility, plan_utility, renewed_taste
from tests.twin.membership import become_aware, join, lasting_taste, nearness
from tests.twin.philox import AWARE_AT_OPENING, ENTRY, OPERATOR, exponential, logistic, logistic_draw
from tests.twin.world import CLOSED, FIXED, FLEX, FOUNDING, OFFICE, OPEN, OPENING, PLANNED, Hub, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

# ---------------------------------------------------------------------------------------------------------------- entry


def consider_entry(model: "TwinModel") -> None:
    p, t = model.p, model.month
    if p.entry_review_months < 1 or t % math.trunc(p.entry_review_months):
        return
    opened = sum(hub.state != PLANNED for hub in model.hubs)
    closed = sum(hub.state == CLOSED for hub in model.hubs)
    learned = 1 - p.entry_learning * closed / opened if opened else 1.0
    for hub in model.hubs:
        if hub.state == PLANNED and hub.plan.enters:
            needed = break_even_members(model, hub)
            error = math.exp(p.entry_error * logistic_draw(model.draws.one(ENTRY, t, hub.key)))
            expected = learned * error * expected_members(model, hub, needed)
            if min(expected, hub.plan.desks / p.seat_flex) >= p.entry_margin * needed:
                hub.opened = t


def break_even_members(model: "TwinModel", hub: Hub) -> float:
    p, plan = model.p, hub.plan
    fee = p.entry_flex * plan.price_flex + (1 - p.entry_flex) * plan.price_fixed
    margin = fee * (1 + p.ancillary) - p.variable_cost_eur
    missing = max(0.0, plan.fixed_cost - plan.offices_let * (plan.price_office - p.variable_cost_eur))
    return missing / margin if margin > 0 else math.inf


def expected_members(model: "TwinModel", hub: Hub, needed: float) -> float:
    """Share of time at the hub j/(j + l), with j and l the chances to join and to leave, over who uses no hub."""
    p = model.p
    quality = hub.quality_of(hub.plan.host_fte, hub.plan.events)
    total = 0.0
    for agent in model.residents:
        if agent.is_firm or not agent.resident or agent.hub is not None or hub not in agent.knows:
            continue
        value = p.alpha + p.beta_q * quality + p.beta_n * hub.community(needed) + p.beta_f * hub.fit(agent.sector)
        if not agent.is_firm and not agent.own_room:
            value += p.home_push * (2 * agent.room_need - 1)
        value += mean_plan_utility(model, agent, hub, FLEX)
        joining, leaving = logistic(value - p.habit), logistic(-value - p.habit)
        total += joining / (joining + leaving) * (p.consent if agent.is_employee else 1.0)
    return p.entry_awareness * total


# ------------------------------------------------------------------------------------------------------------- openings


def open_hubs(model: "TwinModel") -> None:
    for hub in model.hubs:
        if hub.state == PLANNED and model.month in (hub.plan.opens, hub.opened):
            open_hub(model, hub)


def open_hub(model: "TwinModel", hub: Hub) -> None:
    plan = hub.plan
    hub.state, hub.opened = OPEN, model.month
    hub.desks, hub.offices, hub.m2, hub.host_fte = plan.desks, plan.offices, plan.m2_desks + plan.m2_offices, plan.host_fte
    hub.cash, hub.price_level = plan.opening_cash_eur, 1.0
    u0, u1, _, _ = model.draws.four(OPERATOR, 0, hub.key)
    hub.review_offset = math.floor(u0 * math.trunc(model.p.review_months))
    hub.ends = 10**9
    if model.p.other_endings:
        hub.ends = min(hub.ends, model.month + math.ceil(12 * exponential(u1) / model.p.other_endings))
    fund_works(model, hub)
    for agent in model.residents:
        pair = agent.knows.get(hub)
        if (
            pair
            and agent.resident
            and not pair.aware
            and model.draws.one(AWARE_AT_OPENING, 0, agent.slot, hub.key) < model.p.aware_at_opening * nearness(model, pair)
        ):
            become_aware(model, pair, OPENING)
    hire(model, hub)
    found(model, hub)


def hire(model: "TwinModel", hub: Hub) -> None:
    """The anchor's own people."""
    employees = [agent for agent in model.residents if agent.is_employee and agent.resident]
    candidates = [agent for agent in employees if hub in agent.knows and agent.anchor is None]
    candidates.sort(key=lambda agent: model.draws.one(OPERATOR, 0, agent.slot, hub.key))
    for agent in candidates[: round(hub.plan.anchor_people)]:
        agent.anchor = hub
        if not agent.knows[hub].aware:
            become_aware(model, agent.knows[hub], OPENING)


def fund_works(model: "TwinModel", hub: Hub) -> None:
    """Grants first; of what is left a part by loan, the rest by own means that do not touch cash."""
    t, p, works = model.month, model.p, hub.plan.works_eur
    to_pay = works
    for grant in model.instruments:
        if grant.lever == "capex_grant" and grant.in_force(t) and hub.index in grant.hubs:
            cap = math.inf if grant.block.cap_eur is None else grant.block.cap_eur
            eur = grant.commit(min(grant.block.share * works, cap, to_pay))
            to_pay -= eur
            if grant.arrears == 0:
                model.pay(grant, hub, eur)
            else:
                hub.bridge += eur
                grant.due[t + grant.arrears, hub.index] = eur
    hub.loan = to_pay * (1 - p.works_own_share)
    rate = p.loan_rate / 12
    hub.instalment = hub.loan * rate / (1 - (1 + rate) ** -p.loan_months) if rate else hub.loan / p.loan_months


def found(model: "TwinModel", hub: Hub) -> None:
    """The best persons and firms in reach who use no hub, aware or not."""
    plan = hub.plan
    persons_wanted, firms_wanted = round(min(plan.founders, hub.desks)), round(min(plan.offices_let, hub.offices))
    free = [agent for agent in model.residents if agent.resident and agent.hub is None and hub in agent.knows]
    persons = best([agent for agent in free if not agent.is_firm], persons_wanted, model, hub, FLEX)
    tenants = [agent for agent in free if agent.is_firm and agent.rooms == 1] if firms_wanted else []
    firms = best(tenants, firms_wanted, model, hub, OFFICE)

    for agent in persons:
        gain = plan_utility(model, agent, hub, FIXED, 0.0) - plan_utility(model, agent, hub, FLEX, 0.0)
        if gain > 0 and hub.free_seats >= 1:
            enter(model, agent, hub, FIXED)
        elif hub.has_place(FLEX, 0):
            enter(model, agent, hub, FLEX)
    for agent in firms:
        enter(model, agent, hub, OFFICE)


def best(agents: list[Resident], number: int, model: "TwinModel", hub: Hub, plan: int) -> list[Resident]:
    """So many of the agents who may come, by falling utility of the plan, of ties the earlier."""
    for agent in agents:
        catch_up(model, agent)

    def utility(agent: Resident) -> float:
        value = hub_utility(model, agent, hub) + lasting_taste(model, agent, hub) + renewed_taste(model, agent, hub)
        return value + plan_utility(model, agent, hub, plan, 0.0)

    values = {agent: utility(agent) for agent in agents if may_come(agent, hub)}
    return sorted(values, key=lambda agent: -values[agent])[:number]


def enter(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> None:
    pair = agent.knows[hub]
    if not pair.aware:
        become_aware(model, pair, FOUNDING)
    pair.channel = FOUNDING
    agent.evaluate = False
    join(model, agent, hub, plan)
