"""The page in a real Chromium: on a phone, on paper, for who cannot see it well; skipped without Chromium or the extra `browser`."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from experiments.report import render
from tests.experiments.in_a_browser import MARKS, WIDTHS, browser, shown, sideways, violations
from tests.experiments.report.fakes import POLICIES, results

__all__ = ["browser"]

PDFTOTEXT = shutil.which("pdftotext")
pytestmark = MARKS

MOST_SHEETS = 26
SMALLEST = 9.0  # pixels of the smallest words
OFFICE, AUTHOR = "Comune di Sondrio, Ufficio sviluppo economico", "Anna Rossi"
_RELIEF = POLICIES["rent_free"]["instruments"]
LONG = "Edificio senza affitto e sportello " * 3 + "di " + "sovra" * 12
KINDS: dict[str, dict[str, Any]] = {
    "one": {"hubs": 1, "policies": 3},
    "many": {"hubs": 9, "policies": 2},
    "crowded": {"policies_content": {f"p{number}": {"title": f"{number} {LONG}", "instruments": _RELIEF} for number in range(6)}},
}
PAGES = [
    pytest.param(("it", "one"), marks=pytest.mark.repeated, id="it-one"), pytest.param(("en", "many"), id="en-many"),
    pytest.param(("it", "crowded"), id="it-crowded"), pytest.param(("en", "one"), marks=pytest.mark.repeated, id="en-one"),
]  # fmt: skip


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    lang, kind = request.param
    made = results(replicates=8, office=OFFICE, author=AUTHOR, **KINDS[kind])
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(render(made, lang, date(2026, 11, 29)), encoding="utf-8")
    opened = browser.new_page()
    opened.set_default_timeout(120_000)
    opened.goto(file.as_uri())
    yield opened
    opened.close()


@pytest.mark.parametrize(("width", "media"), WIDTHS)
def test_nothing_scrolls_the_page_sideways(page: Any, width: int, media: str) -> None:
    assert sideways(shown(page, width, media)) <= width


@pytest.mark.parametrize(("width", "media"), [WIDTHS[0], *WIDTHS[2:]])
def test_axe_finds_nothing_that_matters(page: Any, width: int, media: str) -> None:
    assert violations(shown(page, width, media)) == []


def test_words_of_figures_can_be_read_on_a_phone(page: Any) -> None:
    sizes = shown(page, 390).evaluate(
        """() => [...document.querySelectorAll('svg.drawing')].flatMap(drawing => {
          const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
          return [...drawing.querySelectorAll('text')].map(text => scale * parseFloat(getComputedStyle(text).fontSize));
        })"""
    )
    assert len(sizes) > 50 and min(sizes) >= SMALLEST


def test_no_word_of_a_figure_is_cut(page: Any) -> None:
    cut = shown(page, 1100).evaluate(
        """() => [...document.querySelectorAll('svg.drawing')].flatMap(drawing => {
          const box = drawing.getBoundingClientRect();
          return [...drawing.querySelectorAll('text')].filter(text => {
            const {left, right, top, bottom} = text.getBoundingClientRect();
            return right > box.right + 1 || left < box.left - 1 || bottom > box.bottom + 1 || top < box.top - 1;
          }).map(text => text.textContent);
        })"""
    )
    assert cut == []


@pytest.mark.parametrize("width", [390, 1100])
def test_no_head_of_a_row_or_column_is_broken_inside_a_word(page: Any, width: int) -> None:
    broken = shown(page, width).evaluate(
        """() => [...document.querySelectorAll('th')].filter(head => {
          const range = document.createRange();
          return [...head.childNodes].filter(node => node.nodeType === 3).some(node => {
            let end = 0;
            return node.textContent.split(/(\\s+|(?<=-))/).some(word => {
              range.setStart(node, end); range.setEnd(node, end += word.length);
              return word.trim() && word.length <= 24 && new Set([...range.getClientRects()].map(rect => Math.round(rect.top))).size > 1;
            });
          });
        }).map(head => head.textContent)"""
    )
    assert broken == []


def test_what_is_cut_off_on_a_phone_says_so(page: Any) -> None:
    unsaid = shown(page, 390).evaluate(
        """() => [...document.querySelectorAll('.scroll, .wide')].filter(box => box.scrollWidth > box.clientWidth
          && !getComputedStyle(box, '::before').content.includes(box.dataset.hint)).map(box => box.ariaLabel)"""
    )
    assert unsaid == []


def test_on_a_phone_each_policy_is_a_card_that_names_its_values(page: Any) -> None:
    unnamed = shown(page, 390).evaluate(
        """() => [...document.querySelectorAll('h2#ranking ~ table td')]
          .filter(cell => getComputedStyle(cell, '::before').content.length < 5).map(cell => cell.textContent)"""
    )
    assert unnamed == []


def _printed(page: Any, folder: Path) -> list[str]:
    """The words of each sheet, as a browser prints it: not with the medium that another test asked for."""
    page.emulate_media(media="null")  # None would leave it
    page.pdf(path=folder / "report.pdf", prefer_css_page_size=True)
    command = [str(PDFTOTEXT), "-layout", folder / "report.pdf", "-"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.split("\f")[:-1]


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext on this machine")
def test_the_printed_page_has_numbers_and_leaves_no_heading_alone(page: Any, tmp_path: Path) -> None:
    told = _printed(page, tmp_path)
    sheets = [[" ".join(line.split()) for line in sheet.splitlines() if line.strip()] for sheet in told]
    heads = page.evaluate("[...document.querySelectorAll('h1, h2, h3, summary, thead')].map(head => head.innerText)")
    day = re.compile(r"29 (novembre|November) 2026")
    for number, (above, *body, below) in enumerate(sheets, 1):
        assert below == f"{OFFICE} · {AUTHOR} {number} / {len(sheets)}"
        assert day.search(above)
        axis = re.fullmatch(r"[\d ]+", body[-1])  # the years below a figure
        assert axis or not [head for head in heads if set(body[-1].split()) <= set(head.split())], f"page {number} ends with {body[-1]!r}"
    assert any("horizon_months: 72" in sheet for sheet in told)  # of the last fold


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext on this machine")
def test_the_first_sheet_holds_the_decision_and_all_are_few(page: Any, tmp_path: Path) -> None:
    sheets = _printed(page, tmp_path)
    first, words = " ".join(sheets[0].split()), page.evaluate("[...document.querySelectorAll('.answer p')].map(part => part.innerText)")
    if page.locator("h2#policies ~ .verdicts article").count() <= 3:  # more, with titles of three lines each, take a second
        assert [part for part in words if " ".join(part.split()) not in first] == []
        assert len(sheets) <= MOST_SHEETS
