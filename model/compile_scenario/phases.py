"""What hubs are to be later (ODD §5.5): the phases of the file, and the works that grants give to hubs already open."""

import math
from collections.abc import Sequence

import numpy as np

from model.columns import PHASE
from model.compile_scenario.instruments import concerned
from model.memory import rows_of
from model.parameters import Parameters
from model.reading.fields import month_index
from model.scenario import HubSpec, Scenario
from model.scenario.instruments import CapexGrant

_PLANNED = ("desks", "offices", "rent_eur_m2")


def phases_of(scenario: Scenario, hubs: Sequence[HubSpec], parameters: Parameters) -> np.recarray:
    """The phases of all hubs, one row of `columns.PHASE` each, by hub; what a phase does not state is nan.

    Args:
        scenario: whose grants count.
        hubs: of the run, rivals included.
        parameters: for what the scenario leaves to the catalogue.
    """
    found: list[tuple[int, int, float, float, float, float]] = []
    for position, hub in enumerate(hubs):
        for phase in hub.phases:
            planned = [math.nan if (value := getattr(phase, name)) is None else float(value) for name in _PLANNED]
            if hub.building == "own":
                planned[-1] = math.nan  # no rent is paid
            found.append((position, month_index(phase.start, scenario.start), planned[0], planned[1], planned[2], phase.works_eur))
    for block in scenario.instruments:
        if not isinstance(block, CapexGrant) or block.works_eur == 0.0:
            continue
        first, _ = block.window(scenario.start, scenario.horizon_months)
        names = concerned(block, scenario, hubs, parameters)
        for position, hub in enumerate(hubs):
            if hub.name in names and (hub.already_open is not None or hub.opening_month(scenario.start) < first):
                found.append((position, first, math.nan, math.nan, math.nan, block.works_eur))
    rows = rows_of(PHASE, len(found))
    for row, values in zip(rows, found, strict=True):
        for name, value in zip(PHASE.names or (), values, strict=True):
            row[name] = value
    rows.setflags(write=False)
    return rows
