"""How the state lies in memory: rows that begin with a line of the processor's cache, and columns of whole words of bits."""

import numpy as np

CACHE_LINE = 64  # bytes that processors fetch at once
WORD = 64  # entries of a column whose answers to a question fill one word of bits


def rows_of(kind: np.dtype, rows: int, start: np.ndarray | None = None) -> np.recarray:
    """A record array that begins with a line of the processor's cache, of zeros or of the same row `start`."""
    memory = np.zeros(rows * kind.itemsize + CACHE_LINE, dtype=np.uint8)
    first = -memory.ctypes.data % CACHE_LINE
    table = memory[first : first + rows * kind.itemsize]
    if start is not None:
        whole = f"V{kind.itemsize}"  # copied as bytes: ten times as fast as field by field
        table.view(whole)[:] = start.view(whole)
    return table.view(kind).view(np.recarray)


def column_of(entries: int, value: float, kind: type) -> np.ndarray:
    """A column that is scanned every month, of one value to start with: filled up to whole words of bits."""
    return np.full(-(-entries // WORD) * WORD, value, dtype=kind)
