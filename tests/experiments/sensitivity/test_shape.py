import math
import warnings

import numpy as np
import pytest
from SALib.analyze import pawn as salib_pawn

from experiments.sensitivity import FactorInfo, delta, pawn
from experiments.sensitivity import delta_index as shape
from experiments.sensitivity.index import Index, MethodResult
from experiments.sensitivity.sample import complete, with_dummy
from tests.experiments.sensitivity.worlds import cube, factors, problem, saltelli, sample


def entries(found: MethodResult, index: str) -> dict[str, Index]:
    return {entry.factor: entry for entry in found.indices if entry.index == index}


def strong(points: int = 1000) -> tuple[np.ndarray, np.ndarray]:
    unit = cube(3, points)
    rng = np.random.default_rng(2)
    # The second factor changes the spread and not the mean; the third does nothing.
    return unit, 3 * unit[:, [0]] + 2 * unit[:, [1]] * rng.normal(0, 1, (points, 4))


@pytest.mark.parametrize(("method", "index"), [(pawn, "ks_max"), (delta, "delta")])
def test_factors_are_ranked_above_the_dummy(method: object, index: str) -> None:
    unit, outcome = strong(2000)
    assert callable(method)
    found = entries(method(sample(unit, outcome, "latin_hypercube")), index)
    assert list(found) == ["x0", "x1", "x2", "dummy"]
    assert found["x0"].value > found["x1"].value > found["x2"].value
    assert [name for name, entry in found.items() if entry.above_floor] == ["x0", "x1"]


def test_the_share_of_variance_does_not_see_a_change_of_spread() -> None:
    unit, outcome = strong()
    found = entries(delta(sample(unit, outcome, "latin_hypercube")), "first")
    assert found["x0"].above_floor and not found["x1"].above_floor
    variance = 9 / 12 + 4 / 3
    assert found["x0"].value == pytest.approx(9 / 12 / variance, abs=0.06)


def test_pawn_is_salibs() -> None:
    unit = cube(3, 250)
    outcome = unit[:, 0] ** 2 + 0.3 * unit[:, 1]
    theirs = salib_pawn.analyze(problem(3), unit, outcome, S=10, seed=1)
    ours = pawn(sample(unit, outcome, "latin_hypercube"))
    # SALib loses the point at the very end of each range, so its last slice is one row short.
    for index, key in (("ks_median", "median"), ("ks_max", "maximum")):
        values = [entry.value for entry in entries(ours, index).values()][:3]
        assert values == pytest.approx(list(theirs[key]), abs=0.01)


def test_delta_is_salibs() -> None:
    unit, outcome = strong(600)
    _, rows = with_dummy(complete(sample(unit, outcome, "latin_hypercube")))
    one = (outcome[:, 0] - outcome[:, 0].mean()) / outcome[:, 0].std()
    mesh, everyone = shape.Mesh(one), np.ones(600)
    for column in range(3):
        parts = shape.parts_of(rows.unit[:, column], factors(1)[0])
        assert mesh.moved(parts.part, everyone) == pytest.approx(shape.salib_delta(one, parts), abs=2e-3)
        assert shape.first(one, parts.part, everyone) == pytest.approx(shape.salib_first(one, parts), abs=1e-12)


def test_two_values_of_a_factor_are_two_parts() -> None:
    """SALib's slices lose the upper of two values altogether; and a categorical factor is not cut between its values."""
    unit = np.array([[0.0, 0.1], [1.0, 0.3], [0.0, 0.6], [1.0, 0.9]] * 30)
    kind = FactorInfo("kind", {"en": "kind", "it": "tipo"}, "", math.nan, math.nan, "choice", ("a", "b"))
    outcome = (unit[:, 0] + 2 * (unit[:, 1] > 0.5)) * 1.0
    known = (factors(1)[0], kind)
    found = entries(pawn(sample(unit, outcome, "grid", factors=known)), "ks_median")
    assert found["x0"].value == pytest.approx(0.25)
    assert found["kind"].value == pytest.approx(0.5)
    moved = entries(delta(sample(unit, outcome, "grid", factors=known)), "delta")
    assert moved["kind"].value == pytest.approx(0.5, abs=0.05)


def test_yes_or_no_has_an_exact_delta_without_warnings() -> None:
    """Of a yes or no delta is the mean distance of the shares: here 1/4 over the range of a factor that is the share itself."""
    unit = cube(2, 3000)
    outcome = (np.random.default_rng(3).random(3000) < unit[:, 0]).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = delta(sample(unit, outcome, "latin_hypercube", kind="yes_no"))
    assert found.notes == ("dummy_made_here", "lumpy")
    assert entries(found, "delta")["x0"].value == pytest.approx(0.25, abs=0.02)
    assert not entries(found, "delta")["x1"].above_floor


def test_a_heap_of_zeros_is_dealt_with() -> None:
    unit = cube(2, 800)
    outcome = np.maximum(unit[:, 0] - 0.5, 0) * (1 + unit[:, 1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = delta(sample(unit, outcome, "latin_hypercube"))
    assert "lumpy" in found.notes
    values = entries(found, "delta")
    assert values["x0"].above_floor
    assert values["x0"].value > 0.4


def test_only_independent_rows_of_a_saltelli_design_are_read() -> None:
    unit = saltelli(2, 128)
    outcome = unit[:, 0].copy()
    base = pawn(sample(unit, outcome))
    between = np.arange(unit.shape[0]) % 4
    outcome[(between == 1) | (between == 2)] += 100.0
    assert pawn(sample(unit, outcome)) == base
    assert delta(sample(unit, outcome)).indices == delta(sample(unit, unit[:, 0])).indices


def test_intervals_of_delta_cover() -> None:
    """Outcome and factor are the same up to noise; the truth is the mean distance of a normal density from the mean of all of them."""
    at = np.linspace(0.0005, 0.9995, 1000)
    grid = np.linspace(-1.5, 2.5, 801)
    densities = np.exp(-0.5 * ((grid - at[:, None]) / 0.3) ** 2) / (0.3 * math.sqrt(2 * math.pi))
    truth = 0.5 * float(np.abs(densities - densities.mean(axis=0)).sum(axis=1).mean()) * 0.005

    def index(seed: int) -> Index:
        unit = cube(1, 300, seed=seed)
        noise = np.random.default_rng(seed).normal(0, 0.3, 300)
        return entries(delta(sample(unit, unit[:, 0] + noise, "latin_hypercube", seed=seed)), "delta")["x0"]

    # Smoothing flattens both densities a little, and the estimate with them.
    near = [entry.low - 0.02 <= truth <= entry.high + 0.02 for entry in (index(seed) for seed in range(1, 21))]
    assert sum(near) >= 17
