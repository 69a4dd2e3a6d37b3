"""Deadweight and displacement on worlds written by hand, with known answers."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.outcomes.helped import Helped, Use, helped, use
from model.names import FLEX, OCCASIONAL
from model.recorded import STAY

HUBS = ("adda", "mera")
WORLD: Any = SimpleNamespace(
    prepared=SimpleNamespace(town_names=("sondrio", "lodi")),
    rows={"kind": np.array([0, 0, 1, 2, 1]), "town": np.array([0, 1, 0, 0, 1])},
)


def run(*stays: tuple[int, int, int], instruments: tuple[str, ...] = (), paid_hub: int = 0, voucher: int = -1, plan: int = FLEX) -> Use:
    """One run: stays are (person, hub, months)."""
    rows = [(agent, month, hub, voucher, plan) for agent, hub, months in stays for month in range(months)]
    public = np.zeros((1, len(instruments), len(HUBS)))
    public[:, :, paid_hub] = 100.0
    blocks = [SimpleNamespace(name=name, type=name) for name in instruments]
    prepared: Any = SimpleNamespace(hub_names=HUBS, instrument_names=instruments, scenario=SimpleNamespace(instruments=blocks))
    outcome: Any = SimpleNamespace(stays=np.array(rows, dtype=STAY), public=public)
    return use(outcome, prepared)


def pair(treated: Use, reference: Use) -> tuple[float, float, float]:
    found = helped([reference, treated])
    return tuple(float(each[1, 0, 0]) for each in (found.months, found.anyway, found.elsewhere))  # type: ignore[return-value]


def test_of_each_persons_months_some_are_had_anyway_some_are_drawn_from_another_hub_and_the_rest_is_new() -> None:
    without = run((0, 0, 10), (1, 1, 6), (2, 0, 3))
    with_it = run((0, 0, 12), (1, 0, 8), (3, 0, 5), (4, 1, 9), instruments=("rent_relief",))
    # 0: 12 here, 10 of them anyway; 1: 8 here, 6 of them in the other hub otherwise; 3: 5, never otherwise; 4 is in a hub not paid for
    assert pair(with_it, without) == (25, 10, 6)


def test_nobody_is_credited_with_more_than_the_months_reached() -> None:
    assert pair(run((0, 0, 4), instruments=("host_salary",)), run((0, 0, 9), (0, 1, 9))) == (4, 4, 0)


def test_of_a_voucher_its_holders_alone_count() -> None:
    without = run((0, 0, 5))
    both = np.concatenate  # holder 0 with a voucher, person 1 beside without
    with_it = run((0, 0, 6), instruments=("voucher",), voucher=0)
    beside = run((1, 0, 7))
    rows = Use(*(both([a, b]) for a, b in zip(with_it[:5], beside[:5], strict=True)), with_it.paid, with_it.prepared)
    assert pair(rows, without) == (6, 5, 0)


def test_free_days_are_compared_with_days_paid_for_and_vouchers_with_membership() -> None:
    for_the_day = run((0, 0, 3), plan=OCCASIONAL)
    assert pair(run((0, 0, 1), instruments=("trial_days",), voucher=0, plan=OCCASIONAL), for_the_day) == (1, 1, 0)
    assert pair(run((0, 0, 4), instruments=("voucher",), voucher=0), for_the_day) == (4, 0, 0)


def test_what_both_have_is_no_difference_and_other_figures_are() -> None:
    same = run((0, 0, 5), instruments=("rent_relief",))
    assert pair(same, run((0, 0, 5), instruments=("rent_relief",))) == (0, 0, 0)
    other = run((0, 0, 5), instruments=("rent_relief",))
    other.prepared.scenario.instruments[0].share = 0.5
    assert pair(other, same) == (5, 5, 0)


def test_what_the_other_has_instead_cannot_be_told_apart() -> None:
    voucher, relief = run((0, 0, 5), instruments=("voucher",), voucher=0), run((0, 0, 5), instruments=("rent_relief",))
    found = helped([run((0, 0, 4)), voucher, relief])
    assert found.months[1, :, 0].tolist() == [5, 0, 0] and found.months[2, :, 0].tolist() == [5, 0, 0]
    assert found.anyway[1, 0, 0] == 4


def test_persons_reached_are_counted_once_by_kind_and_town() -> None:
    found = helped([run(), run((0, 0, 5), (1, 0, 2), (3, 0, 1), (4, 1, 1), instruments=("rent_relief",))], WORLD)
    assert found.persons is not None
    assert found.persons[1, 0, :, :, 0].tolist() == [[1, 1], [0, 0], [1, 0]]


def test_replicates_are_stored_where_they_belong_and_kept() -> None:
    one = helped([run(), run((0, 0, 5), instruments=("rent_relief",))], WORLD)
    room = Helped.none(2, 3, 2)
    room.put(1, one)
    longer = room.with_room_for(5)
    assert longer.months[1, 0].tolist() == [0, 5, 0, 0, 0]
    assert longer.persons is not None and longer.persons[1, 0, 0, 0].tolist() == [0, 1, 0, 0, 0]
    assert longer.some(slice(1, 2)).months[1, 0].tolist() == [5]


stays = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(1, 12)), max_size=8, unique_by=lambda stay: stay[:2])


@given(treated=stays, without=stays)
def test_the_parts_never_exceed_the_whole(treated: list[tuple[int, int, int]], without: list[tuple[int, int, int]]) -> None:
    months, anyway, elsewhere = pair(run(*treated, instruments=("promotion",)), run(*without))
    assert 0 <= anyway <= months and 0 <= elsewhere <= months - anyway
    assert months == sum(number for _, hub, number in treated if hub == 0)


def test_a_run_against_itself_has_all_of_it_anyway() -> None:
    alike = (0, 0, 5), (1, 0, 2), (2, 1, 7)
    months, anyway, elsewhere = pair(run(*alike, instruments=("events",)), run(*alike))
    assert (months, anyway, elsewhere) == pytest.approx((7, 7, 0))
