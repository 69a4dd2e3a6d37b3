"""The hubs of a run (ODD §2.3, §5.5): the scenario's, as buildings converted leave them, and rivals, with every figure resolved."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from model.columns import HUB_SPEC, NOT_PLANNED
from model.compile_scenario.starts import start_of
from model.memory import rows_of
from model.names import FIELDS, FIXED, FLEX, OCCASIONAL, ON_SALE, OPERATORS
from model.parameters import TABLES, Parameters
from model.reading.fields import month_index
from model.scenario import HubSpec, Scenario
from model.scenario.hubs import Prices, hub_key
from model.scenario.instruments import Conversion
from model.scenario.shocks import RivalHub
from model.territory import Territory


class HubTraits(NamedTuple):
    """How one hub differs from the hub of the catalogue: factors on what its file leaves open, 1 on average."""

    opening_cash: float = 1.0
    credit: float = 1.0
    patience: float = 1.0
    required_return: float = 1.0
    founders: float = 1.0
    rent: float = 1.0
    prices: float = 1.0  # of all plans alike
    attraction: float = 0.0  # logit: what its operator, host and rooms are like
    starts_with: str = "door"
    owner_hosts: bool = False  # a private owner is the host, and takes no wage


def ordinary(hub: HubSpec) -> HubTraits:
    """The hub as its file and the catalogue have it; where the file does not say how it starts, it opens its door."""
    return HubTraits(starts_with=start_of(hub, 1.0))


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


def _open(stated: float | None, otherwise: float) -> float:
    """What a file states, or what stands where it leaves a figure open."""
    return float(otherwise if stated is None else stated)


def resolve_hub(hub: HubSpec, parameters: Parameters, traits: HubTraits | None = None) -> dict[str, float]:
    """Every figure of a hub, those left out taken from the catalogue and the hub's own traits (`offices` let and fixed cost included)."""
    p, traits = parameters, traits or ordinary(hub)

    def default(value: float | None, name: str) -> float:
        return _open(value, p[name])

    m2_desk, m2_office = p["m2_per_desk"], p["m2_per_office"]
    area = hub.desks * m2_desk + hub.offices * m2_office
    if hub.m2 is not None:  # a stated area is shared in the same proportion
        m2_desk, m2_office, area = m2_desk * hub.m2 / area, m2_office * hub.m2 / area, hub.m2
    rent = 0.0 if hub.building == "own" else _open(hub.rent_eur_m2, p["rent_eur_m2"] * traits.rent)
    utilities = default(hub.utilities_eur_m2, "utilities_eur_m2")
    host, host_cost = default(hub.host_fte, "host_fte"), default(hub.host_cost_eur, "host_cost_eur")
    events = default(hub.events_per_month, "events_per_month")
    terms = operator_terms(hub.operator)
    terms["patience"] *= traits.patience
    terms["required_return"] *= traits.required_return
    if hub.operator == "private" and hub.host_cost_eur is None and traits.owner_hosts:
        terms["wage_paid"] = 0.0
    found = hub.already_open
    asks = traits.prices if hub.prices == Prices() else 1.0  # a file that states one price has said how dear the hub is
    fixed = area * (rent + utilities) + host * host_cost * terms["wage_paid"] + events * p["event_cost_eur"]
    return {
        "desks": float(hub.desks),
        "offices": float(hub.offices),
        "m2_desk": m2_desk,
        "m2_office": m2_office,
        "price_day": default(hub.prices.day, "price_day_eur") * asks,
        "price_flex": default(hub.prices.flex, "price_flex_eur") * asks,
        "price_fixed": default(hub.prices.fixed, "price_fixed_eur") * asks,
        "price_office": default(hub.prices.office, "price_office_eur") * asks,
        "rent_eur_m2": rent,
        "utilities_eur_m2": utilities,
        "host_fte": host,
        "host_cost_eur": host_cost,
        "events": events,
        "works_eur": default(hub.works_eur, "works_eur"),
        "opening_cash_eur": _open(hub.opening_cash_eur, p["opening_cash_months"] * traits.opening_cash * fixed),
        "credit_eur": _open(hub.credit_eur, p["credit_months"] * traits.credit * fixed),
        "founders": _open(hub.founders, p["founders"] * traits.founders) if traits.starts_with == "group" and found is None else 0.0,
        "called": p["call_reach"] if traits.starts_with == "call" and found is None else 1.0,
        "age": 0.0 if found is None else found.months,
        "members_flex": 0.0 if found is None else found.flex,
        "members_fixed": 0.0 if found is None else found.fixed,
        "offices_let": float(hub.offices_let_at_opening),
        "attraction": traits.attraction,
        "fixed_cost_eur": fixed,
        **terms,
    }


def operator_terms(operator: str) -> dict[str, float]:
    """What sort of owner an operator is, by name of the table's columns: wage paid, patience, cross-subsidy, required return."""
    table = TABLES["operator_terms"]
    return {name: float(value) for name, value in zip(table.columns, table.default[OPERATORS.index(operator)], strict=True)}


def hub_specs(
    scenario: Scenario, hubs: Sequence[HubSpec], parameters: Parameters, land: Territory, traits: Sequence[HubTraits] | None = None
) -> np.recarray:
    """What is decided about each hub before the run, one row of `columns.HUB_SPEC` each; ordinary hubs without their own traits."""
    specs = rows_of(HUB_SPEC, len(hubs))
    for number, (hub, own) in enumerate(zip(hubs, traits or [ordinary(hub) for hub in hubs], strict=True)):
        figures = {
            **resolve_hub(hub, parameters, own),
            "key": hub_key(hub.name),
            "town": land.towns.index(hub.town),
            "opens": NOT_PLANNED if hub.when_viable else hub.opening_month(scenario.start),
            "enters": hub.when_viable,
            "operator": OPERATORS.index(hub.operator),
            "specialisation": -1 if hub.specialisation is None else FIELDS.index(hub.specialisation),
            "sells": sum(1 << plan for name, plan in zip(ON_SALE, (OCCASIONAL, FLEX, FIXED), strict=True) if name in hub.plans),
            "agreed_until": NOT_PLANNED if hub.agreed_until is None else month_index(hub.agreed_until, scenario.start),
            "may_expand": hub.may_expand,
            "may_downsize": hub.may_downsize,
            "anchor_people": hub.anchor_people,
        }
        specs[number] = tuple(figures[name] for name in HUB_SPEC.names or ())
    specs.setflags(write=False)
    return specs
