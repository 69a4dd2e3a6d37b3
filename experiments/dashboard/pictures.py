"""The pictures of the live page: the report's drawings with one's own choices in colour over the base case in grey, wide or for a phone.

matplotlib's settings belong to the whole process, and sessions draw at the same time: one at a time does.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.outcomes.measures import ALL
from experiments.report import findings
from experiments.report.reader import Reader
from experiments.showing.curves import Curve, draw_curves, draw_fan, draw_middle
from experiments.showing.sheet import Ages, Calendar, TimeAxis, mark_values
from experiments.showing.style import INK, MUTED, drawing
from experiments.showing.svg import inline_svg

WIDE, NARROW = 760.0, 350.0
"""Pixels across: beside the controls, and on a phone."""
_HEIGHT: Final = 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 14.0, 12.0, 28.0  # pixels around a panel
_LEFT_EURO: Final = 70.0

_one_at_a_time = threading.Lock()


@contextmanager
def alone() -> Iterator[None]:
    """Around what draws by itself."""
    with _one_at_a_time:
        yield


@contextmanager
def _style(key: str) -> Iterator[None]:
    with alone(), drawing(**{"svg.hashsalt": key}):
        yield


def _panel(width: float, left: float = _LEFT) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width / 72, _HEIGHT / 72))
    box = (left / width, _BOTTOM / _HEIGHT, (width - left - _RIGHT) / width, (_HEIGHT - _TOP - _BOTTOM) / _HEIGHT)
    return figure, figure.add_axes(box)


def fan(reader: Reader, series: str, policies: Sequence[str], width: float) -> str:
    """Members or cash by month: the middle half of the futures and the middle one, and of the last policy eight in ten.

    Args:
        reader: the results, and who reads them.
        series: 'members' or 'cash_eur'.
        policies: from the lowest to the uppermost.
        width: pixels across.
    """
    t, results, euro = reader.t, reader.results, series == "cash_eur"
    with _style(series):
        figure, ax = _panel(width, _LEFT_EURO if euro else _LEFT)
        low, high = 0.0, 1e-9
        for policy in policies:
            found = results.fan(series, policy)
            quantiles = np.stack([found.p10, found.p25, found.p50, found.p75, found.p90])
            outer = policy == policies[-1]
            edge = quantiles if outer else quantiles[1:4]
            low, high = min(low, float(edge.min())), max(high, float(edge.max()))
            draw_fan(ax, found.month, quantiles, reader.look(policy), outer=outer)
            draw_middle(ax, found.month, quantiles, reader.look(policy))
        room = 0.06 * (high - low)
        ax.set_ylim(low - room if low < 0 else 0.0, high + room)
        if low < 0:
            ax.axhline(0, color=INK, lw=1)
        if series == "members":
            _needed(ax, reader, policies[-1], high + room)
        _calendar(reader).mark(ax, width)
        mark_values(ax, t, thousands=euro)
        return inline_svg(figure, series, t(f"{'cash' if euro else 'members'}_alt"), t(f"{'cash' if euro else 'members'}_alt"))


def _needed(ax: Axes, reader: Reader, policy: str, top: float) -> None:
    """The members that cover the costs, where one hub makes that a single number."""
    account = findings.account(reader.results, policy) if reader.one_hub else None
    if account is None or not 0 < account.needed <= top:
        return
    needed = account.needed_members()
    ax.axhline(needed, color=INK, lw=0.9, ls=(0, (2, 2.5)))
    label = reader.t("level_needed", members=reader.t.number(needed, account.decimals))
    ax.annotate(
        label, (0.01, needed), xycoords=("axes fraction", "data"), xytext=(0, 3), textcoords="offset points", fontsize=11, color=INK,
    )  # fmt: skip


def survival(reader: Reader, policies: Sequence[str], width: float) -> str:
    """Share of the futures in which a hub is still open, each line in its band."""
    t, results = reader.t, reader.results
    with _style("survival"):
        figure, ax = _panel(width)
        curves = []
        for policy in policies:
            life, stack = results.survival(policy), results.stack(policy)
            shift = int(stack.opens[0]) if reader.one_hub else 0
            curves.append(Curve(reader.title(policy), reader.look(policy), life.month + shift, life.share, life.low, life.high))
        draw_curves(ax, curves)
        ax.set_ylim(0, 1.02)
        mark_values(ax, t, percent=True, count=4)
        time: TimeAxis = _calendar(reader) if reader.one_hub else Ages(max(int(curve.month[-1]) for curve in curves))
        time.mark(ax, width)
        return inline_svg(figure, "survival", t("survival_alt"), t("survival_alt"))


def paths(reader: Reader, series: str, policies: Sequence[str], future: int, width: float) -> str:
    """Members or cash of one future, month by month."""
    t, euro = reader.t, series == "cash_eur"
    with _style(f"one-{series}"):
        figure, ax = _panel(width, _LEFT_EURO if euro else _LEFT)
        for policy in policies:
            line, look = reader.results.paths(series, policy, ALL)[future], reader.look(policy)
            ax.plot(np.arange(1, len(line) + 1), line, color=look.colour, ls=look.dash, lw=2.2)
        low, high = ax.get_ylim()
        ax.set_ylim(min(low, 0.0), max(high, 1.0))
        if low < 0:
            ax.axhline(0, color=MUTED, lw=1)
        _calendar(reader).mark(ax, width)
        mark_values(ax, t, thousands=euro)
        name = t(f"{'cash' if euro else 'members'}_alt")
        return inline_svg(figure, f"one-{series}", name, name)


def ends(series: str, width: float) -> tuple[float, float]:
    """Where the first and the last month of a picture stand, as shares of its width."""
    left = _LEFT_EURO if series == "cash_eur" else _LEFT
    return left / width, (width - _RIGHT) / width


def _calendar(reader: Reader) -> Calendar:
    return Calendar(reader.start, reader.results.months, reader.t)
