"""The command `coworking diff`: in what a scenario differs from another, in plain words."""

from typing import TYPE_CHECKING, Any, Final

from experiments.commands.command_line import LANG, LangOption, ScenarioArgument, echo, read, refuse_unknown_language
from experiments.languages import Words, languages

if TYPE_CHECKING:
    from model.scenario.differing import Changed

_STORY: Final = ("title", "question", "description", "sources", "expected", "decides_by")
_LONGEST: Final = 60  # letters of a text that are shown


def diff(first: ScenarioArgument, second: ScenarioArgument, lang: LangOption = LANG) -> None:
    """Say in what the second scenario differs from the first: figure by figure, hubs, instruments and policies by name."""
    from model.scenario.differing import differences

    refuse_unknown_language(lang)
    one, other = read(first, lang), read(second, lang)
    words = Words(lang, "commands")
    found = [each for each in differences(one, other) if not _translated(each.path)]
    if not found:
        echo(words("no_difference", first=first, second=second))
        return
    echo(words("differ", first=first, second=second))
    for sentence in dict.fromkeys(_sentence(each, words) for each in found):
        echo(f"  {sentence}")


def _translated(path: tuple[str | int, ...]) -> bool:
    """Whether this is a text in another language than English, which changes with it."""
    return any(str(path[-1]).endswith(f"_{lang}") for lang in languages())


def _sentence(each: "Changed", words: Words) -> str:
    if each.path[0] in _STORY:
        return words("another_text", where=_where(each.path[:1], words))
    where = _where(each.path, words)
    if str(each.path[-1]) in ("title", "question"):
        return words("another_text", where=where)
    if isinstance(each.before, dict) or isinstance(each.after, dict):
        return words("gone" if each.after is None else "added" if each.before is None else "another_block", where=where)
    return words("changed", where=where, before=_value(each.before, words), after=_value(each.after, words))


def _where(path: tuple[str | int, ...], words: Words) -> str:
    """The place in words: 'hub adda, desks', 'policy voucher, instrument voucher, share'."""
    parts, rest = [], [str(part) for part in path]
    while rest:
        kind = rest.pop(0)
        if (named := words.name("part", kind)) != kind and rest:
            parts.append(f"{named} {rest.pop(0)}")
        else:
            key = f"price_{kind}" if "prices" in parts else kind
            parts.append(next((name for table in ("hub", "key") if (name := words.name(table, key)) != key), key))
    return ", ".join(part for part in parts if part != "prices")


def _value(value: Any, words: Words) -> str:
    if value is None:
        return words("usual")
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, int | float):
        return words.number(value, 0) if float(value).is_integer() else words.number(value, 4).rstrip("0")
    if isinstance(value, list):
        return ", ".join(_value(item, words) for item in value) or words("none")
    text = next((name for table in ("payer", "operator", "building") if (name := words.name(table, str(value))) != value), str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
