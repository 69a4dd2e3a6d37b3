"""Estimated figures of municipalities err from replicate to replicate; what is known, stated or shipped does not."""

import math
import statistics

import numpy as np
import pytest

from model.compile_scenario.town_draws import drawn
from model.scenario import Scenario
from model.simulation import Prepared, build_world, prepare
from model.territory import OVERRIDABLE, territory

SEEDS = range(400)
COUNTS = ("professionals", "remote_workers", "firms")


def case(*towns: str, minutes: float = 20, **overrides: float) -> Prepared:
    land = {"towns": list(towns), "catchment_minutes": minutes, "overrides": {towns[0]: overrides} if overrides else {}}
    hub = {"name": "hub", "town": towns[0], "desks": 10}
    return prepare(Scenario.model_validate({"title": "", "question": "", "start": "2022-01", "territory": land, "hubs": [hub]}))


@pytest.mark.parametrize("town", ["sondrio", "caserta", "lomazzo"])
def test_shipped_towns_are_the_same_in_every_replicate(town: str) -> None:
    prepared = case(town)
    assert all(prepared.territory_of(seed) is prepared.territory for seed in range(5))
    assert prepared.wage_gap_of(3) is prepared.wage_gap


def test_a_figure_errs_by_what_is_stated_and_is_right_on_average() -> None:
    land = territory(["voghera"], 20)
    town = land.places[0]
    for number, name in enumerate(OVERRIDABLE):
        values = [getattr(drawn(land, seed).places[0], name) / getattr(town, name) for seed in SEEDS]
        error = town.errors[number][0]
        assert statistics.mean(values) == pytest.approx(1, abs=4 * error / math.sqrt(len(values)) + 1e-12), name
        assert statistics.stdev(values) == pytest.approx(error, rel=0.25), name
    assert town.errors[OVERRIDABLE.index("residents")] == (0.0, 0.0) and min(error for error, _ in town.errors[1:]) > 0.05


def test_a_town_and_its_surroundings_share_the_error_of_the_province() -> None:
    land = territory(["voghera"], 30)
    logs = np.array([[math.log(place.professionals) for place in drawn(land, seed).places] for seed in SEEDS])
    together = np.corrcoef(logs, rowvar=False)[0, 1:]
    assert (together > 0.05).all() and (together < 0.7).all()


def test_rings_err_less_than_one_town_alone() -> None:
    for key in ("voghera", "faenza", "crema"):
        town, *around = territory([key], 40).places
        assert all(ring.errors[1][0] < town.errors[1][0] for ring in around if ring.residents > town.residents / 2)


def test_what_a_scenario_states_does_not_err() -> None:
    prepared = case("voghera", professionals=500, mean_income_eur=25_000)
    places = [prepared.territory_of(seed).places[0] for seed in range(10)]
    assert {place.professionals for place in places} == {500} and {place.mean_income_eur for place in places} == {25_000.0}
    assert len({place.firms for place in places}) > 5


def test_the_seats_income_is_measured_and_does_not_err() -> None:
    prepared = case("faenza"), case("ravenna")
    incomes = [{one.territory_of(seed).places[0].mean_income_eur for seed in range(5)} for one in prepared]
    assert [len(values) for values in incomes] == [5, 1]


def test_the_same_replicate_is_the_same_world_and_its_people_are_as_many_as_drawn() -> None:
    prepared = case("morbegno", minutes=0)
    (place,) = prepared.territory_of(7).places
    world, again = build_world(prepared, 7), build_world(prepared, 7)
    assert np.bincount(world.people.kind, minlength=3).tolist() == list(place.counts)
    assert world.rows.tobytes() == again.rows.tobytes()
    assert place.counts != build_world(prepared, 8).prepared.territory_of(8).places[0].counts
    assert prepared.territory_of(7).systems[0][0] == place.usual == place.counts


def test_a_poorer_town_is_further_from_the_metropolis_in_wages() -> None:
    prepared = case("voghera", minutes=0)
    for seed in range(5):
        income = prepared.territory_of(seed).places[0].mean_income_eur
        assert prepared.wage_gap_of(seed)[0] == pytest.approx(math.log(33_951 / income))


def test_another_town_in_the_run_changes_no_draw_of_the_first() -> None:
    alone, beside = territory(["faenza"], 0), territory(["faenza", "matera"], 0)
    assert [drawn(land, 5).places[0].counts for land in (alone, beside)] == [drawn(alone, 5).places[0].counts] * 2
