"""Whether what is fitted can be found again: synthetic truths, from the sample of the prior, looked for with the same lines.

Each set of the sample is taken for the truth in turn. A regression on the lines of nine tenths of the others says what the lines tell of
a quantity, a parameter or an answer that a planner would read off; the sets of which it says nearly the same are the posterior
(semi-automatic approximate Bayesian computation, Fearnhead and Prangle 2012). The middle 90 % of it should hold the truth in nine cases
of ten, and be much narrower than the prior where the quantity is identified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

_FOLDS: Final = 10
_NEAR: Final = 0.15  # share of the sets that count as saying the same
_FEWEST: Final = 30
_RIDGE: Final = 5.0
IDENTIFIED: Final = 0.8  # of the prior's width: an interval that is not narrower says nothing
OUTER: Final = (0.05, 0.95)


@dataclass(frozen=True)
class Recovered:
    """How a quantity is found again.

    Attributes:
        name: of the quantity.
        covered: share of the truths that lie in their interval of 90 %.
        narrowed: mean width of the interval over that of the prior.
        truths: how many were tried.
    """

    name: str
    covered: float
    narrowed: float
    truths: int

    @property
    def identified(self) -> bool:
        """Whether the lines say anything of it."""
        return self.narrowed < IDENTIFIED


def recovered(names: Sequence[str], quantities: np.ndarray, lines: np.ndarray) -> list[Recovered]:
    """Each quantity looked for in each set by the lines of the set.

    Args:
        names: of the quantities.
        quantities: float[sets, quantities].
        lines: float[sets, lines], nan where a set leaves nothing to read.
    """
    told = what_lines_tell(quantities, lines)
    return [_recovered(name, truth, guess) for name, truth, guess in zip(names, quantities.T, told.T, strict=True)]


def what_lines_tell(quantities: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Each quantity of each set as a ridge regression on lines and their squares tells it, fitted without the tenth it is in."""
    described = _described(lines)
    fold = np.arange(len(lines)) % _FOLDS
    told = np.empty_like(quantities, dtype=float)
    for k in range(_FOLDS):
        rest, held = fold != k, fold == k
        centre = quantities[rest].mean(axis=0)
        square = described[rest].T @ described[rest] + _RIDGE * np.eye(described.shape[1])
        told[held] = centre + described[held] @ np.linalg.solve(square, described[rest].T @ (quantities[rest] - centre))
    return told


def _described(lines: np.ndarray) -> np.ndarray:
    """Lines on one scale, their squares, and whether there was anything to read."""
    there = ~np.isnan(lines) & np.isfinite(lines)
    middle = np.array([np.median(line[known]) if known.any() else 0.0 for line, known in zip(lines.T, there.T, strict=True)])
    filled = np.where(there, lines, middle)
    columns = np.hstack([np.clip(_scaled(filled), -4, 4), np.clip(_scaled(filled), -4, 4) ** 2, there.astype(float)])
    return _scaled(columns)


def _scaled(columns: np.ndarray) -> np.ndarray:
    spread = columns.std(axis=0)
    return (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)


def _recovered(name: str, truth: np.ndarray, told: np.ndarray) -> Recovered:
    return judged(name, truth, intervals(truth, told), truth)


def judged(name: str, truths: np.ndarray, found: np.ndarray, prior: np.ndarray) -> Recovered:
    """How intervals hold the truths, and how wide they are beside the prior.

    Args:
        name: of the quantity.
        truths: float[truths].
        found: float[truths, 2], the interval of each.
        prior: float[sets], the quantity before anything is known.
    """
    low, high = np.quantile(prior, OUTER)
    inside = (found[:, 0] <= truths) & (truths <= found[:, 1])
    width = float(np.mean(found[:, 1] - found[:, 0]) / (high - low)) if high > low else 1.0
    return Recovered(name, float(inside.mean()), width, len(truths))


def intervals(truth: np.ndarray, told: np.ndarray) -> np.ndarray:
    """The middle 90 % of a quantity in the sets of which the lines say nearly the same as of each set: float[sets, 2]."""
    number = max(_FEWEST, round(_NEAR * len(truth)))
    found = np.empty((len(truth), 2))
    for k in range(len(truth)):
        apart = np.abs(told - told[k])
        apart[k] = np.inf  # the truth itself is not known
        found[k] = np.quantile(truth[np.argpartition(apart, number)[:number]], OUTER)
    return found


@dataclass(frozen=True)
class Chosen:
    """How often the policy that the lines point to is the best one, and what it costs where it is not."""

    right: float  # share of the truths
    by_chance: float  # share that always naming the same policy, the best one on the whole, gets right
    regret: float  # mean difference to the best policy, in the unit of the answer
    regret_by_chance: float
    truths: int


def best_choice(answers: np.ndarray, lines: np.ndarray) -> Chosen:
    """What is lost by choosing a policy by what the lines tell of each.

    Args:
        answers: float[sets, policies], more is better.
        lines: float[sets, lines].
    """
    told = what_lines_tell(answers, lines)
    rows, best = np.arange(len(answers)), answers.max(axis=1)
    named, always = answers[rows, told.argmax(axis=1)], answers[:, answers.mean(axis=0).argmax()]
    return Chosen(
        float((named == best).mean()), float((always == best).mean()), float((best - named).mean()), float((best - always).mean()),
        len(answers),
    )
