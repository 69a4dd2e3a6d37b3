"""Results on disk are those in memory, to the bit, and take none of it."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from experiments.outcomes import stacks as stacks_module
from experiments.outcomes.stacks import Stack
from experiments.runs import kept
from experiments.runs.replicates import extend, run
from experiments.runs.room import PROGRAM_BYTES, bytes_of_study
from model.compile_scenario import prepare
from model.scenario import Scenario, load_scenario
from tests.experiments.stand_ins import same_results

ARRAYS = ("hub", "town", "public", "field_links", "changed")


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(kept, "IN_MEMORY_UP_TO", 0)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


@pytest.mark.parametrize("double", [50_000_000, 3_000, 0])
def test_the_same_to_the_bit(
    scenario: Scenario, fake_engine, on_disk: Path, monkeypatch: pytest.MonkeyPatch, double: int
) -> None:
    """In double precision, in single, and where more replicates lead from one to the other."""
    for module in (kept, stacks_module):
        monkeypatch.setattr(module, "DOUBLE_PRECISION_UP_TO", double)
    file = run(scenario, replicates=7)
    grown = extend(run(scenario, replicates=1), 7)
    monkeypatch.setattr(kept, "IN_MEMORY_UP_TO", 10**9)
    memory = run(scenario, replicates=7)
    crossing = extend(memory, 9)
    monkeypatch.setattr(kept, "IN_MEMORY_UP_TO", 0)
    for one, other in ((file, memory), (grown, memory), (extend(memory, 9), crossing)):
        same_results(one, other)
        for policy in one.policies:
            for name in ARRAYS:
                first, second = getattr(one.stack(policy), name), getattr(other.stack(policy), name)
                assert type(first) is type(second) is np.ndarray
                assert first.dtype == second.dtype and first.tobytes() == second.tobytes(), name
        assert one.summary.equals(other.summary)


def test_files_have_no_name_and_leave_nothing(scenario: Scenario, fake_engine, on_disk: Path) -> None:
    results = run(scenario, replicates=3)
    assert list(on_disk.iterdir()) == []
    assert results.stack().hub.base is not None, "in a file, not in memory of its own"


def test_a_disk_that_is_full_is_said_before_anything_is_run(
    scenario: Scenario, fake_engine, on_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    with pytest.raises(OSError, match="No space left"):
        run(scenario, replicates=3)


@pytest.mark.parametrize("replicates", [1, 40, 2_000])
def test_bytes_are_those_of_the_arrays(replicates: int) -> None:
    one = prepare(load_scenario("lombardy_incentives"))
    stack = Stack.empty(one, "baseline", replicates)  # of zeros that nobody touches, which take no memory
    assert kept.bytes_of_results(one, "baseline", replicates) == sum(getattr(stack, name).nbytes for name in ARRAYS)


def test_two_thousand_replicates_of_a_region_fit_in_two_gigabytes() -> None:
    """All policies of Lombardy, beyond the worlds that are simulated: results lie on disk, outcomes and one table at a time in memory."""
    scenario = load_scenario("lombardy_incentives")
    prepared = [prepare(scenario.with_policy(name)) for name in scenario.policy_names]
    in_all = sum(kept.bytes_of_results(one, "baseline", 2_000) for one in prepared)
    needed = bytes_of_study(prepared, 2_000, workers=0)
    assert in_all > 5e9, "which memory of that size could not hold"
    assert needed.disk == in_all
    assert needed.memory - PROGRAM_BYTES < 1.7e9
