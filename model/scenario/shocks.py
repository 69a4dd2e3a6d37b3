"""Shocks from outside: what no planner decides. One class is one shock."""

from typing import Annotated, Literal

from pydantic import Field

from model.reading.fields import Name, catalogued, quantity
from model.scenario.hubs import HubSpec, Prices
from model.scenario.levers import Lever, Typed
from model.scenario.territory import TownKey


class ShockBlock(Typed):
    """What every shock says."""

    title: str | None = None
    """How the report calls it in English."""
    title_it: str | None = None
    """How the report calls it in Italian."""
    source: str | None = None
    """Where the figures come from."""


class TeleworkShock(ShockBlock, Lever):
    """Employers allow more, or less, work outside the office.

    Example:
        >>> TeleworkShock(appeal=-0.5, start="2026-01").type
        'telework'
    """

    lever = "telework"
    values = ("appeal",)

    type: Literal["telework"] = "telework"
    name: Name = "telework"
    appeal: float = quantity("logit", (-1.5, 1.5), least=-10, most=10)
    """Change of the utility of any hub for employees."""


class Lockdown(ShockBlock, Lever):
    """Closure by decree: presence and events stop in whole or part.

    Example:
        >>> Lockdown(severity=0.8, start="2020-03", end="2020-06").window("2020-01", 60)
        (2, 5)
    """

    lever = "lockdown"
    values = ("severity",)

    type: Literal["lockdown"] = "lockdown"
    name: Name = "lockdown"
    severity: float = quantity("share", most=1)
    """Share of presence lost."""


class RentShock(ShockBlock, Lever):
    """Rents change for every hub.

    Example:
        >>> RentShock(factor=1.3, start=24).factor
        1.3
    """

    lever = "rent"
    values = ("factor",)

    type: Literal["rent"] = "rent"
    name: Name = "rent"
    factor: float = quantity("ratio", (0.5, 2), most=20)
    """Rent over the rent of the scenario."""


class RivalHub(ShockBlock):
    """A private hub opens nearby, in `start`, and stays as long as its books let it.

    Example:
        >>> RivalHub(town="sondrio", desks=20, start=12).hub().opens
        12
    """

    type: Literal["rival_hub"] = "rival_hub"
    name: Name = "rival_hub"
    town: TownKey
    """Key of the town it stands in; one of the territory's."""
    desks: int = quantity("desks", (4, 150), least=1, most=2_000)
    """Desks at opening."""
    host_fte: float | None = catalogued("host_fte", most=8)
    """Hours of its host."""
    rent_eur_m2: float | None = catalogued("rent_eur_m2", most=500)
    """Rent it pays."""
    prices: Prices = Prices()
    """What it asks."""

    def hub(self) -> HubSpec:
        """The rival as a hub that opens in the shock's first month; one beyond the run never opens."""
        opens: int | str = 0 if self.start is None else self.start
        return HubSpec(
            name=self.name, title=self.title, town=self.town, opens=opens, desks=self.desks, host_fte=self.host_fte,
            rent_eur_m2=self.rent_eur_m2, prices=self.prices,
        )


Shock = Annotated[TeleworkShock | Lockdown | RentShock | RivalHub, Field(discriminator="type")]
