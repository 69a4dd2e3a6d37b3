"""Many lines, one question: which of several differences are clear together.

Of twenty outcomes that a policy leaves as they are, one in twenty looks changed. So the outcome that decides a scenario's question is
judged by itself, and all others as one family, and of either no line is called clear by mistake in more than one study of twenty
(Holm 1979: valid however the lines hang together).
"""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np

LEVEL: Final = 0.05  # chance with which a line of a family is called clear though nothing differs


def chance(difference: float, low: float, high: float, degrees: float) -> float:
    """Chance of a difference as large as this if there were none, from its 95 % interval.

    The bound towards zero says how sure it is: as many standard errors away as Student's t asks of so many degrees of freedom, where what
    skewness adds counts as part of the error. Below 0.05 exactly where the interval leaves out zero.

    Args:
        difference: the mean difference.
        low: lower bound of its 95 % interval.
        high: upper bound.
        degrees: of freedom behind the interval, one less than the replicates or sets; nan or less than 1 where there is none.

    Returns:
        0 to 1; nan without an interval.
    """
    from scipy.special import stdtr, stdtrit

    towards = difference - low if difference > 0 else high - difference
    if np.isnan(towards) or not degrees >= 1:
        return float("nan")
    if difference == 0:
        return 1.0
    if towards <= 0:
        return 0.0
    return float(2 * stdtr(degrees, -stdtrit(degrees, 1 - LEVEL / 2) * abs(difference) / towards))


def holm(chances: Mapping[str, float]) -> set[str]:
    """The lines of a family that are clear together: the smallest chance at most LEVEL over all, the next over all but one, and so on."""
    asked = sorted((value, name) for name, value in chances.items() if not np.isnan(value))
    clear: set[str] = set()
    for place, (value, name) in enumerate(asked):
        if value > LEVEL / (len(asked) - place):
            break
        clear.add(name)
    return clear


def clear_together(chances: Mapping[str, float], deciding: Collection[str]) -> set[str]:
    """The lines that are clear: those that decide as one family, the others as another."""
    first = {name: value for name, value in chances.items() if name in deciding}
    return holm(first) | holm({name: value for name, value in chances.items() if name not in first})
