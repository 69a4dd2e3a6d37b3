"""A store of 24 runs in shards of five, which of them it holds, and what becomes of it when its process dies."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from experiments.storage.lines import read_lines
from experiments.sweeps import store as stores
from experiments.sweeps.files import INDEX, MANIFEST, SHARDS, Row, read_journal
from experiments.sweeps.folder import judge, read_rows
from experiments.sweeps.store import TORN, Store

SHAPE = (1, 6, 2, 2)
OUTCOMES = ("members", "cash")
HEAD = {"key": "k", "shape": list(SHAPE)}
RUNS = [tuple(int(part) for part in np.unravel_index(number, SHAPE)) for number in range(24)]
ODD = (float("nan"), float("inf"), -float("inf"), -0.0, 5e-324, 2.2e-308, 0.1 + 0.2, 1.7976931348623157e308, 1 / 3, 1e16 + 2)


def small_and_quick(patch: pytest.MonkeyPatch) -> None:
    """Shards of five runs."""
    patch.setattr(stores, "SHARD_RUNS", 5)
    patch.setattr(os, "fsync", lambda handle: None)  # what it is for, a loss of power, cannot be tested; it takes most of the time


def row(number: int) -> Row:
    """The run of a number; every seventh failed."""
    run: Any = RUNS[number]
    return Row(run, (float(number), ODD[number % len(ODD)]), None if number % 7 else f"Error: '{number}' – no\ndesks")


def opened(folder: Path, shape: tuple[int, ...] = SHAPE) -> Store:
    return Store(folder, HEAD, OUTCOMES, shape)


def filled(folder: Path, number: int) -> Store:
    store = opened(folder)
    for k in range(number):
        store.append(row(k))
    return store


def die(store: Store) -> None:
    """What the system does for a process that is killed: handles go, nothing else happens."""
    if store._journal is not None:
        store._journal.close()
    if not store._closed:
        store._closed = True
        store._release()


def raw(folder: Path) -> list[tuple[int, ...]]:
    """Every run that lies in the folder, as often as it lies there."""
    shards = [pq.read_table(path).select(INDEX).to_pylist() for path in listed(folder)]
    found = [tuple(run.values()) for shard in shards for run in shard]
    return found + [row.run for path in folder.glob("journal-*.jsonl") for row in read_journal(path)[1]]


def listed(folder: Path) -> list[Path]:
    """The shards that the manifest lists, and that are what it says."""
    return judge(folder, read_lines(folder / MANIFEST), None).listed


def holds_exactly(folder: Path, store: Store, numbers: set[int]) -> None:
    """Fails unless the folder holds these runs, each once, bit for bit, and the store says the same."""
    assert {number for number, run in enumerate(RUNS) if store.done[run]} == numbers
    assert sorted(raw(folder)) == sorted(RUNS[number] for number in numbers)
    assert store.kept == len(numbers)
    assert store.failed == sum(row(number).reason is not None for number in numbers)
    runs, values, reasons = read_rows(folder, OUTCOMES)
    wanted = [row(number) for number in sorted(numbers)]
    assert [tuple(run) for run in runs.tolist()] == [w.run for w in wanted]
    np.testing.assert_array_equal(values.view(np.int64), np.array([w.values for w in wanted]).reshape(-1, 2).view(np.int64))
    assert reasons == {w.run: w.reason for w in wanted if w.reason is not None}


def comes_to_an_end(folder: Path) -> None:
    """Fails unless what is missing can be added, and then all is there."""
    store = filled(folder, 24)
    holds_exactly(folder, store, set(range(24)))
    store.close()
    again = opened(folder)
    holds_exactly(folder, again, set(range(24)))
    assert list(folder.glob("journal-*")) == []
    assert {path for path in (folder / SHARDS).iterdir() if path.suffix != TORN} == set(listed(folder))
    again.close()


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def files_of(number: int) -> dict[str, bytes]:
    """The files of a store that died with so many runs."""
    with TemporaryDirectory() as folder:
        die(filled(Path(folder), number))
        return contents(Path(folder))


@contextmanager
def restored(files: dict[str, bytes]) -> Iterator[Path]:
    """A folder of such files."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / SHARDS).mkdir()
        for path, content in files.items():
            (folder / path).write_bytes(content)
        yield folder
