"""Other places of a town take their share of those who would come, and changing hub costs a part of habit."""

import numpy as np
import pytest

from model.simulation import prepare
from tests.model.month.towns import BARE_CHOICE, binomial_error, case, hub, run

_PRICES = {"day": 15.0, "flex": 100.0, "fixed": 190.0}
_WIDE = hub(desks=2_000, offices=0, opening_cash_eur=1e8, host_fte=0.5, events_per_month=1.0, prices=_PRICES)
_ONLY_FLEX = {"plan_occasional": -1e9, "plan_fixed": -1e9}
_N = 1_500
# the hub is as ordinary as the others, and nothing but taste tells them apart
_EVEN = {**BARE_CHOICE, **_ONLY_FLEX, "hub_nest": 0.0, "taste_persistence": 0.0}


def _members(places: float, months: int = 1, **parameters: float) -> np.ndarray:
    """In a town of 100,000 residents, so that `places` is the number of the others."""
    scenario = case(_WIDE, months=months, people=(_N, 0, 0), **{**_EVEN, "other_places_100k": places, **parameters})
    figures = scenario.territory.overrides["sondrio"].model_copy(update={"residents": 100_000.0})
    territory = scenario.territory.model_copy(update={"overrides": {"sondrio": figures}})
    return run(scenario.model_copy(update={"territory": territory})).hub("members")


def test_one_other_place_like_it_takes_half_of_those_who_would_come_at_any_price() -> None:
    assert abs(_members(1.0, alpha=50.0)[0] - _N / 2) < binomial_error(_N, 0.5)
    assert _members(0.0, alpha=50.0)[0] == _N


def test_more_places_take_more() -> None:
    """Against the best of m: a logistic whose middle moves by log m."""
    fewer = [float(_members(places, alpha=50.0)[0]) for places in (0.5, 1.0, 3.0, 6.0)]
    assert fewer == sorted(fewer, reverse=True)
    assert fewer[-1] < 0.35 * _N


def test_places_grow_with_the_town_without_a_threshold() -> None:
    def places(residents: float) -> float:
        scenario = case(_WIDE, people=(10, 10, 10), other_places_100k=3.0, other_places_growth=1.5)
        figures = scenario.territory.overrides["sondrio"].model_copy(update={"residents": residents})
        territory = scenario.territory.model_copy(update={"overrides": {"sondrio": figures}})
        return float(prepare(scenario.model_copy(update={"territory": territory})).other_places[0])

    assert places(100_000) == pytest.approx(3.0)
    assert places(25_000) == pytest.approx(3.0 / 8.0)


@pytest.mark.parametrize(("change", "moves"), [(0.0, True), (1.0, False)])
def test_changing_hub_costs_its_part_of_habit(change: float, moves: bool) -> None:
    """Bound by much habit to working in hubs, members change between two of them freely, or not at all."""
    hubs = [{**_WIDE, "founders": 300.0}, {**_WIDE, "name": "mera"}]
    figures = {**_EVEN, "habit": 50.0, "habit_shape": 100.0, "habit_hub_change": change, "alpha": 0.0}
    finished = run(case(*hubs, months=6, people=(400, 0, 0), **figures))
    assert (finished.hub("moved_in", "mera").sum() > 100) == moves
    assert finished.hub("members", "adda")[-1] + finished.hub("members", "mera")[-1] == 300
