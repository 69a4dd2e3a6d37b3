"""By what a scenario's question is decided."""

import numpy as np
import pytest

from experiments.outcomes.scenarios import read_scenario
from experiments.runs.contrasts import Contrast
from experiments.runs.deciding import age_judged, decider, deciding, suffix
from experiments.runs.results import Results
from model.names import DOWNSIZED, OPEN
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
    again = {row.outcome: row for row in Contrast(results, "voucher", results, "baseline").rows(hubs=["all"])}
    for row in again.values():
        alone = row.low > 0 or row.high < 0
        assert row.clear <= alone
        assert alone == (row.chance < 0.05)


@pytest.mark.parametrize(
    ("months", "opens", "age"), [(40, 0, 36), (36, 0, 36), (35, 0, 24), (60, 24, 36), (60, 25, 24), (24, 0, 24), (23, 0, None)]
)
def test_hubs_are_judged_at_three_years_if_all_are_followed_so_long(
    scenario: Scenario, make_stack: MakeStack, months: int, opens: int, age: int | None
) -> None:
    one = make_stack(members=np.ones((2, months)))
    two = make_stack(opens=(0, opens), desks=(10.0, 10.0), members=np.ones((2, months, 2)))
    assert age_judged(results_of(scenario, baseline=one, voucher=two)) == age
    assert suffix(age) == ("final" if age is None else str(age))


def test_what_is_written_names_an_outcome_a_side_and_a_hub() -> None:
    assert decider("members_36", "more")[1:] == (1, "all")
    assert decider("members_36@adda", "less")[1:] == (-1, "adda")
    assert decider("members_36@adda", "less").name == "members_36"


@pytest.mark.parametrize(
    ("lost", "varies"), [((2, 2), False), ((2, 3), True), ((398, 398), False), ((397, 398), True), ((0, 400), True), ((400, 400), False)]
)
def test_what_would_be_written_as_0_or_100_under_every_policy_is_not_asked_first(
    scenario: Scenario, make_stack: MakeStack, lost: tuple[int, int], varies: bool
) -> None:
    """Of four hundred worlds, two are five in a thousand."""
    worlds, members = np.arange(400)[:, None], np.ones((400, 10))
    stacks = [make_stack(state=np.where(worlds < number, DOWNSIZED, OPEN) * members, members=members) for number in lost]
    found = deciding(results_of(scenario, baseline=stacks[0], voucher=stacks[1]))
    assert [one.name for one in found] == ["shrunk_or_closed_final" if varies else "members_final"]


def test_what_some_policy_never_has_decides_nothing(scenario: Scenario, make_stack: MakeStack) -> None:
    named = {"months_to_break_even": "less", "members_final@hub1": "more", "cash_final@hub0": "more"}
    scenario = scenario.model_copy(update={"decides_by": named})
    never, at_once = make_stack(net_eur=-np.ones((3, 6))), make_stack(net_eur=np.ones((3, 6)))
    two = make_stack(opens=(0, 0), desks=(10.0, 10.0), net_eur=np.ones((3, 6, 2)))
    assert [one.name for one in deciding(results_of(scenario, baseline=never, voucher=at_once))] == ["cash_final"]
    assert [one.name for one in deciding(results_of(scenario, baseline=at_once, voucher=two))] == ["months_to_break_even", "cash_final"]
    assert [one.hub for one in deciding(results_of(scenario, baseline=two))] == ["all", "hub1", "hub0"]


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


def test_the_first_that_decides_is_judged_by_its_interval_alone(results: Results) -> None:
    """A second outcome that decides must not make the first less clear: the page says that its interval tells."""
    for first in ("shrunk_or_closed_36", "members_36", "left"):
        results.scenario = results.scenario.model_copy(update={"decides_by": {first: "less", "cash_36": "more", "viable_36": "more"}})
        for policy in results.policies[1:]:
            row = Contrast(results, policy, results, "baseline").row(first)  # and not the one that is kept
            assert row.clear == (row.low > 0 or row.high < 0)
