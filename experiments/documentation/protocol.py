"""Section 8 of the protocol, from code to text: every function of the model under the section its file says it carries out."""

import ast
import re
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[2]
PAGE: Final = "docs/odd.md"
BEGINS, ENDS = "<!-- functions begin -->", "<!-- functions end -->"
_CITED: Final = re.compile(r"\s*\(ODD (§\d+(?:\.\d+)?(?:(?:, | and |; and )§\d+(?:\.\d+)?)*)\)")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def protocol_page() -> str:
    """The protocol with its table of functions as the code has it now."""
    text = (REPOSITORY / PAGE).read_text("utf-8")
    before, rest = text.split(BEGINS)
    return f"{before}{BEGINS}\n{table_of_functions()}\n{ENDS}{rest.split(ENDS)[1]}"


def table_of_functions() -> str:
    """A row for each file of the model whose docstring cites a section of the protocol, in the order of the sections."""
    rows = sorted(row for path in (REPOSITORY / "model").rglob("*.py") if (row := _row(path)) is not None)
    return "\n".join(["| section | what it is about | functions | file |", "| --- | --- | --- | --- |", *(text for _, text in rows)])


def _row(path: Path) -> tuple[list[int], str] | None:
    tree = ast.parse(path.read_text("utf-8"))
    summary = " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split())
    cited = [number for part in _CITED.findall(summary) for number in _NUMBER.findall(part)]
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    if not cited or not functions:
        return None
    about = re.sub(r"^Step \d+: ", "", _CITED.sub("", summary))
    module = path.relative_to(REPOSITORY / "model").with_suffix("").as_posix().replace("/", ".").removeprefix("month.")
    names = ", ".join(f"`{module}.{name}`" for name in functions)
    order = [int(part) for part in cited[0].split(".")]
    file = path.relative_to(REPOSITORY).as_posix()
    return order, f"| {', '.join(f'§{number}' for number in cited)} | {about[:1].upper()}{about[1:]} | {names} | `{file}` |"
