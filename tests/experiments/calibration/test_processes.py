"""Workers of a search end with the process that began them, also when it is killed; an interrupted one waits for what is being done."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

_PROGRAM = """
import signal
import time
from experiments.commands import calibration

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a process in the background may not have
    with calibration.processes(1) as pool:
        print(pool.submit(calibration.os.getpid).result(), flush=True)
        for _ in range(60):
            pool.submit(time.sleep, 1)  # what is in flight, and what waits
        time.sleep(60)
"""


def _lives(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_search_that_ends_early_leaves_no_worker(tmp_path, sent: signal.Signals) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert _lives(worker)
        parent.send_signal(sent)
        try:
            parent.wait(timeout=15)
        finally:
            parent.kill()
    for _ in range(100):
        if not _lives(worker):
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")
