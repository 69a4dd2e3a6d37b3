"""Outcomes at any age: every monthly series in a month of life, what tables show at other ages, and profit over a year of life."""

import numpy as np
import pytest

from experiments.outcomes.at_age import BALANCED
from experiments.outcomes.measures import MEASURES, evaluate, unknown
from experiments.outcomes.stacks import Stack
from model.names import AGREEMENT_ENDED, CLOSED, LOW_RUNWAY, NO_REASON, OPEN, OTHER_ENDING, OUT_OF_CASH, WOUND_DOWN
from model.scenario import Scenario
from model.series import HUB_COLUMN, HUB_SERIES, Series
from tests.experiments.stand_ins import MakeStack, results_of

every_series = pytest.mark.parametrize("series", HUB_SERIES, ids=lambda series: series.name)
OPENS, MONTHS = (0, 4), 24


def _random(make_stack: MakeStack, opens: tuple[int, ...] = OPENS) -> Stack:
    rng = np.random.default_rng(len(opens))
    hubs = len(opens)
    stack = make_stack(opens=opens, desks=tuple(10.0 + 15 * hub for hub in range(hubs)), members=np.ones((3, MONTHS, hubs)))
    states = stack.series("state").copy()
    stack.hub[:] = rng.uniform(1, 9, stack.hub.shape)
    stack.hub[HUB_COLUMN["state"]] = states
    return stack


@every_series
def test_each_hub_has_its_own_value_of_its_own_month_of_life(series: Series, make_stack: MakeStack) -> None:
    stack = _random(make_stack)
    found = evaluate(MEASURES[f"{series.name}_at_7"], stack)
    np.testing.assert_allclose(found[:, 1], stack.series(series.name)[:, 6, 0], rtol=1e-12)
    np.testing.assert_allclose(found[:, 2], stack.series(series.name)[:, 10, 1], rtol=1e-12)


@every_series
def test_hubs_that_open_together_make_what_the_curves_show(series: Series, make_stack: MakeStack) -> None:
    stack = _random(make_stack, (0, 0, 0))
    found = evaluate(MEASURES[f"{series.name}_at_7"], stack)[:, 0]
    if series.together == "apart":
        assert np.isnan(found).all()
    else:
        np.testing.assert_allclose(found, stack.together(series.name)[:, 6], rtol=1e-12)


@every_series
def test_a_lone_hub_speaks_for_all(series: Series, make_stack: MakeStack) -> None:
    found = evaluate(MEASURES[f"{series.name}_at_24"], _random(make_stack, (0,)))
    np.testing.assert_array_equal(found[:, 0], found[:, 1])


@every_series
def test_a_hub_not_followed_so_long_has_no_value(series: Series, make_stack: MakeStack) -> None:
    found = evaluate(MEASURES[f"{series.name}_at_22"], _random(make_stack))
    assert np.isnan(found[:, 2]).all()
    if series.together != "apart":
        np.testing.assert_array_equal(found[:, 0], found[:, 1])  # the other hub alone


@pytest.mark.parametrize("name", ["members", "members_peak", "desk_use", "viable", "closed", "cash", "in_profit"])
def test_what_tables_show_is_known_at_any_age(name: str, make_stack: MakeStack) -> None:
    at_18, at_24 = MEASURES[f"{name}_18"], MEASURES[f"{name}_24"]
    assert (at_18.age, at_18.unit, at_18.better) == (18, at_24.unit, at_24.better)
    stack = _random(make_stack)
    assert evaluate(at_18, stack).shape == (3, 3)
    if name == "members":
        np.testing.assert_array_equal(evaluate(at_18, stack), evaluate(MEASURES["members_at_18"], stack))


def test_other_ages_are_found_and_not_listed() -> None:
    assert {measure.age for measure in MEASURES.values()} == {None, 24, 36, 60}
    assert "members_18" in MEASURES and "members_18" not in list(MEASURES)
    assert MEASURES["within_30"].age is None and MEASURES["within_30_at_12"].age == 12
    for wrong in ("members_0", "members_018", "days_18", "days_at", "days_at_0", "joy_at_12", "members_at_1000", "left_at_12"):
        assert wrong not in MEASURES, wrong


def test_a_misspelt_name_is_answered_at_its_age() -> None:
    assert unknown("ocasional_at_18") == "unknown outcome 'ocasional_at_18'; did you mean 'occasional_at_18'?"
    assert unknown("member_18") == "unknown outcome 'member_18'; did you mean 'members_18'?"


def test_results_and_differences_take_them(scenario: Scenario, make_stack: MakeStack) -> None:
    few, many = (make_stack(members=np.full((2, 24), number), days=np.full((2, 24), 10 * number)) for number in (3.0, 5.0))
    results = results_of(scenario, baseline=few, voucher=many)
    assert results.values("days_at_18").tolist() == [30, 30]
    row = results.contrast("voucher").row("members_18")
    assert (row.baseline, row.policy, row.difference, row.unit) == (3, 5, 2, "members")
    assert [row.outcome for row in results.contrast("voucher").rows(["all"], ["days_at_7", "members_24"])] == ["days_at_7", "members_24"]
    assert not results.answers("days_at_25") and not results.answers("joy")
    with pytest.raises(KeyError, match="needs a longer run"):
        results.values("days_at_25")


def _year(make_stack: MakeStack, income: float, net: float, closes: int = MONTHS) -> Stack:
    lived = np.arange(MONTHS) < closes
    return make_stack(
        fees_eur=[np.where(lived, income / 2, 0)], subsidy_eur=[np.where(lived, income / 2, 0)], net_eur=[np.where(lived, net, 0)],
        state=[np.where(lived, OPEN, CLOSED)],
    )


@pytest.mark.parametrize(("share", "profit", "deficit"), [(1.5, 1, 0), (0.5, 0, 0), (-0.5, 0, 0), (-1.5, 0, 1)])
def test_a_hub_is_in_profit_balanced_or_in_deficit(share: float, profit: int, deficit: int, make_stack: MakeStack) -> None:
    stack = _year(make_stack, 1000.0, share * BALANCED * 1000.0)
    assert [evaluate(MEASURES[f"in_{what}_24"], stack)[0, 0] for what in ("profit", "deficit")] == [profit, deficit]


def test_a_closed_hub_is_in_neither_and_only_the_last_year_counts(make_stack: MakeStack) -> None:
    closed = _year(make_stack, 1000.0, 500.0, closes=20)
    assert [evaluate(MEASURES[name], closed)[0, 0] for name in ("in_profit_20", "in_profit_24", "in_deficit_24")] == [1, 0, 0]
    turned = make_stack(opens=(2,), fees_eur=np.full((1, 26), 100.0), net_eur=[[0, 0] + [-90.0] * 12 + [20.0] * 12])
    assert [evaluate(MEASURES[f"in_profit_{age}"], turned)[0, 0] for age in (12, 22, 24)] == [0, 0, 1]
    assert np.isnan(evaluate(MEASURES["in_profit_25"], turned)).all()


def test_the_reasons_of_closing_add_up_to_the_closures(make_stack: MakeStack) -> None:
    reasons = [NO_REASON, LOW_RUNWAY, OUT_OF_CASH, WOUND_DOWN, OTHER_ENDING, AGREEMENT_ENDED]
    states = [OPEN, OPEN, CLOSED, CLOSED, CLOSED, CLOSED]
    stack = make_stack(state=[[state] for state in states], reason=[[reason] for reason in reasons])
    closings = [name for name in MEASURES if name.startswith("closed_") and MEASURES[name].age is None and name != "closed_final"]
    by_reason = {name: evaluate(MEASURES[name], stack)[:, 0] for name in closings}
    np.testing.assert_array_equal(sum(by_reason.values()), evaluate(MEASURES["closed_final"], stack)[:, 0])
    assert by_reason["closed_out_of_cash"].tolist() == [0, 0, 1, 0, 0, 0]
    assert by_reason["closed_wound_down"].tolist() == [0, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("member18", "members_18"), ("viable36", "viable_36"), ("members-24", "members_24"), ("days18", "days_at_18"),
     ("close_24", "closed_24"), ("collaboration", "collaborations"), ("cash_07", "cash_7")],
)  # fmt: skip
def test_a_misspelt_outcome_is_looked_for_at_its_own_age(written: str, meant: str) -> None:
    assert unknown(written).endswith(f"did you mean '{meant}'?")
