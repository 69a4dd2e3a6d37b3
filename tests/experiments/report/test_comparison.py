"""What changes under each policy is said with its interval, and not said when it is not clear."""

from dataclasses import replace
from functools import cache

import pytest

from experiments.languages import Words
from experiments.outcomes.rows import ContrastRow
from experiments.report import comparison
from experiments.report.reader import Reader
from tests.experiments.report.fakes import results


@cache
def _reader(lang: str = "en", hubs: int = 1) -> Reader:
    return Reader(results(hubs=hubs, replicates=40), lang)


def _row(outcome: str, difference: float, low: float, high: float) -> ContrastRow:
    return ContrastRow(outcome, "all", "", 1.0, 1.0 + difference, difference, low, high, 1.0, 40, clear=low > 0 or high < 0)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (_row("members_36", 2, 1, 3), "better"),
        (_row("members_36", -2, -3, -1), "worse"),
        (_row("shrunk_or_closed_36", -0.3, -0.4, -0.2), "better"),
        (_row("shrunk_or_closed_36", -0.3, -0.7, 0.1), "unclear"),
        (_row("members_36", 0, 0, 0), "unclear"),
        (_row("within_30", 0.2, 0.1, 0.3), "other"),
    ],
)
def test_judgement_needs_an_interval_without_zero_and_knows_what_is_better(row: ContrastRow, expected: str) -> None:
    assert comparison.judgement(row) == expected


def test_a_verdict_gives_both_risks_the_difference_and_the_cost() -> None:
    reader = _reader()
    found = comparison.verdict(reader, "rent_free")
    row = reader.contrasts["rent_free"].row("shrunk_or_closed_36")
    assert row.clear and found["kind"] == "better" and found["label"] == "clearly better"
    risk, _, cost, *_ = found["sentences"]
    assert risk.startswith("Shrunk or closed within 36 months: ")
    assert f"{round(row.policy * 40)} of 40, against {round(row.baseline * 40)} of 40; difference −" in risk
    money = reader.contrasts["rent_free"].money
    assert reader.t.euro(money.extra_eur.value) in cost
    assert found["question"] == "Does a public building keep the hub whole?"


def test_a_ratio_that_means_nothing_is_not_defined() -> None:
    reader = Reader(results(replicates=10, strength=3.0), "it")  # members are at their most anyway
    sentences = " ".join(sentence for policy in reader.policies for sentence in comparison.verdict(reader, policy)["sentences"])
    assert "non è definito" in sentences
    found = comparison.money_table(reader)
    assert found["undefined"] and any(row.get("per_month") == "non definito" for row in found["rows"])


def test_a_cell_without_a_clear_difference_says_so_and_keeps_the_interval() -> None:
    reader = _reader()
    cell = comparison._cell(reader, _row("members_36", 0.5, -1, 2))
    assert cell == {"value": "no clear difference", "interval": "−1.0 to +2.0", "by_set": "", "kind": "unclear"}
    cell = comparison._cell(reader, _row("shrunk_or_closed_36", -0.3, -0.4, -0.2))
    assert cell == {"value": "−30 points", "interval": "−40 to −20", "by_set": "", "kind": "better"}
    varied = comparison._cell(reader, _row("members_36", 0.5, -1, 2)._replace(sets_low=-2.0, sets_high=3.0))
    assert (varied["interval"], varied["by_set"]) == ("−1.0 to +2.0", "−2.0 to +3.0")
    nothing = comparison._cell(reader, _row("members_36", float("nan"), float("nan"), float("nan")))
    assert nothing["value"] == "–"


def test_the_table_has_a_cell_for_each_policy() -> None:
    reader = _reader()
    rows = comparison.difference_table(reader)
    assert {len(row["cells"]) for row in rows} == {3}
    assert rows[0]["name"] == "Shrunk or closed within 36 months"


def test_public_money_is_told_with_who_pays_and_who_would_have_joined_anyway() -> None:
    reader = _reader("it")
    by_title = {row["title"]: row for row in comparison.money_table(reader)["rows"]}
    base, rent, host, voucher = (by_title[reader.title(policy)] for policy in reader.results.policies)
    assert base["payers"].startswith("Regione") and "extra" not in base
    assert "Comune" in rent["payers"] and "Regione" in host["payers"] and "Camera di commercio" in voucher["payers"]
    assert rent["deadweight"] == "nessuno raggiunto"
    assert voucher["deadweight"] == "55\u202f%"


def test_a_second_payer_pays_its_part() -> None:
    reader = Reader(results(hubs=1, replicates=40), "en")
    policy = reader.policies[0]
    stack = reader.results.stack(policy)
    whole = reader.results.public_by_instrument(policy)
    assert not any("sponsor" in payers for payers in stack.instrument_payers)
    shared = tuple({next(iter(payers)): 0.75, "sponsor": 0.25} for payers in stack.instrument_payers)
    reader.results._stacks[policy] = replace(stack, instrument_payers=shared)
    quarter = sum(float(eur.mean()) for eur in whole.values()) / 4
    assert f"{reader.t.name('payer', 'sponsor')} {reader.t.euro(quarter)}" in comparison._payers(reader, policy)


def test_there_is_nothing_to_compare_without_policies() -> None:
    assert comparison.comparison(Reader(results(policies=0, replicates=2), "en")) is None


def test_the_gain_of_pairing_is_claimed_only_when_there_is_one() -> None:
    reader = _reader()
    ratios = [reader.contrasts[policy].row("members_36").variance_ratio for policy in reader.policies]
    text = comparison._pairing(reader)
    assert (text == Words("en", "report")("pairing_none")) == (max(ratios) < 1.15)
    assert "times as many" in text or max(ratios) < 1.15
