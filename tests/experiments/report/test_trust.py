"""The page says of every number where it comes from, and of some results that nothing can check them."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from experiments.report import trust
from experiments.report.page import render as html
from experiments.report.reader import Reader
from model.parameter_sets import ParameterSets
from model.parameters import CATALOGUE, TABLES
from model.scenario import read_text
from model.territory import TOWNS
from tests.experiments.report.fakes import results


@cache
def _reader(lang: str = "it") -> Reader:
    return Reader(results(replicates=5), lang)


def _changed(**content: Any) -> Reader:
    return Reader(results(policies=0, replicates=2, **content), "en")


def test_every_number_of_the_model_is_counted_once() -> None:
    found = trust.evidence(_reader())
    assert sum(kind["count"] for kind in found["kinds"]) == len(CATALOGUE) + len(TABLES)
    assert len(found["all"]) == len(CATALOGUE)
    assert all(kind["examples"] for kind in found["kinds"])


def test_causes_that_the_facts_do_not_decide_are_said() -> None:
    def read(sets: ParameterSets | None, **content: Any) -> list[str]:
        made = results(policies=0, replicates=4, **content)
        made.sets = sets
        return trust.causes(Reader(made, "en"))

    names = ("habit", "beta_n")
    searched = {"mass at zero": {"habit": 0.25, "beta_n": 0.25}}
    table = ParameterSets(names, np.array([[0.0, 0.5], *[[2.0, 0.5]] * 3] * 3), np.ones(12), searched)
    habit, network = read(table)
    assert habit.startswith("Habit") and "25 in 100" in habit and "do not say whether" in habit
    assert network.startswith("Critical mass") and "0 in 100" in network and "(25 in 100 before" in network
    assert "speak for it, within this model, by at least 7 to one" in network
    assert read(None) == []
    assert len(read(replace(table, provenance={"mass at zero": {"beta_n": 0.25}}))) == 1  # habit could not be left out: nothing to say
    assert read(replace(table, provenance={})) == []
    assert len(read(table, parameters={"habit": 1.0})) == 1  # a scenario that states one says what it takes it for


def test_parameters_a_scenario_changes_are_named_and_marked() -> None:
    name = "spillover"
    found = trust.evidence(_changed(parameters={name: 0.0}))
    assert name in found["changed"]
    assert [row["name"] for row in found["all"] if row["changed"]] == [name]
    assert next(row for row in found["all"] if row["name"] == name)["value"] == "0"
    assert "none of them" in trust.evidence(_changed())["changed"]


def test_figures_of_the_town_say_whether_they_were_measured() -> None:
    (town,) = trust.towns(_reader("en"))
    rows = {row["name"]: row for row in town["rows"]}
    residents = TOWNS["sondrio"].figures()["residents"]
    assert rows["residents"]["value"] == f"{residents.value:,.0f}"
    assert rows["residents"]["measured"] == ("measured" if residents.measured else "estimated")
    assert rows["firms"]["kind"] == "estimated" and town["around"] and rows["firms"]["around"] != "–"


def test_figures_a_scenario_overrides_are_not_passed_off_as_measured() -> None:
    spec = {"towns": ["sondrio"], "catchment_minutes": 0, "overrides": {"sondrio": {"residents": 30000}}}
    (town,) = trust.towns(_changed(territory=spec))
    row = next(row for row in town["rows"] if row["name"] == "residents")
    assert (row["value"], row["kind"], row["source"]) == ("30,000", "scenario", "from the scenario")
    assert not town["around"]


@pytest.mark.parametrize(("stated", "shown"), [({}, "–"), ({"minutes_to_metropolis": 75}, "75"), ({"minutes_to_metropolis": 120}, "120")])
def test_a_place_of_ones_own_shows_the_minutes_that_are_known(stated: dict[str, float], shown: str) -> None:
    figures = {"residents": 62_000, "professionals": 2_900, "remote_workers": 9_000, "firms": 6_500, "mean_income_eur": 52_000}
    spec = {"towns": ["sondrio", "lugano"], "places": [{"name": "lugano", **figures, **stated}]}
    town = trust.towns(_changed(territory=spec))[1]
    row = town["rows"][-1]
    assert (row["name"], row["value"]) == ("minutes from the metropolis, door to door", shown)
    assert ("nobody commutes" in row["source"]) is (shown == "–")


def test_what_the_scenario_leaves_out_about_the_hub_is_a_usual_value() -> None:
    rows = {row["name"]: row for row in trust.hub_inputs(_reader("en"))}
    assert rows["desks"]["origin"] == "stated by the scenario" and rows["desks"]["value"] == "14"
    rent = rows["rent, €/m² a month"]
    assert rent["origin"] == "usual value (survey)" and rent["value"] == f"{CATALOGUE['rent_eur_m2'].default:g}"
    assert trust.hub_inputs(Reader(results(hubs=2, policies=0, replicates=2), "en")) == []


def test_results_nothing_can_check_are_listed_apart() -> None:
    names = {row["name"] for row in trust.scenario_only(_reader("en"))}
    assert {"People who left", "Income added by collaborations", "CO₂ avoided"} <= names
    assert "Members at 36 months" not in names


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (120_000.0, "120.000"), (2_600.0, "2.600"), (1_234_567.0, "1.234.567"), (0.0003, "0,0003"), (7.5, "7,5"), (0.0, "0"),
        (-0.25, "−0,25"), (5e-7, "0,0000005"),
    ],
)
def test_figures_are_written_with_the_decimals_they_have(value: float, written: str) -> None:
    assert trust._plain(Reader(results(policies=0, replicates=2), "it"), value) == written
def test_a_warning_of_the_check_stands_on_the_page() -> None:
    plain, doubtful = _changed(), _changed(parameters={"beta_n": 4.0})
    assert trust.warnings(plain) == [] and "asks about" not in html(plain.results, "en")
    assert trust.warnings(doubtful) == ["parameters.beta_n: 4 is outside the plausible range 0-2.5 logit; keep it if it is meant"]
    page = html(doubtful.results, "it")
    assert "parameters.beta_n: 4 è fuori dai valori plausibili, 0-2.5 logit; lasciarlo se è voluto" in page


def test_many_warnings_are_counted() -> None:
    names = [name for name, entry in CATALOGUE.items() if entry.hard_low <= entry.low - 0.001 or entry.hard_high >= entry.high + 0.001]
    far = {name: CATALOGUE[name].high + 0.001 for name in names if CATALOGUE[name].hard_high >= CATALOGUE[name].high + 0.001}
    said = trust.warnings(_changed(parameters=dict(list(far.items())[:15])))
    assert len(said) == 13 and said[-1] == "and 3 more warnings."


def test_a_story_that_was_left_out_is_said_on_the_page() -> None:
    made, _ = read_text("extends: sondrio_downsizing\nterritory: {towns: [lodi]}\nhubs: [{name: hub, town: lodi, desks: 12}]\n")
    assert made is not None
    (said,) = trust.warnings(_changed(question=made.question))
    assert said.startswith("question: the scenario extends one of another place")
