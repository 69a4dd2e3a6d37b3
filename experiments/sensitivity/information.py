"""What it would be worth to know one number before deciding: the expected value of partial perfect information.

Each row is one way the numbers can be (a set that fits), with what every choice is worth under it. Who decides now takes the choice that is
best on average. Who knew one number first could choose by it; what that gains on average is what it is worth to measure it, and more
nobody should pay. The mean worth of a choice given a number is a smooth curve through the rows (Strong, Oakley and Brennan 2014); curves
through shuffled rows say what chance alone would seem to be worth, which is taken off.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

_DEGREE: Final = 3
_SHUFFLED: Final = 60
_SEED: Final = 5
_SURE: Final = 0.95


@dataclass(frozen=True)
class Worth:
    """What knowing a number is worth.

    Attributes:
        name: of the number.
        value: gained on average by who knows it, in the unit of the choices; not below 0.
        changes: share of the rows in which another choice would be taken than without knowing it.
        clear: whether it gains more than the best of as many idle numbers seems to gain in nineteen cases of twenty.
    """

    name: str
    value: float
    changes: float
    clear: bool


def worth_of_knowing(names: Sequence[str], numbers: np.ndarray, choices: np.ndarray) -> list[Worth]:
    """Each number's worth for a decision: those that are clear first, the largest first.

    Args:
        names: of the numbers.
        numbers: float[rows, numbers].
        choices: float[rows, choices]: what each choice is worth, more is better.
    """
    draws = np.random.default_rng(_SEED)
    shuffled = [choices[draws.permutation(len(choices))] for _ in range(_SHUFFLED)]
    curves = [_curve(column) for column in numbers.T]
    idle = np.array([[_gain(curve(rows)) for rows in shuffled] for curve in curves])
    limit = np.quantile(idle.max(axis=0), _SURE)  # of all numbers the best one is looked at
    worth = [_worth(name, curve(choices), by_chance, limit, choices) for name, curve, by_chance in zip(names, curves, idle, strict=True)]
    return sorted(worth, key=lambda each: (-each.clear, -each.value))


def worth_of_all(choices: np.ndarray) -> float:
    """What it would be worth to know every number: the best choice in each row, less the choice that is best on average."""
    return float(choices.max(axis=1).mean() - choices.mean(axis=0).max())


def _worth(name: str, known: np.ndarray, by_chance: np.ndarray, limit: float, choices: np.ndarray) -> Worth:
    gain, usual = _gain(known), choices.mean(axis=0).argmax()
    return Worth(name, max(gain - float(by_chance.mean()), 0.0), float((known.argmax(axis=1) != usual).mean()), bool(gain > limit))


def _gain(known: np.ndarray) -> float:
    return float(known.max(axis=1).mean() - known.mean(axis=0).max())


def _curve(column: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """What turns values by row into curves of low degree along a number, its ranks evenly spread; their mean where it is one number."""
    if np.ptp(column) == 0:
        return lambda values: np.broadcast_to(values.mean(axis=0), values.shape)
    ranks = column.argsort(kind="stable").argsort() / max(len(column) - 1, 1)
    basis = np.polynomial.legendre.legvander(2 * ranks - 1, _DEGREE)
    inverse = np.linalg.pinv(basis)
    return lambda values: np.asarray(basis @ (inverse @ values))


def share_explained(numbers: np.ndarray, outcome: np.ndarray, kinds: Sequence[str]) -> Mapping[str, float]:
    """Of an outcome's variance between rows, the share that each kind of number accounts for.

    A share is the mean of what the kind explains alone and what is lost without it, so that shared credit is split; a regression on
    numbers and their squares, judged on rows it was not fitted to.

    Args:
        numbers: float[rows, numbers].
        outcome: float[rows].
        kinds: of each number, such as its kind of evidence.
    """
    whole = _explained(numbers, outcome)
    shares = {}
    for kind in dict.fromkeys(kinds):
        mine = np.array([each == kind for each in kinds])
        alone = _explained(numbers[:, mine], outcome)
        without = _explained(numbers[:, ~mine], outcome) if not mine.all() else 0.0
        shares[kind] = max((alone + whole - without) / 2, 0.0)
    return shares


def _explained(numbers: np.ndarray, outcome: np.ndarray, folds: int = 10) -> float:
    """Share of the variance that a ridge regression explains in rows it was not fitted to; not below 0."""
    spread = numbers.std(axis=0)
    scaled = (numbers - numbers.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    columns = np.hstack([scaled, scaled**2 - 1])
    told = np.empty(len(outcome))
    for fold in range(folds):
        held = np.arange(len(outcome)) % folds == fold
        centre = outcome[~held].mean()
        square = columns[~held].T @ columns[~held] + columns.shape[1] * np.eye(columns.shape[1])
        told[held] = centre + columns[held] @ np.linalg.solve(square, columns[~held].T @ (outcome[~held] - centre))
    variance = float(outcome.var())
    return max(1.0 - float(np.mean((outcome - told) ** 2)) / variance, 0.0) if variance > 0 else 0.0
