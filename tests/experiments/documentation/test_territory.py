"""The page about the territory shows the data as they are."""

from pathlib import Path

import pytest

from experiments.documentation.territory import rings_table, rule_table, sources_table, towns_table

PAGE = Path(__file__).parents[3] / "docs" / "territory.md"


@pytest.mark.parametrize("table", [towns_table, rings_table, rule_table, sources_table])
def test_the_page_holds_the_current_tables(table):
    assert table() in PAGE.read_text(encoding="utf-8"), f"docs/territory.md is stale: paste the output of {table.__name__}()"


def test_estimates_are_told_apart_from_measured_figures():
    assert "| 21,066 |" in towns_table()
    assert "| *928* |" in towns_table()
