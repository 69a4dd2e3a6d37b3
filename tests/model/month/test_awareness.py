"""Awareness: the shares that follow from the monthly chances, and that more promotion is heard no later."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.names import CHANNELS, FIRM
from tests.model.month.towns import (
    BARE_CHOICE,
    FROZEN,
    NO_CONTACTS,
    NOBODY_MOVES,
    UNWANTED,
    Run,
    assert_same,
    binomial_error,
    by_month,
    case,
    hub,
    run,
)

_PEOPLE = (1_500, 900, 600)
_N = sum(_PEOPLE)
_SILENT = {"awareness_event": 0.0, "forgetting": 0.0, "aware_at_opening": 0.0, "awareness_promotion": 0.0}
# a hub nobody joins, in a town nobody leaves, where distance does not count: awareness alone is at work
_ALONE = {**UNWANTED, **NOBODY_MOVES, **_SILENT, "distance_fade": 0.0}
_RICH = {"opening_cash_eur": 1e8, "may_downsize": False}


def _aware(months: int = 24, blocks: tuple = (), figures: dict | None = None, seed: int = 1, **parameters: float) -> Run:
    return run(case(hub(**_RICH, **(figures or {})), blocks=blocks, months=months, people=_PEOPLE, **{**_ALONE, **parameters}), seed)


def _assert_share(heard: np.ndarray, expected: np.ndarray, n: float = _N) -> None:
    for month, (number, share) in enumerate(zip(heard, expected, strict=True)):
        assert abs(number - n * share) < binomial_error(n, share), f"month {month}: {number} aware, {n * share:.1f} expected"


def test_promotion_alone_reaches_people_as_monthly_trials_do() -> None:
    months = np.arange(1, 37)
    finished = _aware(36, aware_at_opening=0.1, awareness_promotion=0.03)
    _assert_share(finished.hub("aware"), 1.0 - 0.9 * 0.97**months)
    _assert_share(finished.hub("aware_firms"), 1.0 - 0.9 * 0.97**months, n=_PEOPLE[2])


def test_events_alone_reach_people_as_monthly_trials_do() -> None:
    finished = _aware(24, figures={"events_per_month": 3.0}, awareness_event=0.01)
    _assert_share(finished.hub("aware"), 1.0 - 0.99 ** (3 * np.arange(1, 25)))


def _nearness(minutes: np.ndarray, fade: float, near: float) -> np.ndarray:
    return np.exp(-fade * np.maximum(0.0, minutes - near))


def test_news_of_a_hub_falls_with_minutes() -> None:
    """Who lives farther hears as if promotion and opening were weaker: each in its own proportion."""
    heard, expected, far = 0.0, 0.0, 0.0
    for seed in range(3):
        running = _aware(12, seed=seed, distance_fade=0.15, near_min=9.0, aware_at_opening=0.2, awareness_promotion=0.03)
        ties, aware = running.simulation.town.ties, running.simulation.town.pairs.aware
        weight = _nearness(ties.minutes, 0.15, 9.0)
        share = 1.0 - (1.0 - 0.2 * weight) * 0.97 ** (12 * weight)
        heard, expected, far = heard + aware.sum(), expected + share.sum(), far + aware[ties.minutes > 15].mean() / 3
    assert abs(heard - expected) < binomial_error(3 * _N, expected / (3 * _N))
    assert far < 0.75 * expected / (3 * _N), "the far are the fewer"


def test_minutes_that_do_not_fade_change_nothing() -> None:
    """Near enough, or without fading, each person hears in the month of the model without distance, and forgets in it."""
    parameters = {"aware_at_opening": 0.1, "awareness_promotion": 0.03, "forgetting": 0.1}
    plain = _aware(24, **parameters)
    assert_same(_aware(24, near_min=3.0, **parameters), plain)
    assert_same(_aware(24, **{**parameters, "distance_fade": 0.2, "near_min": 60.0}), plain)


def test_campaigns_multiply_promotion_in_their_months() -> None:
    campaign = {"type": "promotion", "payer": "region", "intensity": 4.0, "cost_eur_month": 0.0, "start": 6, "end": 12}
    trials = np.cumsum(np.where((np.arange(24) >= 6) & (np.arange(24) < 12), np.log1p(-5 * 0.01), np.log1p(-0.01)))
    _assert_share(_aware(blocks=(campaign,), awareness_promotion=0.01).hub("aware"), 1.0 - np.exp(trials))


def test_people_forget_as_monthly_trials_do() -> None:
    finished = _aware(36, aware_at_opening=1.0, forgetting=0.05)
    _assert_share(finished.hub("aware"), 0.95 ** np.arange(36))


def test_hearing_and_forgetting_balance() -> None:
    finished = _aware(240, awareness_promotion=0.04, forgetting=0.06)
    late = finished.hub("aware")[180:]
    assert late.mean() / _N == pytest.approx(0.4, abs=0.03)


def test_nobody_hears_of_a_hub_before_it_opens_or_without_any_channel() -> None:
    assert not _aware(12, figures={"opens": 8}, awareness_promotion=0.2, aware_at_opening=0.5).hub("aware")[:8].any()
    assert not _aware(24).hub("aware").any()


def test_a_certain_channel_reaches_everyone_at_once() -> None:
    assert (_aware(3, aware_at_opening=1.0).hub("aware") == _N).all()
    assert (_aware(3, awareness_promotion=1.0).hub("aware") >= _N - 1).all()
    assert (_aware(3, awareness_event=1.0).hub("aware") == _N).all()
    assert not _aware(3, awareness_event=1.0, figures={"events_per_month": 0.0}).hub("aware").any(), "no event, nobody hears"


@pytest.mark.parametrize("fade", [0.0, 0.2])
def test_word_of_mouth_reaches_the_contacts_of_members_only(fade: float) -> None:
    """Each month each contact who is a member tells with chance q_w, from the month after joining, however far the hub is."""
    chance, months = 0.05, 12
    founders = hub(desks=300, offices=0, founders=250.0, **_RICH)
    parameters = {**_ALONE, **FROZEN, "awareness_word_of_mouth": chance, "distance_fade": fade, "near_min": 8.0}
    heard, expected, spread = 0.0, 0.0, 0.0
    for seed in range(4):
        finished = run(case(founders, months=months, people=_PEOPLE, **parameters), seed)
        ties, pairs, people = finished.simulation.town.ties, finished.simulation.town.pairs, finished.simulation.world.people
        assert finished.hub("members")[-1] == 250
        member = finished.simulation.town.agents.plan > 1
        known = np.array([member[people.contact[a:b]].sum() for a, b in zip(people.contact_start, people.contact_start[1:], strict=False)])
        outsiders, met = ~member[ties.agent], known[ties.agent]
        assert not pairs.aware[outsiders & (met == 0)].any()
        share = 1.0 - (1.0 - chance) ** (met * (months - 1))
        heard += pairs.aware[outsiders].sum()
        expected += share[outsiders].sum()
        spread += (share * (1.0 - share))[outsiders].sum()
    assert expected > 500
    assert abs(heard - expected) < 4.5 * np.sqrt(spread)


def test_who_would_have_heard_anyway_heard_through_promotion() -> None:
    """Channels are told apart by what would have been heard alone: those of a town without words are the same people and no more."""
    founders = hub(desks=300, offices=0, founders=250.0, **_RICH)
    parameters = {**_ALONE, **FROZEN, "aware_at_opening": 0.05, "awareness_promotion": 0.03}
    told, silent = (run(case(founders, months=12, people=_PEOPLE, awareness_word_of_mouth=chance, **parameters)) for chance in (0.2, 0.0))
    (first, second) = (one.simulation.town.pairs for one in (told, silent))
    by = {name: first.channel[first.aware == 1] == code for code, name in enumerate(CHANNELS)}
    assert by["founding"].sum() == 250 and by["desk"].sum() == 0
    assert min(by[name].sum() for name in ("opening", "media", "word_of_mouth")) > 50
    opening = CHANNELS.index("opening")
    np.testing.assert_array_equal(first.channel == opening, second.channel == opening)
    media = (first.channel == CHANNELS.index("media")) & (first.aware == 1)
    assert second.aware[media].all(), "who heard through promotion hears without any word"
    assert not (second.channel[second.aware == 1] == CHANNELS.index("word_of_mouth")).any()
    assert (first.row.told[media] > 0.0).any(), "some were told and would have heard anyway"


def test_new_members_are_counted_by_how_they_came_to_know(busy: Run) -> None:
    joins = sum(busy.hub(f"joins_{channel}") for channel in CHANNELS)
    np.testing.assert_array_equal(joins, busy.hub("joins"))
    assert busy.hub("joins_founding")[0] > 0 and busy.hub("joins_word_of_mouth").sum() > 0


def test_one_contact_who_is_a_member_pulls_as_much_as_many() -> None:
    """With the pull of contacts alone, the odds of who knows a member are exp(beta_s) times those of who knows none."""
    place = hub(desks=2_000, offices=0, founders=300.0, **_RICH)
    bare = {**BARE_CHOICE, "plan_occasional": -1e9, "plan_fixed": -1e9, "alpha": -3.0, "taste_persistence": 0.0, "beta_s": 2.0}
    finished = run(case(place, months=1, people=_PEOPLE, **bare))
    town = finished.simulation.town
    outside_at_first = (town.pairs.channel != CHANNELS.index("founding")) & (town.people.kind[town.ties.agent] != FIRM)
    joined = town.agents.plan[town.ties.agent] > 1
    founders = town.pairs.channel == CHANNELS.index("founding")
    pulled = np.zeros(len(joined), dtype=bool)  # all choose before anybody leaves, so founders are members to their contacts
    for i in town.ties.agent[founders]:
        pulled[town.ties.contact[town.people.contact_start[i] : town.people.contact_start[i] + town.people.degree[i]]] = True
    for group, value in ((pulled, -1.0), (~pulled, -3.0)):
        some = group & outside_at_first
        chance = 1.0 / (1.0 + np.exp(-value))
        assert abs(joined[some].sum() - chance * some.sum()) < binomial_error(some.sum(), chance)


def test_occasional_users_speak_more_softly() -> None:
    wide = hub(desks=2_000, offices=0, **_RICH)
    heard = {}
    for voice in (0.0, 0.5, 1.0):
        everyone_in = {
            **NOBODY_MOVES,
            "alpha": 50.0,
            "plan_occasional": 20.0,
            "aware_at_opening": 0.05,
            "founders": 0.0,
            "evaluation_rate": 0.0,
            "job_change": 0.0,
            "awareness_promotion": 0.0,
            "awareness_event": 0.0,
            "forgetting": 0.0,
            "awareness_word_of_mouth": 0.05,
        }
        finished = run(case(wide, months=3, people=(1_000, 800, 10), occasional_voice=voice, **everyone_in))
        assert finished.hub("occasional")[0] > 30 and finished.hub("members")[0] == 0
        heard[voice] = finished.hub("aware")[1] - finished.hub("aware")[0]
    assert heard[0.0] == 0
    assert 0 < heard[0.5] < heard[1.0]


@settings(max_examples=15)
@given(st.floats(0.0, 10.0), st.floats(0.1, 10.0), st.integers(0, 15), st.integers(0, 99))
def test_more_promotion_is_heard_no_later_by_anyone(low: float, more: float, first: int, seed: int) -> None:
    """The thresholds are drawn once: a stronger campaign can only bring the month forward, for each person."""

    def campaign(intensity: float) -> list[np.ndarray]:
        block = {"type": "promotion", "payer": "region", "intensity": intensity, "cost_eur_month": 0.0, "start": first}
        scenario = case(hub(**_RICH), blocks=[block], months=18, people=(150, 100, 60), **{**_ALONE, "awareness_promotion": 0.01})
        return [running.simulation.town.pairs.aware.copy() for _, running in by_month(scenario, seed)]

    for weak, strong in zip(campaign(low), campaign(low + more), strict=True):
        assert (weak <= strong).all()


def test_a_contact_who_is_a_member_keeps_memory_alive() -> None:
    """Who knows a member does not forget; who knows none forgets as fast as told."""
    founders = hub(desks=300, offices=0, founders=250.0, **_RICH)
    parameters = {**_ALONE, **FROZEN, "awareness_word_of_mouth": 0.0, "aware_at_opening": 1.0, "forgetting": 0.3}
    simulation = run(case(founders, months=24, people=_PEOPLE, **parameters)).simulation
    member = simulation.town.agents.plan[simulation.town.ties.agent] > 1
    met = simulation.town.pairs.row.peers > 0
    assert (~member & met).sum() > 100
    assert simulation.town.pairs.aware[member | met].all()
    assert simulation.town.pairs.aware[~member & ~met].mean() < 0.01


def test_without_contacts_nobody_speaks_of_anything() -> None:
    founders = hub(desks=300, offices=0, founders=250.0, **_RICH)
    parameters = {**_ALONE, **FROZEN, **NO_CONTACTS, "awareness_word_of_mouth": 1.0}
    assert run(case(founders, months=6, people=_PEOPLE, **parameters)).hub("aware")[-1] == 250
