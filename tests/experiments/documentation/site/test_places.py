"""Every page of the repository has its place in the site, and can be found there."""

import ast
import posixpath
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from experiments.documentation.by_language import folder, page_in
from experiments.documentation.site.building import colours, page
from experiments.documentation.site.common_mark import links
from experiments.documentation.site.places import HOME, LIST, OWN, language, places, target, twins
from experiments.languages import SOURCE, languages
from experiments.showing import style
from tests.repository import ROOT, files, name_of

KNOWN = places()
PAGES = [name for name in KNOWN if name.endswith(".md")]
SETTINGS: dict[str, Any] = YAML(typ="safe").load((ROOT / OWN / "mkdocs.yml").read_text("utf-8"))


def _named(entries: list[Any]) -> list[str]:
    found = []
    for entry in entries:
        inside = next(iter(entry.values())) if isinstance(entry, dict) else entry
        found += _named(inside) if isinstance(inside, list) else [inside]
    return found


NAV = _named(SETTINGS["nav"])


def test_every_page_of_the_repository_is_in_the_site() -> None:
    """But for the forms of the code host, which say nothing to readers."""
    ours = {name_of(path) for path in files() if path.suffix == ".md" and not name_of(path).startswith((".github/", f"{OWN}/"))}
    assert ours == set(PAGES)
    assert {name for name in KNOWN if name.endswith(".ipynb")} == {name_of(path) for path in files() if path.suffix == ".ipynb"}


def test_every_page_stands_once_in_the_navigation() -> None:
    for place in {place for place in KNOWN.values() if place.endswith(".md")}:
        found = [entry for entry in NAV if fnmatch(place, entry)]
        assert len(found) == 1, f"docs/site/mkdocs.yml: {place} is in {found or 'no part'} of `nav`"
    assert [entry for entry in NAV if "*" not in entry and entry not in KNOWN.values()] == []


def test_a_page_has_one_place() -> None:
    pages = [place for name, place in KNOWN.items() if not name.endswith(".py")]
    assert len(set(pages)) == len(pages)


def test_links_are_led_to_pages_of_the_site_or_to_none() -> None:
    assert target("../odd.md#71-entry", "docs/measured/coverage.md", KNOWN) == "../odd.md#71-entry"
    assert target("docs/adr", "README.md", KNOWN) == "pages.md#decisions"
    assert target("docs/measured", "README.md", KNOWN) == "pages.md"
    assert target("../guida.md", "docs/it/index.md", KNOWN) == "guide.md"
    assert target("../README.md", "docs/guida.md", KNOWN) == "../readme.md"
    assert target("../../benchmarks/land.py", "docs/measured/performance.md", KNOWN) is None
    assert target("https://example.org/a.md", "README.md", KNOWN) == "https://example.org/a.md"
    assert target("#limits", "README.md", KNOWN) == "#limits"


def test_no_link_of_a_page_as_staged_leaves_the_site() -> None:
    places_of_pages = set(KNOWN.values())
    for name in PAGES:
        text = page((ROOT / name).read_text("utf-8"), name, KNOWN)
        for link in links(text):
            if ":" not in link and not link.startswith("#"):
                folder = (ROOT / "docs" / KNOWN[name]).parent
                led = (folder / link.partition("#")[0]).resolve().relative_to(ROOT / "docs").as_posix()
                assert led in places_of_pages, f"{name}: {link}"


def test_pages_say_their_language_and_lead_to_the_other() -> None:
    assert (language("it/guide.md"), language("odd.md")) == ("it", "en")
    assert twins("guide.md", KNOWN) == {"it": "it/guide.md"} and twins("it/guide.md", KNOWN) == {"en": "guide.md"}
    assert twins("odd.md", KNOWN) == {"it": "it/index.md"}
    assert {HOME, f"it/{HOME}"} <= set(KNOWN.values())
    staged = page("# Guida\n", "docs/guida.md", KNOWN)
    head = YAML(typ="safe").load(staged.split("---\n")[1])
    assert head == {"lang": "it", "others": [{"lang": "en", "name": "English", "link": "guide.html"}]}
    assert staged.rstrip().endswith("---\n# Guida {#guida}")


def test_every_page_in_italian_has_its_english_one() -> None:
    for place in KNOWN.values():
        if place.startswith("it/"):
            assert place.removeprefix("it/") in KNOWN.values(), place


def test_the_list_of_all_pages_has_a_row_for_each_and_one_only() -> None:
    """A page of decisions has its row in the second table; a page in another language stands in the row of the English one."""
    listed = [target(row, LIST, KNOWN) for row in re.findall(r"^\| \[[^\]]*\]\(([^)#]+)\)", (ROOT / LIST).read_text("utf-8"), re.M)]
    assert [page for page in listed if listed.count(page) > 1] == []
    led = {target(link, LIST, KNOWN) for link in links((ROOT / LIST).read_text("utf-8"))}
    tops = {"readme.md", "contributing.md", "changelog.md", "releasing.md", KNOWN[LIST]}
    assert {KNOWN[name] for name in PAGES} - tops - led == set()


def test_a_page_leads_readers_to_pages_of_their_own_language() -> None:
    """Where there is one; but for the page itself in the other language."""
    pages = set(KNOWN.values())
    for name in PAGES:
        place = KNOWN[name]
        spoken = language(place)
        if spoken == SOURCE:
            continue
        for link in links((ROOT / name).read_text("utf-8")):
            led = (target(link, name, KNOWN) or "").partition("#")[0]
            meant = posixpath.normpath(posixpath.join(posixpath.dirname(place), led))
            if language(meant) == SOURCE and meant not in twins(place, KNOWN).values():
                assert f"{folder(spoken)}{meant}" not in pages, f"{name}: {link}"


def test_what_a_program_says_names_the_page_of_the_readers_language() -> None:
    for lang in languages():
        for path in (ROOT / "experiments" / "languages" / lang).glob("*.py"):
            for value in _texts(path):
                for named in re.findall(r"docs/[\w/]+\.md", value):
                    own = page_in(lang, named.removeprefix("docs/"))
                    assert named == own or own not in KNOWN, f"{path.name}: {value[:80]}"


def _texts(path: Path) -> list[str]:
    """What is said in a file of a language: the values of its tables."""
    tables = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Dict)]
    values = [value for table in tables for value in table.values]
    return [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]


def test_the_colours_are_those_of_the_report_and_can_be_read() -> None:
    assert style.GAIN in colours()
    assert style.contrast(style.GAIN, style.PAPER) >= style.LEGIBLE
