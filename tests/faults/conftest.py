"""Real processes of the commands, and real disks that are small or cannot be written."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.runs.progress import COMPILING
from tests.experiments.stand_ins import TINY
from tests.experiments.sweeps.plans import DESIGN, write_design
from tests.repository import ROOT

PATIENCE_S = 60
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Results change\n\n- None yet.\n"
Start = Callable[..., "subprocess.Popen[str]"]


class Commands:
    """What is typed, for each command, to write into a folder; and where what it writes lies."""

    def __init__(self, folder: Path) -> None:
        self.tiny, self.design = folder / "tiny_town.yaml", write_design(folder, DESIGN)
        self.tiny.write_text(TINY, encoding="utf-8")

    def words(self, command: str, out: Path, *more: str) -> list[str]:
        if command == "refresh":
            (out / "scenarios").mkdir(parents=True, exist_ok=True)
            if not (out / "CHANGELOG.md").exists():
                (out / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
            return ["refresh", "small_town", "--reason", "a test"]
        given = {
            "run": [self.tiny, "--replicates", "4000", "--out", out],
            "compare": [self.tiny, "--replicates", "4000", "--out", out],
            "sweep": [self.design, "--out", out, "--workers", "1"],
        }
        return ["coworking", command, *map(str, given[command]), *more]


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    if os.name != "posix":
        pytest.skip("sends POSIX signals")
    return Commands(tmp_path / "given")


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a command; what is left of it in the end is killed."""
    processes: list[subprocess.Popen[str]] = []

    def started(words: list[str], environment: dict[str, str] | None = None, **options: Any) -> "subprocess.Popen[str]":
        processes.append(subprocess.Popen(
            [sys.executable, "-m", "tests.faults.program", json.dumps(options), *words], cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})},
        ))  # fmt: skip
        return processes[-1]

    yield started
    for process in processes:
        with process:
            process.kill()


def until(holds: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    """Waits until something holds of a process that lives."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)


def at_work(command: str, out: Path) -> bool:
    """Whether a command has its folder and makes runs."""
    if command == "sweep":
        return any(path.stat().st_size for path in out.glob("journal-*"))
    return (out / "scenarios" / "expected" / ".lock").exists() if command == "refresh" else any(out.glob(".writing-*/new"))


def said(process: "subprocess.Popen[str]", *codes: int) -> str:
    """The last line on the error stream of a process that ends with one of these codes, and never a traceback."""
    out, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode in codes, (out, errors)
    assert "Traceback" not in errors
    errors = errors.replace(f"{COMPILING}\n", "")  # what a fresh machine sees besides
    return errors.splitlines()[-1] if errors.strip() else ""


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- disks ---


class Disk:
    """A small file system that only a process of the test sees by its name, and everybody by `path`."""

    def __init__(self, where: Path, kilobytes: int) -> None:
        if shutil.which("unshare") is None:
            pytest.skip("there is no `unshare` to mount a disk with")
        root = [] if os.geteuid() == 0 else ["--map-root-user"]
        self._shell = subprocess.Popen(
            ["unshare", "--mount", *root, "sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._name = where
        where.mkdir()
        answer = self._tell(f"mount -t tmpfs -o size={kilobytes}k tmpfs '{where}'")
        self.path = Path(f"/proc/{self._shell.pid}/root{where}")
        if answer or not self.path.is_dir():
            self.close()
            pytest.skip(f"a disk cannot be mounted here: {answer or 'no way into its name space'}")

    def _tell(self, command: str) -> str:
        assert self._shell.stdin is not None and self._shell.stdout is not None
        try:
            self._shell.stdin.write(f"{command}\necho; echo done\n")
            self._shell.stdin.flush()
        except BrokenPipeError:
            pass
        lines = []
        for line in self._shell.stdout:
            if line == "done\n":
                break
            lines.append(line)
        else:
            lines.append("not permitted")
        return "".join(lines).strip()

    def read_only(self) -> None:
        """From now on nothing can be written."""
        assert self._tell(f"mount -o remount,ro '{self._name}'") == ""

    def fill(self, room: int = 0) -> None:
        """Another program takes all there is, but so many bytes."""
        with (self.path / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(b"x" * 4096)
            except OSError:
                pass
            ballast.truncate(ballast.tell() - room)

    def free(self) -> None:
        """And gives it back."""
        (self.path / "ballast").unlink()

    def close(self) -> None:
        """The disk goes with the last process that sees it."""
        with self._shell:
            self._shell.kill()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Disk]]:
    """Makes a disk of so many kilobytes."""
    made: list[Disk] = []

    def make(kilobytes: int) -> Disk:
        made.append(Disk(tmp_path / "disk", kilobytes))
        return made[-1]

    yield make
    for each in made:
        each.close()


def signalled(process: "subprocess.Popen[str]", name: str) -> None:
    """Sends a signal by its name."""
    process.send_signal(getattr(signal, name))
