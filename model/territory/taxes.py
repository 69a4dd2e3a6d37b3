"""The ministry's file of incomes, as published: "Redditi e principali variabili IRPEF su base comunale" (Dipartimento delle Finanze).

Where it speaks of a municipality it replaces what the size of the municipality would suggest (estimate E8).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

TABLE_YEAR: Final = 2020  # of the tables of provinces
LEAST_INCOME_EUR: Final = 1_000.0
HIDDEN: Final = 2.0  # taxpayers in a cell left blank because they are fewer than three

_YEAR: Final = "Anno di imposta"
_CODE: Final = "Codice Istat Comune"
_TAXPAYERS: Final = "Numero contribuenti"
_COUNTS: Final[Mapping[str, tuple[str, ...]]] = {  # the beginnings of the titles whose 'Frequenza' adds up to each
    "employees": ("Reddito da lavoro dipendente",),
    "self_employed": ("Reddito da lavoro autonomo",),
    "entrepreneurs": ("Reddito di spettanza dell'imprenditore",),
    "partners": ("Reddito da partecipazione",),
}
_INCOME: Final = "Reddito complessivo"
_AMOUNT: Final = "Ammontare"
_NUMBER: Final = "Frequenza"


class Taxes(NamedTuple):
    """What the file says of one municipality; counts are taxpayers with that kind of income."""

    year: int
    taxpayers: float
    mean_income_eur: float
    employees: float
    self_employed: float
    entrepreneurs: float
    partners: float

    def rates(self) -> Mapping[str, float]:
        """The figures by the names of the tables of provinces."""
        return {
            "taxpayers": self.taxpayers, "mean_income": self.mean_income_eur, "employees": self.employees,
            "selfemp_2018": self.self_employed, "selfemp_2020": self.self_employed, "entrepreneurs": self.entrepreneurs,
            "partners": self.partners,
        }  # fmt: skip


class NotTheFile(ValueError):
    """A file that is not the ministry's; the message says what is missing."""


def read_taxes(path: Path) -> Mapping[str, Taxes]:
    """The municipalities of the ministry's file by ISTAT code of six digits.

    Raises:
        OSError: it cannot be read.
        NotTheFile: a column is missing, or a cell is no number.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text("cp1252", errors="replace")
    lines = text.splitlines()
    first = lines[0] if lines else ""
    table = csv.DictReader(lines, delimiter=max(";,\t", key=first.count))
    try:
        titles = [title or "" for title in table.fieldnames or ()]
    except csv.Error as error:
        raise NotTheFile(str(error)) from error
    columns = {name: [title for title in titles if title.startswith(starts) and _NUMBER in title] for name, starts in _COUNTS.items()}
    amounts = [title for title in titles if title.startswith(_INCOME) and _AMOUNT in title]
    missing = [title for title in (_YEAR, _CODE, _TAXPAYERS) if title not in titles]
    missing += [starts[0] for name, starts in _COUNTS.items() if not columns[name]] + ([] if amounts else [_INCOME])
    if missing:
        raise NotTheFile(f"no column '{missing[0]}': it is not the ministry's file of incomes by municipality")
    try:
        return dict(_municipalities(table, columns, amounts))
    except csv.Error as error:
        raise NotTheFile(str(error)) from error


def _municipalities(table: Iterable[dict[str, str]], columns: Mapping[str, list[str]], amounts: list[str]) -> Iterator[tuple[str, Taxes]]:
    for number, row in enumerate(table, 2):
        try:
            taxpayers = _number(row[_TAXPAYERS])
            if not row[_CODE] or taxpayers <= 0:
                continue
            counts = {name: sum(_number(row[title]) for title in titles) for name, titles in columns.items()}
            counts["self_employed"] = counts["self_employed"] or HIDDEN
            income = sum(_number(row[title]) for title in amounts) / taxpayers
            if income < LEAST_INCOME_EUR:  # most classes are hidden
                continue
            yield f"{int(row[_CODE]):06d}", Taxes(int(row[_YEAR]), taxpayers, income, **counts)
        except (TypeError, ValueError) as error:
            raise NotTheFile(f"line {number}: {error}") from error


def _number(cell: str | None) -> float:
    """A count or an amount; a hidden cell is 0, thousands may be parted by dots."""
    text = (cell or "").strip()
    return float(text.replace(".", "").replace(",", ".")) if text else 0.0

