"""Step 12: what the operator of a hub decides (ODD §7.12), once the month is settled.

A hub closes for want of cash, or for reasons other than money, in any month, and grows when it is full. All else waits for a review:
once a year in a month of its own, and when support or an agreed period ends; only a cash alarm makes it give up space before.
"""

import math

from model.compiled import inlined, loop
from model.month.hub_ledger import collect_fees, fixed_cost, recent_net, runway, settle
from model.month.instruments.offers import ANCHOR_TENANCY, HOST_SALARY, RENT_RELIEF
from model.month.lookup import is_open
from model.month.membership import leave
from model.month.public_money import in_force
from model.names import (
    AGREEMENT_ENDED,
    CLOSED,
    DOWNSIZED,
    LOW_RUNWAY,
    NO_GROWTH,
    NO_REASON,
    OPEN,
    OTHER_ENDING,
    OUT_OF_CASH,
    WOUND_DOWN,
)
from model.series import HUB_COLUMN

_FEES = HUB_COLUMN["fees_eur"]
_ANCILLARY = HUB_COLUMN["ancillary_eur"]
_OFFICE_FEES = HUB_COLUMN["office_fees_eur"]
_WORKS = HUB_COLUMN["works_eur"]
_NET = HUB_COLUMN["net_eur"]
_WITHDRAWN = HUB_COLUMN["withdrawn_eur"]
_RUNWAY = HUB_COLUMN["runway_months"]
_USE = HUB_COLUMN["desk_use"]
_OFFERED_USE = HUB_COLUMN["use_of_offered"]


# --- when an operator looks, and what it sees ---


@loop
def support_that_ends(t, town, h):
    """EUR paid this month by support of running costs that is in force for the last time, before the run ends."""
    instruments, record = town.instruments, town.record
    ending = 0.0
    for v in range(instruments.row.shape[0]):
        lever = instruments.row[v].lever
        if lever != RENT_RELIEF and lever != HOST_SALARY and lever != ANCHOR_TENANCY:
            continue
        if in_force(t, instruments, h, v) and instruments.row[v].end == t + 1 and t + 1 < record.hub.shape[0]:
            ending += record.public[t, v, h]
    return ending


@inlined
def reviews_now(t, town, h):
    """Whether the operator looks at the hub as a whole this month: after each whole year, in a month of its own."""
    hubs = town.hubs
    age, months = town.specs[h].age + t - hubs[h].opened + 1, int(town.parameters[0].review_months)
    return age >= months and (age - hubs[h].review_offset) % months == 0


@inlined
def has_grown(t, town, h):
    """Whether more seats are used than a year ago (or than at opening)."""
    hubs = town.hubs
    before = max(hubs[h].opened, t - int(town.parameters[0].downsize_patience))
    return (hubs[h].seats + hubs[h].anchor_desks) / town.specs[h].desks > town.record.hub[before, h, _USE]


# --- closing ---


@loop
def close_hub(t, town, h, users, reason):
    """The hub closes for good; its members are outside again. Clients find out next month."""
    hubs = town.hubs
    hubs[h].state = CLOSED
    hubs[h].reason = reason
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
def wind_down(t, town, h, net, ending):
    """Count a review at which it lost and gave up nothing; whether the operator has had as many poor ones in a row as it bears.

    One without growth counts as one; that at which support ends as `end_counts`, whether the hub has grown or not.
    """
    p = town.parameters[0]
    hubs = town.hubs
    counted = 0.0
    if net < 0.0:
        counted = max(0.0 if has_grown(t, town, h) else 1.0, p.end_counts if ending > 0.0 else 0.0)
    hubs[h].poor_reviews = hubs[h].poor_reviews + counted if counted > 0.0 else 0.0
    return p.wind_down_reviews > 0.0 and hubs[h].poor_reviews >= max(1.0, round(p.wind_down_reviews * town.specs[h].patience))


# --- hours of the host, as the hub earns and loses ---


@inlined
def full_time_wage(specs, h):
    """What a full-time host costs the hub a month; nothing where the owner is the host."""
    return specs[h].host_cost_eur * specs[h].wage_paid


@inlined
def spare_cash(t, town, h):
    """EUR in hand beyond what the hub needs there."""
    return max(0.0, town.hubs[h].cash - town.parameters[0].opening_cash_months * fixed_cost(t, town.record, h))


@loop
def plough_back(t, town, h, net):
    """From next month on, hours of the host for part of what the hub earns and, by the next review, of its spare cash; EUR of that."""
    p = town.parameters[0]
    wage = full_time_wage(town.specs, h)
    if wage <= 0.0:
        return 0.0
    planned = p.plough_back * spare_cash(t, town, h)
    town.hubs[h].host_fte += (p.plough_back * net + planned / int(p.review_months)) / wage
    return planned


@loop
def take_back(town, h, net):
    """A losing hub first gives up hours beyond those it opened with, as many as it loses by; the result without them."""
    specs, hubs = town.specs, town.hubs
    wage = full_time_wage(specs, h)
    added = (hubs[h].host_fte - specs[h].host_fte) * wage
    if net >= 0.0 or added <= 0.0:
        return net
    if added + net > 0.0:
        hubs[h].host_fte += net / wage
        return 0.0
    hubs[h].host_fte = specs[h].host_fte
    return net + added


# --- giving up space ---


@inlined
def host_left(t, town, h, ending):
    """Full-time equivalents of the host that a downsizing would leave: all, while members pay for it."""
    p = town.parameters[0]
    specs, hubs, line = town.specs, town.hubs, town.record.hub[t, h]
    cost = hubs[h].host_fte * full_time_wage(specs, h) * (1.0 if ending > 0.0 else 1.0 - hubs[h].wage_support)
    if cost < p.host_kept * (line[_FEES] + line[_ANCILLARY] + line[_OFFICE_FEES]):
        return hubs[h].host_fte
    return hubs[h].host_fte * p.downsize_step if hubs[h].downsizings == 0 else 0.0


@inlined
def can_give_up(p, hubs, h, host):
    """Whether there is anything to give up: desks, an empty office, or hours of the host."""
    return hubs[h].desks > p.desks_min or hubs[h].offices > hubs[h].rooms_let or host < hubs[h].host_fte


@loop
def downsize(t, town, h, reason, host):
    """Fewer desks, no empty office, less host; rent on the space given up is still due for the notice of the lease."""
    p = town.parameters[0]
    specs, hubs = town.specs, town.hubs
    used = hubs[h].seats + hubs[h].anchor_desks
    desks = max(p.desks_min, math.ceil(used / p.downsize_target), math.ceil(hubs[h].desks * p.downsize_step))
    desks = min(desks, hubs[h].desks)
    offices = hubs[h].rooms_let
    given_up = (hubs[h].desks - desks) * specs[h].m2_desk + (hubs[h].offices - offices) * specs[h].m2_office
    hubs[h].desks = desks
    hubs[h].offices = offices
    hubs[h].m2 -= given_up
    months = int(p.lease_notice_months)
    owed = hubs[h].notice * hubs[h].notice_left + given_up * hubs[h].rent_eur_m2 * hubs[h].rent_factor * months
    hubs[h].notice_left = months
    hubs[h].notice = owed / months if months > 0 else 0.0
    hubs[h].host_fte = host
    hubs[h].downsizings += 1
    if hubs[h].state != DOWNSIZED:
        hubs[h].state = DOWNSIZED
        if hubs[h].reason == NO_REASON:
            hubs[h].changed = t
            hubs[h].reason = reason
    hubs[h].low_months = 0


@loop
def reason_to_downsize(t, town, h, net, reviews):
    """Why the operator would downsize now (0: no reason): low use for a while, losing, and short of cash and credit, or of hope."""
    p = town.parameters[0]
    hubs = town.hubs
    patience = town.specs[h].patience
    if net >= 0.0 or hubs[h].low_months < p.downsize_months:
        return NO_REASON
    in_time = p.lease_notice_months + p.downsize_months  # later, what is given up would be due to the end
    if runway(p, hubs[h].cash + town.specs[h].credit_eur, net) < in_time / patience:
        return LOW_RUNWAY
    if reviews and hubs[h].low_months >= p.downsize_patience * patience and not has_grown(t, town, h):
        return NO_GROWTH
    return NO_REASON


# --- when it goes well ---


@loop
def expand(t, town, h, net):
    """More desks, in a step, when the hub is full, earns, and can pay the works and keep a quarter's cost in hand.

    A hub that had shrunk grows back so: its host comes back with the desks, and it is whole again with all of them.
    """
    p = town.parameters[0]
    specs, hubs, record = town.specs, town.hubs, town.record
    planned = hubs[h].planned_desks
    wanted = min(math.ceil(planned * p.expand_step), math.floor(planned * p.expand_max) - hubs[h].desks)
    works = wanted * p.expand_cost_eur
    fixed = fixed_cost(t, record, h)
    earns = net > specs[h].required_return * fixed
    if wanted >= 1.0 and earns and hubs[h].cash >= works + p.downsize_months * fixed:
        hubs[h].desks += wanted
        hubs[h].m2 += wanted * specs[h].m2_desk
        hubs[h].cash -= works
        record.hub[t, h, _WORKS] += works
        record.hub[t, h, _NET] -= works
        hubs[h].high_months = 0
        if hubs[h].state == DOWNSIZED and p.grow_back > 0.0:
            regained = p.grow_back * min(1.0, hubs[h].desks / planned) * specs[h].host_fte
            hubs[h].host_fte = max(hubs[h].host_fte, regained)
            if hubs[h].desks >= planned:
                hubs[h].state = OPEN


@inlined
def raise_prices(p, hubs, h):
    """All prices a step up, from next month on; members find out when they reconsider."""
    hubs[h].price_level *= 1.0 + p.price_step


@inlined
def withdraw(t, town, h, planned):
    """The owner takes out part of the cash beyond what the hub needs in hand and plans to spend."""
    p = town.parameters[0]
    taken = p.withdrawal * max(0.0, spare_cash(t, town, h) - planned)
    town.record.hub[t, h, _WITHDRAWN] = taken
    town.hubs[h].cash -= taken


# --- the month ---


@loop
def review(t, town, h, net, full):
    """What else an operator does at a review, if it goes on as it is: raise prices, spend what it earns, take money out."""
    if full:
        raise_prices(town.parameters[0], town.hubs, h)
    if net >= 0.0:
        withdraw(t, town, h, plough_back(t, town, h, net))


@loop
def decide(t, town, h, users):
    """Let the operator of hub h act on what the month has come to."""
    p = town.parameters[0]
    specs, hubs, record = town.specs, town.hubs, town.record
    use = (hubs[h].seats + hubs[h].anchor_desks) / hubs[h].desks
    record.hub[t, h, _OFFERED_USE] = use
    net = recent_net(t, town, h)
    record.hub[t, h, _RUNWAY] = runway(p, hubs[h].cash, net)
    hubs[h].low_months = hubs[h].low_months + 1 if use < p.downsize_use else 0
    hubs[h].high_months = hubs[h].high_months + 1 if use > p.expand_use else 0
    if hubs[h].cash < -specs[h].credit_eur:
        close_hub(t, town, h, users, OUT_OF_CASH)
        return
    if t >= hubs[h].ends:
        close_hub(t, town, h, users, OTHER_ENDING)
        return
    ending = support_that_ends(t, town, h) if int(p.review_months) > 1 else 0.0
    net -= ending
    reviews = ending > 0.0 or reviews_now(t, town, h)
    agreed = t + 1 == specs[h].agreed_until
    if reviews or agreed:
        net = take_back(town, h, net)
    if agreed and net < 0.0:
        close_hub(t, town, h, users, AGREEMENT_ENDED)
        return
    reason = reason_to_downsize(t, town, h, net, reviews)
    host = host_left(t, town, h, ending)
    if reason != NO_REASON and specs[h].may_downsize == 1 and can_give_up(p, hubs, h, host):
        downsize(t, town, h, reason, host)
        return
    if reviews and wind_down(t, town, h, net, ending):
        close_hub(t, town, h, users, WOUND_DOWN)
        return
    full = hubs[h].high_months >= p.downsize_months
    if full and specs[h].may_expand == 1 and net > 0.0:
        expand(t, town, h, net)
    if reviews:
        review(t, town, h, net, full)


@loop
def run_hubs(t, town, users):
    """Collect, settle and decide, hub by hub."""
    collect_fees(t, town, users)
    for h in range(town.hubs.shape[0]):
        if is_open(town.hubs, h):
            settle(t, town, h)
            decide(t, town, h, users)
