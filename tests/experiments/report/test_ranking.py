"""Cost and value of each policy: the order, the ties, and what a result costs."""

from functools import cache

import numpy as np
import pytest

from experiments.report import ranking
from experiments.report.reader import Reader
from experiments.runs.results import Results
from tests.experiments.report.fakes import results


@cache
def _results(**changes: object) -> Results:
    return results(replicates=40, **changes)


def _reader(lang: str = "en", **decides_by: str) -> Reader:
    runs = results(replicates=40)
    runs.scenario = runs.scenario.model_copy(update={"decides_by": decides_by})
    return Reader(runs, lang)


def test_all_policies_are_there_those_that_help_first_and_by_what_a_result_costs() -> None:
    reader = _reader()
    found = reader.by_value
    assert {one.policy for one in found} == set(reader.policies)
    order = [("helps", "unclear", "harms").index(one.status) for one in found]
    assert order == sorted(order)
    apart = [one for one in found if one.status == "helps" and one.extra.value >= 1 and not one.level]
    prices = [one.extra.value / -one.row.difference for one in apart]
    assert prices == sorted(prices)
    tied = [place for place, one in enumerate(found) if one.level]
    assert tied == list(range(tied[0], tied[0] + len(tied)))
    assert [found[place].extra.value for place in tied] == sorted(found[place].extra.value for place in tied)
    dear = [one.extra.value for one in found if one.status == "unclear"]
    assert dear == sorted(dear)


def test_of_those_that_cannot_be_told_apart_the_cheapest_is_named_first_and_the_tie_is_said() -> None:
    reader = _reader()
    level = sorted((one for one in reader.by_value if one.level), key=lambda one: one.extra.value)
    said = ranking.best(reader)
    assert f"“{reader.title(level[0].policy)}”" in said
    for one in level[1:]:
        assert reader.title(one.policy) in said.partition("Tied with it")[2]
    most = max(level, key=lambda one: -one.row.difference)
    for one in reader.by_value:
        if one.status == "helps" and not one.level:
            assert reader.results.contrast(most.policy, one.policy).row("shrunk_or_closed_36").clear


def test_one_unit_costs_the_money_over_what_is_gained() -> None:
    reader = _reader(member_months="more")
    for one in reader.by_value:
        contrast = reader.contrasts[one.policy]
        spent, gained = contrast.differences("public_eur").mean(), contrast.differences("member_months").mean()
        if one.each is not None:
            assert one.each.value == pytest.approx(spent / gained)
            assert 0 < one.each.low < one.each.value < one.each.high <= 10 * one.each.low
        assert (one.each is None) or (one.status == "helps" and spent >= 1)


@pytest.mark.parametrize("outcome", ["cash_36", "viable_36"])  # of which the second is the same in most futures
def test_better_and_worse_futures_are_counted(outcome: str) -> None:
    reader = _reader(**{outcome: "more"})
    for one in reader.by_value:
        gains = reader.contrasts[one.policy].differences(outcome)
        said = next(row["futures"] for row in ranking.rows(reader) if row["title"] == reader.title(one.policy))
        assert said == f"{(gains > 0).sum()} of 40 futures better, {(gains < 0).sum()} worse"
        assert (one.better_in, one.worse_in) == (np.mean(gains > 0), np.mean(gains < 0))


def test_what_is_worse_is_last_and_has_no_price() -> None:
    reader = _reader(members_36="less")
    harmful = [one for one in reader.by_value if one.status == "harms"]
    assert harmful and all(one.each is None and not one.level for one in harmful)
    assert reader.by_value[-1].status == "harms"
    assert "None of the policies tried" in ranking.best(reader)


def test_nothing_helps_is_said_with_what_was_asked() -> None:
    hopeless = Reader(results(strength=0.01, replicates=20), "en")
    assert ranking.best(hopeless).startswith("None of the policies tried")
    assert ranking.best(Reader(results(hubs=3, policies=0, replicates=10), "en")) == ""


@pytest.mark.parametrize("lang", ["en", "it"])
def test_the_page_and_the_terminal_say_the_same(lang: str) -> None:
    reader = _reader(lang, viable_36="more", members_36="more")
    rows, table = ranking.rows(reader), ranking.text_table(reader)
    assert [row["title"] for row in rows] == [row[0] for row in table.rows]
    for row, one in zip(rows, reader.by_value, strict=True):
        counts = (reader.t.number(40 * share) for share in (one.better_in, one.worse_in))
        assert row["futures"] == reader.t("in_futures", all="40", **dict(zip(("better", "worse"), counts, strict=True)))
    for row, line in zip(rows, table.rows, strict=True):
        assert row["then"] in line[2] and row["each"].replace("\u2060", "") == line[4] and row["sure"] in line[5]


def test_one_of_several_hubs_can_decide() -> None:
    runs = results(hubs=3, replicates=20)
    hub = runs.hubs[1]
    runs.scenario = runs.scenario.model_copy(update={"decides_by": {f"members_36@{hub}": "more"}})
    reader = Reader(runs, "en")
    one = reader.by_value[0]
    row = runs.contrast(one.policy).row("members_36", hub)
    assert (one.row.hub, one.row.difference, one.row.low) == (hub, row.difference, row.low)
    assert reader.hub_title(hub) in ranking.section(reader)["outcome"]
