"""Firms: needs arise by size and digital maturity, clients come and go, the advisory desk reaches who asks for it."""

import numpy as np
import pytest

from model.names import FIRM
from model.parameters import CATALOGUE, TABLES
from tests.model.month.towns import BLOCKS, FROZEN, UNWANTED, Run, binomial_error, by_month, case, hub, run, with_values

_DEFAULT = {name: parameter.default for name, parameter in CATALOGUE.items()}
_RICH = hub(opening_cash_eur=1e8, may_downsize=False, host_fte=1.0, events_per_month=2.0)
_ALIVE = {"firm_death": 1e-9, **UNWANTED}


def test_needs_appear_by_size_and_digital_maturity() -> None:
    finished = run(case(_RICH, people=(0, 0, 3_000), months=24, need_rate=0.03, need_met_outside=0.0, need_lapses=0.0, **_ALIVE))
    people, agents = finished.simulation.world.people, finished.simulation.town.agents
    chance = np.minimum(1.0, 0.03 * TABLES["size_needs"].default[0, people.size] * people.digital / TABLES["size_digital"].default[0, 1])
    share = 1.0 - (1.0 - chance) ** 24
    assert agents.need_count.max() == 1, "a need that nobody meets stays open"
    for size in range(3):
        group = people.size == size
        assert abs((agents.need[group] >= 0).sum() - share[group].sum()) < 4.5 * np.sqrt((share * (1 - share))[group].sum())


def test_what_firms_lack_follows_the_table() -> None:
    finished = run(case(_RICH, people=(0, 0, 4_000), months=12, need_rate=0.5, need_met_outside=0.0, need_lapses=0.0, **_ALIVE))
    needs = finished.simulation.town.agents.need
    needs = needs[needs >= 0]
    for field, share in enumerate(TABLES["need_fields"].default[0]):
        assert abs((needs == field).sum() - len(needs) * share) < binomial_error(len(needs), share)


def test_open_needs_are_met_outside_or_given_up_in_proportion() -> None:
    finished = run(case(_RICH, people=(0, 0, 3_000), months=60, need_rate=0.2, client_rate=0.0, **_ALIVE))
    outside, lapsed = finished.town("needs_outside").sum(), finished.town("needs_lapsed").sum()
    share = _DEFAULT["need_met_outside"] / (_DEFAULT["need_met_outside"] + _DEFAULT["need_lapses"])
    assert abs(outside - share * (outside + lapsed)) < binomial_error(outside + lapsed, share)
    appeared = finished.simulation.town.agents.need_count.sum()
    assert appeared == outside + lapsed + (finished.simulation.town.agents.need >= 0).sum(), "every need ends once"


def test_persons_have_no_needs(busy: Run) -> None:
    agents, kind = busy.simulation.town.agents, busy.simulation.world.people.kind
    assert (agents.need[kind != FIRM] == -1).all()
    assert not agents.need_count[kind != FIRM].any()


def test_clients_are_firms_that_know_the_hub_and_come_with_a_need() -> None:
    before = None
    joined = 0
    scenario = case(_RICH, people=(50, 50, 400), months=36, client_rate=0.3, need_rate=0.2, firm_death=0.01, client_load=0.0)
    for _, running in by_month(scenario):
        agents, ties, pairs = running.simulation.town.agents, running.simulation.town.ties, running.simulation.town.pairs
        client = agents.client_hub == 0
        assert pairs.aware[np.isin(ties.agent, np.nonzero(client)[0])].all()
        if before is not None:
            new = client & (before < 0)
            joined += int(new.sum())
        before = agents.client_hub.copy()
    assert joined > 30


def test_firms_turn_to_a_near_hub_rather_than_to_a_far_one() -> None:
    """Among firms that know the hub and lack something, those farther away become clients less often, as the weight of minutes says."""
    known = {"aware_at_opening": 1.0, "forgetting": 0.0, "near_min": 60.0, "need_rate": 1.0, "need_met_outside": 0.0, "need_lapses": 0.0}
    rates = {"client_rate": 0.02, "client_lapses": 0.0, "client_load": 0.0, "encounter_rate": 0.0}
    everywhere = run(case(_RICH, people=(0, 0, 3_000), months=12, **known, **rates, **_ALIVE))
    faded = run(case(_RICH, people=(0, 0, 3_000), months=12, **{**known, "near_min": 8.0, "distance_fade": 0.1}, **rates, **_ALIVE))
    minutes = everywhere.simulation.town.ties.minutes
    near, far = minutes < 12, minutes > 18
    clients = {run_: running.simulation.town.agents.client_hub == 0 for run_, running in (("all", everywhere), ("faded", faded))}
    assert clients["all"][far].mean() == pytest.approx(clients["all"][near].mean(), rel=0.3)
    assert 0 < clients["faded"][far].mean() < 0.6 * clients["faded"][near].mean()


@pytest.mark.parametrize("load", [0.0, 0.5])
def test_a_community_keeps_up_with_so_many_clients(load: float) -> None:
    """Ten heads keep up with twenty clients at half a head each; without a bound hundreds come, heads or none."""
    founders = hub(desks=20, founders=10.0, offices=0, opening_cash_eur=1e8, may_downsize=False, host_fte=1.0, events_per_month=2.0)
    eager = {"need_rate": 1.0, "client_rate": 0.01, "client_lapses": 0.0, "encounter_rate": 0.0}
    parameters = {**FROZEN, **eager, "client_load": load, "aware_at_opening": 1.0, "distance_fade": 0.0, "forgetting": 0.0}
    clients = run(case(founders, people=(40, 0, 800), months=24, **parameters)).hub("clients")
    if load:
        assert clients[0] == 0, "nobody was there last month"
        assert 15 <= clients[-1] <= 25
    else:
        assert clients[-1] > 60


@pytest.mark.parametrize("quality", [{"host_fte": 0.0, "events_per_month": 0.0}, {"host_fte": 1.0, "events_per_month": 2.0}])
def test_a_hub_without_host_or_events_attracts_no_client(quality: dict[str, float]) -> None:
    finished = run(case({**_RICH, **quality, "founders": 4.0}, people=(50, 50, 400), aware_at_opening=1.0, client_rate=0.3, need_rate=0.2))
    assert bool(finished.hub("clients").sum()) == bool(quality["host_fte"])


def _desk(months: int = 24, firms: int = 1_500, **parameters: float) -> Run:
    desk = with_values(BLOCKS["advisory_desk"], slots_per_month=2_000.0)
    return run(
        case(
            _RICH,
            blocks=[desk],
            people=(0, 0, firms),
            months=months,
            **{**_ALIVE, "awareness_promotion": 0.0, "aware_at_opening": 0.0, "awareness_event": 0.0, "forgetting": 0.0, **parameters},
        )
    )


def test_demand_for_advice_ripens_by_size() -> None:
    finished = _desk(advice_demand=0.02)
    people, advised = finished.simulation.world.people, finished.simulation.town.agents.advised > 0
    for size in range(3):
        share = 1.0 - np.exp(-0.02 * 24 * TABLES["size_advice"].default[0, size])
        group = people.size == size
        assert abs(advised[group].sum() - group.sum() * share) < binomial_error(group.sum(), share)
    assert finished.hub("advised").sum() == advised.sum(), "each firm once"


def test_sessions_make_the_hub_known_and_some_firms_go_on() -> None:
    finished = _desk(advice_demand=0.2)
    sessions = finished.hub("advised").sum()
    aware = finished.hub("aware_firms")[-1]
    assert abs(aware - _DEFAULT["advice_awareness"] * sessions) < binomial_error(sessions, _DEFAULT["advice_awareness"])
    assert abs(finished.hub("follow_on").sum() - _DEFAULT["advice_follow_on"] * sessions) < binomial_error(
        sessions, _DEFAULT["advice_follow_on"]
    )
    second = (finished.simulation.town.agents.advised == 2).sum()
    assert abs(second - _DEFAULT["advice_second_hour"] * sessions) < binomial_error(sessions, _DEFAULT["advice_second_hour"])


def test_sessions_bring_needs_to_light() -> None:
    hidden = {"need_rate": 0.0, "advice_demand": 1.0, "encounter_rate": 0.0, "need_met_outside": 0.0, "need_lapses": 0.0}
    finished = _desk(months=24, **hidden)
    sessions = finished.hub("advised").sum()
    share = 1.0 - (1.0 - _DEFAULT["advice_second_hour"]) * (1.0 - _DEFAULT["advice_need"])
    found = (finished.simulation.town.agents.need >= 0).sum()
    assert abs(found - share * sessions) < binomial_error(sessions, share)


def test_the_desk_sees_no_more_firms_than_it_has_slots() -> None:
    desk = with_values(BLOCKS["advisory_desk"], slots_per_month=3.0)
    finished = run(case(_RICH, blocks=[desk], people=(0, 0, 500), months=12, advice_demand=1.0, request_lapses=100.0, **_ALIVE))
    assert (finished.hub("advised") == 3).all()


@pytest.mark.parametrize("lapses", [3.0, 100.0])
def test_requests_wait_in_the_order_in_which_they_were_made(lapses: float) -> None:
    """The firm received is the one that asked first, of those whose requests are not too old; nobody asks twice."""
    desk = with_values(BLOCKS["advisory_desk"], slots_per_month=1.0)
    scenario = case(_RICH, blocks=[desk], people=(0, 0, 60), months=24, advice_demand=0.06, request_lapses=lapses, **_ALIVE)
    monthly, lapsed = -np.log1p(-0.06), set()
    asked, received = np.empty(0), np.zeros(60, dtype=bool)
    for month, running in by_month(scenario, seed=3):
        agents, people = running.simulation.town.agents, running.simulation.world.people
        if month == 0:
            asked = agents.advice_at / TABLES["size_advice"].default[0, people.size] / monthly  # months after the desk opened
        waits = ~received & (asked <= month + 1) & (month + 1 - asked < lapses)
        lapsed |= set(np.nonzero(~received & (month + 1 - asked >= lapses))[0])
        new = (agents.advised > 0) & ~received
        assert new.sum() == min(1, waits.sum())
        assert not waits.any() or new[np.nonzero(waits)[0][np.argmin(asked[waits])]]
        received |= new
    assert received.sum() > 10
    assert bool(lapsed) == (lapses == 3.0)


def test_more_slots_reach_the_same_firms_and_more() -> None:
    reached = []
    for slots in (1.0, 400.0):
        desk = with_values(BLOCKS["advisory_desk"], slots_per_month=slots)
        finished = run(case(_RICH, blocks=[desk], people=(0, 0, 300), months=36, advice_demand=0.01, **_ALIVE))
        reached.append(finished.simulation.town.agents.advised > 0)
    assert reached[1].sum() > reached[0].sum() > 0
    assert not (reached[0] & ~reached[1]).any()


def test_advice_loosens_the_habit_of_firms() -> None:
    """The same firms, the same offices: advised ones join a little more easily."""
    offices = hub(desks=10, offices=300, opening_cash_eur=1e8, may_downsize=False, host_fte=1.0)
    wanted = {
        "people": (0, 0, 600),
        "months": 36,
        "aware_at_opening": 1.0,
        "forgetting": 0.0,
        "plan_office": 0.0,
        "alpha": 1.5,
        "habit": 4.0,
        "advice_demand": 1.0,
        "advice_need": 0.0,
        "advice_second_hour": 0.0,
        "advice_trust": 0.0,
        "client_rate": 0.0,
        "firm_death": 1e-9,
        "distance_fade": 0.0,  # everybody knows the hub, with or without a session
    }
    plain = run(case(offices, **wanted))
    desk = with_values(BLOCKS["advisory_desk"], slots_per_month=2_000.0)
    advised = run(case(offices, blocks=[desk], advice_habit_cut=0.6, **wanted))
    uncut = run(case(offices, blocks=[desk], advice_habit_cut=0.0, **wanted))
    assert advised.hub("joins").sum() > 1.1 * plain.hub("joins").sum()
    np.testing.assert_array_equal(uncut.hub("tenants"), plain.hub("tenants"))
