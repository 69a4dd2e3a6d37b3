"""Archives of results: whole, the same each time, nothing of anybody else in them, and good to go on from."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments.commands import main
from experiments.report.folder import write_outputs
from experiments.sweeps import load_sweep, sweep
from tests.experiments.report.fakes import results
from tests.experiments.sweeps.plans import same, tiny_plan, trivial


def coworking(*arguments: object) -> Result:
    return CliRunner().invoke(main.app, [str(argument) for argument in arguments])


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_outputs(results(policies=1, replicates=4, worlds=4, title="Desks | [x](http://evil)"), tmp_path / "study", lang="en")


def unpacked(archive: Path, to: Path) -> Path:
    with zipfile.ZipFile(archive) as content:
        content.extractall(to)
    return to / archive.stem


def test_an_archive_of_runs_holds_them_and_how_to_make_them_again(study: Path, tmp_path: Path) -> None:
    (study / "notes.txt").write_text("mine", encoding="utf-8")
    done = coworking("bundle", study)
    assert done.exit_code == 0, done.output
    folder = unpacked(tmp_path / "study.zip", tmp_path / "out")
    ours = {path.relative_to(study).as_posix() for path in study.rglob("*") if path.is_file()} - {"notes.txt"}
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert held == ours | {"README.md", "environment.txt", "codemeta.json", "sha256.txt"}
    assert all((folder / name).read_bytes() == (study / name).read_bytes() for name in ours)
    for line in (folder / "sha256.txt").read_text("utf-8").splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    readme = (folder / "README.md").read_text("utf-8")
    assert readme.startswith("# Desks \\| \\[x\\](http://evil)\n")
    assert "coworking run scenario.lock.yaml --replicates 4 --seed 1 --out again" in readme
    assert "numpy==" in (folder / "environment.txt").read_text("utf-8")
    assert json.loads((folder / "codemeta.json").read_text("utf-8"))["license"].endswith("MIT")


def test_the_same_folder_gives_the_same_bytes(study: Path, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        (tmp_path / name[:3]).mkdir()
        assert coworking("bundle", study, "--to", tmp_path / name[:3] / "study.zip").exit_code == 0
    assert (tmp_path / "one" / "study.zip").read_bytes() == (tmp_path / "two" / "study.zip").read_bytes()


def test_an_archive_of_a_sweep_can_be_read_and_gone_on_with(tmp_path: Path) -> None:
    plan = tiny_plan(tmp_path, sampler={"type": "latin_hypercube", "points": 6})
    whole = sweep(plan, simulate=trivial)
    sweep(plan, tmp_path / "half", part=(1, 2), simulate=trivial)
    (tmp_path / "half" / "shards" / "runs-00099.parquet").write_bytes(b"PAR1")  # not ours, or not whole
    done = coworking("bundle", tmp_path / "half")
    assert done.exit_code == 0, done.output
    folder = unpacked(tmp_path / "half.zip", tmp_path / "out")
    assert not (folder / "shards" / "runs-00099.parquet").exists()
    assert "12 of 24 runs" in (folder / "README.md").read_text("utf-8")
    assert len(load_sweep(folder).runs) == 12
    same(sweep(plan, folder, resume=True, simulate=trivial), whole)


def test_what_is_not_whole_or_in_the_way_is_refused(study: Path, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_bytes(b"mine")
    assert "is there already" in coworking("bundle", study, "--to", tmp_path / "there.zip").stderr
    assert (tmp_path / "there.zip").read_bytes() == b"mine"
    assert "name of a .zip file" in coworking("bundle", study, "--to", tmp_path / "study.tar").stderr
    assert "holds no sweep" in coworking("bundle", tmp_path).stderr
    (study / "summary.json").write_text("{}", encoding="utf-8")
    changed = coworking("bundle", study)
    assert changed.exit_code == 2 and "summary.json changed or went" in changed.stderr
    assert not (tmp_path / "study.zip").exists()
