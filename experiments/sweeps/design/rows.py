"""Points of a CSV file: one column for each factor, one row for each point.

A row that cannot be run is refused when the design is read, with its line and column, and not in each of its runs.
"""

import csv
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any, Final, NamedTuple, TextIO

from experiments.sweeps.design.checks_of_factors import specs
from experiments.sweeps.design.checks_of_values import MAX_VALUES, of_catalogue, steps_of, tried
from experiments.sweeps.design.factors import default_name
from experiments.sweeps.design.paths import NoSuchPath, SchemaEntry, entry_at
from experiments.sweeps.design.schema import FactorSpec
from model.parameters import CATALOGUE
from model.reading.numbers import either
from model.reading.problems import Finding, Path
from model.reading.wording import cut, did_you_mean, nearest, one_of
from model.scenario import Scenario
from model.scenario.policies import Plain, as_map

MAX_ROWS: Final = 10_000_000
MAX_BYTES: Final = 2_000_000_000
MAX_LINE: Final = 1_000_000  # characters of a cell or line
_SAID: Final = 10  # problems of one column; the rest is most often the same mistake
_FILE: Final[Path] = ("sampler", "file")
_INT: Final = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?")


class CsvTable(NamedTuple):
    """A file of rows: names of the columns, and each row with the line it stands on."""

    names: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(file: FilePath) -> CsvTable:
    """Columns and rows of a CSV file; rows without any text are passed over.

    Raises:
        OSError: when there is no such file, or it cannot be opened.
        ValueError: when it is no file of text in UTF-8, or no CSV.
    """
    if file.stat().st_size > MAX_BYTES or not file.is_file():  # a device or a pipe has no end
        raise ValueError(f"it is larger than {MAX_BYTES // 10**6:,} MB" if file.is_file() else "it is not a file")
    rows = []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(_short(stream), strict=True)
        try:
            for row in reader:
                if any(text.strip() for text in row):
                    rows.append((reader.line_num, row))
                    if len(rows) > MAX_ROWS:
                        raise ValueError(f"more than {MAX_ROWS:,} rows")
        except csv.Error as error:
            raise ValueError(f"line {reader.line_num} is not CSV ({error})") from None
    return CsvTable([name.strip() for name in rows[0][1]], rows[1:]) if rows else CsvTable([], [])


def _short(stream: TextIO) -> Iterator[str]:
    """The lines of a text, of which none is longer than any row can be."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise ValueError(f"line {number} has more than {MAX_LINE:,} characters")
        yield line


def cell(text: str) -> Any:
    """The value of a cell, by the rules of the design files: a number, true or false, or the text itself."""
    text = text.strip()
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return {"true": True, "false": False}.get(text.lower(), text)


def column(table: CsvTable, name: str, values: Sequence[Any] | None, *, whole: bool) -> list[Any]:
    """The values of one factor.

    Args:
        table: the file.
        name: of the factor.
        values: those it can have, if it has no range; a cell is read as what it stands for among them.
        whole: whether only whole numbers occur.
    """
    at = table.names.index(name)
    cells = [cell(row[at]) for _, row in table.rows]
    if values is not None:
        known = {_text(value): value for value in values}
        return [known.get(_text(value), value) for value in cells]
    return [int(value) if whole and isinstance(value, float) and value.is_integer() else value for value in cells]


def _text(value: Any) -> str:
    """What two ways to write one value have in common."""
    if isinstance(value, str):
        value = cell(value)
    return str(value).lower() if isinstance(value, bool) else repr(float(value)) if isinstance(value, int | float) else str(value)


# --- checks ---


def row_findings(data: Plain, folder: FilePath, scenarios: Sequence[Scenario]) -> tuple[int, list[Finding]]:
    """How many rows the file of a design has, and what is wrong with it."""
    name = as_map(data.get("sampler")).get("file")
    if not isinstance(name, str):
        return 0, []
    try:
        table = read_table(folder / name)
    except UnicodeDecodeError:
        return 0, [Finding(_FILE, f"'{cut(name)}' is not UTF-8 text; save the file as CSV in UTF-8")]
    except OSError as error:
        why = f"'{cut(name)}' cannot be read: {error.strerror or error}"
        return 0, [Finding(_FILE, f"{why}; write the path of a CSV file from the folder of the design")]
    except ValueError as error:
        return 0, [Finding(_FILE, f"'{cut(name)}' cannot be read: {cut(str(error))}; write the path of a CSV file")]
    wrong = list(_wrong(data, name, table, scenarios))
    if not any(finding.severity == "error" for finding in wrong):
        wrong += [*_outside(folder, name), *_unread(data, name, table), *_repeated(data, name, table)]
    return len(table.rows), wrong


def _outside(folder: FilePath, name: str) -> Iterator[Finding]:
    if not (folder / name).resolve().is_relative_to(folder.resolve()):
        why = f"'{cut(name)}' lies outside the folder of the design; who is given that folder cannot run it"
        yield Finding(_FILE, f"{why}. Put a copy beside the design", "warning")


def _wrong(data: Plain, file: str, table: CsvTable, scenarios: Sequence[Scenario]) -> Iterator[Finding]:
    factors = specs(data)
    if not table.rows:
        wanted = ", ".join(default_name(spec) for _, spec in factors)
        yield Finding(_FILE, f"'{cut(file)}' has no rows; write a line of names ({cut(wanted)}), then one line for each point")
        return
    if len(table.names) == 1 and ";" in table.names[0]:  # how spreadsheets write it where the comma is the decimal sign
        yield Finding(_FILE, f"'{cut(file)}' has ';' between its columns; save it with ',', and with '.' in numbers")
        return
    for name in sorted({name for name in table.names if table.names.count(name) > 1}):
        yield Finding(_FILE, f"two columns of '{cut(file)}' are called '{cut(name)}'; keep one")
    for position, spec in factors:
        name = default_name(spec)
        if name not in table.names:
            known = did_you_mean(name, table.names)
            yield Finding(("factors", position), f"'{cut(file)}' has no column '{cut(name)}'{known}")
            continue
        problems = list(_column(file, table, name, spec, scenarios))
        yield from problems[:_SAID]
        if len(problems) > _SAID:
            yield Finding(_FILE, f"'{cut(file)}', column '{cut(name)}': {len(problems) - _SAID} more like these")


def _unread(data: Plain, file: str, table: CsvTable) -> Iterator[Finding]:
    """Columns that no factor is called: most often a note, sometimes a name misspelt."""
    wanted = [default_name(spec) for _, spec in specs(data)]
    for name in table.names:
        if name not in wanted:
            close = nearest(name, wanted)
            known = f"; did you mean '{close}'?" if close else ""
            yield Finding(_FILE, f"'{cut(file)}' has a column '{cut(name)}' that is no factor; it is not read{known}", "warning")


def _repeated(data: Plain, file: str, table: CsvTable) -> Iterator[Finding]:
    """Rows that say the same point: on the same worlds they give the same runs, and count twice."""
    columns = [table.names.index(default_name(spec)) for _, spec in specs(data)]
    first: dict[tuple[str, ...], int] = {}
    twice = []
    for line, row in table.rows:
        before = first.setdefault(tuple(_text(row[at]) for at in columns), line)
        if before != line:
            twice.append((line, before))
    if twice:
        (line, before), more = twice[0], len(twice) - 1
        again = f"'{cut(file)}' line {line} is the point of line {before} again" + (f", and {more:,} more like it" if more else "")
        yield Finding(_FILE, f"{again}; a point counts as often as it stands", "warning")


def _column(file: str, table: CsvTable, name: str, spec: FactorSpec, scenarios: Sequence[Scenario]) -> Iterator[Finding]:
    """Cells that are missing, or that the factor cannot have; each value is tried once, where it first stands."""
    at = table.names.index(name)
    allowed = spec.policy if spec.policy is not None else spec.values
    known = {_text(value) for value in allowed or ()}
    within = _ends_and_unit(spec, scenarios)
    tries: dict[tuple[bool, Any], tuple[Path, Any]] = {}
    cells: dict[int, str] = {}  # by the line of a made-up path, for messages to find the cell again
    for line, row in table.rows:
        where = f"'{cut(file)}' line {line}, column {at + 1} ('{cut(name)}')"
        text = row[at].strip() if at < len(row) else ""
        value = cell(text)
        if not text:
            yield Finding(_FILE, f"{where}: nothing there; write a value")
        elif allowed is not None:
            if _text(value) not in known:
                yield Finding(_FILE, f"{where}: '{cut(text)}' is not among the factor's values; write {cut(one_of(map(str, allowed)))}")
        elif spec.low is not None and spec.high is not None and _number(value) and not spec.low <= value <= spec.high:
            yield Finding(_FILE, f"{where}: {cut(text)} is outside the factor's range {spec.low:.10g} to {spec.high:.10g}")
        elif twice := either(text, *within):
            yield Finding(_FILE, f"{where}: {twice}")
        elif (isinstance(value, bool), value) not in tries:
            tries[isinstance(value, bool), value] = (("line", line), value)
            cells[line] = where
    chosen = _ends(list(tries.values()), spec, scenarios)
    for finding in _said(spec, chosen, scenarios):
        where = f"{cells[int(finding.path[1])]}: " if finding.path[0] == "line" else ""
        if where:
            yield Finding(_FILE, f"{where}{finding.message}", finding.severity)


def _ends_and_unit(spec: FactorSpec, scenarios: Sequence[Scenario]) -> tuple[float, float, str]:
    """Between what the cells of a factor lie, by the design or by where they go, and their unit."""
    entry = CATALOGUE.get(spec.parameter or "")
    places = [place for scenario in scenarios if spec.path is not None and (place := _place(scenario, spec.path))]
    if entry is not None:
        low, high, unit = entry.hard_low, entry.hard_high, entry.unit
    elif places:
        (low, high), unit = places[0].limits, places[0].unit
    else:
        low, high, unit = -math.inf, math.inf, ""
    return low if spec.low is None else spec.low, high if spec.high is None else spec.high, unit


def _place(scenario: Scenario, path: str) -> SchemaEntry | None:
    try:
        return entry_at(scenario, path.split("."))
    except NoSuchPath:
        return None


def _ends(tries: list[tuple[Path, Any]], spec: FactorSpec, scenarios: Sequence[Scenario]) -> list[tuple[Path, Any]]:
    """What need be tried: of numbers that may have a fraction the least and the greatest, for what is allowed is a range."""
    numbers = [entry for entry in tries if _number(entry[1])]
    others = [entry for entry in tries if not _number(entry[1])][:MAX_VALUES]
    if spec.path is not None and any(_whole(scenario, spec.path) for scenario in scenarios):
        others += [entry for entry in numbers if isinstance(entry[1], float) and not entry[1].is_integer()]
    ends = [min(numbers, key=lambda entry: entry[1]), max(numbers, key=lambda entry: entry[1])] if numbers else []
    return sorted({entry[0]: entry for entry in [*others, *ends]}.values(), key=lambda entry: int(entry[0][1]))


def _said(spec: FactorSpec, tries: list[tuple[Path, Any]], scenarios: Sequence[Scenario]) -> Iterator[Finding]:
    if spec.parameter is not None:
        entry = CATALOGUE.get(spec.parameter)
        if entry is not None:
            for at, value in tries:
                yield from of_catalogue(at, value, entry)
        return
    for key, steps in steps_of(("factor",), spec):
        for scenario in scenarios:
            for finding in tried(key, steps, tries, scenario):
                yield Finding(finding.path, f"{finding.message} (scenario '{scenario.name}')", finding.severity)


def _whole(scenario: Scenario, path: str) -> bool:
    place = _place(scenario, path)
    return place is not None and place.whole


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
