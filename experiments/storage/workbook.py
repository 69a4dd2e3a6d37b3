"""Tables as one workbook of a spreadsheet program (.xlsx): a sheet a table, numbers as numbers, texts as texts whatever they begin with.

The same tables give the same bytes: what a workbook says of the moment it was written is left at its first possible date.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

Kind = Literal["text", "euro", "cents", "percent", "number", "plain"]

_FORMATS: Final[dict[Kind, str]] = {
    "euro": '#,##0\\ "€"', "cents": '#,##0.00\\ "€"', "percent": "0.0%", "number": "#,##0.0##", "plain": "0", "text": "@",
}
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # in the name of a sheet
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what the format cannot hold
_LONGEST_NAME: Final = 31
_WIDEST: Final = 60
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_MODIFIED: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


class Cell(NamedTuple):
    """A value and how it is shown; nan and None are an empty cell."""

    value: str | float | None
    kind: Kind = "text"
    strong: bool = False


class Sheet(NamedTuple):
    """A table with its title and a note; `labels` columns on the left stay in view."""

    name: str
    title: str
    note: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    labels: int = 1


def write_workbook(path: Path, sheets: Iterable[Sheet], title: str) -> None:
    """Write a workbook.

    Args:
        path: the file.
        sheets: in their order; a name that cannot be one, or is there already, is changed as little as possible.
        title: of the whole.

    Raises:
        OSError: when it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = _seen(title), ""
    book.properties.created = datetime(*_EPOCH)
    taken: set[str] = set()
    for sheet in sheets:
        name = _name(sheet.name, taken)
        taken.add(name.casefold())
        _fill(book.create_sheet(name), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(_timeless(buffer))


def _fill(page: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    strong, muted, line = Font(bold=True), Font(color="5C6873"), Border(bottom=Side(style="thin", color="5C6873"))
    _put(page, 1, 1, Cell(sheet.title)).font = Font(bold=True, size=14)
    _put(page, 2, 1, Cell(sheet.note)).font = muted
    for column, words in enumerate(sheet.header, start=1):
        cell = _put(page, 3, column, Cell(words))
        cell.font, cell.border = strong, line
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal="left" if column <= sheet.labels else "right")
    widths = [len(words) for words in sheet.header]
    for number, row in enumerate(sheet.rows, start=4):
        for column, value in enumerate(row, start=1):
            cell = _put(page, number, column, value)
            if value.strong:
                cell.font = strong
            if column <= len(widths):
                widths[column - 1] = max(widths[column - 1], len(value.value) if isinstance(value.value, str) else 11)
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = min(_WIDEST, width + 2)
    page.freeze_panes = page.cell(row=4, column=sheet.labels + 1)
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", page.PAPERSIZE_A4, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "3:3"


def _put(page: Any, row: int, column: int, value: Cell) -> Any:
    cell = page.cell(row=row, column=column)
    if isinstance(value.value, str):
        if value.value:
            cell.value = _seen(value.value)
            cell.data_type = "s"  # also of what begins like a formula
    elif value.value is not None and math.isfinite(value.value):
        cell.value = value.value
        cell.number_format = _FORMATS[value.kind]
    return cell


def _seen(text: str) -> str:
    return _UNSEEN.sub("�", text)


def _name(wanted: str, taken: set[str]) -> str:
    """A name a sheet may have, and none has yet."""
    plain = _FORBIDDEN.sub(" ", wanted).strip().strip("'") or "–"
    name, number = plain[:_LONGEST_NAME].rstrip(), 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: _LONGEST_NAME - len(str(number)) - 1].rstrip()} {number}"
    return name


def _timeless(written: io.BytesIO) -> bytes:
    """The same archive without the moment it was written."""
    again = io.BytesIO()
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            after.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return again.getvalue()
