"""Outcomes of facts are checked where scenarios are run: at line and column, by `coworking check`, `run` and in Python."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiments import load_scenario
from experiments.commands.main import app
from experiments.outcomes.scenarios import read_scenario
from model.scenario import ScenarioError
from model.scenario import check as check_without_outcomes
from tests.model.scenario.example import TEXT

LINES = TEXT.count("\n")
WRONG = {
    "{outcome: member_36, at_least: 1, why: F2}": "15: expected[0].outcome: unknown outcome 'member_36'; did you mean 'members_36'?",
    "{outcome: joy, at_least: 1, why: F2}":
        "15: expected[0].outcome: unknown outcome 'joy'; experiments/outcomes/measures.py lists them, model/series.py those as days_at_18",
    "{outcome: left, hub: adda, at_least: 1, why: F2}": "21: expected[0].hub: 'left' is an outcome of towns; leave the hub out",
    "{outcome: desk_use_24, at_most: 65, why: F1}":
        "37: expected[0].at_most: 65 is out of range: desk_use_24 is a share; write a number from 0 to 1",
    "{outcome: closed_24, at_most: 1.5, why: F4}":
        "35: expected[0].at_most: 1.5 is out of range: closed_24 is yes (1) or no (0) in each run; write a number from 0 to 1",
    "{outcome: closed_24, against: known, at_least: -2, why: F4}":
        "52: expected[0].at_least: -2 is out of range: closed_24 is yes (1) or no (0) in each run; write a number from -1 to 1",
    "{outcome: members_60, at_least: 1, why: F2}":
        "15: expected[0].outcome: looks at a hub 60 months old; the run has 48 months: write another outcome",
    "{outcome: days_at_60, at_least: 1, why: F2}":
        "15: expected[0].outcome: looks at a hub 60 months old; the run has 48 months: write another outcome",
    "{outcome: ocasional_at_18, at_least: 1, why: F2}":
        "15: expected[0].outcome: unknown outcome 'ocasional_at_18'; did you mean 'occasional_at_18'?",
    "{outcome: reason_at_30, policy: rival, at_least: 1, why: F2}":
        "15: expected[0].outcome: several hubs have no 'reason_at_30' together; write the hub too: adda or rival",
    "{outcome: reason_at_30, policy: rival, hub: adda, at_most: 5, why: F2}": "",
    "{outcome: occasional_at_18, at_least: 1, why: F2}": "",
    "{outcome: within_30_at_18, at_most: 65, why: F1}":
        "41: expected[0].at_most: 65 is out of range: within_30_at_18 is a share; write a number from 0 to 1",
    "{outcome: cash_36, policy: rival, hub: rival, at_least: 1, why: F2}": "",
    "{outcome: links_between, fields: [legal, legal], at_least: 1, why: F9}": "",
}  # fmt: skip


def _file(folder: Path, fact: str) -> Path:
    path = folder / "town.yaml"
    path.write_text(f"{TEXT}expected:\n  - {fact}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("fact", WRONG)
def test_place_and_wording(fact: str, tmp_path: Path) -> None:
    path = _file(tmp_path, fact)
    assert check_without_outcomes(path) == []
    scenario, problems = read_scenario(path)
    assert [str(problem) for problem in problems] == ([f"{path}:{LINES + 2}:{WRONG[fact]}"] if WRONG[fact] else [])
    assert (scenario is None) == bool(WRONG[fact])


def test_a_hub_that_opens_late_is_named(tmp_path: Path) -> None:
    path = _file(tmp_path, "{outcome: members_36, policy: rival, hub: rival, at_least: 1, why: F2}")
    path.write_text(path.read_text("utf-8").replace("opens: 12", "opens: 13"), encoding="utf-8")
    (problem,) = read_scenario(path)[1]
    assert problem.message == "looks at a hub 36 months old; the run has 48 months and the hub opens in month 13: write another outcome"


def test_the_command_and_python_say_it(tmp_path: Path) -> None:
    path = _file(tmp_path, "{outcome: member_36, at_least: 1, why: F2}")
    for command in ("check", "run"):
        done = CliRunner().invoke(app, [command, str(path)])
        assert done.exit_code == 2 and "did you mean 'members_36'?" in done.output
    with pytest.raises(ScenarioError, match="did you mean 'members_36'"):
        load_scenario(path)


def test_a_shorter_run_than_the_facts_need_is_no_error(tmp_path: Path) -> None:
    path = _file(tmp_path, "{outcome: members_36, at_least: 1, why: F2}")
    assert load_scenario(path).over(12).scenario.horizon_months == 12
