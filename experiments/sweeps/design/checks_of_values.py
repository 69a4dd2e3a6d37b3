"""Checks of what a factor varies over: ranges that are none, values that the catalogue or a scenario refuses."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from experiments.sweeps.design.factors import scale_of
from experiments.sweeps.design.paths import NoSuchPath, entry_at, expanded, named, trial
from experiments.sweeps.design.schema import FactorSpec
from model.catalogue import Parameter
from model.parameters import CATALOGUE
from model.reading.problems import Finding, Path, dotted
from model.reading.wording import between, cut, did_you_mean, one_of, plausible
from model.scenario import Scenario
from model.scenario.policies import Plain

MAX_VALUES: Final = 1_000
TARGETS: Final = ("parameter", "path", "policy")
OF_A_RANGE: Final = ("low", "high", "scale", "mode", "sd", "levels")
"""Keys that mean nothing beside `values`."""


def targets(spec: FactorSpec) -> list[str]:
    """Which of parameter, path and policy a factor names; it should be one."""
    return [key for key in TARGETS if getattr(spec, key) is not None]


def steps_of(path: Path, spec: FactorSpec) -> list[tuple[Path, tuple[str, ...]]]:
    """The paths a factor sets, each with the key of the design that names it."""
    if spec.parameter is not None:
        return [((*path, "parameter"), ("parameters", spec.parameter))]
    if spec.path is None:
        return []
    also = [((*path, "also", number), tuple(words.split("."))) for number, words in enumerate(spec.also)]
    return [((*path, "path"), tuple(spec.path.split("."))), *also]


def figure_findings(path: Path, spec: FactorSpec, scenarios: Sequence[Scenario], *, from_rows: bool) -> Iterator[Finding]:
    """A factor that is a parameter, or a figure of the scenario."""
    entry = CATALOGUE.get(spec.parameter) if spec.parameter is not None else None
    if spec.parameter is not None and entry is None:
        known = did_you_mean(spec.parameter, CATALOGUE) or "; see docs/parameters.md"
        yield Finding((*path, "parameter"), f"unknown parameter '{cut(spec.parameter)}'{known}")
        return
    if spec.weights is not None and spec.scale != "empirical":
        yield Finding((*path, "weights"), "'weights' means nothing here; write 'scale: empirical' too, or take it out", at_key=True)
    if spec.values is not None:
        for key in OF_A_RANGE:
            if key in spec.model_fields_set and (key, spec.scale) != ("scale", "empirical"):
                yield Finding((*path, key), f"'{key}' and 'values' together; keep one", at_key=True)
        if spec.scale == "empirical":
            yield from _observed(path, spec.values, spec.weights)
        else:
            yield from _values(path, spec.values, from_rows=from_rows)
    elif spec.scale == "empirical":
        yield Finding((*path, "scale"), "write 'values' too: the numbers that were observed, one as often as it was")
    else:
        yield from _range(path, spec, entry, _usual(spec, scenarios), from_rows=from_rows)
    if entry is not None:
        for at, value in _tries(path, spec):
            yield from of_catalogue(at, value, entry)
    else:
        yield from _tried(path, spec, scenarios)


def _values(path: Path, values: Sequence[Any], *, from_rows: bool) -> Iterator[Finding]:
    if len(values) < 2 and not from_rows:
        yield Finding((*path, "values"), "write at least two values")
    if len(values) > MAX_VALUES:
        many = f"{len(values):,} values; at most {MAX_VALUES:,}: write a range with 'low' and 'high'"
        yield Finding((*path, "values"), many, at_key=True)
    seen: set[tuple[bool, Any]] = set()
    for position, value in enumerate(values):
        if not isinstance(value, str | int | float | bool):
            what = "a list" if isinstance(value, list | tuple) else "a map" if isinstance(value, dict) else "nothing"
            yield Finding((*path, "values", position), f"{what} cannot be the value of a factor; write a number, a text, true or false")
            continue
        if (isinstance(value, bool), value) in seen:
            yield Finding((*path, "values", position), f"{_written(value)} stands twice; keep one")
        seen.add((isinstance(value, bool), value))


def _observed(path: Path, values: Sequence[Any], weights: Sequence[float] | None) -> Iterator[Finding]:
    """Observed values that are no numbers, or are all one; weights that are none, or not as many."""
    if len(values) > MAX_VALUES:
        many = f"{len(values):,} values; at most {MAX_VALUES:,}: write each that differs once, with 'weights', or their quantiles"
        yield Finding((*path, "values"), many, at_key=True)
        return
    numbers = [isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) for value in values]
    wrong = [at for at, fine in enumerate(numbers) if not fine]
    for at in wrong:
        text = "not a number, and what is observed must be; of texts write 'values' without 'scale'"
        yield Finding((*path, "values", at), f"{_written(values[at])} is {text}")
    if weights is not None and len(weights) != len(values):
        yield Finding((*path, "weights"), f"{len(weights)} weights for {len(values)} values; write one for each", at_key=True)
        return
    bad = [at for at, weight in enumerate(weights or ()) if not 0 <= weight < math.inf]
    for at in bad:
        yield Finding((*path, "weights", at), f"{_written((weights or ())[at])} is no weight; write 0 or more")
    counted = {value for value, weight in zip(values, weights or (1.0,) * len(values), strict=True) if weight > 0} if not wrong else ()
    if not wrong and not bad and len(counted) < 2:
        yield Finding((*path, "values"), "write at least two values that differ" + (" and count" if weights is not None else ""))


def _range(path: Path, spec: FactorSpec, entry: Parameter | None, usual: str, *, from_rows: bool) -> Iterator[Finding]:
    """An empty range, a missing one, or one that has no logarithm."""
    low, high = spec.low, spec.high
    if from_rows and (low is None or high is None):
        return  # the file says what the values are
    if entry is not None:
        low, high = (entry.low if low is None else low), (entry.high if high is None else high)
    key = targets(spec)[0]
    if low is None or high is None:
        wanted = [end for end, value in (("low", low), ("high", high)) if value is None]
        if len(wanted) == 2:
            yield Finding((*path, key), f"has no range; write 'low' and 'high'{usual}, or 'values'")
        else:
            yield Finding((*path, key), f"half a range; write '{wanted[0]}' too{usual}")
        return
    if spec.low is None and spec.high is None and low == high:
        yield Finding((*path, key), f"the catalogue gives a single value, {low:.10g}; write 'low' and 'high'")
    elif low >= high:
        end = "high" if spec.high is not None else "low"
        ends = f"{_end('low', low, spec.low)} is not below {_end('high', high, spec.high)}"
        own = spec.low is not None and spec.high is not None
        other = "low" if end == "high" else "high"
        advice = f"write '{other}' too" if not own else "exchange them" if low > high else "write a higher 'high'"
        yield Finding((*path, end), f"empty range: {ends}; {advice}")
    elif not math.isfinite(high - low):
        yield Finding((*path, "high"), "the range is wider than numbers can say; write a narrower one")
    if scale_of(spec, entry) == "log" and low <= 0:
        yield Finding((*path, "scale"), f"a range from {low:.10g} has no logarithm; write a 'low' above 0, or 'scale: uniform'")
    elif low < high:
        yield from _shape(path, spec, entry, low, high)


def _shape(path: Path, spec: FactorSpec, entry: Parameter | None, low: float, high: float) -> Iterator[Finding]:
    """What is missing of a triangular or normal factor, or said of one that is neither."""
    peaked = spec.scale in ("triangular", "normal")
    wanted = {"mode": ("triangular", "normal"), "sd": ("normal",)}
    for key, scales in wanted.items():
        if getattr(spec, key) is not None and spec.scale not in scales:
            yield Finding((*path, key), f"'{key}' means nothing here; write 'scale: {scales[-1]}' too, or take it out", at_key=True)
    mode = spec.mode if spec.mode is not None or entry is None else entry.default
    if peaked and mode is None:
        yield Finding((*path, "scale"), f"write 'mode' too, the most likely value, from {low:.10g} to {high:.10g}")
    elif peaked and mode is not None and not low <= mode <= high:
        key = "mode" if spec.mode is not None else "scale"
        what = f"mode {mode:.10g}" + ("" if spec.mode is not None else " (the catalogue's default)")
        yield Finding((*path, key), f"{what} lies outside {low:.10g} to {high:.10g}; write a 'mode' within the range")
    if spec.scale == "normal" and spec.sd is None:
        yield Finding((*path, "scale"), f"write 'sd' too, the standard deviation, for example {(high - low) / 4:.3g}")
    elif spec.scale == "normal" and spec.sd is not None and not (high - low) / 1e3 <= spec.sd < math.inf:
        what = f"{spec.sd:.10g} is no standard deviation for a range of {high - low:.10g}"
        yield Finding((*path, "sd"), f"{what}; write {(high - low) / 4:.3g}")


def _end(name: str, value: float, own: float | None) -> str:
    return f"{name} {value:.10g}" + (" of the catalogue" if own is None else "")


def _usual(spec: FactorSpec, scenarios: Sequence[Scenario]) -> str:
    """` (plausible: 4 and 12 EUR)`, where the schema of scenarios knows."""
    if spec.path is None:
        return ""
    for scenario in scenarios:
        try:
            schema = entry_at(scenario, spec.path.split("."))
        except NoSuchPath:
            return ""
        if schema.plausible is not None:
            return f" (plausible: {schema.plausible[0]:.10g} and {schema.plausible[1]:.10g} {schema.unit}".rstrip() + ")"
    return ""


def _tries(path: Path, spec: FactorSpec) -> list[tuple[Path, Any]]:
    """The ends of the range, or the values, each with its place in the design."""
    ends: list[tuple[Path, Any]] = [((*path, end), getattr(spec, end)) for end in ("low", "high") if getattr(spec, end) is not None]
    kinds = int | float if spec.scale == "empirical" else str | int | float | bool  # what else is observed was refused
    values = [((*path, "values", k), value) for k, value in enumerate(spec.values or ()) if isinstance(value, kinds)]
    return ends + values[:MAX_VALUES]


def of_catalogue(path: Path, value: Any, entry: Parameter) -> Iterator[Finding]:
    """What the catalogue says to a value of one of its parameters."""
    unit = f" ({entry.unit})" if entry.unit else ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield Finding(path, f"{_written(value)} is not a number; write a number{between(entry.hard_low, entry.hard_high)}{unit}")
    elif not entry.hard_low <= value <= entry.hard_high:
        yield Finding(path, f"{value:.10g} is out of range; write a number{between(entry.hard_low, entry.hard_high)}{unit}")
    elif not entry.low <= value <= entry.high:
        yield Finding(path, plausible(value, entry.low, entry.high, entry.unit), "warning")


def _tried(path: Path, spec: FactorSpec, scenarios: Sequence[Scenario]) -> Iterator[Finding]:
    """Puts the ends of the range, or each value, into each scenario, and passes on what the scenario says to that."""
    tries = _tries(path, spec)
    said: dict[Finding, list[str]] = {}
    for key, steps in steps_of(path, spec):
        for scenario in scenarios:
            for finding in tried(key, steps, tries, scenario):
                said.setdefault(finding, []).append(f"'{scenario.name}'")
    for finding, names in said.items():
        where = f"scenario {names[0]}" if len(names) == 1 else f"scenarios {one_of(names).replace(' or ', ' and ')}"
        yield Finding(finding.path, f"{finding.message} ({where})", finding.severity, finding.at_key)


def tried(key: Path, steps: tuple[str, ...], tries: Sequence[tuple[Path, Any]], scenario: Scenario) -> Iterator[Finding]:
    """What one scenario says to values at one path.

    Args:
        key: the place of the design that names the path.
        steps: the path.
        tries: values, each with its place in the design.
        scenario: the scenario.
    """
    try:
        schema = entry_at(scenario, steps)
        if not tries:  # the path can be tried all the same: is there such a key?
            yield from (Finding(key, finding.message) for finding in trial(scenario, steps, 0) if finding.at_key)
            return
        data = scenario.written()
        for at, value in tries:
            if schema.whole and isinstance(value, float):
                if not value.is_integer():
                    yield Finding(at, f"{value:.10g} is not a whole number; write {math.floor(value)} or {math.ceil(value)}")
                    continue
                value = int(value)
            wrong = trial(scenario, steps, value)
            said = set()
            for finding in wrong:
                if finding.at_key and _same(data, finding.path, steps):
                    yield Finding(key, finding.message)
                    return  # each value would say it again
                elsewhere = "" if _same(data, finding.path, steps) else f"{dotted(finding.path)}: "
                if (message := f"{elsewhere}{finding.message}") not in said:  # the items of a list may all say it
                    said.add(message)
                    yield Finding(at, message)
            bounds = schema.plausible
            if not wrong and bounds and isinstance(value, int | float) and not bounds[0] <= value <= bounds[1]:
                yield Finding(at, plausible(value, *bounds, schema.unit), "warning")
    except NoSuchPath as error:
        yield Finding(key, str(error))


def _same(data: Plain, path: Path, steps: tuple[str, ...]) -> bool:
    """Whether a finding is about the path itself."""
    try:
        return named(data, path) in expanded(data, steps)
    except NoSuchPath:
        return False


def _written(value: Any) -> str:
    """A value as it stands in the file."""
    return str(value).lower() if isinstance(value, bool) else f"{value:.10g}" if isinstance(value, int | float) else f"'{cut(str(value))}'"
