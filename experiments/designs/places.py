"""Places of a scenario, written as a path of words: `hubs.adda.rent_eur_m2`, `instruments.voucher.share`, `horizon_months`.

Items of a list are called by their name (or their number). Values are set on plain data, which is then validated as any scenario is,
so that a factor can reach whatever a scenario file can say, and nothing else.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError

from model.scenario import Scenario
from model.scenario.messages import explain
from model.scenario.nodes import Node
from model.scenario.parsing import parse
from model.scenario.policies import Plain, item_name
from model.scenario.problems import Finding
from model.scenario.reading import SCENARIO
from model.scenario.slots import Slot, inside, limits, usual
from model.scenario.wording import did_you_mean
from model.scenario.writing import to_yaml


class NoSuchPlace(ValueError):
    """A path leads to nothing in a scenario; the message says what there is instead."""


class Place(NamedTuple):
    """What the schema says of a place: its unit, plausible range and meaning, and whether it holds whole numbers only."""

    unit: str
    plausible: tuple[float, float] | None
    meaning: str
    whole: bool


def with_value(data: Plain, path: Sequence[str], value: Any) -> Plain:
    """The plain scenario with one value replaced; what is not on the way to it is shared, not copied.

    Raises:
        NoSuchPlace: when a list on the way has no such item, or something on the way is neither a map nor a list.
    """
    return _replaced(data, tuple(path), value, ())


def _replaced(block: Any, path: tuple[str, ...], value: Any, before: tuple[str, ...]) -> Any:
    if not path:
        return value
    head, *rest = path
    if isinstance(block, list):
        at = _item(block, head, before)
        return [*block[:at], _replaced(block[at], tuple(rest), value, (*before, head)), *block[at + 1 :]]
    if block is None:  # a block the scenario leaves out, such as the prices of a hub
        block = {}
    if not isinstance(block, dict):
        raise NoSuchPlace(f"'{'.'.join(before)}' is a single value; nothing lies below it")
    if head not in block and rest and head in _LISTS:
        raise NoSuchPlace(f"the scenario has no {head}")
    return {**block, head: _replaced(block.get(head), tuple(rest), value, (*before, head))}


_LISTS = ("hubs", "instruments", "shocks", "add_hubs")


def _item(items: list[Any], name: str, before: tuple[str, ...]) -> int:
    names = [item_name(item) for item in items]
    if name in names:
        return names.index(name)
    if name.isdigit() and int(name) < len(items):
        return int(name)
    known = [known for known in names if known is not None]
    raise NoSuchPlace(f"no '{name}' in {'.'.join(before)}{did_you_mean(name, known)}")


def place_of(scenario: Scenario, path: Sequence[str]) -> Place:
    """What stands at a path by the schema; empty where the schema knows no such key (the scenario's own check then says so)."""
    root, _ = parse(scenario.to_yaml(), "")
    slot: Slot | None = Slot(Scenario)
    node: Node | None = root
    for depth, word in enumerate(path):
        part: str | int = word
        if node is not None and node.items is not None:
            part = _item([_named(item) for item in node.items], word, tuple(path[:depth]))
        slot = inside(slot, node, part) if slot is not None else None
        node = node.child(part) if node is not None else None
    if slot is None:
        return Place("", None, "", False)
    meaning = (slot.field.description or "") if slot.field is not None else ""
    kinds = _kinds(slot.type)
    return Place(limits(slot)[2], usual(slot), meaning.rstrip("."), int in kinds and float not in kinds)


def _named(node: Node) -> dict[str, Any]:
    return {key: value.value for key, (_, value) in (node.entries or {}).items() if key in ("name", "type")}


def _kinds(annotation: Any) -> set[Any]:
    """The plain types an annotation lets through."""
    arguments = get_args(annotation)
    return {kind for argument in arguments for kind in _kinds(argument)} if arguments else {annotation}


def trial(scenario: Scenario, path: Sequence[str], value: Any) -> list[str]:
    """What is wrong with a scenario once a value is put in a place; nothing when it can be run under each of its policies."""
    try:
        data = with_value(scenario.written(), path, value)
    except NoSuchPlace as error:
        return [str(error)]
    findings: list[Finding]
    try:
        changed = Scenario.model_validate(data, context={"checked": True})
        findings = [*SCENARIO.references(data, None), *SCENARIO.compositions(changed)]
    except ValidationError as error:
        root, _ = parse(to_yaml(data), "")
        assert root is not None
        findings = list(explain(root, Scenario, error.errors(include_url=False)))
    return [finding.message for finding in findings if finding.severity == "error"]
