"""Step 2. Awareness: hearing of a hub and forgetting it.

An unaware agent holds a unit-exponential threshold, drawn once for the spell, and hears of the hub in the month the hazard it
has met exceeds it: exactly P = 1 - (1 - p_m·media)(1 - p_e)^events (1 - q_w)^(member contacts) a month, at one comparison instead of one draw. The
hazard common to all is summed once for each hub; members push theirs onto their contacts by lowering the threshold, so unaware people read nothing.
"""

import math

from model.compiled import compiled
from model.month.instruments import is_open
from model.month.membership import become_aware, find_pair, set_unaware
from model.names import FIRM, OCCASIONAL
from model.outcomes import HUB_COLUMN

_AWARE = HUB_COLUMN["aware"]
_AWARE_FIRMS = HUB_COLUMN["aware_firms"]


@compiled
def hub_hazard(p, promotion, events):
    """Integrated hazard a month of hearing of a hub from its promotion and its public events."""
    heard = min(0.999999, p.awareness_promotion * promotion)
    return -math.log1p(-heard) - events * math.log1p(-p.awareness_event)


@compiled
def speak_to_contacts(p, people, ties, agents, pairs, users):
    """Members (and, more softly, occasional users) speak of their hub to each contact who does not know it."""
    word = -math.log1p(-p.awareness_word_of_mouth)
    for u in range(users.shape[0]):
        i = users[u]
        push = word * p.occasional_voice if agents.plan[i] == OCCASIONAL else word
        for e in range(people.contact_start[i], people.contact_start[i] + people.degree[i]):
            k = find_pair(ties, int(ties.contact[e]), int(agents.hub[i]))
            if k >= 0 and pairs.aware[k] == 0:
                pairs.clock[k] -= push


@compiled
def spread_awareness(t, seed, parameters, people, plan, ties, agents, pairs, hubs, users, record):
    """Raise every open hub's hazard, let users speak, then see who has heard and who has forgotten. Both are news for choice."""
    p = parameters[0]
    for h in range(hubs.state.shape[0]):
        if is_open(hubs, h):
            hubs.hazard[h] += hub_hazard(p, hubs.promotion[h], hubs.events_now[h])
    speak_to_contacts(p, people, ties, agents, pairs, users)
    for k in range(ties.hub.shape[0]):
        h = int(ties.hub[k])
        if pairs.aware[k] == 0:
            if hubs.hazard[h] >= pairs.clock[k] and is_open(hubs, h) and agents.resident[ties.agent[k]] == 1:
                become_aware(t, seed, p, people, plan, ties, pairs, k)
                agents.evaluate[ties.agent[k]] = 1
        elif t >= pairs.clock[k] and agents.hub[ties.agent[k]] != h:
            set_unaware(seed, people, plan, ties, hubs, pairs, k)
        if pairs.aware[k] == 1 and agents.resident[ties.agent[k]] == 1:
            record.hub[t, h, _AWARE] += 1.0
            if people.kind[ties.agent[k]] == FIRM:
                record.hub[t, h, _AWARE_FIRMS] += 1.0
