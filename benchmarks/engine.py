"""The engine alone, on one core: building a world, starting a run, letting its months pass; and two yardsticks of the machine."""

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

import numba
import numpy as np

from model.draws import replicate_seed, uniform
from model.scenario import load_scenario
from model.simulation import Simulation, World, build_world, prepare

STUDY_SEED = 1
YARDSTICK_RUNS = 7
DRAWS = 2_000_000


class Pass(NamedTuple):
    """One pass over a case: every policy on every world, in ns per agent-month."""

    months: float
    start: float  # making and filling the state of a run, spread over its months
    dearest: float  # the months of the policy that takes longest

    @property
    def both(self) -> float:
        """Start included."""
        return self.months + self.start


class CaseFigures(NamedTuple):
    """What one case takes on one core."""

    agents: int
    months: int
    policies: int
    passes: list[Pass]
    dearest_policy: str
    world_ms: list[float]  # one number a world: people, contacts, and who reaches which hub
    state_bytes: int  # of the columns a month reads and writes


class Yardsticks(NamedTuple):
    """Costs on the same machine in the same minutes; best of several, in ns."""

    draw: float  # one keyed draw
    bytes_pass: float  # reading the bytes of one agent's state with numpy


@numba.njit(nogil=True)
def _sum_of_draws(seed, number):  # type: ignore[no-untyped-def]
    total = 0.0
    for slot in range(number):
        total += uniform(seed, 13, 0, slot, 0)
    return total


def _ns(action: Callable[[], object]) -> float:
    began = perf_counter()
    action()
    return (perf_counter() - began) * 1e9


def _world(prepared: object, seed: int) -> World:
    world = build_world(prepared, seed)
    _ = world.rows  # what is worked out when first asked for belongs to building
    world.ties(prepared)
    return world


def state_bytes(run: Simulation) -> int:
    """Bytes of the columns of agents, of the pairs of agent and hub, and of contacts."""
    columns = [run.world.rows, run.agents, *run.pairs, *run.ties]
    return sum(column.nbytes for column in columns)


def measure_case(name: str, worlds: int, passes: int) -> CaseFigures:
    """Run every policy of a shipped case on some worlds, several times over; kernels are compiled before the clock starts.

    Args:
        name: of the scenario.
        worlds: replicates; every pass meets the same ones.
        passes: how often the whole is repeated.
    """
    scenario = load_scenario(name)
    runs = {policy: prepare(scenario.with_policy(policy)) for policy in scenario.policy_names}
    baseline = runs["baseline"]
    seeds = [int(replicate_seed(STUDY_SEED, replicate)) for replicate in range(worlds)]
    warm = Simulation(_world(baseline, seeds[0]), baseline)
    warm.advance()
    built: list[World] = []
    world_ms = [_ns(lambda seed=seed: built.append(_world(baseline, seed))) / 1e6 for seed in seeds]  # type: ignore[misc]
    for world in built:
        for prepared in runs.values():  # a policy may have other hubs
            world.ties(prepared)
    done, by_policy = [], dict.fromkeys(runs, 0.0)
    agent_months = sum(len(world.rows) for world in built) * baseline.months
    for _ in range(passes):
        start, months = 0.0, dict.fromkeys(runs, 0.0)
        for policy, prepared in runs.items():
            for world in built:
                made: list[Simulation] = []
                start += _ns(lambda w=world, p=prepared: made.append(Simulation(w, p)))  # type: ignore[misc]
                months[policy] += _ns(made[0].advance)
        for policy, spent in months.items():
            by_policy[policy] += spent
        all_months = agent_months * len(runs)
        done.append(Pass(sum(months.values()) / all_months, start / all_months, max(months.values()) / agent_months))
    agents = round(np.mean([len(world.rows) for world in built]))
    return CaseFigures(agents, baseline.months, len(runs), done, max(by_policy, key=by_policy.__getitem__), world_ms, state_bytes(warm))


def yardsticks(case: CaseFigures) -> Yardsticks:
    """What one keyed draw, and one pass over the bytes of one agent of the case, take on this machine."""
    _sum_of_draws(np.uint64(1), 1)
    buffer = np.ones(case.state_bytes // 8)
    draw = min(_ns(lambda: _sum_of_draws(np.uint64(1), DRAWS)) for _ in range(YARDSTICK_RUNS)) / DRAWS
    one_pass = min(_ns(buffer.sum) for _ in range(20 * YARDSTICK_RUNS)) / case.agents
    return Yardsticks(draw, one_pass)
