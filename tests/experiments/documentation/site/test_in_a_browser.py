"""The site in a real Chromium, opened as files; skipped without Chromium or one of the extras `browser` and `docs`."""

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.documentation.site.building import build
from tests.experiments.in_a_browser import MARKS, browser, shown, sideways, violations

__all__ = ["browser"]

pytest.importorskip("material", reason="the extra `docs` is not installed")
pytestmark = [*MARKS, pytest.mark.slow]
PAGES = ("index", "it/index", "odd", "questions", "parameters")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(folder / "site", folder / "work")
    return folder / "site"


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page()
    opened.set_default_timeout(120_000)
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda error: opened.asked.append(f"error: {error}"))
    yield opened
    opened.close()


def _open(page: Any, site: Path, place: str) -> Any:
    page.goto((site / f"{place}.html").as_uri())
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_whole_and_can_be_read_by_all(site: Path, page: Any, place: str) -> None:
    for width in (390, 1280):
        assert sideways(_open(shown(page, width), site, place)) <= width
    assert violations(page) == []
    assert [asked for asked in page.asked if not asked.startswith(("file:", "data:", "blob:", "about:"))] == []


@pytest.mark.parametrize(("place", "words", "found"), [
    ("index", "deadweight", "glossary.html"), ("it/index", "notorietà", "it/parameters.html"), ("index", "beta_n", "parameters.html"),
])  # fmt: skip
def test_search_finds_words_of_both_languages_without_a_server(site: Path, page: Any, place: str, words: str, found: str) -> None:
    shown(_open(page, site, place), 1280)
    page.click(".md-search__input")
    page.keyboard.type(words)
    page.wait_for_selector(".md-search-result__link")
    led = page.eval_on_selector_all(".md-search-result__link", "links => links.map(link => link.href)")
    assert any(f"/site/{found}" in link for link in led), led


def test_every_beginning_of_a_word_is_answered(site: Path, page: Any) -> None:
    """None ends the search in an error, with the words and numbers that stand in the pages today."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    shown(_open(page, site, "index"), 1280)
    page.click(".md-search__input")
    page.keyboard.type("voucher")
    page.wait_for_selector(".md-search-result__link")
    for begun in string.ascii_lowercase + string.digits:
        page.fill(".md-search__input", f"{begun}")
        page.wait_for_timeout(100)
    page.fill(".md-search__input", "deadweight")
    page.wait_for_function("document.querySelector('.md-search-result__list').innerText.includes('eadweight')")
    assert said == []


def test_the_switch_leads_to_the_same_page_in_the_other_language(site: Path, page: Any) -> None:
    shown(_open(page, site, "guide"), 1280)
    page.click(".other-language a")
    page.wait_for_url("**/it/guide.html")
    assert page.get_attribute("html", "lang") == "it"
    page.click(".other-language a")
    page.wait_for_url("**/guide.html")
    assert page.get_attribute("html", "lang") == "en"
