"""Population Monte Carlo: sets are drawn from the prior, weighed by their distance from the facts, multiplied and moved, ever closer.

A sequential Monte Carlo sampler for approximate Bayesian computation (Del Moral and others 2012; moves by differences of the population,
ter Braak and Vrugt 2008). Every set meets fresh worlds in every step, and is judged again on them before it may be moved, so that none
lives on its luck; what it might move to is judged on the same worlds. Priors are uniform on the unit cube (`prior`), so a move is accepted
by distances alone; its threshold is drawn before it is judged, so that most runs of a poor set are never made.

What the facts do not tell stays at the prior: parameters that no line follows in the sample of the prior (`identified`) are drawn anew
in moves instead of being stepped.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.calibration.answers import QUESTIONS, answers
from experiments.calibration.evaluation import Target, evaluate
from experiments.calibration.prior import FREE, reflected, values_at

_REFRESHED: Final = 0.3  # chance that a move draws a parameter anew that no fact speaks of
_STEPPED: Final = 0.5  # chance that a move steps a parameter that the facts speak of
_JITTER: Final = 0.01
_WORTH: Final = 1 / 5  # of the sets, that their weights must be worth at the next tolerance
_LONG_STEP: Final = 0.1  # share of moves by a whole difference, which lead from one family of sets to another
_FEWEST: Final = 30  # sets with a value, below which a line says nothing
_WRONGLY: Final = 1.0  # parameters without effect that may count as identified: one stepped in vain costs less than one missed
RIVALS: Final = ("nearest", "defaults")
"""Who may be the central set: the candidate nearest to the facts, or the catalogue's defaults as they are."""


@dataclass(frozen=True)
class Settings:
    """How a search is made. Runs with the same settings give the same sets, whatever the workers and interruptions."""

    seed: int = 1
    noise: int = 24  # evaluations of the central set, for the noise of each line
    prior: int = 400  # sets drawn from the prior
    particles: int = 330
    moves: int = 2  # tried for each set in each step
    tolerance: float = 0.5  # at which the search ends, in widths of the bands
    steps: int = 3  # at most
    times: int = 4  # replicates of a verification over those of an evaluation
    wanted: int = 200  # sets that are to pass
    asked: int = 8  # replicates of each policy of Sondrio that a synthetic truth's answers are kept from

    def as_data(self) -> dict[str, Any]:
        """The settings as plain data."""
        return asdict(self)


class Task(NamedTuple):
    """One piece of work: sets to judge, or a chain of moves. Its outcome depends on nothing else."""

    stage: str  # noise, prior, move, verify, one of the rivals for the central set, or the name of a question
    step: int
    number: int
    start: tuple[float, ...]  # point of the cube
    tolerance: float = math.inf
    mates: tuple[tuple[float, ...], ...] = ()  # points whose differences make the steps
    fitted: tuple[int, ...] = ()  # positions of the identified parameters
    held: tuple[tuple[str, float], ...] = ()  # parameters held at a value, such as those of a rule left out
    fitting: bool = False  # whether to read on only while the set fits


class Done(NamedTuple):
    """What a job gave."""

    point: tuple[float, ...]
    values: tuple[float | None, ...]
    square: float
    accepted: int = 0
    tried: int = 0
    answers: tuple[float | None, ...] = ()  # what a planner would read off it, where that is kept


def carry_out(job: Task, settings: Settings, target: Target) -> Done:
    """Do one job."""
    worlds = _worlds(job, settings)
    if job.stage in QUESTIONS:
        told = answers(_values(job, job.start), worlds, QUESTIONS[job.stage].replicates, job.stage)
        return Done(job.start, (), 0.0, answers=told)
    if job.stage != "move":
        times = settings.times if job.stage in ("verify", *RIVALS) else 1
        parameters = _values(job, job.start)
        found = evaluate(parameters, worlds, target, times=times, fitting=job.fitting)
        told = answers(parameters, worlds, settings.asked) if job.stage == "prior" else ()
        return Done(job.start, found.values, found.square, answers=told)
    return _moved(job, settings, target, worlds)


def _worlds(job: Task, settings: Settings) -> int:
    """Seed of the worlds of a job: the same for all sets that it compares, and its own: nobody is drawn to the luck of a few worlds."""
    if job.stage in QUESTIONS:  # every set is asked on the same ones
        return settings.seed
    if job.stage in RIVALS:  # both meet the same ones
        return _worlds(job._replace(stage="verify", step=2), settings)
    stage = ("noise", "prior", "move", "verify").index(job.stage)
    return (settings.seed * 4 + stage) * 1_000_000 + job.step * 10_000 + job.number


def _values(job: Task, point: Sequence[float] | np.ndarray) -> dict[str, float]:
    return {**values_at(point), **dict(job.held)}


def _moved(job: Task, settings: Settings, target: Target, worlds: int) -> Done:
    """Judge a set on fresh worlds, and try to move it some times."""
    draws = np.random.default_rng([settings.seed, job.step, job.number])
    here = evaluate(_values(job, job.start), worlds, target)
    point, values, square, accepted = np.array(job.start), here.values, here.square, 0
    for _ in range(settings.moves):
        proposed = propose(point, np.array(job.mates), job.fitted, draws)
        enough = square - 2.0 * job.tolerance**2 * math.log(1.0 - draws.random())  # accepted below it: the rule of Metropolis
        there = evaluate(_values(job, proposed), worlds, target, enough)
        if there.whole and there.square <= enough:
            point, values, square, accepted = proposed, there.values, there.square, accepted + 1
    return Done(tuple(point.tolist()), values, square, accepted, settings.moves)


def propose(point: np.ndarray, mates: np.ndarray, fitted: Sequence[int], draws: np.random.Generator) -> np.ndarray:
    """A step by the difference of two mates in some of the identified parameters, and new draws of some of the others."""
    stepped = np.array([k for k in fitted if draws.random() < _STEPPED] or fitted[:1], dtype=int)
    first, second = draws.choice(len(mates), 2, replace=False)
    length = 1.0 if draws.random() < _LONG_STEP else 2.38 / math.sqrt(2 * max(len(stepped), 1))
    proposed = point.copy()
    proposed[stepped] += length * (mates[first] - mates[second])[stepped] + draws.normal(0.0, _JITTER, len(stepped))
    others = [k for k in range(len(point)) if k not in set(fitted) and draws.random() < _REFRESHED]
    proposed[others] = draws.random(len(others))
    return reflected(proposed)


# --- between the jobs ---


def identified(points: np.ndarray, values: np.ndarray) -> tuple[int, ...]:
    """Positions of the parameters that some line follows: rank correlations beyond what chance gives in one of all pairs.

    Args:
        points: float[sets, parameters].
        values: float[sets, lines], nan where a set leaves nothing to read.
    """
    limit = NormalDist().inv_cdf(1 - _WRONGLY / (2 * points.shape[1] * values.shape[1]))
    found = np.zeros(points.shape[1], dtype=bool)
    for line in values.T:
        there = ~np.isnan(line)
        if there.sum() >= _FEWEST and np.ptp(line[there]) > 0:
            strength = _correlations(_ranks(points[there]), _ranks(line[there, None])[:, 0])
            found |= np.abs(strength) * math.sqrt(there.sum() - 1) > limit
    return tuple(np.flatnonzero(found).tolist())


def _ranks(columns: np.ndarray) -> np.ndarray:
    """Ranks down each column; equal values share their mean rank."""
    ranked = np.empty(columns.shape)
    for k, column in enumerate(columns.T):
        _, group, number = np.unique(column, return_inverse=True, return_counts=True)
        ranked[:, k] = (np.cumsum(number) - (number + 1) / 2)[group]
    return ranked


def _correlations(columns: np.ndarray, line: np.ndarray) -> np.ndarray:
    columns, line = columns - columns.mean(axis=0), line - line.mean()
    return columns.T @ line / np.sqrt((columns**2).sum(axis=0) * (line**2).sum())


def next_tolerance(squares: np.ndarray, before: float, number: int, least: float) -> float:
    """The smallest tolerance at which the weights of the sets are worth a fifth of `number` equal ones; not below `least`."""
    low, high = least, min(before, 1e3)
    if _worth(squares, before, low) >= _WORTH * number:
        return low
    for _ in range(60):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if _worth(squares, before, middle) >= _WORTH * number else (middle, high)
    return high


def weights(squares: np.ndarray, before: float, tolerance: float) -> np.ndarray:
    """Weights of sets that were drawn at one tolerance and are to count at a smaller one; they sum to one."""
    exponent = -0.5 * squares * (1 / tolerance**2 - (0.0 if math.isinf(before) else 1 / before**2))
    raw = np.exp(exponent - exponent.max())
    return raw / raw.sum()


def _worth(squares: np.ndarray, before: float, tolerance: float) -> float:
    return 1.0 / float((weights(squares, before, tolerance) ** 2).sum())


def chosen(share: np.ndarray, number: int, draws: np.random.Generator) -> np.ndarray:
    """Positions drawn by weight, evenly (systematic resampling)."""
    return np.searchsorted(np.cumsum(share), (draws.random() + np.arange(number)) / number).clip(0, len(share) - 1)


def jobs_of_noise(settings: Settings, centre: np.ndarray) -> Iterator[Task]:
    """The central set, judged on many worlds."""
    return (Task("noise", 0, k, tuple(centre.tolist())) for k in range(settings.noise))


def jobs_of_prior(
    settings: Settings, held: tuple[tuple[str, float], ...] = (), start: np.ndarray | None = None
) -> Iterator[Task]:
    """Sets drawn from the prior, or those given to start from."""
    for k in range(settings.prior if start is None else len(start)):
        point = np.random.default_rng([settings.seed, 0, k]).random(len(FREE)) if start is None else start[k]
        yield Task("prior", 0, k, tuple(point.tolist()), held=held)


def as_array(values: Sequence[Sequence[float | None]]) -> np.ndarray:
    """Values by set, nan where there is none: float[sets, columns]."""
    return np.array([[math.nan if v is None else v for v in row] for row in values], dtype=float)
