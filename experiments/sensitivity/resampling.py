"""Intervals of indices: what other points, and other chances, would have given.

Points and replicates are crossed: all points of a side run on the same seeds. So two things are resampled, each in the way that suits it:
whole groups of rows by the bootstrap, replicates by leaving out one at a time (a bootstrap of ten replicates would make their mean
noisier than it is and push up every index that contains noise). The two variances are added. What depends on the pair of a point and a
seed is then counted twice, so intervals err on the wide side.

The dummy is a yardstick made of the very seeds the other factors were compared on, so its interval holds the choice of points only. Its
value contains what one set of seeds does to all points alike, which the other factors, compared on common seeds, do not: as a floor
it is rather too high than too low.
"""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import t_quantile

RESAMPLES: Final = 300


class Spread(NamedTuple):
    """Variances of an estimate, from points and from replicates, arrays of one shape (the factors along the last axis)."""

    points: np.ndarray
    replicates: np.ndarray
    number: int  # of replicates

    def dummy_last(self, dummy: bool) -> "Spread":
        """The same without a part from replicates for the last factor, if it is the dummy."""
        if not dummy:
            return self
        replicates = self.replicates.copy()
        replicates[..., -1] = 0.0
        return self._replace(replicates=replicates)

    @property
    def half(self) -> np.ndarray:
        """Half width of a 95 % interval: Student's, with the degrees of freedom (Satterthwaite's) that few replicates leave."""
        total = np.asarray(self.points + self.replicates)
        with np.errstate(divide="ignore", invalid="ignore"):
            degrees = np.where(self.replicates > 0, (self.number - 1) * (total / self.replicates) ** 2, 1e9)
        return np.asarray(t_quantile(np.minimum(degrees, 1e9)) * np.sqrt(total))


def counts(groups: int, resamples: int, seed: int) -> np.ndarray:
    """How often each group is drawn in each resample: resamples by groups."""
    rng = np.random.default_rng([seed, groups])
    return rng.multinomial(groups, np.full(groups, 1 / groups), size=resamples).astype(float)


def without_one(values: np.ndarray, estimate: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Variance of an estimate over replicates, by leaving out each in turn (the jackknife); zero where there is one only.

    Args:
        values: points by replicates. A replicate of the A side goes together with the one at its place on the B side.
        estimate: the estimate from points by replicates.
    """
    number = values.shape[-1]
    if number < 2:
        return np.zeros_like(np.asarray(estimate(values), dtype=float))
    left = np.stack([np.asarray(estimate(np.delete(values, r, axis=-1)), dtype=float) for r in range(number)])
    return np.asarray((number - 1) / number * ((left - left.mean(axis=0)) ** 2).sum(axis=0))


def clip(value: float, low: float, high: float, least: float = -math.inf, most: float = math.inf) -> tuple[float, float, float]:
    """A value and its interval inside what is possible."""
    inside = [float(min(max(number, least), most)) for number in (value, low, high)]
    return inside[0], inside[1], inside[2]
