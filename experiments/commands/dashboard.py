"""The command `coworking dashboard`: the live page, on this machine."""

from importlib.util import find_spec
from typing import Annotated

import typer

from experiments.commands.command_line import BAD_INPUT, LANG, DebugOption, LangOption, echo, explained, fail, refuse_unknown_language
from experiments.languages import Words


def dashboard(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on; this machine alone by default.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=65535, help="Port; the first free one from 8800 on by default.")
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    lang: LangOption = LANG,
    debug: DebugOption = False,
) -> None:
    """Serve a live page: sliders and switches for instruments and parameters, and what they change, drawn at once."""
    refuse_unknown_language(lang)
    words = Words(lang, "dashboard")
    if find_spec("shiny") is None:
        fail(words("not_installed"))
    from experiments.dashboard.serve import LOOPBACK, PORT, NoPort, serve

    if host not in LOOPBACK:
        echo(words("open_to_all", host=host), err=True)
    echo(words("warming"), err=True)
    with explained("the page is no longer served", debug):
        try:
            serve(host, port, lang, lambda address: echo(words("ready", address=address)), open_browser)
        except NoPort as error:
            fail(words("no_ports", port=PORT) if port is None else words("no_port", port=port, reason=error.strerror), BAD_INPUT)
