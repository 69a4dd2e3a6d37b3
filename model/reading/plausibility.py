"""Figures a reader would ask about: warnings of what is not plausible or not written out, errors of what may be two numbers."""

from collections.abc import Iterator

from pydantic import BaseModel

from model.parameters import CATALOGUE
from model.reading.nodes import Node, children
from model.reading.numbers import either, slip
from model.reading.problems import Finding, Path
from model.reading.slots import Slot, inside, limits, type_word, usual
from model.reading.wording import plausible


def implausible(root: Node, schema: type[BaseModel]) -> Iterator[Finding]:
    """Warnings for numbers inside the hard range and outside the plausible one, errors for those that may be thousands."""
    pending: list[tuple[Path, Slot, Node]] = [((), Slot(schema), root)]
    while pending:
        path, slot, node = pending.pop()
        yield from _implausible_number(path, slot, node)
        for part, child in children(node):
            place = inside(slot, node, part)
            if place is not None:
                pending.append(((*path, part), place, child))


def _implausible_number(path: Path, slot: Slot, node: Node) -> Iterator[Finding]:
    value, bounds = node.value, usual(slot)
    if value is None and node.text is not None and _left_out(path, slot):
        yield Finding(path, "nothing is written: the default stands; write a number, or leave the key out", "warning")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    low, high, unit = _limits(path, slot)
    if not low <= value <= high or (type_word(slot) == "whole number" and isinstance(value, float)):
        return  # said by the schema
    if text := either(node.text or "", low, high, unit):
        yield Finding(path, text)
    elif bounds is not None and not bounds[0] <= value <= bounds[1]:
        yield Finding(path, plausible(value, *bounds, unit) + slip(value, low, high, unit), "warning")


def _left_out(path: Path, slot: Slot) -> bool:
    """Whether a key without a value means its default; under a policy that is how to go back to it, and a price must be written."""
    return slot.field is not None and slot.field.default is None and usual(slot) is not None and not {"policies", "prices"} & set(path[:-1])


def _limits(path: Path, slot: Slot) -> tuple[float, float, str]:
    """Hard range and unit of a place, those of the catalogue for a parameter of it."""
    entry = CATALOGUE.get(str(path[-1])) if path[-2:-1] == ("parameters",) else None
    return limits(slot) if entry is None else (entry.hard_low, entry.hard_high, entry.unit)
