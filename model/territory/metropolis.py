"""The metropolis of a place (ODD §6): the metropolitan city where its employees may have their office, and where who leaves goes.

Nearest by road minutes; but a city with at least twice its residents that is at most a quarter of an hour further draws more. On
Sardinia only Cagliari is in reach, on Sicily the three of the island, on the mainland all others.
"""

from functools import cache
from typing import Final, NamedTuple

from model.territory.italy import municipalities, provinces
from model.territory.travel import air_km, road_minutes

FURTHEST_DAILY_MIN: Final = 90.0  # beyond, nobody commutes there daily
TWICE: Final = 2.0
LITTLE_FURTHER_MIN: Final = 15.0

_ISLANDS: Final = {"Sardegna": ("092009",), "Sicilia": ("082053", "083048", "087015")}
_MAINLAND: Final = ("001272", "010025", "015146", "027042", "037006", "048017", "058091", "063049", "072006", "080063")
_MESTRE: Final = (45.4917, 12.2454)  # where Venice's offices are (GeoNames)


class Metropolis(NamedTuple):
    """A metropolitan city."""

    name: str
    latitude: float
    longitude: float
    residents: int
    mean_income_eur: float  # gross a year, per taxpayer


@cache
def _city(code: str) -> Metropolis:
    one = municipalities()[code]
    latitude, longitude = _MESTRE if one.name == "Venezia" else (one.latitude, one.longitude)
    return Metropolis(one.name, latitude, longitude, one.residents, provinces()[one.province].capital["mean_income"])


def metropolis_of(latitude: float, longitude: float, region: str = "", road_factor: float = 1.0) -> tuple[Metropolis, float]:
    """The metropolis of a point of Italy and the door-to-door minutes there by road (estimate E6).

    Args:
        latitude: of the point.
        longitude: of the point.
        region: the region of Italy it is in; '' counts as the mainland.
        road_factor: slowness of the roads of the point.
    """
    cities = [_city(code) for code in _ISLANDS.get(region, _MAINLAND)]
    minutes = [road_minutes(air_km(latitude, longitude, city.latitude, city.longitude), road_factor) for city in cities]
    ways = sorted(zip(minutes, cities, strict=True))
    nearest, city = ways[0]
    larger = [way for way in ways if way[0] <= nearest + LITTLE_FURTHER_MIN and way[1].residents >= TWICE * city.residents]
    minutes_there, chosen = max(larger, key=lambda way: way[1].residents, default=ways[0])
    return chosen, minutes_there
