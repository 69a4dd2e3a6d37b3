"""The page and the server behind it. Each session has its own case, choices and study; they share threads, worlds and runs alone."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from shiny import App, Inputs, Outputs, Session, reactive, render, ui
from shiny.ui._page import PageHtmlDocument
from starlette.requests import Request

from experiments.dashboard.desk import Desk, asked_by_address, lang_asked, said_of_page, scenario_asked
from experiments.dashboard.opening import MOST_BYTES, titles_of_shipped
from experiments.dashboard.state import OWN
from experiments.dashboard.studies import Studies
from experiments.dashboard.telling import VIEWS, template
from experiments.languages import SOURCE, Words, languages

MOST_SESSIONS: Final = 40
"""Readers at once; one more is told to come back."""
_FOLDER: Final = Path(__file__).parent / "templates"


def make_app(studies: Studies, lang: str = SOURCE) -> App:
    """The application.

    Args:
        studies: threads, worlds and runs that all sessions share.
        lang: language of a page whose address names none.
    """
    sessions: set[str] = set()

    def page(request: Request) -> PageHtmlDocument:
        asked = request.query_params
        return ui.page_html(_page(scenario_asked(asked.get("scenario")), lang_asked(asked.get("lang"), lang)))

    def server(input: Inputs, output: Outputs, session: Session) -> None:
        session.set_message_handler("uploadInit", _refuse_upload)
        if len(sessions) >= MOST_SESSIONS:
            _say_full(session, input, lang)
            return
        sessions.add(session.id)
        session.on_ended(partial(sessions.discard, session.id))
        desk = Desk(studies, session, lang)
        desk.listen(input)
        _downloads(desk)

    return App(page, server)


def _downloads(desk: Desk) -> None:
    """What can be taken away: the scenario as a file, the report as one page."""

    @render.download_link(filename=lambda: f"{desk.scenario.name}_{OWN}.yaml", media_type="application/yaml")
    def save() -> Iterator[str]:
        yield desk.scenario.to_yaml()

    @render.download_link(filename=lambda: f"{desk.scenario.name}.html", media_type="text/html")
    async def report() -> AsyncIterator[str]:
        yield await desk.report()


def _refuse_upload(*_: object) -> None:
    """Files come as texts of limited length; nobody may fill the disk."""
    raise ValueError("no uploads")


def _say_full(session: Session, input: Inputs, lang: str) -> None:
    @reactive.effect
    async def _() -> None:
        asked = input.lang() if input.lang.is_set() else asked_by_address(input.began()).get("lang")
        words = Words(lang_asked(asked, lang), "dashboard")
        await session.send_custom_message("words", said_of_page(words.lang))
        await session.send_custom_message("busy", {"text": words("full"), "kind": "wrong"})


def _page(name: str, lang: str) -> str:
    """The whole document, in a language; what is said in it is sent again when the language changes."""
    return template("page.html.j2").render(
        t=Words(lang, "dashboard"), new=Words(lang, "new"), lang=lang, languages=languages(), chosen=name,
        scenarios=titles_of_shipped(lang).items(), views=list(VIEWS), css=_read("dashboard.css"), script=_read("dashboard.js"),
        most_bytes=MOST_BYTES,
        begin=("town", "desks", "offices", "building", "rent", "m2", "operator", "host", "works", "grant", "cash", "budget"),
    )


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
