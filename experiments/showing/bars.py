"""Figures of how a whole is made up: the month's money, the pairs of fields. They draw numbers and know no results."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.showing.sheet import WIDTH, Margins, panels, wrapped
from experiments.showing.style import BAR, GAIN, INK, LOSS, MUTED, SHADES, legible_on, sized

_BLUES: Final = LinearSegmentedColormap.from_list("links", SHADES)


class Balance(NamedTuple):
    """Mean monthly income and cost of a hub: (name of the line, EUR, colour) in order, and what is left."""

    title: str
    income: list[tuple[str, float, str]]
    costs: list[tuple[str, float, str]]


def money(balances: Sequence[Balance], words: tuple[str, str, str], formats: Formats) -> Figure:
    """Two stacked bars for each case, what comes in above what goes out, with the balance beside them.

    Args:
        balances: the cases, from top to bottom.
        words: 'income', 'costs' and 'balance' in the reader's language.
        formats: how numbers are written.
    """
    bar, between, title = 26.0, 5.0, 22.0
    case = title + 2 * bar + between + 22
    left, right = 74.0, 150.0
    figure, (ax,) = panels(1, 1, case * len(balances), Margins(left=left, right=right, top=4, bottom=6))
    sides = [side for balance in balances for side in (balance.income, balance.costs)]
    longest = max((sum(value for _, value, _ in side) for side in sides), default=1.0) or 1.0
    ax.set_xlim(0, longest)
    ax.set_ylim(case * len(balances), 0)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks([])
    ax.set_yticks([])
    per_pixel = longest / (WIDTH - left - right)
    for number, balance in enumerate(balances):
        y = number * case + title
        ax.annotate(
            wrapped(balance.title, WIDTH - 10, 1), (0, y - 8), xytext=(-left + 4, 0), textcoords="offset points",
            weight="bold", fontsize=13, annotation_clip=False,
        )
        for word, side in zip(words, (balance.income, balance.costs), strict=False):
            _stack(ax, y + bar / 2, bar, side, per_pixel, formats)
            total = sum(value for _, value, _ in side)
            ax.annotate(
                word,
                (0, y + bar / 2),
                xytext=(-7, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                color=MUTED,
                fontsize=12,
                annotation_clip=False,
            )
            ax.annotate(
                formats.euro(total),
                (total, y + bar / 2),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=12.5,
                annotation_clip=False,
            )
            y += bar + between
        net = sum(value for _, value, _ in balance.income) - sum(value for _, value, _ in balance.costs)
        ax.annotate(
            f"{words[2]}\n{formats.euro(net, signed=True)}",
            (1, number * case + title + bar + between / 2),
            xycoords=("axes fraction", "data"),
            xytext=(right - 4, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            weight="bold",
            fontsize=13,
            color=GAIN if net >= 0 else LOSS,
            annotation_clip=False,
            linespacing=1.25,
        )
    return figure


def _stack(ax: Axes, y: float, height: float, side: Sequence[tuple[str, float, str]], per_pixel: float, formats: Formats) -> None:
    start = 0.0
    for _, value, colour in side:
        if value <= 0:
            continue
        ax.barh(y, value, left=start, height=height, color=colour, edgecolor="white", linewidth=1)
        text = formats.number(round(value, -1) if value >= 100 else value)
        if value / per_pixel > 8.5 * len(text) + 4:
            ax.text(start + value / 2, y, text, ha="center", va="center", fontsize=11.5, color=legible_on(colour))
        start += value


class Whole(NamedTuple):
    """Of what a whole is made: (name of the part, share, colour) in order."""

    title: str
    shares: list[tuple[str, float, str]]


def parts(wholes: Sequence[Whole], formats: Formats) -> Figure:
    """A bar for each whole, all of one length, with its parts in it and their names above the first."""
    bar, title, key = 26.0, 24.0, 26.0
    case = title + bar + 14
    figure, (ax,) = panels(1, 1, key + case * len(wholes), Margins(left=8, right=8, top=4, bottom=6))
    ax.set_xlim(0, 1)
    ax.set_ylim(key + case * len(wholes), 0)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks([])
    ax.set_yticks([])
    place = 0.0
    for name, _, colour in wholes[0].shares if wholes else ():
        ax.barh(key / 2 - 2, 0.016, left=place, height=13, color=colour)
        ax.text(place + 0.024, key / 2 - 2, name, va="center", fontsize=12.5)
        place += 0.05 + 8.0 * len(name) / WIDTH
    for number, whole in enumerate(wholes):
        y, start = key + number * case + title, 0.0
        ax.text(0, y - 8, wrapped(whole.title, WIDTH - 20, 1), weight="bold", fontsize=13)
        for _, share, colour in whole.shares:
            ax.barh(y + bar / 2, share, left=start, height=bar, color=colour, edgecolor="white", linewidth=1)
            if share > 0.05:
                ax.text(start + share / 2, y + bar / 2, formats.percent(share), ha="center", va="center", color=legible_on(colour))
            start += share
    return figure


def draw_pairs(ax: Axes, matrix: np.ndarray, fields: Sequence[str], formats: Formats) -> None:
    """A cell for each pair of fields, darker for more collaborations, with their number; the lower triangle of `matrix` is read."""
    size = len(fields)
    ax.grid(False)
    ax.set_xlim(-0.5, size - 0.5)
    ax.set_ylim(size - 0.5, -0.5)
    ax.spines["bottom"].set_visible(False)
    largest = max(float(matrix.max()), 1e-9)
    for row in range(size):
        for column in range(row + 1):
            share = float(matrix[row, column]) / largest
            fill = to_hex(_BLUES(share))
            ax.barh(row, 1, left=column - 0.5, height=1, color=fill, edgecolor="white", linewidth=1.5)
            ax.text(
                column,
                row,
                formats.tidy(float(matrix[row, column])),
                ha="center",
                va="center",
                fontsize=sized(11),
                color=legible_on(fill),
            )
    ax.set_yticks(range(size), fields)
    ax.set_xticks(range(size), fields, rotation=38, ha="right", rotation_mode="anchor")
    ax.tick_params(length=0, colors=INK)


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
    draw_pairs(ax, matrix, fields, formats)
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
        ax.barh(number + 0.72, value, height=0.26, color=BAR)
        ax.annotate(
            formats.tidy(value),
            (value, number + 0.72),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=12,
            annotation_clip=False,
        )
