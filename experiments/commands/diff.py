"""The command `coworking diff`: in what a scenario differs from another, in plain words."""

from experiments.commands.command_line import LANG, LangOption, ScenarioArgument, echo, read, refuse_unknown_language
from experiments.languages import Words


def diff(first: ScenarioArgument, second: ScenarioArgument, lang: LangOption = LANG) -> None:
    """Say in what the second scenario differs from the first: figure by figure, hubs, instruments and policies by name."""
    from experiments.showing.changes import changes

    refuse_unknown_language(lang)
    one, other = read(first, lang), read(second, lang)
    words = Words(lang, "commands")
    found = changes(one, other, lang)
    if not found:
        echo(words("no_difference", first=first, second=second))
        return
    echo(words("differ", first=first, second=second))
    for sentence in found:
        echo(f"  {sentence}")
