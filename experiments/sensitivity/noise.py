"""How much of an outcome's variance is chance: the same town and the same decisions, other seeds.

The variance of one run is split by the law of total variance: between points (the factors) and within a point (chance). Because all
points of a side share their seeds, the part within is split further: what a seed does to all points alike (a good year everywhere),
which paired comparisons cancel, and what it does to each point in its own way. The estimates are those of a two-way table with random
points and random seeds, unbiased also when seeds do nothing in common; a one-way split would take the common part for a loss of
difference between points.
"""

from typing import NamedTuple

import numpy as np

from experiments.sensitivity.index import CHANCE, Index, MethodResult
from experiments.sensitivity.resampling import RESAMPLES, Spread, clip, without_one
from experiments.sensitivity.sample import MOST_FAILED, Complete, Independent, Sample, complete, constancy, independent

INDICES = ("one_run", "mean", "common", "interacting")


class Components(NamedTuple):
    """Variances of one run; estimates, so that a variance of zero may come out a little below zero."""

    points: float
    common: float  # of a seed, the same for all points
    interacting: float  # of a seed at one point

    @property
    def chance(self) -> float:
        """Variance of one run within a point."""
        return self.common + self.interacting


def chance(sample: Sample, *, most_failed: float = MOST_FAILED, resamples: int = RESAMPLES) -> MethodResult:
    """Shares of chance in the variance of one run and of a mean over the replicates, with intervals.

    `common` and `interacting` are the two parts of the share of one run. Needs two replicates.

    Args:
        sample: a sweep.
        most_failed: largest share of groups that may be lost to failed runs.
        resamples: resamples of the points.
    """
    return chance_of(complete(sample, most_failed), resamples)


def chance_of(whole: Complete, resamples: int = RESAMPLES) -> MethodResult:
    """As `chance`, of a sample already found complete."""
    sample = whole.sample
    if sample.replicates < 2:
        return MethodResult((), notes=("one_replicate",))
    if constancy(whole) == "constant":
        return MethodResult((), notes=("constant",))
    rows = independent(whole)
    number = sample.replicates
    values = shares(components(rows.values, rows.side), number)
    over_points = np.stack([shares(components(*drawn), number) for drawn in _resamples(rows, resamples, sample.salib_seed)])

    def estimate(left: np.ndarray) -> np.ndarray:
        return shares(components(left, rows.side), number)

    # With two replicates nothing is left when one is taken away.
    over_replicates = without_one(rows.values, estimate) if number > 2 else np.zeros(len(INDICES))
    half = Spread(over_points.var(axis=0, ddof=1), over_replicates, number).half
    indices = [
        Index("chance", index, CHANCE, "", *clip(float(value), float(value - width), float(value + width), 0.0, 1.0))
        for index, value, width in zip(INDICES, values, half, strict=True)
    ]
    return MethodResult(tuple(indices))


def components(values: np.ndarray, side: np.ndarray) -> Components:
    """Variances between points and between seeds; the two sides, which run on different seeds, are estimated apart and averaged.

    Args:
        values: points by replicates.
        side: which set of seeds a point runs on.
    """
    parts, sizes = [], []
    for which in range(2):
        table = values[side == which]
        points, seeds = table.shape
        if points < 2:
            continue
        row, column, middle = table.mean(axis=1), table.mean(axis=0), table.mean()
        rest = table - row[:, None] - column[None, :] + middle
        within = float((rest**2).sum()) / ((points - 1) * (seeds - 1))
        between = seeds * float(((row - middle) ** 2).sum()) / (points - 1)
        common = points * float(((column - middle) ** 2).sum()) / (seeds - 1)
        parts.append(((between - within) / seeds, (common - within) / points, within))
        sizes.append(points)
    return Components(*np.average(np.array(parts), axis=0, weights=sizes).tolist())


def shares(variances: Components, replicates: int) -> np.ndarray:
    """The indices of this method from the variances, in the order of `INDICES`."""
    points, within = max(variances.points, 0.0), max(variances.chance, 0.0)
    common = min(max(variances.common, 0.0), within)
    one, mean = points + within, points + within / replicates
    if one <= 0:
        return np.zeros(len(INDICES))
    return np.array([within / one, within / replicates / mean, common / one, (within - common) / one])


def fresh_variance(whole: Complete) -> float:
    """Variance that new seeds would give to a point's mean over its replicates; 0 with a single replicate."""
    if whole.sample.replicates < 2:
        return 0.0
    rows = independent(whole)
    return max(components(rows.values, rows.side).chance, 0.0) / whole.sample.replicates


def fresh_share(whole: Complete) -> float:
    """Upper end of the interval of the share of chance in a mean over the replicates."""
    return next(entry.high for entry in chance_of(whole).indices if entry.index == "mean")


def _resamples(rows: Independent, resamples: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Values and sides of resampled groups of rows."""
    order = np.argsort(rows.cluster, kind="stable")
    members = order.reshape(int(rows.cluster[order[-1]]) + 1, -1)  # groups have equally many rows
    rng = np.random.default_rng([seed, 2])
    drawn = rng.integers(members.shape[0], size=(resamples, members.shape[0]))
    chosen = [members[row].ravel() for row in drawn]
    return [(rows.values[index], rows.side[index]) for index in chosen]
