"""Step 8: firms (ODD §7.8). Needs arise, are met elsewhere or given up; firms with a need turn to the community.

A firm has at most one open need, the field it lacks. The month of the next change is drawn when a need opens or closes.
"""

from model.columns import HAS_A_NEED, IS_CLIENT
from model.compiled import fetch_whole, inlined, loop
from model.draws import CLIENT, NEEDS, OUTSIDE_MATCH, PARTNER, geometric, months_until, uniform, uniforms
from model.month.awareness import nearness
from model.month.lookup import is_open, list_due
from model.names import SMALL
from model.series import HUB_COLUMN, TOWN_COLUMN

_PROJECTS = HUB_COLUMN["projects"]
_PARTNER = HUB_COLUMN["projects_partner"]
_OUTSIDE = TOWN_COLUMN["needs_outside"]
_LAPSED = TOWN_COLUMN["needs_lapsed"]


@inlined
def need_chance(p, people, i):
    """Chance a month of a new need: by size, and by digital maturity relative to a firm of 3-9 staff."""
    return min(1.0, p.need_rate * p.size_needs[people[i].size_class] * people[i].digital / p.size_digital[SMALL])


@inlined
def need_after(t, town, i, u):
    """Set when firm i next needs something, by its draw."""
    town.due.need[i] = t + geometric(u, need_chance(town.parameters[0], town.people, i))


@inlined
def close_need(t, town, i):
    """The need is over; draw when the next one appears."""
    agents = town.agents
    agents[i].need = -1
    town.due.tied[i] &= 0xFF ^ HAS_A_NEED
    need_after(t, town, i, uniform(town.seed, NEEDS, agents[i].need_count, town.people[i].slot, agents[i].generation))


@inlined
def open_need(t, town, i):
    """A need opens: which field is lacking, and for how long if nobody in the community meets it."""
    p = town.parameters[0]
    agents, due = town.agents, town.due
    agents[i].need_count += 1
    u_field, u_gap, _, _ = uniforms(town.seed, OUTSIDE_MATCH, agents[i].need_count, town.people[i].slot, agents[i].generation)
    field = 0
    total = p.need_fields[0]
    while u_field > total and field < p.need_fields.shape[0] - 1:
        field += 1
        total += p.need_fields[field]
    agents[i].need = field
    due.tied[i] |= HAS_A_NEED
    due.need[i] = t + months_until(u_gap, town.derived.no_outcome)


@loop
def change_needs(t, town, changing):
    """Needs appear, or open ones are met in the metropolis or given up."""
    p = town.parameters[0]
    people, agents, due = town.people, town.agents, town.due
    outside = p.need_met_outside / max(p.need_met_outside + p.need_lapses, 1e-300)
    changing = changing[: list_due(0, people.shape[0], t, due.need, changing)]
    for i in changing:
        fetch_whole(agents, i)
        fetch_whole(people, i)
    for i in changing:
        if agents[i].resident == 0:
            due.need[i] = due.move[i]  # nothing happens to a closed firm before another takes its place
        elif agents[i].need < 0:
            open_need(t, town, i)
        else:
            u = uniform(town.seed, OUTSIDE_MATCH, agents[i].need_count, people[i].slot, agents[i].generation + 1_000_000)
            town.record.town[t, people[i].town, _OUTSIDE if u < outside else _LAPSED] += 1.0
            close_need(t, town, i)


@inlined
def room_for_clients(p, hubs, h):
    """Part of the firms that would turn to hub h with which its community keeps up, by the clients and heads of last month."""
    if p.client_load == 0.0:
        return 1.0
    if hubs[h].heads == 0.0:
        return 0.0
    return max(0.0, 1.0 - p.client_load * hubs[h].clients / hubs[h].heads)


@loop
def change_clients(t, town, firms):
    """Aware firms with an open need turn to a hub's community; clients without one drift away."""
    p = town.parameters[0]
    people, ties, agents, due, hubs = town.people, town.ties, town.agents, town.due, town.hubs
    for i in firms:
        fetch_whole(agents, i)
        fetch_whole(people, i)
    for i in firms:
        h = int(agents[i].client_hub)
        if h >= 0:
            lapses = agents[i].need < 0 and uniform(town.seed, CLIENT, t, people[i].slot, 0) < p.client_lapses
            if lapses or not is_open(hubs, h) or agents[i].hub >= 0:
                agents[i].client_hub = -1
                due.tied[i] &= 0xFF ^ IS_CLIENT
            continue
        if agents[i].need < 0 or agents[i].resident == 0 or agents[i].hub >= 0:
            continue
        for k in range(ties.start[i], ties.start[i + 1]):
            h = int(ties.hub[k])
            if town.pairs.aware[k] == 0 or not is_open(hubs, h):
                continue
            chance = p.client_rate * hubs[h].quality * people[i].openness / p.openness_mean
            u = uniform(town.seed, CLIENT, t, people[i].slot, town.specs[h].key)
            if u >= chance:  # whoever would not come from next door
                continue
            chance *= nearness(p, ties.minutes[k]) * room_for_clients(p, hubs, h)
            if u < chance:
                agents[i].client_hub = h
                due.tied[i] |= IS_CLIENT
                break


@loop
def ask_partners(t, town, firms):
    """Firms of a hub that has a partner in the metropolis may find there, through the hub, what they lack."""
    agents, hubs, record = town.agents, town.hubs, town.record
    for position in range(firms.shape[0]):
        i = firms[position]
        h = int(agents[i].hub if agents[i].hub >= 0 else agents[i].client_hub)
        if h < 0 or agents[i].need < 0 or agents[i].resident == 0 or hubs[h].partner == 0.0:
            continue
        if uniform(town.seed, PARTNER, t, town.people[i].slot, 0) < hubs[h].partner:
            record.hub[t, h, _PROJECTS] += 1.0
            record.hub[t, h, _PARTNER] += 1.0
            close_need(t, town, i)
