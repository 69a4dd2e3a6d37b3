"""Who could travel to which hub: every pair within the limit and no other, with the minutes of the road rule."""

import numpy as np
import pytest

from model.columns import Reach
from model.parameters import Parameters
from model.population import reach, synthesise
from model.territory import road_minutes, territory
from tests.model.population.worlds import DEFAULTS, people_of, small

WORLD = territory(["sondrio", "lecco"], 30)
PEOPLE = synthesise(WORLD, DEFAULTS, 3)
HUBS = np.array([WORLD.position("sondrio"), WORLD.position("sondrio", -15, 2), WORLD.position("lecco", 1, 1), WORLD.position("caserta")])


def pairs(found: Reach) -> dict[tuple[int, int], float]:
    return {(int(agent), int(hub)): minutes for agent, hub, minutes in zip(found.agent, found.hub, found.minutes, strict=True)}


def test_reach_is_every_pair_within_the_limit():
    found = pairs(reach(PEOPLE, HUBS, DEFAULTS, WORLD.road_factor))
    km = np.hypot(PEOPLE.x_km[:, None] - HUBS[:, 0], PEOPLE.y_km[:, None] - HUBS[:, 1])
    road = np.vectorize(road_minutes)(km, WORLD.road_factor[PEOPLE.place][:, None]) - DEFAULTS["access_min"]
    minutes = PEOPLE.access_min[:, None] + road
    expected = {(int(agent), int(hub)): minutes[agent, hub] for agent, hub in zip(*np.nonzero(minutes <= 40), strict=True)}
    assert found.keys() == expected.keys()
    for pair, value in expected.items():
        assert found[pair] == pytest.approx(value)
    assert {hub for _, hub in found} == {0, 1, 2}


def test_rows_are_compressed_by_agent_with_hubs_in_order():
    found = reach(PEOPLE, HUBS, DEFAULTS, WORLD.road_factor)
    assert found.start[0] == 0 and found.start[-1] == len(found.hub)
    assert (np.repeat(np.arange(len(PEOPLE.slot)), np.diff(found.start)) == found.agent).all()
    same = found.agent[1:] == found.agent[:-1]
    assert (np.diff(found.hub)[same] > 0).all()
    assert (found.hub.dtype, found.agent.dtype, found.minutes.dtype) == (np.int16, np.int32, np.float64)


def test_a_hub_in_the_centre_is_within_the_minutes_of_every_ring():
    world = territory(["pavia"], 30)
    people = synthesise(world, DEFAULTS, 1)
    found = reach(people, np.array([world.position("pavia")]), DEFAULTS, world.road_factor)
    assert len(found.hub) == len(people.slot)
    for position, place in enumerate(world.places):
        minutes = found.minutes[people.place == position]
        upper = 22 if place.ring == 0 else (15, 20, 25, 30)[place.ring - 1]
        assert minutes.min() >= 8 and minutes.max() <= upper + 1e-9


def test_the_limit_is_the_parameter():
    narrow = reach(PEOPLE, HUBS, Parameters({"reach_max_min": 20}), WORLD.road_factor)
    assert 0 < narrow.minutes.max() <= 20
    assert pairs(narrow).items() <= pairs(reach(PEOPLE, HUBS, DEFAULTS, WORLD.road_factor)).items()


def test_valley_roads_are_slower():
    plain = pairs(reach(PEOPLE, HUBS[:2], DEFAULTS, np.ones(len(WORLD.places))))
    valley = pairs(reach(PEOPLE, HUBS[:2], DEFAULTS, WORLD.road_factor))
    assert len(plain) > len(valley)
    assert all(plain[pair] <= minutes for pair, minutes in valley.items())


def test_a_hub_nobody_reaches_changes_no_pair():
    with_far, without = reach(PEOPLE, HUBS, DEFAULTS, WORLD.road_factor), reach(PEOPLE, HUBS[:3], DEFAULTS, WORLD.road_factor)
    for name in Reach._fields:
        np.testing.assert_array_equal(getattr(with_far, name), getattr(without, name), err_msg=name)


def test_no_hubs_and_no_people():
    assert reach(PEOPLE, np.empty((0, 2)), DEFAULTS, WORLD.road_factor).start.tolist() == [0] * (len(PEOPLE.slot) + 1)
    nobody = people_of(small(counts=(0, 0, 0), catchment=0))
    assert reach(nobody, HUBS, DEFAULTS, np.ones(1)).start.tolist() == [0]


def test_bad_arguments_say_so():
    with pytest.raises(ValueError, match="hub_xy"):
        reach(PEOPLE, np.zeros(2), DEFAULTS, WORLD.road_factor)
    with pytest.raises(ValueError, match="hub_xy"):
        reach(PEOPLE, np.array([[np.nan, 0.0]]), DEFAULTS, WORLD.road_factor)
    with pytest.raises(ValueError, match="road_factor: 2 values for"):
        reach(PEOPLE, HUBS, DEFAULTS, np.ones(2))
