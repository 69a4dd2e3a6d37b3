"""Where a result comes from: version of the code, commit, versions of the libraries, fingerprints. Knows no results."""

import hashlib
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Final

from experiments.storage import PROGRAM

LIBRARIES: Final = ("numpy", "numba", "mesa", "pandas", "pyarrow", "pydantic")
_NUMERICAL: Final = ("numpy", "numba", "llvmlite")
_ROOT: Final = Path(__file__).resolve().parents[2]
_GIT_TIMEOUT_S: Final = 5


@cache
def version() -> str:
    """Version of the installed package; 'not installed' in a bare working copy."""
    return _installed(PROGRAM) or "not installed"


@cache
def commit() -> str | None:
    """Commit of the working copy the code runs from, with '-dirty' when files differ from it; None outside one."""
    if not (_ROOT / ".git").exists():
        return None
    command = ["git", "-C", str(_ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        described = subprocess.run(command, capture_output=True, text=True, timeout=_GIT_TIMEOUT_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return described.stdout.strip() or None


@cache
def libraries() -> dict[str, str]:
    """Versions of Python and of the libraries that results depend on."""
    versions = {name: _installed(name) for name in LIBRARIES}
    return {"python": platform.python_version(), **{name: value for name, value in versions.items() if value is not None}}


@cache
def code_version() -> str:
    """Fingerprint of everything a run's outcomes depend on besides its inputs: the model, the measures, the numerical libraries."""
    outcomes = _ROOT / "experiments" / "outcomes"
    formulas = [outcomes / f"{name}.py" for name in ("at_age", "measure", "measures", "rows", "stacks")]
    sources = sorted((_ROOT / "model").rglob("*.py")) + formulas
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.relative_to(_ROOT).as_posix().encode() + b"\0" + source.read_bytes())
    digest.update(repr([_installed(name) for name in _NUMERICAL]).encode())
    return digest.hexdigest()[:16]


def fingerprint(text: str) -> str:
    """SHA-256 of a text, as of the merged scenario."""
    return hashlib.sha256(text.encode()).hexdigest()


def made_with() -> dict[str, object]:
    """The program behind a result: its version, its commit, and the libraries."""
    return {"version": version(), "commit": commit(), "libraries": libraries()}


def _installed(name: str) -> str | None:
    try:
        return installed_version(name)
    except PackageNotFoundError:
        return None
