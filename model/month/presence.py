"""Step 9: presence and events (ODD §7.9). Days attended by what each person wants, and who comes to an event."""

import math

from model.compiled import inlined, loop
from model.draws import PRESENCE, uniforms
from model.month.lookup import find_pair
from model.month.utility import days_wanted
from model.names import EMPLOYEE


@inlined
def days_attended(mean, u):
    """Days attended: the whole days of the mean, and one more with the chance of the rest."""
    whole = math.floor(mean)
    return whole + (1.0 if u < mean - whole else 0.0)


@loop
def attend(t, town, users, clients):
    """Days in the hub this month, for users by the days they want and for client firms, and attendance of events.

    A lockdown keeps people away.
    """
    people, ties, agents, hubs = town.people, town.ties, town.agents, town.hubs
    p = town.parameters[0]
    for position in range(users.shape[0] + clients.shape[0]):
        if position < users.shape[0]:
            i = users[position]
            h = int(agents[i].hub)
            mean = days_wanted(p, people, i, ties.minutes[find_pair(ties, i, h)])
        else:
            i = clients[position - users.shape[0]]
            h = int(agents[i].client_hub)
            mean = p.days_client
        u_days, u_event, _, _ = uniforms(town.seed, PRESENCE, t, people[i].slot, 0)
        days = days_attended(mean, u_days)
        agents[i].days = days * (1.0 - hubs[h].closure * p.days_away_in_lockdown)
        chance = min(1.0, p.event_attendance * people[i].openness / p.openness_mean)
        if people[i].kind == EMPLOYEE:
            chance *= p.event_attendance_employee
        missed = (1.0 - chance) ** min(hubs[h].events_now, p.events_full)
        agents[i].at_event = 1 if u_event >= missed else 0
