"""The engine alone, on one core: building a world, starting a run, letting its months pass; and the prices of the machine beside it.

Times are processor time of the thread: what passes from start to end, less the moments in which another program had the core.
"""

from statistics import fmean
from typing import NamedTuple

from benchmarks.limit import Work, needed
from benchmarks.yardsticks import Prices, clock, prices
from model.draws import replicate_seed
from model.scenario import load_scenario
from model.simulation import Prepared, Simulation, World, build_world, prepare

STUDY_SEED = 1


class Pass(NamedTuple):
    """One pass over a case, every policy on every world, and the prices of the machine taken in the same second; all in ns."""

    by_policy: dict[str, float]  # the months of a run, per agent-month
    start: float  # making and filling the state of a run, spread over its agent-months
    price: Prices

    @property
    def months(self) -> float:
        """The months of a run, per agent-month, over all policies."""
        return fmean(self.by_policy.values())


class CaseFigures(NamedTuple):
    """What one case takes on one core."""

    agents: int
    months: int
    world_ms: list[float]  # one number a world: people, contacts, and who reaches which hub
    state_bytes: int  # of the columns a month reads and writes
    work: Work  # what an agent-month of the baseline cannot do without
    passes: list[Pass]

    @property
    def dearest(self) -> str:
        """The policy whose months take longest."""
        return max(self.passes[0].by_policy, key=lambda policy: fmean(done.by_policy[policy] for done in self.passes))


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
    warm = Simulation(_world(baseline, STUDY_SEED), baseline)
    warm.advance()
    built, world_ms = [], []
    for replicate in range(worlds):
        began = clock()
        built.append(_world(baseline, int(replicate_seed(STUDY_SEED, replicate))))
        world_ms.append((clock() - began) * 1e3)
    for world in built:
        for prepared in runs.values():  # a policy may have hubs of its own
            world.ties(prepared)
    touched = state_bytes(warm)
    done = [_pass(built, runs, touched) for _ in range(passes)]
    return CaseFigures(len(warm.world.rows), baseline.months, world_ms, touched, needed(built[0], baseline), done)


def _world(prepared: Prepared, seed: int) -> World:
    world = build_world(prepared, seed)
    world.ties(prepared)  # what is worked out when first asked for belongs to building
    return world


def state_bytes(run: Simulation) -> int:
    """Bytes of the columns of agents, of the pairs of agent and hub, and of contacts."""
    columns = [run.world.rows, run.town.agents, *run.town.pairs, *run.town.ties]
    return sum(column.nbytes for column in columns)


def _pass(worlds: list[World], runs: dict[str, Prepared], touched: int) -> Pass:
    agents = sum(len(world.rows) for world in worlds)
    starts, by_policy = 0.0, {}
    for policy, prepared in runs.items():
        months = 0.0
        for world in worlds:
            began = clock()
            run = Simulation(world, prepared)
            started = clock()
            run.advance()
            months += clock() - started
            starts += started - began
        by_policy[policy] = months * 1e9 / (agents * prepared.months)
    start = starts * 1e9 / sum(agents * prepared.months for prepared in runs.values())
    return Pass(by_policy, start, prices(touched))
