"""What people give to functions in Python, taken as they mean it or refused in words: scenarios and cases, whole numbers, paths."""

from collections.abc import Iterable
from numbers import Integral
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Protocol

from model.scenario.schema import Scenario


class CaseLike(Protocol):
    """What holds a scenario: a case, for one."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""


def scenario_in(given: Scenario | CaseLike | Any) -> Scenario:
    """The scenario that is given, or that a case holds.

    Raises:
        TypeError: for anything else.
    """
    scenario = given if isinstance(given, Scenario) else getattr(given, "scenario", None)
    if isinstance(scenario, Scenario):
        return scenario
    how = f"load_scenario({fspath(given)!r})" if isinstance(given, str | PathLike) else "load_scenario(...)"
    raise TypeError(f"scenario: {given!r:.60} is none; write a scenario or a case, as {how} reads one by name or path")


def whole(name: str, given: Any, least: int, most: int | None = None) -> int:
    """A whole number, of numpy too.

    Args:
        name: what it is called where it is given.
        given: the number.
        least: smallest that is allowed.
        most: largest that is allowed.

    Raises:
        ValueError: when it is none, or out of these bounds.
    """
    if isinstance(given, bool) or not isinstance(given, Integral):
        raise ValueError(f"{name}: {given!r:.60}; write a whole number, as {name}={_as_whole(given, least)}")
    number = int(given)
    if most is not None and not least <= number <= most:
        raise ValueError(f"{name}: {number}; write a whole number from {least} to {'2^64 - 1' if most == 2**64 - 1 else most}")
    if number < least:
        raise ValueError(f"{name}: {number}; there must be at least {least}")
    return number


def _as_whole(given: Any, least: int) -> int:
    """The whole number that somebody may have meant."""
    try:
        return max(int(float(given)), least)
    except (TypeError, ValueError, OverflowError):
        return max(least, 10)


def seed_in(given: Any) -> int:
    """The seed of a study.

    Raises:
        ValueError: when it is no whole number from 0 to 2^64 - 1.
    """
    return whole("seed", given, 0, 2**64 - 1)


def path_in(given: Any, example: str) -> Path:
    """A path.

    Args:
        given: a text or a path.
        example: what could have been written.

    Raises:
        TypeError: when it is neither.
    """
    if not isinstance(given, str | PathLike) or not isinstance(fspath(given), str):
        raise TypeError(f"path: {given!r:.60}; write a text or a path, such as {example!r}")
    return Path(given)


def file_to_write(given: Any, example: str) -> Path:
    """The path of a file that is to be written.

    Raises:
        TypeError: when it is no path.
        IsADirectoryError: when a folder is there.
    """
    path = path_in(given, example)
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; write the name of a file in it, such as {str(path / example)!r}")
    return path


def names_in(given: str | Iterable[str] | Any, word: str = "policies") -> list[str]:
    """One name or several, as a list.

    Args:
        given: a name, or several.
        word: what they are called where they are given.

    Raises:
        TypeError: for what is neither.
    """
    if isinstance(given, str):
        return [given]
    if not isinstance(given, Iterable):
        raise TypeError(f"{word}: {given!r:.60}; write a name in quotes, or a list of names")
    return list(given)
