"""In what a scenario differs from another, in a reader's words: one sentence for each figure, text or block."""

import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from experiments.languages import Words, languages, own_words
from experiments.languages.known import SOURCE
from experiments.languages.own_words import own_words_in
from experiments.languages.problems import told_pays
from model.reading.problems import Path
from model.scenario import Scenario
from model.scenario.differing import Changed, differences
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.library import read_call
from model.scenario.shipped import call_names

STORY: Final = ("title", "question", "description", "sources", "expected", "decides_by")
_LONGEST: Final = 60  # letters of a text that are shown
_LONGEST_NAME: Final = 60
_MOST_TOLD: Final = 3  # changes that a title names


def changes(first: Scenario, second: Scenario, lang: str) -> list[str]:
    """What the second scenario has otherwise than the first, hubs, instruments and policies by name; texts only that they are others."""
    words = Words(lang, "commands")
    return list(dict.fromkeys(sentence(each, words) for each in differences(first, second) if not is_translated(each.path)))


def named_after_changes(first: Scenario, second: Scenario) -> dict[str, str | None]:
    """Name and titles of a scenario that was made of another: the other's, and in what it differs; the other's alone if in nothing."""
    found = [each for each in differences(first, second) if not _is_text(each.path)]
    moved = any(each.path == ("territory", "towns") for each in found)
    telling = [each for each in found if not (moved and each.path[-1] == "town")]
    titled = [each for each in telling if not _is_a_policy(each.path)]
    titles = {lang: _title(first, second, titled, lang) for lang in languages()}
    return {"name": _name(first.name, telling), **{"title" if lang == SOURCE else f"title_{lang}": text for lang, text in titles.items()}}


def policy_titles(policy: str, measures: Iterable[Any]) -> dict[str, str]:
    """Titles of a policy that was given none, by key: what its instruments pay, or are called; its name where it has none."""
    found = {lang: "; ".join(_called(measure, lang) for measure in measures) for lang in languages()}
    if not all(found.values()):
        return {"title": policy}
    return {"title" if lang == SOURCE else f"title_{lang}": f"{text[:1].upper()}{text[1:]}" for lang, text in found.items()}


def _called(measure: Any, lang: str) -> str:
    if isinstance(measure, InstrumentBlock):
        return own_words(measure, "title", lang) or told_pays(measure.in_words(), lang)
    if isinstance(measure, str):
        return own_words(read_call(measure), "title", lang) or measure if measure in call_names() else measure
    kind = measure.get("type", measure.get("call", "")) if isinstance(measure, Mapping) else getattr(measure, "type", "")
    return Words(lang, "commands").name("measure", str(kind))


def _is_a_policy(path: Path) -> bool:
    """Whether it is a whole policy more or less: what a case is compared with is no part of what it is called."""
    return len(path) == 2 and path[0] == "policies"


def _is_text(path: Path) -> bool:
    return path[0] in STORY or is_translated(path) or path[-1] in ("title", "question", "source", "office", "author")


def _title(first: Scenario, second: Scenario, telling: list[Changed], lang: str) -> str | None:
    """None where the scenario had no title in this language, and has nothing to add."""
    words = Words(lang, "commands")
    said = []
    for each in telling:
        if each.path == ("territory", "towns"):
            atlas = second.territory.atlas()
            said.append(words("but_in", towns=", ".join(atlas.town(town).name for town in second.territory.towns)))
        else:
            said.append(sentence(each, words))
    more = ["…"] if len(said) > _MOST_TOLD else []
    if not said:
        return own_words_in(first, "title", lang)
    return "; ".join([own_words(first, "title", lang) or first.title, *said[:_MOST_TOLD], *more])


def _name(before: str, telling: list[Changed]) -> str:
    """A short name: letters, digits, `_` and `-` behind what it was; the end of a long one is a number that stands for the whole."""
    whole = "_".join([before, *(word for each in telling if (word := _word(each)))])
    if whole == before or len(whole) <= _LONGEST_NAME:
        return whole
    return f"{whole[: _LONGEST_NAME - 9].rstrip('_-')}_{zlib.crc32(whole.encode()):08x}"


def _word(each: Changed) -> str:
    key = str(each.path[-1])
    if each.path == ("territory", "towns"):
        text = "_".join(each.after)
    elif isinstance(each.after, dict | list) or (each.after is None and isinstance(each.before, dict)):
        text = f"no_{key}" if each.after is None else key
    else:
        text = f"{key}_{'usual' if each.after is None else each.after}"
    return re.sub(r"[^A-Za-z0-9-]+", "_", text.removesuffix(".0")).strip("_")


def is_translated(path: tuple[str | int, ...]) -> bool:
    """Whether this is a text in another language than English, which changes with it."""
    return any(str(path[-1]).endswith(f"_{lang}") for lang in languages())


def sentence(each: Changed, words: Words) -> str:
    """One difference in words: 'hub adda, desks: 14 → 30'."""
    if each.path[0] in STORY:
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
