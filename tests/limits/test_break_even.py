"""Break-even members are fixed cost over the margin of a member: in the ledger, in the measure of break-even, in the rule of entry."""

import numpy as np
import pytest

from experiments.outcomes.measures import break_even_age
from experiments.outcomes.stacks import Stack
from model.month import entry
from tests.limits.closed_forms import logistic
from tests.model.kernels import callable_kernel
from tests.model.month.towns import BARE_CHOICE, FROZEN, Block, Run, case, hub, run

_break_even_members = callable_kernel(entry.break_even_members)

# whole euros and quarters, so that zero is zero to the last bit: a member brings 100 · 1.25 - 12 = 113 EUR
_PRICES = {"day": 10.0, "flex": 100.0, "fixed": 200.0, "office": 300.0}
_MARGIN = {"ancillary": 0.25, "variable_cost_eur": 12.0, "entry_flex": 1.0, "plan_fixed": -1e9, "days_flex": 22.0}
_BREAK_EVEN = 10


def _hub(**figures: object) -> Block:
    costs = {"rent_eur_m2": 10.0, "utilities_eur_m2": 0.0, "host_fte": 0.0, "events_per_month": 0.0, "works_eur": 0.0}
    place = {"desks": 20, "offices": 0, "m2": 113.0, "prices": _PRICES, "may_downsize": False, "may_expand": False}
    return hub(opening_cash_eur=50_000.0, **{**place, **costs, **figures})


def _with_members(members: int, **figures: object) -> Run:
    """Half a year of a hub with so many members for good."""
    return run(case(_hub(founders=float(members), **figures), months=6, people=(100, 0, 0), **FROZEN, **_MARGIN))


def _needed(finished: Run) -> float:
    return float(_break_even_members(finished.simulation.town, 0))


def test_at_break_even_a_hub_neither_gains_nor_loses() -> None:
    """Rent 1,130 EUR over a margin of 113: ten members. Net is 0 at ten, -113 at nine, 113 at eleven.

    Error: none, to the last bit; a cent is noticed.
    """
    for members in (_BREAK_EVEN - 1, _BREAK_EVEN, _BREAK_EVEN + 1):
        finished = _with_members(members)
        assert _needed(finished) == _BREAK_EVEN
        assert (finished.hub("members") == members).all()
        assert (finished.hub("net_eur") == 113.0 * (members - _BREAK_EVEN)).all()


def test_the_measure_of_break_even_agrees() -> None:
    """The first three months that together do not lose: age 3 from ten members on, never below. Error: none."""
    ages = []
    for members in (_BREAK_EVEN - 1, _BREAK_EVEN, _BREAK_EVEN + 1):
        finished = _with_members(members)
        stack = Stack.empty(finished.prepared, "baseline", 1)
        stack.hub[:, 0] = np.moveaxis(finished.outcome.hub, 2, 0)
        ages.append(break_even_age(stack)[0, 0])
    np.testing.assert_array_equal(ages, [np.nan, 3.0, 3.0])


def test_works_and_a_host_move_break_even_by_what_they_cost() -> None:
    """A host and events enter the fixed cost of the rule; the instalment of the works does not, and is what the hub loses at `needed`.

    Error: a cent.
    """
    costs = {"host_fte": 0.5, "host_cost_eur": 1_130.0, "events_per_month": 1.0, "works_eur": 10_000.0}
    finished = run(case(_hub(founders=16.0, **costs), months=6, people=(100, 0, 0), **FROZEN, **_MARGIN, event_cost_eur=113.0))
    assert _needed(finished) == pytest.approx(16.0)
    assert finished.hub("net_eur") == pytest.approx(-finished.hub("debt_eur"), abs=0.005)
    assert finished.hub("debt_eur")[0] > 50.0


def _opens(margin: float, people: int, **figures: float) -> bool:
    parameters = {**BARE_CHOICE, **_MARGIN, "entry_error": 0.0, "entry_margin": margin, **figures}
    place = {**_hub(), "opens": "when_viable"}
    return bool(run(case(place, months=1, people=(people, 0, 0), **parameters)).simulation.town.hubs.opened[0] == 0)


@pytest.mark.parametrize(("alpha", "habit", "people"), [(-1.5, 1.0, 300), (0.0, 2.0, 150), (0.5, 0.0, 90)])
def test_an_operator_opens_if_the_expected_members_reach_the_margin_over_break_even(alpha: float, habit: float, people: int) -> None:
    """N people would spend a / (a + b) of the time inside, a = logistic(α - κ), b = logistic(-α - κ), and a share A will know: with no
    error of judgement the hub opens if and only if A N a / (a + b) ≥ margin · needed. Error: one part in 10⁹ either side.
    """
    aware = 0.25
    inside, outside = logistic(alpha - habit), logistic(-alpha - habit)
    margin = float(aware * people * inside / (inside + outside)) / _BREAK_EVEN
    figures = {"alpha": alpha, "habit": habit, "entry_awareness": aware}
    assert _opens(margin * (1.0 - 1e-9), people, **figures)
    assert not _opens(margin * (1.0 + 1e-9), people, **figures)


def test_an_operator_counts_on_no_more_members_than_its_desks_hold() -> None:
    """Twenty desks of two flex members are 40 members, four times those needed, however many would come. Error: one part in 10⁹."""
    crowd = {"alpha": 3.0, "entry_awareness": 1.0, "seat_flex": 0.5}
    assert _opens(4.0 * (1.0 - 1e-9), 500, **crowd)
    assert not _opens(4.0 * (1.0 + 1e-9), 500, **crowd)
