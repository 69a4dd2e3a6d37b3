"""Regional sensitivity (Spear and Hornberger 1980): factors whose values differ between the runs of interest and the others.

A distance between two finite sets of runs is never zero. What chance alone gives is found by dealing the results out to the points
anew: all runs of a point go together, so that a point counts as one observation however many replicates it has.
"""

from typing import Final, NamedTuple

import numpy as np

from experiments.discovery.cases import BinnedSample

CONFIDENCE: Final = 0.95


class Difference(NamedTuple):
    """How one factor differs between the runs of interest and the others."""

    factor: int
    distance: float  # Kolmogorov-Smirnov for numbers, Cramér's V for categories: 0 = no difference, 1 = no overlap
    floor: float  # what chance reaches: in 95 % of dealings no factor passes its floor
    p_value: float  # share of dealings in which some factor stands out as much
    direction: int  # 1: larger values among the runs of interest; -1: smaller; 0: categories

    @property
    def signal(self) -> bool:
        """Whether chance alone would hardly give it, given how many factors are looked at."""
        return self.distance > self.floor


def differences(sample: BinnedSample, permutations: int, random: np.random.Generator) -> list[Difference]:
    """The distance of every factor: those beyond chance first, and the largest first.

    Distances of different kinds, and of factors with different numbers of levels, reach different heights by chance; each is therefore
    measured from its own mean and spread over the dealings before the highest of a dealing is taken.
    """
    factors, points = sample.codes.shape
    levels = max(factor.levels for factor in sample.factors)
    place = (sample.codes + np.arange(factors)[:, None] * levels).ravel()

    def tally(weights: np.ndarray) -> np.ndarray:
        return np.bincount(place, np.tile(weights, factors), factors * levels).reshape(factors, levels)

    numeric = np.array([factor.numeric for factor in sample.factors])
    real, rises = _distances(tally(sample.hits), tally(sample.runs), numeric)
    by_chance = np.empty((permutations, factors))
    equal_runs = tally(sample.runs) if np.ptp(sample.runs) == 0 else None
    for row in range(permutations):
        dealt = random.permutation(points)
        runs = tally(sample.runs[dealt]) if equal_runs is None else equal_runs
        by_chance[row] = _distances(tally(sample.hits[dealt]), runs, numeric)[0]
    mean, spread = by_chance.mean(axis=0), np.maximum(by_chance.std(axis=0), 1e-12)
    highest = ((by_chance - mean) / spread).max(axis=1)
    floor = mean + spread * np.quantile(highest, CONFIDENCE)
    p_values = (1 + (highest[:, None] >= ((real - mean) / spread)[None, :]).sum(axis=0)) / (1 + permutations)
    order = [int(k) for k in np.argsort(-real, kind="stable")]
    ranked = [Difference(k, float(real[k]), float(floor[k]), float(p_values[k]), int(rises[k])) for k in order]
    return sorted(ranked, key=lambda one: not one.signal)


def _distances(hits: np.ndarray, runs: np.ndarray, numeric: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distance of each factor, and whether its values are larger (1) or smaller (-1) in the runs of interest."""
    others = runs - hits
    all_hits, all_others = hits[0].sum(), others[0].sum()
    gap = (others / all_others - hits / all_hits).cumsum(axis=1)
    kolmogorov = np.abs(gap).max(axis=1)
    share = all_hits / (all_hits + all_others)
    # chi-square of a table with two columns, over its total
    squares = (hits - share * runs) ** 2 / np.maximum(runs, 1e-9)
    cramer = np.sqrt(squares.sum(axis=1) / (share * (1 - share)) / (all_hits + all_others))
    direction = np.sign(np.where(np.abs(gap) == kolmogorov[:, None], gap, 0.0).sum(axis=1)).astype(int)
    return np.where(numeric, kolmogorov, cramer), np.where(numeric, direction, 0)
