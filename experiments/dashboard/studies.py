"""Runs behind the page: a study grows in threads that all sessions share, and what somebody no longer waits for is not begun.

Each step (so many more futures) is a job of its own, so that the first picture of one reader comes before the last of another.
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import Final, TypeVar

from experiments.runs.kept_study import SIZES, KeptStudy
from experiments.runs.results import Results
from model.scenario import Scenario

_THREADS: Final = max(2, os.cpu_count() or 2)  # for all sessions together
_TOLD_EVERY_S: Final = 1.0
_SOON_S: Final = 0.5  # a picture between the first and the last that comes sooner would stand for a moment only
Found = TypeVar("Found")


class Studies:
    """The threads of all sessions, and what they share."""

    def __init__(self, kept: KeptStudy, threads: int = _THREADS) -> None:
        self.kept = kept
        self._running = ThreadPoolExecutor(threads, thread_name_prefix="study")
        self._beginning = ThreadPoolExecutor(threads, thread_name_prefix="first")  # nobody's first picture waits for another's last
        self._drawing = ThreadPoolExecutor(threads, thread_name_prefix="picture")  # of its own: no picture waits for a study

    def run(self, job: Callable[[], Found], first: bool = False) -> "asyncio.Future[Found]":
        """Begins what simulates, to be awaited; what is first of a study does not queue behind what makes others surer."""
        begun = asyncio.get_running_loop().run_in_executor(self._beginning if first else self._running, job)
        begun.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be waiting any more
        return begun

    def draw(self, job: Callable[[], Found]) -> "asyncio.Future[Found]":
        """Begins what tells or draws, to be awaited."""
        return asyncio.get_running_loop().run_in_executor(self._drawing, job)

    def end(self) -> None:
        """Nothing more is begun; what runs is not waited for."""
        for pool in (self._running, self._beginning, self._drawing):
            pool.shutdown(wait=False, cancel_futures=True)


class Growing:
    """The study that one session looks at: a new one takes the place of the one before.

    Args:
        studies: the threads.
        on_results: awaited with the results of a step, the first and the last always; it may be a while until they come.
        on_progress: awaited now and then with (futures done, those of this step) while a step takes long.
        on_failure: awaited with what went wrong.
    """

    def __init__(
        self,
        studies: Studies,
        on_results: Callable[[Results], Coroutine[None, None, None]],
        on_progress: Callable[[int, int], Coroutine[None, None, None]],
        on_failure: Callable[[Exception], Awaitable[None]],
    ) -> None:
        self._studies = studies
        self._on_results = on_results
        self._on_progress = on_progress
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
        loop, began = asyncio.get_running_loop(), monotonic()
        told_at = began

        def told(done: int, of: int) -> None:  # in a thread of the study
            nonlocal told_at
            if done < of and monotonic() - told_at > _TOLD_EVERY_S:
                told_at = monotonic()
                asyncio.run_coroutine_threadsafe(count(done, of), loop)

        async def count(done: int, of: int) -> None:
            if not cancelled.is_set():
                await self._on_progress(done, of)

        async def show(found: Results) -> None:
            if not cancelled.is_set():  # by the time its turn comes something else may be set
                await self._on_results(found)

        try:
            steps = self._studies.kept.grow(scenario, sizes, policies=policies, cancelled=cancelled.is_set, progress=told)
            shown: asyncio.Future[None] = loop.create_future()
            shown.set_result(None)
            for size in sizes:
                found = await self._studies.run(partial(next, steps, None), first=size == sizes[0])
                if found is None or cancelled.is_set():
                    return
                if size in (sizes[0], sizes[-1]) or (shown.done() and monotonic() - began > _SOON_S):
                    await shown
                    shown = loop.create_task(show(found))  # the study goes on beside it: kernels leave the lock free
            await shown
        except Exception as error:  # whatever it is, the page says it and goes on
            if not cancelled.is_set():
                await self._on_failure(error)
