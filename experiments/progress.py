"""What a person sees while replicates run: a bar with the time left, and a word when the model is first compiled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from experiments.runs import Progress

COMPILING = "Compiling the model for this machine: once only, about a minute."


@contextmanager
def progress_bar(console: "Console", what: str) -> "Iterator[Progress]":
    """A bar with the time left on a terminal, nothing elsewhere.

    Args:
        console: where; a bar is drawn only if it is a terminal.
        what: what is counted, shown before the bar.

    Yields:
        What to call with (done, all).
    """
    if not console.is_terminal:
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    what_and_how_much = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    columns = (*what_and_how_much, TimeElapsedColumn(), TextColumn("· left"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, refresh_per_second=4) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def when_compiling(say: Callable[[], None]) -> Iterator[None]:
    """Calls `say` once, at the moment the first of the model's kernels has to be compiled (never when all are cached)."""
    from numba.core import event

    class FirstCompilation(event.Listener):
        said = False

        def on_start(self, event: Any) -> None:
            module = str(getattr(event.data["dispatcher"].py_func, "__module__", ""))
            if not self.said and module.startswith("model."):
                self.said = True
                say()

        def on_end(self, event: Any) -> None:
            pass

    listener = FirstCompilation()
    event.register("numba:compile", listener)
    try:
        yield
    finally:
        event.unregister("numba:compile", listener)
