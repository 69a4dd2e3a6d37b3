"""Hubs as a scenario file states them. A figure left out (None) is the catalogue's default."""

import zlib
from typing import Annotated

from model.names import BUILDINGS, FIELDS, ON_SALE, OPERATORS, STARTS
from model.reading.fields import BEYOND, WHEN_VIABLE, Block, Items, Month, Name, Opening, catalogued, month_index, quantity
from model.reading.one_of import OneOf
from model.scenario.territory import TownKey


def hub_key(name: str) -> int:
    """Stable identity of a hub in keyed draws: a hash of its name, so that another hub changes nothing for this one."""
    return zlib.crc32(name.encode()) | 1  # never 0, which keys taste for 'any hub'


class Prices(Block):
    """What a hub asks; a plan left out has the catalogue's price."""

    day: float | None = catalogued("price_day_eur", most=1_000)
    """Day pass."""
    flex: float | None = catalogued("price_flex_eur", most=10_000)
    """Flex plan, a month."""
    fixed: float | None = catalogued("price_fixed_eur", most=10_000)
    """Fixed desk, a month."""
    office: float | None = catalogued("price_office_eur", most=20_000)
    """Office, a month."""


class Phase(Block):
    """What a hub is to be from a month on. What it leaves out stays as planned before."""

    start: Month
    """First month of the phase: months from the first of the run, or a year and month."""
    desks: int | None = quantity("desks", (4, 150), least=1, most=2_000, default=None)
    """Desks from then on."""
    offices: int | None = quantity("offices", (0, 30), most=500, default=None)
    """Offices from then on."""
    rent_eur_m2: float | None = catalogued("rent_eur_m2", most=500)
    """Rent from then on."""
    works_eur: float = quantity("EUR", (0, 600_000), most=1e8, default=0.0)
    """Works done in that month."""


class AlreadyOpen(Block):
    """A hub that the run finds open, with the members it has."""

    months: int = quantity("months", (1, 120), least=1, most=600)
    """Months it has been open."""
    flex: int = quantity("members", (0, 100), most=2_000)
    """Members on the flex plan."""
    fixed: int = quantity("members", (0, 60), most=2_000)
    """Members with a fixed desk."""


class HubChange(Block):
    """The figures of a hub that a policy may replace."""

    title: str | None = None
    """How the report calls it."""
    title_it: str | None = None
    """How the report calls it in Italian."""
    town: TownKey | None = None
    """Key of the town it stands in; one of the territory's."""
    opens: Opening | None = None
    """Month of opening: months from the first of the run, a year and month, or `when_viable`: left to its operator."""
    operator: Annotated[str, OneOf(OPERATORS)] | None = None
    """Who runs it."""
    building: Annotated[str, OneOf(BUILDINGS)] | None = None
    """Rented, the operator's own (no rent is paid), or a regenerated building (rent is paid)."""
    specialisation: Annotated[str, OneOf(FIELDS)] | None = None
    """Field it is meant for (default: none)."""
    desks: int | None = quantity("desks", (4, 150), least=1, most=2_000, default=None)
    """Desks at opening."""
    offices: int | None = quantity("offices", (0, 30), most=500, default=None)
    """Offices at opening."""
    m2: float | None = quantity("m²", (30, 3_000), least=1, most=100_000, default=None)
    """Gross area (default: the catalogue's for each desk and office)."""
    prices: Prices | None = None
    """What it asks."""
    rent_eur_m2: float | None = catalogued("rent_eur_m2", most=500)
    """Rent of the building."""
    utilities_eur_m2: float | None = catalogued("utilities_eur_m2", most=100)
    """Energy, cleaning, network and insurance."""
    host_fte: float | None = catalogued("host_fte", most=8)
    """Hours of the host."""
    host_cost_eur: float | None = catalogued("host_cost_eur", most=20_000)
    """Employer cost of a full-time host."""
    events_per_month: float | None = catalogued("events_per_month", most=60)
    """Events it holds by itself."""
    works_eur: float | None = quantity("EUR", (5_000, 600_000), most=1e8, default=None)
    """Works and furniture before opening."""
    opening_cash_eur: float | None = quantity("EUR", (0, 500_000), most=1e8, default=None)
    """Working capital at opening (default: the catalogue's months of fixed cost)."""
    credit_eur: float | None = quantity("EUR", (0, 200_000), most=1e8, default=None)
    """Credit line (default: the catalogue's months of fixed cost)."""
    founders: float | None = quantity("members", (0, 100), most=2_000, default=None)
    """Independents in the founding group (default: the catalogue's, if a group founds it)."""
    offices_let_at_opening: int | None = quantity("offices", (0, 30), most=500, default=None)
    """Offices already let on the first day."""
    starts_with: Annotated[str, OneOf(STARTS)] | None = None
    """How it starts: with a founding `group`, with a `call` for members first, or by opening its `door` (default: drawn)."""
    already_open: AlreadyOpen | None = None
    """For a hub that is open when the run begins (default: it opens in `opens`)."""
    plans: Items[Annotated[str, OneOf(ON_SALE)]] | None = None
    """Plans it sells to persons (default: all)."""
    phases: Items[Phase] | None = None
    """What it is to be later: more or fewer desks and offices, another rent, works (default: as it opens)."""
    agreed_until: Month | None = None
    """First month after a period agreed with who lends the place; a hub that loses money then does not go on (default: none)."""
    may_expand: bool | None = None
    """Whether the operator may add desks."""
    may_downsize: bool | None = None
    """Whether the operator may give desks up."""
    anchor_people: int | None = quantity("persons", (0, 60), most=2_000, default=None)
    """Employees in reach who work for the employer that anchors the hub, and for whom it pays."""
    km_east: float | None = quantity("km", (-15, 15), least=-60, most=60, default=None)
    """Where it stands, east of the centre of its town."""
    km_north: float | None = quantity("km", (-15, 15), least=-60, most=60, default=None)
    """Where it stands, north of the centre of its town."""


class HubSpec(HubChange):
    """A hub: where it stands, what it offers, who runs it, what it pays."""

    name: Name
    """Short name, unique in the file; the key of its random draws."""
    town: TownKey
    """Key of the town it stands in; one of the territory's."""
    opens: Opening = 0
    """Month of opening: months from the first of the run, a year and month, or `when_viable`: left to its operator."""
    operator: Annotated[str, OneOf(OPERATORS)] = "private"
    """Who runs it."""
    building: Annotated[str, OneOf(BUILDINGS)] = "rented"
    """Rented, the operator's own (no rent is paid), or a regenerated building (rent is paid)."""
    desks: int = quantity("desks", (4, 150), least=1, most=2_000)
    """Desks at opening."""
    offices: int = quantity("offices", (0, 30), most=500, default=0)
    """Offices at opening."""
    prices: Prices = Prices()
    """What it asks."""
    offices_let_at_opening: int = quantity("offices", (0, 30), most=500, default=0)
    """Offices already let on the first day."""
    plans: Items[Annotated[str, OneOf(ON_SALE)]] = ON_SALE
    """Plans it sells to persons (default: all)."""
    phases: Items[Phase] = ()
    """What it is to be later: more or fewer desks and offices, another rent, works (default: as it opens)."""
    may_expand: bool = True
    """Whether the operator may add desks."""
    may_downsize: bool = True
    """Whether the operator may give desks up."""
    anchor_people: int = quantity("persons", (0, 60), most=2_000, default=0)
    """Employees in reach who work for the employer that anchors the hub, and for whom it pays."""
    km_east: float = quantity("km", (-15, 15), least=-60, most=60, default=0.0)
    """Where it stands, east of the centre of its town."""
    km_north: float = quantity("km", (-15, 15), least=-60, most=60, default=0.0)
    """Where it stands, north of the centre of its town."""

    @property
    def when_viable(self) -> bool:
        """Whether its operator opens it when it looks viable, if ever."""
        return self.opens == WHEN_VIABLE

    def opening_month(self, start: str) -> int:
        """Months from the first month of the run to the opening; beyond any run for one that is left to its operator."""
        return BEYOND if self.when_viable else month_index(self.opens, start)
