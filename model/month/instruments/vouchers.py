"""Vouchers (ODD §7.5 and §7.6): who may hold one, what it pays, when it ends."""

import math

from model.compile_scenario.instruments import lever_code
from model.compiled import inlined, loop
from model.draws import ATTENTION, CALL, exponential, uniform, uniforms
from model.month.lookup import is_of_anchor
from model.month.prices import price_now
from model.month.public_money import in_force
from model.names import OCCASIONAL

VOUCHER = lever_code("voucher")


@inlined
def eligible(town, i, h, v):
    """Whether agent i may hold voucher v in hub h: kind, field, age band, never a member before where that is asked, and pays itself."""
    people, instruments, agents = town.people, town.instruments, town.agents
    if instruments.hubs[v, h] == 0 or instruments.kinds[v, people[i].kind] == 0:
        return False
    if instruments.fields[v, people[i].sector] == 0 or instruments.ages[v, people[i].age] == 0:
        return False
    if agents[i].voucher_used == 1 or is_of_anchor(town, i, h):
        return False
    return not (instruments.row[v].new_only == 1 and agents[i].was_member == 1)


@inlined
def applies(town, i, v, amount):
    """Whether agent i knows of the call for voucher v, and finds so many EUR a month worth the trouble of applying."""
    call = town.instruments.row[v]
    u_known, u_effort, _, _ = uniforms(town.seed, CALL, town.agents[i].generation, town.people[i].slot, call.key)
    return u_known < call.known_by and amount * call.months >= call.effort_eur * exponential(u_effort)


@inlined
def voucher_amount(instruments, v, price):
    """EUR a month a voucher pays of a price: a share up to a cap."""
    return min(instruments.row[v].share * price, instruments.row[v].cap_eur_month)


@inlined
def offered_voucher(t, town, i, h, plan):
    """The voucher agent i could take (or already holds) for a plan of hub h, and what it pays a month; (-1, 0) if none."""
    instruments, agents = town.instruments, town.agents
    held = int(agents[i].voucher)
    price = price_now(town, h, plan)
    if held >= 0:
        if agents[i].hub != h:
            return held, 0.0  # a voucher does not move with its holder
        return held, repriced(town, i, held, price)
    best = -1
    most = 0.0
    for v in range(instruments.row.shape[0]):
        if instruments.row[v].lever != VOUCHER or not in_force(t, instruments, h, v):
            continue
        amount = voucher_amount(instruments, v, price)
        if amount > most and eligible(town, i, h, v):
            # set aside for all its months: first come, first served until the pot is exhausted
            if town.public.spent[v] + amount * instruments.row[v].months <= instruments.row[v].budget and applies(town, i, v, amount):
                best = v
                most = amount
    return best, most


@inlined
def repriced(town, i, v, price):
    """What a voucher held pays a month of another price: its share of it, or as much as before where the pot cannot bear more."""
    instruments, agents = town.instruments, town.agents
    amount = voucher_amount(instruments, v, price)
    more = (amount - agents[i].voucher_eur) * agents[i].voucher_left
    if more > 0.0 and town.public.spent[v] + more > instruments.row[v].budget:
        return agents[i].voucher_eur
    return amount


@loop
def reprice_voucher(town, i):
    """After a change of plan a voucher pays its share of the new price: less at once, more if the pot can bear it."""
    agents = town.agents
    v = int(agents[i].voucher)
    if v < 0:
        return
    amount = repriced(town, i, v, price_now(town, int(agents[i].hub), int(agents[i].plan)))
    town.public.spent[v] += (amount - agents[i].voucher_eur) * agents[i].voucher_left
    agents[i].voucher_eur = amount


@loop
def take_voucher(t, town, i, h, plan):
    """A member takes the voucher on offer, if any; the pot sets aside all its months."""
    instruments, agents = town.instruments, town.agents
    if plan == OCCASIONAL or instruments.row.shape[0] == 0 or agents[i].voucher >= 0:
        return
    v, amount = offered_voucher(t, town, i, h, plan)
    if v >= 0 and amount > 0.0:
        agents[i].voucher = v
        agents[i].voucher_left = int(instruments.row[v].months)
        agents[i].voucher_eur = amount
        agents[i].voucher_used = 1
        town.public.spent[v] += amount * int(instruments.row[v].months)


@loop
def spend_voucher_month(t, town, i):
    """A month of a voucher has passed; at its end the holder may notice the higher price and reconsider next month."""
    p = town.parameters[0]
    people, agents = town.people, town.agents
    agents[i].voucher_left -= 1
    if agents[i].voucher_left > 0:
        return
    v = int(agents[i].voucher)
    change = p.beta_c * agents[i].voucher_eur / people[i].income_eur
    agents[i].voucher = -1
    if v >= 0 and uniform(town.seed, ATTENTION, t, people[i].slot, 0) < 1.0 - math.exp(-change / p.attention_scale):
        agents[i].evaluate = 1
        town.due.choose[i] = t
