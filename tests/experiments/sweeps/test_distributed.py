"""A sweep over a real scheduler and real worker processes on loopback, one of which is killed on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from experiments.sweeps import sweep
from experiments.sweeps.design import Design, Plan, plan_of
from experiments.sweeps.remote import NoScheduler, scheduler
from tests.model.tiny_town import TEXT
from tests.repository import ROOT

distributed = pytest.importorskip("distributed")

_START = "import sys; from distributed.cli import dask_{0}; dask_{0}.main(sys.argv[1:])"
_PATIENCE_S = 60


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "tiny.yaml").write_text(TEXT, encoding="utf-8")
    design = Design.model_validate({
        "title": "Over a network", "scenarios": ["tiny.yaml"], "policies": ["baseline", "voucher"],
        "factors": [{"parameter": "alpha"}, {"path": "hubs.adda.desks", "low": 8, "high": 14}],
        "sampler": {"type": "latin_hypercube", "points": 40}, "replicates": 4, "outcomes": ["members_24", "public_eur", "cash_24"],
    })  # fmt: skip
    return plan_of(design, tmp_path)


@contextmanager
def _process(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "5"}
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A scheduler and its workers; the address stands in a file as soon as the scheduler listens."""
    where = folder / "scheduler.json"
    common = ("--scheduler-file", str(where), "--no-dashboard")
    with _process("-c", _START.format("scheduler"), *common, "--host", "127.0.0.1", "--port", "0"):
        _until(where.exists)
        worker = ("-c", _START.format("worker"), *common, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        first, second = (_process(*worker, "--local-directory", str(folder / name)) for name in "ab")
        with first as one, second as other:
            address = json.loads(where.read_text())["address"]
            with distributed.Client(address, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=_PATIENCE_S)
            yield address, [one, other]


def _until(holds: object) -> None:
    assert callable(holds)
    end = time.monotonic() + _PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "a process did not start in time"
        time.sleep(0.05)


def test_two_workers_one_killed_midway_give_the_serial_runs(plan: Plan, tmp_path: Path) -> None:
    serial = sweep(plan, tmp_path / "serial", workers=1).frame
    killed = []
    with _cluster(tmp_path, 2) as (address, workers):

        def kill_one(done: int, total: int, failed: int) -> None:
            if done >= total // 4 and not killed:
                workers[0].send_signal(signal.SIGKILL)
                killed.append(done)

        with scheduler(address) as executor:
            spread = sweep(plan, tmp_path / "spread", executor=executor, progress=kill_one)
        assert workers[0].wait(timeout=10) == -signal.SIGKILL
        assert workers[1].poll() is None
    assert killed and killed[0] < plan.runs
    assert spread.complete
    assert spread.failed == 0
    assert spread.frame.equals(serial)


def test_a_scheduler_that_does_not_answer_is_said_soon() -> None:
    began = time.monotonic()
    with pytest.raises(NoScheduler, match=r"tcp://127\.0\.0\.1:9 does not answer"), scheduler("tcp://127.0.0.1:9", timeout_s=1):
        pass
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "http//x"])
def test_an_address_that_is_none_is_said(address: str) -> None:
    with pytest.raises(NoScheduler), scheduler(address, timeout_s=1):
        pass
