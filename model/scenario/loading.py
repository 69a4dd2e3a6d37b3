"""Scenario files to scenarios (ODD §6): finds the file, merges what it extends, validates, and says everything that is wrong at once."""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Final

from pydantic import ValidationError

from model.reading import documents
from model.reading.nodes import Node
from model.reading.problems import Finding, Problem
from model.scenario import calls, incomes
from model.scenario.checks import references
from model.scenario.extending import take_over
from model.scenario.schema import Scenario
from model.scenario.shipped import scenario_names, shipped_folder


def load_scenario(name_or_path: str | FilePath) -> Scenario:
    """Reads a shipped scenario by name, or a scenario file by path.

    Figures outside their plausible range give a `ScenarioWarning`.

    Args:
        name_or_path: a name of `scenario_names()`, or the path of a file; a text that ends in `.yaml` is a path.

    Returns:
        The scenario, with what it extends merged and the calls it names written out.

    Raises:
        ScenarioError: with all problems, each with file, line and column, when there is any error.

    Example:
        >>> load_scenario("pavia_growth").title
        'A hub in a university town that grew'
    """
    return documents.loaded(*read_scenario(name_or_path))


def check(name_or_path: str | FilePath) -> list[Problem]:
    """All problems of a scenario file.

    Args:
        name_or_path: as for `load_scenario`.

    Returns:
        Errors and warnings in the order of the file, each with file, line, column, key and message; none means it is ready to run.

    Example:
        >>> check("sondrio_downsizing")
        []
        >>> print(check("sondrio")[0])
        sondrio:1:1: file: ...
    """
    return read_scenario(name_or_path)[1]


def read_scenario(name_or_path: str | FilePath) -> tuple[Scenario | None, list[Problem]]:
    """The scenario, None when there is an error, and all problems. Nothing in the file makes it raise."""
    return documents.read_file(SCENARIO, name_or_path)


def read_text(text: str, file: str = "<text>", path: FilePath | None = None) -> tuple[Scenario | None, list[Problem]]:
    """Reads a scenario from text.

    Args:
        text: the text of a scenario file.
        file: how problems name it.
        path: where it lies, for `extends` with a relative path; the current folder if None.
    """
    return documents.read_text(SCENARIO, text, file, path)


def _compositions(scenario: Scenario) -> Iterator[Finding]:
    """What is wrong only once a policy meets the baseline, e.g. fewer offices than are let."""
    for name in scenario.policies:
        try:
            scenario.with_policy(name)
        except ValidationError as error:
            messages = [detail["msg"].removeprefix("Value error, ") for detail in error.errors(include_url=False)]
            yield Finding(("policies", name), f"does not fit the baseline: {'; '.join(messages)}", at_key=True)


def _expanded(root: Node) -> tuple[Node, list[Problem]]:
    """Calls and the ministry's figures written out."""
    root, unclear = calls.expand(root)
    root, unread = incomes.expand(root)
    return root, [*unclear, *unread]


SCENARIO: Final = documents.Kind(
    "scenario", Scenario, lambda data, path: references(data), _compositions, scenario_names, shipped_folder, _expanded, take_over
)
