"""What a file may name: the command `instruments` lists the real calls, `outcomes` what a run may be asked."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.command_line import BAD_INPUT, LangOption, echo, fail, refuse_unknown_language

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
    echo(call.name, f"  {call.title}", f"  pays {call.pays()}", f"  source: {call.source}")


def _show_all(call: "Call") -> None:
    _show(call)
    echo(f"  where: {call.territory}", f"  when: {call.year}")
    if call.uptake:
        echo(f"  use: {call.uptake}")
    for part, words in _PARTS.items():
        for line in getattr(call, part):
            echo(f"  {words}: {line}")


def outcomes(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="Some of them, such as members_18; all by default.")] = None,
    lang: LangOption = "it",
) -> None:
    """List what a run may be asked: names for designs, expectations, `compare` and Python, with unit and meaning."""
    from experiments.languages import Words
    from experiments.outcomes.measures import MEASURES, unknown

    refuse_unknown_language(lang)
    words = Words(lang, "commands")
    if wrong := [unknown(name) for name in names or () if name not in MEASURES]:
        fail(wrong, BAD_INPUT)
    for name in names or MEASURES:
        measure = MEASURES[name]
        unit = words("yes_or_no") if measure.kind == "yes_no" else words.unit(measure.unit)
        echo(f"{name} ({unit})", f"  {words.outcome(measure)}. {words.outcome_meaning(measure)}")
    if not names:
        echo(words("any_age"))
