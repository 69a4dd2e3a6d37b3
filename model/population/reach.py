"""Who could travel to which hub, and in how many minutes (ODD §5.4)."""

import math
from typing import NamedTuple

import numpy as np

from model.columns import People, Reach
from model.compiled import compiled, entry
from model.parameters import Parameters


class RoadParameters(NamedTuple):
    """The catalogue's numbers of the road (rule E6)."""

    reach_max_min: float
    road_detour: float
    road_speed_min: float
    road_speed_per_km: float
    road_speed_max: float


def reach(people: People, hub_xy: np.ndarray, parameters: Parameters, road_factor: np.ndarray) -> Reach:
    """Pairs of an agent and a hub it could travel to, with door-to-door minutes one way.

    Args:
        people: the synthetic population.
        hub_xy: km east and north of the territory's origin of each hub, float64[hubs, 2] (`Territory.position`).
        parameters: access and road parameters; pairs beyond `reach_max_min` are left out.
        road_factor: slowness of the roads of each place, by position in the territory (`Territory.road_factor`).

    Raises:
        ValueError: `hub_xy` is no table of two finite columns, or `road_factor` does not cover the places.
    """
    hubs = np.array(hub_xy, dtype=np.float64, order="C")  # copies: a kernel compiles again for arrays that may not be written
    factors = np.array(road_factor, dtype=np.float64)
    if hubs.ndim != 2 or hubs.shape[1] != 2 or not np.isfinite(hubs).all():
        raise ValueError("hub_xy: expected finite km east and north of each hub, one row a hub")
    if len(people.place) and len(factors) <= people.place.max():
        raise ValueError(f"road_factor: {len(factors)} values for {people.place.max() + 1} places")
    p = RoadParameters(*(parameters[name] for name in RoadParameters._fields))
    start = np.zeros(len(people.place) + 1, dtype=np.int64)
    first, near = near_lists(hubs_near_places(people.place, people.x_km, people.y_km, people.access_min, hubs, factors, p))
    # Made by numpy, which asks for large pages of memory; what is not written to takes no room.
    candidates = int(np.diff(first)[people.place].sum())
    columns = np.empty(candidates, dtype=np.int16), np.empty(candidates, dtype=np.int32), np.empty(candidates)
    where = people.x_km, people.y_km, people.access_min
    number = find_pairs(people.place, *where, hubs, factors, p, first, near, start, *columns)
    pairs = Reach(start, *(column[:number] for column in columns))
    for column in pairs:
        column.setflags(write=False)
    return pairs


@compiled
def travel_minutes(km, factor, p: RoadParameters):
    """Minutes of road over an air distance, before access."""
    speed = min(p.road_speed_min + p.road_speed_per_km * km, p.road_speed_max)
    return 60.0 * p.road_detour * km / speed * factor


@entry(arrays=True)
def hubs_near_places(place, x_km, y_km, access_min, hubs, factors, p: RoadParameters):
    """Whether anybody of a place could reach a hub, from the rectangle the place's people stand in: uint8[places, hubs]."""
    places = len(factors)
    box = np.empty((places, 5))
    box[:, 0], box[:, 1], box[:, 2], box[:, 3], box[:, 4] = np.inf, -np.inf, np.inf, -np.inf, np.inf
    for agent in range(len(place)):
        row = box[place[agent]]
        row[0], row[1] = min(row[0], x_km[agent]), max(row[1], x_km[agent])
        row[2], row[3] = min(row[2], y_km[agent]), max(row[3], y_km[agent])
        row[4] = min(row[4], access_min[agent])
    near = np.zeros((places, len(hubs)), dtype=np.uint8)
    for position in range(places):
        if box[position, 0] > box[position, 1]:
            continue  # nobody lives there
        for hub in range(len(hubs)):
            east = max(0.0, box[position, 0] - hubs[hub, 0], hubs[hub, 0] - box[position, 1])
            north = max(0.0, box[position, 2] - hubs[hub, 1], hubs[hub, 1] - box[position, 3])
            least = box[position, 4] + travel_minutes(math.sqrt(east * east + north * north), factors[position], p)
            near[position, hub] = least <= p.reach_max_min
    return near


@entry(arrays=True)
def near_lists(near):
    """The hubs marked for each place, in order, in compressed rows by place."""
    first = np.zeros(near.shape[0] + 1, dtype=np.int64)
    hub_of = np.empty(near.sum(), dtype=np.int64)
    number = 0
    for position in range(near.shape[0]):
        for hub in range(near.shape[1]):
            if near[position, hub]:
                hub_of[number] = hub
                number += 1
        first[position + 1] = number
    return first, hub_of


@entry()
def find_pairs(place, x_km, y_km, access_min, hubs, factors, p: RoadParameters, first, near, start, hub_of, agent_of, minutes_of):
    """Write compressed rows by agent into the last four; `near[first[place]:first[place + 1]]` are the hubs near a place.

    Returns how many pairs there are.
    """
    pairs = 0
    for agent in range(len(place)):
        for candidate in range(first[place[agent]], first[place[agent] + 1]):
            hub = near[candidate]
            east, north = x_km[agent] - hubs[hub, 0], y_km[agent] - hubs[hub, 1]
            km = math.sqrt(east * east + north * north)
            minutes = access_min[agent] + travel_minutes(km, factors[place[agent]], p)
            if minutes <= p.reach_max_min:
                hub_of[pairs], agent_of[pairs], minutes_of[pairs] = hub, agent, minutes
                pairs += 1
        start[agent + 1] = pairs
    return pairs
