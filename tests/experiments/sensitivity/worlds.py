"""Small sweeps of known functions, laid out as the sweep of the model lays them out."""

import math

import numpy as np
from SALib.sample import latin
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from experiments.sensitivity import DUMMY, FactorInfo, Sample


def factors(number: int, **changes: object) -> tuple[FactorInfo, ...]:
    made = []
    for place in range(number):
        words = {"label": {"en": f"Factor {place}", "it": f"Fattore {place}"}, "unit": "u", "evidence": "assumed", **changes}
        made.append(FactorInfo(name=f"x{place}", low=0.0, high=10.0, **words))  # type: ignore[arg-type]
    return tuple(made)


def problem(number: int) -> dict[str, object]:
    return {"num_vars": number, "names": [f"x{place}" for place in range(number)], "bounds": [[0.0, 1.0]] * number}


def saltelli(number: int, base: int, *, second_order: bool = False, seed: int = 11) -> np.ndarray:
    return np.asarray(sobol_sample.sample(problem(number), base, calc_second_order=second_order, seed=seed))


def trajectories(number: int, count: int, *, seed: int = 11, levels: int = 4) -> np.ndarray:
    return np.asarray(morris_sample.sample(problem(number), count, num_levels=levels, seed=seed))


def cube(number: int, points: int, *, seed: int = 11) -> np.ndarray:
    return np.asarray(latin.sample(problem(number), points, seed=seed))


def second_side(unit: np.ndarray, sampler: str, *, second_order: bool = False) -> np.ndarray:
    """Whether a row runs on the second set of seeds; the dummy is the last column."""
    number = unit.shape[1]
    if sampler == "saltelli":
        place = np.arange(unit.shape[0]) % (2 * number + 2 if second_order else number + 2)
        side = (place == number) | (place > number)  # AB_dummy is the last AB; the BA_i and B come after it
        if second_order:
            side &= place != 2 * number  # BA_dummy has the dummy coordinate of A
        return np.asarray(side)
    return np.asarray(unit[:, -1] >= 0.5) if sampler == "morris" else np.zeros(unit.shape[0], dtype=bool)


def sample(unit: np.ndarray, values: np.ndarray, sampler: str = "saltelli", **changes: object) -> Sample:
    """A sample with plain words; values of one replicate may be given as a plain line."""
    values = values.reshape(unit.shape[0], -1).astype(float)
    dummy = bool(changes.get("dummy", False))
    known = factors(unit.shape[1] - dummy) + ((DUMMY,) if dummy else ())
    settings = {
        "factors": known, "outcome": "members_24", "label": {"en": "members after 24 months", "it": "iscritti dopo 24 mesi"},
        "outcome_unit": "members", "kind": "number", "failed": np.isnan(values) & False, **changes,
    }  # fmt: skip
    return Sample(unit=unit, values=values, sampler=sampler, **settings)  # type: ignore[arg-type]


def noisy(truth: np.ndarray, unit: np.ndarray, sampler: str, replicates: int, *, common: float, own: float, seed: int = 3) -> np.ndarray:
    """Replicates of a function whose last column is the dummy: what a seed does to all points, and to each in its own way."""
    rng = np.random.default_rng(seed)
    years = rng.normal(0, common, 2 * replicates) if common else np.zeros(2 * replicates)
    seeds = np.arange(replicates) + replicates * second_side(unit, sampler)[:, None]
    return np.asarray(truth[:, None] + years[seeds] + rng.normal(0, own, seeds.shape))


def ishigami(unit: np.ndarray) -> np.ndarray:
    x = math.pi * (2 * unit - 1)
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def ishigami_indices() -> tuple[np.ndarray, np.ndarray, float]:
    """First and total indices of the three factors, and the index of the pair of the first and third."""
    a, b = 7.0, 0.1
    one = 0.5 * (1 + b * math.pi**4 / 5) ** 2
    two = a**2 / 8
    pair = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    total = one + two + pair
    return np.array([one, two, 0.0]) / total, np.array([one + pair, two, pair]) / total, pair / total


G_COEFFICIENTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def g_function(unit: np.ndarray) -> np.ndarray:
    """The G function of Sobol'."""
    return np.asarray(np.prod((np.abs(4 * unit - 2) + G_COEFFICIENTS) / (1 + G_COEFFICIENTS), axis=1))


def g_indices() -> tuple[np.ndarray, np.ndarray]:
    own = 1 / (3 * (1 + G_COEFFICIENTS) ** 2)
    total = np.prod(1 + own) - 1
    with_others = np.array([own[j] * np.prod(np.delete(1 + own, j)) for j in range(own.size)])
    return own / total, with_others / total
