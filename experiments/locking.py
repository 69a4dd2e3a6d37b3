"""One writer in a folder at a time. The lock is the system's own, so it goes with the process that holds it, however that ends."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

LOCK: Final = ".lock"


class FolderInUse(ValueError):
    """Another process writes into the folder."""


def lock_folder(folder: Path) -> Callable[[], None]:
    """Take the lock of a folder.

    Returns:
        What gives it back.

    Raises:
        FolderInUse: when another process (or this one) holds it.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle)
    except OSError as error:
        os.close(handle)
        raise FolderInUse(f"another sweep is writing into {folder}; wait for it, or take another folder") from error

    def release() -> None:
        os.close(handle)  # closing gives the lock back

    return release


def _take(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
