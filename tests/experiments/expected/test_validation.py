"""The scorecard: its claims, the table, the page that keeps it, and the rules that are left out in turn."""

import csv
from contextlib import contextmanager

import pytest

from experiments.calibration.page import band, stated
from experiments.expected import validation
from experiments.expected.claims import COLUMNS, FILE, Claim, score
from experiments.expected.measured_cases import Runs
from experiments.expected.rules import RULES
from experiments.expected.validation import (
    CLAIMS,
    MEASURES,
    PAGE,
    markers,
    put,
    rules_as_markdown,
    without_each_rule,
)
from experiments.languages import Words
from model.parameters import CATALOGUE, Parameters

STARTS = ("| M", "| F", "| BE", "| SB")
ALL = {f"M{number}" for number in range(2, 20)} | {f"F{number}" for number in range(1, 26)} - {"F13", "F14"} | {"BE", "SB"}


@contextmanager
def no_bar(what: str):
    yield lambda done, total: None


def test_every_contradiction_and_fact_is_measured_or_said_not_to_be() -> None:
    said = {code for what in validation.UNMEASURED for code in what.split(", ")}
    assert {claim.fact for claim in CLAIMS} | said == ALL
    assert {claim.fact for claim in CLAIMS} >= ALL - {"M14", "F10", "F11"}


def test_claims_have_keys_of_their_own_and_a_band_or_what_is_known() -> None:
    assert len({claim.key for claim in CLAIMS}) == len(CLAIMS)
    for claim in CLAIMS:
        assert claim.low < claim.high, claim.key
        assert (claim.kind == "known") == bool(claim.known), claim.key
        assert claim.kind in ("calibrate", "validate", "seen", "known")
        assert claim.source, claim.key
        assert claim.width > 0
        assert claim.band, claim.key
        assert "|" not in claim.statement + claim.known


def test_the_direction_of_the_two_main_facts_holds() -> None:
    """Sondrio more likely to shrink or close than to stay whole; Pavia's hub reaches about sixty members in a fair share of runs."""
    runs = Runs(5)
    value = {claim.key: number for claim, number in score([c for c in CLAIMS if c.key in ("F1 changed", "F2 peak")], runs)}
    assert value["F1 changed"] > 0.5
    assert value["F2 peak"] >= 60


def test_the_page_states_every_claim_as_the_code_does() -> None:
    text = PAGE.read_text(encoding="utf-8")
    begins, ends = markers("scorecard")
    kept = text[text.index(begins) : text.index(ends)]
    rows = [line for line in kept.splitlines() if line.startswith(STARTS)]
    words = Words("en", "scorecard")
    said = [(claim.key, stated(claim, words), band(claim, words), words(f"kind_{claim.kind}")) for claim in CLAIMS]
    assert [tuple(line.strip("| ").split(" | ")[:4]) for line in rows] == said


def test_the_table_of_facts_has_its_columns_and_uses_every_measure_once() -> None:
    rows = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert sorted(row["measure"] for row in rows) == sorted(MEASURES)


def test_a_table_takes_the_place_of_the_one_before_it() -> None:
    page = "a <!-- rules begins -->old<!-- rules ends --> b <!-- scorecard begins -->kept<!-- scorecard ends -->"
    assert put(page, "rules", "new") == page.replace("old", "\nnew\n")


@pytest.mark.parametrize("name", RULES)
def test_a_rule_names_parameters_that_exist_and_values_they_may_have(name: str) -> None:
    assert RULES[name], "a rule without null values cannot be left out"
    assert set(RULES[name]) <= set(CATALOGUE)
    assert Parameters(RULES[name]).changed() == RULES[name], "the model without the rule must differ from the defaults"


def test_each_rule_is_left_out_in_turn(monkeypatch) -> None:
    habit = Claim("F0", "known", "habit", lambda runs: runs.parameters.get("habit", 2.1), known="any")
    monkeypatch.setattr(validation, "CLAIMS", (habit,))
    by_rule = without_each_rule(2, no_bar)
    assert list(by_rule) == ["all rules", *RULES]
    assert {name: scored[0].value for name, scored in by_rule.items()} == {name: 0.0 if name == "habit" else 2.1 for name in by_rule}
    row = next(line for line in rules_as_markdown(by_rule, 2).splitlines() if line.startswith("| F0 "))
    cells = [cell.strip() for cell in row.strip("|").split("|")][1:]
    assert cells == ["0.00" if name == "habit" else "2.1" for name in by_rule]
