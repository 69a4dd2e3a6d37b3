"""Step 3: what instruments and shocks add to each hub's offer this month, and who notices (ODD §7.3).

One function a lever, all of the same form: it lets instrument v act on hub h in month t, and `apply_lever` finds it. An instrument of
value zero leaves every number as it was, so it changes nothing.
"""

import math

import numpy as np

from model.compile_scenario.instruments import lever_code
from model.compiled import compiled, inlined, loop
from model.draws import ATTENTION, uniform
from model.memory import WORD
from model.month.instruments.networks import link_hubs
from model.month.instruments.vouchers import VOUCHER, announced
from model.month.lookup import NOBODY, is_open, lowest, more_in_word, without_lowest
from model.month.membership import free_seats
from model.month.prices import price_now
from model.month.public_money import buy, commit, in_force, pay, pay_hub, receive_arrears
from model.month.utility import community, quality
from model.names import EMPLOYEE, FIXED

RENT_RELIEF = lever_code("rent_relief")
HOST_SALARY = lever_code("host_salary")
EVENTS = lever_code("events")
PROMOTION = lever_code("promotion")
ANCHOR_TENANCY = lever_code("anchor_tenancy")
MATCHMAKING = lever_code("matchmaking")
TELEWORK = lever_code("telework")
LOCKDOWN = lever_code("lockdown")
RENT = lever_code("rent")


# --- one function a lever ---


@loop
def rent_relief(t, town, h, v):
    """Part of the rent is not asked for: a share, or what is above a calmed rent."""
    hubs = town.hubs
    relief = town.instruments.row[v]
    rent = hubs[h].rent_eur_m2 * hubs[h].rent_factor * hubs[h].m2
    share = relief.share
    if rent > 0.0:
        share = max(share, 1.0 - relief.rent_cap_eur_m2 * hubs[h].m2 / rent)
    granted = commit(town, v, min(share, 1.0 - hubs[h].relief) * rent)
    if granted > 0.0:
        hubs[h].relief += granted / rent
        pay(t, town.record, h, v, granted)


@loop
def host_salary(t, town, h, v):
    """The wage of the hours the hub opened with is paid in part, and hours of host are added and paid in full."""
    specs, hubs = town.specs, town.hubs
    salary = town.instruments.row[v]
    wage = hubs[h].host_fte * specs[h].host_cost_eur * specs[h].wage_paid
    agreed = min(1.0, specs[h].host_fte / hubs[h].host_fte) if wage > 0.0 else 1.0
    support = commit(town, v, min(salary.share * agreed, agreed - hubs[h].wage_support) * wage)
    if wage > 0.0:
        hubs[h].wage_support += support / wage
    pay_hub(t, town, h, v, support)
    extra = commit(town, v, salary.extra_fte * specs[h].host_cost_eur)
    if extra > 0.0:
        hubs[h].host_now += extra / specs[h].host_cost_eur
        pay(t, town.record, h, v, extra)


@loop
def events(t, town, h, v):
    """Events beyond those the hub holds by itself."""
    programme = town.instruments.row[v]
    cost = programme.extra_per_month * programme.cost_eur_event
    town.hubs[h].events_now += programme.extra_per_month * buy(t, town, h, v, cost)


@loop
def promotion(t, town, h, v):
    """A campaign on top of ordinary promotion."""
    campaign = town.instruments.row[v]
    if campaign.intensity > 0.0:
        town.hubs[h].promotion += campaign.intensity * buy(t, town, h, v, campaign.cost_eur_month)


@loop
def anchor_tenancy(t, town, h, v):
    """A public body rents free desks, at its own price or the hub's, as many as the pot can pay."""
    tenancy = town.instruments.row[v]
    held = min(tenancy.desks, max(0.0, free_seats(town.hubs, h)))
    price = price_now(town, h, FIXED) if math.isnan(tenancy.price_eur_month) else tenancy.price_eur_month
    if price > 0.0:
        held = min(held, max(0.0, tenancy.budget - town.public.spent[v]) / price)
    paid = commit(town, v, held * price)
    town.hubs[h].anchor_desks += held
    pay_hub(t, town, h, v, paid)


@loop
def matchmaking(t, town, h, v):
    """A platform introduces members of different fields to one another."""
    platform = town.instruments.row[v]
    if platform.introductions_per_month > 0.0:
        town.hubs[h].introductions += platform.introductions_per_month * buy(t, town, h, v, platform.cost_eur_month)


@inlined
def telework(town, h, v):
    """Employers allow more, or less, work outside the office."""
    town.hubs[h].appeal_employee += town.instruments.row[v].appeal


@inlined
def lockdown(town, h, v):
    """Closure by decree; of several the strictest counts."""
    town.hubs[h].closure = max(town.hubs[h].closure, town.instruments.row[v].severity)


@loop
def apply_lever(t, town, h, v):
    """Let instrument v act on hub h by its lever; vouchers, desks, networks and grants for works act elsewhere (ODD §7.3)."""
    lever = town.instruments.row[v].lever
    if lever == RENT_RELIEF:
        rent_relief(t, town, h, v)
    elif lever == HOST_SALARY:
        host_salary(t, town, h, v)
    elif lever == EVENTS:
        events(t, town, h, v)
    elif lever == PROMOTION:
        promotion(t, town, h, v)
    elif lever == ANCHOR_TENANCY:
        anchor_tenancy(t, town, h, v)
    elif lever == MATCHMAKING:
        matchmaking(t, town, h, v)
    elif lever == TELEWORK:
        telework(town, h, v)
    elif lever == LOCKDOWN:
        lockdown(town, h, v)


# --- the month's offer, and who notices it ---


@loop
def set_plain_offer(town, h):
    """What hub h offers by itself, before anything acts on it."""
    hubs = town.hubs
    hubs[h].subsidy = 0.0
    hubs[h].relief = 0.0
    hubs[h].wage_support = 0.0
    hubs[h].anchor_desks = 0.0
    hubs[h].closure = 0.0
    hubs[h].promotion = 1.0
    hubs[h].rent_factor = 1.0
    hubs[h].introductions = 0.0
    hubs[h].host_now = hubs[h].host_fte
    hubs[h].events_now = town.specs[h].events if is_open(hubs, h) else 0.0
    hubs[h].changed_appeal_employee = -hubs[h].appeal_employee
    hubs[h].appeal_employee = 0.0


@loop
def set_appeal(town, h):
    """What instruments and shocks add to the utility of hub h, apart from what the hub itself offers, and how that changed."""
    p = town.parameters[0]
    hubs = town.hubs
    own_quality = quality(p, hubs[h].host_fte, town.specs[h].events if is_open(hubs, h) else 0.0)
    hubs[h].events_now *= 1.0 - hubs[h].closure * p.days_away_in_lockdown
    hubs[h].quality = quality(p, hubs[h].host_now, hubs[h].events_now)
    before = hubs[h].appeal
    hubs[h].appeal = p.beta_q * (hubs[h].quality - own_quality) - p.lockdown_appeal * hubs[h].closure
    hubs[h].community = community(p, hubs[h].heads + hubs[h].others)
    hubs[h].appeal += p.beta_n * (hubs[h].community - community(p, hubs[h].heads))
    hubs[h].changed_appeal = hubs[h].appeal - before
    hubs[h].changed_appeal_employee += hubs[h].appeal_employee


@loop
def apply_instruments(t, town):
    """Set this month's offer of every open hub, and commit and pay public money for it."""
    instruments, hubs = town.instruments, town.hubs
    for h in range(hubs.shape[0]):
        set_plain_offer(town, h)
        if is_open(hubs, h):
            # rents first: relief is a share of the rent that is asked this month
            for v in range(instruments.row.shape[0]):
                if instruments.row[v].lever == RENT and in_force(t, instruments, h, v):
                    hubs[h].rent_factor *= instruments.row[v].factor
            for v in range(instruments.row.shape[0]):
                if in_force(t, instruments, h, v):
                    apply_lever(t, town, h, v)


@loop
def show_offers(t, town):
    """Work out what this month's offers are worth, pay what was in arrears, and let people notice what has changed."""
    link_hubs(t, town)
    for h in range(town.hubs.shape[0]):
        set_appeal(town, h)
    receive_arrears(t, town)
    notice_offers(t, town)


@inlined
def starts_now(t, instruments, v):
    """Whether v is a voucher that starts this month."""
    return instruments.row[v].lever == VOUCHER and instruments.row[v].start == t


@inlined
def has_news(hubs, h, starting):
    """Whether there is something to notice of hub h; `starting`: a voucher starts this month."""
    return is_open(hubs, h) and (starting or hubs[h].changed_appeal != 0.0 or hubs[h].changed_appeal_employee != 0.0)


@loop
def notice_offers(t, town):
    """Who is offered more (or less) by an instrument may notice, and then reconsiders this month.

    The chance grows with the change of that person's own offered utility and is exactly zero for no change, so neither a null
    instrument nor a near-null one sets people thinking.
    """
    starting, news = False, False
    for v in range(town.instruments.row.shape[0]):
        starting = starting or starts_now(t, town.instruments, v)
    for h in range(town.hubs.shape[0]):
        news = news or has_news(town.hubs, h, starting)
    if news:
        notice_hubs(t, town, starting)


@compiled
def notice_hubs(t, town, starting):
    """Let everybody who knows a hub of which there is news notice it, or not; `starting`: a voucher starts this month."""
    ties, pairs, hubs = town.ties, town.pairs, town.hubs
    news = np.zeros(hubs.shape[0], dtype=np.uint8)
    for h in range(hubs.shape[0]):
        news[h] = 1 if has_news(hubs, h, starting) else 0
    for first in range(0, pairs.aware.shape[0], WORD):
        bits = more_in_word(first, np.uint8(0), pairs.aware)
        while bits != NOBODY:
            k = first + lowest(bits)
            bits = without_lowest(bits)
            if news[ties.hub[k]] == 1 and town.agents[ties.agent[k]].resident == 1:
                notice_offer(t, town, k, starting)


@inlined
def notice_offer(t, town, k, starting):
    """Whether the agent of pair k notices what has changed in the offer of its hub; `starting`: a voucher starts this month."""
    p = town.parameters[0]
    people, instruments, agents, hubs = town.people, town.instruments, town.agents, town.hubs
    i, h = int(town.ties.agent[k]), int(town.ties.hub[k])
    change = hubs[h].changed_appeal
    if people[i].kind == EMPLOYEE:
        change += hubs[h].changed_appeal_employee
    if starting:
        for v in range(instruments.row.shape[0]):
            if starts_now(t, instruments, v):
                change += p.beta_c * announced(t, town, i, k, v) / people[i].income_eur
    if change != 0.0:
        chance = 1.0 - math.exp(-abs(change) / p.attention_scale)
        if uniform(town.seed, ATTENTION, t, people[i].slot, town.specs[h].key) < chance:
            agents[i].evaluate = 1
            town.due.choose[i] = t
