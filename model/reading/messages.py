"""Schema errors in plain words: which key, what is wrong, what to write instead."""

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from model.reading.nodes import Node
from model.reading.numbers import meant, month_meant, slip, written
from model.reading.problems import Finding, Path
from model.reading.slots import Slot, allowed, block_of, blocks, inside, limits, list_item, meaning, type_name, type_word
from model.reading.wording import OF_YOUR_OWN, between, cut, did_you_mean, nearest, one_of

_YES: Final = ("yes", "on", "y", "sì", "si", "vero")
_NO: Final = ("no", "off", "n", "falso")
_WHAT: Final = {
    "text": "a text", "number": "a number", "whole number": "a whole number", "truth": "true or false", "list": "a list",
    "map": "a map of keys", "block": "a block of keys", "value": "a value",
}  # fmt: skip
_FORM: Final = {"list": ", e.g. [first, second]", "map": ", indented under its key", "block": ", indented under its key"}
_KEY_OF_MAP: Final = "[key]"  # how the schema marks an error of a key rather than of its value
_WRITTEN_BY_THE_PROGRAM: Final = ("policy",)


def explain(root: Node, schema: type[BaseModel], errors: list[ErrorDetails]) -> Iterator[Finding]:
    """The findings behind the schema's errors; a key that is missing because it is misspelt is said once, where it stands."""
    misspelt: set[Path] = set()
    missing: list[Finding] = []
    for error in errors:
        path, slot, node = _follow(root, schema, error["loc"])
        if error["type"] == "missing":
            missing.append(Finding(path, f"is missing; write {_expected(slot)}", absent=True))
        elif error["type"] == "extra_forbidden":
            near = nearest(str(path[-1]), _keys(slot))
            misspelt.add((*path[:-1], near or ""))
            yield Finding(path, _unknown_key(path, slot, near), at_key=True)
        elif error["loc"][-1:] == (_KEY_OF_MAP,):
            yield Finding(path, f"'{cut(str(path[-1]))}': {error['msg']}", at_key=True)
        else:
            yield _finding(error["type"], error["msg"], path, slot, node)
    yield from (finding for finding in missing if finding.path not in misspelt)


def _follow(root: Node, schema: type[BaseModel], location: Path) -> tuple[Path, Slot | None, Node | None]:
    """Path, schema place and value at an error's location, without the marks that typed lists and maps put into it."""
    path: Path = ()
    slot: Slot | None = Slot(schema)
    node: Node | None = root
    for part in location:
        if part == _KEY_OF_MAP or (slot is not None and part in _tags(slot)):
            continue
        owner = block_of(slot, node) if slot else None
        slot = (inside(slot, node, part) if slot else None) or (Slot(None, owner) if owner else None)
        path = (*path, part)
        node = node.child(part) if node else None
    return path, slot, node


def _tags(slot: Slot) -> list[str]:
    """The words that may stand in `type:`; empty where there is only one kind of block."""
    kinds = blocks(slot)
    return [type_name(kind) for kind in kinds] if len(kinds) > 1 else []


def _finding(kind: str, text: str, path: Path, slot: Slot | None, node: Node | None) -> Finding:
    """A value that is there and wrong."""
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return _no_such_type(path, slot, node)
    if kind in ("greater_than_equal", "less_than_equal"):
        return Finding(path, f"{_shown(node)} is out of range; write {_expected(slot)}{_slip(slot, node)}")
    if kind == "finite_number":
        return Finding(path, f"{_shown(node)} is not a finite number; write {_expected(slot)}")
    if kind == "literal_error":
        word = node.text if node and node.text is not None else ""
        return Finding(path, f"{_shown(node)} is not one of the values{did_you_mean(word, allowed(slot))}")
    if kind in ("year_month", "month") and node and isinstance(node.text, str) and (month := month_meant(node.text)):
        return Finding(path, f"{_shown(node)} is not the way to write a month; write {month}")
    if kind in ("year_month", "month", "name"):
        return Finding(path, f"{_shown(node)}: {text}")
    return Finding(path, f"{_shown(node)} is not {_what(slot)}; {_advice(slot, node) or 'write ' + _expected(slot)}")


def _keys(slot: Slot | None) -> list[str]:
    fields = slot.owner.model_fields if slot and slot.owner else {}
    return [name for name in fields if name not in _WRITTEN_BY_THE_PROGRAM]


def _unknown_key(path: Path, slot: Slot | None, near: str | None) -> str:
    if path[0] == "policies" and path[2:] == ("territory",):
        return "a policy cannot change the territory; write a second scenario with 'extends'"
    return f"unknown key; did you mean '{near}'?" if near else f"unknown key; the keys here are {', '.join(_keys(slot))}"


def _no_such_type(path: Path, slot: Slot | None, node: Node | None) -> Finding:
    tags = _tags(slot) if slot else []
    written = node.child("type") if node else None
    if written is None:
        return Finding((*path, "type"), f"is missing; write {one_of(tags)}", absent=True)
    own = OF_YOUR_OWN if path[-2:-1] == ("instruments",) and nearest(written.text, tags) is None else ""
    return Finding((*path, "type"), f"unknown type {_shown(written)}{did_you_mean(written.text or '', tags)}" + own)


def _advice(slot: Slot | None, node: Node | None) -> str | None:
    """What to write when the intention can be read off the text: `12,5`, `50 %`, `1.200 €`, yes and no, one value where a list belongs."""
    if slot is None or node is None or not node.text:
        return None
    word, text = type_word(slot), node.text.strip()
    if word == "truth" and text.lower() in (*_YES, *_NO):
        return f"write {'true' if text.lower() in _YES else 'false'}"
    if word == "list" and node.value is not None:
        return f"write a list, e.g. [{cut(text)}]"
    if word == "text":
        return f'write it in quotes: "{cut(text)}"'
    if word in ("number", "whole number") and not isinstance(node.value, bool):
        return _number_meant(slot, node.value, text)
    return None


def _number_meant(slot: Slot, value: object, text: str) -> str | None:
    """`write 1200` for `1.200 €/mese`; None when no number of the place can be read off."""
    whole = type_word(slot) == "whole number"
    number = meant(text, *limits(slot), whole=whole)
    if number is None:
        return None
    form = written(number)
    return f"write {form}, without quotes" if form == text and isinstance(value, str) else f"write {form}, without unit or separators"


def _slip(slot: Slot | None, node: Node | None) -> str:
    """What a number out of range is meant for, if it looks like something else."""
    if slot is None or node is None or not isinstance(node.value, int | float):
        return ""
    return slip(node.value, *limits(slot))


def _what(slot: Slot | None) -> str:
    return _WHAT[type_word(slot) if slot else "value"]


def _expected(slot: Slot | None) -> str:
    """What to write at a place, with range and unit, or its meaning."""
    if slot is None:
        return _WHAT["value"]
    word = type_word(slot)
    if words := allowed(slot):
        return one_of(words) if word == "text" else f"a list of {one_of(words)}"
    if word in ("number", "whole number"):
        low, high, unit = limits(slot)
        return f"{_WHAT[word]}{between(low, high)}" + (f" ({unit})" if unit else "")
    if word in ("text", "value") and (text := meaning(slot)):
        return f"{_WHAT[word]}: {text[0].lower()}{text[1:].rstrip('.')}"
    if word == "block" and (tags := _tags(slot)):
        return f"a block that begins with 'type:' and one of {', '.join(tags)}"
    if word == "list" and blocks(Slot(list_item(slot))):
        return "a list of blocks, each begun with '- '"
    return _WHAT[word] + _FORM.get(word, "")


def _shown(node: Node | None) -> str:
    if node is None:
        return "it"
    if node.entries is not None:
        return "a map of keys"
    if node.items is not None:
        return "a list"
    return f"'{cut(node.text)}'" if node.text else "nothing"
