"""Step 9. Record the month's outcomes of every hub."""

from model.compiled import compiled
from model.month.membership import find_pair
from model.names import CLOSED, EMPLOYEE, FIRM, OCCASIONAL, PLANNED
from model.outcomes import HUB_COLUMN, TOWN_COLUMN

_MEMBERS = HUB_COLUMN["members"]
_FLEX = HUB_COLUMN["flex"]
_FIXED = HUB_COLUMN["fixed"]
_TENANTS = HUB_COLUMN["tenants"]
_OCCASIONAL = HUB_COLUMN["occasional"]
_WAITING = HUB_COLUMN["waiting"]
_DESKS = HUB_COLUMN["desks"]
_OFFICES = HUB_COLUMN["offices"]
_USE = HUB_COLUMN["desk_use"]
_STATE = HUB_COLUMN["state"]
_CASH = HUB_COLUMN["cash_eur"]
_JOINS = HUB_COLUMN["joins"]
_LEAVES = HUB_COLUMN["leaves"]
_LEAVES_FLEX = HUB_COLUMN["leaves_flex"]
_LEAVES_FIXED = HUB_COLUMN["leaves_fixed"]
_LEAVES_EMPLOYEES = HUB_COLUMN["leaves_employees"]
_EMPLOYEES = HUB_COLUMN["employees"]
_CLIENTS = HUB_COLUMN["clients"]
_QUALITY = HUB_COLUMN["quality"]
_MINUTES = HUB_COLUMN["minutes"]
_WITHIN_30 = HUB_COLUMN["within_30"]
_VETERANS = HUB_COLUMN["veterans"]
_VETERANS_LINKED = HUB_COLUMN["veterans_linked"]
_ACTIVE = HUB_COLUMN["active_links"]
_TOWN_MEMBERS = TOWN_COLUMN["members"]


@compiled
def record_members(t, people, ties, agents, record, users):
    """Who the members are: employees, travel, and of those with a year of membership how many found a collaboration in it."""
    for u in range(users.shape[0]):
        i = users[u]
        h = int(agents.hub[i])
        if h < 0 or agents.plan[i] <= OCCASIONAL:
            continue
        line = record.hub[t, h]
        minutes = ties.minutes[find_pair(ties, i, h)]
        line[_MINUTES] += minutes
        line[_WITHIN_30] += 1.0 if minutes <= 30.0 else 0.0
        line[_EMPLOYEES] += 1.0 if people.kind[i] == EMPLOYEE else 0.0
        if t - agents.joined[i] >= 12:
            line[_VETERANS] += 1.0
            line[_VETERANS_LINKED] += agents.new_collaboration[i]
        if people.kind[i] != FIRM:
            record.town[t, people.town[i], _TOWN_MEMBERS] += 1.0


@compiled
def record_month(t, people, ties, plan, agents, hubs, links, record, users, clients):
    """Write one row a hub. Counts are those after this month's decisions; use is relative to the desks at opening."""
    record_members(t, people, ties, agents, record, users)
    for position in range(clients.shape[0]):
        h = agents.client_hub[clients[position]]
        if h >= 0:
            record.hub[t, h, _CLIENTS] += 1.0
    for position in range(links.count[1]):
        record.hub[t, links.row.hub[links.active[position]], _ACTIVE] += 1.0
    for h in range(hubs.state.shape[0]):
        line = record.hub[t, h]
        line[_STATE] = hubs.state[h]
        line[_CASH] = hubs.cash[h]
        line[_JOINS] = hubs.joins[h]
        line[_LEAVES_FLEX] = hubs.leaves_flex[h]
        line[_LEAVES_FIXED] = hubs.leaves_fixed[h]
        line[_LEAVES] = hubs.leaves_flex[h] + hubs.leaves_fixed[h]
        line[_LEAVES_EMPLOYEES] = hubs.leaves_employees[h]
        if hubs.state[h] == PLANNED or hubs.state[h] == CLOSED:
            continue
        line[_MEMBERS] = hubs.members[h]
        line[_FLEX] = hubs.flex[h]
        line[_FIXED] = hubs.fixed[h]
        line[_TENANTS] = hubs.tenants[h]
        line[_OCCASIONAL] = hubs.occasional[h]
        line[_WAITING] = hubs.waiting[h]
        line[_DESKS] = hubs.desks[h]
        line[_OFFICES] = hubs.offices[h]
        line[_USE] = (hubs.seats[h] + hubs.anchor_desks[h]) / plan.desks[h]
        line[_QUALITY] = hubs.quality[h]
        if hubs.members[h] > 0.0:
            line[_MINUTES] /= hubs.members[h]
            line[_WITHIN_30] /= hubs.members[h]
