"""Step 4: hearing of a hub and forgetting it (ODD §7.4); and step 7, word of mouth (ODD §7.7).

An unaware agent holds a unit-exponential threshold, drawn once for the spell, and hears of the hub in the month the hazard it has met
exceeds it: exactly P = 1 - (1 - p_m·media)(1 - p_e)^events (1 - q_w)^(member contacts) a month, at one comparison instead of one draw.
The hazard common to all is summed once for each hub; members push theirs onto their contacts by lowering the threshold, so unaware
people read nothing. From afar one meets less of a hub's own hazard: thresholds are divided by the weight of the pair instead.
"""

import math

import numpy as np

from model.columns import KNOWS_A_HUB, NOT_PLANNED
from model.compiled import compiled, fetch, fetch_whole, inlined, loop
from model.draws import AWARENESS, FORGETTING, GROUP, TASTE, draw, exponential, months_until, uniform
from model.memory import WORD
from model.month.lookup import NOBODY, due_in_word, find_pair, is_of_anchor, is_open, knows_a_hub, lowest, without_lowest
from model.month.utility import lasting_taste
from model.names import BY_MEDIA, BY_WORD_OF_MOUTH, FIRM, NO_PLAN, OCCASIONAL

QUIETER = 0.75  # of what is thought of a hub; that it is a little quieter is not worth a change


@inlined
def hazard_of(chance):
    """Integrated hazard of an event of the given chance; a certain one is next to certain, so that hazards stay finite."""
    return -math.log1p(-min(0.999999, chance))


@inlined
def hub_hazard(p, promotion, events):
    """Integrated hazard a month of hearing of a hub from its promotion and its public events."""
    return hazard_of(p.awareness_promotion * promotion) + events * hazard_of(p.awareness_event)


@inlined
def nearness(p, minutes):
    """Weight of a pair by distance: the part of a hub's news that reaches who lives so many minutes away."""
    return math.exp(-p.distance_fade * (minutes - p.near_min)) if minutes > p.near_min else 1.0


@inlined
def tell(t, town, k, hazard):
    """A contact tells the agent of pair k of the hub: the threshold falls, by as much wherever the agent lives."""
    pairs = town.pairs
    push = hazard / nearness(town.parameters[0], town.ties.minutes[k])
    pairs.row[k].clock -= push
    pairs.row[k].told += push
    look_again(t, town, k)


@loop
def speak_to_contacts(t, town, users):
    """Members (and, more softly, occasional users) speak of their hub to each contact who does not know it; it is heard next month.

    In a network they speak of its other hubs too.
    """
    people, ties, agents, pairs, hubs = town.people, town.ties, town.agents, town.pairs, town.hubs
    p = town.parameters[0]
    word = hazard_of(p.awareness_word_of_mouth)
    for u in range(users.shape[0]):
        i = users[u]
        h = int(agents[i].hub)
        push = word * p.occasional_voice if agents[i].plan == OCCASIONAL else word
        for e in range(people[i].contact_start, people[i].contact_start + people[i].degree):
            k = find_pair(ties, int(ties.contact[e]), h)
            if k >= 0 and pairs.aware[k] == 0:
                tell(t, town, k, push)
        for g in range(hubs.shape[0]):
            told = push * town.public.referral[h, g]
            if told == 0.0 or not is_open(hubs, g):
                continue
            for e in range(people[i].contact_start, people[i].contact_start + people[i].degree):
                k = find_pair(ties, int(ties.contact[e]), g)
                if k >= 0 and pairs.aware[k] == 0:
                    tell(t, town, k, told)


@inlined
def look_again(t, town, k):
    """Note the month before which pair k, unaware, cannot hear of its hub while this is no louder; to be called whenever its clock is set.

    The hub's hazard rises by `loudest` a month at most; once it rises by more, all are looked at.
    """
    hubs = town.hubs
    h = town.ties.hub[k]
    months = math.inf
    if is_open(hubs, h):
        missing = town.pairs.row[k].clock - hubs[h].hazard
        if missing <= 0.0:
            months = 0.0  # contacts have told enough
        elif hubs[h].loudest > 0.0:
            months = missing / hubs[h].loudest
    set_due(t, town.pairs, k, months)


@inlined
def set_due(t, pairs, k, months):
    """Pair k is due in so many months, if at all."""
    pairs.due[k] = t + np.int64(min(float(NOT_PLANNED - t), months))


@loop
def raise_hazards(t, town):
    """Raise every open hub's hazard. Where one is louder than thought, everybody in reach who does not know it is looked at this month."""
    p, hubs = town.parameters[0], town.hubs
    louder = False
    for h in range(hubs.shape[0]):
        if is_open(hubs, h):
            news = hub_hazard(p, hubs[h].promotion, hubs[h].events_now)
            hubs[h].hazard += news
            if news > hubs[h].loudest:
                louder = True
            elif news < QUIETER * hubs[h].loudest:
                hubs[h].loudest = news
    if louder:
        look_at_all(t, town)


@compiled
def look_at_all(t, town):
    """Everybody within reach of a hub that is louder than thought, and who does not know it, is looked at this month."""
    p, hubs, ties = town.parameters[0], town.hubs, town.ties
    louder = np.zeros(hubs.shape[0], dtype=np.uint8)
    for h in range(hubs.shape[0]):
        if is_open(hubs, h):
            news = hub_hazard(p, hubs[h].promotion, hubs[h].events_now)
            if news > hubs[h].loudest:
                hubs[h].loudest, louder[h] = news, 1
    for k in range(ties.hub.shape[0]):
        if louder[ties.hub[k]] == 1 and town.pairs.aware[k] == 0:
            town.pairs.due[k] = t


@compiled
def spread_awareness(first, last, t, town):
    """See who of the agents from `first` up to `last` has heard of a hub and who has forgotten one (users and clients do not forget)."""
    pairs = town.pairs
    start, end = town.ties.start[first], town.ties.start[last]
    lists = np.empty((3, GROUP), dtype=np.int64)
    looked_at, heard, lapsed = lists[0], lists[1], lists[2]
    now, number = np.int16(t), 0
    for word in range(start - start % WORD, end, WORD):
        bits = due_in_word(word, now, pairs.due)
        while bits != NOBODY:
            k = word + lowest(bits)
            bits = without_lowest(bits)
            looked_at[number] = k
            number += 1 if start <= k < end else 0
            if number == GROUP:
                look_at(t, town, looked_at, heard, lapsed)
                number = 0
    if number > 0:
        look_at(t, town, looked_at[:number], heard, lapsed)


@loop
def look_at(t, town, looked_at, heard, lapsed):
    """See which of the pairs have heard of their hubs this month, and which have forgotten them; `heard` and `lapsed` are workspace."""
    ties, pairs, hubs = town.ties, town.pairs, town.hubs
    n_heard, n_lapsed = 0, 0
    for k in looked_at:
        fetch(pairs.row, k)
        fetch(ties.minutes, k)
        fetch(town.agents, ties.agent[k])
        fetch_whole(town.people, ties.agent[k])
        fetch(town.due.choose, ties.agent[k])
    for k in looked_at:
        h = ties.hub[k]
        if pairs.aware[k] == 1:
            lapsed[n_lapsed] = k
            n_lapsed += 1
        elif is_open(hubs, h) and hubs[h].hazard >= pairs.row[k].clock:
            alone = hubs[h].hazard >= pairs.row[k].clock + pairs.row[k].told  # it would have heard without being told
            pairs.channel[k] = BY_MEDIA if alone else BY_WORD_OF_MOUTH
            heard[n_heard] = k
            n_heard += 1
        else:
            look_again(t, town, k)
    if n_heard > 0:
        become_aware(t, town, heard[:n_heard])
    if n_lapsed > 0:
        forget(t, town, lapsed[:n_lapsed])


@inlined
def start_memory(t, town, k, u):
    """A new spell of remembering starts: when it would end, paused while a contact is a member."""
    pairs = town.pairs
    months = float(months_until(u, town.derived.no_forgetting))
    pairs.row[k].remembered = months
    set_due(t, pairs, k, math.inf if pairs.row[k].peers > 0 else months)


@inlined
def set_memory(t, town, k):
    """Draw a new spell of remembering."""
    ties, pairs = town.ties, town.pairs
    pairs.row[k].spell += 1
    u = uniform(town.seed, FORGETTING, pairs.row[k].spell, town.people[ties.agent[k]].slot, town.specs[ties.hub[k]].key)
    start_memory(t, town, k, u)


@inlined
def count_aware(town, i, h, change):
    """Add (or take) one agent to (from) those who know hub h."""
    hubs = town.hubs
    hubs[h].aware += change
    if town.people[i].kind == FIRM:
        hubs[h].aware_firms += change


@inlined
def cease_to_know(town, k):
    """The agent of pair k no longer knows the hub, or begins another spell of not knowing it."""
    pairs = town.pairs
    i = int(town.ties.agent[k])
    if pairs.aware[k] == 1:
        count_aware(town, i, int(town.ties.hub[k]), -1.0)
        pairs.aware[k] = 0
        if not knows_a_hub(town, i):
            town.due.tied[i] &= 0xFF ^ KNOWS_A_HUB
    pairs.row[k].spell += 1
    pairs.row[k].told = 0.0


@inlined
def set_threshold(t, town, k, u):
    """Set the hazard at which the agent of pair k will hear of the hub."""
    hazard = town.hubs[town.ties.hub[k]].hazard
    town.pairs.row[k].clock = hazard + exponential(u) / nearness(town.parameters[0], town.ties.minutes[k])
    look_again(t, town, k)


@inlined
def set_unaware(t, town, k):
    """A new spell of not knowing the hub starts: draw the hazard at which it will be heard of."""
    ties = town.ties
    cease_to_know(town, k)
    u = uniform(town.seed, AWARENESS, town.pairs.row[k].spell, town.people[ties.agent[k]].slot, town.specs[ties.hub[k]].key)
    set_threshold(t, town, k, u)


@compiled
def become_aware(t, town, heard):
    """The agents of the pairs `heard` hear of their hubs, and will weigh them this month with the lasting taste they have for them.

    Pairs are taken in groups, so that the draws of a group are made together.
    """
    ties, agents, pairs = town.ties, town.agents, town.pairs
    names, u = np.zeros((5, GROUP), dtype=np.int64), np.empty((3, GROUP))
    generations, spells, slots, keys, any_hub = names[0], names[1], names[2], names[3], names[4]
    u_any, u_hub, u_memory = u[0], u[1], u[2]
    for first in range(0, heard.shape[0], GROUP):
        group = heard[first : min(first + GROUP, heard.shape[0])]
        number = group.shape[0]
        for j in range(number):
            k = group[j]
            i, h = ties.agent[k], int(ties.hub[k])
            pairs.row[k].spell += 1
            spells[j], slots[j], keys[j], generations[j] = pairs.row[k].spell, town.people[i].slot, town.specs[h].key, agents[i].generation
            pairs.aware[k] = 1
            agents[i].evaluate = 1
            town.due.choose[i] = t
            town.due.tied[i] |= KNOWS_A_HUB
            count_aware(town, i, h, 1.0)
        draw(town.seed, TASTE, generations, slots, any_hub, u_any[:number])
        draw(town.seed, TASTE, generations, slots, keys, u_hub[:number])
        draw(town.seed, FORGETTING, spells, slots, keys, u_memory[:number])
        for j in range(number):
            k = group[j]
            pairs.row[k].taste = lasting_taste(town.derived, u_any[j], u_hub[j])
            start_memory(t, town, k, u_memory[j])


@compiled
def forget(t, town, lapsed):
    """The agents of the pairs `lapsed` forget their hubs, unless they use them, are clients or the anchor's; nobody waits for one.

    At most `GROUP` pairs, whose draws are made together.
    """
    ties, agents, pairs = town.ties, town.agents, town.pairs
    number = 0
    names, u = np.empty((3, GROUP), dtype=np.int64), np.empty(GROUP)
    slots, keys, spells = names[0], names[1], names[2]
    for j in range(lapsed.shape[0]):
        k = lapsed[j]
        i, h = ties.agent[k], ties.hub[k]
        slots[number], keys[number], spells[number] = town.people[i].slot, town.specs[h].key, pairs.row[k].spell + 1
        lapsed[number] = k
        number += 1 if agents[i].hub != h and agents[i].client_hub != h and not is_of_anchor(town, i, h) else 0
    draw(town.seed, AWARENESS, spells, slots, keys, u[:number])
    for j in range(number):
        k = lapsed[j]
        i = int(ties.agent[k])
        cease_to_know(town, k)
        set_threshold(t, town, k, u[j])
        if agents[i].waiting_hub == ties.hub[k]:
            agents[i].waiting = NO_PLAN
