"""How the cost of a run grows with agents, hubs and months, and what a second worker gains."""

import time
from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from benchmarks.yardsticks import clock
from experiments.runs.replicates import run
from model.scenario import Scenario, load_scenario
from model.simulation import Simulation, build_world, prepare

AGENTS: Final = (1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000)
HUBS: Final = (1, 4, 16, 64, 256, 400)
MONTHS: Final = (12, 24, 48, 96, 192)
SHARES: Final = {"professionals": 0.23, "remote_workers": 0.32, "firms": 0.45}  # of all agents, about as in Sondrio
TOWN_WITH_HUBS: Final = 3_000  # agents of the town whose hubs are counted
LEAST: Final = 0.05  # seconds a size is run for, again and again, so that small ones are measured too
CASE, POLICIES, REPLICATES = "pavia_growth", ("package",), 24  # for two workers


class Growth(NamedTuple):
    """Sizes and the ns each unit of work takes; the slope of log(time) over log(size) is 1 where cost is proportional to size."""

    sizes: Sequence[int]
    ns: list[float]  # per agent-month, or per pair-month for hubs

    @property
    def slope(self) -> float:
        """Of the time of a whole run over the size, both as logarithms, by least squares."""
        x = np.log(np.array(self.sizes, dtype=float))
        return float(np.polyfit(x, x + np.log(self.ns), 1)[0])


def town_of(agents: int, months: int = 24, hubs: int = 1) -> Scenario:
    """A town without surroundings, its agents in the shares of Sondrio's, with as many hubs of 20 desks as asked for."""
    counts = {kind: round(agents * share) for kind, share in SHARES.items()}
    return Scenario.model_validate({
        "title": "A town of any size", "question": "What does it cost?", "start": "2023-01", "horizon_months": months,
        "territory": {"towns": ["sondrio"], "catchment_minutes": 0, "overrides": {"sondrio": counts}},
        "hubs": [{"name": f"hub_{number}", "town": "sondrio", "desks": 20} for number in range(hubs)],
    })


def seconds_of(scenario: Scenario) -> tuple[float, int]:
    """Processor time of the months of one run, the least of several, and the number of pairs of agent and hub."""
    prepared = prepare(scenario)
    world = build_world(prepared, 1)
    least, spent = float("inf"), 0.0
    while spent < LEAST:
        simulation = Simulation(world, prepared)
        began = clock()
        simulation.advance()
        least, spent = min(least, clock() - began), spent + clock() - began
    return least, len(simulation.town.ties.hub)


def growth_with_agents(sizes: Sequence[int] = AGENTS) -> Growth:
    """Towns of growing size with one hub."""
    seconds_of(town_of(sizes[0]))  # compiles
    return Growth(sizes, [seconds_of(town_of(size))[0] * 1e9 / size / 24 for size in sizes])


def growth_with_hubs(numbers: Sequence[int] = HUBS) -> Growth:
    """One town with more and more hubs, all in reach of everybody; time for each pair of agent and hub."""
    found = []
    for number in numbers:
        seconds, pairs = seconds_of(town_of(TOWN_WITH_HUBS, hubs=number))
        found.append(seconds * 1e9 / pairs / 24)
    return Growth(numbers, found)


def growth_with_months(numbers: Sequence[int] = MONTHS) -> Growth:
    """One town over longer and longer horizons."""
    return Growth(numbers, [seconds_of(town_of(16_000, months=number))[0] * 1e9 / 16_000 / number for number in numbers])


def gain_of_two_workers(passes: int) -> list[float]:
    """Time with one worker over time with two, each pass side by side: people, months and results of a study, wall clock."""
    scenario = load_scenario(CASE)

    def seconds(workers: int) -> float:
        began = time.perf_counter()
        run(scenario, policies=POLICIES, replicates=REPLICATES, workers=workers)
        return time.perf_counter() - began

    seconds(1)
    return [seconds(1) / seconds(2) for _ in range(passes)]


if __name__ == "__main__":
    for name, growth in (("agents", growth_with_agents()), ("hubs", growth_with_hubs()), ("months", growth_with_months())):
        print(name, f"slope {growth.slope:.2f}", dict(zip(growth.sizes, (round(ns, 1) for ns in growth.ns), strict=True)))
    print("two workers", median(gain_of_two_workers(3)))
