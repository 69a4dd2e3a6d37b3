from io import StringIO

import pytest

from experiments.commands.terminal import Terminal, show
from experiments.languages import Words
from experiments.outcomes.measures import MEASURES
from experiments.runs.case import Case
from experiments.runs.results import Results
from experiments.showing.html import table_html
from experiments.showing.tables import TextTable, headline, money_lines, written
from model.scenario import Scenario


@pytest.mark.parametrize(
    ("value", "measure", "lang", "text"),
    [
        (0.354, "viable_24", "en", "35%"),
        (0.0512, "churn_monthly", "en", "5.1%"),
        (-1234.0, "cash_36", "en", "−€1,234"),
        (4.7, "members_24", "it", "4,7"),
        (0.0, "members_24", "en", "0"),
        (17.4, "minutes_mean", "en", "17.4 min"),
        (17.4, "months_to_break_even", "it", "17,4 mesi"),
        (float("nan"), "minutes_mean", "en", "–"),
    ],
)
def test_values_are_written_for_their_reader(value: float, measure: str, lang: str, text: str) -> None:
    assert written(value, MEASURES[measure], Words(lang, "tables")) == text


@pytest.mark.parametrize("lang", ["en", "it"])
def test_outcomes_table_shows_the_headline_outcomes(results: Results, lang: str) -> None:
    table = results.text_table(lang=lang)
    assert table.title == results.title(lang=lang)
    labels = [Words(lang, "tables").outcome(measure) for measure in headline(results.measures)]
    assert [row[0] for row in table.rows] == [label for label in labels if label in {row[0] for row in table.rows}]
    assert all(len(row) == len(table.header) for row in table.rows)
    assert len(table.rows) > 8


def test_contrast_table_marks_what_is_clear_and_names_what_is_the_same(results: Results) -> None:
    table = results.contrast("voucher").text_table()
    cells = {row[0]: row[-1] for row in table.rows}
    assert cells["Members at 24 months"].startswith("+")
    assert cells["Members at 24 months"].endswith("*")
    assert not cells["Members lost a month"].endswith("*")
    assert "The same in every replicate: collaborations begun." in table.notes


def test_a_policy_of_nothing_shows_no_row(results: Results) -> None:
    table = results.contrast("nothing").text_table()
    assert table.rows == []
    assert len(table.notes) == 1
    assert money_lines(results.contrast("nothing").money) == []


def test_money_is_told_in_sentences(results: Results) -> None:
    lines = money_lines(results.contrast("voucher").money)
    assert lines[0].startswith("Public money: €")
    assert any("additional member-month costs" in line for line in lines)
    for policy in ("voucher", "relief"):  # those with a voucher, and those in the hubs that are paid for
        said = [line for line in money_lines(results.contrast(policy).money) if "anyway" in line]
        assert len(said) == 1 and said[0].startswith("Of the member-months reached, the same persons would have had ")


def test_a_short_run_shows_how_it_ends(scenario: Scenario, fake_engine) -> None:
    names = [measure.name for measure in headline(Case(scenario).over(12).run(2).measures)]
    assert "members_final" in names
    assert "members_final" not in [measure.name for measure in headline(Case(scenario).over(24).run(2).measures)]


@pytest.mark.parametrize("lang", ["en", "it"])
def test_the_terminal_shows_every_policy_in_eighty_columns(results: Results, lang: str) -> None:
    shown = StringIO()
    show(results, _terminal(shown), lang, details=True)
    text = shown.getvalue()
    for policy in results.policies:
        assert results.title(policy, lang) in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "…\n" not in text  # no cell was cut


def _terminal(shown: StringIO) -> Terminal:
    terminal = Terminal()
    terminal.file, terminal.width = shown, 80
    return terminal


def test_brackets_in_titles_are_no_markup(results: Results) -> None:
    table = TextTable("[SON] a [bold]title", ("x",), [], ["[red]note"])
    from experiments.commands.terminal import print_table

    shown = StringIO()
    print_table(_terminal(shown), table)
    print_table(_terminal(shown), table._replace(rows=[("[b]",)]))
    assert shown.getvalue().count("[SON] a [bold]title") == 2
    assert "[red]note" in shown.getvalue()
    assert "[b]" in shown.getvalue()


def test_html_is_escaped() -> None:
    html = table_html(TextTable("<b>", ("a & b",), [("<script>",)], ["x < y"]))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "a &amp; b" in html


def test_notebook_representations(results: Results, scenario: Scenario) -> None:
    assert "Members at 24 months" in results._repr_html_()
    assert "A voucher, against the baseline" in results.contrast("voucher")._repr_html_()
    assert "Does the hub live?" in Case(scenario)._repr_html_()
    assert "<code>voucher</code>" in Case(scenario)._repr_html_()
    assert "member_months" in repr(results.contrast("voucher"))
