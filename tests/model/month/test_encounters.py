"""Encounters: how many collaborations a pair makes, and that a large hub does not give each member ever more."""

import numpy as np
import pytest

from model.columns import MADE
from model.month import encounters
from model.names import FIRM
from model.parameters import CATALOGUE, TABLES
from tests.model.kernels import callable_kernel
from tests.model.month.towns import EIGHT_DAYS, FROZEN, NO_CONTACTS, Run, case, hub, run

_DEFAULT = {name: parameter.default for name, parameter in CATALOGUE.items()}


def _community(members: int, months: int = 24, seed: int = 1, figures: dict | None = None, **parameters: float) -> Run:
    """A hub whose founders stay, and nobody else comes."""
    place = hub(desks=max(120, members), offices=0, founders=float(members), opening_cash_eur=1e7, may_downsize=False, **(figures or {}))
    return run(case(place, months=months, people=(400, 0, 0), **{**FROZEN, **NO_CONTACTS, **parameters}), seed)


def _new(finished: Run) -> float:
    return float(sum(finished.hub(name).sum() for name in ("new_person_person", "new_person_firm", "new_firm_firm")))


def _rate(members: int, **parameters: float) -> float:
    """New collaborations a member and month, all links being gone at once so that no pair is taken."""
    runs = [_community(members, seed=seed, link_decay=1.0, trust_effect=0.0, **parameters) for seed in range(6)]
    return sum(2 * _new(one) for one in runs) / sum(one.hub("members").sum() for one in runs)


def _distance(f: int, g: int) -> float:
    skills = TABLES["skills"].default
    return float(1.0 - skills[f] @ skills[g] / np.linalg.norm(skills[f]) / np.linalg.norm(skills[g]))


def _matches(running: Run, rows: np.ndarray) -> np.ndarray:
    """The match of each pair of agents, from the text (ODD §7.10): places around their fields, the best distance, complements, openness."""
    people = running.simulation.world.people
    field = people.field[rows]
    skill = np.stack([people.skill_x[rows], people.skill_y[rows]]).astype(float)
    between_fields = np.array([[_distance(f, g) for g in field] for f in field])
    distance = np.sqrt(between_fields**2 + ((skill[:, :, None] - skill[:, None, :]) ** 2).sum(axis=0))
    gain = np.exp(-((distance - _DEFAULT["optimal_distance"]) ** 2) / (2 * _DEFAULT["distance_tolerance"] ** 2))
    return gain * TABLES["complementarity"].default[np.ix_(field, field)] * np.add.outer(people.openness[rows], people.openness[rows])


@pytest.mark.parametrize("spread", [0.0, 0.3])
def test_the_match_of_two_persons_is_the_formula_and_below_the_best_of_their_fields(spread: float) -> None:
    running = _community(40, months=1, skill_spread=spread)
    town, rows = running.simulation.town, running.users
    match = callable_kernel(encounters.match)
    found = np.array([[match(town, i, j) for j in rows] for i in rows])
    assert found == pytest.approx(_matches(running, rows))
    open_to = np.add.outer(town.people.openness[rows], town.people.openness[rows])
    assert (found / open_to <= town.derived.best_match[town.people.sector[rows]][:, None] * (1 + 1e-12)).all()


def test_places_around_a_field_let_two_of_it_fit_and_the_complementary_fit_better_still() -> None:
    """Two of one field had next to nothing to gain from each other; complementary pairs keep at least half as much again (F8)."""
    ratios = {}
    for spread in (0.0, _DEFAULT["skill_spread"]):
        running = _community(200, months=1, skill_spread=spread)
        rows = running.users
        people = running.simulation.world.people
        match = _matches(running, rows) / np.add.outer(people.openness[rows], people.openness[rows])
        alike = np.equal.outer(people.field[rows], people.field[rows])
        complete = TABLES["complementarity"].default[np.ix_(people.field[rows], people.field[rows])] > 1.25
        ratios[spread] = match[complete].mean() / match[alike & ~np.eye(len(rows), dtype=bool)].mean()
    assert ratios[0.0] > 10
    assert 1.5 < ratios[_DEFAULT["skill_spread"]] < 4


def test_links_are_made_at_the_rate_of_the_formula() -> None:
    """Expected links summed over every pair and month from the days and events that were, against those made."""
    expected, made, base = 0.0, 0.0, 0.5
    for seed in range(8):
        running = _community(30, months=1, seed=seed, encounter_rate=base)
        simulation = running.simulation
        agents, rows = simulation.town.agents, running.users
        days, came = agents.days[rows] / 22, agents.at_event[rows].astype(float)
        span = _DEFAULT["attention_span"]
        exposure = np.outer(days, days) * (1.0 + _DEFAULT["host_effect"] * 0.5) / (1.0 + days.sum() / span)
        exposure += np.outer(came, came) * _DEFAULT["event_effect"] / (1.0 + came.sum() / span)
        chances = 1.0 - np.exp(-base * exposure * _matches(running, rows))
        expected += np.triu(chances, 1).sum()
        made += _new(running)
    assert expected > 50
    assert abs(made - expected) < 4.5 * np.sqrt(expected)


def test_more_members_give_each_little_more() -> None:
    """The pairs of a member grow fourfold from 15 to 60 heads; its collaborations by less than half."""
    attention = _DEFAULT["attention_span"]
    rates = {members: _rate(members, event_effect=0.0, **EIGHT_DAYS) for members in (15, 30, 60)}
    a_day = 8.0 / 22.0
    for members, doubled in ((15, 30), (30, 60)):
        expected = ((doubled - 1) / (1 + doubled * a_day / attention)) / ((members - 1) / (1 + members * a_day / attention))
        assert rates[doubled] / rates[members] == pytest.approx(expected, rel=0.15)
        assert rates[doubled] / rates[members] < 1.45


def test_limited_attention_is_what_keeps_it_flat() -> None:
    assert _rate(60, attention_span=1e9) / _rate(30, attention_span=1e9) > 1.7


def test_hosts_and_events_bring_people_together() -> None:
    plain = {"host_fte": 0.0, "events_per_month": 0.0}
    base = _rate(30, figures=plain)
    assert _rate(30, figures={**plain, "host_fte": 1.0}) / base == pytest.approx(1.0 + _DEFAULT["host_effect"], rel=0.15)
    assert _rate(30, figures={**plain, "events_per_month": 2.0}) > 1.1 * base


def test_nobody_meets_where_the_rate_is_zero_or_one_is_alone() -> None:
    assert _new(_community(40, encounter_rate=0.0)) == 0
    assert _new(_community(1, encounter_rate=100.0)) == 0
    assert _new(_community(2, encounter_rate=100.0)) >= 1


def test_a_pair_that_collaborates_does_not_start_again_and_one_that_did_trusts() -> None:
    certain = _community(20, months=6, encounter_rate=1e9, link_decay=1e-4)
    assert _new(certain) <= 20 * 19 / 2
    assert _new(certain) > 0.8 * 20 * 19 / 2
    again = {trust: _new(_community(20, months=48, encounter_rate=0.5, link_decay=1.0, trust_effect=trust)) for trust in (0.0, 1.0)}
    assert again[1.0] > 1.15 * again[0.0]


def test_collaborations_last_as_told() -> None:
    finished = _community(60, months=72, link_decay=0.1, encounter_rate=0.07)
    links = finished.simulation.town.links
    lives = (links.row.end - links.row.start)[: links.counts[MADE]]
    assert len(lives) > 200
    assert lives.min() >= 1
    assert abs(lives.mean() - 10.0) < 4.5 * np.sqrt(0.9) / 0.1 / np.sqrt(len(lives))


def test_veterans_with_a_collaboration_are_counted_from_their_first_year() -> None:
    finished = _community(30, months=30, encounter_rate=10.0)
    assert not finished.hub("veterans")[:12].any()
    assert (finished.hub("veterans")[12:] == 30).all()
    assert (finished.hub("veterans_linked")[12:] == finished.hub("veterans_linked")[12]).all(), "later ones do not count"
    assert finished.hub("veterans_linked")[12] == 30
    assert _community(30, months=14, encounter_rate=0.0).hub("veterans_linked").sum() == 0


def test_needs_met_in_the_community_are_projects(busy: Run) -> None:
    assert busy.hub("projects").sum() > 0
    assert (busy.hub("projects") <= 2 * (busy.hub("new_person_firm") + busy.hub("new_firm_firm"))).all()
    kinds = busy.simulation.world.people.kind
    links = busy.simulation.town.links.row[: busy.simulation.town.links.counts[MADE]]
    assert ((kinds[links.a] == FIRM) | (kinds[links.b] == FIRM)).any()


def test_too_few_rows_for_collaborations_only_cost_time() -> None:
    """A run that outgrows its arrays is made again with room, and says the same; step by step too."""
    from model.simulation import Simulation

    scenario = case(hub(desks=60, founders=50.0, opening_cash_eur=1e6), people=(300, 0, 0), encounter_rate=5.0, months=24)
    roomy = run(scenario)
    assert roomy.simulation.town.links.counts[MADE] > 200
    for steps in (24, 1):
        tight = Simulation(roomy.simulation.world, roomy.prepared)
        tight._capacity = 16
        tight._start()
        while tight.month < 24:
            tight.advance(steps)
        np.testing.assert_array_equal(tight.outcome().hub, roomy.outcome.hub)
        np.testing.assert_array_equal(tight.outcome().town, roomy.outcome.town)
        assert tight.town.links.counts[MADE] == roomy.simulation.town.links.counts[MADE]
