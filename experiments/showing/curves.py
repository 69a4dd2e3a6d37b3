"""Figures of what happens by month: survival curves and fans. They draw arrays and know no results."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.showing.sheet import Margins, TimeAxis, mark_values, panel_width, panels, spread_labels, wrapped
from experiments.showing.style import INK, Look

_NAMES = 170  # pixels at the end of lines for their names
_GAP = 8  # of them before a name

class Curve(NamedTuple):
    """One line of a survival panel, by position on the time axis; `low` and `high` bound a band around it, or are None."""

    label: str
    look: Look
    month: np.ndarray
    share: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None


class SurvivalPanel(NamedTuple):
    """Survival curves that share their axes."""

    title: str
    curves: list[Curve]


def draw_curves(ax: Axes, curves: Sequence[Curve]) -> None:
    """Steps of survival, the last of them on top, each in its band."""
    for curve in curves:
        if curve.low is not None and curve.high is not None:
            ax.fill_between(curve.month, curve.low, curve.high, step="post", color=curve.look.colour, alpha=0.16, lw=0)
        ax.step(curve.month, curve.share, where="post", color=curve.look.colour, ls=curve.look.dash, lw=2.2, label=curve.label)


def survival(shown: Sequence[SurvivalPanel], time: TimeAxis, formats: Formats, under: str = "") -> Figure:
    """Share of simulated futures in which a hub is still there; with one or two panels, lines are named at their end.

    Args:
        shown: the panels.
        time: the horizontal axis.
        formats: how numbers are written.
        under: what the horizontal axis is, if it is not a calendar.
    """
    named = len(shown) <= 2
    margins = Margins(right=_NAMES if named else 14, across=_NAMES + 20 if named else 24, bottom=46 if under else 28)
    columns = len(shown) if named else 3
    width = panel_width(len(shown), columns, margins)
    figure, axes = panels(len(shown), columns, 230 if named else 150, margins)
    for panel, ax in zip(shown, axes, strict=True):
        ax.set_ylim(0, 1.02)
        mark_values(ax, formats, percent=True, count=4)
        time.mark(ax, width)
        ax.set_xlabel(under)
        ax.set_title(wrapped(panel.title, width + (150 if named else 0)))
        draw_curves(ax, panel.curves[::-1])
        if named:
            _name_ends(ax, panel.curves, formats)
    return figure


def _name_ends(ax: Axes, curves: Sequence[Curve], formats: Formats) -> None:
    """Write each line's last value and name beside its end."""
    labels = [wrapped(f"{formats.percent(float(curve.share[-1]))} {curve.label}", _NAMES - _GAP, bold=False) for curve in curves]
    heights = [0.072 * (1 + label.count("\n")) + 0.02 for label in labels]
    positions = spread_labels([float(curve.share[-1]) for curve in curves], max(heights, default=0.1), 0.03, 0.98)
    for curve, label, position in zip(curves, labels, positions, strict=True):
        ax.annotate(
            label,
            (1.0, position),
            xycoords=("axes fraction", "data"),
            xytext=(_GAP, 0),
            textcoords="offset points",
            va="center",
            color=curve.look.ink,
            fontsize=12,
            annotation_clip=False,
            linespacing=1.1,
        )


class FanPanel(NamedTuple):
    """A fan on axes of its own: quantiles (10, 25, 50, 75, 90 %) by month from `first` on, other lines and named levels beside it."""

    title: str
    look: Look
    quantiles: np.ndarray  # [5, months]
    first: int
    others: list[tuple[Look, np.ndarray]]
    levels: list[tuple[str, float]]


def draw_fan(
    ax: Axes, months: np.ndarray, quantiles: np.ndarray, look: Look, *, outer: bool = True, names: Sequence[str | None] = (None, None)
) -> None:
    """The bands of a fan, eight in ten light (where `outer`) and the middle half darker, named in a legend; `draw_middle` adds the line."""
    bands = ((0, 0.16, names[0]), (1, 0.26, names[1]))
    for edge, alpha, name in bands if outer else bands[1:]:
        ax.fill_between(months, quantiles[edge], quantiles[4 - edge], color=look.colour, alpha=alpha, lw=0, label=name)


def draw_middle(
    ax: Axes, months: np.ndarray, quantiles: np.ndarray, look: Look, label: str | None = None, *, dashed: bool = False
) -> None:
    """The middle line of a fan; `dashed` as its look says, where it is not alone."""
    ax.plot(months, quantiles[2], color=look.colour, ls=look.dash if dashed else "-", lw=2.4, label=label)


def fans(shown: Sequence[FanPanel], time: TimeAxis, formats: Formats, *, euro: bool = False) -> Figure:
    """What most simulated futures do, by month: the middle half dark, eight in ten light, the middle one as a line."""
    columns = len(shown) if len(shown) <= 4 else 3
    margins = Margins(left=74 if euro else 40, top=48, down=74, right=46)
    width = panel_width(len(shown), columns, margins)
    figure, axes = panels(len(shown), columns, 190 if columns > 1 else 240, margins)
    low, top = _reach(shown)
    axes[0].set_ylim(low, top)
    mark_values(axes[0], formats, thousands=euro)
    for fan, ax in zip(shown, axes, strict=True):
        time.mark(ax, width)
        ax.set_title(wrapped(fan.title, width), color=fan.look.ink if len(shown) > 1 else INK)
        months = np.arange(1, time.months + 1)[fan.first :]
        draw_fan(ax, months, fan.quantiles[:, fan.first :], fan.look)
        for look, line in fan.others:
            ax.plot(months, line[fan.first :], color=look.colour, ls=look.dash, lw=1.4)
        draw_middle(ax, months, fan.quantiles[:, fan.first :], fan.look)
        if low < 0:
            ax.axhline(0, color=INK, lw=1)
        _name_levels(ax, fan, top)
        _last_value(ax, fan, formats, euro)
    return figure


def _reach(panels: Sequence[FanPanel]) -> tuple[float, float]:
    """Limits of the vertical axis: all bands, zero, and the named levels unless they lie far above."""
    shown = [fan.quantiles[:, fan.first :] for fan in panels if fan.first < fan.quantiles.shape[1]]
    top = max((float(values.max()) for values in shown), default=1.0)
    low = min((float(values.min()) for values in shown), default=0.0)
    top = max([top, 1e-9, *(height for fan in panels for _, height in fan.levels if height < 1.6 * top)])
    low = min(low, 0.0)
    room = 0.07 * (top - low)
    return (low - room if low < 0 else 0.0), top + room


def _name_levels(ax: Axes, fan: FanPanel, top: float) -> None:
    for name, height in fan.levels:
        if 0 < height <= top:
            ax.axhline(height, color=INK, lw=0.9, ls=(0, (2, 2.5)))
            ax.annotate(
                name,
                (0.01, height),
                xycoords=("axes fraction", "data"),
                xytext=(0, 2.5),
                textcoords="offset points",
                fontsize=11,
                color=INK,
            )


def _last_value(ax: Axes, fan: FanPanel, formats: Formats, euro: bool) -> None:
    last = float(fan.quantiles[2, -1])
    text = formats.thousands(last) if euro else formats.number(last)
    ax.annotate(
        text,
        (1.0, last),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=12,
        weight="bold",
        color=fan.look.ink,
        annotation_clip=False,
    )
