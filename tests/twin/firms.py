"""Firms: needs, advisory desks, clients and partners (ODD §7.8)."""

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from tests.twin.case import Instrument
from tests.twin.membership import become_aware, nearness
from tests.twin.philox import ADVICE, CLIENT, NEEDS, OUTSIDE_MATCH, PARTNER, exponential, geometric, hazard_of
from tests.twin.world import DESK, OFFICE, Firm, Hub

if TYPE_CHECKING:
    from tests.twin.model import TwinModel


def serve_firms(model: "TwinModel") -> None:
    change_needs(model)
    for desk in model.instruments:
        if desk.lever == "advisory_desk" and desk.in_force(model.month):
            advise(model, desk)
    change_clients(model)
    ask_partners(model)


# ---------------------------------------------------------------------------------------------------------------- needs


def change_needs(model: "TwinModel") -> None:
    p = model.p
    for firm in model.firms:
        if not firm.resident or firm.need_due != model.month:
            continue
        if firm.need < 0:
            open_need(model, firm)
            continue
        u = model.draws.one(OUTSIDE_MATCH, firm.need_count, firm.slot, firm.generation + 10**6)
        met = u < p.need_met_outside / (p.need_met_outside + p.need_lapses)
        model.towns[firm.town].now["needs_outside" if met else "needs_lapsed"] += 1
        close_need(model, firm, model.month)


def open_need(model: "TwinModel", firm: Firm) -> None:
    p = model.p
    firm.need_count += 1
    u0, u1, _, _ = model.draws.four(OUTSIDE_MATCH, firm.need_count, firm.slot, firm.generation)
    firm.need = next((i for i, total in enumerate(accumulate(p.need_fields)) if total >= u0), len(p.need_fields) - 1)
    firm.need_due = model.month + geometric(u1, min(1.0, p.need_met_outside + p.need_lapses))


def close_need(model: "TwinModel", firm: Firm, month: int) -> None:
    """The next one appears so many months after this month."""
    p = model.p
    firm.need = -1
    chance = min(1.0, p.need_rate * p.size_needs[firm.size_class] * firm.digital / p.size_digital[1])
    firm.need_due = month + geometric(model.draws.one(NEEDS, firm.need_count, firm.slot, firm.generation), chance)


# --------------------------------------------------------------------------------------------------------------- advice


def draw_demand_for_advice(model: "TwinModel", firm: Firm) -> None:
    firm.advice_at = exponential(model.draws.one(ADVICE, firm.generation, firm.slot, 1))


def advise(model: "TwinModel", desk: Instrument) -> None:
    p = model.p
    demand = hazard_of(p.advice_demand)
    desk.exposure += demand
    waiting = []
    for firm in model.firms:
        size = p.size_advice[firm.size_class]
        asked = firm.advice_at / size + demand * max(0, firm.arrived - desk.start) if size else math.inf
        waits = asked <= desk.exposure < asked + p.request_lapses * demand
        if firm.resident and not firm.advised and waits and serving_hub(desk, firm) is not None:
            waiting.append((asked, firm.row, firm))
    waiting.sort()
    for _, _, firm in waiting[: int(desk.block.slots_per_month)]:
        if desk.left < desk.block.cost_eur_session:
            break
        hub = serving_hub(desk, firm)
        assert hub is not None
        model.pay(desk, hub, desk.commit(desk.block.cost_eur_session))
        hold_session(model, firm, hub)


def serving_hub(desk: Instrument, firm: Firm) -> Hub | None:
    return next((hub for hub in firm.knows if hub.is_open and hub.index in desk.hubs), None)


def hold_session(model: "TwinModel", firm: Firm, hub: Hub) -> None:
    p = model.p
    u0, u1, u2, u3 = model.draws.four(ADVICE, firm.generation, firm.slot, 0)
    firm.advised = 2 if u1 < p.advice_second_hour else 1
    if u0 < p.advice_awareness and not firm.knows[hub].aware:
        become_aware(model, firm.knows[hub], DESK)
    if firm.need < 0 and (firm.advised == 2 or u2 < p.advice_need):
        open_need(model, firm)
    hub.now["advised"] += 1
    hub.now["advised_micro"] += firm.size_class == 0
    hub.now["follow_on"] += u3 < p.advice_follow_on


# -------------------------------------------------------------------------------------------------- clients and partners


def change_clients(model: "TwinModel") -> None:
    """Who ceases to be a client turns to no hub in the same month."""
    p, t = model.p, model.month
    for firm in model.firms_served:
        hub = firm.client_hub
        if hub is not None:
            drifts = firm.need < 0 and model.draws.one(CLIENT, t, firm.slot) < p.client_lapses
            if drifts or not hub.is_open or firm.plan == OFFICE:
                firm.client_hub = None
        elif firm.resident and firm.need >= 0 and firm.plan != OFFICE:
            for hub, pair in firm.knows.items():
                if pair.aware and hub.is_open:
                    chance = p.client_rate * hub.quality * firm.openness / p.openness_mean
                    chance *= nearness(model, pair) * room_for_clients(model, hub)
                    if model.draws.one(CLIENT, t, firm.slot, hub.key) < chance:
                        firm.client_hub = hub
                        break


def room_for_clients(model: "TwinModel", hub: Hub) -> float:
    load = model.p.client_load
    if not load or not hub.heads:
        return 0.0 if load else 1.0
    return max(0.0, 1 - load * hub.clients / hub.heads)


def ask_partners(model: "TwinModel") -> None:
    for firm in model.firms_served:
        hub = firm.hub if firm.plan == OFFICE else firm.client_hub
        if not firm.resident or firm.need < 0 or hub is None:
            continue
        if model.draws.one(PARTNER, model.month, firm.slot) < hub.partner:
            hub.now["projects"] += 1
            hub.now["projects_partner"] += 1
            close_need(model, firm, model.month)
