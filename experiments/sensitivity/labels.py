"""Names beside points: broken into lines, and put where they hide neither each other nor the points."""

from itertools import product
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

_GAP: Final = 6.0  # points between a mark and its name
_SIZE: Final = 10.5
# Where a name may stand: direction, and how the text is anchored. The first free place is taken.
_PLACES: Final = (
    (1, 0, "left", "center"), (1, 1, "left", "bottom"), (1, -1, "left", "top"), (-1, 0, "right", "center"),
    (-1, 1, "right", "bottom"), (-1, -1, "right", "top"), (0, 1, "center", "bottom"), (0, -1, "center", "top"),
)  # fmt: skip
_FURTHER: Final = (1.1, 2.5, 4.5, 7.0)


def place_labels(ax: Axes, points: list[tuple[float, float]], labels: list[str], marks: list[tuple[float, float, float]]) -> None:
    """Writes each label near its point, the first ones first; a name put further away gets a thin line to its point.

    `marks` are all lines drawn (from, to, height), which no name should hide.

    The axes must have their final limits. Where no place is free the least crowded one is taken.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(ax.get_figure(root=True))
    canvas.draw()  # the layout is known only once drawn
    renderer = canvas.get_renderer()
    frame = ax.get_window_extent(renderer)
    taken = [_line(ax, *mark) for mark in marks] + [_around(*ax.transData.transform(point)) for point in points]
    for point, label in zip(points, labels, strict=True):
        best: tuple[float, Annotation, Bbox] | None = None
        for further, place in product(_FURTHER, _PLACES):
            text = _written(ax, label, point, further, place)
            box = _words_box(text, renderer)
            crowd = sum(_shared(box, other) for other in taken) + 4 * _outside(box, frame)
            if best is not None and crowd >= best[0] - 1e-6:
                text.remove()
                continue
            if best is not None:
                best[1].remove()
            best = (crowd, text, box)
            if crowd == 0:
                break
        if best is not None:
            taken.append(best[2])


def _written(ax: Axes, label: str, point: tuple[float, float], further: float, place: tuple[int, int, str, str]) -> Annotation:
    right, up, horizontal, vertical = place
    line = {"arrowstyle": "-", "lw": 0.6, "color": "#9aa4ad", "shrinkA": 0, "shrinkB": 3} if further > 2 else None
    offset = (right * _GAP * further, up * _GAP * further)
    written = ax.annotate(
        label, point, xytext=offset, textcoords="offset points", ha=horizontal, va=vertical,
        fontsize=_SIZE, linespacing=0.95, zorder=4, arrowprops=line,
    )  # fmt: skip
    written.set_path_effects([withStroke(linewidth=2.5, foreground="white")])  # readable also across a line
    return written


def _words_box(text: Annotation, renderer: Any) -> Bbox:
    """The box of the words alone, without the line to the point."""
    text.update_positions(renderer)
    return Text.get_window_extent(text, renderer)


def _around(x: float, y: float, half: float = 5.0) -> Bbox:
    return Bbox.from_extents(x - half, y - half, x + half, y + half)


def _line(ax: Axes, start: float, end: float, height: float) -> Bbox:
    (x0, y0), (x1, _) = ax.transData.transform([(start, height), (end, height)])
    return Bbox.from_extents(x0, y0 - 2, x1, y0 + 2)


def _shared(one: Bbox, other: Bbox) -> float:
    """Area that two boxes share, in square pixels."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(width * height) if width > 0 and height > 0 else 0.0


def _outside(one: Bbox, frame: Bbox) -> float:
    return float(one.width * one.height) - _shared(one, frame)
