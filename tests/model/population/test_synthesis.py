"""People are a function of the seed and of their own slot; the shares, incomes and places they were asked for come out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.columns import People
from model.names import EMPLOYEE, FIRM, INDEPENDENT
from model.parameters import TABLES
from model.population import slot_of, synthesise
from model.territory import TOWNS, territory
from tests.model.population.worlds import DEFAULTS, assert_same_people, contacts_by_slot, people_of, small


@pytest.fixture(scope="module")
def pavia() -> People:
    return synthesise(territory(["pavia"], 30), DEFAULTS, 5)


def rows(people: People, kind: int) -> np.ndarray:
    return people.kind == kind


def test_the_same_seed_gives_the_same_people():
    a, b, other = people_of(small(), 3), people_of(small(), 3), people_of(small(), 4)
    for name in People._fields:
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)
    assert (a.slot == other.slot).all()
    for name in ("field", "income_eur", "openness", "habit"):
        assert (getattr(a, name) != getattr(other, name)).mean() > 0.3, name
    in_town = a.place == 0  # around the town everybody needs the same time to the road
    assert (a.access_min != other.access_min)[in_town].mean() > 0.9


def test_slots_are_place_kind_and_index_in_order(pavia):
    assert pavia.slot.dtype == np.uint32
    assert (np.diff(pavia.slot.astype(np.int64)) > 0).all()
    assert pavia.slot[0] == slot_of(48, INDEPENDENT, 0) == 48 << 21
    first_firm = np.nonzero(rows(pavia, FIRM))[0][0]
    assert pavia.slot[first_firm] == slot_of(48, FIRM, 0) == (48 << 21) | (2 << 19)
    assert (pavia.slot >> 21 == np.array([place.code for place in territory(["pavia"], 30).places])[pavia.place]).all()
    assert ((pavia.slot >> 19 & 3) == pavia.kind).all()


def test_everybody_in_the_figures_is_there_once(pavia):
    for position, place in enumerate(territory(["pavia"], 30).places):
        assert np.bincount(pavia.kind[pavia.place == position], minlength=3).tolist() == list(place.counts)
    assert (pavia.town == 0).all()


def test_columns_cannot_be_written(pavia):
    with pytest.raises(ValueError, match="read-only"):
        pavia.income_eur[0] = 1.0


@pytest.mark.parametrize("kind", [INDEPENDENT, EMPLOYEE, FIRM])
@pytest.mark.parametrize(("trait", "table"), [("field", "field_shares"), ("age", "age_shares")])
def test_shares_of_categories(pavia, kind, trait, table):
    drawn = getattr(pavia, trait)[rows(pavia, kind)]
    shares = TABLES[table].default[kind]
    np.testing.assert_allclose(np.bincount(drawn, minlength=len(shares)) / len(drawn), shares, atol=0.02)


def test_sizes_and_staff_of_firms(pavia):
    firms = rows(pavia, FIRM)
    sizes = pavia.size[firms]
    np.testing.assert_allclose(np.bincount(sizes, minlength=4) / len(sizes), TABLES["size_shares"].default[0], atol=0.01)
    relative = pavia.staff[firms] / TABLES["size_staff"].default[0][sizes]
    assert 0.7 <= relative.min() < 0.72 and 1.28 < relative.max() <= 1.3
    assert (pavia.size[~firms] == -1).all()
    assert (pavia.staff[~firms] == 1.0).all()


def test_incomes_have_the_mean_of_the_town_and_the_spread_of_the_catalogue(pavia):
    town = pavia.place == 0
    net_month = TOWNS["pavia"].mean_income_eur.value * (1 - DEFAULTS["income_tax_share"]) / 12
    for kind, ratio in ((INDEPENDENT, "income_independent"), (EMPLOYEE, "income_employee")):
        income = pavia.income_eur[town & rows(pavia, kind)]
        assert income.mean() == pytest.approx(net_month * DEFAULTS[ratio], rel=0.02)
        assert np.log(income).std() == pytest.approx(DEFAULTS["income_spread"], abs=0.02)
    firms = town & rows(pavia, FIRM) & (pavia.size == 0)
    ratio = TOWNS["pavia"].mean_income_eur.value / 24_726
    assert pavia.income_eur[firms].mean() == pytest.approx(TABLES["size_income"].default[0][0] * ratio, rel=0.02)
    assert pavia.revenue_eur[firms].mean() == pytest.approx(TABLES["size_revenue"].default[0][0] * ratio, rel=0.02)
    persons = ~rows(pavia, FIRM)
    assert (pavia.revenue_eur[persons] == pavia.income_eur[persons]).all()


def test_openness_habit_and_digital_maturity(pavia):
    assert pavia.openness.min() >= 0.1 and pavia.openness.max() <= 0.9
    assert pavia.openness.mean() == pytest.approx(0.5, abs=0.01)
    assert pavia.habit.min() > 0
    assert pavia.habit.mean() == pytest.approx(1.0, abs=0.01)
    assert pavia.habit.var() == pytest.approx(1 / DEFAULTS["habit_shape"], rel=0.05)
    firms = rows(pavia, FIRM)
    for size, mean in enumerate(TABLES["size_digital"].default[0]):
        assert pavia.digital[firms & (pavia.size == size)].mean() == pytest.approx(mean, abs=0.03)
    assert (pavia.digital[~firms] == 1).all()


@pytest.mark.parametrize("shape", [1, 3, 5, 8])
def test_habit_follows_its_shape(shape):
    habit = people_of(small(counts=(3000, 0, 0), catchment=0), habit_shape=shape).habit
    assert habit.mean() == pytest.approx(1.0, abs=0.06)
    assert habit.var() == pytest.approx(1 / shape, rel=0.2)


def test_people_stand_in_their_town_or_band():
    world = territory(["sondrio", "pavia"], 30)
    people = synthesise(world, DEFAULTS, 2)
    for position, place in enumerate(world.places):
        here = people.place == position
        km = np.hypot(people.x_km[here] - place.x_km, people.y_km[here] - place.y_km)
        assert km.min() >= place.km_low - 1e-9 and km.max() <= place.km_high + 1e-9
        access = people.access_min[here]
        if place.ring == 0:
            assert access.min() >= 8 and access.max() <= 22
            assert access.mean() == pytest.approx(15, abs=0.3)
        else:
            assert (access == 8).all()
            # even over the area: half of the people beyond the radius that halves it
            assert np.median(km) == pytest.approx(np.sqrt((place.km_low**2 + place.km_high**2) / 2), rel=0.04)
            assert abs((people.x_km[here] - place.x_km).mean()) < 0.12 * place.km_high


def test_commutes_and_remote_days(pavia):
    employees = rows(pavia, EMPLOYEE)
    assert (pavia.commute_min[~employees] == 0).all() and (pavia.metropolis[~employees] == 0).all()
    share = pavia.metropolis[employees].mean()
    assert share == pytest.approx(0.25 * np.exp(-0.02 * (50 - 60)), abs=0.01)
    assert (pavia.commute_min[employees & (pavia.metropolis == 1)] == 50).all()
    local = pavia.commute_min[employees & (pavia.metropolis == 0)]
    assert local.min() >= 10 and local.max() <= 30 and local.mean() == pytest.approx(20, abs=0.2)
    np.testing.assert_allclose(np.bincount(pavia.remote_days[employees], minlength=4)[1:] / employees.sum(), 1 / 3, atol=0.02)
    assert (pavia.remote_days[rows(pavia, INDEPENDENT)] == 5).all()
    assert (pavia.remote_days[rows(pavia, FIRM)] == 0).all()


def test_few_work_in_the_metropolis_from_far_and_the_share_is_capped_near_it():
    def share(town: str) -> float:
        people = people_of(territory([town], 0, {town: {"professionals": 0, "firms": 0, "remote_workers": 4000}}))
        return people.metropolis.mean()

    assert share("sondrio") == pytest.approx(0.25 * np.exp(-0.02 * 75), abs=0.02)
    assert share("monza") == pytest.approx(0.25 * np.exp(0.02 * 33), abs=0.03)
    assert share("milano") == pytest.approx(0.5, abs=0.03)
    in_milan = people_of(territory(["milano"], 0, {"milano": {"professionals": 0, "firms": 0, "remote_workers": 100}}))
    assert in_milan.commute_min.min() >= 10


def test_two_towns_in_one_run_are_two_runs():
    together = synthesise(territory(["pavia", "sondrio"], 25), DEFAULTS, 9)
    edges = contacts_by_slot(together)
    for town in ("sondrio", "pavia"):
        alone = synthesise(territory([town], 25), DEFAULTS, 9)
        assert_same_people(alone, together, alone.slot)
        assert contacts_by_slot(alone) == {slot: edges[slot] for slot in alone.slot.tolist()}


@given(place=st.sampled_from([16, 17, 18]), kind=st.integers(0, 2), number=st.integers(1, 3), seed=st.integers(0, 2**64 - 1))
@settings(max_examples=25)
def test_one_more_agent_changes_nobody_else(place, kind, number, seed):
    plain = people_of(small(), seed)
    more = people_of(small(), seed, {(place, kind): number})
    assert len(more.slot) == len(plain.slot) + number
    assert_same_people(plain, more, plain.slot)
    newcomers = set(more.slot.tolist()) - set(plain.slot.tolist())
    assert len(newcomers) == number
    after = contacts_by_slot(more)
    for slot, before in contacts_by_slot(plain).items():
        assert [other for other in after[slot] if other not in newcomers] == before


def test_a_newcomer_has_contacts_and_is_like_one_counted_from_the_start():
    world, larger = small(), small(counts=(121, 150, 200))
    by_extra, by_figure = people_of(world, extra={(16, INDEPENDENT): 1}), people_of(larger)
    for name in People._fields:
        np.testing.assert_array_equal(getattr(by_extra, name), getattr(by_figure, name), err_msg=name)
    newcomer = slot_of(16, INDEPENDENT, 120)
    assert contacts_by_slot(by_extra)[newcomer]


def test_seeds_and_slots_are_unrelated():
    a, b = people_of(small(counts=(2000, 0, 0), catchment=0), 1), people_of(small(counts=(2000, 0, 0), catchment=0), 2)
    assert abs(np.corrcoef(a.openness, b.openness)[0, 1]) < 0.1
    assert abs(np.corrcoef(a.openness[1:], a.openness[:-1])[0, 1]) < 0.1
    assert abs(np.corrcoef(a.openness, a.income_eur)[0, 1]) < 0.1


def test_bad_extras_and_overfull_places_say_so():
    with pytest.raises(ValueError, match="extra: no place 99 with kind 0"):
        people_of(small(), extra={(99, 0): 1})
    with pytest.raises(ValueError, match=r"extra: -1 agents for \(16, 0\)"):
        people_of(small(), extra={(16, 0): -1})
    with pytest.raises(ValueError, match="Sondrio: 600000 agents of kind firm, at most 524288"):
        people_of(territory(["sondrio"], 0, {"sondrio": {"firms": 600_000}}))


def test_a_territory_without_people_is_a_valid_population():
    people = people_of(small(counts=(0, 0, 0), catchment=0))
    assert len(people.slot) == 0
    assert people.contact_start.tolist() == [0]
