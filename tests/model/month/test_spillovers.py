"""Spillovers: what collaborations add to income, its cap, and that none is a valid model."""

import numpy as np
import pytest

from model.columns import ACTIVE
from model.names import FIRM
from model.parameters import CATALOGUE
from tests.model.month.towns import FROZEN, NO_CONTACTS, Run, by_month, case, hub, run

_DEFAULT = {name: parameter.default for name, parameter in CATALOGUE.items()}
_CLUB = hub(desks=60, offices=0, founders=25.0, opening_cash_eur=1e7, may_downsize=False)


def _uplift(running: Run, r: float) -> np.ndarray:
    """Share added to each agent's income, from the links that are alive and what each learned."""
    simulation = running.simulation
    month = simulation.month - 1
    share = np.zeros(len(simulation.town.agents))
    for row in simulation.town.links.row[simulation.town.links.active[: simulation.town.links.counts[ACTIVE]]]:
        gain = r * np.exp(-(month - row.start) / _DEFAULT["spillover_fade"])
        for i in (row.a, row.b):
            share[i] = min(_DEFAULT["spillover_cap"], share[i] + gain)
    return share


@pytest.mark.parametrize("r", [0.03, 0.2])
def test_income_added_is_that_of_the_collaborations_alive(r: float) -> None:
    parameters = {**FROZEN, **NO_CONTACTS, "spillover": r, "encounter_rate": 0.3, "learning": 0.0}
    for month, running in by_month(case(_CLUB, months=24, people=(200, 100, 0), **parameters)):
        expected = _uplift(running, r)
        assert running.simulation.town.agents.uplift == pytest.approx(expected)
        people = running.simulation.world.people
        assert running.town("income_uplift_eur")[month] == pytest.approx((expected * people.revenue_eur).sum())
    assert expected.max() <= _DEFAULT["spillover_cap"]
    if r == 0.2:
        assert expected.max() == _DEFAULT["spillover_cap"]


def test_no_spillover_is_a_valid_model_and_gives_no_uplift() -> None:
    scenario = {"people": (200, 150, 150), "months": 36, "alpha": 0.5, "client_rate": 0.5, "encounter_rate": 0.3}
    none, some = run(case(**scenario, spillover=0.0)), run(case(**scenario))
    assert some.town("income_uplift_eur").sum() > 0
    assert not none.town("income_uplift_eur").any()
    assert not none.town("revenue_uplift_eur").any()
    assert not none.simulation.town.agents.uplift.any()
    np.testing.assert_array_equal(none.outcome.hub, some.outcome.hub)  # income added changes no choice yet


def test_learning_raises_what_later_collaborations_give_up_to_its_ceiling() -> None:
    parameters = {**FROZEN, "encounter_rate": 0.5, "spillover_cap": 1.0}
    taught = run(case(_CLUB, months=48, people=(200, 100, 0), **parameters, learning=0.01))
    untaught = run(case(_CLUB, months=48, people=(200, 100, 0), **parameters, learning=0.0))
    absorption = taught.simulation.town.agents.absorption
    assert absorption.min() == 1.0
    assert absorption.max() == _DEFAULT["absorption_max"]
    assert (untaught.simulation.town.agents.absorption == 1.0).all()
    assert taught.town("income_uplift_eur")[-1] > untaught.town("income_uplift_eur")[-1]
    assert taught.town("income_uplift_eur")[0] == untaught.town("income_uplift_eur")[0]


def test_firms_gain_revenue_and_persons_income(busy: Run) -> None:
    kind, uplift = busy.simulation.world.people.kind, busy.simulation.town.agents.uplift
    assert (uplift[kind == FIRM] > 0).any() and (uplift[kind != FIRM] > 0).any()
    assert busy.town("revenue_uplift_eur").sum() > 0
    assert busy.town("income_uplift_eur").sum() > 0


def test_collaborations_outlive_membership() -> None:
    """A hub that closes leaves its collaborations alive, each for its own time."""
    poor = hub(desks=60, offices=0, founders=25.0, opening_cash_eur=0.0, credit_eur=100_000.0, rent_eur_m2=20.0, may_downsize=False)
    finished = run(case(poor, months=24, people=(200, 100, 0), encounter_rate=1.0))
    closed = int(np.argmax(finished.hub("state") == 3))
    assert 0 < closed < 20
    links = finished.hub("active_links")
    assert links[closed + 1] > 0.8 * links[closed] > 0
    assert (np.diff(links[closed:]) <= 0).all()
