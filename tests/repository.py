"""What the repository holds, for tests that read its sources."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NOT_OURS = {".git", "__pycache__", "build", "dist", "results", "htmlcov"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be committed, sorted."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):  # an archive without git
        return tuple(sorted(path for path in ROOT.rglob("*") if path.is_file() and not _is_product(path)))
    return tuple(sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file()))


def _is_product(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    if parts[0] == "site":
        return True
    return any(part in _NOT_OURS or part.startswith(".venv") or part.endswith((".egg-info", "_cache")) for part in parts)


def name_of(path: Path) -> str:
    """A file's path inside the repository, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def module_names(*folders: str) -> list[str]:
    """Name of every Python module in some folders and below."""
    within = tuple(f"{folder}/" for folder in folders)
    return [name_of(path) for path in files() if path.suffix == ".py" and name_of(path).startswith(within)]


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of every Python module in some folders and below; name few: the trees of all take seconds to make."""
    for name in module_names(*folders):
        yield name, ast.parse((ROOT / name).read_text("utf-8"), name)
