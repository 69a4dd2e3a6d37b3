"""Titles in any script and of any length: pages, tables and pictures stay readable, and nobody is warned of letters a font lacks."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from matplotlib.figure import Figure

from experiments.languages import own_words
from experiments.report import write_report
from experiments.sensitivity.figures import png
from experiments.showing.style import wrapped
from tests.experiments.report.fakes import POLICIES, results

TITLES = {
    "chinese": "咖啡馆里的共享办公", "emoji": "🦄 ☕\ufe0f hub", "long": "a very long title " * 300, "one word": "x" * 5000,
    "endless": "共享办公" * 900
}  # fmt: skip


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_page_with_such_titles(tmp_path: Path, title: str) -> None:
    """Warnings are errors in tests."""
    policies = {name: {**policy, "title": title, "title_it": title} for name, policy in list(POLICIES.items())[:2]}
    hubs = [{"name": name, "title": title, "town": town, "desks": 14} for name, town in (("a", "sondrio"), ("b", "pavia"))]
    words = {"title": title, "title_it": title, "question": title, "question_it": title}
    made = results(hubs=2, replicates=6, policies_content=policies, hubs_content=hubs, **words)
    write_report(made, tmp_path / "report.html", "en")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert title[:9] in page
    page = re.sub(r"<pre\b.*?</pre>", "", page, flags=re.DOTALL)  # the scenario as it was written
    texts = re.sub(r"<(style|script|path|use)[^>]*>[^<]*", "", page)
    assert max(len(text) for text in re.findall(r">([^<>]*)<", texts)) < 3000
    assert len(max(re.findall(r"x+|[共享办公]+", page), key=len)) <= 60
    assert len(page) < 900_000


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_picture_with_such_titles(title: str) -> None:
    figure = Figure()
    figure.subplots().set_title(wrapped(title, 30))
    assert png(figure).startswith(b"\x89PNG")


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_lines_of_a_label(title: str) -> None:
    lines = wrapped(title, 30).split("\n")
    assert len(lines) <= 3 and max(map(len, lines)) <= 60


def test_a_short_title_is_left_alone_and_a_long_one_cut() -> None:
    block = SimpleNamespace(title="A  hub\nin two lines", title_it="a" * 70 + " è " + "parole " * 100, question=None)
    assert own_words(block, "title", "en") == "A hub in two lines"
    italian = own_words(block, "title", "it")
    assert italian is not None and italian.startswith("a" * 59 + "… è parole") and italian.endswith("…") and len(italian) <= 160
    assert own_words(block, "question", "it") is None
