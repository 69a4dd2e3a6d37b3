"""What a hub is worth to who knows it, term by term (ODD §7.5). Only who asks why people come or stay away reads it; no month does.

The terms are those of `utility.py` in the order of the protocol, from the same functions, so that they add up to the value by which
`choice.best_option` chooses, measured against outside.
"""

from typing import Final

import numpy as np

from model.compiled import entry, inlined
from model.draws import SHOCK, gumbel, uniform, uniforms
from model.month.instruments.vouchers import discount_on
from model.month.lookup import is_of_anchor, is_open, is_sold
from model.month.prices import plan_cost, rooms_of
from model.month.utility import (
    crowding_of,
    days_wanted,
    elsewhere,
    fit,
    habit_of,
    home_push,
    may_come,
    office_minutes_saved,
    plan_constant,
    renewed_for_any,
    renewed_for_hub,
    room_saved,
    travel_weight,
)
from model.names import EMPLOYEE, FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE, codes

TERMS: Final = (
    "constant", "attraction", "quality", "closure", "community", "field", "contacts", "collaborations", "telework", "home", "crowding",
    "plan", "room", "travel", "way_saved", "price", "voucher", "taste", "habit",
)  # fmt: skip
"""What makes up the value of a plan of a hub: prices and minutes are costs and so mostly below zero, all in logits."""

(
    CONSTANT, ATTRACTION, QUALITY, CLOSURE, COMMUNITY, FIELD, CONTACTS, COLLABORATIONS, TELEWORK, HOME, CROWDING,
    PLAN, ROOM, TRAVEL, WAY_SAVED, PRICE, VOUCHER, TASTE, HABIT,
) = codes(len(TERMS))  # fmt: skip

MAY_NOT = np.int64(-1)  # instead of a plan: its employer, or the size of the hub, leaves it no choice


@inlined
def terms_of_hub(town, i, h, k, terms):
    """Write what hub h is worth to agent i before any plan: the terms of `utility.hub_worth` and `utility.hub_utility`."""
    p = town.parameters[0]
    hubs, people, agents, links = town.hubs, town.people, town.agents, town.links
    terms[CONSTANT] = p.alpha
    terms[ATTRACTION] = town.specs[h].attraction + hubs[h].rooms_worth
    terms[QUALITY] = p.beta_q * hubs[h].quality
    terms[CLOSURE] = -p.lockdown_appeal * hubs[h].closure
    terms[COMMUNITY] = p.beta_n * hubs[h].community
    terms[FIELD] = p.beta_f * fit(p, people[i].sector, town.specs[h].specialisation)
    terms[CONTACTS] = p.beta_s if town.pairs.row[k].peers > 0 else 0.0
    terms[COLLABORATIONS] = 0.0
    if agents[i].collaborations > 0 and links.row[links.head[i]].hub == h:
        terms[COLLABORATIONS] = p.beta_k * min(float(agents[i].collaborations), p.collaborations_valued)
    terms[TELEWORK] = hubs[h].appeal_employee if people[i].kind == EMPLOYEE else 0.0
    terms[HOME] = home_push(p, people, i)
    terms[CROWDING] = -crowding_of(p, hubs, h)


@inlined
def terms_of_plan(t, town, i, h, k, plan, days, terms):
    """Write what a plan adds for the days wanted: the terms of `utility.plan_utility`."""
    p = town.parameters[0]
    people = town.people
    weight = travel_weight(p, days)
    terms[PLAN] = plan_constant(p, plan)
    terms[ROOM] = room_saved(p, people, i) if plan != OCCASIONAL else 0.0
    terms[TRAVEL] = -weight * town.ties.minutes[k]
    terms[WAY_SAVED] = weight * office_minutes_saved(p, people, i)
    cost = 0.0 if is_of_anchor(town, i, h) else plan_cost(town, i, h, plan, days)
    discount = discount_on(t, town, i, h, plan, days) if town.instruments.row.shape[0] > 0 else 0.0
    terms[PRICE] = -p.beta_c * cost / people[i].income_eur
    terms[VOUCHER] = p.beta_c * discount / people[i].income_eur


@inlined
def terms_of_habit(town, i, h, plan, habit):
    """What habit adds against outside: leaving the present way costs it, and staying spares it."""
    p = town.parameters[0]
    agents = town.agents
    if agents[i].hub < 0:
        return -habit
    if agents[i].hub != h:
        return habit - p.habit_hub_change * habit
    return habit - p.habit_plan_change * habit if agents[i].plan != plan else habit


@inlined
def weigh(t, town, i, h, k, terms, best):
    """Write the terms of the plan of hub h that agent i prefers into `best`, and return the plan; `terms` is workspace."""
    p = town.parameters[0]
    derived, people, agents = town.derived, town.people, town.agents
    if not may_come(town, i, h):
        return MAY_NOT
    habit = habit_of(town, i)
    u_hub, u_1, u_2, u_3 = uniforms(town.seed, SHOCK, agents[i].epoch, people[i].slot, town.specs[h].key)
    lasting = town.pairs.row[k].taste
    taste = renewed_for_any(derived, uniform(town.seed, SHOCK, agents[i].epoch, people[i].slot, 0)) + renewed_for_hub(derived, u_hub)
    days = days_wanted(p, people, i, town.ties.minutes[k])
    firm = people[i].kind == FIRM
    first_plan, last_plan = (OFFICE, OFFICE) if firm else (OCCASIONAL, FIXED)
    preferred, most = NO_PLAN, 0.0
    terms_of_hub(town, i, h, k, terms)
    for plan in range(first_plan, last_plan + 1):
        if not firm and not is_sold(town, h, plan):
            continue
        terms_of_plan(t, town, i, h, k, plan, days, terms)
        u = u_1 if plan == OCCASIONAL or plan == OFFICE else (u_2 if plan == FLEX else u_3)
        terms[TASTE] = lasting + taste + p.plan_nest * gumbel(u)
        terms[HABIT] = terms_of_habit(town, i, h, plan, habit)
        value = 0.0
        for term in range(terms.shape[0]):
            value += terms[term]
        if preferred == NO_PLAN or value > most:
            preferred, most = plan, value
            for term in range(terms.shape[0]):
                best[term] = terms[term]
    return preferred


@inlined
def has_room(town, i, h):
    """Whether hub h is open and, for a firm, has as many offices as it takes."""
    if not is_open(town.hubs, h):
        return False
    return town.people[i].kind != FIRM or rooms_of(town.parameters[0], town.people, i) <= town.hubs[h].offices


@inlined
def other_place(town, i, k):
    """What the best other place of its town is worth to person i against outside; nothing (-inf) where there is none, or to a firm."""
    if town.people[i].kind == FIRM or town.other_places[town.people[i].town] <= 0.0:
        return -np.inf
    habit = habit_of(town, i)
    any_hub = renewed_for_any(town.derived, uniform(town.seed, SHOCK, town.agents[i].epoch, town.people[i].slot, 0))
    worth = elsewhere(town, i, k, any_hub)
    return worth - habit if town.agents[i].hub < 0 else worth - town.parameters[0].habit_hub_change * habit + habit


@entry(arrays=True)
def weigh_hub(t, town, h, rows, plans, terms, other):
    """Weigh hub h for the agents of some of its pairs as they would this month, were they to reconsider without a change of job.

    Args:
        t: month.
        town: its state.
        h: an open hub.
        rows: int64[n], pairs of it.
        plans: int64[n], written: the plan preferred; `NO_PLAN` for who does not know the hub, is gone, or fits in none; `MAY_NOT` for an
            employee without consent.
        terms: float64[n, terms], written for who has a plan: `TERMS` of it, in logits against outside.
        other: float64[n], written likewise: what the best other place of the town is worth against outside, -inf without any.
    """
    workspace = np.empty(terms.shape[1])
    for n in range(rows.shape[0]):
        k = rows[n]
        i = int(town.ties.agent[k])
        plans[n] = NO_PLAN
        if town.pairs.aware[k] == 0 or town.agents[i].resident == 0 or not has_room(town, i, h):
            continue
        plans[n] = weigh(t, town, i, h, k, workspace, terms[n])
        if plans[n] > NO_PLAN:
            other[n] = other_place(town, i, k)
