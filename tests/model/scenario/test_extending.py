"""What a scenario takes over from one it extends, and what of it is about another place."""

from pathlib import Path

import pytest

from experiments.outcomes.scenarios import read_scenario
from model.scenario import Problem, Scenario
from model.scenario.extending import QUESTION


def _read(folder: Path, text: str) -> tuple[Scenario, list[Problem]]:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    found, problems = read_scenario(path)
    assert found is not None, [str(problem) for problem in problems]
    return found, problems


SONDRIO, _ = read_scenario("sondrio_downsizing")
assert SONDRIO is not None
ELSEWHERE = "extends: sondrio_downsizing\ntitle: A hub in Lodi\nterritory: {towns: [lodi]}\nhubs: [{name: adda, town: lodi}]\n"


def test_the_story_of_another_town_is_left_out_with_a_word(tmp_path: Path) -> None:
    found, problems = _read(tmp_path, ELSEWHERE)
    assert (found.question, found.question_it) == tuple(QUESTION.values())
    assert (found.sources, found.expected, found.decides_by, found.description, found.hubs[0].title) == ((), (), {}, None, None)
    said = [str(problem) for problem in problems]
    assert len(said) == 1 and problems[0].severity == "warning"
    assert "mine.yaml:3:1: extends: warning: another town or hub than in 'sondrio_downsizing'" in said[0]
    assert "question, description, sources, decides_by, expected are left out" in said[0]


def test_a_question_of_ones_own_stays_and_only_the_rest_goes(tmp_path: Path) -> None:
    found, problems = _read(tmp_path, ELSEWHERE + "question: Does it fill?\ndecides_by: {members_24: more}\n")
    assert (found.question, found.question_it, found.decides_by) == ("Does it fill?", None, {"members_24": "more"})
    assert "description, sources, expected" in problems[0].message and "question" not in problems[0].message


def test_the_same_town_and_hub_keep_their_story(tmp_path: Path) -> None:
    found, problems = _read(tmp_path, "extends: sondrio_downsizing\nhubs: [{name: adda, town: sondrio, desks: 20}]\n")
    assert problems == []
    assert (found.question, found.sources, found.decides_by) == (SONDRIO.question, SONDRIO.sources, SONDRIO.decides_by)


def test_what_decides_belongs_to_a_question(tmp_path: Path) -> None:
    found, _ = _read(tmp_path, "extends: sondrio_downsizing\nquestion: How many members?\n")
    assert found.decides_by == {}
    found, _ = _read(tmp_path, "extends: sondrio_downsizing\ndecides_by: {members_36: more}\n")
    assert found.decides_by == {"members_36": "more"} and found.question == SONDRIO.question


def test_a_hub_takes_from_its_namesake_what_it_does_not_say(tmp_path: Path) -> None:
    found, _ = _read(tmp_path, "extends: sondrio_downsizing\nhubs: [{name: adda, town: sondrio, desks: 20}]\n")
    before = SONDRIO.hubs[0]
    assert found.hubs[0] == before.model_copy(update={"desks": 20})


def test_a_list_says_which_there_are(tmp_path: Path) -> None:
    found, _ = _read(tmp_path, "extends: sondrio_downsizing\nhubs: [{name: mera, town: sondrio, desks: 9}]\n")
    assert [hub.name for hub in found.hubs] == ["mera"]
    assert found.hubs[0].offices == 0, "another hub, so nothing of the first"


def test_so_do_the_instruments_of_a_policy(tmp_path: Path) -> None:
    found, _ = _read(tmp_path, "extends: sondrio_downsizing\npolicies: {voucher: {instruments: [{type: voucher, share: 0.3}]}}\n")
    before = SONDRIO.policies["voucher"].instruments[0]
    assert found.policies["voucher"].instruments == (before.model_copy(update={"share": 0.3}),)
    assert found.policies["voucher"].title == SONDRIO.policies["voucher"].title


@pytest.mark.parametrize(
    ("item", "kept"),
    [("{type: capex_grant, share: 0.5}", True), ("{type: rent_relief, name: capex_grant, payer: region, share: 0.5}", False)],
)
def test_an_instrument_takes_from_its_namesake_of_the_same_type(tmp_path: Path, item: str, kept: bool) -> None:
    found, _ = _read(tmp_path, f"extends: sondrio_downsizing\ninstruments: [{item}]\n")
    assert len(found.instruments) == 1
    assert found.instruments[0].share == 0.5
    assert (found.instruments[0].payer == SONDRIO.instruments[0].payer) or not kept
