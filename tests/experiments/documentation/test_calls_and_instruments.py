"""The generated pages of real calls and of the keys of instruments."""

import re
from typing import get_args

import pytest

from experiments.documentation.calls import calls_page
from experiments.documentation.instruments import instruments_page
from model.reading.slots import type_name
from model.scenario import read_text
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.instruments import Instrument
from model.scenario.library import calls
from model.scenario.shocks import Shock, ShockBlock
from tests.model.scenario.test_instruments import BASE

LIBRARY = calls()


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
    assert "| `cap_eur` | number | EUR | 5,000 – 600,000 | 0 – 100,000,000 |  | Most that one hub receives (default: no cap). |" in page


@pytest.mark.parametrize("page", [calls_page(), instruments_page()], ids=["calls", "instruments"])
def test_the_tables_of_the_page_are_whole(page: str) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", page, re.M)
    assert tables
    for table in tables:
        assert len({row.count("|") for row in table.splitlines()}) == 1


@pytest.mark.parametrize(("page", "named"), [(calls_page(), "milano_voucher_2013"), (instruments_page(), "rent_relief")])
def test_the_example_of_the_page_can_be_read(page: str, named: str) -> None:
    example = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert example is not None
    scenario, problems = read_text(BASE + example[1])
    assert problems == [] and scenario is not None
    assert [item.name for item in scenario.instruments] == [named]


def test_a_page_of_a_smaller_library() -> None:
    page = calls_page({"rent_free_building": LIBRARY["rent_free_building"]})
    assert "`milano_works_2015`" not in page and "| `rent_free_building` |" in page
