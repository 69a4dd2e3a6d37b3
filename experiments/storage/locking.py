"""One writer in a folder at a time. The lock is the system's own, so it goes with the process that holds it, however that ends."""

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

LOCK: Final = ".lock"
_HELD: Final = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_handles: set[int] = set()


class FolderInUse(ValueError):
    """Another process writes into the folder."""


def lock_folder(folder: Path, writer: str = "sweep", *, lasting: bool = True) -> Callable[[], None]:
    """Take the lock of a folder.

    Args:
        folder: an existing folder.
        writer: what writes there, for who is refused.
        lasting: leave the file of the lock there when it is given back.

    Returns:
        What gives it back.

    Raises:
        FolderInUse: when another process (or this one) holds it.
        OSError: when the folder cannot be written, or its disk knows no locks.
    """
    while True:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(handle)
        except OSError as error:
            os.close(handle)
            if error.errno not in _HELD:
                raise OSError(error.errno, error.strerror, str(folder / LOCK)) from error
            raise FolderInUse(f"another {writer} is writing into {folder}; wait for it, or take another folder") from error
        if _stands(handle, folder / LOCK):
            break
        os.close(handle)  # who held it took the file away between the two steps: the next one makes a new file
    _handles.add(handle)

    def release() -> None:
        if not lasting:
            with suppress(OSError):  # Windows keeps a file that is open
                (folder / LOCK).unlink()
        _handles.discard(handle)
        os.close(handle)  # closing gives the lock back

    return release


def _stands(handle: int, path: Path) -> bool:
    """Whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _drop_copies() -> None:
    """A forked worker has a copy of each handle, and would hold the lock on beyond the end of the process that took it."""
    while _handles:
        os.close(_handles.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_drop_copies)


def _take(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
