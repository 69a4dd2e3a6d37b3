"""No text, however malformed, ends in a traceback or in minutes of work."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.sweeps.design import read_design
from tests.experiments.sweeps.design.example import TOWNS

SECONDS = 20  # generous: a slow machine needs less for the largest design that is allowed
PUNCTUATION = "ab:- \n\t[]{},&*!|>'\"%@#?~<.0e+"
TEXT = """\
title: A sweep
scenarios: [tiny.yaml]
policies: [baseline, voucher]
factors:
  - parameter: alpha
  - path: hubs.adda.desks
    low: 4
    high: 20
  - path: hubs.adda.rent_eur_m2
    also: [hubs.0.utilities_eur_m2]
    values: [4, 6.5]
  - parameter: beta_n
    scale: uniform
    levels: 3
sampler:
  type: saltelli
  n: 8
  second_order: true
replicates: 2
seed: 3
outcomes: [members_24, viable_36@adda]
decisions:
  members_24: {decides: how many desks}
conditions: ["members_24 < 5"]
"""
LINES = TEXT.splitlines()


@pytest.fixture(scope="module")
def survives(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str | bytes], bool]:
    """Reads a text as a design beside the towns, and says whether it could be run."""
    folder = tmp_path_factory.mktemp("designs")
    for town in TOWNS.glob("*.yaml"):
        (folder / town.name).write_bytes(town.read_bytes())
    (folder / "points.csv").write_text("alpha,adda_desks\n-1,8\n", encoding="utf-8")
    (folder / "broken.csv").write_bytes(b"alpha,adda_desks\n\0,\xff\n")
    path: Path = folder / "any.yaml"

    def reads(text: str | bytes) -> bool:
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        started = time.perf_counter()
        plan, problems = read_design(path)
        assert time.perf_counter() - started < SECONDS
        assert (plan is None) == any(problem.severity == "error" for problem in problems)
        for problem in problems:
            assert problem.line >= 1 and problem.column >= 1 and problem.key and problem.message
            assert "\n" not in str(problem)
        if plan is not None:
            assert plan.run_at(plan.runs - 1) == tuple(size - 1 for size in plan.shape)
        return plan is not None

    return reads


def test_the_text_to_be_broken_is_in_order(survives: Callable[[str | bytes], bool]) -> None:
    assert survives(TEXT)


@given(st.text(max_size=300))
@settings(max_examples=80)
def test_any_text(survives: Callable[[str | bytes], bool], text: str) -> None:
    survives(text)


@given(st.binary(max_size=200))
@settings(max_examples=40)
def test_any_bytes(survives: Callable[[str | bytes], bool], content: bytes) -> None:
    assert not survives(content)


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(alphabet=PUNCTUATION, max_size=12))
@settings(max_examples=120)
def test_a_design_with_a_part_replaced(survives: Callable[[str | bytes], bool], position: int, length: int, replacement: str) -> None:
    survives(TEXT[:position] + replacement + TEXT[position + length :])


values = st.sampled_from(
    ["", "null", "true", "[]", "{}", "[[]]", "{a: 1}", "-1", "0", "1e400", ".nan", ".inf", "999999999999999999", "0.5", "'x'", "[null]",
     "[{}]", "[1]", "[[1], {a: 2}, null, .nan]", "{type: grid}", "{type: grid, levels: 999999999999999999}",
     "{type: rows, file: points.csv}", "{type: rows, file: broken.csv}",
     '{type: rows, file: "a\\0b"}', "{type: rows, file: .}", "{type: rows, file: ''}", "{type: [grid]}",
     "[baseline, baseline, [], {}, 1]", "hubs", "hubs.²", "hubs..", "title", "policies.voucher", "policies.voucher.hubs.adda.desks", "*x",
     "[tiny.yaml, [], '', tiny.yaml, .]", '["a\\0b"]', "{1: 2}", "{members_24: []}", "[{policy: [a, b]}, {policy: [1]}]", "<<", "!!str 1"]
)  # fmt: skip


@given(st.integers(0, len(LINES) - 1), values)
@settings(max_examples=300)
def test_a_value_of_any_kind_anywhere(survives: Callable[[str | bytes], bool], number: int, value: str) -> None:
    key, _, _ = LINES[number].partition(":")
    survives("\n".join([*LINES[:number], f"{key}: {value}", *LINES[number + 1 :]]))


numbers = st.one_of(st.integers(-(10**18), 10**18), st.integers(-5, 20), st.floats(allow_nan=False, allow_infinity=False))
words = st.sampled_from(
    ["hubs", "adda", "0", "desks", "offices", "policies", "voucher", "instruments", "share", "title", "opens", "prices", "parameters",
     "territory", "towns", "start", "²", ""]
)  # fmt: skip
paths = st.lists(words, min_size=1, max_size=5).map(".".join)


@given(paths, numbers, numbers, st.sampled_from(["uniform", "log"]))
@settings(max_examples=200)
def test_any_range_in_any_place(survives: Callable[[str | bytes], bool], path: str, low: float, high: float, scale: str) -> None:
    factor = f"{{name: x, path: '{path}', low: {low!r}, high: {high!r}, scale: {scale}}}"
    survives(f"title: x\nscenarios: [tiny.yaml]\nfactors: [{factor}]\nsampler: {{type: latin_hypercube, points: 10}}\n")


@given(numbers, numbers, st.sampled_from(["uniform", "log"]))
@settings(max_examples=60)
def test_any_range_of_a_parameter(survives: Callable[[str | bytes], bool], low: float, high: float, scale: str) -> None:
    factor = f"{{parameter: alpha, low: {low!r}, high: {high!r}, scale: {scale}}}"
    survives(f"title: x\nscenarios: [tiny.yaml]\nfactors: [{factor}]\nsampler: {{type: latin_hypercube, points: 10}}\n")


@given(st.binary(max_size=60))
@settings(max_examples=60)
def test_any_file_of_rows(survives: Callable[[str | bytes], bool], tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "rows.csv"
    file.write_bytes(b"alpha,adda_desks\n" + content)
    factors = "[{parameter: alpha}, {path: hubs.adda.desks}]"
    survives(f"title: x\nscenarios: [tiny.yaml]\nfactors: {factors}\nsampler: {{type: rows, file: ../rows.csv}}\n")


HEAD = "title: x\nscenarios: [tiny.yaml]\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "factors:\n" + "  - {parameter: alpha, levels: 999999999999999999}\n" * 400 + "sampler: {type: grid}\n",
        HEAD + "factors:\n" + "  - {parameter: alpha}\n" * 12_000 + "sampler: {type: grid}\n",
        HEAD + f"factors: [{{parameter: alpha, values: [{', '.join(map(str, range(20_000)))}]}}]\nsampler: {{type: grid}}\n",
        HEAD + f"factors: [{{path: hubs.adda.desks, values: [{', '.join(map(str, range(20_000)))}]}}]\nsampler: {{type: grid}}\n",
        HEAD + "factors: [{path: 'hubs." + "9" * 6_000 + ".desks', low: 1, high: 2}]\nsampler: {type: grid}\n",
        HEAD + "factors: [{path: '" + "a." * 6_000 + "a', low: 1, high: 2}]\nsampler: {type: grid}\n",
        HEAD + "factors: [{parameter: alpha}]\nsampler: {type: saltelli, n: 1048576}\nreplicates: 100000\n",
        HEAD + "factors: [{parameter: alpha}]\nsampler: {type: latin_hypercube, points: 10000000}\nreplicates: 6\ndummy: false\n",
        "title: x\nscenarios: [" + "tiny.yaml, " * 20_000 + "]\nfactors: [{parameter: alpha}]\nsampler: {type: grid}\n",
        "title: x\nscenarios: [" + ", ".join(f"no{k}" for k in range(190)) + "]\nfactors: [{parameter: alpha}]\nsampler: {type: grid}\n",
        HEAD + "factors: [{parameter: alpha}]\nsampler: {type: grid}\noutcomes: [1]\ndecisions: {foo: {decides: x}}\n",
        HEAD + "factors: [{parameter: alpha}]\nsampler: {type: grid}\npolicies: [[], [], {}, {}]\n",
    ],
    ids=lambda text: text[:60].replace("\n", " "),
)
def test_designs_made_to_hurt(survives: Callable[[str | bytes], bool], text: str) -> None:
    assert not survives(text)
