"""The how-to for Mesa users runs as written, in the browser too, and under the other supported Mesa where it is installed."""

import inspect
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

from experiments import run
from model.agents import Hub
from model.coworking_model import CoworkingModel
from model.draws import replicate_seed
from tests.model.tiny_town import tiny_town
from tests.repository import ROOT

needs_solara = pytest.mark.skipif(find_spec("solara") is None, reason="solara is not installed")
needs_compiler = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="shipped scenarios take minutes as plain Python")
HOW_TO = (ROOT / "docs" / "mesa.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python([^\n]*)\n(.*?)^```", HOW_TO, flags=re.M | re.S)


@needs_compiler
def test_the_how_to_runs_as_written() -> None:
    names: dict[str, Any] = {}
    plain = [code for mark, code in BLOCKS if not mark.strip()]
    assert len(plain) >= 4
    for code in plain:
        exec(compile(code, "docs/mesa.md", "exec"), names)
    assert names["without_network_effect"].beta_n == 0
    assert names["model"].month == 12 and len(names["model"].datacollector.get_agenttype_vars_dataframe(Hub)) == 12


@needs_compiler
def test_the_how_to_of_many_runs_works_as_a_file(tmp_path: Path) -> None:
    mark = "mesa-3.5" if "rng" in inspect.signature(mesa.batch_run).parameters else "mesa-3.3"
    (code,) = [code for found, code in BLOCKS if found.strip() == mark]
    file = tmp_path / "study.py"
    file.write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(file)], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"voucher +0\.0 +\d.*\n +1\.5 +\d", done.stdout), done.stdout


@needs_solara
@pytest.mark.filterwarnings("default")
def test_the_browser_can_make_the_model_again() -> None:
    from mesa.visualization import solara_viz

    model = CoworkingModel(rng=1)
    chosen = {"scenario": "pavia_growth", "rng": 2, "beta_n": 0.5}
    solara_viz._check_model_params(model if hasattr(solara_viz, "_build_model_init_kwargs") else type(model).__init__, chosen)
    if hasattr(solara_viz, "_build_model_init_kwargs"):  # Mesa 3.5
        chosen = solara_viz._build_model_init_kwargs(
            model, chosen, add_scenario_when_empty=True, require_model_accepts_scenario=True
        )
    again = type(model)(**chosen)
    assert (again.scenario.name, again.seed, again.beta_n) == ("pavia_growth", 2, 0.5)


@needs_solara
@pytest.mark.filterwarnings("default")
def test_the_how_to_of_the_browser_makes_a_page() -> None:
    (code,) = [code for found, code in BLOCKS if found.strip() == "solara"]
    names: dict[str, Any] = {}
    exec(compile(code, "docs/mesa.md", "exec"), names)
    assert names["page"] is not None


def test_a_replicate_of_a_study_is_the_model_of_its_seed() -> None:
    study = run(tiny_town(), replicates=3, seed=1, workers=1)
    model = CoworkingModel(tiny_town(), rng=int(replicate_seed(1, 2)))
    model.run_model()
    np.testing.assert_array_equal(np.moveaxis(study.stack().hub[:, 2], 0, 2), model.outcome().hub)


def test_the_how_to_has_no_other_blocks() -> None:
    assert {mark.strip() for mark, _ in BLOCKS} == {"", "mesa-3.3", "mesa-3.5", "solara"}
    assert HOW_TO.count("```python") == len(BLOCKS)


# --- the other supported Mesa, where it is installed ---

_ASK = "import hypothesis, mesa, numba, pandas, pydantic, pytest, ruamel.yaml; print(mesa.__version__)"
_TESTS = [f"tests/model/test_{name}.py" for name in ("agents", "coworking_model", "mesa_how_to", "public_names")]


def _mesa_of(python: str) -> str:
    """The version of Mesa an interpreter can run these tests with, empty if it cannot."""
    try:
        asked = subprocess.run([python, "-c", _ASK], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _other_python() -> str:
    """An interpreter with another minor version of Mesa: `COWORKING_OTHER_PYTHON` ('none': do not look), or one on the path."""
    named = os.environ.get("COWORKING_OTHER_PYTHON", "")
    if named == "none":
        return ""
    if named:
        assert _mesa_of(named), f"COWORKING_OTHER_PYTHON={named} has not what the tests need"
        return named
    ours = mesa.__version__.split(".")[:2]
    for name in ("python3.11", "python3.12", "python3.13"):
        python = shutil.which(name)
        if python and (version := _mesa_of(python)) and version.split(".")[:2] != ours:
            return python
    return ""


@pytest.mark.slow
def test_the_other_mesa_passes_these_tests() -> None:
    python = _other_python()
    if not python:
        pytest.skip("no interpreter with another Mesa; name one in COWORKING_OTHER_PYTHON")
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *_TESTS],
        cwd=ROOT, env=os.environ | {"COWORKING_OTHER_PYTHON": "none"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(r"\d{2,} passed", done.stdout)
