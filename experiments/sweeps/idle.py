"""Factors that change nothing: the scenario sets the figure itself, or nothing in it asks for it. Their indices would pass for chance."""

from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.sweeps.design.plan import Plan, Run
from experiments.sweeps.jobs import Job, Setup, compile_point, world_of

if TYPE_CHECKING:
    from model.simulation import RunOutcome

ELSEWHERE: Final = 9  # what matters neither in the middle nor at these points of the others, each in a world of its own, is rare at most
_MIDDLE: Final = 0.5


def idle_factors(plan: Plan) -> list[str]:
    """Names of the factors with which every month of every hub is the same at both ends of their range.

    All else is in the middle first, and then at points that cover the other ranges: a credit line matters where a hub needs one.

    Args:
        plan: of the sweep; each factor costs a few runs.
    """
    setup = Setup.of(plan)
    spread = np.random.default_rng(plan.design.seed).random((ELSEWHERE, len(plan.factors)))
    units = np.vstack([np.full(len(plan.factors), _MIDDLE), spread])
    points = list(zip(*(factor.at(units[:, k]) for k, factor in enumerate(plan.factors)), strict=True))
    tried = [position for position in range(len(plan.factors)) if position != plan.policy_factor]
    return [plan.factors[position].name for position in tried if not _moves(plan, setup, points, position)]


def _moves(plan: Plan, setup: Setup, points: list[tuple[Any, ...]], position: int) -> bool:
    low, high = plan.factors[position].at(np.array([0.0, np.nextafter(1.0, 0.0)]))
    scenarios, _, policies, replicates = plan.shape
    for (number, point), scenario, policy in product(enumerate(points), range(scenarios), range(policies)):
        world = number % replicates
        run = Run(scenario, 0, policy, world)
        name = plan.policy_of(run) if plan.policy_factor is None else str(point[plan.policy_factor])
        jobs = [Job(run, (*point[:position], value, *point[position + 1 :]), name, world) for value in (low, high)]
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
