"""Vouchers: who may have one, worth what, taken, repriced and spent (ODD §7.3 and §7.5)."""

import math
from typing import TYPE_CHECKING

from tests.twin.case import Instrument, or_default
from tests.twin.philox import ATTENTION, CALL, exponential
from tests.twin.world import FLEX, Hub, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def eligible(agent: Resident, voucher: Instrument, hub: Hub) -> bool:
    """§7.3, noticing."""
    return (
        hub.index in voucher.hubs
        and agent.anchor is not hub
        and agent.kind in voucher.kinds
        and agent.sector in voucher.fields
        and agent.age in voucher.ages
        and not agent.voucher_used
        and not (voucher.new_only and agent.was_member)
    )


def applies(model: "TwinModel", agent: Resident, voucher: Instrument, eur: float) -> bool:
    """§7.3, calls."""
    said, p = voucher.block, model.p
    u0, u1, _, _ = model.draws.four(CALL, agent.generation, agent.slot, voucher.key)
    if u0 >= or_default(said.known_by, p.call_known):
        return False
    return bool(eur * said.months >= or_default(said.effort_eur, p.apply_effort) * exponential(u1))


def voucher_amount(voucher: Instrument, price: float) -> float:
    """min(a · price, b)."""
    return min(voucher.block.share * price, or_default(voucher.block.cap_eur_month, math.inf))


def offered_voucher(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> tuple[Instrument | None, float]:
    """The largest of those in force for which the agent is eligible and whose pot can set aside all its months."""
    best: tuple[Instrument | None, float] = (None, 0.0)
    for voucher in model.vouchers:
        if voucher.in_force(model.month) and eligible(agent, voucher, hub):
            eur = voucher_amount(voucher, hub.price[plan])
            if eur > best[1] and eur * voucher.block.months <= voucher.left and applies(model, agent, voucher, eur):
                best = voucher, eur
    return best


def repriced(agent: Resident, hub: Hub, plan: int) -> float:
    """What a voucher held would pay for another plan of its hub; as before, if the pot cannot bear more."""
    voucher = agent.voucher
    assert voucher is not None
    eur = voucher_amount(voucher, hub.price[plan])
    return eur if (eur - agent.voucher_eur) * agent.voucher_left <= voucher.left else agent.voucher_eur


def take_voucher(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> None:
    """The one on offer for the membership plan got, by who holds none; who joins is still as new as before."""
    if agent.voucher is not None or plan < FLEX:
        return
    voucher, eur = offered_voucher(model, agent, hub, plan)
    if voucher is not None:
        months = voucher.block.months
        voucher.spent += months * eur
        agent.voucher, agent.voucher_left, agent.voucher_eur, agent.voucher_used = voucher, months, eur, True


def reprice_voucher(model: "TwinModel", agent: Resident) -> None:
    """After a change of plan; the difference over the months left goes back to the pot or is taken from it."""
    if agent.voucher is not None:
        assert agent.hub is not None
        eur = repriced(agent, agent.hub, agent.plan)
        agent.voucher.spent += (eur - agent.voucher_eur) * agent.voucher_left
        agent.voucher_eur = eur


def spend_voucher_month(model: "TwinModel", agent: Resident) -> None:
    """Step 7: a month passes; the end is noticed in proportion to what it paid."""
    voucher, hub, p = agent.voucher, agent.hub, model.p
    assert voucher is not None and hub is not None
    model.pay(voucher, hub, agent.voucher_eur)
    agent.voucher_left -= 1
    if agent.voucher_left == 0:
        lost = p.beta_c * agent.voucher_eur / agent.income_eur
        if model.draws.one(ATTENTION, model.month, agent.slot) < 1 - math.exp(-lost / p.attention_scale):
            agent.evaluate = True
        agent.voucher, agent.voucher_eur = None, 0.0
