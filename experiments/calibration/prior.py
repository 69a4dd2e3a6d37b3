"""The free parameters on the unit cube: every prior is uniform there, mass at zero and logarithms included."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from experiments.sweeps.design.factors import Factor
from model.catalogue import Parameter
from model.parameters import CATALOGUE


def is_free(entry: Parameter) -> bool:
    """Whether a parameter has a prior to draw from."""
    return entry.prior.shape != "fixed" and entry.low < entry.high


FREE: Final[tuple[str, ...]] = tuple(name for name, entry in CATALOGUE.items() if is_free(entry))
"""The free parameters, in the order of the catalogue."""


def _factor(name: str) -> Factor:
    entry = CATALOGUE[name]
    scale = "log" if entry.prior.shape == "loguniform" else "uniform"
    return Factor(name, low=entry.low, high=entry.high, scale=scale, mass_at_zero=entry.prior.mass_at_zero)


_FACTORS: Final = {name: _factor(name) for name in FREE}


def values_at(unit: Sequence[float] | np.ndarray, names: Sequence[str] = FREE) -> dict[str, float]:
    """The parameters at a point of the cube.

    Args:
        unit: float[names] between 0 and 1.
        names: the free parameters that the point speaks of.
    """
    return {name: float(_FACTORS[name].at(np.array([position]))[0]) for name, position in zip(names, unit, strict=True)}


def position_of(values: Mapping[str, float], names: Sequence[str] = FREE) -> np.ndarray:
    """The point of the cube at which parameters have these values; what has a mass at zero lies in its middle there."""
    found = []
    for name in names:
        entry, value = CATALOGUE[name], values[name]
        zero = entry.prior.mass_at_zero
        if zero and value == 0.0:
            found.append(zero / 2)
            continue
        if entry.prior.shape == "loguniform":
            share = np.log(value / entry.low) / np.log(entry.high / entry.low)
        else:
            share = (value - entry.low) / (entry.high - entry.low)
        found.append(zero + (1 - zero) * share)
    return np.clip(np.array(found, dtype=float), 0.0, 1.0)


def reflected(unit: np.ndarray) -> np.ndarray:
    """A step beyond the cube folded back into it, so that steps there and back are as likely."""
    folded = np.mod(unit, 2.0)
    return np.where(folded > 1.0, 2.0 - folded, folded)
