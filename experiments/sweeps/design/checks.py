"""What the schema of designs cannot say: names that refer to nothing, empty ranges, values a scenario refuses.

As with scenarios the checks read plain data and pass over what has the wrong type, so that all problems come out at once. Factors,
outcomes and files of rows have modules of their own.
"""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, Final

from experiments.sweeps.design.checks_of_dependence import dependence_findings
from experiments.sweeps.design.checks_of_factors import factor_findings, policy_findings, specs
from experiments.sweeps.design.checks_of_outcomes import outcome_findings
from experiments.sweeps.design.rows import row_findings
from model.reading.problems import Finding
from model.reading.wording import cut, nearest, one_of
from model.scenario import Problem, Scenario, read_scenario, scenario_names
from model.scenario.policies import Plain, as_list, as_map

MAX_RUNS: Final = 50_000_000
MAX_CELLS: Final = 50_000_000  # points × factors that are held in memory, at about 40 bytes each
MAX_FACTORS: Final = 500
MAX_SCENARIOS: Final = 200
_BEYOND: Final = 10**15  # the number of runs is not worked out further: no design means so many


def scenario_file(name: str, folder: FilePath) -> str:
    """What to read for a scenario named in a design: a shipped name, or a path from the folder of the design."""
    return name if name in scenario_names() else str(folder / name)


def references(data: Plain, path: FilePath | None) -> Iterator[Finding]:
    """All findings on a design given as plain data."""
    folder = path.parent if path else FilePath()
    for key, most in (("scenarios", MAX_SCENARIOS), ("factors", MAX_FACTORS)):
        if len(as_list(data.get(key))) > most:
            yield Finding((key,), f"{len(data[key])} {key}; at most {most} in one sweep", at_key=True)
            return
    scenarios, wrong = _scenarios(data, folder)
    yield from wrong
    yield from policy_findings(("policies",), data.get("policies"), scenarios)
    yield from outcome_findings(data, scenarios)
    of_factors = list(factor_findings(data, scenarios))
    yield from of_factors
    sound = len(specs(data)) == len(as_list(data.get("factors"))) and not any(finding.severity == "error" for finding in of_factors)
    yield from dependence_findings(data, scenarios, sound=sound)
    yield from _sampler(data)
    rows = 0
    if as_map(data.get("sampler")).get("type") == "rows":
        rows, wrong = row_findings(data, folder, scenarios)
        yield from wrong
    yield from _size(data, rows)


def _scenarios(data: Plain, folder: FilePath) -> tuple[list[Scenario], list[Finding]]:
    """The scenarios that can be read, and what is wrong with the others."""
    scenarios: dict[str, Scenario] = {}
    wrong: list[Finding] = []
    names = as_list(data.get("scenarios"))
    for position, name in enumerate(names):
        path = ("scenarios", position)
        if not isinstance(name, str):
            continue
        if name in names[:position]:
            wrong.append(Finding(path, f"scenario '{cut(name)}' stands twice; keep one"))
            continue
        scenario, problems = read_scenario(scenario_file(name, folder))
        if scenario is None:
            wrong.append(Finding(path, _unreadable(name, folder, problems)))
        elif scenario.name in scenarios:
            wrong.append(Finding(path, f"a second scenario called '{scenario.name}'; give its file another name"))
        else:
            scenarios[scenario.name] = scenario
    if data.get("scenarios") == []:
        wrong.append(Finding(("scenarios",), "no scenario; write at least one, e.g. [sondrio_downsizing]"))
    return list(scenarios.values()), wrong


def _unreadable(name: str, folder: FilePath, problems: list[Problem]) -> str:
    first = problems[0]
    if first.key == "file" and first.message.startswith("no such"):
        shipped = scenario_names()
        close = nearest(name, [*shipped, *_files(folder)])
        return f"no such scenario '{cut(name)}'; " + (
            f"did you mean '{close}'?" if close else f"write {one_of([*shipped, 'the path of a file from the folder of this design'])}"
        )
    errors = sum(problem.severity == "error" for problem in problems)
    return f"the scenario cannot be read; mend {'its error' if errors == 1 else f'its {errors} errors, the first'}: {first}"


def _files(folder: FilePath) -> list[str]:
    """Files beside the design that may be the scenario that was meant."""
    try:
        return sorted(file.name for file in folder.glob("*.yaml"))
    except OSError:
        return []


def _sampler(data: Plain) -> Iterator[Finding]:
    sampler = as_map(data.get("sampler"))
    kind, path = sampler.get("type"), ("sampler",)
    base, levels, points = sampler.get("n"), sampler.get("levels"), sampler.get("points")
    if kind == "saltelli" and isinstance(base, int) and base > 0 and base & (base - 1):
        yield Finding((*path, "n"), f"{base} is not a power of two; write {_powers(base)}")
    if kind == "morris" and isinstance(levels, int) and levels % 2:
        yield Finding((*path, "levels"), f"{levels} is odd; write an even number, 4 is usual")
    if kind == "sobol" and isinstance(points, int) and points > 0 and points & (points - 1):
        yield Finding((*path, "points"), f"{points} is not a power of two: the points are less even; better {_powers(points)}", "warning")


def _powers(number: int) -> str:
    """The two powers of two around a number."""
    lower = 1 << (number.bit_length() - 1)
    return f"{lower} or {lower * 2}"


def _size(data: Plain, rows: int) -> Iterator[Finding]:
    runs, points = expected_runs(data, rows), expected_points(data, rows)
    columns = max(len(as_list(data.get("factors"))) + 1, 1)
    if runs > MAX_RUNS:
        number = f"{runs:,}" if runs < _BEYOND else f"more than {_BEYOND:,}"
        fewer = "fewer points, replicates, policies or scenarios"
        yield Finding(("sampler",), f"{number} runs; at most {MAX_RUNS:,} in one sweep: write {fewer}", at_key=True)
    elif points * columns > MAX_CELLS:
        most = MAX_CELLS // columns
        yield Finding(("sampler",), f"{points:,} points; at most {most:,} with so many factors: write fewer of either", at_key=True)


def expected_points(data: Plain, rows: int = 0) -> int:
    """Points of a design given as plain data; 0 where it cannot be told. `rows`: those of its file, if it has one."""
    sampler, factors = as_map(data.get("sampler")), [as_map(block) for block in as_list(data.get("factors"))]
    number = len(factors) + (data.get("dummy", True) is not False)

    def count(key: str, default: int = 0) -> int:
        return _whole(sampler.get(key, default), 0)

    kind = sampler.get("type")
    if kind == "rows":
        return rows
    if kind == "saltelli":
        return count("n") * ((2 * number if sampler.get("second_order") is True else number) + 2)
    if kind == "morris":
        return count("trajectories") * (number + 1)
    if kind != "grid":
        return count("points")
    points = 1
    for block in factors:
        values = block.get("values") or block.get("policy")
        points *= len(values) if isinstance(values, list) else _whole(block.get("levels"), count("levels", 5))
        points = min(points, _BEYOND)
    return points


def expected_runs(data: Plain, rows: int = 0) -> int:
    """Runs of a design given as plain data; 0 where it cannot be told."""
    repeated = _whole(data.get("replicates", 10), 1)
    return expected_points(data, rows) * max(len(as_list(data.get("policies"))), 1) * max(len(as_list(data.get("scenarios"))), 1) * repeated


def _whole(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else otherwise
