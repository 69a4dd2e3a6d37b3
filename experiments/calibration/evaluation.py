"""How far a parameter set is from the facts it is fitted to: runs of their cases, read line by line, stopped once it is too far.

The distance is smooth: each line adds the square of how far its value lies outside its band, over the width that counts as one and the
noise that few replicates leave. A set all of whose lines are in their bands has distance 0.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from experiments.expected.claims import Claim, read_value
from experiments.expected.measured_cases import CASES, MeasuredCase, Runs
from experiments.expected.validation import CLAIMS
from experiments.runs.replicates import run

if TYPE_CHECKING:
    from experiments.runs.results import Results
    from model.scenario import Scenario

_ORDER: Final = ("F1", "F17", "F23", "F4", "F25", "F3", "F2", "F16", "F24", "M4", "F18", "F15")  # cheap cases first
FITTED: Final[tuple[Claim, ...]] = tuple(sorted((c for c in CLAIMS if c.kind == "calibrate"), key=lambda c: _ORDER.index(c.fact)))
"""The lines that are fitted, in the order in which they are read."""
ENDLESS: Final = 1e6  # stands for a ratio over nothing
_NOTHING_TO_READ: Final = 3.0  # widths: a set that leaves no hub to read from is that far off


@cache
def _case(name: str, months: int) -> "Scenario":
    """A case as it is fitted: over the months that its lines need."""
    return CASES[name].scenario().over(months).model_copy(update={"name": name})


class FitRuns(Runs):
    """Runs of the cases for one evaluation of a fit: few replicates, few months, no policies, one thread.

    Args:
        seed: of the worlds.
        parameters: the set to judge.
        times: how many times the replicates of one evaluation.
    """

    def __init__(self, seed: int, parameters: Mapping[str, float], times: int = 1) -> None:
        super().__init__(0, seed, parameters)
        self._times = times

    def _run(self, name: str, case: MeasuredCase) -> "Results":
        replicates, months = case.fit
        if not replicates:
            raise LookupError(f"{name}: a fitted line reads a case that a fit does not run")
        scenario = _case(name, months).assuming(self.parameters)
        return run(scenario, policies=(), seed=self.seed, replicates=replicates * self._times, point=True, workers=1)


class Evaluation(NamedTuple):
    """What runs of a parameter set gave."""

    values: tuple[float | None, ...]  # by fitted line; None: not read, the set was too far already
    square: float  # of the distance, as far as it was read
    whole: bool  # whether all lines were read


@dataclass(frozen=True)
class Target:
    """What sets are held to: the bands of the fitted lines, or, for a synthetic truth, its values.

    Attributes:
        noise: standard deviation of each line between evaluations of one set.
        truth: values to meet in place of the bands.
    """

    noise: tuple[float, ...]
    truth: tuple[float, ...] | None = None

    def part(self, line: int, value: float) -> float:
        """What one line adds to the square of the distance."""
        claim = FITTED[line]
        if math.isnan(value):
            return _NOTHING_TO_READ**2
        off = claim.beyond(value) if self.truth is None else abs(value - self.truth[line])
        return min(off * off / (claim.width**2 + self.noise[line] ** 2), _NOTHING_TO_READ**2)

    def square(self, values: Sequence[float]) -> float:
        """The square of the distance of all lines."""
        return sum(self.part(line, value) for line, value in enumerate(values))


def passes(values: np.ndarray) -> np.ndarray:
    """Whether all lines of each set are within one width of their bands: bool[sets]; what leaves nothing to read is not."""
    return np.array([all(_fits(claim, value) for claim, value in zip(FITTED, row, strict=True)) for row in values])


def _fits(claim: Claim, value: float) -> bool:
    return claim.beyond(value) <= claim.width


def number(value: float | None) -> float:
    """A value that can be reckoned with and kept: nan for none, a large number for a ratio over nothing."""
    return math.nan if value is None else max(min(value, ENDLESS), -ENDLESS)


def evaluate(
    parameters: Mapping[str, float], seed: int, target: Target, enough: float = math.inf, times: int = 1, fitting: bool = False
) -> Evaluation:
    """Run the cases of the fitted lines, one after the other, until the square of the distance exceeds `enough`.

    Args:
        parameters: the set to judge.
        seed: of the worlds; the same worlds for every set that is compared.
        target: what it is held to.
        enough: square of the distance beyond which nobody asks any more.
        times: how many times the replicates of one evaluation.
        fitting: read on only while each line lies within one width of its band.
    """
    runs = FitRuns(seed, parameters, times)
    values: list[float | None] = [None] * len(FITTED)
    square = 0.0
    with np.errstate(all="ignore"):
        for line, claim in enumerate(FITTED):
            values[line] = value = number(read_value(claim, runs))
            square += target.part(line, value)
            if square > enough or (fitting and not _fits(claim, value)):
                return Evaluation(tuple(values), square, False)
    return Evaluation(tuple(values), square, True)
