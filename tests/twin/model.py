"""The model of `docs/odd.md` written again from its text, as a plain Mesa model: one object an agent, one `step` a month.

Initialisation is ODD §5, the order of a month §3.
"""

import math
from collections.abc import Callable
from typing import Any

import mesa

from model.scenario import Scenario
from model.territory import TOWNS, territory
from tests.twin.case import Instrument, hub_plan, hub_specs, instruments_of, parameters_of
from tests.twin.choice import give_places, reconsider
from tests.twin.entry import consider_entry, open_hubs
from tests.twin.firms import close_need, draw_demand_for_advice, serve_firms
from tests.twin.hub import run_hubs
from tests.twin.instruments import apply_instruments
from tests.twin.meeting import attend, field_distances, meet, spill_over
from tests.twin.membership import nearness, speak_to_contacts, spread_awareness
from tests.twin.mobility import move, schedule_leaving
from tests.twin.philox import AWARENESS, Draws, exponential
from tests.twin.population import settle
from tests.twin.record import record_month
from tests.twin.world import FLEX, Collaboration, Firm, Hub, Resident, Town


def list_users_and_firms(model: "TwinModel") -> None:
    """Of those who know a hub, as of step 2."""
    model.users = [agent for agent in model.choosers if agent.hub is not None]
    firms = (agent for agent in model.choosers if isinstance(agent, Firm))
    model.firms_served = [firm for firm in firms if firm.need >= 0 or firm.client_hub is not None]


def keep_clients(model: "TwinModel") -> None:
    model.clients = [firm for firm in model.firms_served if firm.client_hub is not None]


def fill_roster(model: "TwinModel") -> None:
    """Members and clients by hub, in rows; occasional users do not count."""
    for hub in model.hubs:
        hub.roster = []
    heads = [(user, user.hub) for user in model.users if user.plan >= FLEX] + [(firm, firm.client_hub) for firm in model.clients]
    for agent, hub in sorted(heads, key=lambda head: head[0].row):
        hub.roster.append(agent)
    for hub in model.hubs:
        hub.clients = sum(firm.client_hub is hub for firm in model.clients)


def close_month(model: "TwinModel") -> None:
    """Heads and use as others will see them next month."""
    for hub in model.hubs:
        hub.heads = hub.members + model.p.occasional_voice * hub.occasional
        hub.use = (hub.seats + hub.anchor_desks) / hub.desks if hub.desks else 0.0


# The order of a month (§3).
SUBMODELS: tuple[Callable[["TwinModel"], None], ...] = (
    consider_entry,
    open_hubs,
    apply_instruments,
    spread_awareness,
    reconsider,
    give_places,
    list_users_and_firms,
    speak_to_contacts,
    serve_firms,
    keep_clients,
    attend,
    fill_roster,
    meet,
    spill_over,
    run_hubs,
    move,
    close_month,
    record_month,
)


class TwinModel(mesa.Model):
    """Coworking hubs in provincial towns.

    Args:
        case: a scenario under one policy.
        rng: the seed that names every draw.
    """

    def __init__(self, case: Scenario, rng: int) -> None:
        super().__init__(rng=rng)
        self.case, self.draws = case, Draws(rng)
        self.p = p = parameters_of(case)
        self.month = 0
        self.submodels = SUBMODELS
        # By plan, none being a client firm: days a month, their distribution, and the constant of utility.
        p.constant = (0.0, p.plan_occasional, 0.0, p.plan_fixed, p.plan_office)
        self.field_distance = field_distances(p)
        self._make_towns_and_hubs()
        self.residents = settle(self)
        self.firms = [agent for agent in self.residents if isinstance(agent, Firm)]
        # Lists of the month: who knows a hub, who uses one, firms with a need or a community, and those still clients.
        self.choosers: list[Resident] = []
        self.users: list[Any] = []
        self.firms_served: list[Firm] = []
        self.clients: list[Any] = []
        self.collaborations: list[Collaboration] = []  # ever
        self.active: list[Collaboration] = []
        self.collaborations_of: dict[tuple[Resident, Resident], list[Collaboration]] = {}
        self._begin()

    def _make_towns_and_hubs(self) -> None:
        case, land = self.case, self.case.territory
        overrides = {town: figures.model_dump(exclude_none=True) for town, figures in land.overrides.items()}
        self.territory = territory(land.towns, land.catchment_minutes, overrides)
        income = {place.town: place.mean_income_eur for place in self.territory.places if place.ring == 0}
        milan = TOWNS["milano"].mean_income_eur.value
        here = {place.town: place.residents for place in self.territory.places if place.ring == 0}
        places = {town: self.p.other_places_100k * (here[town] / 100_000) ** self.p.other_places_growth for town in land.towns}
        self.towns = [Town(wage_gap=math.log(milan / income[town]), other_places=places[town]) for town in land.towns]
        specs = hub_specs(case)
        plans = [hub_plan(spec, case, self.p, self.draws) for spec in specs]
        for plan, spec in zip(plans, specs, strict=True):
            plan.position = self.territory.position(spec.town, spec.km_east, spec.km_north)
        self.hubs = [Hub(self, index, plan) for index, plan in enumerate(plans)]
        self.instruments = instruments_of(case, plans, specs)
        self.vouchers = [instrument for instrument in self.instruments if instrument.lever == "voucher"]
        self.advises = any(instrument.lever == "advisory_desk" for instrument in self.instruments)
        self.public: list[list[list[float]]] = []  # EUR by month, instrument and hub

    def _begin(self) -> None:
        """The first draws (§5.5)."""
        for agent in self.residents:
            schedule_leaving(self, agent)
            town = self.towns[agent.town]
            if isinstance(agent, Firm):
                close_need(self, agent, -1)
                if self.advises:
                    draw_demand_for_advice(self, agent)
                town.firms += 1
            else:
                town.present += 1
            for hub, pair in agent.knows.items():
                pair.clock = exponential(self.draws.one(AWARENESS, 0, agent.slot, hub.key)) / nearness(self, pair)

    def step(self) -> None:
        """One month, in the order of §3."""
        self.public.append([[0.0] * len(self.hubs) for _ in self.instruments])
        for hub in self.hubs:
            hub.begin_month()
        for town in self.towns:
            town.begin_month()
        for submodel in self.submodels:
            submodel(self)
        self.month += 1

    def pay(self, instrument: Instrument, hub: Hub, eur: float) -> None:
        """Write it to the public ledger."""
        self.public[self.month][instrument.index][hub.index] += eur

    def pay_hub(self, instrument: Instrument, hub: Hub, eur: float) -> None:
        """In cash to the hub."""
        self.pay(instrument, hub, eur)
        hub.subsidy += eur
