"""The commands `coworking robust` and `coworking mixes` from the outside."""

import json
import sys

import pytest
from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.questions.folder import FILES


def called(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_robust_choice_is_told_and_kept(tmp_path):
    folder = tmp_path / "answer"
    asked = ("robust", "sondrio_downsizing", "--policy", "rent_relief", "--replicates", 4, "--lang", "it", "--out", folder)
    done = called(*asked)
    assert done.exit_code == 0, done.output
    assert "Rimpianto" in done.stdout and "answer.html" in done.stdout
    kept = json.loads((folder / "answer.json").read_text())
    assert set(kept["numbers"]["policies"]) == {"baseline", "rent_relief"}
    assert "coworking robust sondrio_downsizing --policy rent_relief --replicates 4 --seed 1" in kept["command"]
    assert {path.name for path in folder.iterdir()} >= set(FILES)


def test_mixes_are_told_and_kept(tmp_path):
    pytest.importorskip("pymoo")
    folder = tmp_path / "answer"
    few = ("--mixes", 8, "--replicates", 4, "--point", "--instrument", "rent_relief,voucher", "--lang", "en")
    done = called("mixes", "sondrio_downsizing", "--budget", 90_000, *few, "--out", folder)
    assert done.exit_code == 0, done.output
    kept = json.loads((folder / "answer.json").read_text())
    assert kept["numbers"]["budget_eur"] == 90_000 and kept["numbers"]["mixes"]
    assert "--point" in kept["command"] and "--mixes 8" in kept["command"]


def test_what_cannot_be_asked_is_bad_input_and_every_reason_is_told(monkeypatch, tmp_path):
    done = called("robust", "sondrio_downsizing", "--policy", "x", "--policy", "y", "--lang", "it", "--out", tmp_path / "a")
    assert done.exit_code == 2 and not (tmp_path / "a").exists()
    assert "non c'è una misura 'x'" in done.stderr and "'y'" in done.stderr
    monkeypatch.setitem(sys.modules, "pymoo.algorithms.moo.nsga2", None)
    done = called("mixes", "sondrio_downsizing", "--budget", 0, "--lang", "en")
    assert done.exit_code == 2 and "pymoo" in done.stderr and "--budget: 0" in done.stderr
