"""The hub's ledger: money adds up to the cent, every line is what the contract says, and grants are no working capital."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.names import CLOSED, FLEX, OCCASIONAL, OPERATORS, OTHER_ENDING, OUT_OF_CASH, WOUND_DOWN
from model.parameters import CATALOGUE, TABLES
from model.series import HUB_SERIES
from tests.model.month.strategies import a_hub, some_blocks
from tests.model.month.towns import (
    BLOCKS,
    FROZEN,
    NOBODY_MOVES,
    Block,
    Run,
    assert_same,
    by_month,
    case,
    empty,
    fixed_cost,
    hub,
    run,
    with_values,
)

_CENT = 0.005
_INCOME = ("fees_eur", "ancillary_eur", "office_fees_eur", "subsidy_eur", "owner_eur")
_COST = ("rent_eur", "utilities_eur", "host_eur", "events_eur", "variable_eur", "debt_eur", "notice_eur", "works_eur", "renewal_eur")


# operators who look twice a year, take all that is spare, and raise prices by a fifth
_STIRRING = {
    "review_months": 6.0, "withdrawal": 1.0, "price_step": 0.2, "opening_cash_months": 2.0, "other_endings": 0.1, "wind_down_reviews": 2.0,
}


def _lines(finished: Run, names: tuple[str, ...]) -> np.ndarray:
    return np.sum([finished.hub(name) for name in names], axis=0)


# ---------------------------------------------------------------------------------------------------------------- balance


@settings(max_examples=40)
@given(a_hub(), some_blocks(), st.integers(0, 99))
def test_cash_changes_by_the_lines_written_and_by_nothing_else(adda: Block, blocks: list[Block], seed: int) -> None:
    finished = run(case(adda, blocks=blocks, alpha=0.0, advice_demand=0.05, **_STIRRING), seed)
    net, cash, taken = finished.hub("net_eur"), finished.hub("cash_eur"), finished.hub("withdrawn_eur")
    assert np.abs(_lines(finished, _INCOME) - _lines(finished, _COST) - net).max() < _CENT
    opens = int(finished.prepared.specs.opens[0])
    assert not cash[:opens].any()
    assert abs(cash[opens] - net[opens] + taken[opens] - finished.prepared.specs.opening_cash_eur[0]) < _CENT
    assert np.abs(np.diff(cash[opens:]) - (net - taken)[opens + 1 :]).max(initial=0.0) < _CENT
    for name in (*_INCOME, *_COST, "withdrawn_eur"):
        assert finished.hub(name).min() >= 0.0, name
    assert np.isfinite(finished.outcome.hub).all()


@settings(max_examples=25)
@given(a_hub(), some_blocks(), st.integers(0, 99))
def test_a_closed_hub_is_empty_and_neither_earns_nor_spends(adda: Block, blocks: list[Block], seed: int) -> None:
    poor = with_values(adda, opening_cash_eur=1_000.0, credit_eur=0.0)
    finished = run(case(poor, blocks=blocks, alpha=-1.0, other_endings=0.3, wind_down_reviews=1.0, review_months=6.0), seed)
    closed = finished.hub("state") == CLOSED
    if not closed.any():
        return
    first = int(np.argmax(closed))
    assert closed[first:].all(), "a hub closed is closed for good"
    assert finished.outcome.changed[0] == first and finished.outcome.reason[0] in (OUT_OF_CASH, WOUND_DOWN, OTHER_ENDING)
    beyond = finished.hub("cash_eur")[first] < -finished.prepared.specs.credit_eur[0]
    assert beyond == (finished.outcome.reason[0] == OUT_OF_CASH), "who closes for another reason can still pay"
    for name in ("members", "flex", "fixed", "tenants", "occasional", "desks", "offices", "waiting", "clients"):
        assert not finished.hub(name)[first + 1 :].any(), name
    for name in (*_INCOME, *_COST, "net_eur", "withdrawn_eur", "joins", "leaves"):
        assert not finished.hub(name)[first + 1 :].any(), name
    assert not (finished.simulation.town.agents.hub == 0).any()
    assert not (finished.simulation.town.agents.client_hub == 0).any()
    assert not finished.outcome.public[first + 1 :].any()


@settings(max_examples=25)
@given(a_hub(), st.integers(0, 99))
def test_fees_are_prices_times_users(adda: Block, seed: int) -> None:
    scenario = case(adda, people=(200, 150, 100), alpha=1.0, **{**NOBODY_MOVES, **_STIRRING})
    level = 1.0
    for month, running in by_month(scenario, seed):
        plan, agents = running.prepared.specs[0], running.simulation.town.agents
        if running.hub("state")[month] == CLOSED:
            break
        days = agents.days[(agents.hub == 0) & (agents.plan == OCCASIONAL)].sum()
        days += np.maximum(0.0, agents.days[(agents.hub == 0) & (agents.plan == FLEX)] - CATALOGUE["days_flex"].default).sum()
        expected = plan.price_flex * running.hub("flex")[month] + plan.price_fixed * running.hub("fixed")[month] + plan.price_day * days
        assert abs(running.hub("fees_eur")[month] - level * expected) < _CENT
        assert abs(running.hub("office_fees_eur")[month] - level * plan.price_office * running.hub("offices_let")[month]) < _CENT
        assert abs(running.hub("ancillary_eur")[month] - CATALOGUE["ancillary"].default * level * expected) < _CENT
        level = max(1.0, running.simulation.town.hubs.price_level[0])  # of next month


def test_every_monetary_series_is_either_a_line_or_a_total() -> None:
    """A new line of the ledger must enter the balance above."""
    money = {series.name for series in HUB_SERIES if series.unit == "EUR"}
    assert money == {*_INCOME, *_COST, "cash_eur", "net_eur", "withdrawn_eur"}


# ----------------------------------------------------------------------------------------------------------------- by hand


def test_an_empty_hub_pays_rent_utilities_host_and_events() -> None:
    finished = empty(may_downsize=False)
    assert fixed_cost(finished) == pytest.approx((14 * 12 + 6 * 18) * 9.5 + 0.5 * 2_600 + 120)
    assert finished.hub("net_eur")[0] == pytest.approx(-fixed_cost(finished))


@pytest.mark.parametrize(("cash", "credit"), [(20_000.0, 5_000.0), (9_000.0, 0.0), (50_000.0, 30_000.0)])
def test_a_hub_closes_in_the_month_cash_falls_below_its_credit(cash: float, credit: float) -> None:
    finished = empty(may_downsize=False, opening_cash_eur=cash, credit_eur=credit)
    expected = math.floor((cash + credit) / fixed_cost(finished))  # whole months it can pay; closes in the next, numbered from 0
    assert finished.outcome.state[0] == CLOSED
    assert finished.outcome.changed[0] == expected


def test_works_are_repaid_with_a_loan_over_its_months() -> None:
    finished = empty(120, works_eur=100_000.0, opening_cash_eur=1e6, may_downsize=False)
    debt = finished.hub("debt_eur")
    rate, length = CATALOGUE["loan_rate"].default / 12.0, int(CATALOGUE["loan_months"].default)
    principal = 100_000.0 * (1.0 - CATALOGUE["works_own_share"].default)
    assert debt[:length] == pytest.approx(np.full(length, principal * rate / (1.0 - (1.0 + rate) ** -length)))
    assert debt[length:] == pytest.approx(0.0, abs=1e-6)
    assert (debt[:length] * (1.0 + rate) ** -np.arange(1, length + 1)).sum() == pytest.approx(principal)


def test_a_loan_without_interest_is_repaid_in_equal_parts() -> None:
    finished = empty(100, works_eur=84_000.0, opening_cash_eur=1e6, may_downsize=False, parameters={"loan_rate": 0.0})
    assert finished.hub("debt_eur")[:84] == pytest.approx(500.0)
    assert finished.hub("debt_eur").sum() == pytest.approx(42_000.0)


@pytest.mark.parametrize("operator", OPERATORS)
def test_operators_differ_in_wages_paid_and_losses_covered(operator: str) -> None:
    finished = empty(operator=operator, may_downsize=False)
    wage_paid, _, covered, _ = TABLES["operator_terms"].default[OPERATORS.index(operator)]
    assert finished.hub("host_eur")[0] == pytest.approx(1_300 * wage_paid)
    assert finished.hub("owner_eur")[0] == pytest.approx(covered * fixed_cost(finished))
    assert finished.hub("net_eur")[0] == pytest.approx(-(1.0 - covered) * fixed_cost(finished))


# ---------------------------------------------------------------------------------------------------------- rent and grants

_DECISIONS = ("state", "desks", "offices", "quality", "members", "occasional")


def _first_difference(a: Run, b: Run) -> int:
    """The first month in which anything but money differs, or the horizon."""
    apart = np.zeros(len(a.hub("state")), dtype=bool)
    for name in _DECISIONS:
        apart |= a.hub(name) != b.hub(name)
    return int(np.argmax(apart)) if apart.any() else len(apart)


@settings(max_examples=25)
@given(st.floats(2.0, 10.0), st.floats(1.01, 2.0), st.integers(0, 99))
def test_a_higher_rent_never_raises_cash_until_a_decision_differs(rent: float, factor: float, seed: int) -> None:
    money = {"opening_cash_eur": 30_000.0, "credit_eur": 10_000.0}
    low, high = (run(case(hub(rent_eur_m2=eur, **money), months=36, alpha=-0.5, plough_back=0.0), seed) for eur in (rent, rent * factor))
    until = _first_difference(low, high)
    assert until >= 2, "no decision can differ before the third month"
    assert (high.hub("cash_eur")[:until] < low.hub("cash_eur")[:until]).all()
    for name in ("fees_eur", "aware", "joins", "leaves", "new_person_person", "utilities_eur", "host_eur", "debt_eur"):
        np.testing.assert_array_equal(high.hub(name)[:until], low.hub(name)[:until], err_msg=name)
    np.testing.assert_array_equal(high.outcome.town[:until], low.outcome.town[:until])


@settings(max_examples=25)
@given(st.floats(0.05, 1.0), st.integers(0, 99))
def test_a_relieved_hub_never_has_less_cash_until_a_decision_differs(share: float, seed: int) -> None:
    scenario = {"months": 36, "alpha": -0.5, "withdrawal": 0.0, "renewal_rate": 0.0, "plough_back": 0.0}
    plain = run(case(hub(opening_cash_eur=30_000.0), **scenario), seed)
    relieved = run(case(hub(opening_cash_eur=30_000.0), blocks=[with_values(BLOCKS["rent_relief"], share=share)], **scenario), seed)
    until = _first_difference(plain, relieved)
    assert until >= 2
    gained = relieved.hub("cash_eur")[:until] - plain.hub("cash_eur")[:until]
    assert gained == pytest.approx(np.cumsum(relieved.paid("rent_relief")[:until]))
    assert (gained > 0.0).all()


def test_a_building_of_ones_own_costs_no_rent() -> None:
    assert not empty(building="own", may_downsize=False).hub("rent_eur").any()
    assert not empty(building="own", opening_cash_eur=1e6).hub("notice_eur").any()
    assert empty(building="own", rent_eur_m2=9.0).prepared.specs.rent_eur_m2[0] == 0.0


@pytest.mark.parametrize("arrears", [0, 7, 40])
@pytest.mark.parametrize("share", [0.3, 1.0])
def test_a_grant_for_works_is_never_working_capital(arrears: int, share: float) -> None:
    """Cash differs only by what the works cost less in debt; the grant itself never reaches it."""
    figures = hub(works_eur=80_000.0, opening_cash_eur=60_000.0, may_downsize=False, founders=2.0)
    plain = run(case(figures, **FROZEN))
    block = with_values(BLOCKS["capex_grant"], share=share, arrears_months=arrears)
    granted = run(case(figures, blocks=[block], **FROZEN))
    assert (granted.hub("subsidy_eur") == 0.0).all()
    saved = plain.hub("debt_eur") - granted.hub("debt_eur")
    until = _first_difference(plain, granted)
    assert until >= 6
    assert (granted.hub("cash_eur") - plain.hub("cash_eur"))[:until] == pytest.approx(np.cumsum(saved)[:until])
    grant = share * 80_000.0
    instalment = plain.hub("debt_eur")[0] * (1.0 - share)
    bridge = grant * CATALOGUE["loan_rate"].default / 12.0  # interest until the grant arrives
    expected = np.full(until, instalment)
    expected[:arrears] += bridge
    assert granted.hub("debt_eur")[:until] == pytest.approx(expected)


def test_a_grant_pays_no_more_than_the_works_and_its_cap() -> None:
    figures = hub(works_eur=50_000.0)
    both = [
        with_values(BLOCKS["capex_grant"], share=0.8),
        with_values(BLOCKS["capex_grant"], name="second", share=0.8, payer="municipality"),
    ]
    finished = run(case(figures, blocks=both, months=3))
    assert (finished.paid("capex_grant")[0], finished.paid("second")[0]) == pytest.approx((40_000.0, 10_000.0))
    assert finished.hub("debt_eur")[0] == 0.0
    assert run(case(figures, blocks=[with_values(both[0], cap_eur=7_000.0)], months=3)).paid("capex_grant")[0] == 7_000.0


def test_rent_rises_with_a_shock_for_its_months() -> None:
    finished = empty(blocks=({"type": "rent", "factor": 1.5, "start": 2, "end": 4},), may_downsize=False, opening_cash_eur=1e6)
    assert list(finished.hub("rent_eur")[:6] / finished.hub("rent_eur")[0]) == pytest.approx([1, 1, 1.5, 1.5, 1, 1])


def test_default_cash_and_credit_are_months_offixed_cost() -> None:
    finished = run(case(hub(desks=14, offices=6), months=2))
    plan = finished.prepared.specs[0]
    assert plan.opening_cash_eur == pytest.approx(CATALOGUE["opening_cash_months"].default * fixed_cost(finished))
    assert plan.credit_eur == pytest.approx(CATALOGUE["credit_months"].default * fixed_cost(finished))


def test_writing_the_defaults_changes_nothing() -> None:
    plain = run(case(hub()))
    plan = plain.prepared.specs[0]
    written = hub(
        rent_eur_m2=7.5,
        utilities_eur_m2=2.0,
        host_fte=0.5,
        host_cost_eur=2_600.0,
        events_per_month=1.0,
        works_eur=46_500.0,
        opening_cash_eur=float(plan.opening_cash_eur),
        credit_eur=float(plan.credit_eur),
        founders=float(plan.founders),
        m2=8 * 12 + 18.0,
        prices={"day": 15.0, "flex": 100.0, "fixed": 190.0, "office": 320.0},
    )
    assert_same(plain, run(case(written)))
