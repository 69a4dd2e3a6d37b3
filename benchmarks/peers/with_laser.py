"""The adoption core in LASER (`laser-core`): properties of a `LaserFrame`, components in compiled loops, called by the model in turn."""

from typing import Any

import numpy as np
from laser.core import LaserFrame

from benchmarks.peers.arrays import PAIR_COLUMNS, PERSON_COLUMNS
from benchmarks.peers.loops import Loops
from benchmarks.peers.town import Town


class Coworking:
    """A component: who knows and uses the hubs of a town."""

    def __init__(self, model: "Run") -> None:
        people, self.streets = model.people, Loops(model.town)
        for name, (kind, value) in PERSON_COLUMNS.items():
            people.add_scalar_property(name, dtype=kind, default=value)
        for name, (kind, value) in PAIR_COLUMNS.items():
            people.add_vector_property(name, len(self.streets.hubs), dtype=kind, default=value)
        self.streets.lend({name: getattr(people, name).T for name in (*PERSON_COLUMNS, *PAIR_COLUMNS)})
        self.streets.prepare()

    def __call__(self, model: "Run", tick: int) -> None:
        """One month."""
        model.lines.append(self.streets.month(tick))


class Run:
    """A run in progress: LASER leaves the model's class to its user."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.people = LaserFrame(len(town))
        self.lines: list[Any] = []
        self.components = [Coworking(self)]

    def advance(self) -> None:
        """Let all months pass."""
        for tick in range(self.town.months):
            for component in self.components:
                component(self, tick)

    def series(self) -> np.ndarray:
        """The months, [months, hubs, series]."""
        return np.array(self.lines)
