"""Every public name says what it means, takes, gives and raises, with an example that runs; and the page shows all of them."""

import ast
import doctest
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from experiments.documentation.api import BEFORE, api_page
from experiments.documentation.public_names import PACKAGES, Entry, bases, members, parameters, parts_of, public_names

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def documented() -> Iterator[tuple[str, Entry]]:
    """Every public name, with the methods and properties of classes and their bases; each once."""
    seen: set[type] = set()
    for package in PACKAGES:
        for entry in public_names(package):
            yield package, entry
            for owner in (entry.value, *bases(entry.value)) if entry.kind == "class" else ():
                if owner not in seen:
                    yield from ((package, member) for member in members(owner))
                seen.add(owner)


ENTRIES = [pytest.param(package, entry, id=f"{package}.{entry.name}") for package, entry in documented()]


def raised(function: Any) -> set[str]:
    """Errors that a function raises by itself, by name."""
    found: set[str] = set()
    waiting = list(ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body)  # type: ignore[attr-defined]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            found.add(ast.unparse(node.exc.func).split(".")[-1])
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return {name for name in found if name[0].isupper()}


def code_of(entry: Entry) -> Any:
    """The function whose errors a docstring tells; None where none is written out."""
    if entry.kind in ("function", "method"):
        return entry.value
    if entry.kind == "class":
        return None if is_dataclass(entry.value) else vars(entry.value).get("__init__")
    code = getattr(entry.value, "fget", None) or getattr(entry.value, "func", None)
    return None if code is None or code.__name__ == "<lambda>" else code


def attributes(owner: type) -> set[str]:
    """Names that objects of a class have: those declared, those defined, and those its methods mention."""
    methods = [value for base in owner.__mro__ for value in vars(base).values() if inspect.isfunction(value)]
    declared = {name for base in owner.__mro__ for name in inspect.get_annotations(base)}
    return {*dir(owner), *declared, *(name for method in methods for name in method.__code__.co_names)}


def complaints(entry: Entry) -> list[str]:
    """What the docstring of a public name leaves out."""
    parts, value = entry.parts, entry.value
    wrong = [] if parts.meaning else ["does not say what it is"]
    if entry.kind in ("class", "function", "method"):
        taken = parameters(value)
        wrong += [f"does not say what {name} is" for name in taken if name not in parts.args | parts.attributes]
        wrong += [f"takes no {name}" for name in parts.args if name not in taken]
        wrong += [f"has no {name}" for name in parts.attributes if inspect.isclass(value) and name not in attributes(value)]
    if entry.kind in ("function", "method") and not parts.returns:
        wrong += ["does not say what it returns"] * (inspect.signature(value).return_annotation not in (None, NoReturn))
    code = code_of(entry)
    told = {name.split(".")[-1] for name in parts.raises}
    wrong += [f"does not say when it raises {name}" for name in sorted((raised(code) if code else set()) - told)]
    is_error = inspect.isclass(value) and issubclass(value, Exception)
    if entry.kind != "property" and not is_error and ">>> " not in parts.example:
        wrong.append("has no example")
    return wrong


@pytest.mark.parametrize(("package", "entry"), ENTRIES)
def test_a_public_name_is_documented(package: str, entry: Entry) -> None:
    assert not complaints(entry)


# --- the examples ---


@pytest.fixture(scope="module")
def before() -> dict[str, dict[str, Any]]:
    """What stands before the examples of a package, once it was run."""
    return {}


@pytest.mark.parametrize(("package", "entry"), [param for param in ENTRIES if ">>> " in param.values[1].doc])
def test_an_example_runs(
    package: str, entry: Entry, before: dict[str, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    if package not in before:
        before[package] = {}
        exec(BEFORE[package], before[package])
    example = doctest.DocTestParser().get_doctest(entry.parts.example, dict(before[package]), entry.name, None, 0)
    said: list[str] = []
    failed, tried = doctest.DocTestRunner(optionflags=OPTIONS, verbose=False).run(example, out=said.append)
    assert tried and not failed, "".join(said)


# --- the page ---


def test_the_page_shows_every_name_once() -> None:
    lines = api_page().splitlines()
    for package, entry in documented():
        if entry.kind == "property":
            assert f"| `{entry.name.split('.')[1]}` | " in "\n".join(lines)
        elif entry.kind == "method":
            assert lines.count(f"#### {entry.name}") == 1
        else:
            assert lines.count(f"### {package}.{entry.name}") == 1


def test_the_search_for_gaps_can_fail() -> None:
    def told(first: int, second: int) -> int:
        """Adds.

        Args:
            first: one number.
            third: none.
        """
        if first:
            raise ValueError("no")
        return second

    gaps = complaints(Entry("told", told, "function", inspect.getdoc(told) or ""))
    assert gaps == [
        "does not say what second is", "takes no third", "does not say what it returns", "does not say when it raises ValueError",
        "has no example",
    ]  # fmt: skip


def test_attributes_that_are_no_more_are_noticed() -> None:
    doc = "A name.\n\nAttributes:\n    value: what it is.\n    gone: what it was.\n"
    assert complaints(Entry("Entry", Entry, "class", doc)) == ["has no gone", "has no example"]


def test_a_docstring_is_taken_apart() -> None:
    args = "Args:\n    one: first,\n        in EUR.\n    **rest: others.\n"
    parts = parts_of(f"What it is.\n\nMore: of it.\n\n{args}\nExample:\n    >>> 1\n    1\n")
    assert parts.meaning == "What it is.\n\nMore: of it."
    assert parts.args == {"one": "first, in EUR.", "rest": "others."}
    assert (parts.returns, parts.raises, parts.example.split()) == ("", {}, [">>>", "1", "1"])
