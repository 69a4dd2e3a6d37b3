"""Being asked to end: Ctrl-C, `kill`, a cluster whose time is up, a terminal that closes.

While something has to be put in order (`in_order`) the interruption is a KeyboardInterrupt; before and after, when nothing has, it says one
sentence and ends the process. It never falls into the import of a module, where libraries turn it into errors of their own and Python into
a traceback: it waits until that is done. Nothing but the standard library is loaded here, so that it can be answered from the first moment.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Final

INTERRUPTED: Final = 130
"""The exit code, as shells have it for Ctrl-C."""

_PATIENCE_S: Final = 30.0  # what is put in order at an interruption takes less, and bears being cut short
_IMPORT_S: Final = 10.0  # the import of any module takes less
_SOON_S: Final = 0.01
_ENDINGS: Final = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows has two of them

_to_put_in_order = [0]  # how many parts of the program have something
_asked: list[float] = []  # when it was asked for, if it has not been answered yet


def answer_if_program() -> None:
    """Answers from now on if this process was started for one of our commands, and was not asked merely to import us."""
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0] if sys.argv else ""
    if name in ("-m", "coworking") and "--multiprocessing-fork" not in sys.orig_argv:  # helpers end with who began them
        answer()


def answer() -> None:
    """Answers from now on. It counts once: asking again must not cut short what is being put in order."""
    for number in _ENDINGS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):  # `nohup` has its reasons
            signal.signal(number, _interrupt)
    sys.unraisablehook = _unraisable


@contextmanager
def interruptible() -> Iterator[None]:
    """Around all that a process does. Once that is done and said, asking again ends the process at once."""
    before = sys.unraisablehook
    answer()
    try:
        yield
    finally:
        _come_again_in(0)
        sys.unraisablehook = before
        for number in _ENDINGS:
            if signal.getsignal(number) in (_interrupt, _again):
                signal.signal(number, signal.SIG_DFL)


@contextmanager
def in_order() -> Iterator[None]:
    """Around what has to be put in order when it is interrupted."""
    _to_put_in_order[0] += 1
    try:
        yield
    finally:
        _to_put_in_order[0] -= 1


def _interrupt(number: int, frame: FrameType | None) -> None:
    for other in _ENDINGS:
        if signal.getsignal(other) is _interrupt:
            signal.signal(other, _again)
    _asked.append(time.monotonic())
    if hasattr(signal, "setitimer") and _importing(frame) and time.monotonic() < _asked[0] + _IMPORT_S:
        _come_again_in(_SOON_S)
        return
    _asked.clear()
    if _to_put_in_order[0]:
        _come_again_in(_PATIENCE_S)
        raise KeyboardInterrupt
    with suppress(OSError):
        os.write(2, b"Interrupted.\n")
    raise SystemExit(INTERRUPTED)


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _again(number: int, frame: object) -> None:
    pass


def _come_again_in(seconds: float) -> None:
    """Interrupt once more after a while, unless all has ended by then; 0 takes that back. By an alarm: a handler must start no thread."""
    if hasattr(signal, "setitimer"):  # Windows has no alarms
        if seconds:
            signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _unraisable(error: Any) -> None:
    """An interruption that fell into code whose errors Python ignores (`__del__`, a callback of a weak reference) comes again after it."""
    if error.exc_type in (KeyboardInterrupt, SystemExit):
        _come_again_in(_SOON_S)
    else:
        sys.__unraisablehook__(error)
