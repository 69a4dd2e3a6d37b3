"""Every notebook says the same as its plain-text source and shows what it was run with; nbmake runs each (pyproject.toml)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.repository import ROOT, files, name_of

jupytext = pytest.importorskip("jupytext")

SOURCES = [path for path in files() if path.parent == ROOT / "notebooks" and path.suffix == ".py"]
NOTEBOOKS = [path for path in files() if path.suffix == ".ipynb"]
LARGEST = 1_500_000  # bytes of one, with its pictures
ANEW = "run `make notebooks`, and commit what it writes"


def _cells(notebook: Any) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source.strip()) for cell in notebook.cells]


def _code(notebook: Path) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


def test_there_is_a_source_for_every_notebook_and_they_have_an_order() -> None:
    assert [path.with_suffix(".ipynb") for path in SOURCES] == NOTEBOOKS
    assert [path.name[:3] for path in NOTEBOOKS] == [f"{number:02}_" for number in range(1, len(NOTEBOOKS) + 1)]


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_the_pair_is_in_sync(source: Path) -> None:
    written = jupytext.read(source)
    assert _cells(jupytext.read(source.with_suffix(".ipynb"))) == _cells(written), ANEW
    assert written.metadata["jupytext"]["formats"] == "ipynb,py:percent"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name_of)
def test_it_shows_what_it_was_run_with_from_top_to_bottom(notebook: Path) -> None:
    code = _code(notebook)
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1)), ANEW
    assert notebook.stat().st_size < LARGEST
    assert any("image/png" in output.get("data", {}) for cell in code for output in cell["outputs"])


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name_of)
def test_it_shows_what_a_reader_gets_who_runs_it(notebook: Path) -> None:
    """With as many replicates as its source says, and no number that was set where it was run."""
    source = notebook.with_suffix(".py").read_text("utf-8")
    [usual] = re.findall(r'^REPLICATES = int\(os\.environ\.get\("COWORKING_REPLICATES", "(\d+)"\)\)', source, re.M)
    outputs = json.dumps([cell["outputs"] for cell in _code(notebook)])
    shown = set(re.findall(r"Replicates: (\d+ of \d+)", outputs))
    assert shown <= {f"{usual} of {usual}"}, ANEW
    recipe = re.findall(r"^notebooks:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert "env -u COWORKING_REPLICATES $(PY) -m pytest --overwrite" in recipe[0]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name_of)
def test_nothing_failed_or_warned_and_no_path_of_a_machine_is_shown(notebook: Path) -> None:
    for cell in _code(notebook):
        for output in cell["outputs"]:
            assert output["output_type"] != "error", cell["source"]
            assert output.get("name") != "stderr", "".join(output["text"])
            shown = json.dumps({kind: data for kind, data in output.get("data", {}).items() if not kind.startswith("image/png")})
            assert not any(path in shown for path in (str(Path.home()), str(ROOT), "/tmp/")), cell["source"]
