"""How the kernels are compiled: one place for the numba options (`kernel_cache` says where compiled code is kept).

`NUMBA_DISABLE_JIT=1` runs the very same functions as plain Python (coverage and debugging use it); unsigned arithmetic then
needs numpy's overflow warnings silenced, which wrap-around in a counter-based generator makes meaningless.
"""

import hashlib
from typing import Any

import numba
import numpy as np
from numba import njit
from numba.core import types
from numba.core.registry import CPUDispatcher
from numba.core.types.containers import NamedTuple
from numba.extending import intrinsic

from model.kernel_cache import KernelCache
from model.memory import CACHE_LINE

if numba.config.DISABLE_JIT:
    np.seterr(over="ignore")

# error_model="numpy": a division by zero gives inf as in numpy instead of a check and an exception in every loop.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}

# A kernel that makes arrays counts references to all it is handed, an atomic operation each way: half a microsecond a call with the town.
# One that neither makes nor returns an array does not; what is done every month is of this kind, as far as it can be.
_COUNTED: dict[str, Any] = {**_OPTIONS, "_nrt": True}
_UNCOUNTED: dict[str, Any] = {**_OPTIONS, "_nrt": False}

# What lets Python call a kernel takes most of the time of compiling it, and grows with the state handed over: only entries have it.
_WITHIN: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _unread(array: Any, entry: Any) -> None:
    """Plain Python waits for nothing."""


def _fetching(whole: bool) -> Any:
    """The processor's instruction for the first line of its cache that an entry touches, or for all of them."""

    @intrinsic
    def fetched(typing: Any, array: Any, entry: Any) -> Any:
        from llvmlite import ir

        def instruction(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            column = context.make_array(signature.args[0])(context, builder, values[0])
            byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
            prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
            row = builder.bitcast(builder.gep(column.data, [values[1]]), byte)
            for line in range(0, context.get_abi_sizeof(column.data.type.pointee) if whole else 1, CACHE_LINE):
                builder.call(prefetch, [builder.gep(row, [ir.IntType(64)(line)]), number(0), number(3), number(1)])  # to read; keep; data
            return context.get_dummy_value()

        return types.void(array, types.int64), instruction

    return fetched


# Ask memory for an entry of a column, or of rows, before it is read, so that the processor waits for many at once: `fetch(array, entry)`.
fetch = _unread if numba.config.DISABLE_JIT else _fetching(whole=False)
fetch_whole = _unread if numba.config.DISABLE_JIT else _fetching(whole=True)


def _short_name(bundle: Any) -> tuple[str, tuple[str]]:
    """A bundle of columns in the names of symbols: a digest tells its types apart. numba would write out every column, 22 kB a symbol."""
    return bundle.instance_class.__name__, (hashlib.sha256(bundle.name.encode()).hexdigest()[:20],)


NamedTuple.mangling_args = property(_short_name)


class _Kernel(CPUDispatcher):
    """A kernel that only other kernels call."""

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        raise TypeError(
            f"{self.py_func.__name__} is called by compiled code only; run Python with NUMBA_DISABLE_JIT=1 to call it, or compile a caller"
        )


def _kernel(function: Any, options: dict[str, Any]) -> Any:
    if numba.config.DISABLE_JIT:
        return function
    return _with_cache(_Kernel(function, targetoptions={"nopython": True, **options, **_WITHIN}))


def _with_cache(kernel: Any) -> Any:
    """The kernel, kept under a name that holds its options too."""
    kernel.py_func.compiled_with = repr(sorted(kernel.targetoptions.items()))
    kernel._cache = KernelCache(kernel.py_func)
    return kernel


def entry(signature: str | None = None, *, arrays: bool = False) -> Any:
    """Compile a function that Python calls, at once if a signature is given because callers' types vary.

    Args:
        signature: in numba's words.
        arrays: whether it makes or returns an array.
    """

    def made(function: Any) -> Any:
        if numba.config.DISABLE_JIT:
            return function
        kernel = _with_cache(njit(**(_COUNTED if arrays else _UNCOUNTED))(function))
        if signature:
            kernel.compile(signature)
            kernel.disable_compile()  # callers' numbers are converted to it
        return kernel

    return made


_direct: dict[Any, Any] = {}


def direct(kernel: Any, *arguments: Any) -> Any:
    """An entry that is handed the same types in every run, without a look at them: of the town it takes longer than a short kernel.

    Args:
        kernel: the entry; whoever calls it this way answers for the types.
        arguments: such as it will be handed, for when it has to be compiled.
    """
    if numba.config.DISABLE_JIT:
        return kernel
    if kernel not in _direct:
        _direct[kernel] = kernel.compile(tuple(numba.typeof(argument) for argument in arguments))
    return _direct[kernel]


def compiled(function: Any) -> Any:
    """Compile a kernel that may make and return arrays."""
    return _kernel(function, _COUNTED)


def loop(function: Any) -> Any:
    """Compile a kernel that only reads and writes the arrays it is given. It must not make or return one."""
    return _kernel(function, _UNCOUNTED)


def inlined(function: Any) -> Any:
    """Compile a short helper into its callers: handing over columns costs more than the few numbers it works out."""
    return _kernel(function, {**_UNCOUNTED, "forceinline": True})
