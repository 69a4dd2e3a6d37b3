"""One writer in a folder at a time. The lock is the system's own, so it goes with the process that holds it, however that ends."""

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from experiments.storage import PROGRAM

LOCK: Final = ".lock"
_MARK: Final = f"{PROGRAM}\n".encode()
_HELD: Final = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_handles: set[int] = set()


class FolderRefused(ValueError):
    """A folder cannot be written into; the message says why and what to do instead. Nothing in it was touched."""


class FolderInUse(FolderRefused):
    """Another process writes into the folder."""


class InTheWay(FolderRefused):
    """The folder holds something that is not ours to replace."""


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
        InTheWay: when something of the name of the lock is none of ours.
        OSError: when the folder cannot be written, or its disk knows no locks.
    """
    path = folder / LOCK
    while True:
        handle, made = _opened(path)
        try:
            _take(handle)
        except OSError as error:
            os.close(handle)
            if error.errno not in _HELD:
                raise OSError(error.errno, error.strerror, str(path)) from error
            raise FolderInUse(f"another {writer} is writing into {folder}; wait for it, or take another folder") from error
        if _stands(handle, path):
            break
        os.close(handle)  # who held it took the file away between the two steps: the next one makes a new file
    try:
        ours = _is_ours(handle, path, made)
    except BaseException:
        os.close(handle)
        if made:  # the disk is full
            path.unlink(missing_ok=True)
        raise
    _handles.add(handle)

    def release() -> None:
        if ours and not lasting:
            with suppress(OSError):  # Windows keeps a file that is open
                path.unlink()
        _handles.discard(handle)
        os.close(handle)  # closing gives the lock back

    return release


def _opened(path: Path) -> tuple[int, bool]:
    """The file of a lock, and whether it was made just now."""
    while True:
        if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
            raise _not_ours(path)
        with suppress(FileExistsError):
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644), True
        with suppress(FileNotFoundError):  # gone since
            return os.open(path, os.O_RDWR), False


def _is_ours(handle: int, path: Path, made: bool) -> bool:
    """Whether the file of a lock may be taken away: it is new, or says that it is ours. An empty one may be anybody's: it stays."""
    if made:
        os.write(handle, _MARK)
        return True
    content = os.read(handle, len(_MARK) + 1)
    if content not in (b"", _MARK):
        raise _not_ours(path)
    return content == _MARK


def _not_ours(path: Path) -> InTheWay:
    return InTheWay(f"{path} is in the way, which is not a lock of this program; take another folder, or move it away")


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
