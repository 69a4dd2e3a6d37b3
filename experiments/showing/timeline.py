"""The picture of one hub in one future: its members and its cash, on the colour of its state, with what happened marked by number."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.showing.sheet import WIDTH, Margins, TimeAxis, mark_values, panels
from experiments.showing.style import GAIN, INK, LOSS, MUTED, PAPER, STATE_COLOURS, legible_on

_COLOURS: Final = {1: STATE_COLOURS["whole"], 2: STATE_COLOURS["shrunk"], 3: STATE_COLOURS["closed"]}  # by `model.names.HUB_STATES`
_MARGINS: Final = Margins(left=68, right=16, top=96, bottom=30, down=46)
_ROW: Final = 20.0  # pixels between rows of marks
_ROWS: Final = 4
_APART: Final = 22.0  # pixels that a mark takes


class Mark(NamedTuple):
    """Something that happened in a month; `led` where it led to the end."""

    month: int
    number: str
    led: bool


def timeline(
    members: np.ndarray, cash: np.ndarray, states: np.ndarray, marks: Sequence[Mark], names: Mapping[int, str], axes_named: tuple[str, str],
    time: TimeAxis, formats: Formats,
) -> Figure:
    """Members above, cash below, months along.

    Args:
        members: at the end of each month.
        cash: EUR at the end of each month.
        states: of `model.names.HUB_STATES`.
        marks: what happened, in order.
        names: of the states.
        axes_named: of members and of cash.
        time: the horizontal axis.
        formats: how numbers are written.
    """
    figure, (above, below) = panels(2, 1, 165, _MARGINS)
    below.remove()
    total = figure.get_figheight() * 72
    below = figure.add_axes((_MARGINS.left / WIDTH, _MARGINS.bottom / total, (WIDTH - _MARGINS.left - _MARGINS.right) / WIDTH, 165 / total))
    width = WIDTH - _MARGINS.left - _MARGINS.right
    for ax, title in ((above, axes_named[0]), (below, axes_named[1])):
        _colour(ax, states, names if ax is above else {})
        time.mark(ax, width)
        ax.set_ylabel(title)
    alive = np.isin(states, (1, 2))
    lived = np.flatnonzero(alive)
    shown = slice(int(lived[0]), int(lived[-1]) + 2) if len(lived) else slice(0, 0)  # with the month in which it closes
    months, cash = (np.arange(len(members)) + 1)[shown], cash[shown]
    above.plot(months, members[shown], color=INK, lw=2.2)
    above.set_ylim(0, max(1.0, float(members.max())) * 1.12)
    mark_values(above, formats, count=4)
    below.plot(months, cash, color=INK, lw=2.0)
    below.axhline(0, color=INK, lw=0.9)
    below.fill_between(months, cash, 0, where=cash < 0, color=LOSS, alpha=0.3, lw=0, interpolate=True)
    below.fill_between(months, cash, 0, where=cash >= 0, color=GAIN, alpha=0.18, lw=0, interpolate=True)
    mark_values(below, formats, thousands=True, count=4)
    _number(above, below, marks, width / max(time.months, 1))
    return figure


def _colour(ax: Axes, states: np.ndarray, names: Mapping[int, str]) -> None:
    """The colour of each spell of a state behind the lines, with its name where there is room."""
    ax.grid(False)
    start = 0
    for state, spell in groupby(states.tolist()):
        end = start + len(list(spell))
        if state in _COLOURS:
            ax.axvspan(start, end, color=_COLOURS[state], alpha=0.16, lw=0)
            if state in names and end - start > 0.08 * len(states):
                ax.annotate(
                    names[state], ((start + end) / 2, 0), xycoords=("data", "axes fraction"), xytext=(0, 4), textcoords="offset points",
                    ha="center", fontsize=11.5, color=MUTED,
                )  # fmt: skip
        start = end


def _number(above: Axes, below: Axes, marks: Sequence[Mark], pixels_a_month: float) -> None:
    """The numbers over the panels, in rows so that they do not stand on each other, with a line down through both."""
    free = [-1e9] * _ROWS
    for mark in marks:
        x = mark.month + 0.5
        at = x * pixels_a_month
        row = next((row for row in range(_ROWS) if at - free[row] >= _APART), int(np.argmin(free)))
        place = max(at, free[row] + _APART)
        free[row] = place
        for ax in (above, below):
            ax.axvline(x, color=LOSS if mark.led else MUTED, lw=0.9 if mark.led else 0.5, ls=(0, (2, 2)), zorder=1)
        fill = LOSS if mark.led else PAPER
        above.annotate(
            mark.number, (x, 1), xycoords=("data", "axes fraction"), xytext=(place - at, 12 + row * _ROW), textcoords="offset points",
            ha="center", va="center", fontsize=11, color=legible_on(fill), annotation_clip=False,
            bbox={"boxstyle": "round,pad=0.22", "fc": fill, "ec": LOSS if mark.led else MUTED, "lw": 0.8},
        )  # fmt: skip
