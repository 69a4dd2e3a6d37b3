"""Replicates and their sets of parameters: which lives with which, what stands before them, and what is said of them."""

import pickle
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from experiments.report.folder import about, summary
from experiments.runs.case import Case
from experiments.runs.contrasts import NotComparable
from experiments.runs.decisions import Evidence
from experiments.runs.replicates import Study, extend, run, run_replicate
from experiments.runs.until_decided import run_until_decided
from model.parameter_sets import ParameterSets, shipped
from model.scenario import Scenario, read_text
from model.series import HUB_COLUMN
from tests.experiments.stand_ins import TINY, same_results, simulate

SETS = ParameterSets(("beta_n", "beta_s"), np.column_stack([np.linspace(0, 1, 50), np.linspace(1, 2, 50)]), np.ones(50), {})
SHOWN = HUB_COLUMN["minutes"]


@pytest.fixture
def shows_beta_n(fake_engine: ModuleType) -> ModuleType:
    """The stand-in engine, which writes the network effect it was given where minutes stand."""

    def shown(world: SimpleNamespace, prepared: SimpleNamespace, threads: int = 1) -> SimpleNamespace:
        outcome = simulate(world, prepared, threads)
        outcome.hub[:, :, SHOWN] = prepared.scenario.parameters.get("beta_n", -1.0)
        return outcome

    fake_engine.simulate = shown  # type: ignore[attr-defined]
    return fake_engine


def _shown(results, policy: str = "baseline") -> list[float]:
    return results.stack(policy).hub[SHOWN, :, 0, 0].tolist()


def _with(scenario: Scenario, **keys: object) -> Scenario:
    return Scenario.model_validate({**scenario.written(), **keys})


def test_each_four_replicates_live_with_one_set_and_all_policies_with_the_same(scenario: Scenario, shows_beta_n) -> None:
    results = run(scenario, replicates=14, seed=3, sets=SETS)
    assert _shown(results) == [SETS.of(SETS.of_replicate(3, number))["beta_n"] for number in range(14)]
    assert len(set(_shown(results))) == 4
    assert all(_shown(results, policy) == _shown(results) for policy in results.policies)
    assert (results.worlds, results.sets_drawn) == (4, 4)


def test_worlds_are_the_same_whatever_the_sets(scenario: Scenario, fake_engine) -> None:
    same_results(run(scenario, replicates=9, sets=SETS), run(scenario, replicates=9, point=True))  # the stand-in reads no parameter


def test_what_is_stated_is_held_in_every_future(scenario: Scenario, shows_beta_n) -> None:
    stated = _with(scenario, parameters={"beta_n": 0.25})
    assert set(_shown(run(stated, replicates=9, policies=[], sets=SETS))) == {0.25}
    policy = {"title": "x", "parameters": {"beta_n": 0.75}}
    one = run(_with(stated, policies={"lively": policy}), replicates=9, sets=SETS)
    assert set(_shown(one)) == {0.25} and set(_shown(one, "lively")) == {0.75}
    other = run(_with(scenario, policies={"lively": policy}), replicates=9, sets=SETS)
    assert len(set(_shown(other))) == 3 and set(_shown(other, "lively")) == {0.75}


def test_a_point_run_has_the_defaults_alone(scenario: Scenario, shows_beta_n) -> None:
    results = run(scenario, replicates=9, point=True)
    assert set(_shown(results)) == {-1.0}
    assert (results.sets, results.worlds, results.sets_drawn) == (None, 1, 0)
    assert run(scenario, replicates=1, policies=[]).sets is shipped()


@pytest.mark.parametrize("first", [1, 4, 6, 13])
def test_more_replicates_give_what_one_run_gives(scenario: Scenario, shows_beta_n, first: int) -> None:
    whole = run(scenario, replicates=13, seed=2, sets=SETS, workers=1)
    longer = extend(run(scenario, replicates=first, seed=2, sets=SETS), 13, workers=3)
    same_results(longer, whole)
    assert longer.sets is SETS


def test_a_job_can_be_sent_elsewhere(scenario: Scenario, shows_beta_n) -> None:
    study = Study(scenario, ("baseline",), 5, SETS)
    sent = pickle.loads(pickle.dumps(study))
    assert sent.contents == study.contents
    one, other = (run_replicate(each, 7).outcomes[0].hub for each in (study, sent))
    np.testing.assert_array_equal(one, other)


def test_the_engine_in_batches_with_the_shipped_sets() -> None:
    tiny, _ = read_text(TINY.replace("horizon_months: 40", "horizon_months: 10"), "tiny.yaml")
    assert tiny is not None
    whole = run(tiny, replicates=9, policies=["voucher"], workers=2)
    same_results(extend(run(tiny, replicates=3, policies=["voucher"]), 9), whole)
    assert not np.array_equal(whole.stack().hub, run(tiny, replicates=9, policies=["voucher"], point=True).stack().hub)


# --- what is said ---


def test_runs_of_other_sets_are_not_taken_for_the_same(scenario: Scenario, fake_engine) -> None:
    moved = ParameterSets(SETS.names, SETS.values[::-1].copy(), SETS.weights, {})
    first = run(scenario, replicates=8, sets=SETS)
    first.contrast("voucher", against=run(scenario, replicates=8, sets=SETS))
    for other in (run(scenario, replicates=8, sets=moved), run(scenario, replicates=8, point=True)):
        with pytest.raises(NotComparable, match="parameter sets \\(table "):
            first.contrast("voucher", against=other)


def test_files_say_which_sets(scenario: Scenario, fake_engine) -> None:
    results = run(scenario, replicates=20, sets=SETS)
    found, kept = summary(results), about(results, "en")
    assert found["parameter_sets"] == kept["parameter_sets"] == {"sha256": SETS.sha256, "sets": 50, "replicates_a_set": 4}
    outcome, difference = found["outcomes"]["members_24"], found["policies"]["voucher"]["differences"]["cash_24"]
    assert all(np.isfinite(block[key]) for block in (outcome, difference) for key in ("sets_low", "sets_high"))
    assert 0 <= outcome["sets_share"] <= 1 and "sets_share" in difference
    assert about(run(scenario, replicates=1, point=True), "en")["parameter_sets"] is None


def test_tables_part_unknown_numbers_from_chance(scenario: Scenario, fake_engine) -> None:
    results = run(scenario, replicates=20, sets=SETS)
    table = results.text_table()
    assert table.header == ("Outcome", "Mean", "By set of parameters", "8 in 10 between")
    assert "Out of 5 sets of parameters × 4 worlds." in table.notes
    contrast = results.contrast("voucher").text_table()
    assert contrast.header[-1] == "Chance" and all(len(row) == len(contrast.header) for row in contrast.rows)
    few = run(scenario, replicates=12, sets=SETS).text_table()
    assert few.header == ("Outcome", "Mean (95 %)", "8 in 10 between")
    assert few.notes[-1] == "Too few sets to tell what the unknown numbers do: run 20 replicates or more."
    assert len(run(scenario, replicates=12, point=True).text_table().notes) == 1


def test_a_decision_counts_a_set_once() -> None:
    sets = np.random.default_rng(1).normal(1, 1, 30)
    one, many = (Evidence.of(values, np.zeros_like(values), False, worlds) for values, worlds in ((sets, 1), (np.repeat(sets, 4), 4)))
    assert many == pytest.approx(one)
    partial = Evidence.of(np.array([1.0, np.nan, 3, 4, 5]), np.zeros(5), False, 2)  # a last set of one, and one world without a value
    assert (partial.number, partial.mean) == (3, pytest.approx((1 + 3.5 + 5) / 3))


def test_what_only_some_sets_show_takes_longer_to_decide(scenario: Scenario, fake_engine) -> None:
    point = run_until_decided(scenario, policies=["voucher"], point=True)
    ensemble = Case(scenario).run_until_decided(policies=["voucher"])
    assert ensemble.decided and ensemble.replicates >= point.replicates
    assert ensemble.text_table().notes[-1].startswith("Each set of parameters counts once")
    assert len(point.text_table().notes) == 1
