"""From a validated scenario to columns (ODD §5): hubs with every default resolved, instruments as rows, the territory.

Catalogue defaults enter in this package and nowhere else, so a scenario that leaves a figure out and one that writes the default are the
same run.
"""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.columns import Instruments
from model.compile_scenario.hubs import every_hub, hub_specs
from model.compile_scenario.instruments import blocks_in_force, instruments_of, lever_code
from model.compile_scenario.phases import phases_of
from model.extensions import Used, used_by
from model.parameters import CATALOGUE, Parameters
from model.scenario import Scenario
from model.series import OWN_SERIES, Series
from model.territory import Territory, territory


@dataclass(frozen=True)
class Prepared:
    """A scenario ready to run: everything that does not depend on the seed."""

    scenario: Scenario
    parameters: Parameters
    territory: Territory
    specs: np.recarray  # columns.HUB_SPEC: hubs as the file and the catalogue have them, before anything is drawn
    hub_xy: np.ndarray
    instruments: Instruments
    phases: np.recarray  # columns.PHASE
    wage_gap: np.ndarray  # of the metropolis of each town over the town, in logarithms
    other_places: np.ndarray
    months: int
    hub_names: tuple[str, ...]
    town_names: tuple[str, ...]
    instrument_names: tuple[str, ...]
    extensions: tuple[Used, ...]  # that act in its runs
    own_series: tuple[Series, ...]  # of all extensions registered, so that all policies have the same columns

    def specs_of(self, seed: int) -> np.recarray:
        """The hubs of one replicate: `specs` with what no file states drawn for each hub (ODD §5.5)."""
        from model.compile_scenario.hub_draws import draw_hub

        hubs = every_hub(self.scenario)
        return hub_specs(self.scenario, hubs, self.parameters, self.territory, [draw_hub(hub, self.parameters, seed) for hub in hubs])

    def territory_of(self, seed: int) -> Territory:
        """The territory of one replicate: `territory` with what is uncertain of its figures drawn (ODD §5.1)."""
        from model.compile_scenario.town_draws import drawn

        return drawn(self.territory, seed)

    def wage_gap_of(self, seed: int) -> np.ndarray:
        """`wage_gap` in one replicate, whose towns may be richer or poorer than they are known to be."""
        land = self.territory_of(seed)
        if land is self.territory:
            return self.wage_gap
        known, true = (np.array([place.mean_income_eur for place in one.places if place.ring == 0]) for one in (self.territory, land))
        return self.wage_gap + np.log(known / true)

    @cached_property
    def people_key(self) -> tuple[Territory, tuple[float, ...]]:
        """What the people and their contacts depend on besides the seed: the territory, and the parameters of the population."""
        return self.territory, tuple(self.parameters[name] for name in _POPULATION)

    @cached_property
    def first_draws_key(self) -> Hashable:
        """What the first draws of a run depend on besides its world: the parameters, the hubs as written, and whether there is a desk."""
        hubs = tuple(hub.model_dump_json() for hub in every_hub(self.scenario))
        return self.parameters.record().tobytes(), hubs, self.scenario.start, self.advises

    @property
    def advises(self) -> bool:
        """Whether there is an advisory desk, for which firms have a demand."""
        return bool((self.instruments.row["lever"] == lever_code("advisory_desk")).any())

    def same_people(self, other: "Prepared") -> bool:
        """Whether both scenarios are about the same people, so that one world can serve both."""
        return self.people_key == other.people_key


_POPULATION = tuple(name for name, parameter in CATALOGUE.items() if parameter.section == "population")


def prepare(scenario: Scenario) -> Prepared:
    """Resolve defaults and compile a scenario to columns.

    Args:
        scenario: validated; its policies are ignored (use `scenario.with_policy(name)` first).
    """
    parameters = Parameters(scenario.parameters)
    spec = scenario.territory
    overrides = {town: figures.model_dump(exclude_none=True) for town, figures in spec.overrides.items()}
    land = territory(tuple(spec.towns), spec.catchment_minutes, overrides, spec.atlas())
    hubs = every_hub(scenario)
    names = tuple(hub.name for hub in hubs)
    own_income = {place.town: place.mean_income_eur for place in land.places if place.ring == 0}
    residents = {place.town: place.residents for place in land.places if place.ring == 0}
    growth = parameters["other_places_growth"]
    return Prepared(
        scenario=scenario,
        parameters=parameters,
        territory=land,
        specs=hub_specs(scenario, hubs, parameters, land),
        hub_xy=np.array([land.position(hub.town, hub.km_east, hub.km_north) for hub in hubs]).reshape(-1, 2),
        instruments=instruments_of(scenario, hubs, parameters),
        phases=phases_of(scenario, hubs, parameters),
        wage_gap=np.array([math.log(town.metropolis_income_eur / own_income[town.key]) for town in land.settlements]),
        other_places=np.array([parameters["other_places_100k"] * (residents[town] / 100_000.0) ** growth for town in land.towns]),
        months=scenario.horizon_months,
        hub_names=names,
        town_names=land.towns,
        instrument_names=tuple(block.name for block in blocks_in_force(scenario)),
        extensions=used_by(scenario, parameters),
        own_series=tuple(OWN_SERIES.values()),
    )
