"""Files to validated objects: merges what a file extends, validates, and says everything that is wrong at once.

What kind of file it is (a scenario, the design of a sweep) is a `Kind`; the form of the files and of the messages is one.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from os import PathLike
from pathlib import Path as FilePath
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from model.reading.messages import explain
from model.reading.nodes import Mark, Node, mark_of, merged, plain, tree
from model.reading.parsing import MAX_BYTES, parse
from model.reading.plausibility import implausible
from model.reading.problems import Finding, Problem, ScenarioError, ScenarioWarning
from model.reading.wording import did_you_mean

MAX_EXTENDS = 10
MAX_PROBLEMS = 200

Content = TypeVar("Content", bound=BaseModel)
Read = TypeVar("Read")


def _as_it_stands(root: Node) -> tuple[Node, list[Problem]]:
    return root, []


def _all_of_it(base: Node, over: Node, link: Node) -> tuple[Node, Node, list[Problem]]:
    return base, over, []


@dataclass(frozen=True)
class Kind(Generic[Content]):
    """What one kind of file holds, and where its shipped ones are.

    `references` finds what a schema cannot say, on plain data that may have other mistakes; it is told the file's path, if it has one.
    `compositions` finds what is wrong only once the object is whole. `expand` puts in what the merged tree names instead of writing out.
    `take_over` makes what a file extends, the file and the value of its 'extends' ready to be merged.
    """

    noun: str
    schema: type[Content]
    references: Callable[[dict[str, Any], FilePath | None], Iterable[Finding]]
    compositions: Callable[[Content], Iterable[Finding]]
    shipped_names: Callable[[], Sequence[str]] = tuple
    shipped_folder: Callable[[], FilePath] = FilePath
    expand: Callable[[Node], tuple[Node, list[Problem]]] = _as_it_stands
    take_over: Callable[[Node, Node, Node], tuple[Node, Node, list[Problem]]] = _all_of_it


def read_file(kind: Kind[Content], name_or_path: str | FilePath) -> tuple[Content | None, list[Problem]]:
    """The object behind a shipped name or a path, None when there is an error, and all problems. Nothing in the file makes it raise."""
    if not isinstance(name_or_path, str | PathLike):
        text = f"{name_or_path!r:.60} is no name and no path; write the name of a shipped {kind.noun}, or the path of a file"
        return None, [Problem(kind.noun, 1, 1, "file", text)]
    path = find(kind, name_or_path)
    if path is None:
        known = did_you_mean(str(name_or_path), kind.shipped_names())
        return None, [Problem(str(name_or_path), 1, 1, "file", f"no such {kind.noun}{known}")]
    text, problems = _text(kind, path, str(path))
    return (None, problems) if text is None else read_text(kind, text, str(path), path)


def loaded(
    content: Read | None, problems: list[Problem], error: type[ScenarioError] = ScenarioError, callers: int = 1
) -> Read:
    """What a reader found, its warnings given as a `ScenarioWarning` each, in the name of who called the function that calls this.

    Args:
        content: what was read, None when nothing could be.
        problems: all of it.
        error: what to raise.
        callers: how many functions lie between this one and who is to be told.

    Raises:
        ScenarioError: of the type given, with all problems, when nothing could be read.
    """
    if content is None:
        raise error(problems)
    for problem in problems:
        warnings.warn(str(problem), ScenarioWarning, stacklevel=2 + callers)
    return content


def read_text(kind: Kind[Content], text: str, file: str, path: FilePath | None = None) -> tuple[Content | None, list[Problem]]:
    """Reads a text of this kind; `file` is how problems name it, `path` where it lies (for relative paths in it)."""
    root, problems = parse(text, file)
    if root is None and not problems:
        form = f"see the shipped {kind.noun}s for the form" if kind.shipped_names() else f"a {kind.noun} begins with 'title: ...'"
        problems = [Problem(file, 1, 1, "file", f"the file is empty; {form}")]
    if root is None or root.entries is None:
        if root is not None and not problems:
            problems = [root.mark.problem("file", f"a {kind.noun} is a map of keys; begin with 'title: ...'")]
        return None, _ordered(problems)
    if any(problem.key == "file" for problem in problems):  # a syntax error: what follows it was not read, so nothing is 'missing'
        return None, _ordered(problems)
    root, more = _extended(kind, root, path, (path.resolve(),) if path else ())
    root, unclear = kind.expand(root)
    problems += unclear
    name = path.stem.removesuffix(".lock") if path else kind.noun
    content, findings = _validate(kind, root, name, path, complete=not any_error(more))
    said = {problem.place for problem in problems}  # a value that could not be read is not also of a wrong type, or no file
    problems = [*problems, *(problem for problem in (*more, *findings) if problem.place not in said)]
    return (None if any_error(problems) else content), _ordered(problems)


def read_plain(kind: Kind[Content], data: dict[str, Any], name: str) -> tuple[Content | None, list[Finding]]:
    """The object out of plain data that stand in no file and extend none, and what is wrong: the same checks and words."""
    root, unclear = kind.expand(tree(data))
    made, findings = examined(kind, root, name)
    return made, [*(Finding((problem.key,), problem.message, problem.severity) for problem in unclear), *findings]


def find(kind: Kind[Content], name_or_path: str | FilePath) -> FilePath | None:
    """The file behind a name or path: an existing path, or a shipped one."""
    text = str(name_or_path)
    if "\0" in text or not text.strip():
        return None
    if text in kind.shipped_names():
        return kind.shipped_folder() / f"{text}.yaml"
    path = FilePath(name_or_path)
    try:
        return path if path.exists() else None
    except OSError:
        return None


def _text(kind: Kind[Content], path: FilePath, shown: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, or why it cannot be read."""
    start = Mark(shown, 1, 1)
    try:
        if not path.is_file():
            return None, [start.problem("file", f"is not a file; name a {kind.noun} file (.yaml)")]
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [start.problem("file", f"cannot be read: {error.strerror or error}")]
    if len(content) > MAX_BYTES:
        return None, [start.problem("file", f"larger than {MAX_BYTES // 1000} kB; a {kind.noun} is far smaller")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = content[: error.start]
        mark = Mark(shown, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        return None, [mark.problem("file", "is not UTF-8 text; save the file as UTF-8")]


def _extended(kind: Kind[Content], root: Node, path: FilePath | None, chain: tuple[FilePath, ...]) -> tuple[Node, list[Problem]]:
    """The tree merged over what it extends; `chain` holds the files that led here."""
    assert root.entries is not None
    if "extends" not in root.entries:
        return root, []
    _, link = root.entries.pop("extends")
    names = kind.shipped_names()
    a_name = f"the name of a shipped {kind.noun}, or " if names else ""
    if not isinstance(link.value, str):
        return root, [link.mark.problem("extends", f"write {a_name}the relative path of a file")]
    target = _target(kind, link.value, path)
    if target is None:
        known = did_you_mean(link.value, names) if names else "; write the path of a file, from the folder of this one"
        return root, [link.mark.problem("extends", f"no {kind.noun} '{link.value[:80]}'{known}")]
    if target.resolve() in chain:
        return root, [link.mark.problem("extends", f"'{link.value[:80]}' extends this file in turn; a {kind.noun} cannot extend itself")]
    if len(chain) >= MAX_EXTENDS:
        return root, [link.mark.problem("extends", f"more than {MAX_EXTENDS} files extend one another; merge some")]
    shown = str(FilePath(link.mark.file).parent / link.value) if target.suffix and link.value not in names else str(target)
    text, problems = _text(kind, target, shown)
    base, syntax = parse(text, shown) if text is not None else (None, [])
    problems += syntax
    if base is None or base.entries is None:
        return root, problems or [link.mark.problem("extends", f"'{link.value[:80]}' holds no {kind.noun}; it must be a map of keys")]
    base, more = _extended(kind, base, target, (*chain, target.resolve()))
    base.entries = {key: entry for key, entry in (base.entries or {}).items() if key != "name"}
    base, root, left_out = kind.take_over(base, root, link)
    return merged(base, root), [*problems, *more, *left_out]


def _target(kind: Kind[Content], link: str, path: FilePath | None) -> FilePath | None:
    if "\0" in link or not link.strip():
        return None
    if link in kind.shipped_names():
        return kind.shipped_folder() / f"{link}.yaml"
    target = (path.parent if path else FilePath()) / link
    try:
        return target if target.is_file() else None
    except OSError:
        return None


def _validate(
    kind: Kind[Content], root: Node, name: str, path: FilePath | None, *, complete: bool
) -> tuple[Content | None, list[Problem]]:
    """The object, or what is wrong. `complete`: what it extends was found, so that a key that is not there is missing."""
    content, findings = examined(kind, root, name, path, complete=complete)
    problems = [_located(root, finding) for finding in findings]
    if len(problems) >= MAX_PROBLEMS:
        problems.append(Problem(root.mark.file, 1, 1, "file", f"at least {MAX_PROBLEMS} problems; these are the first"))
    return content, problems


def examined(
    kind: Kind[Content], root: Node, name: str, path: FilePath | None = None, *, complete: bool = True
) -> tuple[Content | None, list[Finding]]:
    """The object behind a tree that is merged and written out, and what is wrong with it: the first `MAX_PROBLEMS` of its problems."""
    data = plain(root)
    content = None
    wrong: Iterator[Finding] = iter(())
    try:
        content = kind.schema.model_validate({"name": name, **data}, context={"checked": True})
    except ValidationError as error:
        wrong = explain(root, kind.schema, error.errors(include_url=False))
    found = chain(wrong, kind.references(data, path), implausible(root, kind.schema))
    findings = list(islice((finding for finding in found if complete or not finding.absent), MAX_PROBLEMS))
    if content is not None and not any_error(findings):
        findings += kind.compositions(content)
    return content, findings


def _located(root: Node, finding: Finding) -> Problem:
    mark = mark_of(root, finding.path, at_key=finding.at_key)
    return Problem(mark.file, mark.line, mark.column, finding.key, finding.message, finding.severity)


def any_error(problems: Iterable[Problem | Finding]) -> bool:
    """Whether one of them forbids the run."""
    return any(problem.severity == "error" for problem in problems)


def _ordered(problems: Iterable[Problem]) -> list[Problem]:
    """In the order of the file, each once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (*problem.place, problem.key, _by_number(problem.message)))


def _by_number(message: str) -> list[str | int]:
    """For sorting: line 9 before line 10."""
    return [int(part) if position % 2 else part for position, part in enumerate(re.split(r"([0-9]{1,18})", message))]
