"""Borgonovo's delta: the share of an outcome's probability that moves when a factor becomes known.

Values come from SALib. Its resampling does not suit: it draws single runs, seeds the global generator and lets every warning through.
Here whole groups of rows are resampled, by the same formulas written for weights (a test holds the two together).
"""

import warnings
from typing import Final, NamedTuple

import numpy as np

from experiments.sensitivity.index import Index, MethodResult, dummy_floors, judged
from experiments.sensitivity.resampling import Spread, clip, counts
from experiments.sensitivity.sample import MOST_FAILED, Complete, FactorInfo, Sample, complete, constancy, strata, with_dummy

RESAMPLES: Final = 60
_GRID: Final = 100  # places at which SALib compares densities
_MESH: Final = 1024  # cells of the smoothing here
_MARGIN: Final = 4.0  # standard deviations of the outcome left empty around it, so that smoothing does not run round the mesh
_FEW_VALUES: Final = 12
_LUMP: Final = 1 / 3
_CELLS: Final = 12



class Parts(NamedTuple):
    """The rows by part of one factor's range."""

    part: np.ndarray  # number of the part, for each row
    edges: np.ndarray  # ranks at which a part ends, as SALib wants them


def delta(sample: Sample, *, most_failed: float = MOST_FAILED, resamples: int = RESAMPLES) -> MethodResult:
    """Borgonovo's delta and the first Sobol' index of every factor, both of one run (chance included), with intervals.

    One run of each point is read, another replicate from point to point, so that all replicates take part and rows stay independent.
    Delta is corrected for its bias by the bootstrap (Plischke and others 2013).

    Args:
        sample: a sweep.
        most_failed: largest share of groups that may be lost to failed runs.
        resamples: resamples of the points.
    """
    return delta_of(complete(sample, most_failed), resamples)


def delta_of(whole: Complete, resamples: int = RESAMPLES) -> MethodResult:
    """As `delta`, of a sample already found complete."""
    if reason := constancy(whole):
        return MethodResult((), notes=(reason,))
    factors, rows = with_dummy(whole)
    # Turned by group too, so that no replicate meets one side or one place of a trajectory only.
    outcome = rows.values[np.arange(rows.cluster.size), (np.arange(rows.cluster.size) + rows.cluster) % rows.values.shape[1]]
    if np.ptp(outcome) == 0:
        return MethodResult((), notes=("rare",))
    outcome = (outcome - outcome.mean()) / outcome.std()
    cells = lumps(outcome)
    mesh = Mesh(outcome) if cells is None else None
    weights = counts(int(rows.cluster.max()) + 1, resamples, whole.sample.salib_seed)[:, rows.cluster]
    deltas, firsts = [], []
    for column, factor in enumerate(factors):
        parts = parts_of(rows.unit[:, column], factor)
        if mesh is not None:
            value, drawn = salib_delta(outcome, parts), np.array([mesh.moved(parts.part, line) for line in weights])
        else:
            assert cells is not None
            value = moved(cells, parts.part, np.ones(cells.size))
            drawn = np.array([moved(cells, parts.part, line) for line in weights])
        corrected = 2 * value - drawn
        deltas.append(_index("delta", factor, float(corrected.mean()), corrected))
        shares = np.array([first(outcome, parts.part, line) for line in weights])
        firsts.append(_index("first", factor, salib_first(outcome, parts), shares))
    # Of factors that hang together the variance between parts is no share of one factor's own.
    indices = [*deltas, *([] if whole.sample.dependent else firsts)]
    notes = (() if whole.sample.dummy else ("dummy_made_here",)) + (() if cells is None else ("lumpy",))
    return MethodResult(judged(indices, dummy_floors(indices, factors[-1])), notes=notes)


def _index(index: str, factor: FactorInfo, value: float, drawn: np.ndarray) -> Index:
    half = float(Spread(drawn.var(ddof=1), np.zeros(()), 1).half)
    return Index("delta", index, factor.name, "", *clip(value, value - half, value + half, 0.0, 1.0))


def parts_of(column: np.ndarray, factor: FactorInfo) -> Parts:
    """As many parts as Plischke and others advise, but never across the values of a factor with few."""
    number = column.size
    exponent = 2.0 / (7.0 + np.tanh((1500.0 - number) / 500.0))
    part = strata(column, factor, int(np.round(min(int(np.ceil(number**exponent)), 48))))
    return Parts(part, np.concatenate([[0], np.cumsum(np.bincount(part))]))


def salib_delta(outcome: np.ndarray, parts: Parts) -> float:
    """Delta as SALib computes it, without its correction for bias."""
    from SALib.analyze.delta import calc_delta

    with warnings.catch_warnings():
        # Parts of a small sample may hold one value only; heaps of equal values have been dealt with before.
        warnings.filterwarnings("ignore", message=r"\d+/\d+ bins skipped", category=UserWarning)
        return float(calc_delta(outcome, np.linspace(outcome.min(), outcome.max(), _GRID), parts.part.astype(float), parts.edges))


def salib_first(outcome: np.ndarray, parts: Parts) -> float:
    """Variance between the means of parts as a share of the whole, from SALib."""
    from SALib.analyze.delta import sobol_first

    return float(sobol_first(outcome, parts.part.astype(float), parts.edges))


def first(outcome: np.ndarray, part: np.ndarray, weights: np.ndarray) -> float:
    """The same for rows that count more than once, or not at all."""
    size, total = np.bincount(part, weights), np.bincount(part, weights * outcome)
    mean = total.sum() / size.sum()
    variance = float(weights @ (outcome - mean) ** 2) / size.sum()
    between = float(size @ (total / np.maximum(size, 1e-300) - mean) ** 2) / size.sum()
    return between / variance if variance > 0 else 0.0


class Mesh:
    """Compares densities smoothed with Silverman's bandwidth, as SALib's `gaussian_kde` does, on a fine mesh by Fourier transform.

    Args:
        outcome: the outcome, standardised.
    """

    def __init__(self, outcome: np.ndarray) -> None:
        low, high = float(outcome.min()), float(outcome.max())
        self._outcome = outcome
        self._step = (high - low + 2 * _MARGIN) / _MESH
        self._cell = ((outcome - low + _MARGIN) / self._step).astype(int)
        self._frequency = 2 * np.pi * np.fft.rfftfreq(_MESH, self._step)
        middle = low - _MARGIN + (np.arange(_MESH) + 0.5) * self._step
        self._inside = (middle >= low) & (middle <= high)

    def moved(self, part: np.ndarray, weights: np.ndarray) -> float:
        """Half the distance between the density in each part and over all, averaged over the parts."""
        number = int(part.max()) + 1
        table = np.bincount(part * _MESH + self._cell, weights, number * _MESH).reshape(number, _MESH)
        size = table.sum(axis=1)
        everything = self._smooth(table.sum(axis=0)[None], *self._moments(np.zeros_like(part), weights))
        conditional = self._smooth(table, *self._moments(part, weights))
        distance = np.abs(conditional - everything)[:, self._inside].sum(axis=1) * self._step
        varied = np.ptp(conditional, axis=1) > 0
        return float(0.5 * (size * varied) @ distance / size.sum())

    def _moments(self, part: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Size and variance (of a sample) of the outcome in each part."""
        size, total = np.bincount(part, weights), np.bincount(part, weights * self._outcome)
        mean = total / np.maximum(size, 1e-300)
        squares = np.bincount(part, weights * (self._outcome - mean[part]) ** 2)
        return size, np.where(size > 1, squares / np.maximum(size - 1, 1), 0.0)

    def _smooth(self, table: np.ndarray, size: np.ndarray, variance: np.ndarray) -> np.ndarray:
        """Densities on the mesh; zero where all of a part is one value, which has none."""
        wide = variance > 1e-20
        bandwidth = np.sqrt(variance) * (0.75 * np.maximum(size, 1)) ** -0.2
        spectrum = np.fft.rfft(table, axis=1) * np.exp(-0.5 * (bandwidth[:, None] * self._frequency) ** 2)
        density = np.fft.irfft(spectrum, _MESH, axis=1) / (np.maximum(size, 1)[:, None] * self._step)
        return np.asarray(np.where(wide[:, None], density, 0.0))


def lumps(outcome: np.ndarray) -> np.ndarray | None:
    """For each row the class of its outcome, when the outcome is lumpy; None when it varies smoothly.

    Yes or no, a few values, or a heap of equal values (a hub that never has a member) have no density that could be smoothed: there
    the shares of classes are compared, which is exact for few values.
    """
    values, sizes = np.unique(outcome, return_counts=True)
    if values.size <= _FEW_VALUES:
        return np.asarray(np.searchsorted(values, outcome))
    if sizes.max() <= _LUMP * outcome.size:
        return None
    heap = values[sizes.argmax()]
    edges = np.unique([*np.quantile(outcome, np.arange(1, _CELLS) / _CELLS), heap, np.nextafter(heap, np.inf)])
    return np.asarray(np.searchsorted(edges, outcome, side="right"))


def moved(cell: np.ndarray, part: np.ndarray, weights: np.ndarray) -> float:
    """Half the distance between the shares of the outcome's classes in each part and over all, averaged over the parts."""
    cells, number = int(cell.max()) + 1, int(part.max()) + 1
    table = np.bincount(part * cells + cell, weights, number * cells).reshape(number, cells)
    size = table.sum(axis=1)
    conditional = table / np.maximum(size, 1e-300)[:, None]
    return float(0.5 * size @ np.abs(conditional - table.sum(axis=0) / size.sum()).sum(axis=1) / size.sum())
