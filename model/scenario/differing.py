"""In what two scenarios differ: figure by figure, with hubs, instruments and policies matched by name.

A figure that one writes and the other leaves to its default is no difference when it is the same.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from model.reading.problems import Path
from model.scenario.policies import item_name
from model.scenario.schema import Scenario

_WRITTEN_BY_THE_PROGRAM = ("name", "policy")


class Changed(NamedTuple):
    """One figure, text or block that is not the same; None where one has none. Places in lists are names of what stands there."""

    path: Path
    before: Any
    after: Any


def differences(first: Scenario, second: Scenario) -> list[Changed]:
    """Everything in which the second scenario is not the first, in the order of the second's keys.

    Args:
        first: a scenario.
        second: another.

    Example:
        >>> bigger = scenario.model_copy(update={"hubs": (scenario.hubs[0].model_copy(update={"desks": 30}), *scenario.hubs[1:])})
        >>> differences(scenario, bigger)
        [Changed(path=('hubs', 'adda', 'desks'), before=14, after=30)]
    """
    before, after = (each.model_dump(mode="json", exclude=set(_WRITTEN_BY_THE_PROGRAM)) for each in (first, second))
    return list(_between((), before, after))


def _between(path: Path, before: Any, after: Any) -> Iterator[Changed]:
    mine, theirs = _by_name(before), _by_name(after)
    if mine is None or theirs is None:
        if before != after:
            yield Changed(path, before, after)
        return
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        if key not in mine or key not in theirs:
            value = theirs.get(key, mine.get(key))
            if value not in (None, [], {}):
                yield Changed((*path, key), mine.get(key), theirs.get(key))
        else:
            yield from _between((*path, key), mine[key], theirs[key])


def _by_name(value: Any) -> dict[str, Any] | None:
    """A map, or a list of named blocks as a map; None of anything else."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        names = [item_name(item) for item in value]
        if all(names) and len(set(names)) == len(names):
            return dict(zip(map(str, names), value, strict=True))
    return None
