"""A region municipality by municipality: nobody lost in sharing out, everybody with a number of their own, hubs not too near."""

import math

import numpy as np

from benchmarks.land import Municipality, places_of_hubs, prepared_of, shared, territory_of
from model.simulation import Simulation, build_world
from model.territory import TOWNS

TABLE = [
    Municipality("Sondrio", "SO", 21_000, 13_000, 20.9, 46.17, 9.87),
    Municipality("Morbegno", "SO", 12_000, 7_700, 14.8, 46.13, 9.57),
    Municipality("Tirano", "SO", 8_900, 5_600, 32.4, 46.22, 10.17),
    Municipality("Lodi", "LO", 45_000, 28_000, 41.4, 45.31, 9.50),
    Municipality("Codogno", "LO", 15_700, 9_900, 20.9, 45.16, 9.70),
]
ELSEWHERE = [*TABLE, Municipality("Roma", "RM", 2_750_000, 1_770_000, 1_287.0, 41.89, 12.51)]


def test_a_total_is_shared_out_in_whole_numbers_that_add_up() -> None:
    assert shared(10.0, [0.26, 0.26, 0.26, 0.22]) == [3, 2, 3, 2]
    assert sum(shared(12_345.0, np.random.default_rng(1).dirichlet(np.ones(200)))) == 12_345


def test_provinces_keep_their_totals_and_capitals_come_first() -> None:
    land = territory_of(TABLE)
    assert land.towns == ("sondrio", "lodi")
    for town, figures in zip(land.towns, land.systems, strict=True):
        province = TOWNS[town].province
        totals = [round(getattr(province, name).value) for name in ("professionals", "remote_workers", "firms")]
        assert np.array(figures).sum(axis=0).tolist() == totals
    assert [place.name for place in land.places if place.ring == 0] == ["Sondrio", "Lodi"]


def test_a_province_the_model_does_not_know_has_what_is_left_of_italy_by_residents_of_working_age() -> None:
    land = territory_of(ELSEWHERE)
    assert land.towns == ("sondrio", "lodi", "RM")
    roma = land.places[-1]
    assert roma.name == "Roma" and roma.counts == land.systems[2][0]
    assert 0.13 < roma.firms / 1_770_000 < 0.14 and 0.03 < roma.professionals / 1_770_000 < 0.04


def test_towns_of_every_province_have_figures_of_their_own() -> None:
    prepared = prepared_of(ELSEWHERE, months=2)
    assert len(prepared.wage_gap) == len(prepared.other_places) == len(prepared.town_names) == 3
    assert prepared.other_places[2] > prepared.other_places[1] > 0.0


def test_everybody_has_a_slot_and_contacts_stay_in_the_province() -> None:
    people = build_world(prepared_of(TABLE), 3).people
    assert len(np.unique(people.slot)) == len(people.slot)
    asks = np.repeat(people.town, np.diff(people.contact_start))
    assert (people.town[people.contact] == asks).all()
    elsewhere = people.place[people.contact] != np.repeat(people.place, np.diff(people.contact_start))
    assert 0.05 < elsewhere.mean() < 0.2, "one contact in eight lives in another municipality"


def test_hubs_stand_in_the_places_chosen_for_them() -> None:
    prepared = prepared_of(TABLE, months=2)
    chosen = places_of_hubs(prepared.territory)
    assert prepared.hub_xy.tolist() == [[place.x_km, place.y_km] for place in chosen]
    assert [hub.title for hub in prepared.scenario.hubs] == [place.name for place in chosen]


def test_hubs_stand_apart_in_the_largest_municipalities() -> None:
    hubs = places_of_hubs(territory_of(TABLE), spacing_km=22.0)
    assert [place.name for place in hubs][:2] == ["Lodi", "Sondrio"]
    assert all(math.dist((a.x_km, a.y_km), (b.x_km, b.y_km)) >= 22.0 for a in hubs for b in hubs if a is not b)


def test_the_region_runs_with_everything_on() -> None:
    prepared = prepared_of(TABLE, months=14)
    run = Simulation(build_world(prepared, 3), prepared)
    run.advance()
    assert run.town.record.public.sum() > 0 and (run.town.hubs.opened >= 0).all()
