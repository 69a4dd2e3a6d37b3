"""How the kernels are compiled: one place for the numba options and for the cache of compiled code.

`NUMBA_DISABLE_JIT=1` runs the very same functions as plain Python (coverage and debugging use it); unsigned arithmetic then
needs numpy's overflow warnings silenced, which wrap-around in a counter-based generator makes meaningless.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import njit
from numba.core.registry import CPUDispatcher

_CACHES_KEPT = 3


def source_digest() -> str:
    """A hash of every source file of the model: what compiled code depends on."""
    digest = hashlib.sha256(numba.__version__.encode())
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(str(path.relative_to(package)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled kernels are kept, one folder for each state of the sources.

    numba looks only at the file of a function to tell whether its cached code is stale, not at what the function calls; a folder
    for each state of all sources makes a stale kernel impossible.
    """
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "coworking-viability" / source_digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        older = sorted((f for f in folder.parent.iterdir() if f != folder), key=lambda f: f.stat().st_mtime, reverse=True)
        for stale in older[_CACHES_KEPT:]:
            shutil.rmtree(stale, ignore_errors=True)
    except OSError:  # no home to write to: compile into a temporary folder rather than not run
        folder = Path(tempfile.gettempdir()) / f"coworking-viability-{source_digest()}"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


if numba.config.DISABLE_JIT:
    np.seterr(over="ignore")
elif not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(cache_folder())

# error_model="numpy": a division by zero gives inf as in numpy instead of a check and an exception in every loop.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}

# Counting references to arrays (an atomic operation each way) would cost more than the arithmetic of a month; a kernel that neither
# makes nor returns an array does not need it.
_UNCOUNTED: dict[str, Any] = {**_OPTIONS, "_nrt": False}

# What lets Python call a kernel takes most of the time of compiling it, and grows with the state handed over: only entries have it.
_WITHIN: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


class _Kernel(CPUDispatcher):
    """A kernel that only other kernels call."""

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        raise TypeError(
            f"{self.py_func.__name__} is called by compiled code only; run Python with NUMBA_DISABLE_JIT=1 to call it, or compile a caller"
        )


def _kernel(function: Any, options: dict[str, Any]) -> Any:
    if numba.config.DISABLE_JIT:
        return function
    kernel = _Kernel(function, targetoptions={"nopython": True, **options, **_WITHIN})
    kernel.enable_caching()
    return kernel


def entry(signature: str | None = None, *, arrays: bool = False) -> Any:
    """Compile a function that Python calls, at once if a signature is given because callers' types vary.

    Args:
        signature: in numba's words.
        arrays: whether it makes or returns an array.
    """
    options = {"cache": True, **(_OPTIONS if arrays else _UNCOUNTED)}
    return njit(signature, **options) if signature else njit(**options)


def compiled(function: Any) -> Any:
    """Compile a kernel that may make and return arrays."""
    return _kernel(function, _OPTIONS)


def loop(function: Any) -> Any:
    """Compile a kernel that only reads and writes the arrays it is given. It must not make or return one."""
    return _kernel(function, _UNCOUNTED)


def inlined(function: Any) -> Any:
    """Compile a short helper into its callers: handing over columns costs more than the few numbers it works out."""
    return _kernel(function, {**_UNCOUNTED, "forceinline": True})
