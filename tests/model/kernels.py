"""Kernels that only other kernels call, made callable for a test."""

from collections.abc import Callable
from typing import Any

import numba


def callable_kernel(kernel: Any) -> Callable[..., Any]:
    """A compiled caller of a kernel."""
    if numba.config.DISABLE_JIT:
        return kernel  # type: ignore[no-any-return]

    @numba.njit
    def call(*arguments: Any) -> Any:
        return kernel(*arguments)

    return call  # type: ignore[no-any-return]
