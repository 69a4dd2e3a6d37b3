"""The list of what a folder of results holds, each file with its hash: by it we know what in the folder is ours to replace."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from experiments.storage import PROGRAM
from experiments.storage.json_text import json_text

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
RUNS: Final = "runs"  # what a manifest of earlier versions, which do not say it, lists
_OF_EARLIER_VERSIONS: Final = {"scenario_sha256", "replicate_seeds", "files"}


class Manifest(NamedTuple):
    """What a manifest says: the kind of results, the files by name, each with its SHA-256, and of which scenario they are if of one.

    A file in a folder inside has a name such as 'tables/accounts.csv'.
    """

    holds: str
    files: dict[str, str]
    scenario: str = ""


def write_manifest(folder: Path, holds: str, about: Mapping[str, Any] | None = None) -> None:
    """List the files of a folder.

    Args:
        folder: where all other files are complete.
        holds: the kind of results; those of another kind are never replaced by them.
        about: what else a reader should know of them.
    """
    sizes = {name: (folder / name).stat().st_size for name in files_in(folder) if name != MANIFEST}
    listed = {name: {"bytes": size, "sha256": sha256_of(folder / name)} for name, size in sizes.items()}
    content = {"format": FORMAT, "program": PROGRAM, "holds": holds, **(about or {}), "files": listed}
    (folder / MANIFEST).write_text(json_text(content), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None when there is none, or when it is not one of this program's, whatever its name."""
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not (data.get("program") == PROGRAM or data.keys() >= _OF_EARLIER_VERSIONS):
        return None
    entries = data.get("files")
    if not isinstance(entries, dict):
        return None
    files = {name: str(entry.get("sha256")) for name, entry in entries.items() if isinstance(entry, dict) and _stays_inside(name)}
    return Manifest(str(data.get("holds", RUNS)), files, str(data.get("scenario") or ""))


def files_in(folder: Path) -> list[str]:
    """Names of the files in a folder and in the folders inside it, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _stays_inside(name: str) -> bool:
    """Whether a name written in a manifest is that of a file in its folder, whatever the system."""
    parts = name.split("/")
    return all(part not in ("", ".", "..") and PurePosixPath(part).name == Path(part).name == part for part in parts)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
