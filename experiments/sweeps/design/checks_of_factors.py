"""Checks of factors: targets that do not exist or are named twice, names that are taken, policies that overrule a factor."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pydantic import ValidationError

from experiments.outcomes.measures import MEASURES
from experiments.sweeps.design.checks_of_values import OF_A_RANGE, TARGETS, figure_findings, steps_of, targets
from experiments.sweeps.design.factors import POLICY, default_name
from experiments.sweeps.design.paths import NoSuchPath, expanded
from experiments.sweeps.design.schema import FactorSpec
from model.parameter_sets import shipped
from model.reading.problems import Finding, Path
from model.reading.wording import cut, did_you_mean
from model.scenario import Scenario
from model.scenario.policies import Plain, as_list, as_map, assemble

TAKEN: Final = ("dummy", "scenario", POLICY, "point", "replicate", "status", "reason", "failed")
"""Columns that results have anyway, beside outcomes."""
_SENSELESS: Final = {"policy": ("also", "values", "weights", *OF_A_RANGE), "parameter": ("also",), "path": ()}


def specs(data: Plain) -> list[tuple[int, FactorSpec]]:
    """The factors that the schema can read and that have one target, with their position in the file."""
    readable = []
    for position, block in enumerate(as_list(data.get("factors"))):
        try:
            spec = FactorSpec.model_validate(block)
        except ValidationError:
            continue  # the schema says what is wrong
        if len(targets(spec)) == 1:
            readable.append((position, spec))
    return readable


def factor_findings(data: Plain, scenarios: Sequence[Scenario]) -> Iterator[Finding]:
    """What is wrong with the factors of a design given as plain data."""
    sampler = as_map(data.get("sampler")).get("type")
    if not data.get("factors", []) and isinstance(sampler, str) and sampler != "parameter_sets":
        yield Finding(("factors",), "no factor; write at least one, e.g. '- parameter: alpha'", absent="factors" not in data)
    for position, block in enumerate(as_list(data.get("factors"))):
        given = [key for key in TARGETS if as_map(block).get(key) is not None]
        misspelt = block.keys() - FactorSpec.model_fields.keys() if isinstance(block, dict) else ()
        if isinstance(block, dict) and len(given) != 1 and (given or not misspelt):
            wrong = "nothing varies here" if not given else f"{' and '.join(given)} together"
            yield Finding(("factors", position), f"{wrong}; write one of 'parameter', 'path' or 'policy'")
    factors = specs(data)
    yield from _names(factors)
    if sampler == "parameter_sets":
        yield from _carried_too(factors)
    yield from _places(factors, scenarios)
    for position, spec in factors:
        path: Path = ("factors", position)
        target = targets(spec)[0]
        for key in _SENSELESS[target]:
            if key in spec.model_fields_set:
                yield Finding((*path, key), f"means nothing for a {target}; take it out", at_key=True)
        if spec.levels is not None and sampler != "grid" and isinstance(sampler, str):
            yield Finding((*path, "levels"), "only a grid has levels of single factors: it does nothing", "warning", at_key=True)
        if target == "policy":
            if len(spec.policy or ()) < 2:
                yield Finding((*path, "policy"), "write at least two policies to choose from; 'baseline' is one")
            yield from policy_findings((*path, "policy"), list(spec.policy or ()), scenarios)
        else:
            yield from figure_findings(path, spec, scenarios, from_rows=sampler == "rows")
    yield from _policy_twice(data, factors)
    yield from _overruled(data, factors, scenarios)


def policy_findings(path: Path, names: Any, scenarios: Sequence[Scenario]) -> Iterator[Finding]:
    """What is wrong with a list of policies."""
    if names == []:
        yield Finding(path, "no policy; leave the key out for the baseline")
    for position, name in enumerate(as_list(names)):
        if not isinstance(name, str):
            continue
        if name in names[:position]:
            yield Finding((*path, position), f"policy '{cut(name)}' stands twice; keep one")
            continue
        for scenario in scenarios:
            if name not in scenario.policy_names:
                known = did_you_mean(name, scenario.policy_names)
                yield Finding((*path, position), f"no policy '{cut(name)}' in scenario '{scenario.name}'{known}")


def _policy_twice(data: Plain, factors: list[tuple[int, FactorSpec]]) -> Iterator[Finding]:
    """The policy is chosen in one place: by one factor, or by `policies`."""
    choosing = [position for position, spec in factors if spec.policy is not None]
    if choosing and "policies" in data:
        yield Finding(("policies",), "the policy is a factor too; leave this key out, or that factor", at_key=True)
    for position in choosing[1:]:
        yield Finding(("factors", position, "policy"), "the policy is a factor already; write all policies in that one", at_key=True)


def _names(factors: list[tuple[int, FactorSpec]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, spec in factors:
        name, key = default_name(spec), "name" if spec.name is not None else targets(spec)[0]
        if name in seen:
            yield Finding(("factors", position, key), f"two factors are called '{cut(name)}'; give this one a 'name' of its own")
        elif (name in TAKEN or name in MEASURES) and not (name == POLICY and spec.policy is not None):
            yield Finding(("factors", position, key), f"results already have a column '{name}'; give this factor another 'name'")
        seen.add(name)


def _carried_too(factors: list[tuple[int, FactorSpec]]) -> Iterator[Finding]:
    """Factors that every set of parameters has a value for, or that are called like a column of their table."""
    for position, spec in factors:
        if spec.name in shipped().names and spec.parameter != spec.name:
            text = f"the sets of parameters have a column '{spec.name}'; give this factor another name"
            yield Finding(("factors", position, "name"), text)
        for key, steps in steps_of(("factors", position), spec):
            if tuple(steps[:1]) == ("parameters",) and steps[-1] in shipped().names:
                yield Finding(key, f"the sets of parameters hold '{cut(str(steps[-1]))}' already; take this factor out")


def _places(factors: list[tuple[int, FactorSpec]], scenarios: Sequence[Scenario]) -> Iterator[Finding]:
    """Two factors that set one figure: the last would win, and the first would seem to have no effect."""
    data = scenarios[0].written() if scenarios else {}
    taken: dict[tuple[str, ...], str] = {}
    for position, spec in factors:
        name = default_name(spec)
        for key, steps in steps_of(("factors", position), spec):
            try:
                figures = expanded(data, steps)
            except NoSuchPath:
                continue
            if (by := next((taken[figure] for figure in figures if figure in taken), None)) is not None:
                other = "this factor sets it already" if by == name else f"factor '{cut(by)}' sets the same figure"
                yield Finding(key, f"{other}; keep one")
            taken |= dict.fromkeys(figures, name)


def _overruled(data: Plain, factors: list[tuple[int, FactorSpec]], scenarios: Sequence[Scenario]) -> Iterator[Finding]:
    """Warns of policies that set a factor's figure themselves: under them the factor changes nothing."""
    chosen = [name for name in as_list(data.get("policies")) if isinstance(name, str)]
    chosen += [name for _, spec in factors for name in spec.policy or ()]
    for scenario in scenarios:
        written = scenario.written()
        policies = as_map(written.get("policies"))
        sets = {name: assemble(policies, name)[0] for name in dict.fromkeys(chosen) if name in policies}
        for position, spec in factors:
            for key, steps in steps_of(("factors", position), spec):
                try:
                    figures = expanded(written, steps)
                except NoSuchPath:
                    continue
                within = [figure[:depth] for figure in figures for depth in range(2, len(figure) + 1)]
                names = [f"'{name}'" for name, values in sets.items() if any(block in values for block in within)]
                if names:
                    words = f"policy {names[0]} sets" if len(names) == 1 else f"policies {' and '.join(names)} set"
                    yield Finding(key, f"{words} this figure too: there the factor changes nothing (scenario '{scenario.name}')", "warning")
