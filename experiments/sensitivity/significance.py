"""Whether a factor does anything at all to an outcome, whatever it is that it does: tests by permutation, and which of them to believe.

A floor that a dummy reaches is a hard judge: it also refuses what can hardly be chance. So each factor is tested by itself:

- Independent points: the points are dealt anew among the parts of the factor's range. Where ranks of the outcome's mean rise or fall
  along the parts more than in nearly all such deals (Spearman), differ more between them (Kruskal and Wallis 1952), or one part's
  distribution lies farther from the whole (Kolmogorov and Smirnov), the factor works; three looks at one factor cost three times the
  probability. Of a design with one factor the runs are dealt, each among those of its own world.
- Morris: chance moves an outcome up as often as down, so the signs of a factor's moves are dealt anew.

Of many factors some seem to work by chance. Those are called clear that keep the share of false ones among them, on average, at 5 %
(Benjamini and Hochberg 1995).
"""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

import numpy as np

from experiments.sensitivity.index import Index
from experiments.sensitivity.pawn_index import SLICES, curves_of
from experiments.sensitivity.sample import Complete, independent, strata
from experiments.sensitivity.screening import elementary

DEALS: Final = 1_999
FALSE: Final = 0.05  # share of false ones among the factors that are called clear, on average
_THRESHOLDS: Final = 64
_AT_ONCE: Final = 50  # deals worked out together
_POWER: Final = 0.8  # chance with which a design is to show a factor, where its size is asked for
_NO_HINT: Final = 0.25  # z: a factor that shows less than this hints at no size of a design
METHOD: Final = "test"


def significance_of(whole: Complete, deals: int = DEALS) -> tuple[Index, ...]:
    """The probability of each factor (the dummy is none) if it did nothing, and whether it is clear that it does something."""
    sample = whole.sample
    factors = sample.factors[:-1] if sample.dummy else sample.factors
    draws = np.random.default_rng([sample.salib_seed, 2])
    if sample.sampler == "morris":
        chances = _of_moves(elementary(sample, whole.means)[:, : len(factors)], deals, draws)
    else:
        chances = _of_parts(whole, len(factors), deals, draws)
    clear = believed(chances)
    return tuple(
        Index(METHOD, "p", factor.name, "", float(p), math.nan, math.nan, bool(is_clear))
        for factor, p, is_clear in zip(factors, chances, clear, strict=True)
    )


def believed(chances: Sequence[float] | np.ndarray, false: float = FALSE) -> np.ndarray:
    """Which of many tests to believe, so that of those believed a share of `false` is wrong on average: bool[tests]."""
    chances = np.asarray(chances, dtype=float)
    order = np.argsort(chances, kind="stable")
    passing = chances[order] <= false * np.arange(1, len(chances) + 1) / len(chances)
    kept = np.zeros(len(chances), dtype=bool)
    if passing.any():
        kept[order[: np.flatnonzero(passing).max() + 1]] = True
    return kept


def points_to_show(chance: float, points: int, tests: int) -> int | None:
    """About how many points would show a factor that these show with that probability of chance; None where nothing hints at it."""
    shown = NormalDist().inv_cdf(1 - min(max(chance, 1e-9), 1 - 1e-9))
    if shown < _NO_HINT:
        return None
    wanted = NormalDist().inv_cdf(1 - FALSE / tests) + NormalDist().inv_cdf(_POWER)
    return max(points, math.ceil(points * (wanted / shown) ** 2))


def _of_moves(moves: np.ndarray, deals: int, draws: np.random.Generator) -> np.ndarray:
    """Of Morris's moves, float[trajectories, factors]: how often dealt signs give a mean as far from zero."""
    seen = np.abs(moves.mean(axis=0))
    signs = draws.choice([-1.0, 1.0], size=(deals, len(moves)))
    dealt = np.abs(signs @ moves / len(moves))
    return np.asarray((1 + (dealt >= seen * (1 - 1e-12)).sum(axis=0)) / (deals + 1))


def _of_parts(whole: Complete, factors: int, deals: int, draws: np.random.Generator) -> np.ndarray:
    """Of independent points: how often dealt points differ as much between the parts of a factor's range, in ranks or in a distribution."""
    rows, sample = independent(whole), whole.sample
    alone = factors == 1
    # Of one factor each run is a row of its own, dealt among those of its world; of several a point is, dealt among those of its side.
    values = rows.values.T.reshape(-1, 1) if alone else rows.values
    block = np.repeat(np.arange(rows.values.shape[1]), len(rows.values)) if alone else rows.side
    ranks = _ranks(values.mean(axis=1), block)
    curves = curves_of(values, _THRESHOLDS)
    kept: dict[bytes, tuple[np.ndarray, ...]] = {}
    chances = []
    for column in range(factors):
        parts = strata(rows.unit[:, column], sample.factors[column], SLICES)
        parts = np.tile(parts, rows.values.shape[1]) if alone else parts
        sizes = np.bincount(parts)
        seen = _differences(parts[None], ranks, curves, len(sizes))
        if sizes.tobytes() not in kept:  # what deals give hangs on the sizes of the parts alone
            kept[sizes.tobytes()] = _dealt(parts, block, ranks, curves, deals, draws)
        each = [(1 + (dealt >= value * (1 - 1e-9)).sum()) / (deals + 1) for value, dealt in zip(seen, kept[sizes.tobytes()], strict=True)]
        chances.append(min(1.0, len(each) * min(each)))
    return np.array(chances)


def _ranks(values: np.ndarray, block: np.ndarray) -> np.ndarray:
    """Ranks inside each block, those that share a value at their middle, less their mean."""
    ranks = np.empty(len(values))
    for which in np.unique(block):
        mine = block == which
        _, group, number = np.unique(values[mine], return_inverse=True, return_counts=True)
        middle = (np.cumsum(number) - (number - 1) / 2)[group]
        ranks[mine] = middle - middle.mean()
    return ranks


def _differences(parts: np.ndarray, ranks: np.ndarray, curves: np.ndarray, number: int) -> tuple[np.ndarray, ...]:
    """For each line of parts, int[lines, rows]: trend of ranks along them, spread of mean ranks, largest distance of a distribution."""
    inside = (parts[:, None, :] == np.arange(number)[None, :, None]).astype(np.float32)
    sizes = inside.sum(axis=2)
    sums = inside @ ranks.astype(np.float32)
    trend, spread = np.abs(sums @ np.arange(number)), (sums**2 / sizes).sum(axis=1)
    away = np.abs(inside @ curves / sizes[:, :, None] - curves.mean(axis=0))
    # A small part strays farther by chance: distances count in units of what chance does to a part of its size.
    return trend, spread, (away.max(axis=2) * np.sqrt(sizes)).max(axis=1)


def _dealt(
    parts: np.ndarray, block: np.ndarray, ranks: np.ndarray, curves: np.ndarray, deals: int, draws: np.random.Generator
) -> tuple[np.ndarray, ...]:
    number, found = int(parts.max()) + 1, []
    places = [np.flatnonzero(block == which) for which in np.unique(block)]
    for begin in range(0, deals, _AT_ONCE):
        dealt = np.empty((min(_AT_ONCE, deals - begin), len(parts)), dtype=parts.dtype)
        for mine in places:
            order = draws.random((len(dealt), len(mine))).argsort(axis=1)
            dealt[:, mine] = parts[mine][order]
        found.append(_differences(dealt, ranks, curves, number))
    return tuple(np.concatenate(each) for each in zip(*found, strict=True))
