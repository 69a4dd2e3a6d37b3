"""What is said of each broken file: place and wording to the letter, for messages are part of the interface."""

from pathlib import Path

import pytest

from model.scenario import ScenarioError, check, load_scenario, read_scenario
from tests.model.scenario.messages import EXPECTED

BROKEN = Path(__file__).parent / "broken"

WARNED_ONLY = (
    "cramped", "instrument_for_no_hub", "nothing_comes_of_it", "opens_after_the_run", "outside_the_run", "parameter_not_plausible",
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_the_folder_of_broken_files(monkeypatch):
    monkeypatch.chdir(BROKEN)


def said(name):
    return [str(problem).removeprefix(f"{name}.yaml:") for problem in check(f"{name}.yaml")]


@pytest.mark.parametrize("name", EXPECTED)
def test_place_and_wording(name):
    assert said(name) == EXPECTED[name]


def test_every_broken_file_is_expected():
    assert {path.stem for path in BROKEN.glob("*.yaml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_error_forbids_the_run_and_a_warning_does_not(name):
    scenario, problems = read_scenario(f"{name}.yaml")
    assert (scenario is not None) == (name in WARNED_ONLY)
    assert all(problem.severity == "warning" for problem in problems) == (name in WARNED_ONLY)


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - set(WARNED_ONLY)))
def test_loading_raises_with_all_problems(name):
    with pytest.raises(ScenarioError) as raised:
        load_scenario(f"{name}.yaml")
    assert raised.value.problems == check(f"{name}.yaml")
    assert str(raised.value).count("\n") == len(raised.value.problems) - 1


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - {"control_character", "not_utf8", "empty"}))
def test_the_place_is_in_the_file(name):
    for problem in check(f"{name}.yaml"):
        lines = Path(problem.file).read_text("utf-8").splitlines()
        assert problem.column <= len(lines[problem.line - 1])


def test_nothing_is_written_beside_the_files():
    before = sorted(BROKEN.iterdir())
    for name in EXPECTED:
        check(f"{name}.yaml")
    assert sorted(BROKEN.iterdir()) == before
