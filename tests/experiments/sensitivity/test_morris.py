import numpy as np
import pytest
from SALib.analyze import morris as salib

from experiments.sensitivity import NotAnalysable, morris
from experiments.sensitivity.index import MethodResult
from experiments.sensitivity.screening import elementary
from tests.experiments.sensitivity.worlds import noisy, problem, saltelli, sample, trajectories


def line(found: MethodResult, index: str) -> list[float]:
    return [entry.value for entry in found.indices if entry.index == index]


def test_a_linear_function_has_its_slopes() -> None:
    unit = trajectories(3, 10)
    found = morris(sample(unit, 3 * unit[:, 0] - 2 * unit[:, 1], "morris"))
    assert line(found, "mu") == pytest.approx([3.0, -2.0, 0.0])
    assert line(found, "mu_star") == pytest.approx([3.0, 2.0, 0.0])
    assert line(found, "sigma") == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    ends = [(entry.low, entry.high) for entry in found.indices if entry.index == "mu_star"]
    assert ends == [(pytest.approx(3.0), pytest.approx(3.0)), (pytest.approx(2.0), pytest.approx(2.0)), (0.0, pytest.approx(0.0))]


def test_an_interaction_shows_in_sigma() -> None:
    unit = trajectories(2, 40)
    found = morris(sample(unit, unit[:, 0] * (unit[:, 1] - 0.5), "morris"))
    mu, mu_star, sigma = (line(found, index)[0] for index in ("mu", "mu_star", "sigma"))
    assert sigma > mu_star > abs(mu)


def test_the_moves_are_salibs() -> None:
    unit = trajectories(4, 30)
    outcome = np.sin(5 * unit[:, 0]) * unit[:, 1] + unit[:, 2] ** 2
    theirs = salib.analyze(problem(4), unit, outcome, num_resamples=2, seed=1)
    ours = elementary(sample(unit, outcome, "morris"), outcome)
    assert ours.mean(axis=0) == pytest.approx(np.asarray(theirs["mu"]))
    assert np.abs(ours).mean(axis=0) == pytest.approx(np.asarray(theirs["mu_star"]))
    assert ours.std(axis=0, ddof=1) == pytest.approx(np.asarray(theirs["sigma"]))


def test_the_dummy_is_the_floor() -> None:
    unit = trajectories(5, 60)
    outcome = noisy(4 * unit[:, 0] + 2 * unit[:, 1] * unit[:, 2], unit, "morris", 6, common=0.2, own=0.6)
    found = morris(sample(unit, outcome, "morris", dummy=True))
    stars = {entry.factor: entry for entry in found.indices if entry.index == "mu_star"}
    # the mean size of a difference of two means of six runs, over a step of two thirds of the range
    assert stars["x3"].value == pytest.approx(2 * 0.6 / np.sqrt(6 * np.pi) * 1.5, rel=0.25)
    assert stars["dummy"].high > stars["x3"].low
    assert [name for name, entry in stars.items() if entry.above_floor] == ["x0", "x1", "x2"]


def test_without_a_dummy_replicates_give_the_floor() -> None:
    unit = trajectories(2, 40)
    noise = np.random.default_rng(2).normal(0, 0.5, (unit.shape[0], 5))
    found = morris(sample(unit, 3 * unit[:, [0]] + noise, "morris"))
    assert found.notes == ("floor_from_replicates",)
    assert [entry.above_floor for entry in found.indices if entry.index == "mu_star"] == [True, False]


def test_convergence_by_quarters() -> None:
    unit = trajectories(2, 20)
    found = morris(sample(unit, unit[:, 0] ** 2, "morris"))
    assert sorted({step.size for step in found.steps}) == [5, 10, 15, 20]
    assert [step.value for step in found.steps if step.size == 20] == pytest.approx(line(found, "mu_star"))


def test_intervals_cover() -> None:
    """The true mean size of the move of the first factor is 1.5: 1 plus the middle of the second."""
    covered = 0
    for seed in range(60):
        unit = trajectories(2, 25, seed=seed + 1)
        slopes = np.random.default_rng(seed).normal(1, 0.4, 5)
        entry = next(
            e for e in morris(sample(unit, unit[:, [0]] * (slopes + unit[:, [1]]), "morris")).indices if e.index == "mu_star"
        )
        covered += entry.low <= 1.5 <= entry.high
    assert covered >= 51


def test_other_designs_are_refused() -> None:
    with pytest.raises(NotAnalysable, match="morris"):
        morris(sample(saltelli(2, 8), np.arange(32.0)))


def test_shuffled_trajectories_are_refused() -> None:
    unit = trajectories(3, 8)
    unit = unit[np.random.default_rng(1).permutation(unit.shape[0])]
    with pytest.raises(NotAnalysable, match="order of a morris design"):
        morris(sample(unit, unit[:, 0], "morris"))
