"""Step 2. Awareness: hearing of a hub and forgetting it.

An unaware agent holds a unit-exponential threshold, drawn once for the spell, and hears of the hub in the month the hazard it has met
exceeds it: exactly P = 1 - (1 - p_m·media)(1 - p_e)^events (1 - q_w)^(member contacts) a month, at one comparison instead of one draw.
The hazard common to all is summed once for each hub; members push theirs onto their contacts by lowering the threshold, so unaware
people read nothing.
"""

import math

import numpy as np

from model.compiled import compiled, inlined, loop
from model.draws import GROUP
from model.month.membership import become_aware, find_pair, forget, is_open
from model.names import OCCASIONAL


@inlined
def hazard_of(chance):
    """Integrated hazard of an event of the given chance; a certain one is next to certain, so that hazards stay finite."""
    return -math.log1p(-min(0.999999, chance))


@inlined
def hub_hazard(p, promotion, events):
    """Integrated hazard a month of hearing of a hub from its promotion and its public events."""
    return hazard_of(p.awareness_promotion * promotion) + events * hazard_of(p.awareness_event)


@loop
def speak_to_contacts(parameters, people, ties, public, agents, pairs, hubs, users):
    """Members (and, more softly, occasional users) speak of their hub to each contact who does not know it; it is heard next month.

    In a network they speak of its other hubs too.
    """
    p = parameters[0]
    word = hazard_of(p.awareness_word_of_mouth)
    for u in range(users.shape[0]):
        i = users[u]
        h = int(agents[i].hub)
        push = word * p.occasional_voice if agents[i].plan == OCCASIONAL else word
        for e in range(people[i].contact_start, people[i].contact_start + people[i].degree):
            k = find_pair(ties, int(ties.contact[e]), h)
            if k >= 0 and pairs.aware[k] == 0:
                pairs.clock[k] -= push
        for g in range(hubs.shape[0]):
            told = push * public.referral[h, g]
            if told == 0.0 or not is_open(hubs, g):
                continue
            for e in range(people[i].contact_start, people[i].contact_start + people[i].degree):
                k = find_pair(ties, int(ties.contact[e]), g)
                if k >= 0 and pairs.aware[k] == 0:
                    pairs.clock[k] -= told


@compiled
def spread_awareness(t, seed, parameters, derived, people, plan, ties, agents, due, pairs, hubs):
    """Raise every open hub's hazard, then see who has heard and who has forgotten (users and clients do not forget)."""
    p = parameters[0]
    reached = np.empty((hubs.shape[0], 2))  # what clocks are held against: the hub's hazard for who is unaware, the month for who is aware
    for h in range(hubs.shape[0]):
        if is_open(hubs, h):
            hubs[h].hazard += hub_hazard(p, hubs[h].promotion, hubs[h].events_now)
        reached[h, 0] = hubs[h].hazard if is_open(hubs, h) else -math.inf
        reached[h, 1] = t
    heard, lapsed = np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64)
    n_heard, n_lapsed = 0, 0
    for k in range(ties.hub.shape[0]):
        if reached[np.uint64(ties.hub[k]), pairs.aware[k]] < pairs.clock[k]:  # unsigned: nothing counts from the end
            continue
        if pairs.aware[k] == 0:
            heard[n_heard] = k
            n_heard += 1
            if n_heard == GROUP:
                become_aware(t, seed, p, derived, people, plan, ties, agents, due, pairs, hubs, heard)
                n_heard = 0
        else:
            lapsed[n_lapsed] = k
            n_lapsed += 1
            if n_lapsed == GROUP:
                forget(t, seed, people, plan, ties, agents, pairs, hubs, lapsed)
                n_lapsed = 0
    become_aware(t, seed, p, derived, people, plan, ties, agents, due, pairs, hubs, heard[:n_heard])
    forget(t, seed, people, plan, ties, agents, pairs, hubs, lapsed[:n_lapsed])
