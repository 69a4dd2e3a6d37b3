"""Instruments, shocks and networks, and who notices them (ODD §7.3)."""

import math
from typing import TYPE_CHECKING

from tests.twin.case import Instrument, or_default
from tests.twin.philox import ATTENTION
from tests.twin.vouchers import applies, eligible, voucher_amount
from tests.twin.world import FIXED, FLEX, OCCASIONAL, OFFICE, Hub

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def apply_instruments(model: "TwinModel") -> None:
    t, p = model.month, model.p
    plain_quality, appeal_before = {}, {}
    for hub in model.hubs:
        appeal_before[hub] = hub.appeal, hub.appeal_employee
        plain_quality[hub] = plain_offer(hub)
    for hub in model.hubs:
        if hub.is_open:
            in_force = [i for i in model.instruments if i.in_force(t) and hub.index in i.hubs]
            for shock in in_force:
                if shock.lever == "rent":
                    hub.rent_factor *= shock.block.factor
            for instrument in in_force:
                if instrument.lever in LEVERS:
                    LEVERS[instrument.lever](model, instrument, hub)
    link_hubs(model)
    for hub in model.hubs:
        hub.events_now *= 1 - hub.closure * p.days_away_in_lockdown
        hub.quality = hub.quality_of(hub.host_now, hub.events_now)
        hub.appeal = p.beta_q * (hub.quality - plain_quality[hub]) - p.lockdown_appeal * hub.closure
        hub.appeal += p.beta_n * (hub.community(hub.heads + hub.others) - hub.community(hub.heads))
        hub.changed_appeal = hub.appeal - appeal_before[hub][0]
        hub.changed_appeal_employee = hub.appeal_employee - appeal_before[hub][1]
    receive_arrears(model)
    notice_offers(model)


def plain_offer(hub: Hub) -> float:
    """The offer without instruments, and its quality q⁰."""
    hub.subsidy = hub.relief = hub.wage_support = hub.anchor_desks = hub.closure = hub.appeal_employee = hub.introductions = 0.0
    hub.promotion = hub.rent_factor = 1.0
    hub.host_now = hub.host_fte
    hub.events_now = hub.plan.events if hub.is_open else 0.0
    return hub.quality_of(hub.host_now, hub.events_now)


# --------------------------------------------------------------------------------------------------- the table of levers


def rent_relief(model: "TwinModel", it: Instrument, hub: Hub) -> None:
    rent = hub.rent_eur_m2 * hub.rent_factor * hub.m2
    if rent > 0:
        cap = or_default(it.block.rent_cap_eur_m2, math.inf)
        foregone = it.commit(min(max(it.block.share, 1 - cap * hub.m2 / rent), 1 - hub.relief) * rent)
        hub.relief += foregone / rent
        model.pay(it, hub, foregone)


def host_salary(model: "TwinModel", it: Instrument, hub: Hub) -> None:
    cost = hub.plan.host_cost_eur
    wage = hub.host_fte * cost * hub.plan.wage_paid
    if wage > 0:
        agreed = min(1.0, hub.plan.host_fte / hub.host_fte)
        paid = it.commit(min(it.block.share * agreed, agreed - hub.wage_support) * wage)
        hub.wage_support += paid / wage
        model.pay_hub(it, hub, paid)
    if cost > 0:
        extra = it.commit(it.block.extra_fte * cost)
        hub.host_now += extra / cost
        model.pay(it, hub, extra)


def events(model: "TwinModel", it: Instrument, hub: Hub) -> None:
    number = it.block.extra_per_month
    cost = number * or_default(it.block.cost_eur_event, model.p.event_cost_eur)
    hub.events_now += number * bought(model, it, hub, cost)


def promotion(model: "TwinModel", it: Instrument, hub: Hub) -> None:
    if it.block.intensity > 0:
        hub.promotion += it.block.intensity * bought(model, it, hub, it.block.cost_eur_month)


def matchmaking(model: "TwinModel", it: Instrument, hub: Hub) -> None:
    if it.block.introductions_per_month > 0:
        hub.introductions += it.block.introductions_per_month * bought(model, it, hub, it.block.cost_eur_month)


def bought(model: "TwinModel", it: Instrument, hub: Hub, cost: float) -> float:
    """The share of a cost that the pot bears, paid to others than the hub; all of what costs nothing."""
    if cost == 0:
        return 1.0
    paid = it.commit(cost)
    model.pay(it, hub, paid)
    return paid / cost


def anchor_tenancy(model: "TwinModel", it: Instrument, hub: Hub) -> None:
    price = or_default(it.block.price_eur_month, hub.price[FIXED])
    desks = min(it.block.desks, hub.free_seats, it.left / price if price > 0 else math.inf)
    if desks > 0:
        hub.anchor_desks += desks
        model.pay_hub(it, hub, it.commit(desks * price))


def telework(model: "TwinModel", it: Instrument, hub: Hub) -> None:
    hub.appeal_employee += it.block.appeal


def lockdown(model: "TwinModel", it: Instrument, hub: Hub) -> None:
    hub.closure = max(hub.closure, it.block.severity)


LEVERS = {
    "rent_relief": rent_relief,
    "host_salary": host_salary,
    "events": events,
    "promotion": promotion,
    "matchmaking": matchmaking,
    "anchor_tenancy": anchor_tenancy,
    "telework": telework,
    "lockdown": lockdown,
}


# -------------------------------------------------------------------------------------------------------------- networks


def link_hubs(model: "TwinModel") -> None:
    for hub in model.hubs:
        hub.others = hub.partner = 0.0
        hub.referral, hub.joint = {}, {}
    for network in model.instruments:
        if network.lever == "network" and network.in_force(model.month):
            members = [hub for hub in model.hubs if hub.is_open and hub.index in network.hubs]
            for hub in members:
                link(model, network, hub, members)


def link(model: "TwinModel", network: Instrument, hub: Hub, members: list[Hub]) -> None:
    said, number = network.block, len(members)
    several = number > 1
    cost = said.cost_eur_month + (said.shared_host_fte / number * hub.plan.host_cost_eur if several else 0.0)
    share = bought(model, network, hub, cost)
    for other in members:
        if other is not hub:
            hub.others += said.shared_pass * share * other.heads
            hub.events_now += said.shared_events * share * other.plan.events
            hub.referral[other] = hub.referral.get(other, 0.0) + said.referrals * share
            hub.joint[other] = max(hub.joint.get(other, 0.0), said.shared_events * share)
    if several:
        hub.host_now += said.shared_host_fte * share / number
    hub.partner = max(hub.partner, said.partner * share)


# -------------------------------------------------------------------------------------------------- arrears and noticing


def receive_arrears(model: "TwinModel") -> None:
    for instrument in model.instruments:
        for hub in model.hubs:
            eur = instrument.due.get((model.month, hub.index), 0.0)
            if eur and not hub.is_closed:
                hub.bridge -= eur
                model.pay(instrument, hub, eur)


def notice_offers(model: "TwinModel") -> None:
    t, p = model.month, model.p
    begun = [voucher for voucher in model.vouchers if voucher.start == t and voucher.in_force(t)]
    if not begun and not any(hub.changed_appeal or hub.changed_appeal_employee for hub in model.hubs):
        return
    for agent in model.residents:
        if not agent.resident:
            continue
        for hub, pair in agent.knows.items():
            if not (pair.aware and hub.is_open):
                continue
            change = hub.changed_appeal + (hub.changed_appeal_employee if agent.is_employee else 0.0)
            for voucher in begun:
                plan = OFFICE if agent.is_firm else next((one for one in (FLEX, FIXED) if one in voucher.plans), OCCASIONAL)
                eur = voucher_amount(model, agent, voucher, hub, plan)
                if eligible(model, agent, voucher, hub) and applies(model, agent, voucher, eur):
                    change += p.beta_c * eur / agent.income_eur
            if change != 0 and model.draws.one(ATTENTION, t, agent.slot, hub.key) < 1 - math.exp(-abs(change) / p.attention_scale):
                agent.evaluate = True
