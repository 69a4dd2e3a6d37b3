"""Break-even by hand: what a hub must pay whatever its members, over what a member leaves it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.questions.break_even import to_open, to_stay
from model.names import CLOSED, OPEN
from tests.experiments.stand_ins import MakeStack

MONTHS = 30


def books(make_stack: MakeStack, members: np.ndarray, **lines: float):
    """A hub with the same costs each month; a member pays 120 and costs 20."""
    always = np.ones_like(members)
    series = {name: always * value for name, value in lines.items()}
    return make_stack(members=members, fees_eur=120 * members, variable_eur=20 * members, **series)


@pytest.fixture
def members() -> np.ndarray:
    return np.tile(np.array([[8.0], [9.0], [11.0], [12.0]]), (1, MONTHS))


def test_to_open_pays_the_loan_and_to_stay_does_not(make_stack: MakeStack, members: np.ndarray) -> None:
    stack = books(make_stack, members, rent_eur=600, utilities_eur=200, host_eur=500, events_eur=100, debt_eur=300)
    opening, staying = to_open(stack, 0), to_stay(stack, 0, 24)
    assert opening.each == pytest.approx([17.0] * 4)  # 1,700 EUR over 120 - 20
    assert staying.each == pytest.approx([14.0] * 4)
    assert opening.members.value == pytest.approx(17.0) and opening.eur_month.value == pytest.approx(1_700)
    assert staying.margin_eur.value == pytest.approx(100)


def test_works_and_space_given_up_are_paid_to_open_only(make_stack: MakeStack, members: np.ndarray) -> None:
    stack = books(make_stack, members, rent_eur=1_000, works_eur=100, notice_eur=50)
    assert to_open(stack, 0).each == pytest.approx([11.5] * 4)
    assert to_stay(stack, 0, 24).each == pytest.approx([10.0] * 4)


def test_public_money_in_cash_leaves_less_to_members_and_the_owners_does_not(make_stack: MakeStack, members: np.ndarray) -> None:
    assert to_stay(books(make_stack, members, rent_eur=1_000, subsidy_eur=400, owner_eur=300), 0, 24).each == pytest.approx([6.0] * 4)
    assert to_stay(books(make_stack, members, rent_eur=1_000, subsidy_eur=4_000), 0, 24).each == pytest.approx([0.0] * 4)


def test_to_stay_is_judged_by_the_last_year_a_hub_lived(make_stack: MakeStack) -> None:
    members = np.full((2, MONTHS), 10.0)
    rent = np.full((2, MONTHS), 1_000.0)
    rent[:, 12:24] = 700.0  # it gives up space after a year
    state = np.full((2, MONTHS), float(OPEN))
    members[1, 12:], state[1, 12:] = 0.0, CLOSED
    stack = make_stack(members=members, fees_eur=120 * members, variable_eur=20 * members, rent_eur=rent, state=state)
    assert to_stay(stack, 0, 24).each == pytest.approx([7.0, 10.0])  # the second closed before the rent fell
    assert to_stay(stack, 0, 18).each == pytest.approx([8.5, 10.0])


def test_a_hub_without_members_or_margin_has_no_break_even(make_stack: MakeStack) -> None:
    nobody, none = np.zeros((2, MONTHS)), np.full((2, MONTHS), 5.0)
    assert np.isnan(to_stay(books(make_stack, nobody, rent_eur=1_000), 0, 24).each).all()
    dear = make_stack(members=none, fees_eur=20 * none, variable_eur=20 * none, rent_eur=np.full((2, MONTHS), 1_000.0))
    found = to_open(dear, 0)
    assert np.isnan(found.each).all() and np.isnan(found.members).all()


@given(st.integers(0, 12), st.floats(100, 5_000), st.floats(1, 40))
def test_later_hubs_are_judged_by_their_own_months(opens: int, rent: float, number: float) -> None:
    from tests.experiments.stand_ins import make_stack

    life = (np.arange(MONTHS) >= opens).astype(float)
    members = np.tile(number * life, (2, 1))
    stack = make_stack(opens=(opens,), members=members, fees_eur=150 * members, rent_eur=np.tile(rent * life, (2, 1)))
    assert to_open(stack, 0).each == pytest.approx([rent / 150] * 2)
    assert to_stay(stack, 0, 12).each == pytest.approx([rent / 150] * 2)
