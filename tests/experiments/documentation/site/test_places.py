"""Every page of the repository has its place in the site, and can be found there."""

from fnmatch import fnmatch
from typing import Any

from ruamel.yaml import YAML

from experiments.documentation.site.building import colours, page
from experiments.documentation.site.common_mark import links
from experiments.documentation.site.places import HOME, OWN, language, places, target, twins
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


def test_the_colours_are_those_of_the_report_and_can_be_read() -> None:
    assert style.GAIN in colours()
    assert style.contrast(style.GAIN, style.PAPER) >= style.LEGIBLE
