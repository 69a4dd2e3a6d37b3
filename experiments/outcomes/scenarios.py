"""Scenario files read with what the model cannot check: that the outcomes of their facts exist and that the runs can answer them."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from experiments.outcomes.measures import MEASURES, Measure, answers, unknown
from model.reading.documents import loaded, read_file
from model.reading.problems import Finding
from model.reading.wording import did_you_mean, one_of
from model.scenario import BASELINE, Problem, Scenario
from model.scenario.expected import LINKS_BETWEEN
from model.scenario.loading import SCENARIO
from model.scenario.policies import Plain, as_list, as_map, item_name
from model.scenario.shocks import RivalHub

MOST_DECIDERS: Final = 3
_DIRECTIONS: Final = {"more": 1, "less": -1}


def read_scenario(name_or_path: str | Path) -> tuple[Scenario | None, list[Problem]]:
    """The scenario, None when there is an error, and all problems, those of its facts included. Nothing in the file makes it raise."""
    return read_file(WITH_OUTCOMES, name_or_path)


def load_scenario(name_or_path: str | Path) -> Scenario:
    """The scenario; figures outside their plausible range give a `ScenarioWarning`.

    Raises:
        ScenarioError: with all problems, each with file, line and column, when there is any error.
    """
    return loaded(*read_scenario(name_or_path))


def outcome_findings(data: Plain) -> Iterator[Finding]:
    """What is wrong with the outcomes that a scenario given as plain data is decided by, and with those of its facts."""
    yield from _deciders(data)
    for position, item in enumerate(as_list(data.get("expected"))):
        fact = as_map(item)
        name = fact.get("outcome")
        if not isinstance(name, str) or name == LINKS_BETWEEN:
            continue
        if name not in MEASURES:
            yield Finding(("expected", position, "outcome"), unknown(name, [LINKS_BETWEEN]))
            continue
        measure = MEASURES[name]
        if measure.total == "town" and fact.get("hub") is not None:
            yield Finding(("expected", position, "hub"), f"'{name}' is an outcome of towns; leave the hub out", at_key=True)
        if measure.kind != "number":
            yield from _share_bounds(position, fact, measure)


def _deciders(data: Plain) -> Iterator[Finding]:
    """Outcomes that do not exist, or whose better direction is another than what is written."""
    named = as_map(data.get("decides_by"))
    if len(named) > MOST_DECIDERS:
        text = f"{len(named)} outcomes; what is decided by many is decided by none: write one to three"
        yield Finding(("decides_by",), text, at_key=True)
    hubs = [item_name(hub) for hub in as_list(data.get("hubs"))]
    for key, better in named.items():
        name, at, hub = str(key).partition("@")
        if name not in MEASURES:
            yield Finding(("decides_by", key), unknown(name), at_key=True)
        elif at and hub not in hubs:
            yield Finding(("decides_by", key), f"unknown hub '{hub}'{did_you_mean(hub, [str(one) for one in hubs])}", at_key=True)
        elif at and MEASURES[name].total == "town":
            yield Finding(("decides_by", key), f"'{name}' is an outcome of towns; leave the hub out", at_key=True)
        elif better in _DIRECTIONS and MEASURES[name].better == -_DIRECTIONS[better]:
            other = "less" if better == "more" else "more"
            yield Finding(("decides_by", key), f"{better} of '{name}' is not better; write {other}")


def _share_bounds(position: int, fact: Plain, measure: Measure) -> Iterator[Finding]:
    low = -1 if fact.get("against") is not None else 0
    what = "yes (1) or no (0) in each run" if measure.kind == "yes_no" else "a share"
    for key in ("at_least", "at_most"):
        bound = fact.get(key)
        if isinstance(bound, int | float) and not isinstance(bound, bool) and not low <= bound <= 1:
            text = f"{bound:g} is out of range: {measure.name} is {what}; write a number from {low} to 1"
            yield Finding(("expected", position, key), text)


def _unanswered(scenario: Scenario) -> Iterator[Finding]:
    """Facts about an age that no hub they speak of reaches within the run, and deciding outcomes of such an age."""
    if scenario.policy != BASELINE:
        return
    earliest = min(min(_openings(scenario, policy).values()) for policy in scenario.policy_names)
    for key in scenario.decides_by:
        name = key.partition("@")[0]
        if name in MEASURES and not answers(MEASURES[name], scenario.horizon_months - earliest):
            text = f"looks at a hub {MEASURES[name].age} months old, and none gets that old here: run more months or write another outcome"
            yield Finding(("decides_by", key), text, at_key=True)
    for position, fact in enumerate(scenario.expected):
        age = MEASURES[fact.outcome].age if fact.outcome in MEASURES else None
        if age is None:
            continue
        hubs = [_openings(scenario, policy) for policy in (fact.policy, fact.against) if policy is not None]
        if fact.hub is None and MEASURES[fact.outcome].total == "apart" and any(len(opens) > 1 for opens in hubs):
            text = f"several hubs have no '{fact.outcome}' together; write the hub too: {one_of(hubs[0])}"
            yield Finding(("expected", position, "outcome"), text)
        first = max(opens[fact.hub] if fact.hub is not None else min(opens.values()) for opens in hubs)
        if age > scenario.horizon_months - first:
            opening = f" and the hub opens in month {first}" if first else ""
            text = f"looks at a hub {age} months old; the run has {scenario.horizon_months} months{opening}: write another outcome"
            yield Finding(("expected", position, "outcome"), text)


def _openings(scenario: Scenario, policy: str) -> dict[str, int]:
    """Month in which each hub of a policy opens."""
    under = scenario.with_policy(policy)
    rivals = [shock.hub() for shock in under.shocks if isinstance(shock, RivalHub)]
    return {hub.name: hub.opening_month(scenario.start) for hub in (*under.hubs, *rivals)}


def _compositions(scenario: Scenario) -> Iterator[Finding]:
    findings = list(SCENARIO.compositions(scenario))
    yield from findings or _unanswered(scenario)


WITH_OUTCOMES: Final = replace(
    SCENARIO,
    references=lambda data, path: chain(SCENARIO.references(data, path), outcome_findings(data)),
    compositions=_compositions,
)
"""Scenario files, outcomes included."""
