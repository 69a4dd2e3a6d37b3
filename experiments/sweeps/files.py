"""The files that runs are kept in: Parquet shards, and journals of what is not in a shard yet.

Each says of which sweep it is, and its content carries a checksum: so whatever becomes of the manifest, what is whole is known as such.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.storage.lines import as_line, read_lines, sound

MANIFEST: Final = "manifest.jsonl"
SHARDS: Final = "shards"
FORMAT: Final = 1
INDEX: Final = ("scenario", "point", "policy", "replicate")
_SAYS: Final = b"sweep"  # under this word a shard says whose it is


class Row(NamedTuple):
    """A run as it is kept: which one (positions in the plan, as `INDEX`), its outcomes, and why it failed if it did."""

    run: tuple[int, int, int, int]
    values: tuple[float, ...]
    reason: str | None = None


def number_of(name: str) -> int:
    """The number of a journal, or of the shard it became."""
    return int(name.partition("-")[2].partition(".")[0])


# --- journals ---


def journals_in(folder: Path) -> list[Path]:
    """All journals of a folder."""
    return sorted(path for path in folder.glob("journal-*.jsonl") if path.stem.removeprefix("journal-").isdecimal())


def journal_path(folder: Path, number: int) -> Path:
    """The journal that will become the shard of that number."""
    return folder / f"journal-{number:05d}.jsonl"


def journal_line(row: Row) -> bytes:
    """A run as a line of a journal; floats read back exactly."""
    return as_line([*row.run, *(value if value - value == 0 else str(value) for value in row.values), row.reason])  # JSON has no nan


def read_journal(path: Path) -> tuple[dict[str, Any] | None, list[Row]]:
    """What a journal says of its sweep, None where that cannot be read; and its runs, but for spoilt lines."""
    lines = read_lines(path)
    runs = [Row((line[0], line[1], line[2], line[3]), tuple(map(float, line[4:-1])), line[-1]) for line in lines if isinstance(line, list)]
    return next((line for line in lines if isinstance(line, dict)), None), runs


# --- shards ---


def shards_in(folder: Path) -> list[Path]:
    """All shards of a folder, whole or not, listed or not."""
    return sorted(path for path in (folder / SHARDS).glob("runs-*.parquet") if path.stem.removeprefix("runs-").isdecimal())


def shard_path(folder: Path, number: int) -> Path:
    """The shard of a number."""
    return folder / SHARDS / f"runs-{number:05d}.parquet"


def write_shard(path: Path, rows: Sequence[Row], outcomes: Sequence[str], head: dict[str, Any]) -> None:
    """Write runs as one Parquet file, complete or not at all.

    Args:
        path: where.
        rows: the runs.
        outcomes: names of their values.
        head: what identifies the sweep, kept with the runs.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    ordered = sorted(rows, key=lambda row: row.run)
    runs = np.array([row.run for row in ordered], dtype=np.int32).reshape(len(ordered), len(INDEX))
    values = np.array([row.values for row in ordered], dtype=float).reshape(len(ordered), len(outcomes))
    columns = {name: pa.array(np.ascontiguousarray(runs[:, k])) for k, name in enumerate(INDEX)}
    columns |= {name: pa.array(np.ascontiguousarray(values[:, k])) for k, name in enumerate(outcomes)}
    columns["reason"] = pa.array([row.reason for row in ordered], type=pa.string())
    table = pa.table(columns)
    partial = path.with_suffix(".partial")
    pq.write_table(table.replace_schema_metadata({_SAYS: as_line({"sweep": head, "sha256": _digest(table)})}), partial, compression="zstd")
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(path)


def head_of_shard(path: Path) -> dict[str, Any] | None:
    """What a shard says of its sweep; None when that cannot be read."""
    said = _said(path)
    return said["sweep"] if said else None


def is_whole(path: Path) -> bool:
    """Whether a shard holds what was written into it, by its own word."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    said = _said(path)
    try:
        return said is not None and _digest(pq.read_table(path)) == said["sha256"]
    except (pa.ArrowException, OSError, ValueError):
        return False


def _said(path: Path) -> dict[str, Any] | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        text = sound(((pq.read_schema(path).metadata or {}).get(_SAYS) or b"").removesuffix(b"\n"))
    except (pa.ArrowException, OSError, ValueError):
        return None
    return json.loads(text) if text is not None else None


def _digest(table: Any) -> str:
    """SHA-256 of all that a table says: its columns, name by name, and their values to the last bit."""
    digest = hashlib.sha256()
    for name in table.column_names:
        column = table.column(name)
        texts = column.type == "string"
        content = json.dumps(column.to_pylist()).encode() if texts else np.ascontiguousarray(column.to_numpy()).tobytes()
        digest.update(f"{name} {column.type} {len(content)} ".encode() + content)
    return digest.hexdigest()


def read_shard(path: Path, outcomes: Sequence[str]) -> tuple[np.ndarray, np.ndarray, dict[tuple[int, ...], str]]:
    """The runs of a shard, int[runs, 4] as `INDEX`; their outcomes, [runs, outcomes]; and why some failed."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=[*INDEX, *outcomes, "reason"])
    runs, said = _columns(table, INDEX), table.column("reason")
    reasons = {tuple(runs[k].tolist()): said[k].as_py() for k in np.flatnonzero(~said.is_null().to_numpy())}
    return runs, _columns(table, outcomes), reasons


def _columns(table: Any, names: Sequence[str]) -> np.ndarray:
    """Some columns side by side: [rows, columns]."""
    return np.stack([table.column(name).to_numpy() for name in names], axis=1) if names else np.zeros((table.num_rows, 0))
