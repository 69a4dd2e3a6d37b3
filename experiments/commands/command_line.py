"""What all commands share: arguments, reading a scenario, and sentences instead of tracebacks.

Exit codes: 0 done, 1 failed or interrupted, 2 bad input. Only typer is loaded at the top, so that `--help` is quick.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from experiments.languages import languages
from experiments.runs.machine import NotEnoughMemory
from experiments.storage.locking import FolderRefused

if TYPE_CHECKING:
    from rich.console import Console

    from model.scenario import Problem, Scenario

FAILED, BAD_INPUT = 1, 2
PIPED_WIDTH = 110
Content = TypeVar("Content")

ScenarioArgument = Annotated[str, typer.Argument(metavar="SCENARIO", help="A shipped scenario (see `coworking scenarios`) or a file.")]
PointOption = Annotated[bool, typer.Option("--point", help="Only the central set of parameters, the catalogue's defaults: chance alone.")]
LangOption = Annotated[str, typer.Option(metavar="|".join(languages()), help="Language of what is shown and of the report or page.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the full traceback of an error.")]


def read(name: str) -> "Scenario":
    """The scenario; its warnings on the error stream, or all its problems and the end."""
    from experiments.outcomes.scenarios import read_scenario

    return accepted(*read_scenario(name), name)


def accepted(content: Content | None, problems: "list[Problem]", name: object) -> Content:
    """What a file holds, its warnings on the error stream; or all its problems and the end."""
    for problem in problems:
        typer.echo(str(problem), err=True)
    if content is None:
        errors = sum(problem.severity == "error" for problem in problems)
        fail(f"{counted(errors, 'error')} in {name}: nothing was run", BAD_INPUT)
    return content


def refuse_unknown_language(lang: str) -> None:
    """Ends with which languages there are, if this is none of them."""
    if problem := unknown_language(lang):
        fail(problem, BAD_INPUT)


def unknown_language(lang: str) -> str:
    """What is wrong with `--lang`; '' if nothing is."""
    return "" if lang in languages() else f"--lang {lang}: there are {', '.join(languages())}"


def tell_what_is_replaced(folder: Path, scenario: str) -> None:
    """Says before anything is run that the results in the folder are of another scenario, since they are replaced in the end."""
    from experiments.storage.manifest import read_manifest

    there = read_manifest(folder)
    if there is not None and there.scenario not in ("", scenario):
        typer.echo(f"{folder} holds results of {there.scenario}: those of {scenario} take their place.", err=True)


def counted(number: int, what: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def refuse_unknown_policies(scenario: "Scenario", policies: list[str] | None) -> None:
    """Ends with all policies that are asked for and do not exist."""
    from experiments.runs.replicates import UnknownPolicy, chosen_policies

    try:
        chosen_policies(scenario, policies)
    except UnknownPolicy as error:
        fail("\n".join(f"--policy: {problem}" for problem in str(error).splitlines()), BAD_INPUT)


_PATIENCE_S = 30.0  # what is put in order at an interruption takes less, and bears being cut short
_ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows has two of them


@contextmanager
def interruptible() -> Iterator[None]:
    """Around all that a process does: being asked to end (`kill`, a cluster whose time is up, a terminal that closes) is like Ctrl-C.

    It counts once. Asking again must not cut short what is being put in order; once that is done and said, it ends the process at once.
    """
    for number in _ENDINGS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):  # `nohup` has its reasons
            signal.signal(number, _interrupt)
    sys.unraisablehook, before = _unraisable, sys.unraisablehook
    try:
        yield
    finally:
        _come_again_in(0)
        sys.unraisablehook = before
        for number in _ENDINGS:
            if signal.getsignal(number) in (_interrupt, _again):
                signal.signal(number, signal.SIG_DFL)


def _interrupt(number: int, frame: object) -> NoReturn:
    for other in _ENDINGS:
        if signal.getsignal(other) is _interrupt:
            signal.signal(other, _again)
    _come_again_in(_PATIENCE_S)
    raise KeyboardInterrupt


def _again(number: int, frame: object) -> None:
    pass


def _come_again_in(seconds: float) -> None:
    """Interrupt once more after a while, unless all has ended by then; 0 takes that back. By an alarm: a handler must start no thread."""
    if hasattr(signal, "setitimer"):  # Windows has no alarms
        if seconds:
            signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _unraisable(error: Any) -> None:
    """An interruption that fell into code whose errors Python ignores (`__del__`, a callback of a weak reference) comes again after it."""
    if error.exc_type is KeyboardInterrupt:
        _come_again_in(0.01)
    else:
        sys.__unraisablehook__(error)


@contextmanager
def explained(aftermath: str, debug: bool | None = None) -> Iterator[None]:
    """Turns an error or Ctrl-C into a sentence that says what happened and what is left.

    Args:
        aftermath: what is left.
        debug: show the traceback first; None where there is no such option.
    """
    try:
        yield
    except KeyboardInterrupt:
        fail(f"Interrupted: {aftermath}.")
    except (FolderRefused, NotEnoughMemory) as error:
        fail(f"{error}: {aftermath}.", BAD_INPUT)
    except OSError as error:
        _traceback(debug)
        fail(f"{_os_message(error)}: {aftermath}.")
    except MemoryError:
        _traceback(debug)
        fail(f"Not enough memory: {aftermath}. Try fewer replicates, months or policies.")
    except Exception as error:
        _traceback(debug)
        hint = " Add --debug for the details." if debug is False else ""
        fail(f"{error or type(error).__name__}: {aftermath}.{hint}")


def _os_message(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full"
    where = f" {error.filename}" if error.filename else ""
    return f"Cannot write{where}: {error.strerror or error}"


def _traceback(debug: bool | None) -> None:
    if debug:
        import traceback

        traceback.print_exc()


def fail(message: str, code: int = FAILED) -> NoReturn:
    """Says why on the error stream, and ends."""
    typer.echo(message, err=True)
    raise SystemExit(code)


@contextmanager
def status(console: "Console", what: str) -> Iterator[None]:
    """A word on what is being done, on a terminal."""
    if console.is_terminal:
        with console.status(what):
            yield
    else:
        yield
