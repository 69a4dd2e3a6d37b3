"""Step 6: places (ODD §7.6). Who asks for a desk or an office gets it in an order drawn for the month, and takes the voucher on offer.

What the agent holds now is freed only by getting something else; who finds no place waits.
"""

from model.compiled import loop
from model.month.instruments.vouchers import reprice_voucher, take_voucher
from model.month.lookup import is_open, is_sold, sort_by_priority
from model.month.membership import change_plan, free_seats, has_place, join, leave, seats_of
from model.names import FIXED, FLEX, NO_PLAN, OCCASIONAL


@loop
def seat(t, town, i, h, plan):
    """Give agent i the plan it asks for in hub h, or flex instead of a refused fixed desk; else it waits. True if seated."""
    p = town.parameters[0]
    agents, hubs = town.agents, town.hubs
    if agents[i].hub == h and plan == agents[i].plan:
        take_voucher(t, town, i, h, plan)
        return True
    if agents[i].hub >= 0 and t < agents[i].bound:
        return False  # a term still runs
    # what the agent holds now is freed only by getting something else
    own = seats_of(p, int(agents[i].plan)) if agents[i].hub == h else 0.0
    wanted = plan
    if plan == FIXED and free_seats(hubs, h) + own < 1.0 and is_sold(town, h, FLEX):
        wanted = FLEX
    if agents[i].hub == h:
        if wanted == agents[i].plan:
            return False
        fits = seats_of(p, wanted) <= free_seats(hubs, h) + own
        if wanted == OCCASIONAL:
            fits = (hubs[h].occasional + 1.0) * p.seat_occasional <= p.occasional_share * hubs[h].desks
        if not fits:
            return False
        take_voucher(t, town, i, h, wanted)
        change_plan(t, town, i, wanted)
        reprice_voucher(town, i)
        return True
    if not has_place(town, i, h, wanted):
        return False
    if agents[i].hub >= 0:
        if agents[i].plan != OCCASIONAL and wanted != OCCASIONAL:
            hubs[h].moved_in += 1.0
        leave(t, town, i)
    take_voucher(t, town, i, h, wanted)
    join(t, town, i, h, wanted)
    return True


@loop
def give_places(t, town, asking, priority):
    """Give places in the order drawn; who finds none waits."""
    agents, hubs = town.agents, town.hubs
    for h in range(hubs.shape[0]):
        hubs[h].waiting = 0.0
    sort_by_priority(asking, priority)
    for rank in range(asking.shape[0]):
        i = asking[rank]
        h = int(agents[i].waiting_hub)
        if not is_open(hubs, h):
            agents[i].waiting = NO_PLAN
        elif seat(t, town, i, h, agents[i].waiting):
            agents[i].waiting = NO_PLAN
        else:
            hubs[h].waiting += 1.0
