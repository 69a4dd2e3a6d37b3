"""Random hubs and instruments for the property tests of the engine."""

from typing import Any

from hypothesis import strategies as st

from model.names import OPERATORS
from tests.model.month.towns import INSTRUMENTS, Block


def a_hub() -> st.SearchStrategy[Block]:
    """Hubs of every kind, many of which will close, shrink or grow within two years."""
    money = st.floats(0.0, 30_000.0)
    return st.fixed_dictionaries(
        {
            "name": st.just("adda"),
            "town": st.just("sondrio"),
            "desks": st.integers(1, 30),
            "offices": st.integers(0, 4),
            "opens": st.integers(0, 8),
            "operator": st.sampled_from(OPERATORS),
            "building": st.sampled_from(["rented", "own", "regenerated"]),
        },
        optional={
            "prices": st.fixed_dictionaries({}, optional={"day": st.floats(0, 40), "flex": st.floats(0, 400), "fixed": st.floats(0, 600)}),
            "rent_eur_m2": st.floats(0, 20),
            "utilities_eur_m2": st.floats(0, 5),
            "host_fte": st.floats(0, 2),
            "events_per_month": st.floats(0, 4),
            "works_eur": st.floats(0, 200_000),
            "opening_cash_eur": money,
            "credit_eur": money,
            "founders": st.floats(0, 30),
            "offices_let_at_opening": st.integers(0, 4),
            "may_expand": st.booleans(),
            "may_downsize": st.booleans(),
        },
    ).map(_possible)


def _possible(block: Block) -> Block:
    """No more offices let than there are, and no more founders than desks."""
    let = {"offices_let_at_opening": min(block["offices"], block.get("offices_let_at_opening", 0))}
    founders = {"founders": min(float(block["desks"]), block["founders"])} if "founders" in block else {}
    return {**block, **let, **founders}


def some_blocks() -> st.SearchStrategy[list[Block]]:
    """Up to four instruments and shocks with any value, start and pot, each kind at most once."""
    share = st.floats(0.0, 1.0)

    def block(kind: str, **values: Any) -> st.SearchStrategy[Block]:
        fixed = {"type": st.just(kind), "start": st.integers(0, 12), **values}
        if kind not in INSTRUMENTS:
            return st.fixed_dictionaries(fixed)
        return st.fixed_dictionaries({**fixed, "payer": st.just("region")}, optional={"budget_eur": st.floats(0.0, 20_000.0)})

    kinds = [
        block("capex_grant", share=share, arrears_months=st.integers(0, 9)),
        block("conversion", share=share, arrears_months=st.integers(0, 9)),
        block("rent_relief", share=share, rent_cap_eur_m2=st.one_of(st.none(), st.floats(0, 15))),
        block("host_salary", share=share, extra_fte=st.floats(0, 1)),
        block("voucher", share=share, months=st.integers(1, 18)),
        block("trial_days", days=st.integers(0, 12)),
        block("promotion", intensity=st.floats(0, 20), cost_eur_month=st.floats(0, 2_000)),
        block("events", extra_per_month=st.floats(0, 3)),
        block("advisory_desk", slots_per_month=st.floats(0, 9), cost_eur_session=st.floats(0, 300)),
        block("anchor_tenancy", desks=st.integers(0, 8)),
        block(
            "network", shared_pass=share, shared_events=share, referrals=share, partner=share, shared_host_fte=st.floats(0, 2),
            cost_eur_month=st.floats(0, 1_000),
        ),
        block("matchmaking", introductions_per_month=st.floats(0, 200), cost_eur_month=st.floats(0, 1_000)),
        block("telework", appeal=st.floats(-3, 3)),
        block("lockdown", severity=share),
        block("rent", factor=st.floats(0.2, 4)),
    ]
    return st.lists(st.one_of(kinds), unique_by=lambda one: one["type"], max_size=4)
