"""Speed and memory against their goals: `make bench`, or `python -m benchmarks.speed [--quick] [--markdown]`.

Figures depend on the machine and on what else it does, so this is no test: it prints, beside each figure, the load of the machine and
two yardsticks taken in the same minutes. What is measured, and how: docs/measured/performance.md.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.figures import Figure, load, machine, show, wide_console
from benchmarks.processes import Cost, coworking

CASES = {"Sondrio": "sondrio_downsizing", "Pavia": "pavia_growth"}
POLICIES = ("rent_relief", "paid_host", "advisory_promotion")
REPLICATES, MONTHS = 100, 120

GOAL_AGENT_MONTH_NS = {"Sondrio": 25.0, "Pavia": 12.0, "Lombardy": 15.0}
GOAL_LIMITS = 3.0
GOAL_REGION_S, GOAL_PEOPLE_S, GOAL_REGION_MB = 5.0, 20.0, 1500.0
GOAL_TWIN = 200.0
GOAL_TWO_WORKERS = 1.8
GOAL_RUN_S = 10.0
GOAL_MEMORY_MB = 600.0
GOAL_COMPILE_S = 45.0
GOAL_HELP_S = 0.7
GOAL_SWEEP_MIN = 30.0
GOAL_OVERHEAD_MS = 1.0


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


FULL = Effort(runs=3, helps=5, worlds=4, passes=7, replicates=REPLICATES, compile=True, sweep=0.05, sizes=6, region=True)
QUICK = Effort(runs=1, helps=2, worlds=2, passes=3, replicates=10, compile=False, sweep=0.01, sizes=4, region=False)


# --- commands ---


def _study(out: Path, replicates: int, months: int, environment: dict[str, str] | None = None) -> Cost:
    chosen = [word for policy in POLICIES for word in ("--policy", policy)]
    size = ["--replicates", str(replicates), "--months", str(months), "--workers", "2"]
    return coworking("run", CASES["Sondrio"], *size, *chosen, "--out", str(out), environment=environment)


def _compiling(folder: Path) -> list[Figure]:
    """A run where nothing is compiled yet, and the same run again."""
    fresh = {"NUMBA_CACHE_DIR": str(folder / "cache")}
    first, again = (_study(folder / "results", 1, 12, fresh) for _ in range(2))
    small = f"{1 + len(POLICIES)} policies, 1 replicate, 12 months"
    note = f"{small}; {first.processor_seconds:.1f} s of processor time; {again.seconds:.1f} s once compiled"
    return [
        Figure("first run, nothing compiled yet", "s", [first.seconds], GOAL_COMPILE_S, note),
        Figure("  its peak memory", "MB", [first.peak_mb], GOAL_MEMORY_MB),
    ]


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
        _study(folder / "results", 1, 12)  # compiles what the lasting cache does not hold
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
        passes, dearest = case.passes, case.dearest
        draw, reading = min(done.draw for done in passes), min(done.reading for done in passes)
        grouped = min(done.draw_in_group for done in passes)
        reading_byte = reading * case.agents / case.state_bytes
        size = f"{case.agents:,} agents × {case.months} months × {len(passes[0].by_policy)} policies"
        figures += [
            Figure(f"{town}: building a world", "ms", case.world_ms, note=f"{case.agents:,} agents, contacts, ways to the hub"),
            Figure(f"{town}: one agent-month", "ns", [done.months for done in passes], GOAL_AGENT_MONTH_NS[town], size),
            Figure("  start of the run included", "ns", [done.months + done.start for done in passes]),
            Figure("  under its baseline", "ns", [done.by_policy["baseline"] for done in passes]),
            Figure("  under its dearest policy", "ns", [done.by_policy[dearest] for done in passes], note=dearest),
            Figure(
                "  baseline over its limit", "times", [done.by_policy["baseline"] / case.limit(done) for done in passes], GOAL_LIMITS,
                note=f"{case.work.draws:.2f} draws of {grouped:.1f} ns and {case.work.bytes:.0f} bytes of {reading_byte:.3f} ns",
            ),
            Figure(
                "  in keyed draws", "draws", [done.months / done.draw for done in passes],
                note=f"side by side in each pass; one draw: {draw:.1f} ns at best",
            ),
            Figure(
                "  in readings of its bytes", "readings", [done.months / done.reading for done in passes],
                note=f"{case.state_bytes / case.agents:.0f} bytes an agent; numpy's sum of them: {reading:.1f} ns at best",
            ),
        ]
    return figures


# --- beside the twin, at all sizes, the whole region ---


def twin_figures() -> list[Figure]:
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


def region_figures() -> list[Figure]:
    """Lombardy one to one, on one core."""
    from benchmarks.region import measure_region

    found = measure_region()
    if found is None:
        return []
    size = f"{found['agents']:,} agents of {found['municipalities']:,} municipalities, {found['hubs']} hubs, {found['pairs']:,} pairs"
    agent_month = found["months_s"] * 1e9 / found["agents"] / found["months"]
    pair_month = found["months_s"] * 1e9 / found["pairs"] / found["months"]
    end = f"at the end {found['members']:,.0f} members, {found['closed']} hubs closed"
    return [
        Figure("Lombardy: building its people", "s", [found["people_s"] + found["reach_s"]], GOAL_PEOPLE_S, size),
        Figure(f"Lombardy: {found['months']} months", "s", [found["start_s"] + found["months_s"]], GOAL_REGION_S, end),
        Figure("  one agent-month", "ns", [agent_month], GOAL_AGENT_MONTH_NS["Lombardy"], f"{pair_month:.1f} ns a pair of agent and hub"),
        Figure("  peak memory", "MB", [found["peak_mb"]], GOAL_REGION_MB),
    ]


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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Speed and memory against their goals.")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, no compilation from scratch, a small run (half a minute)")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/measured/performance.md")
    arguments = parser.parse_args()
    console, before = wide_console(), load()
    console.print(machine())
    effort = QUICK if arguments.quick else FULL
    # Commands first: while this process is still small, the memory of those it starts can be told from its own.
    with console.status("Commands"):
        figures = command_figures(effort)
    with console.status("Engine"):
        figures += engine_figures(effort)
    with console.status("Twin"):
        figures += twin_figures()
    with console.status("Sizes and workers"):
        figures += scaling_figures(effort)
    with console.status("Sweep"):
        figures += sweep_figures(effort)
    if effort.region:
        with console.status("Lombardy"):
            figures += region_figures()
    show(console, figures, arguments.markdown, before)


if __name__ == "__main__":
    main()
