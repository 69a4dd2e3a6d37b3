"""No text, however malformed, ends in a traceback or in minutes of work."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.scenario import load_scenario, read_text
from model.scenario.shipped import shipped_folder
from tests.model.scenario.example import TEXT

SHIPPED = (shipped_folder() / "sondrio_downsizing.yaml").read_text("utf-8")
SECONDS = 20  # generous: a slow machine reads a megabyte of YAML in less


def survives(text):
    started = time.perf_counter()
    scenario, problems = read_text(text)
    assert time.perf_counter() - started < SECONDS
    assert (scenario is None) == any(problem.severity == "error" for problem in problems)
    for problem in problems:
        assert problem.line >= 1 and problem.column >= 1 and problem.key and problem.message
        assert "\n" not in str(problem)
    if scenario is not None:
        assert read_text(scenario.to_yaml())[0] == scenario
        for policy in scenario.policy_names:
            scenario.with_policy(policy)


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_any_text(text):
    survives(text)


@given(st.text(alphabet="ab:- \n\t[]{},&*!|>'\"%@#?~<.0e+", max_size=120))
@settings(max_examples=300)
def test_any_punctuation(text):
    survives(text)


@given(st.integers(0, len(SHIPPED)), st.integers(0, 40), st.text(alphabet="ab:- \n\t[]{},&*!|>'\"%#?~<.0e+\u00e9", max_size=12))
@settings(max_examples=60)
def test_a_shipped_file_with_a_part_replaced(position, length, replacement):
    survives(SHIPPED[:position] + replacement + SHIPPED[position + length :])


values = st.sampled_from(
    ["", "null", "true", "[]", "{}", "[[]]", "{a: 1}", "-1", "0", "1e400", ".nan", "999999999999999999999", "0.5", "'x'", "2022-01",
     "[null]", "[{}]", "[{type: voucher}]", "{adda: null}", "[adda, 1, [], {}]", "{combine: [smaller]}", "*x", "!!str 1", "<<"]
)  # fmt: skip
lines = TEXT.splitlines()


@given(st.integers(0, len(lines) - 1), values)
@settings(max_examples=150)
def test_a_value_of_any_kind_anywhere(number, value):
    key, _, _ = lines[number].partition(":")
    survives("\n".join([*lines[:number], f"{key}: {value}", *lines[number + 1 :]]))


@given(st.permutations(lines))
@settings(max_examples=40)
def test_lines_in_any_order(mixed):
    survives("\n".join(mixed))


@given(st.binary(max_size=200))
@settings(max_examples=60)
def test_any_bytes_in_a_file(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "any.yaml"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"any\.yaml"):
        load_scenario(path)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 90_000,
        "- " * 40_000,
        "{" * 90_000,
        "!" * 90_000,
        "? " * 40_000,
        "a: &a [x, x]\n" + "".join(f"k{number}: &k{number} [*a, *a, *a]\n" for number in range(300)),
        "".join(f"k{number}: &k{number} [{', '.join([f'*k{number - 1}'] * 9)}]\n" if number else "k0: &k0 [x]\n" for number in range(40)),
        "a: &a\n  b: *a\n",
        "title: x\npolicies:\n" + "".join(f"  p{number}: {{title: x, combine: [p{number + 1}]}}\n" for number in range(3000)),
        "title: x\nparameters:\n" + "".join(f"  nothing{number}: 1\n" for number in range(5000)),
        "%YAML 1.1\n---\ntitle: yes\n",
        "%YAML 9.9\n---\ntitle: yes\n",
        "%TAG ! tag:x,2000:\n---\n!y title: yes\n",
        "title: 1" + "0" * 5000,
        "\ufeff\ufefftitle: x",
        "title: \ud800",
    ],
)
def test_texts_made_to_hurt(text):
    survives(text)
