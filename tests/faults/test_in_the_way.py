"""A folder that is not our own: the command is refused before it begins, says what is in the way, and leaves everything as it is.

The rules themselves: `tests/experiments/storage/test_staging.py`; the folder of a sweep: `tests/experiments/sweeps/test_folder.py`.
"""

from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from experiments.commands import main
from experiments.documentation import studies
from experiments.runs import replicates, until_decided
from experiments.storage.manifest import MANIFEST
from experiments.sweeps import findings as found_in_sweeps
from experiments.sweeps import jobs
from tests.experiments.sweeps.plans import trivial
from tests.faults.conftest import Commands, contents


def coworking(words: list[str]) -> Result:
    """The command in this process; `words` begin with its name."""
    return CliRunner().invoke(main.app, words[1:])


@pytest.fixture(autouse=True)
def _nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        pytest.fail("it runs, although the folder is not its own")

    monkeypatch.setattr(replicates, "run", never)
    monkeypatch.setattr(until_decided, "run_until_decided", never)
    monkeypatch.setattr(found_in_sweeps, "findings", never)


def in_the_way(folder: Path, name: str, *, hidden: bool = True) -> dict[str, bytes]:
    """A folder of somebody else with something of a name that we would write."""
    folder.mkdir()
    if name.endswith("/"):
        (folder / name).mkdir()
        (folder / name / "mine.txt").write_text("mine")
    else:
        (folder / name).write_text('{"mine": true}')
    if hidden:
        (folder / ".writing-mine").mkdir()
        (folder / ".writing-mine" / "letter.txt").write_text("Dear")
    return contents(folder)


@pytest.mark.parametrize("command", ["run", "compare"])
@pytest.mark.parametrize(
    "name", ["report.html", "report.html/", "summary.json", "monthly.parquet", MANIFEST, f"{MANIFEST}/", ".lock", ".lock/"]
)
def test_runs_touch_nothing_that_is_not_theirs(commands: Commands, tmp_path: Path, command: str, name: str) -> None:
    out = tmp_path / "out"
    before = in_the_way(out, name)
    done = coworking(commands.words(command, out))
    assert done.exit_code == 2, done.output
    bare = name.removesuffix("/")
    assert done.stderr.startswith({MANIFEST: f"{out / MANIFEST} is in the way", ".lock": f"{out / '.lock'} is in the way"}.get(
        bare, f"{out} holds {bare}, and no manifest.json there says that this program wrote it"
    ))  # fmt: skip
    assert "; take another folder" in done.stderr
    assert done.stderr.endswith(f": nothing new was written, and what {out} held before is as it was.\n")
    assert contents(out) == before


@pytest.mark.parametrize("name", ["decision.json", "decision.csv/"])
def test_a_decision_touches_nothing_that_is_not_its_own(commands: Commands, tmp_path: Path, name: str) -> None:
    before = in_the_way(tmp_path / "out", name)
    assert coworking(commands.words("compare", tmp_path / "out")).exit_code == 2
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("name", ["page.html", "page.html/", "sensitivity.json", MANIFEST, ".lock"])
def test_a_sensitivity_analysis_touches_nothing_that_is_not_its_own(
    commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(jobs, "run_model", trivial)
    assert coworking(commands.words("sweep", tmp_path / "runs")).exit_code == 0
    before = in_the_way(tmp_path / "out", name)
    done = coworking(["coworking", "sensitivity", str(tmp_path / "runs"), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2, done.output
    assert name.removesuffix("/") in done.stderr
    assert "; take another folder" in done.stderr
    assert done.stderr.endswith("Nothing was written.\n")
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("name", [".lock", ".lock/", "manifest.jsonl", "shards/", "design.lock.yaml", "notes.txt"])
@pytest.mark.parametrize("resume", [False, True])
def test_a_sweep_touches_nothing_that_is_not_its_own(
    commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, resume: bool
) -> None:
    monkeypatch.setattr(jobs, "run_model", lambda *_: pytest.fail("it runs, although the folder is not its own"))
    out = tmp_path / "out"
    before = in_the_way(out, name, hidden=False)
    done = coworking([*commands.words("sweep", out), *(["--resume"] if resume else [])])
    assert done.exit_code == 2, done.output
    assert name.removesuffix("/") in done.stderr
    assert "; take an" in done.stderr
    assert done.stderr.endswith("Nothing was run.\n")
    assert contents(out) == before
    assert {path.name for path in out.iterdir()} == {name.removesuffix("/")}


def test_a_study_replaces_its_pictures_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sondrio"
    folder.mkdir(parents=True)

    def remake(**images: bytes) -> None:
        files = {f"{name}.png": content for name, content in images.items()}
        monkeypatch.setattr("experiments.sweeps.design.read_design", lambda _: (SimpleNamespace(), []))
        monkeypatch.setattr("experiments.sweeps.sweep", lambda *_, **__: None)
        monkeypatch.setattr(found_in_sweeps, "findings", lambda _: SimpleNamespace(to_dict=dict))
        monkeypatch.setattr(found_in_sweeps, "pictures", lambda *_, **__: files)
        studies.remake("sondrio")

    monkeypatch.setattr(studies, "FOLDER", tmp_path)
    monkeypatch.setattr(studies, "study_page", lambda *_: "a page")
    remake(a=b"1", b=b"1")
    (folder / "mine.png").write_bytes(b"mine")
    remake(a=b"2", c=b"2")
    left = {name: content for name, content in contents(folder).items() if name.endswith(".png")}
    assert left == {"a.png": b"2", "c.png": b"2", "mine.png": b"mine"}
