"""A figure that stands in several places stands there once: page, terminal and tables cannot contradict each other."""

import csv
import io
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.languages import Words
from experiments.outcomes.intervals import WIDEST, ratio_of_means
from experiments.outcomes.measures import MEASURES
from experiments.outcomes.rows import ContrastRow
from experiments.report import answer, comparison, figures, findings, ranking, statements, tables
from experiments.report.reader import Reader
from experiments.runs.results import Results
from experiments.showing.tables import changes, contrast_table, is_zero
from model.names import LOW_RUNWAY, NO_REASON, OUT_OF_CASH
from model.series import HUB_COLUMN
from tests.experiments.report.fakes import results


@cache
def _runs(hubs: int = 1) -> Results:
    return results(hubs=hubs, replicates=40)


@pytest.mark.parametrize("hubs", [1, 3])
def test_a_hub_is_kept_whole_at_the_month_of_the_risk_beside_it(hubs: int) -> None:
    runs = _runs(hubs)
    for policy in runs.policies[1:]:
        contrast = runs.contrast(policy)
        kept = -sum(contrast.differences("shrunk_or_closed_36", hub) for hub in runs.hubs)
        expected = ratio_of_means(contrast.differences("public_eur"), kept)
        found = contrast.money.eur_per_hub_kept_whole
        if expected is None or expected.low <= 0 or expected.high > WIDEST * expected.low:
            assert found is None
        else:
            assert found == pytest.approx(expected)


@pytest.mark.parametrize("hubs", [1, 3])
@pytest.mark.parametrize("lang", ["en", "it"])
def test_what_a_result_costs_is_the_same_in_both_tables(hubs: int, lang: str) -> None:
    reader = Reader(_runs(hubs), lang)
    assert reader.deciders[0].name == "shrunk_or_closed_36"
    first = {row["title"]: row for row in ranking.rows(reader)}
    for row in comparison.money_table(reader)["rows"][1:]:
        one = first[row["title"]]
        assert one["extra"] == row["extra"]
        if one["each"] not in ("–", reader.t("no_more")):
            assert (one["each"], one["each_interval"]) == (row["per_hub"], row["per_hub_interval"])


@pytest.mark.parametrize("lang", ["en", "it"])
def test_page_terminal_and_files_say_the_same_of_what_decides(lang: str) -> None:
    """Levels are counts of the futures there are, everywhere, and counts of states add up to them."""
    reader, runs = Reader(_runs(), lang), _runs()
    written = csv.DictReader(io.StringIO(tables._csv(tables.HEADERS["differences"], tables.rows(reader, "differences")).decode()))
    file = {row["policy"]: row for row in written if row["outcome"] == "shrunk_or_closed_36"}
    lost = {policy: int(runs.values("shrunk_or_closed_36", policy).sum()) for policy in runs.policies}
    said, listed = answer.answer(reader), ranking.section(reader)
    assert listed is not None and reader.count(lost["baseline"] / 40, 40) in listed["lead"]
    assert f" {lost['baseline']} " in said["what"] and " 40 " in said["what"]
    assert reader.t("count_of", count="", all=100) not in said["what"]
    terminal = {row[0]: row for row in ranking.text_table(reader).rows}
    cells = dict(zip(reader.shown[1:], comparison.difference_table(reader)[0]["cells"], strict=True))
    for policy, row in zip(reader.shown[1:], listed["rows"], strict=True):
        assert round(float(file[policy]["with_policy"]) * 40) == lost[policy]
        assert row["then"] == reader.count(lost[policy] / 40, 40)
        assert row["then"] in terminal[row["title"]][2]
        assert cells[policy]["interval"] in row["change"]
        assert row["then"] in comparison.verdict(reader, policy)["sentences"][0]
        counts = answer.marks(reader, policy)
        assert sum(counts.values()) == 40 and counts["shrunk"] + counts["closed"] == lost[policy]
    counts = answer.marks(reader, "baseline")
    assert reader.t("survival_lead", when=reader.judged_date, all="40", **counts) == figures._survival_lead(reader)


@pytest.mark.parametrize("outcome", ["members_36", "cash_36", "churn_monthly", "viable_36"])
@settings(derandomize=True, deadline=None)
@given(st.floats(-0.9, 0.9), st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_difference_is_written_one_way_and_as_zero_only_if_it_is(outcome: str, value: float, below: float, above: float) -> None:
    scale = {"members_36": 50, "cash_36": 1e5}.get(outcome, 1)
    numbers = [scale * round(number, 5) for number in (value, value - below, value + above)]
    texts = changes(MEASURES[outcome], Words("en", "report"), *numbers)
    assert Reader(_runs(), "en").differences(outcome, *numbers) == texts
    for number, text in zip(numbers, texts, strict=True):
        if abs(number) >= 1e-4 * scale and (outcome != "cash_36" or abs(number) >= 1):
            assert is_zero(text) == (number == 0)


def test_no_star_stands_beside_a_zero() -> None:
    row = ContrastRow("cash_36", "all", "EUR", 100.0, 100.2, 0.2, 0.1, 0.3, 1.0, 40, clear=True)
    money = _runs().contrast("rent_free").money
    (line,) = contrast_table([row], (), money, (), "x").rows
    assert "*" not in line[3]
    assert comparison._cell(Reader(_runs(), "en"), row)["kind"] == "unclear"


def test_what_is_clear_by_itself_is_not_called_no_difference() -> None:
    cell = comparison._cell(Reader(_runs(), "en"), ContrastRow("members_36", "all", "", 1, 3, 2, 1, 3, 1.0, 40))
    assert cell["value"] == "+2.0, clear only by itself" and cell["kind"] == "unclear"


@pytest.mark.parametrize(
    ("second", "reason"),
    [(OUT_OF_CASH, OUT_OF_CASH), (LOW_RUNWAY, NO_REASON)],
)
def test_a_reason_is_stated_for_all_hubs_only_if_it_is_that_of_each(second: int, reason: int) -> None:
    stack = results(hubs=2, policies=0, replicates=4).stack()
    hub = stack.hub.copy()
    hub[HUB_COLUMN["reason"]] = NO_REASON
    hub[HUB_COLUMN["reason"], :, 20:, 0] = OUT_OF_CASH
    hub[HUB_COLUMN["reason"], :2, 20:, 1] = second
    assert findings._common_reason(replace(stack, hub=hub), "all", 36) == (reason, 1.0 if reason else 0.0)
    hub[HUB_COLUMN["reason"], :, 50:, 0] = LOW_RUNWAY  # what happens after the age looked at
    assert findings._common_reason(replace(stack, hub=hub), "all", 36)[0] == reason


def test_tied_policies_stand_together_the_cheapest_first() -> None:
    reader = Reader(_runs(), "en")
    level = [one for one in reader.by_value if one.level]
    assert level and reader.title(level[0].policy) in ranking.best(reader).split("”")[0]
    assert [one.extra.value for one in level] == sorted(one.extra.value for one in level)
    for order in (comparison.money_table(reader)["rows"][1:], ranking.rows(reader)):
        assert [row["title"] for row in order] == [reader.title(one.policy) for one in reader.by_value]
    assert not np.isnan([one.gain for one in level]).any()


@pytest.mark.parametrize("hubs", [1, 3])
def test_lines_of_an_account_add_up_as_they_are_read(hubs: int) -> None:
    def read(text: str) -> int:
        return int(text.replace(",", "").replace("−", "-"))

    for case in statements.section(Reader(_runs(hubs), "en"))["cases"]:
        for groups in (case["groups"], *(hub["groups"] for hub in case["hubs"])):
            for group in groups[:2]:
                *lines, total = group["rows"]
                for place, (whole,) in enumerate(total["values"]):
                    assert read(whole) == sum(read(line["values"][place][0]) for line in lines)
