"""The figure of paired differences: a forest plot, one panel for each outcome."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.showing.sheet import Margins, panel_width, panels, wrapped
from experiments.showing.style import FAINT, INK, MUTED, Look, sized

_BELOW: Final = 0.24  # of a row, between a difference and where it lies as the sets vary


class Effect(NamedTuple):
    """A policy's paired difference from the base case, with its 95 % interval, and where it lies in most sets of parameters."""

    label: str
    look: Look
    difference: float
    low: float
    high: float
    sets_low: float = np.nan
    sets_high: float = np.nan
    clear: bool = False

    @property
    def reach(self) -> tuple[float, float]:
        """The ends of all that is drawn."""
        return float(np.nanmin([self.low, self.sets_low, self.difference])), float(np.nanmax([self.high, self.sets_high, self.difference]))


class Forest(NamedTuple):
    """The policies' effects on one outcome; `percent` or `euro` say how it is written, `better` where better lies (1 right, -1 left)."""

    title: str
    effects: list[Effect]
    better: int
    percent: bool = False
    euro: bool = False


def draw_effects(ax: Axes, effects: Sequence[Effect]) -> None:
    """Each effect with its interval, in rows from the top; hollow where it is not clear, nothing where there is none.

    A thin line with ends shows where the difference lies in most sets of parameters, chance apart.
    """
    for row, effect in enumerate(effects):
        if not np.isfinite(effect.difference):
            continue
        if np.isfinite(effect.sets_low):
            ends = [effect.sets_low, effect.sets_high]
            ax.plot(ends, [row + _BELOW, row + _BELOW], color=effect.look.colour, lw=1.0, marker="|", ms=6, mew=1.0)
        ax.plot([effect.low, effect.high], [row, row], color=effect.look.colour, lw=2.6 if effect.clear else 1.3, solid_capstyle="butt")
        ax.plot(effect.difference, row, "o", ms=9, mec=effect.look.colour, mew=1.6, mfc=effect.look.colour if effect.clear else "white")


def forest(outcomes: Sequence[Forest], words: tuple[str, str], formats: Formats) -> Figure:
    """Differences from the base case with their intervals, one panel for each outcome; hollow marks are no clear difference.

    Args:
        outcomes: the panels; all have the same policies in the same order.
        words: 'better' and 'worse' in the reader's language.
        formats: how numbers are written.
    """
    labels = [effect.label for effect in outcomes[0].effects]
    margins = Margins(left=178, right=16, top=82, bottom=58, across=34)
    width = panel_width(len(outcomes), len(outcomes), margins)
    figure, axes = panels(len(outcomes), len(outcomes), 38.0 * len(labels) + 10, margins)
    axes[0].set_ylim(len(labels) - 0.4, -0.6)
    axes[0].set_yticks(range(len(labels)), [wrapped(label, 172, bold=False) for label in labels])
    axes[0].tick_params(axis="y", colors=INK, labelsize=12.5)
    for panel, ax in zip(outcomes, axes, strict=True):
        ax.grid(True, axis="x")
        ax.grid(False, axis="y")
        ax.set_title(wrapped(panel.title, width + 26, 4))
        ax.axvline(0, color=INK, lw=1.1)
        draw_effects(ax, panel.effects)
        _mark_differences(ax, panel, formats)
        name_sides(ax, panel.better, words)
    return figure


def _mark_differences(ax: Axes, panel: Forest, formats: Formats) -> None:
    """Few round ticks, zero among them, the same on both sides of zero."""
    ends = [bound for effect in panel.effects if np.isfinite(effect.difference) for bound in effect.reach]
    reach, low, high = max(map(abs, ends), default=1.0) or 1.0, min([*ends, 0.0]), max([*ends, 0.0])
    ax.set_xlim(min(low, -0.12 * reach) * 1.08, max(high, 0.12 * reach) * 1.08)
    magnitude = 10.0 ** np.floor(np.log10(reach))
    step = next(
        magnitude * factor
        for factor in (0.2, 0.5, 1, 2, 5)
        if reach / (magnitude * factor) <= (2.4 if low < -0.3 * reach and high > 0.3 * reach else 3.2)
    )
    ticks = [tick for tick in np.arange(-4, 5) * step if ax.get_xlim()[0] <= tick <= ax.get_xlim()[1]]
    if panel.percent:
        labels = [formats.number(tick * 100, signed=True) for tick in ticks]
    elif panel.euro:
        labels = [formats.thousands(tick, signed=True) for tick in ticks]
    else:
        labels = [formats.number(tick, 0 if step >= 1 else 1 if step >= 0.1 else 2, signed=True) for tick in ticks]
    ax.set_xticks(ticks, labels)


def name_sides(ax: Axes, better: int, words: tuple[str, str], *, above: bool = False) -> None:
    """Say on which side of zero better lies, where there is room for it: under the axes, or above them where a label stands under them."""
    if not better:
        return
    low, high = ax.get_xlim()
    right, left = (words[0], words[1]) if better > 0 else (words[1], words[0])
    y, shift = (1, 4) if above else (0, -38)
    for word, x, align, room in ((f"{right} →", 1.0, "right", high), (f"← {left}", 0.0, "left", -low)):
        if room > 0.25 * (high - low):
            ax.annotate(
                word, (x, y), xycoords="axes fraction", xytext=(0, shift), textcoords="offset points", ha=align, color=MUTED,
                fontsize=sized(11.5),
            )  # fmt: skip
    ax.spines["bottom"].set_color(FAINT)
