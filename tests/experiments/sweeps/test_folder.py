"""What may go into a folder: one sweep, one writer, room enough. Refusals leave everything as it is."""

import errno
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from experiments.storage.locking import FolderInUse
from experiments.storage.provenance import version
from experiments.sweeps import DiskTooSmall, NotASweep, load_sweep, merge, sweep
from experiments.sweeps.design import plan as plans
from experiments.sweeps.files import MANIFEST
from experiments.sweeps.results import LOCK_FILE
from experiments.sweeps.store import StoreError
from tests.experiments.sweeps.plans import same, tiny_plan, trivial
from tests.repository import ROOT

SAMPLER = {"type": "latin_hypercube", "points": 4}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"policies": ["baseline"]}, "another sweep: the policies differ"),
        ({"seed": 2}, "another sweep: the seeds differ"),
        ({"outcomes": ["members_24"]}, "another sweep: the outcomes differ"),
        ({"factors": [{"parameter": "alpha"}]}, "another sweep: the factors differ"),
        ({"horizon_months": 30, "seed": 2}, "another sweep: the scenarios, the seeds differ"),
        ({"replicates": 1}, "holds 2 replicates, and this design asks for 1"),
        ({"sampler": {**SAMPLER, "points": 3}}, "holds runs at 4 points, and this design has 3"),
        ({"sampler": {**SAMPLER, "points": 5}}, "holds runs at other points than this design draws"),
        ({"factors": [{"parameter": "alpha", "high": 0.9}, {"path": "hubs.adda.desks", "low": 8, "high": 14}]}, "at other points"),
    ],
)
@pytest.mark.parametrize("resume", [True, False])
def test_another_design_is_refused_and_told_what_differs(tmp_path: Path, changes: dict[str, Any], message: str, resume: bool) -> None:
    sweep(tiny_plan(tmp_path, sampler=SAMPLER), tmp_path / "out", simulate=trivial)
    before = contents(tmp_path / "out")
    other = tiny_plan(tmp_path, **({"sampler": SAMPLER} | changes))
    with pytest.raises(StoreError, match=message):
        sweep(other, tmp_path / "out", resume=resume, simulate=trivial)
    with pytest.raises(StoreError, match=message):
        merge(other, tmp_path / "all", [tmp_path / "out"])
    assert not (tmp_path / "all").exists()
    assert contents(tmp_path / "out") == before


def test_another_version_of_the_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep(tiny_plan(tmp_path, sampler=SAMPLER), tmp_path / "out", simulate=trivial)
    monkeypatch.setattr(plans, "code_version", lambda: "f" * 16)
    with pytest.raises(StoreError, match="the versions of the model or of its libraries differ") as refused:
        sweep(tiny_plan(tmp_path, sampler=SAMPLER), tmp_path / "out", resume=True, simulate=trivial)
    assert f"; take another folder, or go on with what began it: version {version()}" in str(refused.value)
    assert load_sweep(tmp_path / "out").complete  # what is there can be read all the same


def test_the_same_design_goes_on_only_when_asked_to(tmp_path: Path) -> None:
    plan = tiny_plan(tmp_path, sampler=SAMPLER)
    first = sweep(plan, tmp_path / "out", simulate=trivial)
    with pytest.raises(StoreError, match="add --resume to go on with it"):
        sweep(plan, tmp_path / "out", simulate=trivial)
    same(sweep(plan, tmp_path / "out", resume=True, simulate=trivial), first)


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    plan = tiny_plan(tmp_path / "plan", sampler=SAMPLER)
    for name, content in (("notes.txt", "mine"), (MANIFEST, '{"of": "another program"}\n'), ("shards/mine.txt", "mine")):
        folder = tmp_path / name.partition("/")[0].partition(".")[0]
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(content)
        for resume in (False, True):
            with pytest.raises(StoreError, match="holds other files; take an empty or new folder"):
                sweep(plan, folder, resume=resume, simulate=trivial)
        assert contents(folder) == {name: content.encode()}


def test_a_folder_whose_manifest_is_gone_is_not_taken_for_empty(tmp_path: Path) -> None:
    plan, other = tiny_plan(tmp_path, sampler=SAMPLER), tiny_plan(tmp_path, sampler=SAMPLER, seed=2)
    whole = sweep(plan, tmp_path / "out", simulate=trivial)
    (tmp_path / "out" / MANIFEST).unlink()
    before = contents(tmp_path / "out")
    with pytest.raises(StoreError, match="holds runs of this sweep already; add --resume to go on with it"):
        sweep(plan, tmp_path / "out", simulate=trivial)
    with pytest.raises(StoreError, match="holds runs of another sweep: the seeds differ"):
        sweep(other, tmp_path / "out", resume=True, simulate=trivial)
    same(load_sweep(tmp_path / "out"), whole)
    assert contents(tmp_path / "out") == before
    same(sweep(plan, tmp_path / "out", resume=True, simulate=lambda *_: pytest.fail("is there already")), whole)
    assert (tmp_path / "out" / MANIFEST).exists()


def test_runs_of_which_nothing_says_whose_they_are_are_left(tmp_path: Path) -> None:
    plan = tiny_plan(tmp_path, sampler=SAMPLER)
    sweep(plan, tmp_path / "out", simulate=trivial)
    (tmp_path / "out" / MANIFEST).unlink()
    (tmp_path / "out" / "shards" / "runs-00001.parquet").write_bytes(b"PAR1")
    before = contents(tmp_path / "out")
    with pytest.raises(StoreError) as refused:
        sweep(plan, tmp_path / "out", resume=True, simulate=trivial)
    lost = f"{tmp_path / 'out' / MANIFEST} is damaged or gone, and no file of runs beside it says of which sweep it is"
    assert str(refused.value) == f"{lost}; put a copy of it back, or take another folder"
    assert contents(tmp_path / "out") == before
    with pytest.raises(NotASweep, match="holds no sweep"):
        load_sweep(tmp_path / "out")


@pytest.mark.parametrize("left", [(), ("shards/",), ("shards/", ".lock"), ("shards/", ".lock", MANIFEST)])
def test_what_a_sweep_leaves_that_was_killed_at_once_is_no_hindrance(tmp_path: Path, left: tuple[str, ...]) -> None:
    plan = tiny_plan(tmp_path, sampler=SAMPLER)
    (tmp_path / "out").mkdir()
    for name in left:
        if name.endswith("/"):
            (tmp_path / "out" / name).mkdir()
        else:
            (tmp_path / "out" / name).write_bytes(b"1234abcd {" if name == MANIFEST else b"")
    same(sweep(plan, tmp_path / "out", simulate=trivial), sweep(plan, simulate=trivial))


@pytest.mark.parametrize(
    ("before", "after", "differ"),
    [
        ("title: A tiny sweep", "title: Another title", ""),
        ("- members_24\n- cash_24", "- cash_24\n- members_24", "the outcomes"),  # a journal would be read with its columns exchanged
        ("- baseline\n- voucher", "- voucher\n- baseline", "the policies"),
        ("seed: 3", "seed: 4", "the seeds"),
        ("horizon_months: 26", "horizon_months: 27", "the scenarios"),
    ],
)
def test_a_design_that_is_not_of_the_runs_beside_it_is_refused(tmp_path: Path, before: str, after: str, differ: str) -> None:
    plan = tiny_plan(tmp_path, sampler=SAMPLER, outcomes=["members_24", "cash_24"], seed=3)
    whole = sweep(plan, tmp_path / "out", simulate=lambda *_: (1.0, 20.0))
    lock = tmp_path / "out" / LOCK_FILE
    text = lock.read_text("utf-8")
    assert before in text
    lock.write_text(text.replace(before, after), encoding="utf-8")
    if not differ:
        same(load_sweep(tmp_path / "out"), whole)
        return
    with pytest.raises(NotASweep, match=f"is not the design of the runs beside it: {differ} differ; put the file back"):
        load_sweep(tmp_path / "out")


# --- one writer ---

_HOLDS = """
import sys
from pathlib import Path
from experiments.storage.locking import lock_folder
release = lock_folder(Path(sys.argv[1]))
print("holds", flush=True)
sys.stdin.read()
"""


def test_a_second_process_is_refused_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    plan = tiny_plan(tmp_path, sampler=SAMPLER)
    folder = tmp_path / "out"
    whole = sweep(plan, folder, simulate=trivial)
    before = contents(folder)
    process = subprocess.Popen([sys.executable, "-c", _HOLDS, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"holds"
        with pytest.raises(FolderInUse, match=r"another sweep is writing into .*; wait for it, or take another folder"):
            sweep(plan, folder, resume=True, simulate=trivial)
        assert contents(folder) == before
        process.kill()
        process.wait()
    same(sweep(plan, folder, resume=True, simulate=trivial), whole)


def test_a_disk_without_locks_is_not_called_another_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.storage import locking

    def no_locks(_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(locking, "_take", no_locks)
    with pytest.raises(OSError, match=r"No locks available.*\.lock"):
        locking.lock_folder(tmp_path)


# --- room on the disk ---


def _disk(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 0, free))


def test_a_disk_that_is_too_small_is_said_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tiny_plan(tmp_path, replicates=1000)
    _disk(monkeypatch, 1_000_000)
    with pytest.raises(DiskTooSmall, match=r"needs about \d+ MB for 64,000 runs of 3 outcomes, and 1 MB are free in"):
        sweep(plan, tmp_path / "new" / "out", simulate=trivial)
    assert not (tmp_path / "new").exists()


def test_what_is_on_the_disk_already_needs_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.sweeps.folder import bytes_held
    from experiments.sweeps.store import bytes_needed

    plan = tiny_plan(tmp_path, sampler=SAMPLER)
    sweep(plan, tmp_path / "out", simulate=trivial)
    needed = bytes_needed(plan.runs, 3) - bytes_held(tmp_path / "out")
    _disk(monkeypatch, needed)
    sweep(plan, tmp_path / "out", resume=True, simulate=trivial)
    _disk(monkeypatch, needed - 1)
    with pytest.raises(DiskTooSmall):
        sweep(plan, tmp_path / "out", resume=True, simulate=trivial)
