"""What planners write in scenarios and designs, in more than one language: `title` and `title_it`, `question` and `question_it`."""

from experiments.languages.known import SOURCE


def own_words(block: object, key: str, lang: str) -> str | None:
    """A text of a scenario or design in the reader's language (`<key>_<lang>`) or, not written in it, as it stands under the plain key."""
    return own_words_in(block, key, lang) or getattr(block, key, None)


def own_words_in(block: object, key: str, lang: str) -> str | None:
    """The same, but None where it was not written in the reader's language; under the plain key it is in English."""
    return getattr(block, key if lang == SOURCE else f"{key}_{lang}", None)
