"""Public money: committed from a pot, paid now or in arrears, every euro written with its instrument, hub and month.

Shared by the submodels that spend it; not a step of its own.
"""

from model.compiled import inlined, loop


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
