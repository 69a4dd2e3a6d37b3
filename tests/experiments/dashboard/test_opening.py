"""Files and answers that come to the page are read as texts: nothing of the machine is read for them, and nothing is raised."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.dashboard.opening import MOST_BYTES, hub_begun, opened, shipped
from experiments.languages import languages
from model.scenario import load_scenario


def test_a_file_may_extend_what_ships_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    secret = tmp_path / "secret.yaml"
    secret.write_text(load_scenario("sondrio_downsizing").to_yaml(), encoding="utf-8")
    assert opened("extends: sondrio_downsizing\ntitle: Mine\n")[0] is not None
    for link in ("secret.yaml", str(secret), "../secret.yaml", "./secret.yaml", f"file://{secret}"):
        scenario, problems = opened(f"extends: {link}\ntitle: Mine\n")
        assert scenario is None and [problem.key for problem in problems] == ["extends"], link


def test_no_file_is_opened_for_the_figures_of_the_ministry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "incomes.csv").write_text("anything\n", encoding="utf-8")
    text = load_scenario("sondrio_downsizing").to_yaml().replace("territory:\n", "territory:\n  incomes: incomes.csv\n")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("model.scenario.incomes.figures_of", refuse)
    scenario, problems = opened(text)
    assert scenario is None
    assert "territory.incomes" in {problem.key for problem in problems}


@pytest.mark.parametrize("link", ["[a, b]", "{a: b}", "true", "null", "3"])
def test_what_is_no_text_is_not_told_as_a_name(link: str) -> None:
    problems = opened(f"extends: {link}\ntitle: Mine\n")[1]
    assert all("None" not in problem.message and "'True'" not in problem.message for problem in problems)
    assert "extends" in {problem.key for problem in problems}


@pytest.mark.parametrize("text", [None, 3, ["title: x"], "x" * (MOST_BYTES + 1), "\ud800", "", "- a", "title: [", "\x00", "extends: 3"])
def test_what_is_no_scenario_is_told_with_its_place(text: object) -> None:
    scenario, problems = opened(text, "mine.yaml")
    assert scenario is None and problems
    assert {problem.file for problem in problems} == {"mine.yaml"} and all(problem.line >= 1 for problem in problems)


def test_problems_stand_at_their_lines() -> None:
    problems = opened("extends: sondrio_downsizing\n\nhorizon_months: many\n", "mine.yaml")[1]
    assert [(problem.line, problem.key) for problem in problems] == [(3, "horizon_months")]


@given(st.text(max_size=200), st.text(max_size=30) | st.none() | st.integers())
def test_any_text_is_a_scenario_or_problems(text: str, name: object) -> None:
    scenario, problems = opened(text, name)
    assert (scenario is None) == any(problem.severity == "error" for problem in problems)


def test_only_what_ships_has_a_name() -> None:
    assert shipped("pavia_growth") is not None
    assert [shipped(name) for name in ("../pavia_growth", "pavia_growth.yaml", "/etc/passwd", None, 3)] == [None] * 5


@pytest.mark.parametrize("lang", languages())
def test_a_hub_is_begun_in_any_town(lang: str) -> None:
    scenario, wrong = hub_begun({"town": "Voghera", "desks": "18", "rent": "7,50", "budget": "40mila", "ghost": "x"}, lang)
    assert not wrong and scenario is not None
    assert scenario.hubs[0].desks == 18 and scenario.hubs[0].rent_eur_m2 == 7.5 and "Voghera" in scenario.title


@pytest.mark.parametrize(
    ("town", "name"), [("Crema (CR)", "crema"), ("019035", "crema"), ("Lampedusa e Linosa", "lampedusa_e_linosa"), ("pavia", "pavia")]
)
def test_a_hub_in_a_town_is_called_by_the_town(town: str, name: str) -> None:
    scenario, _ = hub_begun({"town": town}, "it")
    assert scenario is not None and scenario.name == name


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"town": "Atlantide"}, "Atlantide"), ({"town": "Voghera", "desks": "molte"}, "molte"), ({"town": "Voghera", "budget": "3"}, ""),
        ({}, ""), (None, ""), ([1], ""), ({"town": 3}, ""), ({"town": "Voghera", "building": "castle"}, "castle"),
    ],
)  # fmt: skip
def test_answers_that_make_no_scenario_are_told_in_words(said: object, told: str) -> None:
    scenario, wrong = hub_begun(said, "it")
    assert scenario is None and wrong and any(told in line for line in wrong)


_ANSWERS = ["town", "desks", "rent", "host", "operator", "works", "grant", "cash", "budget"]


@given(st.dictionaries(st.sampled_from(_ANSWERS), st.text(max_size=12)))
def test_any_answers_make_a_scenario_or_messages(said: dict[str, str]) -> None:
    scenario, wrong = hub_begun({"town": "Voghera", **said}, "en")
    assert (scenario is None) == bool(wrong)
