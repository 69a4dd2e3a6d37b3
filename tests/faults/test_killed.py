"""Processes killed at any moment (`kill -9`, no memory left): what was there stays or is complete, and the next command puts it in order.

Sweeps killed at random moments: `tests/experiments/sweeps/test_kill.py`; at each of their steps: `test_deaths.py` beside it.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from experiments.storage.locking import LOCK
from experiments.storage.manifest import MANIFEST, RUNS
from experiments.storage.staging import staged
from tests.faults.conftest import Commands, Start, at_work, contents, said, signalled, until
from tests.repository import ROOT

FILES = {"summary.json", "monthly.parquet", "report.html", "scenario.lock.yaml", MANIFEST, "tables", "tables.xlsx"}


@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_command_killed_at_work_leaves_what_was_there_and_no_hindrance(
    commands: Commands, start: Start, tmp_path: Path, command: str
) -> None:
    out = tmp_path / "out"
    with staged(out, RUNS) as staging:
        (staging / "report.html").write_text("earlier")
    before = contents(out)
    process = start(commands.words(command, out), pause=0.01)
    until(lambda: at_work(command, out), process)
    signalled(process, "SIGKILL")
    process.communicate()
    there = {name: content for name, content in contents(out).items() if "/" not in name}
    assert there.pop(LOCK)
    assert there == before
    if command == "run":
        assert said(start([*commands.words(command, out), "--replicates", "2"]), 0) == ""
        assert {path.name for path in out.iterdir()} == FILES, "nothing of the killed one is left"


# Writes 'new' files over 'old' ones in a process for each step, which dies at that step.
_DIES = """
import os, sys
from pathlib import Path
from experiments.storage.staging import staged
from tests.faults.program import _mortal

folder, number = Path(sys.argv[1]), 0
while True:
    number += 1
    out = folder / str(number)
    with staged(out, "results") as staging:
        for name in ("a", "c", "d"):
            (staging / name).write_text(f"old {name}")
    child = os.fork()
    if child == 0:
        with staged(out, "results") as staging:
            for name in ("a", "b", "c"):
                (staging / name).write_text(f"new {name}")
            _mortal(number)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""


def _written(folder: Path, names: str) -> dict[str, bytes]:
    """What a folder holds in which the files of these names were written."""
    with staged(folder, "results") as staging:
        for name in names:
            (staging / name).write_text(f"{folder.name} {name}")
    return contents(folder)


def test_killed_between_any_two_renamings_the_results_are_the_old_or_the_new_and_never_a_mixture(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _DIES, str(tmp_path)], cwd=ROOT, check=True)
    old, new = _written(tmp_path / "old", "acd"), _written(tmp_path / "new", "abc")
    deaths = sorted((folder for folder in tmp_path.iterdir() if folder.name.isdecimal()), key=lambda folder: int(folder.name))
    assert len(deaths) > 9
    for folder in deaths:
        there = {name: content for name, content in contents(folder).items() if "/" not in name and name != ".lock"}
        assert there in (old, new) or MANIFEST not in there, folder.name
        with pytest.raises(RuntimeError), staged(folder, "results"):  # the next command, which fails
            raise RuntimeError
        assert contents(folder) in (old, new), folder.name
        assert not any(path.is_dir() for path in folder.iterdir())


def test_a_refresh_killed_at_any_step_leaves_whole_files_and_the_next_one_says_each_thing_once(
    commands: Commands, start: Start, tmp_path: Path
) -> None:
    words, shipped = commands.words("refresh", tmp_path), str(tmp_path / "scenarios")
    record, changelog = tmp_path / "scenarios" / "expected" / "small_town.yaml", tmp_path / "CHANGELOG.md"
    said(start(words, shipped=shipped), 0)
    before, line = record.read_text("utf-8"), "- `small_town`: a test. Moved most: "
    for step in (1, 2, 3, 4):  # the changelog is put in its place, its passing copy goes, the same of the record
        process = start(words, shipped=shipped, strength=1.5, die=step)
        process.communicate()
        assert process.returncode == -9
        assert (record.read_text("utf-8") == before) == (step < 4)
        assert changelog.read_text("utf-8").count(line) == (step > 1), "the line first: one too many is seen, a missing one is not"
    assert said(start(words, shipped=shipped, strength=1.5), 0) == ""
    assert changelog.read_text("utf-8").count(line) == 1
    assert sum(path.is_file() for path in record.parent.iterdir()) == 1, "nor is anything left of the killed ones"
