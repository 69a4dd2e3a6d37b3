"""Policies on plain data (ODD §6): what a policy contains once those it combines are taken in, and the scenario under it.

Contents are taken apart into leaves, each a path and a value. Two policies that set the same path to different values are a conflict:
there is no last one that wins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from model.reading.problems import dotted
from model.reading.wording import cut

Plain = dict[str, Any]
Keys = tuple[str, ...]

NAMED_LISTS = ("add_hubs", "instruments", "shocks")
"""Lists of a policy whose items have a name of their own."""


@dataclass(frozen=True)
class Conflict:
    """Two policies that set one key to different values."""

    first: str
    second: str
    path: Keys
    first_value: Any
    second_value: Any

    def __str__(self) -> str:
        if self.path[0] in NAMED_LISTS:
            return f"'{self.first}' and '{self.second}' both have '{self.path[1]}' in {self.path[0]}, with different figures; rename one"
        values = f"{cut(str(self.first_value))} and {cut(str(self.second_value))}"
        return f"'{self.first}' and '{self.second}' both set {dotted(self.path)}, to {values}; keep one"


def as_map(value: Any) -> Plain:
    """The value if it is a map, else an empty one: checks go on over a file with other mistakes."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def item_name(item: Any) -> str | None:
    """Name of a hub, instrument or shock: its `name`, else its `type`."""
    block = as_map(item)
    name = block.get("name", block.get("type"))
    return name if isinstance(name, str) else None


def parts(policies: Mapping[str, Any], name: str) -> list[str]:
    """The policies whose own contents make up policy `name`, itself last, each once. Unknown names and cycles are skipped."""
    found: dict[str, None] = {}
    entered: set[str] = set()
    pending = [(name, False)]
    while pending:
        policy, combined_ones_done = pending.pop()
        if combined_ones_done:
            found[policy] = None
        elif policy in policies and policy not in entered:
            entered.add(policy)
            pending.append((policy, True))
            pending += [(other, False) for other in reversed(combined(policies[policy]))]
    return list(found)


def combined(policy: Any) -> list[str]:
    """Names a policy combines."""
    return [name for name in as_list(as_map(policy).get("combine")) if isinstance(name, str)]


def left_out(policy: Any) -> list[str]:
    """Names of what of the baseline a policy leaves out."""
    return [name for name in as_list(as_map(policy).get("without")) if isinstance(name, str)]


def leaves(policy: Plain) -> Iterator[tuple[Keys, Any]]:
    """What one policy sets by itself, key by key."""
    yield from ((("without", name), True) for name in left_out(policy))
    for hub, change in as_map(policy.get("hubs")).items():
        for key, value in as_map(change).items():
            if key == "prices" and isinstance(value, dict):
                yield from ((("hubs", hub, "prices", plan), price) for plan, price in value.items())
            else:
                yield ("hubs", hub, key), value
    for list_name in NAMED_LISTS:
        for item in as_list(policy.get(list_name)):
            if (name := item_name(item)) is not None:
                yield (list_name, name), item
    for parameter, value in as_map(policy.get("parameters")).items():
        yield ("parameters", parameter), value


def assemble(policies: Mapping[str, Any], name: str) -> tuple[dict[Keys, Any], list[Conflict]]:
    """All that policy `name` sets, and the conflicts among the policies it combines."""
    values: dict[Keys, Any] = {}
    setter: dict[Keys, str] = {}
    inside: dict[Keys, Keys] = {}
    conflicts: list[Conflict] = []
    for part in parts(policies, name):
        for path, value in leaves(as_map(policies[part])):
            other = _overlapping(values, inside, path)
            if other is None:
                values[path], setter[path] = value, part
                inside |= {path[:depth]: path for depth in range(1, len(path))}
            elif setter[other] != part and (other != path or values[other] != value):
                conflicts.append(Conflict(setter[other], part, other, values[other], value))
    return values, conflicts


def _overlapping(values: Mapping[Keys, Any], inside: Mapping[Keys, Keys], path: Keys) -> Keys | None:
    """The path already set that is the same, holds this one, or lies inside it (all prices against one of them)."""
    holders = (path[:depth] for depth in range(len(path), 0, -1))
    return next((holder for holder in holders if holder in values), None) or inside.get(path)


def under_policy(scenario: Plain, name: str) -> Plain:
    """The plain data of the scenario under a policy, without policies of its own.

    Raises:
        ValueError: when the policies it combines set one key to different values.
    """
    values, conflicts = assemble(as_map(scenario.get("policies")), name)
    if conflicts:
        raise ValueError("; ".join(str(conflict) for conflict in conflicts))
    result = {key: value for key, value in scenario.items() if key != "policies"}
    hubs = [dict(hub) for hub in scenario["hubs"]]
    by_name = {hub["name"]: hub for hub in hubs}
    for path, value in values.items():
        if path[0] == "hubs" and path[1] in by_name:
            _replace(by_name[path[1]], path[2:], value)
    added: dict[str, list[Any]] = {key: [value for path, value in values.items() if path[0] == key] for key in NAMED_LISTS}
    result["hubs"] = hubs + added["add_hubs"]
    gone = {path[1] for path in values if path[0] == "without"}
    for key in ("instruments", "shocks"):
        if added[key] or gone:
            result[key] = [*(item for item in scenario.get(key, []) if item_name(item) not in gone), *added[key]]
    if parameters := {path[1]: value for path, value in values.items() if path[0] == "parameters"}:
        result["parameters"] = {**scenario.get("parameters", {}), **parameters}
    return {**result, "policy": name}


def _replace(block: Plain, path: Keys, value: Any) -> None:
    """Sets a figure of a hub; None goes back to the default."""
    *outer, last = path
    for key in outer:
        block[key] = dict(block.get(key) or {})
        block = block[key]
    if value is None:
        block.pop(last, None)
    else:
        block[last] = value
