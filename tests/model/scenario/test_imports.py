"""What reading a scenario may import: the command line starts at once and reads files without compiling anything."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def loaded_by(statement):
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_reading_a_scenario_compiles_nothing():
    loaded = loaded_by("from model.scenario import load_scenario; load_scenario('sondrio_downsizing')")
    assert "pydantic" in loaded
    assert not {"numba", "pandas", "mesa", "scipy", "matplotlib", "pyarrow"} & loaded


def test_the_names_of_shipped_scenarios_need_no_library():
    code = "import importlib.util as u; s = u.spec_from_file_location('shipped', 'model/scenario/shipped.py'); m = u.module_from_spec(s)"
    assert not {"pydantic", "ruamel.yaml", "numpy"} & loaded_by(f"{code}; s.loader.exec_module(m); assert m.scenario_names()")
