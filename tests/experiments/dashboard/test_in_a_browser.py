"""The live page in a real Chromium: what is moved is answered, in two languages, on a phone, for several readers at once."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from experiments.outcomes.scenarios import read_scenario
from tests.experiments.dashboard.opened import Opened, look_at, opened, settled, slide, switch, upload
from tests.experiments.dashboard.served import served
from tests.experiments.in_a_browser import MARKS, browser, sideways, violations

__all__ = ["browser", "opened"]

pytestmark = [*MARKS, pytest.mark.slow]
VIEWS: Final = ("members", "survival", "money", "ranking", "world", "map", "table")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as page:
        yield page.address


def test_a_slider_that_is_moved_changes_the_answer(opened: Opened) -> None:
    page = opened()
    before, paid = settled(page), page.locator("#answer .tiles b").nth(2)
    assert paid.inner_text() == "€0"
    assert "As things are" in before and page.locator("#view svg.drawing").count() == 1
    switch(page, "rent_relief")
    page.wait_for_function("document.querySelector('#answer .what').textContent.includes('With your choices')")
    half, paid_of_half = settled(page), paid.inner_text()
    slide(page, "i.rent_relief.share", 1)
    assert page.locator('[id="i.rent_relief.share"]').input_value() == "1"
    page.wait_for_function("half => document.querySelector('#answer .what').textContent !== half", arg=half)
    assert settled(page) != half and paid.inner_text() not in ("€0", paid_of_half)
    page.locator('[data-control="i.rent_relief.share"] .reset').click()
    page.wait_for_function("half => document.querySelector('#answer .what').textContent === half", arg=half)


def test_the_language_changes_and_nothing_that_was_set(opened: Opened) -> None:
    page = opened()
    switch(page, "voucher")
    page.locator('[id="i.voucher.share"]').fill("0.35")
    page.keyboard.press("Enter")
    settled(page)
    page.locator('#languages input[value="it"]').check(force=True)
    page.wait_for_function("document.documentElement.lang === 'it' && document.querySelector('#panel').dataset.decimal === ','")
    assert page.locator('[id="i.voucher"]').is_checked()
    assert page.locator('[id="i.voucher.share"]').input_value() == "0,35"
    assert page.inner_text("#controls-title") == "Le tue scelte" and page.inner_text("#title") == "Una città minuscola"
    page.wait_for_function("document.querySelector('#answer .what').textContent.startsWith('Con le tue scelte')")
    words = re.findall(r"[A-Za-z]+", page.inner_text("body"))
    assert not {"the", "with", "your", "month", "share"} & {word.lower() for word in words}


def test_what_is_saved_is_accepted_and_opens_as_it_was(opened: Opened, tmp_path: Path) -> None:
    page = opened()
    switch(page, "voucher")
    slide(page, "i.voucher.share", 0.35)
    slide(page, "h.adda.desks", 12)
    answer = settled(page)
    with page.expect_download() as begun:
        page.click("#save")
    file = tmp_path / begun.value.suggested_filename
    begun.value.save_as(file)
    scenario, problems = read_scenario(file)
    assert scenario is not None and not problems and file.suffix == ".yaml"
    assert scenario.policies["my_choices"].hubs["adda"].desks == 12
    again = opened(tiny=False)
    upload(again, file.read_text(encoding="utf-8"))
    again.wait_for_function("document.querySelector('#title').textContent === 'A tiny town'")
    assert again.locator('[id="i.voucher.share"]').input_value() == "0.35"
    assert settled(again) == answer
    with again.expect_download() as begun:
        again.click("#report")
    begun.value.save_as(tmp_path / "report.html")
    assert "Your choices" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_bad_file_is_told_with_its_lines_and_the_page_goes_on(opened: Opened) -> None:
    page = opened()
    answer = settled(page)
    for content, said in (
        ("title: x\nhorizon_months: many\n", "mine.yaml:2:17: horizon_months"), (b"\xff\xfe\x00", "not UTF-8"),
        ("x" * 1_100_000, "larger than"), ("extends: /etc/passwd\n", "extends"),
    ):
        page.evaluate("document.querySelector('#own-file').open = true")
        upload(page, content)
        page.wait_for_function("said => document.querySelector('#notice-opened').textContent.includes(said)", arg=said)
    assert page.inner_text("#title") == "A tiny town" and page.inner_text("#answer .what") == answer
    switch(page, "events")
    page.wait_for_function("document.querySelector('#answer .what').textContent.includes('With your choices')")


def test_a_mistake_is_said_beside_its_control(opened: Opened) -> None:
    page = opened()
    settled(page)
    switch(page, "voucher")
    field = page.locator('[id="i.voucher.share"]')
    field.fill("a lot")
    page.keyboard.press("Enter")
    message = page.locator('[id="m-i.voucher.share"] b')
    message.wait_for()
    assert message.inner_text() == "'a lot' is not a number; write a number from 0 to 1 (share of the price)"
    assert field.get_attribute("aria-invalid") == "true" and "put right" in page.inner_text("#busy-text")
    field.fill("0.5")
    page.keyboard.press("Enter")
    message.wait_for(state="detached")
    settled(page)


def test_a_hub_is_made_in_another_town(opened: Opened) -> None:
    page = opened(tiny=False)
    page.click("#new-town summary")
    page.fill("#a-town", "Atlantide")
    page.click("#town button")
    page.wait_for_function("document.querySelector('#notice-town').textContent.includes('Atlantide')")
    page.fill("#a-town", "Voghera")
    page.fill("#a-desks", "18")
    page.click("#town button")
    page.wait_for_function("document.querySelector('#title').textContent.includes('Voghera')")


def test_an_address_names_scenario_and_language(opened: Opened) -> None:
    page = opened("?scenario=pavia_growth&lang=it", tiny=False)
    assert page.inner_text("#title") == read_scenario("pavia_growth")[0].title_it  # type: ignore[union-attr]
    assert page.locator("html").get_attribute("lang") == "it"


@pytest.mark.parametrize(("lang", "width"), [
    ("en", 1280), ("it", 390), pytest.param("it", 800, marks=pytest.mark.repeated), pytest.param("en", 390, marks=pytest.mark.repeated),
])  # fmt: skip
def test_every_view_fits_and_axe_finds_nothing_that_matters(opened: Opened, lang: str, width: int) -> None:
    page = opened(f"?lang={lang}", width=width)
    switch(page, "voucher")
    settled(page)
    for view in VIEWS:
        look_at(page, view)
        page.wait_for_function("view => document.querySelector('#view').dataset.view === view", arg=view)
        settled(page)
        assert sideways(page) <= width, view
        assert page.locator("#view").inner_text().strip() or page.locator("#view svg").count()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert violations(page) == []
    assert sideways(page) <= width


def test_all_of_it_can_be_done_with_the_keyboard(opened: Opened) -> None:
    page = opened()
    settled(page)
    page.locator('[id="i.events"]').focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "r-i.events.extra_per_month"
    before = page.locator('[id="i.events.extra_per_month"]').input_value()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.getElementById('i.events.extra_per_month').value !== before", arg=before)
    page.locator('#views input[value="members"]').focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#view').dataset.view === 'survival'")


def test_ten_readers_do_not_see_one_another(opened: Opened) -> None:
    pages = [opened() for _ in range(10)]
    for number, page in enumerate(pages, 1):
        switch(page, "rent_relief")
        slide(page, "i.rent_relief.share", number / 10)
    paid = []
    for number, page in enumerate(pages, 1):
        settled(page)
        assert page.locator('[id="i.rent_relief.share"]').input_value() == str(number / 10).removesuffix(".0")
        paid.append(page.locator("#answer .tiles b").nth(2).inner_text())
    assert len(set(paid)) == 10  # each relief costs something else


def test_a_month_is_told_and_played(opened: Opened) -> None:
    page = opened()
    look_at(page, "world")
    page.locator("#month").wait_for()
    settled(page)
    assert page.inner_text("#month-name") == "December 2023"
    page.locator("#month").evaluate("slider => { slider.value = 1; slider.dispatchEvent(new Event('input', {bubbles: true})); }")
    assert page.inner_text("#month-name") == "January 2022" and page.locator('[data-of="base_members"]').inner_text().isdigit()
    page.click("#play")
    page.wait_for_function("Number(document.querySelector('#month').value) > 2")
    assert page.locator("#play").get_attribute("aria-pressed") == "true"
    page.click("#play")
    time.sleep(0.5)
    at = page.locator("#month").input_value()
    time.sleep(0.8)
    assert page.locator("#month").input_value() == at
