"""What a sensitivity analysis starts from: the points of a finished sweep, one outcome of their runs, and what each column means.

Rows of a design belong together: a base row of a Saltelli design with all rows made from it, a trajectory of a Morris design. Such a
group is analysed whole or not at all, because an index compares the rows of one group with each other.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from experiments.languages import ByLanguage

PAIRWISE: Final = ("saltelli", "morris")  # designs whose rows are compared inside a group
SAMPLERS: Final = (*PAIRWISE, "latin_hypercube", "sobol", "grid", "rows", "parameter_sets")
MOST_FAILED: Final = 0.05  # share of groups lost to failed runs above which the rest may no longer be a fair sample
FEWEST_GROUPS: Final = 4
_SAME: Final = 1e-9


class NotAnalysable(ValueError):
    """A sample that would give numbers without meaning; the message says what is wrong and what to do."""


class NotInEveryRun(NotAnalysable):
    """An outcome that some runs do not have, such as the month of something that need not happen.

    Args:
        outcome: its name.
        missing: runs without it.
        runs: of all.
        points: points of which a run has none.
    """

    def __init__(self, outcome: str, missing: int, runs: int, points: str) -> None:
        super().__init__(
            f"outcome {outcome!r} does not exist in {missing} of {runs} runs ({points} points), though these runs did not fail; an index "
            "needs it in every run. Choose an outcome that exists in every run, for instance whether something happens by a date instead "
            "of the month in which it does"
        )
        self.missing, self.runs = missing, runs


@dataclass(frozen=True)
class FactorInfo:
    """One factor of a sweep in the words of its readers.

    Attributes:
        name: its column in the sweep.
        label: what it is, by language.
        unit: unit of `low` and `high`.
        low: value of the world at 0 on the unit interval (nan for a categorical factor).
        high: value of the world at 1.
        evidence: measured, survey, expert, promotional, assumed, "choice" (a decision of the planner), or "" for the dummy.
        values: for a categorical factor, its values in the order of the unit interval.
        source: where the range comes from.
        policy_lever: whether a planner can choose it (an instrument, a size, a price); otherwise it is something not known.
    """

    name: str
    label: ByLanguage
    unit: str
    low: float
    high: float
    evidence: str
    values: tuple[str, ...] = ()
    source: str = ""
    policy_lever: bool = False


DUMMY: Final = FactorInfo(
    "dummy", {}, "", 0.0, 1.0, "",
    source="A column without effect on the model: what it seems to do, chance does.",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """One outcome over the points of a finished sweep.

    In Saltelli and Morris designs a step of the dummy exchanges the random seeds of the replicates, and all other steps keep them: the
    A side (base row A and AB_i of a real factor; below 0.5 in a Morris trajectory) runs on seeds 0 to R-1, the B side on R to 2R-1.

    Attributes:
        factors: the columns of `unit`; with `dummy` the last one is the dummy.
        unit: points by factors, in [0, 1], in the order of the design.
        sampler: "saltelli", "morris", "latin_hypercube", "sobol", "grid", "rows" or "parameter_sets".
        outcome: name of the outcome.
        label: the outcome in words, by language.
        outcome_unit: unit of the outcome.
        kind: "number", "share" or "yes_no".
        values: points by replicates; nan where a run failed or the outcome does not exist.
        failed: whether that run ended in an error.
        second_order: Saltelli only: the design holds the rows BA_i too.
        levels: Morris only: levels of the grid.
        dummy: whether the last factor is the dummy.
        seed: seed of the sweep, also of the resampling here.
        dependent: whether factors hang together by design, so that what one seems to do may be another's.
    """

    factors: tuple[FactorInfo, ...]
    unit: np.ndarray
    sampler: str
    outcome: str
    label: ByLanguage
    outcome_unit: str
    kind: str
    values: np.ndarray
    failed: np.ndarray
    second_order: bool = False
    levels: int = 4
    dummy: bool = False
    seed: int = 1
    dependent: bool = False

    @property
    def points(self) -> int:
        """Rows of the design."""
        return int(self.unit.shape[0])

    @property
    def replicates(self) -> int:
        """Runs of each point, on different chances."""
        return int(self.values.shape[1])

    @property
    def group_rows(self) -> int:
        """Rows that are compared with each other and stand or fall together."""
        number = len(self.factors)
        if self.sampler == "saltelli":
            return 2 * number + 2 if self.second_order else number + 2
        return number + 1 if self.sampler == "morris" else 1

    @property
    def salib_seed(self) -> int:
        """A seed SALib takes as one: it passes over 0 in silence and would then be different each time."""
        return self.seed % (2**31 - 2) + 1


@dataclass(frozen=True)
class Complete:
    """A sample whose groups are whole.

    Attributes:
        sample: the groups kept, every value defined.
        kept: for each group of the design, whether it was kept.
        failed_runs: runs of the design that ended in an error.
    """

    sample: Sample
    kept: np.ndarray
    failed_runs: int

    @property
    def groups(self) -> int:
        """Groups kept."""
        return int(self.kept.sum())

    @property
    def dropped(self) -> int:
        """Groups left out because a run of theirs failed."""
        return int((~self.kept).sum())

    @property
    def means(self) -> np.ndarray:
        """Mean of each point over its replicates."""
        return np.asarray(self.sample.values.mean(axis=1))


@dataclass(frozen=True)
class Independent:
    """Rows that stand for the whole space of the factors, each with its replicates.

    Attributes:
        unit: rows by factors.
        values: rows by replicates.
        side: 0 for rows run on the first set of seeds, 1 for the second.
        cluster: number of the group a row comes from, 0 to clusters-1; rows of one group are not independent of each other.
    """

    unit: np.ndarray
    values: np.ndarray
    side: np.ndarray
    cluster: np.ndarray


def complete(sample: Sample, most_failed: float = MOST_FAILED) -> Complete:
    """Leaves out the groups that lost a run, and refuses what cannot be analysed.

    Args:
        sample: the sweep.
        most_failed: largest share of groups that may be lost.

    Raises:
        NotAnalysable: for shapes or rows that do not fit the design, too many failures, or an outcome that some runs do not have.
    """
    _check_shapes(sample)
    missing = ~np.isfinite(sample.values)
    lacking = missing & ~sample.failed
    if lacking.any():
        points = f"{int(lacking.any(axis=1).sum())} of {sample.points}"
        raise NotInEveryRun(sample.outcome, int(lacking.sum()), lacking.size, points)
    lost = (missing | sample.failed).reshape(-1, sample.group_rows * sample.replicates).any(axis=1)
    name = {"saltelli": "base rows", "morris": "trajectories"}.get(sample.sampler, "points")
    if lost.mean() > most_failed:
        raise NotAnalysable(
            f"outcome {sample.outcome!r}: {int(sample.failed.sum())} of {sample.failed.size} runs failed, which takes away "
            f"{int(lost.sum())} of {lost.size} {name}, more than {most_failed:.0%}; what is left may not stand for the whole. Look at the "
            "errors of these runs, narrow the ranges that cause them or run them again"
        )
    left = lost.size - int(lost.sum())
    if left < FEWEST_GROUPS:
        raise NotAnalysable(f"outcome {sample.outcome!r}: {left} {name} are too few, at least {FEWEST_GROUPS} are needed")
    _check_rows(sample)
    rows = np.repeat(~lost, sample.group_rows)
    clean = replace(sample, unit=sample.unit[rows], values=sample.values[rows].astype(float), failed=sample.failed[rows])
    return Complete(clean, ~lost, int(sample.failed.sum()))


def independent(whole: Complete) -> Independent:
    """The rows to look at when rows are not compared pairwise: A and B of a Saltelli design, otherwise all.

    The rows of a Morris trajectory are kept (each of them stands for the space too) and marked as one cluster.
    """
    sample, size = whole.sample, whole.sample.group_rows
    group, place = np.divmod(np.arange(sample.points), size)
    if sample.sampler == "saltelli":
        chosen = (place == 0) | (place == size - 1)
        side = (place == size - 1).astype(int) if sample.dummy else np.zeros(sample.points, dtype=int)
    else:
        chosen = np.ones(sample.points, dtype=bool)
        swapped = sample.dummy and sample.sampler == "morris"
        side = (sample.unit[:, -1] >= 0.5).astype(int) if swapped else np.zeros(sample.points, dtype=int)
    return Independent(sample.unit[chosen], sample.values[chosen], side[chosen], group[chosen])


def with_dummy(whole: Complete) -> tuple[tuple[FactorInfo, ...], Independent]:
    """Factors and independent rows with a dummy as the last column: the design's own, or a random one made here."""
    sample, rows = whole.sample, independent(whole)
    if sample.dummy:
        return sample.factors, rows
    column = np.random.default_rng([sample.salib_seed, 1]).random((rows.unit.shape[0], 1))
    return (*sample.factors, DUMMY), replace(rows, unit=np.hstack([rows.unit, column]))


def constancy(whole: Complete) -> str:
    """Why nothing can be said: "constant" when no run differs, "rare" when only rows no index is scaled by differ; else ""."""
    values = whole.sample.values
    if np.ptp(values) == 0:
        return "constant"
    means = independent(whole).values.mean(axis=1)
    # Means of equal values may differ in the last digit.
    return "rare" if np.ptp(means) <= 1e-12 * np.abs(values).max() else ""


def strata(column: np.ndarray, factor: FactorInfo, most: int) -> np.ndarray:
    """Parts of a factor's range: its values if it is categorical or takes few, else `most` parts with equally many rows.

    Returns:
        For each row the number of its part, from 0 at the low end, without gaps.
    """
    if factor.values:
        number = len(factor.values)
        return np.unique(np.minimum((column * number).astype(int), number - 1), return_inverse=True)[1]
    levels, inverse = np.unique(column, return_inverse=True)
    if levels.size <= most:
        return inverse
    edges = np.unique(np.quantile(column, np.arange(1, most) / most))
    return np.unique(np.searchsorted(edges, column, side="right"), return_inverse=True)[1]


def _check_shapes(sample: Sample) -> None:
    problems = []
    if sample.sampler not in SAMPLERS:
        problems.append(f"sampler {sample.sampler!r} is unknown; there are {', '.join(SAMPLERS)}")
    if sample.unit.ndim != 2 or sample.unit.shape[1] != len(sample.factors):
        problems.append(f"{len(sample.factors)} factors, but the points have the shape {sample.unit.shape}")
    elif sample.values.ndim != 2 or sample.values.shape[0] != sample.unit.shape[0] or sample.values.shape[1] < 1:
        problems.append(f"{sample.unit.shape[0]} points, but the values have the shape {sample.values.shape}")
    elif sample.points % sample.group_rows or not sample.points:
        problems.append(f"{sample.points} points are no whole number of groups of {sample.group_rows} rows")
    if sample.failed.shape != sample.values.shape:
        problems.append(f"values have the shape {sample.values.shape}, failures {sample.failed.shape}")
    if not problems and not ((sample.unit >= 0) & (sample.unit <= 1)).all():
        problems.append("the points must lie between 0 and 1")
    if problems:
        raise NotAnalysable(f"outcome {sample.outcome!r}: " + "; ".join(problems))


def _check_rows(sample: Sample) -> None:
    """Whether the rows stand in the order of the design; a shuffled sweep would give plausible numbers without meaning."""
    number = len(sample.factors)
    rows = sample.unit.reshape(-1, sample.group_rows, number)
    fits = True
    if sample.sampler == "saltelli":
        own = np.eye(number, dtype=bool)
        a, b = rows[:, :1], rows[:, -1:]
        expected = np.where(own, b, a)
        if sample.second_order:
            expected = np.concatenate([expected, np.where(own, a, b)], axis=1)
        fits = bool(np.allclose(rows[:, 1:-1], expected, rtol=0, atol=_SAME))
    elif sample.sampler == "morris":
        step = sample.levels / (2 * (sample.levels - 1))
        moved = np.abs(np.diff(rows, axis=1))
        once = ((moved > _SAME).sum(axis=1) == 1).all() and ((moved > _SAME).sum(axis=2) == 1).all()
        fits = bool(once and np.allclose(moved.sum(axis=2), step, rtol=0, atol=1e-6))
    if not fits:
        raise NotAnalysable(f"outcome {sample.outcome!r}: the points do not stand in the order of a {sample.sampler} design")
