"""The adoption core in AgentPy: an `Agent` a person, calls on an `AgentList`, variables recorded by the hubs."""

import agentpy
import numpy as np

from benchmarks.peers.hubs import Hub
from benchmarks.peers.objects import Resident, Streets
from benchmarks.peers.town import SERIES, Town


class Person(Resident, agentpy.Agent):
    """A resident of the model."""

    def setup(self, row: int, hubs: list[Hub]) -> None:
        """Called once by AgentPy."""
        self.settle_in(self.p.town, row, hubs)


class Coworking(Streets, agentpy.Model):
    """The town and its hubs; a step is a month."""

    def setup(self) -> None:
        """Called once by AgentPy."""
        town = self.p.town
        hubs = [Hub(town, number) for number in range(len(town.specs))]
        rows = agentpy.AttrIter(list(range(len(town))))
        self.people = agentpy.AgentList(self, len(town), Person, row=rows, hubs=hubs)
        self.found(town, self.people, hubs)

    def step(self) -> None:
        """One month."""
        t = self.t - 1  # AgentPy counts a step before it is taken
        if t == 0:
            self.open_hubs(t, self.people)
        for hub in self.hubs:
            hub.begin_month()
        self.people.hear(t)
        knowing = agentpy.AgentList(self, [person for person in self.people if person.known])
        asking = knowing.select(knowing.reconsider(t))
        knowing.select(knowing.leaves).leave(t)
        self.give_places(t, asking)
        for number, line in enumerate(self.close(t, [person for person in knowing if person.hub is not None])):
            for name, value in zip(SERIES, line, strict=True):
                self.record(f"{name} {number}", value)


class Run:
    """A run in progress."""

    def __init__(self, town: Town) -> None:
        self.town, self.model = town, Coworking({"town": town, "steps": town.months, "seed": 1})
        self.model.sim_setup()

    def advance(self) -> None:
        """Let all months pass."""
        while self.model.running:
            self.model.sim_step()

    def series(self) -> np.ndarray:
        """The months, [months, hubs, series]."""
        hubs = range(len(self.town.specs))
        return np.array([[self.model.log[f"{name} {number}"] for name in SERIES] for number in hubs]).transpose(2, 0, 1)
