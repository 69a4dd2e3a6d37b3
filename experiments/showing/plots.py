"""Pictures for notebooks: the report's drawings on axes that are given, or made here, and returned."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from experiments.languages import Words
from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.rows import ContrastRow, Fan, Survival
from experiments.showing.bars import draw_pairs
from experiments.showing.curves import Curve, draw_curves, draw_fan, draw_middle
from experiments.showing.forest import Effect, draw_effects, name_sides
from experiments.showing.sheet import mark_values
from experiments.showing.style import COST_COLOURS, GAIN, INK, LOSS, MUTED, Look, dress
from model.names import FIELDS
from model.series import HUB_COLUMN, HUB_SERIES

_DASHES: Final = {"not_closed": (0, ()), "whole": (0, (4, 1.6))}  # here a dash is a state and not a policy


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


def fans(bands: Sequence[LabelledFan], series: str, ax: Axes | None = None, lang: str = "en") -> Axes:
    """A monthly series over replicates: median, p25-p75 and, for a single policy, p10-p90.

    Args:
        bands: the series under each policy.
        series: its name in `model.series.HUB_SERIES`, of those that `plots` of a language has a label for.
        ax: where to draw; new axes by default.
        lang: language of the reader.
    """
    ax, words = _axes(ax), Words(lang, "plots")
    alone = len(bands) == 1
    names = (words("eight_in_ten"), words("half")) if alone else (None, None)
    for _, look, fan in bands:
        draw_fan(ax, fan.month, _quantiles(fan), look, outer=alone, names=names)
    for label, look, fan in bands:
        draw_middle(ax, fan.month, _quantiles(fan), look, words("median") if alone else label)
    if series == "cash_eur":
        ax.axhline(0, color=INK, lw=1)
    dress(ax)
    mark_values(ax, words, count=8)
    ax.set(xlabel=words("month"), ylabel=words(series), xlim=(1, max(int(band.fan.month[-1]) for band in bands)))
    _legend(ax)
    return ax


def _quantiles(fan: Fan) -> np.ndarray:
    return np.stack([fan.p10, fan.p25, fan.p50, fan.p75, fan.p90])


def survival(lives: Sequence[Lives], ax: Axes | None = None, lang: str = "en") -> Axes:
    """Hubs by months of life: solid lines are those not closed, dashed ones neither shrunk nor closed; bands for a single policy."""
    own = ax is None
    ax, words = _axes(ax), Words(lang, "plots")
    alone = len(lives) == 1
    for label, look, not_closed, whole in lives:
        for key, life, name in (("not_closed", not_closed, label), ("whole", whole, "")):
            band = (life.low, life.high) if alone else (None, None)
            dashed = Look(look.colour, _DASHES[key])
            draw_curves(ax, [Curve(words(key) if alone else name, dashed, life.month, life.share, *band)])
    if not alone:
        for key, dash in _DASHES.items():
            ax.plot([], [], color=INK, ls=dash, label=words(key))
    dress(ax)
    ax.set(xlabel=words("life"), ylabel=words("hubs"), ylim=(0, 1.02), xlim=(0, None))
    mark_values(ax, words, percent=True)
    _legend(ax, beside=own and not alone)
    return ax


def cost(income: Mapping[str, np.ndarray], costs: Mapping[str, np.ndarray], ax: Axes | None = None, lang: str = "en") -> Axes:
    """Mean EUR by month: costs stacked by heading, income as a line."""
    own = ax is None
    ax, words = _axes(ax), Words(lang, "plots")
    shown = [name for name in COST_COLOURS if np.abs(costs[name]).max() > 0]
    total = np.sum(list(income.values()), axis=0)
    months = np.arange(1, len(total) + 1)
    if shown:
        labels, colours = [words.hub_series(HUB_SERIES[HUB_COLUMN[name]]) for name in shown], [COST_COLOURS[name] for name in shown]
        ax.stackplot(months, [costs[name] for name in shown], labels=labels, colors=colours)
    ax.plot(months, total, color=INK, lw=2.4, label=words("income"))
    dress(ax)
    ax.set(xlabel=words("month"), ylabel=words("eur"), xlim=(1, max(len(total), 2)), ylim=(0, None))
    mark_values(ax, words, count=8)
    _legend(ax, beside=own)
    return ax


def collaborations(matrix: np.ndarray, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Mean number of collaborations begun, by fields of the two sides."""
    ax, words = _axes(ax), Words(lang, "plots")
    draw_pairs(ax, matrix, [words.name("field_word", field) for field in FIELDS], words)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.set_title(words("pairs"))
    return ax


def differences(
    rows: Sequence[ContrastRow], labels: Sequence[str], looks: Sequence[Look], title: str, baseline: str,
    ax: Axes | None = None, lang: str = "en",
) -> Axes:
    """Paired differences with their intervals, one a row, in the unit of the outcomes (shares in percentage points).

    Args:
        rows: of one outcome under several policies, or of several outcomes under one.
        labels: what each row is called.
        looks: colour of each row; `verdict_look` for rows of one policy.
        title: what all rows are of.
        baseline: title of what the policies are compared with.
        ax: where to draw; new axes by default.
        lang: language of the reader.

    Raises:
        ValueError: when the outcomes do not share a unit, and so no axis.
    """
    words = Words(lang, "plots")
    measures = [MEASURES[row.outcome] for row in rows]
    units = dict.fromkeys(words.unit(measure.unit) if measure.kind == "number" else words("points") for measure in measures)
    if len(units) > 1:
        raise ValueError(f"outcomes of different units cannot share an axis: {', '.join(units)}")
    ax = _axes(ax)
    draw_effects(ax, [_effect(row, measure, label, look) for row, measure, label, look in zip(rows, measures, labels, looks, strict=True)])
    ax.axvline(0, color=INK, lw=1.1, zorder=1.5)
    dress(ax, grid="x")
    ax.set_yticks(range(len(rows)), labels, color=INK)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.locator_params(axis="x", nbins=6)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, _decimals(ax), signed=True)))
    ax.set_xlabel(f"{words('difference', baseline=baseline)} ({', '.join(units)})")
    better = {measure.better for measure in measures}
    name_sides(ax, better.pop() if len(better) == 1 else 0, (words("better"), words("worse")), above=True)
    ax.set_title(title, pad=18)
    return ax


def _effect(row: ContrastRow, measure: Measure, label: str, look: Look) -> Effect:
    scale = 1.0 if measure.kind == "number" else 100.0
    low, high, sets_low, sets_high = (value * scale for value in (row.low, row.high, row.sets_low, row.sets_high))
    return Effect(label, look, row.difference * scale, low, high, sets_low, sets_high, row.clear)


def verdict_look(row: ContrastRow) -> Look:
    """The look of a difference that is for the better, for the worse, or neither (or not clear)."""
    gain = MEASURES[row.outcome].better * row.difference
    return Look(MUTED if not row.clear or gain == 0 else GAIN if gain > 0 else LOSS, (0, ()))


def _decimals(ax: Axes) -> int:
    """As many as the ticks of the horizontal axis need."""
    ticks = ax.get_xticks()
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1
    return 0 if step >= 1 else 1 if step >= 0.1 else 2


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(7, 4), layout="constrained")[1]


def _legend(ax: Axes, *, beside: bool = False) -> None:
    """Beside the axes (where they have a figure of their own) a legend hides nothing of what is drawn."""
    if beside:
        ax.legend(frameon=False, fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0))
    else:
        ax.legend(frameon=False, fontsize="small")
