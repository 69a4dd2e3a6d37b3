"""The order of a month. `months` is the one function both the step-by-step model and the ensembles call."""

import numpy as np

from model.columns import ADVISORY_DESK
from model.compiled import compiled
from model.draws import AWARENESS, exponential, uniform
from model.month.awareness import spread_awareness
from model.month.choice import choose, schedule_renewal
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
def begin(seed, parameters, people, wage_gap, plan, ties, instruments, agents, pairs):
    """Draw what everyone carries into the first month: next renewal, leaving, needs, and the threshold of awareness of each pair."""
    p = parameters[0]
    desk = False
    for k in range(instruments.row.lever.shape[0]):
        desk = desk or instruments.row.lever[k] == ADVISORY_DESK
    for i in range(people.slot.shape[0]):
        schedule_renewal(-1, seed, p, people, agents, i)
        schedule_leaving(0, seed, p, people, wage_gap, agents, i)
        if people.kind[i] == FIRM:
            close_need(-1, seed, p, people, agents, i)
            if desk:
                draw_demand_for_advice(seed, people, agents, i)
    for k in range(ties.hub.shape[0]):
        pairs.clock[k] = exponential(uniform(seed, AWARENESS, 0, people.slot[ties.agent[k]], plan.key[ties.hub[k]]))


@compiled
def list_users(agents, hubs, workspace):
    """Rows of all who use a hub, in row order. The workspace has one entry an agent."""
    found = 0
    for i in range(agents.hub.shape[0]):
        if agents.hub[i] >= 0:
            workspace[found] = i
            found += 1
    return workspace[:found]


@compiled
def list_firms(people, ties, agents, pairs, workspace):
    """Rows of the firms that matter to a hub's community: clients, and aware firms with an open need, in row order."""
    found = 0
    for i in range(agents.client_hub.shape[0]):
        if people.kind[i] != FIRM:
            continue
        listed = agents.client_hub[i] >= 0
        if not listed and agents.need[i] >= 0:
            for k in range(ties.start[i], ties.start[i + 1]):
                listed = listed or pairs.aware[k] == 1
        if listed:
            workspace[found] = i
            found += 1
    return workspace[:found]


@compiled
def list_clients(agents, firms):
    """Rows of the client firms."""
    clients = np.empty(firms.shape[0], dtype=np.int64)
    found = 0
    for position in range(firms.shape[0]):
        if agents.client_hub[firms[position]] >= 0:
            clients[found] = firms[position]
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
    first, last, seed, parameters, derived, people, wage_gap, ties, plan, instruments, public, agents, pairs, hubs, links, record, rows, priority
):
    """The months from `first` up to `last`, each in the order of the protocol.

    A step of the Mesa model is `months(t, t + 1)`, an ensemble's run `months(0, horizon)`: the same compiled code. `rows` and `priority` are
    workspace, one entry an agent.
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
        users = list_users(agents, hubs, rows)
        spread_awareness(t, seed, parameters, people, plan, ties, agents, pairs, hubs, users, record)
        choose(t, seed, parameters, derived, people, ties, plan, instruments, public, links, agents, pairs, hubs, rows, priority)
        users = list_users(agents, hubs, rows).copy()
        firms = list_firms(people, ties, agents, pairs, rows)
        serve_firms(t, seed, parameters, people, plan, ties, instruments, public, agents, pairs, hubs, record, firms)
        clients = list_clients(agents, firms)
        attend(t, seed, parameters, derived, people, agents, hubs, users, clients)
        roster, roster_start = fill_roster(agents, hubs, users, clients)
        meet(t, seed, parameters, derived, people, ties, agents, links, hubs, record, roster, roster_start)
        spill_over(t, parameters, people, agents, links, record)
        run_hubs(t, seed, parameters, people, plan, ties, public, agents, pairs, hubs, record, users)
        move(t, seed, parameters, people, wage_gap, plan, ties, public, agents, pairs, hubs, links, record)
        close_month(p, hubs)
        record_month(t, people, ties, plan, agents, hubs, links, record, users, clients)
