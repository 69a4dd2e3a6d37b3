"""The engine beside the same model as an idiomatic Mesa model (tests/twin): the same months of the same people, in turn."""

from statistics import median
from typing import Final, NamedTuple

import numpy as np

from benchmarks.engine import STUDY_SEED
from benchmarks.yardsticks import clock
from model.scenario import load_scenario
from model.series import HUB_COLUMN
from model.simulation import Simulation, build_world, prepare
from tests.twin.model import TwinModel

CASE: Final = "sondrio_downsizing"
MONTHS: Final = 24
COMPARED: Final = ("members", "aware", "active_links", "cash_eur")
ENGINE_RUNS: Final = 20  # the engine's months are too short to be timed once


class Beside(NamedTuple):
    """What both took for the same months."""

    agents: int
    twin_us: float  # per agent-month
    engine_ns: float
    ratio: float


def measure_twin() -> Beside:
    """Time both on Sondrio's baseline.

    Raises:
        ValueError: when members or cash of a month differ.
    """
    scenario = load_scenario(CASE).model_copy(update={"horizon_months": MONTHS})
    prepared = prepare(scenario.with_policy("baseline"))
    world = build_world(prepared, STUDY_SEED)
    twin = TwinModel(prepared.scenario, rng=STUDY_SEED)
    engine = Simulation(world, prepared)
    twin_s, series = 0.0, []
    for _ in range(MONTHS):
        began = clock()
        twin.step()
        twin_s += clock() - began
        series.append([[hub.now[name] for name in COMPARED] for hub in twin.hubs])
    engine_s = []
    for _ in range(ENGINE_RUNS):
        engine = Simulation(world, prepared)
        began = clock()
        engine.advance()
        engine_s.append(clock() - began)
    if not np.allclose(series, engine.town.record.hub[:, :, [HUB_COLUMN[name] for name in COMPARED]], rtol=1e-9):
        raise ValueError(f"{', '.join(COMPARED)} of the twin are not the engine's")
    agent_months = len(engine.town.agents) * MONTHS
    return Beside(len(engine.town.agents), twin_s * 1e6 / agent_months, median(engine_s) * 1e9 / agent_months, twin_s / median(engine_s))


if __name__ == "__main__":
    print(measure_twin())
