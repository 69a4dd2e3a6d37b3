"""Policies of one cost: a campaign of a known price, what cannot be spent, and the same figures whatever the workers."""

from typing import Any

import pytest

from experiments.languages import languages
from experiments.questions.answer import Refused
from experiments.questions.budget import LOOKS, TOLERANCE, at_equal_budget, equal_budget, tunable
from experiments.runs.replicates import run
from experiments.runs.value import by_value
from model.scenario import Scenario, read_text
from tests.experiments.stand_ins import TINY

MONTHS = 24
STUDY: dict[str, Any] = {"replicates": 8, "workers": 1}
CAMPAIGN = f"""
  campaign:
    title: A campaign
    instruments:
      - {{type: promotion, payer: municipality, intensity: 1, cost_eur_month: 100, end: {MONTHS}}}
"""


@pytest.fixture
def rich() -> Scenario:
    """A hub that cannot close for want of money, and a campaign of 100 EUR a month for as much again as ordinary promotion."""
    hub = "desks: 8, offices: 1}"
    text = TINY.replace(hub, "desks: 8, offices: 1, opening_cash_eur: 500000, may_downsize: false, operator: volunteer}", 1)
    text = text.replace("operator: private, ", "", 1).replace("horizon_months: 40", f"horizon_months: {MONTHS}") + CAMPAIGN
    found, problems = read_text(text, "rich.yaml")
    assert found is not None, [str(problem) for problem in problems]
    return found.model_copy(update={"parameters": {"wind_down_reviews": 0.0, "other_endings": 0.0}})


def test_policies_of_one_instrument_are_tuned_and_the_others_left_out(scenario: Scenario) -> None:
    found = tunable(scenario)
    assert list(found)[:2] == ["voucher", "relief"] and not {"nothing", "second_hub"} & set(found)  # a network and a hub
    added = list(found)[2:]
    assert "promotion" in added and not {"voucher", "rent_relief", "host_hours"} & set(added)
    assert found["relief"].figures["payer"] == "region"


def test_a_campaign_of_a_known_price_has_a_known_figure(rich: Scenario) -> None:
    found = equal_budget(rich, 250.0 * MONTHS, **STUDY)
    campaign = next(one for one in found.spent if one.policy == "campaign")
    assert campaign.figure == pytest.approx(2.5, rel=TOLERANCE) and campaign.status == "meets"
    assert campaign.eur.value == pytest.approx(100 * campaign.figure * MONTHS)  # it spends its price in every month of every future
    assert found.results.values("public_eur", "campaign").std() == pytest.approx(0, abs=1e-6)


def test_what_each_costs_is_the_budget_or_said_otherwise(rich: Scenario) -> None:
    budget = 9_000.0
    found = equal_budget(rich, budget, **STUDY)
    assert {one.status for one in found.spent} >= {"meets", "most"}
    for one in found.spent:
        paid = found.results.contrast(one.policy).money.extra_eur
        assert one.eur == paid
        if one.status == "meets":
            assert abs(paid.value - budget) <= TOLERANCE * budget
        elif one.status == "most":
            assert one.dose == 1.0 and paid.value < budget
        else:
            assert one.support.scale.whole
    assert len(by_value(found.results)) == len(found.spent)  # ranked as any results are
    for lang in languages():
        assert len(found.text_table(lang).rows) == len(found.spent)


def test_the_most_is_said_where_the_budget_is_beyond_it(rich: Scenario) -> None:
    found = equal_budget(rich, 1e7, **STUDY)
    campaign = next(one for one in found.spent if one.policy == "campaign")
    assert {one.status for one in found.spent} == {"most"}
    assert campaign.eur.value == pytest.approx(500 * MONTHS)  # five times the ordinary promotion


def test_the_figures_are_the_same_whatever_the_workers(rich: Scenario) -> None:
    one, two = (equal_budget(rich, 5_000.0, replicates=8, workers=workers) for workers in (1, 2))
    assert one.spent == two.spent
    assert at_equal_budget(rich, 5_000.0, replicates=8).merged_scenario == one.results.merged_scenario


def test_no_world_is_made_twice_and_nothing_is_run_twice(rich: Scenario, counted: dict[str, int]) -> None:
    """Worlds and baselines are there at the next look, and most of what is run at the end; the numbers are those of a run anew."""
    found = equal_budget(rich, 5_000.0, **STUDY)
    looks = {(one.policy, one.dose) for one in found.spent} | {(one.policy, 1.0) for one in found.spent}
    assert counted["build_world"] == STUDY["replicates"]
    assert STUDY["replicates"] * (1 + len(looks)) <= counted["simulate"] <= STUDY["replicates"] * (1 + (LOOKS + 1) * len(found.spent))
    before = dict(counted)
    anew = run(found.results.scenario, **STUDY)
    assert counted["simulate"] - before["simulate"] == STUDY["replicates"] * (1 + len(found.spent))
    for policy in anew.policies:
        assert (anew.stack(policy).hub == found.results.stack(policy).hub).all()


def test_what_cannot_be_asked_is_refused(rich: Scenario) -> None:
    with pytest.raises(Refused, match="--budget: -3 EUR; write an amount above 0"):
        equal_budget(rich, -3.0)
