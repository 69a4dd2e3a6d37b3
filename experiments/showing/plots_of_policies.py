"""Pictures of figures with intervals for notebooks, one row a policy or outcome: differences, spreads, money, decisions."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from experiments.languages import Words
from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.rows import ContrastRow
from experiments.showing.canvas import axes_on, legend_below, name_panel, readable
from experiments.showing.forest import Effect, draw_effects, name_sides
from experiments.showing.sheet import wrapped
from experiments.showing.style import GAIN, INK, LOSS, MUTED, Look, dress

_LABEL: Final = 240  # pixels of the report's size in which the name of a row is broken
_ROW: Final = 0.5  # inches
SPREAD: Final = (0.1, 0.25, 0.75, 0.9)  # what is drawn of an outcome over replicates
_ROOMY: Final = 4  # rows up to which a name may take three lines


class OutcomeSpread(NamedTuple):
    """One outcome under one policy over its replicates: 10, 25, 75 and 90 %, and the mean."""

    label: str
    look: Look
    quantiles: np.ndarray
    mean: float


def forest_on(
    effects: Sequence[Effect], across: str, title: str, ax: Axes | None, words: Words, *, better: int = 0, signed: bool = True,
    percent: bool = False, caption: str = "", room: float = _LABEL,
) -> Axes:
    """Figures with intervals, one a row; those that are not defined say so.

    Args:
        effects: the rows.
        across: what the horizontal axis is.
        title: what all rows are of.
        ax: where to draw; new axes by default.
        words: language of the reader.
        better: the side of zero on which better lies: 1 right, -1 left.
        signed: whether they are differences.
        percent: whether they are shares, written in percent.
        caption: of a new figure.
        room: for what a row is called, in pixels of the report's size.

    Raises:
        ValueError: without rows.
    """
    if not effects:
        raise ValueError("nothing is compared here: name another policy beside the baseline")
    ax = axes_on(ax, caption, (7.5, 1.9 + _ROW * len(effects)))
    draw_effects(ax, effects)
    if not any(np.abs(effect.reach).max() > 0 for effect in effects if np.isfinite(effect.difference)):
        ax.set_xlim(-1, 1)  # nothing changes, and not by a hundredth
    for row, effect in enumerate(effects):
        if not np.isfinite(effect.difference):
            ax.annotate(words("undefined"), (0.02, row), xycoords=("axes fraction", "data"), va="center", color=MUTED, fontsize="small")
    if signed:
        ax.axvline(0, color=INK, lw=1.1, zorder=1.5)
    elif all(not np.isfinite(effect.difference) or effect.reach[0] >= 0 for effect in effects):
        ax.set_xlim(left=0)
    _rows(ax, [effect.label for effect in effects], room)
    if percent and ax.get_xlim()[1] > 0.9:
        ax.set_xlim(right=1.03)
    ax.locator_params(axis="x", nbins=6)

    def text(value: float, _position: int) -> str:
        return words.percent(value) if percent else words.number(value, _decimals(ax), signed=signed)

    ax.xaxis.set_major_formatter(FuncFormatter(text))
    ax.set_xlabel(across)
    name_sides(ax, better, (words("better"), words("worse")), above=True)
    ax.set_title(wrapped(title, 560, 2), pad=18 if better else 6, fontsize="medium", fontweight="bold", color=INK)
    readable(ax)
    return ax


def _rows(ax: Axes, labels: Sequence[str], room: float = _LABEL) -> None:
    dress(ax, grid="x")
    lines = 3 if len(labels) <= _ROOMY else 2
    ax.set_yticks(range(len(labels)), [wrapped(label, room, lines, bold=False) for label in labels], color=INK)
    ax.set_ylim(len(labels) - 0.4, -0.6)


def differences(
    rows: Sequence[ContrastRow], labels: Sequence[str], looks: Sequence[Look], title: str, baseline: str,
    ax: Axes | None = None, lang: str = "en", caption: str = "", room: float = _LABEL,
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
        caption: of a new figure.
        room: for what a row is called, in pixels of the report's size.

    Raises:
        ValueError: when the outcomes do not share a unit, and so no axis; or without rows.
    """
    words = Words(lang, "plots")
    measures = [MEASURES[row.outcome] for row in rows]
    units = dict.fromkeys(words.unit(measure.unit) if measure.kind == "number" else words("points") for measure in measures)
    if len(units) > 1:
        raise ValueError(f"outcomes of different units cannot share an axis: {', '.join(units)}")
    effects = [_effect(row, measure, label, look) for row, measure, label, look in zip(rows, measures, labels, looks, strict=True)]
    better = {measure.better for measure in measures}
    across = f"{words('difference', baseline=baseline)} ({', '.join(units)})"
    return forest_on(effects, across, title, ax, words, better=better.pop() if len(better) == 1 else 0, caption=caption, room=room)


def _effect(row: ContrastRow, measure: Measure, label: str, look: Look) -> Effect:
    scale = 1.0 if measure.kind == "number" else 100.0
    low, high, sets_low, sets_high = (value * scale for value in (row.low, row.high, row.sets_low, row.sets_high))
    return Effect(label, look, row.difference * scale, low, high, sets_low, sets_high, row.clear)


def verdict_look(row: ContrastRow) -> Look:
    """The look of a difference that is for the better, for the worse, or neither (or not clear)."""
    gain = MEASURES[row.outcome].better * row.difference
    return Look(MUTED if not row.clear or gain == 0 else GAIN if gain > 0 else LOSS, (0, ()))


def spreads(found: Sequence[OutcomeSpread], measure: Measure, ax: Axes | None = None, lang: str = "en", caption: str = "") -> Axes:
    """One outcome over the replicates of each policy: the mean, half of them and eight in ten."""
    words = Words(lang, "plots")
    ax = axes_on(ax, caption, (7.5, 2.3 + _ROW * len(found)))
    for row, one in enumerate(found):
        p10, p25, p75, p90 = one.quantiles
        names = (words("eight_in_ten"), words("half"), words("mean")) if not row else (None, None, None)
        ax.plot([p10, p90], [row, row], color=one.look.colour, lw=1.4, label=names[0], solid_capstyle="butt")
        ax.plot([p25, p75], [row, row], color=one.look.colour, lw=7, alpha=0.45, label=names[1], solid_capstyle="butt")
        ax.plot(one.mean, row, "o", ms=7, color=one.look.colour, label=names[2], ls="")
    _rows(ax, [one.label for one in found])
    if min(one.quantiles[0] for one in found) >= 0:
        ax.set_xlim(left=0)
    ax.locator_params(axis="x", nbins=6)
    percent = measure.kind != "number"
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.percent(value) if percent else words.number(value, _decimals(ax))))
    ax.set_xlabel(words.unit(measure.unit))
    name_panel(ax, words.outcome(measure), 6.0)
    legend_below(ax)
    return ax


def _decimals(ax: Axes) -> int:
    """As many as the ticks of the horizontal axis need."""
    ticks = ax.get_xticks()
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1
    return 0 if step >= 1 else 1 if step >= 0.1 else 2


def figures_on(
    found: Sequence[tuple[str, Look, Sequence[float]]], across: str, title: str, ax: Axes | None, words: Words, *, better: int = 0,
    signed: bool = True, percent: bool = False, caption: str = "",
) -> Axes:
    """Figures with their 95 % intervals, one a row; `found` are what each is called, its look, and value, low and high."""
    effects = [
        Effect(label, look, value, low, high, clear=not signed or low > 0 or high < 0) for label, look, (value, low, high) in found
    ]
    return forest_on(effects, across, title, ax, words, better=better, signed=signed, percent=percent, caption=caption)


_BETTER: Final = {"public_eur": -1, "member_months": 1}  # of differences; of a price or share zero is no middle
_PARTS: Final = {"paid_by": "payer", "through": "measure", "to": "hub"}


def money(
    found: Sequence[tuple[str, Look, Sequence[float]]], figure: str, unit: str, baseline: str, ax: Axes | None, words: Words,
    caption: str = "",
) -> Axes:
    """One figure of public money under each policy.

    Args:
        found: what each policy is called, its look, and value, low and high.
        figure: the column of the table of money.
        unit: its unit.
        baseline: what the policies are compared with.
        ax: where to draw; new axes by default.
        words: language of the reader.
        caption: of a new figure.
    """
    way = next((way for way in _PARTS if figure.startswith(f"{way}_")), None)
    title = words(figure) if way is None else words(way, who=words.name(_PARTS[way], figure.removeprefix(f"{way}_")))
    signed = figure in _BETTER or way is not None
    key = "beyond" if signed else "with_interval"
    across = words(key, baseline=words.inside(baseline), unit=words.unit(unit))
    better = _BETTER.get(figure, 0)
    return figures_on(found, across, title, ax, words, better=better, signed=signed, percent=unit == "share", caption=caption)
