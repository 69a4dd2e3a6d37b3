"""Months of which several threads share the hearing and choosing: every number as with one."""

import numpy as np
import pytest

from model.scenario import Scenario, read_text
from model.simulation import PEOPLE_A_THREAD, Simulation, build_world, prepare, simulate
from tests.model.tiny_town import TEXT


def _lived(threads: int, seed: int = 5) -> Simulation:
    scenario: Scenario = read_text(TEXT, "tiny.yaml")[0]
    prepared = prepare(scenario.with_policy("voucher"))
    run = Simulation(build_world(prepared, seed), prepared)
    run.advance(7, threads=threads)
    run.advance(threads=threads)
    return run


@pytest.mark.parametrize("threads", [2, 3, 4, 9])  # of 210 agents in words of 64: nine leave some without anybody
def test_threads_change_nothing(threads: int) -> None:
    alone, together = _lived(1), _lived(threads)
    for name, values in vars(alone.outcome()).items():
        np.testing.assert_array_equal(getattr(together.outcome(), name), values, err_msg=name)
    for part in ("agents", "hubs"):
        np.testing.assert_array_equal(getattr(together.town, part), getattr(alone.town, part))
    for part in ("due", "pairs"):
        for mine, theirs in zip(getattr(together.town, part), getattr(alone.town, part), strict=True):
            np.testing.assert_array_equal(mine, theirs)
    assert together.town.hubs.aware.sum() > 0


def test_small_towns_are_not_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = []
    monkeypatch.setattr(Simulation, "_pass_in_parts", lambda self, first, last, threads: shared.append((first, last)))
    scenario: Scenario = read_text(TEXT, "tiny.yaml")[0]
    prepared = prepare(scenario.with_policy("baseline"))
    world = build_world(prepared, 1)
    simulate(world, prepared, threads=8)
    assert not shared and len(world.rows) < PEOPLE_A_THREAD
    monkeypatch.setattr("model.simulation.PEOPLE_A_THREAD", 100)
    simulate(world, prepared, threads=8)
    assert shared == [(0, prepared.months)]
