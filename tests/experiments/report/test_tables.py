"""Tables as files hold what the page holds: numbers as numbers, texts as texts, the same bytes from the same runs."""

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from experiments.languages import languages
from experiments.languages.known import module
from experiments.report import write_report
from experiments.report.plan import investment
from experiments.report.reader import Reader
from experiments.report.statements import section
from experiments.report.tables import FILES, FOLDER, HEADERS, WORKBOOK, line_name, rows, sheets, write_tables
from experiments.runs.results import Results
from experiments.storage.workbook import Cell, Sheet, write_workbook
from tests.experiments.report import fakes


@cache
def _results(hubs: int = 1) -> Results:
    return fakes.results(hubs=hubs, policies=2, months=76, replicates=8)


@pytest.fixture(params=[("it", 1), ("en", 3)], ids=str)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Reader, Path]:
    lang, hubs = request.param
    reader = Reader(_results(hubs), lang)
    write_tables(reader, tmp_path)
    return reader, tmp_path


def table(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / FOLDER / f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_all_files_are_written_and_their_headers_are_the_same_in_every_language(written: tuple[Reader, Path]) -> None:
    _, folder = written
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == set(FILES)
    for name, header in HEADERS.items():
        first = (folder / FOLDER / f"{name}.csv").read_text("utf-8").split("\n")[0]
        assert first == ",".join(header)
        assert table(folder, name) != [] or name == "investment"


def test_the_same_runs_write_the_same_bytes(written: tuple[Reader, Path], tmp_path_factory: pytest.TempPathFactory) -> None:
    reader, folder = written
    again = tmp_path_factory.mktemp("again")
    write_tables(Reader(reader.results, reader.lang), again)
    for name in FILES:
        assert (folder / name).read_bytes() == (again / name).read_bytes(), name


def test_numbers_of_the_workbook_are_those_of_the_files(written: tuple[Reader, Path]) -> None:
    reader, folder = written
    book = openpyxl.load_workbook(folder / WORKBOOK)
    numbers = {name: {float(value) for row in table(folder, name) for value in row.values() if _is_number(value)} for name in HEADERS}
    found = sheets(reader)
    assert len(book.worksheets) == len(found)
    known = set().union(*numbers.values())
    for page, sheet in zip(book.worksheets, found, strict=True):
        cells = [cell for line in page.iter_rows(min_row=4) for cell in line]
        for cell in cells:
            assert cell.data_type in "ns", (page.title, cell.coordinate)
            if cell.data_type == "n" and cell.value is not None:
                assert float(cell.value) in known, (page.title, cell.coordinate, cell.value)
        assert sum(cell.value is not None for cell in cells) == sum(_is_there(cell) for line in sheet.rows for cell in line)
        assert page.freeze_panes is not None and page["A1"].value == sheet.title


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_there(cell: Cell) -> bool:
    return (isinstance(cell.value, str) and cell.value != "") or (isinstance(cell.value, float | int) and cell.value == cell.value)


def test_accounts_are_the_same_in_file_workbook_and_page(written: tuple[Reader, Path]) -> None:
    reader, folder = written
    book = openpyxl.load_workbook(folder / WORKBOOK)
    lines = table(folder, "accounts")
    pages = [page for page in book.worksheets if page.title.startswith(reader.t("sheet_accounts"))]
    assert len(pages) == len(reader.results.policies)
    for policy, page, case in zip(reader.results.policies, pages, section(reader)["cases"], strict=True):
        accounts = reader.books.accounts[policy]
        labels = 2 if len(accounts) > 1 else 1
        in_book = [[cell.value for cell in line] for line in page.iter_rows(min_row=4)]
        in_file: dict[tuple[str, str], list[float]] = {}
        for line in lines:
            if line["policy"] == policy:
                in_file.setdefault((line["hub"], line["line"]), []).append(float(line["value"]))
        assert [row[labels:] for row in in_book] == list(in_file.values())
        names = [line_name(reader, line) for _, line in in_file]
        assert [row[labels - 1] for row in in_book] == names
        shown = reader.books.shown_years
        first = {line_name(reader, line): values for (hub, line), values in in_file.items() if hub == accounts[0].hub}
        seen = 0
        for group in case["groups"]:
            for row in group["rows"]:
                if not row["range"] and (values := first.get(row["name"].removesuffix(", €"))) is not None:
                    assert [value for [value] in row["values"]] == [reader.t.number(values[place]) for place in shown]
                    seen += 1
        assert seen >= 12
        assert len(shown) == 5


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "#REF!", "1.5", "a\x00b", "\tx"]
    sheet = Sheet("=x", "=HYPERLINK(1)", "-n", tuple(texts), [[Cell(text) for text in texts]])
    write_workbook(tmp_path / "a.xlsx", [sheet, sheet._replace(name="=X"), sheet._replace(name="a" * 40), sheet._replace(name="[]")], "=t")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["=x", "=X 2", "a" * 31, "–"]
    for page in book.worksheets:
        assert all(cell.data_type in "sn" for line in page.iter_rows() for cell in line)
        assert [cell.value for cell in page[4]] == [text.replace("\x00", "�") for text in texts]


def test_titles_that_look_like_formulas_stay_titles(tmp_path: Path) -> None:
    policies = {name: {**block, "title": "=1+1", "title_it": "@x/y:z"} for name, block in list(fakes.POLICIES.items())[:2]}
    made = fakes.results(months=14, replicates=4, policies_content=policies)
    for lang in ("en", "it"):
        (tmp_path / lang).mkdir()
        write_tables(Reader(made, lang), tmp_path / lang)
        book = openpyxl.load_workbook(tmp_path / lang / WORKBOOK)
        assert all(cell.data_type in "sn" for page in book.worksheets for line in page.iter_rows() for cell in line)


def test_the_page_names_the_tables_that_stand_beside_it_and_no_others(written: tuple[Reader, Path], tmp_path_factory: Any) -> None:
    reader, folder = written
    alone = write_report(reader.results, tmp_path_factory.mktemp("alone") / "report.html", reader.lang).read_text("utf-8")
    beside = write_report(reader.results, folder / "report.html", reader.lang).read_text("utf-8")
    for name in FILES:
        assert f'<a href="{name}" download>' in beside
        assert name not in alone


def test_many_hubs_are_told_together_and_each_in_the_file_of_accounts() -> None:
    results = fakes.results(hubs=14, policies=1, months=14, replicates=4)
    reader = Reader(results, "en")
    assert {row[1] for row in rows(reader, "accounts")} == {"all", *results.hubs}
    assert investment(results, "baseline", [None] * 14) == [] and reader.books.assumed == []
    page = next(sheet for sheet in sheets(reader) if sheet.name.startswith("Accounts"))
    assert {row[0].value for row in page.rows} <= {reader.t("hubs_together")} | {line_name(reader, "income")} | {
        line_name(reader, line.key) for line in reader.books.accounts["baseline"][0].lines
    }


@pytest.mark.parametrize("lang", languages())
def test_every_line_and_figure_has_a_name(lang: str) -> None:
    names = module(lang, "names").NAMES
    reader = Reader(_results(), lang)
    lines = {line.key for line in reader.books.accounts["baseline"][0].lines}
    assert lines <= names["account"].keys() | names["line"].keys()
    assert {figure.key for figure in reader.books.assumed} <= names["plan"].keys()
    for kind in ("account", "plan"):
        assert names[kind].keys() == module("en", "names").NAMES[kind].keys()
