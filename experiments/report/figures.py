"""The figures of the report, as matplotlib figures ready to become inline SVG. They draw arrays and know no results."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure

from experiments.report.formats import Formats
from experiments.report.sheet import WIDTH, Margins, TimeAxis, mark_values, panels, spread_labels, wrapped
from experiments.report.style import FAINT, INK, MUTED, Look

_BLUES: Final = LinearSegmentedColormap.from_list("links", ["#f1f6fa", "#9cc6e0", "#0b5c8a"])


class Curve(NamedTuple):
    """One line of a survival panel, by position on the time axis; `low` and `high` bound a band around it, or are None."""

    label: str
    look: Look
    month: np.ndarray
    share: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None


class Survival(NamedTuple):
    """A panel of survival curves."""

    title: str
    curves: list[Curve]


def survival(found: Sequence[Survival], time: TimeAxis, formats: Formats, under: str = "") -> Figure:
    """Share of simulated futures in which a hub is still there; with one or two panels, lines are named at their end.

    Args:
        found: the panels.
        time: the horizontal axis.
        formats: how numbers are written.
        under: what the horizontal axis is, if it is not a calendar.
    """
    named = len(found) <= 2
    margins = Margins(right=170 if named else 14, across=190 if named else 24, bottom=46 if under else 28)
    columns = len(found) if named else 3
    width = _panel_width(len(found), columns, margins)
    figure, axes = panels(len(found), columns, 230 if named else 150, margins)
    for panel, ax in zip(found, axes, strict=True):
        ax.set_ylim(0, 1.02)
        mark_values(ax, formats, percent=True, count=4)
        time.mark(ax, width)
        ax.set_xlabel(under)
        ax.set_title(wrapped(panel.title, width + (150 if named else 0)))
        for curve in reversed(panel.curves):
            if curve.low is not None and curve.high is not None:
                ax.fill_between(curve.month, curve.low, curve.high, step="post", color=curve.look.colour, alpha=0.16, lw=0)
            ax.step(curve.month, curve.share, where="post", color=curve.look.colour, ls=curve.look.dash, lw=2.2)
        if named:
            _name_ends(ax, panel.curves, formats)
    return figure


def _name_ends(ax: Axes, curves: Sequence[Curve], formats: Formats) -> None:
    """Write each line's last value and name beside its end."""
    labels = [wrapped(f"{formats.percent(float(curve.share[-1]))}  {curve.label}", 172, bold=False) for curve in curves]
    heights = [0.072 * (1 + label.count("\n")) + 0.02 for label in labels]
    positions = spread_labels([float(curve.share[-1]) for curve in curves], max(heights, default=0.1), 0.03, 0.98)
    for curve, label, position in zip(curves, labels, positions, strict=True):
        ax.annotate(label, (1.0, position), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points",
                    va="center", color=curve.look.colour, fontsize=12, annotation_clip=False, linespacing=1.1)


class Fan(NamedTuple):
    """A fan: quantiles (10, 25, 50, 75, 90 %) by month from `first` on, other lines and named levels to compare it with."""

    title: str
    look: Look
    quantiles: np.ndarray  # [5, months]
    first: int
    others: list[tuple[Look, np.ndarray]]
    levels: list[tuple[str, float]]


def fans(found: Sequence[Fan], time: TimeAxis, formats: Formats, *, euro: bool = False) -> Figure:
    """What most simulated futures do, by month: the middle half dark, eight in ten light, the middle one as a line."""
    columns = len(found) if len(found) <= 4 else 3
    margins = Margins(left=74 if euro else 40, top=48, down=74, right=46)
    width = _panel_width(len(found), columns, margins)
    figure, axes = panels(len(found), columns, 190 if columns > 1 else 240, margins)
    low, top = _reach(found)
    axes[0].set_ylim(low, top)
    mark_values(axes[0], formats, thousands=euro)
    for fan, ax in zip(found, axes, strict=True):
        time.mark(ax, width)
        ax.set_title(wrapped(fan.title, width), color=fan.look.colour if len(found) > 1 else INK)
        months = np.arange(1, time.months + 1)[fan.first :]
        for outer, alpha in ((0, 0.16), (1, 0.26)):
            ax.fill_between(months, fan.quantiles[outer, fan.first :], fan.quantiles[4 - outer, fan.first :], color=fan.look.colour, alpha=alpha, lw=0)
        for look, line in fan.others:
            ax.plot(months, line[fan.first :], color=look.colour, ls=look.dash, lw=1.4)
        ax.plot(months, fan.quantiles[2, fan.first :], color=fan.look.colour, lw=2.4)
        if low < 0:
            ax.axhline(0, color=INK, lw=1)
        _name_levels(ax, fan, top)
        _last_value(ax, fan, formats, euro)
    return figure


def _reach(found: Sequence[Fan]) -> tuple[float, float]:
    """Limits of the vertical axis: all bands, zero, and the named levels unless they lie far above."""
    shown = [fan.quantiles[:, fan.first :] for fan in found if fan.first < fan.quantiles.shape[1]]
    top = max((float(values.max()) for values in shown), default=1.0)
    low = min((float(values.min()) for values in shown), default=0.0)
    top = max([top, 1e-9, *(height for fan in found for _, height in fan.levels if height < 1.6 * top)])
    low = min(low, 0.0)
    room = 0.07 * (top - low)
    return (low - room if low < 0 else 0.0), top + room


def _name_levels(ax: Axes, fan: Fan, top: float) -> None:
    for name, height in fan.levels:
        if 0 < height <= top:
            ax.axhline(height, color=INK, lw=0.9, ls=(0, (2, 2.5)))
            ax.annotate(name, (0.01, height), xycoords=("axes fraction", "data"), xytext=(0, 2.5), textcoords="offset points", fontsize=11, color=INK)


def _last_value(ax: Axes, fan: Fan, formats: Formats, euro: bool) -> None:
    last = float(fan.quantiles[2, -1])
    text = formats.thousands(last) if euro else formats.number(last)
    ax.annotate(text, (1.0, last), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points", va="center",
                fontsize=12, weight="bold", color=fan.look.colour, annotation_clip=False)


class Balance(NamedTuple):
    """Mean monthly income and cost of a hub: (name of the line, EUR, colour) in order, and what is left."""

    title: str
    income: list[tuple[str, float, str]]
    costs: list[tuple[str, float, str]]


def money(found: Sequence[Balance], words: tuple[str, str, str], formats: Formats) -> Figure:
    """Two stacked bars for each case, what comes in above what goes out, with the balance beside them.

    Args:
        found: the cases, from top to bottom.
        words: 'income', 'costs' and 'balance' in the reader's language.
        formats: how numbers are written.
    """
    bar, between, title = 26.0, 5.0, 22.0
    case = title + 2 * bar + between + 22
    left, right = 74.0, 150.0
    figure, (ax,) = panels(1, 1, case * len(found), Margins(left=left, right=right, top=4, bottom=6))
    longest = max((sum(value for _, value, _ in side) for balance in found for side in (balance.income, balance.costs)), default=1.0) or 1.0
    ax.set_xlim(0, longest)
    ax.set_ylim(case * len(found), 0)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks([])
    ax.set_yticks([])
    per_pixel = longest / (WIDTH - left - right)
    for number, balance in enumerate(found):
        y = number * case + title
        ax.annotate(balance.title, (0, y - 8), xytext=(-left + 4, 0), textcoords="offset points", weight="bold", fontsize=13, annotation_clip=False)
        for word, side in zip(words, (balance.income, balance.costs), strict=False):
            _stack(ax, y + bar / 2, bar, side, per_pixel, formats)
            total = sum(value for _, value, _ in side)
            ax.annotate(word, (0, y + bar / 2), xytext=(-7, 0), textcoords="offset points", ha="right", va="center", color=MUTED, fontsize=12, annotation_clip=False)
            ax.annotate(formats.euro(total), (total, y + bar / 2), xytext=(6, 0), textcoords="offset points", va="center", fontsize=12.5, annotation_clip=False)
            y += bar + between
        net = sum(value for _, value, _ in balance.income) - sum(value for _, value, _ in balance.costs)
        ax.annotate(f"{words[2]}\n{formats.euro(net, signed=True)}", (1, number * case + title + bar + between / 2), xycoords=("axes fraction", "data"),
                    xytext=(right - 4, 0), textcoords="offset points", ha="right", va="center", weight="bold", fontsize=13,
                    color="#0b5c8a" if net >= 0 else "#a33f00", annotation_clip=False, linespacing=1.25)
    return figure


def _stack(ax: Axes, y: float, height: float, side: Sequence[tuple[str, float, str]], per_pixel: float, formats: Formats) -> None:
    start = 0.0
    for _, value, colour in side:
        if value <= 0:
            continue
        ax.barh(y, value, left=start, height=height, color=colour, edgecolor="white", linewidth=1)
        text = formats.number(round(value, -1) if value >= 100 else value)
        if value / per_pixel > 8.5 * len(text) + 4:
            dark = sum(weight * part for weight, part in zip((0.3, 0.59, 0.11), to_rgb(colour), strict=True)) < 0.55
            ax.text(start + value / 2, y, text, ha="center", va="center", fontsize=11.5, color="white" if dark else INK)
        start += value


def pairs(matrix: np.ndarray, fields: Sequence[str], best: Sequence[tuple[str, float]], best_title: str, formats: Formats) -> Figure:
    """Collaborations by the fields of the two who collaborate, and the most frequent pairs beside them.

    Args:
        matrix: [8, 8] mean number for each future; the two halves are already added up in the lower triangle.
        fields: short names of the fields.
        best: the most frequent pairs, with their number.
        best_title: title of the list of the most frequent pairs.
        formats: how numbers are written.
    """
    size, cell = len(fields), 40.0
    height = size * cell
    total = height + 92
    figure = Figure(figsize=(WIDTH / 72, total / 72))
    ax = figure.add_axes((112 / WIDTH, 84 / total, size * 58 / WIDTH, height / total))
    ax.grid(False)
    ax.set_xlim(-0.5, size - 0.5)
    ax.set_ylim(size - 0.5, -0.5)
    ax.spines["bottom"].set_visible(False)
    largest = max(float(matrix.max()), 1e-9)
    for row in range(size):
        for column in range(row + 1):
            share = float(matrix[row, column]) / largest
            ax.barh(row, 1, left=column - 0.5, height=1, color=_BLUES(share), edgecolor="white", linewidth=1.5)
            ax.text(column, row, formats.tidy(float(matrix[row, column])), ha="center", va="center", fontsize=11, color="white" if share > 0.62 else INK)
    ax.set_yticks(range(size), fields)
    ax.set_xticks(range(size), fields, rotation=38, ha="right", rotation_mode="anchor")
    ax.tick_params(length=0, colors=INK)
    _ranking(figure, best, best_title, formats, total)
    return figure


def _ranking(figure: Figure, best: Sequence[tuple[str, float]], title: str, formats: Formats, total: float) -> None:
    left, row = 660.0, 38.0
    height = row * max(len(best), 1)
    ax = figure.add_axes((left / WIDTH, (total - 40 - height) / total, (WIDTH - left - 50) / WIDTH, height / total))
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_ylim(max(len(best), 1), 0)
    ax.set_xlim(0, max([value for _, value in best], default=1.0) or 1.0)
    ax.set_title(title)
    for number, (name, value) in enumerate(best):
        ax.text(0, number + 0.32, name, va="center", fontsize=12)
        ax.barh(number + 0.72, value, height=0.26, color="#3f8fbf")
        ax.annotate(formats.tidy(value), (value, number + 0.72), xytext=(5, 0), textcoords="offset points", va="center", fontsize=12, annotation_clip=False)


class Effect(NamedTuple):
    """A policy's paired difference from the base case, with its 95 % interval."""

    label: str
    look: Look
    difference: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


class Forest(NamedTuple):
    """The policies' effects on one outcome; `percent` or `euro` say how it is written, `better` where better lies (1 right, -1 left)."""

    title: str
    effects: list[Effect]
    better: int
    percent: bool = False
    euro: bool = False


def forest(found: Sequence[Forest], words: tuple[str, str], formats: Formats) -> Figure:
    """Differences from the base case with their intervals, one panel for each outcome; hollow marks are no clear difference.

    Args:
        found: the outcomes; all have the same policies in the same order.
        words: 'better' and 'worse' in the reader's language.
        formats: how numbers are written.
    """
    labels = [effect.label for effect in found[0].effects]
    margins = Margins(left=178, right=16, top=66, bottom=58, across=34)
    width = _panel_width(len(found), len(found), margins)
    figure, axes = panels(len(found), len(found), 38.0 * len(labels) + 10, margins)
    axes[0].set_ylim(len(labels) - 0.4, -0.6)
    axes[0].set_yticks(range(len(labels)), [wrapped(label, 172, bold=False) for label in labels])
    axes[0].tick_params(axis="y", colors=INK, labelsize=12.5)
    for panel, ax in zip(found, axes, strict=True):
        ax.grid(True, axis="x")
        ax.grid(False, axis="y")
        ax.set_title(wrapped(panel.title, width + 26, 3))
        ax.axvline(0, color=INK, lw=1.1)
        for row, effect in enumerate(panel.effects):
            if not np.isfinite(effect.difference):
                continue
            ax.plot([effect.low, effect.high], [row, row], color=effect.look.colour, lw=2.6 if effect.clear else 1.3, solid_capstyle="butt")
            ax.plot(effect.difference, row, "o", ms=9, mec=effect.look.colour, mew=1.6, mfc=effect.look.colour if effect.clear else "white")
        _mark_differences(ax, panel, formats)
        _better(ax, panel.better, words)
    return figure


def _mark_differences(ax: Axes, panel: Forest, formats: Formats) -> None:
    """Few round ticks, zero among them, the same on both sides of zero."""
    reach = max([abs(bound) for effect in panel.effects for bound in (effect.low, effect.high) if np.isfinite(bound)], default=1.0) or 1.0
    low = min([effect.low for effect in panel.effects if np.isfinite(effect.low)] + [0.0])
    high = max([effect.high for effect in panel.effects if np.isfinite(effect.high)] + [0.0])
    ax.set_xlim(min(low, -0.12 * reach) * 1.08, max(high, 0.12 * reach) * 1.08)
    magnitude = 10.0 ** np.floor(np.log10(reach))
    step = next(magnitude * factor for factor in (0.2, 0.5, 1, 2, 5) if reach / (magnitude * factor) <= (2.4 if low < -0.3 * reach and high > 0.3 * reach else 3.2))
    ticks = [tick for tick in np.arange(-4, 5) * step if ax.get_xlim()[0] <= tick <= ax.get_xlim()[1]]
    if panel.percent:
        labels = [formats.number(tick * 100, signed=True) for tick in ticks]
    elif panel.euro:
        labels = [formats.thousands(tick, signed=True) for tick in ticks]
    else:
        labels = [formats.number(tick, 0 if step >= 1 else 1 if step >= 0.1 else 2, signed=True) for tick in ticks]
    ax.set_xticks(ticks, labels)


def _better(ax: Axes, better: int, words: tuple[str, str]) -> None:
    """Say on which side of zero better lies, where there is room for it."""
    if not better:
        return
    low, high = ax.get_xlim()
    right, left = (words[0], words[1]) if better > 0 else (words[1], words[0])
    for word, x, align, room in ((f"{right} →", 1.0, "right", high), (f"← {left}", 0.0, "left", -low)):
        if room > 0.25 * (high - low):
            ax.annotate(word, (x, 0), xycoords="axes fraction", xytext=(0, -38), textcoords="offset points", ha=align, color=MUTED, fontsize=11.5)
    ax.spines["bottom"].set_color(FAINT)


def _panel_width(count: int, columns: int, margins: Margins) -> float:
    columns = max(1, min(columns, count))
    return (WIDTH - margins.left - margins.right - (columns - 1) * margins.across) / columns
