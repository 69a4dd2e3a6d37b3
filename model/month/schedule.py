"""The order of a month (ODD §3), and the first draws (ODD §5.5).

`months` is the one function both the step-by-step model and the ensembles call.
"""

import numpy as np

from model.columns import FIRMS, PERSONS
from model.compiled import compiled, entry, loop
from model.draws import AWARENESS, GROUP, MOBILITY, NEEDS, draw, exponential
from model.month.awareness import nearness, raise_hazards, speak_to_contacts, spread_awareness
from model.month.choice import ASKING, LEAVING, Lists, look_at_hubs, reconsider, room_for_group
from model.month.encounters import meet
from model.month.entry import consider_entry
from model.month.instruments.desk import ADVISORY_DESK, advise_firms, draw_demand_for_advice
from model.month.instruments.offers import apply_instruments, show_offers
from model.month.lookup import has_lever
from model.month.membership import leave
from model.month.mobility import leave_after, leaving_logit, move
from model.month.needs import ask_partners, change_clients, change_needs, need_after
from model.month.opening import open_hubs
from model.month.operator import run_hubs
from model.month.places import give_places
from model.month.presence import attend
from model.month.record import record_month
from model.month.roster import fill_roster, keep_clients, list_users_and_firms
from model.month.spillovers import spill_over
from model.names import FIRM


@entry(arrays=True)
def begin(town):
    """Draw what everyone carries into the first month: leaving, needs, demand for advice, and the threshold of awareness of each pair."""
    slots, keys, nothing = np.empty(GROUP, dtype=np.int64), np.empty(GROUP, dtype=np.int64), np.zeros(GROUP, dtype=np.int64)
    generations = nothing  # all are the first of their slots
    u, u_need = np.empty(GROUP), np.empty(GROUP)
    desk = has_lever(town.instruments, ADVISORY_DESK)
    for first in range(0, town.people.shape[0], GROUP):
        number = min(GROUP, town.people.shape[0] - first)
        for j in range(number):
            slots[j] = town.people[first + j].slot
        draw(town.seed, MOBILITY, nothing, slots, nothing, u[:number])
        draw(town.seed, NEEDS, nothing, slots, generations, u_need[:number])
        begin_agents(town, first, u[:number], u_need, desk)
    for first in range(0, town.ties.hub.shape[0], GROUP):
        number = min(GROUP, town.ties.hub.shape[0] - first)
        for j in range(number):
            slots[j], keys[j] = town.people[town.ties.agent[first + j]].slot, town.specs[town.ties.hub[first + j]].key
        draw(town.seed, AWARENESS, nothing, slots, keys, u[:number])
        begin_pairs(town, first, u[:number])


@loop
def begin_agents(town, start, u_leaving, u_need, desk):
    """The agents from `start` on have a month of leaving; firms one of their first need and, where there is a desk, a demand for advice."""
    people, due = town.people, town.due
    for j in range(u_leaving.shape[0]):
        i = start + j
        town.agents[i].leaving = leaving_logit(town, i)
        leave_after(0, town, i, u_leaving[j])
        if people[i].kind == FIRM:
            due.present[people[i].town, FIRMS] += 1
            need_after(-1, town, i, u_need[j])
            if desk:
                draw_demand_for_advice(town, i)
        else:
            due.present[people[i].town, PERSONS] += 1


@loop
def begin_pairs(town, start, u):
    """Set the hazard at which the agents of the pairs from `start` on will hear of their hubs."""
    for j in range(u.shape[0]):
        k = start + j
        town.pairs.row[k].clock = exponential(u[j]) / nearness(town.parameters[0], town.ties.minutes[k])


@loop
def start_month(hubs):
    """Nobody has joined or left yet."""
    for h in range(hubs.shape[0]):
        hubs[h].joins = 0.0
        hubs[h].leaves_flex = 0.0
        hubs[h].leaves_fixed = 0.0
        hubs[h].leaves_employees = 0.0
        hubs[h].moved_in = 0.0


@loop
def close_month(p, hubs):
    """What everyone will see of the hubs next month: heads, and use."""
    for h in range(hubs.shape[0]):
        hubs[h].heads = hubs[h].members + p.occasional_voice * hubs[h].occasional
        hubs[h].use = (hubs[h].seats + hubs[h].anchor_desks) / hubs[h].desks if hubs[h].desks > 0.0 else 0.0


BLOCK = 16_384  # agents, whole words of them, who hear and choose one after the other while the processor has them at hand


@loop
def set_offers(t, town):
    """Steps 1 to 3: what hubs do, and what they offer with the instruments in force."""
    start_month(town.hubs)
    consider_entry(t, town)
    open_hubs(t, town)
    apply_instruments(t, town)


@loop
def tell_offers(t, town):
    """The end of step 3, who notices what is offered, and the beginning of step 4, what is heard of hubs."""
    show_offers(t, town)
    raise_hazards(t, town)


@loop
def begin_month(t, town):
    """All that comes before somebody hears of a hub or chooses."""
    set_offers(t, town)
    tell_offers(t, town)


@compiled
def hear_and_choose(first, last, t, town, lists):
    """Steps 4 and 5 of the agents from `first` (at the start of a word) up to `last`, block by block.

    Nobody's choice depends on what another hears or chooses in the month, so nobody can tell that the steps do not wait for each other.
    """
    group = room_for_group(town.hubs.shape[0])
    look_at_hubs(town, group)
    for block in range(first, last, BLOCK):
        spread_awareness(block, min(block + BLOCK, last), t, town)
        reconsider(block, min(block + BLOCK, last), t, town, group, lists)


@compiled
def end_month(t, town, rows, lists):
    """The end of step 5, when leavers go, and steps 6 to 14. `rows` are two lists of workspace."""
    asked, gone = lists.counts[ASKING], lists.counts[LEAVING]
    for position in range(gone):
        leave(t, town, lists.leavers[position])
    give_places(t, town, lists.asking[:asked], lists.priority[:asked])
    n_users, n_firms = list_users_and_firms(town, rows[0], rows[1])
    users = rows[0, :n_users]
    firms = rows[1, :n_firms]
    speak_to_contacts(t, town, users)
    change_needs(t, town, lists.looking)
    advise_firms(t, town)
    change_clients(t, town, firms)
    ask_partners(t, town, firms)
    clients = firms[: keep_clients(town.agents, firms)]
    attend(t, town, users, clients)
    roster, roster_start = fill_roster(town, users, clients)
    meet(t, town, roster, roster_start)
    spill_over(t, town)
    run_hubs(t, town, users)
    move(t, town, users, lists.looking)
    close_month(town.parameters[0], town.hubs)
    record_month(t, town, users, clients)


@entry(arrays=True)
def months(first, last, town, rows, priority):
    """The months from `first` up to `last`, each in the order of the protocol.

    A step of the Mesa model is `months(t, t + 1)`, an ensemble's run `months(0, horizon)`: the same compiled code. `rows` (three
    lists) and `priority` are workspace, one entry an agent.
    """
    lists = Lists(rows[0], rows[1], priority, rows[2], np.zeros(2, dtype=np.int64))
    for t in range(first, last):
        lists.counts[:] = 0
        begin_month(t, town)
        hear_and_choose(0, town.people.shape[0], t, town, lists)
        end_month(t, town, rows[1:], lists)
