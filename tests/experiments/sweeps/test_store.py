"""What the store keeps, that it has one writer, and what it does when the disk is full. Dying processes: `sweeps/test_deaths.py`."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.storage.lines import read_lines
from experiments.storage.locking import FolderInUse, lock_folder
from experiments.sweeps import store as stores
from experiments.sweeps.files import MANIFEST, SHARDS, Row, journal_line, shard_path, write_shard
from experiments.sweeps.folder import read_rows
from experiments.sweeps.store import Store, StoreError, bytes_needed
from tests.experiments.sweeps.small_store import (
    HEAD,
    OUTCOMES,
    RUNS,
    SHAPE,
    comes_to_an_end,
    die,
    filled,
    holds_exactly,
    opened,
    raw,
    row,
    small_and_quick,
)


@pytest.fixture(autouse=True)
def _small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    small_and_quick(monkeypatch)


# --- what is kept ---


@given(st.lists(st.floats(width=64), min_size=2, max_size=2), st.none() | st.text(st.characters(codec="utf-8"), max_size=40), st.booleans())
def test_values_and_reasons_survive_bit_for_bit(values: list[float], reason: str | None, in_shard: bool) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        store = Store(folder, HEAD, OUTCOMES, (1, 1, 1, 1 if in_shard else 2))
        store.append(Row((0, 0, 0, 0), tuple(values), reason))
        store.close()
        assert bool(list((folder / SHARDS).iterdir())) == in_shard
        _, found, reasons = read_rows(folder, OUTCOMES)
        wanted = np.array(values)
        wanted[np.isnan(wanted)] = found[0][np.isnan(wanted)] if np.isnan(found[0][np.isnan(wanted)]).all() else 0.0  # any nan is nan
        np.testing.assert_array_equal(found[0].view(np.int64), wanted.view(np.int64))
        assert reasons == ({(0, 0, 0, 0): reason} if reason is not None else {})


def test_manifest_and_journal_say_once_of_which_sweep_they_are_and_what_became_of_the_runs(tmp_path: Path) -> None:
    for number in (2, 2, 7, 7):
        die(filled(tmp_path, number))
    said = read_lines(tmp_path / MANIFEST)
    assert [line["kind"] for line in said] == ["sweep", "shard"]
    assert {name: said[0][name] for name in HEAD} == HEAD
    assert (said[1]["file"], said[1]["runs"]) == ("runs-00001.parquet", 5)
    (journal,) = tmp_path.glob("journal-*")
    lines = read_lines(journal)
    assert journal.name == "journal-00002.jsonl" and len(lines) == 3 and lines[0]["key"] == HEAD["key"]
    assert lines[1][:5] == [*RUNS[5], 5.0], "numbers as numbers, but for those that JSON has not"
    assert said[0]["format"] == lines[0]["format"] == 1
    store = filled(tmp_path, 24)
    assert (store.kept, store.failed, store.last_failure) == (24, 4, "Error: '21' – no\ndesks")
    store.close()
    assert [line["runs"] for line in read_lines(tmp_path / MANIFEST)[1:]] == [5, 5, 5, 5, 4]
    assert not list(tmp_path.glob("journal-*"))


def test_a_shard_of_runs_that_all_lie_in_others_is_not_listed_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "with what is above it"
    die(filled(folder, 5))
    write_shard(shard_path(folder, 2), [row(number) for number in range(5)], OUTCOMES, HEAD)
    holds_listed = opened_and_closed(folder)
    assert (holds_listed.kept, [line["kind"] for line in read_lines(folder / MANIFEST)]) == (5, ["sweep", "shard"])
    write_shard(shard_path(folder, 3), [row(number) for number in (4, 5)], OUTCOMES, HEAD)
    assert opened_and_closed(folder).kept == 6
    assert [(line["file"], line["runs"]) for line in read_lines(folder / MANIFEST)[2:]] == [("runs-00003.parquet", 2)]


def test_the_same_run_twice_is_kept_once(tmp_path: Path) -> None:
    store = filled(tmp_path, 3)
    store.append(Row(row(1).run, (9.0, 9.0)))
    holds_exactly(tmp_path, store, {0, 1, 2})
    store.close()


def test_growing_keeps_what_is_there_and_shrinking_is_refused(tmp_path: Path) -> None:
    filled(tmp_path, 14).close()
    larger = opened(tmp_path, (1, 9, 2, 3))
    assert larger.kept == 14
    larger.append(Row((0, 8, 1, 2), (1.0, 2.0)))
    larger.close()
    with pytest.raises(StoreError, match="holds runs that this design does not have"):
        opened(tmp_path)
    assert len(raw(tmp_path)) == 15


def test_runs_of_another_sweep_are_never_mixed_in(tmp_path: Path) -> None:
    filled(tmp_path, 7).close()
    with pytest.raises(StoreError, match="another sweep"):
        Store(tmp_path, {**HEAD, "key": "other"}, OUTCOMES, SHAPE)
    comes_to_an_end(tmp_path)


# --- one writer, a full disk ---


def test_a_folder_has_one_writer(tmp_path: Path) -> None:
    store = filled(tmp_path, 2)
    with pytest.raises(FolderInUse, match="another sweep is writing into"):
        opened(tmp_path)
    store.append(row(2))
    store.close()
    store.close()  # does nothing more
    with pytest.raises(ValueError, match="closed"):
        store.append(row(3))
    holds_exactly(tmp_path, opened_and_closed(tmp_path), {0, 1, 2})


def opened_and_closed(folder: Path) -> Store:
    store = opened(folder)
    store.close()
    return store


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_forked_worker_does_not_hold_the_lock_on(tmp_path: Path) -> None:
    release = lock_folder(tmp_path)
    ready, say_ready = os.pipe()
    end, say_end = os.pipe()
    child = os.fork()
    if child == 0:  # outlives its parent's lock
        os.close(say_end)
        os.write(say_ready, b"x")
        os.read(end, 1)
        os._exit(0)
    try:
        os.read(ready, 1)
        with pytest.raises(FolderInUse):
            lock_folder(tmp_path)
        release()
        lock_folder(tmp_path)()
    finally:
        for handle in (ready, say_ready, end, say_end):
            os.close(handle)
        assert os.waitpid(child, 0)[1] == 0


class _FullDisk:
    """A journal on a disk that takes some bytes more and then none."""

    def __init__(self, journal: Any, room: int) -> None:
        self._journal, self._room = journal, room

    def write(self, content: Any) -> int:
        if self._room == 0:
            raise OSError(28, "No space left on device")
        taken = int(self._journal.write(content[: self._room]))
        self._room -= taken
        return taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)


@pytest.mark.parametrize("room", [0, 1, 7, 30])
def test_a_disk_that_fills_up_tears_no_line(tmp_path: Path, room: int) -> None:
    store = filled(tmp_path, 7)
    journal = store._journal
    store._journal = _FullDisk(journal, room)  # type: ignore[assignment]
    with pytest.raises(OSError, match="No space"):
        store.append(row(7))
    store._journal = journal  # there is room again: what follows must be found again
    store.append(row(8))
    die(store)
    again = opened(tmp_path)
    holds_exactly(tmp_path, again, {*range(7), 8})
    again.close()
    comes_to_an_end(tmp_path)


def test_a_disk_that_fills_up_while_a_shard_is_written_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(tmp_path, 4)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pq, "write_table", full)
        with pytest.raises(OSError, match="No space"):
            store.append(row(4))
        store.close()
    again = opened(tmp_path)
    holds_exactly(tmp_path, again, set(range(5)))
    again.close()
    comes_to_an_end(tmp_path)


@pytest.mark.parametrize(("runs", "outcomes"), [(300, 1), (5_000, 9), (5_000, 40)])
def test_the_estimate_of_the_disk_is_no_less_than_the_disk(
    tmp_path: Path, runs: int, outcomes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "SHARD_RUNS", 4_096)
    values = np.random.default_rng(1).standard_normal((runs, outcomes)) * 1e3
    rows = [Row((0, k, 0, 0), tuple(values[k].tolist())) for k in range(runs)]
    write_shard(tmp_path / "runs-1.parquet", rows, [f"o{k}" for k in range(outcomes)], HEAD)
    journal = sum(len(journal_line(row)) for row in rows[: min(runs, 4_096)])
    taken = (tmp_path / "runs-1.parquet").stat().st_size + journal
    assert taken <= bytes_needed(runs, outcomes) <= 4 * taken + 100_000


@pytest.mark.parametrize(("runs", "files"), [(10, 1), (100_000, 25), (10_000_000, 120), (50_000_000, 120)])
def test_there_are_never_many_shards(runs: int, files: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "SHARD_RUNS", 4_096)
    assert -(-runs // stores._shard_runs(runs)) == files
