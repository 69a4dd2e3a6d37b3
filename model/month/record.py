"""Step 14: the month's outcomes of every hub and town (ODD §7.14)."""

from model.columns import ACTIVE
from model.compiled import loop
from model.month.lookup import find_pair, is_membership
from model.names import CLOSED, EMPLOYEE, FIELDS, FIRM, MICRO, PLANNED
from model.series import HUB_COLUMN, TOWN_COLUMN

_MEMBERS = HUB_COLUMN["members"]
_FLEX = HUB_COLUMN["flex"]
_FIXED = HUB_COLUMN["fixed"]
_TENANTS = HUB_COLUMN["tenants"]
_OFFICES_LET = HUB_COLUMN["offices_let"]
_OCCASIONAL = HUB_COLUMN["occasional"]
_WAITING = HUB_COLUMN["waiting"]
_DESKS = HUB_COLUMN["desks"]
_OFFICES = HUB_COLUMN["offices"]
_USE = HUB_COLUMN["desk_use"]
_STATE = HUB_COLUMN["state"]
_REASON = HUB_COLUMN["reason"]
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
_AWARE = HUB_COLUMN["aware"]
_AWARE_FIRMS = HUB_COLUMN["aware_firms"]
_MOVED_IN = HUB_COLUMN["moved_in"]
_CLIENTS_MICRO = HUB_COLUMN["clients_micro"]
_TENANTS_MICRO = HUB_COLUMN["tenants_micro"]
_FIRST_FIELD = HUB_COLUMN[f"members_{FIELDS[0]}"]
_TOWN_MEMBERS = TOWN_COLUMN["members"]


@loop
def record_members(t, town, users):
    """Who the members are: employees, travel, and of those with a year of membership how many found a collaboration in it."""
    people, ties, agents, record = town.people, town.ties, town.agents, town.record
    for u in range(users.shape[0]):
        i = users[u]
        h = int(agents[i].hub)
        if h < 0 or not is_membership(agents[i].plan):
            continue
        line = record.hub[t, h]
        minutes = ties.minutes[find_pair(ties, i, h)]
        line[_MINUTES] += minutes
        line[_WITHIN_30] += 1.0 if minutes <= 30.0 else 0.0
        line[_EMPLOYEES] += 1.0 if people[i].kind == EMPLOYEE else 0.0
        if t - agents[i].joined >= 12:
            line[_VETERANS] += 1.0
            line[_VETERANS_LINKED] += agents[i].new_collaboration
        line[_FIRST_FIELD + people[i].sector] += 1.0
        if people[i].kind == FIRM and people[i].size_class == MICRO:
            line[_TENANTS_MICRO] += 1.0
        if people[i].kind != FIRM:
            record.town[t, people[i].town, _TOWN_MEMBERS] += 1.0


@loop
def record_month(t, town, users, clients):
    """Write one row a hub. Counts are those after this month's decisions; use is relative to the desks at opening."""
    hubs, links, record = town.hubs, town.links, town.record
    record_members(t, town, users)
    for position in range(clients.shape[0]):
        h = town.agents[clients[position]].client_hub
        if h >= 0 and hubs[h].state != CLOSED:
            record.hub[t, h, _CLIENTS] += 1.0
            if town.people[clients[position]].size_class == MICRO:
                record.hub[t, h, _CLIENTS_MICRO] += 1.0
    for position in range(links.counts[ACTIVE]):
        record.hub[t, links.row[links.active[position]].hub, _ACTIVE] += 1.0
    for h in range(hubs.shape[0]):
        line = record.hub[t, h]
        line[_STATE] = hubs[h].state
        line[_REASON] = hubs[h].reason
        line[_CASH] = hubs[h].cash
        line[_JOINS] = hubs[h].joins
        line[_LEAVES_FLEX] = hubs[h].leaves_flex
        line[_LEAVES_FIXED] = hubs[h].leaves_fixed
        line[_LEAVES] = hubs[h].leaves_flex + hubs[h].leaves_fixed
        line[_LEAVES_EMPLOYEES] = hubs[h].leaves_employees
        line[_MOVED_IN] = hubs[h].moved_in
        if hubs[h].state == PLANNED or hubs[h].state == CLOSED:
            continue
        line[_MEMBERS] = hubs[h].members
        line[_FLEX] = hubs[h].flex
        line[_FIXED] = hubs[h].fixed
        line[_TENANTS] = hubs[h].tenants
        line[_OFFICES_LET] = hubs[h].rooms_let
        line[_OCCASIONAL] = hubs[h].occasional
        line[_WAITING] = hubs[h].waiting
        line[_AWARE] = hubs[h].aware
        line[_AWARE_FIRMS] = hubs[h].aware_firms
        line[_DESKS] = hubs[h].desks
        line[_OFFICES] = hubs[h].offices
        line[_USE] = (hubs[h].seats + hubs[h].anchor_desks) / town.specs[h].desks
        line[_QUALITY] = hubs[h].quality
        if hubs[h].members > 0.0:
            line[_MINUTES] /= hubs[h].members
            line[_WITHIN_30] /= hubs[h].members
