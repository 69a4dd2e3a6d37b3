"""Entry: operators open where expected members exceed break-even, look only when it is time, and learn from failures."""

import numpy as np
import pytest

from model.month.entry import break_even_members
from model.names import OPEN, PLANNED
from tests.model.kernels import callable_kernel
from tests.model.month.towns import NOBODY_MOVES, Run, assert_same_rows, case, hub, run

_WILLING = {"alpha": 1.0, "entry_error": 0.0, **NOBODY_MOVES}
_ENTRANT = hub("mera", desks=12, opens="when_viable", opening_cash_eur=80_000)


def _opened(running: Run, name: str = "mera") -> int:
    return int(running.simulation.town.hubs.opened[running.prepared.hub_names.index(name)])


def test_an_operator_opens_where_demand_is() -> None:
    running = run(case(hub("adda"), _ENTRANT, people=(400, 200, 50), **_WILLING))
    assert _opened(running) == 0
    assert running.hub("state", "mera")[0] == OPEN
    assert running.hub("members", "mera")[-1] > 0


def test_nobody_opens_where_demand_is_not_and_nothing_else_changes() -> None:
    thin = {**_WILLING, "alpha": -6.0}
    without, running = (run(case(*hubs, people=(400, 200, 50), **thin)) for hubs in ((hub("adda"),), (hub("adda"), _ENTRANT)))
    assert _opened(running) == -1
    assert (running.hub("state", "mera") == PLANNED).all()
    np.testing.assert_array_equal(running.outcome.hub[:, :1], without.outcome.hub)
    np.testing.assert_array_equal(running.outcome.town, without.outcome.town)
    assert_same_rows(running.simulation.town.agents, without.simulation.town.agents)


@pytest.mark.parametrize("margin", [0.5, 1.0, 2.0, 4.0])
def test_the_margin_asked_for_decides(margin: float) -> None:
    """One number decides, so there is a margin below which an operator opens at once and above which it never does."""
    running = run(case(_ENTRANT, people=(150, 100, 0), months=1, **{**_WILLING, "alpha": -1.0, "habit": 0.0, "entry_margin": margin}))
    just_open = run(case(_ENTRANT, people=(150, 100, 0), months=1, **{**_WILLING, "alpha": -1.0, "habit": 0.0, "entry_margin": margin / 2}))
    assert _opened(just_open) >= _opened(running)


def test_operators_look_twice_a_year() -> None:
    """An error drawn anew at each look lets some open late, always in a month of looking."""
    wanted = {**_WILLING, "alpha": -1.2, "habit": 0.0, "entry_error": 0.6, "beta_n": 1.5}
    wavering = case(_ENTRANT, people=(150, 60, 0), months=60, **wanted)
    months = {_opened(run(wavering, seed)) for seed in range(12)} - {-1}
    assert len(months) > 1
    assert all(month % 6 == 0 for month in months)


def test_failures_teach() -> None:
    """A hub that closes at once makes the next operators expect less: with full learning nobody follows."""
    failing = hub("adda", opening_cash_eur=0, credit_eur=0, founders=0)
    late = hub("mera", desks=12, opens="when_viable", opening_cash_eur=80_000)
    figures = {**_WILLING, "alpha": 0.0, "entry_error": 0.5, "aware_at_opening": 0.0, "awareness_promotion": 0.0, "awareness_event": 0.0}
    opened = {
        learning: sum(_opened(run(case(failing, late, people=(260, 100, 0), months=48, **figures, entry_learning=learning), seed)) > 0
                      for seed in range(10))
        for learning in (0.0, 1.0)
    }
    assert opened[1.0] == 0
    assert opened[0.0] >= 0


def test_break_even_is_fixed_cost_over_the_margin_of_a_member() -> None:
    running = run(case(hub("adda", desks=14, offices=0), months=1))
    p, plan = running.prepared.parameters.record()[0], running.prepared.specs
    fixed = 14 * plan[0].m2_desk * (plan[0].rent_eur_m2 + plan[0].utilities_eur_m2) + plan[0].host_fte * plan[0].host_cost_eur
    fixed += plan[0].events * p.event_cost_eur
    fee = p.entry_flex * plan[0].price_flex + (1 - p.entry_flex) * plan[0].price_fixed
    needed = callable_kernel(break_even_members)(running.simulation.town, 0)
    assert needed == pytest.approx(fixed / (fee * (1 + p.ancillary) - p.variable_cost_eur))
