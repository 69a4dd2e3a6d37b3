"""The page for who hears it, prints it or signs it: headings in order, contents, names of tables, the office on paper."""

import re
from datetime import date
from functools import cache
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.report import render
from experiments.report.page import _css_text
from experiments.report.reader import Reader
from experiments.report.trust import _plain
from model.scenario import Scenario
from tests.experiments.report.fakes import results, scenario

NASTY = 'Comune"}</style><script>alert(1)</script>\\'
KINDS = [(1, 3), (1, 0), (9, 2)]  # hubs, policies


@cache
def _page(hubs: int, policies: int, lang: str = "it") -> str:
    return render(results(hubs=hubs, policies=policies, replicates=4), lang)


@pytest.mark.parametrize("kind", KINDS)
def test_headings_skip_no_level(kind: tuple[int, int]) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", _page(*kind))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_contents_lead_to_every_section_and_say_what_it_is_called(kind: tuple[int, int]) -> None:
    page = _page(*kind)
    links = re.findall(r'<li><a href="#(\w+)">([^<]+)</a>', page)
    assert links == [(name, title.strip()) for name, title in re.findall(r'<h2 id="(\w+)">([^<]+)', page)]
    assert len(links) >= 9


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_has_a_name_and_every_head_a_scope(kind: tuple[int, int]) -> None:
    page = _page(*kind)
    assert page.count("<table") == len(re.findall(r'<table[^>]*><caption class="unseen">[^<]+</caption>', page)) >= 4
    assert not re.findall(r"<th(?![^>]* scope=)[ >]", page) and not re.findall("<th[^>]*></th>", page)


def test_office_author_and_day_stand_at_the_head_and_in_the_margins_of_paper() -> None:
    made = results(replicates=3, office="Comune di Sondrio", author="Anna Rossi")
    page = render(made, "it", date(2026, 11, 3))
    assert '<p class="facts">Comune di Sondrio · Anna Rossi</p>' in page
    assert f"@bottom-left{{content:{_css_text('Comune di Sondrio · Anna Rossi')}}}" in page
    assert f"@top-right{{content:{_css_text('3 novembre 2026')}}}" in page and "<dd>3 novembre 2026</dd>" in page
    without = _page(1, 3)
    assert "@bottom-left{content" not in without and "@top-right{content" not in without


def test_words_of_an_office_end_no_style_sheet() -> None:
    page = render(results(replicates=3, policies=0, office=NASTY), "en")
    assert page.count("</style>") == 1 and page.count("<script") == page.count('<script type="application/json"') == 1
    assert NASTY in unescape(page)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30))
def test_any_words_are_one_text_of_a_style_sheet(words: str) -> None:
    written = _css_text(words)
    assert not set('"<>}{\n') & set(written[1:-1])
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), written[1:-1]) == words


def test_merged_and_written_scenarios_keep_office_and_author() -> None:
    made = scenario(office="Comune di Sondrio", author="Anna Rossi")
    for kept in (made.with_policy("rent_free"), made.over(24), Scenario.model_validate(made.written())):
        assert (kept.office, kept.author) == ("Comune di Sondrio", "Anna Rossi")
    assert "office" not in scenario().written()


def test_large_parameters_have_no_decimals() -> None:
    reader = Reader(results(replicates=3, policies=0), "it")
    assert [_plain(reader, value) for value in (46_500.0, 150_000.0, 7.5, 0.00005, 12.0)] == ["46.500", "150.000", "7,5", "0,00005", "12"]
