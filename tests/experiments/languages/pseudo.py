"""A language made from English in which every word stands in ⟦ ⟧: a word that is read outside of them comes from no file of a language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.expected.validation import CLAIMS
from experiments.languages.known import SOURCE, module
from experiments.outcomes.at_age import SERIES_LABEL, SERIES_MEANING
from experiments.outcomes.measures import MEASURES
from model.parameters import CATALOGUE, TABLES
from model.series import HUB_SERIES, TOWN_SERIES
from model.territory import TOWNS

CODE = "zz"
_SERIES_AT = "{series}_at_{age}"
_BLANK = re.compile(r"({\w+})")
_LETTERS = r"[^\W\d_]+"


def wrapped(text: str) -> str:
    """A text with its words in brackets, its blanks as they were."""
    parts = _BLANK.split(text)
    return "".join(part if _BLANK.fullmatch(part) else re.sub(_LETTERS, r"⟦\g<0>⟧", part) for part in parts)


def _in_brackets(value: Any) -> Any:
    if isinstance(value, str):
        return wrapped(value)
    return {key: _in_brackets(item) for key, item in value.items()} if isinstance(value, Mapping) else tuple(map(_in_brackets, value))


def write(folder: Path) -> None:
    """Write the language as somebody would who adds one: a folder of files, and nothing else."""
    place = folder / CODE
    place.mkdir()
    for path in Path(str(module(SOURCE, "names").__file__)).parent.glob("*.py"):
        if hasattr(table := module(SOURCE, path.stem), "TEXTS"):
            _write(place / path.name, {"TEXTS": table.TEXTS})
    _write(place / "names.py", {"NAMES": module(SOURCE, "names").NAMES})
    _write(place / "outcomes.py", {"NAMES": {
        "outcome": {_SERIES_AT: SERIES_LABEL, **{_by_age(m.name, m.age): _by_age(m.label, m.age) for m in MEASURES.values()}},
        "outcome_meaning": {_SERIES_AT: SERIES_MEANING, **{_by_age(m.name, m.age): _by_age(m.meaning, m.age) for m in MEASURES.values()}},
    }})  # fmt: skip
    meanings = {entry.name: entry.meaning for entry in [*CATALOGUE.values(), *TABLES.values()]}
    _write(place / "parameters.py", {"NAMES": {"parameter": meanings}})
    facts = {"claim": {c.key: c.statement for c in CLAIMS}, "claim_known": {c.key: c.known for c in CLAIMS if c.known}}
    _write(place / "facts.py", {"NAMES": facts})
    series = {"hub_series": {s.name: s.meaning for s in HUB_SERIES}, "town_series": {s.name: s.meaning for s in TOWN_SERIES}}
    _write(place / "series.py", {"NAMES": series})
    for file in ("calls", "helps", "keys", "messages", "problem_phrases", "problems", "problems_of_designs"):  # the code's own sentences
        texts = {kind: {text: text for text in known} for kind, known in module("it", file).NAMES.items()}
        _write(place / f"{file}.py", {"NAMES": texts})
    figures = [figure for town in TOWNS.values() for figure in town.figures().values()]
    texts = {"figure_source": {figure.source: figure.source for figure in figures}, "figure_note": {f.note: f.note for f in figures}}
    _write(place / "territory.py", {"NAMES": texts})
    ways = vars(module(SOURCE, "formats"))
    said = {name: value for name, value in ways.items() if name.isupper()}
    functions = [name for name, value in ways.items() if callable(value) and name.islower()]
    _write(place / "formats.py", said, f"from experiments.languages.{SOURCE}.formats import {', '.join(functions)}\n")
    (place / "__init__.py").write_text('"""English in brackets."""\n', encoding="utf-8")


def _by_age(text: str, age: int | None) -> str:
    return text if age is None else re.sub(rf"(?<!\d){age}(?!\d)", "{age}", text)


def _write(path: Path, constants: Mapping[str, Any], head: str = "") -> None:
    lines = [f"{name} = {_in_brackets(value)!r}\n" for name, value in constants.items()]
    path.write_text(head + "".join(lines), encoding="utf-8")


# --- what is read ---


_SAYING = {"title", "alt", "aria-label"}
_VOID = {"meta", "link", "br", "img", "hr"}


class _Read(HTMLParser):
    """What a page shows or says to a reader, without what stands as code and what is hidden."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.silent: list[bool] = [False]  # for each element that is open, whether its text is shown to nobody, or as code
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "td":  # the title of a cell is the name of a parameter
            self.texts += [value for name, value in attrs if name in _SAYING and value]
        if tag not in _VOID:
            self.silent.append(self.silent[-1] or tag in {"style", "script", "pre", "code"} or ("aria-hidden", "true") in attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent[-1] and data.strip():
            self.texts.append(data.strip())


def texts_of(page: str) -> list[str]:
    """What a page shows or says to a reader, without what stands as code and what is hidden."""
    return _Read(page).texts


def texts_in(figure: Figure) -> list[str]:
    """What is written in a picture."""
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_visible()]


def outside(texts: Iterable[str], names: Iterable[str] = ()) -> Iterator[str]:
    """Texts with words outside the brackets, those words only; some names may be there."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    for text in texts:
        bare = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
        for name in known:
            bare = bare.replace(name, "")
        if found := re.findall(_LETTERS, bare):
            yield f"{' '.join(found)}  <  {text[:120]}"

