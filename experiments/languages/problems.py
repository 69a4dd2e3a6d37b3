"""What is said of a file, in the reader's language.

The model words every problem in English, once, as a sentence with values in it, and knows no languages. Here the sentence is found again
by its fixed parts, and its blanks are filled into the other language's; what nobody translated stays in English (ADR 0038).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from experiments.languages.known import SOURCE, names
from experiments.languages.words import Words
from model.reading.problems import Problem

_BLANK: Final = re.compile(r"{(\w+)}")
_SENTENCES: Final = ("problem", "problem_of_design", "message")
_PHRASES: Final = ("problem_phrase",)
_PARTS: Final = ("problem_phrase", "pays")
_WARNING: Final = {SOURCE: "warning: ", "it": "avviso: "}


def told_problem(problem: Problem, lang: str) -> str:
    """A problem as a line: file, line, column and key as they are, its words in a language."""
    return problem.line_of(_WARNING.get(lang, _WARNING[SOURCE]), told_message(problem.message, lang))


def told_message(message: str, lang: str) -> str:
    """What a problem says, in a language; in English where it is not said in that language."""
    return message if lang == SOURCE else (_told(message, lang, _SENTENCES) or message)


def told_phrase(phrase: str, lang: str) -> str:
    """A part of a message, such as `; did you mean 'desks'?`, in a language."""
    return phrase if lang == SOURCE else (_told(phrase, lang, _PHRASES) or phrase)


def told_pays(sentence: str, lang: str) -> str:
    """What an instrument pays (`pays()`), in a language, piece by piece: each stands between a comma or semicolon and the next."""
    if sentence in names(lang)["pays"]:  # why a call is no instrument
        return names(lang)["pays"][sentence]
    pieces = re.split(r"([,;] )", sentence)
    own = [piece if lang == SOURCE else (_told(piece, lang, ("pays",)) or piece) for piece in pieces]
    return re.sub(r"\d{1,3}(,\d{3})+", lambda found: _units(lang).number(float(found[0].replace(",", ""))), "".join(own))


@lru_cache(4096)
def _told(text: str, lang: str, kinds: tuple[str, ...]) -> str | None:
    for english, own in _templates(lang, kinds):
        values = matched(text, english)
        if values is not None and not _swallowed(values) and _is_message(values.get("message"), lang):
            quoted = {name for name in values if f"'{{{name}}}'" in english}
            return _filled(own, {name: value if name in quoted else _value(name, value, lang) for name, value in values.items()})
    return None


def _swallowed(values: Mapping[str, str]) -> bool:
    """Whether a blank took in the place that stands before a message: `'rows.csv' line 2, column 1 ('x'): 0.5` is no value."""
    return ": " in values.get("value", "") or "): '" in values.get("text", "")


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda found: values[found[1]], template)


def _is_message(text: str | None, lang: str) -> bool:
    """Whether what stands for a whole message is one; true where nothing does."""
    return text is None or _told(text, lang, _SENTENCES) is not None


def _value(name: str, value: str, lang: str) -> str:
    """A value outside of quotes: a phrase, a unit or a whole message where it is one, else as it stands."""
    if name == "message":
        return told_message(value, lang)
    if name == "share" and re.fullmatch(r"\d+ ?%", value):
        return _units(lang).the_percent(float(value.rstrip(" %")) / 100)
    known = _told(value, lang, _PARTS if name in ("tie", "word") else _PHRASES)
    return known or (_units(lang).unit(value) if name == "unit" else value)


def matched(text: str, template: str) -> dict[str, str] | None:
    """The values in the blanks of a template that makes this text; None when it does not. Each fixed part is found once, from the left.

    The quote before a `tail`, which is empty or begins with a semicolon, is the last one before it: `'Sant'Angelo'; did you mean …`.
    """
    first, *rest = _BLANK.split(template)
    if not text.startswith(first):
        return None
    if not rest:
        return {} if text == first else None
    values: dict[str, str] = {}
    position, end = len(first), len(text) - len(rest[-1])
    if end < position or not text.endswith(rest[-1]):
        return None
    for name, fixed in zip(rest[:-2:2], rest[1:-2:2], strict=True):
        found = text.find(fixed, position, end)
        if (fixed, rest[-2], len(values)) == ("'", "tail", len(rest) // 2 - 2):  # what is quoted may have an apostrophe of its own
            further = text.find("'; ", position, end)
            found = further if further >= 0 else text.rfind(fixed, position, end)
        if found < 0:
            return None
        values[name], position = text[position:found], found + len(fixed)
    return values | {rest[-2]: text[position:end]}


@cache
def _templates(lang: str, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """Sentences in English and in a language, those around another message first, then those with the most fixed letters.

    What is hardly more than blanks comes last.
    """

    def place(pair: tuple[str, str]) -> tuple[bool, bool, int]:
        fixed = len("".join(fixed_parts(pair[0])))
        return fixed <= len(": "), pair[0].startswith("'") or "{message}" not in pair[0], -fixed

    return sorted((pair for kind in kinds for pair in names(lang)[kind].items()), key=place)


def fixed_parts(template: str) -> Iterator[str]:
    """What stands between the blanks of a template."""
    yield from _BLANK.split(template)[::2]


@cache
def _units(lang: str) -> Words:
    return Words(lang, "commands")
