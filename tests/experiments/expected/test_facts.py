"""A fact's outcome, its paired difference and its share of replicates are what the runs give, and its bound is judged by them."""

from typing import Any

import numpy as np
import pytest

from experiments.expected.facts import in_words, judge, judged
from experiments.runs.results import Results
from model.names import FIELDS
from model.scenario.expected import Expectation
from tests.experiments.report.fakes import results

RUNS = results(hubs=2, policies=3, replicates=20)
HOST = RUNS.values("members_36", "paid_host") - RUNS.values("members_36")


def _fact(**keys: Any) -> Expectation:
    return Expectation.model_validate({"outcome": "members_36", "why": "F2", **keys})


def _found(runs: Results = RUNS, **keys: Any) -> float:
    found = judge(runs, _fact(**keys))
    assert found is not None
    return found.found


def test_a_level_is_the_mean() -> None:
    assert _found(at_least=1) == pytest.approx(RUNS.values("members_36").mean())
    assert _found(at_least=1, hub="hub_2", policy="rent_free") == pytest.approx(RUNS.values("members_36", "rent_free", "hub_2").mean())


def test_a_difference_is_paired_and_is_the_contrast() -> None:
    assert _found(at_least=0, policy="paid_host", against="baseline") == pytest.approx(HOST.mean())
    row = RUNS.contrast("paid_host", "rent_free").row("cash_36", "hub_1")
    found = _found(outcome="cash_36", at_least=0, policy="paid_host", against="rent_free", hub="hub_1")
    assert found == pytest.approx(row.difference)


def test_a_share_counts_replicates_that_keep_the_bound() -> None:
    middle = float(np.median(RUNS.values("members_36")))
    assert _found(at_least=middle, in_share=0.3) == (RUNS.values("members_36") >= middle).mean()
    assert _found(at_least=0.5, in_share=0.3, policy="paid_host", against="baseline") == (HOST >= 0.5).mean()


def test_a_replicate_without_a_value_does_not_keep_the_bound() -> None:
    runs = results(policies=0, replicates=20, strength=0.9)
    months = runs.values("months_to_break_even")
    assert 0 < np.isnan(months).sum() < 20, "some never break even"
    found = judge(runs, _fact(outcome="months_to_break_even", at_most=1e9, in_share=1.0))
    assert found is not None and not found.met
    assert found.found == (~np.isnan(months)).mean() and found.replicates == (~np.isnan(months)).sum()


def test_an_outcome_that_no_replicate_has_is_missed_not_passed_over() -> None:
    runs = results(policies=0, replicates=5, strength=0.05)
    assert np.isnan(runs.values("months_to_break_even")).all()
    found = judge(runs, _fact(outcome="months_to_break_even", at_most=1e9))
    assert found is not None and np.isnan(found.found) and not found.met


@pytest.mark.parametrize(
    ("keys", "met"),
    [({"at_least": 0}, True), ({"at_least": 1e6}, False), ({"at_most": 1e6}, True), ({"at_most": 0}, False),
     ({"at_least": 0, "at_most": 1e6}, True), ({"at_least": 1e6, "in_share": 0.0}, True), ({"at_least": 0, "in_share": 1.0}, True)],
)  # fmt: skip
def test_sides(keys: dict[str, Any], met: bool) -> None:
    found = judge(RUNS, _fact(**keys))
    assert found is not None and found.met is met


def test_a_mean_on_the_bound_keeps_it() -> None:
    mean = float(RUNS.values("members_36").mean())
    for bound in ({"at_least": mean * (1 + 1e-13)}, {"at_most": mean * (1 - 1e-13)}):
        found = judge(RUNS, _fact(**bound))
        assert found is not None and found.met


def test_links_between_fields() -> None:
    stack = RUNS.stack("rent_free")
    legal, marketing = FIELDS.index("legal"), FIELDS.index("marketing")
    links = RUNS.links_between("marketing", "legal", "rent_free")
    assert links.tolist() == stack.field_links[:, :, legal, marketing].sum(axis=1).tolist()
    assert RUNS.links_between("legal", "marketing", "rent_free", "hub_2").tolist() == stack.field_links[:, 1, legal, marketing].tolist()
    assert RUNS.links_between("legal", "legal").tolist() == RUNS.stack().field_links[:, :, legal, legal].sum(axis=1).tolist()
    for outcome in ("links_between", "collaborations"):
        assert _found(outcome=outcome, fields=["marketing", "legal"], policy="rent_free", at_least=1) == pytest.approx(links.mean())
    with pytest.raises(KeyError, match="no field of work"):
        RUNS.links_between("legal", "lawyers")


def test_links_between_all_fields_are_the_table_of_collaborations() -> None:
    table = RUNS.collaborations()
    assert all(table[a, b] == pytest.approx(RUNS.links_between(x, y).mean()) for a, x in enumerate(FIELDS) for b, y in enumerate(FIELDS))


def test_what_these_runs_cannot_tell_is_not_judged() -> None:
    assert judge(RUNS, _fact(policy="no_such", at_least=0)) is None
    assert judge(RUNS, _fact(against="no_such", at_least=0)) is None
    assert judge(RUNS, _fact(hub="no_such", at_least=0)) is None
    assert judge(results(policies=0, months=24, replicates=3), _fact(at_least=0)) is None


def test_runs_of_a_scenario_under_a_policy_do_not_judge_facts_of_the_baseline() -> None:
    facts = [{"outcome": "members_36", "at_least": 0, "why": "F2"}]
    whole = results(policies=1, replicates=4, expected=facts)
    assert len(judged(whole)) == 1
    under = whole.scenario.with_policy("rent_free")
    assert judged(Results(under, 1, {"baseline": whole.stack("rent_free")}, whole.helped.with_room_for(4))) == []


def test_in_words() -> None:
    fact = _fact(at_least=1, at_most=2.5, in_share=0.8, policy="rent_free", against="baseline", hub="hub_1")
    assert in_words(fact) == "members_36 of hub_1 under rent_free less baseline: at least 1 and at most 2.5 in 80% of the replicates"
    assert in_words(_fact(outcome="links_between", fields=["legal", "other"], at_least=1)) == "links_between [legal, other]: at least 1"
