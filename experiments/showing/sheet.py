"""Paper for the figures: panels placed in CSS pixels, a calendar for the time axis, labels that do not overlap."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.languages import Formats, calendar
from experiments.showing.style import any_script

WIDTH: Final = 940.0  # pixels of a full-width figure
_INCH: Final = 72.0  # pixels of the drawing in an inch of matplotlib
# A browser draws in a font of its own; this one is wider than most, so that what fits in it is cut in none.
_TITLE: Final = FontProperties(family="DejaVu Sans", weight="bold", size=13)
_LABEL: Final = FontProperties(family="DejaVu Sans", size=12)


@dataclass(frozen=True)
class Margins:
    """Space around the panels and between them, in pixels."""

    left: float = 46
    right: float = 14
    top: float = 34
    bottom: float = 28
    across: float = 22
    down: float = 58


def panels(count: int, columns: int, height: float, margins: Margins) -> tuple[Figure, list[Axes]]:
    """A figure with `count` panels of equal size in rows of `columns`, each `height` pixels high, with one vertical axis for all."""
    columns = max(1, min(columns, count))
    rows = -(-count // columns)
    panel, width = panel_width(count, columns, margins), WIDTH
    total = margins.top + rows * height + (rows - 1) * margins.down + margins.bottom
    figure = Figure(figsize=(width / _INCH, total / _INCH))
    axes: list[Axes] = []
    for number in range(count):
        row, column = divmod(number, columns)
        x = margins.left + column * (panel + margins.across)
        y = total - margins.top - (row + 1) * height - row * margins.down
        place = (x / width, y / total, panel / width, height / total)
        axes.append(figure.add_axes(place, sharey=axes[0] if axes else None))
        if column:
            axes[-1].tick_params(labelleft=False)
    return figure, axes


def panel_width(count: int, columns: int, margins: Margins) -> float:
    """Width in pixels of each of `count` panels in rows of `columns`, across a full-width figure."""
    columns = max(1, min(columns, count))
    return (WIDTH - margins.left - margins.right - (columns - 1) * margins.across) / columns


def wrapped(title: str, pixels: float, lines: int = 2, *, bold: bool = True) -> str:
    """A title (or, not bold, a label) broken to fit this width, cut with an ellipsis beyond `lines`."""
    broken = [""]
    for word in re.split(r"[ \t\n]+", title.strip()):  # not at a no-break space
        longer = f"{broken[-1]} {word}".strip()
        if text_width(longer, bold) <= pixels:
            broken[-1] = longer
            continue
        broken += [word] if broken[-1] else []
        broken[-1] = broken[-1] or word
        while len(broken) <= lines and (fits := _fitting(broken[-1], pixels, bold)) < len(broken[-1]):
            broken[-1:] = [broken[-1][:fits], broken[-1][fits:]]
    if len(broken) > lines:
        last = broken[lines - 1].rstrip(" ,;:")
        broken = [*broken[: lines - 1], last[: _fitting(last + "…", pixels, bold) - (text_width(last + "…", bold) > pixels)] + "…"]
    return "\n".join(broken)


def _fitting(word: str, pixels: float, bold: bool) -> int:
    """How many of its first letters fit, one at least."""
    return next((end for end in range(len(word), 1, -1) if text_width(word[:end], bold) <= pixels), min(1, len(word)))


@cache
def text_width(text: str, bold: bool) -> float:
    """Pixels of a line of the figures, 12 pixels high or, bold, 13, in a font wider than most."""
    with any_script():
        width, _, _ = TextToPath().get_text_width_height_descent(text, _TITLE if bold else _LABEL, ismath=False)
    return float(width)


class TimeAxis(Protocol):
    """A horizontal axis of time: 0 is its beginning, n the end of its n-th month."""

    @property
    def months(self) -> int:
        """Months it holds."""

    def mark(self, axes: Axes, pixels: float) -> None:
        """Set limits and labels under a panel of this width."""


@dataclass(frozen=True)
class Ages:
    """Years of life of hubs that open at different times."""

    months: int

    def mark(self, axes: Axes, pixels: float) -> None:
        """Whole years since opening (months, in short runs)."""
        axes.set_xlim(0, max(self.months, 1))
        years = self.months // 12
        step = -(-max(years, 1) // max(2, int(pixels / 30)))
        axes.set_xticks(range(0, years * 12 + 1, 12 * step), [str(year) for year in range(0, years + 1, step)])


@dataclass(frozen=True)
class Calendar:
    """The months of a run: `start` is the first ("YYYY-MM")."""

    start: str
    months: int
    formats: Formats

    def mark(self, axes: Axes, pixels: float) -> None:
        """Years (or months, in short runs), each label at the beginning of what it names."""
        axes.set_xlim(0, max(self.months, 1))
        if self.months <= 18:
            step = 3 if pixels > 200 else 6
            ticks = list(range(0, self.months, step))
            labels = [self.formats.short_month(self.start, tick) for tick in ticks]
        else:
            ticks = [month for month in range(self.months) if calendar(self.start, month)[1] == 1]
            fits = max(2, int(pixels / 46))
            ticks = ticks[:: -(-len(ticks) // fits)]
            labels = [str(calendar(self.start, tick)[0]) for tick in ticks]
        axes.set_xticks(ticks, labels)


def mark_values(axes: Axes, formats: Formats, *, percent: bool = False, thousands: bool = False, count: int = 5) -> None:
    """Round numbers along the vertical axis, written as the language does."""

    def text(value: float, _position: int) -> str:
        if percent:
            return formats.percent(value)
        return formats.thousands(value) if thousands else formats.number(value)

    axes.yaxis.set_major_locator(MaxNLocator(count, integer=not percent, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(text))


def spread_labels(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near the wanted ones, in the same order, at least `gap` apart and inside [low, high] if they fit."""
    order = np.argsort(np.asarray(wanted, dtype=float), kind="stable")
    placed = np.asarray(wanted, dtype=float)[order]
    for _ in range(50):
        moved = False
        for upper in range(1, len(placed)):
            short = gap - (placed[upper] - placed[upper - 1])
            if short > 1e-9:
                placed[upper - 1] -= short / 2
                placed[upper] += short / 2
                moved = True
        if len(placed) and placed[0] < low:
            placed += np.linspace(low - placed[0], 0, len(placed)) if len(placed) > 1 else low - placed[0]
            moved = True
        if len(placed) and placed[-1] > high:
            placed += np.linspace(0, high - placed[-1], len(placed)) if len(placed) > 1 else high - placed[-1]
            moved = True
        if not moved:
            break
    result = np.empty(len(placed))
    result[order] = placed
    return [float(position) for position in result]
