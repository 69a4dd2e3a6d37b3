"""What `import model` offers, and that it does not make anyone wait."""

import subprocess
import sys

import pytest

import model as package
from model.mesa_face import Hub
from model.mesa_face.coworking_model import CoworkingModel
from model.parameters import CATALOGUE
from model.reading.slots import Slot, blocks
from model.scenario.instruments import Instrument
from model.scenario.shocks import Shock
from tests.repository import ROOT


def test_public_names_are_there_and_load_nothing_heavy_before_they_must() -> None:
    code = """
import sys, model
assert set(model.__all__) <= set(dir(model))
assert not model.check("sondrio_downsizing")
model.scenario_names(), model.load_scenario("sondrio_downsizing"), model.Scenario, model.Parameters, model.CATALOGUE
heavy = [name for name in ("numba", "mesa", "pandas", "scipy", "matplotlib") if name in sys.modules]
assert not heavy, heavy
model.CoworkingModel, model.Professional, model.Firm, model.Hub
assert "mesa" in sys.modules
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_instrument_and_shock_has_a_public_name() -> None:
    known = {block.__name__: block for union in (Instrument, Shock) for block in blocks(Slot(union))}
    assert set(known) <= set(package.__all__)
    assert all(getattr(package, name) is block for name, block in known.items())


def test_public_names_are_the_things_themselves() -> None:
    assert package.CoworkingModel is CoworkingModel and package.Hub is Hub and package.CATALOGUE is CATALOGUE
    assert {getattr(package, name).__name__ for name in package.__all__ if name != "CATALOGUE"} == set(package.__all__) - {"CATALOGUE"}
    with pytest.raises(AttributeError, match="module 'model' has no attribute 'Modle'"):
        _ = package.Modle
