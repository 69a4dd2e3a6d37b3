from dataclasses import replace

import numpy as np
import pytest

from experiments.outcomes.measures import AGES, MEASURES, break_even_age, evaluate, measures_for
from experiments.outcomes.stacks import Stack
from model.names import CLOSED, DOWNSIZED, OPEN, PLANNED
from model.series import HUB_COLUMN, HUB_SERIES, TOWN_COLUMN
from tests.experiments.stand_ins import MakeStack


def value(name: str, stack: Stack) -> float:
    return float(evaluate(MEASURES[name], stack)[0, 0])


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_every_outcome_is_documented(measure) -> None:
    for text in (measure.label, measure.meaning, measure.unit):
        assert text.strip()
    assert measure.meaning.endswith(".")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_every_outcome_has_a_value_for_each_replicate_and_hub(measure, make_stack: MakeStack) -> None:
    stack = make_stack(opens=(0, 3), desks=(10.0, 5.0), members=np.full((3, 60, 2), 20.0), veterans=np.full((3, 60, 2), 10.0))
    found = evaluate(measure, stack)
    assert found.shape == (3, 3)
    if measure.kind != "number":
        assert ((found >= 0) & (found <= 1) | np.isnan(found)).all()
    if measure.total == "town":
        assert np.isnan(found[:, 1:]).all()


def test_ages_beyond_the_run_are_left_out() -> None:
    assert {measure.age for measure in measures_for(40)} == {None, 24, 36}
    assert {measure.age for measure in measures_for(40, (10,))} == {None, 24}
    assert {measure.age for measure in measures_for(12)} == {None}
    assert {measure.age for measure in measures_for(60)} == {None, *AGES}


def test_pots_used_are_what_was_paid_of_them_by_hub(make_stack: MakeStack) -> None:
    stack = make_stack(opens=(0, 0), desks=(10.0, 5.0), vouchers_taken=np.full((1, 12, 2), 2.0))
    stack.public[0, 3, 0] = [30.0, 10.0]
    assert evaluate(MEASURES["pots_used"], stack)[0] == pytest.approx([0.4, 0.3, 0.1])
    assert evaluate(MEASURES["vouchers_taken"], stack)[0].tolist() == [48.0, 24.0, 24.0]
    assert np.isnan(value("pots_used", replace(stack, instrument_pots=(np.inf,))))


def test_age_counts_from_the_hubs_opening(make_stack: MakeStack) -> None:
    months = np.arange(40.0)
    members = np.stack([months, 100 + months], axis=1)[None]
    stack = make_stack(opens=(0, 10), desks=(1.0, 1.0), members=members)
    found = evaluate(MEASURES["members_24"], stack)[0]
    assert found.tolist() == [23 + 133, 23, 133]  # the end of the 24th month of each: months 23 and 33 of the run


def test_a_hub_not_followed_so_long_has_no_value(make_stack: MakeStack) -> None:
    stack = make_stack(opens=(0, 20), desks=(1.0, 1.0), members=np.full((1, 40, 2), 7.0))
    found = evaluate(MEASURES["members_24"], stack)[0]
    assert found[:2].tolist() == [7, 7]
    assert np.isnan(found[2])


def _life(*months: tuple[int, int]) -> np.ndarray:
    """States by (state, how many months)."""
    return np.concatenate([np.full(length, state) for state, length in months])[None]


def test_closing_and_shrinking_are_remembered(make_stack: MakeStack) -> None:
    grown_again = make_stack(state=_life((OPEN, 5), (DOWNSIZED, 5), (OPEN, 50)))
    assert value("shrunk_or_closed_24", grown_again) == 1
    assert value("closed_60", grown_again) == 0
    closed = make_stack(state=_life((OPEN, 30), (CLOSED, 30)))
    assert [value(f"closed_{age}", closed) for age in AGES] == [0, 1, 1]
    assert [value(f"shrunk_or_closed_{age}", closed) for age in AGES] == [0, 1, 1]


@pytest.mark.parametrize(
    ("members", "cash", "state", "viable"),
    [(5, 0, OPEN, 1), (5, 0, DOWNSIZED, 1), (4, 0, OPEN, 0), (5, -1, OPEN, 0), (5, 0, CLOSED, 0), (9, 9, PLANNED, 0)],
)
def test_viable_means_open_solvent_and_half_full(make_stack: MakeStack, members: int, cash: int, state: int, viable: int) -> None:
    shape = (1, 24)
    stack = make_stack(members=np.full(shape, members), cash_eur=np.full(shape, cash), state=np.full(shape, state))
    assert value("viable_24", stack) == viable
    assert value("viable_final", stack) == viable


def test_desk_use_of_a_closed_hub_is_zero(make_stack: MakeStack) -> None:
    stack = make_stack(desk_use=np.full((1, 24), 0.5), state=_life((OPEN, 20), (CLOSED, 4)))
    assert value("desk_use_24", stack) == 0


def test_offices_let_are_those_of_the_opening_and_nothing_where_there_are_none(make_stack: MakeStack) -> None:
    given_up = np.array([[6.0] * 12 + [2.0] * 12])
    assert value("offices_let_24", make_stack(offices=given_up, offices_let=np.full((1, 24), 2.0))) == pytest.approx(1 / 3)
    assert np.isnan(value("offices_let_24", make_stack(offices=np.zeros((1, 24)), offices_let=np.zeros((1, 24)))))


def test_break_even_is_the_first_three_months_that_do_not_lose(make_stack: MakeStack) -> None:
    assert break_even_age(make_stack(net_eur=[[-5, -5, -5, 4, 4, 4]])).tolist() == [[5]]
    assert break_even_age(make_stack(net_eur=[[-5, -5, 10, -9, -9, -9]])).tolist() == [[3]]
    assert np.isnan(break_even_age(make_stack(net_eur=[[-5, -5, 9, -9, -9, -9]]))).all()
    assert np.isnan(break_even_age(make_stack(net_eur=[[5, 5]]))).all()  # three months are needed


def test_break_even_of_a_late_hub_counts_from_its_opening(make_stack: MakeStack) -> None:
    stack = make_stack(opens=(4,), net_eur=[[0, 0, 0, 0, 1, 1, 1, 1]])
    assert break_even_age(stack).tolist() == [[3]]


def test_a_closed_hub_does_not_break_even_by_standing_still(make_stack: MakeStack) -> None:
    stack = make_stack(net_eur=[[-5.0] * 6 + [0.0] * 6], state=_life((OPEN, 6), (CLOSED, 6)))
    assert np.isnan(break_even_age(stack)).all()
    assert value("breaks_even", stack) == 0
    assert np.isnan(value("months_to_break_even", stack))


def test_churn_is_leavers_over_those_present_before_after_six_months(make_stack: MakeStack) -> None:
    leaves = np.zeros((1, 12))
    leaves[0, 3] = 9  # too early to count
    leaves[0, 8] = 2
    stack = make_stack(members=np.full((1, 12), 10.0), leaves=leaves)
    assert value("churn_monthly", stack) == pytest.approx(2 / (6 * 10))  # months 7 to 12, ten members before each


def test_churn_leaves_closures_out(make_stack: MakeStack) -> None:
    leaves = np.zeros((1, 12))
    leaves[0, 9] = 10
    members = np.where(np.arange(12) < 9, 10.0, 0.0)[None]
    stack = make_stack(members=members, leaves=leaves, state=_life((OPEN, 9), (CLOSED, 3)))
    assert value("churn_monthly", stack) == 0


def test_churn_by_plan(make_stack: MakeStack) -> None:
    ones = np.ones((1, 8))
    stack = make_stack(flex=10 * ones, fixed=4 * ones, tenants=ones, leaves_flex=ones, leaves_fixed=ones, employees=2 * ones)
    assert value("churn_flex", stack) == pytest.approx(0.1)
    assert value("churn_fixed", stack) == pytest.approx(0.2)
    assert value("churn_employees", stack) == 0


def test_days_and_desks_of_users(make_stack: MakeStack) -> None:
    ones = np.ones((1, 6))
    stack = make_stack(members=15 * ones, occasional=5 * ones, flex=10 * ones, fixed=4 * ones, tenants=ones, days=110 * ones)
    assert value("full_time_equivalents", stack) == pytest.approx(110 / (20 * 22))
    assert value("fixed_share", stack) == pytest.approx(4 / 14)


def test_collaboration_share_counts_first_years_in_hubs_of_fifteen(make_stack: MakeStack) -> None:
    members = np.array([[20.0] * 14 + [14.0] * 4])
    veterans = np.full((1, 18), 10.0)
    linked = np.array([[9.0] * 11 + [5.0] * 3 + [9.0] * 4])
    stack = make_stack(members=members, veterans=veterans, veterans_linked=linked)
    assert value("collaboration_share_first_year", stack) == pytest.approx(0.5)  # months 12 to 14 only
    small = make_stack(members=members * 0.5, veterans=veterans, veterans_linked=linked)
    assert np.isnan(value("collaboration_share_first_year", small))


def test_hubs_are_pooled_in_ratios_and_averaged_in_yes_or_no(make_stack: MakeStack) -> None:
    ones = np.ones((1, 24))
    two = {"members": np.stack([30 * ones, 10 * ones], axis=2), "minutes": np.stack([10 * ones, 30 * ones], axis=2)}
    state = np.stack([_life((OPEN, 24)), _life((OPEN, 12), (CLOSED, 12))], axis=2)
    stack = make_stack(opens=(0, 0), desks=(1.0, 1.0), state=state, **two)
    assert evaluate(MEASURES["minutes_mean"], stack)[0].tolist() == [15, 10, 30]
    assert evaluate(MEASURES["closed_24"], stack)[0].tolist() == [0.5, 0, 1]
    assert evaluate(MEASURES["members_24"], stack)[0].tolist() == [40, 30, 10]


def test_collaborations_add_up_by_kind(make_stack: MakeStack) -> None:
    ones = np.ones((1, 5))
    stack = make_stack(new_person_person=ones, new_person_firm=2 * ones, new_firm_firm=3 * ones, new_different=3 * ones)
    assert value("collaborations", stack) == 30
    assert [value(f"collaborations_{kind}", stack) for kind in ("person_person", "person_firm", "firm_firm")] == [5, 10, 15]
    assert value("collaborations_across_fields", stack) == 0.5


def test_public_money_is_what_instruments_paid(make_stack: MakeStack) -> None:
    stack = make_stack(members=np.full((2, 4), 5.0))
    stack.public[0, :, 0, 0] = 50.0
    assert evaluate(MEASURES["public_eur"], stack)[:, 0].tolist() == [200, 0]
    assert evaluate(MEASURES["public_eur_per_member_month"], stack)[:, 0].tolist() == [10, 0]


@pytest.mark.parametrize("name", ["left", "returned", "co2_kg_avoided", "income_uplift_eur", "revenue_uplift_eur", "needs_outside"])
def test_outcomes_of_towns_are_summed_over_the_run(name: str, make_stack: MakeStack) -> None:
    stack = make_stack(members=np.zeros((1, 6)))
    stack.town[TOWN_COLUMN[name]] = 2.0
    assert value(name, stack) == 12


def test_a_stack_in_single_precision_gives_the_same_answers(make_stack: MakeStack) -> None:
    rng = np.random.default_rng(1)
    double = make_stack(**{series.name: rng.uniform(0, 50, (4, 60)) for series in HUB_SERIES if series.name not in {"state", "desks"}})
    single = Stack(**{**vars(double), "hub": double.hub.astype(np.float32)})
    for measure in measures_for(60):
        np.testing.assert_allclose(evaluate(measure, single), evaluate(measure, double), rtol=1e-5, atol=1e-3)
    assert double.series("members") is not None
    assert HUB_COLUMN["members"] == 0
