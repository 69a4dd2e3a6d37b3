"""Step 8. Mobility: people leave for the metropolis, come back or are replaced; firms close and are born.

Everyone holds one exponential threshold, turned at once into the month of leaving at the hazard of who has no tie to a hub; each month with ties
puts that month off by what they take from the hazard. So only people with ties are looked at, and the hazard is still a monthly logit.
"""

import math

from model.compiled import compiled
from model.draws import MOBILITY, exponential, geometric, uniforms
from model.month.membership import find_pair, leave, set_unaware
from model.month.needs import close_need, draw_demand_for_advice
from model.names import EMPLOYEE, FIRM, NO_PLAN, OCCASIONAL
from model.outcomes import TOWN_COLUMN

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


@compiled
def leaving_logit(p, people, wage_gap, i):
    """Logit of the monthly hazard of leaving of person i without hub or collaborations (for firms: of closing)."""
    if people.kind[i] == FIRM:
        hazard = p.firm_death * p.size_death[people.size_class[i]]
        return math.log(hazard / (1.0 - hazard))
    degree = people.degree[i]
    value = math.log(p.leave_rate / (1.0 - p.leave_rate)) + p.leave_wage * wage_gap[people.town[i]]
    value += p.leave_age * (1.0 - people.age[i])  # youngest band +1, oldest -1
    return value - p.leave_contacts * degree / 10.0


@compiled
def logistic(x):
    """Inverse of the logit."""
    return 1.0 / (1.0 + math.exp(-x))


@compiled
def set_leaving(agents, due, i):
    """The first whole month in which agent i's threshold is passed."""
    due.move[i] = int(min(1e9, math.ceil(agents.leave_at[i])))


@compiled
def schedule_leaving(t, seed, p, people, wage_gap, agents, due, i):
    """Draw when agent i would leave (or the firm close) without ties."""
    u, _, _, _ = uniforms(seed, MOBILITY, agents.moves[i], people.slot[i], 0)
    agents.leave_at[i] = t + exponential(u) / logistic(leaving_logit(p, people, wage_gap, i))
    set_leaving(agents, due, i)


@compiled
def hold(t, p, people, wage_gap, agents, due, i):
    """Put off agent i's leaving by the share of a month of hazard that ties to a hub take away."""
    if people.kind[i] == FIRM or agents.resident[i] == 0 or agents.held[i] == t:
        return
    agents.held[i] = t
    free = leaving_logit(p, people, wage_gap, i)
    tied = free - p.leave_collaborations * agents.collaborations[i]
    if agents.plan[i] > OCCASIONAL:
        tied -= p.leave_member
    agents.leave_at[i] += 1.0 - logistic(tied) / logistic(free)
    set_leaving(agents, due, i)


@compiled
def depart(t, seed, p, people, plan, ties, public, agents, due, pairs, hubs, links, record, i):
    """Person i leaves for the metropolis, or firm i closes: membership and collaborations end, the place is vacant for a while."""
    if agents.hub[i] >= 0:
        leave(t, seed, p, people, plan, ties, public, agents, pairs, hubs, i)
    agents.resident[i] = 0
    agents.waiting[i] = NO_PLAN
    agents.client_hub[i] = -1
    row = links.head[i]
    while row >= 0:
        links.row.end[row] = min(links.row.end[row], t + 1)
        row = links.row.next_a[row] if links.row.a[row] == i else links.row.next_b[row]
    _, u_back, _, _ = uniforms(seed, MOBILITY, agents.moves[i], people.slot[i], 0)
    due.move[i] = t + geometric(u_back, 1.0 / p.vacancy_months)
    firm = people.kind[i] == FIRM
    record.town[t, people.town[i], _DEATHS if firm else _LEFT] += 1.0
    if firm:
        due.present[people.town[i], 2] -= 1
    else:
        due.present[people.town[i], 0] -= 1
        due.present[people.town[i], 1] += 1


@compiled
def refill(t, seed, p, people, wage_gap, plan, ties, agents, due, pairs, hubs, record, i):
    """A vacant place is taken: by the person coming back, or by a newcomer (a new firm) who knows no hub and has tastes of its own."""
    _, _, u_return, _ = uniforms(seed, MOBILITY, agents.moves[i], people.slot[i], 0)
    agents.resident[i] = 1
    agents.moves[i] += 1
    schedule_leaving(t, seed, p, people, wage_gap, agents, due, i)
    firm = people.kind[i] == FIRM
    if firm:
        due.present[people.town[i], 2] += 1
    else:
        due.present[people.town[i], 0] += 1
        due.present[people.town[i], 1] -= 1
    if not firm and u_return < p.return_share:
        record.town[t, people.town[i], _RETURNED] += 1.0
        return
    agents.generation[i] += 1
    agents.absorption[i] = 1.0
    agents.was_member[i] = 0
    agents.voucher_used[i] = 0
    for k in range(ties.start[i], ties.start[i + 1]):
        set_unaware(seed, people, plan, ties, hubs, pairs, k)
    record.town[t, people.town[i], _BIRTHS if firm else _NEWCOMERS] += 1.0
    if firm:
        agents.advised[i] = 0
        draw_demand_for_advice(seed, people, agents, i)
        close_need(t, seed, p, people, agents, due, i)


@compiled
def commute_avoided(p, people, ties, agents, i):
    """Minutes of travel employee i avoids this month by using a hub: office days replaced, less the way to the hub.

    Days granted remotely but spent at the office for want of a place are the ones a hub replaces; the others replace home.
    """
    weeks = p.working_days / 5.0
    granted = people.remote_days[i] * weeks
    replaced = min(agents.days[i], granted * (1.0 - p.home_use))
    to_hub = ties.minutes[find_pair(ties, i, int(agents.hub[i]))]
    return 2.0 * (replaced * people.commute_min[i] - agents.days[i] * to_hub)


@compiled
def move(t, seed, parameters, people, wage_gap, plan, ties, public, agents, due, pairs, hubs, links, record, users):
    """Departures, returns, newcomers, firm births and deaths, and the commuting of employees who use a hub."""
    p = parameters[0]
    for u in range(users.shape[0]):
        i = users[u]
        if agents.hub[i] < 0:
            continue
        hold(t, p, people, wage_gap, agents, due, i)
        if people.kind[i] == EMPLOYEE:
            minutes = commute_avoided(p, people, ties, agents, i)
            record.town[t, people.town[i], _MINUTES] += minutes
            record.town[t, people.town[i], _CO2] += minutes * p.car_share * p.car_km_per_minute * p.car_co2_kg_km
    for position in range(links.count[1]):
        row = links.active[position]
        hold(t, p, people, wage_gap, agents, due, int(links.row.a[row]))
        hold(t, p, people, wage_gap, agents, due, int(links.row.b[row]))
    for i in range(due.move.shape[0]):
        if t < due.move[i]:
            continue
        if agents.resident[i] == 1:
            depart(t, seed, p, people, plan, ties, public, agents, due, pairs, hubs, links, record, i)
        else:
            refill(t, seed, p, people, wage_gap, plan, ties, agents, due, pairs, hubs, record, i)
    for town in range(due.present.shape[0]):
        record.town[t, town, _RESIDENTS] = due.present[town, 0]
        record.town[t, town, _VACANT] = due.present[town, 1]
        record.town[t, town, _FIRMS] = due.present[town, 2]
