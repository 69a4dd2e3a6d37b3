"""Rings around any point of Italy (ODD §5.1): its municipalities by road minutes, each counted with its own figures.

The seats of provinces are in no ring. A municipality that is nearer to another town of the run is left to that one.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from model.territory.figure import Figure
from model.territory.gazetteer import canonical, municipality
from model.territory.italy import Municipality, is_seat, municipalities
from model.territory.municipal import estimates
from model.territory.rings import BAND_MINUTES, RING_SOURCES, Ring, kilometres
from model.territory.taxes import Taxes
from model.territory.towns import Settlement
from model.territory.travel import air_km, km_within, road_minutes

_COUNTED: Final = ("professionals", "remote_workers", "firms")
_LEEWAY_KM: Final = 2.0  # centres of shipped towns are not those of the tables
_KM_PER_DEGREE: Final = 111.0  # of latitude, a little less than it is

Point = tuple[float, float]
Figures = Callable[[Municipality], Mapping[str, Figure]]


class Neighbour(NamedTuple):
    """A municipality around a town."""

    one: Municipality
    km: float
    band: int  # 1 is the innermost
    nearer: bool  # to another town of the run


def neighbours(town: Settlement, others: Sequence[Point] = (), without: str | None = None) -> list[Neighbour]:
    """The municipalities within 40 minutes of a town.

    Args:
        town: its position and roads count.
        others: latitude and longitude of other towns of the run.
        without: code of the municipality that is the town itself.
    """
    latitude, longitude, factor = town.latitude.value, town.longitude.value, town.road_factor.value
    degrees = km_within(BAND_MINUTES[-1], factor) / _KM_PER_DEGREE
    wide = degrees / math.cos(math.radians(latitude))
    found = []
    for one in municipalities().values():
        if abs(one.latitude - latitude) > degrees or abs(one.longitude - longitude) > wide or one.code == without:
            continue
        km = air_km(latitude, longitude, one.latitude, one.longitude)
        minutes = road_minutes(km, factor)
        if minutes <= BAND_MINUTES[-1] and not is_seat(one):
            band = 1 + sum(minutes > bound for bound in BAND_MINUTES)
            nearer = any(air_km(*point, one.latitude, one.longitude) < km for point in others)
            found.append(Neighbour(one, km, band, nearer))
    return found


def rings_around(town: Settlement, around: Sequence[Neighbour], figures: Figures) -> tuple[Ring, ...]:
    """The six rings of a town, of those municipalities that are not nearer to another."""
    nearest = min((one.km for one in around if one.band == 1), default=0.0)
    return tuple(
        _ring(town, number, nearest, [(one.one, figures(one.one)) for one in around if one.band == number and not one.nearer])
        for number in range(1, len(BAND_MINUTES) + 1)
    )


def _ring(town: Settlement, number: int, nearest_km: float, parts: Sequence[tuple[Municipality, Mapping[str, Figure]]]) -> Ring:
    residents = sum(one.residents for one, _ in parts)
    income = sum(one.residents * known["mean_income_eur"].value for one, known in parts)
    year, source, measured, note = RING_SOURCES["mean_income_eur"]
    km_low, km_high = kilometres(town, number, nearest_km)
    return Ring(
        town.key, number, BAND_MINUTES[number - 1], km_low, km_high,
        municipalities=Figure(float(len(parts)), *RING_SOURCES["municipalities"]),
        residents=Figure(float(residents), *RING_SOURCES["residents"]),
        mean_income_eur=Figure(round(income / residents) if residents else town.mean_income_eur.value, year, source, measured, note),
        **{name: _sum([known[name] for _, known in parts], name) for name in _COUNTED},
    )  # fmt: skip


def _sum(parts: Sequence[Figure], name: str) -> Figure:
    """A sum of estimates: what they share stays, what each errs by itself evens out."""
    year, source, _, _ = RING_SOURCES[name]
    total = max(1.0, sum(part.value for part in parts))
    shared = sum(part.value * part.shared for part in parts) / total
    own = math.sqrt(sum(part.value**2 * (part.error**2 - part.shared**2) for part in parts)) / total
    error = math.hypot(shared, own)
    value = float(round(sum(part.value for part in parts)))
    return Figure(value, parts[0].year if parts else year, source, False, f"±{100 * error:.0f} %", error, shared)


def figures_with(taxes: Mapping[str, Taxes]) -> Figures:
    """The figures of a municipality, where the ministry's file speaks with it."""
    return lambda one: estimates(one, taxes.get(one.code))


def in_reach(towns: Sequence[str], points: Sequence[Point] = ()) -> frozenset[str]:
    """Codes of the municipalities that are these towns, or within 40 minutes of one of them or of a point, seats of provinces too."""
    own = [municipality(key) for town in towns if (key := canonical(town))]
    centres = [*((one.latitude, one.longitude) for one in own), *points]
    reach = km_within(BAND_MINUTES[-1]) + _LEEWAY_KM
    near = {one.code for one in municipalities().values() for point in centres if _near(point, one, reach)}
    return frozenset(near | {one.code for one in own})


def _near(point: Point, one: Municipality, km: float) -> bool:
    return abs(point[0] - one.latitude) * _KM_PER_DEGREE <= km and air_km(*point, one.latitude, one.longitude) <= km
