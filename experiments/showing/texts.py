"""The report's sentences in the reader's language. They stand in `texts_it.py` and `texts_en.py`, under the same keys."""

import re
from collections.abc import Mapping
from typing import Final

from experiments.showing.texts_en import NAMES as NAMES_EN
from experiments.showing.texts_en import TEXTS as TEXTS_EN
from experiments.showing.texts_it import NAMES as NAMES_IT
from experiments.showing.texts_it import TEXTS as TEXTS_IT

ALL_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {"it": TEXTS_IT, "en": TEXTS_EN}
ALL_NAMES: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {"it": NAMES_IT, "en": NAMES_EN}
_SPACED_PERCENT: Final = re.compile(r"(?<=\d) %")  # a number and its sign stay on one line
_BLANK: Final = re.compile(r"{(\w+)}")


class Texts:
    """Sentences of one language; `texts("key", name=value)` fills the blanks of a sentence.

    Blanks are filled by plain replacement, so that braces in a value (a title, a file) stay what they are.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._texts = ALL_TEXTS[lang]
        self._names = ALL_NAMES[lang]

    def __call__(self, key: str, **values: object) -> str:
        """A sentence; `KeyError` for an unknown key or a blank left unfilled."""
        sentence = _SPACED_PERCENT.sub("\u202f%", self._texts[key]) if self.lang == "it" else self._texts[key]
        return _BLANK.sub(lambda match: str(values[match[1]]), sentence)

    def name(self, kind: str, code: str) -> str:
        """How a thing of the model (a field, a line of the ledger, a payer ...) is called; itself if it has no name here."""
        return self._names[kind].get(code, code)


def blanks(sentence: str) -> set[str]:
    """Names of the blanks of a sentence."""
    return set(_BLANK.findall(sentence))
