"""The sentences at the top say what the results say, in words that fit the case."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.outcomes.rows import SummaryRow
from experiments.report import answer
from experiments.report.findings import Account, Fate
from experiments.report.reader import Reader
from model.names import LOW_RUNWAY, NO_REASON, OUT_OF_CASH
from tests.experiments.report.fakes import results

ONE = results(replicates=20)
MANY = results(hubs=3, policies=0, replicates=10)
IN_SETS = results(replicates=40, worlds=4)


def _share(value: float, low: float, high: float, sets: tuple[float, float] = (float("nan"), float("nan"))) -> SummaryRow:
    return SummaryRow("baseline", "all", "shrunk_or_closed_36", "share", value, 0, 0, 1, low, high, 100, *sets, 0.4)


SURE = _share(0.62, 0.52, 0.71)


def _fate(lost: SummaryRow = SURE, reason: int = LOW_RUNWAY, age: int | None = 36, viable: SummaryRow | None = None) -> Fate:
    return Fate(age, lost, _share(0.2, 0.1, 0.3), viable or _share(0.27, 0.2, 0.4), reason, 0.8)


def test_the_first_sentence_says_how_likely_and_until_when() -> None:
    it = answer.what_happens(Reader(ONE, "it"), _fate())
    assert it.startswith("In 62 futuri simulati su 100 (intervallo al 95\u202f%: 52\u202f%–71\u202f%) l'hub si ridimensiona o chiude entro")
    assert "in 27 su 100" in it
    en = answer.what_happens(Reader(ONE, "en"), _fate())
    assert en.startswith("In 62 of 100 simulated futures (95% interval: 52%–71%) the hub shrinks or closes by March 2025, 36 months")
    assert "in 27 of 100 it" in en


def test_the_first_sentence_says_how_far_the_unknown_numbers_go() -> None:
    fate = _fate(_share(0.62, 0.52, 0.71, (0.41, 0.84)), viable=_share(0.27, 0.2, 0.4, (0.06, 0.5)))
    en = answer.what_happens(Reader(ONE, "en"), fate)
    assert en.startswith("In 62 of 100 simulated futures (41%–84% as the unknown numbers vary) the hub shrinks")
    assert "in 27 of 100 (6%–50%) it is viable" in en
    it = answer.what_happens(Reader(MANY, "it"), fate)
    assert it.startswith("In media il 62\u202f% degli hub (41\u202f%–84\u202f% al variare dei numeri incerti) si ridimensiona")
    assert "52" not in en + it


def test_how_sure_parts_chance_from_unknown_numbers() -> None:
    found = answer.answer(Reader(IN_SETS, "en"))
    assert "10 sets of parameters × 4 worlds" in found["chance"]
    assert "cannot be told from chance" in found["parameters"]  # all sets alike
    assert "as the unknown numbers vary" not in found["what"]
    apart = _share(0.62, 0.52, 0.71, (0.41, 0.84))._replace(outcome="shrunk_or_closed_36")
    assert "within 41%–84%" in answer._parameters(Reader(IN_SETS, "en"), apart)
    few = answer.answer(Reader(results(replicates=16, worlds=4), "en"))
    assert "simulate 20 futures or more" in few["parameters"]
    assert "95% interval" in few["what"]
    assert all("single set" not in limit for limit in answer.limits(Reader(IN_SETS, "en")))
    assert "single set" in answer.limits(Reader(ONE, "en"))[0]


def test_a_hub_that_is_there_already_does_not_open() -> None:
    there = {"months": 30, "flex": 2, "fixed": 1}
    old = results(policies=0, replicates=4, hubs_content=[{"name": "hub", "town": "sondrio", "desks": 14, "already_open": there}])
    assert "by December 2024, 36 months from the start of the simulation;" in answer.what_happens(Reader(old, "en"), _fate())
    assert "entro dicembre 2024, 36 mesi dall'inizio della simulazione;" in answer.what_happens(Reader(old, "it"), _fate())


def test_many_hubs_are_hubs() -> None:
    many = answer.what_happens(Reader(MANY, "en"), _fate())
    assert "On average 62% of the hubs (95% interval: 52%–71%) shrink or close within 36 months of opening" in many


def test_short_runs_are_judged_at_their_end() -> None:
    short = Reader(results(months=12, policies=0, replicates=2), "it")
    assert "entro dicembre 2022, fine della simulazione" in answer.what_happens(short, _fate(age=None))


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (Account(12.4, 20.2, 0.71, 0.68), "about 21 members to cover its costs and the hub has 12 on average, so what it earns pays 71%"),
        (Account(12.4, 20.2, 0.71, 0.68), "(rent and host are 68% of costs)"),
        (Account(30.0, 21.0, 1.2, 0.6), "about 21 members are enough to cover its costs and the hub has 30"),
        (Account(15.0, 12.0, 0.8, 0.6), "with the help it receives about 12 members are enough"),
        (Account(15.0, float("inf"), 0.8, 0.6), "no number of members covers the costs"),
        (None, "No hub reaches its seventh month"),
    ],
)
def test_the_second_sentence_says_why(account: Account | None, expected: str) -> None:
    assert expected in answer.why(Reader(ONE, "en"), _fate(), account)


def test_the_reason_is_the_commonest_one_and_absent_when_nothing_happens() -> None:
    account = Account(12.4, 20.2, 0.71, 0.4)
    gone = answer.why(Reader(ONE, "it"), _fate(reason=OUT_OF_CASH), account)
    assert "la causa più frequente (80\u202f% dei casi) è che la cassa finisce" in gone
    assert "affitto" not in gone  # under half of the costs
    assert "causa" not in answer.why(Reader(ONE, "it"), _fate(reason=NO_REASON), account)


def test_how_sure_says_that_parameters_are_not_in_the_interval() -> None:
    found = answer.answer(Reader(ONE, "en"))
    assert "20 simulated futures" in found["chance"]
    assert "not calibrated" in found["parameters"] and "none of this uncertainty" in found["parameters"]


def test_a_wide_interval_asks_for_more_futures() -> None:
    few, many = (answer.answer(Reader(results(policies=0, replicates=count, strength=1.2), "en"))["chance"] for count in (2, 400))
    assert "simulate more" in few
    assert "simulate more" not in many


@settings(derandomize=True, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 100))
def test_all_futures_are_in_a_state_and_add_up(lost: float, closed_of_lost: float, total: int) -> None:
    shares = {"whole": 1 - lost, "shrunk": lost - lost * closed_of_lost, "closed": lost * closed_of_lost}
    counts = answer.out_of(shares, total)
    assert sum(counts.values()) == total and min(counts.values()) >= 0
    assert all(abs(counts[name] - total * share) <= 1 + 1e-9 for name, share in shares.items())


@settings(derandomize=True, deadline=None)
@given(st.floats(0.01, 60), st.floats(0.01, 60))
def test_members_needed_and_had_stand_to_each_other_as_they_are_told_to(needed: float, had: float) -> None:
    account = Account(had, needed, 0.7, 0.5)
    told = answer.members_had(Reader(ONE, "en"), account)
    if abs(needed - had) > 0.002:
        assert (float(told["members"]) >= float(told["needed"])) == (had >= needed)


def test_the_marks_show_the_same_number_as_the_sentence() -> None:
    reader = Reader(ONE, "it")
    base = answer.futures(reader)["cases"][0]
    lost = int(ONE.values("shrunk_or_closed_36").sum())
    numbers = [int(word) for word in base["counts"].replace(",", "").split() if word.isdigit()]
    whole = numbers[0] if "inter" in base["counts"] else 0
    assert sum(numbers) == 20 and 20 - whole == lost


def test_every_outcome_is_in_the_full_table() -> None:
    rows = answer.outcome_table(Reader(ONE, "it"))
    assert {row["name"] for row in rows} >= {"Iscritti a 24 mesi", "Collaborazioni avviate", "Denaro pubblico erogato"}
