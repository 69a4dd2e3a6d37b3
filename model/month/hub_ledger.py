"""Step 12: the hub's ledger, and what its operator decides (ODD §7.12): close, downsize, or expand.

Cash moves only here. Each line is recorded, so that the change of cash is their sum to the cent.
"""

import math

from model.compiled import inlined, loop
from model.month.instruments.vouchers import spend_voucher_month
from model.month.lookup import is_open
from model.month.membership import leave
from model.month.public_money import pay
from model.month.utility import rooms_of
from model.names import CLOSED, DOWNSIZED, FIXED, FLEX, LOW_RUNWAY, NO_GROWTH, OCCASIONAL, OFFICE, OUT_OF_CASH
from model.series import HUB_COLUMN

_FEES = HUB_COLUMN["fees_eur"]
_ANCILLARY = HUB_COLUMN["ancillary_eur"]
_OFFICE_FEES = HUB_COLUMN["office_fees_eur"]
_SUBSIDY = HUB_COLUMN["subsidy_eur"]
_OWNER = HUB_COLUMN["owner_eur"]
_RENT = HUB_COLUMN["rent_eur"]
_UTILITIES = HUB_COLUMN["utilities_eur"]
_HOST = HUB_COLUMN["host_eur"]
_EVENTS = HUB_COLUMN["events_eur"]
_VARIABLE = HUB_COLUMN["variable_eur"]
_DEBT = HUB_COLUMN["debt_eur"]
_NOTICE = HUB_COLUMN["notice_eur"]
_WORKS = HUB_COLUMN["works_eur"]
_NET = HUB_COLUMN["net_eur"]
_RUNWAY = HUB_COLUMN["runway_months"]
_OFFERED_USE = HUB_COLUMN["use_of_offered"]


@loop
def collect_fees(t, town, users):
    """Users pay their plan (day passes by days attended); a voucher pays its part to the user, and is written in the public ledger."""
    specs, agents, record = town.specs, town.agents, town.record
    for u in range(users.shape[0]):
        i = users[u]
        h = int(agents[i].hub)
        if h < 0:
            continue
        plan = int(agents[i].plan)
        if plan == OFFICE:
            record.hub[t, h, _OFFICE_FEES] += specs[h].price_office * rooms_of(town.parameters[0], town.people, i)
        elif plan == FIXED:
            record.hub[t, h, _FEES] += specs[h].price_fixed
        elif plan == FLEX:
            record.hub[t, h, _FEES] += specs[h].price_flex
        else:
            record.hub[t, h, _FEES] += specs[h].price_day * agents[i].days
        if plan != OCCASIONAL:
            agents[i].member_months += 1
            if agents[i].voucher >= 0:
                agents[i].subsidised_months += 1
                pay(t, record, h, int(agents[i].voucher), agents[i].voucher_eur)
                spend_voucher_month(t, town, i)


@inlined
def repay(p, hubs, h):
    """The month's instalment, with interest on a bridging loan; returns what is paid."""
    interest = hubs[h].loan * p.loan_rate / 12.0
    instalment = min(hubs[h].instalment, hubs[h].loan + interest)
    hubs[h].loan = max(0.0, hubs[h].loan + interest - instalment)
    return instalment + hubs[h].bridge * p.loan_rate / 12.0


@loop
def settle(t, town, h):
    """Write every line of the hub's month and change its cash by their sum."""
    p = town.parameters[0]
    specs, hubs = town.specs, town.hubs
    line = town.record.hub[t, h]
    line[_ANCILLARY] = p.ancillary * line[_FEES]
    line[_SUBSIDY] = hubs[h].subsidy
    line[_RENT] = specs[h].rent_eur_m2 * hubs[h].rent_factor * hubs[h].m2 * (1.0 - hubs[h].relief)
    line[_UTILITIES] = specs[h].utilities_eur_m2 * hubs[h].m2
    line[_HOST] = hubs[h].host_fte * specs[h].host_cost_eur * specs[h].wage_paid
    line[_EVENTS] = specs[h].events * (1.0 - hubs[h].closure * p.days_away_in_lockdown) * p.event_cost_eur
    line[_VARIABLE] = p.variable_cost_eur * hubs[h].members
    line[_DEBT] = repay(p, hubs, h)
    if hubs[h].notice_left > 0:
        line[_NOTICE] = hubs[h].notice
        hubs[h].notice_left -= 1
    income = line[_FEES] + line[_ANCILLARY] + line[_OFFICE_FEES] + line[_SUBSIDY]
    cost = line[_RENT] + line[_UTILITIES] + line[_HOST] + line[_EVENTS] + line[_VARIABLE] + line[_DEBT] + line[_NOTICE]
    if income < cost:
        line[_OWNER] = specs[h].cross_subsidy * (cost - income)
    line[_NET] = income + line[_OWNER] - cost
    hubs[h].cash += line[_NET]


@inlined
def fixed_cost(t, record, h):
    """What the hub pays a month whatever its members."""
    line = record.hub[t, h]
    return line[_RENT] + line[_UTILITIES] + line[_HOST] + line[_EVENTS] + line[_DEBT]


@inlined
def recent_net(t, town, h):
    """Mean change of cash over the last `downsize_months` (or since opening)."""
    p = town.parameters[0]
    months = min(int(p.downsize_months), t - town.hubs[h].opened + 1)
    total = 0.0
    for back in range(months):
        total += town.record.hub[t - back, h, _NET]
    return total / months


@inlined
def runway(p, cash, net):
    """Months the cash lasts at the recent net loss, at most `runway_longest`."""
    if net >= 0.0:
        return p.runway_longest
    return max(0.0, min(p.runway_longest, cash / -net))


@loop
def close_hub(t, town, h, users):
    """The hub closes for good; its members are outside again. Clients find out next month."""
    hubs = town.hubs
    hubs[h].state = CLOSED
    hubs[h].reason = OUT_OF_CASH
    hubs[h].changed = t
    for u in range(users.shape[0]):
        if town.agents[users[u]].hub == h:
            leave(t, town, users[u])
    hubs[h].desks = 0.0
    hubs[h].offices = 0.0
    hubs[h].m2 = 0.0
    hubs[h].host_fte = 0.0
    hubs[h].anchor_desks = 0.0


@loop
def downsize(t, town, h, reason):
    """Fewer desks, no empty office, less host; rent on the space given up is still due for the notice of the lease."""
    p = town.parameters[0]
    specs, hubs = town.specs, town.hubs
    used = hubs[h].seats + hubs[h].anchor_desks
    desks = max(p.desks_min, math.ceil(used / p.downsize_target), math.ceil(hubs[h].desks * p.downsize_step))
    desks = min(desks, hubs[h].desks)
    offices = hubs[h].rooms_let
    given_up = 0.0
    if specs[h].desks > 0.0:
        given_up += (hubs[h].desks - desks) * specs[h].m2_desks / specs[h].desks
    if specs[h].offices > 0.0:
        given_up += (hubs[h].offices - offices) * specs[h].m2_offices / specs[h].offices
    hubs[h].desks = desks
    hubs[h].offices = offices
    hubs[h].m2 -= given_up
    months = int(p.lease_notice_months)
    owed = hubs[h].notice * hubs[h].notice_left + given_up * specs[h].rent_eur_m2 * hubs[h].rent_factor * months
    hubs[h].notice_left = months
    hubs[h].notice = owed / months if months > 0 else 0.0
    hubs[h].host_fte = hubs[h].host_fte * p.downsize_step if hubs[h].downsizings == 0 else 0.0
    hubs[h].downsizings += 1
    if hubs[h].state != DOWNSIZED:
        hubs[h].state = DOWNSIZED
        hubs[h].changed = t
        hubs[h].reason = reason
    hubs[h].low_months = 0


@loop
def reason_to_downsize(t, town, h, net, months_of_cash, use):
    """Why the operator would downsize now (0: no reason): low use for a while, losing, and short of runway or of hope."""
    p = town.parameters[0]
    hubs = town.hubs
    patience = town.specs[h].patience
    old_enough = t - hubs[h].opened + 1 >= p.downsize_earliest
    if not old_enough or net >= 0.0 or hubs[h].low_months < p.downsize_months:
        return 0
    if hubs[h].desks <= p.desks_min and hubs[h].host_fte == 0.0 and hubs[h].offices <= hubs[h].rooms_let:
        return 0  # nothing left to give up
    if months_of_cash < p.downsize_runway / patience:
        return LOW_RUNWAY
    growth = use - town.record.hub[max(hubs[h].opened, t - int(p.growth_months)), h, _OFFERED_USE]
    if hubs[h].low_months >= p.downsize_patience * patience and growth < p.growth_hoped:
        return NO_GROWTH
    return 0


@loop
def expand(t, town, h, net):
    """More desks, in a step, when the hub is full, earns, and can pay the works and keep a quarter's cost in hand."""
    p = town.parameters[0]
    specs, hubs, record = town.specs, town.hubs, town.record
    wanted = min(math.ceil(specs[h].desks * p.expand_step), math.floor(specs[h].desks * p.expand_max) - hubs[h].desks)
    works = wanted * p.expand_cost_eur
    fixed = fixed_cost(t, record, h)
    earns = net > specs[h].required_return * fixed
    if wanted >= 1.0 and earns and hubs[h].cash >= works + p.downsize_months * fixed:
        hubs[h].desks += wanted
        hubs[h].m2 += wanted * specs[h].m2_desks / specs[h].desks
        hubs[h].cash -= works
        record.hub[t, h, _WORKS] += works
        record.hub[t, h, _NET] -= works
        hubs[h].high_months = 0


@loop
def run_hubs(t, town, users):
    """Collect, settle and decide, hub by hub."""
    specs, hubs, record = town.specs, town.hubs, town.record
    p = town.parameters[0]
    collect_fees(t, town, users)
    for h in range(hubs.shape[0]):
        if not is_open(hubs, h):
            continue
        settle(t, town, h)
        use = (hubs[h].seats + hubs[h].anchor_desks) / hubs[h].desks
        record.hub[t, h, _OFFERED_USE] = use
        net = recent_net(t, town, h)
        months_of_cash = runway(p, hubs[h].cash, net)
        record.hub[t, h, _RUNWAY] = months_of_cash
        hubs[h].low_months = hubs[h].low_months + 1 if use < p.downsize_use else 0
        hubs[h].high_months = hubs[h].high_months + 1 if use > p.expand_use else 0
        if hubs[h].cash < -specs[h].credit_eur:
            close_hub(t, town, h, users)
            continue
        reason = reason_to_downsize(t, town, h, net, months_of_cash, use)
        if reason > 0 and specs[h].may_downsize == 1:
            downsize(t, town, h, reason)
        elif specs[h].may_expand == 1 and hubs[h].high_months >= p.downsize_months and net > 0.0:
            expand(t, town, h, net)
