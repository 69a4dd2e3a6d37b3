"""A design made ready: its scenarios read, its factors resolved, its points drawn, its runs numbered.

A run is one scenario at one point under one policy in one replicate. Runs are numbered scenario by scenario, point by point, policy by
policy, replicate by replicate, and each is a function of that number and the plan alone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

import numpy as np

from experiments.outcomes.measures import MEASURES, Measure, unknown
from experiments.storage.provenance import code_version, fingerprint
from experiments.sweeps.design.checks import scenario_file
from experiments.sweeps.design.checks_of_factors import TAKEN
from experiments.sweeps.design.checks_of_outcomes import default_outcomes
from experiments.sweeps.design.dependence import Dependence
from experiments.sweeps.design.factors import POLICY, Factor, carried, dummy, resolve
from experiments.sweeps.design.own_outcomes import OwnFunction, OwnOutcome, own_outcomes
from experiments.sweeps.design.sampling import Points, sample
from experiments.sweeps.design.schema import Design, ShippedSets
from model.extensions import digests
from model.scenario import Scenario, read_scenario

FAR_WORLDS: Final = 1 << 40  # the second set begins here, so that more replicates can be added to either


class Run(NamedTuple):
    """Which run: positions in the plan's scenarios, points and policies, and the replicate."""

    scenario: int
    point: int
    policy: int
    replicate: int


@dataclass(frozen=True, eq=False)
class Plan:
    """What a sweep will do.

    Attributes:
        design: what the file says.
        folder: where its relative paths start.
        scenarios: the scenarios, over the design's horizon.
        factors: what varies, the dummy left out.
        points: the points, the dummy's position last if there is one.
        own: outcomes that are functions of Python, by name, beside those of the design.
    """

    design: Design
    folder: Path
    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]
    points: Points
    own: Mapping[str, OwnOutcome] = field(default_factory=dict)

    @classmethod
    def of(cls, design: Design, folder: Path) -> "Plan":
        """The plan of a design that was checked."""
        scenarios = []
        for name in design.scenarios:
            scenario, problems = read_scenario(scenario_file(name, folder))
            if scenario is None:
                raise ValueError("; ".join(str(problem) for problem in problems))
            if design.horizon_months is not None:
                scenario = scenario.over(design.horizon_months)
            scenarios.append(scenario)
        columns = carried(scenarios) if isinstance(design.sampler, ShippedSets) else []
        factors = tuple(resolve(spec, scenarios[0]) for spec in (*design.factors, *columns))
        dependence = Dependence(design.correlations, design.constraints)
        points = sample(design.sampler, factors, design.seed, dummy=design.dummy, folder=folder, dependence=dependence)
        return cls(design, folder, tuple(scenarios), factors, points)

    def changed(self, **changes: int | None) -> "Plan":
        """The same design with other `replicates` or another `seed`; None keeps what the file says."""
        given = {key: value for key, value in changes.items() if value is not None}
        return replace(Plan.of(self.design.model_copy(update=given), self.folder), own=self.own) if given else self

    def asking(self, outcomes: "Mapping[str, OwnFunction | Measure]") -> "Plan":
        """The same plan with outcomes of one's own beside those of the design; see `experiments.sweep`.

        Raises:
            ValueError: telling of each that cannot be one.
        """
        return replace(self, own={**self.own, **own_outcomes(outcomes, (*TAKEN, *(factor.name for factor in self.factors)))})

    # --- size ---

    @property
    def policies(self) -> tuple[str, ...]:
        """Policies each point runs under; one unnamed one when the policy is a factor."""
        return ("",) if self.policy_factor is not None else tuple(self.design.policies)

    @property
    def policy_factor(self) -> int | None:
        """Position of the factor that is the policy."""
        return next((k for k, spec in enumerate(self.design.factors) if spec.policy is not None), None)

    @property
    def replicates(self) -> int:
        """Worlds each point meets."""
        return self.design.replicates

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Scenarios, points, policies, replicates."""
        return len(self.scenarios), len(self.points.unit), len(self.policies), self.replicates

    @property
    def runs(self) -> int:
        """Runs in all."""
        return int(np.prod(self.shape))

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """What is kept of each run."""
        return (*(self.design.outcomes or default_outcomes(self.scenarios)), *self.own)

    def measure_of(self, outcome: str) -> Measure:
        """The measure behind an outcome, whether of one hub or of all; KeyError, with what may be meant, for none."""
        if outcome in self.own:
            return self.own[outcome].measure
        plain = outcome.partition("@")[0]
        if plain not in MEASURES:
            raise KeyError(unknown(plain))
        return MEASURES[plain]

    @cached_property
    def all_factors(self) -> tuple[Factor, ...]:
        """The columns of `points.unit`: the factors, and the dummy if there is one."""
        return (*self.factors, dummy()) if self.design.dummy else self.factors

    # --- single runs ---

    def run_at(self, number: int) -> Run:
        """The run of a number, counting from 0."""
        return Run(*(int(part) for part in np.unravel_index(number, self.shape)))

    def number_of(self, run: Run) -> int:
        """The number of a run."""
        return int(np.ravel_multi_index(run, self.shape))

    def values_at(self, point: int) -> tuple[Any, ...]:
        """The value of each factor at a point."""
        return tuple(column[point] for column in self.points.values)

    def policy_of(self, run: Run) -> str:
        """The policy a run is under."""
        factor = self.policy_factor
        return self.policies[run.policy] if factor is None else str(self.points.values[factor][run.point])

    def world(self, run: Run) -> int:
        """Which replicate of the study's worlds a run lives in: one of a second set beyond the dummy's step."""
        return run.replicate + (FAR_WORLDS if self.points.far[run.point] else 0)

    @cached_property
    def identity(self) -> dict[str, Any]:
        """What results depend on, apart from points and replicates: two sweeps that differ in it are never put together."""
        return {
            "scenarios": {scenario.name: fingerprint(scenario.to_yaml()) for scenario in self.scenarios},
            "policies": list(self.policies),
            "factors": {factor.name: [".".join(path) for path in factor.paths] or [POLICY] for factor in self.factors},
            "outcomes": list(self.outcomes),
            "seed": self.design.seed,
            "code": code_version(),
            **({"extensions": found} if (found := digests()) else {}),
            **({"functions": {name: own.digest for name, own in self.own.items()}} if self.own else {}),
        }

    @cached_property
    def key(self) -> str:
        """Fingerprint of `identity`."""
        return fingerprint(json.dumps(self.identity, sort_keys=True))[:32]

    def run_id(self, run: Run) -> str:
        """Fingerprint of one run: scenario, policy, values of the factors, world, and version of the code. Equal ids, equal results."""
        values = [[factor.name, repr(value)] for factor, value in zip(self.factors, self.values_at(run.point), strict=True)]
        content = [self.key, self.scenarios[run.scenario].name, self.policy_of(run), values, self.world(run)]
        return fingerprint(json.dumps(content, sort_keys=True))[:32]

    def points_key(self, count: int) -> str:
        """Fingerprint of the first points: their values, and which worlds they meet."""
        columns = [[repr(value) for value in column[:count]] for column in self.points.values]
        return fingerprint(json.dumps([columns, self.points.far[:count].tolist()]))[:32]

    @property
    def run(self) -> NoReturn:
        """A plan knows nothing of runs: `experiments.sweep` makes them."""
        raise AttributeError("a plan does not run itself; write: from experiments import sweep; sweep(plan, folder)")

    def __repr__(self) -> str:
        scenarios, points, policies, replicates = self.shape
        return (
            f"Plan of {self.design.name!r}: {scenarios} scenario(s) × {points} points of {len(self.factors)} factors × "
            f"{policies} policies × {replicates} replicates = {self.runs:,} runs"
        )
