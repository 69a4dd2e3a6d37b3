"""Where compiled kernels are kept, and what tells that one is still good.

A kernel holds the code of every kernel it calls and every constant it reads. It is therefore named by a digest of all of these: an edit
compiles the edited kernel and what calls it, a comment compiles nothing, and all working copies and branches of a user share one folder.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator
from numba.core.extending import _Intrinsic
from numba.core.registry import CPUDispatcher

from model import shipped_kernels

_DAYS_KEPT = 30  # without being used


def cache_folder() -> Path:
    """The folder of compiled kernels: below `NUMBA_CACHE_DIR` or the user's cache, or a temporary one where neither can be written to."""
    home = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "coworking-viability" / "kernels"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # no home to write to: compile into a temporary folder rather than not run
        folder = Path(tempfile.gettempdir()) / "coworking-viability-kernels"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def kernel_digest(function: FunctionType) -> str:
    """A digest of a function, of all functions it calls and of the constants it reads, without their comments and docstrings."""
    digest = hashlib.sha256()
    for part in _parts(function, set()):
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:20]


def _parts(function: FunctionType, seen: set[FunctionType]) -> Iterator[str]:
    if function in seen:
        return
    seen.add(function)
    yield function.__qualname__
    yield getattr(function, "compiled_with", "")  # an entry and an inner kernel of the same lines are not the same code
    yield repr(function.__defaults__)
    for cell in function.__closure__ or ():
        yield from _value(cell.cell_contents, seen)
    for code in _codes(function.__code__):
        yield code.co_code.hex()
        for constant in code.co_consts:
            if constant != function.__doc__ and not isinstance(constant, CodeType):
                yield from _value(constant, seen)
        yield repr((code.co_names, code.co_varnames))
        for name in code.co_names:
            if name in function.__globals__:
                yield name
                yield from _value(function.__globals__[name], seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _value(value: Any, seen: set[FunctionType]) -> Iterator[str]:
    """What a name stands for: a function by all it is made of, a constant by its value, anything else by its name."""
    if isinstance(value, CPUDispatcher):
        yield repr(sorted(value.targetoptions.items()))
        yield from _parts(value.py_func, seen)
    elif isinstance(value, FunctionType):
        yield from _parts(value, seen)
    elif isinstance(value, _Intrinsic):
        yield from _parts(value._defn, seen)
    elif isinstance(value, ModuleType):
        yield value.__name__
    elif isinstance(value, np.ndarray):
        yield f"{value.dtype} {value.shape} {value.tobytes().hex()}"
    elif isinstance(value, frozenset):
        yield repr(sorted(value))  # in an order that no hash decides
    elif isinstance(value, bool | int | float | str | bytes | tuple | np.generic | np.dtype | None):
        yield repr(value)
    else:
        yield f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__qualname__)}"


class _Locator(_CacheLocator):
    """Tells numba where a kernel is kept and under what name."""

    def __init__(self, function: FunctionType, file: str) -> None:
        self._py_file = file  # numba names it in its warnings
        self._digest = kernel_digest(function)

    def get_cache_path(self) -> str:
        return str(cache_folder())

    def get_source_stamp(self) -> str:
        return self._digest

    def get_disambiguator(self) -> str:
        return self._digest

    @classmethod
    def from_function(cls, py_func: FunctionType, py_file: str) -> "_Locator":
        return cls(py_func, py_file)


class _Kept(CompileResultCacheImpl):
    _locator_classes = (_Locator,)


class _Files(FunctionCache):
    _impl_class = _Kept


class _ShippedLocator(_Locator):
    def get_cache_path(self) -> str:
        return str(shipped_kernels.FOLDER)


class _Shipped(CompileResultCacheImpl):
    _locator_classes = (_ShippedLocator,)


class _ShippedFiles(FunctionCache):
    """Kernels for a level of processors, which this one is known to reach: they stand under the name of the level and not of this one."""

    _impl_class = _Shipped

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        signature, (triple, _, _), code = super()._index_key(sig, codegen)
        return signature, (triple, shipped_kernels.LEVEL, shipped_kernels.FEATURES), code


class KernelCache:
    """numba's cache of one kernel: what came with the package, then what is kept for the user.

    Its digest is worked out when it is first asked, for a kernel may call one that is defined below it.
    """

    def __init__(self, function: FunctionType) -> None:
        self._function = function

    @cached_property
    def _files(self) -> FunctionCache:
        return _Files(self._function)

    @property
    def cache_path(self) -> str:
        """The folder."""
        return str(self._files.cache_path)

    def load_overload(self, signature: Any, target: Any) -> Any:
        """The compiled kernel for these types, None if there is none."""
        return self._shipped(signature, target) or self._kept(signature, target)

    def _shipped(self, signature: Any, target: Any) -> Any:
        if not shipped_kernels.usable():
            return None
        try:
            return _ShippedFiles(self._function).load_overload(signature, target)
        except Exception:  # damaged
            return None

    def _kept(self, signature: Any, target: Any) -> Any:
        try:
            found = self._files.load_overload(signature, target)
            if found is not None:
                os.utime(self._files._cache_file._index_path)
        except Exception:  # cut short, of another numba, or about a class that has moved: whatever it is, compiling mends it
            return None
        return found

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Keep a compiled kernel, and throw out those not used for long."""
        try:
            self._files.save_overload(signature, compiled)
        except Exception:  # what stood there cannot be read
            self.flush()
            self._files.save_overload(signature, compiled)
        _throw_out_old(os.stat(self._files._cache_file._index_path).st_mtime)

    def flush(self) -> None:
        """Forget the kernel for all types."""
        self._files.flush()


_thrown_out: list[bool] = []


def _throw_out_old(now: float) -> None:
    """Remove what no run has used for a month, once in a process that compiles; `now` is when it has just kept a kernel."""
    if _thrown_out:
        return
    _thrown_out.append(True)
    oldest = now - _DAYS_KEPT * 86_400
    for index in cache_folder().glob("*.nbi"):
        try:
            if index.stat().st_mtime < oldest:
                for data in cache_folder().glob(f"{index.stem}.*"):
                    data.unlink(missing_ok=True)
        except OSError:  # another process was faster
            continue
