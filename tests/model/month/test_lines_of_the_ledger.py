"""Each line of a hub's month by hand, from its prices, its size and who is in it. What lines add up to: `test_hub_ledger.py`."""

import numpy as np
import pytest

from model.names import FIXED, FLEX, OCCASIONAL, OFFICE, OPERATORS
from model.parameters import CATALOGUE, TABLES
from tests.model.month.towns import BARE_CHOICE, BLOCKS, FROZEN, PLAIN_OPERATOR, UNWANTED, Run, by_month, case, empty, hub, run, with_values

_AREA = 14 * 12 + 6 * 18
_EMPTY = {**UNWANTED, **PLAIN_OPERATOR, "awareness_event": 0.0}


def _earning(**parameters: float) -> Run:
    """Persons who founded a hub and firms in its offices, who stay; the building is its own, and nobody is paid to be there."""
    figures = {"desks": 20, "offices": 4, "founders": 14.0, "offices_let_at_opening": 3, "building": "own", "host_fte": 0.0}
    scenario = case(
        hub(**figures, opening_cash_eur=1e6, works_eur=36_000.0), months=5, people=(40, 10, 20),
        **{**FROZEN, **PLAIN_OPERATOR, **parameters},
    )  # fmt: skip
    return run(scenario)


@pytest.mark.parametrize("stay", [True, False])
def test_members_fees_and_what_hangs_on_them(stay: bool) -> None:
    """Whoever is in at the end of the month pays, and nobody else, though others who were in have just left."""
    figures = hub(desks=20, offices=4, founders=14.0, offices_let_at_opening=3, opening_cash_eur=1e6)
    behaviour = FROZEN if stay else {**BARE_CHOICE, "taste_persistence": 0.0, "job_change": 0.0}
    scenario = case(figures, months=4, people=(40, 10, 20), **{**behaviour, **PLAIN_OPERATOR})
    member_months = left = 0
    for month, running in by_month(scenario):
        agents, plan, p = running.simulation.town.agents, running.prepared.specs[0], CATALOGUE
        inside = agents.hub == 0
        number = {kind: int((inside & (agents.plan == kind)).sum()) for kind in (FLEX, FIXED, OFFICE, OCCASIONAL)}
        left += int(running.hub("leaves")[month])
        assert not stay or all(number[plan] for plan in (FLEX, FIXED, OFFICE))
        beyond = np.maximum(0.0, agents.days[inside & (agents.plan == FLEX)] - p["days_flex"].default).sum()
        days = agents.days[inside & (agents.plan == OCCASIONAL)].sum() + beyond
        fees = plan.price_flex * number[FLEX] + plan.price_fixed * number[FIXED] + plan.price_day * days
        assert running.hub("fees_eur")[month] == pytest.approx(fees)
        assert running.hub("ancillary_eur")[month] == pytest.approx(p["ancillary"].default * fees)
        assert running.hub("office_fees_eur")[month] == pytest.approx(plan.price_office * running.hub("offices_let")[month])
        assert running.hub("days")[month] == pytest.approx(agents.days[inside].sum())
        members = number[FLEX] + number[FIXED] + number[OFFICE]
        assert running.hub("variable_eur")[month] == pytest.approx(p["variable_cost_eur"].default * members)
        member_months += members
        assert agents.member_months.sum() == member_months
        assert not agents.subsidised_months.any()
    assert (left == 0) == stay


def test_who_comes_by_the_day_is_no_member() -> None:
    by_day = {"plan_occasional": 1e3, "alpha": -1e3 + 5.0, "aware_at_opening": 1.0, "evaluation_rate": 1.0}
    finished = run(case(hub(desks=20, opening_cash_eur=1e6), months=4, people=(40, 10, 2), **{**PLAIN_OPERATOR, **by_day}))
    assert finished.hub("occasional")[-1] > 3
    assert finished.hub("members").sum() == 0
    assert not finished.outcome.member_months.any()
    assert finished.hub("fees_eur")[-1] == pytest.approx(finished.prepared.specs[0].price_day * finished.hub("days")[-1])
    assert finished.hub("fees_eur")[-1] > 0


def test_months_of_a_voucher_are_counted_once_each_for_members() -> None:
    block = with_values(BLOCKS["voucher"], months=3)
    subsidised = 0
    scenario = case(hub(desks=20, founders=10.0, opening_cash_eur=1e6), blocks=[block], months=6, people=(30, 10, 2), **FROZEN)
    for _, running in by_month(scenario):
        agents = running.simulation.town.agents
        subsidised += int(((agents.hub == 0) & (agents.plan != OCCASIONAL) & (agents.voucher_left > 0)).sum())
    months = running.outcome.subsidised_months
    assert months.sum() > 10
    assert months.max() == 3
    assert (months <= running.outcome.member_months).all()
    assert running.hub("vouchers").sum() == months.sum()


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_lines_of_an_empty_hub(operator: str) -> None:
    finished = empty(3, operator=operator, opening_cash_eur=1e6, may_downsize=False, works_eur=0.0)
    wage_paid, _, covered, _ = TABLES["operator_terms"].default[OPERATORS.index(operator)]
    plan = finished.prepared.specs[0]
    lines = {
        "rent_eur": _AREA * plan.rent_eur_m2, "utilities_eur": _AREA * 2.0, "host_eur": 1_300 * wage_paid, "events_eur": 120.0,
        **dict.fromkeys(("variable_eur", "debt_eur", "notice_eur", "renewal_eur", "fees_eur", "ancillary_eur", "subsidy_eur"), 0.0),
    }  # fmt: skip
    for name, eur in lines.items():
        assert finished.hub(name) == pytest.approx(eur), name
    cost = sum(lines.values())
    assert finished.hub("owner_eur") == pytest.approx(covered * cost)
    assert finished.hub("net_eur") == pytest.approx((covered - 1) * cost)
    assert finished.hub("cash_eur") == pytest.approx(1e6 + np.arange(1, 4) * (covered - 1) * cost)


def test_rent_shocks_and_relief_multiply_and_closure_ends_events() -> None:
    blocks = (
        {"type": "rent", "factor": 1.5},
        with_values(BLOCKS["rent_relief"], share=0.25),
        {"type": "lockdown", "severity": 0.5, "start": 1, "end": 2},
    )
    finished = empty(3, blocks, opening_cash_eur=1e6, may_downsize=False)
    assert finished.hub("rent_eur") == pytest.approx(_AREA * 7.5 * 1.5 * 0.75)
    assert finished.hub("events_eur") == pytest.approx([120, 120 * (1 - 0.5 * CATALOGUE["days_away_in_lockdown"].default), 120])


def test_a_loan_is_paid_off_to_the_cent_and_no_further() -> None:
    """Works of 1,200 EUR, half of them lent for three months at a percent a month; the fourth month owes nothing."""
    figures = {"loan_rate": 0.12, "loan_months": 3.0, "works_own_share": 0.5}
    owed = []
    scenario = case(hub(works_eur=1_200.0, opening_cash_eur=1e6, may_downsize=False), months=5, people=(2, 2, 2), **{**_EMPTY, **figures})
    for _, running in by_month(scenario):
        owed.append(float(running.simulation.town.hubs.loan[0]))
    instalment = 600 * 0.01 / (1 - 1.01**-3)
    assert running.hub("debt_eur") == pytest.approx([instalment] * 3 + [0, 0], abs=1e-6)
    assert owed[0] == pytest.approx(606 - instalment)
    assert owed[1] == pytest.approx((606 - instalment) * 1.01 - instalment)
    assert owed[2:] == pytest.approx([0, 0, 0], abs=1e-6)
    assert min(owed) >= 0


def test_a_hub_that_earns_keeps_its_rooms_as_good_as_new_as_far_as_it_can() -> None:
    """A year's 12 % of the works, 36,000 EUR, is 360 EUR a month for the rooms it opened with; never more than it earns."""
    finished = _earning(renewal_rate=0.12)
    income = sum(finished.hub(name) for name in ("fees_eur", "ancillary_eur", "office_fees_eur", "subsidy_eur"))
    cost = sum(finished.hub(f"{name}_eur") for name in ("rent", "utilities", "host", "events", "variable", "debt", "notice"))
    earned = income - cost
    assert finished.hub("renewal_eur") == pytest.approx(np.clip(earned, 0.0, 360.0))
    assert finished.hub("net_eur") == pytest.approx(earned - finished.hub("renewal_eur"))
    assert (finished.hub("owner_eur") == 0).all() and (earned > 0).all()
    greedy = _earning(renewal_rate=1.0)
    assert (earned < 3_000).all(), "as good as new within a year is more than it can pay"
    assert greedy.hub("renewal_eur") == pytest.approx(earned)
    assert greedy.hub("net_eur") == pytest.approx(0.0, abs=1e-6)


def test_rent_on_space_given_up_is_due_for_the_notice_of_the_lease() -> None:
    finished = empty(24, opening_cash_eur=60_000.0, parameters={"lease_notice_months": 4.0})
    area, notice = finished.hub("rent_eur") / 7.5, finished.hub("notice_eur")
    first = int(np.argmax(np.diff(area) < 0)) + 1  # the month after the decision
    assert notice[:first].tolist() == [0] * first
    assert notice[first] == pytest.approx(7.5 * (area[first - 1] - area[first]))
    assert notice.sum() == pytest.approx(4 * 7.5 * (area[0] - area[-1])), "four months of all that was given up, and no more"
    assert notice[-1] == 0


def test_what_is_kept_in_hand_is_months_of_all_that_is_paid_whatever_the_members() -> None:
    """An owner who takes out all beyond two months of rent, utilities, host, events and debt leaves just that."""
    figures = {"desks": 20, "offices": 4, "founders": 14.0, "offices_let_at_opening": 3, "rent_eur_m2": 1.0, "host_fte": 0.1}
    parameters = {**FROZEN, **PLAIN_OPERATOR, "withdrawal": 1.0, "opening_cash_months": 2.0}
    scenario = case(hub(**figures, opening_cash_eur=1e6, works_eur=9_000.0), months=3, people=(40, 10, 20), **parameters)
    finished = run(scenario)
    lines = {name: finished.hub(f"{name}_eur") for name in ("rent", "utilities", "host", "events", "debt")}
    assert all((eur > 0).all() for eur in lines.values())
    assert finished.hub("withdrawn_eur")[0] > 9e5
    assert finished.hub("cash_eur") == pytest.approx(2 * np.sum(list(lines.values()), axis=0))


def test_how_long_the_cash_lasts_is_told_from_the_last_three_months() -> None:
    blocks = ({"type": "rent", "factor": 2.0, "start": 4},)
    finished = empty(10, blocks, opening_cash_eur=60_000.0, may_downsize=False)
    net, cash = finished.hub("net_eur"), finished.hub("cash_eur")
    assert net[3] > net[4]
    for month in range(10):
        mean = net[max(0, month - 2) : month + 1].mean()
        assert finished.hub("runway_months")[month] == pytest.approx(max(0.0, min(60.0, cash[month] / -mean)))
    late = run(case(hub(opens=3, opening_cash_eur=60_000.0, may_downsize=False), months=6, people=(2, 2, 2), **_EMPTY))
    assert late.hub("runway_months")[3] == pytest.approx(late.hub("cash_eur")[3] / -late.hub("net_eur")[3])
    assert (_earning().hub("runway_months") == 60).all()
    assert empty(2, opening_cash_eur=1e7, may_downsize=False).hub("runway_months")[0] == 60
