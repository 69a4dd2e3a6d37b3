"""Openings: what happens in the month a hub opens, before anything else (protocol, 'At opening')."""

import math

import numpy as np

from model.columns import CAPEX_GRANT
from model.compiled import compiled, loop
from model.draws import AWARE_AT_OPENING, gumbel, uniform
from model.month.choice import catch_up, hub_utility, plan_utility, renewed_for_any, renewed_for_hub, sort_by_priority
from model.month.membership import become_aware, free_seats, has_place, join, lasting_taste
from model.month.public_money import commit, pay
from model.names import FIRM, FIXED, FLEX, OFFICE, OPEN, PLANNED


@loop
def annuity(p, principal):
    """Monthly instalment of a loan."""
    rate = p.loan_rate / 12.0
    if rate == 0.0:
        return principal / p.loan_months
    return principal * rate / (1.0 - (1.0 + rate) ** (-p.loan_months))


@loop
def fund_works(t, p, plan, instruments, public, hubs, record, h):
    """Works are paid by grants, own means and a loan. A grant pays works and never working capital; in arrears it is bridged."""
    to_pay = plan[h].works_eur
    for k in range(instruments.row.shape[0]):
        if instruments.row[k].lever != CAPEX_GRANT or instruments.hubs[k, h] == 0:
            continue
        if not instruments.row[k].start <= t < instruments.row[k].end:
            continue
        grant = commit(instruments, public, k, min(instruments.row[k].a * plan[h].works_eur, instruments.row[k].b, to_pay))
        to_pay -= grant
        arrears = instruments.row[k].arrears
        if arrears == 0:
            pay(t, record, k, h, grant)
        else:
            hubs[h].bridge += grant
            if t + arrears < public.due.shape[2]:
                public.due[k, h, t + arrears] += grant
    hubs[h].loan = to_pay * (1.0 - p.works_own_share)
    hubs[h].instalment = annuity(p, hubs[h].loan)


@loop
def open_hub(t, p, plan, instruments, public, hubs, record, h):
    """The hub takes its opening size, host, calendar and cash, and settles its works."""
    hubs[h].state = OPEN
    hubs[h].opened = t
    hubs[h].desks = plan[h].desks
    hubs[h].offices = plan[h].offices
    hubs[h].m2 = plan[h].m2_desks + plan[h].m2_offices
    hubs[h].host_fte = plan[h].host_fte
    hubs[h].cash = plan[h].opening_cash_eur
    fund_works(t, p, plan, instruments, public, hubs, record, h)


@loop
def best_offer(t, seed, p, derived, people, ties, plan, links, agents, pairs, hubs, i, h, k, plan_code):
    """Utility of a plan of a new hub to agent i, without habit: who founds a hub is who wants it most."""
    catch_up(t, seed, p, people, agents, i)
    taste, s1, s2, s3 = renewed_for_hub(seed, derived, people, plan, agents, i, h)
    taste += renewed_for_any(seed, derived, people, agents, i) + lasting_taste(seed, derived, people, plan, agents, i, h)
    value = hub_utility(p, people, plan, links, agents, pairs, hubs, i, h, k) + taste
    shock = s2 if plan_code == FLEX else (s3 if plan_code == FIXED else s1)
    return value + plan_utility(p, derived, people, ties, plan, i, h, k, plan_code, 0.0) + p.plan_nest * gumbel(shock)


@loop
def keep_best(values, rows, value, row):
    """Insert into a short list kept in falling order, dropping the last."""
    last = values.shape[0] - 1
    if last < 0 or value <= values[last]:
        return
    place = last
    while place > 0 and values[place - 1] < value:
        values[place] = values[place - 1]
        rows[place] = rows[place - 1]
        place -= 1
    values[place] = value
    rows[place] = row


@loop
def rank_founders(t, seed, p, derived, people, ties, plan, links, agents, pairs, hubs, h, values, rows, firm_values, firm_rows):
    """List the persons, and the firms, whom a desk or an office of hub h would suit best: their pairs, best first."""
    for k in range(ties.hub.shape[0]):
        i = int(ties.agent[k])
        if ties.hub[k] != h or agents[i].resident == 0 or agents[i].hub >= 0:
            continue
        if people[i].kind != FIRM:
            value = best_offer(t, seed, p, derived, people, ties, plan, links, agents, pairs, hubs, i, h, k, FLEX)
            keep_best(values, rows, value, k)
        elif firm_rows.shape[0] > 0 and people[i].staff <= p.office_staff_max:
            value = best_offer(t, seed, p, derived, people, ties, plan, links, agents, pairs, hubs, i, h, k, OFFICE)
            keep_best(firm_values, firm_rows, value, k)


@compiled
def found(t, seed, p, derived, people, ties, plan, links, agents, pairs, hubs, h):
    """Founders join: the free residents in reach with the highest utility; those who lean most to a fixed desk take one.

    Founding looks only at the hub as its operator made it, so every policy finds the same founders. Offices let at opening go to the
    firms with the highest utility (an observed or stated input).
    """
    n_founders = int(round(min(plan[h].founders, plan[h].desks)))
    n_firms = int(round(min(plan[h].offices_let, plan[h].offices)))
    rows = np.full(n_founders, -1)
    firm_rows = np.full(n_firms, -1)
    values = np.full(n_founders, -math.inf)
    firm_values = np.full(n_firms, -math.inf)
    rank_founders(t, seed, p, derived, people, ties, plan, links, agents, pairs, hubs, h, values, rows, firm_values, firm_rows)
    leaning = np.full(n_founders, math.inf)
    for f in range(n_founders):
        if rows[f] >= 0:
            k = int(rows[f])
            i = int(ties.agent[k])
            leaning[f] = values[f] - best_offer(t, seed, p, derived, people, ties, plan, links, agents, pairs, hubs, i, h, k, FIXED)
    sort_by_priority(rows, leaning)
    n_fixed = n_founders - int(round(n_founders * p.founders_flex))
    for f in range(n_founders):
        k = int(rows[f])
        plan_code = FIXED if f < n_fixed and free_seats(hubs, h) >= 1.0 else FLEX
        if k >= 0 and has_place(p, hubs, h, plan_code):
            enter(t, seed, p, derived, people, ties, plan, agents, pairs, hubs, h, k, plan_code)
    for f in range(n_firms):
        if firm_rows[f] >= 0:
            enter(t, seed, p, derived, people, ties, plan, agents, pairs, hubs, h, firm_rows[f], OFFICE)


@loop
def enter(t, seed, p, derived, people, ties, plan, agents, pairs, hubs, h, k, plan_code):
    """A founder comes to know the hub, if it did not, and joins."""
    if pairs.aware[k] == 0:
        become_aware(t, seed, p, derived, people, plan, ties, agents, pairs, hubs, k)
    i = int(ties.agent[k])
    agents[i].evaluate = 0  # has just decided
    join(t, p, people, ties, agents, pairs, hubs, i, h, plan_code)


@compiled
def open_hubs(t, seed, parameters, derived, people, ties, plan, instruments, public, links, agents, pairs, hubs, record):
    """Open every hub whose month has come: the place and its money, who has heard of it, its founders."""
    p = parameters[0]
    for h in range(hubs.shape[0]):
        if hubs[h].state != PLANNED or not (plan[h].opens == t or hubs[h].opened == t):
            continue
        open_hub(t, p, plan, instruments, public, hubs, record, h)
        for k in range(ties.hub.shape[0]):
            if ties.hub[k] == h and agents[ties.agent[k]].resident == 1:
                if uniform(seed, AWARE_AT_OPENING, 0, people[ties.agent[k]].slot, plan[h].key) < p.aware_at_opening:
                    become_aware(t, seed, p, derived, people, plan, ties, agents, pairs, hubs, k)
        found(t, seed, p, derived, people, ties, plan, links, agents, pairs, hubs, h)
