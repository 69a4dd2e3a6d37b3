import numpy as np
import pytest

from experiments.sensitivity import chance, sobol
from experiments.sensitivity.index import Index
from experiments.sensitivity.noise import components
from experiments.sensitivity.sample import Sample
from tests.experiments.sensitivity.worlds import cube, noisy, saltelli, sample, trajectories

POINTS = 1 / 12 * 36  # variance of six times a factor


def shares(measured: Sample) -> dict[str, Index]:
    return {entry.index: entry for entry in chance(measured).indices}


def world(common: float, own: float, *, points: int = 800, replicates: int = 10, seed: int = 3) -> Sample:
    unit = cube(2, points, seed=seed)
    return sample(unit, noisy(6 * unit[:, 0], unit, "rows", replicates, common=common, own=own, seed=seed), "latin_hypercube", seed=seed)


def test_own_chances() -> None:
    found = shares(world(0.0, 2.0))
    assert found["one_run"].value == pytest.approx(4 / (4 + POINTS), abs=0.02)
    assert found["mean"].value == pytest.approx(0.4 / (0.4 + POINTS), abs=0.01)
    assert found["common"].value == pytest.approx(0.0, abs=0.01)
    assert found["interacting"].value == pytest.approx(found["one_run"].value, abs=0.01)
    assert found["one_run"].low < 4 / (4 + POINTS) < found["one_run"].high


def test_chances_common_to_all_points() -> None:
    """Thirty seeds: what they do in common is a variance estimated from thirty numbers."""
    unit = cube(2, 300)
    years = np.linspace(-1, 1, 30) * 2
    years *= 2 / years.std(ddof=1)
    found = shares(sample(unit, 6 * unit[:, [0]] + years, "latin_hypercube"))
    assert found["common"].value == pytest.approx(4 / (4 + POINTS), abs=0.01)
    assert found["interacting"].value == pytest.approx(0.0, abs=1e-9)


def test_chance_that_works_through_a_factor_interacts() -> None:
    unit = cube(2, 600)
    slopes = np.random.default_rng(4).normal(0, 1, 40)
    slopes = (slopes - slopes.mean()) / slopes.std(ddof=1)
    found = shares(sample(unit, 6 * unit[:, [0]] + slopes * (unit[:, [1]] - 0.5) * np.sqrt(12), "latin_hypercube"))
    assert found["interacting"].value == pytest.approx(1 / (1 + POINTS), abs=0.01)
    assert found["common"].value == pytest.approx(0.0, abs=0.01)


def test_components_are_unbiased() -> None:
    """A one-way split would take the common part off the variance between points; this one does not."""
    rng = np.random.default_rng(1)
    found = np.array(
        [
            components(rng.normal(0, 1, (30, 1)) + rng.normal(0, 1, (1, 4)) + rng.normal(0, 2, (30, 4)), np.zeros(30, dtype=int))
            for _ in range(1500)
        ]
    ).mean(axis=0)
    assert found == pytest.approx([1.0, 1.0, 4.0], abs=0.1)


def test_the_share_of_a_mean_is_what_the_dummy_measures() -> None:
    unit = saltelli(3, 1024)
    measured = sample(unit, noisy(6 * unit[:, 0], unit, "saltelli", 5, common=0.0, own=2.0), dummy=True)
    dummy = next(e.value for e in sobol(measured).indices if e.index == "total" and e.factor == "dummy")
    assert shares(measured)["mean"].value == pytest.approx(dummy, abs=0.02)


def test_intervals_cover() -> None:
    covered = sum(
        entry.low <= 4 / (4 + POINTS) <= entry.high
        for entry in (shares(world(0.0, 2.0, points=80, replicates=4, seed=seed + 1))["one_run"] for seed in range(60))
    )
    assert covered >= 51


def test_every_design_has_chance() -> None:
    unit = trajectories(3, 30)
    found = shares(sample(unit, noisy(6 * unit[:, 0], unit, "morris", 5, common=0.0, own=2.0), "morris", dummy=True))
    assert found["one_run"].low < 4 / (4 + 36 * 5 / 36) < found["one_run"].high  # a factor at 0, 1/3, 2/3 and 1 has 5/36


def test_one_replicate_says_nothing_of_chance() -> None:
    unit = cube(2, 20)
    found = chance(sample(unit, unit[:, 0], "latin_hypercube"))
    assert (found.indices, found.notes) == ((), ("one_replicate",))


def test_two_replicates_are_enough() -> None:
    entry = shares(world(0.0, 2.0, replicates=2))["one_run"]
    assert entry.low < 4 / (4 + POINTS) < entry.high
