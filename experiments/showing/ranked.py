"""The picture of several ways against one: a bar each, from how it is to how it would be, those that change most on top."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.languages import Formats
from experiments.showing.sheet import Margins, panels, wrapped
from experiments.showing.style import GAIN, INK, LOSS, PAPER

_LABELS: Final = 300.0  # pixels for what each is called
_ROW: Final = 34.0


class Ranked(NamedTuple):
    """One way: what it comes to, the 95 % interval of that, and whether the difference is clear."""

    label: str
    value: float
    low: float
    high: float
    clear: bool


def ranked(rows: Sequence[Ranked], base: float, base_named: str, formats: Formats, *, percent: bool = False) -> Figure:
    """Bars from `base` to each value, with its interval; hollow where it is not clear.

    Args:
        rows: in the order in which they are shown.
        base: how it is.
        base_named: what that is called.
        formats: how numbers are written.
        percent: whether values are shares, written of 100.
    """
    times = 100.0 if percent else 1.0
    figure, (ax,) = panels(1, 1, _ROW * max(len(rows), 1) + 8, Margins(left=_LABELS + 10, right=54, top=30, bottom=30))
    ax.grid(False)
    ax.grid(True, axis="x")
    ax.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    ax.set_yticks(range(len(rows)), [wrapped(row.label, _LABELS, bold=False) for row in rows])
    ax.tick_params(axis="y", colors=INK, labelsize=12)
    ends = [base * times, *(each * times for row in rows for each in (row.value, row.low, row.high) if np.isfinite(each))]
    low, high = (0.0, 100.0) if percent else (min(0.0, *ends), max(ends) * 1.05 or 1.0)
    ax.set_xlim(low, high)
    for place, row in enumerate(rows):
        colour = GAIN if row.value >= base else LOSS
        ax.barh(place, (row.value - base) * times, left=base * times, height=0.52, color=colour if row.clear else PAPER,
                edgecolor=colour, linewidth=1.2, zorder=2)  # fmt: skip
        bounds = np.clip([row.low * times, row.high * times], low, high)
        if np.isfinite(bounds).all():
            ax.plot(bounds, [place, place], color=INK, lw=1.1, marker="|", ms=7, zorder=3)
        written = formats.number(row.value * times) if percent else formats.tidy(row.value)
        ax.annotate(
            written, (1, place), xycoords=("axes fraction", "data"), xytext=(10, 0), textcoords="offset points", va="center", fontsize=12,
            weight="bold", annotation_clip=False,
        )  # fmt: skip
    ax.axvline(base * times, color=INK, lw=1.6, zorder=4)
    named = f"{base_named}: {formats.number(base * times) if percent else formats.tidy(base)}"
    middle = (base * times - low) / (high - low)
    ax.annotate(
        named, (base * times, 1), xycoords=("data", "axes fraction"), xytext=(0, 8), textcoords="offset points", fontsize=12, weight="bold",
        ha="left" if middle < 0.3 else "right" if middle > 0.7 else "center", annotation_clip=False,
    )  # fmt: skip
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: formats.number(value)))
    return figure
