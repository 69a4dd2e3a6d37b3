"""How options compare when nobody knows which world comes: chance of being the best, regret, and what goes with failing.

Arrays only, values the better the more; nan where an option has no value in a world, in which it is then no candidate. Regret is what one
loses by having chosen an option and not the best one for the world that came (Savage 1951).
"""

from typing import Final, NamedTuple

import numpy as np

PERMUTATIONS: Final = 999
LEVEL: Final = 0.05  # chance with which chance alone shows a split, over all that is looked at
FEWEST: Final = 10  # points below which nothing is said of splits
_ROUNDING: Final = 1e-12


def best_shares(values: np.ndarray) -> np.ndarray:
    """Of each world, the part of 'the best' that each option has: 1 of a lone best, equal parts of those that tie.

    Args:
        values: [options, ...worlds].

    Returns:
        Of that shape, adding up to 1 in each world; nan in worlds in which no option has a value.
    """
    known = ~np.isnan(values)
    most = np.where(known, values, -np.inf).max(axis=0)
    with np.errstate(invalid="ignore"):
        ties = known & (values >= most - _ROUNDING * np.maximum(np.abs(most), 1.0))
    number = ties.sum(axis=0)
    return np.where(number > 0, ties / np.maximum(number, 1), np.nan)


def regrets(values: np.ndarray) -> np.ndarray:
    """What each option is short of the best in each world: zero or more, nan where it has no value. Shape as `values`."""
    known = ~np.isnan(values)
    most = np.where(known, values, -np.inf).max(axis=0)
    return np.where(known, most - np.where(known, values, 0.0), np.nan)


class Split(NamedTuple):
    """A figure on whose sides something happens more and less often."""

    name: str
    at: float
    above: float  # share where the figure is above it
    below: float
    chance: float  # of so large a difference on any figure, if none mattered


def splits(shares: np.ndarray, names: tuple[str, ...], figures: np.ndarray, seed: int, most: int = 2) -> tuple[Split, ...]:
    """The figures on whose two sides, parted at the middle, something happens most differently; those beyond chance only.

    All figures are looked at at once: the chance is that of the largest difference over all of them when shares are dealt out to
    points anew, so that among many figures none is named for being many.

    Args:
        shares: float[points], how often it happens at each point.
        names: of the figures.
        figures: float[points, names].
        seed: of the permutations.
        most: splits named.
    """
    known = ~np.isnan(shares)
    shares, figures = shares[known], figures[known]
    if len(shares) < FEWEST or np.ptp(shares) <= _ROUNDING:
        return ()
    middles = np.median(figures, axis=0)
    above = figures > middles
    sides = np.stack([above.sum(axis=0), (~above).sum(axis=0)])
    told = np.all(sides >= FEWEST // 3, axis=0)
    if not told.any():
        return ()
    weights = above / np.maximum(sides[0], 1) - ~above / np.maximum(sides[1], 1)
    found = shares @ weights
    random = np.random.default_rng(seed)
    dealt = np.array([random.permutation(shares) for _ in range(PERMUTATIONS)])
    largest = np.abs(dealt @ weights[:, told]).max(axis=1)
    order = [place for place in np.argsort(-np.abs(found), kind="stable") if told[place]][:most]
    chances = [(1 + int((largest >= abs(found[place]) - _ROUNDING).sum())) / (PERMUTATIONS + 1) for place in order]
    return tuple(
        Split(names[place], float(middles[place]), float(shares[above[:, place]].mean()), float(shares[~above[:, place]].mean()), chance)
        for place, chance in zip(order, chances, strict=True)
        if chance <= LEVEL
    )
