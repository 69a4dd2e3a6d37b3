"""Choices in a real Chromium: they come back after a reload, to their own tab alone; months, towns and the whole page by keyboard."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.experiments.dashboard.opened import Opened, begin, opened
from tests.experiments.dashboard.served import Served, served
from tests.experiments.in_a_browser import MARKS, browser, sideways, violations

__all__ = ["browser", "opened"]

pytestmark = [*MARKS, pytest.mark.slow]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as page:
        yield page.address


def again(page: Any) -> None:
    page.reload()
    page.locator("#panel").wait_for(state="attached")


def chosen(page: Any) -> dict[str, Any]:
    """What stands on the page once it is answered from all futures."""
    page.wait_for_function("/ 200 futur/.test(document.querySelector('#busy-text').textContent)"
                           " && !document.querySelector('#busy').classList.contains('working')")
    found: dict[str, Any] = page.evaluate("""() => ({
        fields: [...document.querySelectorAll('#controls input, #controls select')].map(
            (one) => one.type === 'checkbox' ? one.checked : one.value),
        changed: [...document.querySelectorAll('.control.changed')].map((one) => one.dataset.control),
        title: document.querySelector('#title').textContent, answer: document.querySelector('#answer').textContent,
        view: document.querySelector('#view').dataset.view, lang: document.documentElement.lang,
    })""")
    return found


def set_some(page: Any) -> None:
    page.locator('[id="i.voucher"]').check()
    page.locator('[id="i.voucher.share"]').fill("0.35")
    page.keyboard.press("Enter")
    page.locator('[data-control="s.horizon_months"] .pick', has_text="36").click()
    page.locator('#views input[value="survival"]').check(force=True)


def test_what_was_set_is_there_again_in_its_tab_alone(opened: Opened, address: str) -> None:
    page = opened("?lang=en")
    set_some(page)
    before = chosen(page)
    assert before["changed"] == ["s.horizon_months", "i.voucher.share"] and "within 36 months" in before["answer"]
    again(page)
    assert chosen(page) == before
    page.locator('#languages input[value="it"]').check(force=True)
    page.wait_for_function("document.querySelector('#title').textContent === 'Una città minuscola'")
    page.wait_for_function("document.querySelector('#answer').textContent.includes('Con le tue scelte')")
    italian = chosen(page)
    again(page)
    assert chosen(page) == italian
    other = page.context.new_page()
    begin(other, f"{address}?lang=en")
    assert other.locator("#title").inner_text() != "A tiny town" and other.locator(".control.changed").count() == 0
    begin(page, f"{address}?scenario=pavia_growth&lang=it")
    assert page.locator(".control.changed").count() == 0
    page.go_back()
    page.locator("#panel").wait_for(state="attached")
    assert chosen(page) == italian


def test_what_was_set_outlives_the_program(opened: Opened) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with served("--port", port) as first:
        page = opened("?lang=en", at=first.address)
        set_some(page)
        before = chosen(page)
        first.end()
        page.locator("#again").wait_for()
        assert "your choices come back" in page.inner_text("#lost")
    second = Served("--port", port)
    try:
        page.click("#again")
        page.locator("#panel").wait_for(state="attached")
        assert chosen(page) == before
    finally:
        second.end()


def test_what_is_set_while_the_language_changes_stays(opened: Opened) -> None:
    page = opened("?lang=en")
    chosen(page)
    page.evaluate("""() => {
        document.querySelector('#languages input[value="it"]').click();
        document.getElementById('i.events').click();
        document.querySelector('[data-control="s.horizon_months"] .pick').click();
    }""")
    page.wait_for_function("document.querySelector('#controls-title').textContent === 'Le tue scelte'")
    page.wait_for_function("document.querySelector('#answer').textContent.includes('Con le tue scelte')")
    found = chosen(page)
    assert page.locator('[id="i.events"]').is_checked() and page.locator('[id="s.horizon_months"]').input_value() == "24"
    assert page.locator("#controls").inner_text().startswith("Parti da") and "24 mesi" in found["answer"]


def test_another_case_shows_nothing_of_the_last(opened: Opened) -> None:
    page = opened("?lang=en")
    set_some(page)
    chosen(page)
    page.evaluate("""() => { window.seen = []; new MutationObserver(() => {
        const title = document.querySelector('#title').textContent, answer = document.querySelector('#answer').textContent;
        if (title !== 'A tiny town' && answer.includes('With your choices')) window.seen.push(title);
    }).observe(document.body, { subtree: true, childList: true, characterData: true }); }""")
    page.select_option("#scenario", "sondrio_downsizing")
    page.wait_for_function("document.querySelector('#answer').textContent.includes('As things are')")
    assert page.evaluate("window.seen") == []


def test_all_can_be_undone_at_once(opened: Opened) -> None:
    page = opened("?lang=en")
    nothing = chosen(page)
    set_some(page)
    assert chosen(page)["changed"]
    page.click("#anew")
    page.wait_for_function("document.querySelectorAll('.control.changed').length === 0")
    assert chosen(page) == {**nothing, "view": "survival"}


@pytest.mark.parametrize(("lang", "width"), [("it", 390), ("en", 1280)])
def test_a_hub_is_begun_with_choices_in_words(opened: Opened, lang: str, width: int) -> None:
    page = opened(f"?lang={lang}", width=width)
    page.click("#new-town summary")
    page.fill("#a-town", "Reggio Emilia")
    page.click("#town button")
    page.wait_for_function("document.querySelector('#notice-town').textContent.includes(\"Reggio nell'Emilia (RE)\")")
    assert violations(page) == [] and sideways(page) <= width
    page.fill("#a-town", "Moncenisio")
    page.select_option("#a-operator", label={"it": "cooperativa", "en": "cooperative"}[lang])
    page.fill("#a-opens", {"it": "marzo 2027", "en": "March 2027"}[lang])
    page.click("#town button")
    page.wait_for_function("document.querySelector('#title').textContent.includes('Moncenisio')")
    assert page.locator('[id="h.hub.operator"]').input_value() == "cooperative"


def test_every_control_is_reached_by_keyboard_and_seen_when_it_is(opened: Opened) -> None:
    page = opened("?lang=en")
    page.locator('[id="i.voucher"]').check()
    chosen(page)
    page.locator(".skip").focus()
    reached, unseen = [page.locator(".skip").inner_text().strip()], []
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => { const one = document.activeElement, box = one.getBoundingClientRect();
            const shown = getComputedStyle(one.matches('.languages input, .views input') ? one.nextElementSibling : one);
            return one === document.body ? null : { id: one.id || one.name || one.textContent.trim(), ring: parseFloat(shown.outlineWidth),
                inside: box.bottom > 0 && box.top < innerHeight }; }""")
        if at is None:
            break
        reached.append(at["id"])
        unseen += [] if at["ring"] >= 2 and at["inside"] else [at]
    else:
        pytest.fail(f"never out again: {reached[-5:]}")
    assert unseen == []
    wanted = page.evaluate("""() => [...document.querySelectorAll('a[href], button, select, input, summary')].filter(
        (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.type !== 'radio' && !one.closest('.bar')
    ).map((one) => one.id || one.name || one.textContent.trim())""")
    missed = [one for one in wanted if one not in reached]
    assert missed == []
