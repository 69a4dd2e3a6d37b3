"""YAML 1.2 text to a tree of nodes.

The tree is built from parser events without recursion and with limits on size, depth and repetition, so that no text, however
malformed, can end in a traceback or in minutes of work. Only plain data is read: no tags, no merge keys, no dates; `no` and `9:30` are
texts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from model.reading.nodes import Mark, Node
from model.reading.problems import Problem, dotted
from model.reading.wording import UNSEEN, cut, escape

MAX_BYTES: Final = 1_000_000
MAX_LINE: Final = 100_000
MAX_DEPTH: Final = 20
MAX_NODES: Final = 50_000
MAX_SAID: Final = 200
_MOST_NAMED: Final = 5  # characters of one text
_TEXTS_KEPT: Final = 32
_MOST_KEPT: Final = 20_000  # characters of a text
_KEPT: Final[dict[str, list[Event]]] = {}

_INT: Final = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,4})?")
_SPECIAL: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}


def parse(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Text to a tree, and what is wrong with it as YAML. The tree holds what could be read before a syntax error ends it."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > MAX_LINE:
            return None, [Problem(file, number, 1, "file", f"the line is longer than {MAX_LINE} characters; break it")]
    return _Composer(file).compose(text)


@dataclass
class _Open:
    """A map or list whose end has not come yet."""

    node: Node
    key: str | None = None  # latest key; None when it cannot be one
    key_mark: Mark | None = None  # where it stands, until its value has come
    refused: bool = False  # the value of this key is read and dropped

    @property
    def awaits_key(self) -> bool:
        return self.node.entries is not None and self.key_mark is None


@dataclass
class _Composer:
    file: str
    problems: list[Problem] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    root: Node | None = None
    nodes: int = 0
    documents: int = 0

    def compose(self, text: str) -> tuple[Node | None, list[Problem]]:
        try:
            for event in _events(text):
                if not self._take(event):
                    break
        except ReaderError as error:
            line, column = _position(text, error.position)
            character = error.character if isinstance(error.character, int) else ord(error.character)
            self.problems.append(Problem(self.file, line, column, "file", _not_allowed([escape(chr(character))], "text file")))
        except MarkedYAMLError as error:
            line, column, message = _syntax(error)
            self.problems.append(Problem(self.file, line, column, "file", message))
        except (YAMLError, ValueError, LookupError, TypeError, AttributeError, AssertionError):  # slips of the parser on hostile text
            self.problems.append(Problem(self.file, 1, 1, "file", "cannot be read as YAML; see the shipped scenarios for the form"))
        return self.root, self.problems

    def _take(self, event: Event) -> bool:
        """Adds one event to the tree; False ends the reading."""
        mark = Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._say(mark, "file", "a second document begins here; write one scenario in a file")
                return False
        elif isinstance(event, CollectionEndEvent):
            self.open.pop().node.close()
        elif isinstance(event, NodeEvent):
            return self._take_node(event, mark)
        return True

    def _take_node(self, event: Event, mark: Mark) -> bool:
        if isinstance(event, AliasEvent):
            node = self.anchors.get(event.anchor)
            if node is None or any(node is level.node for level in self.open):
                self._say(mark, self._where(), f"'*{event.anchor}' repeats a value that is not complete before it; write the value itself")
                node = Node(mark)
        else:
            node = self._new_node(event, mark)
        self.nodes += node.size
        if self.nodes > MAX_NODES:
            self._say(mark, "file", f"more than {MAX_NODES} values; a scenario has far fewer")
            return False
        if len(self.open) + node.height >= MAX_DEPTH:
            self._say(mark, "file", f"nested more than {MAX_DEPTH} levels deep; a scenario has far fewer")
            return False
        self._place(node, mark)
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.open.append(_Open(node))
        return True

    def _new_node(self, event: Event, mark: Mark) -> Node:
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) != "!":
            written = cut(str(tag).replace("tag:yaml.org,2002:", "!!"))
            self._say(mark, self._where(), f"the tag '{written}' is not read; write the value without it")
        if isinstance(event, MappingStartEvent):
            node = Node(mark, entries={})
        elif isinstance(event, SequenceStartEvent):
            node = Node(mark, items=[])
        else:
            assert isinstance(event, ScalarEvent)
            quoted = event.style in ("'", '"', "|", ">")
            text = self._text(event.value, mark)
            node = Node(mark, value=text if quoted else _resolve(text), text=text)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _text(self, text: str, mark: Mark) -> str:
        """A text without what nobody sees in it and no file or terminal takes; lines may end, and tabs stand in them."""
        refused = dict.fromkeys(letter for found in UNSEEN.findall(text) for letter in found if letter not in "\n\t")
        if not refused:
            return text
        self._say(mark, self._where(), _not_allowed([escape(character) for character in refused], "text"))
        return UNSEEN.sub(lambda found: "".join(letter for letter in found[0] if letter in "\n\t"), text)

    def _place(self, node: Node, mark: Mark) -> None:
        """Puts a value under its key, into its list, or takes it as the next key."""
        if not self.open:
            self.root = node
            return
        level = self.open[-1]
        if level.node.items is not None:
            level.node.items.append(node)
        elif level.awaits_key:
            self._take_key(level, node, mark)
        else:
            assert level.node.entries is not None and level.key_mark is not None
            if level.key is not None and not level.refused:
                level.node.entries[level.key] = (level.key_mark, node)
            level.key_mark = None

    def _take_key(self, level: _Open, node: Node, mark: Mark) -> None:
        assert level.node.entries is not None
        level.key, level.key_mark, level.refused = node.text, mark, False
        if node.text is None:
            wrong = "a key must be a word, not a list or a map; put braces that belong to a text in quotes"
        elif node.text == "<<":
            wrong = "'<<' is not read; write the lines out, or put what is shared in a file and use 'extends'"
        elif node.text in level.node.entries:
            wrong = f"the key stands twice, first on line {level.node.entries[node.text][0].line}; keep one"
        else:
            return
        level.refused = True
        self._say(mark, self._where(), wrong)

    def _where(self) -> str:
        """The path of the value being read."""
        path: list[str | int] = []
        for level in self.open:
            if level.node.items is not None:
                path.append(len(level.node.items) - (level is not self.open[-1]))
            elif level.key is not None and not (level is self.open[-1] and level.awaits_key):
                path.append(level.key)
        return dotted(tuple(path))

    def _say(self, mark: Mark, key: str, message: str) -> None:
        if len(self.problems) < MAX_SAID:
            self.problems.append(mark.problem(key, message))


def _events(text: str) -> Iterator[Event]:
    """What the parser finds, one by one; kept of the latest texts that were read to their end, for files that extend the same one."""
    known = _KEPT.get(text)
    if known is not None:
        yield from known
        return
    found = []
    for event in YAML(typ="safe", pure=True).parse(text):
        found.append(event)
        yield event
    if len(text) <= _MOST_KEPT:
        for oldest in list(_KEPT)[: 1 - _TEXTS_KEPT]:
            _KEPT.pop(oldest, None)
        _KEPT[text] = found


def _resolve(text: str) -> Any:
    """A bare word by the core rules of YAML 1.2: null, true, numbers, else text."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _not_allowed(characters: Sequence[str], where: str) -> str:
    if len(characters) == 1:
        return f"character {characters[0]} is not allowed in a {where}; take it out"
    named = ", ".join(characters[:_MOST_NAMED]) + (" and others" if len(characters) > _MOST_NAMED else "")
    return f"characters {named} are not allowed in a {where}; take them out"


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _syntax(error: MarkedYAMLError) -> tuple[int, int, str]:
    """Line, column and the parser's complaint in the words of who edits scenario files."""
    complaint = f"{error.problem or ''} {error.context or ''}"
    found = next(((at_opening, message) for sign, at_opening, message in _SYNTAX if sign in complaint), None)
    at_opening, message = found or (False, f"not valid YAML: {cut(error.problem or error.context or 'unreadable')}")
    mark = (error.context_mark if at_opening else error.problem_mark) or error.problem_mark or error.context_mark
    return (mark.line + 1, mark.column + 1, message) if mark else (1, 1, message)


# What the parser says, whether the mistake lies where the construct began rather than where it was noticed, and what we say.
_SYNTAX: Final = (
    (r"'\t'", False, "a tab stands where YAML wants spaces; indent with spaces"),
    ("while scanning a quoted scalar", True, "a quote that opens here is never closed; close it"),
    ("mapping values are not allowed", False, "a second ':' in this line, or a wrong indent; put a text that holds ': ' in quotes"),
    ("could not find expected ':'", True, "this line is neither 'key: value' nor '- item'; write ': ' after the key"),
    ("expected <block end>", False, "the indent does not fit the lines above; align keys of one block in one column"),
    ("while parsing a flow", True, "a bracket or brace that opens here is not closed, or a comma is missing"),
    ("cannot start any token", False, "a value cannot begin with this character; put the text in quotes"),
)
