"""The advisory desk: demand that ripens, booked sessions, and what a session does."""

import math

import numpy as np

from model.compiled import compiled, loop
from model.draws import ADVICE, PRIORITY, exponential, uniform, uniforms
from model.month.awareness import become_aware, hazard_of
from model.month.lookup import find_pair, is_open
from model.month.needs import open_need
from model.month.public_money import commit, pay
from model.series import HUB_COLUMN

_ADVISED = HUB_COLUMN["advised"]
_FOLLOW_ON = HUB_COLUMN["follow_on"]
_ADVISED_MICRO = HUB_COLUMN["advised_micro"]


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


@loop
def draw_demand_for_advice(seed, p, people, agents, due, i):
    """Integrated demand at which firm i would ask for advice: one draw a firm, so longer offers reach the same firms and more."""
    u = uniform(seed, ADVICE, agents[i].generation, people[i].slot, 1)
    agents[i].advice_at = exponential(u)
    size = p.size_advice[people[i].size_class]
    due.advice[i] = agents[i].advice_at / size if size > 0.0 else math.inf
