"""Step 5. Encounters: every pair of a hub's members and client firms may start a collaboration.

P(new) = 1 - exp(-λ), λ = λ_0 · exposure · match / (1 + (n - 1) / n_att). Attention is limited, so a large hub gives each member more
variety, not more collaborations without end.
"""

import math

from model.compiled import compiled
from model.draws import ENCOUNTER, LINK_LIFE, geometric, uniform
from model.month.needs import close_need
from model.names import FIRM, OCCASIONAL
from model.outcomes import HUB_COLUMN

_PP = HUB_COLUMN["new_person_person"]
_PF = HUB_COLUMN["new_person_firm"]
_FF = HUB_COLUMN["new_firm_firm"]
_DIFFERENT = HUB_COLUMN["new_different"]
_PROJECTS = HUB_COLUMN["projects"]


@compiled
def past(t, links, i, j):
    """What a pair has behind it: 2 a collaboration still alive, 1 one that ended, 0 none."""
    found = 0
    row = links.head[i]
    while row >= 0:
        first = links.row.a[row] == i
        other = links.row.b[row] if first else links.row.a[row]
        if other == j:
            if links.row.end[row] > t:
                return 2
            found = 1
        row = links.row.next_a[row] if first else links.row.next_b[row]
    return found


@compiled
def are_contacts(people, ties, i, j):
    """Whether two agents know each other outside the hub."""
    for e in range(people.contact_start[i], people.contact_start[i] + people.degree[i]):
        if ties.contact[e] == j:
            return True
    return False


@compiled
def trust(t, p, people, ties, links, agents, i, j):
    """Trust of a pair, 0-1, or -1 if they already collaborate: past collaboration or acquaintance is full, advice gives some."""
    history = past(t, links, i, j)
    if history == 2:
        return -1.0
    if history == 1 or are_contacts(people, ties, i, j):
        return 1.0
    return p.advice_trust if agents.advised[i] > 0 or agents.advised[j] > 0 else 0.0


@compiled
def add_link(t, links, agents, i, j, h, end):
    """Write a new collaboration; flags the arrays as too small instead of writing past them."""
    row = links.count[0]
    if row >= links.row.a.shape[0]:
        links.count[2] = 1
        return
    links.row.a[row] = i
    links.row.b[row] = j
    links.row.hub[row] = h
    links.row.start[row] = t
    links.row.end[row] = end
    links.row.next_a[row] = links.head[i]
    links.row.next_b[row] = links.head[j]
    links.head[i] = row
    links.head[j] = row
    links.active[links.count[1]] = row
    links.count[0] += 1
    links.count[1] += 1
    agents.collaborations[i] += 1
    agents.collaborations[j] += 1


@compiled
def note_first_year(t, agents, i):
    """A collaboration in the first twelve months of membership."""
    if agents.plan[i] > OCCASIONAL and t - agents.joined[i] < 12:
        agents.new_collaboration[i] = 1


@compiled
def serves_need(agents, people, i, j):
    """Whether one of the two can meet the other's open need."""
    return (agents.need[i] >= 0 and agents.need[i] == people.sector[j]) or (agents.need[j] >= 0 and agents.need[j] == people.sector[i])


@compiled
def start_collaboration(t, seed, p, people, agents, due, links, record, i, j, h):
    """Record a new collaboration: lifetime, first-year flags, needs met, and counts by kind and by field."""
    u = uniform(seed, LINK_LIFE, t, people.slot[i], people.slot[j])
    add_link(t, links, agents, i, j, h, t + geometric(u, p.link_decay))
    note_first_year(t, agents, i)
    note_first_year(t, agents, j)
    firm_i, firm_j = people.kind[i] == FIRM, people.kind[j] == FIRM
    if agents.need[i] >= 0 and agents.need[i] == people.sector[j]:
        record.hub[t, h, _PROJECTS] += 1.0
        close_need(t, seed, p, people, agents, due, i)
    if agents.need[j] >= 0 and agents.need[j] == people.sector[i]:
        record.hub[t, h, _PROJECTS] += 1.0
        close_need(t, seed, p, people, agents, due, j)
    record.hub[t, h, _FF if firm_i and firm_j else (_PF if firm_i or firm_j else _PP)] += 1.0
    low, high = min(people.sector[i], people.sector[j]), max(people.sector[i], people.sector[j])
    record.pairs[h, low, high] += 1.0
    if low != high:
        record.hub[t, h, _DIFFERENT] += 1.0


@compiled
def meet(t, seed, parameters, derived, people, ties, agents, due, links, hubs, record, roster, roster_start):
    """Let every pair in each hub meet. `roster[roster_start[h]:roster_start[h + 1]]` are its members and clients, in row order."""
    p = parameters[0]
    days2 = p.working_days * p.working_days
    for h in range(hubs.state.shape[0]):
        first, last = roster_start[h], roster_start[h + 1]
        heads = last - first
        if heads < 2:
            continue
        rate = p.encounter_rate / (1.0 + (heads - 1.0) / p.attention_span)
        hosted = (1.0 + p.host_effect * min(1.0, hubs.host_now[h])) / days2
        together = p.event_effect * min(hubs.events_now[h], p.events_full)
        highest = (1.0 + p.trust_effect) * rate
        for x in range(first, last):
            i = roster[x]
            days_i, open_i, event_i, field_i = agents.days[i] * hosted, people.openness[i], agents.at_event[i], people.sector[i]
            for y in range(x + 1, last):
                j = roster[y]
                exposure = days_i * agents.days[j]
                if event_i == 1 and agents.at_event[j] == 1:
                    exposure += together
                if exposure <= 0.0:
                    continue
                match = derived.match[field_i, people.sector[j]] * (open_i + people.openness[j])
                if serves_need(agents, people, i, j):
                    match *= p.need_match
                # cheap bound first: full trust, and 1 - exp(-λ) <= λ
                u = uniform(seed, ENCOUNTER, t, people.slot[i], people.slot[j])
                if u >= highest * exposure * match:
                    continue
                believed = trust(t, p, people, ties, links, agents, i, j)
                if believed < 0.0:
                    continue
                hazard = rate * exposure * match * (1.0 + p.trust_effect * believed)
                if u < 1.0 - math.exp(-hazard):
                    start_collaboration(t, seed, p, people, agents, due, links, record, i, j, h)
