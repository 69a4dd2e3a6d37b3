"""The language in which the program speaks to who typed a command: the system's, until `--lang` says another.

What the library says when it refuses or fails is worded in English, once, where it happens; it is told in this language at the door.
"""

from typing import Final

from experiments.languages.known import of_the_system
from experiments.languages.problems import told_message, told_phrase

_spoken: Final = [of_the_system()]


def speak(lang: str) -> None:
    """From now on `said` speaks this language."""
    _spoken[:] = [lang]


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken[0]


def said(text: object) -> str:
    """A sentence of the program, given in English, in the language that is spoken; as it stands where nobody translated it."""
    return told_phrase(told_message(str(text), spoken()), spoken())
