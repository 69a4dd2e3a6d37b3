"""Step 10: encounters (ODD §7.10). Every pair of a hub's members and client firms may start a collaboration.

P(new) = 1 - exp(-λ), λ = λ_0 · (exposure on working days and at events, each over its crowd) · match · trust. Attention is limited, so
a large hub gives each member more variety, not more collaborations without end.
"""

import math

import numpy as np

from model.columns import ACTIVE, MADE, OVERFLOW
from model.compiled import compiled, inlined, loop
from model.draws import ENCOUNTER, LINK_LIFE, geometric, uniform, uniforms_with
from model.month.derived import gain
from model.month.lookup import is_membership
from model.month.needs import close_need
from model.names import FIRM, codes
from model.series import HUB_COLUMN

NONE, ENDED, ALIVE = codes(3)  # what a pair has behind it

_PP = HUB_COLUMN["new_person_person"]
_PF = HUB_COLUMN["new_person_firm"]
_FF = HUB_COLUMN["new_firm_firm"]
_DIFFERENT = HUB_COLUMN["new_different"]
_PROJECTS = HUB_COLUMN["projects"]


@inlined
def past(t, town, i, j):
    """What a pair has behind it: a collaboration still alive, one that ended, or none (a predecessor's does not count)."""
    agents, links = town.agents, town.links
    behind = NONE
    together_since = max(agents[i].arrived, agents[j].arrived)
    row = links.head[i]
    while row >= 0:
        first = links.row[row].a == i
        other = links.row[row].b if first else links.row[row].a
        if other == j and links.row[row].start >= together_since:
            if links.row[row].end > t:
                return ALIVE
            behind = ENDED
        row = links.row[row].next_a if first else links.row[row].next_b
    return behind


@inlined
def are_contacts(town, i, j):
    """Whether two agents know each other outside the hub."""
    people = town.people
    for e in range(people[i].contact_start, people[i].contact_start + people[i].degree):
        if town.ties.contact[e] == j:
            return True
    return False


@inlined
def trust(t, town, i, j):
    """Trust of a pair, 0-1, or -1 if they already collaborate: past collaboration or acquaintance is full, advice gives some."""
    p = town.parameters[0]
    agents = town.agents
    history = past(t, town, i, j)
    if history == ALIVE:
        return -1.0
    if history == ENDED or are_contacts(town, i, j):
        return 1.0
    return p.advice_trust if agents[i].advised > 0 or agents[j].advised > 0 else 0.0


@inlined
def add_link(t, town, i, j, h, end):
    """Write a new collaboration; flags the arrays as too small instead of writing past them."""
    agents, links = town.agents, town.links
    row = links.counts[MADE]
    if row >= links.row.shape[0]:
        links.counts[OVERFLOW] = 1
        return
    links.row[row].a = i
    links.row[row].b = j
    links.row[row].hub = h
    links.row[row].start = t
    links.row[row].end = end
    links.row[row].next_a = links.head[i]
    links.row[row].next_b = links.head[j]
    links.head[i] = row
    links.head[j] = row
    links.active[links.counts[ACTIVE]] = row
    links.counts[MADE] += 1
    links.counts[ACTIVE] += 1
    agents[i].collaborations += 1
    agents[j].collaborations += 1


@inlined
def note_first_year(t, agents, i):
    """A collaboration in the first twelve months of membership."""
    if is_membership(agents[i].plan) and t - agents[i].joined < 12:
        agents[i].new_collaboration = 1


@inlined
def serves_need(town, i, j):
    """Whether one of the two can meet the other's open need."""
    people, agents = town.people, town.agents
    return (agents[i].need >= 0 and agents[i].need == people[j].sector) or (agents[j].need >= 0 and agents[j].need == people[i].sector)


@inlined
def match(town, i, j):
    """How well two agents fit: the gain at their distance of skills, complementarity of their fields, openness and needs of both."""
    p, people = town.parameters[0], town.people
    f, g = people[i].sector, people[j].sector
    east = np.float64(people[i].skill_x) - np.float64(people[j].skill_x)
    north = np.float64(people[i].skill_y) - np.float64(people[j].skill_y)
    fields_apart = town.derived.distance[f, g]
    apart = math.sqrt(fields_apart * fields_apart + (east * east + north * north))
    fit = gain(p, apart) * p.complementarity[f, g] * (people[i].openness + people[j].openness)
    return fit * p.need_match if serves_need(town, i, j) else fit


@loop
def start_collaboration(t, town, i, j, h):
    """Record a new collaboration: lifetime, first-year flags, needs met, and counts by kind and by field."""
    p = town.parameters[0]
    people, agents, record = town.people, town.agents, town.record
    u = uniform(town.seed, LINK_LIFE, t, people[i].slot, people[j].slot)
    add_link(t, town, i, j, h, t + geometric(u, p.link_decay))
    note_first_year(t, agents, i)
    note_first_year(t, agents, j)
    firm_i, firm_j = people[i].kind == FIRM, people[j].kind == FIRM
    if agents[i].need >= 0 and agents[i].need == people[j].sector:
        record.hub[t, h, _PROJECTS] += 1.0
        close_need(t, town, i)
    if agents[j].need >= 0 and agents[j].need == people[i].sector:
        record.hub[t, h, _PROJECTS] += 1.0
        close_need(t, town, j)
    record.hub[t, h, _FF if firm_i and firm_j else (_PF if firm_i or firm_j else _PP)] += 1.0
    low, high = min(people[i].sector, people[j].sector), max(people[i].sector, people[j].sector)
    record.field_links[h, low, high] += 1.0
    if low != high:
        record.hub[t, h, _DIFFERENT] += 1.0


@inlined
def crowd(p, present):
    """By how much attention is divided where so many are present."""
    return 1.0 + present / p.attention_span


@inlined
def may_collaborate(t, town, i, j, h, chance, u):
    """Start a collaboration of a pair with that rate but for trust, if its draw says so."""
    p = town.parameters[0]
    if u >= (1.0 + p.trust_effect) * chance:  # 1 - exp(-λ) <= λ
        return
    believed = trust(t, town, i, j)
    if believed >= 0.0 and u < 1.0 - math.exp(-chance * (1.0 + p.trust_effect * believed)):
        start_collaboration(t, town, i, j, h)


@compiled
def chance_of_introduction(introductions, sectors, fields):
    """Chance that the platform introduces a given pair of different fields: its introductions shared out over all such pairs."""
    if introductions == 0.0:
        return 0.0
    heads = sectors.shape[0]
    number = np.zeros(fields)
    for x in range(heads):
        number[sectors[x]] += 1.0
    alike = 0.0
    for sector in range(fields):
        alike += number[sector] * number[sector]
    different = (heads * heads - alike) / 2.0
    return min(1.0, introductions / different) if different > 0.0 else 0.0


@compiled
def meet_in_hub(t, town, h, roster):
    """Let every pair of one hub's members and clients meet.

    Nearly no pair starts anything, so a whole stretch of draws is held against one bound, the largest chance the first of the pair
    could have with anybody: the most days, the best match, a need, full trust, and 1 - exp(-λ) <= λ. What is left is weighed pair by
    pair; needs are read then, since collaborations of the same month close them.
    """
    p = town.parameters[0]
    derived, people, agents, hubs = town.derived, town.people, town.agents, town.hubs
    heads = roster.shape[0]
    slots, sectors = np.empty(heads, dtype=np.int64), np.empty(heads, dtype=np.int64)
    drawn, left = np.empty(heads), np.empty(heads, dtype=np.int64)
    all_days, most_days, most_open, gathering = 0.0, 0.0, 0.0, 0.0
    for x in range(heads):
        i = roster[x]
        slots[x], sectors[x] = people[i].slot, people[i].sector
        most_days, most_open = max(most_days, agents[i].days), max(most_open, people[i].openness)
        all_days += agents[i].days
        gathering += agents[i].at_event
    hosted = 1.0 + p.host_effect * min(1.0, hubs[h].host_now)
    ordinary = p.encounter_rate * hosted / (p.working_days * p.working_days) / crowd(p, all_days / p.working_days)
    together = p.encounter_rate * p.event_effect / crowd(p, gathering)
    fields = derived.best_match.shape[0]
    introduced = p.encounter_rate * p.event_effect * chance_of_introduction(hubs[h].introductions, sectors, fields)
    highest = (1.0 + p.trust_effect) * max(1.0, p.need_match)
    for x in range(heads - 1):
        i = roster[x]
        days_i, together_i, sector_i = agents[i].days * ordinary, agents[i].at_event * together, people[i].sector
        bound = highest * (days_i * most_days + together_i + introduced) * derived.best_match[sector_i] * (people[i].openness + most_open)
        if bound <= 0.0:
            continue
        uniforms_with(town.seed, ENCOUNTER, t, slots[x], slots[x + 1 :], drawn[x + 1 :])
        number = 0
        for y in range(x + 1, heads):
            left[number] = y
            number += drawn[y] < bound
        for k in range(number):
            j, u = roster[left[k]], drawn[left[k]]
            exposure = days_i * agents[j].days + together_i * agents[j].at_event + (introduced if people[j].sector != sector_i else 0.0)
            chance = exposure * match(town, i, j)
            may_collaborate(t, town, i, j, h, chance, u)


@loop
def meet_at_joint_events(t, town, h, g, hosts, guests):
    """Members of two hubs of a network meet at the events both hold together; the collaboration counts for the hub of the first."""
    p = town.parameters[0]
    people, agents = town.people, town.agents
    gathering = 0.0
    for x in range(hosts.shape[0]):
        gathering += agents[hosts[x]].at_event
    for y in range(guests.shape[0]):
        gathering += agents[guests[y]].at_event
    together = p.encounter_rate * p.event_effect * town.public.joint[h, g] / crowd(p, gathering)
    for x in range(hosts.shape[0]):
        i = hosts[x]
        if agents[i].at_event == 0:
            continue
        for y in range(guests.shape[0]):
            j = guests[y]
            if agents[j].at_event == 0:
                continue
            first, second = min(i, j), max(i, j)
            u = uniform(town.seed, ENCOUNTER, t, people[first].slot, people[second].slot)
            chance = together * match(town, first, second)
            may_collaborate(t, town, first, second, h, chance, u)


@loop
def meet(t, town, roster, roster_start):
    """Let every pair in each hub meet. `roster[roster_start[h]:roster_start[h + 1]]` are its members and clients, in row order."""
    hubs = town.hubs
    for h in range(hubs.shape[0]):
        present = roster[roster_start[h] : roster_start[h + 1]]
        if present.shape[0] > 1:
            meet_in_hub(t, town, h, present)
        for g in range(h + 1, hubs.shape[0]):
            if town.public.joint[h, g] > 0.0 and present.shape[0] > 0:
                guests = roster[roster_start[g] : roster_start[g + 1]]
                meet_at_joint_events(t, town, h, g, present, guests)
