"""The adoption core in Starsim: a module whose states are arrays of the simulation's people, in the order of its loop."""

import numpy as np
import starsim as ss

from benchmarks.peers.arrays import PAIR_COLUMNS, PERSON_COLUMNS, Streets
from benchmarks.peers.draws import LENT, Draws
from benchmarks.peers.town import SERIES, Town

_STATE = {np.int64: ss.IntArr, np.float64: ss.FloatArr, np.bool_: ss.BoolArr}


class Coworking(ss.Module):
    """Who knows and uses the hubs of a town."""

    def __init__(self, town: Town, draws: Draws = LENT) -> None:
        super().__init__()
        self.streets = Streets(town, draws)
        hubs = len(town.specs)
        self.define_states(*(_STATE[kind](name, default=value) for name, (kind, value) in PERSON_COLUMNS.items()))
        self.define_states(*(_STATE[kind](name, default=value, columns=hubs) for name, (kind, value) in PAIR_COLUMNS.items()))

    def init_results(self) -> None:
        """A result for each series of each hub."""
        super().init_results()
        names = (f"{name}_{hub.number}" for hub in self.streets.hubs for name in SERIES)
        self.define_results(*(ss.Result(name, dtype=float, scale=False) for name in names))

    def step(self) -> None:
        """One month; nobody is born or dies, so `raw` is everybody."""
        people = len(self.sim.people)
        if self.ti == 0:
            self.streets.lend({name: getattr(self, name).raw[:people] for name in (*PERSON_COLUMNS, *PAIR_COLUMNS)})
        self.lines = self.streets.month(self.ti)

    def update_results(self) -> None:
        """Write the month down."""
        for number, line in enumerate(self.lines):
            for name, value in zip(SERIES, line, strict=True):
                self.results[f"{name}_{number}"][self.ti] = value


class Run:
    """A run in progress."""

    def __init__(self, town: Town, draws: Draws = LENT) -> None:
        ss.options.set(precision=64)
        self.town = town
        self.sim = ss.Sim(
            n_agents=len(town), custom=Coworking(town, draws), start=0, dur=town.months - 1, dt=1, verbose=0, copy_inputs=False,
            people_results=False,
        )
        self.sim.init()

    def advance(self) -> None:
        """Let all months pass."""
        self.sim.run()

    def series(self) -> np.ndarray:
        """The months, [months, hubs, series]."""
        results = self.sim.results.coworking
        hubs = range(len(self.town.specs))
        return np.array([[results[f"{name}_{number}"] for name in SERIES] for number in hubs]).transpose(2, 0, 1)
