"""What tests of pages in a real Chromium share; importing it skips a module where Chromium or the extra `browser` is missing."""

import shutil
from collections.abc import Iterator
from typing import Any, Final

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra `browser` is not installed")
CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None)
MARKS: Final = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]
A4: Final = 687  # CSS pixels between the margins of the printed page
WIDTHS: Final = [(390, "screen"), (820, "screen"), (1100, "screen"), (A4, "print")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def shown(page: Any, width: int, media: str = "screen") -> Any:
    """The page in a window of this width, on screen or as it is printed."""
    page.emulate_media(media=media)
    page.set_viewport_size({"width": width, "height": 900})
    return page


def violations(page: Any) -> list[tuple[str, str]]:
    """What axe finds that matters: rule and element."""
    found = axe.Axe().run(page).response["violations"]
    return [(one["id"], node["html"][:200]) for one in found if one["impact"] != "minor" for node in one["nodes"]]


def sideways(page: Any) -> int:
    """Pixels that the page takes across."""
    return int(page.evaluate("document.scrollingElement.scrollWidth"))
