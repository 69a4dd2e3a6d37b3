"""Step 1. Instruments and shocks in force set what each hub offers this month; public money is committed here.

Every instrument acts through one lever. An instrument of value zero leaves every number as it was, so it changes nothing.
"""

import math

from model.columns import (
    ANCHOR_TENANCY,
    CAPEX_GRANT,
    EVENTS,
    HOST_SALARY,
    LOCKDOWN,
    PROMOTION,
    RENT_RELIEF,
    RENT_SHOCK,
    TELEWORK_SHOCK,
    VOUCHER,
)
from model.compiled import compiled
from model.draws import ATTENTION, uniform
from model.month.membership import free_seats
from model.names import CLOSED, DOWNSIZED, EMPLOYEE, FLEX, OFFICE, OPEN


@compiled
def is_open(hubs, h):
    """A hub that people can use this month."""
    return hubs.state[h] == OPEN or hubs.state[h] == DOWNSIZED


@compiled
def commit(instruments, public, k, amount):
    """Commit public money up to what is left in the pot; the part that could be committed comes back."""
    left = max(0.0, instruments.row.budget[k] - public.spent[k])
    granted = min(amount, left)
    public.spent[k] += granted
    return granted


@compiled
def pay(t, record, k, h, amount):
    """Write a payment of instrument k for hub h in the public ledger."""
    if amount != 0.0:
        record.public[t, k, h] += amount


@compiled
def pay_hub(t, instruments, public, record, hubs, k, h, amount):
    """Pay a hub in cash, now or in arrears; what falls due after the horizon is never received."""
    arrears = instruments.row.arrears[k]
    if arrears == 0:
        hubs.subsidy[h] += amount
        pay(t, record, k, h, amount)
    elif t + arrears < public.due.shape[2]:
        public.due[k, h, t + arrears] += amount


@compiled
def quality(p, host_fte, events):
    """Quality of a hub: q = share of a full host + share of a full calendar of events."""
    return p.host_quality * min(1.0, host_fte) + (1.0 - p.host_quality) * min(1.0, events / p.events_full)


@compiled
def apply_lever(t, p, instruments, public, plan, hubs, record, k, h, wage_paid):
    """Let instrument k act on hub h, this month."""
    lever = instruments.row.lever[k]
    if lever == RENT_RELIEF:
        rent = plan.rent_eur_m2[h] * hubs.rent_factor[h] * hubs.m2[h]
        asked = min(instruments.row.a[k], 1.0 - hubs.relief[h]) * rent
        granted = commit(instruments, public, k, asked)
        if granted > 0.0:
            hubs.relief[h] += granted / rent
            pay(t, record, k, h, granted)
    elif lever == HOST_SALARY:
        wage = hubs.host_fte[h] * plan.host_cost_eur[h] * wage_paid
        support = commit(instruments, public, k, instruments.row.a[k] * wage)
        pay_hub(t, instruments, public, record, hubs, k, h, support)
        extra = commit(instruments, public, k, instruments.row.b[k] * plan.host_cost_eur[h])
        if extra > 0.0:
            hubs.host_now[h] += extra / plan.host_cost_eur[h]
            pay(t, record, k, h, extra)
    elif lever == EVENTS:
        cost = instruments.row.a[k] * instruments.row.b[k]
        granted = commit(instruments, public, k, cost)
        hubs.events_now[h] += instruments.row.a[k] * (granted / cost if cost > 0.0 else 1.0)
        pay(t, record, k, h, granted)
    elif lever == PROMOTION:
        cost = instruments.row.b[k] if instruments.row.a[k] > 0.0 else 0.0
        granted = commit(instruments, public, k, cost)
        hubs.promotion[h] += instruments.row.a[k] * (granted / cost if cost > 0.0 else 1.0)
        pay(t, record, k, h, granted)
    elif lever == ANCHOR_TENANCY:
        room = max(0.0, free_seats(hubs, h))
        held = min(instruments.row.a[k], room)
        price = plan.price_fixed[h] if math.isnan(instruments.row.b[k]) else instruments.row.b[k]
        if price > 0.0:
            held = min(held, max(0.0, instruments.row.budget[k] - public.spent[k]) / price)
        paid = commit(instruments, public, k, held * price)
        hubs.anchor_desks[h] += held
        pay_hub(t, instruments, public, record, hubs, k, h, paid)
    elif lever == TELEWORK_SHOCK:
        hubs.appeal_employee[h] += instruments.row.a[k]
    elif lever == LOCKDOWN:
        hubs.closure[h] = max(hubs.closure[h], instruments.row.a[k])


@compiled
def receive_arrears(t, instruments, public, hubs, record):
    """Payments that fall due this month reach the hubs (grants for works repay the bridging loan, never cash)."""
    for k in range(public.due.shape[0]):
        for h in range(public.due.shape[1]):
            amount = public.due[k, h, t]
            if amount > 0.0 and hubs.state[h] != CLOSED:
                pay(t, record, k, h, amount)
                if instruments.row.lever[k] == CAPEX_GRANT:
                    hubs.bridge[h] = max(0.0, hubs.bridge[h] - amount)
                else:
                    hubs.subsidy[h] += amount


@compiled
def notice_offers(t, seed, p, people, plan, ties, instruments, agents, pairs, hubs):
    """Who is offered more (or less) by an instrument may notice, and then reconsiders this month.

    The chance grows with the change of that person's own offered utility and is exactly zero for no change, so neither a null
    instrument nor a near-null one sets people thinking.
    """
    starting = False
    for k in range(instruments.row.lever.shape[0]):
        if instruments.row.lever[k] == VOUCHER and instruments.row.start[k] == t:
            starting = True
    moved = False
    for h in range(hubs.state.shape[0]):
        if hubs.changed_appeal[h] != 0.0 or hubs.changed_appeal_employee[h] != 0.0:
            moved = True
    if not (starting or moved):
        return
    for k in range(ties.hub.shape[0]):
        h = int(ties.hub[k])
        i = int(ties.agent[k])
        if pairs.aware[k] == 0 or agents.resident[i] == 0 or not is_open(hubs, h):
            continue
        change = hubs.changed_appeal[h]
        if people.kind[i] == EMPLOYEE:
            change += hubs.changed_appeal_employee[h]
        if starting:
            for v in range(instruments.row.lever.shape[0]):
                if instruments.row.lever[v] == VOUCHER and instruments.row.start[v] == t and eligible(people, instruments, agents, v, i, h):
                    price = plan.price_office[h] if people.size_class[i] >= 0 else plan.price_flex[h]
                    change += p.beta_c * voucher_amount(instruments, v, price) / people.income_eur[i]
        if change != 0.0:
            chance = 1.0 - math.exp(-abs(change) / p.attention_scale)
            if uniform(seed, ATTENTION, t, people.slot[i], plan.key[h]) < chance:
                agents.evaluate[i] = 1


@compiled
def eligible(people, instruments, agents, v, i, h):
    """Whether agent i may hold voucher v in hub h: kind, field, age band, and never a member before where that is asked."""
    if instruments.hubs[v, h] == 0 or instruments.kinds[v, people.kind[i]] == 0:
        return False
    if instruments.fields[v, people.sector[i]] == 0 or instruments.ages[v, people.age[i]] == 0:
        return False
    if agents.voucher_used[i] == 1:
        return False
    return not (instruments.row.new_only[v] == 1 and agents.was_member[i] == 1)


@compiled
def voucher_amount(instruments, v, price):
    """EUR a month a voucher pays of a price: a share up to a cap."""
    return min(instruments.row.a[v] * price, instruments.row.b[v])


@compiled
def offered_voucher(t, people, plan, instruments, public, agents, i, h, plan_code):
    """The voucher agent i could take (or already holds) for a plan of hub h, and what it pays a month; (-1, 0) if none."""
    held = int(agents.voucher[i])
    price = plan_price(plan, h, plan_code)
    if held >= 0:
        return held, min(agents.voucher_eur[i], price) if instruments.hubs[held, h] == 1 else 0.0
    best = -1
    most = 0.0
    for v in range(instruments.row.lever.shape[0]):
        if instruments.row.lever[v] != VOUCHER or t < instruments.row.start[v] or t >= instruments.row.end[v]:
            continue
        amount = voucher_amount(instruments, v, price)
        if amount > most and eligible(people, instruments, agents, v, i, h):
            # set aside for all its months: first come, first served until the pot is exhausted
            if public.spent[v] + amount * instruments.row.c[v] <= instruments.row.budget[v]:
                best = v
                most = amount
    return best, most


@compiled
def plan_price(plan, h, plan_code):
    """EUR a month of a membership plan of hub h."""
    if plan_code == OFFICE:
        return plan.price_office[h]
    return plan.price_flex[h] if plan_code == FLEX else plan.price_fixed[h]


@compiled
def apply_instruments(t, seed, parameters, people, plan, ties, instruments, public, agents, pairs, hubs, record):
    """Set this month's offer of every open hub, commit and pay public money, and let people notice changed offers."""
    p = parameters[0]
    for h in range(hubs.state.shape[0]):
        hubs.subsidy[h] = 0.0
        hubs.relief[h] = 0.0
        hubs.anchor_desks[h] = 0.0
        hubs.closure[h] = 0.0
        hubs.promotion[h] = 1.0
        hubs.rent_factor[h] = 1.0
        hubs.host_now[h] = hubs.host_fte[h]
        hubs.events_now[h] = plan.events[h] if is_open(hubs, h) else 0.0
        before = hubs.appeal[h]
        before_employee = hubs.appeal_employee[h]
        hubs.appeal_employee[h] = 0.0
        own_quality = quality(p, hubs.host_now[h], hubs.events_now[h])
        if is_open(hubs, h):
            # rents first: relief is a share of the rent that is asked this month
            for k in range(instruments.row.lever.shape[0]):
                if in_force(t, instruments, k, h) and instruments.row.lever[k] == RENT_SHOCK:
                    hubs.rent_factor[h] *= instruments.row.a[k]
            wage_paid = p.operator_terms[plan.operator[h], 0]
            for k in range(instruments.row.lever.shape[0]):
                if in_force(t, instruments, k, h):
                    apply_lever(t, p, instruments, public, plan, hubs, record, k, h, wage_paid)
        hubs.events_now[h] *= 1.0 - hubs.closure[h] * p.days_away_in_lockdown
        hubs.quality[h] = quality(p, hubs.host_now[h], hubs.events_now[h])
        # what instruments and shocks add to the utility of this hub, apart from what the hub itself offers
        hubs.appeal[h] = p.beta_q * (hubs.quality[h] - own_quality) - p.lockdown_appeal * hubs.closure[h]
        hubs.changed_appeal[h] = hubs.appeal[h] - before
        hubs.changed_appeal_employee[h] = hubs.appeal_employee[h] - before_employee
    receive_arrears(t, instruments, public, hubs, record)
    notice_offers(t, seed, p, people, plan, ties, instruments, agents, pairs, hubs)


@compiled
def in_force(t, instruments, k, h):
    """Whether instrument k acts on hub h in month t."""
    return instruments.row.start[k] <= t < instruments.row.end[k] and instruments.hubs[k, h] == 1
