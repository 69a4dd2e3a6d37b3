"""Many runs of a scenario: one job is one replicate, all its policies on one world. Any executor; order and workers cannot matter."""

import pickle
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.outcomes.helped import Helped, helped, use
from experiments.outcomes.stacks import PolicyOutcome, Stack
from experiments.runs.kept import empty, longer
from experiments.runs.machine import default_workers
from experiments.runs.remembered import Lived, Remembered
from experiments.runs.results import Results
from experiments.runs.room import USUAL_REPLICATES, refuse_what_does_not_fit
from experiments.storage.provenance import code_version
from model.extensions import ExtensionError, arrive, digests, tickets
from model.parameter_sets import ParameterSets, shipped
from model.scenario import BASELINE, Scenario
from model.scenario.given import CaseLike, names_in, scenario_in, seed_in, whole

if TYPE_CHECKING:
    from model.simulation import Prepared

Progress = Callable[[int, int], None]
"""Told (replicates done, replicates in all) after each replicate, in the thread that called `run`."""

_KEPT_PREPARATIONS = 64  # compiled scenarios, each of a policy under a set of parameters, that a process keeps at hand
_AHEAD = 64  # replicates handed to an executor before the first is back
_AHEAD_OF_OTHERS = 8  # the same where several studies share the executor, so that none waits long behind another
_READ_BY_PEOPLE = {  # of a scenario under a policy: it changes no run
    "name", "policy", "policies", "title", "title_it", "question", "question_it", "description", "sources", "office", "author",
    "decides_by", "expected",
}  # fmt: skip
_WAIT_S = 1.0  # not for ever, so that Ctrl-C gets through on every system


class UnknownPolicy(ValueError):
    """A policy is asked for that the scenario does not have."""


class ReplicateFailed(RuntimeError):
    """A replicate ended in an error; the message says which, so that it can be repeated alone."""


class WorkersLost(RuntimeError):
    """An executor cannot go on, mostly because a worker process died."""


def lost(error: Exception) -> WorkersLost:
    """What to raise when an executor, and not a job, has failed."""
    said = str(error).strip().rstrip(".") or "no reason given"
    return WorkersLost(f"a worker died, or its executor broke down ({type(error).__name__}: {said[:300]})")


@dataclass(frozen=True)
class Study:
    """What every job needs to know: a scenario, the policies to run on each world, the seed, and the parameter sets. Picklable."""

    scenario: Scenario
    policies: tuple[str, ...]
    seed: int
    sets: ParameterSets | None = None  # none: every replicate has the catalogue's defaults
    by_group: bool = False  # whether whom instruments reach is counted by kind and town
    refused: str = ""  # why it cannot be run in the process it was sent to

    def __getstate__(self) -> dict[str, object]:
        """What travels to another process: extensions by the modules that register them, which come before what needs them."""
        return {"extensions": tickets(), "rest": pickle.dumps(vars(self))}

    def __setstate__(self, state: dict[str, Any]) -> None:
        try:
            arrive(state["extensions"])
            vars(self).update(pickle.loads(state["rest"]))
        except ExtensionError as error:  # a worker that fails to read its job dies without a word: said when the job is run
            vars(self).update(refused=str(error))

    @cached_property
    def under(self) -> dict[str, Scenario]:
        """The scenario under each policy."""
        return {policy: self.scenario.with_policy(policy) for policy in self.policies}

    @cached_property
    def contents(self) -> dict[str, Hashable]:
        """By policy, all that its runs depend on beside the number of the replicate; what is only read by people is left out."""
        sets = None if self.sets is None else self.sets.sha256
        texts = {policy: under.model_dump_json(exclude=_READ_BY_PEOPLE, exclude_unset=True) for policy, under in self.under.items()}
        extensions = tuple(digests().items())
        return {policy: (text, self.seed, sets, extensions) for policy, text in texts.items()}

    def set_of(self, number: int) -> int | None:
        """The parameter set of a replicate, by its place in the table."""
        return None if self.sets is None else self.sets.of_replicate(self.seed, number)

    def world_seed(self, number: int) -> int:
        """Seed of the world of a replicate."""
        from model.draws import replicate_seed

        return int(replicate_seed(self.seed, number))

    def prepared(self, policy: str, number: int) -> "Prepared":
        """The compiled scenario of a replicate of a policy, with its parameter set in place of the catalogue's defaults."""
        return _prepared(self, policy, self.set_of(number))

    @property
    def all_prepared(self) -> "tuple[Prepared, ...]":
        """The compiled scenarios of the first replicate, by policy."""
        return tuple(self.prepared(policy, 0) for policy in self.policies)


class Replicate(NamedTuple):
    """What one job sends back."""

    number: int
    outcomes: list[PolicyOutcome]
    helped: Helped


def run(
    scenario: Scenario | CaseLike,
    *,
    replicates: int = USUAL_REPLICATES,
    seed: int = 1,
    workers: int | None = None,
    policies: str | Sequence[str] | None = None,
    point: bool = False,
    sets: ParameterSets | None = None,
    by_group: bool = False,
    executor: Executor | None = None,
    progress: Progress | None = None,
    remembered: Remembered | None = None,
) -> Results:
    """Run a scenario's baseline and policies on the same worlds, many times.

    Each four replicates share a set of parameters out of a table of sets that fit the evidence, all policies of a replicate the same
    one; what the scenario or a policy states stands before it.

    Args:
        scenario: the scenario or case, policies included.
        replicates: number of worlds.
        seed: seed of the study; the same seed gives the same results whatever the workers and their order.
        workers: threads, one for each processor by default. Kernels release the interpreter lock, so threads are enough on one machine.
        policies: policies to run beside the baseline; all by default.
        point: whether all replicates have the catalogue's defaults, the central set, so that they differ by chance only.
        sets: the table of parameter sets; the one that ships with the model by default.
        by_group: whether to count whom instruments reach by kind and town too (`Results.helped.persons`).
        executor: any executor of the `concurrent.futures` interface to use instead of threads (it is not shut down).
        progress: told (done, all) after each replicate.
        remembered: worlds and runs of other studies of this process, which are not made again (`KeptStudy`).

    Returns:
        The runs, with tables, contrasts and pictures.

    Raises:
        UnknownPolicy: when a policy is not in the scenario.
        NotEnoughMemory: when more memory is needed than is free; nothing was run.
        ReplicateFailed: when a replicate ends in an error.
        WorkersLost: when the executor breaks down; nothing is kept, so run it again, with fewer workers if memory was short.
        model.extensions.ExtensionError: when an executor's processes cannot know a registered extension.
        ValueError: when there are no replicates or workers, or the seed is not an unsigned 64-bit number.
        TypeError: when it is no scenario.

    Example:
        >>> run(case.scenario.over(months=12), replicates=2, seed=7, policies=[])
        Results of 'sondrio_downsizing': baseline; 2 replicates of 12 months, 1 hub, seed 7
    """
    scenario, replicates, seed = scenario_in(scenario), whole("replicates", replicates, 1), seed_in(seed)
    workers = None if workers is None else whole("workers", workers, 1)
    study = Study(scenario, chosen_policies(scenario, policies), seed, None if point else sets or shipped(), by_group)
    prepared = study.all_prepared
    _refuse_what_does_not_fit(study, replicates, workers, executor)
    stacks = empty(prepared, study.policies, replicates)
    reached = Helped.none(len(study.policies), replicates, len(prepared[0].town_names) if by_group else None)
    _fill(study, stacks, reached, range(replicates), workers, executor, progress, remembered)
    return Results(scenario, seed, stacks, reached, study.sets)


def extend(
    results: Results, replicates: int, *, workers: int | None = None, executor: Executor | None = None, progress: Progress | None = None,
    remembered: Remembered | None = None,
) -> Results:
    """More replicates of a study: those it has are kept and not run again.

    Args:
        results: the study so far; it is left as it is.
        replicates: number of worlds in all, those there are included.
        workers: as for `run`.
        executor: as for `run`.
        progress: told (done, all) after each new replicate, those there were counted as done.
        remembered: as for `run`.

    Returns:
        Bit by bit what `run` gives for all the replicates at once.

    Raises:
        ReplicateFailed: when a replicate ends in an error.
        NotEnoughMemory: as for `run`.
        TypeError: when it is no study.
        ValueError: when the study has more replicates already, there are no workers, or another version made the study.

    Example:
        >>> extend(results, 6).replicates
        6
    """
    if not isinstance(results, Results):
        raise TypeError(f"results: {results!r:.60}; write what a run gave, as case.run(...) does")
    replicates, workers = whole("replicates", replicates, 1), None if workers is None else whole("workers", workers, 1)
    if replicates < results.replicates:
        raise ValueError(f"replicates: {replicates}; these results hold {results.replicates} already")
    if results.code not in (None, code_version()):
        raise ValueError("another version of the model, or of its libraries, made these results: run the scenario anew")
    study = Study(results.scenario, tuple(results.policies), results.seed, results.sets, results.helped.persons is not None)
    _refuse_other_extensions(results, study.all_prepared)
    _refuse_what_does_not_fit(study, replicates, workers, executor)
    stacks = longer({policy: results.stack(policy) for policy in study.policies}, study.all_prepared, replicates)
    reached = results.helped.with_room_for(replicates)
    _fill(study, stacks, reached, range(results.replicates, replicates), workers, executor, progress, remembered)
    return Results(results.scenario, results.seed, stacks, reached, results.sets)


def _refuse_other_extensions(results: Results, prepared: "Sequence[Prepared]") -> None:
    """More runs must be of the same model as those there are."""
    now = {used.extension.name: used.extension.digest for one in prepared for used in one.extensions}
    if results.extensions != now or results.stack().own_series != prepared[0].own_series:
        raise ExtensionError("these runs were made with other extensions than are registered now; run them anew")


def _refuse_what_does_not_fit(study: Study, replicates: int, workers: int | None, executor: Executor | None) -> None:
    """Refuses what needs more memory than is free; worlds that an executor builds may be elsewhere, and are not counted."""
    at_a_time = 0 if executor is not None else min(workers or default_workers(), replicates)
    refuse_what_does_not_fit(study.all_prepared, replicates, at_a_time)


def _fill(
    study: Study,
    stacks: dict[str, Stack],
    reached: Helped,
    numbers: range,
    workers: int | None,
    executor: Executor | None,
    progress: Progress | None,
    remembered: Remembered | None,
) -> None:
    """Runs some replicates and stores each in its place."""
    with closing(_replicates(study, numbers, workers, executor, remembered)) as arriving:
        for done, replicate in enumerate(arriving, start=numbers.start + 1):
            for stack, outcome in zip(stacks.values(), replicate.outcomes, strict=True):
                stack.put(replicate.number, outcome)
            reached.put(replicate.number, replicate.helped)
            if progress is not None:
                progress(done, numbers.stop)


def chosen_policies(scenario: Scenario, policies: str | Sequence[str] | None) -> tuple[str, ...]:
    """The policies to run, the baseline first, each once; all by default.

    Raises:
        UnknownPolicy: naming every policy that does not exist, with the nearest that does.
    """
    if policies is None:
        return tuple(scenario.policy_names)
    problems, policies = [], names_in(policies)
    for name in policies:
        if name not in scenario.policy_names:
            try:
                scenario.with_policy(name)
            except ValueError as error:
                problems.append(str(error))
    if problems:
        raise UnknownPolicy("\n".join(problems))
    return tuple(dict.fromkeys((BASELINE, *policies)))


# --- one job ---

_preparations: "OrderedDict[Hashable, Prepared]" = OrderedDict()
_preparing = threading.Lock()


def _prepared(study: Study, policy: str, position: int | None) -> "Prepared":
    """The compiled scenario of a policy under one parameter set, made once per process as long as it is wanted."""
    from model.simulation import prepare

    key = study.contents[policy], position
    with _preparing:
        if key in _preparations:
            _preparations.move_to_end(key)
        else:
            under = study.under[policy]
            _preparations[key] = prepare(under if study.sets is None or position is None else under.assuming(study.sets.of(position)))
            while len(_preparations) > _KEPT_PREPARATIONS:
                _preparations.popitem(last=False)
        return _preparations[key]


def run_replicate(study: Study, number: int, threads: int = 1, remembered: Remembered | None = None) -> Replicate:
    """One job: builds the world of a replicate and runs every policy on it. Top level, so that any executor can send it.

    Args:
        study: what is run.
        number: of the replicate.
        threads: that may share the months of a run, where there are more of them than replicates; only large regions do.
        remembered: worlds and runs there are already, and where to keep those made; nothing outlives the job by default.
    """
    if study.refused:
        raise ExtensionError(study.refused)
    kept = Remembered(most_bytes=sys.maxsize) if remembered is None else remembered
    try:
        lives = [
            kept.run(study.contents[policy], number, partial(_live, study, policy, number, threads, kept)) for policy in study.policies
        ]
        people = kept.world(study.prepared(study.policies[0], number), study.world_seed(number)) if study.by_group else None
        reached = helped([life.use for life in lives], people)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise ReplicateFailed(f"replicate {number} of scenario {study.scenario.name!r} (seed {study.seed}) failed: {what}") from error
    return Replicate(number, [life.outcome for life in lives], reached)


def _live(study: Study, policy: str, number: int, threads: int, kept: Remembered) -> Lived:
    """One run; a policy that changes parameters of the population has a world of its own, from the same draws."""
    from model.simulation import simulate

    prepared = study.prepared(policy, number)
    run = simulate(kept.world(prepared, study.world_seed(number)), prepared, threads)
    return Lived(PolicyOutcome(run.hub, run.town, run.public, run.field_links, run.changed.copy()), use(run, prepared))


# --- all jobs ---


def _replicates(
    study: Study, numbers: range, workers: int | None, executor: Executor | None, remembered: Remembered | None
) -> Generator[Replicate, None, None]:
    """Replicates as they are done."""
    if executor is not None:
        job = partial(run_replicate, study) if remembered is None else partial(run_replicate, study, remembered=remembered)
        yield from _as_completed(executor, job, numbers, _AHEAD if remembered is None else _AHEAD_OF_OTHERS)
        return
    from model.simulation import compile_all

    compile_all()  # here, where Ctrl-C reaches it, and once
    threads = workers or default_workers()
    workers = min(threads, len(numbers))
    if workers >= 1:
        job = partial(run_replicate, study, threads=threads // workers, remembered=remembered)
        with _threads(workers) as pool:
            yield from _as_completed(pool, job, numbers, _AHEAD)


@contextmanager
def _threads(workers: int) -> Iterator[Executor]:
    pool = ThreadPoolExecutor(workers, thread_name_prefix="replicate")
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _as_completed(executor: Executor, job: Callable[[int], Replicate], numbers: range, ahead: int) -> Generator[Replicate, None, None]:
    """Hands out replicates a window at a time, so that results never pile up; what is not begun is dropped on an error or Ctrl-C."""
    left = iter(numbers)
    pending: dict[Future[Replicate], int] = {}

    def submit(more: int) -> None:
        for number in islice(left, more):
            pending[executor.submit(job, number)] = number

    try:
        submit(ahead)
        while pending:
            done = wait(pending, timeout=_WAIT_S, return_when=FIRST_COMPLETED).done
            for future in sorted(done, key=pending.__getitem__):  # of several that failed, the first is named
                del pending[future]
                yield future.result()
            submit(len(done))
    except (ReplicateFailed, ExtensionError):
        raise
    except Exception as error:  # a replicate turns its own errors into the one above
        raise lost(error) from error
    finally:
        for future in pending:
            future.cancel()
