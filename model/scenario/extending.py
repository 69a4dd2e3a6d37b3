"""What a scenario takes over from one it extends: all it does not say itself, but for the story of another place.

Whoever begins from a shipped case changes the town or the hub first. Its question, sources and expected facts are then about somewhere
else: they are left out, and it is said. A list of hubs or instruments says which there are; of its namesake in the other file each takes
what it does not say.
"""

from typing import Final

from model.reading.nodes import Mark, Node, merged
from model.reading.problems import Problem

STORY: Final[tuple[str, ...]] = ("question", "question_it", "description", "sources", "decides_by", "expected")
"""Keys that speak of one place, in the order in which they are named."""
QUESTION: Final[dict[str, str]] = {
    "question": "Will the hub last, and which of the policies tried would help it at what cost?",
    "question_it": "L'hub dura, e quale delle misure provate lo aiuterebbe e a quale costo?",
}
"""Asked where the question of another place was left out."""
OF_A_HUB: Final = ("title", "title_it")  # of the story too, where a hub stands in another town
NAMED: Final = ("hubs", "add_hubs", "instruments")
"""Lists whose items take from a namesake what they do not say."""


def take_over(base: Node, over: Node, link: Node) -> tuple[Node, Node, list[Problem]]:
    """Both scenarios, ready to be merged key by key.

    Args:
        base: the scenario that is extended, a map; changed in place.
        over: the file that extends it, a map.
        link: the value of its 'extends'.

    Returns:
        What is left of `base`, `over` with the items of its named lists filled up from their namesakes, and a warning of what was left out.
    """
    assert base.entries is not None and over.entries is not None
    elsewhere = _elsewhere(base, over)
    said: list[Problem] = []
    if elsewhere is not None:
        gone = [key for key in STORY if key in base.entries and key not in over.entries]
        for key in gone:
            del base.entries[key]
        for key, text in QUESTION.items():
            if key in gone and not {"question", "question_it"} & over.entries.keys():
                base.entries[key] = link.mark, Node(link.mark, text, text)
        if gone:
            named = ", ".join(key for key in gone if not key.endswith("_it"))
            text = f"another town or hub than in '{link.value}': its {named} are left out; write your own"
            said.append(Problem(elsewhere.file, elsewhere.line, elsewhere.column, "extends", text, "warning"))
    if "question" in over.entries or "decides_by" in over.entries:
        base.entries.pop("decides_by", None)  # what decides belongs to a question
    _fill_up(base, over)
    theirs, mine = base.child("policies"), over.child("policies")
    if theirs is not None and mine is not None:
        for name in mine.entries or {}:
            _fill_up(theirs.child(name), mine.child(name))
    return base, over, said


def _elsewhere(base: Node, over: Node) -> Mark | None:
    """Where a file says other towns or hubs than what it extends; None if it does not."""
    for path, of in (("territory", _towns), ("hubs", _hubs)):
        mine, theirs = over.child(path), base.child(path)
        if mine is not None and theirs is not None and (found := of(mine)) and found != of(theirs):
            mark = over.key_mark(path)
            assert mark is not None
            return mark
    return None


def _towns(territory: Node) -> list[str]:
    towns = territory.child("towns")
    return [str(town.value) for town in (towns.items or [])] if towns is not None else []


def _hubs(hubs: Node) -> list[tuple[str, ...]]:
    return sorted((_name(hub) or "", _written(hub, "town")) for hub in hubs.items or [])


def _written(block: Node, key: str) -> str:
    value = block.child(key)
    return "" if value is None else str(value.value)


def _name(block: Node) -> str | None:
    """Its name, or its type where it has none of its own."""
    return _written(block, "name") or _written(block, "type") or None


def _fill_up(base: Node | None, over: Node | None) -> None:
    """Gives each named item of the lists of a scenario or policy what its namesake says and it does not."""
    for key in NAMED if base is not None and over is not None else ():
        assert base is not None and over is not None
        _fill_up_list(base.child(key), over.child(key))


def _fill_up_list(base: Node | None, over: Node | None) -> None:
    if base is None or over is None or base.items is None or over.items is None:
        return
    namesakes = {_name(item): item for item in base.items}
    for position, item in enumerate(over.items):
        namesake = namesakes.get(_name(item)) if _name(item) is not None else None
        if namesake is None or namesake.entries is None or item.entries is None:
            continue
        if _written(item, "type") and _written(item, "type") != _written(namesake, "type"):
            continue  # another instrument under the same name
        moved = _written(item, "town") not in ("", _written(namesake, "town"))
        kept = {key: entry for key, entry in namesake.entries.items() if not (moved and key in OF_A_HUB)}
        over.items[position] = merged(Node(namesake.mark, entries=kept), item)
