"""Morris screening: how far an outcome moves when one factor takes one large step, whatever the others are.

mu* is the mean size of that move, mu the mean with its sign, sigma how much it depends on the other factors (or on where the step
starts); all in units of the outcome for a move across the whole range. Values come from SALib; the moves themselves are computed here
for the intervals (a test holds the two together).
"""

import math

import numpy as np

from experiments.sensitivity.index import ConvergencePoint, Index, MethodResult, dummy_floors, judged
from experiments.sensitivity.noise import fresh_variance
from experiments.sensitivity.resampling import RESAMPLES, Spread, clip, counts, without_one
from experiments.sensitivity.sample import MOST_FAILED, Complete, NotAnalysable, Sample, complete, constancy

QUARTERS = (1, 2, 3, 4)
FEWEST_TRAJECTORIES = 4


def morris(sample: Sample, *, most_failed: float = MOST_FAILED, resamples: int = RESAMPLES) -> MethodResult:
    """mu, mu* (with its interval) and sigma of every factor, of the mean over replicates.

    Args:
        sample: a sweep over a Morris design.
        most_failed: largest share of trajectories that may be lost to failed runs.
        resamples: resamples of the trajectories.

    Raises:
        NotAnalysable: when the design or the outcome does not allow it.
    """
    if sample.sampler != "morris":
        raise NotAnalysable(f"elementary effects need a morris design, not {sample.sampler!r}")
    return morris_of(complete(sample, most_failed), resamples)


def morris_of(whole: Complete, resamples: int = RESAMPLES) -> MethodResult:
    """As `morris`, of a sample already found complete."""
    sample = whole.sample
    if reason := constancy(whole):
        return MethodResult((), notes=(reason,))
    values = _salib(sample, whole.means)
    effects = elementary(sample, whole.means)
    spread = Spread(_over_trajectories(effects, resamples, sample.salib_seed), _over_replicates(sample), sample.replicates)
    spread = spread.dummy_last(sample.dummy)
    indices: list[Index] = []
    for row, index in enumerate(("mu", "mu_star", "sigma")):
        for column, factor in enumerate(sample.factors):
            value, half = float(values[row, column]), float(spread.half[row, column])
            around = clip(value, value - half, value + half, -math.inf if index == "mu" else 0.0)
            indices.append(Index("morris", index, factor.name, "", *around))
    floors, notes = _floors(whole, indices)
    return MethodResult(judged(indices, floors), _steps(sample, effects, resamples), notes)


def elementary(sample: Sample, means: np.ndarray) -> np.ndarray:
    """The move of each factor in each trajectory, scaled to its whole range: [trajectories, factors]."""
    rows = sample.unit.reshape(-1, sample.group_rows, len(sample.factors))
    moves = np.diff(rows, axis=1)
    which = np.abs(moves).argmax(axis=2)
    step = np.take_along_axis(moves, which[..., None], axis=2)[..., 0]
    change = np.diff(means.reshape(-1, sample.group_rows), axis=1)
    effects = np.empty_like(change)
    np.put_along_axis(effects, which, change / step, axis=1)
    return effects


def _salib(sample: Sample, means: np.ndarray) -> np.ndarray:
    """mu, mu* and sigma of every factor, from SALib."""
    from SALib.analyze import morris as estimator

    names = [f"x{number}" for number in range(len(sample.factors))]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    estimates = estimator.analyze(problem, sample.unit, means, num_levels=sample.levels, num_resamples=2, seed=sample.salib_seed)
    return np.array([np.ma.getdata(estimates[key]) for key in ("mu", "mu_star", "sigma")], dtype=float)


def _statistics(effects: np.ndarray) -> np.ndarray:
    return np.stack([effects.mean(axis=0), np.abs(effects).mean(axis=0), effects.std(axis=0, ddof=1)])


def _over_trajectories(effects: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    weights = counts(effects.shape[0], resamples, seed) / effects.shape[0]
    mean, size, square = weights @ effects, weights @ np.abs(effects), weights @ effects**2
    bessel = effects.shape[0] / (effects.shape[0] - 1)
    return np.stack([mean, size, np.sqrt(np.maximum(square - mean**2, 0.0) * bessel)]).var(axis=1, ddof=1)


def _over_replicates(sample: Sample) -> np.ndarray:
    return without_one(sample.values, lambda values: _statistics(elementary(sample, values.mean(axis=1))))


def _floors(whole: Complete, indices: list[Index]) -> tuple[dict[str, float], tuple[str, ...]]:
    sample = whole.sample
    if sample.dummy:
        return dummy_floors(indices, sample.factors[-1]), ()
    if sample.replicates > 1:
        # The mean size of the difference of two means that differ by chance alone, scaled as a move is.
        step = sample.levels / (2 * (sample.levels - 1))
        size = 2 * math.sqrt(fresh_variance(whole) / math.pi) / step
        return {"mu_star": size}, ("floor_from_replicates",)
    return {}, ("no_floor",)


def _steps(sample: Sample, effects: np.ndarray, resamples: int) -> tuple[ConvergencePoint, ...]:
    """mu* from the first quarters of the trajectories."""
    points: list[ConvergencePoint] = []
    sizes = dict.fromkeys(effects.shape[0] * quarter // 4 for quarter in QUARTERS)
    for size in sizes:
        if size < FEWEST_TRAJECTORIES:
            continue
        part = effects[:size]
        half = Spread(_over_trajectories(part, resamples, sample.salib_seed)[1], np.zeros(effects.shape[1]), 1).half
        for column, factor in enumerate(sample.factors):
            value = float(np.abs(part[:, column]).mean())
            around = clip(value, value - half[column], value + half[column], 0.0)
            points.append(ConvergencePoint(size, "morris", "mu_star", factor.name, *around))
    return tuple(points)
