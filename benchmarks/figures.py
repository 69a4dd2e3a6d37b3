"""A figure against its goal, tables of figures, and the machine they were taken on."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

BUSY = 0.3  # load per core above which figures are not those of the machine alone


class Figure(NamedTuple):
    """One line of the table."""

    what: str
    unit: str
    values: list[float]
    goal: float | None = None
    note: str = ""
    at_least: bool = False  # the goal is a least, not a most

    @property
    def verdict(self) -> str:
        """Whether the median meets the goal."""
        if self.goal is None:
            return ""
        met = median(self.values) >= self.goal if self.at_least else median(self.values) <= self.goal
        return "yes" if met else "no"


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
    best = f"{_number((max if figure.at_least else min)(figure.values))}" if len(figure.values) > 1 else ""
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
    """For docs/measured/performance.md."""
    lines = [HEADER, ("---", "---:", "---:", "---:", "---", "---"), *map(cells, figures)]
    return "\n".join(f"| {' | '.join(cell.replace('  ', '… ') for cell in line)} |" for line in lines)


def wide_console() -> Console:
    """A console whose lines are long enough for the tables, also where output goes to a file."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, 150)
    return console


def show(console: Console, figures: Sequence[Figure], markdown: bool, before: float | None) -> None:
    """Print a table, for the terminal or docs/measured/performance.md, and how busy the machine was; `before` is the load at the start."""
    if markdown:
        console.print(as_markdown(figures), soft_wrap=True, markup=False)
    else:
        console.print(as_table(figures))
    console.print(load_line(before, load()))
