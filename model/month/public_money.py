"""Public money (ODD §7.3): committed from a pot, paid now or in arrears, every euro written with its instrument, hub and month.

Shared by the submodels that spend it; not a step of its own.
"""

from model.compiled import inlined, loop
from model.names import CLOSED


@inlined
def in_window(t, instruments, v):
    """Whether month t is one of those of instrument v."""
    return instruments.row[v].start <= t < instruments.row[v].end


@inlined
def in_force(t, instruments, h, v):
    """Whether instrument v acts on hub h in month t."""
    return in_window(t, instruments, v) and instruments.hubs[v, h] == 1


@inlined
def commit(town, v, amount):
    """Commit public money up to what is left in the pot; the part that could be committed comes back."""
    public = town.public
    left = max(0.0, town.instruments.row[v].budget - public.spent[v])
    granted = min(amount, left)
    public.spent[v] += granted
    return granted


@inlined
def pay(t, record, h, v, amount):
    """Write a payment of instrument v for hub h in the public ledger."""
    if amount != 0.0:
        record.public[t, v, h] += amount


@inlined
def buy(t, town, h, v, cost):
    """Pay others than the hub for something it is given; returns the share of the cost that the pot bears, all of what costs nothing."""
    granted = commit(town, v, cost)
    pay(t, town.record, h, v, granted)
    return granted / cost if cost > 0.0 else 1.0


@inlined
def owe(t, town, h, v, amount):
    """Write a grant down for the month in which its arrears end; what falls due after the horizon is never received."""
    month = t + town.instruments.row[v].arrears
    if month < town.public.due.shape[2]:
        town.public.due[v, h, month] += amount


@loop
def pay_hub(t, town, h, v, amount):
    """Pay a hub in cash."""
    town.hubs[h].subsidy += amount
    pay(t, town.record, h, v, amount)


@loop
def receive_arrears(t, town):
    """Grants for works that fall due this month repay the bridging loan of their hub, never its cash. Nothing else is paid in arrears."""
    public, hubs = town.public, town.hubs
    for v in range(public.due.shape[0]):
        for h in range(public.due.shape[1]):
            amount = public.due[v, h, t]
            if amount > 0.0 and hubs[h].state != CLOSED:
                pay(t, town.record, h, v, amount)
                hubs[h].bridge = max(0.0, hubs[h].bridge - amount)


@loop
def end_voucher(town, i):
    """A voucher ends; what was set aside for its remaining months returns to the pot."""
    agents = town.agents
    v = int(agents[i].voucher)
    if v >= 0:
        town.public.spent[v] -= agents[i].voucher_eur * agents[i].voucher_left
        agents[i].voucher = -1
        agents[i].voucher_left = 0
