"""The figures of a sensitivity analysis. Each function returns a figure of its own, which needs no window and no global state."""

import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.sensitivity.analysis import Analysis
from experiments.sensitivity.effects import MainEffect
from experiments.sensitivity.index import Index
from experiments.sensitivity.labels import place_labels
from experiments.sensitivity.words import AnalysisWords
from experiments.showing.style import BASE, INK, MUTED, any_script, drawing, policy_look, wrapped

DARK: Final = policy_look(1).colour
WARM: Final = policy_look(2).colour
_FLOOR: Final = "#e3e6e9"
_FULL, _PALE = 0.85, 0.35  # how strong the colour is of what is clear, and of what is not
_PANELS: Final = 3  # effect curves in a row
_LINES: Final = 5  # factors in a picture of convergence
# Two indices a row of the first picture, by design: method, index, colour.
_BARS: Final = {
    "saltelli": (("sobol", "total", DARK), ("sobol", "first", WARM)),
    "morris": (("morris", "mu_star", DARK),),
    "": (("pawn", "ks_median", DARK), ("delta", "delta", WARM)),
}


def figures(analysis: Analysis, lang: str = "en") -> dict[str, Figure]:
    """All figures that suit the design, by name: indices, plane, convergence, effects; none for an outcome that does not vary."""
    if analysis.constant or not analysis.ranking:
        return {}
    drawn = {"indices": indices(analysis, lang)}
    if analysis.design.sampler == "morris":
        drawn["plane"] = plane(analysis, lang)
    if len({step.size for step in analysis.steps}) > 1:
        drawn["convergence"] = convergence(analysis, lang)
    drawn["effects"] = effects(analysis, lang)
    return drawn


def indices(analysis: Analysis, lang: str = "en", most: int = 20) -> Figure:
    """Bars of the main indices of each factor, the strongest on top, with intervals and the floor of each as a shade.

    Args:
        analysis: what to draw.
        lang: language of the words, such as 'en' or 'it'.
        most: factors shown.
    """
    words = AnalysisWords(lang)
    shown = [rank.factor for rank in analysis.ranking[:most]] + ([analysis.dummy.name] if analysis.dummy else [])
    clear = np.array([rank.above_floor for rank in analysis.ranking[:most]] + [True] * bool(analysis.dummy))
    kinds = _BARS.get(analysis.design.sampler, _BARS[""])
    with _style():
        figure = Figure(figsize=(8.4, 1.35 + 0.48 * len(shown)), layout="constrained", facecolor="white")
        ax = figure.add_subplot()
        floor = analysis.floor(*analysis.ranked_by)
        if math.isfinite(floor):
            ax.axvspan(0, floor, color=_FLOOR, lw=0, zorder=0, label=words("floor_blue" if len(kinds) > 1 else "floor"))
            ax.axvline(floor, color=MUTED, lw=1, ls=(0, (3, 2)), zorder=1)
        for number, (method, index, colour) in enumerate(kinds):
            shift = (number - (len(kinds) - 1) / 2) * 0.36
            entries = [analysis.index(method, index, name) for name in shown]
            _bars(ax, entries, clear, shift, 0.32 if len(kinds) > 1 else 0.6, colour, words(f"index_{method}_{index}"))
        if not clear.all():
            ax.barh([0], [0.0], color=DARK, alpha=_PALE, label=words("bars_pale"))
        ax.set_yticks(range(len(shown)), [wrapped(words.label(analysis.factor(name)), 44, 2) for name in shown])
        ax.set_ylim(len(shown) - 0.5, -0.5)
        ax.set_xlabel(wrapped(words(f"axis_{analysis.ranked_by[0]}", unit=words.axis_unit(analysis)), 52))
        _finish_bars(ax, words, _scale(analysis, words))
    return figure


def _bars(ax: Axes, bars: list[Index | None], clear: np.ndarray, shift: float, height: float, colour: str, label: str) -> None:
    places = np.array([place + shift for place, entry in enumerate(bars) if entry])
    entries = [entry for entry in bars if entry]
    values = np.array([entry.value for entry in entries])
    ax.barh([0], [0.0], color=colour, alpha=_FULL, label=label)  # for the legend, whichever there are
    for which, alpha in ((clear, _FULL), (~clear, _PALE)):
        chosen = np.array([which[place] for place, entry in enumerate(bars) if entry], dtype=bool)
        ax.barh(places[chosen], np.maximum(values[chosen], 0.0), height, color=colour, alpha=alpha, zorder=2)
    ends = np.array([[entry.low, entry.high] for entry in entries])
    ax.hlines(places, ends[:, 0], ends[:, 1], color=INK, lw=1.3, zorder=3)


def _finish_bars(ax: Axes, words: AnalysisWords, scale: float) -> None:
    ax.set_xlim(min(ax.get_xlim()[0], 0.0), None)
    ax.axvline(0, color=INK, lw=0.8)
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", color="#e6eaee")
    ax.xaxis.set_major_formatter(_numbers(words, scale))
    ax.legend(frameon=False, loc="lower right", bbox_to_anchor=(1.0, 1.0), fontsize=11)


def plane(analysis: Analysis, lang: str = "en", most: int = 14) -> Figure:
    """Morris's plane: how much each factor moves the outcome (across) and how much that depends on the others (up).

    Below the dashed line a factor works in much the same way whatever the others are; the `most` strongest ones that are clearly above
    chance have their names written.
    """
    words = AnalysisWords(lang)
    strength = {entry.factor: entry for entry in analysis.of("morris", "mu_star")}
    spread = {entry.factor: entry for entry in analysis.of("morris", "sigma")}
    dummy = analysis.dummy.name if analysis.dummy else ""
    with _style():
        figure = Figure(figsize=(8.4, 5.6), layout="constrained", facecolor="white")
        ax = figure.add_subplot()
        right = 1.12 * max(entry.high for entry in strength.values())
        top = 1.15 * max([entry.value for entry in spread.values()] + [1e-300])
        floor = analysis.floor("morris", "mu_star")
        if math.isfinite(floor):
            ax.axvspan(0, floor, color=_FLOOR, lw=0, zorder=0, label=words("floor"))
        ax.plot([0, min(right, top)], [0, min(right, top)], color=BASE, ls=(0, (5, 3)), lw=1, zorder=1, label=words("plane_line"))
        for name, entry in strength.items():
            colour = BASE if name == dummy else DARK if entry.above_floor else MUTED
            ax.hlines(spread[name].value, entry.low, entry.high, color=colour, lw=1, alpha=0.5, zorder=2)
            ax.plot(entry.value, spread[name].value, "s" if name == dummy else "o", color=colour, ms=6, zorder=3)
        ax.set(xlim=(0, right), ylim=(0, top))
        ax.set_xlabel(wrapped(words("axis_morris", unit=words.axis_unit(analysis)), 70))
        ax.set_ylabel(words("axis_sigma", unit=words.axis_unit(analysis)))
        ax.xaxis.set_major_formatter(_numbers(words, words.scale(analysis)))
        ax.yaxis.set_major_formatter(_numbers(words, words.scale(analysis)))
        ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, fontsize=11)
        # In the crowd that cannot be told from chance names would say nothing: only the dummy has one there.
        named = [rank.factor for rank in (analysis.strongest(most) or analysis.ranking[:3])] + ([dummy] if dummy else [])
        points = [(strength[name].value, spread[name].value) for name in named]
        marks = [(entry.low, entry.high, spread[name].value) for name, entry in strength.items()]
        place_labels(ax, points, [wrapped(words.label(analysis.factor(name)), 26) for name in named], marks)
    return figure


def convergence(analysis: Analysis, lang: str = "en") -> Figure:
    """The main index of the strongest factors and of the dummy as the design grows: lines that run level have settled."""
    words = AnalysisWords(lang)
    index = analysis.ranked_by[1]
    names = [rank.factor for rank in analysis.ranking[:_LINES]]
    with _style():
        figure = Figure(figsize=(8.4, 4.2), layout="constrained", facecolor="white")
        ax = figure.add_subplot()
        for number, name in enumerate([*names, *([analysis.dummy.name] if analysis.dummy else [])]):
            steps = [step for step in analysis.steps if step.index == index and step.factor == name]
            look = policy_look(number + 1 if name in names else 0)
            sizes = [step.size for step in steps]
            ax.fill_between(sizes, [step.low for step in steps], [step.high for step in steps], color=look.colour, alpha=0.12, lw=0)
            label = wrapped(words.label(analysis.factor(name)), 26)
            ax.plot(sizes, [step.value for step in steps], color=look.colour, ls=look.dash, lw=2, marker="o", ms=4, label=label)
        ax.set_xscale("log", base=2)
        sizes = sorted({step.size for step in analysis.steps})
        ax.set_xticks(sizes, [words.number(size) for size in sizes])
        ax.minorticks_off()
        ax.set_ylim(0, None)
        ax.set_xlabel(words("axis_trajectories" if analysis.design.sampler == "morris" else "axis_base_rows"))
        ax.set_ylabel(words(f"axis_convergence_{analysis.ranked_by[0]}"))
        ax.yaxis.set_major_formatter(_numbers(words, _scale(analysis, words)))
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=11)
    return figure


def effects(analysis: Analysis, lang: str = "en", most: int = 6) -> Figure:
    """The mean of the outcome along the range of each of the strongest factors, with its 95 % band; one scale for all."""
    words = AnalysisWords(lang)
    chosen = analysis.strongest(most) or analysis.ranking[:_PANELS]
    curves = [(rank.factor, effect) for rank in chosen if (effect := analysis.effect(rank.factor))]
    columns = min(_PANELS, len(curves))
    rows = -(-len(curves) // columns)
    with _style():
        figure = Figure(figsize=(3.0 * columns + 0.6, 2.9 * rows + 0.4), layout="constrained", facecolor="white")
        grid = figure.subplots(rows, columns, sharey=True, squeeze=False)
        for ax in grid.flat[len(curves) :]:
            ax.set_visible(False)
        for ax, (name, effect) in zip(grid.flat, curves, strict=False):
            _curve(ax, analysis, name, effect, words)
        title = words("effects_title", outcome=words.title(analysis), unit=words.axis_unit(analysis))
        figure.suptitle(wrapped(title, 30 * columns), x=0.01, ha="left", fontsize=12, color=MUTED)
        figure.set_layout_engine("constrained", wspace=0.07, hspace=0.06)
    return figure


def png(figure: Figure, dpi: int = 140) -> bytes:
    """A figure as the bytes of a PNG file, the same bytes each time."""
    buffer = io.BytesIO()
    with any_script():
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def _curve(ax: Axes, analysis: Analysis, name: str, effect: MainEffect, words: AnalysisWords) -> None:
    factor = analysis.factor(name)
    scale = words.scale(analysis)
    places = np.array(effect.places)
    mean, low, high = (np.array(values) * scale for values in (effect.means, effect.lows, effect.highs))
    if factor.values:
        ax.vlines(places, low, high, color=DARK, lw=2, alpha=0.5)
        ax.plot(places, mean, "o", color=DARK, ms=6)
        ax.set_xlim(places.min() - 0.5, places.max() + 0.5)
        ax.set_xticks(places, [wrapped(factor.values[int(place)], 11) for place in places], fontsize=10)
    else:
        ax.fill_between(places, low, high, color=DARK, alpha=0.2, lw=0)
        ax.plot(places, mean, color=DARK, lw=2, marker="o", ms=3.5)
        ax.set_xlim(0, 1)
        size = max(abs(factor.low), abs(factor.high))
        ax.set_xticks([0, 1], [words.end(factor.low, size), words.end(factor.high, size)], fontsize=11)
        first, last = ax.get_xticklabels()
        first.set_horizontalalignment("left")
        last.set_horizontalalignment("right")
        ax.set_xlabel(wrapped(words.name("unit", factor.unit), 26), fontsize=11)
    ax.axhline(analysis.mean * scale, color=BASE, lw=0.9, ls=(0, (3, 2)))
    ax.set_title(wrapped(words.label(factor), 24), fontsize=11.5)
    ax.yaxis.set_major_formatter(_numbers(words))


def _scale(analysis: Analysis, words: AnalysisWords) -> float:
    """What an index is multiplied by on an axis: a move of the outcome has its unit, a share of variance none."""
    return words.scale(analysis) if analysis.ranked_by[0] == "morris" else 1.0


def _numbers(formats: Formats, scale: float = 1.0) -> Callable[[float, Any], str]:
    """Writes the numbers of an axis in the reader's language, as many decimals as they need."""

    def text(value: float, _: Any) -> str:
        value *= scale
        decimals = next((places for places in range(4) if abs(value - round(value, places)) < 1e-9), 4)
        return formats.number(value, decimals)

    return text


@contextmanager
def _style() -> Iterator[None]:
    """The report's drawing habits; on white, because these pictures are saved as files of their own."""
    with drawing(**{"figure.facecolor": "white", "savefig.facecolor": "white", "axes.titleweight": "bold"}):
        yield
