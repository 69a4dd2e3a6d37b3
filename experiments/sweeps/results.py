"""What a sweep leaves: every run as a row of a tidy table, and the way to its analyses."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.languages import ByLanguage, Words, in_every
from experiments.outcomes.measures import Measure
from experiments.storage.whole import write_whole
from experiments.sweeps.design.checks_of_outcomes import LESS
from experiments.sweeps.design.factors import Factor, carried
from experiments.sweeps.design.own_outcomes import OwnOutcome
from experiments.sweeps.design.plan import Plan
from experiments.sweeps.design.sampling import Order, order_of, saltelli_rows
from experiments.sweeps.design.schema import Rows, ShippedSets
from experiments.sweeps.folder import read_head, read_rows
from model.reading.writing import to_yaml

if TYPE_CHECKING:
    import pandas as pd

    from experiments.discovery import Cases
    from experiments.sensitivity import Analysis, Sample

LOCK_FILE: Final = "design.lock.yaml"
SCENARIOS: Final = "scenarios"
ROWS_FILE: Final = "points.csv"


IDENTITY: Final = {
    "scenarios": "the scenarios", "policies": "the policies", "factors": "the factors", "outcomes": "the outcomes", "seed": "the seeds",
    "code": "the versions of the model or of its libraries", "functions": "the functions of outcomes",
}  # fmt: skip
"""In words, what two sweeps may differ in."""


def differing(head: Mapping[str, Any], plan: Plan) -> list[str]:
    """In what the runs of a folder and a plan differ, apart from points and replicates."""
    return [IDENTITY[name] for name, value in plan.identity.items() if head["identity"].get(name) != value]


class NotASweep(ValueError):
    """A folder does not hold the runs of a sweep that this version can read."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """The runs of a sweep that are there, whether it is finished or not.

    Attributes:
        plan: what was asked for.
        runs: int[runs, 4]: position of scenario, point, policy and replicate of each run, in the order of the plan.
        values: float[runs, outcomes]; nan where a run failed or the outcome does not exist.
        reasons: why runs failed, by run.

    Example:
        >>> first_year
        Sweep 'design': 32 of 32 runs; outcomes member_months
        >>> first_year.frame.columns.to_list()
        ['scenario', 'policy', 'point', 'replicate', 'alpha', 'adda_desks', 'member_months', 'failed']
    """

    plan: Plan
    runs: np.ndarray
    values: np.ndarray
    reasons: dict[tuple[int, ...], str]

    @classmethod
    def of(cls, plan: Plan, folder: Path) -> "Sweep":
        """The runs of a plan in a folder.

        Args:
            plan: what was asked for.
            folder: where a sweep of that plan was run.

        Returns:
            The runs that are there.

        Example:
            >>> _ = sweep(first_year.plan, "first_year")
            >>> len(Sweep.of(first_year.plan, Path("first_year")).runs)
            32
        """
        return cls(plan, *read_rows(folder, plan.outcomes))

    @property
    def complete(self) -> bool:
        """Whether every run of the plan is there."""
        return len(self.runs) == self.plan.runs

    @property
    def failed(self) -> int:
        """Runs that ended in an error."""
        return len(self.reasons)

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """One row a run: scenario, policy, point, replicate, the value of each factor, each outcome, and why it failed if it did."""
        import pandas as pd

        plan = self.plan
        scenario, point, policy, replicate = self.runs.T
        columns: dict[str, Any] = {
            "scenario": pd.Categorical.from_codes(scenario, categories=pd.Index([s.name for s in plan.scenarios], dtype=object)),
        }
        if plan.policy_factor is None:
            columns["policy"] = pd.Categorical.from_codes(policy, categories=pd.Index(list(plan.policies), dtype=object))
        columns |= {"point": point.astype(np.int32), "replicate": replicate.astype(np.int32)}
        for factor, values in zip(plan.factors, plan.points.values, strict=True):
            columns[factor.name] = pd.Series(values, dtype=None)[point].to_numpy()
        columns |= {name: self.values[:, k] for k, name in enumerate(plan.outcomes)}
        columns["failed"] = pd.Series([self.reasons.get(tuple(run)) for run in self.runs.tolist()], dtype=object)
        return pd.DataFrame(columns)

    @cached_property
    def points(self) -> "pd.DataFrame":
        """One row a point: the value of each factor."""
        import pandas as pd

        return pd.DataFrame(dict(zip([f.name for f in self.plan.factors], self.plan.points.values, strict=True)))

    def cube(self, outcome: str, scenario: str | None = None, policy: str | None = None) -> tuple[np.ndarray, np.ndarray]:
        """One outcome of one scenario under one policy, by point and replicate.

        Args:
            outcome: one of `plan.outcomes`.
            scenario: name of a scenario; may be left out when there is one.
            policy: name of a policy, or a difference such as 'rent_relief - baseline', replicate by replicate on the same
                worlds; may be left out when there is one policy, or when it is a factor.

        Returns:
            The values, float[points, replicates], nan where there is none; and bool[points, replicates]: which runs failed.

        Raises:
            KeyError: for an outcome, scenario or policy the sweep does not have.

        Example:
            >>> values, failed = first_year.cube("member_months")
            >>> values.shape, failed.any()  # points, replicates
            ((16, 2), np.False_)
        """
        plan = self.plan
        if policy is not None and _is_difference(policy):
            (first, first_failed), (second, second_failed) = (self.cube(outcome, scenario, each) for each in policy.split(LESS))
            return first - second, first_failed | second_failed
        s = _position([spec.name for spec in plan.scenarios], scenario, "scenario")
        k = _position(list(plan.policies), policy, "policy") if plan.policy_factor is None else 0
        column = _position(list(plan.outcomes), outcome, "outcome")
        _, points, _, replicates = plan.shape
        values, failed = np.full((points, replicates), np.nan), np.zeros((points, replicates), dtype=bool)
        mine = (self.runs[:, 0] == s) & (self.runs[:, 2] == k)
        at = self.runs[mine, 1], self.runs[mine, 3]
        values[at] = self.values[mine, column]
        for run in self.reasons:
            if run[0] == s and run[2] == k:
                failed[run[1], run[3]] = True
        return values, failed

    def sample(self, outcome: str, scenario: str | None = None, policy: str | None = None) -> "Sample":
        """What a sensitivity analysis of one outcome needs.

        Args:
            outcome: one of `plan.outcomes`.
            scenario: name of a scenario; may be left out when there is one.
            policy: name of a policy; may be left out when there is one, or when the policy is a factor.

        Returns:
            Factors, points (each factor scaled to 0-1), values float[points, replicates] in the unit of the outcome, and how they
            were sampled.

        Raises:
            KeyError: for an outcome, scenario or policy the sweep does not have.
            ValueError: while runs are missing.

        Example:
            >>> [factor.name for factor in first_year.sample("member_months").factors]
            ['alpha', 'adda_desks', 'dummy']
        """
        from experiments.sensitivity import FactorInfo, Sample

        refuse_unfinished(self)
        measure, design = self.plan.measure_of(outcome), self.plan.design
        values, failed = self.cube(outcome, scenario, policy)
        order, columns = self._order, self._columns
        factors = tuple(
            FactorInfo(
                name=factor.name, label=factor.title, unit=factor.unit,
                low=float("nan") if factor.categorical else factor.low, high=float("nan") if factor.categorical else factor.high,
                evidence=factor.evidence, values=tuple(map(str, factor.values or ())) if factor.categorical else (),
                source=factor.source, policy_lever=factor.lever,
            )
            for factor in columns
        )
        return Sample(
            factors=factors, unit=self.plan.points.unit[:, : len(columns)], sampler=order.sampler,
            outcome=outcome, label=_label(measure, policy),
            outcome_unit=measure.unit, kind="share" if _is_difference(policy) and measure.kind == "yes_no" else measure.kind,
            values=values, failed=failed,
            second_order=order.second_order, levels=order.levels, dummy=len(columns) > len(self.plan.factors), seed=design.seed,
            dependent=bool(design.correlations or design.constraints),
        )

    def sensitivity(self, outcome: str, scenario: str | None = None, policy: str | None = None) -> "Analysis":
        """Which factors decide an outcome, which way, and how much of it is chance.

        Args:
            outcome: one of `plan.outcomes`.
            scenario: name of a scenario; may be left out when there is one.
            policy: name of a policy; may be left out when there is one, or when the policy is a factor.

        Returns:
            Indices with their intervals (`table`), the factors by strength (`ranking`), and what chance alone reaches.

        Raises:
            KeyError: for an outcome, scenario or policy the sweep does not have.
            NotAnalysable: when the runs of the sweep do not allow it, with the reason.

        Example:
            >>> first_year.sensitivity("member_months").ranking[0].factor
            'alpha'
        """
        from experiments.sensitivity import analyse

        return analyse(self.sample(outcome, scenario, policy))

    def cases(self, outcome: str, scenario: str | None = None, policy: str | None = None) -> "Cases":
        """What scenario discovery on one outcome needs.

        Args:
            outcome: one of `plan.outcomes`.
            scenario: name of a scenario; may be left out when there is one.
            policy: name of a policy; may be left out when there is one, or when the policy is a factor.

        Returns:
            Points that stand for the space of the factors, in its own units, and the outcome at each, float[points, replicates].

        Raises:
            KeyError: for an outcome, scenario or policy the sweep does not have.
            ValueError: while runs are missing.

        Example:
            >>> found = first_year.cases("member_months")
            >>> found.factors.columns.to_list(), found.values.shape
            (['alpha', 'adda_desks'], (16, 2))
        """
        from experiments.discovery import Cases

        refuse_unfinished(self)
        measure = self.plan.measure_of(outcome)
        labels = {factor.name: (factor.title, factor.unit) for factor in self.plan.factors}
        rows = self._independent
        return Cases(
            self.points[rows].reset_index(drop=True), self.cube(outcome, scenario, policy)[0][rows], labels, outcome,
            _label(measure, policy),
        )

    @cached_property
    def _order(self) -> Order:
        """What design the points are: the sampler's, or what a table of points turns out to be."""
        sampler = self.plan.design.sampler
        if isinstance(sampler, Rows):
            return order_of(self.plan.points.unit[:, : len(self.plan.factors)])
        return Order(sampler.type, getattr(sampler, "second_order", False), getattr(sampler, "levels", 4))

    @cached_property
    def _columns(self) -> tuple[Factor, ...]:
        """The factors that the order of the points is about: a design of somebody's own has no rows for the dummy."""
        return self.plan.all_factors if self._order.sampler == self.plan.design.sampler.type else self.plan.factors

    @cached_property
    def _independent(self) -> np.ndarray:
        """bool[points]: those that stand for the space of the factors by themselves; in a Saltelli design A and B only."""
        order, rows = self._order, np.ones(self.plan.shape[1], dtype=bool)
        if order.sampler == "saltelli":
            size = saltelli_rows(len(self._columns), second_order=order.second_order)
            in_block = np.arange(len(rows)) % size
            rows = (in_block == 0) | (in_block == size - 1)
        return rows

    def __repr__(self) -> str:
        runs = f"{len(self.runs):,} of {self.plan.runs:,} runs" + (f", {self.failed} failed" if self.failed else "")
        return f"Sweep {self.plan.design.name!r}: {runs}; outcomes {', '.join(self.plan.outcomes)}"


def refuse_unfinished(sweep: Sweep) -> None:
    """ValueError while runs are missing: what is analysed would pass for the whole."""
    if not sweep.complete:
        raise ValueError(f"{len(sweep.runs):,} of {sweep.plan.runs:,} runs are there; finish the sweep first (--resume)")


def _is_difference(policy: str | None) -> bool:
    return policy is not None and LESS in policy


def _label(measure: Measure, policy: str | None = None) -> ByLanguage:
    of = f" ({policy.replace(LESS, ' − ')})" if policy is not None and _is_difference(policy) else ""
    return in_every(lambda lang: Words(lang, "sweeps").outcome(measure) + of)


def _position(names: Sequence[str], name: str | None, what: str) -> int:
    if name is None:
        if len(names) == 1:
            return 0
        raise KeyError(f"say which {what}: {', '.join(names)}")
    if name not in names:
        raise KeyError(f"no {what} {name!r} in this sweep; there are {', '.join(names)}")
    return list(names).index(name)


# --- the folder ---


def write_lock(plan: Plan, folder: Path) -> None:
    """The merged design and scenarios, from which anyone can repeat the sweep."""
    for scenario in plan.scenarios:
        write_whole(folder / SCENARIOS / f"{scenario.name}.yaml", scenario.to_yaml())
    data = {"name": plan.design.name, **plan.design.model_dump(mode="json", exclude_unset=True)}
    data["scenarios"] = [f"{SCENARIOS}/{scenario.name}.yaml" for scenario in plan.scenarios]
    if isinstance(plan.design.sampler, Rows):
        source = plan.folder / plan.design.sampler.file
        if not (folder / ROWS_FILE).exists() or not source.samefile(folder / ROWS_FILE):  # the same when the folder's own design is run
            write_whole(folder / ROWS_FILE, source.read_bytes())
        data["sampler"] = {"type": "rows", "file": ROWS_FILE}
    elif isinstance(plan.design.sampler, ShippedSets):  # as rows: another version may ship other sets
        text = StringIO()
        csv.writer(text, lineterminator="\n").writerows([[factor.name for factor in plan.factors], *zip(*plan.points.values, strict=True)])
        write_whole(folder / ROWS_FILE, text.getvalue())
        data["factors"] = [*data.get("factors", []), *({"parameter": spec.parameter} for spec in carried(plan.scenarios))]
        data["sampler"] = {"type": "rows", "file": ROWS_FILE}
    write_whole(folder / LOCK_FILE, to_yaml(data))


def load_sweep(folder: str | Path) -> Sweep:
    """The sweep in a folder, as far as it has come.

    Args:
        folder: where it was run, in Python or by `coworking sweep`.

    Returns:
        The runs that are there.

    Raises:
        NotASweep: when there is none, or when its design draws other points with the libraries installed now.

    Example:
        >>> _ = sweep(plan_of(design), "first_year")
        >>> load_sweep("first_year").complete
        True
    """
    from experiments.sweeps.design.reading import read_design

    folder = Path(folder)
    head = read_head(folder) if folder.is_dir() else None
    if head is None or not (folder / LOCK_FILE).is_file():
        raise NotASweep(f"{folder} holds no sweep; name the folder that `coworking sweep DESIGN --out FOLDER` wrote")
    plan, problems = read_design(folder / LOCK_FILE)
    if plan is None:
        raise NotASweep("\n".join(str(problem) for problem in problems))
    plan = replace(plan, own={name: OwnOutcome.of_kept(name, kept) for name, kept in head.get("own", {}).items()})
    changed = differing(head, plan)
    if IDENTITY["code"] in changed:  # an older model's runs can be read all the same, and it wrote scenarios in its own way
        changed = [name for name in changed if name not in (IDENTITY["code"], IDENTITY["scenarios"])]
    if changed:
        raise NotASweep(f"{folder / LOCK_FILE} is not the design of the runs beside it: {', '.join(changed)} differ; put the file back")
    if head["points_key"] != plan.points_key(head["shape"][1]):
        made_with = ", ".join(f"{name} {version}" for name, version in head["libraries"].items())
        raise NotASweep(f"the points of {folder} cannot be drawn again with the libraries installed here; they were drawn with {made_with}")
    return Sweep.of(plan, folder)
