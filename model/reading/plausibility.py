"""Warnings: figures that may stand, but that a reader would ask about."""

import re
from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from model.reading.nodes import Node, children
from model.reading.problems import Finding, Path
from model.reading.slots import Slot, inside, limits, usual
from model.reading.wording import plausible

THOUSANDS: Final = re.compile(r"\d{1,3}(\.\d{3})+")


def implausible(root: Node, schema: type[BaseModel]) -> Iterator[Finding]:
    """Warnings for numbers inside the hard range and outside the plausible one, and for numbers that look like thousands."""
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
    if bounds is None or isinstance(value, bool) or not isinstance(value, int | float):
        return
    low, high, unit = limits(slot)
    if not low <= value <= high:
        return
    if node.text and THOUSANDS.fullmatch(node.text):
        meant = node.text.replace(".", "")
        yield Finding(path, f"{node.text} is read as {value:g}; write {meant} if thousands are meant, {value:g} if not", "warning")
    elif not bounds[0] <= value <= bounds[1]:
        yield Finding(path, plausible(value, *bounds, unit), "warning")
