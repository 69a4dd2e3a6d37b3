"""By what a scenario's question is decided."""

import pytest

from experiments.outcomes.scenarios import read_scenario
from experiments.runs.deciding import deciding
from experiments.runs.results import Results
from model.scenario import Scenario, scenario_names
from tests.experiments.stand_ins import MakeStack, results_of


def test_the_first_usual_outcome_that_varies_decides(scenario: Scenario, make_stack: MakeStack) -> None:
    lasting = {"members": [[6.0] * 40] * 4, "cash_eur": [[100.0] * 40] * 4, "desk_use": [[0.6] * 40] * 4}
    whole, lost = {**lasting, "state": [[1.0] * 40] * 4}, {**lasting, "state": [[1.0] * 20 + [2.0] * 20] * 4}
    both = results_of(scenario, baseline=make_stack(**whole), voucher=make_stack(**lost))
    assert [one.name for one in deciding(both)] == ["shrunk_or_closed_36"]
    assert deciding(both)[0].better == -1
    never = results_of(scenario, baseline=make_stack(**whole), voucher=make_stack(**whole))
    assert deciding(never)[0].name == "members_36"  # viable in all, lost in none
    idle = {**whole, "members": [[0.0] * 40] * 4}
    empty = results_of(scenario, baseline=make_stack(**idle), voucher=make_stack(**whole))
    assert deciding(empty)[0].name == "viable_36"


def test_what_the_scenario_names_decides_as_far_as_the_runs_have_it(results: Results) -> None:
    named = results.scenario.model_copy(update={"decides_by": {"members_36": "less", "closed_60": "less", "cash_24": "more"}})
    results.scenario = named
    assert [(one.name, one.better) for one in deciding(results)] == [("members_36", -1), ("cash_24", 1)]  # the runs have 40 months


def test_only_what_decides_is_judged_by_itself(results: Results) -> None:
    contrast = results.contrast("voucher")
    decided = {row.outcome for row in contrast.rows(hubs=["all"]) if row.clear}
    assert "shrunk_or_closed_36" in decided or contrast.row("shrunk_or_closed_36").chance > 0.05
    results.scenario = results.scenario.model_copy(update={"decides_by": {"left": "less"}})
    again = {row.outcome: row for row in results.contrast("voucher").rows(hubs=["all"])}
    for row in again.values():
        alone = row.low > 0 or row.high < 0
        assert row.clear <= alone
        assert alone == (row.chance < 0.05)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{viabile_36: more}", "unknown outcome 'viabile_36'; did you mean 'viable_36'?"),
        ("{closed_36: more}", "more of 'closed_36' is not better; write less"),
        ("{churn_monthly: up}", "decides_by.churn_monthly: 'up'"),
        ("{members_300: more}", "looks at a hub 300 months old, and none gets that old here"),
        ("{left: less, members_12: more, cash_12: more, viable_12: more}", "4 outcomes"),
        ("viable_36", "decides_by"),
    ],
)
def test_what_cannot_decide_is_said(tmp_path, written: str, said: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"extends: sondrio_downsizing\ndecides_by: {written}\n")
    found, problems = read_scenario(path)
    assert found is None
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]


def test_every_shipped_scenario_says_by_what_it_is_decided() -> None:
    for name in scenario_names():
        found, _ = read_scenario(name)
        assert found is not None and found.decides_by, name
