"""Networks of hubs and the matching platform: each tie does what it says, by the amount it says, and nothing without strength."""

import numpy as np
import pytest

from model.columns import MADE
from model.parameters import CATALOGUE
from tests.model.month.towns import FROZEN, NOBODY_MOVES, Block, Run, assert_same, case, hub, run, with_values

_BUSY = {"alpha": 1.5, "aware_at_opening": 0.6, "client_rate": 0.5, "need_rate": 0.3, **NOBODY_MOVES}
_SAFE = {"opening_cash_eur": 1e6, "credit_eur": 1e6, "may_downsize": False, "may_expand": False}
_TIES = {"shared_pass": 0.5, "shared_events": 0.5, "referrals": 1.0, "shared_host_fte": 1.0, "partner": 0.3}


def _network(**ties: float) -> Block:
    return {"type": "network", "payer": "region", **ties}


def _two(*blocks: Block, months: int = 24, seed: int = 1, people: tuple[int, int, int] = (200, 120, 80), **parameters: float) -> Run:
    """Two hubs in one town, the second smaller and with more events."""
    hubs = (
        hub("adda", desks=20, founders=18.0, **_SAFE), hub("mera", desks=8, founders=7.0, events_per_month=1.5, **_SAFE)
    )
    return run(case(*hubs, blocks=blocks, months=months, people=people, **{**_BUSY, **parameters}), seed)


@pytest.mark.parametrize("tie", _TIES)
def test_each_tie_alone_changes_something(tie: str) -> None:
    plain, tied = _two(), _two(_network(**{tie: _TIES[tie]}))
    assert not np.array_equal(plain.outcome.hub, tied.outcome.hub)


def test_a_network_of_one_hub_ties_nobody() -> None:
    alone = {"hubs": ["adda"], **{name: value for name, value in _TIES.items() if name != "partner"}}
    assert_same(_two(), _two(_network(**alone)), months=24)  # type: ignore[arg-type]


def test_a_pass_adds_the_other_hubs_heads_to_the_community() -> None:
    tied = _two(_network(shared_pass=0.25), months=6)
    before = _two(_network(shared_pass=0.25), months=5)
    for position, other in ((0, 1), (1, 0)):
        assert tied.simulation.town.hubs.others[position] == pytest.approx(0.25 * before.simulation.town.hubs.heads[other])
    assert before.simulation.town.hubs.heads.min() > 0


def test_shared_events_are_held_for_all_and_raise_quality() -> None:
    plain, tied = _two(months=1, **FROZEN), _two(_network(shared_events=0.4), months=1, **FROZEN)
    own = plain.simulation.town.hubs.events_now
    np.testing.assert_allclose(tied.simulation.town.hubs.events_now, own + 0.4 * own[::-1])
    assert (tied.hub("quality", "adda") > plain.hub("quality", "adda")).all()


def test_members_of_two_hubs_meet_at_joint_events_only() -> None:
    def across(running: Run) -> int:
        """Collaborations whose two sides are in different hubs (nobody moves or changes hub)."""
        links = running.simulation.town.links
        rows = links.row[: links.counts[MADE]]
        return int((running.simulation.town.agents.hub[rows.a] != running.simulation.town.agents.hub[rows.b]).sum())

    still = {**FROZEN, "client_rate": 0.0, "encounter_rate": 0.07}
    assert across(_two(months=18, **still)) == 0
    assert across(_two(_network(shared_pass=1.0, referrals=1.0), months=18, **still)) == 0
    assert across(_two(_network(shared_events=1.0), months=18, **still)) > 0


def test_referrals_make_the_other_hub_known() -> None:
    slow = {"awareness_promotion": 0.0, "awareness_event": 0.0, "awareness_word_of_mouth": 0.05}
    plain, tied = _two(**slow), _two(_network(referrals=1.0), **slow)
    assert tied.hub("aware", "mera")[-1] > 1.15 * plain.hub("aware", "mera")[-1]


def test_the_shared_host_is_shared_out_and_paid_in_full() -> None:
    tied = _two(_network(shared_host_fte=1.5), months=3)
    plain = _two(months=3)
    np.testing.assert_allclose(tied.simulation.town.hubs.host_now - plain.simulation.town.hubs.host_now, 0.75)
    np.testing.assert_allclose(tied.paid("network"), 1.5 * CATALOGUE["host_cost_eur"].default)
    np.testing.assert_array_equal(tied.hub("host_eur"), plain.hub("host_eur"))  # the hubs' own books are untouched


def test_a_partner_meets_needs_in_proportion() -> None:
    found = [_two(_network(partner=chance)).hub("projects_partner").sum() for chance in (0.0, 0.05, 0.5)]
    assert found[0] == 0
    assert 0 < found[1] < found[2]


def test_the_pot_of_a_network_is_never_overdrawn_and_its_ties_fade_with_it() -> None:
    tied = _two(_network(shared_events=0.5, cost_eur_month=1_000.0, budget_eur=5_500.0), months=6, **FROZEN)
    paid = tied.paid("network")
    assert paid.sum() == pytest.approx(5_500.0)
    np.testing.assert_allclose(paid, [2_000, 2_000, 1_500, 0, 0, 0])
    quality = tied.hub("quality", "adda")
    assert quality[0] == quality[1] > quality[3] == quality[5]


# --- the platform ---


def _platform(number: float, **figures: float) -> Block:
    return {"type": "matchmaking", "payer": "sponsor", "introductions_per_month": number, "cost_eur_month": 300.0, **figures}


def test_introductions_make_collaborations_across_fields_only() -> None:
    still = {**FROZEN, "client_rate": 0.0, "link_decay": 1.0, "trust_effect": 0.0, "event_effect": 0.3}
    plain, matched = ([_two(*blocks, months=18, seed=seed, **still) for seed in range(8)] for blocks in ((), (_platform(200.0),)))

    def total(runs: list[Run], same_field: bool) -> float:
        pairs = sum(each.outcome.field_links.sum(axis=0) for each in runs)
        return float(np.trace(pairs) if same_field else pairs.sum() - np.trace(pairs))

    assert total(matched, same_field=False) > 1.2 * total(plain, same_field=False)
    assert total(matched, same_field=True) == total(plain, same_field=True)  # the same draws, the same exposure


def test_the_platform_is_paid_for_each_open_hub() -> None:
    matched = _two(_platform(5.0), months=4)
    np.testing.assert_allclose(matched.paid("matchmaking"), 600.0)
    assert_same(_two(months=4), _two(with_values(_platform(5.0), introductions_per_month=0.0), months=4), months=4)
