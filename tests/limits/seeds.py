"""The same people under many seeds: the draws of the months differ, and nothing else."""

import os
from collections.abc import Iterable, Iterator

import numpy as np
import pytest

from model.scenario import Scenario
from model.simulation import Simulation, World, build_world, prepare
from tests.model.month.towns import Run

many_runs = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="thousands of runs take an hour as plain Python")


def runs(scenario: Scenario, seeds: Iterable[int], **columns: np.ndarray) -> Iterator[Run]:
    """Finished runs of a scenario whose people are always those of seed 1, with some of their columns replaced."""
    prepared = prepare(scenario)
    for column in columns.values():
        column.setflags(write=False)  # as those of `synthesise`: to the compiler a column that may be written is of another type
    people = build_world(prepared, 1).people._replace(**columns)
    for seed in seeds:
        simulation = Simulation(World(seed, people, prepared), prepared)
        simulation.advance()
        yield Run(prepared, simulation)


def everybody_knows_everybody(n: int) -> dict[str, np.ndarray]:
    """Contacts that make a complete graph."""
    others = np.arange(n)[None, :].repeat(n, axis=0)[~np.eye(n, dtype=bool)]
    return {"contact_start": np.arange(n + 1, dtype=np.int64) * (n - 1), "contact": others.astype(np.int32)}
