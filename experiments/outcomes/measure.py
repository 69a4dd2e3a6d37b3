"""What an outcome of a run is: a name, a unit, words and a formula."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from experiments.outcomes.stacks import Stack
from model.series import Series

Kind = Literal["number", "share", "yes_no"]
Total = Literal["sum", "mean", "ratio", "town", "apart"]


class Ratio(NamedTuple):
    """A ratio kept as its two parts [replicates, hubs], so that hubs are pooled and not averaged."""

    top: np.ndarray
    bottom: np.ndarray


@dataclass(frozen=True)
class Measure:
    """One outcome of a run: what a finished replicate is asked, of each hub and of all hubs together.

    Attributes:
        name: short name, as tables and files write it.
        unit: what it is counted in; 'share' for shares and for yes or no.
        kind: a number in `unit`, a share between 0 and 1, or yes (1) or no (0).
        total: how hubs make one value for all: their sum, their mean, one ratio of sums; 'town' has a value for all only, and 'apart'
            none for several hubs.
        label: how tables call it in English; other languages have their own words in `experiments/languages`.
        meaning: what it says, as an English sentence.
        compute: from the arrays of a policy (`Results.stack`) its values, [replicates, hubs], or the two parts of a ratio.
        better: 1 when more is better, -1 when less is, 0 when it depends on who asks.
        headline: whether the short tables show it.
        scenario_only: whether no fact at hand can check it, so that it compares scenarios and forecasts nothing.
        age: the month of life it looks at, None for the whole run.
        series: the monthly series it reads in that month, None for any other.

    Example:
        >>> measure = MEASURES["desk_use_24"]
        >>> measure.unit, measure.kind, measure.total, measure.better, measure.age
        ('share', 'share', 'mean', 1, 24)
    """

    name: str
    unit: str
    kind: Kind
    total: Total
    label: str
    meaning: str
    compute: Callable[[Stack], np.ndarray | Ratio]
    better: int = 0
    headline: bool = False
    scenario_only: bool = False
    age: int | None = None
    series: Series | None = None
