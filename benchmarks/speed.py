"""Speed and memory against their goals: `make bench`, or `python -m benchmarks.speed [--quick] [--markdown]`.

Figures depend on the machine and on what else it does, so this is no test: it prints, beside each figure, the load of the machine and
two yardsticks taken in the same minutes. What is measured, and how: docs/performance.md.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.processes import Cost, coworking

CASES = {"Sondrio": "sondrio_downsizing", "Pavia": "pavia_growth"}
POLICIES = ("rent_relief", "paid_host", "advisory_promotion")
REPLICATES, MONTHS = 100, 120
BUSY = 0.3  # load per core above which figures are not those of the machine alone

GOAL_AGENT_MONTH_NS = 25.0
GOAL_RUN_S = 10.0
GOAL_MEMORY_MB = 600.0
GOAL_COMPILE_S = 45.0
GOAL_HELP_S = 0.7
GOAL_SWEEP_MIN = 30.0
GOAL_OVERHEAD_MS = 1.0


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    unit: str
    values: list[float]
    goal: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the median meets the goal."""
        if self.goal is None:
            return ""
        return "yes" if median(self.values) <= self.goal else "no"


class Effort(NamedTuple):
    """How often things are repeated."""

    runs: int
    helps: int
    worlds: int
    passes: int
    replicates: int
    compile: bool
    sweep: float  # share of the design that is run


FULL = Effort(runs=3, helps=5, worlds=4, passes=7, replicates=REPLICATES, compile=True, sweep=0.1)
QUICK = Effort(runs=1, helps=2, worlds=2, passes=3, replicates=10, compile=False, sweep=0.01)


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
        size = f"{case.agents:,} agents × {case.months} months × {len(passes[0].by_policy)} policies"
        figures += [
            Figure(f"{town}: building a world", "ms", case.world_ms, note=f"{case.agents:,} agents, contacts, ways to the hub"),
            Figure(f"{town}: one agent-month", "ns", [done.months for done in passes], GOAL_AGENT_MONTH_NS, size),
            Figure("  start of the run included", "ns", [done.months + done.start for done in passes], GOAL_AGENT_MONTH_NS),
            Figure("  under its dearest policy", "ns", [done.by_policy[dearest] for done in passes], GOAL_AGENT_MONTH_NS, dearest),
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


# --- what is shown ---


def cores() -> int:
    """Processors this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def load() -> float | None:
    """Processes that wanted a core over the last minute, on average; None where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def machine() -> str:
    """Processor, cores and the versions that matter for speed."""
    from importlib.metadata import version

    name = platform.processor() or platform.machine()
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        named = [line.split(":", 1)[1].strip() for line in listing.read_text("utf-8").splitlines() if line.startswith("model name")]
        name = named[0] if named else name
    libraries = ", ".join(f"{library} {version(library)}" for library in ("numpy", "numba"))
    return f"{name}, {cores()} cores; Python {platform.python_version()}, {libraries}"


def load_line(before: float | None, after: float | None) -> str:
    """How busy the machine was. The load at the end is mostly our own."""
    if before is None or after is None:
        return "Load of the machine: not known on this system."
    line = f"Load average when started {before:.2f}, at the end {after:.2f}."
    if before > BUSY * cores():
        line += " Other programs were running: take the best figures, and even these as too high."
    return line


def cells(figure: Figure) -> tuple[str, ...]:
    """A figure as text: what, median, best, goal, met, note."""
    best = f"{_number(min(figure.values))}" if len(figure.values) > 1 else ""
    goal = f"{figure.goal:g} {figure.unit}" if figure.goal is not None else ""
    return figure.what, f"{_number(median(figure.values))} {figure.unit}", best, goal, figure.verdict, figure.note


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"


HEADER = ("What", "Median", "Best", "Goal", "Met", "How")


def as_table(figures: Sequence[Figure]) -> Table:
    """For the terminal."""
    table = Table(title="Speed and memory", title_justify="left")
    for name in HEADER:
        table.add_column(name, justify="right" if name in ("Median", "Best", "Goal") else "left", no_wrap=name != "How")
    for figure in figures:
        what, middle, best, goal, met, note = cells(figure)
        table.add_row(what, middle, best, goal, f"[red]{met}[/]" if met == "no" else met, note)
    return table


def as_markdown(figures: Sequence[Figure]) -> str:
    """For docs/performance.md."""
    lines = [HEADER, ("---", "---:", "---:", "---:", "---", "---"), *map(cells, figures)]
    return "\n".join(f"| {' | '.join(cell.replace('  ', '… ') for cell in line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Speed and memory against their goals.")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, no compilation from scratch, a small run (half a minute)")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/performance.md")
    arguments = parser.parse_args()
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, 150)
    before = load()
    console.print(machine())
    effort = QUICK if arguments.quick else FULL
    # Commands first: while this process is still small, the memory of those it starts can be told from its own.
    with console.status("Commands"):
        figures = command_figures(effort)
    with console.status("Engine"):
        figures += engine_figures(effort)
    with console.status("Sweep"):
        figures += sweep_figures(effort)
    if arguments.markdown:
        console.print(as_markdown(figures), soft_wrap=True, markup=False)
    else:
        console.print(as_table(figures))
    console.print(load_line(before, load()))


if __name__ == "__main__":
    main()
