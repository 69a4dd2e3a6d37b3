"""What the pages link to is there: files, headings, and the pages that code and texts name."""

import re
from pathlib import Path

from tests.repository import ROOT, files, name_of

PAGES = [path for path in files() if path.suffix == ".md"]
NAMING = [path for path in files() if path.suffix in {".py", ".md", ".toml", ".yaml", ".yml", ".cff"} or path.name == "Makefile"]
CODE = re.compile(r"`([\w/]+\.py)`")
MODULE = re.compile(r"(?:\bpython3?|\$\(PY\)) -m ((?:experiments|model|benchmarks|tests)[\w.]*\w)")
LINK = re.compile(r"\]\(([^()\s]+)\)")
PAGE = re.compile(r"(?<![\w/.-])(?:docs|requirements|schema|notebooks)/[\w/.-]*\w\.(?:md|yaml|json|png|ipynb|txt)\b")


def anchors(page: Path) -> set[str]:
    """The headings of a page, as links write them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"\]\(.*?\)", "", heading)).strip().lower().replace(" ", "-") for heading in headings}


def test_every_link_leads_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target in LINK.findall(page.read_text("utf-8")):
            if re.match(r"https?:|mailto:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (page.parent / name) if name else page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                broken.append(f"{name_of(page)}: {target}")
    assert not broken


def test_every_page_that_is_named_exists() -> None:
    missing = {
        f"{name_of(path)}: {name}"
        for path in NAMING
        if path != Path(__file__)
        for name in PAGE.findall(path.read_text("utf-8", errors="replace"))
        if not (ROOT / name).exists()
    }
    assert not missing


def test_every_file_of_code_that_a_page_names_exists() -> None:
    """By its path, or by the end of it that no other file has."""
    known = [f"/{name_of(path)}" for path in files()]
    wrong = {
        f"{name_of(page)}: {name}"
        for page in PAGES
        if page.name != "CHANGELOG.md"  # which tells what has been
        for name in CODE.findall(page.read_text("utf-8"))
        if sum(file.endswith(f"/{name}") for file in known) != 1
    }
    assert not wrong


def test_every_module_that_anyone_is_told_to_run_exists() -> None:
    known = {name_of(path) for path in files()}
    missing = {
        f"{name_of(path)}: {module}"
        for path in NAMING
        if path != Path(__file__)
        for module in MODULE.findall(path.read_text("utf-8", errors="replace"))
        if known.isdisjoint(module.replace(".", "/") + end for end in (".py", "/__main__.py"))
    }
    assert not missing


def test_the_search_for_links_can_fail() -> None:
    assert LINK.findall("see [odd](odd.md#purpose)") == ["odd.md#purpose"]
    assert PAGE.findall("`docs/gone.md`, (docs/README.md)") == ["docs/gone.md", "docs/README.md"]
    assert not PAGE.findall("../docs/gone.md or mydocs/gone.md")
    assert CODE.findall("`gone/gone.py`, `run.py --fast`") == ["gone/gone.py"]
    assert MODULE.findall("`python -m benchmarks.gone --all`, $(PY) -m tests.gone, python -m pytest") == ["benchmarks.gone", "tests.gone"]
    assert "the-twin" in anchors(ROOT / "docs" / "measured" / "verification.md")
