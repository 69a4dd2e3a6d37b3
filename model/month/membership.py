"""Joining and leaving: the only place where a membership changes, so that counts, peers and memory stay consistent.

Shared by the submodels that move people (choice, hub decisions, mobility); not a step of its own.
"""

import math


from model.compiled import compiled
from model.draws import AWARENESS, FORGETTING, exponential, geometric, uniform
from model.names import EMPLOYEE, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE


@compiled
def find_pair(ties, i, h):
    """Row of the pair (agent, hub) in `Reach`, or -1 if the hub is out of the agent's reach."""
    for k in range(ties.start[i], ties.start[i + 1]):
        if ties.hub[k] == h:
            return k
    return -1


@compiled
def set_memory(t, seed, p, people, plan, ties, pairs, k):
    """A new spell of remembering starts: draw when it would end, paused while a contact is a member."""
    pairs.spell[k] += 1
    u = uniform(seed, FORGETTING, pairs.spell[k], people.slot[ties.agent[k]], plan.key[ties.hub[k]])
    months = float(geometric(u, p.forgetting))
    pairs.remembered[k] = months
    pairs.clock[k] = math.inf if pairs.peers[k] > 0 else t + months


@compiled
def set_unaware(seed, people, plan, ties, hubs, pairs, k):
    """A new spell of not knowing the hub starts: draw the hazard at which it will be heard of."""
    pairs.aware[k] = 0
    pairs.spell[k] += 1
    h = int(ties.hub[k])
    u = uniform(seed, AWARENESS, pairs.spell[k], people.slot[ties.agent[k]], plan.key[h])
    pairs.clock[k] = hubs.hazard[h] + exponential(u)


@compiled
def become_aware(t, seed, p, people, plan, ties, agents, pairs, k):
    """The agent of pair k hears of the hub, and will weigh it this month."""
    pairs.aware[k] = 1
    agents.evaluate[ties.agent[k]] = 1
    set_memory(t, seed, p, people, plan, ties, pairs, k)


@compiled
def change_peers(t, people, ties, pairs, i, h, change):
    """Tell the contacts of agent i that they have one member contact more (or less) in hub h; memory pauses while they have one."""
    for e in range(people.contact_start[i], people.contact_start[i] + people.degree[i]):
        k = find_pair(ties, int(ties.contact[e]), h)
        if k < 0:
            continue
        before = pairs.peers[k]
        pairs.peers[k] = before + change
        if pairs.aware[k] == 1:
            if before == 0 and change > 0:
                pairs.remembered[k] = pairs.clock[k] - t
                pairs.clock[k] = math.inf
            elif before == 1 and change < 0:
                pairs.clock[k] = t + pairs.remembered[k]


@compiled
def seats_of(p, plan_code):
    """Desk capacity a plan takes; offices take none."""
    if plan_code == FIXED:
        return 1.0
    if plan_code == FLEX:
        return p.seat_flex
    if plan_code == OCCASIONAL:
        return p.seat_occasional
    return 0.0


@compiled
def count(p, hubs, h, plan_code, change):
    """Add (or take) one user of a plan to (from) a hub's counts. Members are flex, fixed and office tenants.

    Seats are made from whole counts, never accumulated, so that an empty hub has exactly no seat taken.
    """
    if plan_code == OCCASIONAL:
        hubs.occasional[h] += change
    elif plan_code == FLEX:
        hubs.flex[h] += change
    elif plan_code == FIXED:
        hubs.fixed[h] += change
    elif plan_code == OFFICE:
        hubs.tenants[h] += change
    hubs.members[h] = hubs.flex[h] + hubs.fixed[h] + hubs.tenants[h]
    hubs.seats[h] = hubs.fixed[h] + hubs.flex[h] * p.seat_flex + hubs.occasional[h] * p.seat_occasional


@compiled
def free_seats(hubs, h):
    """Desks not taken by users or by a public tenant."""
    return hubs.desks[h] - hubs.anchor_desks[h] - hubs.seats[h]


@compiled
def has_place(p, hubs, h, plan_code):
    """Whether a hub can take one more user of a plan. Occasional users get at most a fixed share of the desks."""
    if plan_code == OFFICE:
        return hubs.tenants[h] + 1.0 <= hubs.offices[h]
    room = free_seats(hubs, h)
    if plan_code == OCCASIONAL:
        taken = (hubs.occasional[h] + 1.0) * p.seat_occasional
        return taken <= p.occasional_share * hubs.desks[h] and p.seat_occasional <= room
    return seats_of(p, plan_code) <= room


@compiled
def end_voucher(public, agents, i):
    """A voucher ends; what was set aside for its remaining months returns to the pot."""
    v = int(agents.voucher[i])
    if v >= 0:
        public.spent[v] -= agents.voucher_eur[i] * agents.voucher_left[i]
        agents.voucher[i] = -1
        agents.voucher_left[i] = 0


@compiled
def become_member(t, people, ties, agents, pairs, hubs, i, h):
    """A membership begins: months and first-year collaborations count from here, contacts have a member among them."""
    agents.joined[i] = t
    agents.new_collaboration[i] = 0
    hubs.joins[h] += 1.0
    change_peers(t, people, ties, pairs, i, h, 1)


@compiled
def cease_member(t, people, ties, pairs, hubs, i, h, plan_code):
    """A membership ends, by leaving or by falling back to day passes."""
    if plan_code == FLEX:
        hubs.leaves_flex[h] += 1.0
    else:
        hubs.leaves_fixed[h] += 1.0
    if people.kind[i] == EMPLOYEE:
        hubs.leaves_employees[h] += 1.0
    change_peers(t, people, ties, pairs, i, h, -1)


@compiled
def join(t, p, people, ties, agents, pairs, hubs, i, h, plan_code):
    """Agent i, outside until now, takes a plan of hub h (a place must be free)."""
    agents.hub[i] = h
    agents.plan[i] = plan_code
    count(p, hubs, h, plan_code, 1.0)
    k = find_pair(ties, i, h)
    pairs.clock[k] = math.inf  # who uses a hub does not forget it
    pairs.remembered[k] = math.inf
    if plan_code != OCCASIONAL:
        become_member(t, people, ties, agents, pairs, hubs, i, h)


@compiled
def leave(t, seed, p, people, plan, ties, public, agents, pairs, hubs, i):
    """Agent i leaves its hub, still knowing it."""
    end_voucher(public, agents, i)
    h = int(agents.hub[i])
    plan_code = int(agents.plan[i])
    count(p, hubs, h, plan_code, -1.0)
    agents.hub[i] = -1
    agents.plan[i] = NO_PLAN
    if plan_code != OCCASIONAL:
        cease_member(t, people, ties, pairs, hubs, i, h, plan_code)
    set_memory(t, seed, p, people, plan, ties, pairs, find_pair(ties, i, h))


@compiled
def change_plan(t, p, people, ties, public, agents, pairs, hubs, i, plan_code):
    """Agent i changes plan inside its hub (a place must be free). Months as a member count from the first membership plan."""
    h = int(agents.hub[i])
    was_member = agents.plan[i] != OCCASIONAL
    is_member = plan_code != OCCASIONAL
    before = int(agents.plan[i])
    count(p, hubs, h, before, -1.0)
    count(p, hubs, h, plan_code, 1.0)
    agents.plan[i] = plan_code
    if is_member and not was_member:
        become_member(t, people, ties, agents, pairs, hubs, i, h)
    elif was_member and not is_member:
        end_voucher(public, agents, i)
        cease_member(t, people, ties, pairs, hubs, i, h, before)
