"""The words of the sensitivity page and its figures, in the language of the reader. They stand in `texts_it.py` and `texts_en.py`."""

import math
import re
from collections.abc import Mapping
from typing import Final

from experiments.sensitivity.analysis import Analysis
from experiments.sensitivity.sample import FactorInfo
from experiments.sensitivity.texts_en import TEXTS as TEXTS_EN
from experiments.sensitivity.texts_it import TEXTS as TEXTS_IT
from experiments.showing.formats import Formats
from experiments.showing.texts import Texts

ALL_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {"it": TEXTS_IT, "en": TEXTS_EN}
_BLANK: Final = re.compile(r"{(\w+)}")
_MARKUP: Final = re.compile(r"([\\`*_\[\]|<>])")


def blanks(sentence: str) -> set[str]:
    """Names of the blanks of a sentence."""
    return set(_BLANK.findall(sentence))


class Words:
    """Sentences, labels and numbers of one language.

    Args:
        lang: 'en' or 'it'; anything else raises `ValueError`.
    """

    def __init__(self, lang: str) -> None:
        self.f = Formats(lang)
        self.lang = lang
        self._texts = ALL_TEXTS[lang]
        self._reports = Texts(lang)

    def __call__(self, key: str, **values: object) -> str:
        """A sentence with its blanks filled; `KeyError` for an unknown key or a blank left unfilled."""
        return _BLANK.sub(lambda blank: str(values[blank[1]]), self._texts[key])

    def choose(self, number: int, key: str, **values: object) -> str:
        """The sentence for one ("key_one") or for several ("key_many"), with `number` written in it."""
        return self(f"{key}_{'one' if number == 1 else 'many'}", number=self.f.number(number), **values)

    def label(self, factor: FactorInfo) -> str:
        """What a factor is called; a whole sentence loses its full stop, to fit into another."""
        return ((self.lang == "it" and factor.label_it) or factor.label or factor.name).rstrip(".")

    def named(self, factor: FactorInfo) -> str:
        """The same inside a sentence of Markdown, between quotation marks."""
        return self("quoted", text=safe(self.label(factor)))

    def outcome(self, analysis: Analysis) -> str:
        """What the outcome is called."""
        return (self.lang == "it" and analysis.label_it) or analysis.label or analysis.outcome

    def scale(self, analysis: Analysis) -> float:
        """Shares and yes-or-no outcomes are written in hundredths."""
        return 1.0 if analysis.kind == "number" else 100.0

    def unit(self, analysis: Analysis) -> str:
        """The unit on an axis."""
        return self.unit_name(analysis.unit) if analysis.kind == "number" else "%"

    def unit_name(self, unit: str) -> str:
        """A unit in the reader's language, as the reports write it; itself if they do not know it."""
        return self._reports.name("unit", unit)

    def end(self, value: float, like: float) -> str:
        """An end of a range, with two figures of the size of `like` at least and no zeros at its tail."""
        size = abs(like)
        places = 0 if size >= 20 else 2 if size >= 0.1 or not size else 1 - math.floor(math.log10(size))
        text = self.f.number(value, places)
        return text.rstrip("0").rstrip(",.") if places else text

    def level(self, analysis: Analysis, value: float, like: float | None = None) -> str:
        """A value of the outcome, with its unit."""
        if analysis.kind != "number":
            return self.f.percent(value, 0 if abs(value) >= 0.1 else 1)
        return f"{self.f.tidy(value, like=like)} {self.unit(analysis)}".strip()

    def difference(self, analysis: Analysis, value: float, *, unit: bool = True, signed: bool = False) -> str:
        """A difference of two values of the outcome; of shares in percentage points."""
        number = self.f.tidy(value * self.scale(analysis), signed=signed)
        name = self.unit(analysis) if analysis.kind == "number" else self("points")
        return f"{number} {name}".strip() if unit else number

    def interval(self, low: str, high: str) -> str:
        """An interval in brackets."""
        return self("interval", low=low, high=high)


def safe(text: str) -> str:
    """Text of a design (a label, a source) with nothing in it that Markdown would take for its own."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
