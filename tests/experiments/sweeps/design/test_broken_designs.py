"""What is said of each broken design: place and wording to the letter, for messages are part of the interface."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.sweeps.design import DesignError, load_design, read_design
from model.scenario import ScenarioWarning
from tests.experiments.sweeps.design.messages import EXPECTED, WARNED_ONLY

BROKEN = Path(__file__).parent / "broken"


@pytest.fixture(autouse=True)
def in_the_folder_of_broken_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)


def said(name: str) -> list[str]:
    return [str(problem).removeprefix(f"{name}.yaml:") for problem in read_design(f"{name}.yaml")[1]]


@pytest.mark.parametrize("name", EXPECTED)
def test_place_and_wording(name: str) -> None:
    assert said(name) == EXPECTED[name]


def test_every_broken_file_is_expected() -> None:
    assert {path.stem for path in BROKEN.glob("*.yaml")} == set(EXPECTED)


def test_every_file_of_rows_is_used() -> None:
    designs = "".join(path.read_text("utf-8") for path in BROKEN.glob("rows_*.yaml"))
    assert [path.name for path in BROKEN.glob("*.csv") if path.name not in designs] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_an_error_forbids_the_run_and_a_warning_does_not(name: str) -> None:
    plan, problems = read_design(f"{name}.yaml")
    assert (plan is not None) == (name in WARNED_ONLY)
    assert all(problem.severity == "warning" for problem in problems) == (name in WARNED_ONLY)


@pytest.mark.parametrize("name", ["many_at_once", "empty", "rows_with_bad_cells"])
def test_loading_raises_with_all_problems(name: str) -> None:
    with pytest.raises(DesignError) as raised:
        load_design(f"{name}.yaml")
    assert raised.value.problems == read_design(f"{name}.yaml")[1]
    assert str(raised.value).count("\n") == len(raised.value.problems) - 1


@pytest.mark.parametrize("name", WARNED_ONLY)
def test_loading_warns_of_figures_and_goes_on(name: str) -> None:
    with pytest.warns(ScenarioWarning) as warned:
        plan = load_design(f"{name}.yaml")
    assert plan.runs > 0
    assert [str(warning.message) for warning in warned] == [str(problem) for problem in read_design(f"{name}.yaml")[1]]


def test_the_error_comes_back_from_another_process_as_what_it_was() -> None:
    error = DesignError(read_design("seed_zero.yaml")[1])
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is DesignError
    assert back.problems == error.problems


def _places() -> Iterator[tuple[str, int, int]]:
    for name in sorted(set(EXPECTED) - {"empty"}):
        for problem in read_design(f"{name}.yaml")[1]:
            yield problem.place


def test_every_place_is_in_its_file() -> None:
    for file, line, column in _places():
        lines = Path(file).read_text("utf-8").splitlines()
        assert column <= len(lines[line - 1]), (file, line, column)


@pytest.mark.parametrize("name", ["no_such_design.yaml", "", "a\0b", "."])
def test_what_is_no_file(name: str) -> None:
    plan, problems = read_design(name)
    assert plan is None
    expected = "is not a file; name a design file (.yaml)" if name == "." else "no such design"
    assert [problem.message for problem in problems] == [expected]


def test_nothing_is_written_beside_the_files() -> None:
    before = sorted(BROKEN.iterdir())
    for name in EXPECTED:
        read_design(f"{name}.yaml")
    assert sorted(BROKEN.iterdir()) == before
