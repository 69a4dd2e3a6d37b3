"""Mobility: people leave at the monthly hazard of their traits and ties, places are taken again, firms close and are born."""

import numpy as np
import pytest

from model.columns import ACTIVE, MADE
from model.names import EMPLOYEE, FIRM
from model.parameters import CATALOGUE, TABLES
from tests.model.month.towns import FROZEN, NO_CONTACTS, UNWANTED, Run, binomial_error, by_month, case, hub, run

_DEFAULT = {name: parameter.default for name, parameter in CATALOGUE.items()}
_RICH = hub(opening_cash_eur=1e8, may_downsize=False)
_NO_PULL = {"leave_wage": 0.0, "leave_age": 0.0, "leave_contacts": 0.0, "leave_collaborations": 0.0, "leave_member": 0.0}


def _town(months: int = 24, people: tuple[int, int, int] = (2_000, 1_000, 1_000), **parameters: float) -> Run:
    return run(case(_RICH, months=months, people=people, **{**UNWANTED, **parameters}))


def test_without_pull_or_tie_people_leave_at_the_base_rate() -> None:
    finished = _town(leave_rate=0.02, vacancy_months=1e6, **_NO_PULL)
    left = finished.town("left").sum()
    # a threshold met at any time of a month: 1 - exp(-rate) a month, from the month after the first
    share = 1.0 - np.exp(-0.02 * 23)
    assert abs(left - 3_000 * share) < binomial_error(3_000, share)
    assert finished.town("vacant")[-1] == left


def test_age_wage_and_contacts_act_as_a_logit() -> None:
    rate, horizon = 0.01, 24
    parameters = {"leave_rate": rate, "vacancy_months": 1e6, "leave_wage": 2.0, "leave_age": 0.9, "leave_contacts": 0.5}
    finished = _town(horizon, people=(3_000, 0, 0), **parameters)
    people, gap = finished.simulation.world.people, finished.prepared.wage_gap[0]
    assert gap > 0.0
    logit = np.log(rate / (1.0 - rate)) + 2.0 * gap + 0.9 * (1.0 - people.age) - 0.5 * np.diff(people.contact_start) / 10.0
    share = 1.0 - np.exp(-(horizon - 1) / (1.0 + np.exp(-logit)))
    gone = finished.simulation.town.agents.resident == 0
    for age in range(3):
        group = people.age == age
        assert abs(gone[group].sum() - share[group].sum()) < 4.5 * np.sqrt((share * (1 - share))[group].sum())


def test_firms_close_by_size() -> None:
    finished = _town(24, people=(0, 0, 4_000), firm_death=0.02, vacancy_months=1e6)
    size, gone = finished.simulation.world.people.size, finished.simulation.town.agents.resident == 0
    for klass in range(3):
        share = 1.0 - np.exp(-0.02 * TABLES["size_death"].default[0, klass] * 23)
        assert abs(gone[size == klass].sum() - (size == klass).sum() * share) < binomial_error((size == klass).sum(), share)
    assert finished.town("firm_deaths").sum() == gone.sum()


@pytest.mark.parametrize("months", [1.0, 6.0])
def test_places_left_are_taken_again_after_the_mean_vacancy(months: float) -> None:
    finished = _town(120, people=(1_000, 0, 0), leave_rate=0.03, vacancy_months=months, **_NO_PULL)
    late = slice(60, None)
    assert finished.town("vacant")[late].mean() / finished.town("left")[late].mean() == pytest.approx(months, rel=0.08)


def test_returns_and_newcomers_share_the_places() -> None:
    finished = _town(60, leave_rate=0.03, vacancy_months=3.0, return_share=0.4)
    returned, newcomers = finished.town("returned").sum(), finished.town("newcomers").sum()
    assert abs(returned - 0.4 * (returned + newcomers)) < binomial_error(returned + newcomers, 0.4)
    assert finished.town("firm_births").sum() > 0, "a closed firm is always followed by a new one"


def test_who_returns_is_the_same_person_and_a_newcomer_is_not() -> None:
    before, checked = None, {"returned": 0, "newcomer": 0}
    for _, running in by_month(
        case(_RICH, people=(600, 0, 0), months=36, leave_rate=0.05, vacancy_months=2.0, return_share=0.5, **UNWANTED)
    ):
        agents = running.simulation.town.agents.copy()
        aware = running.simulation.town.pairs.aware.copy()
        if before is not None:
            back = (before[0].resident == 0) & (agents.resident == 1)
            same = back & (agents.generation == before[0].generation)
            new = back & ~same
            assert (agents.moves[back] == before[0].moves[back] + 1).all()
            assert (agents.generation[new] == before[0].generation[new] + 1).all()
            assert not aware[new].any(), "who comes new knows no hub yet"
            checked["returned"] += int(same.sum())
            checked["newcomer"] += int(new.sum())
        before = (agents.view(np.recarray), aware)
    assert min(checked.values()) > 50


def _held(months: int = 24, **parameters: float) -> np.recarray:
    """The founders of a hub nobody gives up, after two years in which some left the town."""
    place = hub(desks=200, offices=0, founders=200.0, opening_cash_eur=1e8, may_downsize=False)
    keep = {name: value for name, value in FROZEN.items() if name not in ("leave_rate", "firm_death")}
    mobile = {"leave_rate": 0.02, "encounter_rate": 0.0, "vacancy_months": 1e6, "leave_age": 0.0, "leave_wage": 0.0}
    return run(case(place, months=months, people=(200, 0, 0), **{**keep, **NO_CONTACTS, **mobile, **parameters})).simulation.town.agents


def test_membership_holds_and_its_absence_is_a_valid_model() -> None:
    free, held = _held(leave_member=0.0), _held(leave_member=0.35)
    assert (free.resident == 0).sum() > 20
    assert not ((held.resident == 0) & (free.resident == 1)).any(), "nobody leaves the sooner for being a member"
    both = (free.resident == 1) & (held.resident == 1)
    np.testing.assert_array_equal(free.leave_at[both], _held(months=1, leave_member=0.0).leave_at[both], err_msg="no tie, no delay")
    tied = 1.0 / (1.0 + np.exp(-np.log(0.02 / 0.98) + 0.35))
    # each month as a member puts leaving off by the share of the hazard that the tie takes away
    assert (held.leave_at - free.leave_at)[both] == pytest.approx(24 * (1.0 - tied / 0.02))


def test_who_leaves_gives_up_desk_voucher_waiting_and_collaborations() -> None:
    voucher = {"type": "voucher", "payer": "region", "share": 0.5, "months": 24}
    scenario = case(
        hub(desks=10, opening_cash_eur=1e7), blocks=[voucher], people=(300, 200, 100), alpha=1.0, leave_rate=0.04, encounter_rate=0.5
    )
    gone = 0
    for month, running in by_month(scenario, seed=3):
        agents = running.simulation.town.agents
        away = agents.resident == 0
        gone += int(away.sum())
        for name, nothing in (("hub", -1), ("plan", 0), ("voucher", -1), ("waiting", 0), ("client_hub", -1)):
            assert (agents[name][away] == nothing).all(), name
        links = running.simulation.town.links
        alive = links.row[links.active[: links.counts[ACTIVE]]]
        ended = away[alive.a] | away[alive.b]
        assert (alive.end[ended] <= month + 1).all()
    assert gone > 100


def test_a_newcomer_does_not_inherit_the_trust_of_who_was_there_before() -> None:
    """Trust makes former partners meet again at once; two people of whom one took a former partner's place are strangers."""
    place = hub(desks=40, founders=40.0, offices=0, opening_cash_eur=1e8, may_downsize=False)
    always_in = {
        "alpha": 50.0,
        "aware_at_opening": 1.0,
        "awareness_promotion": 1.0,
        "evaluation_rate": 0.0,
        "job_change": 0.0,
        "habit": 0.0,
    }
    moving = {"leave_rate": 0.03, "vacancy_months": 1.0, "return_share": 0.0}
    scenario = case(
        place, people=(40, 0, 0), months=120, trust_effect=1e6, encounter_rate=0.02, link_decay=0.9, **always_in, **moving, **NO_CONTACTS
    )
    partners: dict[tuple[int, int], set[tuple[int, int]]] = {}  # occupants, by place
    again, inherited, read = 0, 0, 0
    for _, running in by_month(scenario):
        generation, links = running.simulation.town.agents.generation, running.simulation.town.links
        for row in links.row[read : links.counts[MADE]]:
            places, occupants = (int(row.a), int(row.b)), (int(generation[row.a]), int(generation[row.b]))
            before = partners.setdefault(places, set())
            again += occupants in before
            inherited += bool(before) and occupants not in before
            before.add(occupants)
        read = int(links.counts[MADE])
    assert again > 100, "former partners meet again: the test has power"
    assert inherited < 10


def test_commuting_avoided_is_office_days_replaced_less_the_way_to_the_hub() -> None:
    place = hub(desks=300, offices=0, founders=200.0, opening_cash_eur=1e8, may_downsize=False)
    for month, running in by_month(case(place, months=4, people=(0, 300, 0), **FROZEN)):
        simulation = running.simulation
        people, users = simulation.world.people, running.users
        minutes = np.array([simulation.town.ties.minutes[simulation.town.ties.agent == i][0] for i in users])
        days = simulation.town.agents.days[users]
        saved = (1.0 - _DEFAULT["home_use"]) * people.commute_min[users]
        expected = (2.0 * days * (saved - minutes)).sum()
        assert (people.kind[users] == EMPLOYEE).all()
        assert running.town("commute_minutes_avoided")[month] == pytest.approx(expected)
        kg = expected * _DEFAULT["car_share"] * _DEFAULT["car_km_per_minute"] * _DEFAULT["car_co2_kg_km"]
        assert running.town("co2_kg_avoided")[month] == pytest.approx(kg)


def test_people_of_two_towns_are_counted_in_their_own() -> None:
    finished = run(case(towns=("sondrio", "pavia"), people=(50, 40, 30)))
    for town in ("sondrio", "pavia"):
        assert (finished.town("residents", town) + finished.town("vacant", town) == 90).all()
        assert (finished.town("firms", town) <= 30).all()
    assert (finished.simulation.world.people.kind == FIRM).sum() == 60
