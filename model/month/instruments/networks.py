"""Step 3: networks of hubs (ODD §7.3). What a pass, shared events, referrals, a shared host and a partner in the metropolis add this month.

A network is an instrument with five strengths, any of which may be zero: a network of zero strength changes nothing. It works between the
hubs that are open, and costs its budget for each of them.
"""

from model.compile_scenario.instruments import lever_code
from model.compiled import inlined, loop
from model.month.lookup import has_lever, is_open
from model.month.public_money import buy, in_window

NETWORK = lever_code("network")


@inlined
def in_network(town, h, v):
    """Whether hub h takes part in network v this month."""
    return town.instruments.hubs[v, h] == 1 and is_open(town.hubs, h)


@loop
def link(town, h, v, others, granted):
    """What network v gives to hub h, in full or (when the pot runs dry) in part.

    Args: `others` is the number of other open hubs of the network, `granted` the share of its cost that could be paid.
    """
    public, hubs = town.public, town.hubs
    network = town.instruments.row[v]
    for g in range(hubs.shape[0]):
        if g == h or not in_network(town, g, v):
            continue
        hubs[h].others += network.shared_pass * granted * hubs[g].heads
        hubs[h].events_now += network.shared_events * granted * town.specs[g].events
        public.referral[h, g] += network.referrals * granted
        public.joint[h, g] = max(public.joint[h, g], network.shared_events * granted)
    if others > 0:
        hubs[h].host_now += network.shared_host_fte * granted / (others + 1)
    hubs[h].partner = max(hubs[h].partner, network.partner * granted)


@loop
def link_hubs(t, town):
    """Reset what networks gave last month, and let those in force act."""
    instruments, public, hubs = town.instruments, town.public, town.hubs
    if not has_lever(instruments, NETWORK):
        return
    public.referral[:, :] = 0.0
    public.joint[:, :] = 0.0
    for h in range(hubs.shape[0]):
        hubs[h].others = 0.0
        hubs[h].partner = 0.0
    for v in range(instruments.row.shape[0]):
        network = instruments.row[v]
        if network.lever != NETWORK or not in_window(t, instruments, v):
            continue
        members = 0
        for h in range(hubs.shape[0]):
            members += 1 if in_network(town, h, v) else 0
        for h in range(hubs.shape[0]):
            if in_network(town, h, v):
                cost = network.cost_eur_month
                if members > 1:
                    cost += network.shared_host_fte / members * town.specs[h].host_cost_eur
                link(town, h, v, members - 1, buy(t, town, h, v, cost))
