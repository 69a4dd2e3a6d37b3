"""From a validated scenario to columns: hubs with every default resolved, instruments as rows, the territory.

Catalogue defaults enter here and nowhere else, so a scenario that leaves a figure out and one that writes the default are the same run.
"""

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.columns import HUB_PLAN, INSTRUMENT, LEVERS, NOT_PLANNED, Instruments, rows_of
from model.names import AGE_BANDS, FIELDS, KINDS, OPERATORS, PAYERS
from model.parameters import CATALOGUE, TABLES, Parameters
from model.scenario import HubSpec, Scenario
from model.scenario.instruments import Conversion, Instrument
from model.scenario.shocks import RivalHub, Shock, ShockBlock
from model.territory import TOWNS, Territory, territory

# What the columns a-c of an instrument hold, by type. None stands for an open cap.
_LEVER_VALUES: dict[str, tuple[str, ...]] = {
    "capex_grant": ("share", "cap_eur"),
    "rent_relief": ("share", "rent_cap_eur_m2"),
    "host_salary": ("share", "extra_fte"),
    "voucher": ("share", "cap_eur_month", "months"),
    "promotion": ("intensity", "cost_eur_month"),
    "events": ("extra_per_month", "cost_eur_event"),
    "advisory_desk": ("slots_per_month", "cost_eur_session"),
    "anchor_tenancy": ("desks", "price_eur_month"),
    "telework": ("appeal",),
    "lockdown": ("severity",),
    "rent": ("factor",),
    "conversion": ("share", "cap_eur"),
    "network": ("shared_pass", "shared_events", "cost_eur_month", "referrals", "shared_host_fte", "partner"),
    "matchmaking": ("introductions_per_month", "cost_eur_month"),
}
_LEVER_NAMES = {"telework": "telework_shock", "rent": "rent_shock", "conversion": "capex_grant"}


@dataclass(frozen=True)
class Prepared:
    """A scenario ready to run: everything that does not depend on the seed."""

    scenario: Scenario
    parameters: Parameters
    territory: Territory
    plan: np.recarray  # columns.HUB_PLAN
    hub_xy: np.ndarray
    instruments: Instruments
    wage_gap: np.ndarray
    months: int
    hub_names: tuple[str, ...]
    town_names: tuple[str, ...]
    instrument_names: tuple[str, ...]

    @cached_property
    def people_key(self) -> tuple[Territory, tuple[float, ...]]:
        """What the people and their contacts depend on besides the seed: the territory, and the parameters of the population."""
        return self.territory, tuple(self.parameters[name] for name in _POPULATION)

    def same_people(self, other: "Prepared") -> bool:
        """Whether both scenarios are about the same people, so that one world can serve both."""
        return self.people_key == other.people_key


_POPULATION = tuple(name for name, parameter in CATALOGUE.items() if parameter.section == "population")


def hub_key(name: str) -> int:
    """Stable identity of a hub in keyed draws: a hash of its name, so that another hub changes nothing for this one."""
    return zlib.crc32(name.encode()) | 1  # never 0, which keys taste for 'any hub'


def prepare(scenario: Scenario) -> Prepared:
    """Resolve defaults and compile a scenario to columns.

    Args:
        scenario: validated; its policies are ignored (use `scenario.with_policy(name)` first).

    Raises:
        ValueError: two hub names that share a key (rename one).
    """
    parameters = Parameters(scenario.parameters)
    spec = scenario.territory
    overrides = {town: figures.model_dump(exclude_none=True) for town, figures in spec.overrides.items()}
    land = territory(tuple(spec.towns), spec.catchment_minutes, overrides)
    hubs = every_hub(scenario)
    names = tuple(hub.name for hub in hubs)
    if len({hub_key(name) for name in names}) < len(names):
        raise ValueError(f"two hub names give the same key, rename one: {', '.join(names)}")
    own_income = {place.town: place.mean_income_eur for place in land.places if place.ring == 0}
    milan = TOWNS["milano"].mean_income_eur.value
    return Prepared(
        scenario=scenario,
        parameters=parameters,
        territory=land,
        plan=_hub_plan(scenario, hubs, parameters, land),
        hub_xy=np.array([land.position(hub.town, hub.km_east, hub.km_north) for hub in hubs]).reshape(-1, 2),
        instruments=_instruments(scenario, hubs, parameters),
        wage_gap=np.array([math.log(milan / own_income[town]) for town in land.towns]),
        months=scenario.horizon_months,
        hub_names=names,
        town_names=land.towns,
        instrument_names=tuple(block.name for block in _blocks(scenario)),
    )


def _blocks(scenario: Scenario) -> list[Instrument | Shock]:
    """Instruments, then the shocks that act month by month (a rival hub is a hub)."""
    return [*scenario.instruments, *(shock for shock in scenario.shocks if not isinstance(shock, RivalHub))]


def every_hub(scenario: Scenario) -> list[HubSpec]:
    """The hubs of the run: the scenario's, as conversions of buildings leave them, then rivals."""
    hubs = list(scenario.hubs)
    for block in scenario.instruments:
        if isinstance(block, Conversion):
            start, end = block.window(scenario.start, scenario.horizon_months)
            for position, hub in enumerate(hubs):
                concerned = block.hubs is None or hub.name in block.hubs
                if concerned and (start <= hub.opening_month(scenario.start) < end or (hub.when_viable and start < end)):
                    hubs[position] = hub.model_copy(update=block.building())
    return [*hubs, *(shock.hub() for shock in scenario.shocks if isinstance(shock, RivalHub))]


def resolve_hub(hub: HubSpec, parameters: Parameters) -> dict[str, float]:
    """Every figure of a hub, those left out taken from the catalogue (`offices` let and fixed cost included)."""
    p = parameters

    def default(value: float | None, name: str) -> float:
        return float(p[name] if value is None else value)

    area_offices = hub.offices * p["m2_per_office"]
    area_desks = hub.desks * p["m2_per_desk"]
    if hub.m2 is not None:  # a stated area is shared in the same proportion
        ratio = hub.m2 / (area_desks + area_offices)
        area_desks, area_offices = area_desks * ratio, area_offices * ratio
    rent = 0.0 if hub.building == "own" else default(hub.rent_eur_m2, "rent_eur_m2")
    utilities = default(hub.utilities_eur_m2, "utilities_eur_m2")
    host, host_cost = default(hub.host_fte, "host_fte"), default(hub.host_cost_eur, "host_cost_eur")
    events = default(hub.events_per_month, "events_per_month")
    wage_paid = float(TABLES["operator_terms"].default[OPERATORS.index(hub.operator), 0])
    fixed = (area_desks + area_offices) * (rent + utilities) + host * host_cost * wage_paid + events * p["event_cost_eur"]
    return {
        "desks": float(hub.desks),
        "offices": float(hub.offices),
        "m2_desks": area_desks,
        "m2_offices": area_offices,
        "price_day": default(hub.prices.day, "price_day_eur"),
        "price_flex": default(hub.prices.flex, "price_flex_eur"),
        "price_fixed": default(hub.prices.fixed, "price_fixed_eur"),
        "price_office": default(hub.prices.office, "price_office_eur"),
        "rent_eur_m2": rent,
        "utilities_eur_m2": utilities,
        "host_fte": host,
        "host_cost_eur": host_cost,
        "events": events,
        "works_eur": default(hub.works_eur, "works_eur"),
        "opening_cash_eur": p["opening_cash_months"] * fixed if hub.opening_cash_eur is None else hub.opening_cash_eur,
        "credit_eur": p["credit_months"] * fixed if hub.credit_eur is None else hub.credit_eur,
        "founders": p["founders"] * hub.desks if hub.founders is None else hub.founders,
        "offices_let": float(hub.offices_let_at_opening),
        "fixed_cost_eur": fixed,
    }


def _hub_plan(scenario: Scenario, hubs: Sequence[HubSpec], parameters: Parameters, land: Territory) -> np.recarray:
    plan = rows_of(HUB_PLAN, len(hubs))
    for row, hub in zip(plan, hubs, strict=True):
        figures = resolve_hub(hub, parameters)
        for name in HUB_PLAN.names or ():
            if name in figures:
                row[name] = figures[name]
        row.key = hub_key(hub.name)
        row.town = land.towns.index(hub.town)
        row.opens = NOT_PLANNED if hub.when_viable else hub.opening_month(scenario.start)
        row.enters = hub.when_viable
        row.operator = OPERATORS.index(hub.operator)
        row.specialisation = -1 if hub.specialisation is None else FIELDS.index(hub.specialisation)
        row.may_expand = hub.may_expand
        row.may_downsize = hub.may_downsize
    plan.setflags(write=False)
    return plan


def _concerned(block: Instrument | Shock, scenario: Scenario, hubs: Sequence[HubSpec], parameters: Parameters) -> list[str]:
    """Hubs a block acts on: all for a shock; for an instrument those it names (else all but rivals) that are eligible."""
    if isinstance(block, ShockBlock):
        return [hub.name for hub in hubs]
    named = [hub.name for hub in scenario.hubs] if block.hubs is None else block.hubs
    least = getattr(block, "min_works_eur", None) or 0.0
    return [
        hub.name
        for hub in hubs
        if hub.name in named
        and hub.desks >= (block.min_desks or 0)
        and (block.operators is None or hub.operator in block.operators)
        and (not least or resolve_hub(hub, parameters)["works_eur"] >= least)
    ]


def _flags(chosen: Sequence[str] | None, names: Sequence[str]) -> list[int]:
    return [1 if chosen is None or name in chosen else 0 for name in names]


def _instruments(scenario: Scenario, hubs: Sequence[HubSpec], parameters: Parameters) -> Instruments:
    blocks, hub_names = _blocks(scenario), [hub.name for hub in hubs]
    rows = rows_of(INSTRUMENT, len(blocks))
    for row, block in zip(rows, blocks, strict=True):
        row.lever = LEVERS.index(_LEVER_NAMES.get(block.type, block.type))
        row.start, row.end = block.window(scenario.start, scenario.horizon_months)
        row.payer = PAYERS.index(getattr(block, "payer", PAYERS[0]))
        budget = getattr(block, "budget_eur", None)
        row.budget = math.inf if budget is None else budget
        row.arrears = getattr(block, "arrears_months", 0)
        row.new_only = getattr(block, "new_members_only", False)
        for column, name in zip("abcdef", _LEVER_VALUES[block.type], strict=False):
            value = getattr(block, name)
            if value is None and name == "cost_eur_event":
                value = parameters["event_cost_eur"]
            elif value is None and name == "price_eur_month":
                value = math.nan  # each hub's own price of a fixed desk
            row[column] = math.inf if value is None else value  # an open cap
    rows.setflags(write=False)
    return Instruments(
        row=rows,
        hubs=_matrix([_flags(_concerned(block, scenario, hubs, parameters), hub_names) for block in blocks], len(hub_names)),
        kinds=_matrix([_flags(getattr(block, "kinds", None), KINDS) for block in blocks], len(KINDS)),
        fields=_matrix([_flags(getattr(block, "fields", None), FIELDS) for block in blocks], len(FIELDS)),
        ages=_matrix([_flags(getattr(block, "ages", None), AGE_BANDS) for block in blocks], len(AGE_BANDS)),
    )


def _matrix(rows: list[list[int]], width: int) -> np.ndarray:
    return np.array(rows, dtype=np.uint8).reshape(len(rows), width)
