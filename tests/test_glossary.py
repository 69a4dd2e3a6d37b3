"""The glossary holds every word that scenario files and tables are written with, in both languages, and says where its rule stands."""

import re
from typing import get_args

from experiments.languages import Words
from model import names
from model.catalogue import Evidence
from model.reading.slots import Slot, blocks, type_name
from model.scenario.instruments import Instrument
from model.scenario.shocks import Shock
from tests.repository import ROOT

TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in TEXT.splitlines() if line.startswith("| ")]
TERMS = [row for row in ROWS if row[0] not in {"term", "---"}]
WORDS = {
    *names.KINDS, *names.FIELDS, *names.PLANS, *names.HUB_STATES, *names.FIRM_STAGES, *names.OPERATORS, *names.BUILDINGS, *names.PAYERS,
    *get_args(Evidence), *(type_name(block) for union in (Instrument, Shock) for block in blocks(Slot(union))),
}  # fmt: skip


def test_every_word_of_the_model_is_a_term() -> None:
    listed = {word for row in TERMS for word in re.findall(r"`(\w+)`", row[0])}
    assert listed == WORDS, "a row for each in docs/glossary.md, the word in backticks"


def test_a_list_of_words_is_as_long_in_italian() -> None:
    lists = [row for row in TERMS if ":" in row[0]]
    assert len(lists) >= 8
    for term, italian, *_ in lists:
        assert term.count(",") == italian.count(","), term


def test_a_term_says_what_it_is_and_stands_once() -> None:
    assert 40 <= len(TERMS) <= 90
    assert all(len(row) == 4 and all(row) for row in TERMS)
    first = [row[0] for row in TERMS]
    assert len(set(first)) == len(first)
    assert not [row[2] for row in TERMS if row[2].endswith(".") or row[2][0].isupper()]


def test_where_it_stands_exists() -> None:
    """A file, or a page; `test_links.py` sees to it that the section linked to is there."""
    for term, *_, where in TERMS:
        file, link = re.fullmatch(r"`([\w/]+\.py)`", where), re.fullmatch(r"\[(.+)\]\((.+)\)", where)
        assert file or link, term
        if file:
            assert (ROOT / file[1]).is_file(), where
        elif link and "#" in link[2]:
            anchor = link[2].split("#")[1]
            said = re.sub(r"[^\w\- ]", "", link[1]).lower().replace(" ", "-")
            assert anchor.lstrip("0123456789-").removesuffix("-d") == said, f"{where} is called otherwise there"


def test_the_italian_of_the_fields_is_that_of_the_model() -> None:
    [fields] = [row for row in TERMS if "`digital`" in row[0]]
    assert fields[1].split(": ")[1].split(", ") == [Words("it", "plots").name("field_word", field) for field in names.FIELDS]
