"""Phrases that messages share."""

import math
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_LONGEST_LIST = 16
_LONGEST_TEXT = 60
_LONGEST_PROBLEM = 1_200  # longer than any list of keys
_NEAR = 0.65  # likeness from which a word is taken for a slip of another


def between(low: float, high: float) -> str:
    """` from 0 to 1`, ` of at least 0`, ` of at most 1`; nothing without bounds."""
    if math.isinf(low) and math.isinf(high):
        return ""
    if math.isinf(high):
        return f" of at least {low:.10g}"
    return f" of at most {high:.10g}" if math.isinf(low) else f" from {low:.10g} to {high:.10g}"


def plausible(value: float, low: float, high: float, unit: str) -> str:
    """The question a warning asks."""
    bounds = f"{low:.10g}" if low == high else f"{low:.10g}-{high:.10g}"
    return f"{value:.10g} is outside the plausible range {bounds} {unit}".rstrip() + "; keep it if it is meant"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'desks'?` for a near miss, else the words that are known when they are few, else nothing."""
    words = list(known)
    close = nearest(word, words)
    if close:
        return f"; did you mean '{close}'?"
    if 0 < len(words) <= _LONGEST_LIST:
        return f"; write {one_of(words)}"
    return ""


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word nearest in spelling, case aside; None when none is near."""
    lower = {known_word.lower(): known_word for known_word in known}
    found = get_close_matches(word.lower()[:80], list(lower), n=1, cutoff=_NEAR)
    return lower[found[0]] if found else None


def one_of(words: Iterable[str]) -> str:
    """`a, b or c`."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def quotable(text: str) -> str:
    """A text with every character that cannot be seen written as its escape, and without its middle when very long."""
    if len(text) > _LONGEST_PROBLEM:
        text = f"{text[: _LONGEST_PROBLEM // 2]} ... {text[-_LONGEST_PROBLEM // 2 :]}"
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def cut(text: str | None) -> str:
    """A text on one line, shortened when long."""
    line = " ".join((text or "").split())
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 3] + "..."
