"""A folder written whole or not at all.

Files are written into a hidden folder beside the earlier ones and put in their place at the very end, so that an error, a full
disk or Ctrl-C leaves what was there. One process writes at a time, so what a killed one left can be put in order by the next.
"""

import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from experiments.storage.locking import lock_folder

MANIFEST: Final = "manifest.json"  # goes first and comes last: it lists the others with their hashes
_WRITING: Final = ".writing-"  # begin of the name of the hidden folder
_EARLIER: Final = "earlier"  # made in it once all new files are complete


@contextmanager
def staged(folder: str | Path) -> Iterator[Path]:
    """A hidden folder to write into; at the end its files take the place of those of the same name in `folder`.

    When the block is left by an error or Ctrl-C nothing in `folder` has changed, and folders made for it are gone.

    Raises:
        FolderInUse: when another process writes into the folder.
    """
    folder = Path(folder)
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        release = lock_folder(folder, "command", lasting=False)
        try:
            _put_in_order(folder)
            staging = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder))
            try:
                yield staging
                with _undisturbed():
                    _put_in_place(staging, folder)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
        finally:
            release()
    finally:
        for parent in made:
            _remove_if_empty(parent)


def _put_in_order(folder: Path) -> None:
    """What killed processes left in a folder: files that were complete are put in their place, all else goes."""
    for left in folder.glob(f"{_WRITING}*"):
        if (left / _EARLIER).is_dir():
            for name in _to_place(left):
                (left / name).replace(folder / name)
        shutil.rmtree(left, ignore_errors=True)


def _to_place(staging: Path) -> list[str]:
    """Names of new files, in the order in which they are put in their place."""
    names = [path.name for path in staging.iterdir() if path.name != _EARLIER]
    return sorted(names, key=lambda name: (name == MANIFEST, name))


def _put_in_place(staging: Path, folder: Path) -> None:
    """Swap the new files with the old ones; if one cannot be swapped, all the old ones come back."""
    aside, names = staging / _EARLIER, _to_place(staging)
    aside.mkdir()
    try:
        for name in reversed(names):
            if (folder / name).exists():
                (folder / name).replace(aside / name)
        for name in names:
            (staging / name).replace(folder / name)
    except BaseException:
        for name in names:
            if (aside / name).exists():
                (aside / name).replace(folder / name)
            elif not (staging / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds Ctrl-C, and what is treated like it, back for the few renamings in the block, and lets it through after them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[tuple[int, Any]] = []
    before = {number: signal.signal(number, lambda *which: held.append(which)) for number in _endings()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number, frame in held[:1]:
        handler = before[number]
        if callable(handler):
            handler(number, frame)


def _endings() -> list[int]:
    """The signals that ask a process to end and that it answers."""
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]  # Windows has no SIGHUP
    return [number for number in numbers if number is not None and callable(signal.getsignal(number))]


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
