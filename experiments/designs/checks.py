"""What the schema of designs cannot say: names that refer to nothing, empty ranges, values a scenario refuses.

As with scenarios the checks read plain data and pass over what has the wrong type, so that all problems come out at once.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, Final

from pydantic import ValidationError

from experiments.designs.factors import default_name
from experiments.designs.places import NoSuchPlace, place_of, trial
from experiments.designs.schema import FactorSpec
from experiments.measures import MEASURES, measures_for
from model.parameters import CATALOGUE
from model.scenario import Scenario, read_scenario, scenario_names
from model.scenario.policies import Plain, as_list, as_map
from model.scenario.problems import Finding, Path
from model.scenario.wording import between, cut, did_you_mean, plausible

MAX_RUNS: Final = 50_000_000
CONDITION: Final = re.compile(r"\s*([a-z0-9_]+)(?:@([A-Za-z][A-Za-z0-9_-]*))?\s*(<=|>=|==|<|>)\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*")
_TARGETS: Final = ("parameter", "path", "policy")


def scenario_file(name: str, folder: FilePath) -> str:
    """What to read for a scenario named in a design: a shipped name, or a path from the folder of the design."""
    return name if name in scenario_names() else str(folder / name)


def references(data: Plain, path: FilePath | None) -> Iterator[Finding]:
    """All findings on a design given as plain data."""
    folder = path.parent if path else FilePath()
    scenarios: list[Scenario] = []
    for position, name in enumerate(as_list(data.get("scenarios"))):
        if not isinstance(name, str):
            continue
        scenario, problems = read_scenario(scenario_file(name, folder))
        if scenario is None:
            yield Finding(("scenarios", position), _unreadable(name, problems))
        elif scenario.name in [other.name for other in scenarios]:
            yield Finding(("scenarios", position), f"a second scenario called '{scenario.name}'; give its file another name")
        else:
            scenarios.append(scenario)
    if data.get("scenarios") == []:
        yield Finding(("scenarios",), "no scenario; write at least one, e.g. [sondrio_downsizing]")
    yield from _policies(("policies",), data.get("policies"), scenarios)
    yield from _outcomes(data, scenarios)
    yield from _factors(data, scenarios)
    yield from _sampler(data, folder)
    yield from _size(data)


def _unreadable(name: str, problems: list[Any]) -> str:
    first = problems[0]
    if first.key == "file" and first.message.startswith("no such"):
        return f"no such scenario '{cut(name)}'{did_you_mean(name, scenario_names())}"
    errors = sum(problem.severity == "error" for problem in problems)
    return f"the scenario cannot be read ({errors} error{'' if errors == 1 else 's'}, the first: {first})"


def _policies(path: Path, names: Any, scenarios: list[Scenario]) -> Iterator[Finding]:
    for position, name in enumerate(as_list(names)):
        if name in as_list(names)[:position]:
            yield Finding((*path, position), f"policy '{name}' stands twice; keep one")
        for scenario in scenarios:
            if isinstance(name, str) and name not in scenario.policy_names:
                known = did_you_mean(name, scenario.policy_names)
                yield Finding((*path, position), f"no policy '{cut(name)}' in scenario '{scenario.name}'{known}")
    if names == []:
        yield Finding(path, "no policy; leave the key out for the baseline")


def _outcomes(data: Plain, scenarios: list[Scenario]) -> Iterator[Finding]:
    horizon = data.get("horizon_months")
    names = as_list(data.get("outcomes"))
    for position, name in enumerate(names):
        if isinstance(name, str):
            yield from _outcome(("outcomes", position), name, horizon, scenarios)
            if name in names[:position]:
                yield Finding(("outcomes", position), f"outcome '{name}' stands twice; keep one")
    for name in as_map(data.get("decisions")):
        if names and name not in names:
            yield Finding(("decisions", name), f"'{name}' is not among the outcomes of this design{did_you_mean(name, names)}", at_key=True)
    for position, text in enumerate(as_list(data.get("conditions"))):
        found = CONDITION.fullmatch(text) if isinstance(text, str) else None
        if isinstance(text, str) and found is None:
            yield Finding(("conditions", position), f"'{cut(text)}' is no condition; write an outcome, <, <=, >, >= or ==, and a number")
        elif found is not None:
            outcome = found[1] + (f"@{found[2]}" if found[2] else "")
            if names and outcome not in names:
                known = did_you_mean(outcome, [name for name in names if isinstance(name, str)])
                yield Finding(("conditions", position), f"'{outcome}' is not among the outcomes of this design{known}")


def _outcome(path: Path, name: str, horizon: Any, scenarios: list[Scenario]) -> Iterator[Finding]:
    plain, _, hub = name.partition("@")
    if plain not in MEASURES:
        yield Finding(path, f"unknown outcome '{cut(plain)}'{did_you_mean(plain, list(MEASURES))}")
        return
    if hub and MEASURES[plain].total == "town":
        yield Finding(path, f"'{plain}' is an outcome of towns; write it without '@{cut(hub)}'")
    for scenario in scenarios:
        hubs = [spec.name for spec in scenario.hubs]
        if hub and hub not in hubs:
            yield Finding(path, f"no hub '{cut(hub)}' in scenario '{scenario.name}'{did_you_mean(hub, hubs)}")
        months = horizon if isinstance(horizon, int) and horizon >= 1 else scenario.horizon_months
        opens = [spec.opening_month(scenario.start) for spec in scenario.hubs]
        if MEASURES[plain] not in measures_for(months, opens):
            yield Finding(path, f"'{plain}' looks at a hub {MEASURES[plain].age} months old, and a run of '{scenario.name}' has {months}")


def _factors(data: Plain, scenarios: list[Scenario]) -> Iterator[Finding]:
    if data.get("factors") == []:
        yield Finding(("factors",), "no factor; write at least one, e.g. '- parameter: alpha'")
    seen: list[str] = []
    for position, block in enumerate(as_list(data.get("factors"))):
        path = ("factors", position)
        try:
            spec = FactorSpec.model_validate(block)
        except ValidationError:
            continue  # the schema says what is wrong
        given = [key for key in _TARGETS if getattr(spec, key) is not None]
        if len(given) != 1:
            wrong = "nothing varies here" if not given else f"{' and '.join(given)} together"
            yield Finding(path, f"{wrong}; write one of 'parameter', 'path' or 'policy'")
            continue
        name = default_name(spec)
        if name in seen or (name in _TAKEN and spec.policy is None):
            taken = "two factors are called" if name in seen else "results already have a column"
            yield Finding((*path, given[0]), f"{taken} '{name}'; give this one a 'name' of its own")
        seen.append(name)
        yield from _factor(path, spec, scenarios, from_rows=as_map(data.get("sampler")).get("type") == "rows")
    if sum(isinstance(as_map(block).get("policy"), list) for block in as_list(data.get("factors"))) and "policies" in data:
        yield Finding(("policies",), "the policy is a factor too; leave this key out, or that factor", at_key=True)


_TAKEN: Final = ("dummy", "scenario", "policy", "point", "replicate", "status", "reason", *MEASURES)


def _factor(path: Path, spec: FactorSpec, scenarios: list[Scenario], *, from_rows: bool) -> Iterator[Finding]:
    if spec.policy is not None:
        if len(spec.policy) < 2:
            yield Finding((*path, "policy"), "write at least two policies to choose from; 'baseline' is one")
        yield from _policies((*path, "policy"), list(spec.policy), scenarios)
        return
    if spec.parameter is not None and spec.parameter not in CATALOGUE:
        known = did_you_mean(spec.parameter, CATALOGUE) or "; see docs/parameters.md"
        yield Finding((*path, "parameter"), f"unknown parameter '{cut(spec.parameter)}'{known}")
        return
    if spec.values is not None:
        if spec.low is not None or spec.high is not None:
            yield Finding((*path, "values"), "a range and values together; keep one", at_key=True)
        if len(spec.values) < 2 and not from_rows:
            yield Finding((*path, "values"), "write at least two values")
    elif not from_rows:
        yield from _range(path, spec, scenarios)
    yield from _tried(path, spec, scenarios)


def _range(path: Path, spec: FactorSpec, scenarios: list[Scenario]) -> Iterator[Finding]:
    """An empty range, a missing one, one that has no logarithm, or one beyond what the catalogue allows."""
    low, high, key = spec.low, spec.high, "path"
    if spec.parameter is not None:
        entry, key = CATALOGUE[spec.parameter], "parameter"
        low, high = (entry.low if low is None else low), (entry.high if high is None else high)
        for end, value in (("low", spec.low), ("high", spec.high)):
            if value is None:
                continue
            if not entry.hard_low <= value <= entry.hard_high:
                allowed = between(entry.hard_low, entry.hard_high)
                yield Finding((*path, end), f"{value:g} is out of range; write a number{allowed} ({entry.unit or 'no unit'})")
            elif not entry.low <= value <= entry.high:
                yield Finding((*path, end), plausible(value, entry.low, entry.high, entry.unit), "warning")
    if low is None or high is None:
        yield Finding((*path, key), f"has no range; write 'low' and 'high'{_usual(spec, scenarios)}, or 'values'")
        return
    place = (*path, "high") if spec.high is not None else (*path, "low") if spec.low is not None else (*path, key)
    if low >= high:
        yield Finding(place, f"empty range: {low:g} is not below {high:g}")
    if spec.scale == "log" and low <= 0:
        yield Finding((*path, "scale"), f"a range from {low:g} has no logarithm; write a 'low' above 0, or leave 'scale' out")


def _usual(spec: FactorSpec, scenarios: list[Scenario]) -> str:
    """` (plausible: 4 to 12)`, where the schema of scenarios knows."""
    assert spec.path is not None
    for scenario in scenarios:
        try:
            bounds = place_of(scenario, spec.path.split(".")).plausible
        except NoSuchPlace:
            return ""
        if bounds is not None:
            return f" (plausible: {bounds[0]:g} and {bounds[1]:g})"
    return ""


def _tried(path: Path, spec: FactorSpec, scenarios: list[Scenario]) -> Iterator[Finding]:
    """Puts the ends of the range, or each value, into each scenario, and passes on what the scenario says to that."""
    places = ["parameters." + spec.parameter] if spec.parameter is not None else [str(spec.path), *spec.also]
    for number, words in enumerate(places):
        key: Path = (*path, "parameter") if spec.parameter is not None else (*path, "path") if number == 0 else (*path, "also", number - 1)
        for scenario in scenarios:
            steps = tuple(words.split("."))
            try:
                whole = place_of(scenario, steps).whole
            except NoSuchPlace as error:
                yield Finding(key, f"{error} (scenario '{scenario.name}')")
                continue
            ends = [(end, getattr(spec, end)) for end in ("low", "high")]
            tries: list[tuple[Path, Any]] = [((*path, end), value) for end, value in ends if value is not None]
            if whole:
                fractions = [(place, value) for place, value in tries if not float(value).is_integer()]
                for place, value in fractions:
                    yield Finding(place, f"{value:g} is not a whole number, and this figure is one")
                tries = [(place, int(value)) for place, value in tries if float(value).is_integer()]
            tries += [((*path, "values", k), value) for k, value in enumerate(spec.values or ())]
            said: set[str] = set()
            for place, value in tries:
                for message in trial(scenario, steps, value):
                    if message in said:
                        continue
                    said.add(message)
                    yield Finding(key if "key" in message else place, f"{message} (scenario '{scenario.name}')")


def _sampler(data: Plain, folder: FilePath) -> Iterator[Finding]:
    sampler = as_map(data.get("sampler"))
    kind, path = sampler.get("type"), ("sampler",)
    base, levels, points = sampler.get("n"), sampler.get("levels"), sampler.get("points")
    if kind == "saltelli" and isinstance(base, int) and base > 0 and base & (base - 1):
        lower = 1 << (base.bit_length() - 1)
        yield Finding((*path, "n"), f"{base} is not a power of two; write {lower} or {lower * 2}")
    if kind == "morris" and isinstance(levels, int) and levels % 2:
        yield Finding((*path, "levels"), f"{levels} is odd; write an even number, 4 is usual")
    if kind == "sobol" and isinstance(points, int) and points > 0 and points & (points - 1):
        lower = 1 << (points.bit_length() - 1)
        yield Finding((*path, "points"), f"{points} is not a power of two: the sequence is less even; {lower} or {lower * 2} is", "warning")
    if kind == "rows" and isinstance(sampler.get("file"), str):
        yield from _rows(data, folder / str(sampler["file"]))


def _rows(data: Plain, file: FilePath) -> Iterator[Finding]:
    path = ("sampler", "file")
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            head = next(csv.reader(stream), [])
    except (OSError, UnicodeDecodeError) as error:
        yield Finding(path, f"cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8 text'}")
        return
    columns = [column.strip() for column in head]
    for position, block in enumerate(as_list(data.get("factors"))):
        try:
            name = default_name(FactorSpec.model_validate(block))
        except ValidationError:
            continue
        if name not in columns:
            known = did_you_mean(name, columns)
            yield Finding(("factors", position), f"the file has no column '{name}'{known}")


def _size(data: Plain) -> Iterator[Finding]:
    runs = expected_runs(data)
    if runs > MAX_RUNS:
        yield Finding(("sampler",), f"{runs:,} runs; at most {MAX_RUNS:,} in one sweep", at_key=True)


def expected_runs(data: Plain) -> int:
    """Runs of a design given as plain data; 0 where it cannot be told."""
    sampler, factors = as_map(data.get("sampler")), [as_map(block) for block in as_list(data.get("factors"))]
    number = len(factors) + (data.get("dummy", True) is not False)

    def count(key: str, default: int = 0) -> int:
        value = sampler.get(key, default)
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0

    kind = sampler.get("type")
    points = count("points")
    if kind == "saltelli":
        points = count("n") * ((2 * number if sampler.get("second_order") is True else number) + 2)
    elif kind == "morris":
        points = count("trajectories") * (number + 1)
    elif kind == "grid":
        points = 1
        for block in factors:
            values = block.get("values") or block.get("policy")
            own = block.get("levels")
            points *= len(values) if isinstance(values, list) else own if isinstance(own, int) and own > 0 else count("levels", 5)
    replicates = data.get("replicates", 10)
    repeated = replicates if isinstance(replicates, int) and replicates > 0 else 1
    return points * max(len(as_list(data.get("policies"))), 1) * max(len(as_list(data.get("scenarios"))), 1) * repeated
