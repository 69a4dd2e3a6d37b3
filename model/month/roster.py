"""Who is in each hub this month (ODD §7.7, §7.10): users, the firms that matter to a community, and the roster of members and clients."""

import numpy as np

from model.columns import HAS_A_NEED, IS_CLIENT, KNOWS_A_HUB, USES_A_HUB
from model.compiled import compiled, loop
from model.memory import WORD
from model.month.lookup import NOBODY, is_membership, lowest, more_in_word, without_lowest


@loop
def list_users_and_firms(town, users, firms):
    """Rows, in order, of all who use a hub and of the firms that matter to a community: those with a need that know a hub, and clients.

    Writes them into `users` and `firms` and returns how many there are of each.
    """
    due = town.due
    at_least = np.uint8(KNOWS_A_HUB)  # this and something else: who uses a hub knows it
    n_users = 0
    n_firms = 0
    for first in range(0, due.tied.shape[0], WORD):
        bits = more_in_word(first, at_least, due.tied)
        while bits != NOBODY:
            i = first + lowest(bits)
            bits = without_lowest(bits)
            if due.tied[i] & USES_A_HUB:
                users[n_users] = i
                n_users += 1
            if due.tied[i] & (HAS_A_NEED | IS_CLIENT):
                firms[n_firms] = i
                n_firms += 1
    return n_users, n_firms


@loop
def keep_clients(agents, firms):
    """Keep of the listed firms the clients, in order; returns how many."""
    n_clients = 0
    for position in range(firms.shape[0]):
        if agents[firms[position]].client_hub >= 0:
            firms[n_clients] = firms[position]
            n_clients += 1
    return n_clients


@compiled
def fill_roster(town, users, clients):
    """Members and clients hub by hub (rows in order within a hub), and where each hub's part starts."""
    agents, hubs = town.agents, town.hubs
    n_hubs = hubs.shape[0]
    start = np.zeros(n_hubs + 1, dtype=np.int64)
    for u in range(users.shape[0]):
        if is_membership(agents[users[u]].plan):
            start[agents[users[u]].hub + 1] += 1
    for h in range(n_hubs):
        hubs[h].clients = 0.0
    for c in range(clients.shape[0]):
        start[agents[clients[c]].client_hub + 1] += 1
        hubs[agents[clients[c]].client_hub].clients += 1.0
    for h in range(n_hubs):
        start[h + 1] += start[h]
    roster = np.empty(start[n_hubs], dtype=np.int64)
    place = start[:n_hubs].copy()
    u = 0
    c = 0
    while u < users.shape[0] or c < clients.shape[0]:  # merge, so that rows stay in order
        if c >= clients.shape[0] or (u < users.shape[0] and users[u] < clients[c]):
            i = users[u]
            u += 1
            if not is_membership(agents[i].plan):
                continue
            h = int(agents[i].hub)
        else:
            i = clients[c]
            c += 1
            h = int(agents[i].client_hub)
        roster[place[h]] = i
        place[h] += 1
    return roster, start
