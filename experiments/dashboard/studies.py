"""Runs behind the page: a study grows in threads that all sessions share, and what somebody no longer waits for is not begun.

Each step (so many more futures) is a job of its own, so that the first picture of one reader comes before the last of another.
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, Protocol, TypeVar

from experiments.runs.results import Results
from model.scenario import Scenario

SIZES: Final = (20, 50, 200)
"""Futures of the first picture, and of those that refine it."""
_THREADS: Final = max(2, os.cpu_count() or 2)  # for all sessions together
Found = TypeVar("Found")


class Keeper(Protocol):
    """What remembers worlds and runs: `experiments.runs.kept_study.KeptStudy`."""

    def grow(
        self, scenario: Scenario, sizes: Sequence[int] = SIZES, policies: Sequence[str] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Results]:
        """Results of growing size."""


class Studies:
    """The threads of all sessions, and what they share."""

    def __init__(self, keeper: Keeper, threads: int = _THREADS) -> None:
        self.keeper = keeper
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="dashboard")

    async def do(self, job: Callable[[], Found]) -> Found:
        """A job in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def end(self) -> None:
        """Nothing more is begun; what runs is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class Growing:
    """The study that one session looks at: a new one takes the place of the one before.

    Args:
        studies: the threads.
        on_results: awaited with the results of each step; it may be a while until they come.
        on_failure: awaited with what went wrong.
    """

    def __init__(
        self, studies: Studies, on_results: Callable[[Results, bool], Awaitable[None]], on_failure: Callable[[Exception], Awaitable[None]]
    ) -> None:
        self._studies = studies
        self._on_results = on_results
        self._on_failure = on_failure
        self._cancelled = threading.Event()
        self._tasks: set[asyncio.Task[None]] = set()  # the loop itself holds no reference to them

    def begin(self, scenario: Scenario, policies: Sequence[str] | None, sizes: Sequence[int] = SIZES) -> None:
        """Looks at another study from now on; called from within the loop of events."""
        self.cancel()
        self._cancelled = threading.Event()
        task = asyncio.get_running_loop().create_task(self._follow(scenario, policies, sizes, self._cancelled))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self) -> None:
        """What was begun is no longer waited for; it ends by itself, since a page must not be left half drawn."""
        self._cancelled.set()

    async def _follow(
        self, scenario: Scenario, policies: Sequence[str] | None, sizes: Sequence[int], cancelled: threading.Event
    ) -> None:
        try:
            steps = self._studies.keeper.grow(scenario, sizes, policies, cancelled.is_set)
            for position in range(len(sizes)):
                found = await self._studies.do(partial(next, steps, None))
                if found is None or cancelled.is_set():
                    return
                await self._on_results(found, position == len(sizes) - 1)
        except Exception as error:  # whatever it is, the page says it and goes on
            if not cancelled.is_set():
                await self._on_failure(error)


class _Anew:
    """Runs everything anew."""

    def grow(
        self, scenario: Scenario, sizes: Sequence[int] = SIZES, policies: Sequence[str] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Results]:
        """Results of growing size."""
        from experiments.runs.replicates import extend, run

        results = None
        for size in sizes:
            if cancelled():
                return
            results = run(scenario, replicates=size, policies=policies) if results is None else extend(results, size)
            yield results


def keeper() -> Keeper:
    """What remembers worlds and runs in this process."""
    return _Anew()
