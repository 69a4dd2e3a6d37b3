"""The adoption core in plain Mesa: an `Agent` a person, `AgentSet.do`, a `DataCollector`."""

import mesa
import numpy as np

from benchmarks.peers.hubs import Hub
from benchmarks.peers.objects import Resident, Streets
from benchmarks.peers.town import Town


class Person(Resident, mesa.Agent):
    """A resident of the model."""

    def __init__(self, model: mesa.Model, town: Town, row: int, hubs: list[Hub]) -> None:
        mesa.Agent.__init__(self, model)
        self.settle_in(town, row, hubs)


class Coworking(Streets, mesa.Model):
    """The town and its hubs; a step is a month."""

    def __init__(self, town: Town) -> None:
        mesa.Model.__init__(self, rng=1)
        hubs = [Hub(town, number) for number in range(len(town.specs))]
        self.found(town, [Person(self, town, row, hubs) for row in range(len(town))], hubs)
        self.lines: list[tuple[float, ...]] = []
        self.datacollector = mesa.DataCollector(model_reporters={"lines": "lines"})

    def step(self) -> None:
        """One month."""
        t = int(self.steps) - 1  # Mesa counts a step before it is taken
        if t == 0:
            self.open_hubs(t, self.agents)
        for hub in self.hubs:
            hub.begin_month()
        self.agents.do("hear", t)
        knowing = [person for person in self.agents if person.known]
        asking = [person for person in knowing if person.reconsider(t)]
        for person in knowing:
            if person.leaves:
                person.leave(t)
        self.give_places(t, asking)
        self.lines = self.close(t, [person for person in knowing if person.hub is not None])
        self.datacollector.collect(self)


class Run:
    """A run in progress."""

    def __init__(self, town: Town) -> None:
        self.months, self.model = town.months, Coworking(town)

    def advance(self) -> None:
        """Let all months pass."""
        for _ in range(self.months):
            self.model.step()

    def series(self) -> np.ndarray:
        """The months, [months, hubs, series]."""
        return np.array(self.model.datacollector.model_vars["lines"])
