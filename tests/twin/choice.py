"""Who reconsiders, what an option is worth, and who gets a place (ODD §7.5)."""

import math
from typing import TYPE_CHECKING

from tests.twin.membership import change_plan, days_wanted, join, leave, stop_waiting, wait_for
from tests.twin.philox import EPOCH, PRIORITY, SHOCK, TASTE, geometric, gumbel, logistic_draw
from tests.twin.vouchers import discount_of, reprice_voucher, take_voucher
from tests.twin.world import FIXED, FLEX, NEVER, NO_PLAN, OCCASIONAL, OFFICE, Hub, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

# -------------------------------------------------------------------------------------------------------------- renewal


def schedule_renewal(model: "TwinModel", agent: Resident) -> None:
    """The next renewal, counted from the last one, and whether it is a change of job."""
    chance = min(1.0, model.p.evaluation_rate + model.p.job_change)
    u0, u1, u2, _ = model.draws.four(EPOCH, agent.epoch, agent.slot, agent.generation)
    agent.consent = u2 < model.p.consent
    agent.next_epoch += geometric(u0, chance)
    agent.job_epoch = u1 * chance < model.p.job_change


def catch_up(model: "TwinModel", agent: Resident) -> None:
    """Renewals of months before the present one are passed over silently; the first of all is in month −1."""
    while agent.next_epoch < model.month:
        agent.epoch += 1
        schedule_renewal(model, agent)


# ---------------------------------------------------------------------------------------------------------- who chooses


def reconsider(model: "TwinModel") -> None:
    leaving = []
    for agent in model.choosers:
        catch_up(model, agent)
        renewed = agent.next_epoch == model.month
        free = 0 < model.month == agent.arrived if agent.is_firm else renewed and agent.job_epoch
        if renewed:
            agent.epoch += 1
            schedule_renewal(model, agent)
        if not (renewed or agent.evaluate):
            if agent.ends <= model.month:
                leaving.append(agent)
            continue
        agent.evaluate = False
        stop_waiting(agent)
        hub, plan = best_option(model, agent, free)
        if hub is None:
            if agent.hub is not None and gives_notice(model, agent):
                leaving.append(agent)
            continue
        agent.ends = NEVER
        if (hub, plan) != (agent.hub, agent.plan) or model.instruments:
            wait_for(agent, hub, plan)
    for agent in leaving:
        leave(model, agent)


def gives_notice(model: "TwinModel", agent: Resident) -> bool:
    """§7.5, terms and notice: true for who leaves now."""
    if agent.plan in (FIXED, OFFICE):
        agent.ends = min(agent.ends, max(model.month + math.trunc(model.p.notice_months), agent.bound))
        return agent.ends <= model.month
    return True


def may_come(agent: Resident, hub: Hub) -> bool:
    return agent.consent or not agent.is_employee or agent.anchor is hub


def best_option(model: "TwinModel", agent: Resident, free: bool) -> tuple[Hub | None, int]:
    """The largest value; of equal ones the first met: outside, then hubs in order, plans in order."""
    habit = 0.0 if free else habit_of(model, agent)
    best = -habit if agent.hub is not None else 0.0
    found: tuple[Hub | None, int] = (None, NO_PLAN)
    for hub, pair in agent.knows.items():
        if not (pair.aware and hub.is_open and may_come(agent, hub)) or agent.rooms > hub.offices:
            continue
        common = hub_utility(model, agent, hub) + pair.taste + renewed_taste(model, agent, hub)
        if hub is not agent.hub:
            common -= habit if agent.hub is None else model.p.habit_hub_change * habit
        for plan in filter(hub.plan.sold, agent.plans):
            value = common + plan_utility(model, agent, hub, plan, discount_of(model, agent, hub, plan))
            if hub is agent.hub and plan != agent.plan:
                value -= model.p.habit_plan_change * habit
            if value > best:
                best, found = value, (hub, plan)
    chosen, places = found[0], model.towns[agent.town].other_places
    if chosen and not agent.is_firm and places > 0:
        change = habit if agent.hub is None else model.p.habit_hub_change * habit
        if elsewhere(model, agent, chosen, places) - change > best:
            return None, NO_PLAN
    return found


def elsewhere(model: "TwinModel", agent: Resident, hub: Hub, places: float) -> float:
    """Other places (§7.5): an ordinary hub as far away."""
    p = model.p

    def taste_for(second: int) -> float:
        lasts = logistic_draw(model.draws.one(TASTE, agent.generation, agent.slot, second))
        passes = logistic_draw(model.draws.one(SHOCK, agent.epoch, agent.slot, second))
        return math.sqrt(p.taste_persistence) * lasts + math.sqrt(1 - p.taste_persistence) * passes

    taste = math.sqrt(p.hub_nest) * taste_for(0) + math.sqrt(1 - p.hub_nest) * (taste_for(2) + math.log(places))
    value = p.alpha + p.beta_q * hub.quality_of(p.host_fte, p.events_per_month) + p.beta_n / 2 + taste
    if not agent.own_room:
        value += p.home_push * (2 * agent.room_need - 1)
    price = p.price_flex_eur + p.price_day_eur * max(0.0, days_wanted(model, agent, hub) - p.days_flex)
    return value + way_and_room(model, agent, hub, FLEX) - p.beta_c * price / agent.income_eur


def habit_of(model: "TwinModel", agent: Resident) -> float:
    habit = model.p.habit * agent.habit
    if agent.is_firm:
        habit *= model.p.habit_firm
        if agent.advised:
            habit *= 1 - model.p.advice_habit_cut
    return habit


# -------------------------------------------------------------------------------------------------------------- utility


def hub_utility(model: "TwinModel", agent: Resident, hub: Hub) -> float:
    """The terms up to γ."""
    p = model.p
    value = p.alpha + hub.plan.attraction + hub.rooms_worth + p.beta_q * hub.quality - p.lockdown_appeal * hub.closure
    value += p.beta_n * hub.community(hub.heads + hub.others) + p.beta_f * hub.fit(agent.sector)
    value += p.beta_s * (agent.knows[hub].peers > 0)
    if agent.past and agent.past[-1].hub is hub:
        value += p.beta_k * min(agent.collaborations, p.collaborations_valued)
    if agent.is_employee:
        value += hub.appeal_employee
    if not agent.is_firm and not agent.own_room:
        value += p.home_push * (2 * agent.room_need - 1)
    return value - p.crowding * max(0.0, hub.use - p.crowding_from) ** 2


def renewed_taste(model: "TwinModel", agent: Resident, hub: Hub) -> float:
    """√(1 − ω)(√ν L(c) + √(1 − ν) L(d))."""
    p = model.p
    c = logistic_draw(model.draws.one(SHOCK, agent.epoch, agent.slot))
    d = logistic_draw(model.draws.one(SHOCK, agent.epoch, agent.slot, hub.key))
    return math.sqrt(1 - p.taste_persistence) * (math.sqrt(p.hub_nest) * c + math.sqrt(1 - p.hub_nest) * d)


def plan_utility(model: "TwinModel", agent: Resident, hub: Hub, plan: int, discount: float) -> float:
    """The terms of one plan, its passing taste included."""
    _, u1, u2, u3 = model.draws.four(SHOCK, agent.epoch, agent.slot, hub.key)
    u = u2 if plan == FLEX else u3 if plan == FIXED else u1
    return mean_plan_utility(model, agent, hub, plan, discount) + model.p.plan_nest * gumbel(u)


def mean_plan_utility(model: "TwinModel", agent: Resident, hub: Hub, plan: int, discount: float = 0.0) -> float:
    """At the price asked this month, which an anchor pays for its own people."""
    p, days = model.p, days_wanted(model, agent, hub)
    cost = 0.0 if agent.anchor is hub else hub.cost(plan, days, agent.rooms)
    return p.constant[plan] + way_and_room(model, agent, hub, plan) - p.beta_c * (cost - discount) / agent.income_eur


def way_and_room(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> float:
    p = model.p
    saved = minutes_saved(model, agent)
    value = -p.beta_t * (days_wanted(model, agent, hub) / p.days_flex) ** p.travel_days_exponent * (agent.knows[hub].minutes - saved)
    if agent.own_room and plan != OCCASIONAL:
        rent = p.m2_per_office * (p.rent_eur_m2 + p.utilities_eur_m2) * (agent.rooms if agent.is_firm else 1)
        value += p.beta_c * rent / agent.income_eur - p.own_room_value
    return value


def minutes_saved(model: "TwinModel", agent: Resident) -> float:
    return (1 - model.p.home_use) * agent.commute_min if agent.is_employee else 0.0


# --------------------------------------------------------------------------------------------------------------- places


def give_places(model: "TwinModel") -> None:
    """All who wait are served from the lowest priority drawn for the month; who finds no place is counted as waiting."""
    waiting = [agent for agent in model.residents if agent.waiting]
    queue = sorted(waiting, key=lambda agent: (model.draws.one(PRIORITY, model.month, agent.slot), agent.row))
    for agent in queue:
        seat(model, agent)
    for hub in model.hubs:
        hub.waiting = sum(agent.waiting_hub is hub for agent in queue)


def seat(model: "TwinModel", agent: Resident) -> None:
    hub, plan = agent.waiting_hub, agent.waiting
    assert hub is not None
    if not hub.is_open:
        stop_waiting(agent)
        return
    at_home = agent.hub is hub
    if at_home and plan == agent.plan:  # 1
        stop_waiting(agent)
        take_voucher(model, agent, hub, plan)
        return
    if model.month < agent.bound:
        return
    own = hub.seats_of[agent.plan] if at_home else 0.0
    if plan == FIXED and hub.free_seats + own < 1 and hub.plan.sold(FLEX):  # 2
        plan = FLEX
    if at_home:  # 3
        if plan == agent.plan:
            return
        if hub.room_for_day_pass if plan == OCCASIONAL else hub.seats_of[plan] <= hub.free_seats + own:
            stop_waiting(agent)
            take_voucher(model, agent, hub, plan)
            change_plan(model, agent, plan)
            reprice_voucher(model, agent)
    elif hub.has_place(plan, agent.rooms):
        stop_waiting(agent)
        was_member = agent.is_member
        if agent.hub is not None:
            leave(model, agent)
        take_voucher(model, agent, hub, plan)
        join(model, agent, hub, plan)
        hub.moved_in += was_member and agent.is_member
