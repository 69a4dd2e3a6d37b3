"""The scorecard: bands, the reading of facts from runs, and the page that keeps it."""

import numpy as np
import pytest

from experiments.expected.validation import FACTS, MARKERS, PAGE, as_markdown, run_cases, scorecard, small_hub


@pytest.fixture(scope="module")
def scored():
    return scorecard(run_cases(5))


def test_every_fact_of_the_issue_is_scored() -> None:
    assert {"F1", "F2", "F3", "F4", "F15", "F16"} <= {fact.name for fact in FACTS}
    assert all(fact.low < fact.high for fact in FACTS)


def test_values_are_read_and_judged_by_their_band(scored) -> None:
    assert len(scored) == len(FACTS)
    for fact, value, inside in scored:
        assert np.isfinite(value), fact.statement
        assert inside == (fact.low <= value <= fact.high)
        if fact.percent:
            assert -1.0 <= value <= 1.0


def test_the_direction_of_the_two_main_facts_holds(scored) -> None:
    """Sondrio more likely to shrink or close than to stay whole; Pavia's hub reaches about sixty members in a fair share of runs."""
    by_statement = {fact.statement: value for fact, value, _ in scored}
    assert by_statement["Sondrio's hub has shrunk or closed within 36 months"] > 0.5
    assert by_statement["Pavia's hub has reached 60 members by month 36"] >= 0.3


def test_the_small_hub_takes_no_public_money_and_all_defaults() -> None:
    scenario = small_hub("lodi")
    assert scenario.instruments == ()
    assert scenario.parameters == {}
    assert scenario.hubs[0].works_eur is None


def test_the_page_keeps_a_table_of_every_fact(scored) -> None:
    text = PAGE.read_text(encoding="utf-8")
    kept = text[text.index(MARKERS[0]) : text.index(MARKERS[1])]
    for fact in FACTS:
        assert fact.statement in kept
    assert as_markdown(scored, 5).count("\n| F") == len(FACTS)
