"""The picture of early warning: of hubs with so many members, how many close, in the colours and words of a traffic light."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from experiments.languages import Words
from experiments.questions.warning_rules import AMBER, GREEN, LIGHTS, RED, AtDate, bands, between, share
from experiments.showing.sheet import Margins, mark_values, panel_width, panels, wrapped
from experiments.showing.style import INK, MUTED, drawing
from experiments.showing.svg import inline_svg

COLOURS: Final = {GREEN: "#8fc7a3", AMBER: "#f0b44c", RED: "#c0442e"}  # apart in lightness too; each bar says its word as well
_SHARES: Final = (0.2, 0.4, 0.6, 0.8)
_HEIGHT: Final = 250.0


def by_members(t: Words, dates: Sequence[AtDate], title: str, called: Callable[[Words, Sequence[float], int], str]) -> str:
    """A panel a date, a bar a band of members.

    Args:
        t: the reader's words.
        dates: what is known at each date.
        title: what the picture is.
        called: what a band of members is called, given their edges.
    """
    margins = Margins(bottom=50, across=70, right=64)
    width = panel_width(len(dates), len(dates), margins)
    told, tops = [], [0.2]
    with drawing():
        figure, axes = panels(len(dates), len(dates), _HEIGHT, margins)
        for date, ax in zip(dates, axes, strict=True):
            edges = _edges(date)
            names, described = [], []
            for place, chosen in enumerate(between(date.futures.values["members"], edges)):
                closed = share(date.futures.closed, date.futures.group, chosen)
                light = _light(date, chosen)
                name = called(t, edges, place)
                names.append(wrapped(_short(t, edges, place), width / (len(edges) + 1) - 4, bold=False))
                word = t(LIGHTS[light]) if light is not None else ""
                percent = t.number(100 * closed.value)
                described.append(t("picture_band", members=name, share=percent, light=word or "–"))
                if closed.value != closed.value:
                    continue
                colour = COLOURS[light] if light is not None else "#d7dde2"
                ax.bar(place, closed.value, 0.86, color=colour, lw=0)
                if closed.low == closed.low:
                    ax.plot([place, place], [closed.low, closed.high], color=INK, lw=1.2, solid_capstyle="butt")
                top = max(closed.value, closed.high if closed.high == closed.high else 0.0)
                tops.append(top)
                ax.annotate(f"{percent}\n{word}", (place, top), (0, 4), textcoords="offset points", ha="center", va="bottom", fontsize=11.5)
            base = share(date.futures.closed, date.futures.group)
            ax.axhline(base.value, color=MUTED, lw=1.2, ls=(0, (4, 3)))
            text = t("picture_all", share=t.number(100 * base.value))
            ax.annotate(
                text, (1, base.value), (4, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=11,
                color=MUTED, annotation_clip=False,
            )
            ax.set_xlim(-0.6, len(edges) + 0.6)
            ax.set_xticks(range(len(edges) + 1), names)
            ax.tick_params(axis="x", labelsize=10.5, length=0)
            ax.set_xlabel(t("picture_under"))
            ax.set_title(t("picture_panel", age=date.age))
            told.append(t("picture_desc", age=date.age, bands="; ".join(described)))
        axes[0].set_ylim(0, max(tops) + 0.2)
        mark_values(axes[0], t, percent=True, count=4)
        return inline_svg(figure, "warning-members", title, " ".join(told))


def _edges(date: AtDate) -> list[float]:
    """Fifths of the futures, and where the light by members changes; an edge next to such a threshold gives way to it."""
    members, rule = date.futures.values["members"], date.by_members.rule
    own = set() if rule is None else {bounds[0] for bounds in (rule.red, rule.amber) if bounds is not None}
    ranks = np.sort(members)
    near = 0.1 * len(ranks)

    def far(edge: float) -> bool:
        return all(abs(np.searchsorted(ranks, edge) - np.searchsorted(ranks, one)) > near for one in own)

    return bands(members, (), 1.0, [*(edge for edge in bands(members, _SHARES, 1.0) if far(edge)), *own])


def _short(t: Words, edges: Sequence[float], place: int) -> str:
    """A band of members under its bar, where the axis says what is counted."""
    if not edges:
        return t("any_members")
    if place in (0, len(edges)):
        return t("picture_below", high=t.number(edges[0])) if place == 0 else t("picture_from", low=t.number(edges[-1]))
    low, high = edges[place - 1], edges[place] - 1
    return t.number(low) if low == high else f"{t.number(low)}–{t.number(high)}"


def _light(date: AtDate, chosen: np.ndarray) -> int | None:
    """The light of a band by members alone; None without a rule, or without futures."""
    if date.by_members.rule is None or not chosen.any():
        return None
    values = {name: column[chosen] for name, column in date.futures.values.items()}
    return int(date.by_members.rule.lights(values)[0])
