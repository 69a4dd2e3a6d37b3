"""A large sweep: a part of a Saltelli design of 20 factors on a town of 5,000 agents, and what a run costs beyond its months."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.yardsticks import clock
from experiments.sweeps import sweep
from experiments.sweeps.design import Plan, read_design
from experiments.sweeps.design.sampling import Points, saltelli_rows
from experiments.sweeps.files import Row
from experiments.sweeps.jobs import Setup, compile_point, execute, job_of
from experiments.sweeps.store import Store
from model.draws import replicate_seed
from model.simulation import build_world, simulate

DESIGN = Path(__file__).parent / "sweep.yaml"
THREADS = 2
SAMPLED_RUNS = 400  # for the overhead, in blocks
BLOCK = 40


class SweepFigures(NamedTuple):
    """What a sweep takes."""

    runs: int  # of the part that was timed
    all_runs: int  # of the whole design
    seconds: float  # of the part, wall clock, two threads
    overhead_ms: list[float]  # by block: of one run, beyond simulating it


def measure_sweep(share: float) -> SweepFigures:
    """Time the first points of the design, and the overhead of single runs."""
    plan, problems = read_design(DESIGN)
    assert plan is not None, problems
    part = first_base_points(plan, share)
    with tempfile.TemporaryDirectory(prefix="coworking-bench-") as folder:
        sweep(first_base_points(plan, 1e-9), Path(folder) / "warm")  # compiled, worlds of the first base point built
        began = time.perf_counter()
        sweep(part, Path(folder) / "timed", workers=THREADS)
        seconds = time.perf_counter() - began
        return SweepFigures(part.runs, plan.runs, seconds, overheads(part, Path(folder) / "single"))


def first_base_points(plan: Plan, share: float) -> Plan:
    """The plan cut to a share of its base points, at least one."""
    group = saltelli_rows(len(plan.all_factors), second_order=False)
    rows = max(1, int(len(plan.points.unit) / group * share)) * group
    points = plan.points
    return replace(plan, points=Points(points.unit[:rows], points.far[:rows], [column[:rows] for column in points.values]))


def overheads(plan: Plan, folder: Path) -> list[float]:
    """What a stored run costs beyond its simulation, in ms: block by block, both ways on the same runs, one thread."""
    setup = Setup.of(plan)
    folder.mkdir()
    store = Store(folder, {"key": plan.key}, plan.outcomes, plan.shape)
    worlds: dict[int, object] = {}
    found = []
    try:
        for start in range(0, min(SAMPLED_RUNS, plan.runs), BLOCK):
            jobs = [job_of(plan, plan.run_at(number)) for number in range(start, start + BLOCK)]
            compiled = [compile_point(setup, job) for job in jobs]
            for job, prepared in zip(jobs, compiled, strict=True):
                if job.world not in worlds:
                    worlds[job.world] = build_world(prepared, int(replicate_seed(setup.seed, job.world)))
                execute(setup, job)  # its world is kept from here on
            began = clock()
            for job, prepared in zip(jobs, compiled, strict=True):
                simulate(worlds[job.world], prepared)  # type: ignore[arg-type]
            alone = clock() - began
            began = clock()
            for job in jobs:
                row: Row = execute(setup, job)
                store.append(row)
            found.append((clock() - began - alone) / len(jobs) * 1e3)
    finally:
        store.close()
    return found


if __name__ == "__main__":
    figures = measure_sweep(0.01)
    print(figures, median(figures.overhead_ms))
