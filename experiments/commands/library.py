"""The command `instruments`: the real calls a scenario may name, and what each stands for."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.command_line import BAD_INPUT, fail

if TYPE_CHECKING:
    from model.scenario.library import Call

_PARTS = {
    "measured": "figures of the call",
    "assumed": "assumed here",
    "stands_for": "what stands for its rules",
    "not_represented": "not represented",
}


def instruments(
    name: Annotated[str | None, typer.Argument(metavar="CALL", help="One call, to see all that is known of it.")] = None,
) -> None:
    """List the real calls that a scenario may name as `- call: NAME`, with what each pays and the source of its figures."""
    from model.reading.wording import did_you_mean
    from model.scenario.library import calls, read_call
    from model.scenario.shipped import call_names

    if name is None:
        for call in calls().values():
            _show(call)
    elif name in call_names():
        _show_all(read_call(name))
    else:
        fail(f"{name}: unknown call{did_you_mean(name, call_names()) or '; without a name all are listed'}", BAD_INPUT)


def _show(call: "Call") -> None:
    typer.echo(f"{call.name}\n  {call.title}\n  pays {call.pays()}\n  source: {call.source}")


def _show_all(call: "Call") -> None:
    _show(call)
    typer.echo(f"  where: {call.territory}\n  when: {call.year}")
    if call.uptake:
        typer.echo(f"  use: {call.uptake}")
    for part, words in _PARTS.items():
        for line in getattr(call, part):
            typer.echo(f"  {words}: {line}")
