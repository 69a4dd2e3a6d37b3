"""How numbers, money, shares and months are written in Italian."""

from typing import Final

DECIMAL: Final = ","
THOUSANDS: Final = "."
PERCENT: Final = "{number}\u202f%"  # with a narrow space at which no line is broken
EURO: Final = "{number}\u202f€"
MONTHS: Final = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
SHORT_MONTHS: Final = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
MONTH_OF_YEAR: Final = "{month} {year}"
AND: Final = " e "


def _article(percent: str) -> str:
    """'il', 'lo' or 'l'', by how the number begins when it is spoken."""
    number = percent.split("\u202f", maxsplit=1)[0].lstrip("−")
    if number in ("1", "8", "11") or (len(number) == 2 and number[0] == "8"):
        return "l'"
    return "lo " if number == "0" else "il "


def the(percent: str) -> str:
    """A percentage inside a sentence, with its article: 'il 71 %', 'l'80 %'."""
    return _article(percent) + percent


def in_the(percent: str) -> str:
    """A percentage after 'in', which melts with the article: 'nel 78 %', 'nell'80 %'."""
    return {"il ": "nel ", "lo ": "nello ", "l'": "nell'"}[_article(percent)] + percent


def inside(words: str) -> str:
    """What begins with a capital, as it stands inside a sentence: an acronym keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
