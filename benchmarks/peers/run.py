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
from benchmarks.peers.draws import LENT, PLAIN
from benchmarks.peers.town import Town, build, core, difference, grown, series_of, town_of
from model.simulation import Prepared, Simulation, World

# Their distributions; the module that runs one is `with_` and the first word of that.
FRAMEWORKS: Mapping[str, str] = {"Mesa": "mesa", "AgentPy": "agentpy", "AMBER": "ambr", "Starsim": "starsim", "LASER": "laser-core"}
OBJECTS = ("Mesa", "AgentPy")  # an object a person
COLUMNS = ("AMBER", "Starsim")  # people in columns, rules in numpy; LASER: people in columns, rules in compiled loops
GOAL_TIMES = 20.0  # faster than objects, and than columns that make their own draws in numpy


class Timing(NamedTuple):
    """A peer and the engine, pass by pass, in ns of processor time (of all threads) per agent-month."""

    peer: list[float]
    engine: list[float]


class Size(NamedTuple):
    """A town, and which peers run it how often."""

    prepare: Callable[[], Prepared]
    passes: int
    peers: tuple[str, ...]


SIZES: Mapping[str, Size] = {
    "Sondrio": Size(core, 5, (*OBJECTS, *COLUMNS, "LASER")),
    "Pavia": Size(partial(core, town="pavia"), 3, (*OBJECTS, *COLUMNS, "LASER")),
    "A city of 256,000": Size(partial(grown, 256_000), 1, (*COLUMNS, "LASER")),
    "A city of a million": Size(partial(grown, 1_000_000), 1, (*COLUMNS, "LASER")),
}
QUICK = ("Sondrio",)


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
    module = FRAMEWORKS[framework].partition("-")[0]
    start: Callable[..., Any] = import_module(f"benchmarks.peers.with_{module}").Run
    return start


def side_by_side(start: Callable[..., Any], world: World, prepared: Prepared, passes: int) -> Timing:
    """Time a peer and the engine in turn; in the first pass they are compared, too.

    Raises:
        ValueError: the peer's months are not the engine's.
    """
    town = town_of(world, prepared)
    timing = Timing([], [])
    for number in range(passes):
        engine, peer = Simulation(world, prepared), start(town)
        timing.engine.append(_months_ns(engine, town))
        timing.peer.append(_months_ns(peer, town))
        if number == 0 and (problem := difference(series_of(engine), peer.series())):
            raise ValueError(problem)
    return timing


def _months_ns(run: Any, town: Town) -> float:
    gc.collect()
    began = time.process_time()
    run.advance()
    return (time.process_time() - began) * 1e9 / (len(town) * town.months)


def peer_figures(sizes: Mapping[str, Size] = SIZES) -> list[Figure]:
    """Every framework at hand in every town; those in columns with draws in numpy, and with the engine's."""
    figures, versions = [], installed()
    least = core(catchment_minutes=0, months=3, professionals=100, remote_workers=100, firms=100)
    for framework in versions:  # compiles what they, and the engine, have to
        side_by_side(starter(framework), build(least), least, 1)
    for name, size in sizes.items():
        prepared = size.prepare()
        world = build(prepared)
        agents = f"{len(world.rows):,} agents × {prepared.months} months"
        for framework in (framework for framework in size.peers if framework in versions):
            start, what = starter(framework), f"{name}: {framework} {versions[framework]}"
            if framework not in COLUMNS:
                goal = GOAL_TIMES if framework in OBJECTS else None
                figures += _lines(what, side_by_side(start, world, prepared, size.passes), agents, goal)
                continue
            own = side_by_side(partial(start, draws=PLAIN), world, prepared, size.passes)
            figures += _lines(f"{what}, draws in numpy", own, agents, GOAL_TIMES if size.passes > 1 else None)
            lent = side_by_side(partial(start, draws=LENT), world, prepared, size.passes)
            figures += _lines(f"{what}, the engine's draws", lent, agents, None)
    return figures


def _lines(what: str, timing: Timing, size: str, goal: float | None) -> list[Figure]:
    times = [peer / engine for engine, peer in zip(timing.engine, timing.peer, strict=True)]
    return [
        Figure(what, "µs", [peer / 1e3 for peer in timing.peer], note=f"one agent-month; {size}"),
        Figure("  engine faster", "times", times, goal, f"{median(timing.engine):.0f} ns in the same passes", at_least=True),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.run", description="The adoption core in other frameworks.")
    parser.add_argument("--quick", action="store_true", help="in Sondrio only")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/measured/performance.md")
    arguments = parser.parse_args()
    console, before = wide_console(), load()
    console.print(machine())
    missing = ", ".join(framework for framework in FRAMEWORKS if framework not in installed())
    if missing:
        console.print(f"Not installed, so left out: {missing} (make bench installs them in an environment of its own).")
    sizes = {name: size for name, size in SIZES.items() if not arguments.quick or name in QUICK}
    began = time.perf_counter()
    with console.status("Peers"):
        figures = peer_figures(sizes)
    show(console, figures, arguments.markdown, before)
    console.print(f"This took: peers {time.perf_counter() - began:.0f} s.")


if __name__ == "__main__":
    main()
