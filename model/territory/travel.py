"""Distances and travel minutes. One rule (E6 of `docs/territory.md`) for rings, towns and the way to a hub."""

import math
from collections.abc import Mapping

from model.parameters import CATALOGUE
from model.territory.towns import TOWNS, Settlement

_EARTH_RADIUS_KM = 6371.0
_DEFAULTS: Mapping[str, float] = {name: CATALOGUE[name].default for name in
                                  ("access_min", "road_detour", "road_speed_min", "road_speed_per_km", "road_speed_max")}


def air_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Great-circle distance in km between two points given in degrees."""
    a, b = math.radians(latitude_a), math.radians(latitude_b)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(longitude_b - longitude_a) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def road_minutes(km: float, road_factor: float = 1.0, parameters: Mapping[str, float] = _DEFAULTS) -> float:
    """Door-to-door minutes by road over an air distance of `km`; slow roads multiply the travelled part by `road_factor`."""
    speed = min(max(parameters["road_speed_min"] + parameters["road_speed_per_km"] * km, parameters["road_speed_min"]),
                parameters["road_speed_max"])
    return parameters["access_min"] + 60.0 * parameters["road_detour"] * km / speed * road_factor


def km_within(minutes: float, road_factor: float = 1.0, parameters: Mapping[str, float] = _DEFAULTS) -> float:
    """Air distance in km reached in so many door-to-door minutes: the inverse of `road_minutes`."""
    travel_hours = (minutes - parameters["access_min"]) / 60.0 / road_factor
    if travel_hours <= 0.0:
        return 0.0
    detour, gained = parameters["road_detour"], travel_hours * parameters["road_speed_per_km"]
    fastest = travel_hours * parameters["road_speed_max"] / detour
    if gained >= detour:
        return fastest
    rising = travel_hours * parameters["road_speed_min"] / (detour - gained)
    return min(rising, fastest)


def minutes_between(a: str, b: str, parameters: Mapping[str, float] = _DEFAULTS) -> float:
    """Door-to-door minutes by road between two towns given by key; within a town, the access time alone.

    The slower of the two ends' roads counts for the whole way, as for whoever leaves Sondrio's valley. Raises `KeyError` for
    an unknown town.
    """
    return road_minutes(km_between(TOWNS[a], TOWNS[b]), max(TOWNS[a].road_factor.value, TOWNS[b].road_factor.value), parameters)


def km_between(a: Settlement, b: Settlement) -> float:
    """Air distance in km between the centres of two towns."""
    return air_km(a.latitude.value, a.longitude.value, b.latitude.value, b.longitude.value)


def minutes_to_milan(town: str) -> float:
    """Door-to-door minutes from a town to Milan by the usual way (train where there is one)."""
    return TOWNS[town].minutes_to_metropolis.value
