"""The same world under every policy: what must not change when something that does not concern it is added."""

from typing import Any

import numpy as np
import pytest

from model.names import EMPLOYEE, FIRM, INDEPENDENT
from model.population import synthesise
from model.simulation import World, build_world, prepare
from model.territory import TOWNS
from model.territory.territory import PLACES_PER_TOWN
from tests.model.month.towns import BLOCKS, NO_CONTACTS, NULL_VALUES, Run, assert_same, by_month, case, hub, run, with_values

# A hub people want, that opens in the middle and soon lacks places, so that most of the engine is at work.
_WANTED = {"alpha": 0.0, "client_rate": 0.3, "advice_demand": 0.05}
_LATE = hub(opens=4, works_eur=60_000.0, opening_cash_eur=40_000.0)


# What it takes for a change to show: another hub, or enough people in one.
_FAVOURABLE: dict[str, dict[str, Any]] = {
    "network": {"beside": True},
    "trial_days": {"desks": 60, "opening_cash_eur": 1e6, "may_downsize": False, "prices": {"day": 30.0, "flex": 300.0, "fixed": 400.0}},
    "matchmaking": {"desks": 24, "founders": 20, "opening_cash_eur": 1e6, "may_downsize": False},
}
_AT_OPENING = ("capex_grant", "conversion")  # they pay works, which are done at opening


def _with(*blocks: dict[str, Any], months: int = 24, beside: bool = False, **figures: Any) -> Run:
    hubs = [with_values(_LATE, **figures), *([hub("mera", desks=6)] if beside else [])]
    return run(case(*hubs, blocks=blocks, months=months, people=(150, 120, 120), **_WANTED), seed=3)


# ------------------------------------------------------------------------------------------------------------------ nulls


@pytest.mark.parametrize("kind", BLOCKS)
def test_an_instrument_of_value_zero_changes_nothing(kind: str) -> None:
    assert_same(_with(), _with({**BLOCKS[kind], **NULL_VALUES[kind]}))


def test_a_voucher_capped_at_nothing_changes_nothing() -> None:
    assert_same(_with(), _with(with_values(BLOCKS["voucher"], cap_eur_month=0.0)))


@pytest.mark.parametrize("kind", sorted(set(BLOCKS) - {"telework", "lockdown", "rent"}))
def test_an_empty_pot_buys_nothing(kind: str) -> None:
    priced = {"events": {"cost_eur_event": 100.0}}.get(kind, {})
    with_nothing = _with({**BLOCKS[kind], **priced, "budget_eur": 0.0})
    assert_same(_with(), with_nothing)
    assert with_nothing.outcome.public.sum() == 0.0


@pytest.mark.parametrize("kind", BLOCKS)
@pytest.mark.parametrize(
    "window", [{"start": 24}, {"start": "2031-05"}, {"start": "2020-01", "end": "2022-01"}], ids=["at the end", "later", "over"]
)
def test_an_instrument_out_of_the_run_changes_nothing(kind: str, window: dict[str, Any]) -> None:
    outside = _with({**BLOCKS[kind], **window})
    assert_same(_with(), outside)
    assert outside.outcome.public.sum() == 0.0


def test_an_instrument_for_another_hub_changes_nothing_here() -> None:
    far = hub("lomellina", town="pavia")
    towns = ("sondrio", "pavia")
    plain = run(case(_LATE, far, towns=towns, **_WANTED))
    for kind, block in BLOCKS.items():
        if "payer" in block:
            supported = run(case(_LATE, far, towns=towns, blocks=[{**block, "hubs": ["lomellina"]}], **_WANTED))
            np.testing.assert_array_equal(supported.outcome.hub[:, 0], plain.outcome.hub[:, 0], err_msg=kind)
            np.testing.assert_array_equal(supported.outcome.town[:, 0], plain.outcome.town[:, 0], err_msg=kind)


@pytest.mark.parametrize("kind", BLOCKS)
def test_nothing_differs_before_an_instrument_starts_and_something_does_after(kind: str) -> None:
    opens = 12 if kind in _AT_OPENING else 0
    first = 10
    figures = _FAVOURABLE.get(kind, {})
    plain = _with(opens=opens, **figures)
    supported = _with({**BLOCKS[kind], "start": first}, opens=opens, **figures)
    assert_same(plain, supported, months=first)
    assert supported.outcome.public[:first].sum() == 0.0
    assert (plain.outcome.hub[first:] != supported.outcome.hub[first:]).any(), "the test has no power: the instrument does nothing"


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_instrument_acts_from_its_first_month_and_pays_for_its_months_only(kind: str) -> None:
    block = {**BLOCKS[kind], "start": 10, "end": 13}
    supported = _with(block, opens=10 if kind in _AT_OPENING else 0, **_FAVOURABLE.get(kind, {}))
    if "payer" not in block:
        assert supported.outcome.public.sum() == 0.0, "shocks cost the public nothing"
        return
    paid = supported.paid(kind)
    assert paid[:10].sum() == 0.0
    assert paid[10] > 0.0
    last = 13 + 6 if kind == "voucher" else 13  # who took a voucher keeps it for its months
    assert paid[last:].sum() == 0.0


# --------------------------------------------------------------------------------------------------------------- one more


def _with_one_more(scenario: Any, kind: int, seed: int, town: str = "sondrio") -> tuple[Run, Run, int]:
    """The same run with and without one more agent of a town, and the row of that agent."""
    prepared = prepare(scenario)
    place = TOWNS[town].code * PLACES_PER_TOWN
    world = World(seed, synthesise(prepared.territory, prepared.parameters, seed, {(place, kind): 1}), prepared)
    slots = build_world(prepared, seed).people.slot
    row = int(np.nonzero(~np.isin(world.people.slot, slots))[0].item())
    return run(scenario, seed), run(scenario, seed, world), row


def _assert_others_alike(plain: Run, more: Run, row: int) -> None:
    ours, theirs = plain.simulation.town.agents, np.delete(more.simulation.town.agents, row)
    for name in ours.dtype.names:
        np.testing.assert_array_equal(ours[name], theirs[name], err_msg=name)


@pytest.mark.parametrize("kind", [INDEPENDENT, EMPLOYEE, FIRM])
def test_one_more_agent_beyond_reach_changes_no_one(kind: int) -> None:
    scenario = case(towns=("sondrio", "pavia"), months=18, **_WANTED)
    plain, more, row = _with_one_more(scenario, kind, seed=2, town="pavia")
    here = plain.simulation.world.people.town == 0
    assert row >= len(here) // 2
    for name in plain.simulation.town.agents.dtype.names:
        theirs = np.delete(more.simulation.town.agents[name], row)
        np.testing.assert_array_equal(plain.simulation.town.agents[name][here], theirs[here], err_msg=name)
    np.testing.assert_array_equal(plain.outcome.hub, more.outcome.hub)
    np.testing.assert_array_equal(plain.outcome.town[:, 0], more.outcome.town[:, 0])


@pytest.mark.parametrize("kind", [INDEPENDENT, EMPLOYEE, FIRM])
def test_one_more_agent_whom_nobody_knows_and_who_never_hears_of_the_hub_changes_no_one(kind: int) -> None:
    scenario = case(months=18, people=(120, 100, 100), awareness_promotion=0.004, client_rate=0.3, alpha=0.0, **NO_CONTACTS)
    met = 0
    for seed in range(12):
        plain, more, row = _with_one_more(scenario, kind, seed)
        simulation = more.simulation
        if (
            simulation.town.pairs.row.spell[simulation.town.ties.agent == row].any()
            or simulation.town.agents.moves[row]
            or not simulation.town.agents.resident[row]
        ):
            continue  # it heard of the hub or moved: not the case at hand
        met += 1
        _assert_others_alike(plain, more, row)
        np.testing.assert_array_equal(plain.outcome.hub, more.outcome.hub)
    assert met >= 3


@pytest.mark.parametrize("kind", [INDEPENDENT, EMPLOYEE, FIRM])
def test_one_more_agent_touches_only_its_own_contacts(kind: int) -> None:
    """With no hub yet to bring people together, who does not know the newcomer lives as before, month for month."""
    scenario = case(hub(opens=18), months=18, people=(120, 100, 100), leave_rate=0.02, firm_death=0.02)
    plain, more, row = _with_one_more(scenario, kind, seed=4)
    people = more.simulation.world.people
    contacts = people.contact[people.contact_start[row] : people.contact_start[row + 1]]
    assert len(contacts) > 0
    strangers = np.setdiff1d(np.arange(len(people.slot)), [row, *contacts])
    ours = plain.simulation.town.agents[np.searchsorted(plain.simulation.world.people.slot, people.slot[strangers])]
    for name in ours.dtype.names:
        np.testing.assert_array_equal(ours[name], more.simulation.town.agents[name][strangers], err_msg=name)


def test_a_newcomer_at_the_door_is_one_more_member_and_no_other_choice_differs() -> None:
    """Where nobody looks at others and places abound, one more agent who joins leaves every other history as it was."""
    alone = {"beta_n": 0.0, "beta_s": 0.0, "beta_k": 0.0, "crowding": 0.0, "awareness_word_of_mouth": 0.0, "encounter_rate": 0.0}
    wide = hub(desks=400, founders=0.0, opening_cash_eur=1e7, may_downsize=False, may_expand=False)
    plain, more, row = _with_one_more(
        case(wide, months=18, alpha=3.0, awareness_promotion=0.2, **alone, **NO_CONTACTS), INDEPENDENT, seed=1
    )
    _assert_others_alike(plain, more, row)
    assert more.simulation.town.agents.member_months[row] > 0
    difference = more.hub("members") - plain.hub("members")
    assert set(difference) == {0.0, 1.0}


# ------------------------------------------------------------------------------------------------------------ other hubs


@pytest.mark.parametrize("first", [True, False], ids=["listed before", "listed after"])
def test_a_hub_nobody_can_reach_changes_no_one(first: bool) -> None:
    away = hub("away", km_east=58.0, opens=2, founders=3.0)
    plain = run(case(_LATE, **_WANTED))
    hubs = (away, _LATE) if first else (_LATE, away)
    both = run(case(*hubs, **_WANTED))
    ours = both.prepared.hub_names.index("adda")
    assert (both.simulation.town.ties.hub == ours).all(), "the other hub is in reach: not the case at hand"
    np.testing.assert_array_equal(both.outcome.hub[:, ours], plain.outcome.hub[:, 0])
    np.testing.assert_array_equal(both.outcome.town, plain.outcome.town)
    np.testing.assert_array_equal(both.outcome.field_links[ours], plain.outcome.field_links[0])
    assert both.hub("members", "away").sum() == 0.0
    for name in both.simulation.town.agents.dtype.names:
        if name not in ("hub", "waiting_hub", "client_hub"):  # positions in the list of hubs
            np.testing.assert_array_equal(both.simulation.town.agents[name], plain.simulation.town.agents[name], err_msg=name)


def test_a_hub_in_another_town_changes_no_one_here() -> None:
    towns = ("sondrio", "pavia")
    plain = run(case(_LATE, towns=towns, **_WANTED))
    both = run(case(hub("lomellina", town="pavia"), _LATE, towns=towns, **_WANTED))
    assert both.hub("members", "lomellina").max() > 0
    np.testing.assert_array_equal(both.outcome.hub[:, 1], plain.outcome.hub[:, 0])
    np.testing.assert_array_equal(both.outcome.town[:, 0], plain.outcome.town[:, 0])


def test_a_hub_that_never_opens_changes_no_one() -> None:
    plain, both = run(case(_LATE, **_WANTED)), run(case(_LATE, hub("never", opens=24), **_WANTED))
    np.testing.assert_array_equal(both.outcome.hub[:, 0], plain.outcome.hub[:, 0])
    np.testing.assert_array_equal(both.outcome.town, plain.outcome.town)
    assert not both.outcome.hub[:, 1].any()


@pytest.mark.parametrize("towns", [("sondrio", "pavia"), ("pavia", "sondrio")])
def test_two_separate_towns_in_one_run_are_two_runs(towns: tuple[str, str]) -> None:
    hubs = {"sondrio": hub(opens=2, offices=2, offices_let_at_opening=1), "pavia": hub("lomellina", town="pavia", desks=12)}
    blocks = [
        with_values(BLOCKS["voucher"], name="pavese", hubs=["lomellina"], start=5),
        with_values(BLOCKS["host_salary"], name="valtellinese", hubs=["adda"]),
    ]
    together = run(case(hubs["sondrio"], hubs["pavia"], blocks=blocks, towns=towns, months=36, **_WANTED), seed=7)
    for town, block in (("sondrio", blocks[1]), ("pavia", blocks[0])):
        alone = run(case(hubs[town], blocks=[block], towns=(town,), months=36, **_WANTED), seed=7)
        name = alone.prepared.hub_names[0]
        here = together.prepared.hub_names.index(name)
        np.testing.assert_array_equal(together.outcome.hub[:, here], alone.outcome.hub[:, 0], err_msg=town)
        np.testing.assert_array_equal(together.outcome.town[:, towns.index(town)], alone.outcome.town[:, 0], err_msg=town)
        np.testing.assert_array_equal(together.outcome.field_links[here], alone.outcome.field_links[0], err_msg=town)
        np.testing.assert_array_equal(together.paid(block["name"]), alone.paid(block["name"]), err_msg=town)
        assert alone.hub("members").max() > 0


# ------------------------------------------------------------------------------------------------------------------ seeds


def test_another_seed_is_another_history() -> None:
    histories = {run(case(**_WANTED), seed).outcome.hub.tobytes() for seed in range(6)}
    assert len(histories) == 6


def test_every_month_is_recorded_once_and_in_its_row() -> None:
    for month, running in by_month(case(months=5)):
        record = running.outcome.town
        assert record[: month + 1].any(axis=(1, 2)).all()
        assert not record[month + 1 :].any()
