"""A study that is asked again and again: its worlds and runs are kept, and what changed is all that is run.

Whoever moves one figure of one policy, in a notebook or on the live page, waits for that policy alone; the baseline, the other policies
and the people of every world are there already. The numbers are those of `experiments.run`, bit for bit.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Self

from experiments.runs.machine import default_workers
from experiments.runs.remembered import MOST_BYTES, Remembered
from experiments.runs.replicates import Progress, extend, run
from experiments.runs.room import USUAL_REPLICATES
from model.scenario import Scenario
from model.scenario.given import scenario_in, seed_in

if TYPE_CHECKING:
    from experiments.runs.case import Case
    from experiments.runs.results import Results

SIZES: Final = (20, 50, 200)
"""Replicates at which `KeptStudy.grow` shows what it has: a first picture, a better one, and one to decide by."""


class Cancelled(Exception):
    """A study was told to stop; what it had run is kept."""


class KeptStudy:
    """Worlds and runs of one seed, kept for any scenario asked about; threads may share it.

    Args:
        seed: seed of the study; the same worlds for every scenario in the same towns.
        point: whether all replicates have the catalogue's defaults, the central set of parameters.
        workers: threads that run replicates, of all who ask together; one for each processor by default.
        most_bytes: memory that worlds and runs may take; beyond it, what was asked for longest ago is made again. A world of Sondrio,
            9,000 agents, takes 2 MB, a run of 60 months 0.1 MB.

    Attributes:
        remembered: what is kept.

    Example:
        >>> results_of_4 = kept.run(case.over(months=12), replicates=4, policies=["voucher"])
        >>> kept.run(case.over(months=12), replicates=8, policies=["voucher"])  # runs four more
        Results of 'sondrio_downsizing': baseline, voucher; 8 replicates of 12 months, 1 hub, seed 7
    """

    def __init__(self, seed: int = 1, *, point: bool = False, workers: int | None = None, most_bytes: int = MOST_BYTES) -> None:
        self.seed = seed_in(seed)
        self.point = point
        self.remembered = Remembered(most_bytes)
        self._closed = False
        self._pool = ThreadPoolExecutor(workers or default_workers(), thread_name_prefix="kept")

    def run(
        self,
        scenario: "Scenario | Case",
        replicates: int = USUAL_REPLICATES,
        *,
        policies: str | Sequence[str] | None = None,
        cancelled: Callable[[], bool] | None = None,
        progress: Progress | None = None,
    ) -> "Results":
        """The baseline and the policies on the same worlds, of which only what is not there yet is run.

        Args:
            scenario: any scenario or case, changed as you like since the last time.
            replicates: number of worlds.
            policies: policies to run beside the baseline; all by default.
            cancelled: asked after each replicate whether to stop.
            progress: told (done, all) after each replicate.

        Returns:
            What `experiments.run` gives for this scenario and seed.

        Raises:
            Cancelled: when `cancelled` said so.
            ValueError: when the study is closed.
            experiments.runs.replicates.UnknownPolicy: when a policy is not in the scenario.
            experiments.runs.machine.NotEnoughMemory: when more memory is needed than is free.
            experiments.runs.replicates.ReplicateFailed: when a replicate ends in an error.

        Example:
            >>> kept.run(case.over(months=12), replicates=2, policies=[]).replicates
            2
        """
        *_, last = self.grow(scenario, (replicates,), policies=policies, cancelled=cancelled, progress=progress)
        return last

    def grow(
        self,
        scenario: "Scenario | Case",
        sizes: Sequence[int] = SIZES,
        *,
        policies: str | Sequence[str] | None = None,
        cancelled: Callable[[], bool] | None = None,
        progress: Progress | None = None,
    ) -> "Iterator[Results]":
        """The same study with more and more replicates, for a picture at once that grows surer.

        Args:
            scenario: as for `run`.
            sizes: numbers of replicates, rising.
            policies: as for `run`.
            cancelled: as for `run`.
            progress: told (done, those of this size) after each replicate.

        Returns:
            Results of each size, as each is there.

        Raises:
            ValueError: when the sizes do not rise.
            Cancelled: as for `run`, and the others of `run`.

        Example:
            >>> [results.replicates for results in kept.grow(case.over(months=12), (2, 4), policies=[])]
            [2, 4]
        """
        from model.simulation import compile_all

        if self._closed:
            raise ValueError("this study is closed; begin another, as KeptStudy()")
        compile_all()
        asked = scenario_in(scenario)

        def told(done: int, of: int) -> None:
            if cancelled is not None and cancelled():
                raise Cancelled
            if progress is not None:
                progress(done, of)

        results = None
        for size in sizes:
            if results is None:
                results = run(
                    asked, replicates=size, seed=self.seed, policies=policies, point=self.point, executor=self._pool, progress=told,
                    remembered=self.remembered,
                )
            else:
                results = extend(results, size, executor=self._pool, progress=told, remembered=self.remembered)
            yield results

    def close(self) -> None:
        """End its threads; what is not begun is dropped.

        Example:
            >>> with KeptStudy() as study:  # which closes it
            ...     study.run(case.over(months=12), replicates=2, policies=[]).replicates
            2
        """
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"KeptStudy(seed={self.seed}): {self.remembered.bytes / 1e6:,.0f} of at most {self.remembered.most_bytes / 1e6:,.0f} MB"
