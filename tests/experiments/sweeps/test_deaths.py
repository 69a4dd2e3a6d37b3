"""Wherever the process dies, and whatever becomes of a shard, the store loses nothing that was said to be kept and invents nothing."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.sweeps import store as stores
from experiments.sweeps.files import INDEX, MANIFEST, SHARDS, read_journal, shard_path, write_shard
from experiments.sweeps.folder import read_head, read_rows
from experiments.sweeps.store import Store
from tests.experiments.sweeps.small_store import (
    HEAD,
    OUTCOMES,
    RUNS,
    comes_to_an_end,
    die,
    files_of,
    filled,
    holds_exactly,
    opened,
    restored,
    row,
    small_and_quick,
)


@pytest.fixture(autouse=True)
def _small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    small_and_quick(monkeypatch)


# --- a process that is killed ---


@pytest.mark.parametrize("number", [0, 1, 4, 5, 6, 13, 23, 24])
def test_a_run_is_on_the_disk_when_append_returns(tmp_path: Path, number: int) -> None:
    store = filled(tmp_path, number)
    die(store)
    again = opened(tmp_path)
    holds_exactly(tmp_path, again, set(range(number)))
    again.close()
    comes_to_an_end(tmp_path)


SNAPSHOT: dict[str, bytes] = {}


def snapshot() -> dict[str, bytes]:
    """A folder with two shards and a journal of four runs."""
    if not SNAPSHOT:
        SNAPSHOT.update(files_of(14))
    return SNAPSHOT


@given(st.data())
@settings(max_examples=30)
def test_a_journal_cut_at_any_byte_keeps_every_whole_line(data: st.DataObject) -> None:
    files = dict(snapshot())
    cut = data.draw(st.integers(0, len(files["journal-00003.jsonl"])))
    files["journal-00003.jsonl"] = files["journal-00003.jsonl"][:cut]
    whole = max(files["journal-00003.jsonl"].count(b"\n") - 1, 0)  # the first says of which sweep it is
    with restored(files) as folder:
        store = opened(folder)
        holds_exactly(folder, store, set(range(10 + whole)))
        store.append(row(20))
        die(store)
        again = opened(folder)
        holds_exactly(folder, again, {*range(10 + whole), 20})
        again.close()


@given(st.data())
@settings(max_examples=30)
def test_a_manifest_cut_at_any_byte_keeps_every_shard_and_the_journal(data: st.DataObject) -> None:
    files = dict(snapshot())
    cut = data.draw(st.integers(0, len(files[MANIFEST])))
    files[MANIFEST] = files[MANIFEST][:cut]
    with restored(files) as folder:
        store = opened(folder)
        holds_exactly(folder, store, set(range(14)))
        store.close()
        comes_to_an_end(folder)


@pytest.mark.parametrize("cut", [0, 1, 40])
def test_a_process_killed_while_it_wrote_the_first_line_leaves_a_folder_that_can_be_used(tmp_path: Path, cut: int) -> None:
    die(opened(tmp_path))
    os.truncate(tmp_path / MANIFEST, cut)
    comes_to_an_end(tmp_path)
    assert read_head(tmp_path) is not None


class Died(BaseException):
    """The process dies here."""


class Fate:
    """Dies before or after the n-th step that changes the disk."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, after: bool) -> None:
        self.at, self.after, self.steps = at, after, 0
        steps = ((stores, "append_line"), (Path, "unlink"), (Path, "replace"), (os, "truncate"), (os, "fsync"), (pq, "write_table"))
        for owner, name in steps:
            patch.setattr(owner, name, self._fatal(getattr(owner, name)))
        patch.setattr(Store, "_write", self._fatal(Store._write))

    def _fatal(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def fatal(*arguments: Any, **options: Any) -> Any:
            self.steps += 1
            now = self.steps == self.at
            if now and not self.after:
                raise Died
            done = step(*arguments, **options)
            if now:
                raise Died
            return done

        return fatal


def _dies_at_every_step(work: Callable[[Path, list[Store], set[int]], None], start: dict[str, bytes] | None, sure: set[int]) -> None:
    """Kills the work before and after each of its steps; each time the runs that were kept are there, once."""
    for after in (False, True):
        at, ended = 0, False
        while not ended:
            at += 1
            alive: list[Store] = []
            kept: set[int] = set(sure)
            with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
                folder = Path(name)
                if start is not None:
                    (folder / SHARDS).mkdir()
                    for path, content in start.items():
                        (folder / path).write_bytes(content)
                fate = Fate(patch, at, after)
                try:
                    work(folder, alive, kept)
                    ended = True
                except Died:
                    pass
                for store in alive:
                    die(store)
                patch.undo()
                patch.setattr(stores, "SHARD_RUNS", 5)
                again = opened(folder)
                found = {number for number, run in enumerate(RUNS) if again.done[run]}
                assert kept <= found, (at, after, kept - found)
                assert len(found - kept) <= 1, (at, after)  # written, and the process died before it could say so
                holds_exactly(folder, again, found)
                again.close()
                comes_to_an_end(folder)
        assert fate.steps > 10


def _append_twelve(folder: Path, alive: list[Store], kept: set[int]) -> None:
    alive.append(opened(folder))
    for number in range(12):
        alive[0].append(row(number))
        kept.add(number)


def test_dying_at_any_step_of_writing_loses_nothing_and_doubles_nothing() -> None:
    _dies_at_every_step(_append_twelve, None, set())


def _recover_and_go_on(folder: Path, alive: list[Store], kept: set[int]) -> None:
    alive.append(opened(folder))
    for number in range(17):
        alive[0].append(row(number))
        kept.add(number)


def test_dying_at_any_step_of_mending_a_torn_shard_loses_nothing_more() -> None:
    files = dict(snapshot())
    files[f"{SHARDS}/runs-00002.parquet"] = files[f"{SHARDS}/runs-00002.parquet"][:-9]
    files["journal-00003.jsonl"] += b"12345678 [0,3"
    files["journal-00001.jsonl"] = b""  # became a shard, and the process died before it was gone
    files[f"{SHARDS}/runs-00003.partial"] = b"PAR1"
    _dies_at_every_step(_recover_and_go_on, files, {*range(5), *range(10, 14)})


# --- shards that are not what they were ---


def _tear(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "deleted":
        path.unlink()
    elif how == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif how == "emptied":
        path.write_bytes(b"")
    else:
        at = len(content) // 3
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])


@pytest.mark.parametrize("how", ["deleted", "truncated", "emptied", "one bit changed"])
@pytest.mark.parametrize("shard", [1, 2])
def test_a_torn_shard_is_found_and_exactly_its_runs_are_made_again(tmp_path: Path, how: str, shard: int) -> None:
    filled(tmp_path, 14).close()
    _tear(tmp_path / SHARDS / f"runs-{shard:05d}.parquet", how)
    lost = set(range(5 * (shard - 1), 5 * shard))
    runs, _, _ = read_rows(tmp_path, OUTCOMES)  # a reader passes it over
    assert [tuple(run) for run in runs.tolist()] == [RUNS[number] for number in range(14) if number not in lost]
    store = opened(tmp_path)
    holds_exactly(tmp_path, store, set(range(14)) - lost)
    store.close()
    aside = [path.name for path in (tmp_path / SHARDS).glob("*.torn")]
    assert aside == ([] if how == "deleted" else [f"runs-{shard:05d}.torn"])
    again = opened(tmp_path)  # not found torn a second time, and the journal is still there
    holds_exactly(tmp_path, again, set(range(14)) - lost)
    again.close()
    comes_to_an_end(tmp_path)


def test_a_shard_that_is_not_listed_is_not_counted_twice(tmp_path: Path) -> None:
    store = filled(tmp_path, 4)
    write_shard(shard_path(tmp_path, 1), store._rows, OUTCOMES, HEAD)
    die(store)
    again = opened(tmp_path)
    holds_exactly(tmp_path, again, set(range(4)))
    again.close()
    comes_to_an_end(tmp_path)


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 7)), st.tuples(st.just("close"), st.just(0)),
        st.tuples(st.just("kill"), st.integers(0, 30)), st.tuples(st.just("tear"), st.integers(0, 3)),
    ), max_size=14,
)  # fmt: skip


@given(EVENTS)
@settings(max_examples=30)
def test_any_history_of_kills_and_torn_shards_ends_in_the_whole_sweep(events: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as name:
        folder, kept = Path(name), set[int]()
        store = opened(folder)
        for event, much in events:
            if event == "append":
                for number in [number for number in range(24) if number not in kept][:much]:
                    store.append(row(number))
                    kept.add(number)
                continue
            if event == "close":
                store.close()
            die(store)
            shards = sorted((folder / SHARDS).glob("*.parquet"))
            journals = sorted(folder.glob("journal-*"))
            if event == "kill" and journals:
                _, rows = read_journal(journals[-1])
                os.truncate(journals[-1], max(0, journals[-1].stat().st_size - much))
                kept -= {RUNS.index(row.run) for row in rows[len(read_journal(journals[-1])[1]) :]}
            elif event == "tear" and shards:
                torn = shards[much % len(shards)]
                kept -= {RUNS.index(tuple(run.values())) for run in pq.read_table(torn).select(INDEX).to_pylist()}
                _tear(torn, "truncated")
            store = opened(folder)
            holds_exactly(folder, store, kept)
        store.close()
        comes_to_an_end(folder)
