"""Step 3b. Places: who asks for a desk or an office gets it in an order drawn for the month, and takes the voucher on offer.

What the agent holds now is freed only by getting something else; who finds no place waits.
"""

import math

from model.compiled import loop
from model.draws import ATTENTION, uniform
from model.month.instruments.offers import offered_voucher, plan_price, repriced
from model.month.membership import change_plan, free_seats, has_place, is_open, join, leave, seats_of
from model.names import FIXED, FLEX, NO_PLAN, OCCASIONAL


@loop
def reprice_voucher(plan, instruments, public, agents, i):
    """After a change of plan a voucher pays its share of the new price: less at once, more if the pot can bear it."""
    v = int(agents[i].voucher)
    if v < 0:
        return
    amount = repriced(instruments, public, agents, i, v, plan_price(plan, int(agents[i].hub), int(agents[i].plan)))
    public.spent[v] += (amount - agents[i].voucher_eur) * agents[i].voucher_left
    agents[i].voucher_eur = amount


@loop
def take_voucher(t, people, plan, instruments, public, agents, i, h, plan_code):
    """A member takes the voucher on offer, if any; the pot sets aside all its months."""
    if plan_code == OCCASIONAL or instruments.row.shape[0] == 0 or agents[i].voucher >= 0:
        return
    v, amount = offered_voucher(t, people, plan, instruments, public, agents, i, h, plan_code)
    if v >= 0 and amount > 0.0:
        agents[i].voucher = v
        agents[i].voucher_left = int(instruments.row[v].c)
        agents[i].voucher_eur = amount
        agents[i].voucher_used = 1
        public.spent[v] += amount * int(instruments.row[v].c)


@loop
def seat(t, seed, p, people, plan, ties, instruments, public, agents, due, pairs, hubs, i, h, plan_code):
    """Give agent i the plan it asks for in hub h, or flex instead of a refused fixed desk; else it waits. True if seated."""
    if agents[i].hub == h and plan_code == agents[i].plan:
        take_voucher(t, people, plan, instruments, public, agents, i, h, plan_code)
        return True
    # what the agent holds now is freed only by getting something else
    own = seats_of(p, int(agents[i].plan)) if agents[i].hub == h else 0.0
    wanted = plan_code
    if plan_code == FIXED and free_seats(hubs, h) + own < 1.0:
        wanted = FLEX
    if agents[i].hub == h:
        if wanted == agents[i].plan:
            return False
        fits = seats_of(p, wanted) <= free_seats(hubs, h) + own
        if wanted == OCCASIONAL:
            fits = (hubs[h].occasional + 1.0) * p.seat_occasional <= p.occasional_share * hubs[h].desks
        if not fits:
            return False
        take_voucher(t, people, plan, instruments, public, agents, i, h, wanted)
        change_plan(t, p, people, ties, public, agents, pairs, hubs, i, wanted)
        reprice_voucher(plan, instruments, public, agents, i)
        return True
    if not has_place(p, hubs, h, wanted):
        return False
    if agents[i].hub >= 0:
        if agents[i].plan != OCCASIONAL and wanted != OCCASIONAL:
            hubs[h].moved_in += 1.0
        leave(t, seed, p, people, plan, ties, public, agents, due, pairs, hubs, i)
    take_voucher(t, people, plan, instruments, public, agents, i, h, wanted)
    join(t, p, people, ties, agents, due, pairs, hubs, i, h, wanted)
    return True


@loop
def sort_by_priority(rows, priority):
    """Put a queue in order: smallest priority first, then row, so that a tie cannot fall differently (a shell sort; queues are short)."""
    gap = rows.shape[0] // 2
    while gap > 0:
        for first in range(gap, rows.shape[0]):
            row, rank = rows[first], priority[first]
            place = first
            while place >= gap and (
                priority[place - gap] > rank or (priority[place - gap] == rank and rows[place - gap] > row)
            ):
                rows[place], priority[place] = rows[place - gap], priority[place - gap]
                place -= gap
            rows[place], priority[place] = row, rank
        gap //= 2


@loop
def give_places(t, seed, parameters, people, ties, plan, instruments, public, agents, due, pairs, hubs, asking, priority):
    """Give places in the order drawn; who finds none waits."""
    p = parameters[0]
    for h in range(hubs.shape[0]):
        hubs[h].waiting = 0.0
    sort_by_priority(asking, priority)
    for rank in range(asking.shape[0]):
        i = asking[rank]
        h = int(agents[i].waiting_hub)
        if not is_open(hubs, h):
            agents[i].waiting = NO_PLAN
        elif seat(t, seed, p, people, plan, ties, instruments, public, agents, due, pairs, hubs, i, h, agents[i].waiting):
            agents[i].waiting = NO_PLAN
        else:
            hubs[h].waiting += 1.0


@loop
def spend_voucher_month(t, seed, p, people, agents, due, i):
    """A month of a voucher has passed; at its end the holder may notice the higher price and reconsider next month."""
    agents[i].voucher_left -= 1
    if agents[i].voucher_left > 0:
        return
    v = int(agents[i].voucher)
    change = p.beta_c * agents[i].voucher_eur / people[i].income_eur
    agents[i].voucher = -1
    if v >= 0 and uniform(seed, ATTENTION, t, people[i].slot, 0) < 1.0 - math.exp(-change / p.attention_scale):
        agents[i].evaluate = 1
        due.choose[i] = t
