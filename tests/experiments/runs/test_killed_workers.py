"""Worker processes killed by hand. One that ends by itself: `sweeps/test_failures.py`; one of a cluster: `sweeps/test_distributed.py`."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from experiments.runs.replicates import WorkersLost, extend, run
from experiments.sweeps import load_sweep, sweep
from model.scenario import Scenario
from tests.experiments.sweeps.plans import same, tiny_plan, trivial

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")


def pool_of_one() -> tuple[ProcessPoolExecutor, int]:
    """A worker, and its process."""
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    return pool, pool.submit(os.getpid).result()


@pytest.mark.usefixtures("fake_engine")
def test_a_study_whose_worker_is_killed_ends_in_a_sentence_and_is_run_again(scenario: Scenario) -> None:
    before = run(scenario, replicates=2)
    pool, worker = pool_of_one()
    with pool:
        threading.Timer(0.2, os.kill, (worker, signal.SIGKILL)).start()  # while it loads the model
        with pytest.raises(WorkersLost, match=r"^a worker died, or its executor broke down \(BrokenProcessPool: A process in the"):
            extend(before, 50, executor=pool)
        with pytest.raises(WorkersLost, match="BrokenProcessPool"):
            run(scenario, replicates=2, executor=pool)
    assert before.replicates == 2, "what there was stays"
    assert extend(before, 4).replicates == 4


def test_a_sweep_whose_worker_is_killed_keeps_what_came_back(tmp_path: Path) -> None:
    plan = tiny_plan(tmp_path)
    killed: list[int] = []
    pool, worker = pool_of_one()

    def kill(done: int, total: int, failed: int) -> None:
        if done and not killed:
            os.kill(worker, signal.SIGKILL)
            killed.append(done)

    with pool, pytest.raises(WorkersLost, match="BrokenProcessPool"):
        sweep(plan, tmp_path / "out", executor=pool, simulate=trivial, progress=kill)
    assert 0 < len(load_sweep(tmp_path / "out").runs) <= plan.runs
    same(sweep(plan, tmp_path / "out", resume=True, simulate=trivial), sweep(plan, simulate=trivial))
