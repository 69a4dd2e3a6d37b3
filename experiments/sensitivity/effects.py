"""Which way an outcome goes along the range of a factor, all other factors spread over theirs."""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from experiments.outcomes.intervals import Z
from experiments.sensitivity.index import Index
from experiments.sensitivity.sample import Complete, FactorInfo, independent

RISES, FALLS, HUMP, DIP, WINDS, DIFFERS, UNCLEAR = (
    "rises", "falls", "rises then falls", "falls then rises", "goes up and down", "differs by value", "no clear direction",
)  # fmt: skip
SIGNS: Final = (RISES, FALLS, HUMP, DIP, WINDS, DIFFERS, UNCLEAR)
# Many factors are looked at, and each at several places, so a direction must be clearer than one comparison would ask for.
_CLEAR: Final = 2.8


@dataclass(frozen=True)
class MainEffect:
    """The mean of the outcome in parts of a factor's range, from its low end (or first value) to its high end.

    Attributes:
        factor: name of the factor.
        sign: one of `SIGNS`.
        places: middle of each part on the unit interval; for a categorical factor the numbers of its values.
        means: mean of the outcome in each part.
        lows: lower end of its 95 % interval.
        highs: upper end.
        parts: number of equal parts of the range (a tenth each in designs large enough).
    """

    factor: str
    sign: str
    places: tuple[float, ...]
    means: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    parts: int

    @property
    def change(self) -> float:
        """Mean in the highest part less that in the lowest; the largest difference where the outcome bends or values have no order."""
        if self.sign in (HUMP, DIP, WINDS, DIFFERS):
            return max(self.means) - min(self.means)
        return self.means[-1] - self.means[0]


def effects_of(whole: Complete) -> tuple[MainEffect, ...]:
    """The effect curve of every factor but the dummy, on the independent rows of a sample found complete.

    Intervals count the rows of one group (a base row, a trajectory) as one observation.
    """
    sample, rows = whole.sample, independent(whole)
    means = rows.values.mean(axis=1)
    real = sample.factors[:-1] if sample.dummy else sample.factors
    number = rows.unit.shape[0]
    tenths = 10 if number >= 100 else 5 if number >= 40 else 3
    return tuple(_effect(factor, rows.unit[:, column], means, rows.cluster, tenths) for column, factor in enumerate(real))


def directed(effect: MainEffect, move: Index) -> MainEffect:
    """The same with the direction of the mean elementary effect: means of parts see nothing of one factor moving alone.

    Args:
        effect: of a factor in a Morris design.
        move: its `mu`, the mean move of the outcome across the whole range.
    """
    if effect.sign not in (RISES, FALLS, UNCLEAR):
        return effect
    clear = abs(move.value) > _CLEAR / Z * (move.high - move.low) / 2
    return replace(effect, sign=(RISES if move.value > 0 else FALLS) if clear else UNCLEAR)


def _effect(factor: FactorInfo, column: np.ndarray, outcome: np.ndarray, cluster: np.ndarray, tenths: int) -> MainEffect:
    places, part = _parts(factor, column, tenths)
    mean, error = _means(part, outcome, cluster, places.size)
    low, high = mean - Z * error, mean + Z * error
    sign = _differs(mean, error) if factor.values else _sign(mean, error)
    return MainEffect(factor.name, sign, _tuple(places), _tuple(mean), _tuple(low), _tuple(high), tenths)


def _tuple(array: np.ndarray) -> tuple[float, ...]:
    return tuple(float(value) for value in array)


def _parts(factor: FactorInfo, column: np.ndarray, tenths: int) -> tuple[np.ndarray, np.ndarray]:
    """Places on the axis and the part each row falls in; parts without a row are left out."""
    if factor.values:
        number = len(factor.values)
        places, part = np.unique(np.minimum((column * number).astype(int), number - 1), return_inverse=True)
        return places.astype(float), part
    levels, part = np.unique(column, return_inverse=True)
    if levels.size <= tenths:
        return levels, part
    present, part = np.unique(np.minimum((column * tenths).astype(int), tenths - 1), return_inverse=True)
    return (present + 0.5) / tenths, part


def _means(part: np.ndarray, outcome: np.ndarray, cluster: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean in each part and its standard error; rows of one cluster are summed before their spread is taken."""
    mean, error = np.empty(number), np.empty(number)
    for place in range(number):
        inside = part == place
        mean[place] = outcome[inside].mean()
        sums = np.bincount(cluster[inside], weights=outcome[inside] - mean[place])
        clusters = np.unique(cluster[inside]).size
        if clusters < 2:
            error[place] = float(outcome.std())  # one observation says nothing of its own error
        else:
            error[place] = math.sqrt(float((sums**2).sum()) * clusters / (clusters - 1)) / inside.sum()
    return mean, error


def _sign(mean: np.ndarray, error: np.ndarray) -> str:
    """The direction in words, from the ends and from clear bends between them (looked for over pairs of neighbouring parts)."""
    inner, inner_error = 0.5 * (mean[1:-2] + mean[2:-1]), 0.5 * np.hypot(error[1:-2], error[2:-1])
    if mean.size == 3:
        inner, inner_error = mean[1:2], error[1:2]

    def beyond(end: int, sign: int) -> np.ndarray:
        return np.asarray(sign * (inner - mean[end]) > _CLEAR * np.hypot(inner_error, error[end]))

    top, bottom = (bool((beyond(0, sign) & beyond(-1, sign)).any()) for sign in (1, -1))
    if top or bottom:
        return WINDS if top and bottom else HUMP if top else DIP
    change = mean[-1] - mean[0]
    if mean.size < 2 or abs(change) <= _CLEAR * math.hypot(error[0], error[-1]):
        return UNCLEAR
    return RISES if change > 0 else FALLS


def _differs(mean: np.ndarray, error: np.ndarray) -> str:
    """Whether two values of a categorical factor are clearly apart."""
    best, worst = int(mean.argmax()), int(mean.argmin())
    clear = mean[best] - mean[worst] > _CLEAR * math.hypot(error[best], error[worst])
    return DIFFERS if clear and best != worst else UNCLEAR
