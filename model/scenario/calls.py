"""Real calls by name: `- call: milano_voucher_2013` in a list of instruments stands for the instrument in the shipped file of that name.

The block is put in, with the keys written beside `call` over it, before anything is validated. So what is checked, run and written
next to the results is an ordinary instrument, and a mistake is reported in the file it was made in, the author's or the call's.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from model.reading.nodes import Mark, Node, merged
from model.reading.parsing import MAX_SAID, parse
from model.reading.problems import Path, Problem, dotted
from model.reading.wording import cut, did_you_mean
from model.scenario.shipped import call_names, calls_folder

ALSO_OF_THE_INSTRUMENT: Final = ("title", "title_it", "source")
"""What a call's file says of the scheme, and its instrument says too."""

_LIST: Final = "`coworking instruments` lists the calls"


def expand(root: Node) -> tuple[Node, list[Problem]]:
    """The tree of a scenario with every call that is named written out, and what is wrong with the naming.

    Parts of a tree may be shared (aliases), so what changes is new and no node is altered.
    """
    expansion = _Expansion()
    root = expansion.in_lists(root, ())
    policies = root.child("policies")
    if policies is not None and policies.entries is not None:
        changed = {name: (mark, expansion.in_lists(policy, ("policies", name))) for name, (mark, policy) in policies.entries.items()}
        root = _with(root, "policies", replace(policies, entries=changed))
    return root, expansion.problems


class _Expansion:
    """The calls of one scenario; the file of each is read once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._names = call_names()
        self._files: dict[str, Node | None] = {}

    def in_lists(self, owner: Node, path: Path) -> Node:
        """A scenario or a policy with the items of its two lists looked at."""
        for key, change in (("instruments", self._instrument), ("shocks", self._shock)):
            listed = owner.child(key)
            if listed is not None and listed.items is not None:
                owner = _with(owner, key, replace(listed, items=_changed(listed.items, change, (*path, key))))
        return owner

    def _instrument(self, item: Node, path: Path) -> Node:
        named = item.child("call")
        if named is None or len(self.problems) >= MAX_SAID:
            return item
        name, beside = named.value, _without(item, "call")
        if not isinstance(name, str):
            return self._refused(named.mark, path, beside, f"write the name of a call; {_LIST}")
        if name not in self._names:
            known = did_you_mean(name, self._names) or f"; {_LIST}"
            return self._refused(named.mark, path, beside, f"unknown call '{cut(name)}'{known}")
        block = self._block(name)
        if block is None:
            reason = self._said(name, "why_none") or "its file holds none"
            return self._refused(named.mark, path, beside, f"'{name}' is no instrument: {reason}")
        if "type" in (item.entries or {}):
            kind = block.child("type")
            already = f" '{kind.text}'" if kind else ""
            self._say(item.key_mark("type"), (*path, "type"), f"the call says the type{already}; take the key out, or write no call")
            beside = _without(beside, "type")
        own_name = Node(named.mark, value=name, text=name)  # at the author's line, where a second instrument of that name is complained of
        return merged(_with(block, "name", own_name), beside)

    def _shock(self, item: Node, path: Path) -> Node:
        if item.child("call") is None:
            return item
        mark = item.key_mark("call")
        return self._refused(mark, path, _without(item, "call"), "a call is an instrument; write it under 'instruments'")

    def _refused(self, mark: Mark | None, path: Path, beside: Node, message: str) -> Node:
        """Says why, and keeps what stands beside the call, to be checked as far as it goes.

        It takes the place of the complaint, so that the type it lacks is not complained of as well.
        """
        self._say(mark, (*path, "call"), message)
        return replace(beside, mark=mark or beside.mark)

    def _say(self, mark: Mark | None, path: Path, message: str) -> None:
        assert mark is not None
        self.problems.append(mark.problem(dotted(path), message))

    def _block(self, name: str) -> Node | None:
        """The instrument of a call, with what its file says of the scheme; None where there is no instrument."""
        file = self._file(name)
        block = file.child("instrument") if file is not None else None
        if file is None or block is None or block.entries is None:
            return None
        for key in ALSO_OF_THE_INSTRUMENT:
            value = file.child(key)
            if value is not None and block.child(key) is None:
                block = _with(block, key, value)
        return block

    def _said(self, name: str, key: str) -> str:
        file = self._file(name)
        value = file.child(key) if file is not None else None
        return value.value.strip() if value is not None and isinstance(value.value, str) else ""

    def _file(self, name: str) -> Node | None:
        if name not in self._files:
            path = calls_folder() / f"{name}.yaml"
            self._files[name], problems = parse(path.read_text("utf-8"), str(path))
            self.problems += problems
        return self._files[name]


def _changed(items: list[Node], change: Callable[[Node, Path], Node], path: Path) -> list[Node]:
    return [change(item, (*path, position)) for position, item in enumerate(items)]


def _with(node: Node, key: str, value: Node) -> Node:
    """The map with another value under a key; a new key stands where its value does."""
    assert node.entries is not None
    return replace(node, entries={**node.entries, key: (node.key_mark(key) or value.mark, value)})


def _without(node: Node, key: str) -> Node:
    return replace(node, entries={other: entry for other, entry in (node.entries or {}).items() if other != key})
