"""From what is set on the page to a scenario with a policy of one's own. Pure: the same values give the same scenario or the same messages.

Nothing that a browser sends is believed: unknown controls are dropped, and what is left is put into plain data and read with the checks
of scenario files, whose messages come back beside the controls they are about.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from experiments.dashboard.controls import Control, Group, Value, groups
from experiments.languages import SOURCE, Words, languages
from experiments.outcomes.scenarios import WITH_OUTCOMES
from experiments.questions.generosity import PAYER, SCALES, YEARS_OF_SUPPORT, own_templates
from model.reading.documents import any_error, read_plain
from model.reading.fields import WHEN_VIABLE
from model.reading.numbers import meant, month_meant
from model.reading.problems import Finding, Problem
from model.scenario import BASELINE, Scenario
from model.scenario.policies import NAMED_LISTS, Plain, assemble

OWN: Final = "my_choices"
"""Short name of the policy of one's own."""
EVERYWHERE, MINE_ALONE = "everywhere", "mine"
HORIZON: Final = "s.horizon_months"
"""The control of the months that are simulated."""
_TOO_SHORT: Final = "too short for what this case is decided by, or for a fact that is expected of it: these are left out while it is"
ASSUMED: Final = "assumed"
"""The control that says where parameters that are set hold: in every case, or under one's own choices alone."""

_LONGEST: Final = 200  # letters of anything that is typed into a control
_MOST_WORDS: Final = 60  # words chosen in one control


@dataclass(frozen=True)
class Start:
    """Where one begins: a scenario, and the policy whose contents the controls show at first.

    Attributes:
        scenario: validated.
        policy: one of its policies; 'baseline' for nothing chosen yet.
    """

    scenario: Scenario
    policy: str = BASELINE

    @cached_property
    def groups(self) -> list[Group]:
        """All that can be set here."""
        return groups(self.scenario)

    @cached_property
    def controls(self) -> dict[str, Control]:
        """The same one by one, by id."""
        return {control.id: control for group in self.groups for control in group.all}

    @cached_property
    def plain(self) -> Plain:
        """The scenario as plain data."""
        return self.scenario.written()

    @cached_property
    def own(self) -> Plain:
        """What the policy begun with contains, those that it combines taken in."""
        return _flat(self.plain.get("policies", {}), self.policy)

    @cached_property
    def blocks(self) -> dict[str, Plain]:
        """By type of instrument: the block begun with, that of the policy or, switched off at first, one with usual figures."""
        there = {item["type"]: item for item in reversed(self.own.get("instruments", []))}
        taken = {item.get("name", item["type"]) for item in self.plain.get("instruments", [])}
        templates = own_templates(self.scenario)
        return {
            group.code: there.get(group.code) or _usual(group, templates.get(group.code), taken)
            for group in self.groups
            if group.of == "instrument"
        }

    @property
    def switched_on(self) -> set[str]:
        """Types of the instruments that the policy begun with has."""
        return {item["type"] for item in self.own.get("instruments", [])}

    def value(self, control: Control) -> Value:
        """What a control shows at first; None where it is left out and nothing can be said of what stands then."""
        kind, code, *_ = control.id.split(".")
        if kind == "i":
            return self.blocks[code].get(control.path[-1], control.default)
        if kind == "s":
            return self.scenario.horizon_months
        if kind == "p":
            return self.own.get("parameters", {}).get(code, self.scenario.parameters.get(code, control.default))
        changed = _at(self.own.get("hubs", {}).get(code, {}), control.path)
        if changed is not None:
            return changed
        hub = next(hub for hub in self.scenario.hubs if hub.name == code)
        stated = _at(hub.model_dump(mode="json"), control.path)
        return control.known.default if stated is None and control.known is not None else stated


class Built(NamedTuple):
    """What came of the values: a scenario, or why there is none.

    Attributes:
        scenario: with the policy `OWN`; None when something is wrong.
        problems: what is wrong or to be asked, by the id of the control it is about; '' for what is about none of them.
        changed: whether the policy changes anything.
    """

    scenario: Scenario | None
    problems: dict[str, list[Problem]]
    changed: bool


@dataclass
class _Draft:
    """The plain data that are put together, and at which key each control stands."""

    plain: Plain
    own: Plain
    places: dict[str, str] = field(default_factory=dict)


def build(start: Start, values: Mapping[str, Any]) -> Built:
    """The scenario with the policy of one's own.

    Args:
        start: where one began.
        values: by id of a control, whatever the browser sent; what is not there stays as it was at first.

    Returns:
        The scenario or the messages; never an exception, whatever the values are.
    """
    values = cleaned(start, values)
    policies = {name: content for name, content in start.plain.get("policies", {}).items() if name != OWN}
    draft = _Draft({**start.plain, "policies": policies}, deepcopy(start.own))
    _set_instruments(start, values, draft)
    _set_hubs(start, values, draft)
    _set_parameters(values, draft)
    own = {key: value for key, value in draft.own.items() if value not in ({}, [], None)}
    policies[OWN] = {**titles("own_policy"), **own}
    if HORIZON in values:
        draft.plain["horizon_months"] = values[HORIZON]
        draft.places["horizon_months"] = HORIZON
    scenario, findings = read_plain(WITH_OUTCOMES, draft.plain, start.scenario.name)
    if HORIZON in values and (asked := _beyond(findings)):
        scenario, findings = read_plain(WITH_OUTCOMES, _without(draft.plain, asked), start.scenario.name)
        findings = [*findings, Finding(("horizon_months",), _TOO_SHORT, "warning")]
    problems = [finding.nowhere() for finding in findings]
    return Built(None if any_error(problems) else scenario, _by_control(problems, draft.places), bool(own))


def _beyond(findings: Sequence[Finding]) -> set[tuple[str | int, ...]]:
    """Of what decides a case and of its facts, which were in order before, those that so few months cannot tell."""
    return {one.path[:2] for one in findings if one.severity == "error" and one.path[0] in ("decides_by", "expected")}


def _without(plain: Plain, asked: set[tuple[str | int, ...]]) -> Plain:
    """Plain data of a scenario that is not asked these."""
    left = {key: value for key, value in plain.get("decides_by", {}).items() if ("decides_by", key) not in asked}
    facts = [fact for position, fact in enumerate(plain.get("expected", [])) if ("expected", position) not in asked]
    return {**{key: value for key, value in plain.items() if key not in ("decides_by", "expected")}, "decides_by": left, "expected": facts}


def titles(key: str) -> Plain:
    """A title in every language, as a scenario holds it."""
    return {"title" if lang == SOURCE else f"title_{lang}": Words(lang, "dashboard")(key) for lang in languages()}


def cleaned(start: Start, values: Mapping[str, Any]) -> dict[str, Value]:
    """Of what came, what is about a control that there is, of a kind that can be written down; numbers as people write them understood."""
    found: dict[str, Value] = {}
    for key, value in values.items():
        if key == ASSUMED:
            found[key] = MINE_ALONE if value == MINE_ALONE else EVERYWHERE
        elif isinstance(value, bool) and key in {group.id for group in start.groups}:
            found[key] = value
        elif control := start.controls.get(key):
            found[key] = _typed(control, value)
    return found


def _typed(control: Control, value: Any) -> Value:
    if control.kind == "several":
        words = value if isinstance(value, list) else []
        return [str(word)[:_LONGEST] for word in words[:_MOST_WORDS]]
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 1e18):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if control.whole and value.is_integer() else value
    if not isinstance(value, str):
        return None
    text = value.strip()[:_LONGEST]
    if control.kind == "number" and text:
        number = meant(text, control.least, control.most, control.unit, whole=control.whole)
        number = meant(text, -math.inf, math.inf, control.unit, whole=control.whole) if number is None else number
        return text if number is None else int(number) if control.whole and float(number).is_integer() else number
    if control.kind == "month" and text:
        return _month(control, text)
    return text or None


def _month(control: Control, text: str) -> Value:
    """A month as people write it: months from the first, `03/2027`, `marzo 2027`; or, in words, that it is left to the operator."""
    if text.isdecimal() and len(text) < 6:
        return int(text)
    if WHEN_VIABLE in control.options and text.casefold() in _left_to_operator():
        return WHEN_VIABLE
    return month_meant(text) or text


def _left_to_operator() -> set[str]:
    return {Words(lang, "dashboard").name("option", WHEN_VIABLE).casefold() for lang in languages()}


def _set_instruments(start: Start, values: Mapping[str, Value], draft: _Draft) -> None:
    """Blocks of the instruments that are switched on, in the order of the policy, then new ones; what no control is about stays."""
    groups = {group.code: group for group in start.groups if group.of == "instrument"}
    there = start.own.get("instruments", [])
    new = [start.blocks[kind] for kind in groups if kind not in start.switched_on]
    own: list[Plain] = []
    for template in (*there, *new):
        group, block = groups[template["type"]], deepcopy(template)
        if template is start.blocks[group.code]:
            if not values.get(group.id, group.code in start.switched_on):
                continue
            place = f"policies.{OWN}.instruments[{len(own)}]"
            draft.places[place] = group.id
            for control in group.all:
                draft.places[f"{place}.{control.path[-1]}"] = control.id
                if control.id in values:
                    _put(block, control.path, values[control.id], required=not control.optional)
        own.append(block)
    draft.own["instruments"] = own


def _set_hubs(start: Start, values: Mapping[str, Value], draft: _Draft) -> None:
    """Figures of hubs; what is set to how the hub is stays unsaid."""
    changes = draft.own.setdefault("hubs", {})
    for control in start.controls.values():
        kind, hub, *_ = control.id.split(".")
        if kind != "h":
            continue
        draft.places[".".join((f"policies.{OWN}.hubs", hub, *control.path))] = control.id
        if control.id in values and values[control.id] != start.value(control):
            _put(changes.setdefault(hub, {}), control.path, values[control.id])


def _set_parameters(values: Mapping[str, Value], draft: _Draft) -> None:
    everywhere = values.get(ASSUMED, EVERYWHERE) == EVERYWHERE
    holder = draft.plain if everywhere else draft.own
    stated = dict(holder.get("parameters", {}))
    for key, value in values.items():
        name = key.removeprefix("p.")
        if name != key:
            draft.places[f"parameters.{name}" if everywhere else f"policies.{OWN}.parameters.{name}"] = key
            stated.pop(name, None)
            stated |= {} if value is None else {name: value}
    if stated or "parameters" in holder:
        holder["parameters"] = stated


def _put(block: Plain, path: Sequence[str], value: Value, *, required: bool = False) -> None:
    """Sets a key; nothing, or an empty list, leaves it out, but for what has to be said."""
    *outer, last = path
    for key in outer:
        block[key] = dict(block.get(key) or {})
        block = block[key]
    if value in (None, []) and not required:
        block.pop(last, None)
    else:
        block[last] = value


def _by_control(problems: Sequence[Problem], places: Mapping[str, str]) -> dict[str, list[Problem]]:
    """Problems by the control they are about: that of their key or of the nearest key above it. Warnings of anything else are not new."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        control = next((places[key] for key in _upwards(problem.key) if key in places), "")
        if control or problem.severity == "error":
            found.setdefault(control, []).append(problem)
    return found


def _upwards(key: str) -> Iterator[str]:
    """A key, and the keys that hold it."""
    while key:
        yield key
        key = key[: max(key.rfind("."), key.rfind("["), 0)]


def _flat(policies: Mapping[str, Any], name: str) -> Plain:
    """What a policy sets, as contents of one that combines no other."""
    own: Plain = {}
    for (first, *rest), value in assemble(policies, name)[0].items():
        if first == "without":
            own.setdefault(first, []).append(rest[0])
        elif first in NAMED_LISTS:
            own.setdefault(first, []).append(deepcopy(value))
        else:
            _put(own.setdefault(first, {}), rest, deepcopy(value), required=True)
    return own


def _usual(group: Group, template: Plain | None, taken: set[str]) -> Plain:
    """An instrument as it is switched on: as the scenario's policies have it, else by the table of doses, else half way."""
    if template is not None:
        return deepcopy(template)
    scale = next((scale for scale in SCALES.values() if scale.type == group.code), None)
    block: Plain = {"type": group.code, "payer": PAYER, **((scale.template or {}) if scale else {})}
    if group.code in taken:
        block["name"] = f"my_{group.code}"
    for control in group.all:
        if not control.optional and control.kind == "number" and control.path[-1] not in block:
            middle = (control.low + control.high) / 2
            block[control.path[-1]] = round(middle) if control.whole else round(middle / control.step) * control.step
    if scale is not None and scale.lasts:
        block["end"] = 12 * YEARS_OF_SUPPORT
    return block


def _at(block: Mapping[str, Any], path: Sequence[str]) -> Value:
    """What stands at a path; None where nothing does."""
    for key in path[:-1]:
        block = block.get(key) or {}
    found: Value = block.get(path[-1])
    return found
