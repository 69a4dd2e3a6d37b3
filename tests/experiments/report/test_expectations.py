"""Facts a scenario states before it is run are judged and shown: levels, shares of futures, differences, links, in both languages."""

from typing import Any

import numpy as np
import pytest

from experiments.report import expectations
from experiments.report.page import render
from experiments.report.reader import Reader
from tests.experiments.report.fakes import results


def _with(*facts: dict[str, Any], lang: str = "en", hubs: int = 1) -> Reader:
    stated = [{"why": "F2", **fact} for fact in facts]
    return Reader(results(hubs=hubs, policies=2, replicates=20, expected=stated), lang)


def _row(fact: dict[str, Any], lang: str = "en", hubs: int = 1) -> dict[str, Any]:
    (row,) = expectations.table(_with(fact, lang=lang, hubs=hubs))
    return row


@pytest.mark.parametrize(
    ("fact", "en", "it"),
    [
        ({"outcome": "members_36", "at_least": 10}, "at least 10", "almeno 10"),
        ({"outcome": "members_36", "at_least": 10, "at_most": 1200}, "between 10 and 1,200", "tra 10 e 1.200"),
        ({"outcome": "members_36", "at_most": 12.5}, "at most 12.5", "al più 12,5"),
        ({"outcome": "shrunk_or_closed_36", "at_least": 0.5}, "at least 50%", "almeno 50\u202f%"),
        ({"outcome": "desk_use_24", "at_most": 0.65}, "at most 65%", "al più 65\u202f%"),
        ({"outcome": "cash_36", "at_least": -5000}, "at least −\u2060€5,000", "almeno −5.000\u202f€"),
        ({"outcome": "members_36", "at_least": 9, "in_share": 0.3}, "at least 9 in 30% of the futures",
         "almeno 9 nel 30\u202f% dei futuri"),
        ({"outcome": "members_36", "at_least": 3, "against": "paid_host"}, "at least +3", "almeno +3"),
        ({"outcome": "members_24", "at_least": 0, "at_most": 0, "against": "paid_host"}, "exactly 0", "esattamente 0"),
        ({"outcome": "closed_24", "at_most": -0.05, "against": "paid_host"}, "at most −5 points", "al più −5 punti"),
        ({"outcome": "links_between", "fields": ["legal", "marketing"], "at_least": 1}, "at least 1", "almeno 1"),
    ],
)
def test_bounds_in_words(fact: dict[str, Any], en: str, it: str) -> None:
    assert _row(fact)["expected"] == en
    assert _row(fact, "it")["expected"] == it


def test_what_came_out_has_the_same_form() -> None:
    assert _row({"outcome": "shrunk_or_closed_36", "at_least": 0.5})["found"].endswith("%")
    assert _row({"outcome": "members_36", "at_least": 3, "in_share": 0.5})["found"].startswith("in ")
    assert _row({"outcome": "closed_24", "at_most": 0, "policy": "rent_free", "against": "baseline"})["found"].endswith(" points")
    assert _row({"outcome": "members_36", "at_most": -100, "policy": "rent_free", "against": "baseline"})["found"][0] in "+−0"


def test_the_case_is_named() -> None:
    assert _row({"outcome": "members_36", "at_least": 1})["case"] == ""
    assert _row({"outcome": "members_36", "at_least": 1, "policy": "rent_free"})["case"] == "Rent-free building"
    compared = {"outcome": "members_36", "at_least": 1, "policy": "rent_free", "against": "baseline"}
    assert _row(compared)["case"] == "“Rent-free building” less “Base case”, future by future"
    assert _row(compared, "it")["case"] == "«Edificio senza affitto» meno «Situazione di base», futuro per futuro"
    assert _row({"outcome": "members_36", "at_least": 1, "hub": "hub_2"}, hubs=2)["case"] == "Hub Pavia 2"


def test_links_are_named_by_their_fields() -> None:
    fact = {"outcome": "links_between", "fields": ["legal", "marketing"], "at_least": 1}
    assert _row(fact)["name"] == "Collaborations begun between the fields: legal; marketing"
    assert _row({**fact, "fields": ["legal", "legal"]}, "it")["name"] == "Collaborazioni avviate dentro il settore: legale"


def test_reason_and_verdict() -> None:
    missed = {"outcome": "members_36", "at_least": 1e6, "why_it": "F2, in italiano", "enforced": False, "because": "no students yet"}
    row = _row(missed)
    assert (row["why"], row["met"], row["verdict"], row["because"]) == ("F2", False, "missed", "no students yet")
    assert _row(missed, "it")["why"] == "F2, in italiano"
    kept = _row({**missed, "at_least": 0})
    assert (kept["met"], kept["because"]) == (True, "")


def test_what_these_runs_cannot_tell_is_left_out() -> None:
    reader = Reader(results(policies=0, months=24, expected=[{"outcome": "members_36", "at_least": 1, "why": "F2"}]), "en")
    assert expectations.table(reader) == []
    assert "What was expected" not in render(reader.results, "en")


def test_the_answer_says_how_often_the_bound_asked_about_is_kept() -> None:
    reader = _with(
        {"outcome": "members_36", "at_least": 5, "in_share": 0.3, "policy": "rent_free"},
        {"outcome": "members_36", "at_least": 10, "in_share": 0.3},
    )
    count, futures = (reader.results.values("members_36") >= 10).sum(), reader.results.replicates
    assert expectations.threshold(reader, "members_36") == f"; they are at least 10 in {count} of {futures}"
    assert expectations.threshold(reader, "cash_36") == ""


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_page_shows_them(lang: str) -> None:
    reader = _with({"outcome": "members_36", "at_least": 1e6, "why": "a <reason>", "policy": "paid_host"}, lang=lang)
    page = render(reader.results, lang)
    assert reader.t("expected_title") in page and "a &lt;reason&gt;" in page and reader.t("expected_missed") in page
    assert np.isfinite(reader.results.values("members_36")).any()
