"""Step 2: grants for works (ODD §7.2). What a hub that opens, or has works done later, is paid, and what it borrows."""

from model.compile_scenario.instruments import lever_code
from model.compiled import loop
from model.month.public_money import commit, in_force, owe, pay

CAPEX_GRANT = lever_code("capex_grant")


@loop
def annuity(p, principal):
    """Monthly instalment of a loan."""
    rate = p.loan_rate / 12.0
    if rate == 0.0:
        return principal / p.loan_months
    return principal * rate / (1.0 - (1.0 + rate) ** (-p.loan_months))


@loop
def fund_works(t, town, h, works):
    """Works are paid by grants, own means and a loan. A grant pays works and never working capital; in arrears it is bridged."""
    p = town.parameters[0]
    instruments, hubs = town.instruments, town.hubs
    to_pay = works
    for v in range(instruments.row.shape[0]):
        if instruments.row[v].lever != CAPEX_GRANT or not in_force(t, instruments, h, v):
            continue
        offer = instruments.row[v]
        grant = commit(town, v, min(offer.share * works, offer.cap_eur, to_pay))
        to_pay -= grant
        if offer.arrears == 0:
            pay(t, town.record, h, v, grant)
        else:
            hubs[h].bridge += grant
            owe(t, town, h, v, grant)
    borrowed = to_pay * (1.0 - p.works_own_share)
    hubs[h].instalment = annuity(p, borrowed) + (hubs[h].instalment if hubs[h].loan > 0.0 else 0.0)
    hubs[h].loan += borrowed
