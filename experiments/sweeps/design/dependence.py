"""Factors that hang together: rank correlations between them, and comparisons that every point has to hold.

Correlations are those of a Gaussian copula: positions are taken to normal scores, mixed, and taken back, so that each factor keeps the
distribution it has alone. All of it is done point by point in sums of a fixed order, so that a longer sequence begins with the points
of a shorter one, to the last bit.
"""

import math
import operator
import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from experiments.sweeps.design.checks_of_outcomes import NUMBER
from experiments.sweeps.design.factors import Factor
from experiments.sweeps.design.schema import Correlation

_SIDE: Final = rf"([A-Za-z][A-Za-z0-9_-]*|{NUMBER})"
CONSTRAINT: Final = re.compile(rf"\s*{_SIDE}\s*(<=|>=|<|>)\s*{_SIDE}\s*")
"""A factor or a number, a comparison, a factor or a number."""
_COMPARE: Final[dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_SINGULAR: Final = 1e-6  # what is left of a factor's variance once others are known; with less they are one factor
_EDGE: Final = 2.0**-53


class Dependence(NamedTuple):
    """What a design says of its factors together."""

    correlations: tuple[Correlation, ...] = ()
    constraints: tuple[str, ...] = ()


def mixing(correlations: Sequence[Correlation], names: Sequence[str]) -> list[list[float]] | None:
    """How normal scores are mixed: the lower triangle of Cholesky, by factor; None where the correlations cannot hold together."""
    rows = [[float(one == other) for other in names] for one in names]
    for pair in correlations:
        one, other = (names.index(name) for name in pair.between)
        rows[one][other] = rows[other][one] = 2 * math.sin(math.pi / 6 * pair.rank)  # of normal scores, for that correlation of ranks
    lower = [[0.0] * len(names) for _ in names]
    for k, row in enumerate(rows):
        for j in range(k + 1):
            rest = row[j] - math.fsum(lower[k][i] * lower[j][i] for i in range(j))
            if j < k:
                lower[k][j] = rest / lower[j][j]
            elif rest < _SINGULAR:
                return None
            else:
                lower[k][k] = math.sqrt(rest)
    return lower


def correlated(unit: np.ndarray, lower: Sequence[Sequence[float]], *, stratified: bool) -> np.ndarray:
    """Positions with the correlations; columns that have none stay what they are.

    Args:
        unit: float[points, columns]: independent positions; columns beyond those of `lower` are not touched.
        lower: from `mixing`.
        stratified: whether each column keeps exactly the positions it has, in another order, as a Latin hypercube must.
    """
    from scipy.special import ndtr, ndtri

    found = unit.copy()
    tied = [k for k, row in enumerate(lower) if any(row[:k]) or any(other[k] for other in lower[k + 1 :])]
    normal = {k: ndtri(np.clip(unit[:, k], _EDGE, 1 - _EDGE)) for k in tied}
    for k in tied:
        mixed = np.zeros(len(unit))
        for j in tied:
            if j <= k and lower[k][j]:
                mixed += lower[k][j] * normal[j]
        if stratified:
            found[np.argsort(mixed, kind="stable"), k] = np.sort(unit[:, k])
        else:
            found[:, k] = ndtr(mixed)
    return found


def holding(constraints: Sequence[str], factors: Sequence[Factor], unit: np.ndarray) -> np.ndarray:
    """bool[points]: where all constraints hold, between the values that the factors have there."""
    names = [factor.name for factor in factors]

    def values(side: str) -> np.ndarray:
        if side not in names:
            return np.full(len(unit), float(side))
        k = names.index(side)
        return np.array(factors[k].at(unit[:, k]), dtype=float)

    held = np.ones(len(unit), dtype=bool)
    for text in constraints:
        parts = CONSTRAINT.fullmatch(text)
        assert parts is not None  # the design was checked
        held &= _COMPARE[parts[2]](values(parts[1]), values(parts[3]))
    return held
