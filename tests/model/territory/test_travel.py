"""Distances and minutes agree with the anchors of `docs/territory.md`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.parameters import Parameters
from model.territory import TOWNS, km_between, km_within, minutes_between, minutes_to_milan, rings, road_minutes

ROAD_TO_MILAN = {"varese": 64, "como": 57, "sondrio": 126, "bergamo": 62, "brescia": 81, "pavia": 50, "cremona": 79, "mantova": 125,
                 "lecco": 62, "lodi": 48, "monza": 32, "lomazzo": 48}
KM_TO_MILAN = {"varese": 48.4, "sondrio": 94.8, "pavia": 31.0, "mantova": 129.7, "monza": 15.1, "ivrea": 101.5, "novara": 44.4}


@pytest.mark.parametrize(("town", "minutes"), ROAD_TO_MILAN.items())
def test_road_minutes_to_milan(town, minutes):
    assert minutes_between(town, "milano") == pytest.approx(minutes, rel=0.025)


@pytest.mark.parametrize(("town", "km"), KM_TO_MILAN.items())
def test_air_distance_to_milan(town, km):
    assert km_between(TOWNS[town], TOWNS["milano"]) == pytest.approx(km, abs=0.2)


def test_door_to_door_minutes_to_milan():
    assert minutes_to_milan("sondrio") == 135
    assert minutes_to_milan("pavia") == 50
    for town in TOWNS.values():
        if town.key != "milano":
            assert 0 <= town.minutes_to_metropolis.value - town.rail_minutes_to_milan.value <= 20


def test_minutes_between_towns_are_symmetric_and_take_the_parameters():
    for a in TOWNS:
        for b in TOWNS:
            assert minutes_between(a, b) == pytest.approx(minutes_between(b, a))
    assert minutes_between("pavia", "pavia") == 8
    slower = Parameters({"road_detour": 1.4})
    assert minutes_between("pavia", "lodi", slower) > minutes_between("pavia", "lodi")
    with pytest.raises(KeyError):
        minutes_between("pavia", "atlantis")


@given(km=st.floats(0, 200), factor=st.sampled_from([1.0, 1.35]))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_distance_is_the_inverse_of_minutes(km, factor):
    assert km_within(road_minutes(km, factor), factor) == pytest.approx(km, abs=1e-6)


def test_nothing_is_reached_before_access():
    assert km_within(8) == 0.0
    assert km_within(3) == 0.0


@pytest.mark.parametrize("key", TOWNS)
def test_the_kilometres_of_a_ring_are_its_minutes(key):
    factor = TOWNS[key].road_factor.value
    lower = 0.0
    for ring in rings(key):
        assert road_minutes(ring.km_high, factor) == pytest.approx(ring.upper_min)
        assert lower <= ring.km_low <= ring.km_high
        lower = ring.km_high
