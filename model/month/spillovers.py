"""Step 6. Spillovers: what active collaborations add to income or revenue, learning, and the end of collaborations."""

import math

from model.compiled import compiled
from model.names import FIRM
from model.outcomes import TOWN_COLUMN

_INCOME = TOWN_COLUMN["income_uplift_eur"]
_REVENUE = TOWN_COLUMN["revenue_uplift_eur"]


@compiled
def end_collaborations(t, agents, links):
    """Drop collaborations whose time is over, inside or outside the hub, keeping the others in order of birth."""
    alive = 0
    for position in range(links.count[1]):
        row = links.active[position]
        a, b = links.row.a[row], links.row.b[row]
        agents.uplift[a] = 0.0
        agents.uplift[b] = 0.0
        if links.row.end[row] > t:
            links.active[alive] = row
            alive += 1
        else:
            agents.collaborations[a] -= 1
            agents.collaborations[b] -= 1
    links.count[1] = alive


@compiled
def spill_over(t, parameters, people, agents, links, record):
    """Each active collaboration adds r·exp(-age/T)·absorption to both sides, up to a cap; both learn."""
    p = parameters[0]
    end_collaborations(t, agents, links)
    for position in range(links.count[1]):
        row = links.active[position]
        gain = p.spillover * math.exp(-(t - links.row.start[row]) / p.spillover_fade)
        for i in (links.row.a[row], links.row.b[row]):
            agents.uplift[i] = min(p.spillover_cap, agents.uplift[i] + gain * agents.absorption[i])
    for position in range(links.count[1]):
        row = links.active[position]
        for i in (links.row.a[row], links.row.b[row]):
            agents.absorption[i] = min(p.absorption_max, agents.absorption[i] + p.learning)
            if agents.counted[i] != t and agents.resident[i] == 1:
                agents.counted[i] = t
                column = _REVENUE if people.kind[i] == FIRM else _INCOME
                record.town[t, people.town[i], column] += agents.uplift[i] * people.revenue_eur[i]
