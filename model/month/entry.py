"""Step 1: entry (ODD §7.1). Operators who open a hub when it looks viable, and have learned from the hubs around that failed.

An operator looks twice a year at a place it might open in. It counts whom it could win: every resident in reach who uses no hub, with
the share of the time that somebody of mean taste and habit who knew of it would hold a flex desk, times the share that will know of
it; misjudges that by a keyed error; takes off what failures have taught; and opens when the members so expected exceed by a margin
those needed to break even.
"""

import math

from model.compiled import inlined, loop
from model.draws import ENTRY, logistic_draw, uniform
from model.month.hub_ledger import opening_area
from model.month.lookup import is_sold, usual_desk
from model.month.utility import community, days_wanted, fit, home_push, plan_utility, quality
from model.names import CLOSED, EMPLOYEE, FIRM, FIXED, FLEX, PLANNED


@inlined
def fixed_cost_planned(p, specs, h):
    """EUR a month the hub would pay whatever its members: rent, utilities, host, events."""
    host = specs[h].host_fte * specs[h].host_cost_eur * specs[h].wage_paid
    return opening_area(specs, h) * (specs[h].rent_eur_m2 + specs[h].utilities_eur_m2) + host + specs[h].events * p.event_cost_eur


@inlined
def break_even_members(town, h):
    """Members at desks whose fees cover the fixed cost, once offices let at opening have paid for themselves and their share of it."""
    p, specs = town.parameters[0], town.specs
    flex = (p.entry_flex if is_sold(town, h, FIXED) else 1.0) if is_sold(town, h, FLEX) else 0.0
    fee = flex * specs[h].price_flex + (1.0 - flex) * specs[h].price_fixed
    margin = fee * (1.0 + p.ancillary) - p.variable_cost_eur
    needed = fixed_cost_planned(p, specs, h) - specs[h].offices_let * (specs[h].price_office - p.variable_cost_eur)
    return max(0.0, needed) / margin if margin > 0.0 else math.inf


@inlined
def share_of_time(town, i, h, k, attraction):
    """Share of the time that a resident of mean taste who knows of the hub holds a flex desk there: joining over joining and leaving.

    Habit holds back both, so who is hard to win is also slow to go; yet it costs a hub that few would choose most of its members.
    """
    p = town.parameters[0]
    people, specs = town.people, town.specs
    value = attraction + p.beta_f * fit(p, people[i].sector, specs[h].specialisation)
    value += home_push(p, people, i)
    value += plan_utility(town, i, h, k, usual_desk(town, h), days_wanted(p, people, i, town.ties.minutes[k]), 0.0)
    joins = 1.0 / (1.0 + math.exp(p.habit - value))
    leaves = 1.0 / (1.0 + math.exp(p.habit + value))
    share = joins / (joins + leaves)
    return share * p.consent if people[i].kind == EMPLOYEE else share


@loop
def expected_members(town, h, target):
    """Members an operator expects once the hub is known as a mature one is, in a community of `target` heads."""
    p = town.parameters[0]
    ties, specs, agents = town.ties, town.specs, town.agents
    attraction = p.alpha + p.beta_q * quality(p, specs[h].host_fte, specs[h].events) + p.beta_n * community(p, target)
    total = 0.0
    for k in range(ties.hub.shape[0]):
        if ties.hub[k] != h:
            continue
        i = int(ties.agent[k])
        if agents[i].resident == 1 and agents[i].hub < 0 and town.people[i].kind != FIRM:
            total += share_of_time(town, i, h, k, attraction)
    return p.entry_awareness * total


@loop
def consider_entry(t, town):
    """Let every operator who looks this month decide; whoever opens does so this month."""
    specs, hubs = town.specs, town.hubs
    p = town.parameters[0]
    if p.entry_review_months < 1.0 or t % int(p.entry_review_months) != 0:
        return
    opened, failed = 0.0, 0.0
    for h in range(hubs.shape[0]):
        opened += 1.0 if hubs[h].state != PLANNED else 0.0
        failed += 1.0 if hubs[h].state == CLOSED else 0.0
    learned = 1.0 - p.entry_learning * failed / opened if opened > 0.0 else 1.0
    for h in range(hubs.shape[0]):
        if specs[h].enters == 0 or hubs[h].state != PLANNED:
            continue
        needed = break_even_members(town, h)
        misjudged = math.exp(p.entry_error * logistic_draw(uniform(town.seed, ENTRY, t, specs[h].key, 0)))
        hoped = learned * misjudged * expected_members(town, h, needed)
        if min(hoped, specs[h].desks / p.seat_flex) >= p.entry_margin * needed:
            hubs[h].opened = t
