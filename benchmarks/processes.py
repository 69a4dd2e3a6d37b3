"""Commands as a user starts them: time from the call to the prompt, processor time and peak memory of a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from experiments.runs.progress import COMPILING

ROOT = Path(__file__).resolve().parent.parent
_KILOBYTES = 1024 if sys.platform == "darwin" else 1  # of ru_maxrss: kilobytes on Linux, bytes on macOS


class Cost(NamedTuple):
    """What one command took; nan where the system does not tell."""

    seconds: float
    processor_seconds: float
    peak_mb: float  # largest resident memory of the process, decimal megabytes
    compiled: bool  # whether kernels had to be compiled first


class CommandFailed(RuntimeError):
    """The command to be measured did not end well."""


def coworking(*arguments: str, environment: Mapping[str, str] | None = None) -> Cost:
    """Run the `coworking` command in a new process and measure it.

    The caller must be small when it measures memory: on Linux a new process inherits the high-water mark of the one that starts it.

    Raises:
        CommandFailed: with what the command said.
    """
    command = [sys.executable, "-m", "experiments.commands.main", *arguments]
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH")) if part)
    return measured(command, {**os.environ, "PYTHONPATH": path, **(environment or {})})


def measured(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command from the top of the repository, its output thrown away unless it fails."""
    began = perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.read()  # to its end, and so to the end of the process
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        processor, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / _KILOBYTES / 1e6
    else:
        process.wait()
        processor = peak = float("nan")
    seconds = perf_counter() - began
    process.stderr.close()
    if process.returncode:
        raise CommandFailed(f"{' '.join(command)} ended with exit code {process.returncode}\n{said}")
    return Cost(seconds, processor, peak, COMPILING in said)
