"""Step 5a. Firms: needs arise, are met elsewhere or given up; firms with a need turn to the community; the advisory desk receives.

A firm has at most one open need, the field it lacks. The month of the next change is drawn when a need opens or closes.
"""

import math

import numpy as np

from model.columns import ADVISORY_DESK, HAS_A_NEED, IS_CLIENT
from model.compiled import compiled, inlined, loop
from model.draws import ADVICE, CLIENT, NEEDS, OUTSIDE_MATCH, PARTNER, PRIORITY, exponential, geometric, uniform, uniforms
from model.month.awareness import hazard_of
from model.month.membership import become_aware, find_pair, is_open, list_due
from model.month.public_money import commit, pay
from model.series import HUB_COLUMN, TOWN_COLUMN

_ADVISED = HUB_COLUMN["advised"]
_FOLLOW_ON = HUB_COLUMN["follow_on"]
_ADVISED_MICRO = HUB_COLUMN["advised_micro"]
_PROJECTS = HUB_COLUMN["projects"]
_PARTNER = HUB_COLUMN["projects_partner"]
_OUTSIDE = TOWN_COLUMN["needs_outside"]
_LAPSED = TOWN_COLUMN["needs_lapsed"]


@inlined
def need_chance(p, people, i):
    """Chance a month of a new need: by size, and by digital maturity relative to a firm of 3-9 staff."""
    return min(1.0, p.need_rate * p.size_needs[people[i].size_class] * people[i].digital / p.size_digital[1])


@inlined
def close_need(t, seed, p, people, agents, due, i):
    """The need is over; draw when the next one appears."""
    agents[i].need = -1
    due.tied[i] &= 0xFF ^ HAS_A_NEED
    u = uniform(seed, NEEDS, agents[i].need_count, people[i].slot, agents[i].generation)
    due.need[i] = t + geometric(u, need_chance(p, people, i))


@loop
def open_need(t, seed, p, people, agents, due, i):
    """A need opens: which field is lacking, and for how long if nobody in the community meets it."""
    agents[i].need_count += 1
    u_field, u_gap, _, _ = uniforms(seed, OUTSIDE_MATCH, agents[i].need_count, people[i].slot, agents[i].generation)
    field = 0
    total = p.need_fields[0]
    while u_field > total and field < p.need_fields.shape[0] - 1:
        field += 1
        total += p.need_fields[field]
    agents[i].need = field
    due.tied[i] |= HAS_A_NEED
    due.need[i] = t + geometric(u_gap, min(1.0, p.need_met_outside + p.need_lapses))


@loop
def change_needs(t, seed, p, people, agents, due, record, changing):
    """Needs appear, or open ones are met in the metropolis or given up."""
    outside = p.need_met_outside / max(p.need_met_outside + p.need_lapses, 1e-300)
    for position in range(list_due(t, due.need, changing)):
        i = changing[position]
        if agents[i].resident == 0:
            due.need[i] = due.move[i]  # nothing happens to a closed firm before another takes its place
        elif agents[i].need < 0:
            open_need(t, seed, p, people, agents, due, i)
        else:
            u = uniform(seed, OUTSIDE_MATCH, agents[i].need_count, people[i].slot, agents[i].generation + 1_000_000)
            record.town[t, people[i].town, _OUTSIDE if u < outside else _LAPSED] += 1.0
            close_need(t, seed, p, people, agents, due, i)


@loop
def change_clients(t, seed, p, people, plan, ties, agents, due, pairs, hubs, firms):
    """Aware firms with an open need turn to a hub's community; clients without one drift away."""
    for position in range(firms.shape[0]):
        i = firms[position]
        h = int(agents[i].client_hub)
        if h >= 0:
            lapses = agents[i].need < 0 and uniform(seed, CLIENT, t, people[i].slot, 0) < p.client_lapses
            if lapses or not is_open(hubs, h) or agents[i].hub >= 0:
                agents[i].client_hub = -1
                due.tied[i] &= 0xFF ^ IS_CLIENT
            continue
        if agents[i].need < 0 or agents[i].resident == 0 or agents[i].hub >= 0:
            continue
        for k in range(ties.start[i], ties.start[i + 1]):
            h = int(ties.hub[k])
            if pairs.aware[k] == 0 or not is_open(hubs, h):
                continue
            chance = p.client_rate * hubs[h].quality * people[i].openness / p.openness_mean
            if uniform(seed, CLIENT, t, people[i].slot, plan[h].key) < chance:
                agents[i].client_hub = h
                due.tied[i] |= IS_CLIENT
                break


@loop
def ask_partners(t, seed, p, people, agents, due, hubs, record, firms):
    """Firms of a hub that has a partner in the metropolis may find there, through the hub, what they lack."""
    for position in range(firms.shape[0]):
        i = firms[position]
        h = int(agents[i].hub if agents[i].hub >= 0 else agents[i].client_hub)
        if h < 0 or agents[i].need < 0 or agents[i].resident == 0 or hubs[h].partner == 0.0:
            continue
        if uniform(seed, PARTNER, t, people[i].slot, 0) < hubs[h].partner:
            record.hub[t, h, _PROJECTS] += 1.0
            record.hub[t, h, _PARTNER] += 1.0
            close_need(t, seed, p, people, agents, due, i)


@loop
def book(t, seed, p, people, ties, instruments, public, agents, due, hubs, v, booked, order):
    """List the firms that ask the desk for a session this month, in drawn order, as many as it has slots."""
    last = booked.shape[0] - 1
    ripe = public.exposure[v] * (1.0 + 1e-9)  # a little more than enough; the exact condition follows
    for i in range(due.advice.shape[0]):
        if ripe < due.advice[i] or agents[i].advised > 0 or agents[i].resident == 0:
            continue
        # a firm born since the desk opened has met its offer only from then on
        missed = hazard_of(p.advice_demand) * max(0, int(agents[i].arrived) - int(instruments.row[v].start))
        if (public.exposure[v] - missed) * p.size_advice[people[i].size_class] < agents[i].advice_at:
            continue
        if serving_hub(ties, instruments, hubs, v, i) < 0:
            continue
        rank = uniform(seed, PRIORITY, t, people[i].slot, 1)
        if rank < order[last]:
            place = last
            while place > 0 and order[place - 1] > rank:
                order[place] = order[place - 1]
                booked[place] = booked[place - 1]
                place -= 1
            order[place] = rank
            booked[place] = i


@compiled
def advise(t, seed, p, derived, people, plan, ties, instruments, public, agents, due, pairs, hubs, record, v):
    """The advisory desk v sees as many firms as it has slots: those whose demand has ripened, in drawn order.

    Booking, a session of 45 minutes, and for some an optional second hour: the firm comes to know the hub, its habit loosens, a need may
    come to light, some go on to grant calls.
    """
    public.exposure[v] += hazard_of(p.advice_demand)
    slots = int(instruments.row[v].a)
    if slots <= 0:
        return
    newly = np.empty(1, dtype=np.int64)
    booked = np.full(slots, -1)
    order = np.full(slots, math.inf)
    book(t, seed, p, people, ties, instruments, public, agents, due, hubs, v, booked, order)
    for s in range(slots):
        i = booked[s]
        if i < 0:
            break
        h = serving_hub(ties, instruments, hubs, v, i)
        cost = instruments.row[v].b
        if public.spent[v] + cost > instruments.row[v].budget:
            break
        commit(instruments, public, v, cost)
        pay(t, record, v, h, cost)
        u_aware, u_second, u_need, u_follow = uniforms(seed, ADVICE, agents[i].generation, people[i].slot, 0)
        second = u_second < p.advice_second_hour
        agents[i].advised = 2 if second else 1
        due.advice[i] = math.inf
        record.hub[t, h, _ADVISED] += 1.0
        if people[i].size_class == 0:
            record.hub[t, h, _ADVISED_MICRO] += 1.0
        k = find_pair(ties, i, h)
        if u_aware < p.advice_awareness and pairs.aware[k] == 0:
            newly[0] = k
            become_aware(t, seed, p, derived, people, plan, ties, agents, due, pairs, hubs, newly)
        if agents[i].need < 0 and (second or u_need < p.advice_need):
            open_need(t, seed, p, people, agents, due, i)
        if u_follow < p.advice_follow_on:
            record.hub[t, h, _FOLLOW_ON] += 1.0


@loop
def serving_hub(ties, instruments, hubs, v, i):
    """The first open hub within reach of firm i that the desk works for, or -1."""
    for k in range(ties.start[i], ties.start[i + 1]):
        if instruments.hubs[v, ties.hub[k]] == 1 and is_open(hubs, int(ties.hub[k])):
            return int(ties.hub[k])
    return -1


@compiled
def serve_firms(t, seed, parameters, derived, people, plan, ties, instruments, public, agents, due, pairs, hubs, record, firms, changing):
    """Needs, clients and advice of the month. `firms` lists the firms that know a hub or are clients; `changing` is workspace."""
    p = parameters[0]
    change_needs(t, seed, p, people, agents, due, record, changing)
    for v in range(instruments.row.shape[0]):
        if instruments.row[v].lever == ADVISORY_DESK and instruments.row[v].start <= t < instruments.row[v].end:
            advise(t, seed, p, derived, people, plan, ties, instruments, public, agents, due, pairs, hubs, record, v)
    change_clients(t, seed, p, people, plan, ties, agents, due, pairs, hubs, firms)
    ask_partners(t, seed, p, people, agents, due, hubs, record, firms)


@loop
def draw_demand_for_advice(seed, p, people, agents, due, i):
    """Integrated demand at which firm i would ask for advice: one draw a firm, so longer offers reach the same firms and more."""
    u = uniform(seed, ADVICE, agents[i].generation, people[i].slot, 1)
    agents[i].advice_at = exponential(u)
    size = p.size_advice[people[i].size_class]
    due.advice[i] = agents[i].advice_at / size if size > 0.0 else math.inf
