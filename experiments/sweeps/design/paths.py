"""Paths into a scenario, words with '.' between them: `hubs.adda.rent_eur_m2`, `instruments.voucher.share`, `horizon_months`.

Items of a list are called by their name (or their number); `*` is every item: `hubs.*.desks`, whatever the hubs are called. Values are
set on plain data, which is then validated as any scenario is, so that a factor can reach whatever a scenario file can say, and nothing
else.
"""

import math
import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, get_args

from model.reading.documents import examined
from model.reading.nodes import Node, tree
from model.reading.problems import Finding
from model.reading.slots import Slot, inside, limits, meaning, usual
from model.reading.wording import cut, did_you_mean
from model.scenario import Scenario
from model.scenario.loading import SCENARIO
from model.scenario.policies import Plain, item_name


class NoSuchPath(ValueError):
    """A path leads to nothing in a scenario; the message says what there is instead."""


class SchemaEntry(NamedTuple):
    """What the schema says of what stands at a path: its unit, plausible range, meaning, whether only whole numbers go, and limits."""

    unit: str
    plausible: tuple[float, float] | None
    meaning: str
    whole: bool
    limits: tuple[float, float]


def with_value(data: Plain, path: Sequence[str], value: Any) -> Plain:
    """The plain scenario with one value replaced; what is not on the way to it is shared, not copied.

    Raises:
        NoSuchPath: when a list on the way has no such item, or something on the way is neither a map nor a list.
    """
    _refuse_gaps(path)
    return _replaced(data, tuple(path), value, ())


def _replaced(block: Any, path: tuple[str, ...], value: Any, before: tuple[str, ...]) -> Any:
    if not path:
        return value
    head, *rest = path
    if head == EVERY:
        items = _every(block, before)
        return [_replaced(item, tuple(rest), value, (*before, str(at))) for at, item in enumerate(items)]
    if isinstance(block, list):
        at = _item(block, head, before)
        return [*block[:at], _replaced(block[at], tuple(rest), value, (*before, head)), *block[at + 1 :]]
    if block is None:  # a block the scenario leaves out, such as the prices of a hub
        block = {}
    if not isinstance(block, dict):
        raise NoSuchPath(f"'{cut('.'.join(before))}' is a single value; nothing lies below it")
    if head not in block and before == ("policies",):  # a policy is more than one figure: it cannot be made on the way
        raise NoSuchPath(f"no policy '{cut(head)}'{did_you_mean(head, list(block))}")
    if head not in block and rest and head in _LISTS and (head != "hubs" or not before):  # the hubs of a policy are a map
        raise NoSuchPath(f"{'the scenario' if not before else repr(cut('.'.join(before)))} has no {head}")
    return {**block, head: _replaced(block.get(head), tuple(rest), value, (*before, head))}


EVERY: Final = "*"
"""A word of a path that stands for every item of a list."""
_DEEPEST: Final = 20
_LISTS: Final = ("hubs", "instruments", "shocks", "add_hubs")


def _item(items: list[Any], name: str, before: tuple[str, ...]) -> int:
    names = [item_name(item) for item in items]
    if name in names:
        return names.index(name)
    if _NUMBER.fullmatch(name) and int(name) < len(items):
        return int(name)
    known = [known for known in names if known is not None]
    raise NoSuchPath(f"no '{cut(name)}' in {cut('.'.join(before))}{did_you_mean(name, known)}")


_NUMBER: Final = re.compile(r"[0-9]{1,6}")


def _every(block: Any, before: tuple[str, ...]) -> list[Any]:
    where = f"'{cut('.'.join(before))}'" if before else "the scenario"
    if block is not None and not isinstance(block, list):
        raise NoSuchPath(f"'{EVERY}' is every item of a list, and {where} is none; write a name")
    if not block:
        raise NoSuchPath(f"'{EVERY}' is every item of a list, and {where} has none")
    return block


def expanded(data: Plain, path: Sequence[str | int]) -> list[tuple[str, ...]]:
    """The paths that a path stands for: one for each item where it says `*`; items are called by name, as in `named`.

    Raises:
        NoSuchPath: when a list on the way has no such item, or none at all.
    """
    words = tuple(map(str, path))
    if EVERY not in words:
        return [named(data, words)]
    at = words.index(EVERY)
    block: Any = data
    for part in words[:at]:
        block = block[_item(block, part, words[:at])] if isinstance(block, list) else block.get(part) if isinstance(block, dict) else None
    items = range(len(_every(block, words[:at])))
    return [found for item in items for found in expanded(data, (*words[:at], str(item), *words[at + 1 :]))]


def named(data: Plain, path: Sequence[str | int]) -> tuple[str, ...]:
    """The path with items of lists called by their name where they have one, so that two ways to write one path are equal.

    Raises:
        NoSuchPath: when a list on the way has no such item.
    """
    words: tuple[str, ...] = ()
    block: Any = data
    for part in map(str, path):
        word = part
        if isinstance(block, list):
            block = block[_item(block, part, words)]
            word = item_name(block) or part
        else:
            block = block.get(part) if isinstance(block, dict) else None
        words = (*words, word)
    return words


def entry_at(scenario: Scenario, path: Sequence[str]) -> SchemaEntry:
    """What stands at a path by the schema; empty where the schema knows no such key (the scenario's own check then says so).

    Of several items, what the first says; whole numbers only where any of them takes no others.

    Raises:
        NoSuchPath: when a list on the way has no such item.
    """
    _refuse_gaps(path)
    data = scenario.written()
    entries = [_entry(tree(data), words) for words in (expanded(data, path) if EVERY in path else [path])]
    return entries[0]._replace(whole=any(entry.whole for entry in entries))


def _entry(node: Node | None, path: Sequence[str]) -> SchemaEntry:
    slot: Slot | None = Slot(Scenario)
    for depth, word in enumerate(path):
        part: str | int = word
        if node is not None and node.items is not None:
            part = _item([_named(item) for item in node.items], word, tuple(path[:depth]))
        slot = inside(slot, node, part) if slot is not None else None
        node = node.child(part) if node is not None else None
    if slot is None:
        return SchemaEntry("", None, "", False, (-math.inf, math.inf))
    kinds = _kinds(slot.type)
    low, high, unit = limits(slot)
    return SchemaEntry(unit, usual(slot), meaning(slot).rstrip("."), int in kinds and float not in kinds, (low, high))


def _refuse_gaps(path: Sequence[str]) -> None:
    if not path or not all(path):
        raise NoSuchPath("a path is words with '.' between them, such as hubs.NAME.desks")
    if len(path) > _DEEPEST:
        raise NoSuchPath(f"a path of {len(path)} words; no figure of a scenario lies so deep")


def _named(node: Node) -> dict[str, Any]:
    return {key: value.value for key, (_, value) in (node.entries or {}).items() if key in ("name", "type")}


def _kinds(annotation: Any) -> set[Any]:
    """The plain types an annotation lets through."""
    arguments = get_args(annotation)
    return {kind for argument in arguments for kind in _kinds(argument)} if arguments else {annotation}


def trial(scenario: Scenario, path: Sequence[str], value: Any) -> list[Finding]:
    """The errors of a scenario once a value is put at a path; none when it can be run under each of its policies.

    Raises:
        NoSuchPath: when the path leads to nothing.
    """
    data = with_value(scenario.written(), path, value)
    return [finding for finding in examined(SCENARIO, tree(data), scenario.name)[1] if finding.severity == "error"]
