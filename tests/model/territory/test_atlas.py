"""Towns of a run together: numbers of their own, and municipalities counted once."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.territory import ITALY, TOWNS, Atlas, OwnPlace, OwnRing, territory
from model.territory.gazetteer import key_of
from model.territory.italy import municipalities
from model.territory.travel import air_km

KEYS = sorted(key_of(one) for one in municipalities().values())
LUGANO = OwnPlace("Lugano", 62_000, 2_900, 9_000, 6_500, 52_000, rings=(OwnRing(15, 60_000, 1_800, 7_000, 4_000),))
BELLINZONA = OwnPlace("Bellinzona", 43_000, 1_500, 5_000, 3_000, 50_000, latitude=46.194, longitude=9.024)


def test_every_town_of_a_run_has_a_number_of_its_own_and_keeps_that_of_the_run_before() -> None:
    same = [key for key in KEYS if ITALY.town(key).code == ITALY.town("voghera").code and key not in TOWNS][:3]
    places = territory([*TOWNS, "voghera", *[key for key in same if key != "voghera"]], 0).places
    codes = [place.code for place in places]
    assert len(set(codes)) == len(codes) and max(codes) < 2048
    assert codes[:16] == [8 * town.code for town in TOWNS.values()]
    assert codes[16] == territory(["voghera"], 0).places[0].code


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(KEYS), min_size=2, max_size=4, unique=True))
def test_nobody_is_counted_twice(keys: list[str]) -> None:
    together = territory(keys, 40)
    for town in keys:
        alone = {place.ring: place for place in territory([town], 40).places}
        for place in (place for place in together.places if place.town == town):
            assert place.residents <= alone[place.ring].residents and place.usual == alone[place.ring].usual


def test_neighbours_share_no_municipality() -> None:
    rings = [ring for own in territory(["voghera", "tortona"], 40).rings for ring in own]
    apart = [sum(ring.residents.value for ring in ITALY.rings(key)) for key in ("voghera", "tortona")]
    assert sum(ring.residents.value for ring in rings) < sum(apart) - ITALY.town("voghera").residents.value - 20_000


def test_a_shipped_town_leaves_its_neighbour_what_is_nearer_to_it() -> None:
    together, alone = territory(["pavia", "voghera"], 40), territory(["pavia"], 40)
    left = {place.ring: place for place in together.places if place.town == "pavia"}
    assert all(left[place.ring].counts == place.counts for place in alone.places if place.ring < 4)
    assert all(left[place.ring].residents < place.residents for place in alone.places if place.ring >= 4)
    assert territory(["pavia", "matera"], 40).places[:7] == alone.places, "far apart each is what it is alone"


def test_distances_are_right_in_the_south_too() -> None:
    first, second = territory(["catania", "siracusa"], 0).places
    in_the_air = air_km(first.lat, first.lon, second.lat, second.lon)
    assert math.hypot(first.x_km - second.x_km, first.y_km - second.y_km) == pytest.approx(in_the_air, rel=0.01)


def test_a_place_of_ones_own_has_the_figures_it_states() -> None:
    town, ring = territory(["lugano"], 30, atlas=Atlas((LUGANO,))).places
    assert town.counts == town.usual == (2_900, 9_000, 6_500) and town.mean_income_eur == 52_000 and town.errors == ()
    assert (ring.ring, ring.counts, ring.mean_income_eur) == (1, (1_800, 7_000, 4_000), 52_000)
    assert town.minutes_to_metropolis == float("inf") and Atlas((LUGANO,)).town("lugano").metropolis_income_eur == 52_000


def test_a_place_with_a_position_has_what_lies_around_it() -> None:
    where = OwnPlace("Fiera", 5_000, 100, 300, 200, 20_000, latitude=44.9915, longitude=9.0117)
    atlas = Atlas((where,))
    fiera = sum(ring.residents.value for ring in atlas.rings("fiera"))
    around = sum(ring.residents.value for ring in ITALY.rings("voghera"))
    assert fiera == around + ITALY.town("voghera").residents.value
    assert atlas.town("fiera").metropolis == "Milano" and atlas.town("fiera").minutes_to_metropolis.value == 68
    assert {place.ring for place in territory(["bellinzona"], 40, atlas=Atlas((BELLINZONA,))).places} >= {0}


def test_a_place_may_take_the_name_of_a_town() -> None:
    own = OwnPlace("Sondrio", 10, 1, 2, 3, 20_000, latitude=46.17, longitude=9.87)
    town, *around = territory(["sondrio"], 40, atlas=Atlas((own,))).places
    assert town.counts == (1, 2, 3) and around


def test_places_without_a_position_are_far_from_everything() -> None:
    land = territory(["lugano", "sondrio", "geneva"], 0, atlas=Atlas((LUGANO, OwnPlace("Geneva", 1, 1, 1, 1, 1_000))))
    xs = [place.x_km for place in land.places]
    assert min(abs(a - b) for n, a in enumerate(xs) for b in xs[n + 1 :]) > 1_000
