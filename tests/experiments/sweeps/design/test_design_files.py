"""Designs of files and designs built in Python: one plan either way, and the file beside the runs reads back to it."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from experiments.commands import main
from experiments.sweeps.design import Decision, Design, DesignError, FactorSpec, load_design, plan_of, read_design
from experiments.sweeps.design.rows import MAX_LINE
from experiments.sweeps.design.schema import Rows, Saltelli, Sobol
from experiments.sweeps.results import LOCK_FILE, write_lock
from tests.experiments.sweeps.design.example import TOWNS, design_file, planned
from tests.experiments.sweeps.design.messages import SHIPPED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the towns, for designs of files."""
    for town in TOWNS.glob("*.yaml"):
        (tmp_path / town.name).write_bytes(town.read_bytes())
    return tmp_path


# --- the design beside the runs ---

LOCKED: dict[str, dict[str, Any]] = {
    "saltelli": {},
    "two scenarios over a horizon": {"scenarios": ["tiny.yaml", "other.yaml"], "horizon_months": 37},
    "a policy factor": {"policies": None, "factors": [{"policy": ["baseline", "voucher"]}, {"parameter": "alpha", "scale": "uniform"}]},
    "observed values": {
        "factors": [{"path": "hubs.adda.rent_eur_m2", "values": [7, 6, 6.5], "weights": [1, 2, 2], "scale": "empirical"}],
    },
    "every hub": {"factors": [{"path": "hubs.*.desks", "low": 4, "high": 20}]},
    "values of all kinds": {
        "factors": [
            {"path": "hubs.adda.operator", "values": ["private", "public"]},
            {"path": "hubs.adda.may_expand", "values": [True, False]},
            {"name": "start", "path": "start", "values": ["2022-01", "2021-01"]},
            {"path": "hubs.adda.host_fte", "values": [1, 0.25, 1e-05]},
            {"path": "hubs.adda.rent_eur_m2", "low": 4.001, "high": 9.9, "scale": "log"},
        ],
        "sampler": {"type": "grid", "levels": 2},
    },
    "rows": {"sampler": {"type": "rows", "file": "my points.csv"}},
    "no dummy": {"dummy": False, "sampler": {"type": "morris", "trajectories": 10}, "outcomes": None, "decisions": None},
}


@pytest.mark.parametrize("what", LOCKED)
def test_the_lock_file_reads_back_to_the_same_plan(folder: Path, what: str) -> None:
    (folder / "my points.csv").write_text("alpha,adda_desks,beta_n\n-1.5,8,0\n-2,12,1.25\n", encoding="utf-8")
    path = design_file(folder, "my sweep.yaml", **LOCKED[what])
    plan = load_design(path)
    out = folder / "out"
    out.mkdir()
    write_lock(plan, out)
    for town in folder.glob("*.yaml"):
        town.unlink()
    again = load_design(out / LOCK_FILE)
    assert again.key == plan.key
    assert again.identity == plan.identity
    assert again.points_key(plan.shape[1]) == plan.points_key(plan.shape[1])
    assert again.points.values == plan.points.values
    np.testing.assert_array_equal(again.points.unit, plan.points.unit)
    assert again.shape == plan.shape
    assert again.scenarios == plan.scenarios
    assert again.factors == plan.factors
    assert again.design.name == plan.design.name == "my sweep"
    last = plan.run_at(plan.runs - 1)
    assert again.run_id(last) == plan.run_id(last)
    # and the lock of the lock is the lock
    text = (out / LOCK_FILE).read_text("utf-8")
    write_lock(again, out)
    assert (out / LOCK_FILE).read_text("utf-8") == text


# --- designs built in Python ---


def test_a_design_built_in_python_is_the_one_of_a_file(folder: Path) -> None:
    built = Design(
        title="A sweep",
        scenarios=("tiny.yaml",),
        policies=("baseline", "voucher"),
        factors=(FactorSpec(parameter="alpha"), FactorSpec(path="hubs.adda.desks", low=4, high=20), FactorSpec(parameter="beta_n")),
        sampler=Saltelli(type="saltelli", n=64),
        replicates=3,
        outcomes=("members_24", "viable_36"),
        decisions={"viable_36": Decision(decides="whether to fund it")},
    )
    plan, read = plan_of(built, folder), load_design(design_file(folder))
    assert plan.key == read.key
    assert plan.points_key(plan.shape[1]) == read.points_key(read.shape[1])
    assert repr(plan) == "Plan of 'design': 1 scenario(s) × 384 points of 3 factors × 2 policies × 3 replicates = 2,304 runs"


def test_what_is_wrong_with_a_design_built_in_python() -> None:
    design = Design(
        title="A sweep",
        scenarios=("tiny.yaml", "atlantis"),
        factors=(FactorSpec(parameter="alfa"), FactorSpec(path="hubs.adda.desk", low=4, high=20), FactorSpec()),
        sampler=Saltelli(type="saltelli", n=100),
        outcomes=("member_60",),
    )
    with pytest.raises(DesignError) as raised:
        plan_of(design, TOWNS)
    assert str(raised.value).splitlines() == [
        f"<design>:1:1: scenarios[1]: no such scenario 'atlantis'; write {SHIPPED} or the path of a file from the folder of this design",
        "<design>:1:1: outcomes[0]: unknown outcome 'member_60'; did you mean 'members_60'?",
        "<design>:1:1: factors[2]: nothing varies here; write one of 'parameter', 'path' or 'policy'",
        "<design>:1:1: factors[0].parameter: unknown parameter 'alfa'; did you mean 'alpha'?",
        "<design>:1:1: factors[1].path: unknown key; did you mean 'desks'? (scenario 'tiny')",
        "<design>:1:1: sampler.n: 100 is not a power of two; write 64 or 128",
    ]


def test_warnings_do_not_stop_a_design_built_in_python() -> None:
    uneven = Sobol(type="sobol", points=20)
    plan = plan_of(Design(title="x", scenarios=("tiny.yaml",), factors=(FactorSpec(parameter="alpha"),), sampler=uneven), TOWNS)
    assert plan.shape == (1, 20, 1, 10)


def test_rows_of_a_design_built_in_python_are_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("alpha\nhigh\n", encoding="utf-8")
    design = Design(
        title="x", scenarios=("sondrio_downsizing",), factors=(FactorSpec(parameter="alpha"),), sampler=Rows(type="rows", file="points.csv")
    )
    with pytest.raises(DesignError, match=r"sampler\.file: 'points\.csv' line 2, column 1 \('alpha'\): 'high' is not a number"):
        plan_of(design, tmp_path)


def test_a_design_cannot_be_changed() -> None:
    plan = planned()
    with pytest.raises(ValueError, match="frozen"):
        plan.design.replicates = 7  # type: ignore[misc]


# --- designs that extend others, and the command that checks them ---


def test_a_design_takes_what_it_does_not_say_from_the_one_it_extends(folder: Path) -> None:
    base = load_design(design_file(folder))
    own = "extends: design.yaml\ntitle: More\nreplicates: 30\nsampler: {n: 128}\ndecisions: null\n"
    (folder / "more.yaml").write_text(own, encoding="utf-8")
    more = load_design(folder / "more.yaml")
    assert (more.design.name, more.design.title, more.replicates, more.shape[1]) == ("more", "More", 30, 128 * 6)
    assert more.design.factors == base.design.factors
    assert (base.design.decisions != {}, more.design.decisions) == (True, {})
    assert more.key == base.key
    assert more.points_key(base.shape[1]) == base.points_key(base.shape[1])


def test_paths_start_in_the_folder_of_the_design_that_is_read(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "base.yaml").write_text(design_file(folder).read_text("utf-8"), encoding="utf-8")
    (folder / "outer.yaml").write_text("extends: inner/base.yaml\n", encoding="utf-8")
    assert read_design(folder / "outer.yaml")[1] == []
    assert [problem.key for problem in read_design(inner / "base.yaml")[1]] == ["scenarios[0]"]


@pytest.fixture
def check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(folder)
    return lambda *names: CliRunner().invoke(main.app, ["check", *names])


def test_a_design_in_order(folder: Path, check: Callable[..., Result]) -> None:
    design_file(folder)
    done = check("design.yaml")
    assert (done.exit_code, done.stdout) == (0, "design.yaml: ready to run\n")


def test_a_design_with_warnings(folder: Path, check: Callable[..., Result]) -> None:
    design_file(folder, sampler={"type": "saltelli", "n": 16}, policies=["baseline", "smaller"])
    done = check("design.yaml")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert [re.sub(r"^design\.yaml:\d+:\d+: ", "", line) for line in lines] == [
        "factors[1].path: warning: policy 'smaller' sets this figure too: there the factor changes nothing (scenario 'tiny')",
        "sampler.n: warning: 16 is outside the plausible range 64-16384 base points; keep it if it is meant",
        "design.yaml: ready to run, 2 warnings",
    ]


def test_a_broken_design_beside_one_in_order_and_a_scenario(folder: Path, check: Callable[..., Result]) -> None:
    design_file(folder)
    design_file(folder, "broken.yaml", replicates=0, seed=0)
    done = check("broken.yaml", "design.yaml", "tiny.yaml")
    assert done.exit_code == 2
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert [re.sub(r"^broken\.yaml:\d+:\d+: ", "", line) for line in lines] == [
        "replicates: '0' is out of range; write a whole number from 1 to 100000 (replicates)",
        "seed: '0' is out of range; write a whole number from 1 to 4294967295",
        "design.yaml: ready to run",
        "tiny.yaml: ready to run",
    ]


def test_a_design_that_is_not_there(check: Callable[..., Result]) -> None:
    done = check("nowhere.yaml")
    assert done.exit_code == 2
    assert done.stdout.startswith("nowhere.yaml:1:1: file: no such scenario")


# --- points from a file that somebody else wrote ---


def _rows(folder: Path, table: str, **changes: Any) -> list[str]:
    (folder / "points.csv").write_text(table, encoding="utf-8")
    factors = [{"parameter": "alpha"}, {"path": "hubs.adda.desks", "name": "desks"}]
    path = design_file(folder, "rows", factors=factors, sampler={"type": "rows", "file": "points.csv"}, **changes)
    plan, problems = read_design(path)
    assert plan is not None, problems
    return [problem.message for problem in problems]


def test_what_a_table_says_beside_its_points_is_said(folder: Path) -> None:
    assert _rows(folder, "alpha,desks\n-1.5,8\n-1.5,9\n") == []
    (unread,) = _rows(folder, "alpha,desks,deks\n-1.5,8,1\n-1.5,9,2\n")
    assert "has a column 'deks' that is no factor; it is not read; did you mean 'desks'?" in unread
    (twice,) = _rows(folder, "alpha,desks\n-1.5,8\n-1.50,8\n-1,8\n-1.5,8.0\n")
    assert "line 3 is the point of line 2 again, and 1 more like it" in twice
    (odd,) = _rows(folder, "alpha,desks\n-1.5,8\n-1.5,900\n")
    assert "line 3, column 2 ('desks')" in odd and "plausible" in odd


@pytest.mark.parametrize("kind", ["device", "pipe", "folder", "endless line", "outside"])
def test_a_table_is_opened_with_care(folder: Path, tmp_path_factory: pytest.TempPathFactory, kind: str) -> None:
    file = folder / "points.csv"
    if kind == "device":
        file.symlink_to("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "endless line":
        file.write_text("alpha\n" + "1" * (MAX_LINE + 2), encoding="utf-8")
    else:
        file = tmp_path_factory.mktemp("elsewhere") / "points.csv"
        file.write_text("alpha\n-1\n-2\n", encoding="utf-8")
    path = design_file(folder, "rows", factors=[{"parameter": "alpha"}], sampler={"type": "rows", "file": str(file)})
    plan, (problem, *_) = read_design(path)
    assert (plan is None) == (kind != "outside")
    said = {"endless line": "line 2 has more than", "outside": "lies outside the folder of the design"}.get(kind, "it is not a file")
    assert said in problem.message
