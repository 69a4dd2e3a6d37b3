"""What a map of a scenario shows, in kilometres of the model's plane: towns, hubs under a policy, reach, and the frames to draw them in.

Reach is the model's own (ODD §5.4): whoever lives in a ring reaches a hub when its minutes over the straight distance, by the roads of the
town the ring belongs to, are no more than `reach_max_min`. So what is drawn as reach is a circle, and no real road.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from experiments.languages import Formats, own_words
from experiments.showing.boundaries import Frame
from model.compile_scenario.hubs import every_hub
from model.parameters import Parameters
from model.scenario import HubSpec, Scenario
from model.territory import BAND_MINUTES, Territory, canonical, km_within, territory
from model.territory.gazetteer import municipality

Mark = Literal["planned", "moved", "added", "may_open", "rival"]
MARKS: Final[tuple[Mark, ...]] = ("planned", "moved", "added", "may_open", "rival")
_APART_KM: Final = 50.0  # towns whose surroundings lie further apart than this are drawn in panels of their own
_MARGIN_KM: Final = 2.0
_LEAST_KM: Final = 6.0  # around a town, however little is drawn there
_WIDER: Final = 1.3  # a panel is at least so many times as wide as it is high, if there is one
_FILLED: Final = 0.8  # of a square of the width of the drawing, that several panels take together
GAP: Final = 8.0  # pixels between panels


class MappedHub(NamedTuple):
    """A hub where it stands, in km of the model's plane; `was` is where it stood before a policy moved it."""

    title: str
    town: str
    x_km: float
    y_km: float
    mark: Mark
    was: tuple[float, float] | None = None


class MappedTown(NamedTuple):
    """A town of the run.

    Attributes:
        code: ISTAT code of the municipality; None for a place that the scenario describes.
        rings: upper bound in minutes and outer radius in km of each ring that has people, the innermost first.
    """

    key: str
    name: str
    x_km: float
    y_km: float
    code: int | None
    placed: bool
    road_factor: float
    rings: tuple[tuple[int, float], ...]

    @property
    def lived_km(self) -> float:
        """How far from its centre people of the run live; 0 where there is no ring."""
        return self.rings[-1][1] if self.rings else 0.0


@dataclass(frozen=True)
class MapPlan:
    """A scenario under a policy as a map shows it."""

    origin: tuple[float, float]
    towns: tuple[MappedTown, ...]
    hubs: tuple[MappedHub, ...]
    parameters: Parameters
    catchment_minutes: float

    def reach_km(self, road_factor: float) -> float:
        """Straight distance from which a hub is in reach of whoever lives where roads are so slow."""
        return km_within(self.parameters["reach_max_min"], road_factor, self.parameters)

    @cached_property
    def factor_of(self) -> dict[str, float]:
        """Slowness of the roads of each town."""
        return {town.key: town.road_factor for town in self.towns}

    def codes_in(self, frame: Frame) -> frozenset[int]:
        """ISTAT codes of the towns in a frame."""
        return frozenset(town.code for town in self.towns if town.code is not None and frame.holds(town.x_km, town.y_km))

    def placed_in(self, frame: Frame) -> bool:
        """Whether the towns in a frame have a position on Earth."""
        return all(town.placed for town in self.towns if frame.holds(town.x_km, town.y_km))

    def frames(self, width: float) -> list[tuple[Frame, float, float]]:
        """The panels of a drawing of this width: what each shows, and where its corner is in pixels from the left and the top."""
        boxes = [_box(circles) for circles in _together([self._extent(town) for town in self.towns])]
        if len(boxes) == 1:
            boxes = [_widened(boxes[0], _WIDER)]
        scale = (width - 2.0) / max(box.width for box in boxes)
        if len(boxes) > 1:
            scale = min(scale, width * math.sqrt(_FILLED / sum(box.width * box.height for box in boxes)))
        return _placed(boxes, scale, width, self.origin)

    def _extent(self, town: MappedTown) -> "list[_Circle]":
        around = [_Circle(town.x_km, town.y_km, max(town.lived_km, _LEAST_KM))]
        own = [hub for hub in self.hubs if hub.town == town.key]
        return around + [_Circle(hub.x_km, hub.y_km, self.reach_km(town.road_factor)) for hub in own]


class _Circle(NamedTuple):
    x: float
    y: float
    km: float


class _Box(NamedTuple):
    west: float
    south: float
    width: float
    height: float


def plan_of(scenario: Scenario, policy: str, lang: str) -> MapPlan:
    """What a map of the scenario under a policy shows.

    Raises:
        ValueError: there is no such policy.
    """
    under = scenario.with_policy(policy)
    spec = under.territory
    land = territory(tuple(spec.towns), spec.catchment_minutes, atlas=spec.atlas())
    before = {hub.name: land.position(hub.town, hub.km_east, hub.km_north) for hub in every_hub(scenario)}
    own = {hub.name for hub in under.hubs}
    hubs = tuple(_hub(hub, land, before, hub.name in own, lang) for hub in every_hub(under))
    described = {place.key for place in spec.atlas().places}
    towns = tuple(_town(key, land, described, Formats(lang)) for key in land.towns)
    return MapPlan(land.origin, towns, hubs, Parameters(under.parameters), spec.catchment_minutes)


def _hub(hub: HubSpec, land: Territory, before: dict[str, tuple[float, float]], own: bool, lang: str) -> MappedHub:
    where = land.position(hub.town, hub.km_east, hub.km_north)
    was = before.get(hub.name, where)
    if not own:
        mark: Mark = "rival"
    elif hub.when_viable:
        mark = "may_open"
    elif hub.name not in before:
        mark = "added"
    else:
        mark = "planned" if was == where else "moved"
    return MappedHub(own_words(hub, "title", lang) or hub.name, hub.town, *where, mark, was if mark == "moved" else None)


def _town(key: str, land: Territory, described: set[str], formats: Formats) -> MappedTown:
    places = [place for place in land.places if place.town == key]
    settlement = land.town(key)
    known = None if key in described else canonical(key)
    rings = tuple((BAND_MINUTES[place.ring - 1], place.km_high) for place in places if place.ring > 0)
    return MappedTown(
        key, formats.capital(settlement.name), places[0].x_km, places[0].y_km, int(municipality(known).code) if known else None,
        settlement.has_position, settlement.road_factor.value, rings,
    )  # fmt: skip


def _together(extents: "Sequence[list[_Circle]]") -> "list[list[_Circle]]":
    """Extents that lie near each other joined, in the order of their first."""
    groups: list[list[_Circle]] = []
    for extent in extents:
        near = [group for group in groups if any(_near(one, other) for one in group for other in extent)]
        joined = [circle for group in near for circle in group] + extent
        position = groups.index(near[0]) if near else len(groups)
        groups = [group for group in groups if group not in near]
        groups.insert(position, joined)
    return groups


def _near(one: _Circle, other: _Circle) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) <= one.km + other.km + _APART_KM


def _box(circles: "Sequence[_Circle]") -> _Box:
    west, east = min(circle.x - circle.km for circle in circles), max(circle.x + circle.km for circle in circles)
    south, north = min(circle.y - circle.km for circle in circles), max(circle.y + circle.km for circle in circles)
    margin = _MARGIN_KM + 0.02 * (east - west)
    return _Box(west - margin, south - margin, east - west + 2.0 * margin, north - south + 2.0 * margin)


def _widened(box: _Box, ratio: float) -> _Box:
    width = max(box.width, ratio * box.height)
    return _Box(box.west - (width - box.width) / 2.0, box.south, width, box.height)


def _placed(boxes: Sequence[_Box], scale: float, width: float, origin: tuple[float, float]) -> list[tuple[Frame, float, float]]:
    """Panels in rows as high as the highest of them, each row stretched to the whole width."""
    rows: list[list[_Box]] = [[]]
    room = width - 2.0
    for box in sorted(boxes, key=lambda one: -one.height):
        if rows[-1] and sum(one.width * scale + GAP for one in rows[-1]) + box.width * scale > room:
            rows.append([])
        rows[-1].append(box)
    frames, top = [], 1.0
    for row in rows:
        height, left = row[0].height, 1.0
        spare = (room - sum(box.width for box in row) * scale - GAP * (len(row) - 1)) / scale / len(row)
        for box in row:
            west, south = box.west - spare / 2.0, box.south - (height - box.height) / 2.0
            frame = Frame(origin, round(west, 2), round(south, 2), box.width + spare, height, scale)
            frames.append((frame, left, top))
            left += frame.pixels[0] + GAP
        top += height * scale + GAP
    return frames
