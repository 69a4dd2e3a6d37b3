"""Outcomes by hand, each hub by itself and together, and which way each of them is better."""

import numpy as np
import pytest

from experiments.outcomes.at_age import series_at
from experiments.outcomes.measures import MEASURES, answers, break_even_age, evaluate, parts, unknown, with_pooled_ratios
from model.names import AGREEMENT_ENDED, CLOSED, DOWNSIZED, FIELDS, OPEN, OTHER_ENDING, OUT_OF_CASH, PLANNED, WOUND_DOWN
from model.series import HUB_COLUMN, HUB_SERIES
from tests.experiments.stand_ins import MakeStack

LESS_IS_BETTER = {
    *(f"{name}_{age}" for name in ("closed", "shrunk_or_closed", "in_deficit") for age in (24, 36, 60)),
    "closed_final", "closed_out_of_cash", "closed_wound_down",
    "closed_agreement_ended", "closed_other", "shrunk_or_closed_final", "months_to_break_even", "churn_monthly",
    "churn_flex", "churn_fixed", "churn_employees", "minutes_mean", "public_eur", "owner_eur", "public_eur_per_member_month", "left",
}  # fmt: skip
NEITHER = {
    "hubs_opened", "full_time_equivalents", "fixed_share", "within_30", "collaborations_across_fields", "own_field_share",
    "word_of_mouth_share", "moved_in", "tenants_micro_share", "advised_micro_share", "vouchers_taken", "pots_used", "needs_outside",
}  # fmt: skip
HEADLINES = {
    "members_24", "desk_use_24", "viable_24", "closed_24", "members_36", "viable_36", "shrunk_or_closed_36", "cash_36", "viable_60",
    "member_months", "churn_monthly", "collaboration_share_first_year", "collaborations", "public_eur",
}  # fmt: skip


def test_which_way_each_outcome_is_better_and_which_are_shown_first() -> None:
    assert {measure.name for measure in MEASURES.values() if measure.better < 0} == LESS_IS_BETTER
    assert {measure.name for measure in MEASURES.values() if measure.better == 0} == NEITHER
    assert {measure.better for measure in MEASURES.values()} == {-1, 0, 1}
    assert {measure.name for measure in MEASURES.values() if measure.headline} == HEADLINES
    only_asked = {"follow_on", "income_uplift_eur", "revenue_uplift_eur", "left", "returned"}
    assert {measure.name for measure in MEASURES.values() if measure.scenario_only} == only_asked
    assert {measure.age for measure in MEASURES.values()} == {None, 24, 36, 60}
    assert len(MEASURES) == len(list(MEASURES)) == len({measure.label for measure in MEASURES.values()})


def _by_month(first: list[float], second: list[float]) -> np.ndarray:
    return np.stack([first, second], axis=1)[None]


def _flat(first: float, second: float, months: int = 4) -> np.ndarray:
    return _by_month([first] * months, [second] * months)


_SUMMED = {
    "collaborations_person_person": "new_person_person", "projects": "projects", "projects_partner": "projects_partner",
    "moved_in": "moved_in", "follow_on": "follow_on", "advised_final": "advised", "owner_eur": "owner_eur",
    "vouchers_taken": "vouchers_taken", "member_months": "members",
}  # fmt: skip
_LAST = {
    "members_final": "members", "cash_final": "cash_eur", "tenants_final": "tenants", "clients_final": "clients", "aware_final": "aware",
}  # fmt: skip


@pytest.mark.parametrize("name", [*_SUMMED, *_LAST])
def test_what_is_added_up_over_months_and_what_is_looked_at_in_the_last(name: str, make_stack: MakeStack) -> None:
    stack = make_stack(opens=(0, 0), desks=(4.0, 4.0), **{(_SUMMED | _LAST)[name]: _by_month([1, 2, 3, 5], [10, 10, 20, 30])})
    assert evaluate(MEASURES[name], stack)[0].tolist() == ([81, 11, 70] if name in _SUMMED else [35, 5, 30])


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [
        ("tenants_micro_share", "tenants_micro", "tenants"), ("advised_micro_share", "advised_micro", "advised"),
        ("word_of_mouth_share", "joins_word_of_mouth", "joins"), ("collaborations_across_fields", "new_different", "new_person_firm"),
        ("churn_employees", "leaves_employees", "employees"),
    ],
)  # fmt: skip
def test_shares_are_pooled_over_months_and_hubs(name: str, part: str, whole: str, make_stack: MakeStack) -> None:
    """Of forty in each of ten months in the first hub, one in four months; of ten in the second, two."""
    some = [0.0] * 6 + [1.0] * 4
    stack = make_stack(opens=(0, 0), desks=(4.0, 4.0), **{
        part: _by_month(some, [2 * value for value in some]), whole: _by_month(*([number] * 10 for number in (40.0, 10.0))),
    })  # fmt: skip
    months = 4 if name.startswith("churn") else 10
    assert evaluate(MEASURES[name], stack)[0] == pytest.approx([12 / (50 * months), 4 / (40 * months), 8 / (10 * months)])


def test_founders_were_not_told_by_anybody(make_stack: MakeStack) -> None:
    stack = make_stack(joins=np.full((1, 4), 5.0), joins_founding=np.array([[5.0, 1, 0, 0]]), joins_word_of_mouth=np.full((1, 4), 2.0))
    assert evaluate(MEASURES["word_of_mouth_share"], stack)[0, 0] == pytest.approx(8 / 14)


def test_means_over_members_are_weighed_by_them(make_stack: MakeStack) -> None:
    stack = make_stack(
        opens=(0, 0), desks=(4.0, 4.0), members=_by_month([10, 20], [0, 30]), minutes=_by_month([10, 40], [99, 20]),
        within_30=_flat(1, 0.5, 2),
    )  # fmt: skip
    assert evaluate(MEASURES["minutes_mean"], stack)[0] == pytest.approx([(100 + 800 + 600) / 60, 30, 20])
    assert evaluate(MEASURES["within_30"], stack)[0] == pytest.approx([0.75, 1, 0.5])


def test_members_of_the_field_a_hub_is_meant_for(make_stack: MakeStack) -> None:
    stack = make_stack(
        opens=(0, 0, 0), desks=(4.0, 4.0, 4.0), members=np.array([[[9.0, 9, 9], [10, 20, 30]]]),
        **{f"members_{FIELDS[1]}": np.array([[[9.0, 9, 9], [3, 5, 7]]]), f"members_{FIELDS[0]}": np.array([[[9.0, 9, 9], [1, 6, 8]]])},
    )  # fmt: skip
    stack.fields[:] = [-1, 1, 0]
    found = evaluate(MEASURES["own_field_share"], stack)[0]
    assert found == pytest.approx([13 / 50, np.nan, 0.25, 8 / 30], nan_ok=True)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("closed_out_of_cash", OUT_OF_CASH), ("closed_wound_down", WOUND_DOWN), ("closed_agreement_ended", AGREEMENT_ENDED),
        ("closed_other", OTHER_ENDING),
    ],
)  # fmt: skip
def test_why_hubs_closed_by_the_end(name: str, reason: int, make_stack: MakeStack) -> None:
    states = [[OPEN] * 4, [OPEN, OPEN, OPEN, CLOSED], [OPEN, CLOSED, CLOSED, CLOSED], [OPEN, DOWNSIZED, DOWNSIZED, DOWNSIZED]]
    other = OUT_OF_CASH if reason != OUT_OF_CASH else WOUND_DOWN
    stack = make_stack(
        opens=(0,) * 4, desks=(4.0,) * 4, state=np.array(states, dtype=float).T[None],
        reason=np.broadcast_to([0.0, reason, other, reason], (1, 4, 4)),
    )  # fmt: skip
    assert evaluate(MEASURES[name], stack)[0].tolist() == [0.25, 0, 1, 0, 0]
    assert evaluate(MEASURES["closed_final"], stack)[0].tolist() == [0.5, 0, 1, 1, 0]
    assert evaluate(MEASURES["shrunk_or_closed_final"], stack)[0].tolist() == [0.75, 0, 1, 1, 1]
    assert evaluate(MEASURES["hubs_opened"], stack)[0].tolist() == [4, 1, 1, 1, 1]
    assert evaluate(MEASURES["hubs_running_final"], stack)[0].tolist() == [2, 1, 0, 0, 1]


@pytest.mark.parametrize(("month", "in_deficit"), [(12, 0), (13, 1), (24, 1), (25, 0)])
def test_a_year_to_month_24_begins_with_month_13(month: int, in_deficit: int, make_stack: MakeStack) -> None:
    lost = np.where(np.arange(1, 31) == month, -1_000.0, 0.0)[None]
    assert evaluate(MEASURES["in_deficit_24"], make_stack(net_eur=lost, fees_eur=np.full((1, 30), 10.0)))[0, 0] == in_deficit


def test_a_hub_that_is_planned_has_not_opened(make_stack: MakeStack) -> None:
    stack = make_stack(opens=(0, 9), desks=(4.0, 4.0), state=_flat(OPEN, PLANNED))
    assert evaluate(MEASURES["hubs_opened"], stack)[0].tolist() == [1, 1, 0]
    assert evaluate(MEASURES["hubs_running_final"], stack)[0].tolist() == [1, 1, 0]


def test_most_members_and_viability_at_the_end(make_stack: MakeStack) -> None:
    members = np.r_[np.arange(1, 13), np.full(24, 5.0)][None]
    stack = make_stack(members=members, cash_eur=np.zeros((1, 36)))
    assert evaluate(MEASURES["members_peak_24"], stack)[0, 0] == 12
    assert evaluate(MEASURES["members_peak_10"], stack)[0, 0] == 10
    assert evaluate(MEASURES["viable_final"], stack)[0, 0] == 1
    assert evaluate(MEASURES["viable_final"], make_stack(members=members - 0.5))[0, 0] == 0


def test_a_run_of_exactly_three_months_can_break_even_and_a_shorter_one_cannot(make_stack: MakeStack) -> None:
    assert break_even_age(make_stack(net_eur=[[-1.0, 0.0, 1.0]])).tolist() == [[3.0]]
    assert np.isnan(break_even_age(make_stack(net_eur=[[5.0, 5.0]]))).all()
    three = break_even_age(make_stack(opens=(0, 1), desks=(1.0, 1.0), net_eur=_by_month([-9, 3, 3, 3, 3], [0, -1, -1, 2, 2])))
    assert three.tolist() == [[4.0, 3.0]]


def test_pots_without_limit_or_content_are_no_pots(make_stack: MakeStack) -> None:
    stack = make_stack(members=np.ones((2, 3)))
    stack.public[1, :, 0, 0] = 5.0
    assert evaluate(MEASURES["pots_used"], stack)[:, 0].tolist() == [0, 0.15]
    empty = make_stack(members=np.ones((2, 3)))
    object.__setattr__(empty, "instrument_pots", (0.0,))
    assert np.isnan(evaluate(MEASURES["pots_used"], empty)).all()


def test_parts_of_a_ratio_and_what_is_none(make_stack: MakeStack) -> None:
    stack = make_stack(opens=(0, 0), desks=(4.0, 4.0), fixed=_flat(1, 3), flex=_flat(1, 1))
    found = parts(MEASURES["fixed_share"], stack)
    assert found is not None
    assert (found.top[0].tolist(), found.bottom[0].tolist()) == ([16, 4, 12], [24, 8, 16])
    assert parts(MEASURES["members_final"], stack) is None
    chosen = [MEASURES["members_final"], MEASURES["fixed_share"]]
    values = np.stack([evaluate(measure, stack) for measure in chosen], axis=1)
    meant = with_pooled_ratios(chosen, values, stack)
    assert meant[:, 0].tolist() == values[:, 0].tolist()
    assert meant[0, 1] == pytest.approx([16 / 24, 0.5, 0.75])
    assert values is not meant


def test_a_ratio_is_pooled_over_replicates_where_its_mean_is_meant(make_stack: MakeStack) -> None:
    """Of 1 in 2 and of 0 in 6 the mean share is a quarter, and the pooled one an eighth."""
    stack = make_stack(fixed=np.array([[1.0], [0]]), flex=np.array([[1.0], [6]]))
    values = evaluate(MEASURES["fixed_share"], stack)[:, None]
    assert values.mean() == 0.25
    assert with_pooled_ratios([MEASURES["fixed_share"]], values, stack).mean(axis=0)[0] == pytest.approx([1 / 8, 1 / 8])


@pytest.mark.parametrize("name", ["members_final", "fixed_share", "viable_final", "runway_months_at_1"])
def test_a_lone_hub_is_all_hubs(name: str, make_stack: MakeStack) -> None:
    stack = make_stack(members=np.full((2, 1), 6.0), fixed=np.full((2, 1), 6.0), runway_months=np.full((2, 1), 7.0))
    found = evaluate(MEASURES[name], stack)
    assert found[:, 0].tolist() == found[:, 1].tolist() == {"members_final": [6, 6], "runway_months_at_1": [7, 7]}.get(name, [1, 1])


def test_a_ratio_over_nothing_has_no_value(make_stack: MakeStack) -> None:
    stack = make_stack(opens=(0, 0), desks=(4.0, 4.0), fixed=_flat(0, 3), flex=_flat(0, 1))
    stack.public[:, :, 0, 0] = 10.0
    found = evaluate(MEASURES["public_eur_per_member_month"], stack)[0]
    assert np.isnan(found).all(), "money for nobody is no ratio"


def test_when_a_run_is_long_enough() -> None:
    assert answers(MEASURES["members_24"], 24) and not answers(MEASURES["members_24"], 23)
    assert answers(MEASURES["members_24"], 30, (6, 9)) and not answers(MEASURES["members_24"], 30, (7, 9))
    assert answers(MEASURES["members_final"], 1, (5,))


def test_names_that_are_none() -> None:
    assert "did you mean 'members_24'?" in unknown("memebrs_24")
    assert "did you mean 'something'?" in unknown("somethink", ["something"])
    assert unknown("xyzxyz").startswith("unknown outcome 'xyzxyz'; experiments/outcomes/measures.py lists them")
    with pytest.raises(KeyError, match="no_such"):
        MEASURES["no_such"]


def test_a_mean_of_a_month_of_life_is_weighed_as_its_series_says(make_stack: MakeStack) -> None:
    stack = make_stack(opens=(0, 0), desks=(4.0, 4.0), members=_by_month([1, 10], [1, 30]), minutes=_by_month([9, 10], [9, 20]))
    assert evaluate(series_at(HUB_SERIES[HUB_COLUMN["minutes"]], 2), stack)[0] == pytest.approx([17.5, 10, 20])
    assert evaluate(series_at(HUB_SERIES[HUB_COLUMN["members"]], 2), stack)[0] == pytest.approx([40, 10, 30])
