"""Regional sensitivity tells active factors from inert ones."""

import numpy as np
import pytest
from scipy.stats import ks_2samp

from experiments.discovery import Discovery
from experiments.discovery.cases import Condition, count
from experiments.discovery.regional import differences
from tests.experiments.discovery import planted


def test_active_factors_are_found_and_inert_ones_are_not(corner: Discovery, towns: Discovery) -> None:
    table = corner.regional.set_index("factor")
    assert set(table.index[table.signal]) == {"remote", "rent"}
    assert table.direction[["remote", "rent"]].tolist() == ["lower", "higher"]
    assert (table.p[["remote", "rent"]] < 0.01).all()
    table = towns.regional.set_index("factor")
    assert set(table.index[table.signal]) == {"remote", "town"}
    assert table.measure["town"] == "V"


def test_noise_seldom_passes_the_floor() -> None:
    passed = 0
    for seed in range(40):
        sample = count(planted.sweep(inside=0.3, outside=0.3, points=150, seed=seed), Condition(">=", 1)).sample
        passed += any(one.signal for one in differences(sample, 100, np.random.default_rng(seed)))
    assert passed <= 6  # one in twenty is expected


def test_replicates_do_not_make_noise_a_signal() -> None:
    """All replicates of a point agree: as many observations as points, not as runs."""
    passed = 0
    for seed in range(20):
        cases = planted.sweep(inside=0.3, outside=0.3, points=150, replicates=1, seed=seed)
        sample = count(cases, Condition(">=", 1)).sample
        sample = sample.with_runs(sample.hits * 50, sample.runs * 50)
        passed += any(one.signal for one in differences(sample, 100, np.random.default_rng(seed)))
    assert passed <= 4


def test_the_distance_of_numbers_is_that_of_kolmogorov_and_smirnov() -> None:
    cases = planted.sweep(planted.corner, points=200, replicates=1)
    sample = count(cases, Condition(">=", 1)).sample
    found = {sample.factors[one.factor].name: one for one in differences(sample, 20, np.random.default_rng(1))}
    closed = cases.values[:, 0] == 1
    for name in ("remote", "desks"):
        column = cases.factors[name].to_numpy()
        assert found[name].distance == pytest.approx(ks_2samp(column[closed], column[~closed]).statistic)


def test_the_distance_of_categories_is_one_when_they_decide_everything() -> None:
    cases = planted.sweep(lambda f: f.town.isin(["Pavia"]), inside=1.0, outside=0.0, points=100)
    sample = count(cases, Condition(">=", 1)).sample
    first = differences(sample, 20, np.random.default_rng(1))[0]
    assert sample.factors[first.factor].name == "town"
    assert first.distance == pytest.approx(1)
