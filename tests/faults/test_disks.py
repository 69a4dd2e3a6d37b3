"""A disk that is full, a disk that cannot be written: real ones, mounted for the test where that is permitted."""

import errno
from collections.abc import Callable

import pytest

from experiments.storage.manifest import RUNS
from experiments.storage.staging import staged
from experiments.sweeps.files import MANIFEST
from tests.experiments.sweeps.small_store import comes_to_an_end, filled, holds_exactly, opened, small_and_quick
from tests.faults.conftest import Commands, Disk, Start, at_work, contents, said, until

MakeDisk = Callable[[int], Disk]


@pytest.mark.parametrize("command", ["run", "compare"])
def test_results_that_do_not_fit_leave_what_was_there(commands: Commands, start: Start, disk: MakeDisk, command: str) -> None:
    small = disk(600)
    with staged(small.path / "out", RUNS) as staging:
        (staging / "report.html").write_text("earlier")
    before = contents(small.path)
    ended = said(start([*commands.words(command, small.path / "out"), "--replicates", "2"], big=500_000), 1)
    assert ended == f"The disk is full: nothing new was written, and what {small.path / 'out'} held before is as it was."
    assert contents(small.path) == before
    assert before["out/report.html"] == b"earlier"


def test_a_sweep_goes_on_when_there_is_room_again(commands: Commands, start: Start, disk: MakeDisk) -> None:
    small = disk(2_000)
    words = commands.words("sweep", small.path / "out")
    process = start(words, pause=0.05)
    until(lambda: at_work("sweep", small.path / "out"), process)
    small.fill()  # the journal goes on to the end of its page
    ended = said(process, 1)
    assert ended == f"The disk is full: every finished run is kept; go on with: {' '.join(words)} --resume."
    small.free()
    assert f"24 of 24 runs are in {small.path / 'out'}." in start([*words, "--resume"]).communicate()[0]


def test_a_manifest_that_fills_the_disk_is_not_torn_for_what_follows(disk: MakeDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    small_and_quick(monkeypatch)
    small = disk(200)
    store = filled(small.path / "out", 4)
    manifest = small.path / "out" / MANIFEST
    while manifest.stat().st_size % 4096 < 4080:  # so that half a line fits into its last page
        store.note("x" if manifest.stat().st_size % 4096 < 3900 else "")
        if 4080 - manifest.stat().st_size % 4096 < 60:
            break
    whole = manifest.read_bytes()
    small.fill()
    with pytest.raises(OSError) as full:
        store.note("a line that does not fit")
    assert full.value.errno == errno.ENOSPC
    assert manifest.read_bytes() == whole
    small.free()
    store.close()
    again = opened(small.path / "out")
    holds_exactly(small.path / "out", again, set(range(4)))
    again.close()
    comes_to_an_end(small.path / "out")


def test_a_record_that_does_not_fit_leaves_the_earlier_one(commands: Commands, start: Start, disk: MakeDisk) -> None:
    small = disk(100)
    words, shipped = commands.words("refresh", small.path), str(small.path / "scenarios")
    said(start(words, shipped=shipped), 0)
    before = contents(small.path)
    small.fill()
    ended = said(start(words, shipped=shipped, strength=1.5), 1)
    assert ended.startswith("The disk is full: records written so far stay, the others are as they were; the same command again goes on.")
    small.free()
    assert contents(small.path) == before


@pytest.mark.parametrize("command", ["run", "compare", "sweep", "refresh"])
def test_a_folder_that_cannot_be_written_is_said_before_anything_is_run(
    commands: Commands, start: Start, disk: MakeDisk, command: str
) -> None:
    small = disk(200)
    words = commands.words(command, small.path / "out")
    if command != "refresh":
        (small.path / "out").mkdir()
    (small.path / "out" / "mine.txt" if command == "run" else small.path / "mine.txt").write_text("mine")
    before = contents(small.path)
    small.read_only()
    ended = said(start(words, pause=60.0, shipped=str(small.path / "out" / "scenarios")), 1)
    assert ended.startswith(f"Cannot write {small.path / 'out'}")
    assert ": Read-only file system: " in ended
    assert contents(small.path) == before
