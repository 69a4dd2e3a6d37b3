"""What a person sees while runs are made: a bar with the time left, and a word when the model is first compiled."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html import escape
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


def in_a_notebook() -> bool:
    """Whether somebody reads this in a notebook, which shows what is displayed."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None and hasattr(ipython.get_ipython(), "kernel")


@contextmanager
def notebook_or_terminal(what: str) -> "Iterator[ProgressCallback]":
    """Progress wherever one is: one line that renews itself in a notebook, a bar on a terminal, nothing elsewhere."""
    if in_a_notebook():
        with notebook_line(said(what)) as told:
            yield told
        return
    from rich.console import Console

    console = Console(stderr=True)
    with progress_bar(console, said(what)) as told, when_compiling(lambda text: console.print(text) if console.is_terminal else None):
        yield told


@contextmanager
def asked_for(progress: "ProgressCallback | Callable[..., None] | bool | None", what: str) -> "Iterator[Callable[..., None] | None]":
    """What runs report to: what somebody gave; a bar where it is True, or in a notebook; nothing for False, and elsewhere.

    Args:
        progress: as somebody who runs a case writes it.
        what: what is counted.

    Yields:
        What to call with (done, all, ...); further numbers are shown by what was given alone.
    """
    if callable(progress):
        yield progress
    elif progress or (progress is None and in_a_notebook()):
        with notebook_or_terminal(what) as told:
            yield lambda done, total, *_: told(done, total)
    else:
        yield None


@contextmanager
def notebook_line(what: str) -> "Iterator[ProgressCallback]":
    """One line of a notebook with a bar and the time left, which says when the model is compiled; in the end what was done, and how long.

    It is the notebook's own display, and not rich's bar, which in notebooks needs widgets that are not everywhere.
    """
    from IPython.display import display

    began, shown, now_at = monotonic(), [0.0, 0.0], [-1, 0, 0]  # when first and last shown; done by then, done, in all
    line = display(_mime(f"{what} …"), raw=True, display_id=True)

    def renewed(done: int, total: int, failed: int = 0) -> None:
        now = monotonic()
        if now_at[0] < 0:  # what an earlier session made, and how long it took to begin, says nothing of the time that is left
            now_at[0], shown[0] = done, now
        now_at[1:] = done, total
        if now - shown[1] >= _NOTEBOOK_EVERY_S or done >= total:
            shown[1] = now
            share = done / total if total and done < total else None
            seconds = now - (began if share is None else shown[0])
            line.update(_mime(status_line(what, done, total, failed, seconds, now_at[0]), share), raw=True)

    try:
        with when_compiling(lambda text: line.update(_mime(text), raw=True)):
            yield renewed
    except BaseException as error:
        word = said("Interrupted").lower() if isinstance(error, KeyboardInterrupt) else said("failed")
        line.update(_mime(f"{what}: {now_at[1]:,} {said('of')} {now_at[2]:,}, {word}" if now_at[2] else f"{what}: {word}"), raw=True)
        raise


def _mime(text: str, share: float | None = None) -> dict[str, str]:
    """A line as text, and as a page shows it, with a bar for a share that is done."""
    bar = "" if share is None else f'<progress value="{share:.4f}" max="1" style="vertical-align:middle;width:12em"></progress> '
    return {"text/plain": text, "text/html": f"<span>{bar}<small>{escape(text)}</small></span>"}


_NOTEBOOK_EVERY_S = 0.5


def status_line(what: str, done: int, total: int, failed: int, seconds: float, before: int = 0) -> str:
    """`Runs: 1,200 of 20,000, 3 failed · 2 min 10 s left`; those there were `before` took none of the seconds."""
    text = f"{what}: {done:,} {said('of')} {total:,}" + (f", {failed:,} {said('failed')}" if failed else "")
    if done >= total:
        return f"{text} · {duration(seconds)}"
    made = done - before
    return f"{text} · {duration(seconds * (total - done) / made)} {said('left')}" if made > 0 else text


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
