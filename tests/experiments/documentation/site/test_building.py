"""The site is built without a complaint, asks for nothing from elsewhere, and shows what the pages say."""

import html
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from experiments.documentation.site.building import build, stage
from experiments.documentation.site.common_mark import reader
from experiments.documentation.site.places import language, places
from tests.repository import ROOT

pytest.importorskip("material", reason="the extra `docs` is not installed")
pytestmark = pytest.mark.slow

KNOWN = places()
PAGES = {name: place for name, place in KNOWN.items() if name.endswith(".md")}
STRUCTURE = ("h1", "h2", "h3", "h4", "table", "tr", "td", "ul", "ol", "li", "pre", "details", "img")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(folder / "site", folder / "work")
    return folder / "site"


def _read(site: Path, place: str) -> str:
    return (site / place).with_suffix(".html").read_text("utf-8")


def _article(text: str) -> str:
    found = re.search(r'<article class="md-content__inner md-typeset">(.*?)</article>', text, re.S)
    assert found
    return found[1]


def _structure(text: str) -> dict[str, int]:
    return {tag: len(re.findall(rf"<{tag}\b", text)) for tag in STRUCTURE}


class _Fetched(HTMLParser):
    """What a browser fetches by itself, links not followed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and (name in ("src", "srcset") or (tag == "link" and name == "href"))]


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        parser = _Fetched()
        parser.feed(path.read_text("utf-8"))
        assert parser.found
        assert not [one for one in parser.found if re.match(r"[a-z]+:|//", one) and not one.startswith("data:")], path
        folder = path.parent if path.name != "404.html" else site
        assert not [one for one in parser.found if not one.startswith(("data:", "/")) and not (folder / one.partition("?")[0]).exists()]
    for path in site.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        assert not re.search(r"url\(['\"]?(?:https?:)?//", text), path


def test_the_search_tells_words_with_digits_apart(site: Path) -> None:
    [search] = site.glob("assets/javascripts/workers/search.*.js")
    found = re.search(r"TokenSet\.prototype\.toString=function\(\)\{.*?return \w+\}", search.read_text("utf-8"))
    assert found and found[0].count('.id+","}') == 1, "the theme writes this otherwise now: look whether it is mended there"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_it_says(site: Path, name: str) -> None:
    """As many headings, tables, lists, blocks of code and pictures as CommonMark sees in it."""
    wanted, shown = reader().render((ROOT / name).read_text("utf-8")), _article(_read(site, PAGES[name]))
    assert _structure(shown) == _structure(wanted)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_language_its_title_and_anchors_once(site: Path, name: str) -> None:
    text = _read(site, PAGES[name])
    assert f'<html lang="{language(PAGES[name])}"' in text
    title = re.search(r"<title>(.*?)</title>", text)
    assert title and "Coworking viability" in html.unescape(title[1])
    anchors = re.findall(r'<h\d id="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))


def test_a_link_that_leads_nowhere_fails_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def staged(pages: Path) -> None:
        stage(pages)
        for page in pages.rglob("*.md"):  # what stands in the others has no part in it, and takes most of the time
            page.write_text("# A page\n", "utf-8")
        (pages / "index.md").write_text("# Home\n\n[gone](gone.md) and [no such heading](odd.md#gone)\n", "utf-8")

    monkeypatch.setattr("experiments.documentation.site.building.stage", staged)
    with pytest.raises(subprocess.CalledProcessError):
        build(tmp_path / "site", tmp_path / "work")
    said = capfd.readouterr().err
    assert "gone.md" in said and "#gone" in said
