"""Intervals over replicates: of a mean, of a share, of a paired difference, of a ratio of two means.

Every function reads the replicates along the first axis of an array and passes over undefined values (nan: the outcome does not
exist in that replicate, as the months to break-even of a hub that never breaks even). All intervals are 95 % ones. Where consecutive
replicates share a set of parameters (`worlds`), they are as wide as the number of sets makes them (`experiments.outcomes.nested`).
"""

import math
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.measure import Measure
from experiments.outcomes.nested import Mean, between_sets, covariance_of_means, mean_over_sets

Z: Final = NormalDist().inv_cdf(0.975)
_COUNTED: Final = ("agents", "desks", "firms", "hubs", "links", "members", "needs", "offices", "persons", "users", "vouchers")
SETS_SHARES: Final = (0.1, 0.9)  # of the sets, between which the middle 80 % lie
UNMET: Final = 0.05  # chance with which a kind of world may not have been met
NOTHING_EUR: Final = 1.0  # public money less than this is none
WIDEST: Final = 10.0  # upper over lower bound of a price beyond which nobody can decide by it
ROUNDING: Final = 1e-12  # differences this small beside the values come from the order of additions, not from the model


def is_counted(measure: Measure) -> bool:
    """Whether an outcome is counted in heads or things, or a yes or no, and is no amount of money, time or weight."""
    return measure.kind == "yes_no" or (measure.kind == "number" and measure.unit in _COUNTED)


def is_share(measure: Measure) -> bool:
    """Whether an outcome is a part of a whole."""
    return measure.kind in ("share", "yes_no")


class Estimate(NamedTuple):
    """A number with its 95 % interval; nan where nothing can be said."""

    value: float
    low: float
    high: float


class Summary(NamedTuple):
    """The replicates of one or many outcomes in short: arrays of one shape."""

    mean: np.ndarray
    low: np.ndarray  # 95 % interval of the mean
    high: np.ndarray
    p10: np.ndarray
    p50: np.ndarray
    p90: np.ndarray
    defined: np.ndarray  # replicates in which the outcome exists
    sets_low: np.ndarray  # middle 80 % of the mean given the set of parameters, as the sets vary
    sets_high: np.ndarray
    sets_share: np.ndarray  # of the variance of a replicate, what lies between sets


class PairedDifferences(NamedTuple):
    """Paired differences over replicates in short: arrays of one shape."""

    difference: np.ndarray
    low: np.ndarray  # 95 % interval of the difference
    high: np.ndarray
    variance_ratio: np.ndarray  # variance of an unpaired difference over that of the paired one
    defined: np.ndarray  # replicates in which both outcomes exist
    sets_low: np.ndarray  # middle 80 % of the difference given the set of parameters, as the sets vary
    sets_high: np.ndarray
    sets_share: np.ndarray  # of the variance of the difference in a replicate, what lies between sets
    degrees: np.ndarray  # of freedom behind the interval: sets in which both exist, less one


def t_quantile(degrees: np.ndarray | float) -> np.ndarray:
    """The 97.5 % quantile of Student's t, elementwise; nan below one degree of freedom.

    Exact for one and two degrees; above, the expansion in 1/degrees (Abramowitz and Stegun 26.7.5), within 0.13 %.
    """
    degrees = np.asarray(degrees, dtype=float)
    n = np.maximum(degrees, 1.0)
    quantile = (
        Z
        + (Z**3 + Z) / (4 * n)
        + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * n**2)
        + (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / (384 * n**3)
        + (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / (92160 * n**4)
    )
    quantile = np.where(degrees < 3, 0.95 / math.sqrt((1 - 0.95**2) / 2), quantile)
    quantile = np.where(degrees < 2, math.tan(0.475 * math.pi), quantile)
    return np.where(degrees < 1, np.nan, quantile)


def quantiles(values: np.ndarray, shares: tuple[float, ...], *, of_many: bool = False) -> list[np.ndarray]:
    """Quantiles of the defined values along the first axis, interpolated linearly; nan where none is defined.

    Those of the values themselves or, with `of_many`, of the many they were drawn from, whose ends few values hardly reach (Hyndman and
    Fan 1996, the eighth way).
    """
    ordered = np.sort(values, axis=0)  # nan last
    number = (~np.isnan(values)).sum(axis=0)
    interpolated = []
    for share in shares:
        position = share * np.maximum(number - 1, 0)
        if of_many:
            position = np.clip(share * (number + 1 / 3) - 2 / 3, 0, np.maximum(number - 1, 0))
        below = np.floor(position).astype(int)
        above = np.minimum(below + 1, np.maximum(number - 1, 0))
        low = np.take_along_axis(ordered, below[None], axis=0)[0]
        high = np.take_along_axis(ordered, above[None], axis=0)[0]
        interpolated.append(low + (high - low) * (position - below))
    return interpolated


def _is_yes_or_no(values: np.ndarray) -> np.ndarray:
    return ((values == 0) | (values == 1) | np.isnan(values)).all(axis=0)


def wilson(successes: np.ndarray, trials: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Interval of a share (Wilson 1927): sensible also when every replicate says yes, or none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = successes / trials
        centre = (share + Z**2 / (2 * trials)) / (1 + Z**2 / trials)
        half = Z * np.sqrt(share * (1 - share) / trials + Z**2 / (4 * trials**2)) / (1 + Z**2 / trials)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def effective(mean: Mean, worlds: int) -> np.ndarray:
    """Independent replicates that would tell a share as surely (Korn and Graubard 1998); at worst, when all are alike, one a set."""
    if worlds == 1:
        return mean.number
    with np.errstate(invalid="ignore", divide="ignore"):
        inflation = np.where(mean.variance > 0, mean.error**2 / (mean.variance / mean.number), mean.number / mean.sets)
        return mean.number / np.maximum(inflation, 1.0) * (Z / t_quantile(mean.sets - 1)) ** 2


def _as_sets_vary(values: np.ndarray, worlds: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Middle 80 % of the mean given the set, and the sets' share of the variance of a replicate; nan when each stands for itself."""
    if worlds == 1:
        nothing = np.full(values.shape[1:], np.nan)
        return nothing, nothing, nothing
    between = between_sets(values, worlds)
    low, high = quantiles(between.means, SETS_SHARES, of_many=True)
    return low, high, between.share


def towards_the_tail(t: np.ndarray | float, number: np.ndarray | float, skewness: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """How far the bounds of a mean lie below and above it, in standard errors: the one towards the longer tail moved out."""
    skewed = (2 * t * t + 1) / (6 * np.sqrt(number)) * skewness
    return t + np.maximum(-skewed, 0.0), t + np.maximum(skewed, 0.0)


def bounds_of_mean(mean: Mean) -> tuple[np.ndarray, np.ndarray]:
    """Student's interval, its bound towards the longer tail moved out by what skewness does (first term of Edgeworth's expansion).

    Of few skewed values the mean most often lies on the side away from the tail, so that Student's interval alone misses too often there.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        below, above = towards_the_tail(t_quantile(mean.sets - 1), mean.sets, mean.skewness)
        return mean.mean - below * mean.error, mean.mean + above * mean.error


def pooled_ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Values whose mean is the ratio of two sums over replicates, and which spread as that ratio does (Woodruff 1971).

    The ratio of the sums weighs each replicate by what it is a ratio of: a hub that was lost with three members says little of churn.

    Args:
        top: [replicates, ...].
        bottom: of that shape, not negative; where it is zero the replicate has no ratio (nan), and neither has it where a part is nan.
    """
    defined = ~np.isnan(top) & (bottom > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.where(defined, bottom, 0.0).sum(axis=0) / defined.sum(axis=0)
        ratio = np.where(defined, top, 0.0).sum(axis=0) / defined.sum(axis=0) / size
        return np.where(defined, ratio + (top - ratio * bottom) / size, np.nan)


def summarise(
    values: np.ndarray, counted: np.ndarray | bool = False, worlds: int = 1, share: np.ndarray | bool = False,
    pooled: np.ndarray | None = None,
) -> Summary:
    """Mean with its interval, and the spread between replicates.

    Args:
        values: replicates along the first axis; nan where the outcome does not exist.
        counted: whether the outcome is counted (members, hubs, yes or no), and no amount. Where it is 0 or 1 in every replicate its mean
            is a share and gets Wilson's interval; where it is the same in every one, that share of it. All else gets `bounds_of_mean`.
        worlds: consecutive replicates that share a set of parameters.
        share: whether the outcome lies between 0 and 1, or what was seen, and so does its mean.
        pooled: values whose mean is meant (`pooled_ratio`), where it is not that of `values`.
    """
    meant = values if pooled is None else pooled
    mean = mean_over_sets(meant, worlds)
    low, high = bounds_of_mean(mean)
    with np.errstate(invalid="ignore"):
        least, most = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
        unit = np.where((least == most) & (most > 1), most, 1.0)  # the same count everywhere: all or none of it in a world not met
        as_share = np.asarray(counted) & (mean.number > 0) & (_is_yes_or_no(values) | ((least == most) & (most > 1)))
    trials = effective(mean, worlds)
    share_low, share_high = wilson(mean.mean / unit * trials, trials)
    low, high = np.where(as_share, unit * share_low, low), np.where(as_share, unit * share_high, high)
    low = np.where(share, np.maximum(low, 0.0), low)
    high = np.where(share, np.minimum(high, np.fmax(most, 1.0)), high)
    p10, p50, p90 = quantiles(values, (0.1, 0.5, 0.9))
    return Summary(mean.mean, low, high, p10, p50, p90, mean.number, *_as_sets_vary(meant, worlds))


def paired(
    treated: np.ndarray, reference: np.ndarray, counted: np.ndarray | bool = False, worlds: int = 1, share: np.ndarray | bool = False,
    pooled: tuple[np.ndarray, np.ndarray] | None = None,
) -> PairedDifferences:
    """Difference of two outcomes measured in the same replicates.

    Only replicates in which both exist count. Counted outcomes that are 0 or 1 on both sides get the interval of Bonett and Price
    (2012), which stays honest when few replicates, or none, differ; where no replicate of another count differs, worlds not met may
    still differ by as much as worlds do. All else gets `bounds_of_mean` of the differences. `worlds` are consecutive replicates of one
    set; differences of a `share` lie between -1 and 1, or what was seen. `pooled` are values of both whose means are meant
    (`pooled_ratio`, of the replicates in which both exist), where they are not those of the outcomes themselves.
    """
    both = ~(np.isnan(treated) | np.isnan(reference))
    treated, reference = np.where(both, treated, np.nan), np.where(both, reference, np.nan)
    meant = (treated, reference) if pooled is None else pooled
    change, seen = _less(*meant), _less(treated, reference)
    mean = mean_over_sets(change, worlds)
    sides = mean_over_sets(meant[0]), mean_over_sets(meant[1])
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (sides[0].variance + sides[1].variance) / mean.variance
        trials = effective(mean, worlds)
        unmet = UNMET ** (1 / np.maximum(trials, 1.0))  # a kind of world that was not met is at most 1 less this of all
        spread = np.sqrt(np.fmax(sides[0].variance, sides[1].variance))
    low, high = bounds_of_mean(mean)
    alike = np.asarray(counted) & (mean.number > 1) & (np.nan_to_num(np.abs(seen)).sum(axis=0) == 0)
    low, high = np.where(alike, -(1 - unmet) * spread, low), np.where(alike, (1 - unmet) * spread, high)
    share_low, share_high = _paired_shares(seen, mean.number, trials)
    as_share = np.asarray(counted) & _is_yes_or_no(treated) & _is_yes_or_no(reference) & (mean.number > 0)
    low, high = np.where(as_share, share_low, low), np.where(as_share, share_high, high)
    with np.errstate(invalid="ignore"):
        reach = np.fmax(np.fmax.reduce(np.abs(seen), axis=0), 1.0)
    low, high = np.where(share, np.maximum(low, -reach), low), np.where(share, np.minimum(high, reach), high)
    return PairedDifferences(mean.mean, low, high, ratio, mean.number, *_as_sets_vary(change, worlds), mean.sets - 1)


def _less(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The difference; none where only the order of additions makes one."""
    change = first - second
    change[np.abs(change) <= ROUNDING * np.maximum(np.abs(first), np.abs(second))] = 0.0
    return change


def _paired_shares(change: np.ndarray, number: np.ndarray, trials: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bonett and Price: one imaginary replicate more in each direction."""
    with np.errstate(invalid="ignore", divide="ignore"):
        more = ((change > 0).sum(axis=0) / number * trials + 1) / (trials + 2)
        less = ((change < 0).sum(axis=0) / number * trials + 1) / (trials + 2)
        half = Z * np.sqrt((more + less - (more - less) ** 2) / (trials + 2))
    return np.maximum(more - less - half, -1.0), np.minimum(more - less + half, 1.0)


def estimate_of(values: np.ndarray, worlds: int = 1, *, share: bool) -> Estimate:
    """Mean over replicates [replicates] as `summarise` has it, of a share of them or of an amount; nan where none is defined."""
    if np.isnan(values).all():
        return Estimate(float("nan"), float("nan"), float("nan"))
    found = summarise(values[:, None], share, worlds, share)
    return Estimate(found.mean.item(), found.low.item(), found.high.item())


def mean_of(values: np.ndarray, worlds: int = 1) -> Estimate:
    """Mean over replicates [replicates], as wide as the number of sets makes it."""
    against_none = paired(values[:, None], np.zeros_like(values)[:, None], worlds=worlds)
    return Estimate(float(against_none.difference[0]), float(against_none.low[0]), float(against_none.high[0]))


def ratio_of_means(top: np.ndarray, bottom: np.ndarray, worlds: int = 1) -> Estimate | None:
    """Mean of `top` over mean of `bottom`, measured in the same replicates, with Fieller's interval.

    None when the mean of `bottom` is not clearly positive (its 95 % interval touches zero): the ratio then means nothing. An outcome
    that exists in some replicates only is taken over those; `worlds` are consecutive replicates of one set.
    """
    defined = ~(np.isnan(top) | np.isnan(bottom))
    top, bottom = (np.where(defined, values, np.nan).astype(float) for values in (top, bottom))
    over = mean_over_sets(bottom, worlds)
    if over.sets < 2:
        return None
    t_squared = float(t_quantile(over.sets - 1)) ** 2
    top_mean, bottom_mean = float(np.nanmean(top)), float(over.mean)
    top_variance, both, bottom_variance = (covariance_of_means(*pair, worlds) for pair in ((top, top), (top, bottom), (bottom, bottom)))
    square = bottom_mean**2 - t_squared * bottom_variance
    if bottom_mean <= 0 or square <= 0:
        return None
    middle = top_mean * bottom_mean - t_squared * both
    spread = math.sqrt(max(middle**2 - square * (top_mean**2 - t_squared * top_variance), 0.0))
    return Estimate(top_mean / bottom_mean, (middle - spread) / square, (middle + spread) / square)


def price(paid: np.ndarray, gained: np.ndarray, worlds: int = 1) -> Estimate | None:
    """What one unit of a gain costs, as `ratio_of_means`: None also where it may cost nothing, or its interval is too wide to decide by.

    Args:
        paid: money in each replicate.
        gained: what is had for it, in the same replicates.
        worlds: consecutive replicates that share a set of parameters.
    """
    each = ratio_of_means(paid, gained, worlds)
    return each if each is not None and each.low > 0 and each.high <= WIDEST * each.low else None
