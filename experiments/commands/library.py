"""What a file may name: the command `instruments` lists the real calls, `outcomes` what a run may be asked."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.command_line import BAD_INPUT, LANG, LangOption, echo, fail, refuse_unknown_language
from experiments.languages import Words, own_words

if TYPE_CHECKING:
    from model.scenario.library import Call

def instruments(
    name: Annotated[str | None, typer.Argument(metavar="CALL", help="One call, to see all that is known of it.")] = None,
    lang: LangOption = LANG,
) -> None:
    """List the real calls that a scenario may name as `- call: NAME`, with what each pays and the source of its figures."""
    from experiments.languages.problems import told_phrase
    from model.reading.wording import did_you_mean
    from model.scenario.library import calls, read_call
    from model.scenario.shipped import call_names

    refuse_unknown_language(lang)
    words = Words(lang, "commands")
    if name is None:
        for call in calls().values():
            _show(call, words)
    elif name in call_names():
        _show_all(read_call(name), words)
    else:
        known = did_you_mean(name, call_names())
        fail(words("unknown_call", name=name, tail=told_phrase(known, lang) if known else words("all_calls")), BAD_INPUT)


def _show(call: "Call", words: Words) -> None:
    from experiments.languages.problems import told_pays

    echo(call.name, f"  {own_words(call, 'title', words.lang)}")
    echo(f"  {words('pays', what=told_pays(call.pays(), words.lang))}", f"  {words('source', what=call.source)}")


def _show_all(call: "Call", words: Words) -> None:
    from model.scenario.library import PARTS

    _show(call, words)
    echo(f"  {words('where', what=words.call_text(call.territory))}", f"  {words('when', what=words.call_text(call.year))}")
    if call.uptake:
        echo(f"  {words('use', what=words.call_text(call.uptake))}")
    for part in PARTS:
        echo(*("  " + words(f"call_{part}", what=words.call_text(line)) for line in getattr(call, part)))


def outcomes(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="Some of them, such as members_18; all by default.")] = None,
    lang: LangOption = LANG,
) -> None:
    """List what a run may be asked: names for designs, expectations, `compare` and Python, with unit and meaning."""
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
