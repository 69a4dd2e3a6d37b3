"""One run of a sweep, anywhere: a job carries all it needs, and its result depends on nothing else.

A process keeps the worlds of the replicates it has met (all points share them) and the latest compiled scenarios. Neither changes a
result, only its time.
"""

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from experiments.outcomes.measures import MEASURES, Measure, evaluate
from experiments.outcomes.stacks import PolicyOutcome, Stack
from experiments.sweeps.design.factors import Factor, changes
from experiments.sweeps.design.paths import with_value
from experiments.sweeps.design.plan import Plan, Run
from experiments.sweeps.files import Row
from model.extensions import arrive, tickets
from model.scenario import Scenario
from model.scenario.policies import under_policy

if TYPE_CHECKING:
    from model.simulation import Prepared, World

_SCENARIOS_KEPT: Final = 16  # compiled scenarios; runs of one point follow each other
_AGENTS_KEPT: Final = 1_500_000  # in worlds kept, at about 400 bytes each
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Setup:
    """What all runs of a sweep share. Picklable."""

    key: str
    scenarios: tuple[Scenario, ...]
    factors: tuple[Factor, ...]
    outcomes: tuple[str, ...]
    seed: int
    own: Mapping[str, Measure]  # outcomes that are in no table

    def __getstate__(self) -> dict[str, object]:
        """What travels to another process: extensions by the modules that register them, which come before what needs them."""
        return {"extensions": tickets(), "rest": pickle.dumps(vars(self))}

    def __setstate__(self, state: dict[str, Any]) -> None:
        arrive(state["extensions"])
        vars(self).update(pickle.loads(state["rest"]))

    @classmethod
    def of(cls, plan: Plan) -> "Setup":
        """The setup of a plan."""
        own = {name: outcome.measure for name, outcome in plan.own.items()}
        return cls(plan.key, plan.scenarios, plan.factors, plan.outcomes, plan.design.seed, own)


class Job(NamedTuple):
    """One run."""

    run: Run
    values: tuple[Any, ...]  # of the factors
    policy: str
    world: int  # replicate of the study


def job_of(plan: Plan, run: Run) -> Job:
    """The job of a run of the plan."""
    return Job(run, plan.values_at(run.point), plan.policy_of(run), plan.world(run))


Simulate = Callable[[Setup, Job], tuple[float, ...]]
"""Outcomes of a job; `simulate` below, or a plain function in tests of methods."""


def execute(setup: Setup, job: Job, simulate: "Simulate | None" = None) -> Row:
    """Carry out one job. An error of the run is its result, not an end of the sweep."""
    try:
        values = tuple(float(value) for value in (simulate or run_model)(setup, job))
        if len(values) != len(setup.outcomes):
            raise ValueError(f"{len(values)} values for {len(setup.outcomes)} outcomes")
        return Row(job.run, values)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:500].encode(errors="replace").decode()  # names of files may hold any bytes
        return Row(job.run, (float("nan"),) * len(setup.outcomes), reason)


def execute_packed(packed: bytes, key: str, job: Job, simulate: "Simulate | None" = None) -> Row:
    """`execute` for executors of other processes: the setup travels as bytes, and is unpacked once in each."""
    return execute(_setups.get(key, lambda: pickle.loads(packed)), job, simulate)


def run_model(setup: Setup, job: Job) -> tuple[float, ...]:
    """Simulate one job and evaluate its outcomes."""
    from model.simulation import simulate

    prepared = _prepared.get((setup.key, job.run.scenario, job.values, job.policy), lambda: compile_point(setup, job))
    outcome = simulate(world_of(setup, job, prepared), prepared)
    stack = Stack.empty(prepared, job.policy, 1)
    stack.put(0, PolicyOutcome(outcome.hub, outcome.town, outcome.public, outcome.field_links, outcome.changed))
    return tuple(_value(stack, name, setup.own) for name in setup.outcomes)


def scenario_at(setup: Setup, job: Job) -> Scenario:
    """The scenario of a job: the factors' values at their paths, under its policy."""
    data = setup.scenarios[job.run.scenario].written()
    for path, value in changes(setup.factors, job.values):
        data = with_value(data, path, value)
    return Scenario.model_validate(under_policy(data, job.policy))


def compile_point(setup: Setup, job: Job) -> "Prepared":
    """The compiled scenario of a job."""
    from model.simulation import prepare

    return prepare(scenario_at(setup, job))


def _value(stack: Stack, outcome: str, own: Mapping[str, Measure]) -> float:
    name, _, hub = outcome.partition("@")
    column = 1 + stack.hub_names.index(hub) if hub else 0
    return float(evaluate(own[name] if name in own else MEASURES[name], stack)[0, column])


def world_of(setup: Setup, job: Job, prepared: "Prepared") -> "World":
    """The world of a job for these people, built when first met."""
    from model.draws import replicate_seed
    from model.simulation import build_world

    seed = int(replicate_seed(setup.seed, job.world))
    return _worlds.get((prepared.people_key, seed), lambda: build_world(prepared, seed))


class _Recent:
    """The things used last, up to a total size; made when first asked for. Two threads may make one thing twice, never two things."""

    def __init__(self, most: int, size: Callable[[Any], int] = lambda _: 1) -> None:
        self._most, self._size, self._total = most, size, 0
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._total += self._size(made)
                while self._total > self._most and len(self._kept) > 1:
                    self._total -= self._size(self._kept.popitem(last=False)[1])
            return self._kept[key]


_setups = _Recent(4)
_prepared = _Recent(_SCENARIOS_KEPT)
_worlds = _Recent(_AGENTS_KEPT, lambda world: len(world.people.slot))
