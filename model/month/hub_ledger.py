"""Step 7. The hub's ledger, and what its operator decides: close, downsize, or expand.

Cash moves only here. Each line is recorded, so that the change of cash is their sum to the cent.
"""

import math

from model.compiled import compiled
from model.month.instruments import is_open, pay
from model.month.membership import leave
from model.names import CLOSED, DOWNSIZED, FIXED, FLEX, LOW_RUNWAY, NO_GROWTH, OCCASIONAL, OFFICE, OUT_OF_CASH
from model.month.choice import spend_voucher_month
from model.outcomes import HUB_COLUMN

_FEES = HUB_COLUMN["fees_eur"]
_ANCILLARY = HUB_COLUMN["ancillary_eur"]
_OFFICES = HUB_COLUMN["office_fees_eur"]
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


@compiled
def collect_fees(t, seed, p, people, plan, agents, hubs, record, users):
    """Users pay their plan (day passes by days attended); a voucher pays its part to the user, and is written in the public ledger."""
    for u in range(users.shape[0]):
        i = users[u]
        h = int(agents.hub[i])
        if h < 0:
            continue
        plan_code = int(agents.plan[i])
        if plan_code == OFFICE:
            record.hub[t, h, _OFFICES] += plan.price_office[h]
        elif plan_code == FIXED:
            record.hub[t, h, _FEES] += plan.price_fixed[h]
        elif plan_code == FLEX:
            record.hub[t, h, _FEES] += plan.price_flex[h]
        else:
            record.hub[t, h, _FEES] += plan.price_day[h] * agents.days[i]
        if plan_code != OCCASIONAL:
            agents.member_months[i] += 1
            agents.was_member[i] = 1
            if agents.voucher[i] >= 0:
                agents.subsidised_months[i] += 1
                pay(t, record, int(agents.voucher[i]), h, agents.voucher_eur[i])
                spend_voucher_month(t, seed, p, people, agents, i)


@compiled
def repay(p, hubs, h):
    """The month's instalment, with interest on a bridging loan; returns what is paid."""
    interest = hubs.loan[h] * p.loan_rate / 12.0
    instalment = min(hubs.instalment[h], hubs.loan[h] + interest)
    hubs.loan[h] = max(0.0, hubs.loan[h] + interest - instalment)
    return instalment + hubs.bridge[h] * p.loan_rate / 12.0


@compiled
def settle(t, p, plan, hubs, record, h):
    """Write every line of the hub's month and change its cash by their sum."""
    line = record.hub[t, h]
    line[_ANCILLARY] = p.ancillary * line[_FEES]
    line[_SUBSIDY] = hubs.subsidy[h]
    line[_RENT] = plan.rent_eur_m2[h] * hubs.rent_factor[h] * hubs.m2[h] * (1.0 - hubs.relief[h])
    line[_UTILITIES] = plan.utilities_eur_m2[h] * hubs.m2[h]
    line[_HOST] = hubs.host_fte[h] * plan.host_cost_eur[h] * p.operator_terms[plan.operator[h], 0]
    line[_EVENTS] = plan.events[h] * (1.0 - hubs.closure[h]) * p.event_cost_eur
    line[_VARIABLE] = p.variable_cost_eur * hubs.members[h]
    line[_DEBT] = repay(p, hubs, h)
    if hubs.notice_left[h] > 0:
        line[_NOTICE] = hubs.notice[h]
        hubs.notice_left[h] -= 1
    income = line[_FEES] + line[_ANCILLARY] + line[_OFFICES] + line[_SUBSIDY]
    cost = line[_RENT] + line[_UTILITIES] + line[_HOST] + line[_EVENTS] + line[_VARIABLE] + line[_DEBT] + line[_NOTICE]
    if income < cost:
        line[_OWNER] = p.operator_terms[plan.operator[h], 2] * (cost - income)
    line[_NET] = income + line[_OWNER] - cost
    hubs.cash[h] += line[_NET]


@compiled
def fixed_cost(p, plan, hubs, record, t, h):
    """What the hub pays a month whatever its members."""
    line = record.hub[t, h]
    return line[_RENT] + line[_UTILITIES] + line[_HOST] + line[_EVENTS] + line[_DEBT]


@compiled
def recent_net(t, p, plan, record, h):
    """Mean change of cash over the last three months (or since opening)."""
    months = min(int(p.downsize_months), t - plan.opens[h] + 1)
    total = 0.0
    for back in range(months):
        total += record.hub[t - back, h, _NET]
    return total / months


@compiled
def runway(cash, net):
    """Months the cash lasts at the recent net loss, at most 60."""
    if net >= 0.0:
        return 60.0
    return max(0.0, min(60.0, cash / -net))


@compiled
def close_hub(t, seed, p, people, plan, ties, public, agents, pairs, hubs, record, h, users):
    """The hub closes for good; its members are outside again, its clients have no community."""
    hubs.state[h] = CLOSED
    hubs.reason[h] = OUT_OF_CASH
    hubs.changed[h] = t
    for u in range(users.shape[0]):
        if agents.hub[users[u]] == h:
            leave(t, seed, p, people, plan, ties, public, agents, pairs, hubs, users[u])
    hubs.desks[h] = 0.0
    hubs.offices[h] = 0.0
    hubs.m2[h] = 0.0
    hubs.host_fte[h] = 0.0
    hubs.anchor_desks[h] = 0.0


@compiled
def downsize(t, p, plan, hubs, h, reason):
    """Fewer desks, no empty office, less host; rent on the space given up is still due for the notice of the lease."""
    used = hubs.seats[h] + hubs.anchor_desks[h]
    desks = max(p.desks_min, math.ceil(used / p.downsize_target), math.ceil(hubs.desks[h] * p.downsize_step))
    desks = min(desks, hubs.desks[h])
    offices = hubs.tenants[h]
    given_up = 0.0
    if plan.desks[h] > 0.0:
        given_up += (hubs.desks[h] - desks) * plan.m2_desks[h] / plan.desks[h]
    if plan.offices[h] > 0.0:
        given_up += (hubs.offices[h] - offices) * plan.m2_offices[h] / plan.offices[h]
    hubs.desks[h] = desks
    hubs.offices[h] = offices
    hubs.m2[h] -= given_up
    owed = hubs.notice[h] * hubs.notice_left[h] + given_up * plan.rent_eur_m2[h] * hubs.rent_factor[h] * p.lease_notice_months
    hubs.notice_left[h] = int(p.lease_notice_months)
    hubs.notice[h] = owed / p.lease_notice_months if p.lease_notice_months > 0.0 else 0.0
    hubs.host_fte[h] = hubs.host_fte[h] * p.downsize_step if hubs.downsizings[h] == 0 else 0.0
    hubs.downsizings[h] += 1
    if hubs.state[h] != DOWNSIZED:
        hubs.state[h] = DOWNSIZED
        hubs.changed[h] = t
        hubs.reason[h] = reason
    hubs.low_months[h] = 0


@compiled
def reason_to_downsize(t, p, plan, hubs, record, h, net, months_of_cash, use):
    """Why the operator would downsize now (0: no reason): low use for a while, losing, and short of runway or of hope."""
    patience = p.operator_terms[plan.operator[h], 1]
    old_enough = t - plan.opens[h] + 1 >= p.downsize_earliest
    if not old_enough or net >= 0.0 or hubs.low_months[h] < p.downsize_months:
        return 0
    if hubs.desks[h] <= p.desks_min and hubs.host_fte[h] == 0.0 and hubs.offices[h] <= hubs.tenants[h]:
        return 0  # nothing left to give up
    if months_of_cash < p.downsize_runway / patience:
        return LOW_RUNWAY
    growth = use - record.hub[max(plan.opens[h], t - 6), h, _OFFERED_USE]
    if hubs.low_months[h] >= p.downsize_patience * patience and growth < p.growth_hoped:
        return NO_GROWTH
    return 0


@compiled
def expand(t, p, plan, hubs, record, h, net):
    """More desks, in a step, when the hub is full, earns, and can pay the works and keep a quarter's cost in hand."""
    wanted = min(math.ceil(plan.desks[h] * p.expand_step), plan.desks[h] * p.expand_max - hubs.desks[h])
    works = wanted * p.expand_cost_eur
    fixed = fixed_cost(p, plan, hubs, record, t, h)
    earns = net > p.operator_terms[plan.operator[h], 3] * fixed
    if wanted >= 1.0 and earns and hubs.cash[h] >= works + p.downsize_months * fixed:
        hubs.desks[h] += wanted
        hubs.m2[h] += wanted * plan.m2_desks[h] / plan.desks[h]
        hubs.cash[h] -= works
        record.hub[t, h, _WORKS] += works
        record.hub[t, h, _NET] -= works
        hubs.high_months[h] = 0


@compiled
def run_hubs(t, seed, parameters, people, plan, ties, public, agents, pairs, hubs, record, users):
    """Collect, settle and decide, hub by hub."""
    p = parameters[0]
    collect_fees(t, seed, p, people, plan, agents, hubs, record, users)
    for h in range(hubs.state.shape[0]):
        if not is_open(hubs, h):
            continue
        settle(t, p, plan, hubs, record, h)
        use = (hubs.seats[h] + hubs.anchor_desks[h]) / hubs.desks[h]
        record.hub[t, h, _OFFERED_USE] = use
        net = recent_net(t, p, plan, record, h)
        months_of_cash = runway(hubs.cash[h], net)
        record.hub[t, h, _RUNWAY] = months_of_cash
        hubs.low_months[h] = hubs.low_months[h] + 1 if use < p.downsize_use else 0
        hubs.high_months[h] = hubs.high_months[h] + 1 if use > p.expand_use else 0
        if hubs.cash[h] < -plan.credit_eur[h]:
            close_hub(t, seed, p, people, plan, ties, public, agents, pairs, hubs, record, h, users)
            continue
        reason = reason_to_downsize(t, p, plan, hubs, record, h, net, months_of_cash, use)
        if reason > 0 and plan.may_downsize[h] == 1:
            downsize(t, p, plan, hubs, h, reason)
        elif plan.may_expand[h] == 1 and hubs.high_months[h] >= p.downsize_months and net > 0.0:
            expand(t, p, plan, hubs, record, h, net)
