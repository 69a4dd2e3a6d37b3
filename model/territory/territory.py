"""The territory of a run (ODD §5.1): its towns and, around each, the rings of municipalities within the catchment."""

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from model.territory.rings import BAND_MINUTES, Ring, rings
from model.territory.towns import TOWNS, Town

_KM_PER_DEGREE: Final = math.pi / 180.0 * 6371.0
PLACES_PER_TOWN: Final = 8  # codes reserved for a town: itself, six rings, one spare
OVERRIDABLE: Final = ("residents", "professionals", "remote_workers", "firms", "mean_income_eur")
# The point from which kilometres east and north are counted, the same in every run so that people stand where they stand: Milan.
ORIGIN: Final = (TOWNS["milano"].latitude.value, TOWNS["milano"].longitude.value)


@dataclass(frozen=True)
class Place:
    """A town, or one ring of municipalities around it: where people and firms are created.

    `usual` are the published numbers of professionals, remote workers and firms, whatever the run overrides or leaves to a
    nearer town; the contact network uses them as its yardstick, so that one more agent changes nobody else's contacts.
    """

    code: int
    town: str
    name: str
    ring: int  # 0 for the town itself
    lat: float
    lon: float
    x_km: float  # of the town's centre, east of the territory's origin
    y_km: float
    km_low: float
    km_high: float
    residents: int
    professionals: int
    remote_workers: int
    firms: int
    mean_income_eur: float
    minutes_to_milan: float
    road_factor: float
    usual: tuple[int, int, int]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Agents by kind, in the order of `names.KINDS`."""
        return self.professionals, self.remote_workers, self.firms


@dataclass(frozen=True)
class Territory:
    """Towns and places of a run. Positions in `towns` and `places` are what `People.town` and `People.place` hold.

    `systems` tells, for each town, the published numbers of agents by kind of every place where its people have contacts, by the place's
    `ring`: the town with its rings, whether they are in the run or not.
    """

    towns: tuple[str, ...]
    places: tuple[Place, ...]
    catchment_minutes: float
    systems: tuple[tuple[tuple[int, int, int], ...], ...]
    origin: tuple[float, float] = ORIGIN

    def position(self, town: str, km_east: float = 0.0, km_north: float = 0.0) -> tuple[float, float]:
        """Kilometres east and north of the origin of a point given by its offset from a town's centre."""
        x_km, y_km = plane(TOWNS[town].latitude.value, TOWNS[town].longitude.value)
        return x_km + km_east, y_km + km_north

    @cached_property
    def road_factor(self) -> np.ndarray:
        """Slowness of the roads of each place (float64), as `reach` wants it."""
        factors = np.array([place.road_factor for place in self.places], dtype=np.float64)
        factors.setflags(write=False)
        return factors


def territory(towns: Sequence[str], catchment_minutes: float = 30.0,
              overrides: Mapping[str, Mapping[str, float]] | None = None) -> Territory:
    """The places of a run.

    Args:
        towns: keys of `TOWNS`, in the order the run reports them.
        catchment_minutes: rings up to this many road minutes from a town's centre belong to it; bands are of five minutes, so
            the value counts rounded down to 15, 20 ... 40; below 15 there is no ring.
        overrides: by town, figures of the town itself (not of its rings) to use instead of the published ones.

    Raises:
        ValueError: no town, unknown or repeated towns, or overrides that name another town or figure, or a negative value.
    """
    changes = overrides or {}
    _check(towns, changes)
    places: list[Place] = []
    for key in towns:
        places.append(_town_place(TOWNS[key], changes.get(key, {})))
        usual = rings(key)
        for own, full in zip(rings(key, towns), usual, strict=True):
            if own.upper_min <= catchment_minutes and own.residents.value > 0:
                places.append(_ring_place(TOWNS[key], own, full))
    systems = tuple((_usual(TOWNS[key]), *map(_usual, rings(key))) for key in towns)
    return Territory(tuple(towns), tuple(places), float(catchment_minutes), systems)


def _check(towns: Sequence[str], overrides: Mapping[str, Mapping[str, float]]) -> None:
    """Raises `ValueError` naming everything that is wrong with the request."""
    problems = [] if towns else ["at least one town is needed"]
    for key in towns:
        if key not in TOWNS:
            near = difflib.get_close_matches(key, TOWNS, n=1)
            problems.append(f"{key}: no such town" + (f", did you mean {near[0]}?" if near else f" (known: {', '.join(TOWNS)})"))
    problems += [f"{key}: named twice" for key in sorted({key for key in towns if list(towns).count(key) > 1})]
    for key, figures in overrides.items():
        if key not in towns:
            problems.append(f"overrides: {key} is not a town of this run")
        for name, value in figures.items():
            if name not in OVERRIDABLE:
                problems.append(f"overrides: {key}.{name} cannot be overridden (known: {', '.join(OVERRIDABLE)})")
            elif not (math.isfinite(value) and value >= 0):
                problems.append(f"overrides: {key}.{name} is {value}, expected a number from 0 up")
    if problems:
        raise ValueError("; ".join(problems))


def plane(latitude: float, longitude: float) -> tuple[float, float]:
    """Equirectangular kilometres of a point from the origin; distances near a town are exact, across Lombardy within 1.5 %."""
    north = (latitude - ORIGIN[0]) * _KM_PER_DEGREE
    east = (longitude - ORIGIN[1]) * _KM_PER_DEGREE * math.cos(math.radians(ORIGIN[0]))
    return east, north


def _town_place(town: Town, changes: Mapping[str, float]) -> Place:
    figures = {name: changes.get(name, getattr(town, name).value) for name in OVERRIDABLE}
    x_km, y_km = plane(town.latitude.value, town.longitude.value)
    return Place(
        code=town.code * PLACES_PER_TOWN, town=town.key, name=town.name, ring=0, lat=town.latitude.value, lon=town.longitude.value,
        x_km=x_km, y_km=y_km, km_low=0.0, km_high=0.0, residents=round(figures["residents"]), professionals=round(figures["professionals"]),
        remote_workers=round(figures["remote_workers"]), firms=round(figures["firms"]), mean_income_eur=float(figures["mean_income_eur"]),
        minutes_to_milan=town.minutes_to_milan.value, road_factor=town.road_factor.value, usual=_usual(town),
    )


def _ring_place(town: Town, own: Ring, full: Ring) -> Place:
    x_km, y_km = plane(town.latitude.value, town.longitude.value)
    lower = BAND_MINUTES[own.number - 2] if own.number > 1 else 0
    return Place(
        code=town.code * PLACES_PER_TOWN + own.number, town=town.key, name=f"{town.name} {lower}-{own.upper_min} min", ring=own.number,
        lat=town.latitude.value, lon=town.longitude.value, x_km=x_km, y_km=y_km, km_low=own.km_low, km_high=own.km_high,
        residents=round(own.residents.value), professionals=round(own.professionals.value), remote_workers=round(own.remote_workers.value),
        firms=round(own.firms.value), mean_income_eur=own.mean_income_eur.value, minutes_to_milan=town.minutes_to_milan.value,
        road_factor=town.road_factor.value, usual=_usual(full),
    )


def _usual(source: Town | Ring) -> tuple[int, int, int]:
    return round(source.professionals.value), round(source.remote_workers.value), round(source.firms.value)


def usual_counts(town: str) -> np.ndarray:
    """Published numbers of agents of a town and its six rings by kind: int64[7, 3], whatever the catchment of the run."""
    return np.array(territory([town]).systems[0], dtype=np.int64)
