"""What an answer is: numbers from runs, and the words, tables and pictures a reader is told them by."""

from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple, Protocol

from experiments.languages import Words
from experiments.runs.results import Results
from experiments.showing.html import table_html
from experiments.showing.tables import TextTable

Told = Callable[[str, int, int], None]
"""Told (stage, done, all) as the work goes on, the stage in the reader's words."""


class Picture(NamedTuple):
    """A drawing with its heading and what to read from it."""

    title: str
    note: str
    svg: str


class Said(NamedTuple):
    """An answer in a reader's words: the first sentence alone says it, the others what it rests on."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[TextTable, ...] = ()
    pictures: tuple[Picture, ...] = ()

    def _repr_html_(self) -> str:
        """As the inside of a page, and as a notebook shows it: a heading, the sentence that answers, pictures, tables."""
        first, *others = self.sentences
        parts = [f"<h1>{escape(self.title)}</h1>", f"<p><strong>{escape(first)}</strong></p>"]
        parts += [f"<p>{escape(each)}</p>" for each in others]
        for picture in self.pictures:
            caption = f"<figcaption>{escape(picture.note)}</figcaption>" if picture.note else ""
            parts.append(f"<h2>{escape(picture.title)}</h2><figure>{picture.svg}{caption}</figure>")
        for table in self.tables:
            named = escape(table.title, quote=True)
            parts.append(f'<div class="wide" tabindex="0" role="region" aria-label="{named}">{table_html(table)}</div>')
        return "\n".join(parts)


class Answer(Protocol):
    """What is known of a question after the runs."""

    @property
    def results(self) -> Results:
        """The runs it rests on, or the last of them: what makes it again."""

    @property
    def command(self) -> str:
        """The command that makes it again."""

    def numbers(self) -> dict[str, Any]:
        """Every number of the answer by name, in plain types or numpy's; nan where there is none."""

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """The answer in words and tables and, if `drawn`, pictures."""


class Refused(ValueError):
    """A question that cannot be asked of a scenario: every reason, as a key of a sentence (`languages/*/questions.py`) and its blanks."""

    def __init__(self, *reasons: tuple[str, dict[str, object]]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(self.told("en")))

    def told(self, lang: str) -> list[str]:
        """The reasons in the reader's language."""
        words = Words(lang, "questions")
        return [words(key, **blanks) for key, blanks in self.reasons]
