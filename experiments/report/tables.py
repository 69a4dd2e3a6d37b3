"""Every table of the accounts, and the outcomes beside them, as files: CSV for programs, one workbook for people.

CSV files have the same columns and English keys whoever reads them, a row a value or a figure. The workbook holds the same numbers
under the reader's words, accounts a sheet a policy with a column a year.
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from experiments.outcomes.measures import ALL, MEASURES
from experiments.outcomes.rows import ContrastRow, SummaryRow
from experiments.report.accounts import MOST_HUBS, Account, Year
from experiments.report.plan import FILE, RESULT, Figure
from experiments.report.provenance import provenance_lines
from experiments.report.reader import Reader
from experiments.storage.json_text import plain
from experiments.storage.workbook import Cell, Kind, Sheet, write_workbook
from model.scenario import BASELINE

FOLDER: Final = "tables"
WORKBOOK: Final = "tables.xlsx"
HEADERS: Final = {
    "accounts": ("policy", "hub", "year", "months", "part", "line", "unit", "value"),
    "investment": ("policy", "hub", "figure", "unit", "mean", "p10", "p90", "origin"),
    "assumptions": ("policy", "hub", "figure", "unit", "mean", "p10", "p90", "origin"),
    "outcomes": ("policy", "hub", "outcome", "unit", "mean", "p10", "p50", "p90", "mean_low", "mean_high", "replicates"),
    "differences": ("policy", "hub", "outcome", "unit", "baseline", "with_policy", "difference", "low", "high", "clear", "replicates"),
}
FILES: Final = (WORKBOOK, *(f"{FOLDER}/{name}.csv" for name in HEADERS))

_STRONG: Final = ("income", "costs", "result", "cash_end")
_FIGURES: Final = 12  # cents of sums of ten thousand million euros
Value = str | float | int | bool | None


def write_tables(reader: Reader, folder: Path) -> None:
    """Write all tables into a folder.

    Args:
        reader: the results, and the language of the workbook.
        folder: where; `FILES` are made in it.
    """
    (folder / FOLDER).mkdir()
    for name in HEADERS:
        (folder / FOLDER / f"{name}.csv").write_bytes(_csv(HEADERS[name], rows(reader, name)))
    write_workbook(folder / WORKBOOK, sheets(reader), reader.t("tables_title", title=_title(reader)))


def _title(reader: Reader) -> str:
    return reader.written(reader.results.scenario, "title") or reader.results.scenario.name


# --- for programs ---


def rows(reader: Reader, name: str) -> Iterator[tuple[Value, ...]]:
    """The rows of one of the CSV files, in the order of its header."""
    books = reader.books
    if name == "accounts":
        for account in (one for found in books.accounts.values() for one in found):
            for line in account.lines:
                for year, value in zip(books.years, line.values, strict=True):
                    yield account.policy, account.hub, year.year, year.months, line.group, line.key, line.unit, value
    elif name == "investment":
        yield from (figure for found in books.investment.values() for figure in found)
    elif name == "assumptions":
        yield from books.assumed
    elif name == "outcomes":
        yield from (tuple(getattr(row, key) for key in HEADERS[name]) for row in _outcomes(reader))
    else:
        for policy, row in _differences(reader):
            middle = (row.baseline, row.policy, row.difference, row.low, row.high, row.clear, row.replicates)
            yield policy, row.hub, row.outcome, row.unit, *middle


def _outcomes(reader: Reader) -> Iterator[SummaryRow]:
    for policy in reader.results.policies:
        names = reader.results.stack(policy).hub_names
        yield from reader.results.rows(policy, (ALL, *(names if 1 < len(names) <= MOST_HUBS else ())))


def _differences(reader: Reader) -> Iterator[tuple[str, ContrastRow]]:
    for policy, contrast in reader.contrasts.items():
        yield from ((policy, row) for row in contrast.rows((ALL,)))


def _csv(header: Sequence[str], lines: Iterator[tuple[Value, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[_written(value) for value in line] for line in lines])
    return text.getvalue().encode("utf-8")


def _written(value: Value) -> Value:
    """A value as it stands in a file: nothing for what is no number, true or false, as many figures as mean something."""
    value = plain(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return rounded(value)
    return "" if value is None else str(value) if not isinstance(value, int) else value


def rounded(value: float) -> float | int:
    """A number to as many figures as mean something; whole amounts without a decimal point."""
    short = float(f"{value:.{_FIGURES}g}")
    return int(short) if short == int(short) else short


# --- for people ---


def sheets(reader: Reader) -> list[Sheet]:
    """The sheets of the workbook."""
    t = reader.t
    about = [[Cell(name, strong=True), Cell(said)] for name, said in provenance_lines(reader)]
    found = [Sheet(t("sheet_about"), _title(reader), t("tables_about"), ("", ""), about)]
    if reader.books.assumed:
        found.append(_figures(reader, "sheet_assumed", reader.books.assumed, "assumed_read"))
    if any(reader.books.investment.values()):
        everything = [figure for figures in reader.books.investment.values() for figure in figures]
        found.append(_figures(reader, "sheet_investment", everything, "investment_read"))
    found += [_accounts(reader, policy, accounts) for policy, accounts in reader.books.accounts.items()]
    found.append(_outcome_sheet(reader))
    if reader.policies:
        found.append(_difference_sheet(reader))
    return found


def heading(reader: Reader, year: Year) -> str:
    """A year as the head of a column, with its months where it is not whole."""
    return str(year.year) if year.months == 12 else reader.t("year_part", year=year.year, months=year.months)


def _accounts(reader: Reader, policy: str, accounts: Sequence[Account]) -> Sheet:
    t, body = reader.t, []
    many = len(accounts) > 1
    for account in accounts[: 1 + MOST_HUBS if len(accounts) <= 1 + MOST_HUBS else 1]:
        for line in account.lines:
            kind: Kind = "euro" if line.unit == "EUR" else "number"
            strong = line.key in _STRONG
            labels = [Cell(hub_name(reader, account.hub))] if many else []
            values = (Cell(value, kind, strong) for value in line.values)
            body.append([*labels, Cell(line_name(reader, line.key), strong=strong), *values])
    head = (*((t("hub"),) if many else ()), t("line_column"), *(heading(reader, year) for year in reader.books.years))
    name = " ".join((t("sheet_accounts"), reader.title(policy)))
    return Sheet(name, reader.title(policy), t("accounts_read"), head, body, 2 if many else 1)


def _figures(reader: Reader, sheet: str, figures: Sequence[Figure], note: str) -> Sheet:
    t = reader.t
    head = (t("policy"), t("hub"), t("figure"), t("unit"), t("mean"), t("low_of_ten"), t("high_of_ten"), t("evidence_kind"))
    body = []
    for one in figures:
        kind: Kind = "percent" if one.unit == "share" else "euro" if one.unit == "EUR" else "number"
        labels = (reader.title(one.policy), hub_name(reader, one.hub), t.name("plan", one.key), t.unit(one.unit))
        values = (Cell(value, kind) for value in (one.value, one.low, one.high))
        body.append([*map(Cell, labels), *values, Cell(origin_name(reader, one.origin))])
    return Sheet(t(sheet), t(sheet), t(note), head, body, 3)


def _outcome_sheet(reader: Reader) -> Sheet:
    """A row an outcome of all hubs together: the base case with its spread, and the mean of each policy."""
    t, results = reader.t, reader.results
    by_policy = {policy: {row.outcome: row for row in results.rows(policy, (ALL,))} for policy in results.policies}
    head = (t("table_outcome"), t("unit"), t("baseline"), t("low_of_ten"), t("high_of_ten"), *map(reader.title, reader.policies))
    body = []
    for name, row in by_policy[BASELINE].items():
        means = (by_policy[policy][name].mean if name in by_policy[policy] else math.nan for policy in reader.policies)
        values = (Cell(_number(value), _kind(row.unit)) for value in (row.mean, row.p10, row.p90, *means))
        body.append([Cell(t.outcome(MEASURES[name])), Cell(t.unit(row.unit)), *values])
    return Sheet(t("sheet_outcomes"), t("sheet_outcomes"), t("outcomes_note"), head, body, 2)


def _difference_sheet(reader: Reader) -> Sheet:
    """A row an outcome of all hubs together: the difference of each policy from the base case, its interval, and whether it is clear."""
    t = reader.t
    head = [t("table_outcome"), t("unit")]
    by_outcome: dict[str, dict[str, ContrastRow]] = {}
    for policy in reader.policies:
        head += [reader.title(policy), t("interval_low"), t("interval_high"), t("sure_column")]
    for policy, row in _differences(reader):
        by_outcome.setdefault(row.outcome, {})[policy] = row
    body = []
    for name, found in by_outcome.items():
        unit = MEASURES[name].unit
        cells = [Cell(t.outcome(MEASURES[name])), Cell(t.unit(unit))]
        for policy in reader.policies:
            if (one := found.get(policy)) is None:
                cells += [Cell(None)] * 4
                continue
            cells += [Cell(_number(value), _kind(unit)) for value in (one.difference, one.low, one.high)]
            cells.append(Cell(t("sure_helps" if one.clear else "sure_unclear")))
        body.append(cells)
    return Sheet(t("sheet_differences"), t("sheet_differences"), t("differences_note"), tuple(head), body, 2)


def _kind(unit: str) -> Kind:
    return "percent" if unit in ("share", "yes or no", "1/month") else "euro" if unit == "EUR" else "number"


def _number(value: Any) -> float | None:
    """As in the CSV file."""
    written = _written(float(value))
    return None if isinstance(written, str) else written


def line_name(reader: Reader, key: str) -> str:
    """What a line of an account is called."""
    own = reader.t.name("account", key)
    return reader.t.capital(own if own != key else reader.t.name("line", key))


def hub_name(reader: Reader, hub: str) -> str:
    """What a hub, or all together, is called."""
    return reader.t("hubs_together") if hub == ALL else reader.hub_title(hub)


def origin_name(reader: Reader, origin: str) -> str:
    """Where a figure is from: the file, other figures, or the program, with its evidence."""
    if origin in (FILE, RESULT):
        return reader.t(f"origin_{origin}")
    return reader.t("origin_program", evidence=reader.t.name("evidence_one", origin))
