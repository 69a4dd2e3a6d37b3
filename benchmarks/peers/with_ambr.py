"""The adoption core in AMBER (`ambr`): columns of a Polars table, borrowed as arrays and committed back each month."""

import ambr
import numpy as np

from benchmarks.peers.arrays import PAIR_COLUMNS, PERSON_COLUMNS, Streets
from benchmarks.peers.draws import LENT, Draws
from benchmarks.peers.town import SERIES, Town


class Coworking(ambr.Model):
    """The town and its hubs; a step is a month."""

    def __init__(self, town: Town, draws: Draws = LENT) -> None:
        self.streets = Streets(town, draws)
        super().__init__({"steps": town.months, "seed": 1, "show_progress": False})

    def setup(self) -> None:
        """Called once by AMBER: a column for each state of a person, and for each state of a person and a hub."""
        people, hubs = len(self.streets.town), range(len(self.streets.hubs))
        start: dict[str, np.ndarray] = {name: np.full(people, value, dtype=kind) for name, (kind, value) in PERSON_COLUMNS.items()}
        start |= {f"{name}_{hub}": np.full(people, value, dtype=kind) for name, (kind, value) in PAIR_COLUMNS.items() for hub in hubs}
        self.add_agents(people, **start)

    def step_vectorized(self) -> None:
        """One month."""
        people, hubs = len(self.agents), len(self.streets.hubs)
        lent: dict[str, np.ndarray] = {name: np.empty(people, dtype=kind) for name, (kind, _) in PERSON_COLUMNS.items()}
        pairs: dict[str, np.ndarray] = {name: np.empty((hubs, people), dtype=kind).T for name, (kind, _) in PAIR_COLUMNS.items()}
        columns = lent | {f"{name}_{hub}": array[:, hub] for name, array in pairs.items() for hub in range(hubs)}
        for name, array in columns.items():
            array[:] = self.agents.borrow(name)[0]  # what is borrowed is read-only
        self.streets.lend(lent | pairs)
        lines = self.streets.month(self.t)
        self.agents.commit(**columns)
        for number, line in enumerate(lines):
            for name, value in zip(SERIES, line, strict=True):
                self.record_model(f"{name}_{number}", value)


class Run:
    """A run in progress."""

    def __init__(self, town: Town, draws: Draws = LENT) -> None:
        self.town, self.model = town, Coworking(town, draws)
        self.model._ensure_setup()  # what `run` does first

    def advance(self) -> None:
        """Let all months pass."""
        self.results = self.model.cpu(mode="vectorized").run()

    def series(self) -> np.ndarray:
        """The months, [months, hubs, series]."""
        hubs = range(len(self.town.specs))
        return np.array([[self.results.model[f"{name}_{number}"] for name in SERIES] for number in hubs]).transpose(2, 0, 1)
