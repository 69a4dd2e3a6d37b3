"""The catalogue is complete, says where each number comes from, and holds no number that nothing reads."""

import ast
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from model.catalogue import Parameter, Table
from model.parameters import CATALOGUE, TABLES
from tests.repository import ROOT, files, modules

EVIDENCE = ("measured", "survey", "expert", "promotional", "assumed")
ENTRIES = [*CATALOGUE.values(), *TABLES.values()]
by_name = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
by_parameter = pytest.mark.parametrize("parameter", CATALOGUE.values(), ids=lambda parameter: parameter.name)
by_table = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


@by_name
def test_an_entry_says_what_it_is(entry: Parameter | Table) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.name)
    assert entry.unit.strip(), "a number without dimension still has a kind: ratio, share, exponent ..."
    assert entry.section.strip()
    assert entry.meaning.endswith(".") and not entry.meaning.endswith(".."), "a meaning is a sentence"
    assert entry.meaning[0].isupper() or entry.meaning[0].isdigit() or entry.meaning.startswith("CO₂")


@by_name
def test_an_entry_says_where_it_comes_from(entry: Parameter | Table) -> None:
    assert entry.evidence in EVIDENCE
    assert entry.source.strip()


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


@cache
def _explained() -> frozenset[str]:
    """Codes with a row, or sections with a heading, in the pages on evidence and territory."""
    pages = _page("evidence.md") + _page("territory.md")
    return frozenset(re.findall(r"^\| (\[\w+\]|[FE]\d+|\d\.\d) \|", pages, re.M)) | frozenset(re.findall(r"^### (\d\.\d) ", pages, re.M))


def _unexplained(text: str) -> set[str]:
    cited = re.findall(r"\[[A-Z][A-Za-z0-9]*\]|\b[FE]\d+\b|(?<=evidence §)\d\.\d", text)
    records = [number for number in re.findall(r"ADR (\d{4})", text) if not list((ROOT / "docs" / "adr").glob(f"{number}-*.md"))]
    return (set(cited) - _explained()).union(f"ADR {number}" for number in records)


@by_name
def test_what_a_source_refers_to_exists(entry: Parameter | Table) -> None:
    assert not _unexplained(entry.source), "explain it in docs/evidence.md, docs/territory.md or docs/adr"


@pytest.mark.parametrize("scenario", [path for path in files() if path.parent == ROOT / "scenarios"], ids=lambda path: path.stem)
def test_what_a_shipped_scenario_refers_to_exists(scenario: Path) -> None:
    assert not _unexplained(scenario.read_text("utf-8")), "explain it in docs/evidence.md"


def test_the_search_for_explanations_can_fail() -> None:
    known, unknown = "[D19], F1, E6, evidence §2.3", "[NOPE], F99, E44, evidence §9.9, ADR 9999"
    assert _unexplained(f"{known}; {unknown}") == {"[NOPE]", "F99", "E44", "9.9", "ADR 9999"}


@by_parameter
def test_default_and_ranges_agree(parameter: Parameter) -> None:
    assert parameter.low <= parameter.default <= parameter.high
    assert parameter.hard_low <= parameter.low <= parameter.high <= parameter.hard_high


@by_parameter
def test_a_prior_can_be_drawn_from(parameter: Parameter) -> None:
    prior = parameter.prior
    assert 0.0 <= prior.mass_at_zero < 1.0
    if prior.shape != "fixed":
        assert parameter.low < parameter.high, "a range of one point is a fixed prior"
    if prior.shape == "loguniform":
        assert parameter.low > 0.0
    if prior.mass_at_zero > 0.0:
        assert parameter.hard_low <= 0.0 <= parameter.hard_high, "zero has probability but is not allowed"


@by_table
def test_a_table_has_its_rows_and_columns(table: Table) -> None:
    assert table.default.shape == (len(table.rows), len(table.columns))
    assert np.isfinite(table.default).all()
    assert len(set(table.rows)) == len(table.rows) and len(set(table.columns)) == len(table.columns)


@pytest.mark.parametrize("name", [name for name in TABLES if name.endswith("_shares") or name == "need_fields"])
def test_shares_are_shares(name: str) -> None:
    table = TABLES[name].default
    assert (table >= 0.0).all()
    assert table.sum(axis=1) == pytest.approx(1.0)


def test_complementarity_has_no_direction() -> None:
    table = TABLES["complementarity"].default
    assert (table == table.T).all()


def test_no_name_is_used_twice() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))


# Whoever reads parameters calls the set or record `p`, `parameters` or `tables` (also as an attribute), so that a reader,
# and this test, can tell a parameter from an agent's own column of the same name.
_HOLDERS = {"p", "parameters", "tables", "TABLES", "CATALOGUE"}
# `default(hub.desks_rent, "rent_eur_m2")` takes the catalogue's value where a scenario gives none.
_DEFAULT = "default"


def _names_read(tree: ast.Module) -> set[str]:
    read: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_holder(node.value):
            read.add(node.attr)
        elif isinstance(node, ast.Subscript) and _is_holder(node.value):
            read |= _strings(node.slice)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == _DEFAULT:
            read = read.union(*map(_strings, node.args))
    return read


def _strings(expression: ast.expr) -> set[str]:
    return {node.value for node in ast.walk(expression) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _is_holder(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):  # parameters[0].beta_n
        node = node.value
    return (isinstance(node, ast.Name) and node.id in _HOLDERS) or (isinstance(node, ast.Attribute) and node.attr in _HOLDERS)


@cache
def _names_read_anywhere() -> frozenset[str]:
    return frozenset().union(*(_names_read(tree) for name, tree in modules("model", "experiments") if name != "model/parameters.py"))


@by_name
def test_some_code_reads_it(entry: Parameter | Table) -> None:
    assert entry.name in _names_read_anywhere(), "no code reads this number: use it (as p.name or parameters['name']) or drop it"


def test_the_search_for_readers_can_fail() -> None:
    source = """a = p.beta_n + parameters[0].habit + prepared.parameters['n50'] + people.openness + world.p.theta
b = default(hub.rent, 'rent') + catalogued('host_fte') + people['alpha'] + parameters[{1: 'income'}[kind]]"""
    assert _names_read(ast.parse(source)) == {"beta_n", "habit", "n50", "theta", "rent", "income"}


def test_code_reads_only_numbers_that_exist() -> None:
    known = {entry.name for entry in ENTRIES} | {"record", "replace", "changed", "items", "keys", "values", "get", "shape", "dtype"}
    for name, tree in modules("model/month"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "p":
                assert node.attr in known, f"{name}:{node.lineno}: there is no parameter {node.attr}"


# ------------------------------------------------------------------------------------------- numbers that are no parameters

# Every number of the model stands in the catalogue; these are none of the model, each with what it is and where it may stand.
NUMBERS = {
    1e-300: ("keeps a division from zero by zero", {"needs"}),
    1e-9: ("rounding, in bounds that only pass over what could not matter", {"utility"}),
    0.999999: ("a certain event as a finite hazard", {"awareness"}),
    0.75: ("how much quieter a hub must be for its pairs to be looked at later, which decides nothing else", {"awareness"}),
    3: ("how many codes there are, columns of workspace, or a position among them", {"choice", "encounters", "founding", "awareness"}),
    4: ("four uniforms of a draw, or a column of workspace", {"choice", "founding", "awareness"}),
    5: ("days of a week, plans, or a column of workspace", {"utility", "choice", "founding", "awareness"}),
    6: ("a column of workspace", {"choice"}),
    7: ("columns of workspace", {"choice", "founding"}),
    8: ("days of a week, and none", {"derived"}),
    10: ("the unit of leave_contacts is ten contacts", {"mobility"}),
    12: ("months of a year: interest, and the first year of a membership", {"record", "hub_ledger", "encounters", "works", "opening"}),
    30: ("minutes, in the name of the series within_30", {"record"}),
    58: ("bits of a word below its highest six", {"lookup"}),
    64: ("bits of a word", {"lookup"}),
    0x03F79D71B4CB0A89: ("tells the place of a bit", {"lookup"}),
    0xFF: ("all bits of Due.tied", {"needs", "mobility", "membership", "awareness"}),
    16_384: ("agents of a block", {"schedule"}),
    1_000_000: ("offset of the draw by which a need ends", {"needs"}),
}


def test_a_number_in_a_submodel_is_none_of_the_model() -> None:
    strange = []
    for name, tree in modules("model/month"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1, 2):
                _, files_of_it = NUMBERS.get(node.value, ("", set()))
                if Path(name).stem not in files_of_it:
                    strange.append(f"{name}:{node.lineno}: {node.value}")
    assert not strange, "put it into model/parameters.py, or say in NUMBERS why it is no number of the model"
