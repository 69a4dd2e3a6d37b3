"""Step 12: the hub's ledger (ODD §7.12). What is collected, what is paid, and how long the cash would last.

Each line is recorded, so that the change of cash is their sum to the cent. What the operator makes of it stands in `operator.py`.
"""

from model.compiled import inlined, loop
from model.month.instruments.vouchers import spend_voucher_month
from model.month.prices import plan_cost
from model.names import OCCASIONAL, OFFICE
from model.series import HUB_COLUMN

_DAYS = HUB_COLUMN["days"]
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
_RENEWAL = HUB_COLUMN["renewal_eur"]
_NET = HUB_COLUMN["net_eur"]


@inlined
def note_stay(t, record, i, h, plan, voucher):
    """One more month of agent i in hub h, for who asks afterwards whether it would have been there anyway."""
    stays = record.stays
    place = stays.number[0]
    stays.number[0] += 1
    if place < stays.row.shape[0]:
        row = stays.row[place]
        row.agent, row.month, row.hub, row.voucher, row.plan = i, t, h, voucher, plan


@loop
def collect_fees(t, town, users):
    """Users pay their plan (day passes by days attended); a voucher pays its part to the user, and is written in the public ledger."""
    agents, record = town.agents, town.record
    for u in range(users.shape[0]):
        i = users[u]
        h = int(agents[i].hub)
        if h < 0:
            continue
        plan = int(agents[i].plan)
        fee = plan_cost(town, i, h, plan, agents[i].days)
        record.hub[t, h, _OFFICE_FEES if plan == OFFICE else _FEES] += fee
        record.hub[t, h, _DAYS] += agents[i].days
        note_stay(t, record, i, h, plan, agents[i].voucher)
        if plan != OCCASIONAL:
            agents[i].member_months += 1
            agents[i].subsidised_months += 1 if agents[i].voucher >= 0 else 0
        if agents[i].voucher >= 0:
            spend_voucher_month(t, town, i, fee)


@inlined
def repay(p, hubs, h):
    """The month's instalment, with interest on a bridging loan; returns what is paid."""
    interest = hubs[h].loan * p.loan_rate / 12.0
    instalment = min(hubs[h].instalment, hubs[h].loan + interest)
    hubs[h].loan = max(0.0, hubs[h].loan + interest - instalment)
    return instalment + hubs[h].bridge * p.loan_rate / 12.0


@inlined
def opening_area(specs, h):
    """Gross area the hub opens with, m²."""
    return specs[h].desks * specs[h].m2_desk + specs[h].offices * specs[h].m2_office


@inlined
def renewal_due(town, h):
    """EUR a month that would keep the rooms it has as good as new."""
    specs = town.specs
    return town.parameters[0].renewal_rate / 12.0 * specs[h].works_eur * town.hubs[h].m2 / opening_area(specs, h)


@loop
def settle(t, town, h):
    """Write every line of the hub's month and change its cash by their sum."""
    p = town.parameters[0]
    specs, hubs = town.specs, town.hubs
    line = town.record.hub[t, h]
    line[_ANCILLARY] = p.ancillary * line[_FEES]
    line[_SUBSIDY] = hubs[h].subsidy
    line[_RENT] = hubs[h].rent_eur_m2 * hubs[h].rent_factor * hubs[h].m2 * (1.0 - hubs[h].relief)
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
    else:
        line[_RENEWAL] = min(renewal_due(town, h), income - cost)
    line[_NET] = income + line[_OWNER] - cost - line[_RENEWAL]
    hubs[h].cash += line[_NET]


@inlined
def fixed_cost(t, record, h):
    """What the hub pays a month whatever its members."""
    line = record.hub[t, h]
    return line[_RENT] + line[_UTILITIES] + line[_HOST] + line[_EVENTS] + line[_DEBT]


@inlined
def recent_net(t, town, h):
    """Mean result over the last `downsize_months` (or since opening)."""
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
