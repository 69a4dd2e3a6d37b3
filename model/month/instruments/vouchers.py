"""Vouchers (ODD §7.3, §7.5 and §7.6): who may hold one, what it pays, when it ends. Trial days are vouchers for day passes."""

import math

from model.compile_scenario.instruments import NEVER_A_MEMBER, NEVER_A_USER, lever_code
from model.compiled import inlined, loop
from model.draws import ATTENTION, CALL, exponential, uniform, uniforms
from model.month.lookup import find_pair, is_of_anchor
from model.month.prices import plan_cost, price_now
from model.month.public_money import end_voucher, in_force, pay
from model.month.utility import days_wanted
from model.names import EMPLOYEE, FIRM, FIXED, FLEX, OCCASIONAL, OFFICE
from model.series import HUB_COLUMN

VOUCHER = lever_code("voucher")

_USED = HUB_COLUMN["vouchers"]
_TAKEN = HUB_COLUMN["vouchers_taken"]


@inlined
def vat_months(t, town, i):
    """Months since the VAT number of agent i was opened: at its birth, for a firm born in the run; others are closed and opened anew."""
    people, agents = town.people, town.agents
    if people[i].kind == FIRM and agents[i].generation > 0:
        return float(t - agents[i].arrived)
    u_life, u_life_2, u_age, _ = uniforms(town.seed, CALL, agents[i].generation, people[i].slot, 0)
    life = town.parameters[0].vat_life * (exponential(u_life) + exponential(u_life_2))  # longer lives are met more often
    return (u_age * life + t) % life


@inlined
def eligible(t, town, i, h, v):
    """Whether agent i may hold voucher v in hub h: kind, field, age band, VAT number, as new as is asked, and pays itself."""
    people, instruments, agents = town.people, town.instruments, town.agents
    if instruments.hubs[v, h] == 0 or instruments.kinds[v, people[i].kind] == 0:
        return False
    if instruments.fields[v, people[i].sector] == 0 or instruments.ages[v, people[i].age] == 0:
        return False
    if agents[i].voucher_used == 1 or is_of_anchor(town, i, h):
        return False
    new_only = instruments.row[v].new_only
    if (new_only == NEVER_A_MEMBER and agents[i].was_member == 1) or (new_only == NEVER_A_USER and agents[i].was_user == 1):
        return False
    oldest = instruments.row[v].vat_months_max
    return oldest == math.inf or (people[i].kind != EMPLOYEE and vat_months(t, town, i) <= oldest)


@inlined
def applies(town, i, v, amount):
    """Whether agent i knows of the call for voucher v, and finds so many EUR a month worth the trouble of applying."""
    call = town.instruments.row[v]
    u_known, u_effort, _, _ = uniforms(town.seed, CALL, town.agents[i].generation, town.people[i].slot, call.key)
    return u_known < call.known_by and amount * call.months >= call.effort_eur * exponential(u_effort)


@inlined
def voucher_amount(town, i, h, v, plan, days):
    """EUR a month that voucher v sets aside for a plan of hub h, up to a cap; nothing for a plan it does not cover.

    A share of the price; of day passes, of as many whole days as may be attended by who wants `days`, and at most those it pays for.
    """
    instruments = town.instruments
    if instruments.plans[v, plan] == 0:
        return 0.0
    price = price_now(town, h, plan)
    if plan == OCCASIONAL:
        price *= min(instruments.row[v].days, float(math.ceil(days)))
    return min(instruments.row[v].share * price, instruments.row[v].cap_eur_month)


@inlined
def announced(t, town, i, k, v):
    """EUR a month that voucher v promises agent i in the hub of pair k as it starts: for an office; for flex, or fixed, or day passes."""
    people, covered = town.people, town.instruments.plans
    h = int(town.ties.hub[k])
    if not eligible(t, town, i, h, v):
        return 0.0
    plan = FLEX if covered[v, FLEX] == 1 else (FIXED if covered[v, FIXED] == 1 else OCCASIONAL)
    if people[i].kind == FIRM:
        plan = OFFICE
    days = days_wanted(town.parameters[0], people, i, town.ties.minutes[k])
    amount = voucher_amount(town, i, h, v, plan, days)
    return amount if applies(town, i, v, amount) else 0.0


@inlined
def offered_voucher(t, town, i, h, plan, days):
    """The voucher agent i could take (or already holds) for a plan of hub h and the days it wants, and what it pays a month at most.

    (-1, 0) if there is none.
    """
    instruments, agents = town.instruments, town.agents
    held = int(agents[i].voucher)
    if held >= 0:
        if agents[i].hub != h:
            return held, 0.0  # a voucher does not move with its holder
        return held, repriced(town, i, held, voucher_amount(town, i, h, held, plan, days))
    best = -1
    most = 0.0
    for v in range(instruments.row.shape[0]):
        if instruments.row[v].lever != VOUCHER or not in_force(t, instruments, h, v):
            continue
        amount = voucher_amount(town, i, h, v, plan, days)
        if amount > most and eligible(t, town, i, h, v):
            # set aside for all its months: first come, first served until the pot is exhausted
            if town.public.spent[v] + amount * instruments.row[v].months <= instruments.row[v].budget and applies(town, i, v, amount):
                best = v
                most = amount
    return best, most


@inlined
def repriced(town, i, v, amount):
    """What a voucher held pays a month of another plan: its share of it, or as much as before where the pot cannot bear more."""
    instruments, agents = town.instruments, town.agents
    more = (amount - agents[i].voucher_eur) * agents[i].voucher_left
    if more > 0.0 and town.public.spent[v] + more > instruments.row[v].budget:
        return agents[i].voucher_eur
    return amount


@inlined
def discount_on(t, town, i, h, plan, days):
    """EUR a month off what agent i would pay for a plan: the voucher it could have, never more than its share of the fee."""
    v, amount = offered_voucher(t, town, i, h, plan, days)
    return min(amount, town.instruments.row[v].share * plan_cost(town, i, h, plan, days)) if amount > 0.0 else 0.0


@inlined
def days_in(town, i, h):
    """Days a month agent i wants in hub h."""
    return days_wanted(town.parameters[0], town.people, i, town.ties.minutes[find_pair(town.ties, i, h)])


@loop
def reprice_voucher(town, i):
    """After a change of plan a voucher pays its share of the new price: less at once, more if the pot can bear it, none if not covered."""
    agents = town.agents
    v = int(agents[i].voucher)
    if v < 0:
        return
    h, plan = int(agents[i].hub), int(agents[i].plan)
    if town.instruments.plans[v, plan] == 0:
        end_voucher(town, i)
        return
    amount = repriced(town, i, v, voucher_amount(town, i, h, v, plan, days_in(town, i, h)))
    town.public.spent[v] += (amount - agents[i].voucher_eur) * agents[i].voucher_left
    agents[i].voucher_eur = amount


@loop
def take_voucher(t, town, i, h, plan):
    """A user takes the voucher on offer, if any; the pot sets aside all its months."""
    instruments, agents = town.instruments, town.agents
    if instruments.row.shape[0] == 0 or agents[i].voucher >= 0:
        return
    v, amount = offered_voucher(t, town, i, h, plan, days_in(town, i, h))
    if v >= 0 and amount > 0.0:
        agents[i].voucher = v
        agents[i].voucher_left = int(instruments.row[v].months)
        agents[i].voucher_eur = amount
        if instruments.row[v].new_only != NEVER_A_USER:  # after trial days a voucher may still be had
            agents[i].voucher_used = 1
        town.public.spent[v] += amount * int(instruments.row[v].months)
        town.record.hub[t, h, _TAKEN] += 1.0


@loop
def spend_voucher_month(t, town, i, fee):
    """A voucher pays its share of the month's fee, and what it set aside beyond returns to the pot; the end of its months may be noticed.

    Who notices the higher price reconsiders next month.
    """
    p = town.parameters[0]
    people, agents = town.people, town.agents
    v = int(agents[i].voucher)
    paid = min(agents[i].voucher_eur, town.instruments.row[v].share * fee)
    h = int(agents[i].hub)
    pay(t, town.record, h, v, paid)
    town.record.hub[t, h, _USED] += 1.0
    town.public.spent[v] -= agents[i].voucher_eur - paid
    agents[i].voucher_left -= 1
    if agents[i].voucher_left > 0:
        return
    agents[i].voucher = -1
    change = p.beta_c * paid / people[i].income_eur
    if uniform(town.seed, ATTENTION, t, people[i].slot, 0) < 1.0 - math.exp(-change / p.attention_scale):
        agents[i].evaluate = 1
        town.due.choose[i] = t
