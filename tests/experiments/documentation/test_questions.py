"""The pages of questions: every language has every question, and the same figures."""

import re
import textwrap
from collections import Counter

import pytest

from experiments.documentation.by_language import page_in
from experiments.documentation.questions import PAGE, QUESTIONS, quoted, sections
from experiments.languages import SOURCE, Words, languages
from tests.repository import ROOT

KEPT = {lang: sections((ROOT / page_in(lang, PAGE)).read_text("utf-8")) for lang in languages()}
ANEW = "run `python -m experiments.documentation.questions {number} --lang {lang}`"


def _figures(answer: str) -> Counter[str]:
    """Every figure of the answers, whatever separators its language writes."""
    printed = re.sub(r"^(## \d+\.|`coworking ).*$", "", answer, flags=re.M)
    return Counter(re.sub("[.,]", "", figure) for figure in re.findall(r"\d(?:[\d.,]*\d)?", printed))


@pytest.mark.parametrize("lang", languages())
def test_every_question_has_its_answers(lang: str) -> None:
    words = Words(lang, "pages")
    assert (ROOT / page_in(lang, PAGE)).read_text("utf-8").startswith(words("questions"))
    assert list(KEPT[lang]) == list(range(1, len(QUESTIONS) + 1)), ANEW.format(number="the missing numbers", lang=lang)
    for number, commands in enumerate(QUESTIONS, 1):
        answer = KEPT[lang][number]
        assert answer.startswith(f"## {number}. {words(f'question_{number}')}\n")
        assert tuple(re.findall(r"^`coworking ([^`]+)`", answer, re.M)) == commands, ANEW.format(number=number, lang=lang)


@pytest.mark.parametrize("number", range(1, len(QUESTIONS) + 1))
def test_an_answer_has_the_same_figures_in_every_language(number: int) -> None:
    for lang in languages():
        assert _figures(KEPT[lang][number]) == _figures(KEPT[SOURCE][number]), ANEW.format(number=number, lang=lang)


def test_the_comparison_can_fail() -> None:
    kept = KEPT[SOURCE][1]
    assert sum(_figures(kept).values()) > 50
    assert _figures(kept) != _figures(kept.replace("1", "2"))
    assert _figures("1,234.5\n## 2. Gone\n`coworking at 36` — 5 s") == _figures("1.234,5")


def test_sentences_are_broken_by_the_screen_that_shows_them() -> None:
    first, second = "Viable in 30 (19-43) of 100 futures, and with the network effect that agrees with what is known of it.", "Open in 70."
    wrapped = "\n".join(textwrap.wrap(f"{first} {first}", 110))
    assert wrapped.count("\n") == 1
    assert quoted(f"{wrapped}\n{second}") == f"> {first} {first}\n>\n> {second}"
    assert quoted("A town\n  people: 3\n  around:\n    near: 2 | 1\nLast.") == (
        "> A town\n\n- people: 3\n- around:\n  - near: 2 \\| 1\n\n> Last."
    )


@pytest.mark.parametrize("lang", languages())
def test_no_answer_begins_with_lines_of_a_terminal(lang: str) -> None:
    """A block of code holds tables alone: what is read as sentences is not cut off on a phone."""
    for answer in KEPT[lang].values():
        for block in re.findall(r"^`coworking .*?(?=^`coworking |\Z)", answer, re.M | re.S):
            assert block.split("\n")[2].startswith("> ")
            assert "```" not in block.partition("<details>")[0]
