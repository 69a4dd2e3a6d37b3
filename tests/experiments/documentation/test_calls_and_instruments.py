"""The generated pages of real calls and of the keys of instruments."""

import re
from collections.abc import Callable
from typing import get_args

import pytest

from experiments.documentation.calls import calls_page
from experiments.documentation.instruments import instruments_page
from experiments.languages import SOURCE, languages
from model.reading.slots import type_name
from model.scenario import read_text
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.instruments import Instrument
from model.scenario.library import calls
from model.scenario.shocks import Shock, ShockBlock
from tests.model.scenario.test_instruments import BASE

LIBRARY = calls()
MAKERS: dict[str, Callable[..., str]] = {"calls": calls_page, "instruments": instruments_page}
NAMED = {"calls": "milano_voucher_2013", "instruments": "rent_relief"}


def test_the_page_of_calls_shows_every_call() -> None:
    page = calls_page()
    for name, call in LIBRARY.items():
        assert page.count(f"| `{name}` |") == 1 and page.count(f"### `{name}`\n") == 1
        assert all(f"- {line}\n" in page for line in (*call.measured, *call.assumed, *call.not_represented))


def test_the_page_of_instruments_shows_every_type_and_key() -> None:
    page = instruments_page()
    for union, common in ((Instrument, InstrumentBlock), (Shock, ShockBlock)):
        for block in get_args(get_args(union)[0]):
            section = page.split(f"### `{type_name(block)}`\n")[1].split("\n#")[0]
            own = set(block.model_fields) - set(common.model_fields) - {"type", "name"}
            assert set(re.findall(r"^\| `(\w+)`", section, re.M)) == own
    assert "| `cap_eur` | Most that one hub receives (default: no cap). | number | EUR | 5,000 – 600,000 | 0 – 100,000,000 |  |" in page


PAGES = {f"{name} {lang}": make(lang=lang) for name, make in MAKERS.items() for lang in languages()}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_tables_of_the_page_are_whole(page: str) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", page, re.M)
    assert tables
    for table in tables:
        assert len({row.count("|") for row in table.splitlines()}) == 1
    assert not re.search(r"\w=None|<\w+ object", page)


@pytest.mark.parametrize("name", MAKERS)
def test_the_pages_of_two_languages_have_the_same_blocks_and_rows_and_no_words_in_common(name: str) -> None:
    """Beside codes and, of calls, what sources are called."""
    english, *others = (PAGES[f"{name} {lang}"] for lang in (SOURCE, *(lang for lang in languages() if lang != SOURCE)))
    for page in others:
        for pattern in (r"^### `\w+`$", r"^\| `\w+` ", r"^- ", r"^```yaml\n.*?^```$"):
            own, source = (re.findall(pattern, text, re.M | re.S * (pattern[1] == "`")) for text in (page, english))
            assert own == source, pattern
        said = {cell.strip() for row in re.findall(r"^\|.*\|$", page, re.M) for cell in row.split("|")}
        source = {cell.strip() for row in re.findall(r"^\|.*\|$", english, re.M) for cell in row.split("|")}
        assert {cell for cell in said & source if re.search(r"[a-z]{3,} [a-z]{2,}", cell)} == set()


@pytest.mark.parametrize(("page", "named"), [(PAGES[f"{name} {lang}"], named) for name, named in NAMED.items() for lang in languages()])
def test_the_example_of_the_page_can_be_read(page: str, named: str) -> None:
    example = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert example is not None
    scenario, problems = read_text(BASE + example[1])
    assert problems == [] and scenario is not None
    assert [item.name for item in scenario.instruments] == [named]


def test_a_page_of_a_smaller_library() -> None:
    page = calls_page({"rent_free_building": LIBRARY["rent_free_building"]})
    assert "`milano_works_2015`" not in page and "| `rent_free_building` |" in page
