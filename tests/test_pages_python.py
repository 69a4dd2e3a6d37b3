"""Python that a page tells people to write is run, or says beside its fence that it is not to be run (`python no-run`)."""

import re
from pathlib import Path
from typing import Final

import pytest

from experiments.documentation.site.places import places
from tests.repository import ROOT
from tests.test_readme import QUICK_DESIGN

BLOCK: Final = re.compile(r"^ *```python([^\n]*)\n(.*?)^ *```$", re.M | re.S)
NOT_RUN: Final = "no-run"
RUN_BY: Final = {
    "README.md": "tests/test_readme.py",
    "docs/api.md": "tests/experiments/documentation/test_api.py",
    "docs/mesa.md": "tests/model/mesa_face/test_mesa_how_to.py",
    "docs/sweeps.md": "tests/test_guides.py",
}
"""Pages whose blocks a test of their own runs, where it also looks at what they give."""
TEXTS: Final = {name: (ROOT / name).read_text("utf-8") for name in places() if name.endswith(".md")}
OTHERS: Final = [name for name, text in TEXTS.items() if name not in RUN_BY and BLOCK.search(text)]


def to_run(text: str) -> list[str]:
    return [code for mark, code in BLOCK.findall(text) if mark.strip() != NOT_RUN]


@pytest.mark.parametrize("page", OTHERS)
def test_the_python_of_a_page_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its first block to its last, in one session."""
    (tmp_path / "my_town.yaml").write_text("extends: sondrio_downsizing\ntitle: A hub in my town\n", encoding="utf-8")
    (tmp_path / "my_design.yaml").write_text(QUICK_DESIGN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    names: dict[str, object] = {}
    for code in to_run(TEXTS[page]):
        exec(compile(re.sub(r"replicates=\d+", "replicates=3", code), page, "exec"), names)


@pytest.mark.parametrize("page", RUN_BY)
def test_a_page_with_a_test_of_its_own_is_run_by_it(page: str) -> None:
    assert BLOCK.search(TEXTS[page])
    name = page.rpartition("/")[2]
    assert name in (text := (ROOT / RUN_BY[page]).read_text("utf-8")) or f"{name.partition('.')[0]}_page" in text
    marks = {mark.strip() for mark, _ in BLOCK.findall(TEXTS[page])}
    assert marks <= {"", NOT_RUN, "mesa-3.3", "mesa-3.5", "solara"}, "test_mesa_how_to.py says when these are run"


@pytest.mark.parametrize("page", [page for page in TEXTS if page not in RUN_BY])
def test_the_only_mark_beside_a_fence_is_the_one_that_is_known(page: str) -> None:
    assert {mark.strip() for mark, _ in BLOCK.findall(TEXTS[page])} <= {"", NOT_RUN}


def test_no_block_goes_by_another_name() -> None:
    for page, text in TEXTS.items():
        assert not re.search(r"^ *```(?:py|python3|pycon|Python)\b(?!thon)", text, re.M), page
        assert text.count("```python") == len(BLOCK.findall(text)), page


def test_the_search_for_blocks_can_fail() -> None:
    assert to_run("```python no-run\nx\n```\n\n```python\ny\n```\n") == ["y\n"]
