"""Terms and notice: a fixed desk or an office is paid to its end, and flex ends by the month."""

import numpy as np
import pytest

from model.columns import NEVER
from model.names import FIXED
from tests.model.month.towns import BARE_CHOICE, by_month, case, hub, run

_WIDE = hub(desks=2_000, offices=200, opening_cash_eur=1e8, may_downsize=False, may_expand=False)
_FIXED_ONLY = {"plan_occasional": -1e9, "plan_fixed": 1e3, "alpha": -1e3}
_PEOPLE = (400, 0, 0)


def _stays(term: float, notice: float, **parameters: float) -> list[int]:
    """Months from joining to leaving of all who left, where everybody weighs the hub anew each month."""
    figures = {**BARE_CHOICE, **_FIXED_ONLY, "taste_persistence": 0.0, "term_fixed": term, "notice_months": notice, **parameters}
    joined: dict[int, int] = {}
    stays = []
    for month, running in by_month(case(_WIDE, months=20, people=_PEOPLE, **figures)):
        now = set(running.users.tolist())
        stays += [month - joined.pop(i) for i in list(joined) if i not in now]
        joined |= {i: month for i in now if i not in joined}
    return stays


def test_a_fixed_desk_is_kept_for_its_term() -> None:
    free, bound = _stays(0, 0), _stays(5, 0)
    assert min(free) == 1
    assert min(bound) == 5
    assert len(bound) > 100


def test_notice_is_served() -> None:
    assert min(_stays(0, 2)) == 3  # in for a month, then two of notice


def test_flex_ends_by_the_month() -> None:
    assert min(_stays(5, 3, plan_fixed=-1e9, alpha=0.0)) == 1


def test_who_changes_its_mind_takes_the_notice_back() -> None:
    figures = {**BARE_CHOICE, **_FIXED_ONLY, "taste_persistence": 0.0, "term_fixed": 6.0}
    before: dict[int, int] = {}
    withdrawn = 0
    for _, running in by_month(case(_WIDE, months=10, people=_PEOPLE, **figures)):
        agents = running.simulation.town.agents
        noticed = {int(i): int(agents.ends[i]) for i in running.users if agents.ends[i] < NEVER}
        withdrawn += sum(i not in noticed and agents.hub[i] >= 0 for i in before)
        assert all(noticed[i] <= before[i] for i in noticed if i in before), "a notice given is not put off by another"
        before = noticed
    assert withdrawn > 20


def test_while_bound_nobody_changes_plan_or_hub() -> None:
    two = [_WIDE, {**_WIDE, "name": "mera"}]
    figures = {**BARE_CHOICE, "taste_persistence": 0.0, "alpha": 5.0, "plan_nest": 1.0, "term_fixed": 4.0}
    held: dict[int, tuple[int, int]] = {}
    moved = 0
    for month, running in by_month(case(*two, months=12, people=_PEOPLE, **figures)):
        agents = running.simulation.town.agents
        for i, (h, until) in held.items():
            if month < until and agents.hub[i] >= 0:
                assert (agents.hub[i], agents.plan[i]) == (h, FIXED)
            moved += agents.hub[i] >= 0 and (agents.hub[i], agents.plan[i]) != (h, FIXED)
        held = {int(i): (int(agents.hub[i]), int(agents.bound[i])) for i in np.flatnonzero(agents.plan == FIXED)}
    assert moved > 20


def test_offices_are_let_for_their_own_term() -> None:
    figures = {**BARE_CHOICE, "alpha": 1.0, "plan_office": 0.0, "taste_persistence": 0.0, "term_office": 9.0, "plan_fixed": -1e9,
               "plan_occasional": -1e9, "hub_nest": 0.5}
    finished = run(case(_WIDE, months=9, people=(1, 0, 300), **figures))
    assert finished.hub("leaves_fixed").sum() == 0
    assert finished.hub("tenants")[-1] > 100
    later = run(case(_WIDE, months=14, people=(1, 0, 300), **figures))
    assert later.hub("leaves_fixed").sum() > 20


@pytest.mark.parametrize("plan", ["term_fixed", "term_office", "notice_months"])
def test_terms_are_in_whole_months(plan: str) -> None:
    figures = {**BARE_CHOICE, **_FIXED_ONLY, "taste_persistence": 0.0, "plan_office": 0.0}
    whole, part = (run(case(_WIDE, months=12, people=(150, 0, 100), **{**figures, plan: value})) for value in (2.0, 2.9))
    np.testing.assert_array_equal(whole.outcome.hub, part.outcome.hub)
