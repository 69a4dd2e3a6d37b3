"""Even odds on futures made by hand: a known threshold is found and covered, and where there is none nothing is named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.questions.even_odds import EvenOdds, even_odds, fit

SETS, WORLDS, STARTS = 16, 4, 5


def futures(seed: int, threshold: float = 12.0, slope: float = 0.4, between: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Members, outcomes and sets: five starts on the same sets, each set luckier or not as a whole."""
    draws = np.random.default_rng(seed)
    sets = np.tile(np.repeat(np.arange(SETS), WORLDS), STARTS)
    members = np.repeat(np.linspace(threshold / 3, threshold * 5 / 3, STARTS), SETS * WORLDS) + draws.normal(0, threshold / 3, len(sets))
    members = np.maximum(members, 0).round()
    log_odds = slope * (members - threshold) + draws.normal(0, between, SETS)[sets]
    return members, (draws.random(len(sets)) < 1 / (1 + np.exp(-log_odds))).astype(float), sets


def test_the_interval_covers_a_known_threshold() -> None:
    found = [even_odds(*futures(seed), 1) for seed in range(60)]
    assert all(one.status == "found" for one in found)
    covered = sum(one.members.low <= 12.0 <= one.members.high for one in found)
    assert covered >= 52  # of 60 at 95 %: fewer would be seen once in a hundred times
    assert np.mean([one.members.value for one in found]) == pytest.approx(12.0, abs=0.4)


def test_futures_of_a_set_are_drawn_together() -> None:
    members, happens, sets = futures(3, between=3.0)
    clustered, apart = even_odds(members, happens, sets, 1), even_odds(members, happens, np.arange(len(sets)), 1)
    assert clustered.members.value == pytest.approx(apart.members.value)
    assert clustered.members.high - clustered.members.low > 1.3 * (apart.members.high - apart.members.low)


def test_the_same_seed_gives_the_same_interval() -> None:
    first, again = (even_odds(*futures(1), 5) for _ in range(2))
    assert first.members == again.members and (first.low == again.low).all()
    assert even_odds(*futures(1), 6).members != first.members


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda members, happens: (members, happens * 0), "none"),
        (lambda members, happens: (members, happens * 0 + 1), "all"),
        (lambda members, happens: (members * 0 + 7, happens), "flat"),
        (lambda members, happens: (np.random.default_rng(1).permutation(members), happens), "flat"),
        (lambda members, happens: (30 - members, happens), "flat"),  # fewer members live longer: no number of them carries
    ],
)
def test_where_members_do_not_tell_nothing_is_named(change, status: str) -> None:
    members, happens, sets = futures(2)
    found = even_odds(*change(members, happens), sets, 1)
    assert found.status == status
    assert np.isnan(found.members).all() and not len(found.curve)


def test_a_threshold_beyond_what_was_seen_is_not_named() -> None:
    draws = np.random.default_rng(4)
    members, sets = draws.integers(0, 11, 600).astype(float), np.repeat(np.arange(20), 30)
    seldom = (draws.random(600) < 0.02 + 0.03 * members).astype(float)
    assert even_odds(members, seldom, sets, 1).status == "above"
    assert even_odds(10 - members, 1 - seldom, sets, 1).status == "below"


def test_few_sets_say_nothing() -> None:
    members, happens, sets = futures(2)
    assert even_odds(members, happens, sets % 4, 1).status == "few"


def test_futures_that_do_not_overlap_still_have_a_threshold() -> None:
    members = np.tile(np.arange(20.0), 8)
    found = even_odds(members, (members >= 10).astype(float), np.repeat(np.arange(8), 20), 1)
    assert found.status == "found"
    assert found.members.value == pytest.approx(9.5, abs=0.1)


@given(st.floats(0.2, 3.0), st.floats(-5.0, 5.0))
def test_the_fit_follows_the_scale_and_origin_of_members(scale: float, shift: float) -> None:
    members, happens, _ = futures(7)
    values, place = np.unique(members, return_inverse=True)
    counts, lives = (np.bincount(place, weights=weights)[None, :] for weights in (np.ones(len(members)), happens))
    level, slope = fit(values, counts, lives)
    other_level, other_slope = fit(values * scale + shift, counts, lives)
    assert other_slope[0] * scale == pytest.approx(slope[0], rel=1e-4)
    assert -other_level[0] / other_slope[0] == pytest.approx(-level[0] / slope[0] * scale + shift, rel=1e-4, abs=1e-4)


def test_the_groups_seen_hold_every_future_once() -> None:
    members, happens, sets = futures(9)
    found: EvenOdds = even_odds(members, happens, sets, 1)
    assert found.observed[:, 2].sum() == len(members)
    assert (np.diff(found.observed[:, 0]) > 0).all()
    assert (found.observed[:, 1] * found.observed[:, 2]).sum() == pytest.approx(happens.sum())
