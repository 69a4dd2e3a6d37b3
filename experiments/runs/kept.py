"""Where results are kept while a study runs: in memory or, beyond a size, in files without a name that the system pages in and out.

The arrays are the same either way, to the bit, so that nothing downstream knows: what is on disk bounds neither replicates nor policies by
the memory of the machine. The files go with the arrays, or with the process however that ends.
"""

import errno
import math
import mmap
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.outcomes.stacks import DOUBLE_PRECISION_UP_TO, Stack

if TYPE_CHECKING:
    from model.compile_scenario import Prepared

IN_MEMORY_UP_TO: Final = 1_000_000_000
"""Bytes of results of all policies together that are kept in memory."""
_ON_DISK: Final = Path("/var/tmp")  # where systems keep what is large; /tmp may itself be in memory


def bytes_of_results(one: "Prepared", policy: str, replicates: int) -> int:
    """What is kept of all replicates of a policy, in memory or on disk."""
    stack = Stack.empty(one, policy, 1)
    numbers = replicates * (stack.hub.size + stack.town.size)
    rest = stack.public.nbytes + stack.field_links.nbytes + stack.changed.nbytes
    return numbers * np.dtype(_precision(stack, replicates)).itemsize + replicates * rest


def empty(prepared: Sequence["Prepared"], policies: Sequence[str], replicates: int) -> dict[str, Stack]:
    """Room for the replicates of all policies."""
    if _all_bytes(prepared, policies, replicates) <= IN_MEMORY_UP_TO:
        return {policy: Stack.empty(one, policy, replicates) for policy, one in zip(policies, prepared, strict=True)}
    return {policy: _on_disk(Stack.empty(one, policy, 1), replicates) for policy, one in zip(policies, prepared, strict=True)}


def longer(stacks: dict[str, Stack], prepared: Sequence["Prepared"], replicates: int) -> dict[str, Stack]:
    """Copies with room for more replicates; those there are stay in front."""
    if _all_bytes(prepared, list(stacks), replicates) <= IN_MEMORY_UP_TO:
        return {policy: stack.with_room_for(replicates) for policy, stack in stacks.items()}
    return {policy: _copied(stack, _on_disk(stack, replicates)) for policy, stack in stacks.items()}


def folder() -> Path:
    """Where files of results are laid: `TMPDIR` if it is set, else where large files belong."""
    if "TMPDIR" in os.environ or not os.access(_ON_DISK, os.W_OK):
        return Path(tempfile.gettempdir())
    return _ON_DISK


def _all_bytes(prepared: Sequence["Prepared"], policies: Sequence[str], replicates: int) -> int:
    return sum(bytes_of_results(one, policy, replicates) for policy, one in zip(policies, prepared, strict=True))


def _precision(stack: Stack, replicates: int) -> type[np.floating]:
    """As `Stack` has it for so many replicates."""
    return np.float64 if stack.hub.size // stack.replicates * replicates <= DOUBLE_PRECISION_UP_TO else np.float32


def _on_disk(stack: Stack, replicates: int) -> Stack:
    """Room for so many replicates of the same, of zeros; nothing is copied."""
    precision = _precision(stack, replicates)

    def room(values: np.ndarray, axis: int, kind: Any) -> np.ndarray:
        return mapped((*values.shape[:axis], replicates, *values.shape[axis + 1 :]), kind)

    return replace(
        stack,
        hub=room(stack.hub, 1, precision),
        town=room(stack.town, 1, precision),
        public=room(stack.public, 0, stack.public.dtype),
        field_links=room(stack.field_links, 0, stack.field_links.dtype),
        changed=np.full((replicates, *stack.changed.shape[1:]), -1, dtype=stack.changed.dtype),
    )


def _copied(stack: Stack, target: Stack) -> Stack:
    there = slice(stack.replicates)
    target.hub[:, there], target.town[:, there], target.public[there] = stack.hub, stack.town, stack.public
    target.field_links[there], target.changed[there] = stack.field_links, stack.changed
    return target


def mapped(shape: tuple[int, ...], kind: Any) -> np.ndarray:
    """An array of zeros in a file that is reserved whole, for a disk that fills up while a page is written ends the process."""
    size = math.prod(shape) * np.dtype(kind).itemsize
    if size == 0:
        return np.zeros(shape, dtype=kind)
    with tempfile.TemporaryFile(prefix="coworking-", dir=folder()) as file:
        _reserve(file.fileno(), size)
        memory = mmap.mmap(file.fileno(), size)
    return np.frombuffer(memory, dtype=kind).reshape(shape)


def _reserve(file: int, size: int) -> None:
    os.truncate(file, size)
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file, 0, size)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise  # other numbers: this kind of disk reserves nothing
