"""Shocks from outside: what no planner decides. One class is one shock."""

from typing import Annotated, Literal

from pydantic import Field

from model.scenario.fields import Name, Window, quantity


class ShockBlock(Window):
    """What every shock says."""

    title: str | None = None
    """How the report calls it in English."""
    title_it: str | None = None
    """How the report calls it in Italian."""
    source: str | None = None
    """Where the figures come from."""


class TeleworkShock(ShockBlock):
    """Employers allow more, or less, work outside the office."""

    type: Literal["telework"]
    name: Name = "telework"
    appeal: float = quantity("logit", (-1.5, 1.5), least=-10, most=10)
    """Change of the utility of any hub for employees."""


class Lockdown(ShockBlock):
    """Closure by decree: presence and events stop in whole or part."""

    type: Literal["lockdown"]
    name: Name = "lockdown"
    severity: float = quantity("share", most=1)
    """Share of presence lost."""


class RentShock(ShockBlock):
    """Rents change for every hub."""

    type: Literal["rent"]
    name: Name = "rent"
    factor: float = quantity("ratio", (0.5, 2), most=20)
    """Rent over the rent of the scenario."""


Shock = Annotated[TeleworkShock | Lockdown | RentShock, Field(discriminator="type")]
