"""The same numbers however a sweep is run, in however many pieces."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from experiments.sweeps import Sweep, jobs, load_sweep, merge, run_alone, sweep
from experiments.sweeps.design import Plan
from experiments.sweeps.jobs import Job, Setup, execute, job_of
from experiments.sweeps.run import SweepProgress
from experiments.sweeps.store import StoreError
from tests.experiments.sweeps.plans import Shuffled, same, tiny_plan, trivial


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The engine, at points that move a hub's size and a parameter, dummy and second worlds included."""
    return tiny_plan(tmp_path_factory.mktemp("plan"), dummy=True)


@pytest.fixture(scope="module")
def reference(plan: Plan) -> Sweep:
    return sweep(plan, workers=1)


def test_two_threads(plan: Plan, reference: Sweep, tmp_path: Path) -> None:
    same(sweep(plan, tmp_path / "out", workers=2), reference)
    same(load_sweep(tmp_path / "out"), reference)


@pytest.mark.parametrize("seed", [1, 2])
def test_an_executor_in_another_order(plan: Plan, reference: Sweep, seed: int) -> None:
    with Shuffled(seed) as executor:
        same(sweep(plan, executor=executor), reference)


def test_processes(plan: Plan, reference: Sweep) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor:
        same(sweep(plan, executor=executor), reference)


def test_any_run_alone(plan: Plan, reference: Sweep) -> None:
    for number in range(0, plan.runs, 11):
        row = run_alone(plan, plan.run_at(number))
        assert row.run == tuple(reference.runs[number])
        assert row.reason is None
        np.testing.assert_array_equal(np.array(row.values).view(np.int64), reference.values[number].view(np.int64))


@pytest.mark.parametrize("number", [3, 11])
def test_in_parts_that_are_put_together(tmp_path: Path, number: int) -> None:
    """More parts than points leave some of them empty."""
    plan = tiny_plan(tmp_path, sampler={"type": "latin_hypercube", "points": 8})
    whole = sweep(plan, simulate=trivial)
    parts = [tmp_path / f"part{k}" for k in range(1, number + 1)]
    runs = [len(sweep(plan, folder, part=(k, number), simulate=trivial).runs) for k, folder in enumerate(parts, 1)]
    assert sum(runs) == plan.runs
    same(merge(plan, tmp_path / "all", parts), whole)
    same(merge(plan, tmp_path / "all", [parts[0], parts[0]]), whole)  # what is there twice is kept once


def test_parts_of_the_engine(plan: Plan, reference: Sweep, tmp_path: Path) -> None:
    for k in (2, 1):
        sweep(plan, tmp_path / str(k), part=(k, 2))
    same(merge(plan, tmp_path / "all", [tmp_path / "1", tmp_path / "2"]), reference)


def test_a_part_that_is_none_is_refused(plan: Plan) -> None:
    for part in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="part"):
            sweep(plan, part=part, simulate=trivial)
    with pytest.raises(ValueError, match="workers: 0; there must be at least 1"):
        sweep(plan, workers=0, simulate=trivial)


# --- gone on with, grown ---


class _Stop(Exception):
    pass


def _stopped_at(runs: int) -> SweepProgress:
    def progress(done: int, total: int, failed: int) -> None:
        if done >= runs:
            raise _Stop

    return progress


@contextmanager
def _executor(kind: str) -> Iterator[Executor | None]:
    if kind == "threads":
        yield None
    else:
        with ThreadPoolExecutor(2) as executor:
            yield executor


@pytest.mark.parametrize("kind", ["threads", "executor"])
def test_a_sweep_that_stopped_and_went_on(plan: Plan, tmp_path: Path, kind: str) -> None:
    whole = sweep(plan, simulate=trivial)
    sizes = []
    for runs in (1, 5, 20):
        with _executor(kind) as executor, pytest.raises(_Stop):
            sweep(plan, tmp_path / "out", workers=2, resume=True, executor=executor, progress=_stopped_at(runs), simulate=trivial)
        sizes.append(len(load_sweep(tmp_path / "out").runs))
    assert sizes == sorted(sizes)
    assert sizes[0] >= 1
    same(sweep(plan, tmp_path / "out", workers=2, resume=True, simulate=trivial), whole)


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ({"replicates": 1}, {"replicates": 3}),
        ({"sampler": {"type": "saltelli", "n": 8}}, {"sampler": {"type": "saltelli", "n": 16}}),
        (
            {"sampler": {"type": "saltelli", "n": 8}, "dummy": True},
            {"sampler": {"type": "saltelli", "n": 16}, "dummy": True, "replicates": 4},
        ),
        ({"sampler": {"type": "sobol", "points": 5}}, {"sampler": {"type": "sobol", "points": 9}}),
    ],
    ids=["replicates", "base points", "both", "sobol"],
)
def test_a_sweep_that_grows_is_the_larger_sweep(tmp_path: Path, small: dict[str, object], large: dict[str, object]) -> None:
    first, second = tiny_plan(tmp_path / "plan", **small), tiny_plan(tmp_path / "plan", **large)
    ran = []

    def counted(setup: Setup, job: Job) -> tuple[float, ...]:
        ran.append(job.run)
        return trivial(setup, job)

    sweep(first, tmp_path / "out", simulate=counted)
    grown = sweep(second, tmp_path / "out", resume=True, simulate=counted)
    assert len(ran) == second.runs  # none twice
    same(grown, sweep(second, simulate=trivial))
    same(load_sweep(tmp_path / "out"), grown)
    with pytest.raises(StoreError):  # and not back
        sweep(first, tmp_path / "out", resume=True, simulate=trivial)


def test_the_design_that_lies_in_the_folder_goes_on_too(tmp_path: Path) -> None:
    from experiments.sweeps.design import load_design

    (tmp_path / "points.csv").write_text("alpha,adda_desks\n-0.5,9\n-0.6,10\n-0.7,11\n", encoding="utf-8")
    plan = tiny_plan(tmp_path, sampler={"type": "rows", "file": "points.csv"})
    with pytest.raises(_Stop):
        sweep(plan, tmp_path / "out", progress=_stopped_at(1), simulate=trivial)
    again = load_design(tmp_path / "out" / "design.lock.yaml")
    assert again.key == plan.key
    same(sweep(again, tmp_path / "out", resume=True, simulate=trivial), sweep(plan, simulate=trivial))


# --- what a process keeps at hand ---


def test_a_process_that_keeps_one_world_gives_the_same_numbers(plan: Plan, reference: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_worlds", jobs._Recent(1, lambda world: len(world.people.slot)))
    monkeypatch.setattr(jobs, "_prepared", jobs._Recent(1))
    same(sweep(plan, workers=2), reference)
    assert len(jobs._worlds._kept) == 1


def test_what_is_kept_is_bounded_and_the_latest_stay() -> None:
    kept = jobs._Recent(10, len)
    for letter in "abcdefgh":
        assert kept.get(letter, lambda letter=letter: letter * 4) == letter * 4
    assert list(kept._kept) == ["g", "h"]
    assert kept.get("g", lambda: pytest.fail("made again")) == "gggg"
    kept.get("i", lambda: "iiii")
    assert list(kept._kept) == ["g", "i"]
    assert kept.get("large", lambda: "x" * 100) == "x" * 100  # larger than all that may be kept: kept alone
    assert list(kept._kept) == ["large"]
    assert kept._total == 100


def test_parameters_of_the_population_give_other_people_and_others_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_worlds", jobs._Recent(10**9, lambda world: len(world.people.slot)))

    def worlds(factor: str) -> int:
        jobs._worlds._kept.clear()
        plan = tiny_plan(
            tmp_path, factors=[{"parameter": factor}], sampler={"type": "latin_hypercube", "points": 3}, policies=["baseline"], replicates=2
        )
        found = sweep(plan, workers=1)
        assert found.failed == 0
        for run in (plan.run_at(0), plan.run_at(5)):  # the cache has no part in a result
            alone = run_alone(plan, run).values
            jobs._worlds._kept.clear()
            assert run_alone(plan, run).values == alone
        jobs._worlds._kept.clear()
        sweep(plan, workers=1)
        return len(jobs._worlds._kept)

    assert worlds("alpha") == 2
    assert worlds("openness_mean") == 6


def test_a_job_gives_plain_numbers_or_a_reason(plan: Plan) -> None:
    setup, job = Setup.of(plan), job_of(plan, plan.run_at(0))
    assert execute(setup, job, lambda *_: tuple(np.float32([1, 2, 3]))).values == (1.0, 2.0, 3.0)
    assert execute(setup, job, lambda *_: (1.0,)).reason == "ValueError: 1 values for 3 outcomes"

    def strange(*_: object) -> tuple[float, ...]:
        raise OSError("no file '\udcff'")

    assert execute(setup, job, strange).reason == "OSError: no file '?'"
