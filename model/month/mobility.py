"""Step 13: mobility (ODD §7.13). People leave for the metropolis, come back or are replaced; firms close and are born.

Everyone holds one exponential threshold, turned at once into the month of leaving at the hazard of who has no tie to a hub; each
month with ties puts that month off by what they take from the hazard. So only people with ties are looked at, and the hazard is still a
monthly logit.
"""

import math

from model.columns import ACTIVE, FIRMS, IS_CLIENT, NEVER, PERSONS, VACANT
from model.compiled import fetch, fetch_whole, inlined, loop
from model.draws import AWARE_AT_OPENING, MOBILITY, exponential, months_until, uniform, uniforms
from model.month.awareness import cease_to_know, look_again, nearness, set_unaware
from model.month.instruments.desk import draw_demand_for_advice
from model.month.lookup import find_pair, is_membership, is_open, list_due
from model.month.membership import has_place, leave
from model.month.needs import close_need
from model.month.utility import office_minutes_saved
from model.names import EMPLOYEE, FIRM, NO_PLAN, OFFICE
from model.series import TOWN_COLUMN

_RESIDENTS = TOWN_COLUMN["residents"]
_LEFT = TOWN_COLUMN["left"]
_RETURNED = TOWN_COLUMN["returned"]
_NEWCOMERS = TOWN_COLUMN["newcomers"]
_VACANT = TOWN_COLUMN["vacant"]
_FIRMS = TOWN_COLUMN["firms"]
_BIRTHS = TOWN_COLUMN["firm_births"]
_DEATHS = TOWN_COLUMN["firm_deaths"]
_MINUTES = TOWN_COLUMN["commute_minutes_avoided"]
_CO2 = TOWN_COLUMN["co2_kg_avoided"]


@inlined
def leaving_logit(town, i):
    """Logit of the monthly hazard of leaving of person i without hub or collaborations (for firms: of closing)."""
    p = town.parameters[0]
    people = town.people
    if people[i].kind == FIRM:
        return town.derived.closing[people[i].size_class]
    degree = people[i].degree
    value = town.derived.leaving + p.leave_wage * town.wage_gap[people[i].town]
    value += p.leave_age * (1.0 - people[i].age)  # youngest band +1, oldest -1
    return value - p.leave_contacts * degree / 10.0


@inlined
def logistic(x):
    """Inverse of the logit."""
    return 1.0 / (1.0 + math.exp(-x))


@inlined
def set_leaving(town, i):
    """The first whole month in which agent i's threshold is passed."""
    town.due.move[i] = int(math.ceil(min(float(NEVER), town.agents[i].leave_at)))


@inlined
def leave_after(t, town, i, u):
    """Set when agent i would leave (or the firm close) without ties, by its draw."""
    agents = town.agents
    agents[i].leave_at = t + exponential(u) / logistic(agents[i].leaving)
    set_leaving(town, i)


@inlined
def hold(t, town, i):
    """Put off agent i's leaving by the share of a month of hazard that ties to a hub take away."""
    p = town.parameters[0]
    agents = town.agents
    if town.people[i].kind == FIRM or agents[i].resident == 0 or agents[i].held == t:
        return
    agents[i].held = t
    free = agents[i].leaving
    tied = free - p.leave_collaborations * agents[i].collaborations
    if is_membership(agents[i].plan):
        tied -= p.leave_member
    agents[i].leave_at += 1.0 - logistic(tied) / logistic(free)
    set_leaving(town, i)


@inlined
def depart(t, town, i):
    """Person i leaves for the metropolis, or firm i closes: membership and collaborations end, the place is vacant for a while."""
    people, ties, agents, due, links = town.people, town.ties, town.agents, town.due, town.links
    if agents[i].hub >= 0:
        leave(t, town, i)
    agents[i].resident = 0
    agents[i].waiting = NO_PLAN
    agents[i].client_hub = -1
    due.tied[i] &= 0xFF ^ IS_CLIENT
    for k in range(ties.start[i], ties.start[i + 1]):
        cease_to_know(town, k)
        town.pairs.row[k].clock = math.inf  # until the place is taken again
        look_again(t, town, k)
    row = links.head[i]
    while row >= 0:
        links.row[row].end = min(links.row[row].end, t + 1)
        row = links.row[row].next_a if links.row[row].a == i else links.row[row].next_b
    _, u_back, _, _ = uniforms(town.seed, MOBILITY, agents[i].moves, people[i].slot, 0)
    due.move[i] = t + months_until(u_back, town.derived.no_refill)
    firm = people[i].kind == FIRM
    town.record.town[t, people[i].town, _DEATHS if firm else _LEFT] += 1.0
    if firm:
        due.present[people[i].town, FIRMS] -= 1
    else:
        due.present[people[i].town, PERSONS] -= 1
        due.present[people[i].town, VACANT] += 1


@inlined
def look_for_premises(t, town, i):
    """New firm i hears next month of hubs with rooms for it, by the chance anybody has when a hub opens, and weighs them without habit."""
    p = town.parameters[0]
    ties = town.ties
    for k in range(ties.start[i], ties.start[i + 1]):
        h = int(ties.hub[k])
        if is_open(town.hubs, h) and has_place(town, i, h, OFFICE):
            u = uniform(town.seed, AWARE_AT_OPENING, town.agents[i].generation, town.people[i].slot, town.specs[h].key)
            if u < p.aware_at_opening * nearness(p, ties.minutes[k]):
                town.pairs.row[k].clock = town.hubs[h].hazard
                look_again(t, town, k)


@inlined
def refill(t, town, i):
    """A vacant place is taken: by the person coming back, or by a newcomer (a new firm) with tastes of its own.

    None of them knows a hub, but a new firm looks for premises.
    """
    p = town.parameters[0]
    people, ties, agents, due, record = town.people, town.ties, town.agents, town.due, town.record
    _, _, u_return, _ = uniforms(town.seed, MOBILITY, agents[i].moves, people[i].slot, 0)
    agents[i].resident = 1
    agents[i].moves += 1
    leave_after(t, town, i, uniform(town.seed, MOBILITY, agents[i].moves, people[i].slot, 0))
    firm = people[i].kind == FIRM
    if firm:
        due.present[people[i].town, FIRMS] += 1
    else:
        due.present[people[i].town, PERSONS] += 1
        due.present[people[i].town, VACANT] -= 1
    for k in range(ties.start[i], ties.start[i + 1]):
        set_unaware(t, town, k)
    if not firm and u_return < p.return_share:
        record.town[t, people[i].town, _RETURNED] += 1.0
        return
    agents[i].generation += 1
    agents[i].arrived = t + 1
    agents[i].absorption = 1.0
    agents[i].was_member = 0
    agents[i].was_user = 0
    agents[i].voucher_used = 0
    town.links.head[i] = -1  # what a predecessor shared with others is not the newcomer's
    record.town[t, people[i].town, _BIRTHS if firm else _NEWCOMERS] += 1.0
    if firm:
        agents[i].advised = 0
        draw_demand_for_advice(town, i)
        close_need(t, town, i)
        look_for_premises(t, town, i)


@inlined
def commute_avoided(town, i):
    """Minutes of travel employee i avoids this month: what its days in a hub save of the way to the office, less the way to the hub."""
    p = town.parameters[0]
    people, ties, agents = town.people, town.ties, town.agents
    to_hub = ties.minutes[find_pair(ties, i, int(agents[i].hub))]
    return 2.0 * agents[i].days * (office_minutes_saved(p, people, i) - to_hub)


@loop
def move(t, town, users, moving):
    """Departures, returns, newcomers, firm births and deaths, and the commuting of employees who use a hub. `moving` is workspace."""
    people, agents, due, links, record = town.people, town.agents, town.due, town.links, town.record
    p = town.parameters[0]
    for u in range(users.shape[0]):
        i = users[u]
        if agents[i].hub < 0:
            continue
        hold(t, town, i)
        if people[i].kind == EMPLOYEE:
            minutes = commute_avoided(town, i)
            record.town[t, people[i].town, _MINUTES] += minutes
            record.town[t, people[i].town, _CO2] += minutes * p.car_share * p.car_km_per_minute * p.car_co2_kg_km
    for position in range(links.counts[ACTIVE]):
        row = links.active[position]
        hold(t, town, int(links.row[row].a))
        hold(t, town, int(links.row[row].b))
    moving = moving[: list_due(0, people.shape[0], t, due.move, moving)]
    for i in moving:
        fetch_whole(agents, i)
        fetch_whole(people, i)
        fetch(town.ties.start, i)
        fetch(links.head, i)
    for i in moving:
        if agents[i].resident == 1:
            depart(t, town, i)
        else:
            refill(t, town, i)
    for place in range(due.present.shape[0]):
        record.town[t, place, _RESIDENTS] = due.present[place, PERSONS]
        record.town[t, place, _VACANT] = due.present[place, VACANT]
        record.town[t, place, _FIRMS] = due.present[place, FIRMS]
