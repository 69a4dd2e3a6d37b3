"""Factors that change nothing: the scenario sets the figure itself, or nothing in it asks for it. Their indices would pass for chance."""

from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.sweeps.design.plan import Plan, Run
from experiments.sweeps.jobs import Job, Setup, compile_point, world_of

if TYPE_CHECKING:
    from model.simulation import RunOutcome

WORLDS: Final = 2  # what matters in neither is rare, if it is anything
_MIDDLE: Final = 0.5


def idle_factors(plan: Plan) -> list[str]:
    """Names of the factors with which every month of every hub is the same at both ends of their range, all else in the middle.

    Args:
        plan: of the sweep; each factor costs a few runs.
    """
    setup = Setup.of(plan)
    middle = tuple(factor.at(np.array([_MIDDLE]))[0] for factor in plan.factors)
    tried = [position for position in range(len(plan.factors)) if position != plan.policy_factor]
    return [plan.factors[position].name for position in tried if not _moves(plan, setup, middle, position)]


def _moves(plan: Plan, setup: Setup, middle: tuple[Any, ...], position: int) -> bool:
    low, high = plan.factors[position].at(np.array([0.0, np.nextafter(1.0, 0.0)]))
    scenarios, _, policies, replicates = plan.shape
    for scenario, policy, world in product(range(scenarios), range(policies), range(min(WORLDS, replicates))):
        run = Run(scenario, 0, policy, world)
        name = plan.policy_of(run)
        jobs = [Job(run, (*middle[:position], value, *middle[position + 1 :]), name, world) for value in (low, high)]
        try:
            if not _same(*(_outcome(setup, job) for job in jobs)):
                return True
        except Exception:  # ends that no run survives are not the same; the runs themselves will say why
            return True
    return False


def _outcome(setup: Setup, job: Job) -> "RunOutcome":
    from model.simulation import simulate

    prepared = compile_point(setup, job)
    return simulate(world_of(setup, job, prepared), prepared)


def _same(one: "RunOutcome", other: "RunOutcome") -> bool:
    pairs = ((one.hub, other.hub), (one.town, other.town), (one.public, other.public))
    return all(a.shape == b.shape and np.array_equal(a, b, equal_nan=True) for a, b in pairs)
