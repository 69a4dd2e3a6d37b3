"""How a hub starts, a hub found open, what it sells, what it is to be later, and the end of an agreed period."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.compile_scenario.starts import start_of
from model.names import AGREEMENT_ENDED, CLOSED, DOWNSIZED, EMPLOYEE, FIXED, FLEX, OCCASIONAL, OPEN, STARTS
from model.parameters import CATALOGUE, TABLES
from model.scenario import HubSpec
from tests.model.month.towns import BLOCKS, FROZEN, PLAIN_OPERATOR, UNWANTED, Run, assert_same, binomial_error, case, empty, hub, run

_RICH = {"opening_cash_eur": 1e7, "works_eur": 0.0, "offices": 0}


def _spec(**figures: Any) -> HubSpec:
    return HubSpec.model_validate({"name": "adda", "town": "sondrio", "desks": 20, **figures})


# ---------------------------------------------------------------------------------------------------------------- starts


def test_a_file_that_says_nothing_draws_its_start_with_the_shares_of_the_catalogue() -> None:
    shares = dict(zip(STARTS, TABLES["start_shares"].default[0], strict=True))
    drawn = [start_of(_spec(), (n + 0.5) / 1_000) for n in range(1_000)]
    assert {start: drawn.count(start) / 1_000 for start in STARTS} == pytest.approx(shares, abs=0.002)


def test_what_a_file_says_of_its_start_is_never_drawn() -> None:
    for u in (0.01, 0.4, 0.99):
        assert [start_of(_spec(starts_with=start), u) for start in STARTS] == list(STARTS)
        assert start_of(_spec(founders=3.0), u) == "group"
        assert start_of(_spec(founders=0.0), u) != "group"


def test_a_group_has_no_employees_and_is_as_large_in_twenty_desks_as_in_sixty() -> None:
    small, large = (run(case(hub(starts_with="group", desks=desks, **_RICH), months=1, aware_at_opening=0.0)) for desks in (20, 60))
    for finished in (small, large):
        assert finished.hub("members")[0] == round(CATALOGUE["founders"].default)
        assert (finished.simulation.world.people.kind[finished.users] != EMPLOYEE).all()


def test_a_call_is_heard_by_more_and_only_by_them() -> None:
    people, chance = 3_000, 0.1
    nobody = {**UNWANTED, "distance_fade": 0.0, "awareness_promotion": 0.0, "awareness_event": 0.0, "aware_at_opening": chance}
    for start, times in (("door", 1.0), ("call", 3.0)):
        place = hub(starts_with=start, **_RICH)
        finished = run(case(place, months=1, people=(people, 0, 0), **{**nobody, "call_reach": 3.0}))
        assert abs(finished.hub("aware")[0] - people * chance * times) < binomial_error(people, chance * times)


def test_a_call_that_reaches_no_more_is_an_open_door() -> None:
    called, waited = (run(case(hub(starts_with=start), months=18, call_reach=1.0)) for start in ("call", "door"))
    assert_same(called, waited)


# ------------------------------------------------------------------------------------------------------- a hub found open


@settings(max_examples=15)
@given(st.integers(0, 12), st.integers(0, 8), st.integers(0, 30))
def test_a_hub_found_open_has_the_members_stated(flex: int, fixed: int, seed: int) -> None:
    place = hub(desks=20, already_open={"months": 18, "flex": flex, "fixed": fixed}, opening_cash_eur=1e6)
    finished = run(case(place, months=1, **FROZEN), seed)
    assert (finished.hub("flex")[0], finished.hub("fixed")[0]) == (flex, fixed)
    assert finished.hub("debt_eur")[0] == 0.0  # works long paid


def test_those_who_have_heard_of_an_old_hub_are_as_many_as_if_it_had_been_open_in_the_run() -> None:
    """Twenty months of telling and forgetting before the run leave as many who know it as twenty months in it."""
    people, months = 3_000, 20
    quiet = {**UNWANTED, "distance_fade": 0.0, "forgetting": 0.02, "awareness_promotion": 0.02, "leave_rate": 1e-9}
    lived = run(case(hub(starts_with="door", **_RICH), months=months + 1, people=(people, 0, 0), **quiet))
    found = run(case(hub(already_open={"months": months, "flex": 0, "fixed": 0}, **_RICH), months=1, people=(people, 0, 0), **quiet))
    share = lived.hub("aware")[-1] / people
    assert abs(found.hub("aware")[0] - lived.hub("aware")[-1]) < 1.5 * binomial_error(people, share)
    assert found.hub("aware")[0] > 1.5 * people * CATALOGUE["aware_at_opening"].default


def test_an_old_hub_is_reviewed_in_its_first_year_of_the_run() -> None:
    place = hub(already_open={"months": 40, "flex": 0, "fixed": 0}, desks=14, **_RICH)
    quiet = {**FROZEN, **UNWANTED, **PLAIN_OPERATOR, "review_months": 12.0, "downsize_patience": 3.0}
    finished = run(case(place, months=24, **{**quiet, "aware_at_opening": 0.0, "awareness_promotion": 0.0}))
    assert finished.outcome.state[0] == DOWNSIZED
    assert 2 <= finished.outcome.changed[0] < 12 + 3


# ---------------------------------------------------------------------------------------------------------------- on sale


@pytest.mark.parametrize("plans", [["day"], ["flex"], ["fixed"], ["day", "fixed"], ["day", "flex"]])
def test_nobody_has_a_plan_that_is_not_sold(plans: list[str]) -> None:
    sold = {"day": OCCASIONAL, "flex": FLEX, "fixed": FIXED}
    finished = run(case(hub(plans=plans, desks=9, **_RICH), months=24, alpha=1.0, plan_occasional=0.5, aware_at_opening=0.5))
    for plan, series in (("day", "occasional"), ("flex", "flex"), ("fixed", "fixed")):
        assert finished.hub(series).any() == (plan in plans), plan
    held = finished.simulation.town.agents.plan[finished.users]
    assert set(held.tolist()) <= {int(sold[plan]) for plan in plans}


def test_a_founding_group_takes_what_is_sold() -> None:
    finished = run(case(hub(founders=5.0, plans=["fixed"], desks=9, **_RICH), months=1, **FROZEN))
    assert (finished.hub("fixed")[0], finished.hub("flex")[0]) == (5, 0)


# ----------------------------------------------------------------------------------------------------------------- phases


def _phased(*phases: dict[str, Any], months: int = 12, parameters: dict[str, float] | None = None, **figures: Any) -> Run:
    return empty(months, phases=list(phases), parameters=parameters, **{"opening_cash_eur": 1e7, "may_downsize": False, **figures})


def test_space_and_rent_follow_the_phases() -> None:
    finished = _phased({"start": 4, "desks": 28, "offices": 3, "rent_eur_m2": 10}, {"start": 8, "desks": 7})
    plan = finished.prepared.specs[0]
    assert [finished.hub("desks")[t] for t in (3, 4, 7, 8)] == [14, 28, 28, 7]
    assert [finished.hub("offices")[t] for t in (3, 4, 11)] == [6, 3, 3]
    for t, desks, offices, rent in ((3, 14, 6, plan.rent_eur_m2), (4, 28, 3, 10.0), (8, 7, 3, 10.0)):
        assert finished.hub("rent_eur")[t] == pytest.approx(rent * (desks * plan.m2_desk + offices * plan.m2_office))


def test_a_phase_never_turns_out_who_is_in() -> None:
    place = hub(founders=10.0, desks=12, phases=[{"start": 3, "desks": 1}], **_RICH)
    finished = run(case(place, months=5, **FROZEN))
    assert finished.hub("members")[4] == 10
    assert finished.hub("desks")[3] == math.ceil(finished.hub("use_of_offered")[2] * 12 - 1e-9)


def test_works_of_a_phase_are_paid_by_grant_and_loan_and_make_the_rooms_worth_more() -> None:
    works = CATALOGUE["works_eur"].default / 2
    grant = {**BLOCKS["capex_grant"], "start": 5, "end": 6}
    finished = empty(12, blocks=(grant,), phases=[{"start": 5, "works_eur": works}], opening_cash_eur=1e7, may_downsize=False)
    assert finished.paid("capex_grant")[5] == pytest.approx(works / 2)
    own = 1.0 - CATALOGUE["works_own_share"].default
    assert finished.simulation.town.hubs.loan[0] < works / 2 * own
    assert not finished.hub("debt_eur")[:5].any()
    assert finished.hub("debt_eur")[5] > 0
    assert finished.simulation.town.hubs.rooms_worth[0] == pytest.approx(CATALOGUE["rooms_value"].default / 2)


def test_a_grant_for_hubs_already_open_changes_their_rooms_and_no_others() -> None:
    grant = {**BLOCKS["capex_grant"], "share": 1.0, "start": 6, "works_eur": 20_000.0}
    places = [hub("old", **_RICH), hub("late", opens=8, **_RICH), hub("there", already_open={"months": 9, "flex": 1, "fixed": 0}, **_RICH)]
    finished = run(case(*places, blocks=[grant], months=12))
    worth = finished.simulation.town.hubs.rooms_worth
    assert worth[0] == worth[2] > 0 == worth[1]
    assert finished.paid("capex_grant").sum() == pytest.approx(40_000.0)


def test_rooms_without_value_change_nothing_but_money() -> None:
    grant = {**BLOCKS["capex_grant"], "share": 1.0, "start": 6, "works_eur": 20_000.0}
    plain, granted = (run(case(hub(**_RICH), blocks=blocks, months=20, rooms_value=0.0)) for blocks in ([], [grant]))
    np.testing.assert_array_equal(plain.outcome.hub, granted.outcome.hub)


def test_a_hub_that_has_given_up_space_neither_grows_nor_builds() -> None:
    quiet = {**PLAIN_OPERATOR, "works_own_share": 1.0}
    finished = empty(24, phases=[{"start": 20, "desks": 40, "works_eur": 9_000}], opening_cash_eur=1e6, parameters=quiet)
    assert finished.outcome.state[0] == DOWNSIZED
    assert finished.hub("desks")[20] == finished.hub("desks")[19] < 14
    assert finished.simulation.town.hubs.rooms_worth[0] == 0.0


def test_a_phase_that_repeats_the_opening_changes_nothing() -> None:
    plain, repeated = (run(case(hub(phases=phases), months=20)) for phases in ([], [{"start": 7, "desks": 8, "offices": 1}]))
    assert_same(plain, repeated)


# ------------------------------------------------------------------------------------------------------- an agreed period


def test_a_hub_that_loses_money_ends_with_the_agreed_period_and_one_that_earns_goes_on() -> None:
    loses = empty(24, agreed_until=15, may_downsize=False, opening_cash_eur=1e7)
    assert (loses.outcome.state[0], loses.outcome.reason[0], loses.outcome.changed[0]) == (CLOSED, AGREEMENT_ENDED, 14)
    free = {"rent_eur_m2": 0.0, "utilities_eur_m2": 0.0, "host_fte": 0.0, "events_per_month": 0.0}
    earns = empty(24, agreed_until=15, may_downsize=False, opening_cash_eur=1e7, **free)
    assert earns.outcome.state[0] == OPEN
