"""The live page in a real Chromium when something goes wrong: it says so in the reader's language, and the next change works."""

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from experiments.languages import Words
from tests.experiments.dashboard.failing import SHARE
from tests.experiments.dashboard.opened import Opened, look_at, opened, settled, slide, switch, upload
from tests.experiments.dashboard.served import served
from tests.experiments.in_a_browser import MARKS, browser, violations

__all__ = ["browser", "opened"]

pytestmark = [*MARKS, pytest.mark.slow]
RELIEF: Final = "i.rent_relief.share"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(program="tests.experiments.dashboard.failing") as page:
        yield page.address


def said(page: Any, words: str) -> None:
    """Waits until the line above the answer has these words."""
    page.wait_for_function("words => document.querySelector('#busy-text').textContent.includes(words)", arg=words)


def speak(page: Any, lang: str) -> None:
    page.locator(f'#languages input[value="{lang}"]').check(force=True)
    page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)


def test_a_study_that_breaks_half_way_is_said_and_the_next_change_works(opened: Opened) -> None:
    page, other = opened("?lang=it"), opened()
    settled(page)
    switch(page, "rent_relief")
    half = settled(page)
    for _ in range(2):  # the same again is tried again
        slide(page, RELIEF, SHARE)
        said(page, "Non ha funzionato: un processo si è interrotto")
        assert page.locator("#busy").get_attribute("class") == "busy wrong"
        slide(page, RELIEF, 0.5)
        assert settled(page) == half
    slide(page, RELIEF, SHARE)
    said(page, "Non ha funzionato")
    speak(page, "en")
    said(page, "That did not work: a worker died")
    assert violations(page) == []
    look_at(page, "survival")
    said(page, "That did not work: a worker died")
    slide(page, RELIEF, 0.5)
    assert "With your choices" in settled(page)
    assert "As things are" in settled(other)  # who shares the threads has not noticed


def test_a_program_that_is_killed_is_said_and_started_again_serves_the_page(browser: Any) -> None:
    page = browser.new_page()
    page.set_default_timeout(120_000)
    with served() as server:
        page.goto(server.address)
        settled(page)
        speak(page, "it")
        switch(page, "voucher")  # a study is being run
        server.end(signal.SIGKILL)
        page.locator("#lost").wait_for(state="visible")
        assert page.inner_text('#lost [data-t="lost"]') == Words("it", "dashboard")("lost")
        assert violations(page) == []
    with served("--port", str(urlsplit(server.address).port)):
        page.reload()
        settled(page)
        assert page.locator("#lost").is_hidden() and page.get_attribute("html", "lang") == "it"
        switch(page, "voucher")
        page.wait_for_function("document.querySelector('#answer .what').textContent.startsWith('Con le tue scelte')")
    page.close()


def test_a_page_that_is_loaded_again_shows_what_it_says_and_a_saved_file_brings_the_choices_back(opened: Opened, tmp_path: Path) -> None:
    page = opened()
    speak(page, "it")
    switch(page, "rent_relief")
    slide(page, RELIEF, 0.75)
    look_at(page, "survival")
    answer = settled(page)
    with page.expect_download() as begun:
        page.click("#save")
    begun.value.save_as(tmp_path / "saved.yaml")
    page.reload()
    page.locator("#panel").wait_for(state="attached")
    settled(page)
    assert page.get_attribute("html", "lang") == "it" and page.locator('#languages input[value="it"]').is_checked()
    assert page.locator("#view").get_attribute("data-view") == page.locator("#views input:checked").input_value()
    assert page.inner_text("#title") == page.locator("#scenario option:checked").inner_text() == "Una città minuscola"
    assert page.locator(f'[id="{RELIEF}"]').input_value() == "0,75" and settled(page) == answer  # what the tab kept
    page.select_option("#scenario", "pavia_growth")
    page.wait_for_function("location.search.includes('scenario=pavia_growth')")
    upload(page, (tmp_path / "saved.yaml").read_bytes())
    page.wait_for_function("document.querySelector('#title').textContent === 'Una città minuscola'")
    assert page.locator(f'[id="{RELIEF}"]').input_value() == "0,75" and settled(page) == answer
    page.select_option("#scenario", "pavia_growth")
    page.wait_for_function("location.search.includes('scenario=pavia_growth')")
    page.reload()
    page.locator("#panel").wait_for(state="attached")
    assert page.locator("#scenario").input_value() == "pavia_growth"


def test_of_many_moves_the_last_is_answered(opened: Opened) -> None:
    page = opened()
    switch(page, "rent_relief")
    for tenths in (1, 9, 3, 7, 2, 8):
        slide(page, RELIEF, tenths / 10)
    page.locator(f'[id="{RELIEF}"]').fill("a lot")
    page.keyboard.press("Enter")
    page.locator(f'[id="m-{RELIEF}"] b').wait_for()
    page.wait_for_timeout(2000)  # what was being run and drawn is there by now, and does not hide the mistake
    assert "put right" in page.inner_text("#busy-text") and page.locator("#busy").get_attribute("class") == "busy wrong"
    look_at(page, "money")
    page.wait_for_timeout(500)
    assert "put right" in page.inner_text("#busy-text")
    for tenths in (4, 6):
        slide(page, RELIEF, tenths / 10)
    moved = settled(page), page.inner_text("#answer .tiles")
    again = opened()
    switch(again, "rent_relief")
    slide(again, RELIEF, 0.6)
    assert (settled(again), again.inner_text("#answer .tiles")) == moved


def test_one_reader_too_many_is_told_so_in_their_language(browser: Any, address: str) -> None:
    from websockets.sync.client import connect

    from experiments.dashboard.app import MOST_SESSIONS

    page = browser.new_page()
    page.set_default_timeout(120_000)
    with ExitStack() as readers:
        for _ in range(MOST_SESSIONS):
            reader = readers.enter_context(connect(address.replace("http:", "ws:") + "websocket/", open_timeout=120))
            reader.send(json.dumps({"method": "init", "data": {}}))
        page.goto(f"{address}?lang=it")
        said(page, Words("it", "dashboard")("full"))
        speak(page, "en")
        said(page, Words("en", "dashboard")("full"))
    page.close()
