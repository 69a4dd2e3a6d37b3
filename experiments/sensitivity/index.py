"""One number of a sensitivity analysis with its interval, and the noise floor it is judged by."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from experiments.sensitivity.sample import FactorInfo

CHANCE: Final = "chance"  # stands where a factor stands, for what the seeds do


@dataclass(frozen=True)
class Index:
    """One index of one factor (or of a pair), with its 95 % interval.

    Attributes:
        method: sobol, morris, pawn, delta or chance.
        index: first, total, second; mu, mu_star, sigma; ks_median, ks_max; delta, first; one_run, mean, common, interacting.
        factor: name of the factor.
        factor_2: the other factor of a pair, else "".
        value: the index.
        low: lower end of the interval; nan where there is none.
        high: upper end.
        above_floor: whether `low` is above the upper end of what chance alone gives.
    """

    method: str
    index: str
    factor: str
    factor_2: str
    value: float
    low: float
    high: float
    above_floor: bool = False


@dataclass(frozen=True)
class ConvergencePoint:
    """An index as the first `size` groups of the design give it: whether it has settled."""

    size: int
    method: str
    index: str
    factor: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class MethodResult:
    """What one method found.

    Attributes:
        indices: the indices, factor by factor.
        steps: main index by size of the design.
        notes: codes of what a reader should know (texts in `experiments.sensitivity.texts`).
    """

    indices: tuple[Index, ...]
    steps: tuple[ConvergencePoint, ...] = ()
    notes: tuple[str, ...] = ()


def judged(indices: Iterable[Index], floors: Mapping[str, float]) -> tuple[Index, ...]:
    """Says of each index whether it is clearly above its floor; without a floor nothing is."""
    return tuple(
        replace(entry, above_floor=bool(math.isfinite(entry.low) and entry.low > floors.get(entry.index, math.inf))) for entry in indices
    )


def dummy_floors(indices: Iterable[Index], dummy: FactorInfo) -> dict[str, float]:
    """Upper end of what the dummy seems to do, by index."""
    return {entry.index: entry.high for entry in indices if entry.factor == dummy.name and not entry.factor_2}
