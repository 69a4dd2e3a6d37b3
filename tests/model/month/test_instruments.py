"""Instruments and shocks: every public euro is accounted for, and each lever moves what it should and nothing else."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.names import AGE_BANDS, EMPLOYEE, FIELDS, FIXED, FLEX, KINDS, NO_PLAN, OCCASIONAL, OFFICE
from model.parameters import CATALOGUE
from tests.model.month.strategies import a_hub, some_blocks
from tests.model.month.towns import (
    BARE_CHOICE,
    BLOCKS,
    FROZEN,
    NOBODY_MOVES,
    PAID_IN_CASH,
    Block,
    Run,
    by_month,
    case,
    hub,
    rent_in_full,
    run,
    with_values,
)

_CENT = 0.005
# people flock to it; its cash never runs out
_LOVED = {"alpha": 2.0, "advice_demand": 0.05, "client_rate": 0.3}
_SAFE = {"opening_cash_eur": 1e6, "credit_eur": 1e6}


def _reserved(running: Run) -> float:
    """EUR set aside for months of vouchers still to come."""
    held = running.simulation.town.agents[running.simulation.town.agents.voucher >= 0]
    return float((held.voucher_eur * held.voucher_left).sum())


def _prices(running: Run, agents: np.recarray) -> np.ndarray:
    """EUR a month of each agent's plan; memberships only."""
    plan = running.prepared.specs[agents.hub]
    return running.simulation.town.hubs.price_level[agents.hub] * np.select(
        [agents.plan == FLEX, agents.plan == FIXED, agents.plan == OFFICE], [plan.price_flex, plan.price_fixed, plan.price_office]
    )


# ----------------------------------------------------------------------------------------------------------- public money


@settings(max_examples=40)
@given(a_hub(), some_blocks(), st.integers(0, 99))
def test_every_euro_committed_is_paid_or_set_aside(adda: Block, blocks: list[Block], seed: int) -> None:
    """Grants in arrears apart: those have tests of their own."""
    for block in blocks:
        block.pop("arrears_months", None)
    finished = run(case(adda, blocks=blocks, **_LOVED), seed)
    for name in finished.prepared.instrument_names:
        paid, committed = finished.paid(name), finished.spent(name)
        assert paid.min(initial=0.0) >= 0.0
        assert abs(committed - paid.sum() - (_reserved(finished) if name == "voucher" else 0.0)) < _CENT, name
    for block in blocks:
        assert finished.paid(block["type"]).sum() <= block.get("budget_eur", np.inf) + _CENT


@settings(max_examples=40)
@given(a_hub(), some_blocks(), st.integers(0, 99))
def test_what_the_public_pays_in_cash_is_what_hubs_receive(adda: Block, blocks: list[Block], seed: int) -> None:
    for block in blocks:
        if block["type"] == "host_salary":
            block["extra_fte"] = 0.0  # hours added are paid to the host, not to the hub
    finished = run(case(adda, blocks=blocks, **_LOVED), seed)
    in_cash = [name for name in finished.prepared.instrument_names if name in PAID_IN_CASH]
    expected = np.sum([finished.paid(name) for name in in_cash], axis=0) if in_cash else np.zeros(24)
    assert np.abs(finished.hub("subsidy_eur") - expected).max() < _CENT


@settings(max_examples=30)
@given(a_hub(), st.floats(0.0, 1.0), st.floats(0.2, 3.0), st.floats(0.0, 30_000.0), st.integers(0, 99))
def test_rent_paid_and_relief_are_the_full_rent(adda: Block, share: float, factor: float, pot: float, seed: int) -> None:
    shock = {"type": "rent", "factor": factor, "start": 4}
    relief = with_values(BLOCKS["rent_relief"], share=share)
    relieved = run(case(adda, blocks=[relief, shock], **_LOVED), seed)
    until = np.argmax(relieved.hub("state") > 1) or 24  # until the hub changes size
    full = rent_in_full(relieved)
    if relieved.hub("desks").max() == relieved.prepared.specs.desks[0]:
        factors = np.where(np.arange(24) < 4, 1.0, factor) * (relieved.hub("state") > 0)
        both = relieved.hub("rent_eur") + relieved.paid("rent_relief")
        assert np.abs(both - full * factors)[:until].max(initial=0.0) < _CENT
    capped = run(case(adda, blocks=[{**relief, "budget_eur": pot}, shock], **_LOVED), seed)
    assert capped.paid("rent_relief").sum() <= pot + _CENT
    first_short = int(np.argmax(capped.paid("rent_relief") != relieved.paid("rent_relief")))
    if first_short:
        assert capped.paid("rent_relief").sum() == pytest.approx(pot), "the pot is used up to the last cent before relief falls short"


@settings(max_examples=25)
@given(st.floats(0.1, 1.0), st.one_of(st.none(), st.floats(5.0, 200.0)), st.integers(1, 14), st.integers(0, 99))
def test_vouchers_paid_are_those_held(share: float, cap: float | None, length: int, seed: int) -> None:
    block = with_values(BLOCKS["voucher"], share=share, months=length, **({} if cap is None else {"cap_eur_month": cap}))
    scenario = case(hub(desks=40, **_SAFE), blocks=[block], **_LOVED, **NOBODY_MOVES)
    before = np.zeros(240)
    for month, running in by_month(scenario, seed):
        agents = running.simulation.town.agents
        held = agents.subsidised_months - before
        assert set(held) <= {0, 1}
        assert running.paid("voucher")[month] == pytest.approx(agents.voucher_eur[held == 1].sum())
        assert (agents.voucher_eur <= np.inf if cap is None else agents.voucher_eur <= cap).all()
        before = agents.subsidised_months.copy()
    assert before.any()
    assert before.max() <= length
    assert (before <= running.outcome.member_months).all()


@settings(max_examples=25)
@given(st.floats(0.0, 1.0), st.floats(20.0, 300.0), st.floats(20.0, 300.0), st.integers(0, 99))
def test_a_voucher_never_pays_more_than_the_price(share: float, flex: float, fixed: float, seed: int) -> None:
    """Whatever the holder changes to: nobody is paid for being a member."""
    figures = hub(desks=40, prices={"flex": flex, "fixed": fixed}, **_SAFE)
    block = with_values(BLOCKS["voucher"], share=share, months=24)
    for _, running in by_month(case(figures, blocks=[block], evaluation_rate=0.5, plan_fixed=0.0, **_LOVED), seed):
        agents = running.simulation.town.agents
        held = agents[(agents.voucher >= 0) & (agents.plan > OCCASIONAL)]
        assert (held.voucher_eur <= _prices(running, held) * share + 1e-9).all(), "it pays its share of the plan now held"


def test_members_who_are_offered_a_voucher_get_what_they_are_offered() -> None:
    """Without `new_members_only` a voucher is for members too: nobody may decide to stay by a price that is then not given."""
    figures = hub(desks=60, founders=30.0, prices={"flex": 100.0, "fixed": 190.0}, **_SAFE)
    block = with_values(BLOCKS["voucher"], share=0.5, months=24, start=6)
    everyone_decides = {**BARE_CHOICE, "alpha": 3.0, "beta_c": 1.0, "taste_persistence": 1.0}
    finished = run(case(figures, blocks=[block], people=(60, 0, 0), months=12, **everyone_decides))
    agents = finished.simulation.town.agents
    members = agents[agents.plan > OCCASIONAL]
    assert len(members) > 20
    assert (members.voucher >= 0).all(), f"{(members.voucher < 0).sum()} of {len(members)} members decide at a price they do not pay"


def test_vouchers_for_new_members_pass_over_members() -> None:
    block = with_values(BLOCKS["voucher"], start=8, new_members_only=True)
    scenario = case(hub(desks=60, founders=20.0, **_SAFE), blocks=[block], **_LOVED)
    for month, running in by_month(scenario):
        if month == 7:
            before = running.simulation.town.agents.was_member == 1
            generation = running.simulation.town.agents.generation.copy()
    used = (running.simulation.town.agents.voucher_used == 1) & (running.simulation.town.agents.generation == generation)
    assert used.any()
    assert not (used & before).any()


@pytest.mark.parametrize(("key", "column", "names"), [("kinds", "kind", KINDS), ("fields", "field", FIELDS), ("ages", "age", AGE_BANDS)])
def test_vouchers_go_only_to_who_is_eligible(key: str, column: str, names: tuple[str, ...]) -> None:
    block = with_values(BLOCKS["voucher"], **{key: [names[1]]})
    finished = run(case(hub(desks=80, offices=9, **_SAFE), blocks=[block], people=(400, 400, 200), **_LOVED))
    held = getattr(finished.simulation.world.people, column)[finished.outcome.subsidised_months > 0]
    assert len(held) > 0
    assert set(held) == {1}


def test_a_pot_of_vouchers_goes_to_who_comes_first_and_is_never_overdrawn() -> None:
    plenty = run(case(hub(desks=60, **_SAFE), blocks=[BLOCKS["voucher"]], **_LOVED))
    pot = plenty.paid("voucher").sum() / 3.0
    assert pot > 0.0
    short = run(case(hub(desks=60, **_SAFE), blocks=[with_values(BLOCKS["voucher"], budget_eur=pot)], **_LOVED))
    dear = 6 * 0.8 * 320.0  # the dearest voucher, for an office
    assert pot - dear < short.spent("voucher") <= pot
    assert 0 < (short.outcome.subsidised_months > 0).sum() < (plenty.outcome.subsidised_months > 0).sum()
    first_refused = int(np.argmax(short.paid("voucher") != plenty.paid("voucher")))
    np.testing.assert_array_equal(short.outcome.hub[:first_refused], plenty.outcome.hub[:first_refused])


@pytest.mark.parametrize("arrears", [0, 5, 24])
def test_a_grant_in_arrears_is_committed_at_once_and_paid_when_due(arrears: int) -> None:
    block = with_values(BLOCKS["capex_grant"], arrears_months=arrears)
    finished = run(case(hub(opens=3, works_eur=60_000.0, **_SAFE), blocks=[block]))
    paid = finished.paid("capex_grant")
    assert finished.spent("capex_grant") == 30_000.0
    if 3 + arrears < 24:
        assert paid[3 + arrears] == paid.sum() == 30_000.0
    else:
        assert paid.sum() == 0.0, "it falls due after the run"


def test_a_closed_hub_receives_no_arrears() -> None:
    block = with_values(BLOCKS["capex_grant"], arrears_months=20)
    finished = run(case(hub(works_eur=60_000.0, opening_cash_eur=0.0, credit_eur=0.0, founders=0.0), blocks=[block], alpha=-20.0))
    assert finished.outcome.state[0] == 3
    assert finished.paid("capex_grant").sum() == 0.0


@pytest.mark.parametrize("pot", [1_000.0, 777.7, 40.0])
def test_an_advisory_desk_spends_on_sessions_held_only(pot: float) -> None:
    block = with_values(BLOCKS["advisory_desk"], budget_eur=pot)
    finished = run(case(blocks=[block], advice_demand=0.2))
    sessions = finished.hub("advised")
    np.testing.assert_array_equal(finished.paid("advisory_desk"), 80.0 * sessions)
    assert sessions.sum() == pot // 80.0
    assert sessions.max() <= 8
    assert finished.spent("advisory_desk") == finished.paid("advisory_desk").sum(), (
        "what is left is too little for a session, and is not spent"
    )


def test_two_reliefs_never_pay_more_than_the_rent() -> None:
    both = [with_values(BLOCKS["rent_relief"], share=0.7), with_values(BLOCKS["rent_relief"], name="second", share=0.7)]
    finished = run(case(hub(**_SAFE), blocks=both, months=3))
    assert finished.hub("rent_eur") == pytest.approx(0.0)
    assert finished.paid("second") / finished.paid("rent_relief") == pytest.approx(3 / 7)


def test_two_host_salaries_never_pay_more_than_the_wage() -> None:
    both = [
        with_values(BLOCKS["host_salary"], share=0.7, extra_fte=0.0),
        with_values(BLOCKS["host_salary"], name="second", share=0.7, extra_fte=0.0),
    ]
    finished = run(case(hub(**_SAFE), blocks=both, months=3))
    assert (finished.hub("subsidy_eur") <= finished.hub("host_eur") + _CENT).all()


def test_two_vouchers_are_never_both_held() -> None:
    second = with_values(BLOCKS["voucher"], name="second", share=0.6)
    finished = run(case(hub(desks=60, **_SAFE), blocks=[BLOCKS["voucher"], second], **_LOVED))
    assert finished.paid("voucher").sum() > 0.0
    assert finished.paid("second").sum() == 0.0, "people take the larger"


def test_anchor_desks_are_paid_at_the_price_of_a_fixed_desk_unless_said() -> None:
    usual = run(case(hub(prices={"fixed": 150.0}, **_SAFE), blocks=[BLOCKS["anchor_tenancy"]], months=3))
    agreed = run(case(hub(**_SAFE), blocks=[with_values(BLOCKS["anchor_tenancy"], price_eur_month=70.0)], months=3))
    assert usual.paid("anchor_tenancy") == pytest.approx(300.0)
    assert agreed.paid("anchor_tenancy") == pytest.approx(140.0)


def test_an_anchor_takes_only_desks_that_are_free() -> None:
    full = hub(desks=6, offices=0, founders=6.0, **_SAFE)
    finished = run(case(full, blocks=[with_values(BLOCKS["anchor_tenancy"], desks=5, start=2)], months=6, plan_fixed=50.0, **FROZEN))
    assert finished.paid("anchor_tenancy").sum() == 0.0
    assert (finished.hub("desk_use") <= 1.0).all()
    half = run(
        case(
            with_values(full, founders=3.0),
            blocks=[with_values(BLOCKS["anchor_tenancy"], desks=5, start=2)],
            months=6,
            plan_fixed=50.0,
            **FROZEN,
        )
    )
    assert half.paid("anchor_tenancy")[2] == pytest.approx(3 * 190.0)


# ------------------------------------------------------------------------------------------------------------------ levers


def test_host_salary_and_events_raise_quality_as_the_formula_says() -> None:
    blocks = [
        with_values(BLOCKS["host_salary"], share=0.0, extra_fte=0.3, start=2, end=4),
        with_values(BLOCKS["events"], extra_per_month=0.6, start=3, end=5),
    ]
    quality = run(case(hub(host_fte=0.5, events_per_month=1.0, **_SAFE), blocks=blocks, months=6)).hub("quality")
    assert quality == pytest.approx([0.6 * 0.5 + 0.2, 0.5, 0.6 * 0.8 + 0.2, 0.6 * 0.8 + 0.4 * 0.8, 0.3 + 0.4 * 0.8, 0.5])


def test_an_instrument_that_improves_a_hub_is_paid_at_its_cost() -> None:
    blocks = [
        with_values(BLOCKS["host_salary"], share=0.5, extra_fte=0.3),
        with_values(BLOCKS["events"], extra_per_month=2.0),
        with_values(BLOCKS["promotion"], cost_eur_month=350.0),
    ]
    finished = run(case(hub(host_fte=0.5, **_SAFE), blocks=blocks, months=3))
    assert finished.paid("host_salary") == pytest.approx(0.5 * 1_300 + 0.3 * 2_600)
    assert finished.paid("events") == pytest.approx(2 * CATALOGUE["event_cost_eur"].default)
    assert finished.paid("promotion") == pytest.approx(350.0)
    assert finished.hub("events_eur") == pytest.approx(CATALOGUE["event_cost_eur"].default), "events added cost the hub nothing"


@settings(max_examples=20)
@given(st.floats(0.5, 10.0), st.integers(0, 99))
def test_telework_moves_only_employees_until_they_move_others(appeal: float, seed: int) -> None:
    alone = {**BARE_CHOICE, "alpha": -1.0, "encounter_rate": 0.0, "awareness_word_of_mouth": 0.0}
    wide = hub(desks=1_000, offices=0, founders=0.0, may_downsize=False, may_expand=False, **_SAFE)
    plain = run(case(wide, months=4, people=(80, 80, 5), **alone), seed)
    shocked = run(case(wide, blocks=[{"type": "telework", "appeal": appeal}], months=4, people=(80, 80, 5), **alone), seed)
    employee = plain.simulation.world.people.kind == EMPLOYEE
    np.testing.assert_array_equal(plain.simulation.town.agents.plan[~employee], shocked.simulation.town.agents.plan[~employee])
    inside = (plain.simulation.town.agents.plan != NO_PLAN)[employee], (shocked.simulation.town.agents.plan != NO_PLAN)[employee]
    assert not (inside[0] & ~inside[1]).any(), "nobody leaves because of it"
    assert inside[1].sum() >= inside[0].sum()


def test_a_full_lockdown_empties_the_desks_and_stops_events() -> None:
    shock: dict[str, Any] = {"type": "lockdown", "severity": 1.0, "start": 2, "end": 4}
    for month, running in by_month(case(hub(founders=6.0, **_SAFE), blocks=[shock], months=6, **FROZEN)):
        users = running.simulation.town.agents[running.users]
        if month in (2, 3):
            assert not users.days.any()
            assert not users.at_event.any()
            assert running.hub("events_eur")[month] == 0.0
        else:
            assert users.days.any()
    assert not running.hub("new_person_person")[2:4].any()


# -------------------------------------------------------------------------------------------------------------- attention


def test_a_tiny_change_of_the_offer_sets_almost_nobody_thinking() -> None:
    """A voucher of a cent must not, by making people reconsider, fill the hub."""
    people = (600, 400, 50)
    still = {"evaluation_rate": 0.0, "job_change": 0.0, "awareness_promotion": 0.0, "awareness_word_of_mouth": 0.0, "aware_at_opening": 0.9}
    wide = hub(desks=300, founders=0.0, **_SAFE)
    plain = run(case(wide, months=12, people=people, **still))
    cent = run(case(wide, blocks=[with_values(BLOCKS["voucher"], share=1e-4, start=6)], months=12, people=people, **still))
    real = run(case(wide, blocks=[with_values(BLOCKS["voucher"], share=1.0, start=6)], months=12, people=people, **still))
    assert cent.hub("joins")[6:].sum() + cent.hub("leaves")[6:].sum() <= 2
    assert real.hub("joins")[6] > plain.hub("joins")[6] + 5
