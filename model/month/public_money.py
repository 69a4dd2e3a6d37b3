"""Public money: committed from a pot, paid now or in arrears, every euro written with its instrument, hub and month.

Shared by the submodels that spend it; not a step of its own.
"""

from model.columns import CAPEX_GRANT
from model.compiled import inlined, loop
from model.names import CLOSED


@inlined
def commit(instruments, public, k, amount):
    """Commit public money up to what is left in the pot; the part that could be committed comes back."""
    left = max(0.0, instruments.row[k].budget - public.spent[k])
    granted = min(amount, left)
    public.spent[k] += granted
    return granted


@inlined
def pay(t, record, k, h, amount):
    """Write a payment of instrument k for hub h in the public ledger."""
    if amount != 0.0:
        record.public[t, k, h] += amount


@loop
def pay_hub(t, instruments, public, record, hubs, k, h, amount):
    """Pay a hub in cash, now or in arrears; what falls due after the horizon is never received."""
    arrears = instruments.row[k].arrears
    if arrears == 0:
        hubs[h].subsidy += amount
        pay(t, record, k, h, amount)
    elif t + arrears < public.due.shape[2]:
        public.due[k, h, t + arrears] += amount


@loop
def receive_arrears(t, instruments, public, hubs, record):
    """Payments that fall due this month reach the hubs (grants for works repay the bridging loan, never cash)."""
    for k in range(public.due.shape[0]):
        for h in range(public.due.shape[1]):
            amount = public.due[k, h, t]
            if amount > 0.0 and hubs[h].state != CLOSED:
                pay(t, record, k, h, amount)
                if instruments.row[k].lever == CAPEX_GRANT:
                    hubs[h].bridge = max(0.0, hubs[h].bridge - amount)
                else:
                    hubs[h].subsidy += amount


@inlined
def in_force(t, instruments, k, h):
    """Whether instrument k acts on hub h in month t."""
    return instruments.row[k].start <= t < instruments.row[k].end and instruments.hubs[k, h] == 1


@loop
def end_voucher(public, agents, i):
    """A voucher ends; what was set aside for its remaining months returns to the pot."""
    v = int(agents[i].voucher)
    if v >= 0:
        public.spent[v] -= agents[i].voucher_eur * agents[i].voucher_left
        agents[i].voucher = -1
        agents[i].voucher_left = 0
