"""Every notebook runs from a clean start, warns of nothing, and says the same as its plain-text source."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.repository import ROOT, files, name_of

jupytext = pytest.importorskip("jupytext")
nbclient = pytest.importorskip("nbclient")

SOURCES = [path for path in files() if path.parent == ROOT / "notebooks" and path.suffix == ".py"]
NOTEBOOKS = [path for path in files() if path.suffix == ".ipynb"]
REPLICATES = "6"  # of the 100 a reader runs
FIGURES = re.compile(r"plt\.subplots\(|^(?:\w+ = )?\w+\.plot\(", re.M)  # what makes one
SECONDS = 120  # for one cell; the first may have to compile the model


def _cells(notebook: Any) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source.strip()) for cell in notebook.cells]


def test_there_is_a_source_for_every_notebook() -> None:
    assert [path.with_suffix(".ipynb") for path in SOURCES] == NOTEBOOKS
    assert NOTEBOOKS


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_the_pair_is_in_sync(source: Path) -> None:
    written = jupytext.read(source)
    assert _cells(jupytext.read(source.with_suffix(".ipynb"))) == _cells(written), f"jupytext --to ipynb --update {name_of(source)}"
    assert written.metadata["jupytext"]["formats"] == "ipynb,py:percent"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name_of)
def test_outputs_are_all_of_one_run_from_the_first_cell_to_the_last_or_there_are_none(notebook: Path) -> None:
    code = [cell for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    counts = [cell.get("execution_count") for cell in code]
    ran = counts == list(range(1, len(code) + 1))
    assert ran or counts == [None] * len(code), "run all of it anew, or clear all outputs"
    outputs = [output for cell in code for output in cell.get("outputs", ())]
    assert ran or not outputs, "clear all outputs"
    assert {output["output_type"] for output in outputs} <= {"execute_result", "display_data"}
    assert not any(folder in json.dumps(outputs) for folder in ("/tmp/", "/home/", "/root/")), "names a folder of somebody's machine"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name_of)
def test_it_runs(notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a notebook needs no file beside it
    for folder in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(folder, str(tmp_path / folder))
    monkeypatch.setenv("COWORKING_REPLICATES", REPLICATES)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    executed = jupytext.read(notebook)
    nbclient.NotebookClient(executed, timeout=SECONDS, resources={"metadata": {"path": str(tmp_path)}}).execute()
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert f"{REPLICATES} replicates" in str([cell.outputs for cell in code])
    for cell in code:
        said = [output.text for output in cell.outputs if output.output_type == "stream"]
        assert not said, f"{cell.source}\nsays\n{''.join(said)}"
        figures = sum("image/png" in output.get("data", {}) for output in cell.outputs)
        assert figures == len(FIGURES.findall(cell.source)), cell.source
