"""Run a sweep into a folder: threads on this machine, or any executor beyond it; resumable at any moment.

With threads each run is written to the disk before its thread takes the next one. With an executor a run is in flight until its
result is back here.
"""

import pickle
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.outcomes.measures import Measure
from experiments.runs.machine import default_workers
from experiments.runs.replicates import lost
from experiments.storage.provenance import libraries, made_with
from experiments.sweeps.design.own_outcomes import OwnFunction
from experiments.sweeps.design.plan import Plan, Run
from experiments.sweeps.files import FORMAT, Row
from experiments.sweeps.folder import bytes_held, holds_runs, others_in, read_head, read_rows
from experiments.sweeps.jobs import Setup, Simulate, execute, execute_packed, job_of
from experiments.sweeps.results import IDENTITY, Sweep, differing, write_lock
from experiments.sweeps.store import Store, StoreError, bytes_needed

SweepProgress = Callable[[int, int, int], None]
"""Told (runs done, runs in all, of which failed) a few times a second, in the thread that called `sweep`."""

_AHEAD: Final = 256  # jobs handed to an executor before the first is back
TRIED: Final = 12  # runs, at most, by which the time of all is judged
_LOOK_S: Final = 0.2  # between looks at what the threads have done


class TooManyFailures(RuntimeError):
    """More runs failed than the design allows; what was done is kept."""


class DiskTooSmall(ValueError):
    """The sweep would not fit on the disk."""


def sweep(
    plan: Plan,
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    resume: bool = False,
    executor: Executor | None = None,
    progress: "SweepProgress | bool | None" = None,
    part: tuple[int, int] | None = None,
    simulate: Simulate | None = None,
    outcomes: "Mapping[str, OwnFunction | Measure] | None" = None,
) -> Sweep:
    """Run what a plan asks for and is not there yet.

    Args:
        plan: from `load_design` or `plan_of`.
        out: folder of the runs, made if needed; without one they are kept in memory only.
        workers: threads, one for each processor by default. Results do not depend on it.
        resume: go on in a folder that holds runs of this design, or of a smaller one with the same first points.
        executor: any executor of the `concurrent.futures` interface to use instead of threads (it is not shut down).
        progress: told what is done; True shows a bar on a terminal or in a notebook.
        part: (k, n): only the k-th of n parts of the points, for machines that share the work and merge their folders later.
        simulate: another function than the model, for tests of methods.
        outcomes: outcomes of your own beside the design's, by name: a function that is given a run's results, as `Results.stack` gives
            them with one replicate, and answers with one number; or a `Measure`, which has words, a unit and values of single hubs too.
            What the functions do is part of what the runs are: a folder holds those of one and the same.

    Returns:
        The runs, those that the folder held before included.

    Raises:
        ValueError: when there are no workers, or no such part, or an outcome of your own that cannot be one.
        StoreError: when the folder holds other runs, or runs of this design and `resume` was not asked for.
        FolderInUse: when another process writes into the folder.
        DiskTooSmall: before anything is run.
        TooManyFailures: when more runs fail than the design allows.
        WorkersLost: when the executor breaks down.

    Example:
        >>> sweep(plan_of(design), "first_half", part=(1, 2))
        Sweep 'design': 16 of 32 runs; outcomes member_months
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers: {workers}; there must be at least 1")
    if part is not None and not 1 <= part[0] <= part[1]:
        raise ValueError(f"part: {part}; write (k, n) with k from 1 to n")
    if outcomes:
        plan = plan.asking(outcomes)
    if missing := [name for name, own in plan.own.items() if not own.at_hand]:
        raise ValueError(f"outcomes: the functions of {', '.join(missing)} are not kept with the runs; give them again, outcomes={{...}}")
    if out is None:
        with TemporaryDirectory(prefix="sweep-") as passing:
            return sweep(plan, passing, workers=workers, executor=executor, progress=progress, part=part, simulate=simulate)
    folder = Path(out)
    _refuse_other_runs(plan, folder, resume)
    _refuse_small_disk(plan, folder)
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(folder, _head(plan), plan.outcomes, plan.shape)
    try:
        _keep_plan(plan, folder, store)
        if progress is True:
            from experiments.runs.progress import notebook_or_terminal

            with notebook_or_terminal("Runs") as shown:
                _work(plan, store, _open_runs(plan, store, part), workers, executor, shown, simulate)
        else:
            _work(plan, store, _open_runs(plan, store, part), workers, executor, progress or (lambda *_: None), simulate)
    finally:
        store.close()
    return Sweep.of(plan, folder)


def run_alone(plan: Plan, run: Run, simulate: Simulate | None = None) -> Row:
    """One run of a plan by itself: the same numbers as in the sweep, to the last bit."""
    return execute(Setup.of(plan), job_of(plan, run), simulate)


class Expected(NamedTuple):
    """What a sweep will take.

    Attributes:
        points: of the design.
        runs: of all scenarios, points, policies and replicates.
        seconds: so many threads will need, if the runs tried are like the others.
        disk: bytes, at most.
    """

    points: int
    runs: int
    seconds: float
    disk: int


def expected(plan: Plan, workers: int | None = None) -> Expected:
    """What a sweep will take, from a few of its runs.

    Args:
        plan: of the sweep.
        workers: threads; one a processor by default.
    """
    _, points, policies, _ = plan.shape
    tried = [Run(0, point, policy, 0) for point in sorted({0, points // 2, points - 1}) for policy in range(policies)][:TRIED]
    run_alone(plan, tried[0])  # compiles, and builds the first world
    began = perf_counter()
    for run in tried:
        run_alone(plan, run)
    each = (perf_counter() - began) / len(tried)
    seconds = each * plan.runs / min(workers or default_workers(), plan.runs)
    return Expected(points, plan.runs, seconds, bytes_needed(plan.runs, len(plan.outcomes)))


def merge(plan: Plan, out: str | Path, parts: Sequence[str | Path]) -> Sweep:
    """Put the runs that several folders hold of one plan together in one; what is there twice is kept once.

    Raises:
        StoreError: when a folder holds runs of another design or another version of the code.
    """
    for part in parts:
        _refuse_other_runs(plan, Path(part), resume=True, must_exist=True)
    folder = Path(out)
    _refuse_other_runs(plan, folder, resume=True)
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(folder, _head(plan), plan.outcomes, plan.shape)
    try:
        _keep_plan(plan, folder, store)
        for part in parts:
            runs, values, reasons = read_rows(Path(part), plan.outcomes)
            for run, row in zip(runs.tolist(), values.tolist(), strict=True):
                if all(position < size for position, size in zip(run, plan.shape, strict=True)):
                    index = (run[0], run[1], run[2], run[3])
                    store.append(Row(index, tuple(row), reasons.get(index)))
    finally:
        store.close()
    return Sweep.of(plan, folder)


# --- what may go where ---


def _head(plan: Plan) -> dict[str, Any]:
    return {
        "key": plan.key, "identity": plan.identity, "shape": list(plan.shape), "points_key": plan.points_key(plan.shape[1]),
        "title": plan.design.title, **made_with(), **({"own": {name: own.kept() for name, own in plan.own.items()}} if plan.own else {}),
    }


def _refuse_other_runs(plan: Plan, folder: Path, resume: bool, *, must_exist: bool = False) -> None:
    """Two sweeps may share a folder only where one continues the other."""
    head = read_head(folder)
    if head is None:
        if must_exist:
            raise StoreError(f"{folder} holds no runs of a sweep")
        if not holds_runs(folder) and (others := others_in(folder)):
            raise StoreError(f"{folder} holds other files; take an empty or new folder (in the way: {', '.join(others[:5])})")
        return
    if head["format"] != FORMAT:
        raise StoreError(f"{folder} was written by another version of this program; take another folder")
    if head["key"] != plan.key:
        differ = differing(head, plan)
        otherwise = f", or go on with what began it: {_written_with(head)}" if differ == [IDENTITY["code"]] else ""
        raise StoreError(f"{folder} holds runs of another sweep: {', '.join(differ)} differ; take another folder{otherwise}")
    _, points, _, replicates = head["shape"]
    if replicates > plan.shape[3]:
        raise StoreError(f"{folder} holds {replicates} replicates, and this design asks for {plan.shape[3]}; take another folder")
    if points > plan.shape[1]:
        raise StoreError(f"{folder} holds runs at {points} points, and this design has {plan.shape[1]}; take another folder")
    if head["points_key"] != plan.points_key(points):
        raise StoreError(f"{folder} holds runs at other points than this design draws; take another folder")
    if not resume:
        raise StoreError(f"{folder} holds runs of this sweep already; add --resume to go on with it, or take another folder")


def _written_with(head: dict[str, Any]) -> str:
    """The program and the libraries behind earlier runs, as far as they are not those of here."""
    here = libraries()
    others = [f"{name} {number}" for name, number in head["libraries"].items() if here.get(name) != number]
    return ", ".join([f"version {head['version']}" + (f" (commit {head['commit']})" if head["commit"] else ""), *others])


def _refuse_small_disk(plan: Plan, folder: Path) -> None:
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    needed, free = bytes_needed(plan.runs, len(plan.outcomes)) - bytes_held(folder), shutil.disk_usage(there).free
    if needed > free:
        megabytes = f"{-(-needed // 10**6):,} MB for {plan.runs:,} runs of {len(plan.outcomes)} outcomes"
        sizes = f"{megabytes}, and {free // 10**6:,} MB are free"
        raise DiskTooSmall(f"the sweep needs about {sizes} in {there}; take another disk, fewer points, replicates or outcomes")


def _keep_plan(plan: Plan, folder: Path, store: Store) -> None:
    """The merged design beside its runs; noted again when it has grown."""
    head = read_head(folder)
    if head is not None and head["shape"] != list(plan.shape):
        store.note("sweep", format=head["format"], **_head(plan))
    write_lock(plan, folder)


def _open_runs(plan: Plan, store: Store, part: tuple[int, int] | None) -> np.ndarray:
    """Numbers of the runs that are not done, in order."""
    wanted = ~store.done
    if part is not None:
        k, n = part
        points = plan.shape[1]
        mine = np.zeros(points, dtype=bool)
        mine[points * (k - 1) // n : points * k // n] = True
        wanted &= mine[None, :, None, None]
    return np.flatnonzero(wanted)


# --- work ---


def _work(
    plan: Plan, store: Store, numbers: np.ndarray, workers: int | None, executor: Executor | None, progress: SweepProgress,
    simulate: Simulate | None,
) -> None:
    total = store.kept + len(numbers)
    most_failures = int(plan.design.failures_allowed * plan.runs)
    setup = Setup.of(plan)
    runs = (plan.run_at(int(number)) for number in numbers)

    def told() -> None:
        progress(store.kept, total, store.failed)
        if store.failed > most_failures:
            raise TooManyFailures(
                f"{store.failed:,} of {store.kept:,} runs failed, and the design allows {most_failures:,}; "
                f"the latest: {store.last_failure}"
            )

    if executor is not None:
        _through(executor, setup, plan, store, runs, told, simulate)
    else:
        # The first run is made here: whatever must be compiled is compiled once, where Ctrl-C reaches it.
        for first in islice(runs, 1):
            store.append(execute(setup, job_of(plan, first), simulate))
            told()
        _in_threads(setup, plan, store, runs, workers or default_workers(), told, simulate)
    told()


def _in_threads(
    setup: Setup, plan: Plan, store: Store, runs: Iterator[Run], workers: int, told: Callable[[], None], simulate: Simulate | None
) -> None:
    """Threads take runs from one list; each keeps its run before it takes the next."""
    stop, taking = threading.Event(), threading.Lock()

    def work() -> None:
        while not stop.is_set():
            with taking:
                run = next(runs, None)
            if run is None:
                return
            store.append(execute(setup, job_of(plan, run), simulate))

    with ThreadPoolExecutor(workers, thread_name_prefix="run") as pool:
        try:
            pending = {pool.submit(work) for _ in range(workers)}
            while pending:
                finished, pending = wait(pending, timeout=_LOOK_S)
                for future in finished:
                    future.result()  # an error of the disk ends the sweep
                told()
        finally:
            stop.set()


def _through(
    executor: Executor, setup: Setup, plan: Plan, store: Store, runs: Iterator[Run], told: Callable[[], None], simulate: Simulate | None
) -> None:
    """Runs as an executor has done them, a window at a time so that results never pile up."""
    try:
        packed = pickle.dumps(setup)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        if not plan.own:
            raise
        where = "an outcome's function cannot be sent to another process; write it at the top of a file that the workers can import"
        raise ValueError(f"outcomes: {where} ({error})") from None
    pending: set[Future[Row]] = set()

    def submit(number: int) -> None:
        for run in islice(runs, number):
            job = job_of(plan, run)
            try:
                pending.add(executor.submit(execute_packed, packed, setup.key, job, simulate))
            except RuntimeError as error:  # it is broken, or shut down
                raise lost(error) from error

    try:
        submit(_AHEAD)
        while pending:
            finished, _ = wait(pending, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
            for future in finished:
                store.append(_row(future))
                pending.discard(future)
            told()
            submit(_AHEAD - len(pending))
    finally:
        # Whatever ended it, what has come back is kept.
        for future in pending:
            if not future.cancel() and future.done() and future.exception() is None:
                store.append(future.result())


def _row(future: "Future[Row]") -> Row:
    """What a job gave. A job turns its own errors into rows, so any other is the executor's."""
    try:
        return future.result()
    except Exception as error:
        raise lost(error) from error
