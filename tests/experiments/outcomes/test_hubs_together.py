"""What several hubs make together, for every series: what adds up is added, shares and minutes are weighed, codes are refused."""

import numpy as np
import pytest

from experiments.outcomes.stacks import Stack
from experiments.runs.results import Results
from model.names import CLOSED, DOWNSIZED, OPEN, PLANNED
from model.scenario import Scenario
from model.series import HUB_COLUMN, HUB_SERIES
from tests.experiments.stand_ins import MakeStack, results_of

SUMS = {"vouchers", "days", "members", "firms", "users", "persons", "desks", "offices", "EUR", "agents", "links", "needs"}
every_series = pytest.mark.parametrize("series", HUB_SERIES, ids=lambda series: series.name)


def _random(make_stack: MakeStack, hubs: int) -> Stack:
    rng = np.random.default_rng(hubs)
    stack = make_stack(opens=(0,) * hubs, desks=tuple(10.0 + 15 * hub for hub in range(hubs)), members=np.ones((3, 6, hubs)))
    stack.hub[:] = rng.uniform(1, 9, stack.hub.shape)
    stack.hub[HUB_COLUMN["state"]] = rng.integers(OPEN, CLOSED, (3, 6, hubs))
    return stack


@every_series
def test_only_what_is_counted_or_paid_is_added_up(series) -> None:
    assert (series.together == "sum") == (series.unit in SUMS), "say in model/series.py what several hubs make of it together"


@every_series
def test_a_lone_hub_has_its_own_values_to_the_bit(series, make_stack: MakeStack) -> None:
    stack = _random(make_stack, 1)
    np.testing.assert_array_equal(stack.together(series.name), stack.series(series.name)[:, :, 0])


@every_series
def test_hubs_that_are_alike_have_twice_the_sum_and_the_same_mean(series, make_stack: MakeStack) -> None:
    one = _random(make_stack, 1)
    two = make_stack(opens=(0, 0), desks=(10.0, 10.0), members=np.ones((3, 6, 2)))
    two.hub[:] = one.hub
    if series.together == "apart":
        with pytest.raises(ValueError, match=f"several hubs have no '{series.name}' together; name one of hub0, hub1"):
            two.together(series.name)
    else:
        times = 2 if series.unit in SUMS else 1
        np.testing.assert_allclose(two.together(series.name), times * one.series(series.name)[:, :, 0])


@pytest.mark.parametrize("name", [series.name for series in HUB_SERIES if series.together.startswith("by")])
def test_a_mean_lies_between_the_hubs(name: str, make_stack: MakeStack) -> None:
    stack = _random(make_stack, 4)
    values, together = stack.series(name), stack.together(name)
    assert (values.min(axis=2) < together).all() and (together < values.max(axis=2)).all()


def _town(scenario: Scenario, make_stack: MakeStack) -> Results:
    """A hub of 10 desks; one of 40 that opens in month 2, shrinks to 20 in month 3 and closes in month 4. Nobody is left in month 5."""
    offered = np.array([[[10, 0], [10, 40], [10, 20], [10, 0], [10, 0]]], dtype=float)
    used = np.array([[[8, 0], [8, 10], [8, 10], [8, 0], [0, 0]]], dtype=float)
    stack = make_stack(
        opens=(0, 1), desks=(10.0, 40.0), desk_use=used / [10, 40], use_of_offered=used / np.maximum(offered, 1),
        members=[[[12, 0], [12, 4], [12, 4], [12, 0], [0, 0]]], quality=[[[0.6, 0], [0.6, 0.9], [0.6, 0.9], [0.6, 0], [0.6, 0]]],
        minutes=[[[10, 0], [10, 30], [10, 30], [10, 0], [0, 0]]], within_30=[[[1, 0], [1, 0.5], [1, 0.5], [1, 0], [0, 0]]],
        state=[[[OPEN, PLANNED], [OPEN, OPEN], [OPEN, DOWNSIZED], [OPEN, CLOSED], [OPEN, CLOSED]]],
    )
    stack.hub[HUB_COLUMN["desks"]] = offered
    return results_of(scenario, baseline=stack)


@pytest.mark.parametrize(
    ("series", "together"),
    [
        ("members", [12, 16, 16, 12, 0]),
        ("desk_use", [8 / 10, 18 / 50, 18 / 50, 8 / 50, 0]),  # a hub still planned has no desks; one that closed had them
        ("use_of_offered", [8 / 10, 18 / 50, 18 / 30, 8 / 10, 0]),
        ("quality", [0.6, (6 + 36) / 50, (6 + 18) / 30, 0.6, 0.6]),
        ("minutes", [10, (120 + 120) / 16, (120 + 120) / 16, 10, 0]),  # as for a lone hub, 0 when there is nobody
        ("within_30", [1, 14 / 16, 14 / 16, 1, 0]),
    ],
)
def test_known_answers_by_month(scenario: Scenario, make_stack: MakeStack, series: str, together: list[float]) -> None:
    results = _town(scenario, make_stack)
    np.testing.assert_allclose(results.paths(series)[0], together)
    np.testing.assert_allclose(results.fan(series).p50, together)
    np.testing.assert_allclose(results.fan(series).mean, together)
    np.testing.assert_array_equal(results.paths(series, hub="hub1"), results.stack().series(series)[:, :, 1])


@pytest.mark.parametrize("series", ["state", "runway_months"])
def test_what_hubs_do_not_have_together_is_asked_of_one_of_them(scenario: Scenario, make_stack: MakeStack, series: str) -> None:
    results = _town(scenario, make_stack)
    with pytest.raises(ValueError, match="name one of hub0, hub1"):
        results.fan(series)
    assert results.fan(series, hub="hub1").p50.shape == (5,)
