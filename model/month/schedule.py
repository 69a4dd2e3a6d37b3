"""The order of a month. `months` is the one function both the step-by-step model and the ensembles call."""

import numpy as np

from model.columns import ADVISORY_DESK
from model.compiled import compiled
from model.draws import AWARENESS, exponential, uniform
from model.month.awareness import speak_to_contacts, spread_awareness
from model.month.choice import choose
from model.month.encounters import meet
from model.month.hub_ledger import run_hubs
from model.month.instruments import apply_instruments
from model.month.mobility import move, schedule_leaving
from model.month.needs import close_need, draw_demand_for_advice, serve_firms
from model.month.opening import open_hubs
from model.month.presence import attend
from model.month.record import record_month
from model.month.spillovers import spill_over
from model.names import FIRM, OCCASIONAL


@compiled
def begin(seed, parameters, people, wage_gap, plan, ties, instruments, agents, due, pairs):
    """Draw what everyone carries into the first month: leaving, needs, demand for advice, and the threshold of awareness of each pair."""
    p = parameters[0]
    desk = False
    for k in range(instruments.row.lever.shape[0]):
        desk = desk or instruments.row.lever[k] == ADVISORY_DESK
    for i in range(people.slot.shape[0]):
        schedule_leaving(0, seed, p, people, wage_gap, agents, due, i)
        if people.kind[i] == FIRM:
            due.present[people.town[i], 2] += 1
            close_need(-1, seed, p, people, agents, due, i)
            if desk:
                draw_demand_for_advice(seed, people, agents, i)
        else:
            due.present[people.town[i], 0] += 1
            due.need[i] = 1_000_000_000
    for k in range(ties.hub.shape[0]):
        pairs.clock[k] = exponential(uniform(seed, AWARENESS, 0, people.slot[ties.agent[k]], plan.key[ties.hub[k]]))


@compiled
def list_users(agents, known):
    """Rows of all who use a hub, in row order; whoever uses one knows it."""
    users = np.empty(known.shape[0], dtype=np.int64)
    found = 0
    for position in range(known.shape[0]):
        if agents.hub[known[position]] >= 0:
            users[found] = known[position]
            found += 1
    return users[:found]


@compiled
def list_firms(people, agents, known):
    """Rows of the firms that matter to a hub's community, in row order: clients, and those who know a hub and have an open need."""
    firms = np.empty(known.shape[0], dtype=np.int64)
    found = 0
    for position in range(known.shape[0]):
        i = known[position]
        if people.kind[i] == FIRM and (agents.client_hub[i] >= 0 or agents.need[i] >= 0):
            firms[found] = i
            found += 1
    return firms[:found]


@compiled
def list_clients(agents, known):
    """Rows of the client firms, in row order."""
    clients = np.empty(known.shape[0], dtype=np.int64)
    found = 0
    for position in range(known.shape[0]):
        if agents.client_hub[known[position]] >= 0:
            clients[found] = known[position]
            found += 1
    return clients[:found]


@compiled
def fill_roster(agents, hubs, users, clients):
    """Members and clients hub by hub (rows in order within a hub), and where each hub's part starts."""
    n_hubs = hubs.state.shape[0]
    start = np.zeros(n_hubs + 1, dtype=np.int64)
    for u in range(users.shape[0]):
        if agents.plan[users[u]] > OCCASIONAL:
            start[agents.hub[users[u]] + 1] += 1
    for c in range(clients.shape[0]):
        start[agents.client_hub[clients[c]] + 1] += 1
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
            if agents.plan[i] <= OCCASIONAL:
                continue
            h = int(agents.hub[i])
        else:
            i = clients[c]
            c += 1
            h = int(agents.client_hub[i])
        roster[place[h]] = i
        place[h] += 1
    return roster, start


@compiled
def close_month(p, hubs):
    """What everyone will see of the hubs next month: heads, and use."""
    for h in range(hubs.state.shape[0]):
        hubs.heads[h] = hubs.members[h] + p.occasional_voice * hubs.occasional[h]


@compiled
def months(
    first, last, seed, parameters, derived, people, wage_gap, ties, plan, instruments, public, agents, due, pairs, hubs, links,
    record, rows, priority,
):
    """The months from `first` up to `last`, each in the order of the protocol.

    A step of the Mesa model is `months(t, t + 1)`, an ensemble's run `months(0, horizon)`: the same compiled code. `rows` (two
    lists) and `priority` are workspace, one entry an agent.
    """
    p = parameters[0]
    for t in range(first, last):
        for h in range(hubs.state.shape[0]):
            hubs.joins[h] = 0.0
            hubs.leaves_flex[h] = 0.0
            hubs.leaves_fixed[h] = 0.0
            hubs.leaves_employees[h] = 0.0
        open_hubs(t, seed, parameters, derived, people, ties, plan, instruments, public, links, agents, pairs, hubs, record)
        apply_instruments(t, seed, parameters, people, plan, ties, instruments, public, agents, pairs, hubs, record)
        known = spread_awareness(t, seed, parameters, people, plan, ties, agents, pairs, hubs, record, rows[0])
        choose(
            t, seed, parameters, derived, people, ties, plan, instruments, public, links, agents, pairs, hubs, known, rows[1], priority
        )
        users = list_users(agents, known)
        speak_to_contacts(parameters, people, ties, agents, pairs, users)
        serve_firms(
            t, seed, parameters, people, plan, ties, instruments, public, agents, due, pairs, hubs, record, list_firms(people, agents, known)
        )
        clients = list_clients(agents, known)
        attend(t, seed, parameters, derived, people, agents, hubs, users, clients)
        roster, roster_start = fill_roster(agents, hubs, users, clients)
        meet(t, seed, parameters, derived, people, ties, agents, due, links, hubs, record, roster, roster_start)
        spill_over(t, parameters, people, agents, links, record)
        run_hubs(t, seed, parameters, people, plan, ties, public, agents, pairs, hubs, record, users)
        move(t, seed, parameters, people, wage_gap, plan, ties, public, agents, due, pairs, hubs, links, record, users)
        close_month(p, hubs)
        record_month(t, people, ties, plan, agents, hubs, links, record, users, clients)
