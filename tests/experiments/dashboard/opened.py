"""The live page opened in a Chromium with a tiny scenario, and what tests do on it."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

_PATIENCE: Final = 120_000  # ms, for a machine with much else to do
Opened = Callable[..., Any]
# Small, so that a study takes a moment: what is tested is the page.
TINY: Final = """
title: A tiny town
title_it: Una città minuscola
question: Does the hub live?
question_it: L'hub vive?
start: "2022-01"
horizon_months: 24
territory:
  towns: [sondrio]
  catchment_minutes: 0
  overrides: {sondrio: {professionals: 200, remote_workers: 150, firms: 100}}
hubs:
  - {name: adda, title: The Adda, title_it: L'Adda, town: sondrio, opens: 0, operator: private, building: rented, desks: 8, offices: 1}
policies:
  relief:
    title: Rent relief
    title_it: Affitto agevolato
    instruments:
      - {type: rent_relief, payer: region, share: 0.5}
"""


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Opened]:
    """Opens the page with the tiny scenario, as a reader of its own; nothing may come from elsewhere or be written to the console."""
    readers, wrong = [], []

    def open_page(query: str = "", *, width: int = 1280, tiny: bool = True, at: str = address) -> Any:
        readers.append(browser.new_context(viewport={"width": width, "height": 900}))
        page = readers[-1].new_page()
        page.set_default_timeout(_PATIENCE)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if "127.0.0.1" not in request.url else None)
        begin(page, at + query)
        if tiny:
            upload(page, TINY)
            page.wait_for_function("document.querySelector('#scenario').selectedOptions[0].dataset.own !== undefined")
        return page

    yield open_page
    for reader in readers:
        reader.close()
    assert wrong == []


def begin(page: Any, address: str) -> None:
    page.goto(address)
    page.locator("#panel").wait_for(state="attached")


def upload(page: Any, text: str | bytes) -> None:
    content = text.encode() if isinstance(text, str) else text
    page.set_input_files("#file", {"name": "mine.yaml", "mimeType": "application/yaml", "buffer": content})


def settled(page: Any, futures: str = "200") -> str:
    """The answer, once it is from so many futures."""
    page.wait_for_function(
        """futures => document.querySelector('#busy-text').textContent.includes(` ${futures} futur`)
        && !document.querySelector('#busy').classList.contains('working')""", arg=futures
    )
    return str(page.inner_text("#answer .what"))


def switch(page: Any, kind: str) -> None:
    page.locator(f'[id="i.{kind}"]').check()


def slide(page: Any, control: str, value: float) -> None:
    """Moves a slider and lets go of it."""
    page.locator(f'[id="r-{control}"]').evaluate(
        """(slider, value) => { slider.value = value;
        slider.dispatchEvent(new Event('input', {bubbles: true})); slider.dispatchEvent(new Event('change', {bubbles: true})); }""", value
    )


def look_at(page: Any, view: str) -> None:
    page.locator(f'#views input[value="{view}"]').check(force=True)
