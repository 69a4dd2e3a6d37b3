"""Every instrument in every shipped scenario: of value zero it changes nothing, before it starts nothing differs, its euros add up.

The scenarios keep their hubs, dates, shocks and instruments; their towns are made small, so that all of them together take seconds.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from model.scenario import Scenario, load_scenario, scenario_names
from model.simulation import RunOutcome, Simulation, World, build_world, prepare
from tests.model.month.towns import INSTRUMENTS, NULL_VALUES

MONTHS = 16
STARTS = 7
PEOPLE = {"professionals": 70, "remote_workers": 50, "firms": 40}
EAGER = {"alpha": 0.5, "aware_at_opening": 0.5, "client_rate": 0.3, "advice_demand": 0.05, "reach_max_min": 40.0}
_CENT = 0.005


@cache
def village(name: str) -> Scenario:
    """A shipped scenario with few, eager people and a short run."""
    data = load_scenario(name).written()
    data.pop("policies", None)
    data.pop("expected", None)
    towns = data["territory"]["towns"]
    data["territory"] = {"towns": towns, "catchment_minutes": 0, "overrides": dict.fromkeys(towns, PEOPLE)}
    data["horizon_months"] = MONTHS
    data["parameters"] = {**data.get("parameters", {}), **EAGER}
    return Scenario.model_validate(data)


def with_instrument(name: str, block: dict[str, Any]) -> Scenario:
    data = village(name).written()
    return Scenario.model_validate({**data, "instruments": [*data.get("instruments", []), {**block, "name": "added"}]})


@cache
def world(name: str) -> World:
    return build_world(prepare(village(name)), 5)


def run(name: str, scenario: Scenario) -> Simulation:
    simulation = Simulation(world(name), prepare(scenario))
    simulation.advance()
    return simulation


@cache
def plain(name: str) -> RunOutcome:
    return run(name, village(name)).outcome()


def assert_same(a: RunOutcome, b: RunOutcome, months: int = MONTHS) -> None:
    np.testing.assert_array_equal(a.hub[:months], b.hub[:months])
    np.testing.assert_array_equal(a.town[:months], b.town[:months])
    paid, more = a.public[:months], b.public[:months]
    np.testing.assert_array_equal(paid, more[:, : paid.shape[1]] if paid.shape[1] < more.shape[1] else more)


def _without_added(outcome: RunOutcome, position: int) -> RunOutcome:
    return RunOutcome(**{**vars(outcome), "public": np.delete(outcome.public, position, axis=1)})


@pytest.fixture(params=scenario_names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("kind", INSTRUMENTS)
def test_an_instrument_of_value_zero_changes_nothing(name: str, kind: str) -> None:
    scenario = with_instrument(name, {**INSTRUMENTS[kind], **NULL_VALUES[kind]})
    assert_same(plain(name), _without_added(run(name, scenario).outcome(), len(scenario.instruments) - 1))


@pytest.mark.parametrize("kind", INSTRUMENTS)
def test_an_instrument_that_starts_after_the_run_changes_nothing(name: str, kind: str) -> None:
    scenario = with_instrument(name, {**INSTRUMENTS[kind], "start": MONTHS})
    outcome = run(name, scenario).outcome()
    assert outcome.public[:, len(scenario.instruments) - 1].sum() == 0
    assert_same(plain(name), _without_added(outcome, len(scenario.instruments) - 1))


@pytest.mark.parametrize("kind", INSTRUMENTS)
def test_nothing_differs_before_it_starts_and_its_euros_add_up(name: str, kind: str) -> None:
    """Every euro stands in the ledger with its instrument, hub and month; committed = paid + set aside; never beyond the pot."""
    scenario = with_instrument(name, {**INSTRUMENTS[kind], "start": STARTS, "budget_eur": 9_000.0})
    simulation = run(name, scenario)
    outcome, added = simulation.outcome(), len(scenario.instruments) - 1
    assert_same(plain(name), _without_added(outcome, added), STARTS)
    assert outcome.public[:STARTS, added].sum() == 0
    assert (outcome.public >= 0).all()
    paid = outcome.public[:, added].sum()
    set_aside = 0.0
    if kind == "voucher":
        held = simulation.town.agents[simulation.town.agents.voucher == added]
        set_aside = float((held.voucher_eur * held.voucher_left).sum())
    assert paid + set_aside == pytest.approx(float(simulation.town.public.spent[added]), abs=_CENT)
    assert paid <= 9_000.0 + _CENT


def test_the_villages_are_alive() -> None:
    """Were nobody to join anywhere, the tests above would say nothing."""
    for scenario in scenario_names():
        assert plain(scenario).hub[:, :, 0].sum() > 0, scenario
