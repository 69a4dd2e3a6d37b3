import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from SALib.analyze import sobol as salib

from experiments.sensitivity import NotAnalysable, chance, sobol
from experiments.sensitivity.index import MethodResult
from experiments.sensitivity.variance import resampled, resampled_pair, separate
from tests.experiments.sensitivity.worlds import (
    g_function,
    g_indices,
    ishigami,
    ishigami_indices,
    noisy,
    problem,
    saltelli,
    sample,
)

STATED_N = 4096
WITHIN = 0.02


def values(found: MethodResult, index: str) -> dict[str, float]:
    return {entry.factor: entry.value for entry in found.indices if entry.index == index and not entry.factor_2}


def line(found: MethodResult, index: str) -> list[float]:
    return list(values(found, index).values())


def test_ishigami_without_noise() -> None:
    unit = saltelli(3, STATED_N, second_order=True)
    found = sobol(sample(unit, ishigami(unit), second_order=True))
    first, total, pair = ishigami_indices()
    assert line(found, "first") == pytest.approx(first, abs=WITHIN)
    assert line(found, "total") == pytest.approx(total, abs=WITHIN)
    pairs = {(e.factor, e.factor_2): e for e in found.indices if e.index == "second"}
    assert {key: e.value for key, e in pairs.items()} == {
        ("x0", "x1"): pytest.approx(0.0, abs=WITHIN),
        ("x0", "x2"): pytest.approx(pair, abs=WITHIN),
        ("x1", "x2"): pytest.approx(0.0, abs=WITHIN),
    }
    assert pairs["x0", "x2"].low < pair < pairs["x0", "x2"].high


def test_g_function_without_noise() -> None:
    unit = saltelli(5, STATED_N)
    found = sobol(sample(unit, g_function(unit)))
    first, total = g_indices()
    assert line(found, "first") == pytest.approx(first, abs=WITHIN)
    assert line(found, "total") == pytest.approx(total, abs=WITHIN)


def test_ishigami_with_noise_and_a_dummy() -> None:
    """The mean over replicates has the indices of the function, scaled by the share chance leaves; totals carry its noise."""
    unit = saltelli(4, STATED_N)
    truth = ishigami(unit)
    variance, own, replicates = 13.845, 2.0, 8
    found = sobol(sample(unit, noisy(truth, unit, "saltelli", replicates, common=0.0, own=own), dummy=True))
    noise = own**2 / replicates / (variance + own**2 / replicates)
    first, total, _ = ishigami_indices()
    assert line(found, "first") == pytest.approx([*(first * (1 - noise)), 0.0], abs=WITHIN)
    assert line(found, "total") == pytest.approx([*(total * (1 - noise) + noise), noise], abs=WITHIN)


def test_a_dummy_catches_an_inert_factor_under_one_noisy_replicate() -> None:
    """With one replicate on independent seeds an inert factor seems to explain what chance does: the dummy says so."""
    unit = saltelli(4, 1024)
    rng = np.random.default_rng(8)
    found = sobol(sample(unit, 4 * unit[:, 0] + unit[:, 1] + rng.normal(0, 1.0, unit.shape[0]), dummy=True))
    total = values(found, "total")
    assert total["x2"] > 0.3  # a large number, and yet nothing
    assert total["x2"] == pytest.approx(total["dummy"], abs=0.05)
    clear = {entry.factor for entry in found.indices if entry.index == "total" and entry.above_floor}
    assert clear == {"x0"}


def test_common_random_numbers_leave_an_inert_factor_at_zero() -> None:
    unit = saltelli(3, 256)
    truth = 4 * unit[:, 0]
    found = sobol(sample(unit, noisy(truth, unit, "saltelli", 5, common=1.0, own=0.0), dummy=True))
    assert values(found, "total")["x1"] == pytest.approx(0.0, abs=1e-12)
    assert values(found, "total")["dummy"] > 0.01


def test_without_a_dummy_the_floor_comes_from_the_replicates() -> None:
    unit = saltelli(3, 512)
    noise = np.random.default_rng(5).normal(0, 1, (unit.shape[0], 6))
    measured = sample(unit, 3 * unit[:, [0]] + noise)
    found = sobol(measured)
    floor = next(entry.high for entry in chance(measured).indices if entry.index == "mean")
    assert found.notes == ("floor_from_replicates",)
    assert [entry.above_floor for entry in found.indices if entry.index == "total"] == [True, False, False]
    assert all(entry.above_floor == (entry.low > floor) for entry in found.indices)
    single = sobol(sample(unit, 3 * unit[:, 0]))
    assert single.notes == ("no_floor",)
    assert not any(entry.above_floor for entry in single.indices)


def test_the_resampling_is_salibs() -> None:
    """One resample of every row once is SALib's value; the spread over the very rows SALib draws is SALib's interval."""
    unit = saltelli(3, 128, second_order=True)
    outcome = ishigami(unit)
    theirs = salib.analyze(problem(3), outcome, num_resamples=40, seed=7, keep_resamples=True)
    rows = separate(outcome, 3, True)
    ours = resampled(rows, np.ones((1, 128)))[0]
    assert ours == pytest.approx(np.array([theirs["S1"], theirs["ST"]]), abs=1e-12)
    drawn = np.random.default_rng(7).integers(128, size=(128, 40))
    times = np.array([np.bincount(column, minlength=128) for column in drawn.T], dtype=float)
    spread = resampled(rows, times)
    assert spread[:, 0] == pytest.approx(theirs["S1_conf_all"], abs=1e-10)
    assert spread[:, 1] == pytest.approx(theirs["ST_conf_all"], abs=1e-10)
    variance = np.array([np.var(np.r_[rows.a[column], rows.b[column]]) for column in drawn.T])
    pair = resampled_pair(rows, 0, times / 128, variance, spread[:, 0])
    assert 1.96 * pair[:, 2].std(ddof=1) == pytest.approx(theirs["S2_conf"][0, 2], rel=1e-3)


def test_intervals_cover() -> None:
    """Over many small sweeps of a linear function with its own chances 95 % intervals hold the truth nearly always."""
    covered = []
    for seed in range(40):
        unit = saltelli(3, 64, seed=seed + 1)
        rng = np.random.default_rng(seed)
        slopes = 1 + rng.normal(0, 0.3, 4)  # each seed has its own slope: chance that works through a factor
        found = sobol(sample(unit, slopes * unit[:, [0]] + 0.8 * unit[:, [1]] + 0.1 * unit[:, [2]], seed=seed + 1), resamples=100)
        truth = np.array([1.0, 0.64, 0.01]) / 1.65
        totals = [entry for entry in found.indices if entry.index == "total"]
        covered.append([entry.low <= value <= entry.high for entry, value in zip(totals, truth, strict=True)])
    share = np.array(covered).mean(axis=0)
    assert (share[:2] >= 0.85).all(), share


def test_more_replicates_and_rows_narrow_the_interval() -> None:
    def width(base: int) -> float:
        unit = saltelli(2, base)
        entry = sobol(sample(unit, unit[:, 0] + unit[:, 1])).indices[0]
        return entry.high - entry.low

    assert width(1024) < 0.6 * width(128)


def test_convergence_has_halves_of_the_design() -> None:
    unit = saltelli(3, 256)
    found = sobol(sample(unit, ishigami(unit)))
    sizes = sorted({step.size for step in found.steps})
    assert sizes == [32, 64, 128, 256]
    last = {step.factor: step.value for step in found.steps if step.size == 256 and step.index == "total"}
    assert last == pytest.approx(values(found, "total"))
    half = sobol(sample(unit[: 128 * 5], ishigami(unit[: 128 * 5])))
    assert values(half, "total") == pytest.approx({s.factor: s.value for s in found.steps if s.size == 128 and s.index == "total"})


def test_a_failed_run_takes_its_base_row_with_it() -> None:
    unit = saltelli(3, 64)
    outcome = ishigami(unit)
    whole = sample(unit, outcome)
    failed = np.zeros((unit.shape[0], 1), dtype=bool)
    failed[5 * 3 + 1] = True  # a run of the fourth base row
    outcome = outcome.copy()
    outcome[5 * 3 + 1] = math.nan
    found = sobol(sample(unit, outcome, failed=failed))
    keep = np.arange(unit.shape[0]) // 5 != 3
    assert values(found, "total") == pytest.approx(values(sobol(sample(unit[keep], ishigami(unit[keep]))), "total"))
    assert values(found, "total") != pytest.approx(values(sobol(whole), "total"), abs=1e-9)


def test_other_designs_are_refused() -> None:
    with pytest.raises(NotAnalysable, match="saltelli"):
        sobol(replace(sample(saltelli(2, 8), np.arange(32.0)), sampler="rows"))


def test_the_global_generator_is_left_alone() -> None:
    unit = saltelli(2, 16)
    measured = sample(unit, unit[:, 0], seed=0)  # SALib would take a seed of 0 for none
    np.random.seed(3)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # type: ignore[union-attr, index] # noqa: NPY002
    found = sobol(measured)
    assert (np.random.get_state()[1] == before).all()  # type: ignore[index] # noqa: NPY002
    assert found == sobol(measured)


def test_no_warning_of_salib_reaches_the_reader_of_a_rare_outcome() -> None:
    unit = saltelli(2, 64)
    rare = (unit[:, 0] > 0.98).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sobol(sample(unit, rare)).indices
