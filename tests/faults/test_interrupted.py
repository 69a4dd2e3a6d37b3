"""Ctrl-C, `kill`, a terminal that closes: one sentence, code 1, nothing half-written.

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

# Python itself ends by SIGINT, after the sentence, when the interruption fell into code made from a string (a dataclass being defined).
ENDED = (1, -signal.SIGINT) if os.name == "posix" else (1,)
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


def test_pressed_again_and_again_it_is_said_all_the_same(commands: Commands, start: Start, tmp_path: Path) -> None:
    process = start(commands.words("sweep", tmp_path / "out"), pause=0.1)
    until(lambda: at_work("sweep", tmp_path / "out"), process)
    for _ in range(3):
        signalled(process, "SIGINT")
        time.sleep(0.05)
    assert said(process, *ENDED).startswith("Interrupted: every finished run is kept; go on with: coworking sweep")


_WHERE_ERRORS_ARE_IGNORED = """
import os, signal, sys, threading
from experiments.commands.command_line import explained, interruptible

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
    assert (done.returncode, done.stderr) == (1, "Interrupted: all is kept.\n")
