"""Presence: days attended are those wanted, whatever the plan, and nobody comes more often than they may."""

import numpy as np
import pytest

from model.names import EMPLOYEE, FIRM, FIXED, FLEX, OFFICE
from model.parameters import CATALOGUE
from tests.model.month.towns import FROZEN, Run, by_month, case, hub

_PLACE = hub(
    desks=300, offices=60, offices_let_at_opening=60, already_open={"months": 1, "flex": 200, "fixed": 100}, opening_cash_eur=1e8,
    events_per_month=1.0, may_downsize=False,
)


def _days(
    people: tuple[int, int, int], months: int = 20, figures: dict | None = None, **parameters: float
) -> tuple[Run, list[np.recarray]]:
    """Users of a hub nobody leaves, month by month."""
    found = []
    for _, running in by_month(case({**_PLACE, **(figures or {})}, months=months, people=people, **{**FROZEN, **parameters})):
        found.append(running.simulation.town.agents[running.users].copy().view(np.recarray))
    return running, found


def test_days_are_those_each_person_wants() -> None:
    """On average over the months, and never further from it than to the next whole day."""
    running, months = _days((600, 400, 0))
    people, users, ties = running.simulation.world.people, running.users, running.simulation.town.ties
    minutes = np.array([ties.minutes[ties.start[i]] for i in users])
    granted = np.where(people.kind[users] == EMPLOYEE, people.remote_days[users] * 22 / 5, 22.0)
    need = people.room_need[users] * 22 * np.exp(-CATALOGUE["days_fade"].default * minutes)
    wanted = np.minimum(np.maximum(1.0, need), granted)
    days = np.array([rows.days for rows in months])
    assert (np.abs(days - wanted) < 1.0).all()
    part = wanted - np.floor(wanted)
    assert np.abs(days.mean(axis=0) - wanted).max() < 0.5
    assert abs((days - wanted).sum()) < 4.5 * np.sqrt(len(months) * (part * (1.0 - part)).sum())
    assert wanted.std() > 3.0


def test_tenants_come_on_the_days_of_an_office() -> None:
    _, months = _days((1, 0, 200))
    days = np.concatenate([rows.days[rows.plan == OFFICE] for rows in months])
    assert len(days) > 500
    assert (days == CATALOGUE["days_office"].default).all()


def test_days_do_not_ask_for_the_plan() -> None:
    _, months = _days((600, 0, 0), months=3, room_need_mean=0.5, room_need_spread=0.0, own_room_share=0.0, days_fade=0.0, plan_nest=1.0)
    assert {FLEX, FIXED} <= set(months[0].plan.tolist())
    assert all((rows.days == 11).all() for rows in months)


def test_employees_come_on_no_more_days_than_they_are_granted() -> None:
    running, months = _days((0, 800, 0))
    people = running.simulation.world.people
    granted = people.remote_days[running.users] * 22 / 5
    assert (people.kind[running.users] == EMPLOYEE).all()
    for rows in months:
        assert (rows.days < granted + 1.0).all()  # a part of a day is a whole one in some months
    mean = np.mean([rows.days for rows in months], axis=0)
    assert (mean[granted == 4.4] <= 4.4 + 4.5 * np.sqrt(0.24 / len(months))).all()
    assert mean[granted == 4.4].mean() > 4.0


def test_who_comes_every_day_does() -> None:
    _, months = _days((600, 0, 0), months=2, room_need_mean=1.0, room_need_spread=0.0, days_fade=0.0)
    assert (months[0].days == 22).all()


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
