"""Who lives where, whom they know, and which hubs they can reach (ODD §5.2–5.4)."""

import math
from itertools import accumulate
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from model.territory import REGION_MEAN_INCOME_EUR, Place, usual_counts
from tests.twin.philox import CONTACTS, PERSON, SKILL, Draws, normal
from tests.twin.world import Employee, Firm, Hub, Independent, Knowledge, Resident

if TYPE_CHECKING:
    from tests.twin.model import TwinModel

INDEPENDENT, EMPLOYEE, FIRM = range(3)  # positions in names.KINDS
_CLASSES = {INDEPENDENT: Independent, EMPLOYEE: Employee, FIRM: Firm}


def settle(model: "TwinModel") -> list[Resident]:
    """Everybody, by place, kind and index, with contacts and reach."""
    places = model.territory.places
    towns = model.territory.towns
    residents: list[Resident] = []
    for place_index, place in enumerate(places):
        for kind, number in enumerate(place.counts):
            for n in range(number):
                traits = draw_traits(model.draws, model.p, place, kind, (place.code << 21) + (kind << 19) + n)
                traits.row, traits.index, traits.place, traits.town = len(residents), n, place_index, towns.index(place.town)
                residents.append(_CLASSES[kind](model, traits))
    make_contacts(model, residents)
    find_reach(model, residents)
    return residents


def pick(shares: list[float], u: float) -> int:
    """The first whose cumulative share exceeds u, the last absorbing rounding (§5.2)."""
    for i, total in enumerate(accumulate(shares)):
        if total > u:
            return i
    return len(shares) - 1


def around(mean: float, width: float, u: float) -> float:
    return min(1.0, max(0.0, mean + width * (2 * u - 1)))


def draw_traits(draws: Draws, p: SimpleNamespace, place: Place, kind: int, slot: int) -> SimpleNamespace:
    """§5.2, block of four by block of four."""
    it = SimpleNamespace(slot=slot, kind=kind)
    u_field, u_age, u_size, u_staff = draws.four(PERSON, 0, slot)
    u0, u1, u_open, u_digital = draws.four(PERSON, 1, slot)
    u_angle, u_distance, u_access, u_commute = draws.four(PERSON, 2, slot)
    u_metropolis, u_remote, u_need, u_room = draws.four(PERSON, 3, slot)

    it.sector = pick(p.field_shares[kind], u_field)
    it.age = pick(p.age_shares[kind], u_age)
    it.openness = around(p.openness_mean, p.openness_spread, u_open)
    it.habit = habit_multiple(draws, p.habit_shape, slot)
    v0, v1, _, _ = draws.four(SKILL, 0, slot)
    radius = p.skill_spread * math.sqrt(-2 * math.log(v0))
    it.skill_x, it.skill_y = (float(np.float32(radius * way(2 * math.pi * v1))) for way in (math.cos, math.sin))
    it.commute_min, it.metropolis, it.remote_days = 0.0, False, 0
    it.own_room = kind != EMPLOYEE and u_room < p.own_room_share * p.own_room_ratio[it.sector][it.age]
    need = around(p.room_need_mean, p.room_need_spread, u_need)
    it.room_need = 0.0 if kind == FIRM else (1 + need) / 2 if it.own_room else need
    if kind == FIRM:
        it.size_class = pick(p.size_shares, u_size)
        it.digital = around(p.size_digital[it.size_class], p.digital_spread, u_digital)
        q = 1 + p.staff_spread * (2 * u_staff - 1)
        v = place.mean_income_eur / REGION_MEAN_INCOME_EUR.value
        it.staff = p.size_staff[it.size_class] * q
        it.income_eur = p.size_income[it.size_class] * q * v
        it.revenue_eur = p.size_revenue[it.size_class] * q * v
    else:
        it.size_class, it.digital, it.staff = -1, 1.0, 1.0
        ratio = p.income_employee if kind == EMPLOYEE else p.income_independent
        z = normal(u0, u1)
        spread = p.income_spread
        it.income_eur = place.mean_income_eur * (1 - p.income_tax_share) / 12 * ratio * math.exp(spread * z - spread**2 / 2)
        it.revenue_eur = it.income_eur

    distance = math.sqrt(place.km_low**2 + u_distance * (place.km_high**2 - place.km_low**2))
    it.x_km = place.x_km + distance * math.cos(2 * math.pi * u_angle)
    it.y_km = place.y_km + distance * math.sin(2 * math.pi * u_angle)
    it.access_min = p.access_min + u_access * (p.access_town_max - p.access_min) if place.ring == 0 else p.access_min

    if kind == EMPLOYEE:
        local = p.commute_local_min * (1 + p.commute_spread * (2 * u_commute - 1))
        beyond = place.minutes_to_metropolis - p.metropolis_from_min
        share = min(1.0, p.metropolis_share * min(math.exp(-p.metropolis_decay * beyond), p.metropolis_cap))
        it.metropolis = u_metropolis < share
        it.commute_min = max(local, place.minutes_to_metropolis) if it.metropolis else local
        it.remote_days = math.trunc(p.remote_days_min + u_remote * (p.remote_days_max - p.remote_days_min + 1))
    elif kind == INDEPENDENT:
        it.remote_days = math.trunc(p.remote_days_independent)
    return it


def habit_multiple(draws: Draws, shape: float, slot: int) -> float:
    """A gamma of mean 1: as many uniforms as its shape, four at a time from block 4 on."""
    number = max(1, round(shape))
    uniforms: list[float] = []
    while len(uniforms) < number:
        uniforms += draws.four(PERSON, 4 + len(uniforms) // 4, slot)
    return -math.log(math.prod(uniforms[:number])) / number


def make_contacts(model: "TwinModel", residents: list[Resident]) -> None:
    """§5.3."""
    places = model.territory.places
    usual = {town: usual_counts(town).tolist() for town in model.territory.towns}
    at = {(place.town, place.ring): i for i, place in enumerate(places)}
    block: dict[tuple[int, int], list[Resident]] = {}
    for agent in residents:
        block.setdefault((agent.place, agent.kind), []).append(agent)
    known: dict[Resident, set[Resident]] = {agent: set() for agent in residents}

    def befriend(a: Resident, b: Resident) -> None:
        known[a].add(b)
        known[b].add(a)

    p, draws = model.p, model.draws
    for agent in residents:
        u0, u1, u2, _ = draws.four(CONTACTS, 0, agent.slot)
        place, own_block = places[agent.place], block[agent.place, agent.kind]
        before = [other for other in own_block[: agent.index] if other.sector == agent.sector]
        for other in before[max(0, len(before) - whole(p.contacts_field / 2, u0)) :]:
            befriend(agent, other)
        near, far = whole(p.contacts_town / 2, u1), whole(p.contacts_far / 2, u2)
        for search in range(near + far):
            v0, v1, v2, v3 = draws.four(CONTACTS, 1 + search, agent.slot)
            kind = agent.kind if v1 < p.contact_same_kind else (agent.kind + (1 if v2 < 0.5 else 2)) % 3
            ring = place.ring if search < near else other_ring(usual[place.town], place.ring, v3)
            if ring is None:
                continue
            if (ring, kind) == (place.ring, agent.kind):
                so_many = float(agent.index)
            else:
                so_many = agent.index / max(1, usual[place.town][place.ring][agent.kind]) * usual[place.town][ring][kind]
            there = block.get((at.get((place.town, ring), -1), kind), [])
            index = math.trunc(v0 * so_many)
            if so_many >= 1 and index < len(there) and there[index] is not agent:
                befriend(agent, there[index])
    for agent in residents:
        agent.contacts = sorted(known[agent], key=lambda other: other.row)


def whole(x: float, u: float) -> int:
    """w(x, u): x rounded down, or up with the chance of its fraction."""
    return math.floor(x) + (u < x - math.floor(x))


def other_ring(usual: list[list[int]], own: int, v: float) -> int | None:
    """Another place of the town's system, weighed by its published number of agents."""
    weights = [0 if ring == own else sum(numbers) for ring, numbers in enumerate(usual)]
    total = sum(weights)
    return pick([weight / total for weight in weights], v) if total else None


def find_reach(model: "TwinModel", residents: list[Resident]) -> None:
    """§5.4."""
    for agent in residents:
        road_factor = model.territory.places[agent.place].road_factor
        for hub in model.hubs:
            minutes = travel_minutes(model.p, agent, hub, road_factor)
            if minutes <= model.p.reach_max_min:
                agent.knows[hub] = Knowledge(agent, hub, minutes)


def travel_minutes(p: SimpleNamespace, agent: Resident, hub: Hub, road_factor: float) -> float:
    x, y = hub.plan.position
    km = math.sqrt((agent.x_km - x) ** 2 + (agent.y_km - y) ** 2)
    speed = min(p.road_speed_min + p.road_speed_per_km * km, p.road_speed_max)
    return agent.access_min + 60 * p.road_detour * km / speed * road_factor
