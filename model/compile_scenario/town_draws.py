"""How far the figures of a town may be off (ODD §5.1), drawn for each replicate by the place's own key.

A municipality whose professionals, remote workers, firms or mean income are estimated has other true numbers than the estimate. By how
much is unknown, so replicates differ by it as they do by what no file states of a hub. The error of the province, which a town and its
surroundings share, is drawn once for all of them. Figures that a scenario states, and those of the shipped towns, are never drawn.
"""

import math
from dataclasses import replace
from typing import Final

import numpy as np

from model.draws import TOWN_FIGURE, lognormal, uniforms
from model.territory import OVERRIDABLE, Place, Territory

_COUNTED: Final = ("professionals", "remote_workers", "firms")  # in the order of `Place.usual`
_PER_TOWN: Final = 8  # codes of places


def drawn(land: Territory, seed: int) -> Territory:
    """The territory of one replicate: the same where no figure has an error.

    Args:
        land: with the figures as they are known.
        seed: of the replicate.
    """
    if not any(place.errors for place in land.places):
        return land
    places = tuple(_drawn(place, seed) if place.errors else place for place in land.places)
    systems = [list(system) for system in land.systems]
    for place in places:
        systems[land.towns.index(place.town)][place.ring] = place.usual
    return replace(land, places=places, systems=tuple(map(tuple, systems)))


def _drawn(place: Place, seed: int) -> Place:
    factors = {name: _factor(place, number, seed) for number, name in enumerate(OVERRIDABLE)}
    figures = {name: round(getattr(place, name) * factors[name]) for name in _COUNTED}
    usual = [round(number * factors[name]) for number, name in zip(place.usual, _COUNTED, strict=True)]
    income = place.mean_income_eur * factors["mean_income_eur"]
    return replace(place, **figures, mean_income_eur=income, usual=(usual[0], usual[1], usual[2]))


def _factor(place: Place, number: int, seed: int) -> float:
    """By how much a figure is off: a log-normal multiple of mean 1 for the place, times one for the town and all around it."""
    error, shared = place.errors[number]
    town = place.code // _PER_TOWN * _PER_TOWN
    own = math.sqrt(max(0.0, error**2 - shared**2))
    u, v, _, _ = uniforms(np.uint64(seed), TOWN_FIGURE, number, place.code, 0)
    a, b, _, _ = uniforms(np.uint64(seed), TOWN_FIGURE, number, town, 1)
    return float(lognormal(_log_sd(own), u, v) * lognormal(_log_sd(shared), a, b))


def _log_sd(error: float) -> float:
    """The spread of the logarithm of a log-normal multiple that has this relative standard error."""
    return math.sqrt(math.log1p(error**2))
