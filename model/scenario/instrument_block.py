"""What every instrument of public policy says, and how money and shares are spoken of."""

from abc import abstractmethod
from typing import Annotated

from model.names import OPERATORS, PAYERS
from model.reading.fields import Items, quantity
from model.reading.one_of import OneOf
from model.scenario.levers import Lever


class InstrumentBlock(Lever):
    """What every instrument says."""

    title: str | None = None
    """How the report calls it in English."""
    title_it: str | None = None
    """How the report calls it in Italian."""
    payer: Annotated[str, OneOf(PAYERS)]
    """Who pays."""
    second_payer: Annotated[str, OneOf(PAYERS)] | None = None
    """Who pays a part of it (default: nobody)."""
    second_share: float = quantity("share", most=1, default=0.0)
    """Part that the second payer pays."""
    budget_eur: float | None = quantity("EUR", most=1e9, default=None)
    """Pot for the whole run; the instrument stops when it is spent (default: open-ended)."""
    hubs: Items[str] | None = None
    """Names of the hubs it applies to (default: all)."""
    min_desks: int | None = quantity("desks", (4, 30), most=2_000, default=None)
    """Least desks a hub opens with to be eligible (default: none)."""
    operators: Items[Annotated[str, OneOf(OPERATORS)]] | None = None
    """Kinds of operator that are eligible (default: all)."""
    source: str | None = None
    """The call, resolution or page the figures come from."""

    def payers(self) -> dict[str, float]:
        """Who pays, each with its part."""
        second = {} if self.second_payer is None else {self.second_payer: self.second_share}
        return {self.payer: 1.0 - self.second_share, **second}

    @abstractmethod
    def pays(self) -> str:
        """What is paid, to which cap and for whom, in words; figures left out are not spoken of."""

    def in_words(self) -> str:
        """What is paid, until when, and out of which pot, in one sentence without its full stop."""
        until = "" if self.end is None else f", until {'month ' if isinstance(self.end, int) else ''}{self.end}"
        pot = "" if self.budget_eur is None else f"; pot of {euros(self.budget_eur)}"
        return f"{self.pays()}{until}{pot}"


def percent(share: float) -> str:
    """A share in words."""
    return "all" if share == 1 else f"{100 * share:g} %"


def euros(value: float) -> str:
    """An amount in words."""
    return f"{value:,.0f} EUR"
