import sys
from collections.abc import Iterator
from io import StringIO
from types import ModuleType, SimpleNamespace

import pytest
from numba.core import event
from rich.console import Console

from experiments.languages.spoken import speak
from experiments.runs import progress as shown_in
from experiments.runs.case import Case
from experiments.runs.progress import COMPILING, progress_bar, when_compiling
from model.scenario import Scenario


def test_no_bar_where_there_is_no_terminal() -> None:
    shown = StringIO()
    with progress_bar(Console(file=shown), "Replicates") as progress:
        progress(1, 2)
        progress(2, 2)
    assert shown.getvalue() == ""


def test_a_bar_on_a_terminal_says_how_many_and_how_long() -> None:
    shown = StringIO()
    with progress_bar(Console(file=shown, force_terminal=True, width=80), "Replicates") as progress:
        progress(3, 7)
    assert "Replicates" in shown.getvalue()
    assert "3/7" in shown.getvalue()


def _compile(module: str) -> None:
    event.start_event("numba:compile", {"dispatcher": SimpleNamespace(py_func=SimpleNamespace(__module__=module))})
    event.end_event("numba:compile")


def test_compiling_is_said_once_and_only_of_the_model() -> None:
    said: list[str] = []
    with when_compiling(said.append):
        _compile("numpy.something")
        assert said == []
        _compile("model.month.choice")
        _compile("model.month.hub_ledger")
        assert said == [COMPILING]
    _compile("model.month.choice")
    assert said == [COMPILING]


# --- in a notebook ---


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a kernel shows: one line, renewed in place."""
    found: list[str] = []

    def put(data: dict[str, str], raw: bool) -> None:
        assert raw and data["text/plain"] in data["text/html"]
        found.append(data["text/plain"])

    def display(data: dict[str, str], raw: bool, display_id: bool) -> SimpleNamespace:
        assert display_id and not found, "one line only"
        put(data, raw)
        return SimpleNamespace(update=put)

    module, ipython = ModuleType("IPython.display"), ModuleType("IPython")
    module.display = display  # type: ignore[attr-defined]
    ipython.get_ipython = lambda: SimpleNamespace(kernel=object())  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    monkeypatch.setattr(shown_in, "_NOTEBOOK_EVERY_S", 0.0)
    yield found
    speak("en")


def test_a_case_in_a_notebook_shows_one_line_and_leaves_it(scenario: Scenario, fake_engine, lines: list[str]) -> None:
    Case(scenario).run(3, policies=[])
    assert lines[0] == "Replicates …"
    assert lines[1] == "Replicates: 1 of 3"
    assert lines[2].startswith("Replicates: 2 of 3 · ") and lines[2].endswith(" left")
    assert lines[-1].startswith("Replicates: 3 of 3 · ") and not lines[-1].endswith("left")


def test_it_speaks_the_language_of_the_system(scenario: Scenario, fake_engine, lines: list[str]) -> None:
    speak("it")
    Case(scenario).run_until_decided("members_24", policies=["voucher"], first=2, most=2)
    assert lines[0] == "Futuri …"
    assert lines[-1].startswith("Futuri: 2 su 2 · ")


def test_it_says_when_the_model_is_compiled(scenario: Scenario, fake_engine, lines: list[str]) -> None:
    fake_engine.compile_all = lambda: _compile("model.month.choice")
    Case(scenario).run(2, policies=[])
    assert lines[1] == COMPILING
    assert lines[-1].startswith("Replicates: 2 of 2 · ")


def test_an_interruption_is_said_and_leaves_nothing_broken(
    scenario: Scenario, fake_engine, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shown_in.status_line

    def interrupted(what: str, done: int, *others: object) -> str:
        if done == 2:
            raise KeyboardInterrupt
        return told(what, done, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(shown_in, "status_line", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Case(scenario).run(4, policies=[])
    assert lines[-1] == "Replicates: 2 of 4, interrupted"
    monkeypatch.setattr(shown_in, "status_line", told)
    lines.clear()
    assert Case(scenario).run(4, policies=[]).replicates == 4


@pytest.mark.parametrize("asked", [False, lambda done, total: None])
def test_nothing_is_shown_where_it_is_not_wanted(scenario: Scenario, fake_engine, lines: list[str], asked: object) -> None:
    Case(scenario).run(2, policies=[], progress=asked)  # type: ignore[arg-type]
    assert lines == []


def test_nothing_is_shown_outside_a_notebook_and_a_terminal(scenario: Scenario, fake_engine, capsys: pytest.CaptureFixture[str]) -> None:
    Case(scenario).run(2, policies=[])
    Case(scenario).run(2, policies=[], progress=True)
    assert capsys.readouterr() == ("", "")
