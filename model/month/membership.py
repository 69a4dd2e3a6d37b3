"""Joining and leaving: the only place where a membership changes, so that counts, peers and memory stay consistent.

Shared by the submodels that move people (choice, hub decisions, mobility); not a step of its own.
"""

import math

from model.columns import USES_A_HUB
from model.compiled import inlined, loop
from model.month.awareness import set_memory
from model.month.lookup import find_pair
from model.month.public_money import end_voucher
from model.names import EMPLOYEE, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE


@loop
def change_peers(t, people, ties, pairs, i, h, change):
    """Tell the contacts of agent i that they have one member contact more (or less) in hub h; memory pauses while they have one."""
    for e in range(people[i].contact_start, people[i].contact_start + people[i].degree):
        k = find_pair(ties, int(ties.contact[e]), h)
        if k < 0:
            continue
        before = pairs.row[k].peers
        pairs.row[k].peers = before + change
        if pairs.aware[k] == 1:
            if before == 0 and change > 0:
                pairs.row[k].remembered = pairs.clock[k] - t
                pairs.clock[k] = math.inf
            elif before == 1 and change < 0:
                pairs.clock[k] = t + pairs.row[k].remembered


@inlined
def seats_of(p, plan_code):
    """Desk capacity a plan takes; offices take none."""
    if plan_code == FIXED:
        return 1.0
    if plan_code == FLEX:
        return p.seat_flex
    if plan_code == OCCASIONAL:
        return p.seat_occasional
    return 0.0


@inlined
def count(p, hubs, h, plan_code, change):
    """Add (or take) one user of a plan to (from) a hub's counts. Members are flex, fixed and office tenants.

    Seats are made from whole counts, never accumulated, so that an empty hub has exactly no seat taken.
    """
    if plan_code == OCCASIONAL:
        hubs[h].occasional += change
    elif plan_code == FLEX:
        hubs[h].flex += change
    elif plan_code == FIXED:
        hubs[h].fixed += change
    elif plan_code == OFFICE:
        hubs[h].tenants += change
    hubs[h].members = hubs[h].flex + hubs[h].fixed + hubs[h].tenants
    hubs[h].seats = hubs[h].fixed + hubs[h].flex * p.seat_flex + hubs[h].occasional * p.seat_occasional


@inlined
def free_seats(hubs, h):
    """Desks not taken by users or by a public tenant."""
    return hubs[h].desks - hubs[h].anchor_desks - hubs[h].seats


@inlined
def has_place(p, hubs, h, plan_code):
    """Whether a hub can take one more user of a plan. Occasional users get at most a fixed share of the desks."""
    if plan_code == OFFICE:
        return hubs[h].tenants + 1.0 <= hubs[h].offices
    room = free_seats(hubs, h)
    if plan_code == OCCASIONAL:
        taken = (hubs[h].occasional + 1.0) * p.seat_occasional
        return taken <= p.occasional_share * hubs[h].desks and p.seat_occasional <= room
    return seats_of(p, plan_code) <= room


@loop
def become_member(t, people, ties, agents, pairs, hubs, i, h):
    """A membership begins: months and first-year collaborations count from here, contacts have a member among them."""
    agents[i].joined = t
    agents[i].new_collaboration = 0
    agents[i].was_member = 1
    hubs[h].joins += 1.0
    change_peers(t, people, ties, pairs, i, h, 1)


@loop
def cease_member(t, people, ties, pairs, hubs, i, h, plan_code):
    """A membership ends, by leaving or by falling back to day passes."""
    if plan_code == FLEX:
        hubs[h].leaves_flex += 1.0
    else:
        hubs[h].leaves_fixed += 1.0
    if people[i].kind == EMPLOYEE:
        hubs[h].leaves_employees += 1.0
    change_peers(t, people, ties, pairs, i, h, -1)


@loop
def join(t, p, people, ties, agents, due, pairs, hubs, i, h, plan_code):
    """Agent i, outside until now, takes a plan of hub h (a place must be free)."""
    agents[i].hub = h
    agents[i].plan = plan_code
    due.tied[i] |= USES_A_HUB
    count(p, hubs, h, plan_code, 1.0)
    k = find_pair(ties, i, h)
    pairs.clock[k] = math.inf  # who uses a hub does not forget it
    pairs.row[k].remembered = math.inf
    if plan_code != OCCASIONAL:
        become_member(t, people, ties, agents, pairs, hubs, i, h)


@loop
def leave(t, seed, p, people, plan, ties, public, agents, due, pairs, hubs, i):
    """Agent i leaves its hub, still knowing it."""
    end_voucher(public, agents, i)
    h = int(agents[i].hub)
    plan_code = int(agents[i].plan)
    count(p, hubs, h, plan_code, -1.0)
    agents[i].hub = -1
    agents[i].plan = NO_PLAN
    due.tied[i] &= 0xFF ^ USES_A_HUB
    if plan_code != OCCASIONAL:
        cease_member(t, people, ties, pairs, hubs, i, h, plan_code)
    set_memory(t, seed, p, people, plan, ties, pairs, find_pair(ties, i, h))


@loop
def change_plan(t, p, people, ties, public, agents, pairs, hubs, i, plan_code):
    """Agent i changes plan inside its hub (a place must be free). Months as a member count from the first membership plan."""
    h = int(agents[i].hub)
    was_member = agents[i].plan != OCCASIONAL
    is_member = plan_code != OCCASIONAL
    before = int(agents[i].plan)
    count(p, hubs, h, before, -1.0)
    count(p, hubs, h, plan_code, 1.0)
    agents[i].plan = plan_code
    if is_member and not was_member:
        become_member(t, people, ties, agents, pairs, hubs, i, h)
    elif was_member and not is_member:
        end_voucher(public, agents, i)
        cease_member(t, people, ties, pairs, hubs, i, h, before)
