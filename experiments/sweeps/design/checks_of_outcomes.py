"""Checks of what a design keeps of each run, and of what refers to it: decisions and conditions."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from experiments.outcomes.measures import MEASURES, measures_for, unknown
from model.reading.problems import Finding, Path
from model.reading.wording import cut, did_you_mean, one_of
from model.scenario import Scenario
from model.scenario.policies import Plain, as_list, as_map

NUMBER: Final = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"
CONDITION: Final = re.compile(rf"\s*([a-z0-9_]+)(?:@([A-Za-z][A-Za-z0-9_-]*))?\s*(<=|>=|==|<|>)\s*({NUMBER})\s*")
"""Outcome, hub, comparison and number of a condition of scenario discovery."""
LESS: Final = " - "
"""Between two policies: the first less the second."""


def default_outcomes(scenarios: Sequence[Scenario], months: int | None = None) -> tuple[str, ...]:
    """The headline outcomes that runs of all these scenarios can answer, over `months` instead of their own horizon if given."""
    known = [measures_for(months or s.horizon_months, [hub.opening_month(s.start) for hub in s.hubs]) for s in scenarios]
    return tuple(name for name, measure in MEASURES.items() if measure.headline and all(measure in measures for measures in known))


def outcome_findings(data: Plain, scenarios: list[Scenario]) -> Iterator[Finding]:
    """What is wrong with outcomes, decisions and conditions of a design given as plain data."""
    horizon = data.get("horizon_months")
    months = horizon if isinstance(horizon, int) and not isinstance(horizon, bool) and horizon >= 1 else None
    names = as_list(data.get("outcomes"))
    for position, name in enumerate(names):
        if isinstance(name, str):
            yield from _outcome(("outcomes", position), name, months, scenarios)
            if name in names[:position]:
                yield Finding(("outcomes", position), f"outcome '{cut(name)}' stands twice; keep one")
    kept = [name for name in names if isinstance(name, str)] or list(default_outcomes(scenarios, months))
    for name in as_map(data.get("decisions")):
        if name not in kept:
            yield Finding(("decisions", name), _not_kept(name, kept), at_key=True)
    for position, text in enumerate(as_list(data.get("conditions"))):
        if isinstance(text, str):
            yield from _condition(("conditions", position), text, kept)
    policies = [name for name in as_list(data.get("policies", ["baseline"])) if isinstance(name, str)]
    for position, text in enumerate(as_list(data.get("differences"))):
        if isinstance(text, str):
            yield from _difference(("differences", position), text, policies)


def _difference(path: Path, text: str, policies: list[str]) -> Iterator[Finding]:
    names = text.split(LESS)
    if len(names) != 2:
        yield Finding(path, f"'{cut(text)}' is no difference of two policies; write 'rent_relief - baseline'")
        return
    for name in names:
        if name not in policies:
            yield Finding(path, f"'{cut(name)}' is not among the policies of this design{did_you_mean(name, policies)}")


def _condition(path: Path, text: str, kept: list[str]) -> Iterator[Finding]:
    parts = CONDITION.fullmatch(text)
    if parts is None:
        yield Finding(path, f"'{cut(text)}' is no condition; write an outcome, <, <=, >, >= or ==, and a number: 'viable_36 < 1'")
        return
    outcome = parts[1] + (f"@{parts[2]}" if parts[2] else "")
    if outcome not in kept:
        yield Finding(path, _not_kept(outcome, kept))


def _not_kept(name: str, kept: list[str]) -> str:
    if name.partition("@")[0] in MEASURES:  # it exists: the way out is to keep it
        return f"'{name}' is not among the outcomes of this design; add it to 'outcomes'"
    return f"'{cut(name)}' is not among the outcomes of this design{did_you_mean(name, kept)}"


def _outcome(path: Path, name: str, months: int | None, scenarios: list[Scenario]) -> Iterator[Finding]:
    plain, at, hub = name.partition("@")
    if plain not in MEASURES:
        yield Finding(path, unknown(plain))
        return
    measure = MEASURES[plain]
    if at and (not hub or measure.total == "town"):
        kind = "is an outcome of towns" if measure.total == "town" else "names no hub after '@'"
        yield Finding(path, f"'{cut(name)}' {kind}; write {plain}" + ("" if measure.total == "town" else f", or {plain}@NAME"))
        return
    for scenario in scenarios:
        opens = {spec.name: spec.opening_month(scenario.start) for spec in scenario.hubs}
        if hub and hub not in opens:
            yield Finding(path, f"no hub '{cut(hub)}' in scenario '{scenario.name}'{did_you_mean(hub, opens)}")
            continue
        if not hub and measure.total == "apart" and len(opens) > 1:
            yield Finding(path, f"several hubs have no '{plain}' together; write {one_of(f'{plain}@{known}' for known in opens)}")
        length = months or scenario.horizon_months
        first = opens[hub] if hub else min(opens.values(), default=0)
        if measure.age is not None and measure.age > length - first:
            yield Finding(path, _too_short(measure.age, length, first, scenario.name))


def _too_short(age: int, length: int, first: int, scenario: str) -> str:
    opening = f" and opens in month {first}" if first else ""
    return (
        f"looks at a hub {age} months old, and a run of '{scenario}' has {length} months{opening}; "
        f"write 'horizon_months: {age + first}' or more, or another outcome"
    )
