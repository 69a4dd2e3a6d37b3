"""Professionals, firms and hubs as Mesa agents.

Each agent is a view of one row of the model's columns: it reads the present state when asked and holds nothing of its own. Views cannot be
written to, because what an agent decides is decided by the compiled month. An attribute that names others holds text or numbers (`hub`,
`aware_hubs`), so that it can be collected and grouped by; the one that ends in `_agent` or `_agents` gives the agents themselves.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, NoReturn

import numpy as np
from mesa.agent import Agent, AgentSet

from model.names import (
    AGE_BANDS,
    AWARE,
    CLIENT,
    FIELDS,
    FIRM_SIZES,
    FIRM_STAGES,
    HUB_STATES,
    KINDS,
    NO_PLAN,
    OCCASIONAL,
    OPERATORS,
    PLANS,
    REASONS,
    TENANT,
    UNAWARE,
)
from model.outcomes import HUB_COLUMN, HUB_SERIES, Series
from model.scenario.wording import did_you_mean

if TYPE_CHECKING:
    from model.coworking_model import CoworkingModel
    from model.simulation import Simulation

# Mesa numbers the agents it makes 1, 2, 3 ...; those of the model are numbered far above, by what they are.
FIRST_PERSON: Final = 2**32
FIRST_HUB: Final = 2**33

_COUNTED: Final = {"members", "users", "firms", "persons", "agents", "links", "needs", "desks", "offices"}  # units of whole numbers


def _trait(column: str, read: Callable[[Any], Any], meaning: str) -> Any:
    """A property that reads a column of `columns.People`, which never changes."""
    return property(lambda view: read(getattr(view.model.world.people, column)[view.row]), doc=meaning)


def _state(column: str, read: Callable[[Any], Any], meaning: str) -> Any:
    """A property that reads a column of `columns.AGENT_STATE`."""
    return property(lambda view: read(view.simulation.agents[column][view.row]), doc=meaning)


def _hub_state(column: str, read: Callable[[Any], Any], meaning: str) -> Any:
    """A property that reads a column of `columns.HUB_STATE`."""
    return property(lambda view: read(view.simulation.hubs[column][view.row]), doc=meaning)


def _hub_plan(column: str, read: Callable[[Any], Any], meaning: str) -> Any:
    """A property that reads a column of `columns.HUB_PLAN`: what was decided before the run."""
    return property(lambda view: read(view.model.prepared.plan[column][view.row]), doc=meaning)


class View(Agent):
    """A Mesa agent that reads one row of the model. The model makes it; see `CoworkingModel.agents`.

    Attributes:
        model: the model.
        row: position among the people, or among the hubs.
        unique_id: the same for the same person or hub whatever the policy, the seed and the number of other agents.
    """

    model: "CoworkingModel"
    row: int

    def __init__(self, model: "CoworkingModel", row: int) -> None:
        # Not `Agent.__init__`: Mesa 3.3 would keep the model, and all its columns, alive in a counter of its own.
        if not getattr(model, "registering", False):
            raise TypeError(f"a {type(self).__name__} cannot be made: people come from the scenario's territory and hubs from the scenario")
        self.__dict__.update(model=model, row=row)  # past __setattr__
        model.register_agent(self)

    def __setattr__(self, name: str, value: object) -> None:
        if name == "unique_id" and self.model.registering:
            return  # Mesa 3.5 numbers whom it registers; a view keeps the number of its row
        self._refuse(f"'{name}' of a {type(self).__name__} cannot be set")

    def __delattr__(self, name: str) -> None:
        self._refuse(f"'{name}' of a {type(self).__name__} cannot be deleted")

    def remove(self) -> None:
        """Views cannot be removed.

        Raises:
            AttributeError: always; people leave, and hubs close, by what happens in the month.
        """
        self._refuse(f"a {type(self).__name__} cannot be removed")

    @staticmethod
    def _refuse(what: str) -> NoReturn:
        raise AttributeError(
            f"{what}: agents are views of the model's columns, and the compiled month decides; "
            "change the scenario, its policy or a parameter and make another model"
        )

    @property
    def simulation(self) -> "Simulation":
        """The run this view reads."""
        return self.model.simulation

    def _people(self, rows: Iterable[int]) -> AgentSet:
        return AgentSet([self.model.person(int(row)) for row in rows], random=self.model.random)


class Inhabitant(View):
    """What professionals and firms have in common: where they are, what they know, which hub they use, with whom they work.

    A row is a place in the population. When who holds it has left (or the firm has closed) it stands vacant, `present` is false, until the
    same person comes back or another takes it (`generation` counts those).
    """

    slot = _trait("slot", int, "Stable identity, the key of every random draw.")
    kind = _trait("kind", KINDS.__getitem__, "Independent, employee or firm.")
    field = _trait("field", FIELDS.__getitem__, "Field of work.")
    openness = _trait("openness", float, "Openness to collaborate, 0-1.")
    habit = _trait("habit", float, "Cost of leaving the present way of working, as a multiple of the mean.")
    access_minutes = _trait("access_min", float, "Door-to-door minutes before any road is travelled.")
    x_km = _trait("x_km", float, "Kilometres east of the territory's origin.")
    y_km = _trait("y_km", float, "Kilometres north of the territory's origin.")

    present = _state("resident", bool, "Whether the place is held: the person lives here, the firm is alive.")
    generation = _state("generation", int, "Times somebody new has taken the place.")
    plan = _state("plan", PLANS.__getitem__, "Plan held: none, occasional, flex, fixed or office.")
    collaborations = _state("collaborations", int, "Active collaborations.")
    uplift = _state("uplift", float, "Share of income or revenue added by collaborations.")
    member_months = _state("member_months", int, "Months as a member of any hub so far, all holders of the place together.")
    subsidised_months = _state("subsidised_months", int, "Of which with a voucher.")

    @property
    def unique_id(self) -> int:
        """2**32 plus the slot: the same person has the same number in every policy."""
        return FIRST_PERSON + self.slot

    @property
    def town(self) -> str:
        """Key of the town whose system the place belongs to."""
        return self.model.prepared.town_names[self.model.world.people.town[self.row]]

    @property
    def ring(self) -> int:
        """0 in the town itself, else the ring of municipalities around it, counted outwards."""
        return self.model.prepared.territory.places[self.model.world.people.place[self.row]].ring

    @property
    def pos(self) -> tuple[float, float]:
        """Kilometres east and north of the territory's origin."""
        return self.x_km, self.y_km

    # --- the hub ---

    @property
    def hub(self) -> str | None:
        """Name of the hub used, None outside."""
        return self._hub_name("hub")

    @property
    def hub_agent(self) -> "Hub | None":
        """The hub used."""
        row = int(self.simulation.agents["hub"][self.row])
        return self.model.hub_view(row) if row >= 0 else None

    @property
    def is_member(self) -> bool:
        """Whether the agent has a flex, fixed or office plan; users of day passes are no members."""
        return bool(self.simulation.agents["plan"][self.row] > OCCASIONAL)

    @property
    def joined_month(self) -> int | None:
        """Month the present membership began, 0 the first of the run; None for who is no member."""
        return int(self.simulation.agents["joined"][self.row]) if self.is_member else None

    @property
    def days(self) -> float:
        """Days spent in the hub in the last month, as a user or as a client of its community."""
        agents = self.simulation.agents
        there = agents["hub"][self.row] >= 0 or agents["client_hub"][self.row] >= 0
        return float(agents["days"][self.row]) if there else 0.0

    @property
    def waiting_plan(self) -> str:
        """Plan waited for, 'none' for who waits for nothing."""
        return PLANS[self.simulation.agents["waiting"][self.row]]

    @property
    def waiting_hub(self) -> str | None:
        """Hub that has no place for the agent yet."""
        return None if self.simulation.agents["waiting"][self.row] == NO_PLAN else self._hub_name("waiting_hub")

    @property
    def voucher(self) -> str | None:
        """Name of the instrument whose voucher is held."""
        row = int(self.simulation.agents["voucher"][self.row])
        return self.model.prepared.instrument_names[row] if row >= 0 else None

    @property
    def voucher_eur(self) -> float:
        """What the voucher pays a month, EUR."""
        return 0.0 if self.voucher is None else float(self.simulation.agents["voucher_eur"][self.row])

    # --- what the agent knows, and whom ---

    @property
    def aware_hubs(self) -> tuple[str, ...]:
        """Names of the hubs the agent has heard of and not forgotten."""
        known = self.simulation.pairs.aware[self._pairs()]
        return tuple(name for name, aware in zip(self.minutes_to, known, strict=True) if aware)

    @property
    def minutes_to(self) -> dict[str, float]:
        """Door-to-door minutes, one way, to each hub within reach."""
        ties, pairs = self.simulation.ties, self._pairs()
        names = self.model.prepared.hub_names
        return {names[hub]: float(minutes) for hub, minutes in zip(ties.hub[pairs], ties.minutes[pairs], strict=True)}

    @property
    def contacts(self) -> int:
        """Number of contacts outside the hub."""
        return len(self._contact_rows())

    @property
    def contact_agents(self) -> AgentSet:
        """Contacts outside the hub."""
        return self._people(self._contact_rows())

    @property
    def partner_agents(self) -> AgentSet:
        """With whom the agent collaborates now."""
        links = self.simulation.links
        partners, row = [], int(links.head[self.row])
        while row >= 0:
            link = links.row[row]
            first = link.a == self.row
            if link.end >= self.model.month:
                partners.append(link.b if first else link.a)
            row = int(link.next_a if first else link.next_b)
        return self._people(partners)

    def _contact_rows(self) -> np.ndarray:
        people = self.model.world.people
        return people.contact[people.contact_start[self.row] : people.contact_start[self.row + 1]]

    def _pairs(self) -> slice:
        start = self.simulation.ties.start
        return slice(int(start[self.row]), int(start[self.row + 1]))

    def _hub_name(self, column: str) -> str | None:
        row = int(self.simulation.agents[column][self.row])
        return self.model.prepared.hub_names[row] if row >= 0 else None

    def __repr__(self) -> str:
        where = f"{self.plan} at {self.hub}" if self.hub else "outside"
        return f"<{type(self).__name__} {self.unique_id}: {self.field}, {self.kind}, {self.town}, {where if self.present else 'vacant'}>"


class Professional(Inhabitant):
    """An independent professional, or an employee whose work can be done from elsewhere."""

    age = _trait("age", AGE_BANDS.__getitem__, "Age band.")
    income_eur = _trait("income_eur", float, "Net income a month, EUR.")
    remote_days = _trait("remote_days", int, "Days a week that may be worked remotely; 5 for independents.")
    commute_minutes = _trait("commute_min", float, "One way to the present workplace of an employee, 0 for independents.")
    works_in_metropolis = _trait("metropolis", bool, "Whether the present workplace is in the metropolis.")


class Firm(Inhabitant):
    """A small or medium firm."""

    size = _trait("size", FIRM_SIZES.__getitem__, "Size class by staff.")
    staff = _trait("staff", float, "People working in the firm.")
    owner_age = _trait("age", AGE_BANDS.__getitem__, "Age band of the owner.")
    margin_eur = _trait("income_eur", float, "Disposable margin a month, EUR.")
    revenue_eur = _trait("revenue_eur", float, "Revenue a month, EUR.")
    digital = _trait("digital", float, "Digital maturity, 0-1.")
    advice_sessions = _state("advised", int, "Sessions attended at the advisory desk: 0, 1, or 2 with the optional second hour.")

    @property
    def need(self) -> str | None:
        """Field the firm lacks now, None without an open need."""
        code = int(self.simulation.agents["need"][self.row])
        return FIELDS[code] if code >= 0 else None

    @property
    def client_hub(self) -> str | None:
        """Name of the hub whose community the firm is a client of."""
        return self._hub_name("client_hub")

    @property
    def stage(self) -> str:
        """How near the firm has come to a hub: unaware, aware, client or tenant."""
        if self.hub is not None:
            return FIRM_STAGES[TENANT]
        if self.client_hub is not None:
            return FIRM_STAGES[CLIENT]
        return FIRM_STAGES[AWARE if self.aware_hubs else UNAWARE]


class Hub(View):
    """A coworking hub. Every monthly outcome of `outcomes.HUB_SERIES` is an attribute with its value in the last month lived."""

    operator = _hub_plan("operator", OPERATORS.__getitem__, "Who runs it.")
    opening_month = _hub_plan("opens", int, "Month of opening, 0 the first of the run.")
    opening_desks = _hub_plan("desks", int, "Desks it opens with.")
    opening_offices = _hub_plan("offices", int, "Offices it opens with.")
    opening_works_eur = _hub_plan("works_eur", float, "Works and furniture before opening, EUR.")
    opening_cash_eur = _hub_plan("opening_cash_eur", float, "Working capital at opening, EUR.")
    credit_eur = _hub_plan("credit_eur", float, "Credit line, EUR.")
    price_day_eur = _hub_plan("price_day", float, "Day pass, EUR.")
    price_flex_eur = _hub_plan("price_flex", float, "Flex plan, EUR a month.")
    price_fixed_eur = _hub_plan("price_fixed", float, "Fixed desk, EUR a month.")
    price_office_eur = _hub_plan("price_office", float, "Office, EUR a month.")

    state = _hub_state("state", HUB_STATES.__getitem__, "Planned, open, downsized or closed.")
    reason = _hub_state("reason", REASONS.__getitem__, "Why it closed or shrank; empty while it did not.")
    m2 = _hub_state("m2", float, "Area paid for, m².")
    host_fte = _hub_state("host_fte", float, "Host paid by the hub, full-time equivalents.")
    loan_eur = _hub_state("loan", float, "Loan still owed, EUR.")
    anchor_desks = _hub_state("anchor_desks", float, "Desks held by a public tenant.")

    @property
    def unique_id(self) -> int:
        """2**33 plus the position in the scenario; hubs that a policy adds come last."""
        return FIRST_HUB + self.row

    @property
    def name(self) -> str:
        """Short name in the scenario."""
        return self.model.prepared.hub_names[self.row]

    @property
    def title(self) -> str:
        """How reports call it."""
        return self.model.prepared.scenario.hubs[self.row].title or self.name

    @property
    def town(self) -> str:
        """Key of the town it stands in."""
        return self.model.prepared.town_names[self.model.prepared.plan["town"][self.row]]

    @property
    def building(self) -> str:
        """Rented, own or regenerated."""
        return self.model.prepared.scenario.hubs[self.row].building

    @property
    def specialisation(self) -> str | None:
        """Field it is meant for, None for all."""
        code = int(self.model.prepared.plan["specialisation"][self.row])
        return FIELDS[code] if code >= 0 else None

    @property
    def changed_month(self) -> int | None:
        """Month it closed or first downsized, None while it did not."""
        month = int(self.simulation.hubs["changed"][self.row])
        return month if month >= 0 else None

    @property
    def pos(self) -> tuple[float, float]:
        """Kilometres east and north of the territory's origin."""
        east, north = self.model.prepared.hub_xy[self.row]
        return float(east), float(north)

    @property
    def member_agents(self) -> AgentSet:
        """Who has a flex, fixed or office plan here."""
        agents = self.simulation.agents
        return self._people(np.flatnonzero((agents["hub"] == self.row) & (agents["plan"] > OCCASIONAL)))

    @property
    def occasional_agents(self) -> AgentSet:
        """Who comes with day passes."""
        agents = self.simulation.agents
        return self._people(np.flatnonzero((agents["hub"] == self.row) & (agents["plan"] == OCCASIONAL)))

    @property
    def client_agents(self) -> AgentSet:
        """Firms that are clients of the community."""
        return self._people(np.flatnonzero(self.simulation.agents["client_hub"] == self.row))

    def history(self, series: str) -> np.ndarray:
        """A monthly outcome from the first month of the run to the last lived.

        Args:
            series: a name of `outcomes.HUB_SERIES`, such as `members` or `cash_eur`.

        Raises:
            ValueError: when there is no such outcome.
        """
        if series not in HUB_COLUMN:
            raise ValueError(f"no monthly outcome {series!r} of a hub{did_you_mean(series, HUB_COLUMN)}")
        return self.simulation.record.hub[: self.model.month, self.row, HUB_COLUMN[series]].copy()

    def __repr__(self) -> str:
        return f"<Hub {self.unique_id}: {self.name}, {self.town}, {self.state}, {self.members} members>"


def _monthly(series: Series) -> Any:
    """A property that reads a monthly outcome of a hub in the last month lived (zero before the first)."""
    column, read = HUB_COLUMN[series.name], int if series.unit in _COUNTED else float

    def last(view: Hub) -> int | float:
        month = view.model.month
        return read(view.simulation.record.hub[month - 1, view.row, column] if month else 0)

    return property(last, doc=f"{series.meaning[0].upper()}{series.meaning[1:]} ({series.unit}), last month.")


for _series in HUB_SERIES:
    if _series.name not in vars(Hub):  # `state` is a word there, not its code
        setattr(Hub, _series.name, _monthly(_series))
