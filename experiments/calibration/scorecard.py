"""The scorecard: what the model says of each fact before and after it was fitted, with what its unknown numbers do apart from chance.

Every set runs all cases on worlds of its own. The lines of two halves of its replicates say how much of a difference between sets is
chance, which is taken off: values of sets are drawn towards their mean by as much.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np

from experiments.calibration.evaluation import number
from experiments.expected.claims import Claim, read_value
from experiments.expected.measured_cases import Runs
from experiments.expected.validation import CLAIMS

if TYPE_CHECKING:
    from experiments.runs.results import Results

Status = Literal["in", "out", "open", ""]
_SEED: Final = 77
_INNER: Final = (0.1, 0.5, 0.9)
_MOSTLY: Final = 0.75  # chance of being in the band from which a fact counts as met; below what is left of one, as missed


class Half(Runs):
    """Every second replicate of runs, from the first or from the second on."""

    def __init__(self, whole: Runs, first: int) -> None:
        super().__init__(whole.replicates)
        self._whole, self._first = whole, first

    def __getitem__(self, name: str) -> "Results":
        if name not in self._made:
            results, part = self._whole[name], slice(self._first, None, 2)
            stacks = {policy: results.stack(policy).some(part) for policy in results.policies}
            self._made[name] = type(results)(results.scenario, results.seed, stacks, results.helped.some(part))
        return self._made[name]


def judge_set(parameters: Mapping[str, float], seed: int, replicates: int) -> list[tuple[float, float, float]]:
    """Every line with its value under a set: of all replicates, and of the two halves; nan where there is nothing to read."""
    runs = Runs(replicates, seed, beneath=parameters)
    halves = (Half(runs, 0), Half(runs, 1))

    def read(claim: Claim, of: Runs) -> float:
        return number(read_value(claim, of))

    with np.errstate(all="ignore"):
        return [(read(claim, runs), read(claim, halves[0]), read(claim, halves[1])) for claim in CLAIMS]


def judge_sets(
    sets: Sequence[Mapping[str, float]], replicates: int, executor: Executor, told: Callable[[int], None]
) -> np.ndarray:
    """Every line under every set: float[sets, lines, 3]."""
    jobs = {executor.submit(judge_set, each, _SEED + number, replicates): number for number, each in enumerate(sets)}
    values = np.full((len(sets), len(CLAIMS), 3), math.nan)
    for done, future in enumerate(as_completed(jobs), 1):
        values[jobs[future]] = future.result()
        told(done)
    return values


class Line(NamedTuple):
    """What the model says of one fact: quantiles over sets (lowest tenth, middle, highest tenth), and the chance of keeping the band."""

    claim: Claim
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    chance: float  # that a set keeps the band; nan without a band
    status: Status

    def as_data(self) -> dict[str, Any]:
        """The line as plain data."""
        claim = self.claim
        return {
            "key": claim.key, "kind": claim.kind, "statement": claim.statement, "low": claim.low, "high": claim.high, "known": claim.known,
            "source": claim.source, "prior": list(self.prior), "posterior": list(self.posterior), "chance": self.chance,
            "status": self.status,
        }


def lines(prior: np.ndarray, posterior: np.ndarray) -> list[Line]:
    """Every fact with what sets of the prior and of the posterior say of it: float[sets, lines, 3] of each, sets of equal weight."""
    return [_line(claim, prior[:, k], posterior[:, k]) for k, claim in enumerate(CLAIMS)]


def _line(claim: Claim, before: np.ndarray, after: np.ndarray) -> Line:
    first, now = without_chance(before), without_chance(after)
    chance = math.nan if claim.kind == "known" or not now.size else float(np.mean([bool(claim.keeps(value)) for value in now]))
    status: Status = "" if math.isnan(chance) else "in" if chance >= _MOSTLY else "out" if chance <= 1 - _MOSTLY else "open"
    return Line(claim, _inner(first), _inner(now), chance, status)


def without_chance(values: np.ndarray) -> np.ndarray:
    """Values of sets without what chance adds to their spread.

    Args:
        values: float[sets, 3]: of all replicates of a set, and of two halves of them.

    Returns:
        float[sets that have a value], drawn towards their mean so that their variance is that between sets alone: the difference of
        two halves of a set is chance.
    """
    whole = values[~np.isnan(values[:, 0])]
    if len(whole) < 2:
        return whole[:, 0]
    apart = (whole[:, 1] - whole[:, 2])[~np.isnan(whole[:, 1:]).any(axis=1)]
    chance = float(np.mean(apart**2)) / 4 if apart.size else 0.0
    spread = float(whole[:, 0].var(ddof=1))
    kept = math.sqrt(max(spread - chance, 0.0) / spread) if spread > 0 else 0.0
    centre = whole[:, 0].mean()
    return np.asarray(centre + kept * (whole[:, 0] - centre))


def _inner(values: np.ndarray) -> tuple[float, float, float]:
    if not values.size:
        return math.nan, math.nan, math.nan
    low, middle, high = (float(value) for value in np.quantile(values, _INNER))
    return low, middle, high


def sets_of_prior(number: int) -> list[dict[str, float]]:
    """Sets drawn from the prior, evenly in each parameter (a latin hypercube)."""
    from experiments.calibration.prior import FREE, values_at

    draws = np.random.default_rng(_SEED)
    cube = (np.stack([draws.permutation(number) for _ in FREE], axis=1) + draws.random((number, len(FREE)))) / number
    return [values_at(point) for point in cube]


def sets_of_posterior(number: int) -> list[dict[str, float]]:
    """Sets as runs take them: a walk through the table that ships."""
    from model.parameter_sets import shipped

    table = shipped()
    return [table.of(table.walk(_SEED, step)) for step in range(number)]


def scorecard(prior: int, posterior: int, replicates: int, executor: Executor, told: Callable[[str, int, int], None]) -> list[Line]:
    """The whole scorecard: so many sets of the prior and of the posterior, each with so many replicates of every case."""
    judged = [
        judge_sets(sets, replicates, executor, partial(_told, told, what, len(sets)))
        for what, sets in (("Sets of the prior", sets_of_prior(prior)), ("Sets that fit", sets_of_posterior(posterior)))
    ]
    return lines(*judged)


def _told(told: Callable[[str, int, int], None], what: str, total: int, done: int) -> None:
    told(what, done, total)
