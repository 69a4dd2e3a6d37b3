"""Joining and leaving (ODD §7.6): the only place where a membership changes, so that counts, peers and memory stay consistent.

Shared by the submodels that move people (choice, hub decisions, mobility); not a step of its own.
"""

import math

from model.columns import NEVER, NOT_PLANNED, USES_A_HUB
from model.compiled import inlined, loop
from model.month.awareness import set_due, set_memory
from model.month.lookup import find_pair
from model.month.prices import rooms_of
from model.month.public_money import end_voucher
from model.names import CHANNELS, EMPLOYEE, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE
from model.series import HUB_COLUMN

_JOINS_BY = HUB_COLUMN[f"joins_{CHANNELS[0]}"]  # the other channels follow


@loop
def change_peers(t, town, i, h, change):
    """Tell the contacts of agent i that they have one member contact more (or less) in hub h; memory pauses while they have one."""
    people, ties, pairs = town.people, town.ties, town.pairs
    for e in range(people[i].contact_start, people[i].contact_start + people[i].degree):
        k = find_pair(ties, int(ties.contact[e]), h)
        if k < 0:
            continue
        before = pairs.row[k].peers
        pairs.row[k].peers = before + change
        if pairs.aware[k] == 1:
            if before == 0 and change > 0:
                pairs.row[k].remembered = pairs.due[k] - t if pairs.due[k] < NOT_PLANNED else math.inf
                set_due(t, pairs, k, math.inf)
            elif before == 1 and change < 0:
                set_due(t, pairs, k, pairs.row[k].remembered)


@inlined
def seats_of(p, plan):
    """Desk capacity a plan takes; offices take none."""
    if plan == FIXED:
        return 1.0
    if plan == FLEX:
        return p.seat_flex
    if plan == OCCASIONAL:
        return p.seat_occasional
    return 0.0


@inlined
def count(town, i, h, plan, change):
    """Add (or take) agent i to (from) the users of a plan of a hub. Members are flex, fixed and office tenants.

    Seats are made from whole counts, never accumulated, so that an empty hub has exactly no seat taken.
    """
    p, hubs = town.parameters[0], town.hubs
    if plan == OCCASIONAL:
        hubs[h].occasional += change
    elif plan == FLEX:
        hubs[h].flex += change
    elif plan == FIXED:
        hubs[h].fixed += change
    elif plan == OFFICE:
        hubs[h].tenants += change
        hubs[h].rooms_let += change * rooms_of(p, town.people, i)
    hubs[h].members = hubs[h].flex + hubs[h].fixed + hubs[h].tenants
    hubs[h].seats = hubs[h].fixed + hubs[h].flex * p.seat_flex + hubs[h].occasional * p.seat_occasional


@inlined
def free_seats(hubs, h):
    """Desks not taken by users or by a public tenant."""
    return hubs[h].desks - hubs[h].anchor_desks - hubs[h].seats


@inlined
def has_place(town, i, h, plan):
    """Whether a hub can take agent i on a plan. Occasional users get at most a fixed share of the desks."""
    p, hubs = town.parameters[0], town.hubs
    if plan == OFFICE:
        return hubs[h].rooms_let + rooms_of(p, town.people, i) <= hubs[h].offices
    room = free_seats(hubs, h)
    if plan == OCCASIONAL:
        taken = (hubs[h].occasional + 1.0) * p.seat_occasional
        return taken <= p.occasional_share * hubs[h].desks and p.seat_occasional <= room
    return seats_of(p, plan) <= room


@inlined
def bind(t, town, i, plan):
    """A fixed desk or an office binds for its term; other plans by the month."""
    p = town.parameters[0]
    agents = town.agents
    agents[i].ends = NEVER
    term = p.term_fixed if plan == FIXED else (p.term_office if plan == OFFICE else 0.0)
    agents[i].bound = t + int(term)


@loop
def become_member(t, town, i, h):
    """A membership begins: months and first-year collaborations count from here, contacts have a member among them."""
    agents = town.agents
    agents[i].joined = t
    agents[i].new_collaboration = 0
    agents[i].was_member = 1
    town.hubs[h].joins += 1.0
    town.record.hub[t, h, _JOINS_BY + town.pairs.channel[find_pair(town.ties, i, h)]] += 1.0
    change_peers(t, town, i, h, 1)


@loop
def cease_member(t, town, i, h, plan):
    """A membership ends, by leaving or by falling back to day passes."""
    hubs = town.hubs
    if plan == FLEX:
        hubs[h].leaves_flex += 1.0
    else:
        hubs[h].leaves_fixed += 1.0
    if town.people[i].kind == EMPLOYEE:
        hubs[h].leaves_employees += 1.0
    change_peers(t, town, i, h, -1)


@loop
def join(t, town, i, h, plan):
    """Agent i, outside until now, takes a plan of hub h (a place must be free)."""
    agents, pairs = town.agents, town.pairs
    agents[i].hub = h
    agents[i].plan = plan
    agents[i].was_user = 1
    bind(t, town, i, plan)
    town.due.tied[i] |= USES_A_HUB
    count(town, i, h, plan, 1.0)
    k = find_pair(town.ties, i, h)
    pairs.row[k].remembered = math.inf  # who uses a hub does not forget it
    set_due(t, pairs, k, math.inf)
    if plan != OCCASIONAL:
        become_member(t, town, i, h)


@loop
def leave(t, town, i):
    """Agent i leaves its hub, still knowing it."""
    agents = town.agents
    end_voucher(town, i)
    h = int(agents[i].hub)
    plan = int(agents[i].plan)
    count(town, i, h, plan, -1.0)
    agents[i].hub = -1
    agents[i].plan = NO_PLAN
    bind(t, town, i, NO_PLAN)
    town.due.tied[i] &= 0xFF ^ USES_A_HUB
    if plan != OCCASIONAL:
        cease_member(t, town, i, h, plan)
    set_memory(t, town, find_pair(town.ties, i, h))


@loop
def change_plan(t, town, i, plan):
    """Agent i changes plan inside its hub (a place must be free). Months as a member count from the first membership plan."""
    agents = town.agents
    h = int(agents[i].hub)
    was_member = agents[i].plan != OCCASIONAL
    is_member = plan != OCCASIONAL
    before = int(agents[i].plan)
    count(town, i, h, before, -1.0)
    count(town, i, h, plan, 1.0)
    agents[i].plan = plan
    bind(t, town, i, plan)
    if is_member and not was_member:
        become_member(t, town, i, h)
    elif was_member and not is_member:
        cease_member(t, town, i, h, before)
