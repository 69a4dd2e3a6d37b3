"""Operators who may open a hub, openings and founders (ODD §7.2)."""

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tests.twin.choice import catch_up, hub_utility, may_come, mean_plan_utility, plan_utility, renewed_taste
from tests.twin.membership import become_aware, join, lasting_taste, nearness
from tests.twin.philox import AWARE_AT_OPENING, ENTRY, OPERATOR, exponential, hazard_of, logistic, logistic_draw
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
    if not plan.sold(FLEX):
        fee = plan.price_fixed
    elif not plan.sold(FIXED):
        fee = plan.price_flex
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
        value += mean_plan_utility(model, agent, hub, desk_plan(hub))
        joining, leaving = logistic(value - p.habit), logistic(-value - p.habit)
        total += joining / (joining + leaving) * (p.consent if agent.is_employee else 1.0)
    return p.entry_awareness * total


# ------------------------------------------------------------------------------------------------------------- openings


def desk_plan(hub: Hub) -> int:
    return FLEX if hub.plan.sold(FLEX) else FIXED


def open_hubs(model: "TwinModel") -> None:
    for hub in model.hubs:
        for phase in hub.plan.phases:
            if phase.month == model.month and hub.is_open:
                begin_phase(model, hub, phase)
    for hub in model.hubs:
        if hub.state == PLANNED and model.month in (hub.plan.opens, hub.opened):
            open_hub(model, hub)


def begin_phase(model: "TwinModel", hub: Hub, phase: SimpleNamespace) -> None:
    """What a phase does not state stays as it is; who has given up space takes no more, and builds nothing."""
    p, whole = model.p, hub.state == OPEN
    if phase.rent_eur_m2 is not None:
        hub.rent_eur_m2 = phase.rent_eur_m2
    desks, offices = hub.desks, hub.offices
    if phase.desks is not None:
        desks = desks + (phase.desks - hub.planned_desks) if whole else min(desks, phase.desks)
        hub.planned_desks = phase.desks
    if phase.offices is not None:
        offices = phase.offices if whole else min(offices, phase.offices)
    desks, offices = max(desks, math.ceil(hub.seats + hub.anchor_desks)), max(offices, hub.rooms_let)
    hub.m2 += hub.plan.m2_desk * (desks - hub.desks) + hub.plan.m2_office * (offices - hub.offices)
    hub.desks, hub.offices = desks, offices
    if whole and phase.works_eur > 0:
        fund_works(model, hub, phase.works_eur)
        hub.rooms_worth += p.rooms_value * min(1.0, phase.works_eur / p.works_eur)


def open_hub(model: "TwinModel", hub: Hub) -> None:
    plan = hub.plan
    hub.state, hub.opened = OPEN, model.month
    hub.desks, hub.offices, hub.host_fte, hub.rent_eur_m2 = plan.desks, plan.offices, plan.host_fte, plan.rent_eur_m2
    hub.planned_desks, hub.m2 = plan.desks, plan.desks * plan.m2_desk + plan.offices * plan.m2_office
    hub.cash, hub.price_level = plan.opening_cash_eur, 1.0
    u0, u1, _, _ = model.draws.four(OPERATOR, 0, hub.key)
    hub.review_offset = math.floor(u0 * math.trunc(model.p.review_months))
    hub.ends = 10**9
    if model.p.other_endings:
        hub.ends = min(hub.ends, model.month + math.ceil(12 * exponential(u1) / model.p.other_endings))
    if not plan.age:
        fund_works(model, hub, plan.works_eur)
    for agent in model.residents:
        pair = agent.knows.get(hub)
        if (
            pair
            and agent.resident
            and not pair.aware
            and model.draws.one(AWARE_AT_OPENING, 0, agent.slot, hub.key) < heard_by_now(model, hub, nearness(model, pair))
        ):
            become_aware(model, pair, OPENING)
    hire(model, hub)
    found(model, hub)


def heard_by_now(model: "TwinModel", hub: Hub, w: float) -> float:
    p, plan = model.p, hub.plan
    first = w * plan.called * p.aware_at_opening
    told = w * (hazard_of(p.awareness_promotion) + plan.events * hazard_of(p.awareness_event))
    forgotten = hazard_of(p.forgetting)
    if not plan.age or told + forgotten == 0:
        return first
    settled = told / (told + forgotten)
    return settled + (first - settled) * math.exp(-(told + forgotten) * plan.age)


def hire(model: "TwinModel", hub: Hub) -> None:
    """The anchor's own people."""
    employees = [agent for agent in model.residents if agent.is_employee and agent.resident]
    candidates = [agent for agent in employees if hub in agent.knows and agent.anchor is None]
    candidates.sort(key=lambda agent: model.draws.one(OPERATOR, 0, agent.slot, hub.key))
    for agent in candidates[: round(hub.plan.anchor_people)]:
        agent.anchor = hub
        if not agent.knows[hub].aware:
            become_aware(model, agent.knows[hub], OPENING)


def fund_works(model: "TwinModel", hub: Hub, works: float) -> None:
    """Grants first; of what is left a part by loan, the rest by own means that do not touch cash."""
    t, p = model.month, model.p
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
                due = t + grant.arrears, hub.index
                grant.due[due] = grant.due.get(due, 0.0) + eur
    loan, rate = to_pay * (1 - p.works_own_share), p.loan_rate / 12
    instalment = loan * rate / (1 - (1 + rate) ** -p.loan_months) if rate else loan / p.loan_months
    hub.instalment = instalment + (hub.instalment if hub.loan > 0 else 0.0)
    hub.loan += loan


def found(model: "TwinModel", hub: Hub) -> None:
    """The best persons and firms in reach who use no hub, aware or not."""
    plan, there = hub.plan, hub.plan.age > 0
    persons_wanted, firms_wanted = round(min(plan.founders, hub.desks)), round(min(plan.offices_let, hub.offices))
    if there:
        persons_wanted = plan.members_flex + plan.members_fixed
    free = [agent for agent in model.residents if agent.resident and agent.hub is None and hub in agent.knows]
    candidates = [agent for agent in free if not agent.is_firm and (there or not agent.is_employee)]
    persons = best(candidates, persons_wanted, model, hub, desk_plan(hub))
    tenants = [agent for agent in free if agent.is_firm and agent.rooms == 1] if firms_wanted else []
    firms = best(tenants, firms_wanted, model, hub, OFFICE)

    gain = {agent: plan_utility(model, agent, hub, FIXED, 0.0) - plan_utility(model, agent, hub, FLEX, 0.0) for agent in persons}
    if not plan.sold(FLEX):
        gain = dict.fromkeys(persons, math.inf)
    keenest = sorted(persons, key=lambda agent: -gain[agent])[: plan.members_fixed] if there else []
    for agent in persons:
        wants_fixed = agent in keenest if there else gain[agent] > 0 and plan.sold(FIXED) and hub.free_seats >= 1
        wanted = FIXED if wants_fixed else FLEX
        if plan.sold(wanted) and hub.has_place(wanted, 0):
            enter(model, agent, hub, wanted)
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
