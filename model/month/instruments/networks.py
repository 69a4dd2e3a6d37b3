"""Step 1a. Networks of hubs: what a pass, shared events, referrals, a shared host and a partner in the metropolis add this month.

A network is an instrument with five strengths, any of which may be zero: a network of zero strength changes nothing. It works between the
hubs that are open, and costs its budget for each of them.
"""

from model.columns import NETWORK
from model.compiled import inlined, loop
from model.month.lookup import is_open
from model.month.public_money import commit, pay


@inlined
def in_network(instruments, hubs, k, h):
    """Whether hub h takes part in network k this month."""
    return instruments.hubs[k, h] == 1 and is_open(hubs, h)


@loop
def link(instruments, plan, hubs, public, k, h, others, granted):
    """What network k gives to hub h, in full or (when the pot runs dry) in part.

    Args: `others` is the number of other open hubs of the network, `granted` the share of its cost that could be paid.
    """
    network = instruments.row[k]
    for g in range(hubs.shape[0]):
        if g == h or not in_network(instruments, hubs, k, g):
            continue
        hubs[h].others += network.a * granted * hubs[g].heads
        hubs[h].events_now += network.b * granted * plan[g].events
        public.referral[h, g] += network.d * granted
        public.joint[h, g] = max(public.joint[h, g], network.b * granted)
    if others > 0:
        hubs[h].host_now += network.e * granted / (others + 1)
    hubs[h].partner = max(hubs[h].partner, network.f * granted)


@loop
def link_hubs(t, instruments, public, plan, hubs, record):
    """Reset what networks gave last month, and let those in force act."""
    networks = False
    for k in range(instruments.row.shape[0]):
        networks = networks or instruments.row[k].lever == NETWORK
    if not networks:
        return
    public.referral[:, :] = 0.0
    public.joint[:, :] = 0.0
    for h in range(hubs.shape[0]):
        hubs[h].others = 0.0
        hubs[h].partner = 0.0
    for k in range(instruments.row.shape[0]):
        if instruments.row[k].lever != NETWORK or not instruments.row[k].start <= t < instruments.row[k].end:
            continue
        members = 0
        for h in range(hubs.shape[0]):
            members += 1 if in_network(instruments, hubs, k, h) else 0
        for h in range(hubs.shape[0]):
            if in_network(instruments, hubs, k, h):
                cost = instruments.row[k].c
                if members > 1:
                    cost += instruments.row[k].e / members * plan[h].host_cost_eur
                paid = commit(instruments, public, k, cost)
                pay(t, record, k, h, paid)
                link(instruments, plan, hubs, public, k, h, members - 1, paid / cost if cost > 0.0 else 1.0)
