"""Every peer beside the engine: `make bench`, or `python -m benchmarks.peers.run [--quick] [--markdown]`.

In each pass the engine and the peer run the same months of the same town one after the other, so that a busy or slow moment of the
machine weighs on both. A peer that does not give every number of the engine's months is not timed but reported as an error.
"""

import argparse
import gc
import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import Any, NamedTuple

from benchmarks.figures import Figure, load, machine, show, wide_console
from benchmarks.peers.draws import PLAIN
from benchmarks.peers.town import Town, build, core, difference, series_of, town_of
from model.simulation import Prepared, Simulation, World

FRAMEWORKS: Mapping[str, str] = {"Mesa": "mesa", "AgentPy": "agentpy", "AMBER": "ambr", "Starsim": "starsim"}  # and their distributions
TOWNS: Mapping[str, Callable[[], Prepared]] = {
    "A small town": partial(core, catchment_minutes=0, professionals=220, remote_workers=320, firms=460),
    "Sondrio": core,
    "Pavia": partial(core, town="pavia"),
}
COLUMNS = ("AMBER", "Starsim")  # the others keep an object a person, and are not run in the large town
GOAL_PERCENT = 5.0  # of a peer's time: twenty times faster


class Timing(NamedTuple):
    """A peer and the engine, pass by pass, in ns of processor time (of all threads) per agent-month."""

    peer: list[float]
    engine: list[float]


def installed() -> dict[str, str]:
    """The frameworks at hand, with their versions."""
    found = {}
    for framework, distribution in FRAMEWORKS.items():
        try:
            found[framework] = version(distribution)
        except PackageNotFoundError:
            continue
    return found


def starter(framework: str) -> Callable[..., Any]:
    """What makes a run of a framework: called with a town."""
    start: Callable[..., Any] = import_module(f"benchmarks.peers.with_{FRAMEWORKS[framework]}").Run
    return start


def side_by_side(start: Callable[..., Any], world: World, prepared: Prepared, passes: int) -> Timing:
    """Time a peer and the engine in turn.

    Raises:
        ValueError: the peer's months are not the engine's.
    """
    town = town_of(world, prepared)
    timing = Timing([], [])
    for number in range(passes + 1):  # the first pass compares, and compiles what it has to
        engine, peer = Simulation(world, prepared), start(town)
        times = [_months_ns(run, town) for run in (engine, peer)]
        if number:
            timing.engine.append(times[0])
            timing.peer.append(times[1])
        elif problem := difference(series_of(engine), peer.series()):
            raise ValueError(problem)
    return timing


def _months_ns(run: Any, town: Town) -> float:
    gc.collect()
    began = time.process_time()
    run.advance()
    return (time.process_time() - began) * 1e9 / (len(town) * town.months)


def peer_figures(passes: int, towns: Mapping[str, Callable[[], Prepared]] = TOWNS) -> list[Figure]:
    """Every framework at hand in every town; those in columns once more with draws in plain numpy."""
    figures, versions = [], installed()
    for name, prepare in towns.items():
        prepared = prepare()
        world = build(prepared)
        size = f"{len(world.rows):,} agents × {prepared.months} months"
        for framework, number in versions.items():
            if name == "Pavia" and framework not in COLUMNS:
                continue
            start = starter(framework)
            figures += _lines(f"{name}: {framework} {number}", side_by_side(start, world, prepared, passes), size)
            if name == "Sondrio" and framework in COLUMNS:
                timing = side_by_side(partial(start, draws=PLAIN), world, prepared, passes)
                figures += _lines(f"{name}: {framework}, draws in numpy", timing, size)
    return figures


def _lines(what: str, timing: Timing, size: str) -> list[Figure]:
    shares = [100.0 * engine / peer for engine, peer in zip(timing.engine, timing.peer, strict=True)]
    note = f"the engine is {100.0 / median(shares):.1f} times faster: {median(timing.engine):.0f} ns in the same passes"
    return [
        Figure(what, "µs", [peer / 1e3 for peer in timing.peer], note=f"one agent-month; {size}"),
        Figure("  the engine's share of that time", "%", shares, GOAL_PERCENT, note),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.run", description="The adoption core in other frameworks.")
    parser.add_argument("--quick", action="store_true", help="two passes, and no large town")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/measured/performance.md")
    arguments = parser.parse_args()
    console, before = wide_console(), load()
    console.print(machine())
    missing = ", ".join(framework for framework in FRAMEWORKS if framework not in installed())
    if missing:
        console.print(f"Not installed, so left out: {missing} (make bench installs them in an environment of its own).")
    towns = {name: prepare for name, prepare in TOWNS.items() if not arguments.quick or name != "Pavia"}
    with console.status("Peers"):
        figures = peer_figures(2 if arguments.quick else 5, towns)
    show(console, figures, arguments.markdown, before)


if __name__ == "__main__":
    main()
