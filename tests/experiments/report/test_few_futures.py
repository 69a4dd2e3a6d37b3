"""One future, or the four of a single set of parameters: no interval is known, and none is written, neither as bounds nor as dashes."""

import re
from html import unescape
from io import StringIO

import pytest

from experiments.commands.terminal import Terminal, show
from experiments.report.page import render
from experiments.runs.case import Case
from experiments.runs.results import Results
from model.scenario import Scenario

BOUNDS_OF_NOTHING = re.compile(r"–––|– (to|a|e|…|and) –|\(–|\bnan\b", re.IGNORECASE)
ONE_OF_MANY = re.compile(r"\b1 (replicates|repliche|sets|insiemi)\b")


def said_by(results: Results, lang: str) -> str:
    """All that is read of a study: terminal, notebook and page."""
    console = Terminal()
    console.file = screen = StringIO()
    show(results, console, lang, details=True)
    frames = [results.table(lang=lang), results.money_table(lang=lang), results.survival_table(lang=lang)]
    page = re.sub(r"<(style|script)[^>]*>.*?</\1>", " ", render(results, lang), flags=re.DOTALL)
    page = unescape(re.sub(r"<[^>]+>", " | ", page))
    return "\n".join([screen.getvalue(), *map(str, frames), *(frame.to_string() for frame in frames), page, results.caption(lang)])


@pytest.mark.slow
@pytest.mark.parametrize(("replicates", "point", "lang"), [(1, True, "en"), (4, False, "it")])
def test_what_is_not_known_is_not_written(scenario: Scenario, fake_engine, replicates: int, point: bool, lang: str) -> None:
    said = re.sub(r"[\s|]+", " ", said_by(Case(scenario).run(replicates, point=point), lang))
    for wrong in (BOUNDS_OF_NOTHING, ONE_OF_MANY):
        found = [said[max(0, match.start() - 60) : match.end() + 20] for match in wrong.finditer(said)]
        assert not found, found


def test_of_more_the_interval_is_written(results: Results) -> None:
    assert results.caption().endswith("12 replicates of 40 months, seed 1")
    assert re.search(r"\(\d+ … \d+\)", results.money_table(lang="en").to_string())
    assert any(" to €" in note for note in results.contrast("voucher").text_table().notes)
