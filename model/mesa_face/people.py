"""Professionals and firms."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from mesa.agent import AgentSet

from model.mesa_face.view import View
from model.names import (
    AGE_BANDS,
    AWARE,
    CLIENT,
    CLOSED,
    FIELDS,
    FIRM_SIZES,
    FIRM_STAGES,
    KINDS,
    NO_PLAN,
    OCCASIONAL,
    PLANS,
    TENANT,
    UNAWARE,
)

if TYPE_CHECKING:
    from model.mesa_face.hub import Hub

# Mesa numbers the agents it makes 1, 2, 3 ...; those of the model are numbered far above, by what they are.
FIRST_PERSON: Final = 2**32


def _trait(column: str, read: Callable[[Any], Any], meaning: str) -> Any:
    """A property that reads a column of `columns.People`, which never changes."""
    return property(lambda view: read(getattr(view.model.world.people, column)[view.row]), doc=meaning)


def _state(column: str, read: Callable[[Any], Any], meaning: str) -> Any:
    """A property that reads a column of `columns.AGENT_STATE`."""
    return property(lambda view: read(view.simulation.town.agents[column][view.row]), doc=meaning)


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
        row = int(self.simulation.town.agents["hub"][self.row])
        return self.model.hub_view(row) if row >= 0 else None

    @property
    def is_member(self) -> bool:
        """Whether the agent has a flex, fixed or office plan; users of day passes are no members."""
        return bool(self.simulation.town.agents["plan"][self.row] > OCCASIONAL)

    @property
    def joined_month(self) -> int | None:
        """Month the present membership began, 0 the first of the run; None for who is no member."""
        return int(self.simulation.town.agents["joined"][self.row]) if self.is_member else None

    @property
    def days(self) -> float:
        """Days spent in the hub in the last month, as a user or as a client of its community."""
        agents = self.simulation.town.agents
        there = agents["hub"][self.row] >= 0 or agents["client_hub"][self.row] >= 0
        return float(agents["days"][self.row]) if there else 0.0

    @property
    def waiting_plan(self) -> str:
        """Plan waited for, 'none' for who waits for nothing."""
        return PLANS[self.simulation.town.agents["waiting"][self.row]]

    @property
    def waiting_hub(self) -> str | None:
        """Hub that has no place for the agent yet."""
        return None if self.simulation.town.agents["waiting"][self.row] == NO_PLAN else self._hub_name("waiting_hub")

    @property
    def voucher(self) -> str | None:
        """Name of the instrument whose voucher is held."""
        row = int(self.simulation.town.agents["voucher"][self.row])
        return self.model.prepared.instrument_names[row] if row >= 0 else None

    @property
    def voucher_eur(self) -> float:
        """What the voucher pays a month, EUR."""
        return 0.0 if self.voucher is None else float(self.simulation.town.agents["voucher_eur"][self.row])

    # --- what the agent knows, and whom ---

    @property
    def aware_hubs(self) -> tuple[str, ...]:
        """Names of the hubs the agent has heard of and not forgotten."""
        known = self.simulation.town.pairs.aware[self._pairs()]
        return tuple(name for name, aware in zip(self.minutes_to, known, strict=True) if aware)

    @property
    def minutes_to(self) -> dict[str, float]:
        """Door-to-door minutes, one way, to each hub within reach."""
        ties, pairs = self.simulation.town.ties, self._pairs()
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
        links = self.simulation.town.links
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
        start = self.simulation.town.ties.start
        return slice(int(start[self.row]), int(start[self.row + 1]))

    def _hub_name(self, column: str) -> str | None:
        row = int(self.simulation.town.agents[column][self.row])
        return self.model.prepared.hub_names[row] if row >= 0 else None

    def __repr__(self) -> str:
        where = f"{self.plan} at {self.hub}" if self.hub else "outside"
        return f"<{type(self).__name__} {self.unique_id}: {self.field}, {self.kind}, {self.town}, {where if self.present else 'vacant'}>"


class Professional(Inhabitant):
    """An independent professional, or an employee whose work can be done from elsewhere.

    Example:
        >>> somebody = model.agents_by_type[Professional][0]
        >>> somebody.kind, somebody.remote_days
        ('independent', 5)
    """

    age = _trait("age", AGE_BANDS.__getitem__, "Age band.")
    income_eur = _trait("income_eur", float, "Net income a month, EUR.")
    remote_days = _trait("remote_days", int, "Days a week that may be worked remotely; 5 for independents.")
    commute_minutes = _trait("commute_min", float, "One way to the present workplace of an employee, 0 for independents.")
    works_in_metropolis = _trait("metropolis", bool, "Whether the present workplace is in the metropolis.")


class Firm(Inhabitant):
    """A small or medium firm.

    Example:
        >>> firm = model.agents_by_type[Firm][0]
        >>> firm.kind, firm.hub is None or firm.stage == "tenant"
        ('firm', True)
    """

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
        code = int(self.simulation.town.agents["need"][self.row])
        return FIELDS[code] if code >= 0 else None

    @property
    def client_hub(self) -> str | None:
        """Name of the hub whose community the firm is a client of, None also once that hub has closed."""
        row = int(self.simulation.town.agents["client_hub"][self.row])
        return self.model.prepared.hub_names[row] if row >= 0 and self.simulation.town.hubs["state"][row] != CLOSED else None

    @property
    def stage(self) -> str:
        """How near the firm has come to a hub: unaware, aware, client or tenant."""
        if self.hub is not None:
            return FIRM_STAGES[TENANT]
        if self.client_hub is not None:
            return FIRM_STAGES[CLIENT]
        return FIRM_STAGES[AWARE if self.aware_hubs else UNAWARE]
