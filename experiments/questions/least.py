"""The least dose of something that reaches a target, where an answer is a share of futures and so unsure.

A stochastic root search (Pasupathy and Kim 2011) on paired runs: every dose is tried in the same worlds, so that the share seen is one
step function of the dose, and its crossing of the target is bracketed as any root is (Chandrupatla 1997, in scipy). All searches of a
question go on side by side, a dose of each at a time, because doses tried together share their worlds. How sure the crossing is comes from
the intervals of the shares, read the other way round: doses at which the target lies inside the interval (`Least.low` to `high`).
"""

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

NEAR: Final = 0.08  # of the most: two doses so near are one to a planner
LOOKS: Final = 4  # doses tried between nothing and the most, at most


class Tried(NamedTuple):
    """A dose as it was tried."""

    dose: float
    share: float  # of the futures that meet what is asked
    low: float  # 95 % interval
    high: float
    eur: float  # public money beyond what is paid without it, mean


class Least(NamedTuple):
    """The least dose that reaches the target."""

    dose: float  # 0 when none is needed, nan when no dose does
    low: float  # 95 % interval; 0 when it may be that none is needed, nan when even the most is clearly too little
    high: float  # nan when it may be that no dose does
    tried: tuple[Tried, ...]  # by dose; the first is none of it, the last the most

    @property
    def reached(self) -> bool:
        """Whether some dose does, none at all included."""
        return not math.isnan(self.dose)

    def at(self, dose: float) -> Tried:
        """What was seen at a dose that was tried."""
        return next(one for one in self.tried if one.dose == dose)

    def eur(self, dose: float) -> float:
        """Public money at any dose, between those tried in proportion; nan for none."""
        return float(np.interp(dose, [one.dose for one in self.tried], [one.eur for one in self.tried]))


Try = Callable[[Sequence[tuple[int, float]]], list[Tried]]
"""Tries doses (number of the search, dose) together, in the same worlds as all others."""


def least_doses(searches: int, ask: Try, target: float, *, near: float = NEAR, looks: int = LOOKS) -> list[Least]:
    """The least dose of each of several things for a share of at least `target`.

    Args:
        searches: how many things.
        ask: tries doses from 0 to 1 of them.
        target: share, inside 0 to 1.
        near: how near to the crossing is near enough.
        looks: doses tried between the ends, at most.

    Returns:
        For each the least dose tried that reaches it, with its 95 % interval.
    """
    seen: list[dict[float, Tried]] = [{} for _ in range(searches)]

    def above(doses: np.ndarray, which: np.ndarray) -> np.ndarray:
        """How far the shares lie above the target; never zero, since a share that meets it is enough."""
        asked = list(dict.fromkeys((int(number), float(dose)) for number, dose in zip(which, doses, strict=True)))
        new = [(number, dose) for number, dose in asked if dose not in seen[number]]
        for (number, dose), tried in zip(new, ask(new) if new else [], strict=True):
            seen[number][dose] = tried
        return np.array([_above(seen[int(number)][float(dose)].share, target) for number, dose in zip(which, doses, strict=True)])

    every = np.arange(searches)
    none, most = (above(np.full(searches, end), every) for end in (0.0, 1.0))
    crossing = every[(none < 0) & (most > 0)]
    doses = np.where(none > 0, 0.0, np.where(most > 0, 1.0, np.nan))
    if len(crossing):
        from scipy.optimize.elementwise import find_root

        ends = np.zeros(len(crossing)), np.ones(len(crossing))
        found = find_root(above, ends, args=(crossing,), tolerances={"xatol": near, "xrtol": 0.0}, maxiter=looks)
        left, right = found.bracket
        doses[crossing] = np.where(found.f_bracket[1] > 0, right, left)
    return [_least(float(dose), sorted(tried.values()), target) for dose, tried in zip(doses, seen, strict=True)]


def _above(share: float, target: float) -> float:
    return share - target if abs(share - target) > 1e-9 else 1e-9


def _least(dose: float, tried: Sequence[Tried], target: float) -> Least:
    """Where the bounds of the shares cross the target, more of it doing no less (isotonic regression) and in proportion between doses.

    A share may also jump: nothing is ruled out between the dose that reaches the target and the one tried before it.
    """
    doses = [one.dose for one in tried]
    low, high = (_crossing(doses, [getattr(one, bound) for one in tried], target) for bound in ("high", "low"))
    before = max((one for one in doses if one < dose), default=dose)  # nan where no dose does
    return Least(dose, float(np.fmin(low, before)), max(high, dose) if dose == dose else high, tuple(tried))


def _crossing(doses: Sequence[float], shares: Sequence[float], target: float) -> float:
    """The first dose with such a share; nan where there is none."""
    from scipy.optimize import isotonic_regression

    rising = isotonic_regression(shares).x
    reached = np.flatnonzero(rising >= target - 1e-9)
    if not len(reached):
        return math.nan
    first = int(reached[0])
    if first == 0:
        return float(doses[0])
    part = (target - rising[first - 1]) / (rising[first] - rising[first - 1])
    return float(doses[first - 1] + part * (doses[first] - doses[first - 1]))
