"""Presence, encounters and spillovers (ODD §7.9–7.11)."""

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tests.twin.choice import days_wanted
from tests.twin.firms import close_need
from tests.twin.philox import ENCOUNTER, LINK_LIFE, PRESENCE, geometric
from tests.twin.world import Collaboration, Hub, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

# ------------------------------------------------------------------------------------------------------- presence, §7.9


def attend(model: "TwinModel") -> None:
    """Users by the days they want, then client firms."""
    for user in model.users:
        be_present(model, user, user.hub, days_wanted(model, user, user.hub))
    for firm in model.clients:
        be_present(model, firm, firm.client_hub, model.p.days_client)


def be_present(model: "TwinModel", agent: Resident, hub: Hub, mean: float) -> None:
    p = model.p
    u0, u1, _, _ = model.draws.four(PRESENCE, model.month, agent.slot)
    days = math.floor(mean) + (u0 < mean - math.floor(mean))
    agent.days = days * (1 - hub.closure * p.days_away_in_lockdown)
    attends = min(1.0, p.event_attendance * agent.openness / p.openness_mean)
    if agent.is_employee:
        attends *= p.event_attendance_employee
    agent.at_event = u1 >= (1 - attends) ** min(hub.events_now, p.events_full)


# ----------------------------------------------------------------------------------------------------- encounters, §7.10


def field_distances(p: SimpleNamespace) -> list[list[float]]:
    """c of each pair of fields."""
    norm = [math.sqrt(sum(x * x for x in row)) for row in p.skills]
    return [
        [1 - sum(x * y for x, y in zip(row, other, strict=True)) / (norm[f] * norm[g]) for g, other in enumerate(p.skills)]
        for f, row in enumerate(p.skills)
    ]


def match(model: "TwinModel", a: Resident, b: Resident) -> float:
    """m without needs: distance of skills at its best, how two fields complete each other, openness."""
    p = model.p
    distance = math.hypot(model.field_distance[a.sector][b.sector], a.skill_x - b.skill_x, a.skill_y - b.skill_y)
    gain = math.exp(-((distance - p.optimal_distance) ** 2) / (2 * p.distance_tolerance**2))
    return gain * p.complementarity[a.sector][b.sector] * (a.openness + b.openness)


def meet(model: "TwinModel") -> None:
    for h, hub in enumerate(model.hubs):
        if len(hub.roster) >= 2:
            meet_in_hub(model, hub)
        for other in model.hubs[h + 1 :]:
            if hub.joint.get(other, 0.0) > 0:
                meet_at_joint_events(model, hub, other)


def meet_in_hub(model: "TwinModel", hub: Hub) -> None:
    p, heads = model.p, hub.roster
    on_days = (1 + p.host_effect * min(1.0, hub.host_now)) / crowd(p, sum(agent.days for agent in heads) / p.working_days)
    at_event = p.event_effect / crowd(p, gathering(heads))
    introduced = p.event_effect * chance_of_introduction(hub)
    for position, a in enumerate(heads):
        for b in heads[position + 1 :]:
            exposure = a.days / p.working_days * b.days / p.working_days * on_days
            if a.at_event and b.at_event:
                exposure += at_event
            if introduced and a.sector != b.sector:
                exposure += introduced
            if exposure > 0:
                may_collaborate(model, hub, a, b, exposure)


def crowd(p: SimpleNamespace, present: float) -> float:
    """What attention is divided by among so many."""
    return float(1 + present / p.attention_span)


def gathering(heads: list[Resident]) -> int:
    """Who comes to an event of the month."""
    return sum(agent.at_event for agent in heads)


def chance_of_introduction(hub: Hub) -> float:
    """Introductions over the pairs of different fields among the heads."""
    if not hub.introductions:
        return 0.0
    numbers = [sum(agent.sector == f for agent in hub.roster) for f in range(8)]
    total = len(hub.roster)
    pairs = (total * total - sum(n * n for n in numbers)) // 2
    return min(1.0, hub.introductions / pairs) if pairs else 0.0


def meet_at_joint_events(model: "TwinModel", hub: Hub, other: Hub) -> None:
    p = model.p
    exposure = p.event_effect * hub.joint[other] / crowd(p, gathering(hub.roster) + gathering(other.roster))
    for a in hub.roster:
        for b in other.roster:
            if a.at_event and b.at_event:
                first, second = (a, b) if a.row < b.row else (b, a)
                may_collaborate(model, hub, first, second, exposure)


def may_collaborate(model: "TwinModel", hub: Hub, a: Resident, b: Resident, exposure: float) -> None:
    """λ = λ_0 · exposure, each over its crowd · m · (1 + τ trust)."""
    p, t = model.p, model.month
    past = model.collaborations_of.get((a, b), [])
    if past and past[-1].end > t:
        return
    rate = p.encounter_rate * exposure * match(model, a, b)
    if a.need == b.sector or b.need == a.sector:
        rate *= p.need_match
    rate *= 1 + p.trust_effect * trust(model, a, b, past)
    if model.draws.one(ENCOUNTER, t, a.slot, b.slot) < 1 - math.exp(-rate):
        start_collaboration(model, hub, a, b)


def trust(model: "TwinModel", a: Resident, b: Resident, past: list[Collaboration]) -> float:
    """Collaborations of the present occupants count, and contacts, which belong to the place."""
    if b in a.contacts or (past and past[-1].start >= max(a.arrived, b.arrived)):
        return 1.0
    return model.p.advice_trust if a.advised or b.advised else 0.0


def start_collaboration(model: "TwinModel", hub: Hub, a: Resident, b: Resident) -> None:
    t = model.month
    months = geometric(model.draws.one(LINK_LIFE, t, a.slot, b.slot), model.p.link_decay)
    link = Collaboration(a, b, hub, t, t + months)
    model.collaborations.append(link)
    model.active.append(link)
    model.collaborations_of.setdefault((a, b), []).append(link)
    for side, other in ((a, b), (b, a)):
        side.collaborations += 1
        side.past.append(link)
        if side.is_member and t - side.joined < 12:
            side.new_collaboration = True
        if side.need == other.sector:
            hub.now["projects"] += 1
            close_need(model, side, t)
    firms = a.is_firm + b.is_firm
    hub.now[("new_person_person", "new_person_firm", "new_firm_firm")[firms]] += 1
    hub.now["new_different"] += a.sector != b.sector
    hub.pairs[min(a.sector, b.sector)][max(a.sector, b.sector)] += 1


# ---------------------------------------------------------------------------------------------------- spillovers, §7.11


def spill_over(model: "TwinModel") -> None:
    p, t = model.p, model.month
    for link in model.active:
        for side in (link.a, link.b):
            side.uplift = 0.0
            side.collaborations -= link.end <= t
    model.active = [link for link in model.active if link.end > t]
    for link in model.active:
        fresh = p.spillover * math.exp(-(t - link.start) / p.spillover_fade)
        for side in (link.a, link.b):
            side.uplift = min(p.spillover_cap, side.uplift + fresh * side.absorption)
    for link in model.active:
        for side in (link.a, link.b):
            if side.counted != t and side.resident:
                side.counted = t
                series = "revenue_uplift_eur" if side.is_firm else "income_uplift_eur"
                model.towns[side.town].now[series] += side.uplift * side.revenue_eur
            side.absorption = min(p.absorption_max, side.absorption + p.learning)
