"""How numbers, money, shares and months are written in Italian and English."""

import math
from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("it", "en")

_MONTHS: Final = {
    "it": (
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}
_MINUS: Final = "−"
_NARROW: Final = "\u202f"  # no-break space before a unit
_JOINER: Final = "\u2060"  # keeps a sign and what follows on one line


@dataclass(frozen=True)
class Formats:
    """Writes values for readers of one language.

    Args:
        lang: 'it' (1.234,5) or 'en' (1,234.5); anything else raises `ValueError`.
    """

    lang: str

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"language {self.lang!r}: the report is written in {' or '.join(LANGUAGES)}")

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """A number with the language's separators; a dash when there is none (nan)."""
        if not math.isfinite(value):
            return "–"
        rounded = round(value, decimals) + 0.0  # + 0.0 turns -0.0 into 0.0
        text = f"{abs(rounded):,.{decimals}f}"
        if self.lang == "it":
            text = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
        sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + text

    def tidy(self, value: float, *, signed: bool = False, like: float | None = None) -> str:
        """A number with as many decimals as its size (or that of `like`) deserves, about three figures."""
        size = abs(value if like is None else like)
        return self.number(value, 0 if size >= 20 else 1 if size >= 1 else 2, signed=signed)

    def percent(self, share: float, decimals: int = 0, *, signed: bool = False) -> str:
        """A share (0-1) as a percentage."""
        text = self.number(share * 100, decimals, signed=signed)
        return text if text == "–" else f"{text}{_NARROW if self.lang == 'it' else ''}%"

    def the_percent(self, share: float) -> str:
        """The same inside a sentence, with the article Italian wants ('il 71 %', 'l'80 %')."""
        text = self.percent(share)
        if self.lang == "en" or text == "–":
            return text
        number = text.split(_NARROW)[0].lstrip(_MINUS)
        if number in ("1", "8", "11") or (len(number) == 2 and number[0] == "8"):
            return f"l'{text}"
        return f"lo {text}" if number == "0" else f"il {text}"

    def euro(self, value: float, *, signed: bool = False) -> str:
        """An amount in whole euros, rounded to three figures from 10,000 up (the rest would be false precision)."""
        if not math.isfinite(value):
            return "–"
        digits = 0 if abs(value) < 10_000 else 2 - math.floor(math.log10(abs(value)))
        text = self.number(round(value, digits), 0, signed=signed)
        if self.lang == "it":
            return f"{text}{_NARROW}€"
        return f"{text[0]}{_JOINER}€{text[1:]}" if text[0] in (_MINUS, "+") else f"€{text}"

    def thousands(self, value: float, *, signed: bool = False) -> str:
        """Thousands, for axes that say so: 12,5 for 12,500."""
        size = abs(value) / 1000
        decimals = 0 if size >= 10 or math.isclose(size, round(size), abs_tol=1e-9) else 1
        return self.number(value / 1000, decimals, signed=signed)

    def month(self, start: str, index: int) -> str:
        """The calendar month `index` months after `start` ("YYYY-MM"), as in 'dicembre 2024'."""
        year, month = calendar(start, index)
        return f"{_MONTHS[self.lang][month - 1]} {year}"

    def short_month(self, start: str, index: int) -> str:
        """The same for an axis, as in 'dic 24'."""
        year, month = calendar(start, index)
        return f"{_MONTHS[self.lang][month - 1][:3]} {year % 100:02d}"

    def day(self, iso: str) -> str:
        """A day written as 2026-11-22, in words."""
        year, month, day = (int(part) for part in iso.split("-"))
        return f"{day} {_MONTHS[self.lang][month - 1]} {year}"

    def listing(self, items: list[str]) -> str:
        """Items with commas and 'and' before the last."""
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + (" e " if self.lang == "it" else " and ") + items[-1]


def calendar(start: str, index: int) -> tuple[int, int]:
    """Year and month (1-12) `index` months after `start` ("YYYY-MM")."""
    year, month = (int(part) for part in start.split("-"))
    months = year * 12 + month - 1 + index
    return months // 12, months % 12 + 1
