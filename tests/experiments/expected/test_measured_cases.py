"""The cases of the scorecard: they read, nothing is made twice, parameters reach them, and every one is used."""

from contextlib import suppress

import numpy as np
import pytest

from experiments.expected.claims import score
from experiments.expected.measured_cases import CASES, F4_TOWNS, Runs, all_replicates, residents
from experiments.expected.validation import CLAIMS
from experiments.runs import replicates
from model.scenario import read_text
from model.territory.towns import TOWNS
from tests.experiments.stand_ins import make_stack, results_of


@pytest.fixture
def made(monkeypatch):
    """What would be run, (name, replicates, parameters), in place of running it."""
    seen = []

    def run(scenario, *, replicates, seed, policies, point, progress):
        assert point
        seen.append((scenario.name, replicates, dict(scenario.parameters)))
        progress(replicates, replicates)
        return results_of(scenario, baseline=make_stack(members=[[1.0]]))

    monkeypatch.setattr(replicates, "run", run)
    return seen


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_a_scenario_with_the_policies_it_names(name: str) -> None:
    scenario = CASES[name].scenario()
    assert set(CASES[name].policies) <= set(scenario.policy_names)
    read, problems = read_text(scenario.to_yaml())
    assert read is not None, problems


def test_the_small_hub_of_f4_takes_no_public_money_and_all_defaults() -> None:
    for town in F4_TOWNS:
        scenario = CASES[f"new hub {town}"].scenario()
        assert scenario.instruments == ()
        assert scenario.parameters == {}
        assert scenario.hubs[0].works_eur is None


def test_a_case_is_run_once_and_told_of(made) -> None:
    told = []
    runs = Runs(8, told=lambda done, total: told.append((done, total)))
    assert runs["sondrio"] is runs["sondrio"]
    assert runs["ten hubs"].hubs == ("hub0",)
    assert [(name, number) for name, number, _ in made] == [("sondrio", 8), ("ten hubs", 2)]
    assert told == [(8, all_replicates(8)), (10, all_replicates(8))]


def test_parameters_of_the_runs_win_over_those_of_the_case(made) -> None:
    Runs(2, parameters={"beta_s": 0.0, "habit": 1.0})["sondrio, word of mouth high"]
    assert made[0][2] == {"awareness_word_of_mouth": 0.1, "beta_s": 0.0, "habit": 1.0}


def test_a_village_has_the_shares_of_its_town() -> None:
    scenario = CASES["village group"].scenario()
    figures, town = scenario.territory.overrides["sondrio"], TOWNS["sondrio"]
    assert figures.residents == 1000
    assert figures.firms == pytest.approx(1000 * town.firms.value / town.residents.value, abs=0.5)
    assert residents(1000).startswith("sondrio: {residents: 1000")


def test_every_case_is_read_by_some_claim(monkeypatch) -> None:
    asked: set[str] = set()

    class Recording(Runs):
        def __getitem__(self, name):
            asked.add(name)
            return super().__getitem__(name)

    def tiny(scenario, *, replicates, policies, **more):
        months = scenario.horizon_months
        hubs = len(scenario.hubs)
        stack = make_stack(opens=(0,) * hubs, desks=(10.0,) * hubs, members=[[[1.0] * hubs] * months] * 2)
        return results_of(scenario, **dict.fromkeys(("baseline", *policies), stack))

    monkeypatch.setattr(replicates, "run", tiny)
    runs = Recording(2)
    for claim in CLAIMS:
        with suppress(KeyError, ValueError, IndexError), np.errstate(all="ignore"):  # stand-ins have no hubs by name
            score([claim], runs)
    assert asked == set(CASES)
