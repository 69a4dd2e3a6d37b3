"""The pages of questions: every language has every question, and the same figures."""

import re
from collections import Counter

import pytest

from experiments.documentation.by_language import page_in
from experiments.documentation.questions import PAGE, QUESTIONS, sections
from experiments.languages import SOURCE, Words, languages
from tests.repository import ROOT

KEPT = {lang: sections((ROOT / page_in(lang, PAGE)).read_text("utf-8")) for lang in languages()}
ANEW = "run `python -m experiments.documentation.questions {number} --lang {lang}`"


def _figures(answer: str) -> Counter[str]:
    """Every figure of the answers, whatever separators its language writes."""
    printed = "\n".join(re.findall(r"^```text\n(.*?)^```$", answer, re.M | re.S))
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
    assert _figures("```text\n1,234.5\n```") == _figures("```text\n1.234,5\n```")
