"""What an operator who looks every month decides: close, downsize, expand. Reviews stand in `test_reviews.py`."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.compile_scenario.hubs import operator_terms
from model.names import DOWNSIZED, LOW_RUNWAY, NO_GROWTH, OPEN
from model.parameters import CATALOGUE
from tests.model.month.towns import FROZEN, PLAIN_OPERATOR, Run, case, empty, fixed_cost, hub, run


def test_a_hub_is_downsized_when_cash_and_credit_last_too_short() -> None:
    finished = empty(9, opening_cash_eur=45_000.0, credit_eur=8_000.0)
    cost = fixed_cost(finished)
    cash = 45_000.0 - cost * np.arange(1, 10)
    runway = cash / cost
    expected = int(np.argmax((cash + 8_000.0) / cost < CATALOGUE["lease_notice_months"].default + CATALOGUE["downsize_months"].default))
    assert finished.outcome.changed[0] == expected > 2
    assert finished.outcome.reason[0] == LOW_RUNWAY
    assert finished.hub("runway_months")[: expected + 1] == pytest.approx(runway[: expected + 1])
    assert (finished.hub("state")[:expected] == OPEN).all()
    assert finished.hub("state")[expected] == DOWNSIZED


def test_low_use_must_last_a_while() -> None:
    """However short of cash, no hub is downsized before `downsize_months` months of low use."""
    assert empty(3, opening_cash_eur=16_000.0).outcome.changed[0] == 2
    assert empty(6, opening_cash_eur=16_000.0, opens=3).outcome.changed[0] == 5


def test_a_rich_hub_gives_up_after_a_year_without_growth_and_a_patient_operator_later() -> None:
    private, cooperative = empty(opening_cash_eur=1e6, months=40), empty(opening_cash_eur=1e6, months=40, operator="cooperative")
    assert (private.outcome.changed[0], private.outcome.reason[0]) == (11, NO_GROWTH)
    patience = operator_terms("cooperative")["patience"]
    assert cooperative.outcome.changed[0] == math.ceil(12 * patience) - 1


def test_downsizing_gives_up_half_the_desks_the_empty_offices_and_half_the_host() -> None:
    finished = empty(opening_cash_eur=1e6, months=60)
    month = int(finished.outcome.changed[0])
    desks, offices = finished.hub("desks"), finished.hub("offices")
    assert (desks[month - 1], desks[month], offices[month - 1], offices[month]) == (14, 7, 6, 0)
    assert finished.hub("host_eur")[month + 1] == pytest.approx(finished.hub("host_eur")[month] / 2)
    assert finished.hub("rent_eur")[month + 1] == pytest.approx(7 * 12 * 7.5)
    assert finished.hub("utilities_eur")[month + 1] == pytest.approx(7 * 12 * 2.0)
    notice = finished.hub("notice_eur")
    given_up = (7 * 12 + 6 * 18) * 7.5
    assert notice[month + 1 : month + 7] == pytest.approx(given_up)
    assert notice[: month + 1].sum() == 0.0 == notice[month + 7 : month + 12].sum()


def test_a_second_downsizing_leaves_no_host_and_at_least_four_desks() -> None:
    finished = empty(opening_cash_eur=1e6, months=80)
    desks, host = finished.hub("desks"), finished.hub("host_eur")
    assert desks[-1] == CATALOGUE["desks_min"].default
    assert host[-1] == 0.0
    second = int(np.argmax(desks < 7))
    assert second >= int(finished.outcome.changed[0]) + 12, "it waits as long again"
    assert (finished.hub("state")[int(finished.outcome.changed[0]) :] == DOWNSIZED).all(), "there is nothing left to give up: it goes on"
    assert finished.outcome.changed[0] == 11, "the month of the first downsizing is kept"


def test_an_operator_that_may_not_downsize_does_not() -> None:
    finished = empty(opening_cash_eur=1e6, months=40, may_downsize=False)
    assert (finished.hub("desks") == 14).all()
    assert (finished.hub("state") == OPEN).all()


def test_downsizing_never_takes_a_desk_from_who_uses_it() -> None:
    """Twelve fixed desks of thirty stay, at the use the operator aims at."""
    figures = hub(desks=30, offices=0, founders=12.0, opening_cash_eur=1e6, prices={"fixed": 10.0}, works_eur=0.0)
    finished = run(case(figures, months=30, plan_fixed=50.0, **{**FROZEN, **PLAIN_OPERATOR}))
    assert finished.outcome.state[0] == DOWNSIZED
    assert (finished.hub("fixed") == 12).all()
    assert finished.hub("desks")[-1] == 15  # ceil(12 / 0.8), at least half


def _full(months: int = 24, **figures: Any) -> Run:
    """A hub whose desks are all let from the first day, at a good price."""
    known = {"desks": 12, "offices": 0, "founders": 12.0, "opening_cash_eur": 1e6, "prices": {"fixed": 600.0}, "works_eur": 0.0}
    return run(case(hub(**{**known, **figures}), months=months, plan_fixed=50.0, **{**FROZEN, **PLAIN_OPERATOR}))


def test_a_full_hub_that_earns_expands_by_a_quarter_and_pays_the_works() -> None:
    finished = _full()
    desks = finished.hub("desks")
    assert list(desks[:4]) == [12, 12, 15, 15]  # full for three months
    assert finished.hub("works_eur")[2] == pytest.approx(3 * CATALOGUE["expand_cost_eur"].default)
    assert finished.hub("works_eur").sum() == finished.hub("works_eur")[2]
    assert finished.hub("rent_eur")[3] == pytest.approx(finished.hub("rent_eur")[2] * 15 / 12)


def test_expansion_stops_at_the_size_of_the_building() -> None:
    assert _full(60).hub("desks").max() <= 12 * CATALOGUE["expand_max"].default


@pytest.mark.parametrize(
    "figures",
    [{"may_expand": False}, {"prices": {"fixed": 20.0}}, {"prices": {"fixed": 200.0}, "opening_cash_eur": 100.0}],
    ids=["may not", "loses money", "cannot pay the works"],
)
def test_a_full_hub_stays_as_it_is(figures: dict[str, Any]) -> None:
    assert (_full(6, **figures).hub("desks") == 12).all()


@settings(max_examples=30)
@given(st.integers(1, 40), st.integers(0, 30))
def test_desks_are_whole(desks: int, members: int) -> None:
    figures = hub(desks=desks, offices=0, founders=float(min(desks, members)), opening_cash_eur=1e6, prices={"fixed": 500.0})
    finished = run(case(figures, months=20, plan_fixed=50.0, **FROZEN))
    offered = finished.hub("desks")
    assert (offered == np.floor(offered)).all(), sorted(set(offered))
