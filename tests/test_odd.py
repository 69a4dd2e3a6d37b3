"""The protocol names what the code has, and what the code has is in the protocol."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from model.catalogue import Parameter, Table
from model.columns import (
    AGENT_STATE,
    HUB_SPEC,
    HUB_STATE,
    LINK,
    PAIR_STATE,
    PERSON,
    Due,
    InstrumentState,
    Reach,
)
from model.compile_scenario.instruments import INSTRUMENT, LEVERS
from model.parameters import CATALOGUE, TABLES
from tests.repository import ROOT, files, modules, name_of

DOCS = ROOT / "docs"
TEXT = (DOCS / "odd.md").read_text("utf-8")
WORDS = frozenset(re.findall(r"\w+", TEXT))
QUOTED = frozenset(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.S)))

_ROWS = (PERSON, AGENT_STATE, PAIR_STATE, HUB_SPEC, HUB_STATE, LINK, INSTRUMENT)
COLUMNS = {name for row in _ROWS for name in row.names or ()} | {*Due._fields, "aware", *InstrumentState._fields, "minutes"}


# ------------------------------------------------------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("entry", [*CATALOGUE.values(), *TABLES.values()], ids=lambda entry: entry.name)
def test_every_number_has_its_place_in_the_protocol(entry: Parameter | Table) -> None:
    assert entry.name in WORDS, f"docs/odd.md does not say where {entry.name} acts"


def test_the_protocol_gives_no_values_of_parameters() -> None:
    given = [name for name in CATALOGUE if re.search(rf"`{name}`\s*(?:=|of|is)\s*−?\d", TEXT)]
    allowed = {"beta_n", "spillover"}  # "beta_n = 0 is a valid model"
    assert set(given) <= allowed, "values stand in docs/parameters.md only"


# -------------------------------------------------------------------------------------------------------------------- state


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_every_state_variable_is_in_the_protocol(column: str) -> None:
    assert column in QUOTED, f"docs/odd.md does not name the state variable {column}"


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_is_in_the_table_of_levers(lever: str) -> None:
    assert re.search(rf"^\| {lever.replace('_', ' ')} \|", TEXT, re.M), f"docs/odd.md does not say what {lever} does"


def test_what_a_reach_is_made_of_has_not_changed() -> None:
    assert Reach._fields == ("start", "hub", "agent", "minutes"), "say in docs/odd.md what a pair knows"


# ---------------------------------------------------------------------------------------------------------------- functions


@cache
def _model() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(modules("model"))


@cache
def _definitions() -> dict[str, frozenset[str]]:
    """Functions, classes and constants by dotted module path: `month.choice` → {best_option ...}."""
    found = {}
    for name, tree in _model():
        names: set[str] = set()
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
        found[name.removeprefix("model/").removesuffix(".py").replace("/", ".")] = frozenset(names)
    return found


def _module(path: str) -> str | None:
    """The module a reference means: its whole path, or its last name inside `model/month`."""
    for candidate in (path, f"month.{path}"):
        if candidate in _definitions():
            return candidate
    return None


def _references(quoted: frozenset[str]) -> list[tuple[str, str]]:
    """(module, name) of everything written as `module.name`."""
    dotted = [text for text in sorted(quoted) if re.fullmatch(r"[a-z_0-9]+(\.[a-z_0-9]+)*\.\w+", text)]
    return [(text.rpartition(".")[0], text.rpartition(".")[2]) for text in dotted if not re.search(r"\.(md|py|yaml)$", text)]


@pytest.mark.parametrize(("module", "name"), _references(QUOTED), ids=".".join)
def test_what_the_protocol_refers_to_exists(module: str, name: str) -> None:
    where = _module(module)
    assert where is not None, f"docs/odd.md refers to {module}.{name}, and there is no module {module}"
    assert name in _definitions()[where], f"docs/odd.md refers to {module}.{name}, which model/{where.replace('.', '/')}.py does not define"


def test_the_search_for_references_can_fail() -> None:
    text = frozenset({"choice.best_option", "nowhere.best_option", "choice.no_such_rule", "docs/odd.md", "model/month/choice.py", "beta_n"})
    references = _references(text)
    assert references == [("choice", "best_option"), ("choice", "no_such_rule"), ("nowhere", "best_option")]
    assert _module("nowhere") is None
    assert "no_such_rule" not in _definitions()["month.choice"]


def _paragraphs(heading: str, until: str) -> list[str]:
    """Paragraphs and list items between two headings, tables and code apart."""
    section = re.sub(r"```.*?```", "", TEXT.split(f"\n{heading} ")[1].split(f"\n{until} ")[0], flags=re.S)
    blocks = re.split(r"\n\s*\n|\n(?=- |\d\. )", section)
    return [block for block in blocks if block.strip() and not block.lstrip().startswith(("|", "#"))]


def _names_a_function(text: str) -> bool:
    quoted = frozenset(re.findall(r"`([^`\n]+)`", text))
    return any((where := _module(module)) and name in _definitions()[where] for module, name in _references(quoted))


@pytest.mark.parametrize("paragraph", _paragraphs("## 9", "## 10")[2:], ids=lambda text: text.strip()[:50])
def test_what_may_surprise_says_where_it_is_decided(paragraph: str) -> None:
    assert _names_a_function(paragraph)


@pytest.mark.parametrize("item", [text for text in _paragraphs("## 3", "## 4") if text.startswith("- ")], ids=lambda text: text[:50])
def test_what_the_order_implies_says_where_it_is_decided(item: str) -> None:
    assert _names_a_function(item)


@pytest.mark.parametrize("number", range(1, 12))
def test_a_design_concept_names_the_functions_that_carry_it(number: int) -> None:
    section = TEXT.split(f"\n### 4.{number} ")[1].split("\n##")[0]
    assert _names_a_function(section)


def _headings() -> dict[str, str]:
    """Sections of the protocol: number → title."""
    return dict(re.findall(r"^##+ (\d+(?:\.\d+)?) (.+)$", TEXT, re.M))


MONTH = list(modules("model/month"))
FILES = {name: tree for name, tree in MONTH if not name.endswith("__init__.py")}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_month_opens_with_its_section(name: str) -> None:
    """From a line of code to its sentence: the file says the section, and the section names the file's functions."""
    tree = FILES[name]
    sections = re.findall(r"§(\d+(?:\.\d+)?)", (ast.get_docstring(tree) or "").split("\n\n")[0])
    assert sections, f"{name} does not say which section of docs/odd.md it is"
    assert set(sections) <= set(_headings()), f"{name} cites a section that does not exist"
    step = re.match(r"Step (\d+)", ast.get_docstring(tree) or "")
    assert step is None or f"7.{step[1]}" in sections, f"{name}: step {step[1] if step else ''} is §7.{step[1] if step else ''}"
    module = name.removeprefix("model/").removesuffix(".py").replace("/", ".")
    text = "".join(TEXT.split(f"\n{'###' if '.' in number else '##'} {number} ")[1].split("\n##")[0] for number in sections)
    referred = {_module(where) for where, _ in _references(frozenset(re.findall(r"`([^`\n]+)`", text)))}
    assert module in referred, f"docs/odd.md §{', §'.join(sections)} names no function of {name}"


def test_sections_cited_in_code_exist() -> None:
    for path in files():
        if path.suffix == ".py":
            cited = set(re.findall(r"(?:ODD|odd\.md)[^§\n]*§(\d\.\d+)", path.read_text("utf-8")))
            assert cited <= set(_headings()), f"{name_of(path)} cites {cited - set(_headings())}"


# Too small to be asked for by name.
_UNNAMED = {"is_membership", "logistic", "ask", "has_lever", "starts_now"}


def test_every_rule_of_the_month_is_in_the_protocol() -> None:
    """§8 lists every function by itself; this asks that the text of the other sections leads to it, or to a caller in its own file."""
    text = TEXT.split("\n## 8 ")[0] + TEXT.split("\n## 9 ")[1]
    in_text = {name for _, name in _references(frozenset(re.findall(r"`([^`\n]+)`", text)))}
    lost = []
    for name, tree in MONTH:
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        reached = {node.name for node in functions if node.name in in_text}
        while True:
            calls = {
                call.func.id
                for node in functions
                if node.name in reached
                for call in ast.walk(node)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            }
            more = {node.name for node in functions if node.name in calls} - reached
            if not more:
                break
            reached |= more
        lost += [f"{name}: {node.name}" for node in functions if node.name not in reached | _UNNAMED]
    assert not lost, "no section of docs/odd.md leads to these functions"


# ----------------------------------------------------------------------------------------------------------------- schedule


_NO_STEPS = {"range", "min", "Lists", "room_for_group"}  # loops and workspace


def _steps(of: str = "months") -> list[str]:
    """Functions that `schedule.months` calls each month, in order; those in which it takes together several steps as these."""
    tree = next(tree for name, tree in _model() if name == "model/month/schedule.py")
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    calls = [
        node
        for line in functions[of].body
        for node in ast.walk(line)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in _NO_STEPS
    ]
    names = [call.func.id for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)) if isinstance(call.func, ast.Name)]
    together = {"begin_month", "hear_and_choose", "end_month"}
    return [step for name in names for step in (_steps(name) if name in together else [name])]


def test_the_steps_of_a_month_stand_in_their_order() -> None:
    section = TEXT.split("\n## 3 ")[1].split("\n## 4 ")[0]
    table = re.findall(r"^\|[^|]*\|[^|]*\| `[\w.]+\.(\w+)` \|", section, re.M)
    assert table == _steps(), "the table of docs/odd.md §3 and schedule.months differ"


# -------------------------------------------------------------------------------------------------------------------- draws


def _processes() -> dict[str, int]:
    tree = next(tree for name, tree in _model() if name == "model/draws.py")
    return {
        node.target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, int)
    }


def _rows_of_draws() -> dict[str, list[list[str]]]:
    """Rows of the table of draws by process, each the cells after the name."""
    rows: dict[str, list[list[str]]] = {}
    for process, cells in re.findall(r"^\| `([A-Z_]+)` \|(.*)\|$", TEXT, re.M):
        rows.setdefault(process, []).append([cell.strip() for cell in cells.split("|")])
    return rows


def test_every_process_of_draws_is_in_the_table_with_its_number() -> None:
    numbers = {process: {int(row[0]) for row in rows} for process, rows in _rows_of_draws().items()}
    assert numbers == {process: {number} for process, number in _processes().items()}


def _uses_of_processes() -> dict[str, set[str]]:
    """Files that draw from each process."""
    uses: dict[str, set[str]] = {process: set() for process in _processes()}
    for name, tree in _model():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for argument in ast.walk(node):
                    if isinstance(argument, ast.Name) and argument.id in uses and isinstance(argument.ctx, ast.Load):
                        uses[argument.id].add(name)
    return uses


def test_only_processes_nobody_draws_from_are_called_reserved() -> None:
    reserved = {process for process, rows in _rows_of_draws().items() if any("reserved" in row[-1] for row in rows)}
    assert reserved == {process for process, files in _uses_of_processes().items() if not files}


# Draws made together take a column of second slots; what stands in it is told by its name.
_COLUMNS_OF_KEYS = {
    **dict.fromkeys(("any_hub", "choosers.any_hub", "nothing"), "0"),
    **dict.fromkeys(("keys", "key", "this_hub"), "hub key"),
    **dict.fromkeys(("generations", "choosers.generation"), "agents[i].generation"),
}


def _kinds_of_second() -> dict[str, int]:
    """How many different kinds of draw each process has in the code, told by the text of time and second slot."""
    kinds: dict[str, set[str]] = {}
    for _, tree in _model():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"uniform", "uniforms", "draw", "draw_four"}
                and len(node.args) >= 5
            ):
                process, second = node.args[1], ast.unparse(node.args[4])
                second = _COLUMNS_OF_KEYS.get(second, second)
                if isinstance(process, ast.Name) and process.id in _processes():
                    kinds.setdefault(process.id, set()).add("hub key" if second.endswith(".key") else second)
    return {process: len(seconds) for process, seconds in kinds.items()}


def test_comments_of_processes_say_the_time_of_the_table() -> None:
    source = (ROOT / "model" / "draws.py").read_text("utf-8")
    for process, rows in _rows_of_draws().items():
        comment = re.search(rf"^{process}: Final = \d+  # (.*)$", source, re.M)
        assert comment is not None, process
        times = {row[1] for row in rows}
        said = "reserved, drawn by nobody" if times == {""} else f"(time = {times.pop()})"
        assert comment[1].endswith(said), f"{process}: the table of docs/odd.md says {said}"


def test_the_table_of_draws_lists_every_kind_of_key() -> None:
    for process, number in _kinds_of_second().items():
        listed = sum(len(row[3].split(";")) for row in _rows_of_draws()[process])
        assert listed == number, f"{process}: {number} kinds of second slot in the code, {listed} in docs/odd.md §7.15"


# -------------------------------------------------------------------------------------------------------------------- links


def _pages() -> list[Path]:
    return [DOCS / "odd.md", DOCS / "README.md", *sorted((DOCS / "adr").glob("*.md"))]


@pytest.mark.parametrize("page", _pages(), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"\]\(\s*\n\s*", "](", page.read_text("utf-8"))):
        assert (page.parent / target).exists(), f"{page.name}: no {target}"


def test_every_decision_is_in_the_index_and_has_its_parts() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    records = sorted((DOCS / "adr").glob("*.md"))
    assert [path.name[:4] for path in records] == [f"{number:04d}" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text("utf-8")
        assert f"(adr/{path.name})" in index
        assert text.startswith(f"# {path.name[:4]} ")
        assert [part for part in ("## Context", "## Decision", "## Consequences", "## Evidence") if part not in text] == []


@cache
def _tests() -> frozenset[str]:
    return frozenset(node.name for _, tree in modules("tests") for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("page", sorted((DOCS / "adr").glob("*.md")), ids=name_of)
def test_files_and_tests_a_decision_cites_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for path in re.findall(r"`((?:tests|model|experiments)/[\w/.]+)`", text):
        assert (ROOT / path).exists(), path
    assert set(re.findall(r"`(test_\w+)`", text)) <= _tests()


@pytest.mark.parametrize("page", _pages(), ids=name_of)
def test_tables_are_whole(page: Path) -> None:
    """A blank line or a missing cell breaks a table on the page without any other sign."""
    for table in re.findall(r"(?:^\|.*\n)+", page.read_text("utf-8"), re.M):
        rows = [row.count("|") for row in table.splitlines()]
        assert re.fullmatch(r"[|\s:-]+", table.splitlines()[1]), f"no head: {table.splitlines()[0][:80]}"
        assert len(set(rows)) == 1, f"rows of different length: {table.splitlines()[0][:80]}"
