"""Step 11: spillovers (ODD §7.11). What active collaborations add to income or revenue, learning, and the end of collaborations."""

import math

from model.columns import ACTIVE
from model.compiled import loop
from model.names import FIRM
from model.series import TOWN_COLUMN

_INCOME = TOWN_COLUMN["income_uplift_eur"]
_REVENUE = TOWN_COLUMN["revenue_uplift_eur"]


@loop
def end_collaborations(t, town):
    """Drop collaborations whose time is over, inside or outside the hub, keeping the others in order of birth."""
    agents, links = town.agents, town.links
    alive = 0
    for position in range(links.counts[ACTIVE]):
        row = links.active[position]
        a, b = links.row[row].a, links.row[row].b
        agents[a].uplift = 0.0
        agents[b].uplift = 0.0
        if links.row[row].end > t:
            links.active[alive] = row
            alive += 1
        else:
            agents[a].collaborations -= 1
            agents[b].collaborations -= 1
    links.counts[ACTIVE] = alive


@loop
def spill_over(t, town):
    """Each active collaboration adds r·exp(-age/T)·absorption to both sides, up to a cap; both learn."""
    people, agents, links = town.people, town.agents, town.links
    p = town.parameters[0]
    end_collaborations(t, town)
    for position in range(links.counts[ACTIVE]):
        row = links.active[position]
        gain = p.spillover * math.exp(-(t - links.row[row].start) / p.spillover_fade)
        for i in (links.row[row].a, links.row[row].b):
            agents[i].uplift = min(p.spillover_cap, agents[i].uplift + gain * agents[i].absorption)
    for position in range(links.counts[ACTIVE]):
        row = links.active[position]
        for i in (links.row[row].a, links.row[row].b):
            agents[i].absorption = min(p.absorption_max, agents[i].absorption + p.learning)
            if agents[i].counted != t and agents[i].resident == 1:
                agents[i].counted = t
                column = _REVENUE if people[i].kind == FIRM else _INCOME
                town.record.town[t, people[i].town, column] += agents[i].uplift * people[i].revenue_eur
