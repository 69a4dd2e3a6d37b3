"""Hubs."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from mesa.agent import AgentSet

from model.mesa_face.view import View
from model.names import CLOSED, FIELDS, HUB_STATES, OCCASIONAL, OPERATORS, REASONS
from model.reading.wording import did_you_mean
from model.series import HUB_COLUMN, HUB_SERIES, Series

FIRST_HUB: Final = 2**33  # above all people
_COUNTED: Final = {"members", "users", "firms", "persons", "agents", "links", "needs", "desks", "offices"}  # units of whole numbers


def _state(column: str, read: Callable[[Any], Any], meaning: str) -> Any:
    """A property that reads a column of `columns.HUB_STATE`."""
    return property(lambda view: read(view.simulation.town.hubs[column][view.row]), doc=meaning)


def _spec(column: str, read: Callable[[Any], Any], meaning: str) -> Any:
    """A property that reads a column of `columns.HUB_SPEC`: what was decided before the run."""
    return property(lambda view: read(view.simulation.town.specs[column][view.row]), doc=meaning)


class Hub(View):
    """A coworking hub. Every monthly outcome of `series.HUB_SERIES` is an attribute with its value in the last month lived.

    Example:
        >>> hub.name, hub.town, hub.opening_desks
        ('adda', 'sondrio', 14)
    """

    operator = _spec("operator", OPERATORS.__getitem__, "Who runs it.")
    opening_month = _spec("opens", int, "Month of opening, 0 the first of the run.")
    opening_desks = _spec("desks", int, "Desks it opens with.")
    opening_offices = _spec("offices", int, "Offices it opens with.")
    opening_works_eur = _spec("works_eur", float, "Works and furniture before opening, EUR.")
    opening_cash_eur = _spec("opening_cash_eur", float, "Working capital at opening, EUR.")
    credit_eur = _spec("credit_eur", float, "Credit line, EUR.")
    price_day_eur = _spec("price_day", float, "Day pass, EUR.")
    price_flex_eur = _spec("price_flex", float, "Flex plan, EUR a month.")
    price_fixed_eur = _spec("price_fixed", float, "Fixed desk, EUR a month.")
    price_office_eur = _spec("price_office", float, "Office, EUR a month.")

    state = _state("state", HUB_STATES.__getitem__, "Planned, open, downsized or closed.")
    reason = _state("reason", REASONS.__getitem__, "Why it closed or shrank; empty while it did not.")
    m2 = _state("m2", float, "Area paid for, m².")
    host_fte = _state("host_fte", float, "Host paid by the hub, full-time equivalents.")
    loan_eur = _state("loan", float, "Loan still owed, EUR.")
    anchor_desks = _state("anchor_desks", float, "Desks held by a public tenant.")
    price_level = _state("price_level", float, "What it asks now over what it asked as it opened.")

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
        return self.model.prepared.town_names[self.model.prepared.specs["town"][self.row]]

    @property
    def building(self) -> str:
        """Rented, own or regenerated."""
        return self.model.prepared.scenario.hubs[self.row].building

    @property
    def specialisation(self) -> str | None:
        """Field it is meant for, None for all."""
        code = int(self.model.prepared.specs["specialisation"][self.row])
        return FIELDS[code] if code >= 0 else None

    @property
    def changed_month(self) -> int | None:
        """Month it closed or first downsized, None while it did not."""
        month = int(self.simulation.town.hubs["changed"][self.row])
        return month if month >= 0 else None

    @property
    def pos(self) -> tuple[float, float]:
        """Kilometres east and north of the territory's origin."""
        east, north = self.model.prepared.hub_xy[self.row]
        return float(east), float(north)

    @property
    def member_agents(self) -> AgentSet:
        """Who has a flex, fixed or office plan here."""
        agents = self.simulation.town.agents
        return self._people(np.flatnonzero((agents["hub"] == self.row) & (agents["plan"] > OCCASIONAL)))

    @property
    def occasional_agents(self) -> AgentSet:
        """Who comes with day passes."""
        agents = self.simulation.town.agents
        return self._people(np.flatnonzero((agents["hub"] == self.row) & (agents["plan"] == OCCASIONAL)))

    @property
    def client_agents(self) -> AgentSet:
        """Firms that are clients of the community; a closed hub has none."""
        clients = self.simulation.town.agents["client_hub"] == self.row
        return self._people(np.flatnonzero(clients & (self.simulation.town.hubs["state"][self.row] != CLOSED)))

    def history(self, series: str) -> np.ndarray:
        """A monthly outcome from the first month of the run to the last lived.

        Args:
            series: a name of `series.HUB_SERIES`, such as `members` or `cash_eur`.

        Returns:
            One number a month, in the unit of the series.

        Raises:
            ValueError: when there is no such outcome.

        Example:
            >>> len(hub.history("members")) == model.month
            True
        """
        columns = {**HUB_COLUMN, **{one.name: len(HUB_SERIES) + place for place, one in enumerate(self.model.prepared.own_series)}}
        if series not in columns:
            raise ValueError(f"no monthly outcome {series!r} of a hub{did_you_mean(series, columns)}")
        return self.simulation.town.record.hub[: self.model.month, self.row, columns[series]].copy()

    def __repr__(self) -> str:
        return f"<Hub {self.unique_id}: {self.name}, {self.town}, {self.state}, {self.members} members>"


def _monthly(series: Series) -> Any:
    """A property that reads a monthly outcome of a hub in the last month lived (zero before the first)."""
    column, read = HUB_COLUMN[series.name], int if series.unit in _COUNTED else float

    def last(view: Hub) -> int | float:
        month = view.model.month
        return read(view.simulation.town.record.hub[month - 1, view.row, column] if month else 0)

    return property(last, doc=f"{series.meaning[0].upper()}{series.meaning[1:]} ({series.unit}), last month.")


for _series in HUB_SERIES:
    if _series.name not in vars(Hub):  # `state` and `reason` are words there, not their codes
        setattr(Hub, _series.name, _monthly(_series))
