"""Where the runs of a sweep are kept: Parquet shards, an append-only manifest, and a journal of what is not in a shard yet.

A run is written to the journal the moment it is done, one line with a checksum; a full journal becomes a shard, which is listed in the
manifest once it lies complete on the disk. So a process killed at any moment loses the runs in flight and nothing else: a torn line of
the journal or of the manifest is cut off, a shard that is not what was listed is set aside and made again, one that is whole and not
listed is listed.
"""

import os
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from experiments.storage.lines import append_line, as_line, cut_torn_end, read_lines, write_at_end
from experiments.storage.locking import FolderRefused, lock_folder
from experiments.storage.manifest import sha256_of
from experiments.sweeps.files import (
    FORMAT,
    MANIFEST,
    SHARDS,
    Row,
    journal_line,
    journal_path,
    journals_in,
    number_of,
    read_journal,
    read_shard,
    shard_path,
    shards_in,
    write_shard,
)
from experiments.sweeps.folder import heads_of_files, holds_runs, judge, read_head

SHARD_RUNS: Final = 4_096  # runs in a shard; more in a large sweep, so that there are never many files
MOST_SHARDS: Final = 120
TORN: Final = ".torn"  # what a shard is called that cannot be used


class StoreError(FolderRefused):
    """A folder cannot take the runs of this sweep; the message says why and what to do."""


class Store:
    """The runs of one sweep in one folder. One process writes at a time; threads may share it.

    Args:
        folder: where; made if needed.
        head: what identifies the sweep; kept as the first line of the manifest, and with each file of runs.
        outcomes: names of the values of a run.
        shape: scenarios, points, policies, replicates of the plan.

    Attributes:
        done: bool[scenarios, points, policies, replicates]: which runs are kept.
        kept: how many they are.
        failed: how many of them failed.
        last_failure: why the latest of them did.
    """

    def __init__(self, folder: Path, head: dict[str, Any], outcomes: Sequence[str], shape: tuple[int, ...]) -> None:
        self.folder, self.outcomes = folder, tuple(outcomes)
        self.done = np.zeros(shape, dtype=bool)
        self.kept, self.failed, self.last_failure = 0, 0, ""
        self._head = {"format": FORMAT, **head}
        self._shard_runs = _shard_runs(self.done.size)
        self._writing = threading.Lock()
        self._closed = False
        self._journal: IO[bytes] | None = None
        self._whole = 0  # bytes of the journal that are whole lines
        self._rows: list[Row] = []  # of the journal
        self._next = 1  # number of the shard that the journal will become
        folder.mkdir(parents=True, exist_ok=True)
        self._release = lock_folder(folder)
        try:
            (folder / SHARDS).mkdir(exist_ok=True)
            self._recover()
        except BaseException:
            self._release()
            raise

    # --- writing ---

    def append(self, row: Row) -> None:
        """Keep a run; once this returns, a crash of the process cannot lose it. A run that is kept already is passed over."""
        with self._writing:
            if self._closed:
                raise ValueError("the store is closed")  # the folder may be another process's by now
            if self.done[row.run]:
                return
            self._write(row)
            self._take(row)
            if len(self._rows) >= self._shard_runs:
                self._close_journal()

    def close(self) -> None:
        """Turn what is left in the journal into a shard, when all runs are done, and let other processes in."""
        with self._writing:
            if self._closed:
                return
            self._closed = True
            try:
                if self._rows and self.kept == self.done.size:
                    self._close_journal()
            finally:
                if self._journal is not None:
                    self._journal.close()
                self._release()

    def note(self, what: str, **content: Any) -> None:
        """Write a line to the manifest."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        append_line(self.folder / MANIFEST, {"kind": what, "at": at, **content})

    def _write(self, row: Row) -> None:
        """A run at the end of the journal, which begins with what identifies the sweep."""
        if self._journal is None:
            self._journal = journal_path(self.folder, self._next).open("ab", buffering=0)
            self._whole = os.fstat(self._journal.fileno()).st_size
        for line in ([] if self._whole else [as_line(self._head)]) + [journal_line(row)]:
            write_at_end(self._journal, line, self._whole)
            self._whole += len(line)

    def _take(self, row: Row) -> None:
        self._rows.append(row)
        self.done[row.run] = True
        self.kept += 1
        if row.reason is not None:
            self.failed += 1
            self.last_failure = row.reason

    def _close_journal(self) -> None:
        """The journal becomes a shard: first the file, then the line that lists it, then the journal goes."""
        shard = shard_path(self.folder, self._next)
        write_shard(shard, self._rows, self.outcomes, self._head)
        self._list(shard, len(self._rows))
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        journal_path(self.folder, self._next).unlink(missing_ok=True)
        self._rows = []
        self._next += 1

    def _list(self, shard: Path, runs: int) -> None:
        self.note("shard", file=shard.name, runs=runs, sha256=sha256_of(shard))

    # --- what an earlier process left ---

    def _recover(self) -> None:
        """Find the runs that are kept. Until it is sure that they are of this sweep, nothing in the folder is changed."""
        self._refuse_another_sweep()
        lines = read_lines(self.folder / MANIFEST)
        shards = judge(self.folder, lines, self._head["key"])
        to_list = {path: runs for path in (*shards.listed, *shards.unlisted) if (runs := self._count(path)) and path in shards.unlisted}
        journals = {path: read_journal(path)[1] for path in journals_in(self.folder)}
        for rows in journals.values():
            self._refuse_unknown_runs(np.array([row.run for row in rows], dtype=np.int64).reshape(-1, self.done.ndim))

        if (self.folder / MANIFEST).exists():
            cut_torn_end(self.folder / MANIFEST)
        if not any(line["kind"] == "sweep" for line in lines):
            self.note("sweep", **self._head)
        for path, runs in to_list.items():
            self._list(path, runs)
        for path in shards.torn:
            self.note("torn", file=path.name)
        for path in (*shards.torn, *shards.replaced):  # somebody may yet make something of it
            if path.exists():
                path.replace(path.with_suffix(TORN))
        for path in (self.folder / SHARDS).glob("runs-*.partial"):
            path.unlink(missing_ok=True)
        # A number is used once, even if its shard is torn: the journal after it must not be taken for one that became a shard.
        used = [number_of(name) for line in lines if (name := line.get("file"))] + [number_of(path.name) for path in shards_in(self.folder)]
        self._next = max([1 + max(used, default=0), *(number_of(path.name) for path in journals)])
        self._recover_journals(journals)

    def _count(self, shard: Path) -> int:
        """Take note of the runs that a shard holds; how many they are, 0 when all of them lie in others too."""
        runs, _, reasons = read_shard(shard, ())
        self._refuse_unknown_runs(runs)
        fresh = ~self.done[tuple(runs.T)]
        self.failed += sum(not self.done[run] for run in reasons)
        self.done[tuple(runs.T)] = True
        self.kept += int(fresh.sum())
        return len(runs) if fresh.any() else 0

    def _recover_journals(self, journals: dict[Path, list[Row]]) -> None:
        current = journal_path(self.folder, self._next)
        for path in sorted(journals, key=lambda path: path != current):
            if path == current:
                cut_torn_end(path)
            for row in journals[path]:
                if not self.done[row.run]:
                    if path != current:  # its shard was torn before it went
                        self._write(row)
                    self._take(row)
            if path != current:
                path.unlink()

    def _refuse_another_sweep(self) -> None:
        known = read_head(self.folder)
        if known is None and holds_runs(self.folder):
            lost = f"{self.folder / MANIFEST} is damaged or gone, and no file of runs beside it says of which sweep it is"
            raise StoreError(f"{lost}; put a copy of it back, or take another folder")
        if known is not None and known["key"] != self._head["key"]:
            raise StoreError(f"{self.folder} holds runs of another sweep; take another folder")
        for path, head in heads_of_files(self.folder):
            if head["key"] != self._head["key"]:
                raise StoreError(f"{path} holds runs of another sweep; move it away, or take another folder")

    def _refuse_unknown_runs(self, runs: np.ndarray) -> None:
        if (runs >= np.array(self.done.shape)).any():
            raise StoreError(f"{self.folder} holds runs that this design does not have; take another folder")


def bytes_needed(runs: int, outcomes: int) -> int:
    """Disk a sweep will take at most: its shards, and the journal of one shard."""
    return runs * (20 + 9 * outcomes) + min(runs, _shard_runs(runs)) * (40 + 22 * outcomes) + 100_000


def _shard_runs(runs: int) -> int:
    """Runs in a shard of a sweep of so many."""
    return max(SHARD_RUNS, -(-runs // MOST_SHARDS))
