"""What a hub is worth, term by term: the terms are all there are, and the choice made is the one they say."""

import numpy as np
import pytest

from model.month import parts
from model.month.utility import crowding_of, days_wanted, habit_of, hub_utility, hub_worth, plan_utility
from model.month.weighing import HABIT, MAY_NOT, PRICE, TASTE, TERMS, TRAVEL, VOUCHER, weigh_hub
from model.names import EMPLOYEE, NO_PLAN
from tests.model.kernels import callable_kernel
from tests.model.month.towns import BLOCKS, Run, case, hub, run, start, with_values

_TWO = (hub(founders=4.0, specialisation="digital"), hub("mera", desks=6))
_LIVELY = {"alpha": 1.0, "aware_at_opening": 0.6, "encounter_rate": 1.0, "crowding_from": 0.1, "hub_appeal_spread": 0.5}


def _weighed(running: Run, h: int, t: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    town = running.simulation.town
    rows = np.flatnonzero(town.ties.hub == h)
    plans, terms, other = np.zeros(len(rows), dtype=np.int64), np.full((len(rows), len(TERMS)), np.nan), np.full(len(rows), -np.inf)
    weigh_hub(t, town, h, rows, plans, terms, other)
    return rows, plans, terms, other


def test_terms_add_up_to_the_utility_of_the_month() -> None:
    blocks = [BLOCKS["voucher"], BLOCKS["telework"], with_values(BLOCKS["lockdown"], start=13)]
    running = run(case(*_TWO, blocks=blocks, months=14, people=(150, 120, 60), **_LIVELY))
    town, t = running.simulation.town, 13
    worth, crowd, of_hub, of_plan, days_of, habit = map(
        callable_kernel, (hub_worth, crowding_of, hub_utility, plan_utility, days_wanted, habit_of)
    )
    met = set()
    for h in (0, 1):
        rows, plans, terms, _ = _weighed(running, h, t)
        assert (plans > NO_PLAN).sum() > 50
        for n in np.flatnonzero(plans > NO_PLAN):
            k, plan = int(rows[n]), int(plans[n])
            i = int(town.ties.agent[k])
            days = days_of(town.parameters[0], town.people, i, town.ties.minutes[k])
            value = of_hub(town, i, h, k, worth(town, h), crowd(town.parameters[0], town.hubs, h))
            discount = terms[n, VOUCHER] * town.people[i].income_eur / town.parameters[0].beta_c
            value += of_plan(town, i, h, k, plan, days, discount)
            assert terms[n].sum() - terms[n, TASTE] - terms[n, HABIT] == pytest.approx(value, abs=1e-9)
            if town.agents[i].hub in (-1, h) and town.agents[i].plan in (NO_PLAN, plan):
                assert abs(terms[n, HABIT]) == pytest.approx(habit(town, i), abs=1e-12)
                assert (terms[n, HABIT] > 0) == (town.agents[i].hub == h)
        chosen = terms[plans > NO_PLAN]
        assert (chosen[:, PRICE] < 0).all() and (chosen[:, TRAVEL] <= 0).all() and (chosen[:, VOUCHER] >= 0).all()
        met |= {name for name, column in zip(TERMS, chosen.T, strict=True) if column.any()}
    assert met == set(TERMS), "a term that is nothing everywhere is not looked at"


@pytest.mark.parametrize("others", [0.0, 3.0])
def test_who_chooses_does_what_the_terms_say(others: float) -> None:
    """Stopped between choosing and the giving of places, with everybody choosing every month."""
    figures = {**_LIVELY, "evaluation_rate": 1.0, "job_change": 0.0, "other_places_100k": others, "term_fixed": 0.0, "notice_months": 0.0}
    running = start(case(hub(desks=500, offices=0, opening_cash_eur=1e8), months=12, people=(300, 200, 0), **figures))
    simulation, looked_at, came, may_not = running.simulation, 0, 0, 0
    rows, priority, counts = np.empty((3, 500), dtype=np.int64), np.empty(500), np.zeros(2, dtype=np.int64)
    for t in range(12):
        counts[:] = 0
        parts.offer(t, simulation.town)
        parts.tell(t, simulation.town)
        parts.choose(0, 500, t, simulation.town, rows, priority, counts)
        agents, ties = simulation.town.agents, simulation.town.ties
        pairs, plans, terms, other = _weighed(running, 0, t)
        leavers = set(rows[2, : counts[1]].tolist())
        for k, plan, value, elsewhere in zip(pairs, plans, terms.sum(axis=1), other, strict=True):
            i = int(ties.agent[k])
            if plan == NO_PLAN:
                continue
            wants = agents.waiting[i] or (agents.plan[i] if agents.hub[i] >= 0 and i not in leavers else NO_PLAN)
            expected = plan if plan > NO_PLAN and value > 0 and not elsewhere > value else NO_PLAN
            assert wants == expected, (t, i)
            looked_at, came, may_not = looked_at + 1, came + (wants > NO_PLAN), may_not + (plan == MAY_NOT)
            assert plan != MAY_NOT or simulation.town.people[i].kind == EMPLOYEE
        parts.end(t, simulation.town, rows, priority, counts)
        simulation.month = t + 1
    assert looked_at > 1_000 and came > 100 and may_not > 100


def test_looking_changes_nothing() -> None:
    blocks = [BLOCKS["voucher"]]
    alone, looked_at = (start(case(*_TWO, blocks=blocks, months=10, **_LIVELY)) for _ in range(2))
    for t in range(10):
        alone.simulation.advance(1)
        looked_at.simulation.advance(1)
        _weighed(looked_at, 0, t)
    np.testing.assert_array_equal(alone.outcome.hub, looked_at.outcome.hub)
    np.testing.assert_array_equal(alone.simulation.town.agents, looked_at.simulation.town.agents)
