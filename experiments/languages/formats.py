"""How numbers, money, shares and months are written, in the ways of one language (`formats.py` in its folder)."""

import math
from typing import Final

from experiments.languages.known import module

_MINUS: Final = "−"
_JOINER: Final = "\u2060"  # keeps a sign and what follows on one line


class Formats:
    """Writes values for readers of one language.

    Args:
        lang: the language, by its code, such as 'it' (1.234,5) or 'en' (1,234.5).

    Raises:
        UnknownLanguage: when there is no such language.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._ways = module(lang, "formats")

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """A number with the language's separators; a dash when there is none (nan)."""
        if not math.isfinite(value):
            return "–"
        rounded = round(round(value, decimals + 9), decimals) + 0.0  # 47.49999999999999 is 47.5; + 0.0 turns -0.0 into 0.0
        whole, _, part = f"{abs(rounded):,.{decimals}f}".partition(".")
        text = whole.replace(",", self._ways.THOUSANDS) + (self._ways.DECIMAL + part if part else "")
        sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + text

    def tidy(self, value: float, *, signed: bool = False, like: float | None = None) -> str:
        """A number with as many decimals as its size (or that of `like`) deserves, about three figures."""
        size = abs(value if like is None else like)
        return self.number(value, 0 if size >= 20 else 1 if size >= 1 else 2, signed=signed)

    def percent(self, share: float, decimals: int = 0, *, signed: bool = False) -> str:
        """A share (0-1) as a percentage."""
        text = self.number(share * 100, decimals, signed=signed)
        return text if text == "–" else self._ways.PERCENT.format(number=text)

    def the_percent(self, share: float) -> str:
        """The same inside a sentence, with the article that some languages want ('il 71 %', 'l'80 %')."""
        text = self.percent(share)
        return text if text == "–" else self._ways.the(text)

    def in_percent(self, share: float) -> str:
        """The same after 'in', which some languages melt with the article ('nel 71 %', 'nell'80 %')."""
        text = self.percent(share)
        return text if text == "–" else self._ways.in_the(text)

    def euro(self, value: float, *, signed: bool = False, exact: bool = False) -> str:
        """An amount in whole euros, rounded to three figures from 10,000 up (the rest would be false precision) unless it is `exact`."""
        if not math.isfinite(value):
            return "–"
        digits = 0 if exact or abs(value) < 10_000 else 2 - math.floor(math.log10(abs(value)))
        text = self.number(round(value, digits), 0, signed=signed)
        amount = text.lstrip(_MINUS + "+")
        sign, written = text.removesuffix(amount), self._ways.EURO.format(number=amount)
        return sign + written if not sign or written.startswith(amount) else f"{sign}{_JOINER}{written}"

    def thousands(self, value: float, *, signed: bool = False) -> str:
        """Thousands, for axes that say so: 12,5 for 12,500."""
        size = abs(value) / 1000
        decimals = 0 if size >= 10 or math.isclose(size, round(size), abs_tol=1e-9) else 1
        return self.number(value / 1000, decimals, signed=signed)

    def month(self, start: str, index: int) -> str:
        """The calendar month `index` months after `start` ("YYYY-MM"), as in 'dicembre 2024'."""
        year, month = calendar(start, index)
        return self._ways.MONTH_OF_YEAR.format(month=self._ways.MONTHS[month - 1], year=year)

    def short_month(self, start: str, index: int) -> str:
        """The same for an axis, as in 'dic 24'."""
        year, month = calendar(start, index)
        return self._ways.MONTH_OF_YEAR.format(month=self._ways.SHORT_MONTHS[month - 1], year=f"{year % 100:02d}")

    def listing(self, items: list[str]) -> str:
        """Items with commas and 'and' before the last."""
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + self._ways.AND + items[-1]

    def capital(self, text: str) -> str:
        """Text that may begin a sentence."""
        return text[:1].upper() + text[1:]

    def inside(self, words: str) -> str:
        """A label that begins with a capital, as it stands inside a sentence."""
        return self._ways.inside(words)


def calendar(start: str, index: int) -> tuple[int, int]:
    """Year and month (1-12) `index` months after `start` ("YYYY-MM")."""
    year, month = (int(part) for part in start.split("-"))
    months = year * 12 + month - 1 + index
    return months // 12, months % 12 + 1
