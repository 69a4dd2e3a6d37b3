"""Step 2: openings (ODD §7.2). What happens in the month a hub opens or enters a phase planned for it, before anything else."""

import math

import numpy as np

from model.columns import NEVER
from model.compiled import compiled, fetch_whole, inlined, loop
from model.draws import AWARE_AT_OPENING, GROUP, OPERATOR, draw, exponential, uniform, uniforms
from model.month.awareness import become_aware, hazard_of, hub_hazard, nearness
from model.month.founding import found
from model.month.hub_ledger import opening_area
from model.month.instruments.works import fund_works
from model.month.lookup import is_open, keep_best
from model.names import AT_OPENING, EMPLOYEE, OPEN, PLANNED


@loop
def open_hub(t, town, h):
    """The hub takes its opening size, host, calendar, cash and prices, settles its works, and gets an operator with its own calendar."""
    p = town.parameters[0]
    specs, hubs = town.specs, town.hubs
    hubs[h].state = OPEN
    hubs[h].opened = t
    hubs[h].desks = specs[h].desks
    hubs[h].planned_desks = specs[h].desks
    hubs[h].offices = specs[h].offices
    hubs[h].m2 = opening_area(specs, h)
    hubs[h].rent_eur_m2 = specs[h].rent_eur_m2
    hubs[h].host_fte = specs[h].host_fte
    hubs[h].cash = specs[h].opening_cash_eur
    hubs[h].price_level = 1.0
    u_review, u_end, _, _ = uniforms(town.seed, OPERATOR, 0, specs[h].key, 0)
    hubs[h].review_offset = int(u_review * int(p.review_months))
    hubs[h].ends = NEVER
    if p.other_endings > 0.0:
        hubs[h].ends = int(min(NEVER, t + math.ceil(12.0 * exponential(u_end) / p.other_endings)))
    if specs[h].age == 0:
        fund_works(t, town, h, specs[h].works_eur)


@loop
def resize(town, h, desks, offices):
    """Hub h offers so many desks and offices from now on, never fewer than are used."""
    specs, hubs = town.specs, town.hubs
    desks = max(desks, math.ceil(hubs[h].seats + hubs[h].anchor_desks))
    offices = max(offices, hubs[h].rooms_let)
    hubs[h].m2 += (desks - hubs[h].desks) * specs[h].m2_desk + (offices - hubs[h].offices) * specs[h].m2_office
    hubs[h].desks = desks
    hubs[h].offices = offices


@loop
def begin_phase(t, town, number):
    """What is planned for a hub from this month on. An operator that has given up space neither grows nor builds."""
    p = town.parameters[0]
    phase, hubs = town.phases[number], town.hubs
    h = int(phase.hub)
    if not is_open(hubs, h):
        return
    if not math.isnan(phase.rent_eur_m2):
        hubs[h].rent_eur_m2 = phase.rent_eur_m2
    goes_on = hubs[h].state == OPEN
    desks, offices = hubs[h].desks, hubs[h].offices
    if not math.isnan(phase.desks):
        desks = desks + phase.desks - hubs[h].planned_desks if goes_on else min(desks, phase.desks)
        hubs[h].planned_desks = phase.desks
    if not math.isnan(phase.offices):
        offices = phase.offices if goes_on else min(offices, phase.offices)
    resize(town, h, desks, offices)
    if goes_on and phase.works_eur > 0.0:
        fund_works(t, town, h, phase.works_eur)
        hubs[h].rooms_worth += p.rooms_value * min(1.0, phase.works_eur / p.works_eur)


@compiled
def pairs_by_hub(ties, opening):
    """The pairs of the hubs marked in `opening`, hub by hub, and where each hub's part starts."""
    start = np.zeros(opening.shape[0] + 1, dtype=np.int64)
    for k in range(ties.hub.shape[0]):
        if opening[ties.hub[k]]:
            start[ties.hub[k] + 1] += 1
    for h in range(opening.shape[0]):
        start[h + 1] += start[h]
    place = start[:-1].copy()
    rows = np.empty(start[opening.shape[0]], dtype=np.int64)
    for k in range(ties.hub.shape[0]):
        h = ties.hub[k]
        if opening[h]:
            rows[place[h]] = k
            place[h] += 1
    return start, rows


@inlined
def heard_by_now(p, specs, h, near, told):
    """Chance that somebody of weight `near` has heard of hub h as it opens, or after its months of telling and forgetting so far."""
    chance = near * specs[h].called * p.aware_at_opening
    told *= near
    forgotten = hazard_of(p.forgetting)
    if specs[h].age == 0 or told + forgotten == 0.0:
        return chance
    settled = told / (told + forgotten)
    return settled + (chance - settled) * math.exp(-(told + forgotten) * specs[h].age)


@compiled
def hear_at_opening(t, town, h, near):
    """Residents in reach who have heard of hub h by the month it opens, or by the first of the run, of one found open."""
    p = town.parameters[0]
    told = hub_hazard(p, 1.0, town.specs[h].events)
    most = town.specs[h].called * p.aware_at_opening if town.specs[h].age == 0 else 1.0  # of next door, for a hub that is new
    ties = town.ties
    slots, keys, opening = np.empty(GROUP, dtype=np.int64), np.full(GROUP, np.int64(town.specs[h].key)), np.zeros(GROUP, dtype=np.int64)
    u, heard = np.empty(GROUP), np.empty(GROUP, dtype=np.int64)
    for first in range(0, near.shape[0], GROUP):
        group = near[first : min(first + GROUP, near.shape[0])]
        for k in group:
            fetch_whole(town.people, ties.agent[k])
        for j in range(group.shape[0]):
            slots[j] = town.people[ties.agent[group[j]]].slot
        draw(town.seed, AWARE_AT_OPENING, opening, slots, keys, u[: group.shape[0]])
        number = 0
        for j in range(group.shape[0]):
            if u[j] >= most:
                continue
            chance = heard_by_now(p, town.specs, h, nearness(p, ties.minutes[group[j]]), told)
            if u[j] < chance and town.agents[ties.agent[group[j]]].resident == 1:
                heard[number] = group[j]
                town.pairs.channel[group[j]] = AT_OPENING
                number += 1
        if number > 0:
            become_aware(t, town, heard[:number])


@compiled
def hire(t, town, h, near):
    """The anchor's own people: employees in reach, taken by a keyed draw whatever the hub is like. They know it."""
    ties, agents = town.ties, town.agents
    n_people = int(round(town.specs[h].anchor_people))
    if n_people == 0:
        return
    ranks, rows = np.full(n_people, -math.inf), np.full(n_people, -1)
    for k in near:
        i = ties.agent[k]
        if town.people[i].kind == EMPLOYEE and agents[i].resident == 1 and agents[i].anchor < 0:
            keep_best(ranks, rows, -uniform(town.seed, OPERATOR, 0, town.people[i].slot, town.specs[h].key), k)
    for place in range(n_people):
        if rows[place] >= 0:
            agents[ties.agent[rows[place]]].anchor = h
            if town.pairs.aware[rows[place]] == 0:
                town.pairs.channel[rows[place]] = AT_OPENING
                become_aware(t, town, rows[place : place + 1])


@inlined
def opens_now(t, town, h):
    """Whether the month of hub h has come."""
    return town.hubs[h].state == PLANNED and (town.specs[h].opens == t or town.hubs[h].opened == t)


@compiled
def open_these(t, town):
    """Open the hubs whose month has come: money, who has heard of them, anchor's people, founders."""
    hubs = town.hubs
    opening = np.zeros(hubs.shape[0], dtype=np.int64)
    for h in range(hubs.shape[0]):
        opening[h] = 1 if opens_now(t, town, h) else 0
    start, rows = pairs_by_hub(town.ties, opening)
    for h in range(hubs.shape[0]):
        if opening[h] == 0:
            continue
        near = rows[start[h] : start[h + 1]]
        open_hub(t, town, h)
        hear_at_opening(t, town, h, near)
        hire(t, town, h, near)
        found(t, town, h, near)


@loop
def open_hubs(t, town):
    """Begin the month's phases, and open every hub whose month has come."""
    for number in range(town.phases.shape[0]):
        if town.phases[number].month == t:
            begin_phase(t, town, number)
    opening = False
    for h in range(town.hubs.shape[0]):
        opening = opening or opens_now(t, town, h)
    if opening:
        open_these(t, town)
