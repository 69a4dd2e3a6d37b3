"""A folder of results written whole or not at all, and never over what somebody else put there.

Files are written into a hidden folder beside the earlier results and put in their place at the very end, so that an error, a full
disk or Ctrl-C leaves what was there. One process writes at a time, so what a killed one left can be put in order by the next.

What may be replaced is what the manifest of the folder lists. Anything else of a name that is to be written is in the way, and refused;
anything else of another name stays. A file may stand in a folder inside ("tables/accounts.csv"): the folder is made if needed, goes when
nothing is left in it, and is in the way where it is something else, a link elsewhere included.
"""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from experiments.storage import PROGRAM
from experiments.storage.locking import InTheWay, lock_folder
from experiments.storage.manifest import MANIFEST, files_in, read_manifest, sha256_of, write_manifest

_WRITING: Final = ".writing-"  # begin of the name of the hidden folder, which holds
_OWNER: Final = "owner"  # whose it is,
_NEW: Final = "new"  # the new files,
_EARLIER: Final = "earlier"  # and, once all of them are complete, the earlier ones
_NAMED: Final = 5  # files that a refusal names


@contextmanager
def staged(folder: str | Path, holds: str, names: Iterable[str] = ()) -> Iterator[Path]:
    """An empty hidden folder to write into; at the end its files take the place of the earlier ones that the manifest of `folder` lists.

    When the block is left by an error or Ctrl-C nothing in `folder` has changed, and folders made for it are gone. A manifest is
    written in the end, if the block wrote none. An earlier file that is not written again goes, unless somebody has changed it.

    Args:
        folder: where; made if needed.
        holds: the kind of results.
        names: files that will be written, as far as that is known: what is in their way is said before the block begins.

    Raises:
        FolderInUse: when another process writes into the folder.
        InTheWay: when the folder holds something that is not ours to replace.
    """
    folder = Path(folder)
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        release = lock_folder(folder, "command", lasting=False)
        try:
            _put_in_order(folder, holds)
            _refuse_what_is_in_the_way(folder, holds, names)
            writing = _begun(folder)
            try:
                yield writing / _NEW
                _complete(writing, folder, holds)
            finally:
                _clear(writing)
        finally:
            release()
    finally:
        for parent in made:
            _remove_if_empty(parent)


def _begun(folder: Path) -> Path:
    """The hidden folder, which says whose it is before anything else is in it."""
    writing = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder))
    (writing / _OWNER).write_text(PROGRAM, encoding="utf-8")
    (writing / _NEW).mkdir()
    return writing


# --- what is ours ---


def _refuse_what_is_in_the_way(folder: Path, holds: str, names: Iterable[str]) -> None:
    """Refuses a folder in which these files would take the place of what its manifest does not list as results of this kind."""
    there = read_manifest(folder)
    if there is None and os.path.lexists(folder / MANIFEST):
        what = f"{folder / MANIFEST} is in the way: this program did not write it, or it is damaged"
        raise InTheWay(f"{what}; take another folder, such as {folder / holds}, or move it away")
    if there is not None and there.holds != holds:
        what = f"{folder} holds other results of this program ({there.holds}), by its {MANIFEST}"
        raise InTheWay(f"{what}; take another folder, such as {folder / holds}")
    _refuse_others(folder, holds, names, there.files if there else ())


def _refuse_others(folder: Path, holds: str, names: Iterable[str], ours: Iterable[str]) -> None:
    listed = {MANIFEST, *ours}
    others = []
    for name in sorted(names):
        if (blocked := _not_a_folder(folder, name)) is not None:
            others.append(blocked)
        elif os.path.lexists(folder / name) and not (name in listed and (folder / name).is_file()):
            others.append(name)
    others = list(dict.fromkeys(others))
    if others:
        shown = ", ".join(others[:_NAMED]) + (f" and {len(others) - _NAMED} more" if len(others) > _NAMED else "")
        it = "it" if len(others) == 1 else "them"
        what = f"{folder} holds {shown}, and no {MANIFEST} there says that this program wrote {it}"
        raise InTheWay(f"{what}; take another folder, such as {folder / holds}, or move {it} away")


def _not_a_folder(folder: Path, name: str) -> str | None:
    """What stands where a folder for this file must be, if it is none of this folder's own."""
    for parent in reversed(Path(name).parents[:-1]):
        if os.path.lexists(folder / parent) and ((folder / parent).is_symlink() or not (folder / parent).is_dir()):
            return parent.as_posix()
    return None


def _is_ours(left: Path) -> bool:
    """Whether a hidden folder was begun by this program."""
    try:
        return not left.is_symlink() and (left / _OWNER).read_text("utf-8") == PROGRAM
    except (OSError, ValueError):
        return False


# --- in their place ---


def _put_in_order(folder: Path, holds: str) -> None:
    """What killed processes left in a folder: files that were complete are put in their place, all else goes."""
    for left in filter(_is_ours, folder.glob(f"{_WRITING}*")):
        if (left / _EARLIER).is_dir():
            _refuse_others(folder, holds, _manifest_last(left / _NEW), _earlier_files(left, folder))
            _swap(left, folder)
        _clear(left)


def _complete(writing: Path, folder: Path, holds: str) -> None:
    """The new files in the place of the earlier ones; if one cannot be put there, all the earlier ones come back."""
    new, aside = writing / _NEW, writing / _EARLIER
    if not (new / MANIFEST).exists():
        write_manifest(new, holds)
    names = _manifest_last(new)
    _refuse_what_is_in_the_way(folder, holds, names)
    with _undisturbed():
        aside.mkdir()
        try:
            _swap(writing, folder)
        except BaseException:
            for name in reversed(names):
                if not (new / name).exists():
                    _move(folder, name, new)
            for name in _manifest_last(aside):
                _move(aside, name, folder)
            raise


def _swap(writing: Path, folder: Path) -> None:
    """Earlier files aside, new ones in; from wherever a killed process was."""
    new, aside = writing / _NEW, writing / _EARLIER
    written = read_manifest(new)
    if written is None:  # it comes last: all is in its place
        return
    for name, sha256 in {MANIFEST: "", **_earlier_files(writing, folder)}.items():
        path = folder / name
        if not path.is_file() or _not_a_folder(folder, name) is not None:
            continue
        # One that is written too is the earlier one for as long as the new one waits; another goes unless somebody has changed it.
        if (new / name).exists() if name in (MANIFEST, *written.files) else sha256_of(path) == sha256:
            _move(folder, name, aside)
    for name in _manifest_last(new):
        _move(new, name, folder)


def _move(source: Path, name: str, target: Path) -> None:
    """A file from one folder into another; a folder inside is made where it is needed, and goes when it is empty."""
    inside = Path(name).parents[:-1]
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    try:
        (source / name).replace(target / name)
    finally:
        for left in (source, target):
            for parent in inside:
                _remove_if_empty(left / parent)


def _earlier_files(writing: Path, folder: Path) -> dict[str, str]:
    """What the manifest of the earlier results lists, wherever it lies by now."""
    there = read_manifest(writing / _EARLIER) or read_manifest(folder)
    return there.files if there else {}


def _manifest_last(folder: Path) -> list[str]:
    """Names of files in the order in which they are put in their place."""
    return sorted(files_in(folder), key=lambda name: (name == MANIFEST, name))


def _clear(writing: Path) -> None:
    """Takes a hidden folder away, whose it is last, so that a process killed on the way leaves one that is known."""
    for part in (_EARLIER, _NEW):
        shutil.rmtree(writing / part, ignore_errors=True)
    shutil.rmtree(writing, ignore_errors=True)


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
