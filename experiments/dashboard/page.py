"""The document that is served, and its words again in another language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from experiments.dashboard.opening import MOST_BYTES, USUAL_DESKS, shipped
from experiments.dashboard.telling import VIEWS, template
from experiments.dashboard.town_form import town_fields, town_texts
from experiments.languages import Words, languages, own_words
from experiments.languages.known import module
from model.scenario import scenario_names

_FOLDER: Final = Path(__file__).parent / "templates"


def page_html(name: str, lang: str) -> str:
    """The whole document, in a language; what is said in it is sent again when the language changes.

    Args:
        name: the scenario that is chosen at first.
        lang: language of the reader.
    """
    return template("page.html.j2").render(
        t=Words(lang, "dashboard"), lang=lang, languages=languages(), chosen=name, scenarios=titles(lang).items(), views=list(VIEWS),
        css=_read("dashboard.css"), script=_read("dashboard.js"), most_bytes=MOST_BYTES, fields=town_fields(lang, USUAL_DESKS),
    )


def said_of_page(lang: str) -> dict[str, Any]:
    """All words of the page itself, for a change of language."""
    told = {key: text for key, text in module(lang, "dashboard").TEXTS.items() if "{" not in text}
    return {"lang": lang, "texts": {**town_texts(lang, USUAL_DESKS), **told}, "titles": dict(titles(lang))}


@cache
def titles(lang: str) -> Mapping[str, str]:
    """The shipped scenarios by name, with their titles; read once, since each page and each change of language asks for them."""
    found = {name: shipped(name) for name in scenario_names()}
    return {name: own_words(scenario, "title", lang) or name for name, scenario in found.items() if scenario is not None}


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
