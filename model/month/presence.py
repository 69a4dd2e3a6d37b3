"""Step 9: presence and events (ODD §7.9). Days attended by plan, and who comes to an event."""

from model.compiled import inlined, loop
from model.draws import PRESENCE, uniforms
from model.names import EMPLOYEE, NO_PLAN


@inlined
def days_attended(u, distribution):
    """Days attended: the inverse of a binomial distribution."""
    days = 0
    while u > distribution[days]:
        days += 1
    return days


@loop
def attend(t, town, users, clients):
    """Days in the hub this month, for users by their plan and for client firms, and attendance of events.

    An employee comes on no more days than the employer lets work remotely; a lockdown keeps people away.
    """
    people, agents, hubs = town.people, town.agents, town.hubs
    p = town.parameters[0]
    weeks = p.working_days / 5.0
    for position in range(users.shape[0] + clients.shape[0]):
        if position < users.shape[0]:
            i = users[position]
            h = int(agents[i].hub)
            plan = int(agents[i].plan)
        else:
            i = clients[position - users.shape[0]]
            h = int(agents[i].client_hub)
            plan = NO_PLAN
        u_days, u_event, _, _ = uniforms(town.seed, PRESENCE, t, people[i].slot, 0)
        days = float(days_attended(u_days, town.derived.presence[plan]))
        if people[i].kind == EMPLOYEE:
            days = min(days, people[i].remote_days * weeks)
        agents[i].days = days * (1.0 - hubs[h].closure * p.days_away_in_lockdown)
        chance = min(1.0, p.event_attendance * people[i].openness / p.openness_mean)
        if people[i].kind == EMPLOYEE:
            chance *= p.event_attendance_employee
        missed = (1.0 - chance) ** min(hubs[h].events_now, p.events_full)
        agents[i].at_event = 1 if u_event >= missed else 0
