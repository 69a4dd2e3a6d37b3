"""What the operator of a hub decides (ODD §7.12)."""

import math
from typing import TYPE_CHECKING

from tests.twin.membership import leave
from tests.twin.world import (
    AGREEMENT_ENDED,
    CLOSED,
    DOWNSIZED,
    LOW_RUNWAY,
    NO_GROWTH,
    NO_REASON,
    OPEN,
    OTHER_ENDING,
    OUT_OF_CASH,
    WOUND_DOWN,
    Hub,
)

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

SUPPORT = ("rent_relief", "host_salary", "anchor_tenancy")


def decide(model: "TwinModel", hub: Hub) -> None:
    p, plan, months = model.p, hub.plan, math.trunc(model.p.downsize_months)
    use = (hub.seats + hub.anchor_desks) / hub.desks
    result = recent_net(model, hub, months)
    hub.now["use_of_offered"], hub.now["runway_months"] = use, runway(hub, hub.cash, result)
    hub.low_months = hub.low_months + 1 if use < p.downsize_use else 0
    hub.high_months = hub.high_months + 1 if use > p.expand_use else 0
    full = hub.high_months >= p.downsize_months

    if hub.cash < -plan.credit_eur:
        close_hub(model, hub, OUT_OF_CASH)
        return
    if model.month >= hub.ends:
        close_hub(model, hub, OTHER_ENDING)
        return
    lost = support_that_ends(model, hub)
    result -= lost
    at_review = lost > 0 or review_is_due(model, hub)
    period_ends = model.month + 1 == plan.agreed_until
    if at_review or period_ends:
        result += take_back(hub, result)
    if result < 0 and period_ends:
        close_hub(model, hub, AGREEMENT_ENDED)
        return
    alarm = runway(hub, hub.cash + plan.credit_eur, result) < (p.lease_notice_months + p.downsize_months) / plan.patience
    host = host_left(model, hub, lost)
    something_left = hub.desks > p.desks_min or hub.offices > hub.rooms_let or host < hub.host_fte
    hopeless = at_review and hub.low_months >= p.downsize_patience * plan.patience and not has_grown(model, hub)
    if plan.may_downsize and result < 0 and hub.low_months >= p.downsize_months and something_left and (alarm or hopeless):
        downsize(model, hub, LOW_RUNWAY if alarm else NO_GROWTH, host)
        return
    if at_review:
        counts = [0.0 if has_grown(model, hub) else 1.0, p.end_counts if lost > 0 else 0.0] if result < 0 else [0.0]
        hub.poor_reviews = hub.poor_reviews + max(counts) if max(counts) > 0 else 0.0
        if p.wind_down_reviews > 0 and hub.poor_reviews >= max(1, round(p.wind_down_reviews * plan.patience)):
            close_hub(model, hub, WOUND_DOWN)
            return
    if plan.may_expand and full and result > 0:
        expand(model, hub, result)
    if at_review:
        if full:
            hub.price_level *= 1 + p.price_step
        if result >= 0:
            withdraw(model, hub, to_spare(hub) - plough_back(model, hub, result))


def recent_net(model: "TwinModel", hub: Hub, months: int) -> float:
    """Mean over the last months, or since opening."""
    recent = hub.past[max(hub.opened, model.month - months + 1) :]
    return sum(row["net_eur"] for row in recent) / len(recent)


def runway(hub: Hub, eur: float, result: float) -> float:
    longest = hub.p.runway_longest
    return float(min(longest, max(0.0, eur / -result)) if result < 0 else longest)


def support_that_ends(model: "TwinModel", hub: Hub) -> float:
    """What was paid this month by support in force for the last time; the end of the run is no end. None with monthly reviews."""
    if math.trunc(model.p.review_months) <= 1:
        return 0.0
    last = [it for it in model.instruments if it.lever in SUPPORT and it.in_force(model.month) and it.end == model.month + 1]
    if model.month + 1 == model.case.horizon_months:
        return 0.0
    return sum(model.public[model.month][it.index][hub.index] for it in last if hub.index in it.hubs)


def review_is_due(model: "TwinModel", hub: Hub) -> bool:
    every, before = math.trunc(model.p.review_months), hub.plan.age
    age = before + model.month - hub.opened + 1
    return age >= every and age % every == hub.review_offset % every


def has_grown(model: "TwinModel", hub: Hub) -> bool:
    """Against the seats used, over those it opened with, so many months ago or at opening."""
    then = max(hub.opened, model.month - math.trunc(model.p.downsize_patience))
    return bool((hub.seats + hub.anchor_desks) / hub.plan.desks > hub.past[then]["desk_use"])


def close_hub(model: "TwinModel", hub: Hub, reason: int) -> None:
    for agent in model.residents:
        if agent.hub is hub:
            leave(model, agent)
    hub.state, hub.reason, hub.changed = CLOSED, reason, model.month
    hub.desks = hub.offices = hub.m2 = hub.host_fte = hub.anchor_desks = 0.0


def host_left(model: "TwinModel", hub: Hub, lost: float) -> float:
    """Hours a downsizing would leave: all, while members pay for them."""
    income = hub.now["fees_eur"] + hub.now["ancillary_eur"] + hub.now["office_fees_eur"]
    borne = 1 if lost > 0 else 1 - hub.wage_support
    if hub.host_fte * wage_of(hub) * borne < model.p.host_kept * income:
        return hub.host_fte
    return 0.0 if hub.downsizings else hub.host_fte * model.p.downsize_step


def downsize(model: "TwinModel", hub: Hub, reason: int, host: float) -> None:
    p, plan = model.p, hub.plan
    used = hub.seats + hub.anchor_desks
    desks = min(hub.desks, max(p.desks_min, math.ceil(used / p.downsize_target), math.ceil(hub.desks * p.downsize_step)))
    m2 = hub.m2 - plan.m2_desk * (hub.desks - desks) - plan.m2_office * (hub.offices - hub.rooms_let)
    notice_months = math.trunc(p.lease_notice_months)
    owed = hub.notice * hub.notice_left + (hub.m2 - m2) * hub.rent_eur_m2 * hub.rent_factor * notice_months
    hub.notice, hub.notice_left = owed / notice_months if notice_months else 0.0, notice_months
    hub.desks, hub.offices, hub.m2 = desks, float(hub.rooms_let), m2
    hub.host_fte = host
    hub.downsizings += 1
    hub.low_months = 0
    hub.state = DOWNSIZED
    if hub.reason == NO_REASON:
        hub.reason, hub.changed = reason, model.month


def expand(model: "TwinModel", hub: Hub, result: float) -> None:
    p, plan, now = model.p, hub.plan, hub.now
    desks = min(math.ceil(hub.planned_desks * p.expand_step), math.floor(hub.planned_desks * p.expand_max) - hub.desks)
    works = desks * p.expand_cost_eur
    if desks >= 1 and result > plan.required_return * fixed_cost(hub) and hub.cash >= works + p.downsize_months * fixed_cost(hub):
        hub.desks += desks
        hub.m2 += plan.m2_desk * desks
        hub.cash -= works
        now["works_eur"] = works
        now["net_eur"] -= works
        hub.high_months = 0
        if hub.state == DOWNSIZED and p.grow_back > 0:
            hub.host_fte = max(hub.host_fte, p.grow_back * plan.host_fte * min(1.0, hub.desks / hub.planned_desks))
            if hub.desks >= hub.planned_desks:
                hub.state = OPEN


def withdraw(model: "TwinModel", hub: Hub, eur: float) -> None:
    """Part of what the hub does not need and will not spend; no cost, and no part of the result."""
    hub.now["withdrawn_eur"] = model.p.withdrawal * eur
    hub.cash -= hub.now["withdrawn_eur"]


def to_spare(hub: Hub) -> float:
    return float(max(0.0, hub.cash - hub.p.opening_cash_months * fixed_cost(hub)))


def wage_of(hub: Hub) -> float:
    """Of a full-time host, as far as it is paid."""
    return float(hub.plan.host_cost_eur * hub.plan.wage_paid)


def plough_back(model: "TwinModel", hub: Hub, result: float) -> float:
    """Hours for a part of the result and of what is to spare, by month; what of that will be spent."""
    if not wage_of(hub):
        return 0.0
    a_month = result + to_spare(hub) / math.trunc(model.p.review_months)
    hub.host_fte += model.p.plough_back * a_month / wage_of(hub)
    return float(model.p.plough_back * to_spare(hub))


def take_back(hub: Hub, result: float) -> float:
    """What a losing hub saves by giving up hours it did not open with."""
    added = wage_of(hub) * (hub.host_fte - hub.plan.host_fte)
    if result >= 0 or added <= 0:
        return 0.0
    saved = min(-result, added)
    hub.host_fte = hub.plan.host_fte if saved == added else hub.host_fte - saved / wage_of(hub)
    return saved


def fixed_cost(hub: Hub) -> float:
    return sum(hub.now[f"{line}_eur"] for line in ("rent", "utilities", "host", "events", "debt"))
