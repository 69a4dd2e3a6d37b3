"""A scenario changed in Python: other figures, another town, policies more or less. What comes out is checked as a file is.

An edit takes the plain data of a scenario and gives other plain data, with what is wrong with the edit itself (a hub that is not there);
`edited` carries it out and checks the whole, story and facts included. Edits can follow one another before anything is checked.
"""

from collections.abc import Callable, Iterable, Mapping
from os import PathLike, fspath
from typing import Any, Final

from model.parameters import CATALOGUE
from model.reading.documents import Kind, any_error, read_plain
from model.reading.nodes import Mark, Node, tree
from model.reading.problems import NOWHERE, Finding, Path, Problem, dotted
from model.reading.slots import Slot, block_of, blocks, inside, type_name
from model.reading.wording import did_you_mean, nearest, one_of
from model.scenario.extending import NAMED, QUESTION, STORY, take_over
from model.scenario.hubs import HubSpec
from model.scenario.loading import SCENARIO
from model.scenario.policies import Plain, as_list, as_map, item_name
from model.scenario.schema import Scenario
from model.scenario.shocks import Shock
from model.scenario.territory import TerritorySpec

Edited = tuple[Plain, list[Finding]]
"""The data after an edit, and what is wrong with the edit."""

_OF_THE_CASE: Final = ("name", "title", "title_it")  # of a hub too, where they are given hub by hub
_HUB_KEYS: Final = tuple(key for key in HubSpec.model_fields if key not in _OF_THE_CASE)
_TERRITORY_KEYS: Final = tuple(TerritorySpec.model_fields)
_SCENARIO_KEYS: Final = tuple(key for key in Scenario.model_fields if key != "policy")
_JUDGED: Final = ("expected", "decides_by")  # what a case is held to, which may have lost its sense
_LISTS: Final = ("hubs", *NAMED[1:], "shocks")


def edited(scenario: Scenario, edit: Callable[[Plain], Edited], kind: Kind[Scenario] = SCENARIO) -> tuple[Scenario | None, list[Problem]]:
    """The scenario after an edit.

    In another town or with other hubs the story of the old place is left out, as in a file that extends another; so are facts and
    deciding outcomes that the edit has left without a sense. Both are said in a warning.

    Args:
        scenario: the scenario as it is; it does not change.
        edit: what is to be done with its plain data.
        kind: what scenario files are checked for.

    Returns:
        The new scenario, None when something forbids it, and all problems: errors, and the warnings that the old scenario has not.
    """
    old = scenario.written()
    new, findings = edit(old)
    new, left_out = _without_old_story(old, new, scenario.name)
    made, found = read_plain(kind, new, scenario.name)
    senseless = {finding.path[:2] for finding in found if finding.severity == "error" and _is_inherited(finding.path, old, new)}
    if senseless:
        new = _without_items(new, senseless)
        made, found = read_plain(kind, new, scenario.name)
        named = ", ".join(dotted(path) for path in sorted(senseless, key=str))
        left_out.append(Finding((), f"no longer makes sense and is left out: {named}", "warning"))
    findings = [*findings, *left_out, *found]
    if any(finding.severity == "warning" for finding in found):
        known = {(finding.key, finding.message) for finding in read_plain(kind, old, scenario.name)[1]}
        findings = [one for one in findings if one.severity == "error" or (one.key, one.message) not in known]
    if any(finding.severity == "error" for finding in findings):
        findings = [one for one in findings if one not in left_out]  # nothing is left out where nothing comes about
    problems = [finding.nowhere() for finding in dict.fromkeys(findings)]
    return (None if any_error(problems) else made), problems


def _is_inherited(path: Path, old: Plain, new: Plain) -> bool:
    """Whether it is a fact or a deciding outcome that the edit has not touched."""
    return len(path) > 1 and path[0] in _JUDGED and old.get(str(path[0])) == new.get(str(path[0]))


def _without_items(data: Plain, gone: Iterable[Path]) -> Plain:
    kept = dict(data)
    for key in _JUDGED:
        left = {path[1] for path in gone if path[0] == key}
        if isinstance(kept.get(key), list):
            kept[key] = [item for at, item in enumerate(kept[key]) if at not in left]
        elif key in kept:
            kept[key] = {name: value for name, value in as_map(kept[key]).items() if name not in left}
        if not kept.get(key):
            kept.pop(key, None)
    return kept


def _without_old_story(old: Plain, new: Plain, name: str) -> tuple[Plain, list[Finding]]:
    """The data without what speaks of another place or other hubs, by the rule of files that extend one another, and a warning of it."""
    own = {key: value for key, value in new.items() if key not in STORY or value != old.get(key)}
    link = Node(Mark(*NOWHERE), value=name, text=name)
    base, _, said = take_over(tree(old), tree(own), link)
    assert base.entries is not None
    kept = {key: value for key, value in new.items() if key in own or key in base.entries}
    if said:
        kept |= {key: QUESTION[key] for key in QUESTION if key in base.entries and key not in own}
    return kept, [Finding((), problem.message, problem.severity) for problem in said]


def as_plain(value: Any) -> Any:
    """A value given in Python as a file would hold it: blocks and maps as maps, numbers of numpy as numbers, whole ones without a point."""
    if hasattr(value, "model_dump") and not isinstance(value, type):
        return as_plain(value.model_dump(mode="json", exclude_unset=True))
    if isinstance(value, Mapping):
        return {str(key): as_plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(inner) for inner in value]
    if isinstance(value, PathLike):
        return fspath(value)
    if hasattr(value, "dtype") and getattr(value, "ndim", None) == 0:
        value = float(str(value)) if value.dtype.kind == "f" else value.item()  # of 32 bits too, as it is written
    return int(value) if isinstance(value, float) and value.is_integer() else value


def changed(data: Plain, change: Mapping[str, Any]) -> Edited:
    """Other figures, as a file that extends another writes them: maps are merged key by key, all else is replaced, None takes a key away.

    A list of named blocks may be written as a map by name, `{"hubs": {"adda": {"desks": 30}}}`: each changes its namesake, and None
    takes it away.
    """
    findings: list[Finding] = []
    return _merged(data, as_plain(change), (), Slot(Scenario), findings), findings


def _merged(before: Any, change: Any, path: Path, slot: Slot | None, findings: list[Finding]) -> Any:
    if not isinstance(change, dict):
        return change
    if path and path[-1] in _LISTS and (path[-1] != "hubs" or path == ("hubs",)):
        return _each_by_name(as_list(before), change, path, slot, findings)
    kept = dict(as_map(before))
    node = tree({"type": kept.get("type")})
    is_block = slot is not None and block_of(slot, node) is not None
    for key, value in change.items():
        place = inside(slot, node, key) if slot is not None else None
        if value is not None or _is_default_again(path):
            kept[key] = _merged(kept.get(key), value, (*path, key), place, findings)
        elif key in kept:
            del kept[key]
        elif is_block and place is None:
            kept[key] = ""  # no such key: the check says so
        elif not is_block and not (path[-1:] == ("parameters",) and key in CATALOGUE):
            findings.append(_nothing_there(path, key, kept))
    return kept


def _is_default_again(path: Path) -> bool:
    """Whether None is a figure there: of a hub under a policy, the default again."""
    return path[:1] == ("policies",) and path[2:3] == ("hubs",) and len(path) > 3


def _each_by_name(items: list[Any], change: Plain, path: Path, slot: Slot | None, findings: list[Finding]) -> list[Any]:
    kept = {(item_name(item) or str(at)): item for at, item in enumerate(items)}
    for name, value in change.items():
        if name not in kept:
            findings.append(_nothing_there(path, name, kept))
        elif value is None:
            del kept[name]
        else:
            kept[name] = _merged(kept[name], value, (*path, name), inside(slot, None, 0) if slot is not None else None, findings)
    return list(kept.values())


def _nothing_there(path: Path, name: str, known: Iterable[str]) -> Finding:
    if path == ("hubs",):
        return Finding((*path, name), f"unknown hub '{name}'{did_you_mean(name, known)}")
    return Finding((*path, name), f"no '{name}' in {dotted(path)}{did_you_mean(name, known)}")


def with_figures(data: Plain, hub: str | None, figures: Mapping[str, Any]) -> Edited:
    """Other figures by key alone: those of a hub, of the territory and of the scenario itself, each where it belongs.

    Args:
        data: the scenario.
        hub: the hub whose figures are meant; may be None if there is only one.
        figures: values by key; maps as in `changed`.
    """
    own = {key: value for key, value in figures.items() if key in _HUB_KEYS}
    rest = {key: value for key, value in figures.items() if key in _SCENARIO_KEYS}
    if around := {key: value for key, value in figures.items() if key in _TERRITORY_KEYS}:
        rest["territory"] = {**around, **rest.get("territory", {})}
    unknown = [_unknown_figure(key) for key in figures if key not in {*own, *rest, *_TERRITORY_KEYS}]
    data, findings = changed(data, rest)
    findings = [*unknown, *findings]
    hubs = [name for one in as_list(data.get("hubs")) if (name := item_name(one))]
    if hub is not None and hub not in hubs:
        return data, [*findings, _nothing_there(("hubs",), hub, hubs)]
    if not own:
        return data, findings
    if hub is None and len(hubs) > 1:
        return data, [*findings, Finding(("hub",), f"is missing: there are several hubs; write {one_of(hubs)}", absent=True)]
    data, more = changed(data, {"hubs": {hub or next(iter(hubs), "hub"): own}})
    return data, [*findings, *more]


def _unknown_figure(key: str) -> Finding:
    keys = [*_HUB_KEYS, *_TERRITORY_KEYS, *_SCENARIO_KEYS]
    near = nearest(key, keys)
    if key in CATALOGUE:
        return Finding((key,), f"is a parameter of the catalogue; write parameters={{'{key}': ...}}", at_key=True)
    return Finding((key,), f"unknown key; did you mean '{near}'?" if near else f"unknown key; the keys here are {', '.join(keys)}")


def with_policy(data: Plain, name: str, policy: Mapping[str, Any], *, replace: bool = False) -> Edited:
    """A policy more.

    Args:
        data: the scenario.
        name: its short name.
        policy: what a file would write under it.
        replace: whether it takes the place of one of that name; else that is an error.
    """
    if not isinstance(name, str):
        text = f"{name!r:.60} is no name; write a short name first, such as with_policy('big', Voucher(...))"
        return data, [Finding(("policy",), text)]
    policies = as_map(data.get("policies"))
    if name in policies and not replace:
        text = f"there is a policy '{name}' already; write replace=True to put this one in its place, or another name"
        return data, [Finding(("policies", name), text, at_key=True)]
    return {**data, "policies": {**policies, name: as_plain(policy)}}, []


def without(data: Plain, *names: str) -> Edited:
    """The scenario less policies, or less instruments, shocks and hubs of the baseline.

    Args:
        data: the scenario.
        names: what goes; `instruments.voucher` where `voucher` is the name of more than one thing.
    """
    findings: list[Finding] = []
    for name in names:
        if not isinstance(name, str):
            findings.append(Finding(("names",), f"{name!r:.60} is no name; write names one by one, such as without('voucher', 'adda')"))
            continue
        kinds = ("policies", "instruments", "shocks", "hubs")
        there = {kind: _called(data.get(kind)) for kind in kinds}
        whole = [(kind, name) for kind in kinds if name in there[kind]]
        kind, dot, inner = name.partition(".")
        if dot and kind in kinds and inner in there[kind]:
            whole = [(kind, inner)]
        if len(whole) == 1:
            data = _less(data, *whole[0])
        elif whole:
            ways = one_of(f"'{kind}.{name}'" for kind, _ in whole)
            findings.append(Finding((name,), f"is the name of {len(whole)} things; write {ways}"))
        else:
            known = list(dict.fromkeys(one for kind in kinds for one in there[kind]))
            findings.append(Finding((name,), f"no policy, instrument, shock or hub of that name{did_you_mean(name, known)}"))
    return data, findings


def _called(block: Any) -> list[str]:
    return list(block) if isinstance(block, dict) else [name for item in as_list(block) if (name := item_name(item))]


def _less(data: Plain, kind: str, name: str) -> Plain:
    if kind == "policies":
        return {**data, kind: {key: value for key, value in data[kind].items() if key != name}}
    data = {**data, kind: [item for item in data[kind] if item_name(item) != name]}
    if kind == "hubs" or "policies" not in data:
        return data
    policies = {}  # what is not there any more need not be left out
    for key, policy in data["policies"].items():
        left = [one for one in as_list(policy.get("without")) if one != name]
        policies[key] = {**policy, "without": left} if "without" in policy else policy
    return {**data, "policies": policies}


def policy_of(measures: Iterable[Any], contents: Mapping[str, Any]) -> Plain:
    """What a file would write under a policy of instruments and shocks: blocks, plain data, or names of real calls.

    Args:
        measures: the instruments and shocks, each under the key it belongs to.
        contents: the other keys, those with None left out.
    """
    policy = {key: as_plain(value) for key, value in contents.items() if value is not None}
    shocks = {type_name(block) for block in blocks(Slot(Shock))}
    for measure in measures:
        if isinstance(measure, type):
            raise TypeError(f"{measure.__name__} is a class; write an instrument or shock made of it, as {measure.__name__}(...)")
        item = {"call": measure} if isinstance(measure, str) else as_plain(measure)
        key = "shocks" if as_map(item).get("type") in shocks else "instruments"
        policy[key] = [*policy.get(key, []), item]
    return policy
