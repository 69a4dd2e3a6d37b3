"""The how-to for Mesa users runs as written, in the browser too. The other supported Mesa: `make test-pythons`."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import run
from model.draws import replicate_seed
from model.mesa_face import Hub
from model.mesa_face.coworking_model import CoworkingModel
from model.parameter_sets import shipped
from tests.model.mesa_face.batch_models import SEEDS_APART
from tests.model.mesa_face.how_to import BLOCKS, HOW_TO, blocks
from tests.model.tiny_town import tiny_town
from tests.repository import ROOT

needs_solara = pytest.mark.skipif(find_spec("solara") is None, reason="solara is not installed")
needs_compiler = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="shipped scenarios take minutes as plain Python")


@needs_compiler
def test_the_how_to_runs_as_written() -> None:
    names: dict[str, Any] = {}
    plain = blocks()
    assert len(plain) >= 4
    for code in plain:
        exec(compile(code, "docs/mesa.md", "exec"), names)
    assert names["without_network_effect"].beta_n == 0
    assert names["model"].month == 12 and len(names["model"].datacollector.get_agenttype_vars_dataframe(Hub)) == 12


@needs_compiler
def test_the_how_to_of_many_runs_works_as_a_file(tmp_path: Path) -> None:
    (code,) = blocks("mesa-3.5" if SEEDS_APART else "mesa-3.3")
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
    chosen = {"scenario": "pavia_growth", "rng": 2, "beta_n": 0.5, "hub.desks": 20}
    solara_viz._check_model_params(model if hasattr(solara_viz, "_build_model_init_kwargs") else type(model).__init__, chosen)
    if hasattr(solara_viz, "_build_model_init_kwargs"):  # Mesa 3.5
        chosen = solara_viz._build_model_init_kwargs(
            model, chosen, add_scenario_when_empty=True, require_model_accepts_scenario=True
        )
    again = type(model)(**chosen)
    assert (again.scenario.name, again.seed, again.beta_n, again.scenario.hubs[0].desks) == ("pavia_growth", 2, 0.5, 20)


@needs_solara
@pytest.mark.filterwarnings("default")
def test_the_how_to_of_the_browser_makes_a_page() -> None:
    (code,) = blocks("solara")
    names: dict[str, Any] = {}
    exec(compile(code, "docs/mesa.md", "exec"), names)
    assert names["page"] is not None


@pytest.mark.parametrize("point", [False, True])
def test_a_replicate_of_a_study_is_the_model_of_its_seed_and_set(point: bool) -> None:
    study = run(tiny_town(), replicates=3, seed=1, workers=1, point=point)
    number = None if point else shipped().of_replicate(1, 2)
    model = CoworkingModel(tiny_town(), rng=int(replicate_seed(1, 2)), parameter_set=number)
    model.run_model()
    np.testing.assert_array_equal(np.moveaxis(study.stack().hub[:, 2], 0, 2), model.outcome().hub)


def test_the_how_to_has_no_other_blocks() -> None:
    assert {mark.strip() for mark, _ in BLOCKS} == {"", "mesa-3.3", "mesa-3.5", "solara"}
    assert HOW_TO.count("```python") == len(BLOCKS)
