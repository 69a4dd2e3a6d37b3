"""Who reconsiders, what an option is worth, and who gets a place (ODD §7.5)."""

import math
from typing import TYPE_CHECKING

from tests.twin.membership import change_plan, join, leave, stop_waiting, wait_for
from tests.twin.philox import EPOCH, PRIORITY, SHOCK, geometric, gumbel, logistic_draw
from tests.twin.vouchers import offered_voucher, reprice_voucher, repriced, take_voucher
from tests.twin.world import FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE, Hub, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

# -------------------------------------------------------------------------------------------------------------- renewal


def schedule_renewal(model: "TwinModel", agent: Resident) -> None:
    """The next renewal, counted from the last one, and whether it is a change of job."""
    chance = min(1.0, model.p.evaluation_rate + model.p.job_change)
    u0, u1, _, _ = model.draws.four(EPOCH, agent.epoch, agent.slot, agent.generation)
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
        free = renewed and agent.job_epoch and not agent.is_firm
        if renewed:
            agent.epoch += 1
            schedule_renewal(model, agent)
        if not (renewed or agent.evaluate):
            continue
        agent.evaluate = False
        stop_waiting(agent)
        hub, plan = best_option(model, agent, free)
        if hub is None:
            if agent.hub is not None:
                leaving.append(agent)
        elif (hub, plan) != (agent.hub, agent.plan) or model.instruments:
            wait_for(agent, hub, plan)
    for agent in leaving:
        leave(model, agent)


def best_option(model: "TwinModel", agent: Resident, free: bool) -> tuple[Hub | None, int]:
    """The largest value; of equal ones the first met: outside, then hubs in order, plans in order."""
    if agent.is_firm and agent.staff > model.p.office_staff_max:
        return None, NO_PLAN
    habit = 0.0 if free else habit_of(model, agent)
    best = -habit if agent.hub is not None else 0.0
    found: tuple[Hub | None, int] = (None, NO_PLAN)
    for hub, pair in agent.knows.items():
        if not (pair.aware and hub.is_open):
            continue
        common = hub_utility(model, agent, hub) + pair.taste + renewed_taste(model, agent, hub)
        if hub is not agent.hub:
            common -= habit
        for plan in agent.plans:
            value = common + plan_utility(model, agent, hub, plan, discount_of(model, agent, hub, plan))
            if hub is agent.hub and plan != agent.plan:
                value -= model.p.habit_plan_change * habit
            if value > best:
                best, found = value, (hub, plan)
    return found


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
    value = p.alpha + hub.plan.attraction + p.beta_q * hub.quality - p.lockdown_appeal * hub.closure
    value += p.beta_n * hub.community(hub.heads + hub.others) + p.beta_f * hub.fit(agent.sector)
    value += p.beta_s * (agent.knows[hub].peers > 0)
    if agent.past and agent.past[-1].hub is hub:
        value += p.beta_k * min(agent.collaborations, p.collaborations_valued)
    if agent.is_employee:
        value += hub.appeal_employee - p.employee_penalty
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
    p = model.p
    travel = (p.days[plan] / p.days_flex) ** p.travel_days_exponent * agent.knows[hub].minutes
    return p.constant[plan] - p.beta_t * travel - p.beta_c * (hub.price[plan] - discount) / agent.income_eur


def discount_of(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> float:
    """What a voucher held, or the one on offer, would pay; none on day passes."""
    if plan == OCCASIONAL or not model.instruments:
        return 0.0
    if agent.voucher is not None:
        return repriced(agent, hub, plan) if hub is agent.hub else 0.0
    return offered_voucher(model, agent, hub, plan)[1]


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
    own = hub.seats_of[agent.plan] if at_home else 0.0
    if plan == FIXED and hub.free_seats + own < 1:  # 2
        plan = FLEX
    if at_home:  # 3
        if plan == agent.plan:
            return
        if hub.room_for_day_pass if plan == OCCASIONAL else hub.seats_of[plan] <= hub.free_seats + own:
            stop_waiting(agent)
            take_voucher(model, agent, hub, plan)
            change_plan(model, agent, plan)
            reprice_voucher(model, agent)
    elif hub.has_place(plan):
        stop_waiting(agent)
        was_member = agent.is_member
        if agent.hub is not None:
            leave(model, agent)
        take_voucher(model, agent, hub, plan)
        join(model, agent, hub, plan)
        hub.moved_in += was_member and agent.is_member


def office_fits(model: "TwinModel", agent: Resident) -> bool:
    return agent.plans == (OFFICE,) and agent.staff <= model.p.office_staff_max
