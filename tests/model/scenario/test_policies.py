import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.scenario import read_text
from model.scenario.policies import assemble, parts, under_policy
from tests.model.scenario.example import TEXT


@pytest.fixture(scope="module")
def scenario():
    scenario, problems = read_text(TEXT)
    assert problems == [] and scenario is not None
    return scenario


def test_policy_changes_only_what_it_says(scenario):
    smaller = scenario.with_policy("smaller")
    hub = smaller.hubs[0]
    assert (hub.desks, hub.prices.fixed, hub.prices.flex, hub.offices) == (8, 150, 90, 6)
    assert smaller.parameters == {"habit": 1.5}
    assert smaller.policy == "smaller" and smaller.name == scenario.name and smaller.policies == {}
    back = smaller.model_copy(update={"hubs": scenario.hubs, "parameters": {}, "policy": "baseline"})
    assert back == scenario.with_policy("baseline")


def test_baseline_is_the_scenario_itself(scenario):
    baseline = scenario.with_policy("baseline")
    assert baseline == scenario.model_copy(update={"policies": {}})


def test_instruments_and_hubs_are_added_after_those_of_the_baseline(scenario):
    assert [item.name for item in scenario.with_policy("known").instruments] == ["rent_relief", "promotion"]
    rival = scenario.with_policy("rival")
    assert [hub.name for hub in rival.hubs] == ["adda", "rival"]
    assert [shock.name for shock in rival.shocks] == ["rent"]


def test_combined_policies_are_both_in_force(scenario):
    both = scenario.with_policy("both")
    assert both.hubs == scenario.with_policy("smaller").hubs
    assert both.instruments == scenario.with_policy("known").instruments
    assert both.parameters == {"habit": 1.5}


def test_unknown_policy(scenario):
    with pytest.raises(ValueError, match=r"no policy 'smallr' in scenario 'scenario'; did you mean 'smaller'\?"):
        scenario.with_policy("smallr")


def test_null_goes_back_to_the_default():
    scenario, problems = read_text(TEXT.replace("{desks: 8, prices: {fixed: 150}}", "{offices_let_at_opening: null, prices: {flex: null}}"))
    assert problems == [] and scenario is not None
    hub = scenario.with_policy("smaller").hubs[0]
    assert (hub.offices_let_at_opening, hub.prices.flex) == (0, None)


def test_conflict_needs_different_values():
    policies = {
        "a": {"hubs": {"adda": {"desks": 8}}, "parameters": {"habit": 1.0}},
        "b": {"hubs": {"adda": {"desks": 8, "offices": 2}}, "parameters": {"habit": 2.0}},
        "c": {"combine": ["a", "b"]},
    }
    values, conflicts = assemble(policies, "c")
    assert [str(conflict) for conflict in conflicts] == ["'a' and 'b' both set parameters.habit, to 1.0 and 2.0; keep one"]
    assert values["hubs", "adda", "offices"] == 2


def test_own_contents_conflict_with_what_is_combined():
    policies = {"a": {"parameters": {"habit": 1.0}}, "b": {"combine": ["a"], "parameters": {"habit": 2.0}}}
    assert [(conflict.first, conflict.second) for conflict in assemble(policies, "b")[1]] == [("a", "b")]


def test_all_prices_against_one_of_them():
    policies = {
        "a": {"hubs": {"adda": {"prices": None}}},
        "b": {"hubs": {"adda": {"prices": {"flex": 80}}}},
        "ab": {"combine": ["a", "b"]},
        "ba": {"combine": ["b", "a"]},
    }
    assert len(assemble(policies, "ab")[1]) == 1
    assert len(assemble(policies, "ba")[1]) == 1


def test_two_instruments_of_one_name_and_different_figures():
    relief = {"type": "rent_relief", "payer": "region", "share": 1}
    policies = {
        "a": {"instruments": [relief]},
        "b": {"instruments": [{**relief, "share": 0.5}]},
        "same": {"instruments": [dict(relief)]},
        "c": {"combine": ["a", "b"]},
        "d": {"combine": ["a", "same"]},
    }
    assert [str(conflict) for conflict in assemble(policies, "c")[1]] == [
        "'a' and 'b' both have 'rent_relief' in instruments, with different figures; rename one"
    ]
    values, conflicts = assemble(policies, "d")
    assert conflicts == [] and list(values.values()) == [relief]


def test_a_policy_combined_twice_counts_once():
    policies = {"a": {"parameters": {"habit": 1.0}}, "b": {"combine": ["a"]}, "c": {"combine": ["a"]}, "d": {"combine": ["b", "c"]}}
    assert parts(policies, "d") == ["a", "b", "c", "d"]
    assert assemble(policies, "d")[1] == []


def test_conflicts_stop_the_composition():
    data = {"hubs": [], "policies": {"a": {"parameters": {"habit": 1}}, "b": {"combine": ["a"], "parameters": {"habit": 2}}}}
    with pytest.raises(ValueError, match=r"'a' and 'b' both set parameters\.habit"):
        under_policy(data, "b")


names = st.sampled_from(["habit", "alpha", "beta_n", "forgetting"])
contents = st.dictionaries(names, st.integers(0, 2), max_size=3)


@given(first=contents, second=contents)
def test_combination_does_not_depend_on_the_order(first, second):
    policies = {
        "a": {"parameters": first},
        "b": {"parameters": second},
        "ab": {"combine": ["a", "b"]},
        "ba": {"combine": ["b", "a"]},
    }
    one, one_conflicts = assemble(policies, "ab")
    other, other_conflicts = assemble(policies, "ba")
    assert {conflict.path for conflict in one_conflicts} == {conflict.path for conflict in other_conflicts}
    assert {path[1] for path in {conflict.path for conflict in one_conflicts}} == {
        name for name in first if name in second and first[name] != second[name]
    }
    if not one_conflicts:
        assert one == other


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefx"), max_size=4), max_size=6), st.sampled_from("abcdef"))
def test_no_web_of_policies_runs_for_ever(combinations, name):
    found = parts({policy: {"combine": others} for policy, others in combinations.items()}, name)
    assert len(found) == len(set(found))
    assert (name in combinations) == (name in found)
    if found:
        assert found[-1] == name


def test_a_policy_leaves_out_what_the_baseline_has(scenario):
    relief = "{type: rent_relief, payer: region, share: 0.3}"
    text = TEXT.replace("policies:", "shocks:\n  - {type: rent, name: dearer, factor: 1.1, start: 24}\npolicies:", 1)
    read, problems = read_text(text + f"  bare:\n    title: Bare\n    without: [rent_relief, dearer]\n    instruments: [{relief}]\n")
    assert problems == [] and read is not None
    bare = read.with_policy("bare")
    assert [shock.name for shock in bare.shocks] == [] and len(read.shocks) == 1
    assert [item.share for item in bare.instruments] == [0.3]  # in the place of the baseline's own


def test_what_is_left_out_is_left_out_of_a_combination_too():
    data = {
        "hubs": [], "shocks": [{"type": "rent"}, {"type": "milan_pull"}],
        "policies": {"a": {"without": ["rent"]}, "b": {"without": ["milan_pull"]}, "both": {"combine": ["a", "b"]}},
    }
    assert [item["type"] for item in under_policy(data, "a")["shocks"]] == ["milan_pull"]
    assert under_policy(data, "both")["shocks"] == []
