import math

import numpy as np
import pytest

from experiments.sensitivity import FactorInfo, MainEffect
from experiments.sensitivity.effects import effects_of
from experiments.sensitivity.sample import complete
from tests.experiments.sensitivity.worlds import cube, factors, saltelli, sample, trajectories

KIND = FactorInfo("kind", {"en": "kind", "it": "tipo"}, "", math.nan, math.nan, "choice", ("rent", "host", "voucher"))


def effects(unit: np.ndarray, outcome: np.ndarray, sampler: str = "latin_hypercube", **changes: object) -> list[MainEffect]:
    noise = np.random.default_rng(1).normal(0, 0.1, unit.shape[0])
    return list(effects_of(complete(sample(unit, outcome + noise, sampler, **changes))))


@pytest.mark.parametrize(
    ("function", "sign", "change"),
    [
        (lambda x: 2 * x, "rises", 1.8),
        (lambda x: -2 * x, "falls", -1.8),
        (lambda x: 1 - 4 * (x - 0.5) ** 2, "rises then falls", 0.8),
        (lambda x: 4 * (x - 0.5) ** 2, "falls then rises", 0.8),
        (lambda x: np.sin(2 * np.pi * x), "goes up and down", 1.9),
        (lambda x: 0 * x, "no clear direction", 0.0),
        (lambda x: np.where(x > 0.95, 1.0, 0.0), "rises", 0.5),
    ],
)
def test_directions(function: object, sign: str, change: float) -> None:
    assert callable(function)
    unit = cube(2, 600)
    effect = effects(unit, function(unit[:, 0]))[0]
    assert effect.sign == sign
    assert effect.change == pytest.approx(change, abs=0.1)
    assert (len(effect.places), effect.parts) == (10, 10)
    assert all(low < mean < high for low, mean, high in zip(effect.lows, effect.means, effect.highs, strict=True))


def test_the_other_factor_has_no_direction() -> None:
    unit = cube(2, 600)
    assert effects(unit, 2 * unit[:, 0])[1].sign == "no clear direction"


def test_values_without_order() -> None:
    unit = cube(2, 300)
    group = np.minimum((unit[:, 1] * 3).astype(int), 2)
    effect = effects(unit, np.array([0.0, 1.0, 0.3])[group], factors=(factors(1)[0], KIND))[1]
    assert effect.sign == "differs by value"
    assert effect.places == (0.0, 1.0, 2.0)
    assert effect.means == pytest.approx((0.0, 1.0, 0.3), abs=0.05)
    assert effect.change == pytest.approx(1.0, abs=0.05)


def test_small_designs_get_wider_parts() -> None:
    assert effects(cube(1, 50), cube(1, 50)[:, 0])[0].parts == 5
    assert effects(cube(1, 20), cube(1, 20)[:, 0])[0].parts == 3


def test_trajectories_count_as_one_observation_each() -> None:
    """Rows of a trajectory share most of their factors, so an interval that counted them apart would be too narrow."""
    unit = trajectories(10, 40)
    effect = effects(unit, unit[:, 0] + 20 * unit[:, 1], "morris")[0]
    assert effect.places == pytest.approx((0.0, 1 / 3, 2 / 3, 1.0))
    inside = (unit[:, 0] == 0.0).sum()
    naive = 2 * 1.96 * (20 * unit[:, 1]).std() / np.sqrt(inside)
    assert effect.highs[0] - effect.lows[0] > 1.2 * naive


def test_saltelli_reads_the_base_rows() -> None:
    unit = saltelli(2, 128)
    outcome = unit[:, 0].copy()
    outcome[np.arange(unit.shape[0]) % 4 == 1] = 50.0
    assert max(effects(unit, outcome, "saltelli")[0].means) < 2.0


def test_intervals_cover() -> None:
    covered = 0
    for seed in range(60):
        unit = np.random.default_rng(seed).random((200, 1))
        noise = np.random.default_rng(seed + 100).normal(0, 1, 200)
        effect = effects_of(complete(sample(unit, unit[:, 0] + noise, "rows")))[0]
        covered += effect.lows[-1] <= 0.95 <= effect.highs[-1]
    assert covered >= 51
