"""What discovery starts from: the runs of a sweep, each of interest or not, and factors cut into levels.

The search never sees the numbers of a factor, only the order of its levels: at most `LEVELS` groups of about equal size, so that a
scale (euros, logarithms) changes nothing and twenty thousand points cost little more than a few hundred. A point of the design
counts all its runs, those of interest and the others; no majority is taken, so that chance stays in the data.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from experiments.languages import ByLanguage, told

LEVELS: Final = 250  # a limit is placed to within a 250th of the points, finer than resampling ever confirms
_MOST_CATEGORIES: Final = 100

OPERATORS: Final[dict[str, Callable[[np.ndarray, float], np.ndarray]]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq, "!=": operator.ne,
}


@dataclass(frozen=True)
class Cases:
    """The runs of a sweep.

    Args:
        factors: one row a point of the design; numeric columns, or columns of text or categories.
        values: the outcome, [points, replicates]; nan where a run failed.
        labels: for each factor its label by language, and its unit.
        outcome: name of the outcome.
        label: the outcome as readers of each language should see it.
    """

    factors: pd.DataFrame
    values: np.ndarray
    labels: Mapping[str, tuple[ByLanguage, str]] = field(default_factory=dict)
    outcome: str = "outcome"
    label: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """What makes a run a case of interest, as in `members_36 < 10`."""

    operator: str
    threshold: float

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise ValueError(f"operator {self.operator!r}: a condition is written with one of {', '.join(OPERATORS)}")
        if not np.isfinite(self.threshold):
            raise ValueError(f"threshold {self.threshold}: a condition needs a number")

    def holds(self, values: np.ndarray) -> np.ndarray:
        """Where it holds; never where the outcome is undefined."""
        return OPERATORS[self.operator](values, self.threshold) & ~np.isnan(values)


@dataclass(frozen=True)
class BinnedFactor:
    """A factor and its levels, from the lowest to the highest value, or one a category."""

    name: str
    label: ByLanguage
    unit: str
    lows: np.ndarray  # smallest value of each level; empty when categorical
    highs: np.ndarray  # largest value of each level
    categories: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether its levels have an order."""
        return not self.categories

    @property
    def levels(self) -> int:
        """How many levels it has."""
        return len(self.categories) or len(self.lows)

    @property
    def span(self) -> tuple[float, float]:
        """Smallest and largest value of a numeric factor."""
        return float(self.lows[0]), float(self.highs[-1])

    def text(self, lang: str) -> str:
        """Its label, or its name without one."""
        return told(self.label, lang) or self.name

    def at_least(self, level: int) -> float:
        """The roundest number that the values of `level` and above reach, and those below do not."""
        return _roundest(float(self.highs[level - 1]), float(self.lows[level]), np.floor)

    def at_most(self, level: int) -> float:
        """The roundest number that the values of `level` and below do not pass, and those above do."""
        return _roundest(float(self.lows[level + 1]), float(self.highs[level]), np.ceil)


@dataclass(frozen=True)
class BinnedSample:
    """Points of a design as the search sees them.

    Args:
        factors: the factors that vary.
        codes: level of each point, [factors, points].
        hits: runs of interest at each point.
        runs: all runs at each point.
    """

    factors: tuple[BinnedFactor, ...]
    codes: np.ndarray
    hits: np.ndarray
    runs: np.ndarray

    @property
    def density(self) -> float:
        """Share of the runs that are of interest."""
        return float(self.hits.sum() / self.runs.sum())

    def with_runs(self, hits: np.ndarray, runs: np.ndarray) -> "BinnedSample":
        """The same points with other counts of runs; those without any are left out."""
        kept = np.flatnonzero(runs > 0)
        return BinnedSample(self.factors, self.codes[:, kept], hits[kept].astype(float), runs[kept].astype(float))


@dataclass(frozen=True)
class CaseCounts:
    """A sample, and what was left aside on the way to it."""

    sample: BinnedSample
    kept: np.ndarray  # positions of its points among the rows of the cases
    failed: int  # runs left out
    ignored: tuple[BinnedFactor, ...]  # factors that do not vary


def count(cases: Cases, condition: Condition) -> CaseCounts:
    """Count the runs of interest at every point.

    Raises:
        ValueError: when the arrays do not fit, a factor has holes, the outcome exists nowhere, or all runs (or none) are of interest.
    """
    values = np.asarray(cases.values, dtype=float)
    _require_shapes(cases, values)
    defined = ~np.isnan(values)
    if not defined.any():
        raise ValueError(
            f"{cases.outcome} is undefined in every run: it does not exist in these runs, or all of them failed; "
            "choose an outcome that exists in every run, such as members_36 or closed_36"
        )
    hits, runs = condition.holds(values).sum(axis=1), defined.sum(axis=1)
    what = f"{cases.outcome} {condition.operator} {condition.threshold:g}"
    spread = f"it goes from {np.nanmin(values):g} to {np.nanmax(values):g}, so take a threshold in between"
    if not hits.sum():
        raise ValueError(f"no run is of interest: {what} holds in none of {runs.sum():,} runs; {spread}")
    if hits.sum() == runs.sum():
        raise ValueError(f"every run is of interest: {what} holds in all {runs.sum():,} runs; {spread}")
    kept = np.flatnonzero(runs)
    factors, codes, ignored = [], [], []
    for name in cases.factors.columns:
        column = cases.factors[name].iloc[kept]
        factor, levels = _levels(str(name), column, cases.labels.get(str(name), ({}, "")))
        if factor.levels < 2:
            ignored.append(factor)
            continue
        factors.append(factor)
        codes.append(levels)
    if not factors:
        raise ValueError("no factor varies: a sweep over at least one factor is needed")
    sample = BinnedSample(tuple(factors), np.stack(codes), hits[kept].astype(float), runs[kept].astype(float))
    return CaseCounts(sample, kept, int(values.size - defined.sum()), tuple(ignored))


def _require_shapes(cases: Cases, values: np.ndarray) -> None:
    if values.ndim != 2:
        raise ValueError(f"values has {values.ndim} dimensions: one row a point and one column a replicate are needed")
    if len(cases.factors) != len(values):
        raise ValueError(f"{len(cases.factors)} rows of factors and {len(values)} rows of values: both have one row a point")
    if not cases.factors.columns.is_unique:
        raise ValueError("two factors have the same name")
    if np.isinf(values).any():
        raise ValueError(f"{cases.outcome} is infinite in {np.isinf(values).sum()} runs: mark a failed run with nan")
    for name in cases.factors.columns:
        column = cases.factors[name]
        holes = int(column.isna().sum())
        if not holes and pd.api.types.is_numeric_dtype(column.dtype):
            holes = int((~np.isfinite(column.to_numpy(dtype=float))).sum())
        if holes:
            raise ValueError(f"factor {name} has no finite value at {holes} points: every point needs a value of every factor")


def _levels(name: str, column: "pd.Series", labels: tuple[ByLanguage, str]) -> tuple[BinnedFactor, np.ndarray]:
    """A column cut into levels, and the level of each of its rows."""
    none = np.empty(0)
    numeric = pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)
    if not numeric:
        is_ordered = isinstance(column.dtype, pd.CategoricalDtype)
        known = [str(value) for value in column.cat.categories] if is_ordered else sorted({str(value) for value in column})
        present = set(column.astype(str))
        categories = tuple(value for value in known if value in present)
        if len(categories) > _MOST_CATEGORIES:
            raise ValueError(f"factor {name} has {len(categories)} categories, more than {_MOST_CATEGORIES}: is it a number kept as text?")
        position = {value: place for place, value in enumerate(categories)}
        return BinnedFactor(name, *labels, none, none, categories), np.array([position[str(value)] for value in column], dtype=np.intp)
    values = column.to_numpy(dtype=float)
    distinct, place, number = np.unique(values, return_inverse=True, return_counts=True)
    if len(distinct) > LEVELS:
        # by the middle of each value's ranks: equal values stay together whatever the cut
        middle = np.cumsum(number) - number / 2
        group = np.minimum((middle * LEVELS / len(values)).astype(np.intp), LEVELS - 1)
        group = np.unique(group, return_inverse=True)[1]
    else:
        group = np.arange(len(distinct))
    first = np.flatnonzero(np.diff(group, prepend=-1))
    last = np.append(first[1:] - 1, len(distinct) - 1)
    return BinnedFactor(name, *labels, distinct[first], distinct[last]), group[place].astype(np.intp)


def _roundest(outside: float, inside: float, towards: Callable[[float], float]) -> float:
    """The number of fewest decimals between the last value outside a limit and the first inside, which it may equal."""
    for decimals in range(-12, 16):
        scale = 10.0**decimals
        candidate = float(towards(inside * scale) / scale) + 0.0
        if min(outside, inside) <= candidate <= max(outside, inside) and candidate != outside:
            return candidate
    return inside
