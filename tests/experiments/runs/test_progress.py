from io import StringIO
from types import SimpleNamespace

from numba.core import event
from rich.console import Console

from experiments.runs.progress import COMPILING, progress_bar, when_compiling


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
