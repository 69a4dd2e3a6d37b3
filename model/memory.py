"""How the state lies in memory: rows that begin with a line of the processor's cache, and identities of 32 bits."""

from typing import Final

import numpy as np

CACHE_LINE = 64  # bytes that processors fetch at once
WORD = 64  # entries of a column whose answers to a question fill one word of bits

# The identity of an agent, by which its draws are named: the code of its place, then its kind, then its number among those of the kind.
KIND_BITS: Final = 2
INDEX_BITS: Final = 19
AGENTS_OF_A_KIND: Final = 1 << INDEX_BITS
"""Agents of a kind that one place can have."""


def rows_of(kind: np.dtype, rows: int, start: np.ndarray | None = None) -> np.recarray:
    """A record array that begins with a line of the processor's cache, of zeros or of the same row `start`."""
    memory = (np.zeros if start is None else np.empty)(rows * kind.itemsize + CACHE_LINE, dtype=np.uint8)
    first = -memory.ctypes.data % CACHE_LINE
    if start is not None:
        whole = np.dtype(f"V{kind.itemsize}")  # copied as bytes: ten times as fast as field by field
        np.frombuffer(memory, whole, rows, first)[:] = start.view(whole)
    return np.recarray(rows, dtype=kind, buf=memory.data, offset=first)
