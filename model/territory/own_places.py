"""A place that a scenario describes itself, in Italy or not: the figures are those written, and err by nothing."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from model.territory.figure import GIVEN, Figure
from model.territory.gazetteer import town_key
from model.territory.metropolis import FURTHEST_DAILY_MIN, Metropolis, metropolis_of
from model.territory.municipal import CODES, FIRST_CODE
from model.territory.rings import BAND_MINUTES, Ring, kilometres
from model.territory.towns import Settlement

_COUNTED: Final = ("residents", "professionals", "remote_workers", "firms")
_YEAR: Final = 0  # a scenario does not say it


@dataclass(frozen=True)
class OwnRing:
    """What lies around a place of one's own, up to so many minutes."""

    minutes: int
    residents: float
    professionals: float
    remote_workers: float
    firms: float
    mean_income_eur: float | None = None  # None: as in the place


@dataclass(frozen=True)
class OwnPlace:
    """A place of one's own. Without a position it lies away from everything else, and what surrounds it is what `rings` say."""

    name: str
    residents: float
    professionals: float
    remote_workers: float
    firms: float
    mean_income_eur: float
    latitude: float | None = None
    longitude: float | None = None
    minutes_to_metropolis: float | None = None  # None: by the position; without one, nobody commutes there daily
    metropolis_income_eur: float | None = None
    road_factor: float = 1.0
    rings: tuple[OwnRing, ...] | None = None  # None: the municipalities around the position

    @property
    def key(self) -> str:
        """What towns and hubs call it."""
        return town_key(self.name)

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


def _given(value: float) -> Figure:
    return Figure(float(value), _YEAR, GIVEN, True)


def settlement_of(place: OwnPlace) -> Settlement:
    """A place of one's own as a settlement."""
    city, minutes = _metropolis(place)
    latitude, longitude = place.position or (0.0, 0.0)
    return Settlement(
        key=place.key, code=FIRST_CODE + zlib.crc32(place.key.encode()) % CODES, name=place.name,
        latitude=_given(latitude), longitude=_given(longitude), mean_income_eur=_given(place.mean_income_eur),
        minutes_to_metropolis=_given(minutes), road_factor=_given(place.road_factor),
        metropolis=city.name if city else "", metropolis_income_eur=_income(place, city),
        has_position=place.position is not None,
        **{name: _given(getattr(place, name)) for name in _COUNTED},
    )  # fmt: skip


def _metropolis(place: OwnPlace) -> tuple[Metropolis | None, float]:
    stated = place.minutes_to_metropolis
    if place.position is None:
        return None, FURTHEST_DAILY_MIN + 1.0 if stated is None else stated
    city, minutes = metropolis_of(*place.position, road_factor=place.road_factor)
    return city, float(round(minutes)) if stated is None else stated


def _income(place: OwnPlace, city: Metropolis | None) -> float:
    if place.metropolis_income_eur is not None:
        return place.metropolis_income_eur
    return city.mean_income_eur if city else place.mean_income_eur


def rings_of(place: OwnPlace, town: Settlement) -> tuple[Ring, ...]:
    """The six rings that a place states, empty where it states none."""
    stated: Mapping[int, OwnRing] = {ring.minutes: ring for ring in place.rings or ()}
    rings = []
    for number, minutes in enumerate(BAND_MINUTES, 1):
        ring = stated.get(minutes) or OwnRing(minutes, 0.0, 0.0, 0.0, 0.0)
        low, high = kilometres(town, number, 0.0)
        income = place.mean_income_eur if ring.mean_income_eur is None else ring.mean_income_eur
        counts = {name: _given(getattr(ring, name)) for name in _COUNTED}
        rings.append(Ring(town.key, number, minutes, low, high, municipalities=None, mean_income_eur=_given(income), **counts))
    return tuple(rings)
