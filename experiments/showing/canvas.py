"""Axes for pictures in notebooks: those given or new ones, panels for many policies, legends off the data, and under what it was run."""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator
from matplotlib.transforms import ScaledTranslation

from experiments.showing.sheet import wrapped
from experiments.showing.style import INK, LEGIBLE, MUTED, PAPER, contrast

TOGETHER: Final = 3  # policies that share axes; more get panels of their own, or lines without bands on axes that are given
_PANEL: Final = (3.7, 2.5)  # inches
_COLUMNS: Final = 3
_KEY: Final = 1.6  # inches of a legend beside its words, and of what stands left of the axes
_BELOW: Final = 40  # points from the axes down to a legend: ticks and label of the axis stand between
_AT_TEN: Final = 72 * 1.1  # what `wrapped` measures in pixels of the report's titles, for an inch at the ten points of a notebook


def letters() -> float:
    """How much larger the letters of the user's style are than those of a new notebook; pictures grow with them."""
    return max(1.0, float(rcParams["font.size"]) / 10)


def ink_on(figure: Any, ink: str) -> str:
    """The ink, where it can be read on the figure's ground; on a dark style its opposite."""
    ground = to_rgba(figure.get_facecolor())
    return ink if ground[3] < 1 or contrast(ink, to_hex(ground)) >= LEGIBLE else PAPER


def readable(ax: Axes) -> None:
    """What stands around the axes, and the lines through zero, in an ink that can be read on a dark style."""
    figure = ax.get_figure(root=True)
    if ink_on(figure, MUTED) == MUTED:
        return
    ax.tick_params(labelcolor=PAPER)
    titles = [ax.title] if to_hex(ax.title.get_color()) == INK else []  # those of panels have the colours of policies
    for text in (ax.xaxis.label, ax.yaxis.label, *titles, *(text for text in ax.texts if to_hex(text.get_color()) == MUTED)):
        text.set_color(PAPER)
    for line in (line for line in ax.lines if to_hex(line.get_color()) == INK):
        line.set_color(PAPER)


def axes_on(ax: Axes | None, caption: str = "", size: tuple[float, float] = (7.0, 4.6)) -> Axes:
    """The axes given, or new ones under a caption."""
    if isinstance(ax, Axes):
        return ax
    if ax is not None:
        raise TypeError(f"ax: {ax!r:.60}; write one Axes of matplotlib, or nothing for new ones; policies go by name, as policies='...'")
    import matplotlib.pyplot as plt

    figure, made = plt.subplots(figsize=(size[0] * letters(), size[1] * letters()), layout="constrained")
    name_figure(figure, caption)
    return made


def panels_on(count: int, caption: str = "") -> list[Axes]:
    """New panels that share both axes, in rows of three; four stand two by two."""
    import matplotlib.pyplot as plt

    columns = 2 if count in (2, 4) else min(_COLUMNS, count)
    rows = -(-count // columns)
    size = letters() * _PANEL[0] * columns, letters() * (_PANEL[1] * rows + 0.9)
    figure, grid = plt.subplots(rows, columns, figsize=size, sharex=True, sharey=True, squeeze=False, layout="constrained")
    name_figure(figure, caption)
    axes = list(grid.flat)
    for spare in axes[count:]:
        spare.remove()
    for above in axes[:count]:  # a panel with nothing under it names the months
        above.tick_params(labelbottom=above in axes[max(0, count - columns) : count])
    return axes[:count]


def name_figure(figure: Figure, caption: str) -> None:
    """What was run, over all panels."""
    if caption:
        width = figure.get_figwidth() / letters() * _AT_TEN
        caption = "\n".join(wrapped(line, width, 2, bold=False) for line in caption.split("\n"))
        figure.suptitle(caption, x=0.01, ha="left", fontsize="small", color=ink_on(figure, MUTED))


def name_panel(ax: Axes, title: str, inches: float = _PANEL[0], colour: str = INK) -> None:
    """What axes show."""
    ax.set_title(wrapped(title, inches * _AT_TEN, 2), fontsize="medium", fontweight="bold", color=colour)


def mark_months(ax: Axes, months: int) -> None:
    """Whole months from the first on, by years where there are several."""
    step = 12 if months > 36 else 6 if months > 12 else 3 if months > 6 else 1
    ax.xaxis.set_major_locator(MultipleLocator(step))
    ax.set_xlim(1, max(months, 2))


def from_zero(ax: Axes, low: float, high: float) -> None:
    """The vertical axis begins at zero for what is never negative, and ends above what is shown."""
    if low >= 0:
        ax.set_ylim(0, high * 1.05 if high > 0 else 1)


def legend_below(ax: Axes) -> None:
    """The legend of axes under them, where it hides nothing."""
    readable(ax)
    handles, labels = ax.get_legend_handles_labels()
    if labels:
        below = ax.transAxes + ScaledTranslation(0, -_BELOW / 72, ax.figure.dpi_scale_trans)
        where: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (0, 0), "bbox_transform": below, "borderaxespad": 0}
        labels = _fitted(ax, labels)
        ax.legend(handles, labels, frameon=False, fontsize="small", ncols=_columns(labels, 72), **where)


def legend_of(axes: Sequence[Axes]) -> None:
    """One legend under all panels of a figure, each label once."""
    for ax in axes:
        readable(ax)
    found = {label: handle for ax in axes for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)}
    if found:
        figure: Any = axes[0].get_figure(root=True)
        labels = _fitted(axes[0], list(found))
        columns = _columns(labels, int(figure.get_figwidth() / letters() * 11))
        figure.legend(list(found.values()), labels, loc="outside lower left", frameon=False, fontsize="small", ncols=columns)


def _fitted(ax: Axes, labels: Sequence[str]) -> list[str]:
    """Labels broken so that they are no wider than the figure, beside what they name."""
    figure: Any = ax.get_figure(root=True)
    return [wrapped(label, (figure.get_figwidth() / letters() - _KEY) * _AT_TEN, 2, bold=False) for label in labels]


def _columns(labels: Sequence[str], letters: int) -> int:
    """As many as fit beside each other in a line of so many letters."""
    longest = max(len(line) for label in labels for line in label.split("\n"))
    return max(1, min(len(labels), letters // (longest + 6)))
