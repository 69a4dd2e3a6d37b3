"""How numbers, money, shares and months are written in English."""

from typing import Final

DECIMAL: Final = "."
THOUSANDS: Final = ","
PERCENT: Final = "{number}%"
EURO: Final = "€{number}"
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_OF_YEAR: Final = "{month} {year}"
AND: Final = " and "


def the(percent: str) -> str:
    """A percentage inside a sentence, with its article if it has one."""
    return percent


def in_the(percent: str) -> str:
    """A percentage after 'in', with what the language melts the two into; here the sentence has an 'in' of its own."""
    return percent


def inside(words: str) -> str:
    """What begins with a capital, as it stands inside a sentence: an acronym keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
