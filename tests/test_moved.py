"""Old addresses say the new ones."""

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest

from model.moved import MOVED, new_name
from tests.repository import ROOT


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_an_import_by_an_old_name_says_the_new_one(old: str, new: str) -> None:
    assert find_spec(new) is not None
    with pytest.raises(ModuleNotFoundError, match=f"{old} has moved: write {new} instead"):
        import_module(old)


def test_what_stood_in_a_package_that_moved_is_told_too() -> None:
    assert new_name("experiments.designs.plan") == "experiments.sweeps.design"
    assert new_name("model.month.choice") is new_name("numpy") is None
    with pytest.raises(ModuleNotFoundError, match="No module named"):  # what never was is not found as ever
        import_module("experiments.nothing")


@pytest.mark.parametrize(("command", "instead"), [
    ("experiments.validation", "experiments.expected.validation"),
    ("experiments.studies.remake", "experiments.documentation.studies"),
    ("experiments.expected", "python -m experiments.commands.expected check"),
])  # fmt: skip
def test_an_old_command_says_what_to_type(command: str, instead: str) -> None:
    done = subprocess.run([sys.executable, "-m", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and instead in done.stderr
    assert "Traceback" not in done.stderr
