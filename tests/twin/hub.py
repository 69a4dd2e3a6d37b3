"""The ledger of a hub (ODD §7.12)."""

from typing import TYPE_CHECKING

from tests.twin.operator import decide
from tests.twin.vouchers import spend_voucher_month
from tests.twin.world import OFFICE, Hub

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
        fee = hub.cost(user.plan, user.days, user.rooms)
        hub.now["office_fees_eur" if user.plan == OFFICE else "fees_eur"] += fee
        hub.now["days"] += user.days
        if user.is_member:
            user.member_months += 1
        if user.voucher is not None:
            user.subsidised_months += user.is_member
            spend_voucher_month(model, user, fee)


def settle(model: "TwinModel", hub: Hub) -> None:
    p, plan, now = model.p, hub.plan, hub.now
    now["ancillary_eur"] = p.ancillary * now["fees_eur"]
    now["subsidy_eur"] = hub.subsidy
    now["rent_eur"] = hub.rent_eur_m2 * hub.rent_factor * hub.m2 * (1 - hub.relief)
    now["utilities_eur"] = plan.utilities_eur_m2 * hub.m2
    now["host_eur"] = hub.host_fte * plan.host_cost_eur * plan.wage_paid
    now["events_eur"] = plan.events * (1 - hub.closure * p.days_away_in_lockdown) * p.event_cost_eur
    now["variable_eur"] = p.variable_cost_eur * hub.members
    now["debt_eur"] = repay(hub, p.loan_rate / 12) + hub.bridge * p.loan_rate / 12
    now["notice_eur"] = pay_notice(hub)
    income = now["fees_eur"] + now["ancillary_eur"] + now["office_fees_eur"] + now["subsidy_eur"]
    costs = sum(now[f"{line}_eur"] for line in ("rent", "utilities", "host", "events", "variable", "debt", "notice"))
    now["owner_eur"] = plan.cross_subsidy * max(0.0, costs - income)
    left = income + now["owner_eur"] - costs
    due = p.renewal_rate / 12 * plan.works_eur * hub.m2 / (plan.desks * plan.m2_desk + plan.offices * plan.m2_office)
    now["renewal_eur"] = max(0.0, min(due, left))
    now["net_eur"] = left - now["renewal_eur"]
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
