"""What the twin takes from a scenario: hubs with every figure filled in (ODD §5.5) and instruments with whom they concern (§2.4)."""

import math
import zlib
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from model.names import AGE_BANDS, FIELDS, KINDS, OPERATORS, STARTS
from model.parameters import TABLES, Parameters
from model.reading.fields import month_index
from model.scenario import Scenario
from model.scenario.hubs import HubSpec
from tests.twin.philox import HUB_TRAIT, Draws, normal

OFFICE = 4  # position in names.PLANS


def parameters_of(scenario: Scenario) -> SimpleNamespace:
    """The catalogue's numbers and tables under the scenario's replacements, as plain floats and lists."""
    tables = {name: table.default.tolist() for name, table in TABLES.items()}
    for name, rows in tables.items():
        if len(rows) == 1:
            tables[name] = rows[0]
    return SimpleNamespace(**Parameters(scenario.parameters), **tables)


@dataclass
class HubPlan:
    """What is decided about a hub before the run."""

    name: str
    key: int
    town: int
    opens: float
    enters: bool
    specialisation: int
    desks: float
    offices: float
    m2_desk: float
    m2_office: float
    sells: int
    price_day: float
    price_flex: float
    price_fixed: float
    price_office: float
    rent_eur_m2: float
    utilities_eur_m2: float
    host_fte: float
    host_cost_eur: float
    events: float
    works_eur: float
    fixed_cost: float
    opening_cash_eur: float
    credit_eur: float
    founders: float
    called: float
    age: int
    members_flex: int
    members_fixed: int
    phases: list[Any]
    agreed_until: float
    offices_let: float
    may_expand: bool
    may_downsize: bool
    anchor_people: int
    wage_paid: float
    patience: float
    cross_subsidy: float
    required_return: float
    attraction: float
    position: tuple[float, float] = (0.0, 0.0)

    def sold(self, plan: int) -> bool:
        return plan == OFFICE or bool(self.sells >> plan & 1)


@dataclass
class Instrument:
    """An instrument or a shock, what it has spent, and what it still owes."""

    index: int
    key: int
    lever: str
    block: Any
    start: int
    end: int
    budget: float
    arrears: int
    hubs: set[int]
    kinds: set[int]
    fields: set[int]
    ages: set[int]
    plans: set[int]
    new_only: int  # 1 never a member, 2 never a user before
    share: float
    months: int
    days: float
    cap_eur_month: float
    spent: float = 0.0
    exposure: float = 0.0
    due: dict[tuple[int, int], float] = field(default_factory=dict)

    def in_force(self, month: int) -> bool:
        return self.start <= month < self.end

    @property
    def left(self) -> float:
        return self.budget - self.spent

    def commit(self, eur: float) -> float:
        """As much of it as is left in the pot (§7.3)."""
        granted = min(eur, self.left)
        self.spent += granted
        return granted


def or_default(value: float | None, default: float) -> float:
    return default if value is None else value


def hub_specs(scenario: Scenario) -> list[HubSpec]:
    """The scenario's hubs, as conversions of buildings leave them, then rivals (§2.4)."""
    hubs = list(scenario.hubs)
    for block in scenario.instruments:
        if block.type != "conversion":
            continue
        start, end = block.window(scenario.start, scenario.horizon_months)
        for i, hub in enumerate(hubs):
            named = block.hubs is None or hub.name in block.hubs
            opens_within = start < end if hub.when_viable else start <= hub.opening_month(scenario.start) < end
            if named and opens_within:
                figures = {key: getattr(block, key) for key in ("works_eur", "m2", "rent_eur_m2", "km_east", "km_north")}
                hubs[i] = hub.model_copy(update={key: value for key, value in figures.items() if value is not None})
    return hubs + [shock.hub() for shock in scenario.shocks if shock.type == "rival_hub"]


def hub_plan(hub: HubSpec, scenario: Scenario, p: SimpleNamespace, draws: Draws) -> HubPlan:
    """§5.5: what the scenario leaves out, and what it does not know."""
    key = zlib.crc32(hub.name.encode()) | 1
    u = [draws.four(HUB_TRAIT, time, 0, key) for time in range(5)]

    def factor(time: int, which: int, spread: float) -> float:
        return math.exp(spread * normal(*u[time][2 * which : 2 * which + 2]) - spread**2 / 2)

    wage_paid, patience, cross_subsidy, required_return = p.operator_terms[OPERATORS.index(hub.operator)]
    patience *= factor(3, 0, p.operator_spread)
    required_return *= factor(3, 1, p.operator_spread)
    if hub.operator == "private" and hub.host_cost_eur is None and u[4][0] < p.owner_hosts:
        wage_paid = 0.0
    asked = [hub.prices.day, hub.prices.flex, hub.prices.fixed, hub.prices.office]
    dear = factor(1, 1, p.market_spread) if all(price is None for price in asked) else 1.0
    area = hub.desks * p.m2_per_desk + hub.offices * p.m2_per_office
    m2 = or_default(hub.m2, area)
    rent = 0.0 if hub.building == "own" else or_default(hub.rent_eur_m2, p.rent_eur_m2 * factor(1, 0, p.market_spread))
    utilities = or_default(hub.utilities_eur_m2, p.utilities_eur_m2)
    host = or_default(hub.host_fte, p.host_fte)
    host_cost = or_default(hub.host_cost_eur, p.host_cost_eur)
    events = or_default(hub.events_per_month, p.events_per_month)
    there = hub.already_open
    begins = None if there else start_of(hub, p, u[4][1])
    fixed = m2 * (rent + utilities) + host * host_cost * wage_paid + events * p.event_cost_eur
    return HubPlan(
        name=hub.name,
        key=key,
        town=scenario.territory.towns.index(hub.town),
        opens=math.inf if hub.when_viable else hub.opening_month(scenario.start),
        enters=hub.when_viable,
        specialisation=-1 if hub.specialisation is None else FIELDS.index(hub.specialisation),
        desks=hub.desks,
        offices=hub.offices,
        m2_desk=p.m2_per_desk * m2 / area,
        m2_office=p.m2_per_office * m2 / area,
        sells=sum(1 << plan for plan, name in ((1, "day"), (2, "flex"), (3, "fixed")) if name in hub.plans),
        price_day=or_default(hub.prices.day, p.price_day_eur * dear),
        price_flex=or_default(hub.prices.flex, p.price_flex_eur * dear),
        price_fixed=or_default(hub.prices.fixed, p.price_fixed_eur * dear),
        price_office=or_default(hub.prices.office, p.price_office_eur * dear),
        rent_eur_m2=rent,
        utilities_eur_m2=utilities,
        host_fte=host,
        host_cost_eur=host_cost,
        events=events,
        works_eur=or_default(hub.works_eur, p.works_eur),
        fixed_cost=fixed,
        opening_cash_eur=or_default(hub.opening_cash_eur, p.opening_cash_months * factor(0, 0, p.opening_cash_spread) * fixed),
        credit_eur=or_default(hub.credit_eur, p.credit_months * factor(2, 1, p.operator_spread) * fixed),
        founders=or_default(hub.founders, p.founders * factor(2, 0, p.founders_spread)) if begins == "group" else 0.0,
        called=p.call_reach if begins == "call" else 1.0,
        age=there.months if there else 0,
        members_flex=there.flex if there else 0,
        members_fixed=there.fixed if there else 0,
        phases=phases_of(hub, scenario),
        agreed_until=math.inf if hub.agreed_until is None else month_index(hub.agreed_until, scenario.start),
        offices_let=hub.offices_let_at_opening,
        may_expand=hub.may_expand,
        may_downsize=hub.may_downsize,
        anchor_people=hub.anchor_people,
        wage_paid=wage_paid,
        patience=patience,
        cross_subsidy=cross_subsidy,
        required_return=required_return,
        attraction=p.hub_appeal_spread * normal(*u[0][2:]),
    )


def start_of(hub: HubSpec, p: SimpleNamespace, u: float) -> str:
    """Stated, or a category drawn with the shares of `start_shares`."""
    if hub.starts_with is not None:
        return hub.starts_with
    if hub.founders:
        return "group"
    shares = list(p.start_shares)
    if hub.founders == 0:
        shares[0] = 0.0
    reached = [sum(shares[: n + 1]) / sum(shares) for n in range(len(shares))]
    return STARTS[next((n for n, share in enumerate(reached) if u < share), len(shares) - 1)]


def phases_of(hub: HubSpec, scenario: Scenario) -> list[SimpleNamespace]:
    """In the order of the file; after them the works of grants for hubs already open, completed in `instruments_of`."""
    keys = ("desks", "offices", "rent_eur_m2", "works_eur")
    found = [SimpleNamespace(month=month_index(it.start, scenario.start), **{key: getattr(it, key) for key in keys}) for it in hub.phases]
    for phase in found:
        if hub.building == "own":
            phase.rent_eur_m2 = None
    return found


def _plans(block: Any) -> tuple[str, ...]:
    """Plans a voucher pays towards; nothing else asks."""
    if block.type == "trial_days":
        return ("day",)
    return tuple(block.plans) if block.type == "voucher" else ()


def instruments_of(scenario: Scenario, plans: list[HubPlan], specs: list[HubSpec]) -> list[Instrument]:
    """Instruments in the order of the scenario, then shocks; a rival hub is a hub and no row here (§2.4)."""
    blocks: list[Any] = [*scenario.instruments, *(shock for shock in scenario.shocks if shock.type != "rival_hub")]
    found = []
    for index, block in enumerate(blocks):
        start, end = block.window(scenario.start, scenario.horizon_months)
        shock = block.type in ("telework", "lockdown", "rent")
        named = [hub.name for hub in scenario.hubs] if shock or block.hubs is None else block.hubs
        covered = {
            i
            for i, (plan, spec) in enumerate(zip(plans, specs, strict=True))
            if shock
            or (
                plan.name in named
                and plan.desks >= or_default(block.min_desks, 0)
                and (block.operators is None or spec.operator in block.operators)
                and plan.works_eur >= or_default(getattr(block, "min_works_eur", None), 0.0)
            )
        }
        if block.type == "capex_grant" and block.works_eur > 0:
            for i in sorted(covered):
                if plans[i].age or plans[i].opens < start:
                    works = SimpleNamespace(month=start, desks=None, offices=None, rent_eur_m2=None, works_eur=block.works_eur)
                    plans[i].phases.append(works)
        found.append(
            Instrument(
                index=index,
                key=zlib.crc32(block.name.encode()) | 1,
                lever={"conversion": "capex_grant", "trial_days": "voucher"}.get(block.type, block.type),
                block=block,
                start=start,
                end=end,
                budget=or_default(getattr(block, "budget_eur", None), math.inf),
                arrears=getattr(block, "arrears_months", 0),
                hubs=covered,
                kinds={KINDS.index(kind) for kind in getattr(block, "kinds", KINDS)},
                fields={FIELDS.index(name) for name in getattr(block, "fields", FIELDS)},
                ages={AGE_BANDS.index(band) for band in getattr(block, "ages", AGE_BANDS)},
                plans={1 + ("day", "flex", "fixed", "office").index(plan) for plan in _plans(block)},
                new_only=2 if block.type == "trial_days" else getattr(block, "new_members_only", False),
                share=getattr(block, "share", 1.0),
                months=getattr(block, "months", 1),
                days=getattr(block, "days", math.inf),
                cap_eur_month=min(
                    or_default(getattr(block, "cap_eur_month", None), math.inf),
                    or_default(getattr(block, "cap_total_eur", None), math.inf) / getattr(block, "months", 1),
                ),
            )
        )
    return found
