"""Real processes, killed at any moment or interrupted: nothing finished is lost, and the table in the end is the uninterrupted one."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experiments.sweeps import Sweep, load_sweep, sweep
from experiments.sweeps.design import load_design
from experiments.sweeps.folder import read_rows
from tests.experiments.sweeps.plans import DESIGN, same, write_design
from tests.repository import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")

WORKERS = 2
PATIENCE_S = 60

# The command as it is typed, with a note of the begin and the end of every run beside it.
_COMMAND = """
import json, os, sys, threading
from experiments.sweeps import jobs
log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
pause = float(sys.argv.pop(1))
run_model = jobs.run_model
def noted(setup, job):
    os.write(log, (json.dumps(["begin", *job.run]) + "\\n").encode())
    if pause:
        threading.Event().wait(pause)
    values = run_model(setup, job)
    os.write(log, (json.dumps(["end", *job.run]) + "\\n").encode())
    return values
jobs.run_model = noted
from experiments.commands.main import main
main()
"""

Run = tuple[int, ...]


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """120 runs of the engine, of some milliseconds each."""
    return write_design(tmp_path, DESIGN.replace("points: 12", "points: 15").replace("replicates: 1", "replicates: 4"))


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the command in a process group of its own; what is left of it in the end is killed."""
    processes: list[subprocess.Popen[str]] = []

    def started(design: Path, log: Path, *options: str, pause: float = 0.0) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", _COMMAND, str(log), str(pause), "sweep", str(design), "--out", str(design.parent / "out")]
        processes.append(subprocess.Popen(
            [*command, "--workers", str(WORKERS), *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        ))  # fmt: skip
        return processes[-1]

    yield started
    for process in processes:
        with process:
            process.kill()


def noted(log: Path, what: str) -> list[Run]:
    lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    return [tuple(line[1:]) for line in lines if line[0] == what]


def until_ends(process: "subprocess.Popen[str]", log: Path, number: int) -> None:
    """Waits until a process has ended so many runs more."""
    deadline, there = time.monotonic() + PATIENCE_S, len(noted(log, "end"))
    while len(noted(log, "end")) < there + number and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.002)


def kept(folder: Path) -> set[Run]:
    runs, _, _ = read_rows(folder, load_sweep(folder).plan.outcomes)
    return {tuple(run) for run in runs.tolist()}


def test_a_sweep_killed_at_random_moments_gives_the_same_table(design: Path, start: Start) -> None:
    chance, log, out = random.Random(7), design.parent / "log", design.parent / "out"
    for session in range(3):
        process = start(design, log, *(["--resume"] if session else []), pause=0.01)
        if session == 1:  # somewhere in the start, before or after the folder is opened
            time.sleep(chance.uniform(0.3, 1.5))
        else:
            until_ends(process, log, chance.randint(1, 30))
            time.sleep(chance.uniform(0, 0.02))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        held, ended = kept(out), noted(log, "end")
        assert held <= set(ended)
        lost = len(set(ended) - held)
        assert lost <= WORKERS, f"{lost} finished runs are not in the store"
        begun = noted(log, "begin")
        # Over all sessions a run is begun a second time only if it was in flight at a kill.
        assert len(begun) - len(set(begun)) <= WORKERS * session
    assert 10 < len(kept(out)) < 120
    last = start(design, log, "--resume")
    said, errors = last.communicate(timeout=PATIENCE_S)
    assert last.returncode == 0, errors
    assert f"120 of 120 runs are in {out}." in said
    assert len(noted(log, "begin")) <= 120 + WORKERS * 3
    same(load_sweep(out), sweep(load_design(design)))


def test_a_second_sweep_is_refused_while_the_first_lives_and_does_not_disturb_it(design: Path, start: Start) -> None:
    log, out = design.parent / "log", design.parent / "out"
    first = start(design, log, pause=0.02)
    until_ends(first, log, 2)
    first.send_signal(signal.SIGSTOP)  # so that it lives as long as the second needs to begin
    second = start(design, design.parent / "other", "--resume")
    _, errors = second.communicate(timeout=PATIENCE_S)
    assert second.returncode == 2
    assert errors == f"another sweep is writing into {out}; wait for it, or take another folder. Nothing was run.\n"
    assert noted(design.parent / "other", "begin") == []
    first.send_signal(signal.SIGCONT)
    said, errors = first.communicate(timeout=PATIENCE_S)
    assert first.returncode == 0, errors
    assert "120 of 120 runs" in said
    assert len(noted(log, "begin")) == 120
    same(load_sweep(out), sweep(load_design(design)))


def test_ctrl_c_says_how_to_go_on_and_keeps_what_was_done(tmp_path: Path, start: Start) -> None:
    design = write_design(tmp_path / "my designs", DESIGN.replace("replicates: 1", "replicates: 9"))
    log, out = design.parent / "log", design.parent / "out"
    process = start(design, log, "--part", "1/2", pause=0.03)
    until_ends(process, log, 6)
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert said == ""
    command = f"coworking sweep '{design}' --out '{out}' --workers {WORKERS} --part 1/2 --resume"
    assert errors.splitlines()[-1] == f"Interrupted: every finished run is kept; go on with: {command}."
    assert "Traceback" not in errors
    assert kept(out) == set(noted(log, "end"))
    found: Sweep = load_sweep(out)
    assert 6 <= len(found.runs) < 108


_LARGE = """
import resource, sys
from pathlib import Path
from experiments.sweeps import sweep
from tests.experiments.sweeps.plans import tiny_plan

def simulate(setup, job):
    return (float(job.run.point), float(job.world), 0.5)

folder = Path(sys.argv[1])
plan = tiny_plan(folder, sampler={"type": "sobol", "points": 5_000}, replicates=10)
found = sweep(plan, folder / "out", workers=2, simulate=simulate)
assert found.complete and len(found.frame) == 100_000
files = sum(path.is_file() for path in (folder / "out").rglob("*"))
status = Path("/proc/self/status")  # on Linux ru_maxrss starts from the mark of the process that started this one
peaks = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
print(files, int(peaks[0] if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)
"""


def test_a_hundred_thousand_runs_take_few_files_and_little_memory(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _LARGE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    files, megabytes = map(int, done.stdout.split())
    assert files < 200
    assert megabytes < 1_000
