"""Plans: numbers and names of runs, and what their fingerprints depend on."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.outcomes.measures import MEASURES
from experiments.sweeps.design import Plan, Run
from experiments.sweeps.design.plan import FAR_WORLDS
from experiments.sweeps.jobs import Setup, job_of, scenario_at
from tests.experiments.sweeps.design.example import BASE, planned


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned()


# --- numbers of runs ---


def test_the_size_is_scenarios_times_points_times_policies_times_replicates(plan: Plan) -> None:
    assert plan.shape == (1, 64 * (4 + 2), 2, 3)
    assert plan.runs == 64 * 6 * 2 * 3
    two = planned(scenarios=["tiny.yaml", "other.yaml"], horizon_months=40, dummy=False, outcomes=None, decisions=None)
    assert two.shape == (2, 64 * (3 + 2), 2, 3)


@given(st.data())
def test_numbers_and_runs_are_the_same_thing_said_twice(data: st.DataObject) -> None:
    plan = _two_scenarios()
    number = data.draw(st.integers(0, plan.runs - 1))
    run = plan.run_at(number)
    assert plan.number_of(run) == number
    assert all(0 <= position < size for position, size in zip(run, plan.shape, strict=True))
    assert all(type(position) is int for position in run)


_kept: list[Plan] = []


def _two_scenarios() -> Plan:
    if not _kept:
        _kept.append(planned(scenarios=["tiny.yaml", "other.yaml"], horizon_months=40))
    return _kept[0]


def test_runs_are_numbered_scenario_by_scenario_point_by_point_policy_by_policy() -> None:
    plan = _two_scenarios()
    assert [plan.run_at(number) for number in (0, 1, 3, 6)] == [Run(0, 0, 0, 0), Run(0, 0, 0, 1), Run(0, 0, 1, 0), Run(0, 1, 0, 0)]
    assert plan.run_at(plan.runs // 2) == Run(1, 0, 0, 0)
    with pytest.raises(ValueError, match="out of bounds"):
        plan.run_at(plan.runs)


def test_points_of_the_far_side_live_in_a_second_set_of_worlds(plan: Plan) -> None:
    near, far = int(np.argmin(plan.points.far)), int(np.argmax(plan.points.far))
    assert [plan.world(Run(0, near, 1, k)) for k in range(3)] == [0, 1, 2]
    assert [plan.world(Run(0, far, 0, k)) for k in range(3)] == [FAR_WORLDS, FAR_WORLDS + 1, FAR_WORLDS + 2]
    assert FAR_WORLDS > 100_000, "more replicates than a design may ask for"


def test_the_policy_is_the_runs_or_the_factors(plan: Plan) -> None:
    assert [plan.policy_of(Run(0, 0, k, 0)) for k in range(2)] == ["baseline", "voucher"]
    chosen = planned(policies=None, factors=[{"parameter": "alpha"}, {"policy": ["voucher", "smaller"]}])
    assert chosen.policies == ("",)
    assert {chosen.policy_of(Run(0, point, 0, 0)) for point in range(chosen.shape[1])} == {"voucher", "smaller"}
    assert [chosen.policy_of(Run(0, point, 0, 0)) for point in range(chosen.shape[1])] == chosen.points.values[1]


def test_a_policy_factor_with_several_scenarios_runs_in_each() -> None:
    factors = [{"parameter": "alpha"}, {"policy": ["voucher", "smaller"]}]
    chosen = planned(scenarios=["tiny.yaml", "other.yaml"], horizon_months=40, policies=None, factors=factors)
    setup = Setup.of(chosen)
    point = chosen.points.values[1].index("smaller")
    for k, name in enumerate(("tiny", "other")):
        ran = scenario_at(setup, job_of(chosen, Run(k, point, 0, 0)))
        assert (ran.name, ran.policy, ran.hubs[0].desks) == (name, "smaller", 6)
        assert ran.parameters["alpha"] == chosen.points.values[0][point]


def test_every_point_of_a_plan_is_a_scenario_that_can_be_run(plan: Plan) -> None:
    setup = Setup.of(plan)
    for point in range(0, plan.shape[1], 7):
        for policy in range(2):
            ran = scenario_at(setup, job_of(plan, Run(0, point, policy, 0)))
            assert (ran.parameters["alpha"], ran.hubs[0].desks, ran.parameters["beta_n"]) == plan.values_at(point)


def test_the_horizon_of_the_design_replaces_the_scenarios() -> None:
    assert [scenario.horizon_months for scenario in planned(scenarios=["tiny.yaml", "other.yaml"], horizon_months=48).scenarios] == [48, 48]


def test_what_is_kept_by_default_are_the_headlines_that_every_scenario_can_answer() -> None:
    plan = planned(scenarios=["tiny.yaml", "other.yaml"], outcomes=None, decisions=None)
    assert {scenario.horizon_months for scenario in plan.scenarios} == {40, 30}
    assert "members_24" in plan.outcomes
    assert "members_36" not in plan.outcomes
    assert all(MEASURES[name].headline for name in plan.outcomes)
    assert "members_36" in planned(scenarios=["tiny.yaml", "other.yaml"], outcomes=None, decisions=None, horizon_months=36).outcomes


# --- fingerprints ---

SAME: dict[str, dict[str, Any]] = {
    "title": {"title": "Another title", "title_it": "Un altro"},
    "question": {"question": "Does it live?"},
    "decisions": {"decisions": None},
    "conditions": {"conditions": ["viable_36 < 1"]},
    "name": {"name": "another"},
    "replicates": {"replicates": 5},
    "failures_allowed": {"failures_allowed": 0.5},
    "words of a factor": {"factors": [{**BASE["factors"][0], "title": "Propensity", "source": "a survey"}, *BASE["factors"][1:]]},
}
OTHER: dict[str, dict[str, Any]] = {
    "seed": {"seed": 2},
    "scenario": {"scenarios": ["other.yaml"], "horizon_months": 40},
    "second scenario": {"scenarios": ["tiny.yaml", "other.yaml"], "horizon_months": 40},
    "horizon": {"horizon_months": 41},
    "target": {"factors": [{"name": "alpha", "parameter": "beta_f"}, *BASE["factors"][1:]]},
    "further target": {"factors": [BASE["factors"][0], {**BASE["factors"][1], "also": ["hubs.adda.offices"]}, BASE["factors"][2]]},
    "outcomes": {"outcomes": ["members_24"], "decisions": None},
    "policies": {"policies": ["baseline"]},
}


@pytest.mark.parametrize("what", SAME)
def test_words_about_a_sweep_change_no_fingerprint(plan: Plan, what: str) -> None:
    other = planned(**SAME[what])
    assert other.key == plan.key
    for number in (0, 100, 1000):
        run = plan.run_at(number)
        assert other.run_id(run) == plan.run_id(run)
    assert other.points_key(other.shape[1]) == plan.points_key(plan.shape[1])


@pytest.mark.parametrize("what", OTHER)
def test_what_results_depend_on_changes_key_and_runs(plan: Plan, what: str) -> None:
    other = planned(**OTHER[what])
    assert other.key != plan.key
    assert other.run_id(Run(0, 0, 0, 0)) != plan.run_id(Run(0, 0, 0, 0))


def test_another_version_of_the_code_changes_the_key(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.sweeps.design.plan.code_version", lambda: "another")
    assert planned().key != plan.key


def test_other_ranges_are_other_points_of_the_same_sweep(plan: Plan) -> None:
    other = planned(factors=[{**BASE["factors"][0], "low": -3.0}, *BASE["factors"][1:]])
    assert other.key == plan.key
    assert other.points_key(10) != plan.points_key(10)
    assert other.run_id(Run(0, 0, 0, 0)) != plan.run_id(Run(0, 0, 0, 0))


def test_different_runs_have_different_ids_and_the_same_run_one(plan: Plan) -> None:
    runs = [plan.run_at(number) for number in range(0, plan.runs, 5)]
    content = {(plan.values_at(run.point), plan.policy_of(run), plan.world(run)) for run in runs}
    assert len({plan.run_id(run) for run in runs}) == len(content)
    assert [plan.run_id(run) for run in runs[:20]] == [planned().run_id(run) for run in runs[:20]]
    assert all(re.fullmatch("[0-9a-f]{32}", plan.run_id(run)) for run in runs[:5])


def test_the_first_points_have_one_fingerprint_however_many_follow() -> None:
    small, large = (planned(sampler={"type": "saltelli", "n": n}) for n in (64, 256))
    assert small.key == large.key
    assert large.points_key(small.shape[1]) == small.points_key(small.shape[1])
    assert large.points_key(small.shape[1] + 1) != small.points_key(small.shape[1])
    run = small.run_at(small.runs - 1)
    assert large.run_id(run) == small.run_id(run)


def test_the_worlds_points_meet_are_part_of_their_fingerprint(plan: Plan) -> None:
    other = replace(plan, points=plan.points._replace(far=~plan.points.far))
    assert other.points_key(10) != plan.points_key(10)
    assert other.run_id(Run(0, 0, 0, 0)) != plan.run_id(Run(0, 0, 0, 0))


def test_one_factor_reaches_the_hubs_of_every_scenario_whatever_they_are_called() -> None:
    factors = [{"path": "hubs.*.desks", "low": 4, "high": 20}]
    plan = planned(scenarios=["tiny.yaml", "elsewhere.yaml"], factors=factors, sampler={"type": "latin_hypercube", "points": 6})
    setup = Setup.of(plan)
    (factor,) = plan.factors
    assert (factor.name, factor.title["en"], factor.whole, factor.lever) == ("hubs_desks", "Desks at opening of all hubs", True, True)
    hubs = [{spec.name for spec in scenario.hubs} for scenario in plan.scenarios]
    assert hubs == [{"adda"}, {"brembo", "serio"}]
    for run in map(plan.run_at, range(0, plan.runs, 5)):
        scenario = scenario_at(setup, job_of(plan, run))
        assert {spec.desks for spec in scenario.hubs} == {plan.values_at(run.point)[0]}
        assert {spec.name for spec in scenario.hubs} == hubs[run.scenario]
