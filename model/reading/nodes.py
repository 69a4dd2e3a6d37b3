"""The tree of a scenario file: every key and value knows its file, line and column."""

from dataclasses import dataclass
from typing import Any

from model.reading.numbers import decimals
from model.reading.problems import NOWHERE, Path, Problem


@dataclass(frozen=True)
class Mark:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def problem(self, key: str, message: str) -> Problem:
        """An error at this place."""
        return Problem(self.file, self.line, self.column, key, message)


@dataclass
class Node:
    """A value of the file. Maps have `entries` (key → its mark and value), lists have `items`, scalars a `value` and the text written."""

    mark: Mark
    value: Any = None
    text: str | None = None
    entries: dict[str, tuple[Mark, "Node"]] | None = None
    items: list["Node"] | None = None
    size: int = 1  # values it stands for, itself included, with repeated ones counted each time
    height: int = 0  # levels below it

    def close(self) -> None:
        """Takes the measure of a map or list that is complete."""
        below = [child for _, child in children(self)]
        self.size += sum(child.size for child in below)
        self.height = 1 + max((child.height for child in below), default=0)

    def child(self, part: str | int) -> "Node | None":
        """The value under a key, or at a position."""
        if self.entries is not None and part in self.entries:
            return self.entries[str(part)][1]
        if self.items is not None and isinstance(part, int) and part < len(self.items):
            return self.items[part]
        return None

    def key_mark(self, part: str | int) -> Mark | None:
        """Where the key itself stands."""
        if self.entries is not None and part in self.entries:
            return self.entries[str(part)][0]
        item = self.child(part)
        return item.mark if item else None


def children(node: Node) -> list[tuple[str | int, Node]]:
    """Keys or positions, and the values there; empty for a scalar."""
    if node.items is not None:
        return list(enumerate(node.items))
    return [(key, value) for key, (_, value) in (node.entries or {}).items()]


def plain(node: Node) -> Any:
    """The tree as maps, lists, texts and numbers. Depth is limited by the reader."""
    if node.entries is not None:
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if node.items is not None:
        return [plain(item) for item in node.items]
    return node.value


_NOWHERE = Mark(*NOWHERE)


def tree(data: Any, mark: Mark = _NOWHERE) -> Node:
    """Plain data as the tree that messages are made from; all of it has one place, none unless it is given."""
    if isinstance(data, dict):
        return Node(mark, entries={str(key): (mark, tree(value, mark)) for key, value in data.items()})
    if isinstance(data, list | tuple):
        return Node(mark, items=[tree(value, mark) for value in data])
    return Node(mark, value=data, text=_text(data))


def _text(value: Any) -> str:
    """A value as a file would have it: no number can be taken for thousands."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return decimals(str(value)) if isinstance(value, float) else str(value)


def merged(base: Node, over: Node) -> Node:
    """Maps are merged key by key, everything else is replaced; null takes a key away. Every value keeps its place in its own file."""
    if base.entries is None or over.entries is None:
        return over
    entries = dict(base.entries)
    for key, (mark, value) in over.entries.items():
        if value.entries is None and value.items is None and value.value is None:
            entries.pop(key, None)
        else:
            entries[key] = (mark, merged(entries[key][1], value) if key in entries else value)
    return Node(over.mark, entries=entries)


def mark_of(root: Node, path: Path, *, at_key: bool = False) -> Mark:
    """Where a path stands in its file: its value, or its key; the nearest enclosing key when the path is not there."""
    mark, node = root.mark, root
    for position, part in enumerate(path):
        child, key = node.child(part), node.key_mark(part)
        if child is None or key is None:
            return mark
        last = position == len(path) - 1
        mark = key if at_key or not last else child.mark
        node = child
    return mark
