"""Calls for vouchers: who knows of one and finds it worth the trouble, what a call covers, and what it pays."""

import numpy as np
import pytest

from model.names import OCCASIONAL
from tests.model.month.towns import BARE_CHOICE, BLOCKS, Block, Run, assert_same, binomial_error, case, hub, run, with_values

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
