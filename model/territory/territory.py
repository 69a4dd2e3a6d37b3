"""The territory of a run (ODD §5.1): its towns and, around each, the rings of municipalities within the catchment."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from model.territory.atlas import ITALY, Atlas
from model.territory.gazetteer import canonical, unknown_town
from model.territory.metropolis import FURTHEST_DAILY_MIN
from model.territory.municipal import CODES, FIRST_CODE
from model.territory.rings import BAND_MINUTES, Ring
from model.territory.towns import TOWNS, Settlement

_KM_PER_DEGREE: Final = math.pi / 180.0 * 6371.0
PLACES_PER_TOWN: Final = 8  # codes reserved for a town: itself, six rings, one spare
MAX_TOWNS: Final = 200
OVERRIDABLE: Final = ("residents", "professionals", "remote_workers", "firms", "mean_income_eur")
FAR_KM: Final = 10_000.0  # between places without a position
# From where kilometres east and north are counted: Milan in every run with a shipped town, so that people stand where they stand.
ORIGIN: Final = (TOWNS["milano"].latitude.value, TOWNS["milano"].longitude.value)

_Overrides = tuple[tuple[str, tuple[tuple[str, float], ...]], ...]  # by town


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
    minutes_to_metropolis: float
    road_factor: float
    usual: tuple[int, int, int]
    errors: tuple[tuple[float, float], ...] = ()  # of `OVERRIDABLE`: one standard error, and what of it the town and its rings share

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
    settlements: tuple[Settlement, ...] = ()
    rings: tuple[tuple[Ring, ...], ...] = ()  # of each town, those of people in the run or not

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once: worlds are looked up by their territory."""
        return hash(tuple(getattr(self, field.name) for field in fields(self)))

    def town(self, key: str) -> Settlement:
        """A town of the run by its key."""
        return self.settlements[self.towns.index(key)]

    def position(self, town: str, km_east: float = 0.0, km_north: float = 0.0) -> tuple[float, float]:
        """Kilometres east and north of the origin of a point given by its offset from the centre of a town, of the run or another."""
        centre = next(((place.x_km, place.y_km) for place in self.places if place.town == town and place.ring == 0), None)
        if centre is None:
            other = ITALY.town(town)
            centre = plane(other.latitude.value, other.longitude.value, self.origin)
        return centre[0] + km_east, centre[1] + km_north

    @cached_property
    def road_factor(self) -> np.ndarray:
        """Slowness of the roads of each place (float64), as `reach` wants it."""
        factors = np.array([place.road_factor for place in self.places], dtype=np.float64)
        factors.setflags(write=False)
        return factors


def territory(towns: Sequence[str], catchment_minutes: float = 30.0,
              overrides: Mapping[str, Mapping[str, float]] | None = None, atlas: Atlas = ITALY) -> Territory:
    """The places of a run.

    Args:
        towns: their keys (`gazetteer.canonical`), in the order the run reports them.
        catchment_minutes: rings up to this many road minutes from a town's centre belong to it; bands are of five minutes, so
            the value counts rounded down to 15, 20 ... 40; below 15 there is no ring.
        overrides: by town, figures of the town itself (not of its rings) to use instead of the published ones.
        atlas: the towns there are, with their surroundings.

    Raises:
        ValueError: no town, unknown or repeated towns, or overrides that name another town or figure, or a negative value.
    """
    changes = tuple((town, tuple(figures.items())) for town, figures in (overrides or {}).items())
    return _territory(tuple(towns), float(catchment_minutes), changes, atlas)


@lru_cache(maxsize=16)  # a study asks for the same under every policy and set of parameters
def _territory(towns: tuple[str, ...], catchment_minutes: float, overrides: _Overrides, atlas: Atlas) -> Territory:
    changes = {town: dict(figures) for town, figures in overrides}
    _check(towns, changes, atlas)
    settlements = tuple(atlas.town(key) for key in towns)
    origin = _origin(settlements)
    codes, centres = _codes(settlements), _centres(settlements, origin)
    places: list[Place] = []
    own_rings = tuple(atlas.rings(key, towns) for key in towns)
    usual_rings = tuple(atlas.rings(key) for key in towns)
    for town, code, centre, own, usual in zip(settlements, codes, centres, own_rings, usual_rings, strict=True):
        places.append(_town_place(town, code, centre, changes.get(town.key, {})))
        for ring, full in zip(own, usual, strict=True):
            if ring.upper_min <= catchment_minutes and ring.residents.value > 0:
                places.append(_ring_place(town, code, centre, ring, full))
    systems = tuple((_usual(town), *map(_usual, usual)) for town, usual in zip(settlements, usual_rings, strict=True))
    return Territory(towns, tuple(places), catchment_minutes, systems, origin, settlements, own_rings)


def _codes(settlements: Sequence[Settlement]) -> list[int]:
    """The number of each town; where two would have the same, the later one takes the next that is free."""
    codes: list[int] = []
    for town in settlements:
        code = town.code
        while code in codes:
            code = FIRST_CODE + (code - FIRST_CODE + 1) % CODES
        codes.append(code)
    return codes


def _origin(settlements: Sequence[Settlement]) -> tuple[float, float]:
    """Latitude and longitude from where kilometres are counted: Milan, or the first town where none is shipped."""
    known = [town for town in settlements if town.has_position]
    if not known or any(town.key in TOWNS for town in known):
        return ORIGIN
    return known[0].latitude.value, known[0].longitude.value


def _centres(settlements: Sequence[Settlement], origin: tuple[float, float]) -> list[tuple[float, float]]:
    """Kilometres of each town from the origin. Who has no position is far from all."""
    return [
        plane(town.latitude.value, town.longitude.value, origin) if town.has_position else (FAR_KM * number, 0.0)
        for number, town in enumerate(settlements, 1)
    ]


def _check(towns: Sequence[str], overrides: Mapping[str, Mapping[str, float]], atlas: Atlas) -> None:
    """Raises `ValueError` naming everything that is wrong with the request."""
    problems = [] if towns else ["at least one town is needed"]
    if len(towns) > MAX_TOWNS:
        problems.append(f"{len(towns)} towns; at most {MAX_TOWNS} in one run")
    own = [place.key for place in atlas.places]
    wrong = [key for key in towns if key not in own and canonical(key) != key]
    problems += [f"'{key}': write '{known}'" if (known := canonical(key)) else unknown_town(key, own) for key in wrong]
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


def plane(latitude: float, longitude: float, origin: tuple[float, float] = ORIGIN) -> tuple[float, float]:
    """Equirectangular kilometres of a point from the origin; distances near a town are exact, across Lombardy within 1.5 %."""
    north = (latitude - origin[0]) * _KM_PER_DEGREE
    east = (longitude - origin[1]) * _KM_PER_DEGREE * math.cos(math.radians(origin[0]))
    return east, north


def degrees(east_km: float, north_km: float, origin: tuple[float, float] = ORIGIN) -> tuple[float, float]:
    """Latitude and longitude of a point given in kilometres from the origin: the inverse of `plane`."""
    return origin[0] + north_km / _KM_PER_DEGREE, origin[1] + east_km / (_KM_PER_DEGREE * math.cos(math.radians(origin[0])))


def daily_minutes(town: Settlement) -> float:
    """Minutes to the metropolis for those who go there; infinite where nobody goes daily. The shipped towns keep the way to Milan."""
    minutes = town.minutes_to_metropolis.value
    return minutes if minutes <= FURTHEST_DAILY_MIN or town is TOWNS.get(town.key) else math.inf


def _town_place(town: Settlement, code: int, centre: tuple[float, float], changes: Mapping[str, float]) -> Place:
    figures = {name: changes.get(name, getattr(town, name).value) for name in OVERRIDABLE}
    x_km, y_km = centre
    return Place(
        code=code * PLACES_PER_TOWN, town=town.key, name=town.name, ring=0, lat=town.latitude.value, lon=town.longitude.value,
        x_km=x_km, y_km=y_km, km_low=0.0, km_high=0.0, residents=round(figures["residents"]), professionals=round(figures["professionals"]),
        remote_workers=round(figures["remote_workers"]), firms=round(figures["firms"]), mean_income_eur=float(figures["mean_income_eur"]),
        minutes_to_metropolis=daily_minutes(town), road_factor=town.road_factor.value, usual=_usual(town), errors=_errors(town, changes),
    )


def _ring_place(town: Settlement, code: int, centre: tuple[float, float], own: Ring, full: Ring) -> Place:
    x_km, y_km = centre
    lower = BAND_MINUTES[own.number - 2] if own.number > 1 else 0
    return Place(
        code=code * PLACES_PER_TOWN + own.number, town=town.key, name=f"{town.name} {lower}-{own.upper_min} min", ring=own.number,
        lat=town.latitude.value, lon=town.longitude.value, x_km=x_km, y_km=y_km, km_low=own.km_low, km_high=own.km_high,
        residents=round(own.residents.value), professionals=round(own.professionals.value), remote_workers=round(own.remote_workers.value),
        firms=round(own.firms.value), mean_income_eur=own.mean_income_eur.value, minutes_to_metropolis=daily_minutes(town),
        road_factor=town.road_factor.value, usual=_usual(full), errors=_errors(own, {}),
    )


def _errors(source: Settlement | Ring, changes: Mapping[str, float]) -> tuple[tuple[float, float], ...]:
    """The errors of a place's figures, none for what the scenario states; nothing where no figure has one."""
    figures = [(name, getattr(source, name)) for name in OVERRIDABLE]
    errors = tuple((0.0, 0.0) if name in changes else (figure.error, figure.shared) for name, figure in figures)
    return errors if any(error for error, _ in errors) else ()


def _usual(source: Settlement | Ring) -> tuple[int, int, int]:
    return round(source.professionals.value), round(source.remote_workers.value), round(source.firms.value)


def usual_counts(town: str) -> np.ndarray:
    """Published numbers of agents of a town and its six rings by kind: int64[7, 3], whatever the catchment of the run."""
    return np.array(territory([town]).systems[0], dtype=np.int64)
