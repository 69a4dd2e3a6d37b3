"""Real hubs beside the model: every row reads as a scenario, and lies where it belongs among like hubs."""

import math

import numpy as np
import pytest

from experiments.expected.register import CLOSED, RealHub, placed, real_hubs
from model.names import CLOSED as STATE_CLOSED
from model.names import OPEN
from tests.experiments.stand_ins import make_stack, results_of

HUBS = real_hubs()


@pytest.mark.parametrize("real", HUBS, ids=lambda real: real.name)
def test_a_row_is_a_scenario_of_a_like_hub(real: RealHub) -> None:
    scenario = real.scenario()
    hub = scenario.hubs[0]
    assert hub.desks == (real.desks or 20)
    assert scenario.territory.overrides["sondrio"].residents == real.residents
    assert scenario.horizon_months >= real.month
    assert real.source
    assert (real.unit == CLOSED) == math.isnan(real.count)
    assert real.unit in ("persons", "desks", CLOSED)


def test_a_hub_lies_where_half_of_the_like_ones_are_below() -> None:
    real = RealHub("A", "B", "IT", 20_000, None, "", 6, 10.0, "persons", "x")
    members = np.zeros((5, 6))
    members[:, 5] = [4, 8, 10, 12, 99]
    state = np.full((5, 6), OPEN)
    state[4, 5] = STATE_CLOSED  # not there to be compared with
    found = placed(real, lambda scenario: results_of(scenario, baseline=make_stack(members=members, state=state)))
    assert (found.middle, found.below) == (9.0, (2 + 0.5) / 4)


def test_of_a_closing_the_share_that_closed_by_then_is_told() -> None:
    real = RealHub("A", "B", "IT", 20_000, None, "", 6, math.nan, CLOSED, "x")
    state = np.full((4, 18), OPEN)
    state[0, 5:], state[1, 7:] = STATE_CLOSED, STATE_CLOSED
    found = placed(real, lambda scenario: results_of(scenario, baseline=make_stack(members=np.ones((4, 18)), state=state)))
    assert found.middle == 0.25
    assert math.isnan(found.below)
