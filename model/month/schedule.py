"""The order of a month. `months` is the one function both the step-by-step model and the ensembles call."""

import numpy as np

from model.columns import ADVISORY_DESK, HAS_A_NEED, IS_CLIENT, NEVER, USES_A_HUB
from model.compiled import compiled, loop
from model.draws import AWARENESS, exponential, uniform
from model.month.awareness import speak_to_contacts, spread_awareness
from model.month.choice import reconsider
from model.month.encounters import meet
from model.month.entry import consider_entry
from model.month.hub_ledger import run_hubs
from model.month.instruments.desk import advise, draw_demand_for_advice
from model.month.instruments.offers import apply_instruments
from model.month.lookup import STRETCH, knows_a_hub
from model.month.mobility import move, schedule_leaving
from model.month.needs import ask_partners, change_clients, change_needs, close_need
from model.month.opening import open_hubs
from model.month.places import give_places
from model.month.presence import attend
from model.month.record import record_month
from model.month.spillovers import spill_over
from model.names import FIRM, OCCASIONAL


@loop
def begin(seed, parameters, people, wage_gap, plan, ties, instruments, agents, due, pairs):
    """Draw what everyone carries into the first month: leaving, needs, demand for advice, and the threshold of awareness of each pair."""
    p = parameters[0]
    desk = False
    for k in range(instruments.row.shape[0]):
        desk = desk or instruments.row[k].lever == ADVISORY_DESK
    for i in range(people.shape[0]):
        schedule_leaving(0, seed, p, people, wage_gap, agents, due, i)
        if people[i].kind == FIRM:
            due.present[people[i].town, 2] += 1
            close_need(-1, seed, p, people, agents, due, i)
            if desk:
                draw_demand_for_advice(seed, p, people, agents, due, i)
        else:
            due.present[people[i].town, 0] += 1
            due.need[i] = NEVER
    for k in range(ties.hub.shape[0]):
        pairs.clock[k] = exponential(uniform(seed, AWARENESS, 0, people[ties.agent[k]].slot, plan[ties.hub[k]].key))


@loop
def list_users_and_firms(ties, due, pairs, users, firms):
    """Rows, in order, of all who use a hub and of the firms that matter to a community: those with a need that know a hub, and clients.

    Writes them into `users` and `firms` and returns how many there are of each.
    """
    n_users = 0
    n_firms = 0
    for first in range(0, due.tied.shape[0], STRETCH):
        last = min(first + STRETCH, due.tied.shape[0])
        anybody = 0
        for i in range(first, last):
            anybody |= due.tied[i]
        if anybody == 0:  # most stretches: few have anything to do with a hub
            continue
        for i in range(first, last):
            if due.tied[i] & USES_A_HUB:
                users[n_users] = i
                n_users += 1
            if due.tied[i] & (HAS_A_NEED | IS_CLIENT) and knows_a_hub(ties, pairs, i):
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
def fill_roster(agents, hubs, users, clients):
    """Members and clients hub by hub (rows in order within a hub), and where each hub's part starts."""
    n_hubs = hubs.shape[0]
    start = np.zeros(n_hubs + 1, dtype=np.int64)
    for u in range(users.shape[0]):
        if agents[users[u]].plan > OCCASIONAL:
            start[agents[users[u]].hub + 1] += 1
    for c in range(clients.shape[0]):
        start[agents[clients[c]].client_hub + 1] += 1
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
            if agents[i].plan <= OCCASIONAL:
                continue
            h = int(agents[i].hub)
        else:
            i = clients[c]
            c += 1
            h = int(agents[i].client_hub)
        roster[place[h]] = i
        place[h] += 1
    return roster, start


@loop
def close_month(p, hubs):
    """What everyone will see of the hubs next month: heads, and use."""
    for h in range(hubs.shape[0]):
        hubs[h].heads = hubs[h].members + p.occasional_voice * hubs[h].occasional
        hubs[h].use = (hubs[h].seats + hubs[h].anchor_desks) / hubs[h].desks if hubs[h].desks > 0.0 else 0.0


@compiled
def months(
    first, last, seed, parameters, derived, people, wage_gap, ties, plan, instruments, public, agents, due, pairs, hubs, links,
    record, rows, priority,
):
    """The months from `first` up to `last`, each in the order of the protocol.

    A step of the Mesa model is `months(t, t + 1)`, an ensemble's run `months(0, horizon)`: the same compiled code. `rows` (three
    lists) and `priority` are workspace, one entry an agent.
    """
    p = parameters[0]
    for t in range(first, last):
        for h in range(hubs.shape[0]):
            hubs[h].joins = 0.0
            hubs[h].leaves_flex = 0.0
            hubs[h].leaves_fixed = 0.0
            hubs[h].leaves_employees = 0.0
            hubs[h].moved_in = 0.0
        consider_entry(t, seed, parameters, derived, people, ties, plan, agents, hubs)
        open_hubs(t, seed, parameters, derived, people, ties, plan, instruments, public, links, agents, due, pairs, hubs, record)
        apply_instruments(t, seed, parameters, people, plan, ties, instruments, public, agents, due, pairs, hubs, record)
        spread_awareness(t, seed, parameters, derived, people, plan, ties, agents, due, pairs, hubs)
        asked = reconsider(
            t, seed, parameters, derived, people, ties, plan, instruments, public, links, agents, due, pairs, hubs, rows[0], rows[1],
            priority, rows[2],
        )
        give_places(
            t, seed, parameters, people, ties, plan, instruments, public, agents, due, pairs, hubs, rows[1, :asked], priority[:asked]
        )
        n_users, n_firms = list_users_and_firms(ties, due, pairs, rows[1], rows[2])
        users = rows[1, :n_users]
        firms = rows[2, :n_firms]
        speak_to_contacts(parameters, people, ties, public, agents, pairs, hubs, users)
        serve_firms(t, seed, parameters, derived, people, plan, ties, instruments, public, agents, due, pairs, hubs, record, firms, rows[0])
        clients = firms[: keep_clients(agents, firms)]
        attend(t, seed, parameters, derived, people, agents, hubs, users, clients)
        roster, roster_start = fill_roster(agents, hubs, users, clients)
        meet(t, seed, parameters, derived, people, ties, public, agents, due, links, hubs, record, roster, roster_start)
        spill_over(t, parameters, people, agents, links, record)
        run_hubs(t, seed, parameters, people, plan, ties, public, agents, due, pairs, hubs, record, users)
        move(t, seed, parameters, people, wage_gap, plan, ties, public, agents, due, pairs, hubs, links, record, users, rows[0])
        close_month(p, hubs)
        record_month(t, people, ties, plan, agents, hubs, links, record, users, clients)


@compiled
def serve_firms(t, seed, parameters, derived, people, plan, ties, instruments, public, agents, due, pairs, hubs, record, firms, changing):
    """Needs, clients and advice of the month. `firms` lists the firms that know a hub or are clients; `changing` is workspace."""
    p = parameters[0]
    change_needs(t, seed, p, people, agents, due, record, changing)
    for v in range(instruments.row.shape[0]):
        if instruments.row[v].lever == ADVISORY_DESK and instruments.row[v].start <= t < instruments.row[v].end:
            advise(t, seed, p, derived, people, plan, ties, instruments, public, agents, due, pairs, hubs, record, v)
    change_clients(t, seed, p, people, plan, ties, agents, due, pairs, hubs, firms)
    ask_partners(t, seed, p, people, agents, due, hubs, record, firms)
