"""What the folder of a sweep holds: of which sweep it is, which of its files can be relied on, and the runs."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from experiments.storage.lines import read_lines
from experiments.storage.locking import LOCK
from experiments.storage.manifest import sha256_of
from experiments.sweeps.files import (
    INDEX,
    MANIFEST,
    SHARDS,
    head_of_shard,
    is_whole,
    journals_in,
    read_journal,
    read_shard,
    shards_in,
)

_BEGIN: Final = re.compile(rb"[0-9a-f]{0,8}|[0-9a-f]{8} (\{[^\n]*)?")  # a checksum and JSON, without the end of the line


class Shards(NamedTuple):
    """The shards of a folder, by name.

    Attributes:
        listed: what the manifest lists, and they are.
        unlisted: of this sweep and whole by their own word; the manifest does not list them: its line is spoilt, or was never written.
        torn: listed, and not there or not what was listed.
        replaced: found torn before; their runs were made again.
    """

    listed: list[Path]
    unlisted: list[Path]
    torn: list[Path]
    replaced: list[Path]


def read_head(folder: Path) -> dict[str, Any] | None:
    """What identifies the sweep in a folder: as it was last noted in the manifest or, if that is lost, as a file of runs says."""
    noted = [line for line in read_lines(folder / MANIFEST) if line.get("kind") == "sweep"]
    return noted[-1] if noted else next((head for _, head in heads_of_files(folder)), None)


def heads_of_files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """What the files of runs say of their sweep, the latest first, as far as that can be read."""
    of_journals = ((path, read_journal(path)[0]) for path in journals_in(folder))
    of_shards = ((path, head_of_shard(path)) for path in reversed(shards_in(folder)))
    return ((path, head) for path, head in chain(of_journals, of_shards) if head is not None)


def judge(folder: Path, lines: Sequence[dict[str, Any]], key: str | None) -> Shards:
    """Which shards can be relied on.

    Args:
        folder: of the sweep.
        lines: of its manifest.
        key: of the sweep.
    """
    standing, replaced = dict[str, str](), set[str]()
    for line in lines:
        if line.get("kind") == "shard":
            standing[line["file"]] = line["sha256"]
        elif line.get("kind") == "torn":
            standing.pop(line["file"], None)
            replaced.add(line["file"])
    paths = {name: folder / SHARDS / name for name in (*standing, *replaced)}
    listed = [paths[name] for name, sha256 in standing.items() if paths[name].is_file() and sha256_of(paths[name]) == sha256]
    rest = [path for path in shards_in(folder) if path.name not in paths]
    unlisted = [path for path in rest if (head_of_shard(path) or {}).get("key", "") == key and is_whole(path)]
    torn = [paths[name] for name in standing if paths[name] not in listed]
    return Shards(listed, unlisted, torn, [paths[name] for name in sorted(replaced - standing.keys())])


def read_rows(folder: Path, outcomes: Sequence[str]) -> tuple[np.ndarray, np.ndarray, dict[tuple[int, ...], str]]:
    """Every run kept in a folder, in the order of the plan, whether a sweep is still going on in it or not. Torn shards are passed over.

    Returns:
        The runs, int[runs, 4] as `INDEX`; their outcomes, [runs, outcomes]; and why some failed.
    """
    runs, values = [np.zeros((0, len(INDEX)), dtype=np.int64)], [np.zeros((0, len(outcomes)))]
    reasons: dict[tuple[int, ...], str] = {}
    for path in journals_in(folder):  # before the shards: a journal that goes meanwhile is in one of them
        _, rows = read_journal(path)
        runs.append(np.array([row.run for row in rows], dtype=np.int64).reshape(-1, len(INDEX)))
        values.append(np.array([row.values for row in rows], dtype=float).reshape(-1, len(outcomes)))
        reasons |= {row.run: row.reason for row in rows if row.reason is not None}
    judged = judge(folder, read_lines(folder / MANIFEST), (read_head(folder) or {}).get("key"))
    for path in (*judged.listed, *judged.unlisted):
        of_shard = read_shard(path, outcomes)
        runs.append(of_shard[0])
        values.append(of_shard[1])
        reasons |= of_shard[2]
    in_order, first = np.unique(np.concatenate(runs), axis=0, return_index=True)
    return in_order, np.concatenate(values)[first], reasons


def holds_runs(folder: Path) -> bool:
    """Whether a folder has shards or a journal, whatever they are of."""
    return any((folder / SHARDS).glob("*.parquet")) or any(folder.glob("journal-*.jsonl"))


def bytes_held(folder: Path) -> int:
    """Disk that runs take already."""
    return sum(path.stat().st_size for path in [*(folder / SHARDS).glob("*.parquet"), *folder.glob("journal-*.jsonl")])


def others_in(folder: Path) -> list[str]:
    """What a folder holds besides what a sweep leaves that was killed before its first run: a lock, and the begin of a first line."""
    if not folder.exists():
        return []
    left = {LOCK: Path.is_file, SHARDS: lambda path: path.is_dir() and not any(path.iterdir()), MANIFEST: _is_begin_of_manifest}
    return sorted(path.name for path in folder.iterdir() if path.name not in left or not left[path.name](path))


def _is_begin_of_manifest(path: Path) -> bool:
    """Whether a file is the first line of a manifest as far as a killed process came."""
    return path.is_file() and _BEGIN.fullmatch(path.read_bytes()[: 1 << 20]) is not None
