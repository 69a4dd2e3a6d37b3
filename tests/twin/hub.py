"""The ledger of a hub and what its operator decides (ODD §7.12)."""

import math
from typing import TYPE_CHECKING

from tests.twin.membership import leave
from tests.twin.vouchers import spend_voucher_month
from tests.twin.world import CLOSED, DOWNSIZED, LOW_RUNWAY, NO_GROWTH, NO_REASON, OCCASIONAL, OFFICE, OPEN, OUT_OF_CASH, Hub

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def run_hubs(model: "TwinModel") -> None:
    collect_fees(model)
    for hub in model.hubs:
        if hub.is_open:
            settle(model, hub)
            decide(model, hub)


def collect_fees(model: "TwinModel") -> None:
    """Every user pays its plan in full to the hub; a voucher pays its EUR to the user."""
    for user in model.users:
        hub = user.hub
        assert hub is not None
        if user.plan == OFFICE:
            hub.now["office_fees_eur"] += user.rooms * hub.plan.price_office
        elif user.plan == OCCASIONAL:
            hub.now["fees_eur"] += hub.plan.price_day * user.days
        else:
            hub.now["fees_eur"] += hub.price[user.plan]
        if user.is_member:
            user.member_months += 1
        if user.voucher is not None:
            user.subsidised_months += 1
            spend_voucher_month(model, user)


def settle(model: "TwinModel", hub: Hub) -> None:
    p, plan, now = model.p, hub.plan, hub.now
    now["ancillary_eur"] = p.ancillary * now["fees_eur"]
    now["subsidy_eur"] = hub.subsidy
    now["rent_eur"] = plan.rent_eur_m2 * hub.rent_factor * hub.m2 * (1 - hub.relief)
    now["utilities_eur"] = plan.utilities_eur_m2 * hub.m2
    now["host_eur"] = hub.host_fte * plan.host_cost_eur * plan.wage_paid
    now["events_eur"] = plan.events * (1 - hub.closure * p.days_away_in_lockdown) * p.event_cost_eur
    now["variable_eur"] = p.variable_cost_eur * hub.members
    now["debt_eur"] = repay(hub, p.loan_rate / 12) + hub.bridge * p.loan_rate / 12
    now["notice_eur"] = pay_notice(hub)
    income = now["fees_eur"] + now["ancillary_eur"] + now["office_fees_eur"] + now["subsidy_eur"]
    costs = sum(now[f"{line}_eur"] for line in ("rent", "utilities", "host", "events", "variable", "debt", "notice"))
    now["owner_eur"] = plan.cross_subsidy * max(0.0, costs - income)
    now["net_eur"] = income + now["owner_eur"] - costs
    hub.cash += now["net_eur"]


def repay(hub: Hub, rate: float) -> float:
    """The instalment, or the loan with interest if that is less."""
    owed = hub.loan * (1 + rate)
    paid = min(hub.instalment, owed)
    hub.loan = owed - paid
    return paid


def pay_notice(hub: Hub) -> float:
    """Rent on space given up, so much a month while it is due."""
    if hub.notice_left == 0:
        return 0.0
    hub.notice_left -= 1
    return hub.notice


# ------------------------------------------------------------------------------------------------------------ decisions


def decide(model: "TwinModel", hub: Hub) -> None:
    p, plan, months = model.p, hub.plan, math.trunc(model.p.downsize_months)
    use = (hub.seats + hub.anchor_desks) / hub.desks
    mean_net = recent_net(model, hub, months)
    runway = min(p.runway_longest, max(0.0, hub.cash / -mean_net)) if mean_net < 0 else p.runway_longest
    hub.now["use_of_offered"], hub.now["runway_months"] = use, runway
    hub.low_months = hub.low_months + 1 if use < p.downsize_use else 0
    hub.high_months = hub.high_months + 1 if use > p.expand_use else 0
    age = model.month - hub.opened + 1
    something_left = hub.desks > p.desks_min or hub.host_fte > 0 or hub.offices > hub.rooms_let

    if hub.cash < -plan.credit_eur:
        close_hub(model, hub)
        return
    if plan.may_downsize and age >= p.downsize_earliest and mean_net < 0 and hub.low_months >= p.downsize_months and something_left:
        reason = reason_to_downsize(model, hub, runway, use)
        if reason != NO_REASON:
            downsize(model, hub, reason)
            return
    if plan.may_expand and hub.high_months >= p.downsize_months and mean_net > 0:
        expand(model, hub, mean_net)


def recent_net(model: "TwinModel", hub: Hub, months: int) -> float:
    """Mean over the last months, or since opening."""
    recent = hub.past[max(hub.opened, model.month - months + 1) :]
    return sum(row["net_eur"] for row in recent) / len(recent)


def close_hub(model: "TwinModel", hub: Hub) -> None:
    for agent in model.residents:
        if agent.hub is hub:
            leave(model, agent)
    hub.state, hub.reason, hub.changed = CLOSED, OUT_OF_CASH, model.month
    hub.desks = hub.offices = hub.m2 = hub.host_fte = hub.anchor_desks = 0.0


def reason_to_downsize(model: "TwinModel", hub: Hub, runway: float, use: float) -> int:
    p, patience = model.p, hub.plan.patience
    if runway < p.downsize_runway / patience:
        return LOW_RUNWAY
    before = hub.past[max(hub.opened, model.month - int(p.growth_months))]["use_of_offered"]
    if hub.low_months >= p.downsize_patience * patience and use - before < p.growth_hoped:
        return NO_GROWTH
    return NO_REASON


def downsize(model: "TwinModel", hub: Hub, reason: int) -> None:
    p, plan = model.p, hub.plan
    used = hub.seats + hub.anchor_desks
    desks = min(hub.desks, max(p.desks_min, math.ceil(used / p.downsize_target), math.ceil(hub.desks * p.downsize_step)))
    m2 = plan.m2_desks * desks / plan.desks
    if plan.offices:
        m2 += plan.m2_offices * hub.rooms_let / plan.offices
    notice_months = math.trunc(p.lease_notice_months)
    owed = hub.notice * hub.notice_left + (hub.m2 - m2) * plan.rent_eur_m2 * hub.rent_factor * notice_months
    hub.notice, hub.notice_left = owed / notice_months if notice_months else 0.0, notice_months
    hub.desks, hub.offices, hub.m2 = desks, float(hub.rooms_let), m2
    hub.host_fte *= p.downsize_step if hub.downsizings == 0 else 0.0
    hub.downsizings += 1
    hub.low_months = 0
    if hub.state == OPEN:
        hub.state, hub.reason, hub.changed = DOWNSIZED, reason, model.month


def expand(model: "TwinModel", hub: Hub, mean_net: float) -> None:
    p, plan, now = model.p, hub.plan, hub.now
    desks = min(math.ceil(plan.desks * p.expand_step), math.floor(plan.desks * p.expand_max) - hub.desks)
    fixed_cost = now["rent_eur"] + now["utilities_eur"] + now["host_eur"] + now["events_eur"] + now["debt_eur"]
    works = desks * p.expand_cost_eur
    if desks >= 1 and mean_net > plan.required_return * fixed_cost and hub.cash >= works + p.downsize_months * fixed_cost:
        hub.desks += desks
        hub.m2 += plan.m2_desks * desks / plan.desks
        hub.cash -= works
        now["works_eur"] = works
        now["net_eur"] -= works
        hub.high_months = 0
