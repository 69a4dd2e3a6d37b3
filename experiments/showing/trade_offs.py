"""The picture of a front: what options cost against what they bring. It draws numbers and knows no results."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.showing.sheet import Margins, mark_values, panels
from experiments.showing.style import BAR, BASE, FAINT, GAIN, INK, LOSS, MUTED

_LEAST, _MOST = 9.0, 22.0  # diameters of marks, pixels


class Option(NamedTuple):
    """An option by its label: cost in EUR, what it brings with its interval, its size (0-1), and whether it stands."""

    label: str
    cost: float
    value: float
    low: float
    high: float
    size: float
    stands: bool


def trade_off(
    options: Sequence[Option], without: Option, budget: float, words: tuple[str, str, str, str], formats: Formats, *, percent: bool
) -> Figure:
    """Options by cost and by what they bring; those that do not stand are hollow and crossed.

    Args:
        options: the options.
        without: doing without any.
        budget: EUR, drawn as a line.
        words: of the horizontal axis, the vertical one, the budget and doing without.
        formats: how numbers are written.
        percent: whether what they bring is a share.
    """
    figure, (ax,) = panels(1, 1, 380.0, Margins(left=60, right=24, top=40, bottom=52))
    shown = [without, *options]
    most = 1.06 * max(budget, *(one.cost for one in shown))
    ax.set_xlim(min(0.0, *(one.cost for one in shown)) - 0.03 * most, most)
    low, high = min(one.low for one in shown), max(one.high for one in shown)
    if percent:
        ax.set_ylim(-0.02, 1.02)
    else:
        ax.set_ylim(low - 0.06 * (high - low or 1.0), high + 0.06 * (high - low or 1.0))
    ax.axvline(budget, color=LOSS, lw=1.3, ls=(0, (4, 2)))
    ax.annotate(
        words[2], (budget, 1), xycoords=("data", "axes fraction"), xytext=(-6, 5), textcoords="offset points", ha="right", color=LOSS
    )
    for one in shown:
        colour = BASE if one is without else GAIN if one.stands else MUTED
        ax.plot([one.cost, one.cost], [one.low, one.high], color=colour if one.stands else FAINT, lw=1.2, zorder=1)
        face = BASE if one is without else BAR if one.stands else "white"
        diameter = _LEAST + (_MOST - _LEAST) * min(max(one.size, 0.0), 1.0)
        mark = "s" if one is without else "o"
        ax.plot(one.cost, one.value, mark, ms=diameter, mfc=face, mec=colour, mew=1.5, zorder=2)
        if not one.stands:
            ax.plot(one.cost, one.value, "x", ms=diameter * 0.6, color=MUTED, mew=1.3, zorder=3)
        label = words[3] if one is without else one.label
        ax.annotate(
            label, (one.cost, one.value), xytext=(diameter / 2 + 4, diameter / 2 + 1), textcoords="offset points", color=INK, fontsize=13,
            weight="bold" if one.stands else "normal",
        )  # fmt: skip
    ax.xaxis.set_major_formatter(lambda value, _: formats.thousands(value))
    mark_values(ax, formats, percent=percent)
    ax.grid(True, axis="x")
    ax.set_xlabel(words[0])
    ax.annotate(words[1], (0, 1), xycoords="axes fraction", xytext=(-52, 22), textcoords="offset points", color=INK, weight="bold")
    return figure
