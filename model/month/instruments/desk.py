"""Step 8: the advisory desk (ODD §7.8). Demand that ripens, booked sessions, and what a session does."""

import math

import numpy as np

from model.compile_scenario.instruments import lever_code
from model.compiled import compiled, inlined, loop
from model.draws import ADVICE, exponential, uniform, uniforms
from model.memory import WORD
from model.month.awareness import become_aware, hazard_of
from model.month.lookup import NOBODY, due_in_word, find_pair, is_open, keep_best, lowest, without_lowest
from model.month.needs import open_need
from model.month.public_money import commit, in_window, pay
from model.names import AT_DESK, MICRO
from model.series import HUB_COLUMN

ADVISORY_DESK = lever_code("advisory_desk")

_ADVISED = HUB_COLUMN["advised"]
_FOLLOW_ON = HUB_COLUMN["follow_on"]
_ADVISED_MICRO = HUB_COLUMN["advised_micro"]


@loop
def book(town, v, booked, rank):
    """List the firms whose requests to the desk wait, in the order in which they were made, as many as it has slots.

    When a request is made is told by the demand the desk has met by then, so nothing is drawn and most firms are passed over by one number.
    """
    agents, due = town.agents, town.due
    monthly = hazard_of(town.parameters[0].advice_demand)
    exposure, lapsed = town.public.exposure[v], town.parameters[0].request_lapses * monthly
    for first in range(0, due.advice.shape[0], WORD):
        bits = due_in_word(first, exposure, due.advice)
        while bits != NOBODY:
            i = first + lowest(bits)
            bits = without_lowest(bits)
            # a firm born since the desk opened has met its offer only from then on
            asked = due.advice[i] + monthly * max(0, int(agents[i].arrived) - int(town.instruments.row[v].start))
            if agents[i].resident == 0 or exposure < asked or exposure - asked >= lapsed or serving_hub(town, i, v) < 0:
                continue
            keep_best(rank, booked, -asked, i)


@compiled
def advise(t, town, v):
    """The advisory desk v sees as many firms as it has slots: those whose demand has ripened, who asked first.

    Booking, a session of 45 minutes, and for some an optional second hour: the firm comes to know the hub, its habit loosens, a need may
    come to light, some go on to grant calls.
    """
    p = town.parameters[0]
    people, instruments, public, agents, record = town.people, town.instruments, town.public, town.agents, town.record
    public.exposure[v] += hazard_of(p.advice_demand)
    slots = int(instruments.row[v].slots_per_month)
    if slots <= 0:
        return
    newly = np.empty(1, dtype=np.int64)
    booked = np.full(slots, -1)
    rank = np.full(slots, -math.inf)  # less the demand met when it asked: the first request first
    book(town, v, booked, rank)
    for s in range(slots):
        i = booked[s]
        if i < 0:
            break
        h = serving_hub(town, i, v)
        cost = instruments.row[v].cost_eur_session
        if public.spent[v] + cost > instruments.row[v].budget:
            break
        commit(town, v, cost)
        pay(t, record, h, v, cost)
        u_aware, u_second, u_need, u_follow = uniforms(town.seed, ADVICE, agents[i].generation, people[i].slot, 0)
        second = u_second < p.advice_second_hour
        agents[i].advised = 2 if second else 1
        town.due.advice[i] = math.inf
        record.hub[t, h, _ADVISED] += 1.0
        if people[i].size_class == MICRO:
            record.hub[t, h, _ADVISED_MICRO] += 1.0
        k = find_pair(town.ties, i, h)
        if u_aware < p.advice_awareness and town.pairs.aware[k] == 0:
            newly[0] = k
            town.pairs.channel[k] = AT_DESK
            become_aware(t, town, newly)
        if agents[i].need < 0 and (second or u_need < p.advice_need):
            open_need(t, town, i)
        if u_follow < p.advice_follow_on:
            record.hub[t, h, _FOLLOW_ON] += 1.0


@loop
def advise_firms(t, town):
    """Every desk in force receives, in the order of the scenario."""
    instruments = town.instruments
    for v in range(instruments.row.shape[0]):
        if instruments.row[v].lever == ADVISORY_DESK and in_window(t, instruments, v):
            advise(t, town, v)


@loop
def serving_hub(town, i, v):
    """The first open hub within reach of firm i that the desk works for, or -1."""
    ties = town.ties
    for k in range(ties.start[i], ties.start[i + 1]):
        if town.instruments.hubs[v, ties.hub[k]] == 1 and is_open(town.hubs, int(ties.hub[k])):
            return int(ties.hub[k])
    return -1


@inlined
def draw_demand_for_advice(town, i):
    """Integrated demand at which firm i would ask for advice: one draw a firm, so longer offers reach the same firms and more."""
    p = town.parameters[0]
    people, agents = town.people, town.agents
    u = uniform(town.seed, ADVICE, agents[i].generation, people[i].slot, 1)
    agents[i].advice_at = exponential(u)
    size = p.size_advice[people[i].size_class]
    town.due.advice[i] = agents[i].advice_at / size if size > 0.0 else math.inf
