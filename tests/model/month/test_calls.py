"""Calls for vouchers: who knows of one and finds it worth the trouble, what a call covers, and what it pays."""

import numpy as np
import pytest

from model.names import FIXED, FLEX, KINDS, OCCASIONAL
from tests.model.month.towns import BARE_CHOICE, BLOCKS, Block, Run, assert_same, binomial_error, by_month, case, hub, run, with_values

_WIDE = hub(desks=500, offices=0, founders=0.0, may_downsize=False, may_expand=False, opening_cash_eur=1e7, prices={"flex": 100.0})
_EVERYBODY_COMES = {**BARE_CHOICE, "alpha": 30.0, "plan_occasional": -30.0, "plan_fixed": -30.0}
_PEOPLE = (300, 0, 0)


def _called(people: tuple[int, int, int] = _PEOPLE, name: str = "voucher", **values: object) -> Run:
    """A hub that everybody joins on flex, and one call for vouchers for all of them."""
    block: Block = with_values(BLOCKS["voucher"], name=name, **values)
    return run(case(_WIDE, blocks=[block], people=people, months=3, **_EVERYBODY_COMES))


def _holders(finished: Run) -> np.ndarray:
    return np.asarray(finished.outcome.subsidised_months > 0)


def test_who_knows_of_every_call_and_has_no_trouble_is_as_before() -> None:
    """At the null values the name of a call, which keys the draws, is a name and nothing else."""
    assert_same(_called(name="one"), _called(name="other"))
    assert _holders(_called()).sum() == (_called().simulation.town.agents.plan > OCCASIONAL).sum() == 300


@pytest.mark.parametrize("known", [0.0, 0.3, 1.0])
def test_so_many_know_of_a_call(known: float) -> None:
    assert abs(_holders(_called(known_by=known)).sum() - 300 * known) <= binomial_error(300, known)


def test_who_knows_of_a_call_that_more_know_of_knows_it_still() -> None:
    few, more = _holders(_called(known_by=0.3)), _holders(_called(known_by=0.6))
    assert not (few & ~more).any() and (more & ~few).any()


@pytest.mark.parametrize("months", [2, 6])
def test_applying_is_worth_the_trouble_to_more_where_more_is_paid(months: int) -> None:
    """Trouble is exponential: the chance to apply for a sum is 1 - exp(-sum / effort)."""
    worth = float(1.0 - np.exp(-0.8 * 100.0 * months / 400.0))
    holders = _holders(_called(months=months, effort_eur=400.0))
    assert abs(holders.sum() - 300 * worth) <= binomial_error(300, worth)


def test_what_people_expect_is_what_they_get() -> None:
    """Who comes only for the voucher does not come without knowing of it."""
    poor = {**_EVERYBODY_COMES, "alpha": -3.0, "beta_c": 60.0, "taste_persistence": 1.0}
    dear = with_values(_WIDE, prices={"flex": 300.0})
    block = with_values(BLOCKS["voucher"], share=1.0, months=24)
    all_know = run(case(dear, blocks=[block], people=_PEOPLE, months=6, **poor))
    some_know = run(case(dear, blocks=[with_values(block, known_by=0.5)], people=_PEOPLE, months=6, **poor))
    nobody = run(case(dear, people=_PEOPLE, months=6, **poor))
    assert nobody.hub("members").max() < some_know.hub("members")[-1] < all_know.hub("members")[-1]
    agents = some_know.simulation.town.agents
    assert (agents.voucher[agents.plan > OCCASIONAL] >= 0).mean() > 0.95


# --------------------------------------------------------------------------------------------------------- rules of real calls


@pytest.mark.parametrize("kind", KINDS[:2])
def test_a_vat_number_of_so_many_months_is_asked_of_so_many(kind: str) -> None:
    """Ages are exponential, at any time; employees have no number."""
    people = (300, 0, 0) if kind == "independent" else (0, 300, 0)
    share = float(1.0 - np.exp(-60.0 / 144.0)) if kind == "independent" else 0.0
    for start in (0, 2):
        holders = _holders(_called(people=people, vat_months_max=60.0, start=start))
        assert abs(holders.sum() - 300 * share) <= binomial_error(300, share)


def test_a_vat_number_grows_older() -> None:
    """Who is too old for a call in one month is too old in the next, but for who has opened another."""
    first, later = (_holders(_called(vat_months_max=60.0, start=start)) for start in (0, 2))
    assert (first & later).sum() > 0.9 * first.sum()


def test_a_voucher_pays_for_the_plans_it_covers_only() -> None:
    agents = _called(plans=["fixed", "office"]).simulation.town.agents
    assert (agents.plan == FLEX).all() and not (agents.voucher >= 0).any()


def test_a_voucher_ends_with_a_plan_it_does_not_cover() -> None:
    """And the pot has back what was set aside for the months left."""
    restless = {**BARE_CHOICE, "alpha": 30.0, "plan_occasional": -30.0, "plan_fixed": 0.0, "plan_nest": 1.0}
    block = with_values(BLOCKS["voucher"], plans=["flex"], months=12)
    fell = 0
    for _, running in by_month(case(_WIDE, blocks=[block], people=(100, 0, 0), months=8, **restless)):
        agents = running.simulation.town.agents
        held = agents.voucher >= 0
        assert (agents.plan[held] == FLEX).all()
        reserved = float((agents.voucher_eur * agents.voucher_left)[held].sum())
        assert running.spent("voucher") == pytest.approx(running.paid("voucher").sum() + reserved)
        fell += int(((agents.voucher_used == 1) & (agents.plan == FIXED)).sum())
    assert fell > 0


# ------------------------------------------------------------------------------------------------------------------ day passes

def _trial(months: int = 4, **values: object) -> Run:
    wide = with_values(_WIDE, prices={"flex": 1e4, "fixed": 1e4, "day": 20.0}, desks=2_000)
    poor = {**BARE_CHOICE, "alpha": 30.0, "beta_c": 1.0, "seat_occasional": 0.001}
    return run(case(wide, blocks=[with_values(BLOCKS["trial_days"], **values)], people=_PEOPLE, months=months, **poor))


def test_trial_days_are_paid_as_they_are_attended_and_once() -> None:
    """Eight days wanted, three of them free: 60 EUR for everybody who comes, in the month it comes."""
    finished = _trial()
    agents = finished.simulation.town.agents
    came = int((agents.was_user == 1).sum())
    assert came > 250
    assert finished.paid("trial_days").sum() == pytest.approx(3 * 20.0 * came)
    assert finished.spent("trial_days") == pytest.approx(finished.paid("trial_days").sum())
    assert finished.hub("vouchers_taken").sum() == finished.hub("vouchers").sum() == came
    assert not agents.voucher_used.any(), "a voucher may still be had"


def test_trial_days_pay_no_more_days_than_are_attended() -> None:
    finished = _trial(days=30)
    days, fees = finished.hub("days"), finished.hub("fees_eur")
    assert fees == pytest.approx(20.0 * days)
    assert finished.paid("trial_days")[0] == pytest.approx(fees[0]), "in the first month nobody pays"
    assert finished.spent("trial_days") == pytest.approx(finished.paid("trial_days").sum()), "the rest is back in the pot"


def test_who_used_a_hub_before_has_no_trial_days() -> None:
    finished = _trial(start=2)
    assert finished.hub("occasional")[1] > 250
    assert finished.paid("trial_days").sum() < 0.1 * 3 * 20.0 * finished.hub("occasional")[1]


def test_trial_days_bring_people_who_would_not_have_come() -> None:
    """And some stay: habit now speaks for the hub."""
    some = {**BARE_CHOICE, "alpha": -2.0, "beta_c": 30.0, "habit": 1.0, "seat_occasional": 0.001, "occasional_share": 1.0}
    without, with_days = (
        run(case(_WIDE, blocks=blocks, people=_PEOPLE, months=12, **some)) for blocks in ([], [with_values(BLOCKS["trial_days"], days=8)])
    )
    came = [int(one.simulation.town.agents.was_user.sum()) for one in (without, with_days)]
    assert came[1] > 1.5 * came[0]
    assert with_days.hub("occasional")[-1] > without.hub("occasional")[-1]
