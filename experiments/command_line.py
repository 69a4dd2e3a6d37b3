"""What all commands share: arguments, reading a scenario, and sentences instead of tracebacks.

Exit codes: 0 done, 1 failed or interrupted, 2 bad input. Only typer is loaded at the top, so that `--help` is quick.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from model.scenario import Problem, Scenario

FAILED, BAD_INPUT = 1, 2
PIPED_WIDTH = 110
Content = TypeVar("Content")

ScenarioArgument = Annotated[str, typer.Argument(metavar="SCENARIO", help="A shipped scenario (see `coworking scenarios`) or a file.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the full traceback of an error.")]


def read(name: str) -> "Scenario":
    """The scenario; its warnings on the error stream, or all its problems and the end."""
    from experiments.expected.reading import read_scenario

    return accepted(*read_scenario(name), name)


def accepted(content: Content | None, problems: "list[Problem]", name: object) -> Content:
    """What a file holds, its warnings on the error stream; or all its problems and the end."""
    for problem in problems:
        typer.echo(str(problem), err=True)
    if content is None:
        errors = sum(problem.severity == "error" for problem in problems)
        fail(f"{counted(errors, 'error')} in {name}: nothing was run", BAD_INPUT)
    return content


def counted(number: int, what: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def refuse_unknown_policies(scenario: "Scenario", policies: list[str] | None) -> None:
    """Ends with all policies that are asked for and do not exist."""
    from experiments.runs import UnknownPolicy, chosen_policies

    try:
        chosen_policies(scenario, policies)
    except UnknownPolicy as error:
        fail("\n".join(f"--policy: {problem}" for problem in str(error).splitlines()), BAD_INPUT)


@contextmanager
def explained(aftermath: str, debug: bool) -> Iterator[None]:
    """Turns an error or Ctrl-C into a sentence that says what happened and what is left; with `debug` the traceback comes first."""
    try:
        yield
    except KeyboardInterrupt:
        fail(f"Interrupted: {aftermath}.")
    except OSError as error:
        _traceback(debug)
        fail(f"{_os_message(error)}: {aftermath}.")
    except MemoryError:
        _traceback(debug)
        fail(f"Not enough memory: {aftermath}. Try fewer replicates, months or policies.")
    except Exception as error:
        _traceback(debug)
        hint = "" if debug else " Add --debug for the details."
        fail(f"{error or type(error).__name__}: {aftermath}.{hint}")


def _os_message(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full"
    where = f" {error.filename}" if error.filename else ""
    return f"Cannot write{where}: {error.strerror or error}"


def _traceback(debug: bool) -> None:
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
