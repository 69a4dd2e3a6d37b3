"""The instruments of public policy. One class is one instrument: its keys, units, ranges and words stand only there.

To add one: write its class, add it to `Instrument`, and give its lever to the month. Each acts through one named lever, and every
euro it pays is written to the public ledger under its name and payer.
"""

import math
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from model.reading.fields import Name, quantity
from model.scenario.instrument_block import InstrumentBlock, euros, percent
from model.scenario.vouchers import TrialDays, Voucher


class CapexGrant(InstrumentBlock):
    """A grant for works and furniture. It pays works, never working capital.

    Example:
        >>> CapexGrant(share=0.5, cap_eur=60_000, payer="region").pays()
        '50 % of the works, at most 60,000 EUR a hub'
    """

    lever = "capex_grant"
    values = ("share", "cap_eur")

    type: Literal["capex_grant"] = "capex_grant"
    name: Name = "capex_grant"
    share: float = quantity("share of the works", most=1)
    """Share of the works paid."""
    cap_eur: float | None = quantity("EUR", (5_000, 600_000), most=1e8, default=None)
    """Most that one hub receives (default: no cap)."""
    min_works_eur: float | None = quantity("EUR", (1_000, 100_000), most=1e8, default=None)
    """Least works of a hub that is eligible (default: none)."""
    works_eur: float = quantity("EUR", (1_000, 100_000), most=1e8, default=0.0)
    """Works that each hub open before the call has done for it, in its first month."""
    arrears_months: int = quantity("months", (0, 24), most=120, default=0)
    """Months between the expense and the payment; the hub bridges them."""

    def pays(self) -> str:
        """A share of the works, to a cap."""
        return _part_of_works(self.share, self.cap_eur)


class Conversion(InstrumentBlock):
    """A disused building is made over to a hub: another place, size and rent, and a grant for the works.

    It concerns hubs that open while it is in force. What it leaves out stays as the hub has it.

    Example:
        >>> Conversion(share=0.8, works_eur=600_000, m2=900, rent_eur_m2=2, payer="region").pays()
        '80 % of the works, works of 600,000 EUR, in another building'
    """

    lever = "capex_grant"
    values = ("share", "cap_eur")

    type: Literal["conversion"] = "conversion"
    name: Name = "conversion"
    share: float = quantity("share of the works", most=1)
    """Share of the works paid."""
    cap_eur: float | None = quantity("EUR", (5_000, 20_000_000), most=1e8, default=None)
    """Most that one hub receives (default: no cap)."""
    arrears_months: int = quantity("months", (0, 24), most=120, default=0)
    """Months between the expense and the payment; the hub bridges them."""
    works_eur: float | None = quantity("EUR", (5_000, 20_000_000), most=1e8, default=None)
    """Cost of the conversion (default: the hub's works)."""
    m2: float | None = quantity("m²", (30, 20_000), least=1, most=100_000, default=None)
    """Gross area of the building (default: the hub's)."""
    rent_eur_m2: float | None = quantity("EUR/m²/month", (0, 12), most=500, default=None)
    """Rent asked for it (default: the hub's)."""
    km_east: float | None = quantity("km", (-15, 15), least=-60, most=60, default=None)
    """Where it stands, east of the centre of the hub's town (default: where the hub would)."""
    km_north: float | None = quantity("km", (-15, 15), least=-60, most=60, default=None)
    """Where it stands, north of the centre of the hub's town."""

    def pays(self) -> str:
        """A share of the works, to a cap, and what they cost."""
        works = "" if self.works_eur is None else f", works of {euros(self.works_eur)}"
        return f"{_part_of_works(self.share, self.cap_eur)}{works}, in another building"

    def building(self) -> dict[str, float]:
        """The figures of a hub that the building replaces."""
        figures = {name: getattr(self, name) for name in ("works_eur", "m2", "rent_eur_m2", "km_east", "km_north")}
        return {name: value for name, value in figures.items() if value is not None}


class RentRelief(InstrumentBlock):
    """Part of the rent is not asked for: a public building, or a calmed rent.

    Example:
        >>> RentRelief(share=1, payer="municipality", end=36).in_words()
        'all of the rent, until month 36'
    """

    lever = "rent_relief"
    values = ("share", "rent_cap_eur_m2")

    type: Literal["rent_relief"] = "rent_relief"
    name: Name = "rent_relief"
    share: float = quantity("share of the rent", most=1)
    """Share of the rent relieved; 1 is a rent-free building."""
    rent_cap_eur_m2: float | None = quantity("EUR/m²/month", (0, 12), most=500, default=None)
    """A calmed rent: what the hub pays for a square metre at most (default: no cap)."""

    def pays(self) -> str:
        """A share of the rent."""
        return f"{percent(self.share)} of the rent"


class HostSalary(InstrumentBlock):
    """The host's wage is paid in whole or part, or hours are added.

    Example:
        >>> HostSalary(share=0.5, payer="municipality", end=36).in_words()
        "50 % of the host's wage and 0 hosts more, until month 36"
    """

    lever = "host_salary"
    values = ("share", "extra_fte")

    type: Literal["host_salary"] = "host_salary"
    name: Name = "host_salary"
    share: float = quantity("share of the wage", most=1)
    """Share of the wage of the host paid."""
    extra_fte: float = quantity("full-time equivalents", (0, 1), most=8, default=0.0)
    """Hours of host added and paid in full."""

    def pays(self) -> str:
        """A share of the wage, and hosts added."""
        return f"{percent(self.share)} of the host's wage and {self.extra_fte:g} hosts more"


class Promotion(InstrumentBlock):
    """A campaign, on top of ordinary promotion.

    Example:
        >>> Promotion(intensity=1, cost_eur_month=800, payer="municipality").pays()
        '1 × the ordinary promotion on top of it, 800 EUR a month and hub'
    """

    lever = "promotion"
    values = ("intensity", "cost_eur_month")

    type: Literal["promotion"] = "promotion"
    name: Name = "promotion"
    intensity: float = quantity("multiples of ordinary promotion", (0, 5), most=100)
    """Promotion added: 1 doubles the ordinary one."""
    cost_eur_month: float = quantity("EUR/month", (0, 5_000), most=1e6)
    """Cost a month for each hub promoted."""

    def pays(self) -> str:
        """Promotion beyond the ordinary."""
        return f"{self.intensity:g} × the ordinary promotion on top of it, {euros(self.cost_eur_month)} a month and hub"


class Events(InstrumentBlock):
    """A programme of events beyond those a hub holds by itself.

    Example:
        >>> Events(extra_per_month=2, payer="municipality").pays()
        '2 events more a month'
    """

    lever = "events"
    values = ("extra_per_month", "cost_eur_event")

    type: Literal["events"] = "events"
    name: Name = "events"
    extra_per_month: float = quantity("events/month", (0, 4), most=60)
    """Events added a month."""
    cost_eur_event: float | None = quantity("EUR/event", (50, 1_000), most=100_000, default=None)
    """Cost of one event, paid by the instrument (default: the catalogue's)."""

    def figures(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """The values the month reads; a cost left out is the catalogue's."""
        cost = parameters["event_cost_eur"] if self.cost_eur_event is None else self.cost_eur_event
        return {**super().figures(parameters), "cost_eur_event": cost}

    def pays(self) -> str:
        """Events beyond those the hub holds."""
        cost = "" if self.cost_eur_event is None else f", {euros(self.cost_eur_event)} each"
        return f"{self.extra_per_month:g} events more a month{cost}"


class AdvisoryDesk(InstrumentBlock):
    """A desk that advises firms in booked sessions and shows them the hub.

    Example:
        >>> AdvisoryDesk(slots_per_month=16, cost_eur_session=60, payer="chamber_of_commerce").pays()
        '16 sessions of advice a month, 60 EUR each'
    """

    lever = "advisory_desk"
    values = ("slots_per_month", "cost_eur_session")

    type: Literal["advisory_desk"] = "advisory_desk"
    name: Name = "advisory_desk"
    slots_per_month: float = quantity("sessions/month", (2, 60), most=10_000)
    """Sessions it can give a month."""
    cost_eur_session: float = quantity("EUR/session", (20, 300), most=10_000)
    """Cost of one session."""

    def pays(self) -> str:
        """Sessions of advice."""
        return f"{self.slots_per_month:g} sessions of advice a month, {euros(self.cost_eur_session)} each"


class AnchorTenancy(InstrumentBlock):
    """A public body rents desks itself.

    Example:
        >>> AnchorTenancy(desks=6, payer="municipality").pays()
        "6 desks at the hub's price"
    """

    lever = "anchor_tenancy"
    values = ("desks", "price_eur_month")

    type: Literal["anchor_tenancy"] = "anchor_tenancy"
    name: Name = "anchor_tenancy"
    desks: int = quantity("desks", (1, 20), most=2_000)
    """Desks rented."""
    price_eur_month: float | None = quantity("EUR/month", (50, 400), most=10_000, default=None)
    """Price of each (default: the hub's price of a fixed desk)."""

    def figures(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """The values the month reads; a price left out is none (nan), and each hub asks its own."""
        price = math.nan if self.price_eur_month is None else self.price_eur_month
        return {**super().figures(parameters), "price_eur_month": price}

    def pays(self) -> str:
        """Desks rented, and their price."""
        price = "at the hub's price" if self.price_eur_month is None else f"for {euros(self.price_eur_month)} a month each"
        return f"{self.desks} desks {price}"


class Network(InstrumentBlock):
    """Hubs that work together. Each of its five ties may be left at zero.

    Example:
        >>> Network(shared_pass=0.3, cost_eur_month=100, payer="region").pays()
        'a network with a pass, 100 EUR a month and hub'
    """

    lever = "network"
    values = ("shared_pass", "shared_events", "cost_eur_month", "referrals", "shared_host_fte", "partner")

    type: Literal["network"] = "network"
    name: Name = "network"
    shared_pass: float = quantity("share", (0, 0.5), most=1, default=0.0)
    """Worth of a member of another hub of the network to the community of one's own, relative to a member of it."""
    shared_events: float = quantity("share", most=1, default=0.0)
    """Share of each hub's events held for the members of all, who meet there."""
    referrals: float = quantity("share", most=1, default=0.0)
    """How much members speak of the other hubs of the network, relative to their own."""
    shared_host_fte: float = quantity("full-time equivalents", (0, 10), most=50, default=0.0)
    """Host shared out among the open hubs of the network, paid in full."""
    partner: float = quantity("1/month", (0, 0.1), most=1, default=0.0)
    """Chance a month that a need of a firm of the community is met through a partner hub in the metropolis."""
    cost_eur_month: float = quantity("EUR/month", (0, 2_000), most=1e6, default=0.0)
    """Cost a month for each hub of the network, the shared host apart."""

    def pays(self) -> str:
        """The ties of the network that are not at zero."""
        ties = {
            "a pass": self.shared_pass,
            "shared events": self.shared_events,
            "referrals": self.referrals,
            "a shared host": self.shared_host_fte,
            "a partner in the metropolis": self.partner,
        }
        given = ", ".join(name for name, strength in ties.items() if strength)
        return f"a network with {given or 'no tie'}, {euros(self.cost_eur_month)} a month and hub"


class Matchmaking(InstrumentBlock):
    """A platform that introduces people and firms of different fields to one another.

    Example:
        >>> Matchmaking(introductions_per_month=10, cost_eur_month=500, payer="municipality").pays()
        '10 introductions a month, 500 EUR a month and hub'
    """

    lever = "matchmaking"
    values = ("introductions_per_month", "cost_eur_month")

    type: Literal["matchmaking"] = "matchmaking"
    name: Name = "matchmaking"
    introductions_per_month: float = quantity("introductions/month", (1, 60), most=10_000)
    """Pairs of different fields introduced a month in each hub."""
    cost_eur_month: float = quantity("EUR/month", (0, 3_000), most=1e6)
    """Cost a month for each hub."""

    def pays(self) -> str:
        """Introductions."""
        return f"{self.introductions_per_month:g} introductions a month, {euros(self.cost_eur_month)} a month and hub"


Instrument = Annotated[
    CapexGrant
    | Conversion
    | RentRelief
    | HostSalary
    | Voucher
    | TrialDays
    | Promotion
    | Events
    | AdvisoryDesk
    | AnchorTenancy
    | Network
    | Matchmaking,
    Field(discriminator="type"),
]


def _part_of_works(share: float, cap_eur: float | None) -> str:
    cap = "" if cap_eur is None else f", at most {euros(cap_eur)} a hub"
    return f"{percent(share)} of the works{cap}"
