"""Step 2: who is in a hub from the first day (ODD §7.2): founders, the members of a hub found open, and the firms in its offices."""

import math

import numpy as np

from model.compiled import compiled, fetch, fetch_whole, inlined, loop
from model.draws import GROUP, SHOCK, TASTE, draw, draw_four, gumbel, uniform, uniforms
from model.month.awareness import become_aware
from model.month.lookup import is_sold, keep_best, usual_desk
from model.month.membership import free_seats, has_place, join
from model.month.prices import rooms_of
from model.month.renewal import catch_up
from model.month.utility import (
    crowding_of,
    days_wanted,
    hub_utility,
    hub_worth,
    lasting_taste,
    may_come,
    most_of_lasting,
    most_of_plans,
    most_of_renewed,
    plan_utility,
    renewed_for_any,
    renewed_for_hub,
)
from model.names import BY_FOUNDING, EMPLOYEE, FIRM, FIXED, FLEX, OFFICE


@inlined
def best_offer(town, i, h, k, plan, u_lasting, u_any, u_hub, u_plan):
    """Utility of a plan of a new hub to agent i, without habit: who founds a hub is who wants it most."""
    p = town.parameters[0]
    derived, hubs = town.derived, town.hubs
    taste = renewed_for_hub(derived, u_hub) + (renewed_for_any(derived, u_any) + lasting_taste(derived, u_lasting[0], u_lasting[1]))
    value = hub_utility(town, i, h, k, hub_worth(town, h), crowding_of(p, hubs, h)) + taste
    days = days_wanted(p, town.people, i, town.ties.minutes[k])
    return value + plan_utility(town, i, h, k, plan, days, 0.0) + p.plan_nest * gumbel(u_plan)


@inlined
def at_most(town, i, h, k, plan, u_lasting, u_any, u_hub, u_plan):
    """A bound above `best_offer`, better than `without_travel` and dearer."""
    p = town.parameters[0]
    tastes = most_of_renewed(town, u_any, u_hub, u_plan) + most_of_lasting(town.derived, u_lasting[0], u_lasting[1])
    days = days_wanted(p, town.people, i, town.ties.minutes[k])
    worth = hub_utility(town, i, h, k, hub_worth(town, h), crowding_of(p, town.hubs, h))
    return worth + plan_utility(town, i, h, k, plan, days, 0.0) + tastes


@inlined
def without_travel(town, i, h, k, u_lasting, u_any, u_hub, u_plan):
    """A bound above `best_offer` for whoever pays nothing and lives next door: hardly anybody comes near the best even so."""
    tastes = most_of_renewed(town, u_any, u_hub, u_plan) + most_of_lasting(town.derived, u_lasting[0], u_lasting[1])
    worth = hub_utility(town, i, h, k, hub_worth(town, h), crowding_of(town.parameters[0], town.hubs, h))
    return worth + most_of_plans(town, i) + tastes


@inlined
def may_found(town, i, group, firms):
    """Whether agent i may be in a hub from the first day: independents alone found, firms only where offices are let, of one room."""
    people, agents = town.people, town.agents
    if agents[i].resident == 0 or agents[i].hub >= 0:
        return False
    if people[i].kind == FIRM:
        return firms and rooms_of(town.parameters[0], people, i) <= 1.0
    return not (group and people[i].kind == EMPLOYEE)


@loop
def list_candidates(t, town, h, near, group, firms, candidate, epochs, slots, generations, u):
    """List those of the pairs `near` that may be in hub h from the first day, with the keys of their tastes; returns how many.

    Their tastes are renewed up to now; `u` is workspace.
    """
    ties, agents = town.ties, town.agents
    behind = 0
    for k in near:
        fetch(agents, ties.agent[k])
        fetch_whole(town.people, ties.agent[k])
    for k in near:
        i = ties.agent[k]
        candidate[behind] = i
        behind += 1 if may_found(town, i, group, firms) and agents[i].next_epoch < t else 0
    catch_up(t, town, candidate, behind, epochs, slots, generations, u)
    number = 0
    for k in near:
        i = ties.agent[k]
        if may_found(town, i, group, firms) and may_come(town, i, h):
            candidate[number] = k
            epochs[number], generations[number], slots[number] = agents[i].epoch, agents[i].generation, town.people[i].slot
            number += 1
    return number


@loop
def rank(town, h, desk, candidates, u, values, rows, firm_values, firm_rows):
    """Put those of the candidates, pairs, whom hub h suits best into the lists; `u` are their uniforms, as `rank_founders` has them."""
    people = town.people
    for j in range(candidates.shape[0]):
        k = candidates[j]
        i = town.ties.agent[k]
        firm = people[i].kind == FIRM
        plan, u_plan = (OFFICE, u[4, j]) if firm else (desk, u[3 + desk, j])  # in the order of the codes
        u_lasting, u_any, u_hub = (u[0, j], u[1, j]), u[2, j], u[3, j]
        listed = firm_values.shape[0] if firm else values.shape[0]
        if listed == 0:
            continue
        last = firm_values[listed - 1] if firm else values[listed - 1]
        if without_travel(town, i, h, k, u_lasting, u_any, u_hub, u_plan) <= last:
            continue
        if at_most(town, i, h, k, plan, u_lasting, u_any, u_hub, u_plan) > last:
            value = best_offer(town, i, h, k, plan, u_lasting, u_any, u_hub, u_plan)
            if firm:
                keep_best(firm_values, firm_rows, value, k)
            else:
                keep_best(values, rows, value, k)


@compiled
def rank_founders(t, town, h, near, group, desk, values, rows, firm_values, firm_rows):
    """List the persons, and the firms, whom a desk or an office of hub h would suit best: their pairs, best first.

    `desk` is the plan by which persons are ranked; `group` says that they are to be independents, who need nobody's leave.

    `near` are the pairs of the hub; they are taken in groups, so that the draws of a group are made together.
    """
    seed, firms = town.seed, firm_rows.shape[0] > 0
    candidate, names = np.empty(GROUP + 1, dtype=np.int64), np.zeros((5, GROUP), dtype=np.int64)
    epochs, generations, slots, any_hub, this_hub = names[0], names[1], names[2], names[3], names[4]
    this_hub[:] = town.specs[h].key
    u = np.empty((7, GROUP))  # lasting tastes for any hub and for this one, renewed ones for any, for this one, and for its plans
    for first in range(0, near.shape[0], GROUP):
        part = near[first : min(first + GROUP, near.shape[0])]
        number = list_candidates(t, town, h, part, group, firms, candidate, epochs, slots, generations, u[3:])
        draw(seed, TASTE, generations, slots, any_hub, u[0, :number])
        draw(seed, TASTE, generations, slots, this_hub, u[1, :number])
        draw(seed, SHOCK, epochs, slots, any_hub, u[2, :number])
        draw_four(seed, SHOCK, epochs, slots, this_hub, u[3:], number)
        rank(town, h, desk, candidate[:number], u, values, rows, firm_values, firm_rows)


@loop
def offer_of_fixed_desk(town, h, k):
    """What a fixed desk of hub h is worth to the agent of pair k."""
    seed, agents = town.seed, town.agents
    i = town.ties.agent[k]
    slot, key, epoch, generation = town.people[i].slot, town.specs[h].key, agents[i].epoch, agents[i].generation
    u_lasting = (uniform(seed, TASTE, generation, slot, 0), uniform(seed, TASTE, generation, slot, key))
    u_any = uniform(seed, SHOCK, epoch, slot, 0)
    u_hub, _, _, u_fixed = uniforms(seed, SHOCK, epoch, slot, key)
    return best_offer(town, i, h, k, FIXED, u_lasting, u_any, u_hub, u_fixed)


@compiled
def gain_of_fixed_desks(town, h, values, rows):
    """What a fixed desk is worth to each person listed, over flex, before anybody is in: friends who join do not count yet."""
    gains = np.full(rows.shape[0], -math.inf)
    for f in range(rows.shape[0]):
        if rows[f] >= 0:
            gains[f] = offer_of_fixed_desk(town, h, int(rows[f])) - values[f]
    return gains


@compiled
def found(t, town, h, near):
    """Who is in from the first day: a founding group, or the members of a hub found open; and the firms whose offices are stated as let.

    Founders are those in reach whom the hub suits best, each on flex or a fixed desk, whichever it prefers. Founding looks only at
    the hub as its operator made it, so every policy finds the same founders.
    """
    specs, hubs = town.specs, town.hubs
    group = specs[h].age == 0
    n_persons = int(round(min(specs[h].founders, specs[h].desks) if group else specs[h].members_flex + specs[h].members_fixed))
    n_firms = int(round(min(specs[h].offices_let, specs[h].offices)))
    rows = np.full(n_persons, -1)
    firm_rows = np.full(n_firms, -1)
    values = np.full(n_persons, -math.inf)
    firm_values = np.full(n_firms, -math.inf)
    desk = usual_desk(town, h)
    rank_founders(t, town, h, near, group, desk, values, rows, firm_values, firm_rows)
    gains = gain_of_fixed_desks(town, h, values, rows) if desk == FLEX else np.full(n_persons, math.inf)
    n_fixed = int(round(specs[h].members_fixed))
    ranked, keenest = np.full(n_fixed, -math.inf), np.full(n_fixed, -1)
    for f in range(n_persons):
        keep_best(ranked, keenest, gains[f], f)
    for f in range(n_persons):
        if rows[f] < 0:
            continue
        if group:
            fixed = gains[f] > 0.0 and is_sold(town, h, FIXED) and free_seats(hubs, h) >= 1.0
        else:
            fixed = (keenest == f).any()
        plan = FIXED if fixed else FLEX
        if is_sold(town, h, plan) and has_place(town, int(town.ties.agent[rows[f]]), h, plan):
            enter(t, town, h, plan, rows[f : f + 1])
    for f in range(n_firms):
        if firm_rows[f] >= 0:
            enter(t, town, h, OFFICE, firm_rows[f : f + 1])


@compiled
def enter(t, town, h, plan, pair):
    """A founder, given as a list of one pair, comes to know the hub, if it did not, and joins."""
    if town.pairs.aware[pair[0]] == 0:
        become_aware(t, town, pair)
    town.pairs.channel[pair[0]] = BY_FOUNDING
    i = int(town.ties.agent[pair[0]])
    town.agents[i].evaluate = 0  # has just decided
    join(t, town, i, h, plan)
