"""The contact network: symmetric, without repetitions, about eight each, homophilous, with short paths."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.columns import People
from model.names import FIRM
from model.parameters import TABLES
from model.population import synthesise
from model.territory import territory
from tests.model.population.worlds import DEFAULTS, contacts_by_slot, people_of, small


@pytest.fixture(scope="module")
def pavia() -> People:
    return synthesise(territory(["pavia"], 40), DEFAULTS, 5)


def owners(people: People) -> np.ndarray:
    """The row each entry of `contact` belongs to."""
    return np.repeat(np.arange(len(people.slot)), np.diff(people.contact_start))


def assert_valid(people: People) -> None:
    rows, contacts = owners(people), people.contact.astype(np.int64)
    assert people.contact_start[0] == 0 and people.contact_start[-1] == len(contacts)
    agents = len(people.slot)
    assert not (rows == contacts).any(), "nobody is a contact of themselves"
    assert ((contacts >= 0) & (contacts < agents)).all()
    directed = rows * agents + contacts
    assert (np.diff(directed) > 0).all(), "rows ascending, no contact twice"
    assert (np.sort(contacts * agents + rows) == directed).all(), "symmetric"


def test_contacts_are_symmetric_and_unique(pavia):
    assert_valid(pavia)


@given(counts=st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), catchment=st.sampled_from([0, 15, 20]),
       seed=st.integers(0, 2**64 - 1))
def test_contacts_are_valid_in_any_small_world(counts, catchment, seed):
    assert_valid(people_of(small(counts=counts, catchment=catchment), seed))


def test_about_eight_contacts_each(pavia):
    degree = np.diff(pavia.contact_start)
    assert degree.mean() == pytest.approx(8.0, abs=0.5)
    assert 1.5 < degree.std() < 3.5
    assert degree.max() < 50
    assert (degree == 0).mean() < 0.001


@pytest.mark.parametrize(("parameters", "expected"), [
    ({"contacts_field": 4, "contacts_town": 0, "contacts_far": 0}, 4),
    ({"contacts_field": 3, "contacts_town": 0, "contacts_far": 0}, 3),
    ({"contacts_field": 0, "contacts_town": 3, "contacts_far": 0}, 3),
    ({"contacts_field": 0, "contacts_town": 0, "contacts_far": 2}, 2),
    ({"contacts_field": 0, "contacts_town": 0, "contacts_far": 0}, 0),
])
def test_each_kind_of_contact_has_its_mean(parameters, expected):
    people = synthesise(territory(["bergamo"], 40), DEFAULTS.replace(**parameters), 1)
    assert np.diff(people.contact_start).mean() == pytest.approx(expected, rel=0.1)


def test_homophily_in_field_and_place(pavia):
    rows, contacts = owners(pavia), pavia.contact
    same_field = (pavia.field[rows] == pavia.field[contacts]).mean()
    by_chance = sum(((pavia.field == field).mean()) ** 2 for field in range(TABLES["field_shares"].default.shape[1]))
    assert by_chance < 0.2
    assert 0.5 < same_field < 0.7
    same_place = (pavia.place[rows] == pavia.place[contacts]).mean()
    assert 0.8 < same_place < 0.95


def test_persons_and_firms_know_each_other(pavia):
    rows = owners(pavia)
    mixed = ((pavia.kind[rows] == FIRM) != (pavia.kind[pavia.contact] == FIRM)).mean()
    assert 0.1 < mixed < 0.3


def test_small_world_has_local_clusters_and_short_paths():
    people = synthesise(territory(["sondrio"], 30), DEFAULTS, 5)
    neighbours = [set(people.contact[a:b].tolist()) for a, b in zip(people.contact_start[:-1], people.contact_start[1:], strict=True)]
    agents = len(neighbours)
    closed = [np.mean([y in neighbours[x] for x in known for y in known if x != y]) for known in neighbours[:500] if len(known) > 1]
    assert np.mean(closed) > 20 * 8 / agents  # far more clustered than chance

    reached, frontier, distance, total = {0}, [0], 0, 0
    while frontier:
        distance += 1
        frontier = sorted({other for row in frontier for other in neighbours[row]} - reached)
        reached.update(frontier)
        total += distance * len(frontier)
    assert len(reached) > 0.99 * agents
    assert total / (len(reached) - 1) < 8


def test_contacts_stay_in_the_town_and_its_rings():
    people = synthesise(territory(["como", "lomazzo"], 20), DEFAULTS, 1)
    assert (people.town[owners(people)] == people.town[people.contact]).all()


def test_a_wider_catchment_only_adds_contacts():
    near = synthesise(territory(["sondrio"], 20), DEFAULTS, 5)
    wide = synthesise(territory(["sondrio"], 40), DEFAULTS, 5)
    inside = set(near.slot.tolist())
    after = contacts_by_slot(wide)
    for slot, before in contacts_by_slot(near).items():
        assert [other for other in after[slot] if other in inside] == before
