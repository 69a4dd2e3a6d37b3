"""The members that carry a hub: asked of small runs, and told in words that hold when there is nothing to name."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.outcomes.intervals import Estimate
from experiments.questions.answer import Refused
from experiments.questions.critical_mass import critical_mass
from experiments.questions.critical_mass_runs import NETWORK, OFF, ON, VIABLE, other_starts, reached, run_as
from experiments.questions.critical_mass_told import said
from experiments.questions.one_hub import with_hub
from experiments.questions.variants import asking
from experiments.runs.replicates import run
from experiments.storage.json_text import json_text
from model.scenario import Scenario, load_scenario


@pytest.fixture(scope="module")
def sondrio() -> Scenario:
    return load_scenario("sondrio_downsizing")


@pytest.fixture(scope="module")
def answer(sondrio: Scenario):
    return critical_mass(sondrio, at=24, replicates=20, workers=1)


def test_one_worker_and_two_give_the_same_answer(sondrio: Scenario, answer) -> None:
    assert json_text(critical_mass(sondrio, at=24, replicates=20, workers=2).numbers()) == json_text(answer.numbers())


def test_the_network_effect_off_is_its_parameters_at_zero(sondrio: Scenario, answer) -> None:
    nothing = {"beta_n": 0.0, "beta_s": 0.0, "awareness_word_of_mouth": 0.0}
    assert dict(NETWORK[OFF]) == nothing and not NETWORK[ON]
    without = sondrio.model_copy(update={"parameters": {**sondrio.parameters, **nothing}})
    alone = run(without.over(24), replicates=20, policies=[], workers=1)
    assert np.array_equal(alone.stack().hub, answer.results.stack(run_as("baseline", OFF, "as_is")).hub)
    assert np.array_equal(  # and on, nothing is changed
        run(sondrio.over(24), replicates=4, policies=[], workers=1).stack().hub,
        answer.results.stack(run_as("baseline", ON, "as_is")).hub[:, :4],
    )


def test_a_policy_is_asked_about_with_all_that_it_brings(sondrio: Scenario) -> None:
    asked = asking(sondrio, {"a": {**with_hub(sondrio, "rent_relief", "adda", {"founders": 3, "starts_with": "group"}), "title": "A"}})
    under = asked.with_policy("a")
    assert [block.type for block in under.instruments] == ["capex_grant", "rent_relief"]
    assert (under.hubs[0].founders, under.hubs[0].desks) == (3, 14)


def test_a_hub_that_a_policy_adds_is_changed_where_it_is_added() -> None:
    pavia = load_scenario("pavia_growth")
    asked = asking(pavia, {"a": {**with_hub(pavia, "rivals", "rival_first", {"desks": 9}), "title": "A"}})
    assert {hub.name: hub.desks for hub in asked.with_policy("a").hubs} == {
        "ticino": 64, "rival_first": 9, "rival_second": 16, "rival_third": 16,
    }  # fmt: skip


def test_starts_go_from_nobody_to_a_founder_at_each_desk(sondrio: Scenario) -> None:
    starts = other_starts(sondrio.hubs[0], 0.5)
    assert [change["founders"] for change in starts.values()] == [0, 5, 9, 14]
    assert [change["starts_with"] for change in starts.values()] == ["door", "group", "group", "group"]


def test_a_hub_found_open_starts_with_other_members_that_fit(sondrio: Scenario) -> None:
    plain = sondrio.hubs[0].model_dump() | {"already_open": {"months": 12, "flex": 12, "fixed": 4}}
    hub = type(sondrio.hubs[0]).model_validate({key: value for key, value in plain.items() if value is not None})
    starts = other_starts(hub, 0.5)
    assert [change["already_open"]["flex"] for change in starts.values()] == [0, 6, 18, 20]  # 14 desks, 4 of them taken, two on each
    assert all(change["already_open"]["fixed"] == 4 for change in starts.values())
    assert other_starts(sondrio.hubs[0].model_copy(update={"plans": ("day",)}), 0.5) == {}


def test_what_cannot_be_asked_is_refused_with_every_reason(sondrio: Scenario) -> None:
    with pytest.raises(Refused, match=r"--at: 400; write a number of months from 13 to 360"):
        critical_mass(sondrio, at=400)
    with pytest.raises(Refused) as refused:
        critical_mass(sondrio, hub="addda")
    assert refused.value.told("it") == ["--hub: non c'è un hub 'addda'; ci sono: adda"]
    with pytest.raises(Refused, match="no policy 'nothing'"):
        critical_mass(sondrio, policy="nothing")
    late = sondrio.model_copy(update={"hubs": (sondrio.hubs[0].model_copy(update={"opens": "when_viable"}),)})
    with pytest.raises(Refused) as both:
        critical_mass(late, at=2)
    assert len(both.value.reasons) == 2


def test_months_until_a_number_is_first_reached() -> None:
    members = np.array([[1.0, 5.0, 9.0, 4.0], [0.0, 0.0, 0.0, 0.0], [6.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 8.0]])
    found = reached(members, np.array([5.0, 5.0, 5.0, np.nan]))
    assert np.array_equal(found.month, [2.0, np.nan, 1.0, np.nan], equal_nan=True)
    assert (found.never.value, found.by(1), found.by(4)) == (0.5, 0.25, 0.5)
    assert found.quantile(0.25) == 1.0 and found.quantile(0.5) == 2.0 and np.isnan(found.quantile(0.75))


@pytest.mark.parametrize("status", ["all", "none", "flat", "below", "above", "few"])
@pytest.mark.parametrize("lang", ["en", "it"])
def test_that_there_is_none_is_said_first(answer, status: str, lang: str) -> None:
    found = answer.found
    side = found.sides[ON]
    nothing = replace(side.even[VIABLE, 12], status=status, members=Estimate(np.nan, np.nan, np.nan), grid=np.empty(0), curve=np.empty(0))
    told = said(found._replace(sides={**found.sides, ON: side._replace(even=dict.fromkeys(side.even, nothing))}), lang, lang == "en")
    starts = {
        "en": ("There is no critical mass", "The futures are too few"), "it": ("Non c'è una massa critica", "I futuri sono troppo pochi"),
    }  # fmt: skip
    assert told.sentences[0].startswith(starts[lang]), told.sentences[0]
    assert "nan" not in " ".join(told.sentences) and "nan" not in str(told.tables)
    assert all(picture.svg.startswith("<svg") for picture in told.pictures)
    assert told.pictures or lang != "en"


def test_what_is_needed_is_the_same_members_in_the_numbers_and_the_words(answer) -> None:
    numbers = answer.numbers()["on"]
    sentence = " ".join(answer.said("en", drawn=False).sentences)
    for key in ("to_open", "to_stay"):
        assert f"{numbers[key]['members']['value']:.0f} ({numbers[key]['members']['low']:.0f}–" in sentence
    for age, expected in numbers["expected"].items():
        assert expected["less_to_stay"] == expected["members"]["value"] - numbers["to_stay"]["members"]["value"], age
