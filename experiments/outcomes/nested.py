"""Replicates that share a set of parameters, a few consecutive ones each: what the sets do, and what chance does within them.

One-way random effects (Searle, Casella and McCulloch 1992, chapter 3): sets are drawn, and worlds within a set. A mean over both is as
sure as the sets let it be, so its error is that of the sets' sums; and of the spread of single replicates a part is between sets.
Arrays have the replicates along the first axis, nan where an outcome does not exist; the last set may have fewer worlds.
"""

from typing import Final, NamedTuple

import numpy as np

FEWEST_SETS: Final = 5  # below, nothing is said of what lies between sets


class Mean(NamedTuple):
    """A mean over replicates and how sure it is: arrays of one shape."""

    number: np.ndarray  # replicates in which the outcome exists
    sets: np.ndarray  # sets in which it exists in some replicate
    mean: np.ndarray
    error: np.ndarray  # standard error of the mean; nan for a single set
    variance: np.ndarray  # of a replicate, as if all were drawn apart
    skewness: np.ndarray  # of what the mean is made of: replicates, or sums over a set; 0 of fewer than three


class Between(NamedTuple):
    """What lies between sets: arrays of one shape, but for the first axis of `means`."""

    means: np.ndarray  # [sets, ...]: mean of each set, drawn in so that they spread as the true ones do
    share: np.ndarray  # of the variance of a single replicate


def by_set(values: np.ndarray, worlds: int) -> np.ndarray:
    """Replicates as [sets, worlds, ...], the last set filled up with nan."""
    sets = -(-len(values) // worlds)
    room = np.full((sets * worlds, *values.shape[1:]), np.nan)
    room[: len(values)] = values
    return room.reshape(sets, worlds, *values.shape[1:])


def mean_over_sets(values: np.ndarray, worlds: int = 1) -> Mean:
    """Mean of the defined values; with one world a set, the error is that of independent replicates."""
    defined = ~np.isnan(values)
    number = defined.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(defined, values, 0.0).sum(axis=0) / number
        apart = np.where(defined, values - mean, 0.0)
        variance = np.where(number > 1, (apart**2).sum(axis=0) / (number - 1), np.nan)
        sets = by_set(np.where(defined, 1.0, np.nan), worlds)
        count = (~np.isnan(sets)).any(axis=1).sum(axis=0)
        sums = np.nansum(by_set(apart, worlds), axis=1)
        squares, cubes = (sums**2).sum(axis=0), (sums**3).sum(axis=0)
        error = np.where(count > 1, np.sqrt(count / (count - 1.0) * squares) / number, np.nan)
        unbiased = count * np.sqrt(count - 1.0) / (count - 2.0)  # Fisher's
        skewness = np.where((count > 2) & (squares > 0), unbiased * cubes / squares**1.5, 0.0)
    return Mean(number, count, mean, error, variance, skewness)


def covariance_of_means(first: np.ndarray, second: np.ndarray, worlds: int = 1) -> float:
    """Covariance of two means over the same replicates, defined in the same of them and in two sets or more."""
    one, other = (by_set(values - np.nanmean(values), worlds) for values in (first, second))
    defined = ~np.isnan(one)
    sets = defined.any(axis=1).sum()
    return float(sets / (sets - 1) * (np.nansum(one, axis=1) * np.nansum(other, axis=1)).sum() / defined.sum() ** 2)


def between_sets(values: np.ndarray, worlds: int) -> Between:
    """What the sets do; nan where there are too few of them, or no two worlds in one.

    The mean of a few worlds spreads more widely than the mean of all worlds of its set would. Set means are therefore drawn towards the
    common mean until their variance is that between sets (Louis 1984), which supposes nothing of how they are distributed.
    """
    grouped = by_set(values, worlds)
    defined = ~np.isnan(grouped)
    each = defined.sum(axis=1)
    number, sets = each.sum(axis=0), (each > 0).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        filled = np.where(defined, grouped, 0.0)
        means = filled.sum(axis=1) / each  # nan for a set in which it never exists
        mean = filled.sum(axis=(0, 1)) / number
        within = np.where(defined, grouped - means[:, None], 0.0)
        inside = (within**2).sum(axis=(0, 1)) / (number - sets)
        outside = np.where(each > 0, each * (means - mean) ** 2, 0.0).sum(axis=0) / (sets - 1)
        size = (number - (each**2).sum(axis=0) / number) / (sets - 1)
        variance = np.maximum(outside - inside, 0.0) / size
        drawn_in = np.sqrt(np.maximum(outside - inside, 0.0) / outside)
        told = (sets >= FEWEST_SETS) & (number > sets)
        share = np.where(told, variance / (variance + inside), np.nan)
        drawn = mean + np.where(outside > 0, drawn_in, 0.0) * (means - mean)
    return Between(np.where(told, drawn, np.nan), share)
