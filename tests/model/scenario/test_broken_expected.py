"""What is said of facts (`expected`) that are wrong: place and wording to the letter."""

from pathlib import Path

import pytest

from model.scenario import check, read_scenario, read_text
from tests.model.scenario.example import TEXT

BROKEN = Path(__file__).parent / "broken_expected"
FIELDS = "digital, creative, legal, finance, marketing, engineering, agrifood or other"

EXPECTED = {
    "against_itself": [
        "22:14: expected[0].against: 'cheap' against itself is always zero; name another policy, or write 'policy'",
        "26:14: expected[1].against: 'baseline' against itself is always zero; name another policy, or write 'policy'",
    ],
    "bound_in_words": [
        "21:14: expected[0].at_most: 'below 0.65' is not a number; write a number",
    ],
    "bounds_crossed": [
        "20:50: expected[0].at_most: 40 is less than at_least, 60; write 60 or more",
    ],
    "fields_missing": [
        "20:5: expected[0].fields: is missing; write the two fields of work, e.g. [legal, marketing]",
    ],
    "fields_of_members": [
        "21:5: expected[0].fields: goes with outcome 'links_between' only; write that outcome, or leave it out",
    ],
    "hub_of_a_policy": [
        "21:10: expected[0].hub: unknown hub 'rival'; write adda",
        "32:10: expected[2].hub: there is no 'rival' under 'cheap'; write adda",
    ],
    "in_the_old_form": [
        "20:3: expected: a map of keys is not a list; write a list of blocks, each begun with '- '",
    ],
    "not_enforced": [
        "20:5: expected[0].because: is missing; write why the runs need not keep it, or leave 'enforced' out",
        "27:5: expected[1].because: says why a fact is not enforced; write 'enforced: false' too, or leave it out",
    ],
    "percentage": [
        "22:15: expected[0].in_share: '30 %' is not a number; write 0.3, without unit or separators",
    ],
    "share_of_30": [
        "22:15: expected[0].in_share: '30' is out of range; write a number from 0 to 1 (share of the replicates), or 0.3 if 30 % is meant",
    ],
    "three_fields": [
        "21:13: expected[0].fields: 3 listed; write two fields of work, e.g. [legal, marketing]",
    ],
    "unknown_field": [
        f"21:21: expected[0].fields[1]: 'lawyers' is not one of the values; write {FIELDS}",
    ],
    "unknown_hub": [
        "21:10: expected[0].hub: unknown hub 'ada'; did you mean 'adda'?",
    ],
    "unknown_key": [
        "21:5: expected[0].atleast: unknown key; did you mean 'at_least'?",
    ],
    "unknown_policy": [
        "21:13: expected[0].policy: unknown policy 'chaep'; did you mean 'cheap'?",
        "22:14: expected[0].against: unknown policy 'basline'; did you mean 'baseline'?",
    ],
    "without_bound": [
        "20:5: expected[0]: no bound; write at_least, at_most or both",
    ],
    "without_reason": [
        "20:5: expected[0].why: is missing; write a text: where the bound comes from, and whether it was fixed before the model was run",
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_place_and_wording(name, monkeypatch):
    monkeypatch.chdir(BROKEN)
    assert [str(problem).removeprefix(f"{name}.yaml:") for problem in check(f"{name}.yaml")] == EXPECTED[name]
    assert read_scenario(f"{name}.yaml")[0] is None


def test_every_broken_file_is_expected():
    assert {path.stem for path in BROKEN.glob("*.yaml")} == set(EXPECTED)


GOOD = """\
expected:
  - {outcome: members_36, at_least: 20, at_most: 40, in_share: 0.3, why: F2}
  - {outcome: cash_36, policy: known, against: smaller, hub: adda, at_most: -1000.5, why: F1, enforced: false, because: no students}
  - {outcome: links_between, fields: [legal, legal], policy: rival, hub: rival, at_least: 1, why: F9, why_it: F9}
  - {outcome: collaborations, fields: [legal, marketing], at_least: 1, why: F9}
"""


def test_every_key_at_work_and_back_from_the_written_form():
    scenario, problems = read_text(TEXT + GOOD)
    assert problems == [] and scenario is not None
    assert [fact.policy for fact in scenario.expected] == ["baseline", "known", "rival", "baseline"]
    assert [fact.enforced for fact in scenario.expected] == [True, False, True, True]
    assert read_text(scenario.to_yaml())[0] == scenario


def test_a_rival_is_a_hub_that_facts_may_name():
    shocks = "shocks:\n  - {type: rival_hub, town: sondrio, desks: 10, name: other, start: 6}\n"
    fact = "expected:\n  - {outcome: members_36, hub: other, at_least: 0, why: F2}\n"
    assert read_text(TEXT + shocks + fact)[1] == []
    assert [problem.key for problem in read_text(TEXT + fact)[1]] == ["expected[0].hub"]


def test_a_scenario_under_a_policy_keeps_its_facts_and_stays_readable():
    scenario, _ = read_text(TEXT + GOOD)
    assert scenario is not None
    for policy in scenario.policy_names:
        under = scenario.with_policy(policy)
        assert under.expected == scenario.expected
        assert read_text(under.to_yaml())[0] == under


def test_a_variant_takes_the_facts_away_with_null(tmp_path):
    (tmp_path / "base.yaml").write_text(TEXT + GOOD)
    (tmp_path / "variant.yaml").write_text("extends: base.yaml\npolicies: null\nexpected: null\n")
    scenario, problems = read_scenario(tmp_path / "variant.yaml")
    assert problems == [] and scenario is not None and scenario.expected == ()
