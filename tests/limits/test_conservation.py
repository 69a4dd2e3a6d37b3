"""What cannot be made or lost: members and public euros, through closures, moves between hubs and arrears.

That cash is opening cash and all net results since, month by month, is tested in `tests/model/month/test_hub_ledger.py`; that people are
conserved, in `test_membership.py` there.
"""

import numpy as np
import pytest

from model.names import CLOSED
from tests.model.month.towns import INSTRUMENTS, Run, by_month, case, hub, run, with_values

_CENT = 0.005
_POOR = {"opening_cash_eur": 9_000.0, "credit_eur": 0.0}
_LIVELY = {"alpha": 0.5, "evaluation_rate": 0.4, "leave_rate": 0.02, "aware_at_opening": 0.6}


@pytest.mark.parametrize("seed", range(6))
def test_members_are_those_who_joined_less_those_who_left(seed: int) -> None:
    """In every hub and month, those in which a hub closes and all leave included, members = Σ joins - Σ leaves; and over the hubs those who
    moved in from another are at most those who left one. Error: none: one membership lost or counted twice is noticed.
    """
    hubs = [hub(desks=12, **_POOR), hub("mera", desks=8, opens=3, opening_cash_eur=2e5), hub("third", desks=6, opens=6, **_POOR)]
    finished = run(case(*hubs, months=30, people=(200, 150, 60), **_LIVELY), seed)
    moved, left = 0.0, 0.0
    for name in finished.prepared.hub_names:
        joins, leaves = finished.hub("joins", name), finished.hub("leaves", name)
        np.testing.assert_array_equal(finished.hub("members", name), np.cumsum(joins - leaves))
        moved, left = moved + finished.hub("moved_in", name).sum(), left + leaves.sum()
    assert (finished.outcome.state == CLOSED).any() and 0 < moved < left


def _reserved(running: Run) -> float:
    agents = running.simulation.town.agents
    return float((agents.voucher_eur * agents.voucher_left)[agents.voucher >= 0].sum())


@pytest.mark.parametrize("cash", [1_000.0, 2e5])
def test_public_money_committed_is_paid_set_aside_still_due_or_lost_with_a_closed_hub(cash: float) -> None:
    """At the end of every month, instrument by instrument: spent = paid + set aside for vouchers + due later + due to a hub that has
    closed. Error: a cent.
    """
    funded = (name for name in INSTRUMENTS if name not in ("conversion", "network"))
    late = {"capex_grant": {"arrears_months": 12}}
    blocks = [with_values(INSTRUMENTS[name], budget_eur=30_000.0, **late.get(name, {})) for name in funded]
    rented = hub(desks=12, opening_cash_eur=cash, credit_eur=0.0, works_eur=60_000.0, host_fte=1.0, rent_eur_m2=20.0)
    lost = 0.0
    for month, running in by_month(case(rented, hub("mera", desks=5, opens=2, opening_cash_eur=1e5), blocks=blocks, **_LIVELY), seed=4):
        due = running.simulation.town.public.due
        closed = running.hub("state")[: month + 1] == CLOSED
        for row, name in enumerate(running.prepared.instrument_names):
            held = due[row, :, month + 1 :].sum() + due[row, 0, : month + 1][closed].sum()
            lost += due[row, 0, : month + 1][closed].sum()
            held += _reserved(running) if name == "voucher" else 0.0
            assert abs(running.spent(name) - running.paid(name)[: month + 1].sum() - held) < _CENT, (month, name)
    assert (lost > 0.0) == (cash == 1_000.0)
