"""Tiny towns and runs, for the tests of the engine. Everything passes through the same compiled functions, so nothing compiles twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.parameters import CATALOGUE
from model.scenario import Scenario
from model.series import HUB_COLUMN, TOWN_COLUMN
from model.simulation import Prepared, RunOutcome, Simulation, World, build_world, prepare

Block = dict[str, Any]

NOBODY_MOVES = {"leave_rate": 1e-9, "firm_death": 1e-9}
NO_CONTACTS = {"contacts_field": 0.0, "contacts_town": 0.0, "contacts_far": 0.0}
# hubs as the catalogue has them, without traits of their own
ORDINARY_HUBS = {
    **dict.fromkeys(
        ("opening_cash_spread", "operator_spread", "market_spread", "founders_spread", "hub_appeal_spread", "owner_hosts"), 0.0
    ),
    "call_reach": 1.0,
}
# whoever is in stays in, whoever is out stays out
FROZEN = {"habit": 1e9, "job_change": 0.0, "consent": 1.0, **NOBODY_MOVES}
# a hub ends when it can pay no more, and never before
LASTING = {"other_endings": 0.0, "wind_down_reviews": 0.0}
# everybody knows of every call, and applying is no trouble
EVERYBODY_APPLIES = {"call_known": 1.0, "apply_effort": 0.0}
# an operator who looks every month, gives up space or grows, and does nothing else
PLAIN_OPERATOR = {
    **LASTING, "review_months": 1.0, "price_step": 0.0, "withdrawal": 0.0, "renewal_rate": 0.0, "grow_back": 0.0, "host_kept": 0.0,
    "end_counts": 0.0, "plough_back": 0.0,
}
# nobody wants a desk, whatever it offers
UNWANTED = {"alpha": -1e6}
_NOBODY_COMES = {**UNWANTED, "aware_at_opening": 0.0, "awareness_promotion": 0.0, "awareness_event": 0.0, **NOBODY_MOVES}
# everybody at home, free to come on eight days a month, bound by nothing
EIGHT_DAYS = {"room_need_mean": 8.0 / 22.0, "room_need_spread": 0.0, "days_fade": 0.0, "own_room_share": 0.0}
ALIKE = {
    **EIGHT_DAYS, "home_push": 0.0, "home_use": 1.0, "consent": 1.0, "other_places_100k": 0.0,
    "term_fixed": 0.0, "term_office": 0.0, "notice_months": 0.0,
}
# every month each person weighs one hub anew, and nothing counts but `alpha` and taste
BARE_CHOICE = {
    **ALIKE,
    "evaluation_rate": 1.0,
    "job_change": 0.0,
    "habit": 0.0,
    "beta_n": 0.0,
    "beta_s": 0.0,
    "beta_k": 0.0,
    "beta_c": 0.0,
    "beta_q": 0.0,
    "beta_t": 0.0,
    "crowding": 0.0,
    "plan_nest": 0.0,
    "aware_at_opening": 1.0,
    "distance_fade": 0.0,
    "forgetting": 0.0,
    "alpha": 0.0,
    **NOBODY_MOVES,
}

# One block of each instrument and shock, large enough to change a run.
INSTRUMENTS: dict[str, Block] = {
    "capex_grant": {"type": "capex_grant", "payer": "region", "share": 0.5, "arrears_months": 0},
    "rent_relief": {"type": "rent_relief", "payer": "municipality", "share": 0.5},
    "host_salary": {"type": "host_salary", "payer": "region", "share": 0.5, "extra_fte": 0.5},
    "voucher": {"type": "voucher", "payer": "municipality", "share": 0.8, "months": 6},
    "trial_days": {"type": "trial_days", "payer": "region", "days": 3},
    "promotion": {"type": "promotion", "payer": "municipality", "intensity": 8.0, "cost_eur_month": 400.0},
    "events": {"type": "events", "payer": "sponsor", "extra_per_month": 2.0},
    "advisory_desk": {"type": "advisory_desk", "payer": "chamber_of_commerce", "slots_per_month": 8.0, "cost_eur_session": 80.0},
    "anchor_tenancy": {"type": "anchor_tenancy", "payer": "municipality", "desks": 2},
    "conversion": {"type": "conversion", "payer": "region", "share": 0.5},
    "network": {
        "type": "network", "payer": "region", "shared_pass": 0.5, "shared_events": 0.5, "referrals": 1.0, "shared_host_fte": 1.0,
        "partner": 0.2, "cost_eur_month": 300.0,
    },
    "matchmaking": {"type": "matchmaking", "payer": "sponsor", "introductions_per_month": 400.0, "cost_eur_month": 500.0},
}
SHOCKS: dict[str, Block] = {
    "telework": {"type": "telework", "appeal": 1.5},
    "lockdown": {"type": "lockdown", "severity": 0.8},
    "rent": {"type": "rent", "factor": 1.5},
}
BLOCKS = {**INSTRUMENTS, **SHOCKS}
NULL_VALUES: dict[str, Block] = {
    "capex_grant": {"share": 0.0},
    "rent_relief": {"share": 0.0},
    "host_salary": {"share": 0.0, "extra_fte": 0.0},
    "voucher": {"share": 0.0},
    "trial_days": {"days": 0},
    "promotion": {"intensity": 0.0},
    "events": {"extra_per_month": 0.0},
    "advisory_desk": {"slots_per_month": 0.0},
    "anchor_tenancy": {"desks": 0},
    "conversion": {"share": 0.0},
    "network": {"shared_pass": 0.0, "shared_events": 0.0, "referrals": 0.0, "shared_host_fte": 0.0, "partner": 0.0, "cost_eur_month": 0.0},
    "matchmaking": {"introductions_per_month": 0.0},
    "telework": {"appeal": 0.0},
    "lockdown": {"severity": 0.0},
    "rent": {"factor": 1.0},
}

PAID_IN_CASH = frozenset({"host_salary", "anchor_tenancy"})  # to the hub, through `public_money.pay_hub`


def hub(name: str = "adda", **figures: Any) -> Block:
    """A small rented hub in Sondrio that nobody founds, unless the figures replaced say how it starts."""
    nobody = {} if {"starts_with", "already_open"} & figures.keys() else {"founders": 0.0}
    return {"name": name, "town": "sondrio", "desks": 8, "offices": 1, **nobody, **figures}


def case(
    *hubs: Block,
    blocks: Sequence[Block] = (),
    months: int = 24,
    people: tuple[int, int, int] = (100, 80, 60),
    towns: Sequence[str] = ("sondrio",),
    **parameters: float,
) -> Scenario:
    """A scenario of tiny towns without surroundings: `people` are the professionals, employees and firms of each.

    Its hubs are ordinary ones and end when they can pay no more (`LASTING`), and everybody applies, unless `parameters` say otherwise.
    """
    figures = dict(zip(("professionals", "remote_workers", "firms"), people, strict=True))
    return Scenario.model_validate(
        {
            "title": "A tiny town",
            "question": "Does it hold?",
            "start": "2022-01",
            "horizon_months": months,
            "territory": {"towns": list(towns), "catchment_minutes": 0, "overrides": dict.fromkeys(towns, figures)},
            "hubs": list(hubs) or [hub()],
            "instruments": [block for block in blocks if block["type"] in INSTRUMENTS],
            "shocks": [block for block in blocks if block["type"] in SHOCKS],
            "parameters": {**ORDINARY_HUBS, **LASTING, **EVERYBODY_APPLIES, **parameters},
        }
    )


@dataclass(repr=False)
class Run:
    """A run that is over or under way, read by name."""

    prepared: Prepared
    simulation: Simulation

    @property
    def outcome(self) -> RunOutcome:
        return self.simulation.outcome()

    def hub(self, series: str, name: str | None = None) -> np.ndarray:
        """One monthly series of a hub (the first by default)."""
        position = self.prepared.hub_names.index(name) if name else 0
        return self.outcome.hub[:, position, HUB_COLUMN[series]]

    def town(self, series: str, name: str | None = None) -> np.ndarray:
        """One monthly series of a town (the first by default)."""
        position = self.prepared.town_names.index(name) if name else 0
        return self.outcome.town[:, position, TOWN_COLUMN[series]]

    def paid(self, instrument: str) -> np.ndarray:
        """EUR paid by an instrument each month, all hubs together."""
        return self.outcome.public[:, self.prepared.instrument_names.index(instrument)].sum(axis=1)

    def spent(self, instrument: str) -> float:
        """EUR committed so far by an instrument."""
        return float(self.simulation.town.public.spent[self.prepared.instrument_names.index(instrument)])

    @property
    def users(self) -> np.ndarray:
        """Rows of the agents that use a hub."""
        return np.nonzero(self.simulation.town.agents.hub >= 0)[0]


def start(scenario: Scenario, seed: int = 1, world: World | None = None) -> Run:
    """A run before its first month."""
    prepared = prepare(scenario)
    return Run(prepared, Simulation(world or build_world(prepared, seed), prepared))


def run(scenario: Scenario, seed: int = 1, world: World | None = None) -> Run:
    """A run over its whole horizon."""
    finished = start(scenario, seed, world)
    finished.simulation.advance()
    return finished


def empty(months: int = 24, blocks: tuple[Block, ...] = (), parameters: dict[str, float] | None = None, **figures: Any) -> Run:
    """A finished run of a hub of 14 desks and 6 offices that nobody joins: every line of its ledger can be worked out by hand."""
    known = {"desks": 14, "offices": 6, "works_eur": 0.0, "opening_cash_eur": 20_000.0, "credit_eur": 5_000.0, "events_per_month": 1.0}
    return run(case(hub(**{**known, **figures}), blocks=blocks, months=months, **{**_NOBODY_COMES, **PLAIN_OPERATOR, **(parameters or {})}))


def rent_in_full(finished: Run) -> float:
    """EUR a month of rent of a hub of the size it opened with."""
    plan = finished.prepared.specs[0]
    return float(plan.rent_eur_m2 * (plan.desks * plan.m2_desk + plan.offices * plan.m2_office))


def fixed_cost(finished: Run) -> float:
    """EUR a month of a hub of the size it opened with, apart from debt."""
    plan = finished.prepared.specs[0]
    area = plan.desks * plan.m2_desk + plan.offices * plan.m2_office
    wages = plan.host_fte * plan.host_cost_eur * plan.wage_paid
    return float(area * (plan.rent_eur_m2 + plan.utilities_eur_m2) + wages + plan.events * CATALOGUE["event_cost_eur"].default)


def by_month(scenario: Scenario, seed: int = 1) -> Iterator[tuple[int, Run]]:
    """A run stopped at the end of each month."""
    running = start(scenario, seed)
    for month in range(scenario.horizon_months):
        running.simulation.advance(1)
        yield month, running


def assert_same(a: Run, b: Run, months: int | None = None) -> None:
    """Both runs recorded exactly the same, up to a month or (people included) to the end."""
    last = slice(months)
    np.testing.assert_array_equal(a.outcome.hub[last], b.outcome.hub[last], err_msg="hubs")
    np.testing.assert_array_equal(a.outcome.town[last], b.outcome.town[last], err_msg="towns")
    if months is None:
        for name in ("field_links", "member_months", "subsidised_months", "stays", "state", "reason", "changed"):
            np.testing.assert_array_equal(getattr(a.outcome, name), getattr(b.outcome, name), err_msg=name)
        apart = {"advice_at", "waiting_hub"}  # drawn only where there is a desk; left over in who waits no more
        assert_same_rows(a.simulation.town.agents, b.simulation.town.agents, apart)
        waited_for = [np.where(one.waiting > 0, one.waiting_hub, -1) for one in (a.simulation.town.agents, b.simulation.town.agents)]
        np.testing.assert_array_equal(*waited_for, err_msg="waiting_hub")
        assert_same_rows(a.simulation.town.hubs, b.simulation.town.hubs)


def assert_same_rows(a: np.recarray, b: np.recarray, apart: set[str] | frozenset[str] = frozenset()) -> None:
    """Two record arrays hold the same, column by column."""
    for name in a.dtype.names or ():
        if name not in apart:
            np.testing.assert_array_equal(a[name], b[name], err_msg=name)


def binomial_error(trials: float, chance: float, deviations: float = 4.5) -> float:
    """Half-width that a count of successes leaves once in about 150,000 tests."""
    return deviations * float(np.sqrt(trials * chance * (1.0 - chance))) + 1.0


def with_values(block: Mapping[str, Any], **values: Any) -> Block:
    """A block with some values replaced."""
    return {**block, **values}
