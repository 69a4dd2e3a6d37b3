"""Towns, places and the ministry's figures in a scenario: what is understood, and what is said of the rest."""

import subprocess
import sys
from pathlib import Path

import pytest

from model.scenario import Scenario, check, load_scenario, read_text
from model.scenario.incomes import figures_of
from model.simulation import prepare
from model.territory.taxes import NotTheFile, read_taxes
from tests.model.scenario.ministry import CREMA, SMALL, VOGHERA, ministry_file

BEGIN = 'title: A hub\nquestion: Will it live?\nstart: "2022-01"\nhubs: [{name: hub, town: %s, desks: 10}]\nterritory:\n'
LUGANO = "{name: Lugano, residents: 62000, professionals: 2900, remote_workers: 9000, firms: 6500, mean_income_eur: 52000%s}"


def scenario(territory: str, town: str) -> Scenario:
    read, problems = read_text(BEGIN % town + territory)
    assert read is not None and problems == [], [str(problem) for problem in problems]
    return read


def said(territory: str, town: str = "sondrio") -> list[str]:
    return [f"{problem.key}: {problem.message}" for problem in read_text(BEGIN % town + territory)[1]]


# --- towns ---


@pytest.mark.parametrize("town", ["Voghera", "voghera", "VOGHERA", "Voghera (PV)", '"018182"'])
@pytest.mark.parametrize("hub", ["Voghera", '"018182"'])
def test_a_town_may_be_written_in_many_ways_and_is_one(town: str, hub: str) -> None:
    read = scenario(f"  towns: [{town}]\n  overrides: {{{hub}: {{firms: 100}}}}\n", hub)
    assert read.territory.towns == ("voghera",) == tuple(read.territory.overrides) and read.hubs[0].town == "voghera"
    assert prepare(read).territory.places[0].firms == 100


def test_the_same_holds_in_python_in_policies_and_for_rivals() -> None:
    made = Scenario.model_validate({
        "title": "", "question": "", "start": "2022-01", "territory": {"towns": ["L'Aquila"]},
        "hubs": [{"name": "a", "town": "l'aquila", "desks": 5}], "shocks": [{"type": "rival_hub", "town": "L'AQUILA", "desks": 5}],
        "policies": {"p": {"title": "", "add_hubs": [{"name": "b", "town": "066049", "desks": 5}], "hubs": {"a": {"town": "L Aquila"}}}},
    })  # fmt: skip
    under = made.with_policy("p")
    assert {hub.town for hub in under.hubs} == {"l_aquila"} == {shock.town for shock in under.shocks}
    assert Scenario.model_validate(made.written()) == made


@pytest.mark.parametrize(("territory", "town", "messages"), [
    ("  towns: [Samone]\n", "Samone", [
        "territory.towns[0]: 'Samone' is the name of 2 municipalities; write 'Samone (TO)' or 'Samone (TN)'"]),
    ("  towns: [018182]\n", "voghera", ['territory.towns[0]: \'018182\' is not a text; write it in quotes: "018182"']),
    ("  towns: [Voghera, voghera]\n", "voghera", ["territory.towns[1]: town 'voghera' stands twice; keep one"]),
    ("  towns: [Voghera, '018182']\n", "voghera", ["territory.towns[1]: town '018182' stands twice; keep one"]),
    ("  towns: [Voghera]\n", "Faenza", ["hubs[0].town: 'Faenza' is not among the towns of this scenario; write Voghera"]),
    ("  towns: [sondrio]\n  overrides: {Voghera: {firms: 100}}\n", "sondrio", [
        "territory.overrides.Voghera: 'Voghera' is not among the towns of this scenario; write sondrio"]),
])  # fmt: skip
def test_what_is_wrong_with_a_town_is_said(territory: str, town: str, messages: list[str]) -> None:
    assert said(territory, town) == messages


def test_towns_are_at_most_as_many_as_slots_can_number() -> None:
    from model.territory.italy import municipalities

    towns = ", ".join(f'"{code}"' for code in list(municipalities())[:201])
    assert said(f"  towns: [{towns}]\n", '"001001"') == ["territory.towns: 201 towns; at most 200 in one run"]


# --- places of one's own ---


def test_a_place_of_ones_own_is_a_town() -> None:
    rings = ", rings: [{minutes: 15, residents: 60000, professionals: 1800, remote_workers: 7000, firms: 4000}]"
    read = scenario(f"  towns: [lugano]\n  places: [{LUGANO % rings}]\n", "Lugano")
    prepared = prepare(read)
    assert prepared.town_names == ("lugano",) and prepared.territory.places[0].counts == (2_900, 9_000, 6_500)
    assert prepared.territory.places[1].counts == (1_800, 7_000, 4_000)
    assert read_text(read.to_yaml())[0] == read


@pytest.mark.parametrize(("places", "messages"), [
    (LUGANO % ", latitude: 46.0", ["territory.places[0].latitude: a position has both; write longitude too"]),
    (f"{LUGANO % ''}, {LUGANO % ''}", ["territory.places[1].name: two places are called 'Lugano'; give this one a name of its own"]),
    (LUGANO % ", rings: [{minutes: 18, residents: 1, professionals: 1, remote_workers: 1, firms: 1}]", [
        "territory.places[0].rings[0].minutes: 18 is no band; write 15, 20, 25, 30, 35 or 40"]),
    ("{name: Lugano, residents: 62000, remote_workers: 9000, firms: 6500, mean_income_eur: 52000}", [
        "territory.places[0].professionals: is missing; write a number from 0 to 500000 (persons)"]),
    (f"{LUGANO % ''}, {LUGANO.replace('Lugano', 'Chiasso') % ''}", [
        "territory.places[1].name: not among the towns: it does nothing; add 'Chiasso' to 'territory.towns'"]),
])  # fmt: skip
def test_what_is_wrong_with_a_place_is_said(places: str, messages: list[str]) -> None:
    assert said(f"  towns: [Lugano]\n  places: [{places}]\n", "Lugano") == messages


def test_a_misspelt_place_of_ones_own_is_found() -> None:
    assert said(f"  towns: [Luganno]\n  places: [{LUGANO % ''}]\n", "Luganno")[0].endswith("did you mean 'Lugano'?")


# --- the ministry's figures ---


def written(folder: Path, incomes: str, town: str = "crema") -> Path:
    file = folder / "town.yaml"
    file.write_text(BEGIN % town + f"  towns: [{town}]\n  incomes: {incomes}\n", "utf-8")
    return file


def test_the_file_is_read_as_it_is_published(tmp_path: Path) -> None:
    taxes = read_taxes(ministry_file(tmp_path / "irpef.csv", CREMA, SMALL))
    crema, small = taxes["019035"], taxes["019005"]
    assert (crema.year, crema.taxpayers, crema.employees, crema.self_employed, crema.entrepreneurs) == (2020, 25_829, 13_645, 482, 604)
    assert crema.mean_income_eur == pytest.approx(25_987.4, abs=0.1)
    assert (small.self_employed, small.entrepreneurs) == (2, 12), "fewer than three are hidden"


def test_the_ministrys_figures_replace_the_profile_and_stay_in_the_scenario(tmp_path: Path) -> None:
    ministry_file(tmp_path / "irpef.csv", CREMA, VOGHERA, SMALL)
    read = load_scenario(written(tmp_path, "irpef.csv"))
    assert "019035" in read.territory.incomes and "018182" not in read.territory.incomes, "only what is in reach"
    crema = prepare(read).territory.town("crema")
    plain = prepare(Scenario.model_validate({**read.written(), "territory": {"towns": ["crema"]}})).territory.town("crema")
    assert crema.mean_income_eur.value == 25_987 and crema.mean_income_eur.measured and not plain.mean_income_eur.measured
    assert crema.professionals.value > 1.8 * plain.professionals.value, "an old local centre"
    (tmp_path / "irpef.csv").unlink()
    again = read_text(read.to_yaml())[0]
    assert again == read and prepare(again).territory == prepare(read).territory


def test_a_file_of_another_year_says_the_same_of_a_town_among_others(tmp_path: Path) -> None:
    first = figures_of(ministry_file(tmp_path / "a.csv", CREMA, VOGHERA, year=2022), {"towns": ["crema"]})
    dearer = figures_of(ministry_file(tmp_path / "b.csv", CREMA, VOGHERA, year=2022, factor=1.2), {"towns": ["crema"]})
    assert first["019035"] == pytest.approx(dearer["019035"], rel=1e-4)
    assert 20_000 < first["019035"]["mean_income_eur"] < 26_000 and first["019035"]["year"] == 2022


@pytest.mark.parametrize(("incomes", "message"), [
    ("missing.csv", "no file 'missing.csv'; write its path, from the folder of this file"),
    ("other.csv", "'other.csv': no column 'Anno di imposta': it is not the ministry's file of incomes by municipality"),
    ("elsewhere.csv", "'elsewhere.csv' names no municipality of this scenario"),
    ("hidden.csv", "'hidden.csv' names no municipality of this scenario"),
    ("torn.csv", "'torn.csv': line 2: could not convert string to float: 'many'"),
    (".", "no file '.'; write its path, from the folder of this file"),
])
def test_what_is_wrong_with_the_file_is_said_where_it_is_named(tmp_path: Path, incomes: str, message: str) -> None:
    (tmp_path / "other.csv").write_text("name;income\na;1\n", "utf-8")
    ministry_file(tmp_path / "elsewhere.csv", (58091, 1_000, 20_000, 500, 10, 5, 5, 5))
    ministry_file(tmp_path / "hidden.csv", (*CREMA[:2], 0.1, *CREMA[3:]))  # most classes of income are hidden
    torn = ministry_file(tmp_path / "torn.csv", CREMA)
    torn.write_text(torn.read_text("utf-8").replace(";25829;", ";many;"), "utf-8")
    file = written(tmp_path, incomes)
    assert [str(problem) for problem in check(file)] == [f"{file}:7:12: territory.incomes: {message}"]
    with pytest.raises((NotTheFile, OSError)):
        read_taxes(tmp_path / "other.csv" if incomes != "missing.csv" else tmp_path / incomes)


def test_a_list_where_the_file_belongs_is_told_as_such() -> None:
    message = "territory.incomes: a list is not a map of keys; write a map of keys, indented under its key"
    assert said("  towns: [sondrio]\n  incomes: [1]\n") == [message]


def test_scenarios_of_shipped_towns_read_no_table() -> None:
    code = (
        "import sys; from model.scenario import *; from model.simulation import prepare; from model.territory import italy\n"
        "for name in scenario_names(): prepare(load_scenario(name))\n"
        "sys.exit(italy.municipalities.cache_info().currsize + italy.provinces.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
