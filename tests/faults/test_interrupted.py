"""Ctrl-C, `kill`, a terminal that closes: one sentence, code 130, nothing half-written.

Ctrl-C in `run`: `tests/experiments/commands/test_main.py`.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.conftest import PATIENCE_S, Commands, Start, at_work, contents, said, signalled, until
from tests.repository import ROOT

# Python itself ends by SIGINT, which shells call 130 too, after the sentence, when the interruption fell into code made from a string.
ENDED = (130, -signal.SIGINT) if os.name == "posix" else (130,)
AFTERMATH = {
    "run": "nothing new was written, and what {out} held before is as it was.",
    "compare": "nothing new was written, and what {out} held before is as it was.",
    "sweep": "every finished run is kept; go on with: coworking sweep {design} --out {out} --workers 1 --resume.",
    "refresh": "records written so far stay, the others are as they were; the same command again goes on.",
}


@pytest.mark.parametrize(
    ("command", "name"),
    [("run", "SIGTERM"), ("compare", "SIGINT"), ("compare", "SIGHUP"), ("sweep", "SIGTERM"), ("refresh", "SIGINT"), ("refresh", "SIGTERM")],
)
def test_it_is_said_and_nothing_is_half_written(commands: Commands, start: Start, tmp_path: Path, command: str, name: str) -> None:
    out = tmp_path / "out"
    process = start(commands.words(command, out), pause=10.0 if command == "refresh" else 0.02, shipped=str(out / "scenarios"))
    until(lambda: at_work(command, out), process)
    time.sleep(0.1)
    before = contents(out)
    signalled(process, name)
    assert said(process, *ENDED) == "Interrupted: " + AFTERMATH[command].format(out=out, design=commands.design)
    if command in ("run", "compare"):
        assert not out.exists()
    elif command == "refresh":
        assert contents(out) == {path: content for path, content in before.items() if path != "scenarios/expected/.lock"}
    else:
        assert f"24 of 24 runs are in {out}." in start([*commands.words(command, out), "--resume"]).communicate()[0]


ENTRIES = {
    "run": ["-m", "experiments.commands.main", "run", "{tiny}", "--out", "{out}"],
    "check": ["-m", "experiments.commands.main", "check", *["{tiny}"] * 2000],
    "sweep": ["-m", "experiments.commands.main", "sweep", "{design}", "--out", "{out}"],
    "compare": ["-m", "experiments.commands.main", "compare", "{tiny}"],
    "script": ["{script}", "run", "{tiny}", "--out", "{out}"],
    "expected": ["-m", "experiments.commands.expected", "check"],
    "documentation": ["-m", "experiments.documentation", "--check"],
    "studies": ["-m", "experiments.documentation.studies"],
}
# What an installed package puts on the path.
SCRIPT = "import sys\nfrom experiments.commands.main import main\nif __name__ == '__main__':\n    sys.exit(main())\n"


@pytest.mark.parametrize(
    ("entry", "moment"), [(entry, moment) for entry in ENTRIES for moment in ((0.02, 0.25, 0.7) if "run" in ENTRIES[entry] else (0.1, 0.5))]
)
def test_in_the_first_second_too(commands: Commands, tmp_path: Path, entry: str, moment: float) -> None:
    """From the moment our first module is loaded: whatever is being imported, one sentence and no traceback."""
    if not Path("/proc/self/status").exists():
        pytest.skip("looks into /proc for when signals are answered")
    script = tmp_path / "coworking"
    script.write_text(SCRIPT, encoding="utf-8")
    given = {"tiny": commands.tiny, "design": commands.design, "out": tmp_path / "out", "script": script}
    words = [sys.executable, *(word.format(**given) for word in ENTRIES[entry])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        words, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    with process:
        try:
            until(lambda: _answers(process.pid, signal.SIGTERM), process)
            time.sleep(moment)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
    assert "Traceback" not in errors, errors
    assert process.returncode in ENDED, errors
    assert errors.splitlines()[-1].startswith("Interrupted"), errors


def _answers(pid: int, number: int) -> bool:
    """Whether a process has a handler of its own for this signal."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def test_what_answers_is_loaded_before_anything_that_takes_long() -> None:
    words = [sys.executable, "-X", "importtime", "-m", "experiments.commands.main", "--version"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    loaded = [line.split("|")[-1].strip() for line in done.stderr.splitlines()]
    first = loaded.index("experiments.interruption")
    assert first < loaded.index("typer")
    assert not {"inspect", "pathlib", "shutil", "rich", "numpy"} & set(loaded[:first]) - _by_python_itself()


def _by_python_itself() -> set[str]:
    done = subprocess.run([sys.executable, "-c", "import runpy, sys; print(*sys.modules)"], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_who_merely_imports_us_keeps_his_own_ctrl_c() -> None:
    code = "import signal; import experiments, experiments.commands.main; print(signal.getsignal(2) is signal.default_int_handler)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    assert done.stdout == "True\n"


def test_pressed_again_and_again_it_is_said_all_the_same(commands: Commands, start: Start, tmp_path: Path) -> None:
    process = start(commands.words("sweep", tmp_path / "out"), pause=0.1)
    until(lambda: at_work("sweep", tmp_path / "out"), process)
    for _ in range(3):
        signalled(process, "SIGINT")
        time.sleep(0.05)
    assert said(process, *ENDED).startswith("Interrupted: every finished run is kept; go on with: coworking sweep")


_WHERE_ERRORS_ARE_IGNORED = """
import os, signal, sys, threading
from experiments.commands.command_line import explained
from experiments.interruption import interruptible

class Ending:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)

with interruptible(), explained("all is kept"):
    Ending()
    while True:
        threading.Event().wait(0.01)
"""


@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
def test_what_falls_where_python_ignores_errors_is_not_lost() -> None:
    words = [sys.executable, "-c", _WHERE_ERRORS_ARE_IGNORED]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert (done.returncode, done.stderr) == (130, "Interrupted: all is kept.\n")
