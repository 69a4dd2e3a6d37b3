"""The words of a sensitivity page and its pictures: sentences, and how factors and values of an outcome are written in them."""

import math
import re
from typing import Final

from experiments.languages import Words, told
from experiments.sensitivity.analysis import Analysis
from experiments.sensitivity.sample import FactorInfo

_MARKUP: Final = re.compile(r"([\\`*_\[\]|<>])")


class AnalysisWords(Words):
    """Sentences, labels and numbers of one language.

    Raises:
        UnknownLanguage: when there is no such language.
    """

    def __init__(self, lang: str) -> None:
        super().__init__(lang, "sensitivity")

    def label(self, factor: FactorInfo) -> str:
        """What a factor is called; a whole sentence loses its full stop, to fit into another."""
        return (told(factor.label, self.lang) or (factor.name if factor.evidence else self("dummy"))).rstrip(".")

    def named(self, factor: FactorInfo) -> str:
        """The same inside a sentence of Markdown, between quotation marks."""
        return self("quoted", text=safe(self.label(factor)))

    def title(self, analysis: Analysis) -> str:
        """What the outcome is called."""
        return told(analysis.label, self.lang) or analysis.outcome

    def scale(self, analysis: Analysis) -> float:
        """Shares and yes-or-no outcomes are written in hundredths."""
        return 1.0 if analysis.kind == "number" else 100.0

    def axis_unit(self, analysis: Analysis) -> str:
        """The unit on an axis."""
        return self.name("unit", analysis.unit) if analysis.kind == "number" else "%"

    def end(self, value: float, like: float) -> str:
        """An end of a range, with two figures of the size of `like` at least and no zeros at its tail."""
        size = abs(like)
        places = 0 if size >= 20 else 2 if size >= 0.1 or not size else 1 - math.floor(math.log10(size))
        text = self.number(value, places)
        return text.rstrip("0").removesuffix(self._ways.DECIMAL) if places else text

    def level(self, analysis: Analysis, value: float, like: float | None = None) -> str:
        """A value of the outcome, with its unit."""
        if analysis.kind != "number":
            return self.percent(value, 0 if abs(value) >= 0.1 else 1)
        return f"{self.tidy(value, like=like)} {self.axis_unit(analysis)}".strip()

    def difference(self, analysis: Analysis, value: float, *, unit: bool = True, signed: bool = False) -> str:
        """A difference of two values of the outcome; of shares in percentage points."""
        number = self.tidy(value * self.scale(analysis), signed=signed)
        name = self.axis_unit(analysis) if analysis.kind == "number" else self("points")
        return f"{number} {name}".strip() if unit else number

    def interval(self, low: str, high: str) -> str:
        """An interval in brackets."""
        return self("interval", low=low, high=high)


def safe(text: str) -> str:
    """Text of a design (a label, a source) with nothing in it that Markdown would take for its own."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
