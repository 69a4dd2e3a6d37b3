"""Any municipality of Italy: found by name or code, its figures whole, its metropolis the right one."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.territory import TOWNS, known_town, territory, town_key, unknown_town
from model.territory.gazetteer import key_of, municipality, nearest_names, slug, whole_name
from model.territory.italy import COUNTS, SECOND_SEATS, by_province, is_seat, municipalities, profile, provinces
from model.territory.metropolis import FURTHEST_DAILY_MIN, metropolis_of
from model.territory.municipal import Rating, estimates, province_of, town_of

ANY = st.sampled_from(sorted(municipalities().values()))
BEGINNINGS = sorted(
    begun
    for one in municipalities().values()
    if len(begun := one.name.partition(" ")[0]) > 3 and begun != one.name and not known_town(begun) and begun.isalpha()
)
"""First words of names that are no name themselves, such as Reggio; some begin hundreds."""


def test_the_tables_hold_italy() -> None:
    assert len(municipalities()) == 7898 and len(provinces()) == len(by_province()) == 107
    assert sum(one.residents for one in municipalities().values()) == 58_840_177  # ISTAT, 1 January 2023
    assert "NA" in provinces(), "Napoli's code is no missing value"
    assert all(len(code) == 6 and code.isdigit() for code in municipalities())
    assert {municipalities()[code].name for code in SECOND_SEATS} == {"Cesena", "Urbino", "Andria", "Trani"}
    assert all(is_seat(municipalities()[row.seat]) for row in provinces().values())
    for row in provinces().values():
        assert all(row.capital[name] <= row.whole[name] for name in COUNTS), row.name


def test_names_are_made_of_letters() -> None:
    odd = {one.name for one in municipalities().values() if not all(char.isalpha() or char in " '-/." for char in one.name)}
    assert odd == set()
    names = {municipalities()[code].name for code in ("031019", "031022", "032001")}  # letters that are not in Latin-1
    assert names == {"San Floriano del Collio-Števerjan", "Savogna d'Isonzo-Sovodnje ob Soči", "Duino Aurisina-Devin Nabrežina"}


def test_the_parts_of_a_municipality_add_up() -> None:
    for one in municipalities().values():
        assert 0 < one.residents_15_64 < one.residents and one.residents_15_64 + one.residents_65 <= one.residents
        assert 35 < one.latitude < 47.2 and 6.5 < one.longitude < 18.6 and one.km2 > 0


@given(ANY)
def test_every_municipality_is_found_by_code_by_name_and_by_key(one) -> None:
    key = key_of(one)
    spelt = (one.code, whole_name(one), whole_name(one).upper(), key, slug(key))
    assert {town_key(text) for text in spelt} == {key}
    assert all(known_town(text) for text in spelt)
    assert municipality(key) == one


def test_keys_are_unique() -> None:
    assert len({key_of(one) for one in municipalities().values()}) == len(municipalities())


@pytest.mark.parametrize(("text", "key"), [
    ("Sondrio", "sondrio"), ("014061", "sondrio"), ("LODI", "lodi"), ("L'Aquila", "l_aquila"), ("l aquila", "l_aquila"), ("Forlì", "forli"),
    ("forli'", "forli"), ("Bolzano", "bolzano"), ("Bozen", "bolzano"), ("Bolzano/Bozen", "bolzano"), ("Samone (TO)", "samone_to"),
    ("samone(tn)", "samone_tn"), ("Reggio nell'Emilia", "reggio_nell_emilia"),
])
def test_a_name_is_understood_as_people_write_it(text: str, key: str) -> None:
    assert town_key(text) == key and known_town(text)


@pytest.mark.parametrize(("text", "said"), [
    ("Samone", "'Samone' is the name of 2 municipalities; write 'Samone (TO)' or 'Samone (TN)'"),
    ("Vogera", "did you mean 'Voghera (PV)'"),
    ("Creema", "did you mean 'Crema (CR)'"),  # nearer than a town that ships
    ("Vogera (PV)", "did you mean 'Voghera (PV)'"),
    ("Reggio", "did you mean 'Reggio di Calabria (RC)', 'Reggio nell'Emilia (RE)' or"),  # the larger before the smaller
    ("Reggio Emilia", "did you mean 'Reggio nell'Emilia (RE)'?"),
    ("Ascoli (AP)", "did you mean 'Ascoli Piceno (AP)'"),
    ("Cinisello", "did you mean 'Cinisello Balsamo (MI)'"),
    ("S. Donato", "did you mean 'San Donato Milanese (MI)'"),
    ("Spezia", "did you mean 'La Spezia (SP)'"),
    ("Emilia", "did you mean 'Reggio nell'Emilia (RE)'"),
    ("Lecc", "did you mean 'lecco', 'Lecce (LE)'"),
    ("Ro", "did you mean 'Rio (LI)', 'Rho (MI)'"),  # two letters begin too many names
    ("999999", "no municipality had this ISTAT code on 1 January 2023"),
    ("sondrioo", "unknown town 'sondrioo'; did you mean 'sondrio'?"),
    ("Zürich", "or describe a place of your own under 'places'"),
    ("", "unknown town ''"),
])
def test_what_is_not_understood_is_told_with_what_to_write(text: str, said: str) -> None:
    assert not known_town(text)
    assert said in unknown_town(text)


@settings(max_examples=30)
@given(st.sampled_from(BEGINNINGS))
def test_what_a_name_begins_with_comes_before_what_is_spelt_alike(text: str) -> None:
    begun = {whole_name(one) for one in municipalities().values() if f"{slug(one.name)}_".startswith(f"{slug(text)}_")}
    proposed = nearest_names(text)
    assert set(proposed[: len(begun)]) <= begun, f"{text}: {proposed}, and not {sorted(begun)[:3]}"


def test_a_place_of_the_scenario_is_among_what_may_be_meant() -> None:
    assert unknown_town("Luganno", ["Lugano"]).endswith("did you mean 'Lugano'?")


@given(ANY)
def test_every_municipality_has_figures_that_can_be(one) -> None:
    town = town_of(one)
    for name, figure in town.figures().items():
        assert math.isfinite(figure.value) and 0 <= figure.shared <= figure.error + 1e-12, name
        assert figure.measured or figure.note or name == "road_factor", "an estimate says how wrong it may be"
        assert figure.source and 2011 <= figure.year <= 2026
    assert 16 <= town.code < 256
    assert 0 < town.employed.value < one.residents
    assert 0 < town.remote_share.value < 0.5 and town.remote_workers.value <= town.employed.value
    assert 7_000 < town.mean_income_eur.value < 60_000
    assert 0 <= town.ftth_share.value <= 1


@pytest.mark.parametrize("code", ["PV", "NA", "BT", "FC", "AO", "SU"])
def test_the_municipalities_of_a_province_add_up_to_it(code: str) -> None:
    ratings = [Rating(one) for one in by_province()[code]]
    whole = provinces()[code].whole
    for name in COUNTS:
        assert sum(rating.value[name] for rating in ratings) == pytest.approx(whole[name])
    income = sum(rating.value["mean_income"] * rating.value["taxpayers"] for rating in ratings)
    assert income / whole["taxpayers"] == pytest.approx(whole["mean_income"])
    firms = sum(estimates(one)["firms"].value for one in by_province()[code])
    assert firms == pytest.approx(province_of(code).firms.value, rel=0.01)


def test_every_seat_has_its_own_income_and_every_size_a_ratio() -> None:
    for row in provinces().values():
        assert estimates(municipalities()[row.seat])["mean_income_eur"].measured
    assert all(len(steps) == len(profile().bounds) for steps in profile().steps.values())
    assert all(step.ratio > 0 and step.error > 0 for steps in profile().steps.values() for step in steps)


@pytest.mark.parametrize(("town", "metropolis", "minutes"), [  # Alessandria and Vercelli are nearer to smaller cities
    ("alessandria", "Milano", 80), ("vercelli", "Milano", 72), ("mantova", "Bologna", 85), ("faenza", "Bologna", 64),
    ("matera", "Bari", 68), ("viterbo", "Roma", 75), ("caserta", "Napoli", 44),
    ("nuoro", "Cagliari", 119), ("enna", "Catania", 77), ("imperia", "Genova", 91),
])
def test_the_metropolis_is_the_one_people_go_to(town: str, metropolis: str, minutes: float) -> None:
    one = next(one for one in municipalities().values() if slug(one.name) == town)
    city, way = metropolis_of(one.latitude, one.longitude, provinces()[one.province].region)
    assert city.name == metropolis and way == pytest.approx(minutes, abs=1)


def test_beyond_ninety_minutes_nobody_commutes_daily() -> None:
    places = {key: territory([key], 0).places[0] for key in ("nuoro", "faenza", "roma", "caserta")}
    assert places["nuoro"].minutes_to_metropolis == math.inf > FURTHEST_DAILY_MIN
    assert places["faenza"].minutes_to_metropolis == 64 and places["roma"].minutes_to_metropolis == 0
    assert places["caserta"].minutes_to_metropolis == 315, "the shipped towns keep the way to Milan"


def test_a_slow_valley_is_slow_for_all_its_municipalities() -> None:
    assert territory(["morbegno"], 0).road_factor.tolist() == [1.35] and territory(["voghera"], 0).road_factor.tolist() == [1.0]


def test_the_shipped_towns_answer_to_the_names_of_their_municipalities() -> None:
    names = {slug(one.name) for one in municipalities().values()}
    assert TOWNS.keys() <= names
