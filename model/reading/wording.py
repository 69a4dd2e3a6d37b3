"""Phrases that messages share."""

import math
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from model.reading.italian import MEANT

OF_YOUR_OWN: Final = "; one of your own is known with its module: 'coworking --extension MODULE', or import it in Python"
"""What is said of a word that only an extension could know (docs/extending.md)."""

_LONGEST_LIST = 16
_LONGEST_TEXT = 60
_LONGEST_PROBLEM = 1_200  # longer than any list of keys
_NEAR = 0.65  # likeness from which a word is taken for a slip of another
_NEAR_ITALIAN = 0.85  # the same for a slip or an ending of an Italian word: `affitti`, `la fonte`

# Characters that nobody sees and that move the cursor, turn the direction of reading, end a line or hide a letter: Unicode's controls,
# formats, line and paragraph separators, and halves of characters. The two joiners stay where Persian, Indian scripts and emoji need them:
# behind a character beyond Latin and Greek.
UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f][\u200c\u200d]*"
    "|(?<![\u0400-\u1fff\u2190-\ud7ff\uf900-\U000dffff])[\u200c\u200d]+"
)


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


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """`; did you mean 'desks'?` for a near miss, else the words that are known when they are few, else nothing."""
    words = list(known)
    close = nearest(word, words)
    if close:
        return f"; did you mean '{close}'?"
    if 0 < len(words) <= _LONGEST_LIST:
        return f"; write {one_of(words)}"
    return ""


def nearest(word: object, known: Sequence[str]) -> str | None:
    """The known word that an Italian one stands for, else the one nearest in spelling, case aside; None when none is near."""
    lower = {known_word.lower(): known_word for known_word in known}
    written = str(word).lower()[:80]  # what is no text at all is not near, and is said to be unknown like any other word
    italian = {said: lower[meant] for said, meanings in MEANT.items() if (meant := next((one for one in meanings if one in lower), None))}
    said = written.replace("_", " ").replace("-", " ").removesuffix(" eur").strip()
    if said in italian and written not in lower:
        return italian[said]
    found = get_close_matches(written, list(lower), n=1, cutoff=_NEAR)
    if found:
        return lower[found[0]]
    found = get_close_matches(said, list(italian), n=1, cutoff=_NEAR_ITALIAN)
    return italian[found[0]] if found else None


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
    return "".join(letter if letter.isprintable() else escape(letter) for letter in text)


def visible(text: str) -> str:
    """A text as one line, every character that nobody sees as its escape, so that it can be printed wherever it came from."""
    return UNSEEN.sub(lambda found: escape(found[0]), text)


def escape(character: str) -> str:
    r"""`\x9b`, `\u202e`: how Python and YAML write a character that cannot be seen."""
    return character.encode("unicode_escape").decode()


def cut(text: str | None) -> str:
    """A text on one line, shortened when long."""
    line = " ".join((text or "").split())
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 3] + "..."
