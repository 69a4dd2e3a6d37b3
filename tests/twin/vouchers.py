"""Vouchers and trial days: who may have one, worth what, taken, repriced and spent (ODD §7.3, §7.5 and §7.6)."""

import math
from typing import TYPE_CHECKING

from tests.twin.case import Instrument, or_default
from tests.twin.membership import days_wanted, end_voucher
from tests.twin.philox import ATTENTION, CALL, exponential
from tests.twin.world import OCCASIONAL, Hub, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def eligible(model: "TwinModel", agent: Resident, voucher: Instrument, hub: Hub) -> bool:
    """§7.3, noticing."""
    oldest = voucher.block.vat_months_max
    return (
        hub.index in voucher.hubs
        and agent.anchor is not hub
        and agent.kind in voucher.kinds
        and agent.sector in voucher.fields
        and agent.age in voucher.ages
        and not agent.voucher_used
        and not (voucher.new_only == 1 and agent.was_member)
        and not (voucher.new_only == 2 and agent.was_user)
        and (oldest is None or (not agent.is_employee and vat_months(model, agent) <= oldest))
    )


def vat_months(model: "TwinModel", agent: Resident) -> float:
    """§7.3: the age of the VAT number."""
    if agent.is_firm and agent.generation > 0:
        return model.month - agent.arrived
    u0, u1, u2, _ = model.draws.four(CALL, agent.generation, agent.slot)
    life = model.p.vat_life * (exponential(u0) + exponential(u1))
    return math.fmod(u2 * life + model.month, life)


def applies(model: "TwinModel", agent: Resident, voucher: Instrument, eur: float) -> bool:
    """§7.3, calls."""
    said, p = voucher.block, model.p
    u0, u1, _, _ = model.draws.four(CALL, agent.generation, agent.slot, voucher.key)
    if u0 >= or_default(said.known_by, p.call_known) * or_default(said.open_days, 30) / 30:
        return False
    return bool(eur * voucher.months >= or_default(said.effort_eur, p.apply_effort) * exponential(u1))


def voucher_amount(model: "TwinModel", agent: Resident, voucher: Instrument, hub: Hub, plan: int) -> float:
    """min(a · price, b), of the days that may be attended for day passes; 0 for a plan that is not covered."""
    if plan not in voucher.plans:
        return 0.0
    price = hub.price[plan]
    if plan == OCCASIONAL:
        price = hub.day_pass * min(voucher.days, math.ceil(days_wanted(model, agent, hub)))
    return min(voucher.share * price, voucher.cap_eur_month)


def offered_voucher(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> tuple[Instrument | None, float]:
    """The largest of those in force for which the agent is eligible and whose pot can set aside all its months."""
    best: tuple[Instrument | None, float] = (None, 0.0)
    for voucher in model.vouchers:
        if voucher.in_force(model.month) and eligible(model, agent, voucher, hub):
            eur = voucher_amount(model, agent, voucher, hub, plan)
            if eur > best[1] and eur * voucher.months <= voucher.left and applies(model, agent, voucher, eur):
                best = voucher, eur
    return best


def repriced(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> float:
    """What a voucher held would pay for another plan of its hub; as before, if the pot cannot bear more."""
    voucher = agent.voucher
    assert voucher is not None
    eur = voucher_amount(model, agent, voucher, hub, plan)
    return eur if (eur - agent.voucher_eur) * agent.voucher_left <= voucher.left else agent.voucher_eur


def discount_of(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> float:
    """What a voucher held, or the one on offer, would pay, and never more than its share of the fee."""
    if not model.instruments:
        return 0.0
    voucher, eur = agent.voucher, 0.0
    if voucher is None:
        voucher, eur = offered_voucher(model, agent, hub, plan)
    elif hub is agent.hub:
        eur = repriced(model, agent, hub, plan)
    return min(eur, voucher.share * hub.cost(plan, days_wanted(model, agent, hub), agent.rooms)) if voucher else 0.0


def take_voucher(model: "TwinModel", agent: Resident, hub: Hub, plan: int) -> None:
    """The one on offer for the plan got, by who holds none; who joins is still as new as before."""
    if agent.voucher is not None:
        return
    voucher, eur = offered_voucher(model, agent, hub, plan)
    if voucher is not None:
        voucher.spent += voucher.months * eur
        hub.now["vouchers_taken"] += 1
        agent.voucher, agent.voucher_left, agent.voucher_eur = voucher, voucher.months, eur
        agent.voucher_used = agent.voucher_used or voucher.new_only != 2


def reprice_voucher(model: "TwinModel", agent: Resident) -> None:
    """After a change of plan; the difference over the months left goes back to the pot or is taken from it."""
    if agent.voucher is not None:
        assert agent.hub is not None
        if agent.plan not in agent.voucher.plans:
            end_voucher(agent)
            return
        eur = repriced(model, agent, agent.hub, agent.plan)
        agent.voucher.spent += (eur - agent.voucher_eur) * agent.voucher_left
        agent.voucher_eur = eur


def spend_voucher_month(model: "TwinModel", agent: Resident, fee: float) -> None:
    """§7.12: it pays its share of the fee, what was set aside beyond returns; the end is noticed in proportion to what it paid."""
    voucher, hub, p = agent.voucher, agent.hub, model.p
    assert voucher is not None and hub is not None
    paid = min(agent.voucher_eur, voucher.share * fee)
    model.pay(voucher, hub, paid)
    hub.now["vouchers"] += 1
    voucher.spent -= agent.voucher_eur - paid
    agent.voucher_left -= 1
    if agent.voucher_left == 0:
        lost = p.beta_c * paid / agent.income_eur
        if model.draws.one(ATTENTION, model.month, agent.slot) < 1 - math.exp(-lost / p.attention_scale):
            agent.evaluate = True
        agent.voucher, agent.voucher_eur = None, 0.0
