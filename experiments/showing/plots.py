"""Pictures of months for notebooks: the report's drawings on axes that are given, or made here, and returned.

Everything that may be refused is looked up before axes are made, so that a slip leaves no empty figure behind.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from experiments.languages import Words
from experiments.outcomes.rows import CODED, Fan, Survival
from experiments.showing.bars import draw_pairs
from experiments.showing.canvas import TOGETHER, axes_on, from_zero, legend_below, legend_of, mark_months, name_panel, panels_on, readable
from experiments.showing.curves import Curve, draw_curves, draw_fan, draw_middle
from experiments.showing.sheet import mark_values
from experiments.showing.style import BASE, COST_COLOURS, FAINT, INK, STATE_COLOURS, Look, dress, policy_look
from model.names import FIELDS
from model.series import HUB_COLUMN, HUB_SERIES, Series

_DASHES: Final = {"not_closed": (0, ()), "whole": (0, (4, 1.6))}  # here a dash is a state and not a policy
_OF_CODES: Final = {  # colour of each code
    "state": (FAINT, STATE_COLOURS["whole"], STATE_COLOURS["shrunk"], STATE_COLOURS["closed"]),
    "reason": (FAINT, *(policy_look(place).colour for place in range(1, len(CODED["reason"])))),
}


class LabelledFan(NamedTuple):
    """The spread of a monthly series under one policy."""

    label: str
    look: Look
    fan: Fan


class Lives(NamedTuple):
    """How long hubs live under one policy."""

    label: str
    look: Look
    not_closed: Survival
    whole: Survival


class Shares(NamedTuple):
    """Under one policy, the share of hubs in each state, or closed for each reason: [months, codes]."""

    label: str
    shares: np.ndarray


def fans(
    bands: Sequence[LabelledFan], series: Series, title: str = "", ax: Axes | None = None, lang: str = "en", caption: str = ""
) -> Axes:
    """A monthly series over replicates: the median, half of them and, for a single policy, eight in ten.

    Up to three policies share axes. More have a panel each beside the first policy's median or, on axes that are given, medians alone.

    Args:
        bands: the series under each policy.
        series: what it is.
        title: what it is called, over the axes.
        ax: where to draw; new axes by default.
        lang: language of the reader.
        caption: of a new figure.
    """
    words = Words(lang, "plots")
    many = len(bands) > TOGETHER
    if many and ax is None:
        axes = panels_on(len(bands), caption)
        for place, (band, panel) in enumerate(zip(bands, axes, strict=True)):
            _fan(panel, [band], words, alone=True)
            if place:
                panel.plot(bands[0].fan.month, bands[0].fan.p50, color=BASE, lw=1.2, ls=(0, (2, 2)), label=bands[0].label)
            name_panel(panel, band.label, colour=band.look.ink)
        _scale(axes, bands, series, words)
        legend_of(axes)
        return axes[0]
    ax = axes_on(ax, caption)
    _fan(ax, bands, words, alone=len(bands) == 1, bare=many)
    _scale([ax], bands, series, words)
    if title:
        name_panel(ax, title, 6.0)
    legend_below(ax)
    return ax


def _fan(ax: Axes, bands: Sequence[LabelledFan], words: Words, *, alone: bool, bare: bool = False) -> None:
    names = (words("eight_in_ten"), words("half")) if alone else (None, None)
    for _, look, fan in () if bare else bands:
        draw_fan(ax, fan.month, _quantiles(fan), look, outer=alone, names=names)
    for label, look, fan in bands:
        draw_middle(ax, fan.month, _quantiles(fan), look, words("median") if alone else label, dashed=not alone)


def _scale(axes: Sequence[Axes], bands: Sequence[LabelledFan], series: Series, words: Words) -> None:
    """Axes of months and of the values of a series, which share them."""
    drawn = [np.stack([band.fan.p10, band.fan.p25, band.fan.p75, band.fan.p90]) for band in bands]
    shown = drawn if len(bands) == 1 or len(axes) > 1 else [each[1:3] for each in drawn]
    low, high = (float(edge(each)) for edge, each in ((np.min, np.concatenate(shown)), (np.max, np.concatenate(shown))))
    for ax in axes:
        if low < 0:
            ax.axhline(0, color=INK, lw=1)
        dress(ax)
        mark_months(ax, max(int(band.fan.month[-1]) for band in bands))
        mark_values(ax, words, percent=series.unit == "share", count=8 if len(axes) == 1 else 4)
        from_zero(ax, low, high)
    _name_axes(axes, words("month"), unit_label(series, words))


def _name_axes(axes: Sequence[Axes], below: str, beside: str) -> None:
    """Labels once: under the lowest panels and beside the leftmost."""
    for ax in axes:
        place = None if len(axes) == 1 else ax.get_subplotspec()
        ax.set_xlabel(below if place is None or ax.xaxis.get_tick_params()["labelbottom"] else "")
        ax.set_ylabel(beside if place is None or place.is_first_col() else "")


def unit_label(series: Series, words: Words) -> str:
    """What the axis of a series says: for those that everybody asks for what they are, else the unit."""
    return words(series.name) if series.name in ("members", "cash_eur") else words.unit(series.unit)


def _quantiles(fan: Fan) -> np.ndarray:
    return np.stack([fan.p10, fan.p25, fan.p50, fan.p75, fan.p90])


def survival(lives: Sequence[Lives], ax: Axes | None = None, lang: str = "en", caption: str = "") -> Axes:
    """Hubs by months of life: solid lines are those not closed, dashed ones neither shrunk nor closed; bands for a single policy.

    Args:
        lives: of each policy; more than three have a panel each, beside the first, where new axes are made.
        ax: where to draw; new axes by default.
        lang: language of the reader.
        caption: of a new figure.
    """
    words = Words(lang, "plots")
    if len(lives) > TOGETHER and ax is None:
        axes = panels_on(len(lives), caption)
        for place, (life, panel) in enumerate(zip(lives, axes, strict=True)):
            _lives(panel, [life], words)
            for key, line in zip(_DASHES, lives[0][2:], strict=True) if place else ():
                label = words("beside", state=words(key), policy=lives[0].label)
                panel.step(line.month, line.share, where="post", color=BASE, lw=1.2, ls=_DASHES[key], label=label)
            name_panel(panel, life.label, colour=life.look.ink)
        _life_axes(axes, lives, words)
        legend_of(axes)
        return axes[0]
    ax = axes_on(ax, caption)
    _lives(ax, lives, words)
    _life_axes([ax], lives, words)
    legend_below(ax)
    return ax


def _lives(ax: Axes, lives: Sequence[Lives], words: Words) -> None:
    alone = len(lives) == 1
    for label, look, not_closed, whole in lives:
        for key, life, name in (("not_closed", not_closed, label), ("whole", whole, "")):
            band = (life.low, life.high) if alone else (None, None)
            dashed = Look(look.colour, _DASHES[key])
            draw_curves(ax, [Curve(words(key) if alone else name, dashed, life.month, life.share, *band)])
    if not alone:
        for key, dash in _DASHES.items():
            ax.plot([], [], color=INK, ls=dash, label=words(key))


def kept(lives: Sequence[Lives], ax: Axes, lang: str = "en") -> Axes:
    """Hubs neither shrunk nor closed by months of life, a line a policy, with its interval where it is alone."""
    words = Words(lang, "plots")
    for label, look, _, whole in lives:
        band = (whole.low, whole.high) if len(lives) == 1 else (None, None)
        draw_curves(ax, [Curve(label, look, whole.month, whole.share, *band)])
    _life_axes([ax], lives, words)
    return ax


def _life_axes(axes: Sequence[Axes], lives: Sequence[Lives], words: Words) -> None:
    longest = max(int(life.whole.month[-1]) for life in lives)
    for ax in axes:
        dress(ax)
        mark_months(ax, longest)
        ax.set(ylim=(0, 1.02), xlim=(0, max(longest, 1)))  # none opens in these months: a month of nothing
        mark_values(ax, words, percent=True, count=5 if len(axes) == 1 else 4)
    _name_axes(axes, words("life"), words("hubs"))


def states(found: Sequence[Shares], series: Series, title: str, ax: Axes | None = None, lang: str = "en", caption: str = "") -> Axes:
    """The share of hubs, over all replicates, in each state or with each reason for closing or shrinking, by month.

    Args:
        found: of each policy; several have a panel each.
        series: 'state' or 'reason'.
        title: what it is called.
        ax: where to draw one policy; new axes by default.
        lang: language of the reader.
        caption: of a new figure.

    Raises:
        ValueError: for several policies on axes that are given.
    """
    words = Words(lang, "plots")
    if ax is not None and len(found) > 1:
        raise ValueError(f"areas of {len(found)} policies cannot share axes; name one policy, or leave the axes out")
    names = [words(f"{series.name}_{code}") for code in range(len(CODED[series.name]))]
    there = [code for code in range(len(names)) if any(each.shares[:, code].any() for each in found)]
    axes = panels_on(len(found), caption) if len(found) > 1 else [axes_on(ax, caption)]
    for each, panel in zip(found, axes, strict=True):
        months = np.arange(1, len(each.shares) + 1)
        colours, labels = [_OF_CODES[series.name][code] for code in there], [names[code] for code in there]
        panel.stackplot(months, [each.shares[:, code] for code in there], labels=labels, colors=colours, step="mid")
        name_panel(panel, each.label if len(found) > 1 else title, *(() if len(found) > 1 else (6.0,)))
        dress(panel)
        mark_months(panel, len(months))
        panel.set_ylim(0, 1)
        mark_values(panel, words, percent=True, count=5)
    _name_axes(axes, words("month"), words("hubs"))
    legend_of(axes) if len(found) > 1 else legend_below(axes[0])
    return axes[0]


def cost(
    income: Mapping[str, np.ndarray], costs: Mapping[str, np.ndarray], ax: Axes | None = None, lang: str = "en", title: str = "",
    caption: str = "",
) -> Axes:
    """Mean EUR by month: costs stacked by heading, income as a line."""
    words, own = Words(lang, "plots"), ax is None
    shown = [name for name in COST_COLOURS if np.abs(costs[name]).max() > 0]
    total = np.sum(list(income.values()), axis=0)
    months = np.arange(1, len(total) + 1)
    ax = axes_on(ax, caption, (7.0, 5.0))
    if shown:
        labels, colours = [words.hub_series(HUB_SERIES[HUB_COLUMN[name]]) for name in shown], [COST_COLOURS[name] for name in shown]
        ax.stackplot(months, [costs[name] for name in shown], labels=labels, colors=colours)
    ax.plot(months, total, color=INK, lw=2.4, label=words("income"))
    dress(ax)
    mark_months(ax, len(total))
    ax.set(xlabel=words("month"), ylabel=words("eur"), ylim=(0, None))
    mark_values(ax, words, count=8)
    if own and title:
        name_panel(ax, title, 6.0)
    legend_below(ax)
    return ax


def collaborations(matrix: np.ndarray, ax: Axes | None = None, lang: str = "en", caption: str = "") -> Axes:
    """Mean number of collaborations begun, by fields of the two sides."""
    words = Words(lang, "plots")
    ax = axes_on(ax, caption, (7.0, 5.2))
    draw_pairs(ax, matrix, [words.name("field_word", field) for field in FIELDS], words)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    name_panel(ax, words("pairs"), 6.0)
    readable(ax)
    return ax
