"""Outcomes of one's own: functions of Python that a sweep asks of each run beside the measures of the table.

Runs may only be put together where one and the same function gave their values, so what a function does is part of what identifies a
sweep: what it is compiled to, and whatever it takes from around it.
"""

import dis
import functools
import inspect
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.outcomes.measures import MEASURES, Measure
from experiments.outcomes.stacks import Stack
from experiments.storage.provenance import fingerprint

OwnFunction = Callable[[Stack], Any]
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_WORDS: Final = ("unit", "kind", "total", "label", "meaning", "better")
_GLOBAL: Final = ("LOAD_GLOBAL", "LOAD_NAME")


class OwnOutcome(NamedTuple):
    """An outcome that is in no table: how it is computed and called, and the fingerprint of its function."""

    measure: Measure
    digest: str

    def kept(self) -> dict[str, Any]:
        """What is kept of it beside the runs, for analyses to name it without the function."""
        return {"digest": self.digest, **{word: getattr(self.measure, word) for word in _WORDS}}

    @classmethod
    def of_kept(cls, name: str, kept: Mapping[str, Any]) -> "OwnOutcome":
        """The outcome of runs that are there, without its function."""
        return cls(Measure(name, compute=_not_here, **{word: kept[word] for word in _WORDS}), kept["digest"])

    @property
    def at_hand(self) -> bool:
        """Whether it can be computed."""
        return self.measure.compute is not _not_here


def own_outcomes(given: Mapping[str, "OwnFunction | Measure"], taken: Collection[str]) -> dict[str, OwnOutcome]:
    """Functions and measures as outcomes of a sweep.

    Args:
        given: by name, a function of a run's results, or a measure that has one, with words and unit.
        taken: names that mean something else in the sweep.

    Raises:
        ValueError: telling of each that cannot be one.
    """
    found, wrong = dict[str, OwnOutcome](), list[str]()
    for name, asked in given.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            wrong.append(f"{name!r}: write small letters, digits and '_', a letter first")
        elif name in MEASURES or name in taken:
            wrong.append(f"{name!r} means something else in this sweep; take another name")
        else:
            try:
                found[name] = _own(name, asked)
            except ValueError as error:
                wrong.append(f"{name!r}: {error}")
    if wrong:
        raise ValueError("outcomes: " + "; ".join(wrong))
    return found


def _own(name: str, asked: object) -> OwnOutcome:
    if isinstance(asked, Measure):
        return OwnOutcome(replace(asked, name=name, age=None, series=None), digest_of(asked.compute, asked.total))
    if not callable(asked):
        raise ValueError(f"{type(asked).__name__}; write a function of a run's results, or a Measure")
    label = (inspect.getdoc(asked) or "").partition("\n")[0].rstrip(".") if isinstance(asked, FunctionType) else ""
    return OwnOutcome(Measure(name, "", "number", "town", label or name, label or name, _OneNumber(asked)), digest_of(asked, "town"))


class _OneNumber:
    """Calls a function that gives one number a run; of an object so that it can be pickled wherever the function can."""

    def __init__(self, function: OwnFunction) -> None:
        self.function = function

    def __call__(self, stack: Stack) -> np.ndarray:
        values = np.asarray(self.function(stack), dtype=float)
        if values.size != stack.replicates:
            raise ValueError(f"the function gave {values.size} values; write one that gives a single number of all hubs together")
        return values.reshape(stack.replicates)


def _not_here(stack: Stack) -> np.ndarray:
    raise NotImplementedError


# --- what a function does, as a fingerprint ---


def digest_of(function: object, *more: str) -> str:
    """Fingerprint of a function: what this version of Python compiles it to, its defaults, and what it takes from its file or notebook.

    Functions that it calls there are included; comments, docstrings and line numbers are not.

    Raises:
        ValueError: for something that is no function, or that takes what two sweeps could not be compared by.
    """
    return fingerprint("\n".join([*_said(function, set()), *more]))[:32]


def _said(thing: Any, seen: set[int], within: str | None = None) -> Iterator[str]:
    """A thing in texts that are equal where it is: a function by what it does, data by their values, what a library holds by its name."""
    if isinstance(thing, FunctionType) and within in (None, thing.__module__):
        if id(thing) not in seen:
            seen.add(id(thing))
            yield from _done(thing, seen)
            for value in _taken(thing):
                yield from _said(value, seen, thing.__module__)
    elif isinstance(thing, MethodType | functools.partial):
        parts = (thing.__func__, thing.__self__) if isinstance(thing, MethodType) else (thing.func, thing.args, thing.keywords)
        for part in parts:
            yield from _said(part, seen, within)
    elif isinstance(thing, FunctionType | BuiltinFunctionType | type | ModuleType | np.ufunc):
        yield f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', thing.__name__)}"
    elif thing is None or thing is ... or isinstance(thing, bool | int | float | complex | str | bytes | range | np.generic):
        yield f"{type(thing).__name__} {thing!r}"
    elif isinstance(thing, np.ndarray) and thing.dtype != object:
        yield f"array {thing.dtype} {thing.shape} {thing.tobytes().hex()}"
    elif isinstance(thing, list | tuple | set | frozenset | dict):
        items = [list(_said(item, seen, within)) for item in (thing.items() if isinstance(thing, dict) else thing)]
        yield f"{type(thing).__name__} {sorted(items) if isinstance(thing, set | frozenset | dict) else items}"
    else:
        kind = f"{type(thing).__module__}.{type(thing).__qualname__}"
        raise ValueError(f"it takes {kind}, of which nobody can tell whether it stays the same; use functions, numbers, texts and arrays")


def _done(function: FunctionType, seen: set[int]) -> Iterator[str]:
    """A function by what runs: what `inspect` takes for its text may be another text, of a file since edited or of none at all."""
    for code in _codes(function.__code__):
        yield f"{code.co_code.hex()} {code.co_exceptiontable.hex()} {(code.co_names, code.co_varnames, code.co_freevars, code.co_flags)}"
        for constant in code.co_consts:
            if constant != function.__doc__ and not isinstance(constant, CodeType):
                yield from _said(constant, seen)


def _taken(function: FunctionType) -> Iterator[Any]:
    """Defaults, what it holds of the function around it, and what it reads of its file."""
    yield from (function.__defaults__, function.__kwdefaults__)
    for cell in function.__closure__ or ():
        yield cell.cell_contents
    names = {step.argval for code in _codes(function.__code__) for step in dis.get_instructions(code) if step.opname in _GLOBAL}
    for name in sorted(names & function.__globals__.keys()):
        yield from (name, function.__globals__[name])


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
