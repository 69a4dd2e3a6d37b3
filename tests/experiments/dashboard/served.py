"""A page that is served, for tests: a process of its own on a free port of this machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.repository import ROOT

_PATIENCE_S: Final = 300.0  # compiling anew on a busy machine


class Served:
    """The process and the address of its page.

    Args:
        options: of `coworking dashboard`.
        program: module that is run instead of the command line.
    """

    def __init__(self, *options: str, program: str = "experiments.commands.main") -> None:
        command = [sys.executable, "-m", program, "dashboard", "--lang", "en", *options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()  # nothing is written before the page can be opened
        assert "http://" in line, (line, self.process.poll() is not None and self.process.communicate())
        self.address = next(word for word in line.split() if word.startswith("http://"))

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Exit code and what stood on the error stream."""
        began = time.monotonic()
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=_PATIENCE_S)
        assert time.monotonic() - began < _PATIENCE_S
        return self.process.returncode, errors


@contextmanager
def served(*options: str, program: str = "experiments.commands.main") -> Iterator[Served]:
    """A page that is served until the block ends."""
    page = Served(*options, program=program)
    try:
        yield page
    finally:
        if page.process.poll() is None:
            page.process.kill()
            page.process.communicate()
