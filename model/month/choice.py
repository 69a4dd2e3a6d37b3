"""Step 5: choice with inertia (ODD §7.5). Who reconsiders, and what they prefer.

A person weighs home (or the present office) against each plan of each hub it knows, in the month its taste is renewed, on hearing of a
hub, or on noticing a changed offer. Everyone looks at the hubs as they stood at the end of last month, so the order of people does not
matter; places are then given in an order drawn for the month (`places.py`).
"""

import math
from typing import NamedTuple

import numpy as np

from model.columns import KNOWS_A_HUB, NEVER
from model.compiled import compiled, fetch, fetch_whole, inlined, loop
from model.draws import EPOCH, GROUP, PRIORITY, SHOCK, draw, draw_four, gumbel, uniform
from model.month.instruments.vouchers import discount_on
from model.month.lookup import is_open, is_sold, list_due
from model.month.prices import rooms_of
from model.month.renewal import catch_up, set_renewal
from model.month.utility import (
    crowding_of,
    days_wanted,
    elsewhere,
    habit_of,
    home_push,
    hub_utility,
    hub_worth,
    may_come,
    most_of_plans,
    most_of_renewed,
    plan_utility,
    renewed_for_any,
    renewed_for_hub,
)
from model.names import FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE, codes

PAIRS_A_LINE = 4  # rows of pairs that fill one line of the processor's cache, or two


@inlined
def all_lose(town, i, number, group, most, best):
    """Whether no hub can win, were the best of the hubs offered to agent i also the one for which all its tastes are luckiest.

    Most people are settled here, without looking at hub by hub. `most` is what any plan can add, `best` what has to be beaten.
    """
    p = town.parameters[0]
    offers, first, last = group.offers, group.choosers.first_offer[number], group.choosers.first_offer[number + 1]
    highest, u_hub, u_plan = -math.inf, 0.0, 0.0
    for offer in range(first, last):
        k = offers.pair[offer]
        highest = max(highest, group.most_worth[town.ties.hub[k]] + town.pairs.row[k].taste)
        u_hub = max(u_hub, offers.u[0, offer])
        u_plan = max(u_plan, offers.u[1, offer], offers.u[2, offer], offers.u[3, offer])
    highest += home_push(p, town.people, i) + max(0.0, p.beta_s)
    if town.agents[i].collaborations > 0:
        highest += max(0.0, p.beta_k) * p.collaborations_valued
    return highest + most_of_renewed(town, group.choosers.u_any[number], u_hub, u_plan) + most <= best


@inlined
def best_option(t, town, i, number, group):
    """The option agent i prefers now, the chooser of that number, as (hub, plan); (-1, none) is outside."""
    p = town.parameters[0]
    derived, agents, pairs, choosers, offers = town.derived, town.agents, town.pairs, group.choosers, group.offers
    habit = 0.0 if choosers.free[number] == 1 else habit_of(town, i)  # a change of job suspends habit
    u_any = choosers.u_any[number]
    now_hub = int(agents[i].hub)
    now_plan = int(agents[i].plan)
    moving = habit if now_hub < 0 else p.habit_hub_change * habit
    any_hub = 0.0
    best_hub, best_pair = -1, -1
    best_plan = NO_PLAN
    best = 0.0 if now_hub < 0 else -habit  # outside; all tastes are measured against it
    firm = town.people[i].kind == FIRM
    most = most_of_plans(town, i)
    if now_hub < 0 and all_lose(town, i, number, group, most, best + moving):
        return best_hub, best_plan
    for offer in range(choosers.first_offer[number], choosers.first_offer[number + 1]):
        k = offers.pair[offer]
        h = int(town.ties.hub[k])
        if not may_come(town, i, h):
            continue
        u_0, u_1, u_2, u_3 = offers.u[0, offer], offers.u[1, offer], offers.u[2, offer], offers.u[3, offer]
        valued = hub_utility(town, i, h, k, group.worth[h], group.crowding[h])
        costs = 0.0 if now_hub == h else moving
        # most hubs lose with the luckiest tastes there could be and the most that any plan could add
        if valued + pairs.row[k].taste + most_of_renewed(town, u_any, u_0, max(u_1, u_2, u_3)) + most - costs <= best:
            continue
        any_hub = renewed_for_any(derived, u_any)
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
def ask(t, town, i, lists):
    """Put agent i into this month's queue, and have it looked at again next month."""
    asked = lists.counts[ASKING]
    lists.asking[asked] = i
    lists.priority[asked] = uniform(town.seed, PRIORITY, t, town.people[i].slot, 0)
    lists.counts[ASKING] = asked + 1
    town.due.choose[i] = t + 1


@inlined
def list_leaver(i, lists):
    """Agent i gives up its hub this month."""
    lists.leavers[lists.counts[LEAVING]] = i
    lists.counts[LEAVING] += 1


ASKING, LEAVING = codes(2)  # positions in `Lists.counts`


class Lists(NamedTuple):
    """Who does what this month, in the order of rows: workspace."""

    looking: np.ndarray  # who has something to choose
    asking: np.ndarray  # who asks for a place
    priority: np.ndarray  # the order drawn for them
    leavers: np.ndarray  # who gives up its hub
    counts: np.ndarray  # int64[2]: how many ask, how many leave


class Choosers(NamedTuple):
    """People who choose side by side, so that their draws are made together; one entry each, `GROUP` at most."""

    agent: np.ndarray
    free: np.ndarray  # 1 if it has no way of working to leave
    renews: np.ndarray  # 1 if its taste is renewed
    epoch: np.ndarray
    slot: np.ndarray
    generation: np.ndarray
    first_offer: np.ndarray  # its offers; those of the next end them
    any_hub: np.ndarray  # the key of any hub
    u_renewal: np.ndarray  # float64[4, ...]
    u_any: np.ndarray


class Offers(NamedTuple):
    """Hubs they choose from, the offers of one after those of another, and the keys of their renewed tastes."""

    pair: np.ndarray
    epoch: np.ndarray
    slot: np.ndarray
    key: np.ndarray
    u: np.ndarray  # float64[4, ...]: for the hub, then for its plans


class Group(NamedTuple):
    """People who choose side by side, what they choose from, and what they all see of each hub this month: workspace."""

    choosers: Choosers
    offers: Offers
    worth: np.ndarray  # `hub_worth`
    crowding: np.ndarray  # `crowding_of`
    most_worth: np.ndarray  # the most a hub can be worth to anybody, but for tastes, contacts and plans


@compiled
def room_for_group(hubs):
    """Room for a group, where there are so many hubs."""
    people, options = np.zeros((7, GROUP + 1), dtype=np.int64), np.empty((4, 2 * GROUP + hubs), dtype=np.int64)
    any_hub, seen = np.zeros(GROUP, dtype=np.int64), np.empty((3, hubs))
    u_renewal, u_any, u_offers = np.empty((4, GROUP)), np.empty(GROUP), np.empty((4, 2 * GROUP + hubs))
    choosers = Choosers(people[0], people[1], people[2], people[3], people[4], people[5], people[6], any_hub, u_renewal, u_any)
    return Group(choosers, Offers(options[0], options[1], options[2], options[3], u_offers), seen[0], seen[1], seen[2])


@loop
def look_at_hubs(town, group):
    """What everybody sees of each hub this month."""
    p, hubs = town.parameters[0], town.hubs
    for h in range(hubs.shape[0]):
        group.worth[h], group.crowding[h] = hub_worth(town, h), crowding_of(p, hubs, h)
        fitting = max(p.beta_f, -p.beta_f * p.misfit) if town.specs[h].specialisation >= 0 else 0.0
        group.most_worth[h] = group.worth[h] - group.crowding[h] + fitting + max(0.0, hubs[h].appeal_employee)


@inlined
def fetch_what_choice_asks(town, block):
    """Ask memory for the rows of a block of agents, then for those of their pairs, before they are read one after the other."""
    ties, pairs = town.ties, town.pairs
    for i in block:
        fetch(town.agents, i)
        fetch_whole(town.people, i)
        fetch(ties.start, i)
    for i in block:
        for k in range(ties.start[i], ties.start[i + 1], PAIRS_A_LINE):
            fetch(pairs.row, k)
            fetch(ties.minutes, k)
            fetch(pairs.aware, k)
            fetch(ties.hub, k)


@inlined
def list_offers(town, i, offers, listed):
    """List the hubs agent i can choose from, its known open ones; returns how many offers are listed."""
    p = town.parameters[0]
    people, ties = town.people, town.ties
    rooms = rooms_of(p, people, i) if people[i].kind == FIRM else 0.0
    for k in range(ties.start[i], ties.start[i + 1]):
        h = int(ties.hub[k])
        if town.pairs.aware[k] == 1 and is_open(town.hubs, h) and rooms <= town.hubs[h].offices:
            offers.pair[listed] = k
            offers.epoch[listed], offers.slot[listed], offers.key[listed] = town.agents[i].epoch, people[i].slot, town.specs[h].key
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


@inlined
def catch_up_those_behind(t, town, block, choosers):
    """Let what was renewed before this month pass for those of a block who know a hub; `choosers` is workspace."""
    number = 0
    for i in block:
        choosers.agent[number] = i
        number += 1 if town.due.tied[i] & KNOWS_A_HUB and town.agents[i].next_epoch < t else 0
    catch_up(t, town, choosers.agent, number, choosers.epoch, choosers.slot, choosers.generation, choosers.u_renewal)


@inlined
def list_choosers(t, town, block, choosers, lists):
    """List who of a block reconsiders, and return how many do. Of the others, who waits asks again, and whose notice is over leaves."""
    agents, due = town.agents, town.due
    number = 0
    for i in block:
        if due.tied[i] & KNOWS_A_HUB == 0:
            due.choose[i] = NEVER
            continue
        renews = t >= agents[i].next_epoch
        if not renews and agents[i].evaluate == 0:
            due.choose[i] = next_choice(agents, i)
            if agents[i].ends <= t:
                list_leaver(i, lists)
            if agents[i].waiting != NO_PLAN:
                ask(t, town, i, lists)
            continue
        firm = town.people[i].kind == FIRM
        free = firm and 0 < t == agents[i].arrived  # a new firm has no premises to leave
        choosers.free[number] = 1 if free or (renews and agents[i].job_epoch == 1 and not firm) else 0
        choosers.renews[number] = 1 if renews else 0
        agents[i].epoch += 1 if renews else 0
        agents[i].evaluate = 0
        agents[i].waiting = NO_PLAN
        choosers.agent[number], choosers.slot[number] = i, town.people[i].slot
        choosers.epoch[number], choosers.generation[number] = agents[i].epoch, agents[i].generation
        number += 1
    return number


@inlined
def renew(t, town, choosers, number):
    """Draw, for the first `number` choosers, when their taste is next renewed, and what is renewed of their taste for any hub now."""
    draw_four(town.seed, EPOCH, choosers.epoch, choosers.slot, choosers.generation, choosers.u_renewal, number)
    draw(town.seed, SHOCK, choosers.epoch, choosers.slot, choosers.any_hub, choosers.u_any[:number])
    for c in range(number):
        if choosers.renews[c] == 1:
            u = choosers.u_renewal
            set_renewal(t, town, choosers.agent[c], u[0, c], u[1, c], u[2, c])


@inlined
def choose(t, town, i, number, group, lists):
    """Let agent i, the chooser of that number, ask for what it prefers, or give up what it has."""
    agents, due = town.agents, town.due
    h, plan = best_option(t, town, i, number, group)
    if h < 0:
        if agents[i].hub >= 0 and gives_notice(t, town.parameters[0], agents, i):
            list_leaver(i, lists)
    elif h != agents[i].hub or plan != agents[i].plan or town.instruments.row.shape[0] > 0:
        # who stays with what it has asks too where there are instruments: it may take a voucher
        agents[i].waiting = plan
        agents[i].waiting_hub = h
        agents[i].ends = NEVER
        ask(t, town, i, lists)
    else:
        agents[i].ends = NEVER
    if due.choose[i] <= t:
        due.choose[i] = next_choice(agents, i)


@loop
def reconsider(first, last, t, town, group, lists):
    """Let the agents from `first` up to `last` who reconsider choose, all looking at the same month.

    Who wants (or waits for) a place, and who leaves, is added to the lists. People are taken in groups, so that the draws of a group are
    made together.
    """
    choosers, offers, hubs = group.choosers, group.offers, town.hubs.shape[0]
    looking = lists.looking[: list_due(first, last, t, town.due.choose, lists.looking)]
    for start in range(0, looking.shape[0], GROUP):
        block = looking[start : min(start + GROUP, looking.shape[0])]
        fetch_what_choice_asks(town, block)
        catch_up_those_behind(t, town, block, choosers)
        number = list_choosers(t, town, block, choosers, lists)
        renew(t, town, choosers, number)
        done = 0
        while done < number:  # as many at once as there is room for their offers
            many, listed = done, 0
            while many < number and listed + hubs <= offers.pair.shape[0]:
                choosers.first_offer[many] = listed
                listed = list_offers(town, int(choosers.agent[many]), offers, listed)
                many += 1
            choosers.first_offer[many] = listed
            draw_four(town.seed, SHOCK, offers.epoch, offers.slot, offers.key, offers.u, listed)
            for c in range(done, many):
                choose(t, town, int(choosers.agent[c]), c, group, lists)
            done = many
