"""One panel of a map: the ground, rings and reach as circles, hubs as marks, and names beside them."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from experiments.languages import Words
from experiments.showing import style
from experiments.showing.boundaries import Frame, Ground
from experiments.showing.map_labels import LINE, Label, LabelBox, Labels
from experiments.showing.map_plan import MARKS, MappedHub, MappedTown, MapPlan, Mark
from experiments.showing.sheet import text_width
from experiments.showing.style import BAR, BOUNDARY, COUNTED_SEA, GAIN, INK, MUTED, PAPER, legible, policy_look
from model.territory import plane
from model.territory.italy import Municipality, municipalities

_NEW: Final = policy_look(2)  # what a policy does to hubs
HUB: Final = GAIN
SIZE: Final[dict[Mark, float]] = {"planned": 5.0, "moved": 5.0, "added": 8.5, "may_open": 6.0, "rival": 7.0}  # half of it, in pixels
_SMALL: Final = legible(MUTED, COUNTED_SEA)  # of names of places around, and of minutes
_CHANGED: Final = legible(_NEW.colour, COUNTED_SEA)
_INK_OF: Final[dict[Mark, str]] = {"planned": HUB, "moved": _CHANGED, "added": _CHANGED, "may_open": _CHANGED, "rival": INK}
_HALO: Final = f'stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'

# How areas and lines look, here and in the legend.
LAND: Final = f'fill="{style.LAND}" stroke="{BOUNDARY}" stroke-width=".7"'
ELSEWHERE: Final = f'fill="{style.ELSEWHERE}" stroke="{BOUNDARY}"'
TOWN: Final = f'fill="{style.TOWN}" stroke="{MUTED}" stroke-width=".8"'
LIVED: Final = f'fill="{BAR}" opacity=".22"'
RING: Final = f'fill="none" stroke="{MUTED}" stroke-width=".8" stroke-dasharray="2 3"'
REACH: Final = f'fill="none" stroke="{HUB}" stroke-width="1.2"'
FRAME: Final = f'fill="none" stroke="{BOUNDARY}"'

_RING_PX: Final = 9.0  # rings nearer to each other than this are not drawn, but for the outermost
_RING_LABELS: Final = (90, 75, 105, 60, 120, 270, 45, 135, 285, 255, 20, 160)  # degrees from the east where their minutes may stand
_SAME_PX: Final = 9.0  # hubs nearer to each other than this share a name
_PX2_A_NAME: Final = 14_000.0  # of a panel for each municipality that is named for the reader to find their way
_BARS_KM: Final = (1, 2, 5, 10, 20, 50, 100)


class Panel(NamedTuple):
    """A panel ready to paste, and the hubs for whose names there was no room."""

    svg: str
    unnamed: list[str]


class _Spot(NamedTuple):
    """Hubs of one mark that stand on each other on paper, and their name."""

    hubs: list[MappedHub]
    box: LabelBox
    label: Label | None


def panel(plan: MapPlan, frame: Frame, under: Ground | None, key: str, words: Words, *, first: bool) -> Panel:
    """Draw a panel.

    Args:
        plan: what is drawn.
        frame: the part of it.
        under: boundaries, if they are known.
        key: begins the ids, unique in a page.
        words: of `map.py`.
        first: with a scale and an arrow to the north.
    """
    wide, high = frame.pixels
    towns = [town for town in plan.towns if frame.holds(town.x_km, town.y_km)]
    hubs = [hub for hub in plan.hubs if frame.holds(hub.x_km, hub.y_km)]
    ground = [f'<rect width="{wide:.1f}" height="{high:.1f}" {ELSEWHERE if under else LAND}/>']
    ground += [_path(under.land, LAND)] if under else []
    ground.append(_lived(plan, towns, hubs, frame, key))
    ground += [_path(under.marked, TOWN)] if under else []
    ground += [_group(RING, (_circle(frame, town.x_km, town.y_km, km) for town in towns for _, km in _shown_rings(town, frame)))]
    ground += [_group(REACH, (_circle(frame, hub.x_km, hub.y_km, plan.reach_km(plan.factor_of[hub.town])) for hub in hubs))]

    bar, taken = _bar(frame, words) if first else ("", [])
    boxes = [_square(frame.pixel(hub.x_km, hub.y_km), SIZE[hub.mark]) for hub in hubs]
    dots = [_square(frame.pixel(town.x_km, town.y_km), 2.5) for town in towns]
    labels = Labels(wide, high, [*taken, *boxes, *dots])
    names = [labels.place(town.name, _with(dot, boxes), bold=True, far=True) for town, dot in zip(towns, dots, strict=True)]
    spots = _spots(hubs, frame, labels)
    minutes = [_ring_labels(labels, town, frame, words) for town in towns]
    others = _others(labels, frame, {town.code for town in towns}) if all(town.placed for town in towns) else []

    marks = [f'<circle cx="{dot.middle[0]:.1f}" cy="{dot.middle[1]:.1f}" r="2.5" fill="{INK}"/>' for dot in dots]
    marks += [_moved(hub, frame) for hub in hubs if hub.was]
    marks += [symbol(hub.mark, *frame.pixel(hub.x_km, hub.y_km)) for hub in sorted(hubs, key=lambda hub: -SIZE[hub.mark])]
    leaders = [*zip(names, dots, strict=True), *((spot.label, spot.box) for spot in spots)]
    text = [_group(f'stroke="{MUTED}" stroke-width=".8"', (label.leader(box) for label, box in leaders if label))]
    text.append(_group(f'fill="{_SMALL}" font-size="11" text-anchor="middle" {_HALO}', others))
    text.append(_group(f'fill="{_SMALL}" font-size="10.5" text-anchor="middle" {_HALO}', minutes))
    text.append(_names(names, f'fill="{INK}" font-size="13" font-weight="bold"'))
    text += [_names([spot.label for spot in spots if spot.hubs[0].mark == mark], f'fill="{_INK_OF[mark]}"') for mark in MARKS]
    unnamed = [hub.title for spot in spots if spot.label is None for hub in spot.hubs]
    return Panel("".join([*ground, *marks, *text, bar]), unnamed)


def symbol(mark: Mark, x: float, y: float) -> str:
    """The mark of a hub."""
    half = SIZE[mark]
    if mark == "added":
        return f'<path d="M{x:.1f} {y - half:.1f}l{half} {half}l-{half} {half}l-{half} -{half}z" fill="{_NEW.colour}" stroke="{PAPER}"/>'
    if mark == "rival":
        return f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half}" height="{2 * half}" fill="{INK}" stroke="{PAPER}"/>'
    if mark == "may_open":
        look = f'fill="{PAPER}" stroke="{_NEW.colour}" stroke-width="2" stroke-dasharray="3 2"'
    else:
        look = f'fill="{HUB if mark == "planned" else _NEW.colour}" stroke="{PAPER}" stroke-width="1.5"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half}" {look}/>'


# ------------------------------------------------------------------------------------------------- where people live and reach a hub


def _group(look: str, parts: Iterable[str]) -> str:
    """Parts that look the same, each once; nothing where there are none."""
    inside = "".join(dict.fromkeys(parts))
    return f"<g {look}>{inside}</g>" if inside else ""


def _path(steps: str, look: str) -> str:
    return f'<path transform="scale(.1)" vector-effect="non-scaling-stroke" d="{steps}" {look}/>' if steps else ""


def _circle(frame: Frame, x_km: float, y_km: float, km: float) -> str:
    x, y = frame.pixel(x_km, y_km)
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{km * frame.scale:.2f}"/>'


def _lived(plan: MapPlan, towns: Sequence[MappedTown], hubs: Sequence[MappedHub], frame: Frame, key: str) -> str:
    """Where people of the run live and reach a hub: the ground of each town's rings, cut by what is in reach by the roads of that town."""
    parts = []
    for number, factor in enumerate(sorted({town.road_factor for town in towns if town.rings})):
        reach = plan.reach_km(factor)
        cut = "".join(_circle(frame, hub.x_km, hub.y_km, reach) for hub in hubs)
        lived = (_circle(frame, town.x_km, town.y_km, town.lived_km) for town in towns if town.rings and town.road_factor == factor)
        parts.append(f'<clipPath id="{key}-reach-{number}">{cut}</clipPath>')
        parts.append(_group(f'clip-path="url(#{key}-reach-{number})" {LIVED}', lived))
    return "".join(parts)


def _shown_rings(town: MappedTown, frame: Frame) -> list[tuple[int, float]]:
    """The rings of a town that can be told apart, the outermost always."""
    gaps = [(after[1] - before[1]) * frame.scale for before, after in zip(town.rings, town.rings[1:], strict=False)]
    return list(town.rings if all(gap >= _RING_PX for gap in gaps) else town.rings[-1:])


def _ring_labels(labels: Labels, town: MappedTown, frame: Frame, words: Words) -> str:
    """The minutes on the rings, each where its line has room for them."""
    said = []
    x, y = frame.pixel(town.x_km, town.y_km)
    shown = _shown_rings(town, frame)
    if len(shown) > 1 and (shown[-1][1] - shown[-2][1]) * frame.scale < LINE:
        shown = shown[-1:]
    for minutes, km in shown:
        text, radius = f"{minutes} {words.unit('min')}", km * frame.scale
        half = text_width(text, False) / 2.0
        for angle in map(math.radians, _RING_LABELS):
            at_x, at_y = x + radius * math.cos(angle), y - radius * math.sin(angle)
            if labels.take(LabelBox(at_x - half, at_y - LINE / 2.0, at_x + half, at_y + LINE / 2.0)):
                said.append(f'<text x="{at_x:.1f}" y="{at_y + 4.0:.1f}">{escape(text)}</text>')
                break
    return "".join(said)


# ----------------------------------------------------------------------------------------------------------------- marks and names


def _square(point: tuple[float, float], half: float) -> LabelBox:
    return LabelBox(point[0] - half, point[1] - half, point[0] + half, point[1] + half)


def _with(dot: LabelBox, marks: Sequence[LabelBox]) -> LabelBox:
    """The dot with the marks that lie on it: a name goes beside all of them."""
    over = [dot, *(mark for mark in marks if mark.meets(dot))]
    left, top = min(one.left for one in over), min(one.top for one in over)
    return LabelBox(left, top, max(one.right for one in over), max(one.bottom for one in over))


def _spots(hubs: Sequence[MappedHub], frame: Frame, labels: Labels) -> list[_Spot]:
    """Hubs that stand on each other share a name; each spot has its own if there is room."""
    groups: list[list[MappedHub]] = []
    for hub in hubs:
        here = (one for one in groups if one[0].mark == hub.mark
                and math.hypot(one[0].x_km - hub.x_km, one[0].y_km - hub.y_km) * frame.scale < _SAME_PX)  # fmt: skip
        group = next(here, None)
        if group is None:
            groups.append([hub])
        else:
            group.append(hub)
    boxes = [_square(frame.pixel(group[0].x_km, group[0].y_km), SIZE[group[0].mark]) for group in groups]
    named = (labels.place(", ".join(hub.title for hub in group), box, far=True) for group, box in zip(groups, boxes, strict=True))
    return [_Spot(*spot) for spot in zip(groups, boxes, named, strict=True)]


def _moved(hub: MappedHub, frame: Frame) -> str:
    """Where a hub stood, and a line from there to where it stands."""
    (x, y), (now_x, now_y) = frame.pixel(*(hub.was or (0.0, 0.0))), frame.pixel(hub.x_km, hub.y_km)
    look = f'fill="none" stroke="{_NEW.colour}" stroke-width="1.2"'
    line = f'<path d="M{x:.1f} {y:.1f}L{now_x:.1f} {now_y:.1f}" {look} stroke-dasharray="3 2"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" {look}/>{line}'


def _names(labels: Iterable[Label | None], look: str) -> str:
    return _group(f'text-anchor="middle" {look} {_HALO}', (label.svg() for label in labels if label))


@lru_cache(64)
def _largest_around(frame: Frame) -> tuple[tuple[Municipality, tuple[float, float]], ...]:
    """Municipalities in a frame, with where their centres are in pixels, the most populous first."""
    places = ((one, plane(one.latitude, one.longitude, frame.origin)) for one in municipalities().values())
    inside = [(one, frame.pixel(*point)) for one, point in places if frame.holds(*point)]
    return tuple(sorted(inside, key=lambda pair: -pair[0].residents))


def _others(labels: Labels, frame: Frame, without: set[int | None]) -> list[str]:
    """Names of the largest municipalities around, as far as there is room."""
    wide, high = frame.pixels
    left, said = round(wide * high / _PX2_A_NAME), []
    for one, point in _largest_around(frame)[: 4 * left]:
        dot = _square(point, 1.5)
        if left and int(one.code) not in without and labels.free(dot):
            label = labels.place(one.name.split("/")[0], dot, room=wide)
            if label:
                left -= 1
                said.append(f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="1.5"/>{label.svg()}')
    return said


def _bar(frame: Frame, words: Words) -> tuple[str, list[LabelBox]]:
    """How long kilometres are and where north is, and the room that they take."""
    wide, high = frame.pixels
    km = max((km for km in _BARS_KM if km * frame.scale <= 0.2 * wide), default=_BARS_KM[0])
    long, text = km * frame.scale, f"{km} {words.unit('km')}"
    x, y, north = 10.0, high - 10.0, wide - 14.0
    drawn = (
        f'<g fill="{INK}"><path d="M{x} {y - 4:.1f}v4h{long:.1f}v-4" fill="none" stroke="{INK}" stroke-width="1.3"/>'
        f'<text x="{x + long + 6:.1f}" y="{y + 1:.1f}" {_HALO}>{escape(text)}</text><path d="M{north:.1f} 8l5 13l-5 -3.5l-5 3.5z"/>'
        f'<text x="{north:.1f}" y="34" text-anchor="middle" {_HALO}>{escape(words("north"))}</text></g>'
    )
    return drawn, [LabelBox(0.0, high - 26.0, x + long + 8.0 + text_width(text, False), high), LabelBox(north - 12.0, 0.0, wide, 40.0)]
