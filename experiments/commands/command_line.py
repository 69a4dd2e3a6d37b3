"""What all commands share: arguments, reading a scenario, and sentences instead of tracebacks.

Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted. Only typer is loaded at the top, so that `--help` is quick.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn, TypeVar

import typer

from experiments.interruption import INTERRUPTED, in_order
from experiments.languages import Words, languages, of_the_system
from experiments.languages.spoken import said, speak
from experiments.runs.machine import NotEnoughMemory
from experiments.storage.locking import FolderRefused

if TYPE_CHECKING:
    from rich.console import Console

    from model.scenario import Problem, Scenario

FAILED, BAD_INPUT = 1, 2
Content = TypeVar("Content")

ScenarioArgument = Annotated[str, typer.Argument(metavar="SCENARIO", help="A shipped scenario (see `coworking scenarios`) or a file.")]
PointOption = Annotated[bool, typer.Option("--point", help="Only the central set of parameters, the catalogue's defaults: chance alone.")]
LangOption = Annotated[
    str, typer.Option(metavar="|".join(languages()), help="Language of what is shown and of the report or page; the system's by default.")
]
LANG: Final = of_the_system()  # where `--lang` says nothing
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the full traceback of an error.")]


def read(name: str, lang: str = LANG) -> "Scenario":
    """The scenario; its warnings on the error stream, or all its problems and the end."""
    from experiments.outcomes.scenarios import read_scenario

    return accepted(*read_scenario(name), name, lang)


def accepted(content: Content | None, problems: "list[Problem]", name: object, lang: str = LANG) -> Content:
    """What a file holds, its warnings on the error stream; or all its problems and the end."""
    echo_problems(problems, lang, err=True)
    if content is None:
        errors = sum(problem.severity == "error" for problem in problems)
        fail(Words(lang, "commands").choose(errors, "errors", file=name), BAD_INPUT)
    return content


def echo_problems(problems: "list[Problem]", lang: str, *, err: bool = False) -> None:
    """Prints problems of files in the reader's language."""
    from experiments.languages.problems import told_problem

    echo(*(told_problem(problem, lang) for problem in problems), err=err)


def refuse_unknown_language(lang: str) -> None:
    """Ends with which languages there are, if this is none of them; else what is said from now on is said in it."""
    if problem := unknown_language(lang):
        fail(problem, BAD_INPUT)
    speak(lang)


def unknown_language(lang: str) -> str:
    """What is wrong with `--lang`; '' if nothing is."""
    return "" if lang in languages() else said(f"--lang {lang}: there are {', '.join(languages())}")


def tell_what_is_replaced(folder: Path, scenario: str, lang: str = LANG) -> None:
    """Says before anything is run that the results in the folder are of another scenario, since they are replaced in the end."""
    from experiments.storage.manifest import read_manifest

    there = read_manifest(folder)
    if there is not None and there.scenario not in ("", scenario):
        echo(Words(lang, "commands")("replaced", folder=folder, there=there.scenario, scenario=scenario), err=True)


def refuse_unknown_policies(scenario: "Scenario", policies: list[str] | None) -> None:
    """Ends with all policies that are asked for and do not exist."""
    from experiments.runs.replicates import UnknownPolicy, chosen_policies

    try:
        chosen_policies(scenario, policies)
    except UnknownPolicy as error:
        fail([f"--policy: {said(problem)}" for problem in str(error).splitlines()], BAD_INPUT)


@contextmanager
def explained(aftermath: str, debug: bool | None = None) -> Iterator[None]:
    """Turns an error or Ctrl-C into a sentence that says what happened and what is left.

    Args:
        aftermath: what is left.
        debug: show the traceback first; None where there is no such option.
    """
    try:
        with in_order():
            yield
    except KeyboardInterrupt:
        fail(f"{said('Interrupted')}: {said(aftermath)}.", code=INTERRUPTED)
    except (FolderRefused, NotEnoughMemory) as error:
        fail(f"{said(error)}: {said(aftermath)}.", BAD_INPUT)
    except OSError as error:
        _traceback(debug)
        fail(f"{said(_os_message(error))}: {said(aftermath)}.")
    except MemoryError:
        _traceback(debug)
        fail(f"{said('Not enough memory')}: {said(aftermath)}. {said('Try fewer replicates, months or policies.')}")
    except Exception as error:
        _traceback(debug)
        hint = f" {said('Add --debug for the details.')}" if debug is False else ""
        *others, last = getattr(error, "problems", None) or [str(error) or type(error).__name__]
        fail([*map(said, others), f"{said(last)}: {said(aftermath)}.{hint}"])


def _os_message(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full"
    where = f" {error.filename}" if error.filename else ""
    return f"Cannot write{where}: {error.strerror or error}"


def _traceback(debug: bool | None) -> None:
    if debug:
        import traceback

        echo(*traceback.format_exc().split("\n"), err=True)


def echo(*lines: object, err: bool = False) -> None:
    """Prints lines, the only way to the terminal beside `terminal.Terminal`.

    Whatever files, names of files, and results that somebody else sent may hold: a line stays one line, and nothing moves the cursor.
    """
    from model.reading.wording import visible

    if lines:
        typer.echo("\n".join(visible(str(line)) for line in lines), err=err)


def fail(message: str | Sequence[str], code: int = FAILED) -> NoReturn:
    """Says why on the error stream, in a line or several, in the language that is spoken, and ends."""
    echo(*map(said, [message] if isinstance(message, str) else message), err=True)
    raise SystemExit(code)


@contextmanager
def status(console: "Console", what: str) -> Iterator[None]:
    """A word on what is being done, on a terminal."""
    if console.is_terminal:
        with console.status(what):
            yield
    else:
        yield
