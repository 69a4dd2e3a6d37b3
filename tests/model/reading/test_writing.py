from hypothesis import given
from hypothesis import strategies as st

from model.reading.writing import to_yaml
from model.scenario import load_scenario, read_text, scenario_names
from tests.model.scenario.example import TEXT


def reread(scenario):
    again, problems = read_text(scenario.to_yaml(), "again.yaml")
    assert [problem for problem in problems if problem.severity == "error"] == []
    return again


def test_shipped_scenarios_and_their_policies_come_back_equal():
    for name in scenario_names():
        scenario = load_scenario(name)
        assert reread(scenario) == scenario
        for policy in scenario.policy_names:
            assert reread(scenario.with_policy(policy)) == scenario.with_policy(policy)


def test_the_merged_scenario_needs_no_other_file(tmp_path):
    (tmp_path / "base.yaml").write_text(TEXT)
    (tmp_path / "variant.yaml").write_text("extends: base.yaml\ntitle: Variant\n")
    scenario = load_scenario(tmp_path / "variant.yaml")
    lock = tmp_path / "elsewhere" / "scenario.lock.yaml"
    lock.parent.mkdir()
    lock.write_text(scenario.to_yaml(), "utf-8")
    assert load_scenario(lock) == scenario
    assert load_scenario(lock).name == "variant"
    assert "extends" not in scenario.to_yaml()


def test_explicit_null_of_a_policy_is_kept():
    scenario, _ = read_text(TEXT.replace("{desks: 8, prices: {fixed: 150}}", "{prices: {flex: null}}"))
    assert scenario is not None
    assert reread(scenario).with_policy("smaller") == scenario.with_policy("smaller")


def test_the_written_form_is_what_a_person_would_write():
    scenario, _ = read_text(TEXT)
    assert scenario is not None
    text = scenario.to_yaml()
    assert "hubs:\n- name: adda\n  town: sondrio\n  desks: 14\n" in text
    assert "- type: rent_relief\n  end: 2023-01\n  payer: municipality\n  share: 0.5\n" in text
    assert text == scenario.to_yaml()


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\n\t"), max_size=80)
tricky = st.sampled_from(
    ["no", "12", "1.5", "null", "~", "", " x", "x ", "a: b", "a #b", "- a", "{a", "*a", "&a", "!a", "'", '"', "%", "@", "2022-01", "é €"]
)


@given(texts | tricky, texts | tricky)
def test_any_text_comes_back(title, question):
    scenario, problems = read_text(TEXT)
    assert problems == [] and scenario is not None
    facts = [{"outcome": "members_36", "at_least": 1.5, "why": title, "enforced": False, "because": question}]
    changed = type(scenario).model_validate(scenario.written() | {"title": title, "question": question, "expected": facts})
    assert reread(changed) == changed


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_comes_back(number):
    facts = [{"outcome": "members_36", "at_least": number, "why": "F2"}]
    scenario, _ = read_text(TEXT + to_yaml({"expected": facts}))
    assert scenario is not None and scenario.expected[0].at_least == number
