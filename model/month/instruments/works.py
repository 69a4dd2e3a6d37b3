"""Grants for works: what a hub that opens is paid, and what it borrows."""

from model.columns import CAPEX_GRANT
from model.compiled import loop
from model.month.public_money import commit, pay


@loop
def annuity(p, principal):
    """Monthly instalment of a loan."""
    rate = p.loan_rate / 12.0
    if rate == 0.0:
        return principal / p.loan_months
    return principal * rate / (1.0 - (1.0 + rate) ** (-p.loan_months))


@loop
def fund_works(t, p, plan, instruments, public, hubs, record, h):
    """Works are paid by grants, own means and a loan. A grant pays works and never working capital; in arrears it is bridged."""
    to_pay = plan[h].works_eur
    for k in range(instruments.row.shape[0]):
        if instruments.row[k].lever != CAPEX_GRANT or instruments.hubs[k, h] == 0:
            continue
        if not instruments.row[k].start <= t < instruments.row[k].end:
            continue
        grant = commit(instruments, public, k, min(instruments.row[k].a * plan[h].works_eur, instruments.row[k].b, to_pay))
        to_pay -= grant
        arrears = instruments.row[k].arrears
        if arrears == 0:
            pay(t, record, k, h, grant)
        else:
            hubs[h].bridge += grant
            if t + arrears < public.due.shape[2]:
                public.due[k, h, t + arrears] += grant
    hubs[h].loan = to_pay * (1.0 - p.works_own_share)
    hubs[h].instalment = annuity(p, hubs[h].loan)
