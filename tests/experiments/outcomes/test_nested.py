"""Sets and worlds within them: known variances are found, and intervals hold as often as they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from experiments.outcomes.intervals import paired, quantiles, ratio_of_means, summarise, wilson
from experiments.outcomes.nested import FEWEST_SETS, between_sets, by_set, covariance_of_means, mean_over_sets

STUDIES, SETS, WORLDS = 2000, 25, 4
values_of_sets = arrays(np.float64, (24, 2), elements=st.floats(-1e3, 1e3, width=32))


def _studies(between: float, within: float, replicates: int = SETS * WORLDS, seed: int = 1) -> np.ndarray:
    """Replicates by studies, normal, of mean 3."""
    rng = np.random.default_rng(seed)
    sets = rng.normal(0, between, (-(-replicates // WORLDS), STUDIES))
    return 3.0 + np.repeat(sets, WORLDS, axis=0)[:replicates] + rng.normal(0, within, (replicates, STUDIES))


def _yes_no(shape: tuple[float, float], seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (rng.random((SETS * WORLDS, STUDIES)) < np.repeat(rng.beta(*shape, (SETS, STUDIES)), WORLDS, axis=0)).astype(float)


def _covered(low: np.ndarray, high: np.ndarray, truth: float) -> float:
    return float(((low <= truth) & (truth <= high)).mean())


# --- known variances ---


@pytest.mark.parametrize(("between", "within"), [(0.0, 1.0), (0.5, 1.0), (1.0, 1.0), (2.0, 0.5)])
@pytest.mark.parametrize("replicates", [100, 98])
def test_the_interval_of_the_mean_holds_as_often_as_it_says(between: float, within: float, replicates: int) -> None:
    values = _studies(between, within, replicates)
    found = summarise(values, worlds=WORLDS)
    assert _covered(found.low, found.high, 3.0) == pytest.approx(0.95, abs=0.015)
    if between >= 1:
        alone = summarise(values)
        assert _covered(alone.low, alone.high, 3.0) < 0.85, "as if replicates were apart, it would hold too seldom"


@pytest.mark.parametrize(("between", "within"), [(0.5, 1.0), (1.0, 1.0), (2.0, 0.5)])
def test_the_share_of_the_sets_and_where_they_lie_are_found(between: float, within: float) -> None:
    found = summarise(_studies(between, within), worlds=WORLDS)
    assert np.median(found.sets_share) == pytest.approx(between**2 / (between**2 + within**2), abs=0.03)
    reach = stats.norm.ppf(0.9) * between
    assert np.mean(found.sets_low) == pytest.approx(3.0 - reach, abs=0.12 * between)
    assert np.mean(found.sets_high) == pytest.approx(3.0 + reach, abs=0.12 * between)


def test_without_anything_between_sets_little_is_seen() -> None:
    found = summarise(_studies(0.0, 1.0), worlds=WORLDS)
    assert np.mean(found.sets_share == 0) > 0.4
    assert np.mean(found.sets_share) < 0.06


@pytest.mark.parametrize("shape", [(2.0, 2.0), (0.5, 0.5), (6.0, 3.5), (1.0, 9.0)])
def test_shares_of_yes_are_as_sure_and_as_wide_as_they_say(shape: tuple[float, float]) -> None:
    truth = shape[0] / sum(shape)
    found = summarise(_yes_no(shape), True, WORLDS)
    assert 0.93 < _covered(found.low, found.high, truth) < 0.985
    ends = stats.beta.ppf([0.1, 0.9], *shape)
    assert [np.mean(found.sets_low), np.mean(found.sets_high)] == pytest.approx(ends, abs=0.06)
    assert ((found.low >= 0) & (found.high <= 1) & (found.sets_low >= 0) & (found.sets_high <= 1)).all()


@pytest.mark.parametrize("share", [0.03, 0.05])
def test_what_whole_sets_decide_is_not_ruled_out_because_none_was_met(share: float) -> None:
    sets = (np.random.default_rng(3).random((SETS, STUDIES)) < share).astype(float)
    found = summarise(np.repeat(sets, WORLDS, axis=0), True, WORLDS)
    assert _covered(found.low, found.high, share) > 0.93
    assert found.high[0] >= wilson(np.array(0.0), np.array(float(SETS)))[1]


def test_paired_differences_of_yes_or_no_count_sets() -> None:
    rng = np.random.default_rng(5)
    helped = np.repeat((rng.random((SETS, STUDIES)) < 0.3).astype(float), WORLDS, axis=0)  # the same in all worlds of a set
    found = paired(helped, np.zeros_like(helped), True, WORLDS)
    assert _covered(found.low, found.high, 0.3) > 0.93
    assert _covered(*paired(helped, np.zeros_like(helped), True)[1:3], 0.3) < 0.8


# --- relations ---


@given(values_of_sets)
def test_equal_worlds_are_one_and_the_sets_make_all_the_difference(sets: np.ndarray) -> None:
    together, apart = summarise(np.repeat(sets, WORLDS, axis=0), worlds=WORLDS), summarise(sets)
    for name in ("mean", "low", "high"):
        np.testing.assert_allclose(getattr(together, name), getattr(apart, name), rtol=1e-6, atol=1e-6)
    varied = np.ptp(sets, axis=0) > 1e-3
    np.testing.assert_allclose(together.sets_share[varied], 1.0)
    for found, end in zip((together.sets_low, together.sets_high), quantiles(sets, (0.1, 0.9), of_many=True), strict=True):
        np.testing.assert_allclose(found, end, rtol=1e-6, atol=1e-6)


@given(values_of_sets, st.floats(-100, 100), st.floats(0.01, 100))
def test_shift_and_scale_pass_through(values: np.ndarray, shift: float, scale: float) -> None:
    one, other = summarise(values, worlds=WORLDS), summarise(shift + scale * values, worlds=WORLDS)
    size = 1e-6 * (abs(shift) + scale * np.abs(values).max() + 1)
    for name in ("mean", "low", "high", "sets_low", "sets_high"):
        np.testing.assert_allclose(getattr(other, name), shift + scale * getattr(one, name), atol=size)


@given(values_of_sets, st.randoms(use_true_random=False))
def test_the_order_of_worlds_and_of_sets_does_not_matter(values: np.ndarray, random) -> None:
    sets = [list(rows) for rows in values.reshape(6, WORLDS, 2)]
    for rows in sets:
        random.shuffle(rows)
    random.shuffle(sets)
    one, other = summarise(values, worlds=WORLDS), summarise(np.array(sets).reshape(24, 2), worlds=WORLDS)
    for first, second in zip(one, other, strict=True):
        np.testing.assert_allclose(first, second, rtol=1e-6, atol=1e-6)


def test_one_world_a_set_is_plain_replicates() -> None:
    values = np.random.default_rng(4).normal(size=(30, 3))
    values[4, 1] = np.nan
    found = mean_over_sets(values)
    np.testing.assert_allclose(found.error, stats.sem(values, axis=0, nan_policy="omit"))
    assert np.isnan(summarise(values).sets_share).all()


def test_a_last_set_with_fewer_worlds_and_outcomes_that_do_not_exist() -> None:
    values = np.arange(22.0)
    assert by_set(values, 4).shape == (6, 4)
    assert np.isnan(by_set(values, 4)[-1]).tolist() == [False, False, True, True]
    values[4:8] = np.nan  # a whole set without a value
    found = mean_over_sets(values[:, None], 4)
    assert (found.number[0], found.sets[0], found.mean[0]) == (18, 5, pytest.approx(np.nanmean(values)))
    assert np.isfinite(between_sets(values[:, None], 4).share[0])


def test_of_few_sets_nothing_is_said() -> None:
    values = np.random.default_rng(6).normal(size=(4 * FEWEST_SETS, 1))
    assert np.isfinite(summarise(values, worlds=4).sets_share[0])
    few = summarise(values[: 4 * FEWEST_SETS - 4], worlds=4)
    assert np.isnan([few.sets_low[0], few.sets_high[0], few.sets_share[0]]).all()
    assert np.isfinite(few.low[0])
    assert np.isnan(summarise(values[:4], worlds=4).low[0]), "of one set nobody knows how others are"


def test_what_never_varies_is_certain() -> None:
    found = summarise(np.full((40, 1), 7.0), worlds=4)
    assert (found.low[0], found.high[0], found.sets_low[0], found.sets_high[0]) == (7, 7, 7, 7)
    assert np.isnan(found.sets_share[0])


def test_a_ratio_counts_sets() -> None:
    rng = np.random.default_rng(7)
    bottom = rng.uniform(1, 3, 20)
    top = 2 * bottom + rng.normal(0, 0.1, 20)
    assert ratio_of_means(np.repeat(top, 4), np.repeat(bottom, 4), 4) == pytest.approx(ratio_of_means(top, bottom))
    assert ratio_of_means(np.repeat(top, 4)[:4], np.repeat(bottom, 4)[:4], 4) is None
    assert covariance_of_means(top, bottom) == pytest.approx(np.cov(top, bottom)[0, 1] / 20)
