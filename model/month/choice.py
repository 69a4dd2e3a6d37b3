"""Step 5: choice with inertia (ODD §7.5). Who reconsiders, and what they prefer.

A person weighs home (or the present office) against each plan of each hub it knows, in the month its taste is renewed, on hearing of a
hub, or on noticing a changed offer. Everyone looks at the hubs as they stood at the end of last month, so the order of people does not
matter; places are then given in an order drawn for the month (`places.py`).
"""

import numpy as np

from model.columns import NEVER
from model.compiled import compiled, inlined, loop
from model.draws import EPOCH, GROUP, PRIORITY, SHOCK, draw, draw_four, gumbel, gumbel_at_most, logistic_at_most, uniform
from model.month.instruments.vouchers import discount_on
from model.month.lookup import is_open, is_sold, list_due
from model.month.membership import leave
from model.month.prices import rooms_of
from model.month.utility import (
    catch_up,
    crowding_of,
    days_wanted,
    elsewhere,
    habit_of,
    hub_utility,
    hub_worth,
    may_come,
    most_of_plans,
    plan_utility,
    renewed_for_any,
    renewed_for_hub,
    set_renewal,
)
from model.names import FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE

AHEAD = 7  # pairs from an agent's first to the last that is read ahead


@inlined
def best_option(t, town, i, free, u_any, offers, u_offers, first, last, worth, crowding):
    """The option agent i prefers now, as (hub, plan); (-1, none) is outside. `free`: a change of job suspends habit.

    `offers[first:last]` are the pairs it has to choose from, `u_offers` their uniforms: for the hub, then for its plans; `worth` and
    `crowding` are those of the hubs (`hub_worth`, `crowding_of`).
    """
    p = town.parameters[0]
    derived, agents, pairs = town.derived, town.agents, town.pairs
    habit = 0.0 if free else habit_of(town, i)
    now_hub = int(agents[i].hub)
    now_plan = int(agents[i].plan)
    moving = habit if now_hub < 0 else p.habit_hub_change * habit
    any_hub = renewed_for_any(derived, u_any)
    best_hub, best_pair = -1, -1
    best_plan = NO_PLAN
    best = 0.0 if now_hub < 0 else -habit  # outside; all tastes are measured against it
    firm = town.people[i].kind == FIRM
    most = most_of_plans(p, town.people, i)
    for offer in range(first, last):
        k = offers[offer]
        h = int(town.ties.hub[k])
        if not may_come(town, i, h):
            continue
        u_0, u_1, u_2, u_3 = u_offers[0, offer], u_offers[1, offer], u_offers[2, offer], u_offers[3, offer]
        valued = hub_utility(town, i, h, k, worth[h], crowding[h])
        tastes = any_hub + pairs.row[k].taste
        costs = 0.0 if now_hub == h else moving
        # most people are settled by the luckiest taste there could be, without a logarithm, and the most that any plan could add
        luckiest = derived.one_hub * derived.renewed * logistic_at_most(u_0) + p.plan_nest * gumbel_at_most(max(u_1, u_2, u_3))
        if valued + tastes + luckiest + most - costs + 1e-9 <= best:
            continue
        taste = renewed_for_hub(derived, u_0)
        base = valued + any_hub + taste + pairs.row[k].taste - costs
        # no plan can be worth more than the hub with the luckiest taste for a plan
        luckiest = p.plan_nest * gumbel(max(u_1, u_2, u_3))
        days = days_wanted(p, town.people, i, town.ties.minutes[k])
        first_plan, last_plan = (OFFICE, OFFICE) if firm else (OCCASIONAL, FIXED)  # codes of occasional, flex, fixed follow one another
        for plan in range(first_plan, last_plan + 1):
            if not firm and not is_sold(town, h, plan):
                continue
            discount = 0.0
            if town.instruments.row.shape[0] > 0:
                discount = discount_on(t, town, i, h, plan, days)
            value = base + plan_utility(town, i, h, k, plan, days, discount)
            if value + luckiest <= best:
                continue
            u = u_1 if plan == OCCASIONAL or plan == OFFICE else (u_2 if plan == FLEX else u_3)
            value += p.plan_nest * gumbel(u)
            if now_hub == h and now_plan != plan:
                value -= p.habit_plan_change * habit
            if value > best:
                best = value
                best_hub, best_pair = h, k
                best_plan = plan
    if best_hub >= 0 and not firm and town.other_places[town.people[i].town] > 0.0:
        if elsewhere(town, i, best_pair, any_hub) - moving > best:
            return -1, NO_PLAN
    return best_hub, best_plan


@inlined
def ask(t, town, i, asking, priority, asked):
    """Put agent i into this month's queue, and have it looked at again next month; returns how many are in the queue."""
    asking[asked] = i
    priority[asked] = uniform(town.seed, PRIORITY, t, town.people[i].slot, 0)
    town.due.choose[i] = t + 1
    return asked + 1


@loop
def read_ahead(town, group, next_epoch, slots, knows, touched):
    """Read side by side what tells who of a group has something to choose: the month of the next renewal, the slot, whether it knows a hub.

    Short loops without branches, so that the processor waits for many rows of memory at once instead of for one after the other: what
    belongs to an agent's pairs is touched here (`touched` only keeps the reading from being left out) and read later.
    """
    ties, pairs = town.ties, town.pairs
    end = ties.hub.shape[0] - 1
    for j in range(group.shape[0]):
        i = group[j]
        next_epoch[j] = town.agents[i].next_epoch
        slots[j] = town.people[i].slot
        knows[j] = min(ties.start[i], end)
    for j in range(group.shape[0]):
        first, last = knows[j], min(knows[j] + AHEAD, end)
        touched[j] = pairs.row[first].taste + pairs.row[last].taste + ties.minutes[first] + ties.minutes[last]
        knows[j] = pairs.aware[first] + ties.hub[first]
    for j in range(group.shape[0]):
        known = 0
        for k in range(ties.start[group[j]], ties.start[group[j] + 1]):
            known |= pairs.aware[k]
        knows[j] = known


@inlined
def list_offers(town, i, offers, times, slots, keys, listed):
    """List the hubs agent i can choose from, its known open ones, and the keys of their renewed tastes; returns how many are listed."""
    p = town.parameters[0]
    people, ties = town.people, town.ties
    rooms = rooms_of(p, people, i) if people[i].kind == FIRM else 0.0
    for k in range(ties.start[i], ties.start[i + 1]):
        h = int(ties.hub[k])
        if town.pairs.aware[k] == 1 and is_open(town.hubs, h) and rooms <= town.hubs[h].offices:
            offers[listed] = k
            times[listed], slots[listed], keys[listed] = town.agents[i].epoch, people[i].slot, town.specs[h].key
            listed += 1
    return listed


@inlined
def next_choice(agents, i):
    """The month in which agent i next has something to decide or to do: a renewal, or the end of the notice it gave."""
    return min(agents[i].next_epoch, agents[i].ends)


@inlined
def gives_notice(t, p, agents, i):
    """Agent i wants to leave its hub: a fixed desk or an office ends after its term and a notice, any other plan at once. True if now."""
    if agents[i].plan == FIXED or agents[i].plan == OFFICE:
        agents[i].ends = min(agents[i].ends, max(t + int(p.notice_months), int(agents[i].bound)))
        return agents[i].ends <= t
    return True


@compiled
def reconsider(t, town, looking, asking, priority, leavers):
    """Let everyone who reconsiders choose, all looking at the same month; then leavers go. Who wants (or waits for) a place is listed.

    Writes rows and drawn priorities into `asking` and `priority` and returns how many ask; `looking` and `leavers` are workspace. People
    are taken in groups, so that the draws of a group are made together.
    """
    agents, due, hubs = town.agents, town.due, town.hubs
    p = town.parameters[0]
    room = 2 * GROUP + hubs.shape[0]
    offers, u_offers = np.empty(room, dtype=np.int64), np.empty((4, room))
    times, slots, keys = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    chooser, first_offer = np.empty(GROUP, dtype=np.int64), np.empty(GROUP + 1, dtype=np.int64)
    free = np.empty(GROUP, dtype=np.uint8)
    renewed = np.empty(GROUP, dtype=np.int64)
    epochs, own_slots, generations = np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64)
    any_hub = np.zeros(GROUP, dtype=np.int64)
    u_renewal, u_any = np.empty((4, GROUP)), np.empty(GROUP)
    next_epoch, slot_of, knows = np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64)
    worth, crowding = np.empty(hubs.shape[0]), np.empty(hubs.shape[0])
    for h in range(hubs.shape[0]):
        worth[h], crowding[h] = hub_worth(town, h), crowding_of(p, hubs, h)
    touched = np.empty(GROUP)
    asked, gone, position, read = 0, 0, 0, 0
    n_looking = list_due(t, due.choose, looking)
    while position < n_looking:
        choosers, renewals, listed = 0, 0, 0
        while position < n_looking and choosers < GROUP and listed + hubs.shape[0] <= room:
            if position == read:
                read = min(position + GROUP, n_looking)
                read_ahead(town, looking[position:read], next_epoch, slot_of, knows, touched)
            i, j = looking[position], position % GROUP
            position += 1
            if knows[j] == 0:
                due.choose[i] = NEVER
                continue
            if next_epoch[j] < t:
                catch_up(t, town, i)
            renews = t >= agents[i].next_epoch
            if not renews and agents[i].evaluate == 0:
                due.choose[i] = next_choice(agents, i)
                if agents[i].ends <= t:  # the notice given is over
                    leavers[gone] = i
                    gone += 1
                if agents[i].waiting != NO_PLAN:
                    asked = ask(t, town, i, asking, priority, asked)
                continue
            firm = town.people[i].kind == FIRM
            free[choosers] = 1 if firm and 0 < t == agents[i].arrived else 0  # a new firm has no premises to leave
            if renews:
                free[choosers] |= 1 if agents[i].job_epoch == 1 and not firm else 0
                agents[i].epoch += 1
                renewed[renewals] = choosers
                renewals += 1
            agents[i].evaluate = 0
            agents[i].waiting = NO_PLAN
            chooser[choosers] = i
            first_offer[choosers] = listed
            epochs[choosers], own_slots[choosers], generations[choosers] = agents[i].epoch, slot_of[j], agents[i].generation
            listed = list_offers(town, i, offers, times, slots, keys, listed)
            choosers += 1
        first_offer[choosers] = listed
        draw_four(town.seed, EPOCH, epochs, own_slots, generations, u_renewal, choosers)
        draw(town.seed, SHOCK, epochs, own_slots, any_hub, u_any[:choosers])
        draw_four(town.seed, SHOCK, times, slots, keys, u_offers, listed)
        for r in range(renewals):
            c = renewed[r]
            set_renewal(t, p, agents, chooser[c], u_renewal[0, c], u_renewal[1, c], u_renewal[2, c])
        for c in range(choosers):
            i = chooser[c]
            h, plan = best_option(
                t, town, i, free[c] == 1, u_any[c], offers, u_offers, first_offer[c], first_offer[c + 1], worth, crowding
            )
            if h < 0:
                if agents[i].hub >= 0 and gives_notice(t, p, agents, i):
                    leavers[gone] = i
                    gone += 1
            elif h != agents[i].hub or plan != agents[i].plan or town.instruments.row.shape[0] > 0:
                # who stays with what it has asks too where there are instruments: it may take a voucher
                agents[i].waiting = plan
                agents[i].waiting_hub = h
                agents[i].ends = NEVER
                asked = ask(t, town, i, asking, priority, asked)
            else:
                agents[i].ends = NEVER
            if due.choose[i] <= t:
                due.choose[i] = next_choice(agents, i)
    for position in range(gone):
        leave(t, town, leavers[position])
    return asked
