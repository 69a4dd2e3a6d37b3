"""What the README tells people to type works: blocks are run with few replicates, or checked against the Makefile and the command line."""

import re
import shlex
import tomllib
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from typer.testing import CliRunner

from experiments.commands.main import app
from model.scenario import ScenarioWarning, load_scenario, scenario_names
from tests.repository import ROOT

README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
FEW = "3"  # replicates, of the 100 that the README runs
# as the Python documentation gives them
ENVIRONMENT = (["py", "-m", "venv", ".venv"], [".venv/Scripts/activate"], ["source", ".venv/bin/activate"])


# What stands for the reader's own design.
QUICK_DESIGN = """
title: A quick design
scenarios: [my_town.yaml]
horizon_months: 12
policies: [baseline]
factors:
  - parameter: alpha
sampler: {type: saltelli, n: 16}
replicates: 2
outcomes: [member_months, members_final]
"""


class Block(NamedTuple):
    language: str
    text: str


BLOCKS = [Block(*found) for found in re.findall(r"^```(\w*)\n(.*?)^```$", README, re.M | re.S)]
INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", README, flags=re.M | re.S))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the scenario file the README speaks of, begun as the README says."""
    assert "extends: sondrio_downsizing" in INLINE
    (tmp_path / "my_town.yaml").write_text("extends: sondrio_downsizing\ntitle: A hub in my town\n", encoding="utf-8")
    (tmp_path / "my_design.yaml").write_text(QUICK_DESIGN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")


# --- shell ---

LONG = ("validate", "calibrate")  # minutes and hours: tests of their own make them in small
SERVES = "dashboard"  # until it is stopped
QUESTIONS = ("critical-mass", "place", "support", "public-money", "explain", "robust", "mixes", "warning", "verify")  # long too


def _understood(arguments: list[str]) -> None:
    """The command line knows this command and these options, values included."""
    command = typer.main.get_command(app).get_command(None, arguments[0])  # type: ignore[attr-defined]
    assert command is not None, arguments[0]
    command.make_context(arguments[0], arguments[1:])


def _accepted(arguments: list[str]) -> None:
    """The command line takes these arguments, values included; nothing is simulated."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("experiments.commands.main._run", lambda *_: None)
        patch.setattr("experiments.commands.calibration._calibrate", lambda *_: None)
        patch.setattr("experiments.commands.validation._scorecard", lambda *_: "")
        done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output


def _coworking(arguments: list[str]) -> None:
    if arguments[0] in LONG:
        return _accepted(arguments)
    if arguments[0] in (*QUESTIONS, SERVES) or "--budget" in arguments:
        return _understood(arguments)
    quick = {"run": ["--replicates", FEW, "--months", "12"]}
    quick["compare"] = quick["run"]
    quick["critical-mass"] = quick["place"] = ["--replicates", "4", "--at", "13"]
    done = CliRunner().invoke(app, [*arguments, *quick.get(arguments[0], [])])
    assert done.exit_code == 0, done.output
    assert done.stdout


def _make(words: list[str]) -> None:
    settings = dict(word.split("=", 1) for word in words if "=" in word)
    for target in (word for word in words if "=" not in word):
        assert re.search(rf"^{target}:", MAKEFILE, re.M), f"the Makefile cannot make {target}"
    for name in settings:
        assert f"$({name})" in MAKEFILE, f"the Makefile does not read {name}"
    assert settings.get("SCENARIO", "sondrio_downsizing") in scenario_names()
    _accepted(["run", "sondrio_downsizing", *shlex.split(settings.get("ARGS", ""))])


def _pip(words: list[str]) -> None:
    assert words[:3] == ["-m", "pip", "install"]
    assert words[3] == "-c"
    assert (ROOT / words[4]).is_file()
    assert words[5:] == ["-e", "."]


def _shell(block: Block) -> None:
    for line in block.text.splitlines():
        words = shlex.split(line.replace("\\", "/"), comments=True)
        if words in ENVIRONMENT or not words:
            continue
        {"coworking": _coworking, "make": _make, "python": _pip}[words[0]](words[1:])


# --- Python ---


def _python(block: Block) -> None:
    """Runs it as it stands but for the number of replicates, and looks at what each line on its own shows."""
    assert block.text.count("replicates=100") == 1
    names: dict[str, object] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ScenarioWarning)  # the story of another town
        exec(block.text.replace("replicates=100", f"replicates={FEW}"), names)
    if "case" in names:
        saved = load_scenario("larger.yaml")
        assert (saved.hubs[0].desks, saved.hubs[0].prices.flex, list(saved.policies)[-1]) == (30, 90, "big")
        assert names["elsewhere"].scenario.territory.towns == ("voghera",)  # type: ignore[attr-defined]
        return
    results = names["results"]
    assert not results.summary.duplicated(["policy", "hub", "outcome"]).any()  # type: ignore[attr-defined]
    assert {"difference", "low", "high"} <= set(results.contrast("rent_relief").table)  # type: ignore[attr-defined]
    shown = [eval(line, names) for line in block.text.splitlines() if line.startswith("results.")]
    assert [type(value).__name__ for value in shown] == ["ndarray", "DataFrame", "DataFrame", "DataFrame", "Axes", type(Path()).__name__]
    import matplotlib.pyplot as plt

    plt.close("all")


CHECKS: dict[str, Callable[[Block], None]] = {"sh": _shell, "bat": _shell, "python": _python}


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    assert {block.language for block in BLOCKS} == set(CHECKS)
    assert README.count("\n```") == 2 * len(BLOCKS)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.language}: {block.text.splitlines()[0][:40]}")
def test_a_block_does_what_it_says(block: Block) -> None:
    CHECKS[block.language](block)


def test_commands_in_the_text_exist() -> None:
    made = [shlex.split(code)[1:] for code in INLINE if code.startswith("make ")]
    typed = [shlex.split(code)[1:] for code in INLINE if code.startswith("coworking ")]
    options = [code.split()[0] for code in INLINE if code.startswith("--")]
    for words in made:
        _make(words)
    for words in typed:
        (_understood if words[0] in (*QUESTIONS, SERVES) else _accepted)(words)
    help_text = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200"}).stdout
    assert options
    assert all(option in help_text for option in options)
    assert made


def test_the_command_check_can_fail() -> None:
    for wrong in (["--replicate", "20"], ["--replicates", "none"], ["--lang", "fr"], ["--policy", "free_coffee"]):
        with pytest.raises(AssertionError):
            _accepted(["run", "sondrio_downsizing", *wrong])
    with pytest.raises(AssertionError, match="cannot make"):
        _make(["walk"])
    with pytest.raises(AssertionError, match="does not read"):
        _make(["run", "CASE=pavia_growth"])


# --- what else the text promises ---


def test_a_run_leaves_the_files_it_names(tmp_path: Path) -> None:
    paragraph = README.split("A run writes one folder.")[1].split("\n\n")[0]
    named = {code for code in re.findall(r"`([^`]+)`", paragraph) if re.fullmatch(r"[\w.]+\.\w+", code)}
    _coworking(["run", "my_town.yaml", "--out", str(tmp_path / "out")])
    assert named == {path.name for path in (tmp_path / "out").iterdir() if path.is_file()}
    assert "`tables/`" in paragraph and (tmp_path / "out" / "tables").is_dir()


def test_the_extras_it_installs_exist() -> None:
    offered = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = [extra for code in INLINE for extra in re.findall(r'-e "\.\[(\w+)\]"', code)]
    assert named
    assert set(named) <= set(offered)
    for pins in (code for code in INLINE if code.startswith("pins-")):
        assert (ROOT / "requirements" / pins).is_file()


def test_the_line_for_mesa_users_makes_a_model() -> None:
    import mesa

    import model

    [call] = [code for code in INLINE if code.startswith("model.CoworkingModel(")]
    made = eval(call, {"model": model, "scenario": load_scenario("sondrio_downsizing")})
    assert isinstance(made, mesa.Model)
    made.step()
    assert len(made.agents) > 1000
    assert len(made.datacollector.get_model_vars_dataframe()) >= 1
    assert isinstance(mesa.batch_run, types.FunctionType)


def test_what_it_links_to_is_there() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]
