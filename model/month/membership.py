"""Joining and leaving: the only place where a membership changes, so that counts, peers and memory stay consistent.

Shared by the submodels that move people (choice, hub decisions, mobility); not a step of its own.
"""

import math

import numpy as np

from model.columns import USES_A_HUB
from model.compiled import compiled, inlined, loop
from model.draws import AWARENESS, FORGETTING, GROUP, TASTE, draw, exponential, geometric, logistic_draw, uniform
from model.names import DOWNSIZED, EMPLOYEE, FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE, OPEN

STRETCH = 32  # agents looked at together where hardly any has something to do


@loop
def list_due(t, months, rows):
    """Write into `rows`, in order, the agents whose month has come (`months[i] <= t`); returns how many there are.

    Most stretches hold nobody, and processors compare a stretch at once.
    """
    found = 0
    for first in range(0, months.shape[0], STRETCH):
        last = min(first + STRETCH, months.shape[0])
        anybody = False
        for i in range(first, last):
            anybody |= months[i] <= t
        if anybody:
            for i in range(first, last):
                if months[i] <= t:
                    rows[found] = i
                    found += 1
    return found


@inlined
def is_open(hubs, h):
    """A hub that people can use this month."""
    return hubs[h].state == OPEN or hubs[h].state == DOWNSIZED


@inlined
def find_pair(ties, i, h):
    """Row of the pair (agent, hub) in `Reach`, or -1 if the hub is out of the agent's reach."""
    for k in range(ties.start[i], ties.start[i + 1]):
        if ties.hub[k] == h:
            return k
    return -1


@inlined
def knows_a_hub(ties, pairs, i):
    """Whether agent i knows any hub, open or not."""
    for k in range(ties.start[i], ties.start[i + 1]):
        if pairs.aware[k] == 1:
            return True
    return False


@inlined
def start_memory(t, p, pairs, k, u):
    """A new spell of remembering starts: when it would end, paused while a contact is a member."""
    months = float(geometric(u, p.forgetting))
    pairs.row[k].remembered = months
    pairs.clock[k] = math.inf if pairs.row[k].peers > 0 else t + months


@inlined
def set_memory(t, seed, p, people, plan, ties, pairs, k):
    """Draw a new spell of remembering."""
    pairs.row[k].spell += 1
    start_memory(t, p, pairs, k, uniform(seed, FORGETTING, pairs.row[k].spell, people[ties.agent[k]].slot, plan[ties.hub[k]].key))


@inlined
def count_aware(people, hubs, i, h, change):
    """Add (or take) one agent to (from) those who know hub h."""
    hubs[h].aware += change
    if people[i].kind == FIRM:
        hubs[h].aware_firms += change


@inlined
def set_unaware(seed, people, plan, ties, hubs, pairs, k):
    """A new spell of not knowing the hub starts: draw the hazard at which it will be heard of."""
    i, h = int(ties.agent[k]), int(ties.hub[k])
    if pairs.aware[k] == 1:
        count_aware(people, hubs, i, h, -1.0)
        pairs.aware[k] = 0
    pairs.row[k].spell += 1
    u = uniform(seed, AWARENESS, pairs.row[k].spell, people[i].slot, plan[h].key)
    pairs.clock[k] = hubs[h].hazard + exponential(u)


@compiled
def become_aware(t, seed, p, derived, people, plan, ties, agents, due, pairs, hubs, heard):
    """The agents of the pairs `heard` hear of their hubs, and will weigh them this month with the lasting taste they have for them.

    Pairs are taken in groups, so that the draws of a group are made together.
    """
    generations, spells = np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64)
    slots, keys, any_hub = np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64), np.zeros(GROUP, dtype=np.int64)
    u_any, u_hub, u_memory = np.empty(GROUP), np.empty(GROUP), np.empty(GROUP)
    for first in range(0, heard.shape[0], GROUP):
        group = heard[first : min(first + GROUP, heard.shape[0])]
        number = group.shape[0]
        for j in range(number):
            k = group[j]
            i, h = ties.agent[k], int(ties.hub[k])
            pairs.row[k].spell += 1
            spells[j], slots[j], keys[j], generations[j] = pairs.row[k].spell, people[i].slot, plan[h].key, agents[i].generation
            pairs.aware[k] = 1
            agents[i].evaluate = 1
            due.choose[i] = t
            count_aware(people, hubs, i, h, 1.0)
        draw(seed, TASTE, generations, slots, any_hub, u_any[:number])
        draw(seed, TASTE, generations, slots, keys, u_hub[:number])
        draw(seed, FORGETTING, spells, slots, keys, u_memory[:number])
        for j in range(number):
            k = group[j]
            pairs.row[k].taste = lasting_taste(derived, u_any[j], u_hub[j])
            start_memory(t, p, pairs, k, u_memory[j])


@inlined
def lasting_taste(derived, u_any, u_hub):
    """The part of an agent's taste that lasts: for working in any hub against outside, and for one hub beyond that.

    The difference of two Gumbel tastes is logistic, so one uniform serves for both.
    """
    return derived.scale[0] * (derived.scale[2] * logistic_draw(u_any) + derived.scale[3] * logistic_draw(u_hub))


@compiled
def forget(t, seed, people, plan, ties, agents, pairs, hubs, lapsed):
    """The agents of the pairs `lapsed` forget their hubs, unless they use them or are clients; nobody waits for a hub forgotten.

    At most `GROUP` pairs, whose draws are made together.
    """
    number = 0
    slots, keys, spells = np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64)
    u = np.empty(GROUP)
    for j in range(lapsed.shape[0]):
        k = lapsed[j]
        i, h = ties.agent[k], ties.hub[k]
        slots[number], keys[number], spells[number] = people[i].slot, plan[h].key, pairs.row[k].spell + 1
        lapsed[number] = k
        number += 1 if agents[i].hub != h and agents[i].client_hub != h else 0
    draw(seed, AWARENESS, spells, slots, keys, u[:number])
    for j in range(number):
        k = lapsed[j]
        i, h = int(ties.agent[k]), int(ties.hub[k])
        count_aware(people, hubs, i, h, -1.0)
        pairs.aware[k] = 0
        pairs.row[k].spell += 1
        pairs.clock[k] = hubs[h].hazard + exponential(u[j])
        if agents[i].waiting_hub == h:
            agents[i].waiting = NO_PLAN


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
def end_voucher(public, agents, i):
    """A voucher ends; what was set aside for its remaining months returns to the pot."""
    v = int(agents[i].voucher)
    if v >= 0:
        public.spent[v] -= agents[i].voucher_eur * agents[i].voucher_left
        agents[i].voucher = -1
        agents[i].voucher_left = 0


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
