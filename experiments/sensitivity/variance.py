"""Sobol' indices: which share of the variance of an outcome a factor explains, alone and with all its interactions.

The outcome of a point is its mean over replicates. Values come from SALib; intervals and the first part of a design are computed by the
same formulas written for many resamples at once (a test holds the two together).
"""

import math
import warnings
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.sensitivity.index import ConvergencePoint, Index, MethodResult, dummy_floors, judged
from experiments.sensitivity.noise import fresh_share
from experiments.sensitivity.resampling import RESAMPLES, Spread, clip, counts, without_one
from experiments.sensitivity.sample import MOST_FAILED, Complete, NotAnalysable, Sample, complete, constancy

PARTS: Final = (8, 4, 2, 1)  # convergence looks at the first 1/8, 1/4, 1/2 and all of the design
FEWEST_IN_PART: Final = 8


class SaltelliRows(NamedTuple):
    """Outcomes of a Saltelli design by kind of row, standardised as SALib does."""

    a: np.ndarray  # [groups]
    ab: np.ndarray  # [groups, factors]
    ba: np.ndarray | None
    b: np.ndarray  # [groups]


def sobol(sample: Sample, *, most_failed: float = MOST_FAILED, resamples: int = RESAMPLES) -> MethodResult:
    """First and total Sobol' indices (and those of pairs, when the design has them) of the mean over replicates.

    Args:
        sample: a sweep over a Saltelli design.
        most_failed: largest share of base rows that may be lost to failed runs.
        resamples: resamples of the base rows.

    Raises:
        NotAnalysable: when the design or the outcome does not allow it.
    """
    if sample.sampler != "saltelli":
        raise NotAnalysable(f"Sobol' indices need a saltelli design, not {sample.sampler!r}")
    return sobol_of(complete(sample, most_failed), resamples)


def sobol_of(whole: Complete, resamples: int = RESAMPLES) -> MethodResult:
    """As `sobol`, of a sample already found complete."""
    sample = whole.sample
    if reason := constancy(whole):
        return MethodResult((), notes=(reason,))
    names = [factor.name for factor in sample.factors]
    values = _values(sample, whole.means)
    drawn = counts(whole.groups, resamples, sample.salib_seed)
    half = _half(sample, drawn)
    indices: list[Index] = []
    for row, index in enumerate(("first", "total")):
        for column, name in enumerate(names):
            value = float(values[row, column])
            around = clip(value, value - half[row, column], value + half[row, column], 0.0 if index == "total" else -math.inf)
            indices.append(Index("sobol", index, name, "", *around))
    floors, notes = _floors(whole, indices)
    all_indices = [*judged(indices, floors)]
    if sample.second_order:
        all_indices += _pairs(sample, whole.means, drawn)
    return MethodResult(tuple(all_indices), _steps(whole, resamples), notes)


def _values(sample: Sample, means: np.ndarray) -> np.ndarray:
    """First (row 0) and total (row 1) index of every factor, from SALib."""
    estimates = _salib(sample, means)
    return np.array([estimates["S1"], estimates["ST"]])


def _salib(sample: Sample, means: np.ndarray) -> Any:
    from SALib.analyze import sobol as estimator

    names = [f"x{number}" for number in range(len(sample.factors))]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with warnings.catch_warnings():
        # Of a rare outcome a resample of SALib's can be constant; its intervals are not used here. The sample itself is not constant.
        warnings.filterwarnings("ignore", message="Constant values encountered", category=UserWarning)
        return estimator.analyze(problem, means, calc_second_order=sample.second_order, num_resamples=2, seed=sample.salib_seed)


def separate(means: np.ndarray, factors: int, second_order: bool) -> SaltelliRows:
    """The rows of a design by kind, centred and scaled over all of them."""
    size = 2 * factors + 2 if second_order else factors + 2
    rows = ((means - means.mean()) / means.std()).reshape(-1, size)
    return SaltelliRows(rows[:, 0], rows[:, 1 : factors + 1], rows[:, factors + 1 : -1] if second_order else None, rows[:, -1])


def resampled(rows: SaltelliRows, drawn: np.ndarray) -> np.ndarray:
    """First and total indices in each resample (Saltelli and others 2010, as in SALib): [resamples, 2, factors].

    Every term is a mean over base rows, so all resamples are one product of matrices.
    """
    groups = rows.a.size
    weights = drawn / groups
    variance = _variance(rows, weights)[:, None]
    first = weights @ (rows.b[:, None] * (rows.ab - rows.a[:, None]))
    total = 0.5 * (weights @ (rows.a[:, None] - rows.ab) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack([np.where(variance > 0, first / variance, 0.0), np.where(variance > 0, total / variance, 0.0)], axis=1)


def resampled_pair(rows: SaltelliRows, j: int, weights: np.ndarray, variance: np.ndarray, firsts: np.ndarray) -> np.ndarray:
    """Indices of the pairs (j, k) for all k in each resample (Saltelli 2002): [resamples, factors]."""
    assert rows.ba is not None
    joint = weights @ (rows.ba[:, j, None] * rows.ab - (rows.a * rows.b)[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        closed = np.where(variance[:, None] > 0, joint / variance[:, None], 0.0)
    return np.asarray(closed - firsts[:, j, None] - firsts)


def _variance(rows: SaltelliRows, weights: np.ndarray) -> np.ndarray:
    mean = 0.5 * (weights @ (rows.a + rows.b))
    square = 0.5 * (weights @ (rows.a**2 + rows.b**2))
    # What is left of two equal numbers by rounding is no variance.
    variance = np.asarray(square - mean**2)
    return np.where(variance > 1e-12, variance, 0.0)


def _half(sample: Sample, drawn: np.ndarray) -> np.ndarray:
    """Half widths of the intervals of first and total indices."""
    number = len(sample.factors)
    everyone = np.ones((1, drawn.shape[1]))

    def estimate(values: np.ndarray) -> np.ndarray:
        means = values.mean(axis=1)
        if np.ptp(means) == 0:
            return np.zeros((2, number))
        return np.asarray(resampled(separate(means, number, sample.second_order), everyone)[0])

    rows = separate(sample.values.mean(axis=1), number, sample.second_order)
    spread = Spread(resampled(rows, drawn).var(axis=0, ddof=1), without_one(sample.values, estimate), sample.replicates)
    return spread.dummy_last(sample.dummy).half


def _pairs(sample: Sample, means: np.ndarray, drawn: np.ndarray) -> list[Index]:
    """Indices of pairs; their floor is the largest that pairs with the dummy reach.

    Intervals hold the choice of points only. A pair with the dummy cannot interact, so it shows how far this estimator strays.
    """
    number = len(sample.factors)
    values = _salib(sample, means)["S2"]
    rows = separate(means, number, sample.second_order)
    weights = drawn / drawn.shape[1]
    variance = _variance(rows, weights)
    firsts = resampled(rows, drawn)[:, 0]
    second: list[Index] = []
    for j in range(number - 1):
        spread = resampled_pair(rows, j, weights, variance, firsts).var(axis=0, ddof=1)
        half = Spread(spread, np.zeros(number), 1).half
        for k in range(j + 1, number):
            value = float(values[j, k])
            names = sample.factors[j].name, sample.factors[k].name
            second.append(Index("sobol", "second", *names, value, value - float(half[k]), value + float(half[k])))
    dummies = [abs(entry.value) for entry in second if sample.dummy and entry.factor_2 == sample.factors[-1].name]
    dummy = sample.factors[-1].name if sample.dummy else ""
    pairs = judged(second, {"second": max(dummies, default=0.0)})
    return [entry for entry in pairs if not dummy or entry.factor_2 != dummy]


def _floors(whole: Complete, indices: list[Index]) -> tuple[dict[str, float], tuple[str, ...]]:
    sample = whole.sample
    if sample.dummy:
        return dummy_floors(indices, sample.factors[-1]), ()
    if sample.replicates > 1:
        # Without a dummy: what fresh chance would add to the variance of a mean, from the spread of the replicates.
        share = fresh_share(whole)
        return {"first": share, "total": share}, ("floor_from_replicates",)
    return {}, ("no_floor",)


def _steps(whole: Complete, resamples: int) -> tuple[ConvergencePoint, ...]:
    """Total indices from the first parts of the design (whole powers of two stay powers of two)."""
    sample, number = whole.sample, len(whole.sample.factors)
    points: list[ConvergencePoint] = []
    for part in PARTS:
        size = int(whole.kept[: whole.kept.size // part].sum())
        if size < FEWEST_IN_PART:
            continue
        values = sample.values[: size * sample.group_rows]
        means = values.mean(axis=1)
        ends = means.reshape(size, -1)[:, [0, -1]]
        if np.ptp(ends) <= 1e-12 * max(float(np.abs(means).max()), 1e-300):
            continue
        rows = separate(means, number, sample.second_order)
        value = resampled(rows, np.ones((1, size)))[0]
        spread = resampled(rows, counts(size, resamples, sample.salib_seed)).std(axis=0, ddof=1)
        for row, index in enumerate(("first", "total")):
            for column, factor in enumerate(sample.factors):
                middle, half = float(value[row, column]), 1.96 * float(spread[row, column])
                around = clip(middle, middle - half, middle + half, 0.0 if index == "total" else -math.inf)
                points.append(ConvergencePoint(size, "sobol", index, factor.name, *around))
    return tuple(points)
