"""What the two packages offer by name, and the parts of each docstring (Google style)."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel

from model.scenario.levers import Typed

PACKAGES: Final = ("model", "experiments")
Kind = Literal["data", "class", "function", "method", "property"]
_PARTS: Final = ("Args", "Attributes", "Returns", "Raises", "Example")
_HEADING: Final = re.compile(rf"^({'|'.join(_PARTS)}):$", re.M)


class Docstring(NamedTuple):
    """A docstring taken apart; a part that is not there is empty."""

    meaning: str
    args: dict[str, str]
    attributes: dict[str, str]
    returns: str
    raises: dict[str, str]
    example: str


class Entry(NamedTuple):
    """A public name, or a method or property of a class."""

    name: str  # as one would write it after the package's name: `Scenario.with_policy`
    value: Any
    kind: Kind
    doc: str

    @property
    def parts(self) -> Docstring:
        """Its docstring taken apart."""
        return parts_of(self.doc)


def public_names(package: str) -> Iterator[Entry]:
    """What a package lists in `__all__`, in that order."""
    module = import_module(package)
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isclass(value):
            yield Entry(name, value, "class", _docstring(value))
        elif callable(value):
            yield Entry(name, value, "function", _docstring(value))
        else:
            yield Entry(name, value, "data", _after_assignment(import_module(f"{package}.{module._WHERE[name]}"), name))


def members(owner: type) -> Iterator[Entry]:
    """Public methods and properties that a class defines itself, in the order of its source.

    None of what stands in lists of a scenario: people make these, and the program asks them.
    """
    if issubclass(owner, Typed):
        return
    for name, value in vars(owner).items():
        if name.startswith("_"):
            continue
        full = f"{owner.__name__}.{name}"
        if isinstance(value, property | cached_property):
            yield Entry(full, value, "property", _docstring(value))
        elif isinstance(value, classmethod | staticmethod):
            yield Entry(full, value.__func__, "method", _docstring(value.__func__))
        elif inspect.isfunction(value):
            yield Entry(full, value, "method", _docstring(value))


def bases(owner: type) -> list[type]:
    """The classes of these packages that a class has something public from, nearest first."""
    own = [base for base in owner.__mro__[1:] if base.__module__.split(".")[0] in PACKAGES and not issubclass(owner, Typed)]
    return [base for base in own if any(members(base))]


def people_make(owner: type) -> bool:
    """Whether somebody outside makes objects of a class: not of an error, nor of what the model makes by itself."""
    return not issubclass(owner, Exception) and ("__init__" in vars(owner) or issubclass(owner, BaseModel))


def parameters(value: Any) -> list[str]:
    """Names of the arguments a function, method or class takes, without `self`."""
    if inspect.isclass(value) and (issubclass(value, BaseModel) or not people_make(value)):
        return []  # the keys of a block have descriptions of their own
    return [name for name in inspect.signature(value).parameters if name not in ("self", "cls")]


def parts_of(doc: str) -> Docstring:
    """A docstring taken apart."""
    meaning, *rest = _HEADING.split(doc)
    found = {heading: inspect.cleandoc("\n" + text) for heading, text in zip(rest[::2], rest[1::2], strict=True)}
    args, attributes, raises = (_entries(found.get(heading, "")) for heading in ("Args", "Attributes", "Raises"))
    return Docstring(meaning.strip(), args, attributes, found.get("Returns", ""), raises, found.get("Example", ""))


def _entries(text: str) -> dict[str, str]:
    """`name: words` with lines that go on indented, by name."""
    found = re.findall(r"^\**([\w.]+): (.*(?:\n(?: .*)?)*)", text, re.M)
    return {name: " ".join(words.split()) for name, words in found}


def _docstring(value: Any) -> str:
    return inspect.cleandoc(value.__doc__ or "")  # not getdoc, which would take that of a base class


def _after_assignment(module: Any, name: str) -> str:
    """The text that stands after the assignment of a module's name, as editors read it."""
    body = ast.parse(Path(module.__file__).read_text("utf-8")).body
    for statement, after in pairwise(body):
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == name and isinstance(after, ast.Expr):
            return inspect.cleandoc(ast.literal_eval(after.value))
    return ""
