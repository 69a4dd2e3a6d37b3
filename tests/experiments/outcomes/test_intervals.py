import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from experiments.outcomes.intervals import (
    Z,
    effective,
    is_counted,
    is_share,
    paired,
    pooled_ratio,
    quantiles,
    ratio_of_means,
    summarise,
    t_quantile,
    wilson,
)
from experiments.outcomes.measures import MEASURES
from experiments.outcomes.nested import mean_over_sets

numbers = st.floats(-1e6, 1e6, allow_nan=False, width=32)
columns = arrays(np.float64, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=st.one_of(numbers, st.just(math.nan)))


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 9, 19, 99, 999])
def test_t_quantile_agrees_with_the_tables(degrees: int) -> None:
    tolerance = 8e-3 if degrees == 2 else 1.3e-3
    assert t_quantile(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=1e-9 if degrees < 3 else tolerance)


@pytest.mark.parametrize("degrees", [3, 4, 7, 30])
def test_t_quantile_has_the_published_coefficients(degrees: int) -> None:
    """Abramowitz and Stegun 26.7.5, highest power first, over their divisors."""
    terms = {1: ([1, 1], 4), 2: ([5, 16, 3], 96), 3: ([3, 19, 17, -15], 384), 4: ([79, 776, 1482, -1920, -945], 92_160)}
    z = stats.norm.ppf(0.975)
    series = sum(z * np.polyval(powers, z**2) / divisor / degrees**term for term, (powers, divisor) in terms.items())
    assert t_quantile(degrees) == pytest.approx(z + series, rel=1e-12)


def test_t_quantile_needs_two_values() -> None:
    assert np.isnan(t_quantile(0))
    assert np.isnan(t_quantile(np.array([-1.0, 0.0, 5.0]))).tolist() == [True, True, False]


@given(columns)
def test_quantiles_are_numpys_over_the_defined_values(values: np.ndarray) -> None:
    found = quantiles(values, (0.1, 0.5, 0.9))
    for column in range(values.shape[1]):
        defined = values[:, column][~np.isnan(values[:, column])]
        for share, quantile in zip((0.1, 0.5, 0.9), found, strict=True):
            if defined.size:
                assert quantile[column] == pytest.approx(np.quantile(defined, share), rel=1e-9, abs=1e-6)
            else:
                assert np.isnan(quantile[column])


@given(columns)
def test_quantiles_of_many_are_numpys_median_unbiased_ones(values: np.ndarray) -> None:
    for column in values.T:
        defined = column[~np.isnan(column)]
        if defined.size:
            found = quantiles(column[:, None], (0.1, 0.9), of_many=True)
            for share, quantile in zip((0.1, 0.9), found, strict=True):
                assert quantile[0] == pytest.approx(np.quantile(defined, share, method="median_unbiased"), rel=1e-9, abs=1e-6)


def test_wilson_at_the_ends_and_in_the_middle() -> None:
    low, high = wilson(np.array([0.0, 10.0, 5.0]), np.array([10.0, 10.0, 10.0]))
    assert low == pytest.approx([0.0, 0.7225, 0.2366], abs=1e-4)  # published values for 10 of 10 and 5 of 10
    assert high == pytest.approx([0.2775, 1.0, 0.7634], abs=1e-4)


def test_summary_of_even_numbers_is_students() -> None:
    values = np.array([3.0, 5.0, 7.0, 9.0, np.nan])
    found = summarise(values[:, None])
    low, high = stats.t.interval(0.95, 3, loc=6, scale=stats.sem(values[:4]))
    assert found.mean[0] == 6
    assert (found.low[0], found.high[0]) == (pytest.approx(low, rel=1e-2), pytest.approx(high, rel=1e-2))
    assert found.defined[0] == 4


def test_the_bound_towards_the_long_tail_moves_out_and_the_other_stays() -> None:
    values = np.array([1.0, 1.0, 2.0, 2.0, 3.0, 12.0])
    found, mirrored = summarise(values[:, None]), summarise(-values[:, None])
    low, high = stats.t.interval(0.95, 5, loc=values.mean(), scale=stats.sem(values))
    t = stats.t.ppf(0.975, 5)
    out = (2 * t**2 + 1) / (6 * math.sqrt(6)) * stats.skew(values, bias=False) * stats.sem(values)
    assert found.low[0] == pytest.approx(low, rel=1e-2)
    assert found.high[0] == pytest.approx(high + out, rel=1e-2)
    assert (mirrored.low[0], mirrored.high[0]) == (pytest.approx(-found.high[0]), pytest.approx(-found.low[0]))


@pytest.mark.parametrize("number", [10, 20, 50])
def test_intervals_of_skewed_outcomes_cover(number: int) -> None:
    """Heaps of nothing, long tails, rare events: what Student's interval alone covers in 80 to 90 of 100 cases."""
    draws = np.random.default_rng(number)
    size = (number, 4_000)
    outcomes = {
        "rare": (draws.poisson(0.3, size), 0.3, True), "heap": (draws.random(size) * (draws.random(size) < 0.3) * 100, 15.0, False),
        "tail": (draws.lognormal(0, 0.8, size), math.exp(0.32), False), "even": (draws.normal(5, 2, size), 5.0, False),
    }  # fmt: skip
    for name, (values, truth, counted) in outcomes.items():
        found = summarise(values.astype(float), counted)
        covered = float(((found.low <= truth) & (truth <= found.high)).mean())
        assert (0.90 if number < 50 else 0.93) <= covered <= 0.985, (name, covered)


def test_a_count_that_is_the_same_in_few_worlds_is_not_sure() -> None:
    """Four hubs of four run in all ten worlds, one of one, none: Wilson's interval of ten of ten, or none."""
    values = np.tile([4.0, 1.0, 0.0, 120_000.0], (10, 1))
    found = summarise(values, np.array([True, True, True, False]))
    low, high = wilson(np.array([10.0, 0.0]), np.array([10.0, 10.0]))
    assert found.low.tolist() == pytest.approx([4 * low[0], low[0], 0, 120_000])
    assert found.high.tolist() == pytest.approx([4, 1, high[1], 120_000])  # a sum that is fixed is sure
    found = paired(values, values, np.array([True, True, True, False]))
    assert (found.low[1:3] < 0).all() and (found.high[1:3] > 0).all()
    assert (found.low[3], found.high[3]) == (0, 0)


def test_counts_that_did_not_differ_yet_may_differ_as_worlds_do() -> None:
    values = np.array([0.0, 3.0, 1.0, 4.0, 2.0, 0.0, 5.0, 1.0, 2.0, 2.0])[:, None]
    found = paired(values, values, True)
    assert found.difference[0] == 0
    assert found.high[0] == -found.low[0] == pytest.approx((1 - 0.05**0.1) * values.std(ddof=1))
    again = np.tile(values, (20, 1))
    assert paired(again, again, True).high[0] < found.high[0] / 10


def test_intervals_of_shares_stay_inside() -> None:
    values = np.array([[0.9], [1.0], [0.4], [1.0], [1.0]])
    assert summarise(values).high[0] > 1
    assert summarise(values, share=True).high[0] == 1
    assert summarise(1 - values, share=True).low[0] == 0
    assert summarise(values * 1.2, share=True).high[0] == pytest.approx(1.2)  # of first desks, more than all of which may be used
    assert paired(values, 0 * values, share=True).high[0] == 1
    few = np.array([[0.5], [0.9]])  # of a share of which no more was seen all may be met yet
    assert (summarise(few, share=True).low[0], summarise(few, share=True).high[0]) == (0, 1)


def test_summary_of_yes_or_no_is_wilsons_and_of_fractions_their_means() -> None:
    yes_no = np.array([[1.0, 1.0], [1.0, 0.5], [1.0, 1.0]])
    found = summarise(yes_no, np.array([True, True]))
    assert found.low[0] == pytest.approx(wilson(np.array(3.0), np.array(3.0))[0])
    assert found.high[0] == 1.0
    assert found.high[1] > 1.0  # a share of several hubs is not a yes or no: the mean's own interval


@pytest.mark.parametrize(
    ("name", "counted", "share"),
    [
        ("members_24", True, False), ("hubs_opened", True, False), ("projects", True, False), ("cash_24", False, False),
        ("minutes_mean", False, False), ("viable_24", True, True), ("desk_use_24", False, True), ("churn_monthly", False, True),
        ("member_months", False, False), ("commute_minutes_avoided", False, False), ("advised_final", True, False),
    ],
)  # fmt: skip
def test_what_is_counted_and_what_is_part_of_a_whole(name: str, counted: bool, share: bool) -> None:
    assert (is_counted(MEASURES[name]), is_share(MEASURES[name])) == (counted, share)


def test_sets_make_a_share_less_sure_and_never_surer_than_its_replicates() -> None:
    """Eight sets of five worlds: all alike within a set, they count as eight; spread evenly over sets, as forty at most."""
    by_sets = mean_over_sets(np.repeat([1.0, 0, 1, 1, 0, 1, 0, 1], 5)[:, None], 5)
    t = float(t_quantile(7))
    assert effective(by_sets, 5)[0] == pytest.approx(8 * 7 / 8 * 40 / 39 * (Z / t) ** 2)
    evenly = mean_over_sets(np.tile([1.0, 0, 1, 0, 1], 8)[:, None], 5)
    assert effective(evenly, 5)[0] == pytest.approx(40 * (Z / t) ** 2)
    everywhere = mean_over_sets(np.ones((40, 1)), 5)
    assert effective(everywhere, 5)[0] == pytest.approx(8 * (Z / t) ** 2)
    assert effective(by_sets, 1)[0] == 40


def test_one_replicate_says_nothing_about_certainty() -> None:
    found = summarise(np.array([[4.0]]))
    assert found.mean[0] == 4.0
    assert np.isnan(found.low[0])
    assert np.isnan(found.high[0])
    assert all(part.shape == (1,) for part in summarise(np.ones((3, 1))))


def test_undefined_everywhere_stays_undefined() -> None:
    found = summarise(np.full((3, 1), np.nan), True)
    assert np.isnan([found.mean[0], found.low[0], found.p50[0]]).all()
    assert found.defined[0] == 0


def test_paired_difference_uses_the_pairs() -> None:
    reference = np.array([10.0, 20.0, 30.0, 40.0])
    treated = reference + np.array([1.0, 2.0, 3.0, 2.0])
    found = paired(treated[:, None], reference[:, None])
    assert found.difference[0] == 2.0
    assert found.low[0] > 0
    assert found.variance_ratio[0] == pytest.approx((np.var(reference, ddof=1) + np.var(treated, ddof=1)) / (2 / 3))


def test_paired_leaves_out_replicates_where_one_is_undefined() -> None:
    found = paired(np.array([[1.0], [np.nan], [3.0]]), np.array([[0.0], [5.0], [np.nan]]))
    assert found.defined[0] == 1
    assert found.difference[0] == 1.0


def test_identical_runs_differ_by_exactly_zero() -> None:
    values = np.array([[0.1], [0.7], [0.3]])
    found = paired(values, values.copy())
    assert (found.difference[0], found.low[0], found.high[0]) == (0.0, 0.0, 0.0)


def test_rounding_is_no_difference() -> None:
    values = np.array([[0.9], [0.7], [0.3]])
    found = paired(values * (1 + 1e-15), values)
    assert (found.difference[0], found.low[0], found.high[0]) == (0.0, 0.0, 0.0)


def test_paired_yes_or_no_stays_honest_when_no_replicate_differs() -> None:
    same = np.ones((20, 1))
    found = paired(same, same, True)
    assert found.difference[0] == 0.0
    assert found.low[0] < 0 < found.high[0]
    assert found.high[0] == pytest.approx(1.959964 * math.sqrt(2 / 22) / math.sqrt(22), rel=1e-6)  # Bonett and Price, 0 and 0 of 20


@given(st.integers(5, 60), st.integers(0, 2**31))
def test_paired_yes_or_no_interval_lies_inside_minus_one_and_one(number: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 2, (2, number, 1)).astype(float)
    found = paired(a, b, True)
    assert -1 <= found.low[0] <= found.difference[0] + 0.2
    assert found.low[0] <= found.high[0] <= 1


@given(st.integers(8, 40), st.integers(0, 2**31))
def test_fieller_bounds_are_the_ratios_a_t_test_just_accepts(number: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    bottom = 10 + rng.normal(0, 1, number)
    top = 3 * bottom + rng.normal(5, 4, number)
    found = ratio_of_means(top, bottom)
    assert found is not None
    assert found.low < found.value < found.high
    for bound in (found.low, found.high):
        rest = top - bound * bottom
        assert abs(rest.mean()) == pytest.approx(float(t_quantile(number - 1)) * stats.sem(rest), rel=1e-6)


@pytest.mark.parametrize("bottom", [[-1.0, -2.0, -3.0], [5.0, -5.0, 0.1], [0.0, 0.0, 0.0], [1.0]])
def test_a_ratio_over_what_may_be_nothing_is_not_defined(bottom: list[float]) -> None:
    assert ratio_of_means(np.ones(len(bottom)), np.array(bottom)) is None


def test_a_ratio_of_constants_is_exact() -> None:
    found = ratio_of_means(np.full(5, 6.0), np.full(5, 2.0))
    assert found is not None
    assert found == pytest.approx((3.0, 3.0, 3.0))


@given(st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_a_pooled_ratio_is_that_of_the_sums(number: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    bottom = draw.poisson(3, number).astype(float)
    bottom[0] = 1.0
    top = draw.binomial(bottom.astype(int), 0.3).astype(float)
    values = pooled_ratio(top, bottom)
    assert np.isnan(values).sum() == (bottom == 0).sum()
    assert np.nanmean(values) == pytest.approx(top.sum() / bottom.sum())
    assert np.nanmean(pooled_ratio(7 * top, 7 * bottom)) == pytest.approx(np.nanmean(values))


def test_a_pooled_ratio_spreads_as_what_each_replicate_adds_to_it() -> None:
    """Two worlds of three have what the ratio is of: 3 of 8, on wholes of four; the third says nothing of it."""
    values = pooled_ratio(np.array([1.0, 2.0, 0.0, np.nan]), np.array([2.0, 6.0, 0.0, 5.0]))
    assert values == pytest.approx([3 / 8 + (1 - 6 / 8) / 4, 3 / 8 + (2 - 18 / 8) / 4, np.nan, np.nan], nan_ok=True)


def test_a_ratio_of_equal_wholes_is_its_mean() -> None:
    top, bottom = np.array([1.0, 2, 4]), np.full(3, 8.0)
    assert pooled_ratio(top, bottom) == pytest.approx(top / bottom)


def test_intervals_of_pooled_ratios_cover_where_those_of_single_ones_miss() -> None:
    """Leavers of hubs of very different size, as churn is: small hubs have extreme ratios."""
    draw, rate, samples, size = np.random.default_rng(2), 0.06, 400, 20
    covered = single = 0
    for _ in range(samples):
        exposed = draw.negative_binomial(0.7, 0.01, size) + 1.0
        left = draw.binomial(exposed.astype(int), rate).astype(float)
        pooled = summarise(left / exposed, pooled=pooled_ratio(left, exposed))
        covered += bool(pooled.low <= rate <= pooled.high)
        alone = summarise(left / exposed)
        single += bool(alone.low <= rate <= alone.high)
    assert covered / samples > 0.92
    assert covered >= single


def test_a_difference_of_pooled_ratios_is_that_of_the_ratios_of_sums() -> None:
    draw = np.random.default_rng(3)
    bottoms = draw.poisson(20, (2, 30)).astype(float)
    tops = np.stack([draw.binomial(bottoms[0].astype(int), 0.2), draw.binomial(bottoms[1].astype(int), 0.1)]).astype(float)
    sides = pooled_ratio(tops[0], bottoms[0]), pooled_ratio(tops[1], bottoms[1])
    found = paired(tops[0] / bottoms[0], tops[1] / bottoms[1], share=True, pooled=sides)
    ratios = tops.sum(axis=1) / bottoms.sum(axis=1)
    assert found.difference == pytest.approx(ratios[0] - ratios[1])
    assert found.low < found.difference < found.high
