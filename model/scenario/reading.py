"""Scenario files to scenarios: finds the file, merges what it extends, validates, and says everything that is wrong at once."""

import warnings
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path as FilePath

from pydantic import ValidationError

from model.scenario.checks import references
from model.scenario.messages import explain
from model.scenario.nodes import Mark, Node, mark_of, plain
from model.scenario.parsing import MAX_BYTES, parse
from model.scenario.plausibility import implausible
from model.scenario.problems import Finding, Problem, ScenarioError, ScenarioWarning
from model.scenario.schema import Scenario
from model.scenario.shipped import scenario_names, shipped_folder
from model.scenario.wording import did_you_mean

MAX_EXTENDS = 10
MAX_PROBLEMS = 200


def load_scenario(name_or_path: str | FilePath) -> Scenario:
    """Reads a shipped scenario by name, or a scenario file by path.

    Figures outside their plausible range give a `ScenarioWarning`.

    Raises:
        ScenarioError: with all problems, each with file, line and column, when there is any error.
    """
    scenario, problems = read_scenario(name_or_path)
    if scenario is None:
        raise ScenarioError(problems)
    for problem in problems:
        warnings.warn(str(problem), ScenarioWarning, stacklevel=2)
    return scenario


def check(name_or_path: str | FilePath) -> list[Problem]:
    """All problems of a scenario file, errors and warnings, in the order of the file; none means it is ready to run."""
    return read_scenario(name_or_path)[1]


def read_scenario(name_or_path: str | FilePath) -> tuple[Scenario | None, list[Problem]]:
    """The scenario, None when there is an error, and all problems. Nothing in the file makes it raise."""
    path = find(name_or_path)
    if path is None:
        return None, [Problem(str(name_or_path), 1, 1, "file", f"no such scenario{did_you_mean(str(name_or_path), scenario_names())}")]
    text, problems = _text(path, str(path))
    return (None, problems) if text is None else read_text(text, str(path), path)


def read_text(text: str, file: str = "<text>", path: FilePath | None = None) -> tuple[Scenario | None, list[Problem]]:
    """Reads a scenario from text.

    Args:
        text: the text of a scenario file.
        file: how problems name it.
        path: where it lies, for `extends` with a relative path; the current folder if None.
    """
    root, problems = parse(text, file)
    if root is None and not problems:
        problems = [Problem(file, 1, 1, "file", "the file is empty; see the shipped scenarios for the form")]
    if root is None or root.entries is None:
        if root is not None and not problems:
            problems = [root.mark.problem("file", "a scenario is a map of keys; begin with 'title: ...'")]
        return None, _ordered(problems)
    if any(problem.key == "file" for problem in problems):  # a syntax error: what follows it was not read, so nothing is 'missing'
        return None, _ordered(problems)
    root, more = _extended(root, path, (path.resolve(),) if path else ())
    name = path.stem.removesuffix(".lock") if path else "scenario"
    scenario, findings = _validate(root, name, complete=not _any_error(more))
    said = {problem.place for problem in problems}  # a value that could not be read is not also of a wrong type
    problems = [*problems, *more, *(problem for problem in findings if problem.place not in said)]
    return (None if _any_error(problems) else scenario), _ordered(problems)


def find(name_or_path: str | FilePath) -> FilePath | None:
    """The file behind a name or path: an existing path, or a shipped scenario."""
    text = str(name_or_path)
    if "\0" in text or not text.strip():
        return None
    shipped = shipped_folder() / f"{text}.yaml"
    if text in scenario_names():
        return shipped
    path = FilePath(name_or_path)
    try:
        return path if path.exists() else None
    except OSError:
        return None


def _text(path: FilePath, shown: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, or why it cannot be read."""
    start = Mark(shown, 1, 1)
    try:
        if not path.is_file():
            return None, [start.problem("file", "is not a file; name a scenario file (.yaml)")]
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [start.problem("file", f"cannot be read: {error.strerror or error}")]
    if len(content) > MAX_BYTES:
        return None, [start.problem("file", f"larger than {MAX_BYTES // 1000} kB; a scenario is far smaller")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = content[: error.start]
        mark = Mark(shown, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        return None, [mark.problem("file", "is not UTF-8 text; save the file as UTF-8")]


def _extended(root: Node, path: FilePath | None, chain: tuple[FilePath, ...]) -> tuple[Node, list[Problem]]:
    """The tree merged over what it extends; `chain` holds the files that led here."""
    assert root.entries is not None
    if "extends" not in root.entries:
        return root, []
    _, link = root.entries.pop("extends")
    if not isinstance(link.value, str):
        return root, [link.mark.problem("extends", "write the name of a shipped scenario, or the relative path of a file")]
    target = _target(link.value, path)
    if target is None:
        return root, [link.mark.problem("extends", f"no scenario '{link.value[:80]}'{did_you_mean(link.value, scenario_names())}")]
    if target.resolve() in chain:
        return root, [link.mark.problem("extends", f"'{link.value[:80]}' extends this file in turn; a scenario cannot extend itself")]
    if len(chain) >= MAX_EXTENDS:
        return root, [link.mark.problem("extends", f"more than {MAX_EXTENDS} files extend one another; merge some")]
    shown = str(FilePath(link.mark.file).parent / link.value) if target.suffix and link.value not in scenario_names() else str(target)
    text, problems = _text(target, shown)
    base, syntax = parse(text, shown) if text is not None else (None, [])
    problems += syntax
    if base is None or base.entries is None:
        return root, problems or [link.mark.problem("extends", f"'{link.value[:80]}' holds no scenario; it must be a map of keys")]
    base, more = _extended(base, target, (*chain, target.resolve()))
    base.entries = {key: entry for key, entry in (base.entries or {}).items() if key != "name"}
    return _merged(base, root), [*problems, *more]


def _target(link: str, path: FilePath | None) -> FilePath | None:
    if "\0" in link or not link.strip():
        return None
    if link in scenario_names():
        return shipped_folder() / f"{link}.yaml"
    target = (path.parent if path else FilePath()) / link
    try:
        return target if target.is_file() else None
    except OSError:
        return None


def _merged(base: Node, over: Node) -> Node:
    """Maps are merged key by key, everything else is replaced; null takes a key away. Every value keeps its place in its own file."""
    if base.entries is None or over.entries is None:
        return over
    entries = dict(base.entries)
    for key, (mark, value) in over.entries.items():
        if value.entries is None and value.items is None and value.value is None:
            entries.pop(key, None)
        else:
            entries[key] = (mark, _merged(entries[key][1], value) if key in entries else value)
    return Node(over.mark, entries=entries)


def _validate(root: Node, name: str, *, complete: bool) -> tuple[Scenario | None, list[Problem]]:
    """The scenario, or what is wrong. `complete`: what it extends was found, so that a key that is not there is missing."""
    data = plain(root)
    scenario = None
    wrong: Iterator[Finding] = iter(())
    try:
        scenario = Scenario.model_validate({"name": name, **data}, context={"checked": True})
    except ValidationError as error:
        wrong = explain(root, Scenario, error.errors(include_url=False))
    findings = (finding for finding in chain(wrong, references(data), implausible(root, Scenario)) if complete or not finding.absent)
    problems = [_located(root, finding) for finding in islice(findings, MAX_PROBLEMS)]
    if len(problems) == MAX_PROBLEMS:
        problems.append(Problem(root.mark.file, 1, 1, "file", f"at least {MAX_PROBLEMS} problems; these are the first"))
    if scenario is not None and not _any_error(problems):
        problems += _compositions(root, scenario)
    return scenario, problems


def _compositions(root: Node, scenario: Scenario) -> list[Problem]:
    """What is wrong only once a policy meets the baseline, e.g. fewer offices than are let."""
    problems = []
    for name in scenario.policies:
        try:
            scenario.with_policy(name)
        except ValidationError as error:
            messages = [detail["msg"].removeprefix("Value error, ") for detail in error.errors(include_url=False)]
            finding = Finding(("policies", name), f"does not fit the baseline: {'; '.join(messages)}", at_key=True)
            problems.append(_located(root, finding))
    return problems


def _located(root: Node, finding: Finding) -> Problem:
    mark = mark_of(root, finding.path, at_key=finding.at_key)
    return Problem(mark.file, mark.line, mark.column, finding.key, finding.message, finding.severity)


def _any_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _ordered(problems: Iterable[Problem]) -> list[Problem]:
    """In the order of the file, each once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (*problem.place, problem.key, problem.message))
