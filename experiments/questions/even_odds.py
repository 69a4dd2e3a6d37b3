"""At how many members something is as likely as not: a line in the log odds, with an interval that knows who shares a set of parameters.

Two numbers, a level and a slope, are all that is fitted, by Firth's penalised likelihood (1993), which stays finite where the futures
that live and those that close do not overlap. What is unsure comes from drawing whole sets of parameters again (cluster bootstrap), all
futures of a set together, with the bounds moved out by what few sets make them too narrow (Hesterberg 2015, "expanded percentile").
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

import numpy as np

from experiments.outcomes.intervals import Estimate, t_quantile
from experiments.sensitivity.resampling import counts

RESAMPLES: Final = 999
FEWEST_SETS: Final = 5  # below, a bootstrap over sets says nothing
EVEN: Final = 0.5
_STEPS, _LONGEST, _NEAR = 60, 2.0, 1e-7  # of Newton's method: how many, how long (log odds of a standard deviation), when to end
_GRID: Final = 81  # points of the curve that is drawn
_BINS: Final = 6  # of the observed shares beside it

Status = Literal["found", "all", "none", "flat", "below", "above", "few"]
"""`found`; or not defined: all live, none does, members do not matter, even the fewest do, even the most do not, too few futures."""


@dataclass(frozen=True)
class EvenOdds:
    """Where even odds lie along a number of members; the bounds are those of what was seen where the interval goes beyond it."""

    status: Status
    members: Estimate  # nan unless found
    futures: int
    share: float  # of the futures in which it happens
    seen: tuple[float, float]  # fewest and most members of any future
    grid: np.ndarray  # members at which the curve is given; empty where there is none
    curve: np.ndarray
    low: np.ndarray  # 95 % band of the curve
    high: np.ndarray
    observed: np.ndarray  # [bins, 3]: mean members, share, futures


def even_odds(members: np.ndarray, happens: np.ndarray, sets: np.ndarray, seed: int) -> EvenOdds:
    """Fit, and draw sets again.

    Args:
        members: of each future.
        happens: 0 or 1, of each future.
        sets: which set of parameters each future lives with; futures of one set are drawn together.
        seed: of the draws, which are keyed by it.
    """
    number = len(members)
    share = float(happens.mean()) if number else math.nan
    seen = (float(members.min()), float(members.max())) if number else (math.nan, math.nan)
    observed = _observed(members, happens)
    groups, group = np.unique(sets, return_inverse=True)

    def undefined(status: Status) -> EvenOdds:
        nothing = np.empty(0)
        return EvenOdds(status, Estimate(math.nan, math.nan, math.nan), number, share, seen, nothing, nothing, nothing, nothing, observed)

    if len(groups) < FEWEST_SETS:
        return undefined("few")
    if share in (0.0, 1.0):
        return undefined("all" if share else "none")
    if seen[0] == seen[1]:
        return undefined("flat")
    values, place = np.unique(members, return_inverse=True)
    futures, lives = np.zeros((len(groups), len(values))), np.zeros((len(groups), len(values)))
    np.add.at(futures, (group, place), 1.0)
    np.add.at(lives, (group, place), happens)
    drawn = np.vstack([np.ones(len(groups)), counts(len(groups), RESAMPLES, seed)])
    level, slope = fit(values, drawn @ futures, drawn @ lives)
    tail = _tail(len(groups))
    if slope[0] <= 0 or np.quantile(slope[1:], tail) <= 0:
        return undefined("flat")
    with np.errstate(divide="ignore", invalid="ignore"):
        even = np.where(slope > 0, -level / slope, np.where(level < 0, np.inf, -np.inf))
    if not seen[0] <= even[0] <= seen[1]:
        return undefined("below" if even[0] < seen[0] else "above")
    low, high = (float(np.clip(np.quantile(even[1:], side, method="nearest"), *seen)) for side in (tail, 1 - tail))
    grid = np.linspace(*seen, _GRID)
    curves = _expit(level[:, None] + slope[:, None] * grid)
    band = np.quantile(curves[1:], (tail, 1 - tail), axis=0)
    return EvenOdds("found", Estimate(float(even[0]), low, high), number, share, seen, grid, curves[0], band[0], band[1], observed)


def fit(values: np.ndarray, futures: np.ndarray, lives: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Level and slope of the log odds, for many counts at once.

    Args:
        values: float[values]: numbers of members.
        futures: float[fits, values]: futures with each.
        lives: float[fits, values]: those of them in which it happens.

    Returns:
        float[fits] each, per member.
    """
    total = futures.sum(axis=1, keepdims=True)
    middle = (futures @ values)[:, None] / total
    spread = np.sqrt((futures * (values - middle) ** 2).sum(axis=1, keepdims=True) / total)
    spread[spread == 0] = 1.0
    x = (values - middle) / spread
    beta = np.zeros((len(futures), 2))
    for _ in range(_STEPS):
        p = _expit(beta[:, :1] + beta[:, 1:] * x)
        weight = futures * p * (1 - p)
        i00, i01, i11 = weight.sum(axis=1), (weight * x).sum(axis=1), (weight * x * x).sum(axis=1)
        determinant = np.maximum(i00 * i11 - i01**2, 1e-300)
        leverage = p * (1 - p) * (i11[:, None] - 2 * i01[:, None] * x + i00[:, None] * x * x) / determinant[:, None]
        score = lives - futures * p + futures * leverage * (EVEN - p)
        s0, s1 = score.sum(axis=1), (score * x).sum(axis=1)
        step = np.stack([(i11 * s0 - i01 * s1) / determinant, (i00 * s1 - i01 * s0) / determinant], axis=1)
        step = np.clip(step, -_LONGEST, _LONGEST)
        beta += step
        if np.abs(step).max() < _NEAR:
            break
    slope = beta[:, 1] / spread[:, 0]
    return beta[:, 0] - slope * middle[:, 0], slope


def _tail(sets: int) -> float:
    """The share below which the lower bound of a 95 % interval is read off the resamples of so few sets."""
    return NormalDist().cdf(-math.sqrt(sets / (sets - 1)) * float(t_quantile(sets - 1)))


def _observed(members: np.ndarray, happens: np.ndarray) -> np.ndarray:
    """Shares seen in groups of about as many futures, members in order; futures with as many members stay together."""
    if not len(members):
        return np.empty((0, 3))
    edges = np.unique(np.quantile(members, np.linspace(0, 1, _BINS + 1)[1:-1], method="nearest"))
    group = np.searchsorted(edges, members, side="left")
    rows = [(members[group == one].mean(), happens[group == one].mean(), (group == one).sum()) for one in np.unique(group)]
    return np.array(rows, dtype=float)


def _expit(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -500, 500))))
