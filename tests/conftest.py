"""What all tests share: property tests draw the same examples on every machine and run, and Ctrl-C works as in a terminal."""

import os
import signal

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50, print_blob=False)
settings.load_profile("repeatable")

# Set before numpy is loaded: two workers whose linear algebra takes a thread of every processor wait for one another, thirty times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Commands speak the language of the system: English here, whoever runs the tests.
for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(name, "").lower().startswith("it"):
        os.environ[name] = "C.UTF-8"

# A job started in the background ignores Ctrl-C, and so would everything it starts; the tests of interruption need it.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What takes long and hangs on our own numbers, not on the version of Python: `make test` runs it, other Pythons go without.
SLOW = (
    "tests/limits/", "tests/fuzz/", "tests/experiments/calibration/", "tests/experiments/outcomes/test_coverage.py",
    "tests/experiments/report/test_in_a_browser.py",
    "tests/experiments/runs/test_until_decided.py", "tests/experiments/sensitivity/test_chance.py",
    "tests/experiments/sweeps/test_known_answers.py", "tests/experiments/sweeps/design/test_fuzz.py", "tests/model/scenario/test_fuzz.py",
    "tests/scenarios/test_expected.py::test_recorded_bands_hold",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
