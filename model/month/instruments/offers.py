"""Step 1. Instruments and shocks in force set what each hub offers this month; public money is committed here.

Every instrument acts through one lever. An instrument of value zero leaves every number as it was, so it changes nothing.
"""

import math

import numpy as np

from model.columns import (
    ANCHOR_TENANCY,
    EVENTS,
    HOST_SALARY,
    LOCKDOWN,
    MATCHMAKING,
    PROMOTION,
    RENT_RELIEF,
    RENT_SHOCK,
    TELEWORK_SHOCK,
    VOUCHER,
)
from model.compiled import compiled, loop
from model.draws import ATTENTION, uniform
from model.month.instruments.networks import link_hubs
from model.month.instruments.vouchers import eligible, voucher_amount
from model.month.lookup import is_open
from model.month.membership import free_seats
from model.month.public_money import commit, in_force, pay, pay_hub, receive_arrears
from model.month.utility import community, quality
from model.names import EMPLOYEE


@loop
def apply_lever(t, instruments, public, plan, hubs, record, k, h, wage_paid):
    """Let instrument k act on hub h, this month."""
    lever = instruments.row[k].lever
    if lever == RENT_RELIEF:
        rent = plan[h].rent_eur_m2 * hubs[h].rent_factor * hubs[h].m2
        share = instruments.row[k].a
        if rent > 0.0:  # a calmed rent: what is above the cap is relieved
            share = max(share, 1.0 - instruments.row[k].b * hubs[h].m2 / rent)
        asked = min(share, 1.0 - hubs[h].relief) * rent
        granted = commit(instruments, public, k, asked)
        if granted > 0.0:
            hubs[h].relief += granted / rent
            pay(t, record, k, h, granted)
    elif lever == HOST_SALARY:
        wage = hubs[h].host_fte * plan[h].host_cost_eur * wage_paid
        support = commit(instruments, public, k, min(instruments.row[k].a, 1.0 - hubs[h].wage_support) * wage)
        if wage > 0.0:
            hubs[h].wage_support += support / wage
        pay_hub(t, instruments, public, record, hubs, k, h, support)
        extra = commit(instruments, public, k, instruments.row[k].b * plan[h].host_cost_eur)
        if extra > 0.0:
            hubs[h].host_now += extra / plan[h].host_cost_eur
            pay(t, record, k, h, extra)
    elif lever == EVENTS:
        cost = instruments.row[k].a * instruments.row[k].b
        granted = commit(instruments, public, k, cost)
        hubs[h].events_now += instruments.row[k].a * (granted / cost if cost > 0.0 else 1.0)
        pay(t, record, k, h, granted)
    elif lever == PROMOTION:
        cost = instruments.row[k].b if instruments.row[k].a > 0.0 else 0.0
        granted = commit(instruments, public, k, cost)
        hubs[h].promotion += instruments.row[k].a * (granted / cost if cost > 0.0 else 1.0)
        pay(t, record, k, h, granted)
    elif lever == ANCHOR_TENANCY:
        room = max(0.0, free_seats(hubs, h))
        held = min(instruments.row[k].a, room)
        price = plan[h].price_fixed if math.isnan(instruments.row[k].b) else instruments.row[k].b
        if price > 0.0:
            held = min(held, max(0.0, instruments.row[k].budget - public.spent[k]) / price)
        paid = commit(instruments, public, k, held * price)
        hubs[h].anchor_desks += held
        pay_hub(t, instruments, public, record, hubs, k, h, paid)
    elif lever == MATCHMAKING:
        cost = instruments.row[k].b if instruments.row[k].a > 0.0 else 0.0
        granted = commit(instruments, public, k, cost)
        hubs[h].introductions += instruments.row[k].a * (granted / cost if cost > 0.0 else 1.0)
        pay(t, record, k, h, granted)
    elif lever == TELEWORK_SHOCK:
        hubs[h].appeal_employee += instruments.row[k].a
    elif lever == LOCKDOWN:
        hubs[h].closure = max(hubs[h].closure, instruments.row[k].a)


@compiled
def notice_offers(t, seed, p, people, plan, ties, instruments, agents, due, pairs, hubs):
    """Who is offered more (or less) by an instrument may notice, and then reconsiders this month.

    The chance grows with the change of that person's own offered utility and is exactly zero for no change, so neither a null
    instrument nor a near-null one sets people thinking.
    """
    starting = False
    for k in range(instruments.row.shape[0]):
        if instruments.row[k].lever == VOUCHER and instruments.row[k].start == t:
            starting = True
    news = np.zeros(hubs.shape[0], dtype=np.uint8)  # hubs of which there is something to notice
    for h in range(hubs.shape[0]):
        if is_open(hubs, h) and (starting or hubs[h].changed_appeal != 0.0 or hubs[h].changed_appeal_employee != 0.0):
            news[h] = 1
    if not news.any():
        return
    for k in range(ties.hub.shape[0]):
        if pairs.aware[k] & news[ties.hub[k]] == 0:
            continue
        h = int(ties.hub[k])
        i = int(ties.agent[k])
        if agents[i].resident == 0:
            continue
        change = hubs[h].changed_appeal
        if people[i].kind == EMPLOYEE:
            change += hubs[h].changed_appeal_employee
        if starting:
            for v in range(instruments.row.shape[0]):
                if instruments.row[v].lever == VOUCHER and instruments.row[v].start == t and eligible(people, instruments, agents, v, i, h):
                    price = plan[h].price_office if people[i].size_class >= 0 else plan[h].price_flex
                    change += p.beta_c * voucher_amount(instruments, v, price) / people[i].income_eur
        if change != 0.0:
            chance = 1.0 - math.exp(-abs(change) / p.attention_scale)
            if uniform(seed, ATTENTION, t, people[i].slot, plan[h].key) < chance:
                agents[i].evaluate = 1
                due.choose[i] = t


@compiled
def apply_instruments(t, seed, parameters, people, plan, ties, instruments, public, agents, due, pairs, hubs, record):
    """Set this month's offer of every open hub, commit and pay public money, and let people notice changed offers."""
    p = parameters[0]
    for h in range(hubs.shape[0]):
        hubs[h].subsidy = 0.0
        hubs[h].relief = 0.0
        hubs[h].wage_support = 0.0
        hubs[h].anchor_desks = 0.0
        hubs[h].closure = 0.0
        hubs[h].promotion = 1.0
        hubs[h].rent_factor = 1.0
        hubs[h].introductions = 0.0
        hubs[h].host_now = hubs[h].host_fte
        hubs[h].events_now = plan[h].events if is_open(hubs, h) else 0.0
        hubs[h].changed_appeal_employee = -hubs[h].appeal_employee
        hubs[h].appeal_employee = 0.0
        if is_open(hubs, h):
            # rents first: relief is a share of the rent that is asked this month
            for k in range(instruments.row.shape[0]):
                if in_force(t, instruments, k, h) and instruments.row[k].lever == RENT_SHOCK:
                    hubs[h].rent_factor *= instruments.row[k].a
            wage_paid = p.operator_terms[plan[h].operator, 0]
            for k in range(instruments.row.shape[0]):
                if in_force(t, instruments, k, h):
                    apply_lever(t, instruments, public, plan, hubs, record, k, h, wage_paid)
    link_hubs(t, instruments, public, plan, hubs, record)
    for h in range(hubs.shape[0]):
        own_quality = quality(p, hubs[h].host_fte, plan[h].events if is_open(hubs, h) else 0.0)
        hubs[h].events_now *= 1.0 - hubs[h].closure * p.days_away_in_lockdown
        hubs[h].quality = quality(p, hubs[h].host_now, hubs[h].events_now)
        # what instruments and shocks add to the utility of this hub, apart from what the hub itself offers
        before = hubs[h].appeal
        hubs[h].appeal = p.beta_q * (hubs[h].quality - own_quality) - p.lockdown_appeal * hubs[h].closure
        hubs[h].community = community(p, hubs[h].heads + hubs[h].others)
        hubs[h].appeal += p.beta_n * (hubs[h].community - community(p, hubs[h].heads))
        hubs[h].changed_appeal = hubs[h].appeal - before
        hubs[h].changed_appeal_employee += hubs[h].appeal_employee
    receive_arrears(t, instruments, public, hubs, record)
    notice_offers(t, seed, p, people, plan, ties, instruments, agents, due, pairs, hubs)
