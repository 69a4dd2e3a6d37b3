"""The order of policies by value, and what one unit of a gain is, from figures written by hand."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiments.outcomes.intervals import Estimate, price
from experiments.outcomes.rows import ContrastRow
from experiments.report import ranking
from experiments.runs import value
from experiments.runs.deciding import decider
from experiments.runs.value import Status, Value

_BLANK = dict.fromkeys(ContrastRow._fields, math.nan)


def _reader(written: str = "members_36", better: str = "more", hubs: int = 1, **more: Any) -> Any:
    names = [f"hub{number}" for number in range(hubs)]
    return SimpleNamespace(deciders=(decider(written, better),), results=SimpleNamespace(hubs=names, worlds=1), **more)


def _one(policy: str, status: Status, eur: float, gain: float) -> Value:
    row = ContrastRow(**{**_BLANK, "outcome": "members_36", "difference": gain})
    return Value(policy, row, gain, status, Estimate(eur, eur, eur), None, 0.5, 0.0, False)


@pytest.mark.parametrize(
    ("written", "hubs", "units"),
    [
        ("viable_36", 1, 1), ("viable_36", 3, 3), ("viable_36@hub1", 3, 1), ("desk_use_36", 3, 100), ("members_36", 3, 1),
        ("commute_minutes_avoided", 1, 1 / 60), ("co2_kg_avoided", 1, 1 / 1000),
    ],
)  # fmt: skip
def test_what_a_mean_of_one_comes_to(written: str, hubs: int, units: float) -> None:
    reader = _reader(written, hubs=hubs)
    assert value.units_of(reader.results, reader.deciders[0]) == pytest.approx(units)


def test_policies_stand_by_value() -> None:
    """Those that help by what a result costs, those that cost nothing before them by their gain; others by cost; harm last."""
    ordered = [
        _one("saves, much", "helps", -500, 3), _one("saves, little", "helps", 0.9, 2),
        _one("one euro", "helps", 1, 4), _one("100 each", "helps", 1_000, 10),
        _one("200 each", "helps", 400, 2), _one("200 each, dearer", "helps", 800, 4),
        _one("cheap", "unclear", 10, 0.1), _one("dear", "unclear", 20, 0.9), _one("as dear", "unclear", 20, 0.1),
        _one("bad", "harms", 5, -1), _one("worse", "harms", 5, -2),
    ]  # fmt: skip
    shuffled = [ordered[k] for k in np.random.default_rng(1).permutation(len(ordered))]
    assert [one.policy for one in sorted(shuffled, key=lambda one: value._place(one, 1.0))] == [one.policy for one in ordered]


@pytest.mark.parametrize(("spread", "told"), [(0.05, True), (0.88, True), (0.95, False)])
def test_a_price_that_is_too_unsure_is_not_told(spread: float, told: bool) -> None:
    gains = 10 + 10 * spread * np.array([-1.0, 1, -1, 1, -1, 1, -1, 1])
    found = price(np.full(8, 500.0), gains)
    assert (found is not None) == told
    if found is not None:
        assert found.value == pytest.approx(50)
    assert price(500 * np.array([-1.0, 1, -1, 1, -1, 1, -1, 3]), np.full(8, 10.0)) is None, "it may cost nothing"


def _spoken(reader: Any) -> Any:
    """A reader whose words are their keys, with what they are filled with."""

    class Words:
        def __call__(self, key: str, **filled: object) -> str:
            return " ".join([key, *map(str, filled.values())])

        euro = staticmethod(lambda eur, signed=False: f"{eur:+.0f}" if signed else f"{eur:.0f}")
        name = staticmethod(lambda kind, name: name)

    reader.t = Words()
    reader.span = lambda months: months
    reader.level = lambda row, value: f"{value:g}"
    reader.results.months = 36
    return reader


def test_costs_and_savings_in_words() -> None:
    reader = _spoken(_reader())
    said = {eur: ranking._cost(reader, _one("", "helps", eur, 1)) for eur in (1_000, 1, 0.9, -0.9, -1, -400)}
    assert said == {
        1_000: "best_costs 1000 36", 1: "best_costs 1 36", 0.9: "best_free", -0.9: "best_free", -1: "best_saves 1", -400: "best_saves 400",
    }  # fmt: skip
    extra = {eur: ranking.extra_of(reader, Estimate(eur, eur, eur)) for eur in (1, 0.9, -0.9, -1)}
    assert extra == {1: "+1", 0.9: "no_more", -0.9: "no_more", -1: "-1"}


@pytest.mark.parametrize(
    ("written", "better", "said"),
    [
        ("viable_36", "more", "each_more hub"), ("shrunk_or_closed_36", "less", "each_spared hub"),
        ("desk_use_36", "more", "each_more share"), ("members_36", "more", "each_more members"),
        ("churn_monthly", "less", "each_less share"), ("left", "less", "each_less persons"),
    ],
)  # fmt: skip
def test_what_a_unit_costs_in_words(written: str, better: str, said: str) -> None:
    reader, one = _spoken(_reader(written, better)), _one("", "helps", 500, 1)
    assert ranking.unit_of(reader) == said
    assert ranking.each_of(reader, one._replace(each=Estimate(50, 40, 60))) == "50"
    assert ranking.each_of(reader, one) == "undefined"
    assert ranking.each_of(reader, one._replace(extra=Estimate(0.9, 0, 1))) == "no_more"
    assert ranking.each_of(reader, one._replace(extra=Estimate(1.0, 0, 1))) == "undefined"
    for status in ("unclear", "harms"):
        assert ranking.each_of(reader, one._replace(status=status)) == "–"


def test_levels_in_words() -> None:
    reader = _spoken(_reader())
    for written, said in (("viable_36", "0.5"), ("desk_use_36", "0.5"), ("cash_36", "0.5"), ("members_36", "0.5 members")):
        assert ranking.level_of(reader, ContrastRow(**{**_BLANK, "outcome": written}), 0.5) == said


def _answering(level: int, changed: float = 0.5) -> Any:
    reader = _spoken(_reader(policies="abc", title=str.upper, called=lambda decider: decider.name))
    reader.t.inside, reader.t.listing = str, ", ".join
    reader.differences = lambda outcome, *values: tuple(f"{value:g}" for value in values)
    cases = enumerate((("a", 30), ("b", 10), ("c", 20)))
    reader.by_value = [_one(policy, "helps", eur, 1)._replace(level=k < level, better_in=changed) for k, (policy, eur) in cases]
    return reader


def test_the_answer_names_the_cheapest_of_those_that_are_level() -> None:
    assert ranking.best(_answering(1)).startswith("best_policy A members_36")
    assert ranking.best(_answering(2)).startswith("best_tied B members_36")
    assert ranking.best(_answering(2)).endswith("best_tied_one quoted A (+30)")
    assert ranking.best(_answering(3)).endswith("best_tied_many quoted C (+20), quoted A (+30)")
    assert ranking.best(_answering(0)) == "best_none members_36"
    assert ranking.best(_answering(0, changed=0.0)) == "best_same members_36"


def test_changes_of_shares_are_told_in_points() -> None:
    reader = _answering(1)
    row = _one("", "helps", 1, 2)._asdict()["row"]._replace(low=1.0, high=3.0)
    assert ranking.change_of(reader, row) == "2 (interval 1 3)"
    assert ranking.change_of(reader, row._replace(outcome="viable_36")) == "points 2 (interval 1 3)"
    assert ranking.change_of(reader, row._replace(low=math.nan)) == "2"
