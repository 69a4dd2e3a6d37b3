"""The statement of public money: every figure again from the runs, and what cannot be asked."""

import numpy as np
import pytest

from experiments.languages import languages
from experiments.outcomes.intervals import mean_of
from experiments.questions.answer import Refused
from experiments.questions.public_money import PublicMoneyStatement, public_money
from experiments.storage.json_text import json_text
from model.scenario import Scenario, read_text
from tests.experiments.stand_ins import TINY

POLICIES = """
  campaign:
    title: Promotion and a voucher for two years
    instruments:
      - {type: promotion, payer: region, intensity: 1, cost_eur_month: 100, end: 12}
      - {type: voucher, payer: municipality, share: 0.5, months: 12, end: 12}
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    read, problems = read_text(TINY.replace("horizon_months: 40", "horizon_months: 30") + POLICIES)
    assert read is not None, problems
    return read


@pytest.fixture(scope="module")
def statement(scenario: Scenario) -> PublicMoneyStatement:
    return public_money(scenario, ["relief", "campaign"], replicates=8, workers=2)


def test_an_instrument_is_judged_by_the_same_policy_without_it(statement: PublicMoneyStatement) -> None:
    twins = {(line.policy, line.instrument): line.twin for line in statement.lines}
    assert twins == {
        ("relief", "rent_relief"): "baseline",
        ("campaign", "promotion"): "campaign__less__promotion",
        ("campaign", "voucher"): "campaign__less__voucher",
    }
    under = statement.results.scenario.with_policy("campaign__less__promotion")
    assert [item.name for item in under.instruments] == ["voucher"]


def test_a_promotion_of_known_cost_costs_that_much(statement: PublicMoneyStatement) -> None:
    (promotion,) = (line for line in statement.lines if line.instrument == "promotion")
    open_months = statement.results.stack("campaign").running[:, :12, 0].sum(axis=1)
    assert promotion.spent.value == pytest.approx(100 * open_months.mean(), rel=0.05)
    assert promotion.payers == {"region": 1.0}


def test_the_runs_last_two_years_beyond_the_money_and_what_remains_is_the_difference_then(statement: PublicMoneyStatement) -> None:
    assert statement.results.months == 36
    (voucher,) = (line for line in statement.lines if line.instrument == "voucher")
    assert voucher.ends == 12 and list(voucher.after) == [12, 24]
    more = statement.results.paths("members", "campaign") - statement.results.paths("members", voucher.twin)
    assert voucher.members_at_end == mean_of(more[:, 11], statement.results.worlds)
    assert voucher.after[24] == mean_of(more[:, 35], statement.results.worlds)
    (relief,) = (line for line in statement.lines if line.instrument == "rent_relief")
    assert relief.ends is None and relief.after == {} and relief.members_at_end is None


def test_shares_are_those_of_the_months_reached_and_holders_alone_are_counted_of_a_voucher(statement: PublicMoneyStatement) -> None:
    for line in statement.lines:
        months, anyway, elsewhere = statement.results.reached(line.policy, line.twin)
        assert line.months == months.mean()
        assert line.anyway is not None and line.elsewhere is not None
        assert line.anyway.value == pytest.approx(anyway.sum() / months.sum())
        assert line.anyway.value + line.elsewhere.value + line.new == pytest.approx(1)
        assert elsewhere.sum() == 0  # there is one hub
        assert sum(line.kinds.values()) == pytest.approx(sum(line.towns.values()))
    reached = {line.instrument: line for line in statement.lines}
    used = statement.results.stack("campaign").series("vouchers").sum(axis=(1, 2)).mean()
    assert reached["voucher"].months <= used < reached["promotion"].months


def test_nothing_depends_on_the_number_of_workers(scenario: Scenario, statement: PublicMoneyStatement) -> None:
    alone = public_money(scenario, ["relief", "campaign"], replicates=8, workers=1)
    assert json_text(alone.numbers()) == json_text(statement.numbers())


@pytest.mark.parametrize("lang", sorted(languages()))
def test_it_is_told_with_the_same_figures_in_every_language(statement: PublicMoneyStatement, lang: str) -> None:
    told = statement.said(lang)
    assert len(told.pictures) == 1 and "<svg" in told.pictures[0].svg
    first = told.tables[0]
    assert len(first.rows) == len(statement.lines)
    digits = [[letter for letter in cell if letter.isdigit()] for row in first.rows for cell in row[2:]]
    english = [[letter for letter in cell if letter.isdigit()] for row in statement.said("en").tables[0].rows for cell in row[2:]]
    assert digits == english


def test_a_question_without_instruments_is_refused(scenario: Scenario) -> None:
    with pytest.raises(Refused, match="no policy with an instrument of its own among: second_hub"):
        public_money(scenario, ["second_hub"], replicates=4)
    with pytest.raises(Refused, match="no policy 'relif'"):
        public_money(scenario, ["relif"], replicates=4)


def test_undefined_prices_are_said_to_be_undefined(statement: PublicMoneyStatement) -> None:
    prices = statement.said("en").tables[1]
    for line, row in zip(statement.lines, prices.rows, strict=True):
        for key, cell in zip(("member_month", "hub", "collaboration", "hour"), row[2:], strict=True):
            assert (cell == "not defined") == (line.prices[key] is None)
            assert "nan" not in cell
    assert np.isfinite([line.net.value for line in statement.lines]).all()
