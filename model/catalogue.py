"""What an entry of the parameter catalogue is. The entries themselves stand in `model/parameters.py`."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Evidence = Literal["measured", "survey", "expert", "promotional", "assumed"]


@dataclass(frozen=True)
class Prior:
    """Prior distribution of a scalar parameter for sweeps and calibration.

    `shape` is 'uniform' or 'loguniform' over [low, high], or 'fixed'; `mass_at_zero` is the probability that the parameter is
    exactly zero (a null effect stays possible), the rest following the shape.
    """

    shape: Literal["uniform", "loguniform", "fixed"] = "uniform"
    mass_at_zero: float = 0.0


@dataclass(frozen=True)
class Parameter:
    """One number of the model, with what supports it.

    `low`–`high` is the plausible range (outside: a warning); `hard_low`–`hard_high` is where the model means anything
    (outside: an error). `section` names the submodel it acts in; `symbol` is how the protocol writes it.
    """

    name: str
    symbol: str
    unit: str
    default: float
    low: float
    high: float
    evidence: Evidence
    source: str
    section: str
    meaning: str
    prior: Prior = Prior()
    hard_low: float = 0.0
    hard_high: float = float("inf")


@dataclass(frozen=True)
class Table:
    """A small table of numbers (by field, size class, operator ...) that the model reads as one object."""

    name: str
    unit: str
    default: np.ndarray
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    evidence: Evidence
    source: str
    section: str
    meaning: str
