"""Runs that fail, workers that die, disks that fill up: what was done is kept, and it is said in a sentence."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from experiments.commands import main
from experiments.sweeps import TooManyFailures, WorkersLost, load_sweep, sweep
from experiments.sweeps import jobs as sweep_jobs
from experiments.sweeps.design import Plan
from experiments.sweeps.store import Store
from tests.experiments.sweeps.plans import DESIGN, dying_at_5, failing_at_5, same, tiny_plan, trivial, write_design


def coworking(*arguments: object) -> Result:
    return CliRunner().invoke(main.app, [str(argument) for argument in arguments])


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return tiny_plan(tmp_path, failures_allowed=0.1)


def test_a_run_that_fails_is_a_row_with_its_reason(plan: Plan, tmp_path: Path) -> None:
    found = sweep(plan, tmp_path / "out", simulate=failing_at_5)
    assert found.complete
    assert found.failed == 4
    failed = found.frame[found.frame.failed.notna()]
    assert set(failed.point) == {5}
    assert set(failed.failed) == {"ZeroDivisionError: no desks at all"}
    assert failed[["members_24", "cash_24", "churn_monthly"]].isna().all(axis=None)
    assert found.frame.members_24.notna().sum() == plan.runs - 4
    values, why = found.cube("members_24", policy="voucher")
    assert why[5].all()
    assert why.sum() == 2
    assert np.isnan(values[5]).all()
    same(load_sweep(tmp_path / "out"), found)
    assert "4 failed" in repr(found)


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor])
def test_too_many_failures_end_the_sweep_and_keep_what_was_done(tmp_path: Path, executor: Callable[[], Executor] | None) -> None:
    plan = tiny_plan(tmp_path, failures_allowed=0.0)
    used = executor() if executor else None
    with pytest.raises(TooManyFailures, match=r"\d+ of \d+ runs failed, and the design allows 0; the latest: ZeroDivisionError: no desks"):
        sweep(plan, tmp_path / "out", workers=1, simulate=failing_at_5, executor=used)
    if used:
        used.shutdown()
    held = load_sweep(tmp_path / "out")
    assert held.failed >= 1
    assert len(held.runs) > 20
    more = tiny_plan(tmp_path, failures_allowed=0.5)  # allowing more goes on in the same folder
    assert sweep(more, tmp_path / "out", resume=True, simulate=failing_at_5).complete


def test_a_worker_process_that_dies_ends_in_a_sentence_and_loses_nothing(plan: Plan, tmp_path: Path) -> None:
    told = []
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor, pytest.raises(WorkersLost) as ended:
        sweep(plan, tmp_path / "out", executor=executor, simulate=dying_at_5, progress=lambda *done: told.append(done))
    assert str(ended.value).startswith("a worker died, or its executor broke down (BrokenProcessPool: A process in the process pool")
    held = load_sweep(tmp_path / "out")
    assert [tuple(run) for run in held.runs.tolist()] == [tuple(plan.run_at(number)) for number in range(20)]  # points 0 to 4
    same(sweep(plan, tmp_path / "out", resume=True, simulate=trivial), sweep(plan, simulate=trivial))


class _Breaks(Executor):
    """Carries out all jobs but one at once; that one ends as a broken pool does."""

    def submit(self, function: Any, /, *arguments: Any, **options: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        if arguments[2].run.point == 5:
            future.set_exception(OSError("connection lost."))
        else:
            future.set_result(function(*arguments, **options))
        return future


def test_what_has_come_back_when_an_executor_breaks_is_kept(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(WorkersLost, match=r"\(OSError: connection lost\)"):
        sweep(plan, tmp_path / "out", executor=_Breaks(), simulate=trivial)
    assert len(load_sweep(tmp_path / "out").runs) == plan.runs - 4


def test_an_executor_that_takes_no_jobs(plan: Plan, tmp_path: Path) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(WorkersLost, match="cannot schedule new futures"):
        sweep(plan, tmp_path / "out", executor=executor, simulate=trivial)


# --- the command ---


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The sweep command on a design of 24 runs, the engine replaced by a function."""

    def run(simulate: Any, *arguments: object, allowed: float = 0.01) -> Result:
        design = write_design(tmp_path, DESIGN + f"failures_allowed: {allowed}\n")
        monkeypatch.setattr(sweep_jobs, "run_model", simulate)
        return coworking("sweep", design, "--out", tmp_path / "out", "--workers", 1, *arguments)

    return run


def test_the_command_says_how_many_failed(command: Callable[..., Result], tmp_path: Path) -> None:
    done = command(failing_at_5, allowed=0.5)
    assert done.exit_code == 0, done.output
    assert f"24 of 24 runs are in {tmp_path / 'out'}, 2 of them failed." in done.stdout


def test_the_command_ends_with_1_when_too_many_failed(command: Callable[..., Result], tmp_path: Path) -> None:
    done = command(failing_at_5)
    assert done.exit_code == 1
    assert "runs failed, and the design allows 0; the latest: ZeroDivisionError: no desks at all. Runs are kept in" in done.stderr
    assert "'failures_allowed'" in done.stderr
    assert "Traceback" not in done.output
    assert len(load_sweep(tmp_path / "out").runs) >= 11


def test_a_disk_that_fills_up_ends_with_1_and_keeps_all_before(
    command: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Store._write

    def full(self: Store, line: bytes) -> None:
        if self.kept == 7:
            raise OSError(28, "No space left on device")
        write(self, line)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_write", full)
        done = command(trivial)
    assert done.exit_code == 1
    again = f"coworking sweep {tmp_path / 'tiny_sweep.yaml'} --out {tmp_path / 'out'} --workers 1 --resume"
    assert done.stderr.splitlines()[-1] == f"The disk is full: every finished run is kept; go on with: {again}."
    assert len(load_sweep(tmp_path / "out").runs) == 7
    assert command(trivial, "--resume").exit_code == 0
    assert load_sweep(tmp_path / "out").complete


def test_a_folder_that_cannot_be_written_is_named(command: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path, *_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("experiments.storage.locking.os.open", denied)
        done = command(trivial)
    assert done.exit_code == 1
    assert f"Cannot write {tmp_path / 'out' / '.lock'}: Permission denied" in done.stderr
    (tmp_path / "file").write_text("I am no folder")
    done = command(trivial, "--out", tmp_path / "file")
    assert done.exit_code == 1
    assert f"Cannot write {tmp_path / 'file'}" in done.stderr
    assert (tmp_path / "file").read_text() == "I am no folder"


def test_a_worker_that_dies_is_explained_by_the_command(command: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise WorkersLost("a worker died, or its executor broke down (KilledWorker: job 5)")

    with monkeypatch.context() as patch:
        patch.setattr("experiments.sweeps.sweep", broken)
        done = command(trivial)
    assert done.exit_code == 1
    assert "its executor broke down (KilledWorker: job 5): every finished run is kept; go on with: coworking sweep" in done.stderr
    assert "Traceback" not in done.output
