"""Serves the page on this machine: warms what takes seconds first, then says where it is, and ends on Ctrl-C without a word too many."""

import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing
from typing import Final

from uvicorn import Config, Server

from experiments.dashboard.app import make_app
from experiments.dashboard.desk import FIRST
from experiments.dashboard.opening import MOST_BYTES, titles_of_shipped
from experiments.dashboard.studies import Studies
from experiments.runs.kept_study import SIZES, KeptStudy
from experiments.runs.machine import free_bytes
from experiments.runs.remembered import MOST_BYTES as MOST_KEPT
from model.scenario import load_scenario

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
PORT: Final = 8800
_TRIED: Final = 20  # ports after the usual one
_MESSAGE_BYTES: Final = 8 * MOST_BYTES  # of a message of the browser: a text may be written in escapes


class NoPort(OSError):
    """The port is taken, or may not be listened on."""


def listening(host: str, port: int | None) -> socket.socket:
    """A socket that listens: on the port, or on the first free one from the usual on.

    Raises:
        NoPort: when there is none.
    """
    error: OSError | None = None
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(PORT, PORT + _TRIED) if port is None else (port,):
        found = socket.socket(family)
        if os.name == "posix":  # the port of a program that has ended is free at once: open pages wait for it at that address
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, number))
            found.listen(128)
        except OSError as refused:
            found.close()
            error = refused
        else:
            return found
    assert error is not None
    raise NoPort(error.errno, error.strerror or str(error))


def bytes_to_keep() -> int:
    """What worlds and runs of all readers may take: a quarter of the memory that is free, and the usual bound at least."""
    return max(MOST_KEPT, (free_bytes() or 0) // 4)


def serve(host: str, port: int | None, lang: str, ready: Callable[[str], None], open_browser: bool = False) -> None:
    """Serves until it is interrupted.

    Args:
        host: address to listen on.
        port: port to listen on; None for the first free one.
        lang: language of a page whose address names none.
        ready: told the address of the page once it can be opened.
        open_browser: whether to open it in the browser of the system.

    Raises:
        NoPort: when the port is taken.
    """
    from model.simulation import compile_all

    with closing(listening(host, port)) as found:
        compile_all()  # before anybody waits for it
        studies = Studies(KeptStudy(most_bytes=bytes_to_keep()))
        studies.kept.run(load_scenario(FIRST), SIZES[0], policies=[])  # what most readers look at first
        titles_of_shipped(lang)  # reads the scenarios, once
        address = f"http://{f'[{host}]' if ':' in host else host}:{found.getsockname()[1]}/"
        config = Config(
            make_app(studies, lang), log_level="error", ws_max_size=_MESSAGE_BYTES, timeout_graceful_shutdown=1, lifespan="on",
            access_log=False,
        )
        server = _Announcing(config, lambda: ready(address), address if open_browser else None)
        try:
            server.run(sockets=[found])
        finally:
            studies.end()


class _Announcing(Server):
    """Says that it is there once it is."""

    def __init__(self, config: Config, ready: Callable[[], None], opened: str | None) -> None:
        super().__init__(config)
        self._ready, self._opened = ready, opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen."""
        await super().startup(sockets=sockets)
        self._ready()
        if self._opened is not None:
            threading.Thread(target=webbrowser.open, args=(self._opened,), daemon=True).start()
