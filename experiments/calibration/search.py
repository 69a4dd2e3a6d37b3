"""A search from the first draw to the verified sets, kept job by job, so that it goes on after any interruption."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from experiments.calibration.answers import by_policy
from experiments.calibration.evaluation import FITTED, Target, passes
from experiments.calibration.prior import FREE, position_of
from experiments.calibration.smc import (
    RIVALS,
    Done,
    Settings,
    Task,
    as_array,
    carry_out,
    chosen,
    identified,
    jobs_of_noise,
    jobs_of_prior,
    next_tolerance,
    weights,
)
from experiments.storage.json_text import plain
from experiments.storage.lines import append_line, cut_torn_end, read_lines
from experiments.storage.provenance import code_version
from model.parameters import Parameters

JOURNAL: Final = "evaluations.jsonl"
CANDIDATES: Final = 10
_COMPARED: Final = 6  # evaluations of the nearest of them beside the defaults
_BATCH: Final = 30  # sets that are verified, beyond those of the last step, before it is asked whether there are enough
_FURTHER: Final = 3  # times that sets of the last step are moved on, while too few pass
_MOVED_ON: Final = 90  # of them
AHEAD: Final = 8  # jobs handed to an executor before the first is back: what a killed search does again
Told = Callable[[str, int, int], None]
"""Told (what is done, jobs done, jobs of the stage)."""


def told_of(name: str, told: Told) -> Told:
    """Tells how far one of several searches is, under its name."""
    return lambda what, done, total: told(f"{name}: {what}", done, total)


class OtherSearch(ValueError):
    """A folder holds a search with other settings, or of another state of the model."""


@dataclass
class Journal:
    """The jobs done so far, each a line of a file."""

    path: Path
    kept: dict[tuple[str, int, int], Done] = field(default_factory=dict)

    @classmethod
    def opened(cls, folder: Path, identity: dict[str, Any]) -> "Journal":
        """The journal of a folder, begun where there is none.

        Raises:
            OtherSearch: when it belongs to another search.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / JOURNAL
        if not path.exists():
            append_line(path, {"search": identity})
        cut_torn_end(path)
        first, *rest = read_lines(path) or [{}]
        if first != {"search": identity}:
            raise OtherSearch(f"{folder} holds a search with other settings, facts or rules; take another folder")
        return cls(path, {(line[0], line[1], line[2]): _read(line[3:]) for line in rest})

    def keep(self, job: Task, done: Done) -> None:
        """Write down what a job gave."""
        self.kept[job.stage, job.step, job.number] = done
        told = (done.point, done.values, done.square, done.accepted, done.tried, done.answers)
        append_line(self.path, plain([job.stage, job.step, job.number, *told]))


def _read(line: Sequence[Any]) -> Done:
    point, values, square, accepted, tried, answers = line
    return Done(tuple(point), tuple(values), square, accepted, tried, tuple(answers))


@dataclass(frozen=True)
class Population:
    """Sets after a step: points, values of the fitted lines, squares of distances, and the tolerance they were moved at."""

    points: np.ndarray
    values: np.ndarray
    squares: np.ndarray
    tolerance: float
    accepted: float  # share of the moves tried, nan where none was
    answers: np.ndarray  # of each set, a column each; none where they are not kept

    @classmethod
    def of(cls, done: Sequence[Done], tolerance: float) -> "Population":
        """The sets that jobs gave."""
        tried = sum(each.tried for each in done)
        return cls(
            np.array([each.point for each in done]), as_array([each.values for each in done]), np.array([each.square for each in done]),
            tolerance, sum(each.accepted for each in done) / tried if tried else math.nan,
            as_array([each.answers for each in done]),
        )


@dataclass
class Search:
    """A search in a folder.

    Args:
        folder: where its journal is kept.
        settings: how it is made.
        executor: carries out the jobs; any of `concurrent.futures`.
        told: told how far it is.
        held: parameters held at a value, such as those of a rule left out.
        truth: values of the fitted lines to meet in place of their bands.
        start: points of the cube to begin from in place of draws of the prior, as when a rule is left out and all else is fitted again.
    """

    folder: Path
    settings: Settings
    executor: Executor
    told: Told = lambda what, done, all_: None
    held: tuple[tuple[str, float], ...] = ()
    truth: tuple[float, ...] | None = None
    start: np.ndarray | None = None
    _journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        """Open the journal."""
        identity = {
            "settings": self.settings.as_data(), "held": self.held, "model": code_version(), "free": FREE,
            "lines": [[claim.key, claim.low, claim.high, claim.width] for claim in FITTED],
            "truth": self.truth, "start": None if self.start is None else self.start.tolist(),
        }
        self._journal = Journal.opened(self.folder, plain(identity))

    def noise(self) -> Target:
        """The target, with the noise of each line measured at the central set."""
        centre = position_of(Parameters())
        done = self._all("noise", list(jobs_of_noise(self.settings, centre)), Target((0.0,) * len(FITTED)))
        read = [line[~np.isnan(line)] for line in as_array([each.values for each in done]).T]
        return Target(tuple(float(line.std(ddof=1)) if len(line) > 1 else 0.0 for line in read), self.truth)

    def prior(self, target: Target) -> Population:
        """The sets to begin from, all their lines read."""
        return Population.of(self._all("prior", list(jobs_of_prior(self.settings, self.held, self.start)), target), math.inf)

    def steps(self, target: Target, first: Population, fitted: tuple[int, ...] | None = None) -> list[Population]:
        """The population after each step, until the tolerance is small enough.

        Args:
            target: what sets are held to.
            first: the sets to begin from.
            fitted: positions of the parameters that are stepped; those that the first sets identify by default.
        """
        fitted = identified(first.points, first.values) if fitted is None else fitted
        populations, now = [], first
        for step in range(1, self.settings.steps + 1):
            tolerance = next_tolerance(now.squares, now.tolerance, self.settings.particles, self.settings.tolerance)
            now = self._step(step, now, tolerance, self.settings.particles, target, fitted)
            populations.append(now)
            if tolerance <= self.settings.tolerance:
                break
        return populations

    def _step(
        self, step: int, now: Population, tolerance: float, number: int, target: Target, fitted: tuple[int, ...], only: range | None = None
    ) -> Population:
        """So many sets of a population, chosen by their weights at a tolerance, each moved some times; only some of them if asked."""
        draws = np.random.default_rng([self.settings.seed, step])
        starts = now.points[chosen(weights(now.squares, now.tolerance, tolerance), number, draws)]
        mates = tuple(map(tuple, starts.tolist()))
        jobs = [Task("move", step, k, mates[k], tolerance, mates, fitted, self.held) for k in only or range(number)]
        return Population.of(self._all(f"step {step}, tolerance {tolerance:.2f}", jobs, target), tolerance)

    def verified(self, target: Target, steps: Sequence[Population], fitted: tuple[int, ...] = (), fitting: bool = True) -> Population:
        """Sets on many fresh worlds, each on its own, until as many pass as are wanted.

        First those of the last step, then those of the step before, which was nearly as near; then, a few times, the last ones moved on
        at their tolerance.

        Args:
            target: what sets are held to.
            steps: the population after each step.
            fitted: positions of the parameters that are stepped.
            fitting: read a set no further once it does not fit; without it all lines of the last step are read, and no other step.
        """
        done: list[Done] = []
        points: list[tuple[float, ...]] = []
        for number, population in enumerate(self._sources(target, steps, fitted) if fitting else steps[-1:]):
            points = list(dict.fromkeys([*points, *map(tuple, population.points.tolist())]))  # one that did not move stands in two steps
            while len(done) < len(points) and (number == 0 or self._passing(done) < self.settings.wanted):
                batch = range(len(done), min(len(done) + (_BATCH if number else len(points)), len(points)))
                done += self._all("verify", [Task("verify", 0, k, points[k], held=self.held, fitting=fitting) for k in batch], target)
            if fitting and self._passing(done) >= self.settings.wanted:
                break
        return Population.of(done, steps[-1].tolerance)

    def _sources(self, target: Target, steps: Sequence[Population], fitted: tuple[int, ...]) -> Iterator[Population]:
        yield from reversed(steps[-2:])
        last, number = steps[-1], min(_MOVED_ON, self.settings.particles)
        for step in range(len(steps) + 1, len(steps) + 1 + _FURTHER):
            for first in range(0, number, _BATCH):  # no more are moved than are verified
                yield self._step(step, last, last.tolerance, number, target, fitted, range(first, min(first + _BATCH, number)))
            last = self._step(step, last, last.tolerance, number, target, fitted)

    @staticmethod
    def _passing(done: Sequence[Done]) -> int:
        return int(passes(as_array([each.values for each in done])).sum())

    def asked(self, place: str, points: np.ndarray) -> np.ndarray:
        """What sets answer to one of `QUESTIONS`, all on the same worlds: float[sets, policies, answers]."""
        jobs = [Task(place, 0, k, tuple(point), held=self.held) for k, point in enumerate(points.tolist())]
        return by_policy(as_array([done.answers for done in self._all(f"policies of {place}", jobs, Target(()))]), place)

    def centred(self, target: Target, verified: Population, weights: np.ndarray, fitted: tuple[int, ...]) -> Population:
        """Candidates for the central set on many fresh worlds: of the half nearer to the facts, the most central; last, the defaults."""
        apart = np.array([float(weights @ np.sqrt(((verified.points - point)[:, fitted] ** 2).sum(axis=1))) for point in verified.points])
        near = weights >= np.median(weights[weights > 0])
        central = verified.points[np.argsort(np.where(near, apart, math.inf))[: min(CANDIDATES, near.sum())]]
        points = np.vstack([central, position_of(Parameters())])
        jobs = [Task("verify", 1, k, tuple(point), held=self.held) for k, point in enumerate(points.tolist())]
        return Population.of(self._all("centre", jobs, target), verified.tolerance)

    def rivals(self, target: Target, centres: Population) -> np.ndarray:
        """Distances of the nearest candidate and of the defaults, on the same fresh worlds: float[2, worlds]."""
        points = (nearest_of(target, centres), centres.points[-1])
        jobs = [Task(who, 0, k, tuple(point), held=self.held) for who, point in zip(RIVALS, points, strict=True) for k in range(_COMPARED)]
        done = self._all("centre", jobs, target)
        return np.sqrt([[each.square for each in done[:_COMPARED]], [each.square for each in done[_COMPARED:]]])

    def _all(self, what: str, jobs: list[Task], target: Target) -> list[Done]:
        """Every job done, those of the journal not again; in the order of the jobs."""
        left = iter([job for job in jobs if (job.stage, job.step, job.number) not in self._journal.kept])
        pending = {self.executor.submit(carry_out, job, self.settings, target): job for job in islice(left, AHEAD)}
        while pending:
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                job = pending.pop(future)
                self._journal.keep(job, future.result())
                self.told(what, sum((each.stage, each.step, each.number) in self._journal.kept for each in jobs), len(jobs))
                pending |= {self.executor.submit(carry_out, job, self.settings, target): job for job in islice(left, 1)}
        return [self._journal.kept[job.stage, job.step, job.number] for job in jobs]


def nearest_of(target: Target, centres: Population) -> np.ndarray:
    """The candidate for the central set that is nearest to the facts; the last, the defaults, is none of them."""
    return np.asarray(centres.points[int(np.argmin([target.square(row) for row in centres.values[:-1]]))])


def names_of(positions: Iterable[int]) -> list[str]:
    """Names of the free parameters at positions."""
    return [FREE[position] for position in positions]
