"""The figure of even odds: how likely something is by a number of members, one panel for each of several assumptions, on one scale."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from experiments.languages import Formats
from experiments.showing.sheet import Margins, mark_values, panel_width, panels, wrapped
from experiments.showing.style import BAR, FAINT, GAIN, INK, LOSS, MUTED, sized

_LARGEST: Final = 11.0  # size of the dot of the group with most futures
_LOOKS: Final = {"even": (INK, (0, ())), "open": (LOSS, (0, (5, 1.6))), "stay": (GAIN, (0, (1.4, 1.2)))}


class OddsPanel(NamedTuple):
    """One assumption: the curve with its band (empty arrays where there is none) and where its numbers of members lie."""

    title: str
    grid: np.ndarray
    curve: np.ndarray
    low: np.ndarray
    high: np.ndarray
    observed: np.ndarray  # [groups, 3]: members, share, futures
    marks: dict[str, float]  # members at "even" odds, to "open", to "stay"; nan where there is none
    expected: tuple[float, float]  # where most futures have their members
    verdict: str  # written where there is no curve


class OddsWords(NamedTuple):
    """What the figure says in the reader's language."""

    members: str
    expected: str
    seen: str
    marks: dict[str, str]


def odds(shown: Sequence[OddsPanel], words: OddsWords, formats: Formats) -> Figure:
    """Chance by members: the curve, shares seen as dots, the range expected shaded, and upright lines at the members that matter."""
    margins = Margins(left=52, right=16, top=96, bottom=50, across=26)
    width = panel_width(len(shown), len(shown), margins)
    figure, axes = panels(len(shown), len(shown), 250, margins)
    far = max([float(panel.observed[:, 0].max()) for panel in shown if len(panel.observed)] or [1.0])
    marks = [value for panel in shown for value in panel.marks.values() if value == value]
    reach = max([far * 1.15, *(value * 1.08 for value in marks if value < 2.5 * far), *(panel.expected[1] for panel in shown)])
    for panel, ax in zip(shown, axes, strict=True):
        ax.set_ylim(0, 1.02)
        ax.set_xlim(0, reach)
        mark_values(ax, formats, percent=True, count=4)
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.set_title(wrapped(panel.title, width + 20), fontsize=sized(13))
        ax.set_xlabel(words.members)
        _draw(ax, panel, reach, width, formats)
    handles = [
        Line2D([], [], color=_LOOKS[key][0], ls=_LOOKS[key][1], lw=2, label=words.marks[key]) for key in _LOOKS
    ]
    seen = Line2D([], [], color=BAR, marker="o", ls="", ms=7, label=words.seen)
    figure.legend(
        handles=[*handles, Patch(color=FAINT, label=words.expected), seen], loc="upper left", ncol=3, frameon=False, fontsize=sized(12),
        bbox_to_anchor=(0.0, 1.0), columnspacing=1.6, handlelength=2.2,
    )
    return figure


def _draw(ax: Axes, panel: OddsPanel, reach: float, width: float, formats: Formats) -> None:
    ax.axvspan(*panel.expected, color=FAINT, alpha=0.75, lw=0)
    ax.axhline(0.5, color=MUTED, lw=1, ls=(0, (2, 2.5)))
    if len(panel.grid):
        ax.fill_between(panel.grid, panel.low, panel.high, color=BAR, alpha=0.22, lw=0)
        ax.plot(panel.grid, panel.curve, color=BAR, lw=2.4)
    else:
        ax.text(0.5, 0.62, wrapped(panel.verdict, width * 0.9, 4, bold=False), transform=ax.transAxes, ha="center", va="center", color=INK,
                fontsize=sized(12))
    if len(panel.observed):
        most = panel.observed[:, 2].max()
        for members, share, futures in panel.observed:
            ax.plot(members, share, "o", color=BAR, ms=_LARGEST * np.sqrt(futures / most), mec="white", mew=0.8)
    for key, (colour, dash) in _LOOKS.items():
        at = panel.marks.get(key, np.nan)
        if not 0 <= at <= reach:
            continue
        ax.axvline(at, color=colour, ls=dash, lw=2)
        height = {"even": 0.93, "open": 0.08, "stay": 0.16}[key]
        ax.annotate(formats.number(at), (at, height), xytext=(4, 0), textcoords="offset points", color=colour, weight="bold",
                    fontsize=sized(12.5))
