"""What the guides for researchers tell people to write works: designs are read, Python is run on a small design, commands are accepted."""

import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.sweeps import Sweep
from experiments.sweeps.design import read_design
from tests.repository import ROOT
from tests.test_pages_python import to_run
from tests.test_readme import QUICK_DESIGN

SWEEPS = (ROOT / "docs" / "sweeps.md").read_text("utf-8")
CLUSTER = (ROOT / "docs" / "cluster.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_town.yaml").write_text("extends: sondrio_downsizing\ntitle: A hub in my town\n", encoding="utf-8")
    (tmp_path / "my_design.yaml").write_text(QUICK_DESIGN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_the_design_of_the_guide_is_read() -> None:
    text, *_ = blocks(SWEEPS, "yaml")
    Path("guide.yaml").write_text(text, encoding="utf-8")
    plan, problems = read_design("guide.yaml")
    assert plan is not None, problems
    assert problems == []
    assert len(plan.factors) == text.count("- parameter:") + text.count("- path:")


def test_every_sampler_is_in_the_guide() -> None:
    from typing import get_args

    from experiments.sweeps.design.schema import Sampler
    from model.reading.slots import type_name

    kinds = [type_name(kind) for kind in get_args(get_args(Sampler)[0])]
    assert all(re.search(rf"^\|.*`{kind}`", SWEEPS, re.M) for kind in kinds)


@pytest.mark.filterwarnings("ignore:.*is outside the plausible range:model.scenario.ScenarioWarning")  # a small design, for the tests
def test_the_python_of_the_guide_does_what_it_says() -> None:
    first, own = to_run(SWEEPS)
    assert len(first.splitlines()) < 10
    names: dict[str, object] = {}
    for text in (first, own):
        exec(compile(text.replace("members_36", "members_final"), "docs/sweeps.md", "exec"), names)
        runs = names["runs"]
        assert isinstance(runs, Sweep)
        assert isinstance(runs.frame, pd.DataFrame)
        assert len(runs.frame) == runs.plan.runs
    assert "lean_months" in runs.frame


@pytest.mark.parametrize("text", [SWEEPS, CLUSTER], ids=["sweeps", "cluster"])
def test_options_the_guides_name_exist(text: str) -> None:
    commands = ("sweep", "sensitivity", "discover", "run")
    options = {command: CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout for command in commands}
    for block in blocks(text, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            if not line.startswith("coworking "):
                continue
            words = shlex.split(line.split("$(")[0], comments=True)
            assert all(word in options[words[1]] for word in words if word.startswith("--")), line


def test_the_guide_for_who_decides_is_followed_to_the_letter() -> None:
    """Its commands, but for the run itself, with the files it names."""
    text = (ROOT / "docs" / "guida.md").read_text("utf-8")
    lines = [line for block in blocks(text, "sh") for line in block.splitlines()]
    assert len(lines) == 5
    written = next(line for line in lines if "--town" in line)
    done = CliRunner().invoke(app, shlex.split(written, comments=True)[1:])
    assert done.exit_code == 0, done.output
    Path("voghera_grande.yaml").write_text("extends: voghera.yaml\nhubs: [{name: hub, town: voghera, desks: 30}]\n", encoding="utf-8")
    for line in lines:
        if line.startswith(("coworking check", "coworking diff")):
            done = CliRunner().invoke(app, shlex.split(line, comments=True)[1:])
            assert done.exit_code == 0, done.output
    assert "18 → 30" in done.output
