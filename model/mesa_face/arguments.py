"""What a `CoworkingModel` is made with: a scenario under one policy, with parameters and figures of its own.

Parameters of the catalogue are given by name. A figure of a hub, an instrument or a shock has a name with dots, which travels in the
dictionaries of `mesa.batch_run` and `SolaraViz` like any other: `hub.desks` (of the only hub), `adda.desks`, `voucher.share`, or in full,
as in the designs of sweeps, `hubs.adda.prices.flex`.
"""

import math
import os
import warnings
from collections.abc import Iterator, Mapping
from numbers import Real
from pathlib import Path
from typing import Any, Final

from model.parameter_sets import shipped
from model.parameters import CATALOGUE, Parameters
from model.reading.problems import Problem, ScenarioWarning
from model.reading.wording import did_you_mean, one_of
from model.scenario import BASELINE, Scenario, load_scenario
from model.scenario import given as taken
from model.scenario.editing import changed, edited
from model.scenario.policies import Plain, as_list, as_map, item_name

DEFAULT_SCENARIO: Final = "sondrio_downsizing"
ARGUMENTS: Final = ("scenario", "policy", "rng", "parameter_set")
_LISTS: Final = ("hubs", "instruments", "shocks")
_ONLY_HUB: Final = "hub"
_CALLERS: Final = 3  # frames between a warning and who makes the model

Place = tuple[str, ...]
"""List, name of the item, and its key, e.g. `("hubs", "adda", "prices", "flex")`."""


def scenario_of(source: object, policy: str, parameter_set: int | None, given: Mapping[str, Any]) -> Scenario:
    """The scenario that a model simulates.

    Args:
        source: what the model was given as a scenario.
        policy: name of the policy.
        parameter_set: number of a set of parameters in place of the catalogue's defaults.
        given: parameters and figures by name, which replace those of the scenario and the policy.

    Raises:
        TypeError: listing everything that does not exist or is no number.
        ValueError: listing everything outside its hard range or otherwise refused as in a file.
    """
    whole = _read(source)
    case = whole if parameter_set is None else whole.assuming(shipped().of(taken.whole("parameter_set", parameter_set, -(2**63))))
    if case.policies or policy not in (BASELINE, case.policy):  # else it is already under its policy
        case = case.with_policy(policy)
    numbers = {name: value for name, value in given.items() if "." not in name}
    figures = _Figures(case, whole)
    wrong = [*_wrong_parameters(numbers), *figures.wrong(name for name in given if "." in name)]
    if wrong:
        raise TypeError("\n".join(wrong))
    refused = []
    try:
        Parameters({name: float(value) for name, value in numbers.items()})
    except ValueError as error:
        refused.append(str(error))
    case, problems = figures.put({name: value for name, value in given.items() if "." in name})
    refused += [str(problem) for problem in problems if problem.severity == "error"]
    if refused:
        raise ValueError("\n".join(refused))
    for problem in problems:
        warnings.warn(str(problem), ScenarioWarning, stacklevel=_CALLERS)
    if not numbers:
        return case
    parameters = {**case.parameters, **{name: float(value) for name, value in numbers.items()}}
    return Scenario.model_validate({**case.written(), "parameters": parameters})


def _read(source: object) -> Scenario:
    if source is None:
        source = DEFAULT_SCENARIO
    if isinstance(source, str | os.PathLike):
        return load_scenario(Path(source) if isinstance(source, os.PathLike) else source)
    scenario = source if isinstance(source, Scenario) else getattr(source, "scenario", None)  # a case of `experiments` has one
    if not isinstance(scenario, Scenario):
        kind = f"{type(source).__module__}.{type(source).__qualname__}"
        raise TypeError(f"scenario: {kind}; write a model.Scenario, the name of a shipped scenario or the path of a file")
    return scenario


def _wrong_parameters(given: Mapping[str, Any]) -> list[str]:
    return [_no_such(name) for name in given if name not in CATALOGUE] + [
        f"{name}: {value!r} is not a number"
        for name, value in given.items()
        if name in CATALOGUE and (isinstance(value, bool) or not isinstance(value, Real) or math.isnan(value))
    ]


def _no_such(name: str) -> str:
    if name == "seed":
        return "'seed' is not an argument; write rng=, as Mesa does"
    if name in Scenario.model_fields:
        return f"'{name}' is not an argument; it stands in the scenario"
    return f"'{name}' is neither an argument nor a parameter of the catalogue{did_you_mean(name, (*ARGUMENTS, *CATALOGUE))}"


class _Figures:
    """Figures of hubs, instruments and shocks by the names that users write."""

    def __init__(self, case: Scenario, whole: Scenario) -> None:
        self.case = case
        self.names = {kind: list(_names(case.written(), kind)) for kind in _LISTS}
        policies = whole.written().get("policies", {}).values()
        self.idle = {name for policy in policies for kind in ("add_hubs", *_LISTS[1:]) for name in _names(policy, kind)}

    def wrong(self, names: Iterator[str]) -> list[str]:
        """What is wrong with the names; nothing for one whose hub or instrument another policy has."""
        found, places = [], dict[Place, str]()
        for name in names:
            try:
                place = self.place(name)
            except LookupError as error:
                found.append(str(error.args[0]))
                continue
            twin = next((other for known, other in places.items() if known[: len(place)] == place[: len(known)]), None)
            if place and twin is not None:
                found.append(f"'{twin}' and '{name}' are one figure; keep one")
            places[place] = name
        return found

    def place(self, name: str) -> Place:
        """Where a figure stands in the scenario, empty for what is not in force under the policy.

        Raises:
            LookupError: saying what there is instead.
        """
        head, *keys = name.split(".")
        if head in _LISTS and len(keys) > 1 and keys[0] in self.names[head]:
            return (head, *keys)
        kinds = [kind for kind in _LISTS if head in self.names[kind]]
        if len(kinds) > 1:
            raise LookupError(f"'{name}': '{head}' is the name of {len(kinds)} things; write {one_of(f'{kind}.{name}' for kind in kinds)}")
        if kinds:
            return (kinds[0], head, *keys)
        hubs = self.names["hubs"]
        if head == _ONLY_HUB and len(hubs) == 1:
            return ("hubs", hubs[0], *keys)
        if head == _ONLY_HUB:
            raise LookupError(f"'{name}': there are {len(hubs)} hubs; write {one_of('.'.join((hub, *keys)) for hub in hubs)}")
        if {head, *keys[:1]} & self.idle:
            return ()
        known = [one for kind in _LISTS for one in self.names[kind]] + [_ONLY_HUB] * (len(hubs) == 1)
        where = f"no hub, instrument or shock '{head}' under '{self.case.policy}'"
        raise LookupError(f"'{name}': {where}{did_you_mean(head, known)}")

    def put(self, values: Mapping[str, Any]) -> tuple[Scenario, list[Problem]]:
        """The scenario with the figures, each where it belongs, and what there is to say of it as a file would be told."""
        change: Plain = {}
        said = dict[str, str]()  # how the program calls an item, and how the user does
        problems = []
        for name, value in values.items():
            place = self.place(name)
            if not place:
                text = f"not in force under '{self.case.policy}': it does nothing"
                problems.append(Problem("", 0, 0, name, text, "warning"))
                continue
            kind, item, *keys = place
            block = change.setdefault(kind, {}).setdefault(item, {})
            for key in keys[:-1]:
                block = block.setdefault(key, {})
            block[keys[-1]] = value
            said[f"{kind}[{self.names[kind].index(item)}]"] = said[f"{kind}.{item}"] = name.removesuffix("." + ".".join(keys))
        if not change:
            return self.case, problems
        case, found = edited(self.case, lambda data: changed(data, change))
        return case or self.case, problems + [_as_called(problem, said) for problem in found]


def _names(block: Any, kind: str) -> Iterator[str]:
    return (name for item in as_list(as_map(block).get(kind)) if (name := item_name(item)) is not None)


def _as_called(problem: Problem, said: Mapping[str, str]) -> Problem:
    """The problem of a figure under the name that the user wrote: `hub.desks`, not `hubs[0].desks`."""
    item = next((item for item in said if problem.key == item or problem.key.startswith(f"{item}.")), None)
    key = problem.key if item is None else said[item] + problem.key.removeprefix(item)
    return Problem("", 0, 0, key, problem.message, problem.severity)
