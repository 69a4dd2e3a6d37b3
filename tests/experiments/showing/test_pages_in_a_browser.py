"""Pages written from Markdown in a real Chromium, in every language: studies, and the scorecard of the facts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.calibration.page import page as scorecard_page
from experiments.calibration.page import picture
from experiments.calibration.scorecard import lines
from experiments.documentation.studies import FOLDER, RESULT, studies
from experiments.languages import languages
from experiments.showing.page import html
from experiments.sweeps.findings import page as study_page
from tests.experiments.calibration.test_scorecard import PLACED, judged
from tests.experiments.in_a_browser import MARKS, WIDTHS, browser, shown, sideways, violations

__all__ = ["browser"]
pytestmark = MARKS
SCORECARD = "scorecard"


def _written(name: str, lang: str) -> str:
    if name == SCORECARD:
        found = lines(judged(1.0), judged(0.5))
        return html(scorecard_page(found, (8, 8), 4, PLACED, 16, lang, "it.png"), {"it.png": picture(found, lang)}, lang)
    folder = FOLDER / name
    images = {path.name: path.read_bytes() for path in sorted(folder.glob("*.png"))}
    return html(study_page(json.loads((folder / RESULT).read_text("utf-8")), list(images), lang), images, lang)


@pytest.fixture(scope="module", params=[(name, lang) for name in (*studies(), SCORECARD) for lang in languages()], ids="-".join)
def page(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    file: Path = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(_written(*request.param), encoding="utf-8")
    opened = browser.new_page()
    opened.set_default_timeout(120_000)
    opened.goto(file.as_uri())
    yield opened
    opened.close()


@pytest.mark.parametrize(("width", "media"), WIDTHS)
def test_nothing_scrolls_the_page_sideways(page: Any, width: int, media: str) -> None:
    assert sideways(shown(page, width, media)) <= width


def test_axe_finds_nothing_that_matters(page: Any) -> None:
    assert violations(shown(page, 390)) == []


def test_what_scrolls_is_reached_by_the_keyboard_and_says_so(page: Any) -> None:
    unreached = shown(page, 390).evaluate(
        """() => [...document.querySelectorAll('body *')].filter(box => /auto|scroll/.test(getComputedStyle(box).overflowX)
          && box.scrollWidth > box.clientWidth + 1
          && (box.tabIndex < 0 || !box.ariaLabel || !getComputedStyle(box, '::before').content.includes(box.dataset.hint)))
          .map(box => box.outerHTML.slice(0, 80))"""
    )
    assert unreached == []
