"""Numbers and months as people write them, in Italy above all: what a text means that a file cannot hold so.

A point ends the thousands there, a comma begins the decimals. `30.000` in a place for money is never taken for 30: it is refused where
it may be 30000 too. Four decimals (`1.1250`) are decimals everywhere.
"""

import math
import re
from typing import Final
from unicodedata import decimal

FULL_TIME: Final = "full-time equivalents"
_HOURS: Final = 40.0  # a week of full time
_MOST_HOURS: Final = 48.0
_THOUSANDS: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}(\.[0-9]{3})+")  # 0.556 has none
_WRITTEN: Final = re.compile(
    r"(?i:[€$]|euro?|circa|ca\.)?\s*(?P<digits>[-+]?[0-9][0-9.,_'’\u00a0\u202f ]*)(?P<percent>(?i:%|per ?cento|percent))?"
    r"(?P<many>(?:[kM]|(?i:k|mila|mln|milion[ei]|millions?))(?![A-Za-z²2]))?[^0-9]*(?:m2[^0-9]*)?",
)
_LONGEST: Final = 60  # characters of a number
_MANY: Final = {"k": 1e3, "mila": 1e3}  # all others are millions
_MONTHS: Final = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
_IN_ENGLISH: Final = {"jan": 1, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "dec": 12}
_YEAR_FIRST: Final = re.compile(r"((?:19|20|21)[0-9]{2})[-/. ]?([0-9]{1,2})(?:[-/.][0-9]{1,2})?")
_YEAR_LAST: Final = re.compile(r"(?:[0-9]{1,2}[-/. ])?([0-9]{1,2}|[a-z]{3,9})\.?[-/. ]+((?:19|20|21)[0-9]{2})")


def money(unit: str) -> bool:
    """Whether a unit is one of money: `EUR`, `EUR/month`."""
    return unit.startswith("EUR")


def two_readings(text: str, low: float, high: float, unit: str) -> tuple[float, float] | None:
    """Both numbers that a bare text may be, thousands first (30000 and 30 for `30.000`); None where only one can be meant.

    Args:
        text: the number as it is written, and as YAML takes it for one.
        low: least that the place takes.
        high: most that it takes; where nobody knows, a number with three decimals of which the last is not 0 passes.
        unit: its unit.
    """
    if not _THOUSANDS.fullmatch(text) or text.count(".") > 1:
        return None
    thousands, plain = float(text.replace(".", "")), float(text)
    both = low <= thousands <= high if math.isfinite(high) else money(unit) or text.endswith("0")
    return (thousands, plain) if both else None


def either(text: str, low: float, high: float, unit: str) -> str:
    """What is said of a text that may be two numbers (see `two_readings`), with what to write for each; '' where one alone is meant."""
    if not (readings := two_readings(text, low, high, unit)):
        return ""
    thousands, plain = readings
    return f"'{text}' may be {thousands:.10g} or {plain:.10g}; write {thousands:.10g}, or {written(plain)} if that is meant"


def meant(text: str, low: float, high: float, unit: str, *, whole: bool) -> float | None:
    """The number of the place that a text stands for (`90k`, `1.250,50 €`, `50 %`, digits of another script); None when there is none.

    Args:
        text: what is written.
        low: least that the place takes.
        high: most that it takes.
        unit: its unit; money and whole numbers are no percentages.
        whole: whether it must be a whole number.
    """
    text = "".join(str(digit) if (digit := decimal(letter, None)) is not None else letter for letter in text.strip())
    text = text.replace("\u066b", ",")  # what Arabic has between whole number and decimals
    found = _WRITTEN.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or (found["percent"] and (money(unit) or whole)):
        return None
    times = (1.0 if not found["many"] else _MANY.get(found["many"].lower(), 1e6)) / (100 if found["percent"] else 1)
    for reading in _readings(re.sub(r"[_'’\s]", "", found["digits"]).rstrip(".,")):
        value = round(reading * times, 9)
        if low <= value <= high and (value.is_integer() or not whole):
            return value
    return None


def _readings(digits: str) -> list[float]:
    """What digits with points and commas may be, the likelier first: a point of three digits ends thousands, a comma begins decimals."""
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        ends, begins = (",", ".") if point > comma else (".", ",")
        candidates = [digits.replace(ends, "").replace(begins, ".")]
    elif _THOUSANDS.fullmatch(digits.replace(",", ".")):  # 90.000, and 90,000 in English
        candidates = [digits.replace(".", "").replace(",", ""), digits.replace(",", ".")]
    else:
        candidates = [digits.replace(",", ".")]
    return [float(text) for text in candidates if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?", text)]


def written(value: float) -> str:
    """A number as a file takes it for that number and no other: three decimals get a fourth."""
    return decimals(f"{value:.10g}")


def decimals(text: str) -> str:
    """A decimal number, given as its text, that cannot be taken for thousands: `1.1250` for `1.125`."""
    return f"{text}0" if _THOUSANDS.fullmatch(text) else text


def slip(value: float, low: float, high: float, unit: str) -> str:
    """What a number is that is too great, by its unit, after `, or`: per cent where a share belongs, hours a week for full time."""
    if low == 0 and high == 1 < value <= 100:
        return f", or {value / 100:.10g} if {value:.10g} % is meant"
    if unit == FULL_TIME and 1 < value <= _MOST_HOURS:
        return f", or {value / _HOURS:.10g} if {value:.10g} hours a week are meant"
    return ""


def month_meant(text: str) -> str | None:
    """`2022-03` for `03/2022`, `marzo 2022`, `2022/3`, `15/03/2022`; None when no year and month can be read off."""
    text = text.strip().lower()
    if found := _YEAR_FIRST.fullmatch(text):
        year, month = found[1], found[2]
    elif found := _YEAR_LAST.fullmatch(text):
        month, year = found[1], found[2]
    else:
        return None
    number = int(month) if month.isdecimal() else _month_called(month)
    return f"{year}-{number:02d}" if 1 <= number <= 12 else None


def _month_called(word: str) -> int:
    """Its number, by its first three letters in Italian or English; 0 for no month."""
    start = word[:3]
    return _MONTHS.index(start) + 1 if start in _MONTHS else _IN_ENGLISH.get(start, 0)
