"""A picture of the runs over the two strongest factors, with a box drawn."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from experiments.discovery.cases import BinnedFactor
from experiments.discovery.figures import BLUE, axes, dress, title
from experiments.discovery.findings import side_name, unit_text, value_text
from experiments.discovery.regions import RegionSearch
from experiments.discovery.tables import kept, limit
from experiments.languages import Formats
from experiments.showing.style import INK, MUTED

_MOST_DOTS: Final = 2000
_SHADES: Final = LinearSegmentedColormap.from_list("cases", ["#dfe4e8", "#f3bd84", "#d55e00", "#5a2600"])
TEXTS: Final = {
    "en": {"share": "share of the point's runs that are cases",
           "pale": "pale: outside the box on another factor, or in an earlier box"},
    "it": {"share": "quota di casi tra le simulazioni del punto",
           "pale": "tenui: fuori dal riquadro per un altro fattore, o in un riquadro precedente"},
}


def scatter(search: RegionSearch, ax: Axes | None = None, *, box: int = 1, lang: str = "en") -> Axes:
    """See `Discovery.plot_scatter`. At most two thousand points are drawn, evenly taken from the design."""
    sample, text = search.counts.sample, TEXTS[Formats(lang).lang]
    ax = axes(ax, height=5)
    region = search.region(box) if search.regions or box > 1 else None
    pair = _strongest(search, box)
    points = np.unique(np.linspace(0, len(sample.runs) - 1, _MOST_DOTS).astype(int))
    share = (sample.hits / sample.runs)[points]
    columns = [_positions(search, place)[points] for place in pair]
    near = np.ones(len(points), dtype=bool)
    if region is not None:
        others = [side for side in region.prim.box.sides(sample) if side.factor not in pair]
        near = np.logical_not(np.any(region.prim.box.broken(sample, others), axis=0))
        for earlier in search.regions[: box - 1]:
            near &= ~earlier.prim.box.contains(sample)
        near = near[points]
    norm = Normalize(0, 1)
    order = np.argsort(share, kind="stable")  # cases on top
    for shown, alpha, size in ((~near, 0.18, 9), (near, 0.9, 16)):
        which = order[shown[order]]
        ax.scatter(columns[0][which], columns[1][which], c=share[which], cmap=_SHADES, norm=norm, s=size, alpha=alpha, lw=0)
    for axis, place, set_limits in ((ax.xaxis, pair[0], ax.set_xlim), (ax.yaxis, pair[1], ax.set_ylim)):
        factor = sample.factors[place]
        low, high = factor.span if factor.numeric else (-0.5, factor.levels - 0.5)
        margin = 0.03 * (high - low) if factor.numeric else 0.0
        set_limits(low - margin, high + margin)
        if factor.numeric:
            axis.set_major_formatter(FuncFormatter(lambda value, _, factor=factor: value_text(factor, value, lang)))
        else:
            axis.set_ticks(range(factor.levels), list(factor.categories))
        axis.set_label_text(_label(factor, lang))
    if region is not None:
        _draw(ax, search, box, pair)
    bar = ax.figure.colorbar(ScalarMappable(norm, _SHADES), ax=ax, shrink=0.8, pad=0.02)
    bar.set_label(text["share"], color=MUTED, size=9)
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: Formats(lang).percent(value)))
    bar.ax.tick_params(colors=MUTED, labelsize=8.5)
    bar.outline.set_visible(False)
    ax.set_title(title(search, box, lang), loc="left", color=INK, size=11, weight="bold")
    dress(ax, "both")
    if not near.all():
        ax.set_xlabel(f"{ax.get_xlabel()}\n{text['pale']}")
    return ax


def _strongest(search: RegionSearch, box: int) -> list[int]:
    """Two factors: those the box restricts, the surest first, then those that differ most between cases and others."""
    order: list[int] = []
    if search.regions:
        region = search.region(box)
        distance = {one.factor: one.distance for one in search.differences}
        sides = region.prim.p_values
        order = sorted({side.factor for side in sides}, key=lambda place: (
            -max(region.stability.sides[side].share for side in sides if side.factor == place), -distance[place], place
        ))
    order += [one.factor for one in search.differences if one.factor not in order]
    return (order * 2)[:2]  # a single factor against itself


def _positions(search: RegionSearch, place: int) -> np.ndarray:
    """Where the points lie along a factor: their values, or their category, shaken so that they do not hide each other."""
    factor, counts = search.counts.sample.factors[place], search.counts
    if factor.numeric:
        return search.cases.factors[factor.name].to_numpy(dtype=float)[counts.kept]
    codes = counts.sample.codes[place]
    # multiples of the golden ratio fill an interval evenly, without a draw
    return codes + 0.6 * ((np.arange(len(codes)) * 0.6180339887 % 1) - 0.5)


def _draw(ax: Axes, search: RegionSearch, box: int, pair: list[int]) -> None:
    """The box as rectangles: one, or one for each category it keeps."""
    spans = [_spans(search, box, place) for place in pair]
    for left, right in spans[0]:
        for bottom, top in spans[1]:
            ax.add_patch(Rectangle((left, bottom), right - left, top - bottom, fc="none", ec=BLUE, lw=2.2, zorder=5))


def _spans(search: RegionSearch, box: int, place: int) -> list[tuple[float, float]]:
    factor, region = search.counts.sample.factors[place], search.region(box)
    sides = {side.kind: side for side in region.prim.p_values if side.factor == place}
    if factor.numeric:
        low, high = factor.span
        margin = 0.015 * (high - low)
        ends = {kind: limit(search, region.prim.box, side) for kind, side in sides.items()}
        return [(ends.get("low", low - margin), ends.get("high", high + margin))]
    if not sides:
        return [(-0.47, factor.levels - 0.53)]
    inside = kept(search, region.prim.box, sides["categories"])
    return [(code - 0.42, code + 0.42) for code, name in enumerate(factor.categories) if name in inside]


def _label(factor: BinnedFactor, lang: str) -> str:
    label, unit = side_name(factor, "", lang, both=False), unit_text(factor, lang)
    return f"{label} ({'1' if unit.startswith('/') else ''}{unit})" if unit else label
