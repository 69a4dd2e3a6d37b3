"""The figure of bands: where values lie beside what is known, one row for each fact, all on the scale of its own band."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.showing.sheet import Margins, panels
from experiments.showing.style import BASE, FAINT, INK, MUTED, sized

_REACH: Final = 4.0  # half widths of a band that are drawn on either side of its middle
_ROW: Final = 19.0  # pixels
_Quantiles = tuple[float, float, float]


class Banded(NamedTuple):
    """A fact: its band, the distance that counts as one, and low, middle and high of what is laid beside it; nan where there is nothing."""

    label: str
    group: str  # rows of a group stand together under its name
    low: float  # -inf: no lower bound
    high: float
    width: float
    before: _Quantiles
    after: _Quantiles
    colour: str

    def place(self, values: _Quantiles) -> np.ndarray:
        """Values on the scale on which the band, or its only bound, lies at -1 and 1."""
        if math.isfinite(self.low) and math.isfinite(self.high):
            middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2 or self.width
            scaled = (np.array(values) - middle) / half
        elif math.isfinite(self.low):
            scaled = (np.array(values) - self.low) / self.width - 1
        else:
            scaled = (np.array(values) - self.high) / self.width + 1
        return np.clip(scaled, -_REACH, _REACH)

    @property
    def band(self) -> tuple[float, float]:
        """Where the band lies on that scale."""
        return -1.0 if math.isfinite(self.low) else -_REACH, 1.0 if math.isfinite(self.high) else _REACH


def bands(facts: Sequence[Banded], words: tuple[str, str, str]) -> Figure:
    """Every fact in a row: its band shaded, what was said before thin, what is said now thick with a dot.

    Args:
        facts: in the order of their groups.
        words: 'too low', 'in the band' and 'too high' in the reader's language.
    """
    rows = _rows(facts)
    figure, (ax,) = panels(1, 1, _ROW * (max(rows.values()) + 1.5), Margins(left=150, right=20, top=40, bottom=12))
    ax.set_xlim(-_REACH - 0.1, _REACH + 0.1)
    ax.set_ylim(max(rows.values()) + 0.8, -1.2)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.xaxis.tick_top()
    ax.set_xticks([-2.5, 0.0, 2.5], list(words))
    ax.tick_params(axis="x", length=0, labelsize=sized(12))
    ax.set_yticks(list(rows.values()), [facts[k].label for k in rows], fontsize=sized(10.5), color=INK)
    for k, row in rows.items():
        if k == 0 or facts[k].group != facts[k - 1].group:
            ax.text(-_REACH - 0.1, row - 0.95, facts[k].group, fontsize=sized(12), fontweight="bold", color=INK, va="center")
        _draw(ax, facts[k], row)
    return figure


def _rows(facts: Sequence[Banded]) -> dict[int, float]:
    """The height of each fact, room left above every group for its name."""
    rows, at = {}, 0.0
    for k, fact in enumerate(facts):
        at += 0 if k == 0 else 1 if fact.group == facts[k - 1].group else 2.2
        rows[k] = at
    return rows


def _draw(ax: Axes, fact: Banded, row: float) -> None:
    low, high = fact.band
    ax.barh(row, high - low, left=low, height=0.86, color=FAINT, alpha=0.7)
    for values, shift, colour, thick in ((fact.before, -0.2, BASE, 1.1), (fact.after, 0.16, fact.colour, 3.0)):
        first, middle, last = fact.place(values)
        if math.isnan(middle):
            continue
        ax.plot([first, last], [row + shift, row + shift], solid_capstyle="butt", color=colour, lw=thick)
        beyond = abs(middle) >= _REACH
        mark = ("<" if middle < 0 else ">") if beyond else "o"
        ax.plot(middle, row + shift, mark, ms=5 if values is fact.after else 3, color=colour)
    ax.axhline(row + 0.5, color=MUTED, lw=0.2)
