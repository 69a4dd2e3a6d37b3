"""What planners write in scenarios and designs, in more than one language: `title` and `title_it`, `question` and `question_it`."""

from typing import Final

from experiments.languages.known import SOURCE

# Letters that tables, pictures and pages have room for; what was written stays whole in scenario.lock.yaml.
_ROOM: Final = {"title": 160, "question": 600, "office": 80, "author": 80}
_LONGEST_WORD: Final = 60


def own_words(block: object, key: str, lang: str) -> str | None:
    """A text of a scenario or design in the reader's language (`<key>_<lang>`) or, not written in it, as it stands under the plain key."""
    return own_words_in(block, key, lang) or own_words_in(block, key, SOURCE)


def own_words_in(block: object, key: str, lang: str) -> str | None:
    """The same, but None where it was not written in the reader's language; under the plain key it is in English."""
    text = getattr(block, key if lang == SOURCE else f"{key}_{lang}", None)
    return _readable(text, _ROOM[key]) if isinstance(text, str) and key in _ROOM else text


def _readable(text: str, room: int) -> str:
    """On one line, and with an ellipsis where it is longer than there is room for, as a word or as a whole."""
    text = " ".join(word if len(word) <= _LONGEST_WORD else f"{word[: _LONGEST_WORD - 1]}…" for word in text[: 10 * room].split())
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
