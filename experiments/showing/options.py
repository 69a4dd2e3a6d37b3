"""The figure of options: how often each succeeds, with its interval, beside what it costs; one row an option."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.showing.sheet import Margins, panels, wrapped
from experiments.showing.style import BAR, FAINT, GAIN, INK, MUTED, sized

_ROW = 40.0  # pixels


class OptionRow(NamedTuple):
    """An option: the share with its interval, a cost with its own, and whether it is the one to take, or as good as the best."""

    label: str
    share: float
    low: float
    high: float
    cost: float
    cost_low: float
    cost_high: float
    chosen: bool
    level: bool


def options(rows: Sequence[OptionRow], titles: tuple[str, str], formats: Formats) -> Figure:
    """Share and cost side by side; the option to take in bold, those that cannot be told apart from the best filled, the others hollow."""
    figure, (left, right) = panels(2, 2, _ROW * len(rows) + 8, Margins(left=250, right=70, top=34, bottom=32, across=70))
    for ax, title in zip((left, right), titles, strict=True):
        ax.set_title(title, fontsize=sized(13))
        ax.grid(True, axis="x")
        ax.grid(False, axis="y")
        ax.set_ylim(len(rows) - 0.4, -0.6)
    left.set_yticks(range(len(rows)), [wrapped(row.label, 236, 3, bold=False) for row in rows])
    left.tick_params(axis="y", colors=INK, labelsize=sized(12.5))
    for label, row in zip(left.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if row.chosen else "normal")
    left.set_xlim(0, 1.0)
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    left.set_xticks(ticks, [formats.percent(tick) for tick in ticks])
    _mark(left, [(row.share, row.low, row.high) for row in rows], rows, [formats.percent(row.share) for row in rows])
    _mark(right, [(row.cost, row.cost_low, row.cost_high) for row in rows], rows, [formats.euro(row.cost) for row in rows])
    ends = [0.0, 1.0, *(bound for row in rows for bound in (row.cost, row.cost_low, row.cost_high) if bound == bound)]
    low, high = min(ends), max(ends)
    right.set_xlim(low - 0.06 * (high - low), high + 0.06 * (high - low))
    right.xaxis.set_major_formatter(lambda value, _: formats.thousands(value))
    right.axvline(0, color=MUTED, lw=1)
    return figure


def _mark(ax: Axes, values: Sequence[tuple[float, float, float]], rows: Sequence[OptionRow], texts: Sequence[str]) -> None:
    for place, ((value, low, high), row, text) in enumerate(zip(values, rows, texts, strict=True)):
        colour = GAIN if row.chosen else BAR
        if row.chosen:
            ax.axhspan(place - 0.46, place + 0.46, color=FAINT, alpha=0.6, lw=0)
        ax.plot([low, high], [place, place], color=colour, lw=2.6 if row.level else 1.3, solid_capstyle="butt")
        ax.plot(value, place, "o", ms=9, mec=colour, mew=1.6, mfc=colour if row.level else "white")
        ax.annotate(text, (1.0, place), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points", va="center",
                    fontsize=sized(12), color=INK, weight="bold" if row.chosen else "normal", annotation_clip=False)  # fmt: skip


class SizePoint(NamedTuple):
    """A size that was tried: desks, the share with its interval, and whether it is the planned one."""

    desks: int
    share: float
    low: float
    high: float
    planned: bool


def by_size(points: Sequence[SizePoint], words: tuple[str, str, str], formats: Formats) -> Figure:
    """How often a hub succeeds by its desks; the planned size filled.

    Args:
        points: in any order.
        words: what the horizontal axis is, what stands above the panel, and how the planned size is marked.
        formats: how numbers are written.
    """
    points = sorted(points)
    figure, (ax,) = panels(1, 1, 230, Margins(left=52, right=30, top=34, bottom=50))
    ax.set_title(words[1], fontsize=sized(13))
    ax.plot([point.desks for point in points], [point.share for point in points], color=BAR, lw=2)
    for point in points:
        ax.plot([point.desks, point.desks], [point.low, point.high], color=BAR, lw=2, alpha=0.55)
        ax.plot(point.desks, point.share, "o", ms=9, mec=BAR, mew=1.6, mfc=BAR if point.planned else "white")
        ax.annotate(formats.percent(point.share), (point.desks, point.share), xytext=(9, 6), textcoords="offset points", fontsize=sized(12))
        if point.planned:
            foot = point.share if point.low != point.low else point.low
            ax.annotate(words[2], (point.desks, foot), xytext=(6, 2), textcoords="offset points", fontsize=sized(11.5), color=MUTED)
    ax.set_ylim(0, 1.02)
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    ax.set_yticks(ticks, [formats.percent(tick) for tick in ticks])
    ax.set_xlim(0, 1.08 * max(point.desks for point in points))
    ax.set_xticks([point.desks for point in points], [formats.number(point.desks) for point in points])
    ax.set_xlabel(words[0])
    return figure
