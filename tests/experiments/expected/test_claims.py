"""Known answers: each way of reading a number, on runs written by hand."""

import math
from collections import UserDict
from dataclasses import replace

import numpy as np
import pytest

from experiments.expected import contradictions, readings
from experiments.expected.claims import NOT_RECORDED, Claim, score
from experiments.expected.measured_cases import CASES, SMALL_TOWNS
from experiments.expected.validation import CLAIMS
from model.names import CLOSED, DOWNSIZED, OPEN
from model.series import HUB_COLUMN, TOWN_COLUMN
from tests.experiments.stand_ins import make_stack, results_of


class Written(UserDict):
    """Runs written by hand, by case."""

    def each(self, what, towns):
        return [self[f"{what} {town}"] for town in towns]


def one(stack, case="sondrio"):
    return results_of(CASES[case].scenario(), baseline=stack)


def value_of(key: str, runs) -> float | None:
    return score([claim for claim in CLAIMS if claim.key == key], runs)[0].value


def test_months_of_first_shrinking_spread_from_the_tenth_to_the_ninetieth_percentile() -> None:
    """Hubs that shrink in months 1 to 10; the last one does later than month 36, and counts as month 37."""
    states = [[OPEN] * month + [DOWNSIZED] * (40 - month) for month in (*range(10), 38)]
    runs = Written(sondrio=one(make_stack(members=np.ones((11, 40)), state=states)))
    assert list(readings.changes(runs["sondrio"])) == [*range(1, 11), 39]
    assert value_of("F1 spread", runs) == pytest.approx(10 - 2)
    runs = Written(sondrio=one(make_stack(members=np.ones((2, 40)), state=[[OPEN] * 40, [OPEN] * 36 + [DOWNSIZED] * 4])))
    assert value_of("F1 spread", runs) == 0.0


def test_month_step_and_members_of_the_first_change() -> None:
    """One hub shrinks in month 13 from 14 desks to 7, with 9 members the month before; one closes in month 20 with 3; one goes on."""
    state = np.full((3, 40), OPEN)
    state[0, 12:], state[1, 19:] = DOWNSIZED, CLOSED
    members = np.full((3, 40), 9.0)
    members[1], members[0, 12:] = 3.0, 5.0
    stack = make_stack(members=members, state=state)
    stack.hub[HUB_COLUMN["desks"], 0, :12, 0], stack.hub[HUB_COLUMN["desks"], 0, 12:, 0] = 14.0, 7.0
    runs = Written(sondrio=one(stack))
    assert value_of("F1 month", runs) == pytest.approx(16.5)
    assert value_of("F1 step", runs) == pytest.approx(0.5)
    assert value_of("F1 members", runs) == pytest.approx(6.0)


def test_most_members_that_three_runs_in_ten_reach() -> None:
    members = np.zeros((11, 40))
    members[:, 20] = np.arange(11) * 10
    members[:, 38] = 999  # after month 36
    assert value_of("F2 peak", Written({"pavia alone": one(make_stack(members=members), "pavia alone")})) == pytest.approx(70.0)


def test_losses_by_plan_are_rates() -> None:
    """Of 20 flex members one is lost a month, of 10 fixed and 10 tenants one every other month: twice the rate."""
    stack = make_stack(
        members=np.full((1, 12), 40.0), flex=np.full((1, 12), 20.0), fixed=np.full((1, 12), 10.0), tenants=np.full((1, 12), 10.0),
        leaves_flex=np.ones((1, 12)), leaves_fixed=[[1.0, 0.0] * 6],
    )
    assert value_of("F16 plans", Written({"pavia alone": one(stack)})) == pytest.approx(2.0)


def test_members_that_cover_the_costs() -> None:
    """Ten members pay 1000 and use up 100; rent is 450: five members cover it."""
    stack = make_stack(members=np.full((1, 4), 10.0), fees_eur=np.full((1, 4), 1000.0), variable_eur=np.full((1, 4), 100.0),
                       rent_eur=np.full((1, 4), 450.0))
    stack.hub[HUB_COLUMN["desks"]] = 14.0
    assert value_of("BE large", Written({"break even large": one(stack)})) == pytest.approx(5.0)


def test_a_hub_closed_in_its_first_month_is_closed_in_month_one() -> None:
    stack = make_stack(members=[[0.0, 0.0]], state=[[CLOSED, CLOSED]])
    assert list(readings.closings([one(stack)])) == [1]


def test_yearly_hazard_counts_hub_months_at_risk() -> None:
    """Two hubs, one closed in month 3: it is at risk in months 1 to 3, the other for twelve; one closing in 15 months."""
    assert readings.yearly_hazard(np.array([3, 13]), 0, 12) == pytest.approx(12 / 15)
    assert readings.yearly_hazard(np.array([3, 13]), 3, 12) == 0.0


def test_supported_hubs_that_close_when_support_ends() -> None:
    """Ten hubs a town: one closes in month 40, one in month 20."""
    state = np.full((10, 84), OPEN)
    state[0, 39:] = state[1, 19:] = CLOSED
    runs = Written({f"supported {town}": one(make_stack(members=np.ones((10, 84)), state=state)) for town in SMALL_TOWNS})
    assert value_of("F18 early", runs) == pytest.approx(0.5)
    assert value_of("F18 stock", runs) == pytest.approx(12 * 2 / (8 * 84 + 40 + 20))
    assert value_of("F18 end", runs) == pytest.approx((12 / (8 * 12 + 5)) / (12 * 2 / (8 * 84 + 40 + 20)))


def test_quantiles_of_members_leave_closed_hubs_out() -> None:
    members = np.zeros((4, 36))
    members[:, 17] = [4, 8, 12, 99]
    state = np.full((4, 36), OPEN)
    state[3] = CLOSED
    runs = Written({f"ordinary {town}": one(make_stack(members=members, state=state)) for town in SMALL_TOWNS})
    assert value_of("F17 median", runs) == 8.0


def test_the_densest_full_hub_counts_desk_members_and_no_tenants() -> None:
    full = make_stack(
        members=[[40.0, 99.0]], flex=[[20.0, 30.0]], fixed=[[10.0, 10.0]], tenants=[[10.0, 59.0]], use_of_offered=[[0.96, 0.5]]
    )
    full.hub[HUB_COLUMN["desks"], 0, :, 0] = 20.0, 10.0
    towns = ("sondrio", "lecco", "lodi", "mantova", "cremona", "pavia", "brescia")
    runs = Written({"pavia": one(full), **{f"ordinary {town}": one(full) for town in towns}})
    assert value_of("M3 density", runs) == pytest.approx(30 / 20)


def test_members_that_rivals_take() -> None:
    scenario = CASES["pavia"].scenario()
    alone, beside = (replace(make_stack(members=np.full((2, 60), members)), hub_names=("ticino",)) for members in (50.0, 40.0))
    assert value_of("M5 rivals", Written(pavia=results_of(scenario, baseline=alone, rivals=beside))) == pytest.approx(0.2)


def test_hearing_that_falls_with_distance() -> None:
    """40 of 100 near ones know the hub; of 300 in all 60 do, so 20 of the 200 farther away: a tenth against four tenths."""

    def runs_of(aware: float, people: float):
        stack = make_stack(members=np.ones((1, 24)), aware=np.full((1, 24), aware + 7), aware_firms=np.full((1, 24), 7))
        stack.town[TOWN_COLUMN["residents"]] = people
        return one(stack)

    runs = Written({"pavia to 20 minutes": runs_of(40, 100), "pavia to 40 minutes": runs_of(60, 300)})
    assert value_of("M10 hearing", runs) == pytest.approx(0.1 / 0.4)
    assert value_of("F25", runs) == pytest.approx(0.4)


def test_members_in_proportion_to_people_have_elasticity_one() -> None:
    runs = Written({f"town of {size},000": one(make_stack(members=np.full((2, 24), float(size)))) for size in (5, 15, 80)})
    assert value_of("M16 small", runs) == pytest.approx(1.0)
    assert value_of("M16 large", runs) == pytest.approx(1.0)
    runs["town of 80,000"] = one(make_stack(members=np.full((2, 24), 15.0)))
    assert value_of("M16 large", runs) == pytest.approx(0.0)


def test_offices_are_let_before_desks_are_used() -> None:
    let = make_stack(members=np.ones((2, 24)), tenants=[[5.0] * 24, [4.0] * 24])
    used = make_stack(members=np.ones((4, 24)), desk_use=[[0.9] * 24, *[[0.5] * 24] * 3])
    runs = Written({f"offices {town}": one(let) for town in SMALL_TOWNS} | {f"desks only {town}": one(used) for town in SMALL_TOWNS})
    assert value_of("F20", runs) == pytest.approx(0.5 / 0.25)


def test_a_group_that_holds_and_one_that_melts() -> None:
    held = make_stack(members=[[15.0] * 36, [15.0] * 35 + [10.0]])
    runs = Written({f"group {town}": one(held) for town in ("sondrio", "lodi")})
    runs.update({f"no group {town}": one(make_stack(members=np.full((2, 36), 2.0))) for town in ("sondrio", "lodi")})
    assert value_of("F21 holds", runs) == 0.5
    assert value_of("F21 six", runs) == 13.0
    assert value_of("F21 late", runs) == pytest.approx(12.5 - 2)


def test_profit_and_deficit_of_the_third_year_leave_balanced_hubs_out() -> None:
    net = np.zeros((4, 84))
    net[:, 24:36] = np.array([300.0, 50.0, -50.0, -300.0])[:, None]
    stack = make_stack(members=np.ones((5, 84)), net_eur=np.vstack([net, net[:1]]), fees_eur=np.full((5, 84), 500.0))
    stack.public[:4] = 500.0  # the fifth hub has no public money, and is none of these
    runs = Written({f"supported {town}": one(stack) for town in SMALL_TOWNS})
    assert (value_of("F19 profit", runs), value_of("F19 deficit", runs)) == (0.25, 0.25)


def test_towns_of_f4_in_which_some_but_not_most_close() -> None:
    state = np.full((10, 36), OPEN)
    state[:3, 23] = CLOSED
    some, none = (one(make_stack(members=np.ones((10, 36)), state=states)) for states in (state, np.full((10, 36), OPEN)))
    towns = zip(("sondrio", "lecco", "lodi", "mantova", "cremona"), (some, some, none, none, none), strict=True)
    runs = Written({f"new hub {town}": results for town, results in towns})
    assert value_of("F4 mean", runs) == pytest.approx(0.3 * 2 / 5)
    assert (value_of("F4 lecco", runs), value_of("F4 lodi", runs)) == (0.3, 0.0)


def test_what_the_model_does_not_record_is_said_so() -> None:
    def missing(runs):
        return float(readings.series(runs["sondrio"].stack(), "no_such_series").sum())

    claim = Claim("F99", "validate", "A number of a series that there is not", missing, 0.0, 1.0)
    scored = score([claim], Written(sondrio=one(make_stack(members=[[1.0]]))))[0]
    assert scored.value is None
    assert (claim.shown(scored.value), claim.keeps(scored.value)) == (NOT_RECORDED, None)


def test_without_word_of_mouth_in_the_catalogue_nothing_is_said(monkeypatch) -> None:
    monkeypatch.setattr(contradictions, "CATALOGUE", {})
    assert value_of("M9 sondrio", Written()) is None


@pytest.mark.parametrize(
    ("value", "words", "verdict"),
    [(0.5, "50%", True), (1.5, "150%", False), (math.nan, "none", False), (math.inf, "no limit", False)],
)
def test_values_and_verdicts_in_words(value: float, words: str, verdict: bool) -> None:
    claim = Claim("F0", "validate", "", lambda runs: value, 0.0, 1.0, percent=True)
    assert (claim.shown(value), claim.keeps(value)) == (words, verdict)


def test_bands_in_words() -> None:
    def nothing(runs):
        return 0.0

    assert Claim("F0", "validate", "", nothing, 2.0, 4.0).band == "2.0 to 4.0"
    assert Claim("F0", "seen", "", nothing, 12.0).band == "at least 12.0"
    assert Claim("F0", "seen", "", nothing, high=0.5, percent=True).band == "at most 50%"
    assert Claim("F0", "known", "", nothing, known="not all").band == "not all"


def test_distance_from_a_band_and_what_counts_as_one() -> None:
    def nothing(runs):
        return 0.0

    both, below, stated = (
        Claim("F0", "calibrate", "", nothing, 2.0, 6.0), Claim("F0", "calibrate", "", nothing, 12.0),
        Claim("F0", "calibrate", "", nothing, 12.0, scale=5.0),
    )
    assert [both.beyond(value) for value in (1.0, 4.0, 9.0)] == [1.0, 0.0, 3.0]
    assert math.isnan(both.beyond(math.nan))
    assert (both.width, below.width, stated.width) == (2.0, 3.0, 5.0)


def test_no_number_of_nothing() -> None:
    assert math.isnan(readings.ratio(0, 0))
    assert readings.ratio(1, 0) == math.inf
    assert math.isnan(readings.quantile(np.array([]), 0.5))
    assert math.isnan(readings.ratio([], []))
