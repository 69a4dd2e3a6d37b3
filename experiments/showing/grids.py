"""Pictures of choices: a grid of what is at stake, and bars of how likely something is. They draw numbers and know no results."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.showing.sheet import Margins, panel_width, panels, wrapped
from experiments.showing.style import BAR, FAINT, INK, MUTED, SHADES, legible_on

_SHADES: Final = LinearSegmentedColormap.from_list("at stake", SHADES)
_LEFT: Final = 236.0
_LABELS: Final = Margins(left=_LEFT, right=16, top=66, bottom=8)
_ROW: Final = 40.0


class Square(NamedTuple):
    """What stands in a cell: its depth of colour (0-1), its text, and whether it is set in bold."""

    depth: float
    text: str
    bold: bool = False


def grid(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Square]]) -> Figure:
    """Rows against columns, each cell with its text on a colour that says the same, darker for more."""
    width = panel_width(1, 1, _LABELS) / max(len(columns), 1)
    figure, (ax,) = panels(1, 1, _ROW * len(rows), _LABELS)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(0, len(columns))
    ax.set_ylim(len(rows), 0)
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            fill = to_hex(_SHADES(min(max(cell.depth, 0.0), 1.0)))
            ax.barh(row + 0.5, 1, left=column, height=1, color=fill, edgecolor="white", linewidth=1.5)
            ax.text(
                column + 0.5, row + 0.5, cell.text, ha="center", va="center", color=legible_on(fill), fontsize=13,
                weight="bold" if cell.bold else "normal",
            )  # fmt: skip
    ax.xaxis.tick_top()
    ax.set_xticks([column + 0.5 for column in range(len(columns))], [wrapped(name, width - 6, 3, bold=False) for name in columns])
    ax.set_yticks([row + 0.5 for row in range(len(rows))], [wrapped(name, _LEFT - 12, bold=False) for name in rows])
    ax.tick_params(length=0, colors=INK)
    return figure


class Chance(NamedTuple):
    """How likely something is, with its interval."""

    label: str
    share: float
    low: float
    high: float


def chances(shown: Sequence[Chance], formats: Formats) -> Figure:
    """A bar for each chance, with its number and a line from the lower to the upper end of its interval."""
    figure, (ax,) = panels(1, 1, 34.0 * len(shown), Margins(left=_LEFT, right=110, top=8, bottom=30))
    ax.grid(False)
    ax.set_xlim(0, 1)
    ax.set_ylim(len(shown), 0)
    for row, one in enumerate(shown):
        ax.barh(row + 0.5, one.share, height=0.62, color=BAR)
        if one.low == one.low:
            ax.plot([one.low, one.high], [row + 0.5, row + 0.5], color=INK, lw=1.4, marker="|", ms=7, mew=1.4)
        ax.annotate(
            formats.percent(one.share), (max(one.share, one.high if one.high == one.high else 0.0), row + 0.5), xytext=(8, 0),
            textcoords="offset points", va="center", fontsize=13, weight="bold", annotation_clip=False,
        )  # fmt: skip
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], [formats.percent(tick) for tick in (0, 0.25, 0.5, 0.75, 1)])
    ax.set_yticks([row + 0.5 for row in range(len(shown))], [wrapped(one.label, _LEFT - 12, bold=False) for one in shown])
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.tick_params(axis="x", colors=MUTED)
    ax.spines["bottom"].set_color(FAINT)
    return figure
