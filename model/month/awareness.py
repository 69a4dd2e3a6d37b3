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
def speak_to_contacts(parameters, people, ties, agents, pairs, users):
    """Members (and, more softly, occasional users) speak of their hub to each contact who does not know it; it is heard next month."""
    p = parameters[0]
    word = -math.log1p(-p.awareness_word_of_mouth)
    for u in range(users.shape[0]):
        i = users[u]
        h = int(agents.hub[i])
        push = word * p.occasional_voice if agents.plan[i] == OCCASIONAL else word
        for e in range(people.contact_start[i], people.contact_start[i] + people.degree[i]):
            k = find_pair(ties, int(ties.contact[e]), h)
            if k >= 0 and pairs.aware[k] == 0:
                pairs.clock[k] -= push


@compiled
def spread_awareness(t, seed, parameters, people, plan, ties, agents, pairs, hubs, record, workspace):
    """Raise every open hub's hazard, then see who has heard and who has forgotten (users and clients do not forget).

    Returns the rows of all residents who know a hub, in order: nobody else has anything to choose.
    """
    p = parameters[0]
    for h in range(hubs.state.shape[0]):
        if is_open(hubs, h):
            hubs.hazard[h] += hub_hazard(p, hubs.promotion[h], hubs.events_now[h])
    found = 0
    newest = -1
    for k in range(ties.hub.shape[0]):
        h = ties.hub[k]
        if pairs.aware[k] == 0:
            if hubs.hazard[h] < pairs.clock[k]:
                continue
            i = int(ties.agent[k])
            if not is_open(hubs, h) or agents.resident[i] == 0:
                continue
            become_aware(t, seed, p, people, plan, ties, agents, pairs, k)
        else:
            i = int(ties.agent[k])
            if t >= pairs.clock[k] and agents.hub[i] != h and agents.client_hub[i] != h:
                set_unaware(seed, people, plan, ties, hubs, pairs, k)
                continue
            if agents.resident[i] == 0:
                continue
        record.hub[t, h, _AWARE] += 1.0
        if people.kind[i] == FIRM:
            record.hub[t, h, _AWARE_FIRMS] += 1.0
        if i != newest:
            workspace[found] = i
            found += 1
            newest = i
    return workspace[:found]
