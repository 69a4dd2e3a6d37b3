"""Speed and memory against their goals: `make bench`, or `python -m benchmarks.speed [--quick] [--markdown]`.

Figures depend on the machine and on what else it does, so this is no test: it prints, beside each figure, the load of the machine and
two yardsticks taken in the same minutes. What is measured, and how: docs/measured/performance.md.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.figures import Figure, load, machine, show, wide_console
from benchmarks.processes import Cost, coworking

if TYPE_CHECKING:
    from benchmarks.limit import Work
    from benchmarks.yardsticks import Prices

CASES = {"Sondrio": "sondrio_downsizing", "Pavia": "pavia_growth"}
POLICIES = ("rent_relief", "paid_host", "advisory_promotion")
REPLICATES, MONTHS = 100, 120
SMALL = f"{1 + len(POLICIES)} policies, 1 replicate, 12 months"

GOAL_AGENT_MONTH_NS = {"Sondrio": 9.0, "Pavia": 15.0}  # over all policies
GOAL_BASELINE_NS = {"Sondrio": None, "Pavia": 12.0}
GOAL_START = 1.1  # times the goal above, with the start of the run
GOAL_FLOORS = {"Sondrio": None, "Pavia": 3.5, "Lombardy": 3.5}
GOAL_REGION_S, GOAL_TWO_THREADS_S, GOAL_REGION_MB = 10.0, 6.0, 1000.0
GOAL_TWIN = 200.0
GOAL_TWO_WORKERS = 1.85
GOAL_RUN_S = 4.0
GOAL_CACHED_S = 2.5
GOAL_MEMORY_MB = 600.0
GOAL_COMPILE_S = 45.0
GOAL_HELP_S = 0.25
GOAL_SWEEP_MIN = 10.0
GOAL_OVERHEAD_MS = 0.2


class Effort(NamedTuple):
    """How often things are repeated."""

    runs: int
    helps: int
    worlds: int
    passes: int
    replicates: int
    compile: bool
    sweep: float  # share of the design that is run
    sizes: int  # how many of the sizes of a run
    region: bool
    table: str | None = None  # of municipalities, instead of the package that has them


FULL = Effort(runs=3, helps=5, worlds=2, passes=5, replicates=REPLICATES, compile=True, sweep=0.02, sizes=6, region=True)
QUICK = Effort(runs=1, helps=2, worlds=2, passes=3, replicates=10, compile=False, sweep=0.01, sizes=4, region=False)


# --- commands ---


def _study(out: Path, replicates: int, months: int, environment: dict[str, str] | None = None) -> Cost:
    chosen = [word for policy in POLICIES for word in ("--policy", policy)]
    size = ["--replicates", str(replicates), "--months", str(months), "--workers", "2"]
    return coworking("run", CASES["Sondrio"], *size, *chosen, "--out", str(out), environment=environment)


def _compiling(folder: Path) -> list[Figure]:
    """A run where nothing is compiled yet."""
    first = _small(folder, {"NUMBA_CACHE_DIR": str(folder / "cache")})
    note = f"{SMALL}; {first.processor_seconds:.1f} s of processor time"
    return [
        Figure("first run, nothing compiled yet", "s", [first.seconds], GOAL_COMPILE_S, note),
        Figure("  its peak memory", "MB", [first.peak_mb], GOAL_MEMORY_MB),
    ]


def _small(folder: Path, environment: dict[str, str] | None = None) -> Cost:
    return _study(folder / "results", 1, 12, environment)


def _compiled_study(out: Path, replicates: int) -> Cost:
    """A run with kernels that are compiled: again if they were not, because the sources have just changed."""
    cost = _study(out, replicates, MONTHS)
    return _study(out, replicates, MONTHS) if cost.compiled else cost


def command_figures(effort: Effort) -> list[Figure]:
    """What a user waits for at the prompt."""
    with tempfile.TemporaryDirectory(prefix="coworking-bench-") as temporary:
        folder = Path(temporary)
        figures = [Figure("coworking --help", "s", [coworking("--help").seconds for _ in range(effort.helps)], GOAL_HELP_S)]
        if effort.compile:
            figures += _compiling(folder)
        _small(folder)  # compiles what the lasting cache does not hold
        again = [_small(folder).seconds for _ in range(effort.helps)]
        figures.append(Figure("the same run, compiled before", "s", again, GOAL_CACHED_S, SMALL))
        runs = [_compiled_study(folder / "results", effort.replicates) for _ in range(effort.runs)]
    goals = (GOAL_RUN_S, GOAL_MEMORY_MB) if effort.replicates == REPLICATES else (None, None)
    what = f"coworking run, {effort.replicates} replicates × {MONTHS} months"
    processor = median(run.processor_seconds for run in runs)
    note = f"Sondrio, {1 + len(POLICIES)} policies, 2 threads, report written; {processor:.1f} s of processor time"
    figures.append(Figure(what, "s", [run.seconds for run in runs], goals[0], note))
    figures.append(Figure("  its peak memory", "MB", [run.peak_mb for run in runs], goals[1]))
    return figures


# --- engine ---


def engine_figures(effort: Effort) -> list[Figure]:
    """What the months themselves take, on one core, compiled."""
    from benchmarks.engine import measure_case

    figures = []
    for town, scenario in CASES.items():
        case = measure_case(scenario, effort.worlds, effort.passes)
        passes, dearest, goal = case.passes, case.dearest, GOAL_AGENT_MONTH_NS[town]
        baselines = [(done.by_policy["baseline"], done.price) for done in passes]
        cheapest = min((price for _, price in baselines), key=case.work.floor)
        size = f"{case.agents:,} agents × {case.months} months × {len(passes[0].by_policy)} policies"
        state = case.state_bytes / case.agents
        figures += [
            Figure(f"{town}: building a world", "ms", case.world_ms, note=f"{case.agents:,} agents, contacts, ways to the hub"),
            Figure(f"{town}: one agent-month", "ns", [done.months for done in passes], goal, size),
            Figure("  start of the run included", "ns", [done.months + done.start for done in passes], goal * GOAL_START),
            Figure("  under its baseline", "ns", [done.by_policy["baseline"] for done in passes], GOAL_BASELINE_NS[town]),
            Figure("  under its dearest policy", "ns", [done.by_policy[dearest] for done in passes], note=dearest),
            *over_floor(case.work, baselines, GOAL_FLOORS[town]),
            Figure(
                "  in keyed draws", "draws", [done.months / done.price.draw for done in passes],
                note=f"one by one, side by side in each pass: {cheapest.draw:.1f} ns at best",
            ),
            Figure(
                "  in readings of its bytes", "readings", [done.months / (done.price.byte * state) for done in passes],
                note=f"{state:.0f} bytes an agent, summed by numpy",
            ),
        ]
    return figures


def over_floor(work: "Work", measured: "list[tuple[float, Prices]]", goal: float | None) -> list[Figure]:
    """How many times the least they could take agent-months took, each at the prices of its minute; and by the older reckoning."""
    price = min((price for _, price in measured), key=work.floor)
    parts = f"draws of {price.draw_in_group:.1f} ns, bytes of {price.byte:.3f}, lines of {price.line:.1f}, logarithms of {price.log:.1f}"
    least = f"{work.note}: {work.floor(price):.1f} ns"
    return [
        Figure("  over its floor", "times", [ns / work.floor(price) for ns, price in measured], goal, least),
        Figure("  over its bytes read in a row", "times", [ns / work.in_a_row(price) for ns, price in measured], note=parts),
    ]


# --- beside the twin, at all sizes, the whole region ---


def twin_figures(_: Effort) -> list[Figure]:
    """The same model as an idiomatic Mesa model."""
    from benchmarks.twin import CASE, MONTHS, measure_twin

    found = measure_twin()
    note = f"{CASE}, {found.agents:,} agents × {MONTHS} months, equal series; engine {found.engine_ns:.0f} ns in the same minute"
    return [
        Figure("the model in plain Mesa (tests/twin): one agent-month", "µs", [found.twin_us], note=note),
        Figure("  engine faster", "times", [found.ratio], GOAL_TWIN, at_least=True),
    ]


def scaling_figures(effort: Effort) -> list[Figure]:
    """Slopes of cost over size, and a second worker."""
    from benchmarks import scaling

    figures = []
    for what, growth in (
        ("agents", scaling.growth_with_agents(scaling.AGENTS[: effort.sizes])),
        ("hubs, all in reach", scaling.growth_with_hubs(scaling.HUBS[: effort.sizes])),
        ("months", scaling.growth_with_months(scaling.MONTHS[: effort.sizes])),
    ):
        each = "; ".join(f"{size:,}: {ns:.0f}" for size, ns in zip(growth.sizes, growth.ns, strict=True))
        unit = "pair" if "hubs" in what else "agent"
        figures.append(Figure(f"slope of cost over {what}", "", [growth.slope], note=f"1 is proportional; ns per {unit}-month {each}"))
    gains = scaling.gain_of_two_workers(effort.runs)
    note = f"{scaling.CASE}, {scaling.REPLICATES} replicates, people built too; wall clock"
    return [*figures, Figure("two workers beside one", "times", gains, GOAL_TWO_WORKERS, note, at_least=True)]


def region_figures(effort: Effort) -> list[Figure]:
    """Lombardy one to one, on one core."""
    from benchmarks.limit import Work
    from benchmarks.region import measure_region
    from benchmarks.yardsticks import Prices

    found = measure_region(table=effort.table)
    if found is None:
        return []
    size = f"{found['agents']:,} agents of {found['places']:,} municipalities, {found['hubs']} hubs, {found['pairs']:,} pairs"
    processor_s = found["months_processor_s"]
    agent_month, pair_month = (processor_s * 1e9 / found[unit] / found["months"] for unit in ("agents", "pairs"))
    end = f"{processor_s:.0f} s of processor time; at the end {found['members']:,.0f} members, {found['closed']} hubs closed"
    what = f"Lombardy: {found['months']} months"
    figures = [
        Figure("Lombardy: building its people", "s", [found["people_s"] + found["reach_s"]], note=size),
        Figure(what, "s", [found["start_s"] + found["months_s"]], GOAL_REGION_S, end),
        Figure("  one agent-month", "ns", [agent_month], note=f"{pair_month:.1f} ns a pair of agent and hub"),
        *over_floor(Work(*found["work"]), [(agent_month, Prices(*found["prices"]))], GOAL_FLOORS["Lombardy"]),
        Figure("  peak memory", "MB", [found["peak_mb"]], GOAL_REGION_MB),
    ]
    if "two_threads_s" in found:
        figures.insert(2, Figure("  on two threads", "s", [found["two_threads_s"]], GOAL_TWO_THREADS_S, "the same numbers"))
    return figures


# --- sweeps ---


def sweep_figures(effort: Effort) -> list[Figure]:
    """What a researcher waits for."""
    from benchmarks.sweeps import THREADS, measure_sweep

    found = measure_sweep(effort.sweep)
    whole = found.seconds / found.runs * found.all_runs / 60
    note = f"{found.runs:,} of {found.all_runs:,} runs of 5,000 agents × 60 months took {found.seconds:.0f} s, {THREADS} threads"
    return [
        Figure("a sweep: 20 factors, Saltelli 1,024, 10 replicates", "min", [whole], GOAL_SWEEP_MIN, note),
        Figure("  overhead of one run beyond its simulation", "ms", found.overhead_ms, GOAL_OVERHEAD_MS, "compiled, evaluated, stored"),
    ]


# Commands first: while this process is still small, the memory of those it starts can be told from its own.
PARTS = {
    "Commands": command_figures, "Engine": engine_figures, "Twin": twin_figures, "Sizes and workers": scaling_figures,
    "Sweep": sweep_figures, "Lombardy": region_figures,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Speed and memory against their goals.")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, no compilation from scratch, a small run (half a minute)")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/measured/performance.md")
    parser.add_argument("--table", help="municipalities for Lombardy as a parquet file, instead of the package that has them")
    arguments = parser.parse_args()
    console, before = wide_console(), load()
    console.print(machine())
    effort = (QUICK if arguments.quick else FULL)._replace(table=arguments.table)
    figures: list[Figure] = []
    took = []
    for part, measure in PARTS.items():
        if part == "Lombardy" and not effort.region:
            continue
        began = perf_counter()
        with console.status(part):
            figures += measure(effort)
        took.append(f"{part.lower()} {perf_counter() - began:.0f} s")
    show(console, figures, arguments.markdown, before)
    console.print(f"This took: {', '.join(took)}.")


if __name__ == "__main__":
    main()
