"""PAWN: how far the whole distribution of an outcome moves with a factor, not its variance alone.

The index is the largest distance (0 to 1) of two cumulative curves: of the outcome inside a part of the factor's range and over all of
it; the median and the largest over the parts.

It reads all runs of independent rows. A column that does nothing reaches a value above zero too, because parts of a range hold few
rows: the dummy shows how high, and is the floor.
"""

from typing import Final

import numpy as np

from experiments.sensitivity.index import Index, MethodResult, dummy_floors, judged
from experiments.sensitivity.resampling import clip, counts
from experiments.sensitivity.sample import MOST_FAILED, Complete, Independent, Sample, complete, constancy, strata, with_dummy

SLICES: Final = 10
RESAMPLES_PAWN: Final = 100
MOST_THRESHOLDS: Final = 256


def pawn(sample: Sample, *, most_failed: float = MOST_FAILED, slices: int = SLICES, resamples: int = RESAMPLES_PAWN) -> MethodResult:
    """PAWN index of every factor on all runs: median and largest distance over the parts of its range.

    Args:
        sample: a sweep.
        most_failed: largest share of groups that may be lost to failed runs.
        slices: parts of a range, with equally many points; a categorical factor has one for each value.
        resamples: resamples of the points.
    """
    return pawn_of(complete(sample, most_failed), slices, resamples)


def pawn_of(whole: Complete, slices: int = SLICES, resamples: int = RESAMPLES_PAWN) -> MethodResult:
    """As `pawn`, of a sample already found complete."""
    if reason := constancy(whole):
        return MethodResult((), notes=(reason,))
    factors, rows = with_dummy(whole)
    curves = curves_of(rows.values)
    weights = _weights(rows, resamples, whole.sample.salib_seed)
    by_statistic: dict[str, list[Index]] = {"ks_median": [], "ks_max": []}
    for column, factor in enumerate(factors):
        parts = strata(rows.unit[:, column], factor, slices)
        values = distances(curves, parts, weights)
        for index, statistic in (("ks_median", np.nanmedian), ("ks_max", np.nanmax)):
            all_values = statistic(values, axis=1)
            half = 1.96 * float(all_values[1:].std(ddof=1))
            value = float(all_values[0])
            by_statistic[index].append(Index("pawn", index, factor.name, "", *clip(value, value - half, value + half, 0.0, 1.0)))
    indices = [*by_statistic["ks_median"], *by_statistic["ks_max"]]
    return MethodResult(judged(indices, dummy_floors(indices, factors[-1])), notes=() if whole.sample.dummy else ("dummy_made_here",))


def curves_of(values: np.ndarray, most: int = MOST_THRESHOLDS) -> np.ndarray:
    """Share of a point's runs at or below each of many outcomes: [points, thresholds].

    The thresholds are all values that occur or, of more than `most`, evenly spaced quantiles (distances are then short by 1/most).
    """
    thresholds = np.unique(values)
    if thresholds.size > most:
        thresholds = np.unique(np.quantile(values, np.arange(1, most + 1) / most, method="inverted_cdf"))
    curves = np.zeros((values.shape[0], thresholds.size), dtype=np.float32)
    for replicate in values.T:
        curves += replicate[:, None] <= thresholds
    return curves / np.float32(values.shape[1])


def _weights(rows: Independent, resamples: int, seed: int) -> np.ndarray:
    """How often each row counts: once each in the first line, then as its group is drawn in each resample."""
    groups = int(rows.cluster.max()) + 1
    return np.vstack([np.ones(rows.cluster.size), counts(groups, resamples, seed)[:, rows.cluster]]).astype(np.float32)


def distances(curves: np.ndarray, parts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Kolmogorov and Smirnov's distance between each part and all rows, for each line of weights: [lines, parts].

    The formula is SALib's; its slices are not used, because a factor with few values falls between them and loses its highest one.
    """
    everything = weights @ curves / weights.sum(axis=1, keepdims=True)
    distance = np.full((weights.shape[0], int(parts.max()) + 1), np.nan)
    for part in range(distance.shape[1]):
        inside = weights[:, parts == part]
        size = inside.sum(axis=1, keepdims=True)
        drawn = size[:, 0] > 0
        conditional = inside[drawn] @ curves[parts == part] / size[drawn]
        distance[drawn, part] = np.abs(conditional - everything[drawn]).max(axis=1)
    return distance
