"""Public money to the cent: what a pot commits, who is paid when, and what goes back. Two hubs that nobody joins, worked out by hand."""

import numpy as np
import pytest

from model.names import CLOSED
from model.parameters import CATALOGUE
from tests.model.month.towns import BLOCKS, FROZEN, PLAIN_OPERATOR, UNWANTED, Block, Run, by_month, case, hub, run, start, with_values

_QUIET = {**UNWANTED, **PLAIN_OPERATOR, "awareness_event": 0.0}
_LASTING = {"opening_cash_eur": 1e6, "may_downsize": False}
_RENT = (8 * 12 + 18) * 7.5


def _two(*blocks: Block, months: int = 6, **figures: object) -> Run:
    """Adda opens at once, Mera in month 2."""
    adda, mera = hub(**{**_LASTING, **figures}), hub("mera", opens=2, **_LASTING)
    return run(case(adda, mera, blocks=blocks, months=months, people=(2, 2, 2), **_QUIET))


def _paid(finished: Run, instrument: str) -> list[list[float]]:
    """EUR by month, a list for each hub."""
    return finished.outcome.public[:, finished.prepared.instrument_names.index(instrument)].T.tolist()


def test_an_instrument_pays_its_hubs_from_its_first_month_to_the_one_before_its_end() -> None:
    adda, mera = _paid(_two(with_values(BLOCKS["rent_relief"], start=1, end=4)), "rent_relief")
    assert adda == pytest.approx([0, _RENT / 2, _RENT / 2, _RENT / 2, 0, 0])
    assert mera == pytest.approx([0, 0, _RENT / 2, _RENT / 2, 0, 0])
    adda, mera = _paid(_two(with_values(BLOCKS["rent_relief"], hubs=["mera"])), "rent_relief")
    assert adda == [0] * 6
    assert mera == pytest.approx([0, 0, *[_RENT / 2] * 4])


def test_a_pot_pays_until_it_is_empty_and_what_is_left_pays_a_part() -> None:
    finished = _two(with_values(BLOCKS["rent_relief"], budget_eur=1_000.0, hubs=["adda"]))
    assert _paid(finished, "rent_relief")[0] == pytest.approx([_RENT / 2, _RENT / 2, 1_000 - _RENT, 0, 0, 0])
    assert finished.hub("rent_eur") == pytest.approx(_RENT - np.array(_paid(finished, "rent_relief")[0]))
    assert finished.spent("rent_relief") == pytest.approx(1_000)


def test_a_wage_paid_in_cash_reaches_the_hub_in_the_month_it_is_paid() -> None:
    finished = _two(with_values(BLOCKS["host_salary"], extra_fte=0.0, end=3))
    adda, mera = _paid(finished, "host_salary")
    wage = finished.hub("host_eur")[0]
    assert adda == pytest.approx([wage / 2] * 3 + [0] * 3)
    assert finished.hub("subsidy_eur") == pytest.approx(adda)
    assert finished.hub("subsidy_eur", "mera") == pytest.approx(mera)
    assert finished.spent("host_salary") == pytest.approx(sum(adda) + sum(mera))


def test_two_payers_of_one_hub_are_written_apart_and_add_up_in_its_cash() -> None:
    both = [
        with_values(BLOCKS["host_salary"], share=0.3, extra_fte=0.0),
        with_values(BLOCKS["host_salary"], name="second", share=0.2, extra_fte=0.0),
    ]
    finished = _two(*both)
    first, second = (np.array(_paid(finished, name)[0]) for name in ("host_salary", "second"))
    wage = finished.hub("host_eur")[0]
    assert first == pytest.approx(0.3 * wage)
    assert second == pytest.approx(0.2 * wage)
    assert finished.hub("subsidy_eur") == pytest.approx(0.5 * wage)


@pytest.mark.parametrize("price", [300.0, 0.5, 0.4])
def test_what_is_bought_for_a_hub_is_as_large_as_the_pot_bears(price: float) -> None:
    """Two events a month from a pot for five; the hub is given them, and pays only for its own."""
    block = with_values(BLOCKS["events"], cost_eur_event=price, budget_eur=5 * price, hubs=["adda"])
    scenario = case(hub(events_per_month=1.0, **_LASTING), blocks=[block], months=5, people=(2, 2, 2), **_QUIET)
    held = []
    for _, running in by_month(scenario):
        held.append(running.simulation.town.hubs.events_now[0])
    assert held == pytest.approx([3, 3, 2, 1, 1])
    assert _paid(running, "events")[0] == pytest.approx([2 * price, 2 * price, price, 0, 0])
    assert running.spent("events") == pytest.approx(5 * price)


def test_what_costs_nothing_is_had_in_full() -> None:
    block = with_values(BLOCKS["events"], cost_eur_event=0.0, budget_eur=0.0)
    running = start(case(hub(**_LASTING), blocks=[block], months=2, people=(2, 2, 2), **_QUIET))
    running.simulation.advance(1)
    assert running.simulation.town.hubs.events_now[0] == pytest.approx(running.prepared.specs[0].events + 2)
    assert _paid(running, "events")[0][0] == 0


@pytest.mark.parametrize("arrears", [1, 3])
def test_a_grant_in_arrears_is_bridged_until_it_is_paid_and_by_its_own_hub(arrears: int) -> None:
    """Half of works of 40,000 and 20,000 EUR; interest on the bridge is paid up to the month before the grant."""
    block = with_values(BLOCKS["capex_grant"], arrears_months=arrears)
    adda, mera = hub(works_eur=40_000.0, **_LASTING), hub("mera", opens=1, works_eur=20_000.0, **_LASTING)
    finished = run(case(adda, mera, blocks=[block], months=6, people=(2, 2, 2), **_QUIET))
    paid = np.zeros((2, 6))
    paid[0, arrears], paid[1, 1 + arrears] = 20_000, 10_000
    assert _paid(finished, "capex_grant") == pytest.approx(paid)
    assert finished.spent("capex_grant") == 30_000
    rate = CATALOGUE["loan_rate"].default / 12
    for opens, name, grant in ((0, "adda", 20_000), (1, "mera", 10_000)):
        debt = finished.hub("debt_eur", name)[opens:]
        assert debt[:arrears] - debt[arrears] == pytest.approx(np.full(arrears, grant * rate))
        assert not finished.hub("subsidy_eur", name).any(), "a grant for works is no income"
    assert (finished.simulation.town.hubs.bridge == 0).all()


def test_grants_of_two_calls_repay_their_part_of_the_bridge_each() -> None:
    calls = [
        with_values(BLOCKS["capex_grant"], share=0.5, arrears_months=1),
        with_values(BLOCKS["capex_grant"], name="second", share=0.25, arrears_months=3),
    ]
    bridge = []
    for _, running in by_month(case(hub(works_eur=40_000.0, **_LASTING), blocks=calls, months=5, people=(2, 2, 2), **_QUIET)):
        bridge.append(running.simulation.town.hubs.bridge[0])
    assert bridge == pytest.approx([30_000, 10_000, 10_000, 0, 0])


def test_a_grant_of_one_euro_is_paid_as_any_other() -> None:
    block = with_values(BLOCKS["capex_grant"], cap_eur=1.0, arrears_months=1)
    finished = run(case(hub(works_eur=40_000.0, **_LASTING), blocks=[block], months=3, people=(2, 2, 2), **_QUIET))
    assert finished.paid("capex_grant").tolist() == [0, 1, 0]


def test_no_grant_repays_more_than_its_bridge() -> None:
    """4,123.456 and 14,432.096 EUR, whose sum less either leaves the other but for the last bit: nothing is lent the wrong way round."""
    calls = [
        with_values(BLOCKS["capex_grant"], share=share, name=name, arrears_months=arrears)
        for share, name, arrears in ((0.1, "first", 1), (0.35, "second", 2))
    ]
    finished = run(case(hub(works_eur=41_234.56, **_LASTING), blocks=calls, months=4, people=(2, 2, 2), **_QUIET))
    assert finished.simulation.town.hubs.bridge[0] == 0


def test_what_falls_due_after_the_run_is_never_received() -> None:
    for months, received in ((3, 0.0), (4, 20_000.0)):
        block = with_values(BLOCKS["capex_grant"], arrears_months=3)
        finished = run(case(hub(works_eur=40_000.0, **_LASTING), blocks=[block], months=months, people=(2, 2, 2), **_QUIET))
        assert finished.paid("capex_grant").sum() == received
        assert finished.spent("capex_grant") == 20_000


def test_a_hub_that_has_closed_gets_nothing_of_what_was_due() -> None:
    poor = {"opening_cash_eur": 0.0, "credit_eur": 0.0, "may_downsize": False}
    block = with_values(BLOCKS["capex_grant"], arrears_months=3)
    adda, mera = hub(works_eur=40_000.0, **poor), hub("mera", works_eur=40_000.0, **_LASTING)
    finished = run(case(adda, mera, blocks=[block], months=6, people=(2, 2, 2), **_QUIET))
    assert finished.outcome.state[0] == CLOSED
    assert [sum(months) for months in _paid(finished, "capex_grant")] == [0, 20_000]


def test_vouchers_of_a_month_add_up_and_what_they_do_not_use_returns_to_the_pot() -> None:
    """Four founders of flex desks hold vouchers for six months; one hub closes after some, and the rest of theirs is free again."""
    block = with_values(BLOCKS["voucher"], share=0.5, months=6, budget_eur=50_000.0)
    figures = {"founders": 4.0, "may_downsize": False, "opening_cash_eur": 4_000.0, "credit_eur": 0.0}
    held = []
    for _, running in by_month(case(hub(**figures), blocks=[block], months=8, people=(30, 2, 2), **{**FROZEN, "consent": 1.0})):
        agents = running.simulation.town.agents
        owed = agents.voucher >= 0
        held.append(int(owed.sum()))
        set_aside = float((agents.voucher_eur[owed] * agents.voucher_left[owed]).sum())
        assert running.spent("voucher") == pytest.approx(running.paid("voucher").sum() + set_aside)
        assert (agents.voucher_left[~owed] == 0).all() and (agents.voucher[~owed] == -1).all()
    assert max(held) >= 2 and held[-1] == 0
    assert running.outcome.state[0] == CLOSED
    assert (running.paid("voucher") > 0).sum() >= 2
