"""What a hub is run with, figure by figure: what its file states, and what stands where it states nothing."""

from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple

from model.catalogue import Evidence
from model.compile_scenario.hubs import every_hub, resolve_hub
from model.parameters import CATALOGUE, TABLES, Parameters
from model.reading.slots import Slot, inside, limits
from model.scenario import HubSpec, Prices, Scenario

Origin = Literal["stated", "catalogue", "parameters", "default"]
"""Stated of the hub; the catalogue's figure; a parameter that the scenario states; or the default of the key, such as no offices."""

_RESOLVED: Final = {"events_per_month": "events", **{f"prices.{plan}": f"price_{plan}" for plan in Prices.model_fields}}
_PARAMETER: Final = {  # what stands for a figure left out, where it has another name
    "m2": "m2_per_desk",
    "opening_cash_eur": "opening_cash_months",
    "credit_eur": "credit_months",
    "starts_with": "start_shares",
    **{f"prices.{plan}": f"price_{plan}_eur" for plan in Prices.model_fields},
}
_NOT_FIGURES: Final = ("name", "title", "title_it", "prices")


class HubFigure(NamedTuple):
    """One figure of a hub."""

    hub: str
    figure: str  # its key in a file: `rent_eur_m2`, `prices.flex`
    value: Any
    unit: str
    origin: Origin
    parameter: str  # of the catalogue, that stands for it; '' where none does

    @property
    def evidence(self) -> Evidence | Literal[""]:
        """The kind of evidence behind a figure of the catalogue; '' of any other."""
        if self.origin != "catalogue":
            return ""
        return (CATALOGUE.get(self.parameter) or TABLES[self.parameter]).evidence


def hub_figures(scenario: Scenario) -> list[HubFigure]:
    """The figures of every hub of the baseline, rivals and converted buildings included, as the central set of parameters has them.

    In an ensemble what no file states is drawn for each replicate, around these.
    """
    parameters = Parameters(scenario.parameters)
    return [figure for hub in every_hub(scenario) for figure in figures_of(hub, parameters)]


def figures_of(hub: HubSpec, parameters: Parameters) -> Iterator[HubFigure]:
    """The figures of one hub, keys of a file in their order; what is neither stated nor has a figure of its own is left out."""
    values = resolve_hub(hub, parameters)
    replaced = parameters.changed()
    for key, block in _keys(hub):
        figure = f"prices.{key}" if block is hub.prices else key
        stated, unit = getattr(block, key), _unit(block, key)
        parameter = _PARAMETER.get(figure, figure)
        if key == "rent_eur_m2" and hub.building == "own":
            yield HubFigure(hub.name, figure, 0.0, unit, "stated", "")
        elif stated is not None and stated != ():
            origin: Origin = "stated" if key in block.model_fields_set else "default"
            yield HubFigure(hub.name, figure, _plain(stated), unit, origin, "")
        elif key == "m2":
            area = hub.desks * values["m2_desk"] + hub.offices * values["m2_office"]
            yield HubFigure(hub.name, figure, area, unit, "parameters" if parameter in replaced else "catalogue", parameter)
        elif key == "founders" and values["founders"] == 0:
            continue
        elif parameter in CATALOGUE:
            value = values[_RESOLVED.get(figure, key)]
            yield HubFigure(hub.name, figure, value, unit, "parameters" if parameter in replaced else "catalogue", parameter)
        elif key == "starts_with" and hub.already_open is None:
            yield HubFigure(hub.name, figure, "drawn", unit, "catalogue", parameter)


def _keys(hub: HubSpec) -> Iterator[tuple[str, HubSpec | Prices]]:
    for key in HubSpec.model_fields:
        if key == "prices":
            yield from ((plan, hub.prices) for plan in Prices.model_fields)
        elif key not in _NOT_FIGURES:
            yield key, hub


def _plain(value: Any) -> Any:
    """A value as a cell holds it; a block as its keys."""
    if hasattr(value, "model_dump"):
        return ", ".join(f"{key} {inner}" for key, inner in value.model_dump(exclude_unset=True).items())
    return ", ".join(str(_plain(one)) for one in value) if isinstance(value, tuple) else value


def _unit(block: HubSpec | Prices, key: str) -> str:
    place = inside(Slot(type(block)), None, key)
    return limits(place)[2] if place is not None else ""
