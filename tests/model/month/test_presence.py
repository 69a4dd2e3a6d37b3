"""Presence: days attended are binomial with the plan's mean, and nobody comes more often than they may."""

import numpy as np
import pytest

from model.names import EMPLOYEE, FIRM, FIXED, FLEX, OCCASIONAL, OFFICE
from model.parameters import CATALOGUE
from tests.model.month.towns import FROZEN, Run, by_month, case, hub

_MEAN = {OCCASIONAL: "days_occasional", FLEX: "days_flex", FIXED: "days_fixed", OFFICE: "days_office"}
_PLACE = hub(
    desks=300, offices=60, offices_let_at_opening=60, founders=300.0, opening_cash_eur=1e8, events_per_month=1.0, may_downsize=False
)


def _days(
    people: tuple[int, int, int], months: int = 20, figures: dict | None = None, **parameters: float
) -> tuple[Run, list[np.recarray]]:
    """Users of a hub nobody leaves, month by month."""
    found = []
    for _, running in by_month(case({**_PLACE, **(figures or {})}, months=months, people=people, **{**FROZEN, **parameters})):
        found.append(running.simulation.town.agents[running.users].copy().view(np.recarray))
    return running, found


@pytest.mark.parametrize("plan", [FLEX, FIXED, OFFICE])
def test_days_are_binomial_with_the_mean_of_the_plan(plan: int) -> None:
    _, months = _days((600, 0, 200))
    days = np.concatenate([rows.days[rows.plan == plan] for rows in months])
    mean, n = CATALOGUE[_MEAN[plan]].default, 22
    assert len(days) > 500
    assert (days == np.floor(days)).all() and days.min() >= 0 and days.max() <= n
    variance = mean * (1.0 - mean / n)
    assert abs(days.mean() - mean) < 4.5 * np.sqrt(variance / len(days))
    assert days.var() == pytest.approx(variance, rel=0.15)


def test_days_of_a_person_differ_from_month_to_month() -> None:
    _, months = _days((600, 0, 0), months=3)
    first, second = months[0].days, months[1].days
    assert abs(np.corrcoef(first, second)[0, 1] - np.corrcoef(months[0].plan, months[1].plan)[0, 1]) > 0.05
    assert (first != second).mean() > 0.5


def test_employees_come_on_no_more_days_than_they_are_granted() -> None:
    running, months = _days((0, 800, 0))
    people = running.simulation.world.people
    granted = people.remote_days[running.users] * 22 / 5
    assert (people.kind[running.users] == EMPLOYEE).all()
    for rows in months:
        assert (rows.days <= granted + 1e-9).all()
    assert max((rows.days / granted).max() for rows in months) == pytest.approx(1.0)


def test_who_comes_every_day_does() -> None:
    _, months = _days((600, 0, 0), months=2, days_fixed=22.0)
    assert (months[0].days[months[0].plan == FIXED] == 22).all()


@pytest.mark.parametrize("events", [0.0, 1.0, 2.0, 8.0])
def test_events_are_attended_by_openness(events: float) -> None:
    running, months = _days((600, 0, 0), figures={"events_per_month": events})
    people = running.simulation.world.people
    chance = np.minimum(1.0, CATALOGUE["event_attendance"].default * people.openness[running.users] / CATALOGUE["openness_mean"].default)
    expected = 1.0 - (1.0 - chance) ** min(events, 2.0)
    came = np.sum([rows.at_event for rows in months], axis=0)
    total, spread = len(months) * expected.sum(), np.sqrt(len(months) * (expected * (1.0 - expected)).sum())
    assert abs(came.sum() - total) <= 4.5 * spread


def test_employees_attend_fewer_events() -> None:
    rates = {}
    for people in ((600, 0, 0), (0, 600, 0)):
        _, months = _days(people)
        rates[people] = np.mean([rows.at_event.mean() for rows in months])
    assert rates[0, 600, 0] / rates[600, 0, 0] == pytest.approx(CATALOGUE["event_attendance_employee"].default, abs=0.06)


def test_client_firms_drop_in_and_users_are_present_every_month() -> None:
    seen = []
    wanted = {
        "aware_at_opening": 1.0,
        "client_rate": 1.0,
        "client_load": 0.0,
        "client_lapses": 0.0,
        "need_rate": 0.3,
        "forgetting": 0.0,
        "habit": 1e9,
        "firm_death": 1e-9,
    }
    for month, running in by_month(
        case(hub(opening_cash_eur=1e6, host_fte=1.0, events_per_month=2.0), months=24, people=(60, 60, 300), **wanted)
    ):
        agents, kind = running.simulation.town.agents, running.simulation.world.people.kind
        clients = agents.client_hub == 0
        assert (kind[clients] == FIRM).all()
        if month >= 12:
            seen.append(agents.days[clients].copy())
    days = np.concatenate(seen)
    assert len(days) > 500
    assert days.mean() == pytest.approx(CATALOGUE["days_client"].default, rel=0.15)
