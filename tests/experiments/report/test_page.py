"""The page stands alone, is well formed, speaks both languages and fits every kind of run."""

import re
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from experiments.languages import languages
from experiments.report import render, write_report
from experiments.report.reader import Reader
from experiments.runs.results import Results
from tests.experiments.report.fakes import POLICIES, results

_VOID = {"meta", "link", "br", "img", "hr", "input"}
MOST_BYTES = 1_000_000


class _Page(HTMLParser):
    """Checks that tags are closed in order and collects what the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.labels: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.labels += (found.get("aria-labelledby") or "").split()
        self.loads += [value or "" for name, value in attrs if name in {"src", "srcset", "href", "data", "action", "poster"}]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "pre", "script"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


@cache
def _results(hubs: int = 1, policies: int = 3, months: int = 72) -> Results:
    return results(hubs=hubs, policies=policies, months=months, replicates=12)


@cache
def _page(lang: str = "it", hubs: int = 1, policies: int = 3, months: int = 72) -> str:
    return render(_results(hubs, policies, months), lang)


KINDS = [(1, 3, 72), (1, 0, 12), (1, 1, 2), (9, 2, 72)]  # hubs, policies, months


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_well_formed_and_loads_nothing(kind: tuple[int, int, int], lang: str) -> None:
    text = _page(lang, *kind)
    page = _Page(text)
    assert f'<html lang="{lang}">' in text
    assert page.tags.count("script") == text.count('<script type="application/json"') == 1 and "iframe" not in page.tags
    assert all(address.startswith("#") or address == "data:," for address in page.loads)
    assert "@import" not in text and "url(http" not in text
    assert len(text.encode()) < MOST_BYTES


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_labels_exist(kind: tuple[int, int, int]) -> None:
    page = _Page(_page("en", *kind))
    drawings = [name for name in page.ids if not name.startswith("mark-")]
    assert len(set(drawings)) == len(drawings)
    assert set(page.labels) <= set(page.ids)


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_is_missing_and_no_blank_unfilled(kind: tuple[int, int, int]) -> None:
    for lang in ("it", "en"):
        words = _Page(_page(lang, *kind)).text
        assert not re.search(r"\bnan\b|\binf\b|\bNone\b(?! of the policies)|\{\w+\}|Undefined", words)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_section_is_there(lang: str) -> None:
    reader = Reader(_results(), lang)
    text = _Page(_page(lang).partition("<main>")[2].partition("</main>")[0]).text
    sections = ("the_question", "the_answer", "how_sure", "survival_title", "members_title", "money_title", "pairs_title", "policies_title",
                "trust_title", "scenario_title", "limits_title", "provenance_title")
    places = [text.index(reader.t(key)) for key in sections]
    assert places == sorted(places)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_figure_says_how_to_read_it(lang: str) -> None:
    page = _page(lang)
    words = "Come si legge" if lang == "it" else "How to read it"
    drawings = page.count('class="drawing"')
    assert drawings == 6
    assert page.count(words) >= drawings


def test_the_page_speaks_one_language() -> None:
    italian, english = _Page(_page("it")).text, _Page(_page("en")).text
    assert "How to read it" not in italian and "Come si legge" not in english
    assert "Un hub pilota a Sondrio" in italian and "A pilot hub in Sondrio" in english
    assert "Edificio senza affitto" in italian and "Rent-free building" in english
    assert "marzo 2025" in italian and "March 2025" in english


def test_the_first_number_is_that_of_the_results() -> None:
    lost = int(_results().values("shrunk_or_closed_36").sum())
    assert f"In {lost} of {_results().replicates} simulated futures" in _Page(_page("en")).text


def test_the_same_results_give_the_same_page() -> None:
    assert render(results(replicates=4, policies=0), "it") == render(results(replicates=4, policies=0), "it")


def test_the_scenario_in_the_page_repeats_the_run() -> None:
    found = re.search(r"<pre[^>]*>(.*?)</pre>", _page("en"), re.DOTALL)
    assert found

    class Text(HTMLParser):
        data = ""

        def handle_data(self, data: str) -> None:
            self.data += data

    reader = Text()
    reader.feed(found[1])
    written = YAML(typ="safe").load(reader.data)
    assert written["hubs"][0]["desks"] == 14 and set(written["policies"]) == set(POLICIES)
    assert "coworking run scenario.lock.yaml --replicates 12 --seed 1 --lang en" in _Page(_page("en")).text


NASTY = '<script>alert(1)</script> $x_1$ {title} & "q" {{ 7*7 }} {% raw %}'


def test_words_of_a_scenario_are_only_words() -> None:
    content: dict[str, Any] = {"title": NASTY, "title_it": NASTY, "question_it": NASTY, "sources": [NASTY], "description": NASTY}
    page = render(results(policies=0, replicates=3, **content), "it")
    parsed = _Page(page)
    assert parsed.tags.count("script") == page.count('<script type="application/json"') == 1 and "<script>" not in page
    assert NASTY in parsed.text


def test_words_of_a_policy_are_only_words() -> None:
    policies = {"p": {"title": NASTY, "instruments": POLICIES["rent_free"]["instruments"]}}
    parsed = _Page(render(results(policies=0, replicates=3, policies_content=policies), "en"))
    assert parsed.tags.count("script") == 1
    assert parsed.text.count(NASTY) >= 3  # marks, verdict, tables


def test_however_many_policies_all_are_in_figures_and_tables() -> None:
    policies = {f"p{number}": {"title": f"Policy {number}", "instruments": POLICIES["rent_free"]["instruments"]} for number in range(6)}
    text = _Page(render(results(policies=0, replicates=3, policies_content=policies), "en")).text
    assert all(text.count(f"Policy {number}") >= 6 for number in range(6))


def test_a_policy_may_add_a_hub() -> None:
    policies = {"two": {"title": "Two hubs", "add_hubs": [{"name": "second", "town": "sondrio", "desks": 10, "opens": 20}]}}
    text = _Page(render(results(policies=0, replicates=3, policies_content=policies), "en")).text
    assert "Two hubs" in text and "of the hubs" in text


def test_a_hub_that_never_opens_is_said_to_have_no_money() -> None:
    hubs = [{"name": "late", "town": "sondrio", "desks": 10, "opens": 80}]
    text = _Page(render(results(policies=1, replicates=3, hubs_content=hubs), "it")).text
    assert "Nessun hub apre nel periodo simulato" in text


def test_many_hubs_have_a_table_and_few_figures() -> None:
    text = _Page(_page("it", 9, 2)).text
    assert "Hub per hub" in text and "I 6 hub più a rischio" in text
    assert all(f"Hub {town}" in text for town in ("Sondrio 1", "Pavia 2", "Lecco 8"))


def test_the_file_is_written_as_text(tmp_path: Path) -> None:
    path = write_report(_results(1, 0, 12), tmp_path / "report.html", "en")
    assert path.read_text("utf-8") == render(_results(1, 0, 12), "en", datetime.now(UTC).date())


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match=f"language 'xx': there are {', '.join(languages())}"):
        render(_results(), "xx")
