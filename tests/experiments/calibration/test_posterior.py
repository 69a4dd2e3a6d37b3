"""What a search leaves: who passes and how much it counts, the central set, the files and tables."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from experiments.calibration import posterior, tables
from experiments.calibration.answers import ANSWERS, FIRST, QUESTIONS, by_policy
from experiments.calibration.evaluation import FITTED, Target
from experiments.calibration.prior import FREE
from experiments.calibration.search import Population
from experiments.calibration.smc import Settings
from experiments.calibration.structure import Refitted, agreement, as_markdown, lost
from model.parameter_sets import read
from model.parameters import CATALOGUE

LINE = [claim.key for claim in FITTED].index("F17 median")  # band 8 to 18, so a width of 5
KEPT = [next(end for end in (claim.low, claim.high) if math.isfinite(end)) for claim in FITTED]
NOISE = Target((0.0,) * len(FITTED))


def population(medians, tolerance: float = 0.5) -> Population:
    """Sets all of whose lines are kept but one, which has these values."""
    draws = np.random.default_rng(7)
    values = np.tile(KEPT, (len(medians), 1)).astype(float)
    values[:, LINE] = medians
    answers = draws.random((len(medians), len(QUESTIONS[FIRST].policies) * len(ANSWERS)))
    return Population(draws.random((len(medians), len(FREE))), values, np.zeros(len(medians)), tolerance, 0.3, answers)


def test_a_set_passes_within_one_width_of_every_band() -> None:
    assert posterior.passes(population([13.0, 22.9, 23.1, 3.1, math.nan]).values).tolist() == [True, True, False, True, False]
    assert posterior.in_bands(population([13.0, 22.9]).values)[:, LINE].tolist() == [True, False]


def test_sets_count_the_more_the_nearer_they_are() -> None:
    weights = posterior.weighed(NOISE, population([13.0, 20.5, 40.0]))
    assert weights[2] == 0
    assert weights[1] / weights[0] == pytest.approx(math.exp(-0.5 * 0.5**2))
    assert weights.sum() == pytest.approx(1)
    with pytest.raises(ValueError, match="no set"):
        posterior.weighed(NOISE, population([40.0]))


def test_what_ships_can_be_read_and_says_where_it_is_from(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(posterior, "SHIPPED", tmp_path / "sets.parquet")
    monkeypatch.setattr(posterior, "FOUND", tmp_path / "found.json")
    page = {}
    monkeypatch.setattr(posterior, "keep", page.__setitem__)
    verified, prior = population([13.0] * 9 + [40.0]), population(np.linspace(1, 30, 150))
    weights = posterior.weighed(NOISE, verified)
    steps, centres = [population([13.0] * 10)], population([20.5, 13.0])
    asked = {FIRST: by_policy(verified.answers)[:9]}
    rivals = np.array([[0.4, 0.5, 0.6], [1.4, 0.4, 0.9]])
    made = posterior.Calibration(Settings(), NOISE, prior, steps, verified, weights, centres, rivals, (0, 3), asked)
    posterior.ship(made, posterior.found(made))
    table = read(tmp_path / "sets.parquet")
    assert len(table) == 9
    assert table.provenance["dropped"] == 1
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["lines"]["F17 median"]["posterior in band"] == 1.0
    assert found["lines"]["F17 median"]["prior in band"] == pytest.approx(51 / 150, abs=0.01)
    assert found["central"]["who"] == "defaults"  # the other is nearer by 0.4, give or take 0.3
    assert found["central"]["values"] == pytest.approx(posterior.values_at(centres.points[-1]), rel=0.01)
    assert "the defaults stay the central set" in page["calibration"]
    who, values = replace(made, rivals=rivals + np.array([[0.0], [0.6]])).central
    assert who == "nearest"
    assert values == pytest.approx(posterior.values_at(centres.points[0]), rel=0.01)
    assert found["identified"] == [FREE[0], FREE[3]]
    assert found["best policy"]["truths"] == 150
    assert set(page) == {"calibration", "recovery", "information"}
    assert "| F17 median | 8.0 to 18.0 |" in page["calibration"]
    assert "1 were dropped" in tables.calibration(found)


def test_the_number_that_decides_is_worth_knowing() -> None:
    """The first policy is best where one parameter is low, the second where it is high; public money is nothing."""
    draws = np.random.default_rng(8)
    points = draws.random((300, len(FREE)))
    answers = np.zeros((300, len(QUESTIONS[FIRST].policies), len(ANSWERS)))
    answers[:, 0, 0], answers[:, 1, 0] = 0.5, points[:, 3]
    found = posterior.information(points, answers, FIRST)
    worth = found["worth"]["100000"]
    assert worth["numbers"][0]["name"] == FREE[3]
    assert worth["numbers"][0]["value"] == pytest.approx(12_500, rel=0.15)  # E max(0.5, x) - 0.5 = 1/8; what chance seems worth is off
    assert worth["all"] == pytest.approx(12_500, rel=0.1)
    shares = found["shares"][f"viable_36, {QUESTIONS[FIRST].policies[1]} less baseline"]
    assert max(shares, key=shares.get) == CATALOGUE[FREE[3]].evidence


def test_weighted_quantiles() -> None:
    values, weights = np.array([1.0, 2.0, 3.0, math.nan]), np.array([0.1, 0.8, 0.1, 0.5])
    assert posterior.quantiles(values, weights)[2] == pytest.approx(2.0)
    assert posterior.quantiles(np.arange(101.0))[1:4] == pytest.approx([10, 50, 90], abs=0.6)
    assert all(math.isnan(value) for value in posterior.quantiles(np.array([math.nan])))


def test_a_structure_loses_what_most_of_its_sets_do_not_keep() -> None:
    kept = population([13.0] * 4)
    answers = by_policy(kept.answers)
    whole = Refitted.of("all rules", NOISE, kept, {FIRST: answers})
    turned = answers.copy()
    turned[:, :, 0] = 1 - turned[:, :, 0]
    less = Refitted.of("no habit", NOISE, population([13.0, 30.0, 30.0, 30.0]), {FIRST: turned})
    assert (whole.joint, less.joint) == (1.0, 0.25)
    assert lost(whole.as_data()["kept"], less.as_data()["kept"]) == ["F17 median"]
    assert lost(less.as_data()["kept"], whole.as_data()["kept"]) == []
    text = as_markdown([whole.as_data(), less.as_data()])
    said, *tables_of = text.split("\n\n")
    assert said.startswith("4 sets of each structure")
    facts, advice = (part.splitlines()[2:] for part in tables_of)
    assert "F17 median" in facts[1]
    assert "| -1.00 |" in advice[1]  # the order of policies is reversed
    viable = less.as_data()["viable"][FIRST]
    assert f"| {(max(viable.values()) - min(viable.values())) * 100:.0f} points |" in advice[1]


def test_agreement_of_orders() -> None:
    assert agreement("abc", "abc") == 1
    assert agreement("abc", "cba") == -1
    assert agreement("abc", "acb") == pytest.approx(1 / 3)
