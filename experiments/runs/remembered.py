"""Worlds and single runs that outlive the study they were made for, so that a change of one policy runs that policy again and no more.

A world is a function of the seed, the territory and the parameters of the population; a run, of its world and the scenario under one
policy. What is remembered is what would come out again, bit for bit; what there is no room for is made again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from experiments.outcomes.helped import Use
from experiments.outcomes.stacks import PolicyOutcome

if TYPE_CHECKING:
    from model.compile_scenario import Prepared
    from model.simulation import World

MOST_BYTES: Final = 1_000_000_000
"""What is remembered at most, where nobody says otherwise."""
_RUN_BESIDE: Final = 20_000  # bytes of a run beside its arrays: objects, and its part of the compiled scenario

_Value = TypeVar("_Value")


class Lived(NamedTuple):
    """What is kept of one run of one policy on one world."""

    outcome: PolicyOutcome
    use: Use


class _Store:
    """Things in groups, up to a number of bytes; threads may share it.

    A group stays or goes as a whole: where room is wanting, the one asked for longest ago goes first, and never the one being filled,
    since its first members are asked for again before its last.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._groups: OrderedDict[Hashable, dict[int, tuple[Any, int]]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, group: Hashable, number: int, make: Callable[[], _Value], size: Callable[[_Value], int]) -> _Value:
        """A member of a group, made if it is not there; it is made and weighed while others go on."""
        with self._lock:
            members = self._groups.get(group, {})
            kept = members.get(number)
            if members:
                self._groups.move_to_end(group)
        value: _Value = make() if kept is None else kept[0]  # two threads may make one thing twice: it is the same
        weight = size(value)  # it may have grown since it was put here
        with self._lock:
            self._put(group, number, value, weight)
        return value

    def _put(self, group: Hashable, number: int, value: object, size: int) -> None:
        there, before = self._groups.get(group, {}).pop(number, (value, 0))
        self.bytes -= before
        while self.bytes + size > self.most_bytes:
            oldest = next(iter(self._groups), group)
            if oldest == group:
                return
            self.bytes -= sum(taken for _, taken in self._groups.pop(oldest).values())
        self._groups.setdefault(group, {})[number] = there, size
        self.bytes += size


class Remembered:
    """Worlds and runs, up to a number of bytes; threads may share it.

    Args:
        most_bytes: what is kept at most, three quarters of it worlds.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._runs = _Store(most_bytes // 4)
        self._worlds = _Store(most_bytes - most_bytes // 4)

    @property
    def bytes(self) -> int:
        """What is kept now, about."""
        return self._runs.bytes + self._worlds.bytes

    def world(self, prepared: "Prepared", seed: int) -> "World":
        """The people of a scenario for one seed.

        Args:
            prepared: the scenario.
            seed: of the replicate.
        """
        from model.simulation import build_world

        return self._worlds.get(prepared.people_key, seed, lambda: build_world(prepared, seed), lambda world: world.bytes_in(prepared))

    def run(self, content: Hashable, number: int, live: Callable[[], Lived]) -> Lived:
        """One run.

        Args:
            content: all that decides the run but the number of the replicate.
            number: of the replicate.
            live: makes the run.
        """
        return self._runs.get(content, number, live, _bytes_of_run)


def _bytes_of_run(lived: Lived) -> int:
    use = lived.use
    return sum(values.nbytes for values in (*lived.outcome, use.agent, use.hub, use.voucher, use.used, use.member, use.paid)) + _RUN_BESIDE
