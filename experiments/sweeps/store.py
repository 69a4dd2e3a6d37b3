"""Where the runs of a sweep are kept: Parquet shards, an append-only manifest, and a journal of what is not in a shard yet.

A run is written to the journal the moment it is done, one line with a checksum; a full journal becomes a shard, which is listed in the
manifest once it lies complete on the disk. So a process killed at any moment loses the runs in flight and nothing else: a torn line of
the journal or of the manifest is cut off, a shard that is not listed, or not what was listed, is made again.
"""

import hashlib
import json
import os
import re
import threading
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import numpy as np

from experiments.storage.locking import LOCK, FolderRefused, lock_folder

MANIFEST: Final = "manifest.jsonl"
SHARDS: Final = "shards"
FORMAT: Final = 1
SHARD_RUNS: Final = 4_096  # runs in a shard; more in a large sweep, so that there are never many files
MOST_SHARDS: Final = 120


INDEX: Final = ("scenario", "point", "policy", "replicate")
_BEGIN: Final = re.compile(rb"[0-9a-f]{0,8}|[0-9a-f]{8} (\{[^\n]*)?")  # a checksum and JSON, without the end of the line


class Row(NamedTuple):
    """A run as it is kept: which one (positions in the plan, as `INDEX`), its outcomes, and why it failed if it did."""

    run: tuple[int, int, int, int]
    values: tuple[float, ...]
    reason: str | None = None


class StoreError(FolderRefused):
    """A folder cannot take the runs of this sweep; the message says why and what to do."""


class Store:
    """The runs of one sweep in one folder. One process writes at a time; threads may share it.

    Args:
        folder: where; made if needed.
        head: what identifies the sweep; kept as the first line of the manifest.
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
            self._recover(head)
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
            self._write(_journal_line(row))
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
        line = {"kind": what, "at": datetime.now(UTC).isoformat(timespec="seconds"), **content}
        _append(self.folder / MANIFEST, _line(line))

    def _write(self, line: bytes) -> None:
        """A line at the end of the journal."""
        if self._journal is None:
            self._journal = _journal_path(self.folder, self._next).open("ab", buffering=0)
            self._whole = os.fstat(self._journal.fileno()).st_size
        _write_whole(self._journal, line, self._whole)
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
        name = f"runs-{self._next:05d}.parquet"
        write_shard(self.folder / SHARDS / name, self._rows, self.outcomes)
        self.note("shard", file=name, runs=len(self._rows), sha256=_sha256(self.folder / SHARDS / name))
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        _journal_path(self.folder, self._next).unlink(missing_ok=True)
        self._rows = []
        self._next += 1

    # --- what an earlier process left ---

    def _recover(self, head: dict[str, Any]) -> None:
        manifest = self.folder / MANIFEST
        lines, whole = _lines(manifest)
        if not lines and holds_runs(self.folder):
            raise StoreError(f"{self.folder} holds runs, and {MANIFEST} does not say of which sweep; take another folder")
        if manifest.exists():
            _truncate(manifest, whole)
        if not lines:
            self.note("sweep", format=FORMAT, **head)
        elif lines[0].get("key") != head.get("key"):
            raise StoreError(f"{self.folder} holds runs of another sweep; take another folder")
        sound = set()
        for listed in _listed(lines):
            shard = self.folder / SHARDS / listed["file"]
            if not _sound(shard, listed["sha256"]):
                self.note("torn", file=listed["file"])
                continue
            sound.add(shard.name)
            runs, failed = _runs(shard)
            self._refuse_others(runs)
            fresh = ~self.done[tuple(runs.T)]
            self.done[tuple(runs.T)] = True
            self.kept += int(fresh.sum())
            self.failed += int((failed & fresh).sum())
        for shard in sorted((self.folder / SHARDS).glob("runs-*")):  # torn, or written and never listed
            if shard.name not in sound:
                shard.unlink()
        # A number is used once, even if its shard is torn: the journal after it must not be taken for one that became a shard.
        used = [_number(line["file"]) for line in lines if line.get("kind") in ("shard", "torn")]
        self._next = 1 + max(used, default=0)
        self._recover_journals({_number(name) for name in sound})

    def _recover_journals(self, in_shards: set[int]) -> None:
        current = _journal_path(self.folder, self._next)
        for path in sorted(self.folder.glob("journal-*.jsonl"), key=lambda path: path != current):
            lines, whole = _lines(path)
            if path == current:
                _truncate(path, whole)
            if _number(path.name) not in in_shards:
                self._refuse_others(np.array([line[:4] for line in lines], dtype=np.int64).reshape(-1, 4))
                for *run, reason in lines:
                    index = (run[0], run[1], run[2], run[3])
                    if not self.done[index]:
                        row = Row(index, tuple(map(float, run[4:])), reason)
                        if path != current:  # its shard was torn before it went
                            self._write(_journal_line(row))
                        self._take(row)
            if path != current:
                path.unlink()

    def _refuse_others(self, runs: np.ndarray) -> None:
        if (runs >= np.array(self.done.shape)).any():
            raise StoreError(f"{self.folder} holds runs that this design does not have; take another folder")


# --- reading ---


def read_head(folder: Path) -> dict[str, Any] | None:
    """What identifies the sweep in a folder, as it was last noted; None when there is none."""
    lines, _ = _lines(folder / MANIFEST)
    return next((line for line in reversed(lines) if line.get("kind") == "sweep"), None)


def holds_runs(folder: Path) -> bool:
    """Whether a folder has shards or a journal, whatever they are of."""
    return any((folder / SHARDS).glob("*.parquet")) or any(folder.glob("journal-*.jsonl"))


def others_in(folder: Path) -> list[str]:
    """What a folder holds besides what a sweep leaves that was killed before its first run: a lock, and the begin of a first line."""
    if not folder.exists():
        return []
    left = {LOCK: Path.is_file, SHARDS: lambda path: path.is_dir() and not any(path.iterdir()), MANIFEST: _is_begin_of_manifest}
    return sorted(path.name for path in folder.iterdir() if path.name not in left or not left[path.name](path))


def _is_begin_of_manifest(path: Path) -> bool:
    """Whether a file is the first line of a manifest as far as a killed process came."""
    return path.is_file() and _BEGIN.fullmatch(path.read_bytes()[: 1 << 20]) is not None


def bytes_held(folder: Path) -> int:
    """Disk that runs take already."""
    return sum(path.stat().st_size for path in [*(folder / SHARDS).glob("*.parquet"), *folder.glob("journal-*.jsonl")])


def read_rows(folder: Path, outcomes: Sequence[str]) -> tuple[np.ndarray, np.ndarray, dict[tuple[int, ...], str]]:
    """Every run kept in a folder, in the order of the plan, whether a sweep is still going on in it or not. Torn shards are passed over.

    Returns:
        The runs, int[runs, 4] as `INDEX`; their outcomes, [runs, outcomes]; and why some failed.
    """
    import pyarrow.parquet as pq

    runs, values = [np.zeros((0, 4), dtype=np.int64)], [np.zeros((0, len(outcomes)))]
    reasons: dict[tuple[int, ...], str] = {}
    for path in sorted(folder.glob("journal-*.jsonl")):  # before the shards: a journal that goes meanwhile is in one of them
        lines, _ = _lines(path)
        runs.append(np.array([line[:4] for line in lines], dtype=np.int64).reshape(-1, 4))
        values.append(np.array([list(map(float, line[4:-1])) for line in lines], dtype=float).reshape(-1, len(outcomes)))
        reasons |= {tuple(line[:4]): line[-1] for line in lines if line[-1] is not None}
    for listed in _listed(_lines(folder / MANIFEST)[0]):
        path = folder / SHARDS / listed["file"]
        if not _sound(path, listed["sha256"]):
            continue  # and not made again yet
        table = pq.read_table(path)
        runs.append(_columns(table, INDEX))
        values.append(_columns(table, outcomes))
        said = table.column("reason")
        reasons |= {tuple(runs[-1][k].tolist()): said[k].as_py() for k in np.flatnonzero(~said.is_null().to_numpy())}
    found, first = np.unique(np.concatenate(runs), axis=0, return_index=True)
    return found, np.concatenate(values)[first], reasons


# --- files ---


def write_shard(path: Path, rows: Sequence[Row], outcomes: Sequence[str]) -> None:
    """Write runs as one Parquet file, complete or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    ordered = sorted(rows, key=lambda row: row.run)
    runs = np.array([row.run for row in ordered], dtype=np.int32).reshape(len(ordered), len(INDEX))
    values = np.array([row.values for row in ordered], dtype=float).reshape(len(ordered), len(outcomes))
    columns = {name: pa.array(np.ascontiguousarray(runs[:, k])) for k, name in enumerate(INDEX)}
    columns |= {name: pa.array(np.ascontiguousarray(values[:, k])) for k, name in enumerate(outcomes)}
    columns["reason"] = pa.array([row.reason for row in ordered], type=pa.string())
    partial = path.with_suffix(".partial")
    pq.write_table(pa.table(columns), partial, compression="zstd")
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(path)


def bytes_needed(runs: int, outcomes: int) -> int:
    """Disk a sweep will take at most: its shards, and the journal of one shard."""
    return runs * (20 + 9 * outcomes) + min(runs, _shard_runs(runs)) * (40 + 22 * outcomes) + 100_000


def _shard_runs(runs: int) -> int:
    """Runs in a shard of a sweep of so many."""
    return max(SHARD_RUNS, -(-runs // MOST_SHARDS))


def _journal_path(folder: Path, number: int) -> Path:
    return folder / f"journal-{number:05d}.jsonl"


def _number(name: str) -> int:
    """The number of a journal, or of the shard it became."""
    return int(name.partition("-")[2].partition(".")[0])


def _journal_line(row: Row) -> bytes:
    return _line([*row.run, *map(_plain, row.values), row.reason])


def _line(content: Any) -> bytes:
    text = json.dumps(content, separators=(",", ":"), allow_nan=False).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _plain(value: float) -> float | str:
    """JSON has no nan and no infinity."""
    return value if value - value == 0 else str(value)


def _lines(path: Path) -> tuple[list[Any], int]:
    """The lines of a file up to the first that is torn, and how many bytes they take."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return [], 0
    lines, whole = [], 0
    for raw in content.splitlines(keepends=True):
        checksum, _, text = raw.rstrip(b"\n").partition(b" ")
        if not raw.endswith(b"\n") or b"%08x" % zlib.crc32(text) != checksum:
            break
        lines.append(json.loads(text))
        whole += len(raw)
    return lines, whole


def _listed(lines: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The shards that stand: listed, and not found torn since."""
    standing: dict[str, dict[str, Any]] = {}
    for line in lines:
        if line.get("kind") == "shard":
            standing[line["file"]] = line
        elif line.get("kind") == "torn":
            standing.pop(line["file"], None)
    return iter(standing.values())


def _append(path: Path, line: bytes) -> None:
    with path.open("ab", buffering=0) as stream:
        _write_whole(stream, line, os.fstat(stream.fileno()).st_size)
        os.fsync(stream.fileno())


def _write_whole(stream: IO[bytes], line: bytes, size: int) -> None:
    """A line at the end of a file of that size, whole or not at all: what follows a torn line would not be read again."""
    left = memoryview(line)
    try:
        while left:  # a disk that is nearly full takes a part, and refuses the rest
            left = left[stream.write(left) :]
    except OSError:
        os.ftruncate(stream.fileno(), size)
        raise


def _truncate(path: Path, size: int) -> None:
    if path.stat().st_size > size:
        os.truncate(path, size)


def _sound(shard: Path, sha256: str) -> bool:
    return shard.is_file() and _sha256(shard) == sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _runs(shard: Path) -> tuple[np.ndarray, np.ndarray]:
    """Which runs a shard holds, and which of them failed."""
    import pyarrow.parquet as pq

    table = pq.read_table(shard, columns=[*INDEX, "reason"])
    return _columns(table, INDEX), ~table.column("reason").is_null().to_numpy()


def _columns(table: Any, names: Sequence[str]) -> np.ndarray:
    """Some columns side by side: [rows, columns]."""
    return np.stack([table.column(name).to_numpy() for name in names], axis=1) if names else np.zeros((table.num_rows, 0))
