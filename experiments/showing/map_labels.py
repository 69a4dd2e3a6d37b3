"""Names on a map that do not lie on each other, on a mark, or beyond the edge."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

from experiments.showing.sheet import text_width, wrapped

LINE: Final = 14.0  # pixels from one line of a name to the next
_ABOVE: Final = 11.0  # pixels of a line above its foot; the rest is below
_DISTANCES: Final = (4.0, 14.0, 26.0, 40.0)
_LEADER_FROM: Final = 14.0  # a name further away than this is tied to its mark by a line
_AIR: Final = 2.0
_DIRECTIONS: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


class LabelBox(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "LabelBox") -> bool:
        """Whether the two have a point in common."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0

    def nearest(self, point: tuple[float, float]) -> tuple[float, float]:
        """Its point that is nearest to another."""
        return min(max(point[0], self.left), self.right), min(max(point[1], self.top), self.bottom)


class Label(NamedTuple):
    """A name where it is written, in lines from the top; `apart` from its mark it is tied to it by a line."""

    lines: tuple[str, ...]
    box: LabelBox
    apart: bool

    def svg(self) -> str:
        """The lines as text of a drawing, for a group that says how it looks."""
        x, y = self.box.middle[0], self.box.top + _ABOVE
        return "".join(f'<text x="{x:.1f}" y="{y + LINE * number:.1f}">{escape(line)}</text>' for number, line in enumerate(self.lines))

    def leader(self, mark: LabelBox) -> str:
        """The line that ties it to its mark, if it needs one."""
        x, y = mark.middle
        end = self.box.nearest(mark.middle)
        return f'<path d="M{x:.1f} {y:.1f}L{end[0]:.1f} {end[1]:.1f}"/>' if self.apart else ""


class Labels:
    """The names of one panel, placed one by one: the important first.

    Args:
        width: of the panel in pixels; `height` likewise.
        taken: what no name may lie on.
    """

    def __init__(self, width: float, height: float, taken: Iterable[LabelBox] = ()) -> None:
        self._edge = LabelBox(3.0, 3.0, width - 3.0, height - 3.0)
        self._taken = list(taken)

    def place(self, text: str, mark: LabelBox, *, bold: bool = False, far: bool = False, room: float = 170.0) -> Label | None:
        """The name beside its mark, where there is room; None where there is none.

        Args:
            text: the name; broken into two lines at most.
            mark: what it belongs to.
            bold: whether it is written so.
            far: whether it may stand apart from its mark, tied to it by a line.
            room: pixels a line may take.
        """
        lines = tuple(wrapped(text, min(room, self._edge.right - self._edge.left), bold=bold).split("\n"))
        width = max(text_width(line, bold) for line in lines)
        height = LINE * len(lines)
        for distance in _DISTANCES if far else _DISTANCES[:1]:
            for box in _around(mark, width, height, distance):
                if self.take(box):
                    return Label(lines, box, distance >= _LEADER_FROM)
        return None

    def take(self, box: LabelBox) -> bool:
        """Whether a box is free; if so it is taken from now on."""
        if not self.free(box):
            return False
        self._taken.append(box)
        return True

    def free(self, box: LabelBox) -> bool:
        """Whether nothing lies there, inside the edge."""
        inside = (box.left >= self._edge.left and box.right <= self._edge.right
                  and box.top >= self._edge.top and box.bottom <= self._edge.bottom)
        wide = LabelBox(box.left - _AIR, box.top, box.right + _AIR, box.bottom)
        return inside and not any(wide.meets(other) for other in self._taken)


def _around(mark: LabelBox, width: float, height: float, distance: float) -> Sequence[LabelBox]:
    """Boxes of this size at a distance from a mark, those to be preferred first."""
    x, y = mark.middle
    boxes = []
    for east, south in _DIRECTIONS:
        slant = 1.0 if 0 in (east, south) else math.sqrt(0.5)
        left = x - width / 2.0 + east * ((mark.right - mark.left) / 2.0 + slant * distance + width / 2.0)
        top = y - height / 2.0 + south * ((mark.bottom - mark.top) / 2.0 + slant * distance + height / 2.0)
        boxes.append(LabelBox(left, top, left + width, top + height))
    return boxes
