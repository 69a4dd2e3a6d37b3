"""Pictures of a box: how it was chosen, and the ranges it keeps."""

import math
from typing import Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from experiments.discovery.boxes import Side
from experiments.discovery.findings import side_name, subject, unit_text, value_text
from experiments.discovery.regions import Region, RegionSearch
from experiments.discovery.tables import kept, limit, trajectory
from experiments.languages import Words
from experiments.showing.style import FAINT, INK, MUTED, wrapped

BLUE: Final = "#0072b2"
ORANGE: Final = "#d55e00"
# light to dark, so that the order survives a black-and-white print
_BY_NUMBER: Final = ("#c9d1d8", "#8fc3e3", "#3f8fbf", "#0b5c8a", "#0a3350", "#1d1a2e")


def axes(ax: Axes | None, width: float = 7, height: float = 4.4) -> Axes:
    """The axes given, or new ones."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def title(search: RegionSearch, box: int, words: Words) -> str:
    """What a picture shows."""
    name = "title_none" if not search.regions else "title" if search.region(box).holds else "title_weak"
    return words(name, number=box, subject=subject(search, words))


def dress(ax: Axes, grid: Literal["both", "x", "y"]) -> None:
    """Light frame and grid, as in the report."""
    ax.grid(axis=grid, color="#e6eaee", lw=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(FAINT)
    ax.tick_params(colors=MUTED, labelsize=9)
    ax.xaxis.label.set(color=MUTED, size=10)
    ax.yaxis.label.set(color=MUTED, size=10)


def trade_off(search: RegionSearch, ax: Axes | None = None, *, box: int = 1, lang: str = "en") -> Axes:
    """See `Discovery.plot_trade_off`."""
    words = Words(lang, "discovery")
    ax = axes(ax)
    path = trajectory(search).query("box == @box and stage == 'peel'")
    if path.empty:
        search.region(box)  # says that there is none
    overall = path.density.iloc[0]
    ax.plot(path.coverage, path.density, color=FAINT, lw=1.2, zorder=1)
    numbers = np.minimum(path.restricted.to_numpy(dtype=int), len(_BY_NUMBER) - 1)
    for number in np.unique(numbers):
        here = numbers == number
        most = number == len(_BY_NUMBER) - 1
        label = words("factors_none") if not number else words("factors_more", number=number) if most else words.choose(number, "factors")
        ax.scatter(
            path.coverage[here], path.density[here], s=26, color=_BY_NUMBER[number], edgecolor="white", lw=0.5, zorder=2,
            label=label,
        )
    ax.axhline(overall, color=MUTED, lw=0.9, ls=(0, (4, 3)), zorder=0)
    line = words("overall" if box == 1 else "left", share=words.percent(overall))
    # the path of a later box ends before 100 %: room on the right
    end, step, side = (0.0, 4, "left") if box == 1 else (1.02, -4, "right")
    ax.annotate(line, (end, overall), (step, 3), textcoords="offset points", ha=side, color=MUTED, size=9)
    top = float(path.density.max())
    if search.regions:
        region = search.region(box)
        ax.plot(region.coverage, region.density, "o", ms=14, mfc="none", mec=ORANGE, mew=2, zorder=4, label=words("chosen"))
        sure = region.stability
        if math.isfinite(sure.density_out.middle):
            x, y = sure.coverage_out, sure.density_out
            ax.errorbar(x.middle, y.middle, xerr=[[x.middle - x.low], [x.high - x.middle]], yerr=[[y.middle - y.low], [y.high - y.middle]],
                        color=ORANGE, lw=1.3, capsize=2.5, fmt="none", zorder=3, label=words("out"))
            top = max(top, y.high)
        top = max(top, region.density)
    ax.set(xlabel=words("coverage"), ylabel=words("density"), xlim=(0, 1.02), ylim=(0, min(top * 1.15, 1.02)))
    ax.set_title(title(search, box, words), loc="left", color=INK, size=11, weight="bold")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: words.percent(value)))
    dress(ax, "both")
    ax.legend(frameon=False, fontsize=8.5, labelcolor=INK, loc="best")
    return ax


def ranges(search: RegionSearch, ax: Axes | None = None, *, box: int = 1, lang: str = "en") -> Axes:
    """See `Discovery.plot_box`."""
    words = Words(lang, "discovery")
    if not search.regions and box == 1:
        return _empty(axes(ax, height=2), search, words)
    region, sample = search.region(box), search.counts.sample
    rows = list(dict.fromkeys(side.factor for side in region.prim.p_values))
    ax = axes(ax, height=1.5 + 0.62 * len(rows))
    for row, place in enumerate(rows):
        sides = [side for side in region.prim.p_values if side.factor == place]
        if sample.factors[place].numeric:
            _range_of(ax, row, search, region, sides, words)
        else:
            _cells_of(ax, row, search, region, sides[0])
        _shares_of(ax, row, region, sides, words)
    ax.set_yticks(range(len(rows)), [_with_unit(search, place, words) for place in rows])
    ax.set(ylim=(len(rows) - 0.35, -0.65), xlim=(-0.02, 1.02))
    ax.set_xticks([])
    ax.set_xlabel(f"{words('range')}; {words('interval')}")
    ax.set_title(title(search, box, words), loc="left", color=INK, size=11, weight="bold")
    dress(ax, "x")
    ax.spines[:].set_visible(False)
    ax.tick_params(axis="y", length=0, labelsize=10, labelcolor=INK)
    return ax


def _range_of(ax: Axes, row: int, search: RegionSearch, region: Region, sides: list[Side], words: Words) -> None:
    """A numeric factor: its whole range pale, what the box keeps strong, the limits by their values."""
    factor = search.counts.sample.factors[sides[0].factor]
    low, high = factor.span
    ends = {side.kind: limit(search, region.prim.box, side) for side in sides}
    at = {kind: (value - low) / (high - low) for kind, value in ends.items()}
    start, stop = at.get("low", 0.0), at.get("high", 1.0)
    ax.barh(row, 1, height=0.34, color="#eceff2", zorder=1)
    ax.barh(row, stop - start, left=start, height=0.34, color=BLUE if any(map(region.is_stable, sides)) else "#8fc3e3", zorder=2)
    for side in sides:
        sure, x = region.stability.sides[side].limit, at[side.kind]
        if math.isfinite(sure.low):
            ax.plot([(end - low) / (high - low) for end in (sure.low, sure.high)], [row, row], color=INK, lw=1.6, zorder=3)
        ax.plot([x, x], [row - 0.25, row + 0.25], color=INK, lw=1.6, zorder=3)
        ax.annotate(value_text(factor, ends[side.kind], words), (x, row + 0.25), (0, -2), textcoords="offset points", ha="center", va="top",
                    size=9.5, color=INK)
    for x, value, where in ((0.0, low, "left"), (1.0, high, "right")):
        if all(abs(x - other) > 0.08 for other in at.values()):
            ax.annotate(value_text(factor, value, words), (x, row + 0.25), (0, -2), textcoords="offset points", ha=where, va="top",
                        size=8.5, color=MUTED)


def _cells_of(ax: Axes, row: int, search: RegionSearch, region: Region, side: Side) -> None:
    """A factor of categories: one cell each, filled where the box keeps it."""
    categories = search.counts.sample.factors[side.factor].categories
    inside = kept(search, region.prim.box, side)
    width = 1 / len(categories)
    strong = BLUE if region.is_stable(side) else "#8fc3e3"
    for place, name in enumerate(categories):
        ax.barh(row, width * 0.97, left=place * width + width * 0.015, height=0.34, color=strong if name in inside else "#eceff2", zorder=1)
        short = name if len(name) * len(categories) <= 84 else name[: max(84 // len(categories) - 1, 1)] + "…"
        ax.annotate(short, ((place + 0.5) * width, row + 0.25), (0, -2), textcoords="offset points", ha="center", va="top", size=9,
                    color=INK if name in inside else MUTED)


def _shares_of(ax: Axes, row: int, region: Region, sides: list[Side], words: Words) -> None:
    """How often the restrictions come back, above the right end of a row."""
    shares = " / ".join(words.percent(region.stability.sides[side].share) for side in sides)
    name = "stable" if all(map(region.is_stable, sides)) else "stable_not"
    ax.annotate(words(name, share=shares), (1, row - 0.2), (0, 2), textcoords="offset points", ha="right", va="bottom", size=8.5,
                color=MUTED if name == "stable" else ORANGE)


def _with_unit(search: RegionSearch, place: int, words: Words) -> str:
    factor = search.counts.sample.factors[place]
    label, unit = side_name(factor, "", words, both=False), unit_text(factor, words)
    label = wrapped(label, 34)
    return f"{label}\n({'1' if unit.startswith('/') else ''}{unit})" if unit else label


def _empty(ax: Axes, search: RegionSearch, words: Words) -> Axes:
    ax.text(0.5, 0.5, words("no_box"), ha="center", va="center", color=MUTED, transform=ax.transAxes)
    ax.set_axis_off()
    ax.set_title(title(search, 1, words), loc="left", color=INK, size=11, weight="bold")
    return ax
