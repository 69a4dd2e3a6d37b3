"""What a person sees while runs are made: a bar with the time left, and a word when the model is first compiled."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from experiments.languages.spoken import said

if TYPE_CHECKING:
    from rich.console import Console


class ProgressCallback(Protocol):
    """What is told of the work: units done, in all, and how many of them failed."""

    def __call__(self, done: int, total: int, failed: int = 0) -> None:
        """Shows it."""

COMPILING = "Compiling the model for this machine: once only, a minute or two."


@contextmanager
def progress_bar(console: "Console", what: str) -> "Iterator[ProgressCallback]":
    """A bar with the time left on a terminal, nothing elsewhere.

    Args:
        console: where; a bar is drawn only if it is a terminal.
        what: what is counted, shown before the bar.

    Yields:
        What to call with (done, all) or (done, all, failed).
    """
    if not console.is_terminal:
        yield lambda done, total, failed=0: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    what_and_how_much = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    time = (TimeElapsedColumn(), TextColumn(f"· {said('left')}"), TimeRemainingColumn())
    columns = (*what_and_how_much, *time, TextColumn("{task.fields[failed]}"))
    with Progress(*columns, console=console, transient=True, refresh_per_second=4) as bar:
        task = bar.add_task(what, total=None, failed="")

        def told(done: int, total: int, failed: int = 0) -> None:
            bar.update(task, completed=done, total=total, failed=f"· {failed} {said('failed')}" if failed else "")

        yield told


@contextmanager
def stages(console: "Console") -> "Iterator[Callable[[str, int, int], None]]":
    """Progress of work in stages: a bar for each on a terminal; elsewhere a line when a stage begins and when it ends.

    Yields:
        What to call with (stage, done, all).
    """
    if not console.is_terminal:
        begun: set[tuple[str, bool]] = set()

        def in_lines(stage: str, done: int, total: int) -> None:
            if (stage, done == total) not in begun:
                begun.add((stage, done == total))
                console.print(f"{said(stage)}: {done} {said('of')} {total}")

        yield in_lines
        return
    with ExitStack() as stack:
        bars: dict[str, ProgressCallback] = {}

        def in_bars(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                stack.close()
                bars[stage] = stack.enter_context(progress_bar(console, said(stage)))
            bars[stage](done, total)

        yield in_bars


@contextmanager
def notebook_or_terminal(what: str) -> "Iterator[ProgressCallback]":
    """Progress wherever one is: one line that renews itself in a notebook, a bar on a terminal, nothing elsewhere."""
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None or not hasattr(ipython.get_ipython(), "kernel"):
        from rich.console import Console

        with progress_bar(Console(stderr=True), what) as told:
            yield told
        return
    from IPython.display import Markdown, display

    began, shown, before = monotonic(), [0.0], [-1]
    line = display(Markdown(f"{what}: starting"), display_id=True)

    def renewed(done: int, total: int, failed: int = 0) -> None:
        now = monotonic()
        if before[0] < 0:
            before[0] = done  # what an earlier session made says nothing of the time this one takes
        if now - shown[0] < _NOTEBOOK_EVERY_S and done < total:
            return
        shown[0] = now
        line.update(Markdown(status_line(what, done, total, failed, now - began, before[0])))

    yield renewed


_NOTEBOOK_EVERY_S = 0.5


def status_line(what: str, done: int, total: int, failed: int, seconds: float, before: int = 0) -> str:
    """`Runs: 1,200 of 20,000, 3 failed · 2 min 10 s left`; those there were `before` took none of the seconds."""
    text = f"{what}: {done:,} of {total:,}" + (f", {failed:,} failed" if failed else "")
    if done >= total:
        return f"{text} · {duration(seconds)}"
    made = done - before
    return f"{text} · {duration(seconds * (total - done) / made)} left" if made > 0 else text


def duration(seconds: float) -> str:
    """Time in words: `40 s`, `2 min 10 s`, `3 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


@contextmanager
def when_compiling(say: Callable[[str], None]) -> Iterator[None]:
    """Says so once, at the moment the first of the model's kernels has to be compiled (never when all are cached), and why if need be."""
    from numba.core import event

    from model.shipped_kernels import misfit

    class FirstCompilation(event.Listener):
        said = False

        def on_start(self, event: Any) -> None:
            module = str(getattr(event.data["dispatcher"].py_func, "__module__", ""))
            if not self.said and module.startswith("model."):
                self.said = True
                if misfit():
                    say(said(f"The compiled kernels of this package cannot be used here: {misfit()}."))
                say(said(COMPILING))

        def on_end(self, event: Any) -> None:
            pass

    listener = FirstCompilation()
    event.register("numba:compile", listener)
    try:
        yield
    finally:
        event.unregister("numba:compile", listener)
