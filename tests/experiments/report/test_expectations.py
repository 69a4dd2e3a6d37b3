"""Bounds a scenario sets before it is run are read, judged and shown."""

import pytest

from experiments.report import expectations
from experiments.report.reader import Reader
from tests.experiments.report.fakes import results


def _with(**expected: object) -> Reader:
    return Reader(results(policies=0, replicates=20, expected=expected), "en")


def test_a_bound_on_the_mean_and_a_bound_kept_by_a_share_of_futures() -> None:
    reader = _with(desk_use_24="below 0.65", members_36="at least 10 in 0.3 of the replicates")
    use, members = expectations.expectations(reader.results)
    assert use.share is None and use.found == pytest.approx(reader.results.values("desk_use_24").mean())
    assert use.met == (use.found < 0.65)
    assert members.found == pytest.approx((reader.results.values("members_36") >= 10).mean())
    assert members.met == (members.found >= 0.3)


@pytest.mark.parametrize(("text", "met"), [("at least 0", True), ("above 1e6", None), ("below 0", False), ("at most 1000000", True)])
def test_sides(text: str, met: bool | None) -> None:
    found = expectations.expectations(_with(members_36=text).results)
    assert [item.met for item in found] == ([] if met is None else [met])


def test_what_cannot_be_judged_is_left_out() -> None:
    reader = _with(members_36="many", no_such_outcome="at least 1", members_24=12)
    assert expectations.table(reader) == []


def test_the_answer_says_how_often_the_bound_asked_about_is_kept() -> None:
    reader = _with(members_36="at least 10 in 0.3 of the replicates")
    share = round(100 * (reader.results.values("members_36") >= 10).mean())
    assert expectations.threshold(reader, "members_36") == f"; they are at least 10 in {share} futures out of 100"
    assert expectations.threshold(reader, "cash_36") == ""


def test_shares_are_shown_out_of_a_hundred() -> None:
    (row,) = expectations.table(_with(shrunk_or_closed_36="at least 0.5"))
    assert row["expected"] == "at least 50 / 100" and row["found"].endswith(" / 100")
