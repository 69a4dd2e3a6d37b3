"""The Mesa face of the model (ODD §4.12): `CoworkingModel(scenario, rng=1)`, an ordinary `mesa.Model` whose step is one month.

Below it stands the same compiled month that ensembles run, so that a model with a whole number as `rng` and a run of
`model.simulation` with that seed are equal bit for bit.
"""

from collections.abc import Sequence
from functools import cached_property
from numbers import Integral
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import mesa
import numpy as np
from mesa.agent import AgentSet

from model.mesa_face import Firm, Hub, Inhabitant, Professional
from model.mesa_face.arguments import scenario_of
from model.mesa_face.batches import warn_of_seeds
from model.mesa_face.shown import table
from model.names import FIRM
from model.parameters import CATALOGUE, Parameters
from model.scenario import BASELINE, Scenario
from model.series import HUB_COLUMN
from model.simulation import Prepared, RunOutcome, Simulation, World, build_world, prepare

MODEL_REPORTERS: Final = ("members", "desk_use", "cash_eur", "public_eur")
_SEEDS: Final = 2**64
_Viewed = TypeVar("_Viewed")


class CoworkingModel(mesa.Model):
    """A scenario under one policy, run month by month in one world.

    Parameters of the catalogue are read as attributes (`model.beta_n`), and so are the outcomes over all hubs that the default
    `datacollector` collects at the end of every month. After the last month `running` is false and a step changes nothing.

    Args:
        scenario: a scenario (or a case of `experiments`), the name of a shipped one, or the path of a file; the hub of Sondrio by
            default.
        policy: one of the scenario's policies.
        rng: a whole number from 0 to 2**64 - 1 is the seed of the world; from any other source of randomness that Mesa takes
            (a numpy generator, a seed sequence, None for the computer's entropy) the seed is drawn.
        parameter_set: number of a set of parameters in the table that ships with the model, in place of the catalogue's defaults;
            what the scenario and the policy state stands before it.
        kwargs: what replaces the scenario's and the policy's: parameters of the catalogue by name, and figures of hubs, instruments
            and shocks by a name with dots (`hub.desks` of the only hub, `adda.prices.flex`, `voucher.share`), in `**{...}`.

    Attributes:
        seed: seed of the world.
        prepared: the scenario with every default resolved.
        world: people, contacts and distances; read-only.
        simulation: the run in progress.
        datacollector: collects `MODEL_REPORTERS`; assign another `mesa.DataCollector` to collect something else.
        registering: whether the views of people and hubs are being made.

    Raises:
        model.scenario.ScenarioError: listing everything wrong with the scenario file.
        TypeError: an argument, parameter, hub, instrument or shock that does not exist, or of a wrong type.
        ValueError: an unknown policy, a parameter outside its hard range, a figure that a file could not have either, or a seed
            outside 0 to 2**64 - 1.
        IndexError: a parameter set that the table does not have.

    Example:
        >>> other = CoworkingModel("sondrio_downsizing", policy="rent_relief", rng=7, beta_n=0)
        >>> other.step()
        >>> other.date, other.beta_n
        ('2022-01', 0.0)
        >>> CoworkingModel("sondrio_downsizing", rng=7, **{"hub.desks": 20}).scenario.hubs[0].desks
        20
    """

    def __init__(
        self, scenario: Scenario | str | Path | None = None, policy: str = BASELINE, rng: Any = None, parameter_set: int | None = None,
        **kwargs: Any,
    ) -> None:
        warn_of_seeds(rng)
        case = scenario_of(scenario, policy, parameter_set, kwargs)
        if isinstance(rng, Integral):
            rng = int(rng)
            if not 0 <= rng < _SEEDS:
                raise ValueError(f"rng: {rng}; write a whole number from 0 to 2^64 - 1")
        try:
            super().__init__(rng=rng)
        except TypeError as error:
            raise TypeError(f"rng: {rng!r:.60}; write a whole number from 0 to 2^64 - 1, a generator of numpy, or None") from error
        self.seed = rng if isinstance(rng, int) else int(self.rng.integers(_SEEDS, dtype=np.uint64))
        self.registering = False
        self._begin(case)
        self.datacollector = mesa.DataCollector(model_reporters={name: name for name in MODEL_REPORTERS})

    def _begin(self, case: Scenario) -> None:
        """Make the world of the seed and stand at its first month."""
        self.prepared: Prepared = prepare(case)
        self.world: World = build_world(self.prepared, self.seed)
        self.simulation = Simulation(self.world, self.prepared)

    def __getstate__(self) -> dict[str, Any]:
        """What a copy or a pickle carries: not the columns, because a run is a function of scenario and seed."""
        state = {name: value for name, value in vars(self).items() if name not in ("prepared", "world", "simulation")}
        return {**state, "_lived": (self.prepared.scenario, self.month)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        case, month = state.pop("_lived")
        self.__dict__.update(state)
        self._begin(case)
        self.simulation.advance(month)

    # --- what is simulated ---

    @cached_property
    def _scenario_shown(self) -> Scenario:
        case = self.prepared.scenario
        return _Shown.model_construct(case.model_fields_set, **vars(case))

    @property
    def scenario(self) -> Scenario:
        """The scenario under its policy, with the parameters given to the model."""
        return self._scenario_shown

    @scenario.setter
    def scenario(self, value: object) -> None:
        if "prepared" in vars(self):
            raise AttributeError("the scenario of a model is fixed: make another model")
        # else Mesa 3.5, while it makes the model, hands over a container of parameters of its own, which is not needed here

    @property
    def policy(self) -> str:
        """Name of the policy."""
        return self.prepared.scenario.policy

    @property
    def parameters(self) -> Parameters:
        """The full set of parameters."""
        return self.prepared.parameters

    def __getattr__(self, name: str) -> Any:
        prepared = vars(self).get("prepared")
        if prepared is not None and name in CATALOGUE:
            return prepared.parameters[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        if name in CATALOGUE:
            raise AttributeError(f"{name} is fixed when the model is made: {type(self).__name__}(..., {name}={value!r})")
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        """What can be read, parameters of the catalogue too, so that editors complete them."""
        return [*super().__dir__(), *CATALOGUE]

    def __repr__(self) -> str:
        if "prepared" not in vars(self):  # still being made
            return object.__repr__(self)
        when = f"month {self.month} of {self.prepared.months}{f' ({self.date})' if self.date else ''}"
        return f"<{type(self).__name__} {self.scenario.name}, {self.policy}, rng={self.seed}: {when}, {self.members} members>"

    def _repr_html_(self) -> str:
        return table(repr(self), self, MODEL_REPORTERS)

    # --- time ---

    def step(self) -> None:
        """Let one month pass and collect its outcomes; after the horizon nothing happens.

        Example:
            >>> before = model.month
            >>> model.step()
            >>> model.month - before
            1
        """
        if self.month < self.prepared.months:
            self.simulation.advance(1)
            if self.month == self.prepared.months:
                self.running = False
            self.datacollector.collect(self)

    @property
    def month(self) -> int:
        """Months lived so far; also the number of the month to come, as the first is month 0."""
        return self.simulation.month

    @property
    def date(self) -> str | None:
        """Year and month of the last month lived, such as 2022-01; None before the first."""
        if not self.month:
            return None
        year, first = (int(part) for part in self.prepared.scenario.start.split("-"))
        years, month = divmod(first - 1 + self.month - 1, 12)
        return f"{year + years}-{month + 1:02d}"

    # --- outcomes over all hubs ---

    @property
    def members(self) -> int:
        """Members of all hubs."""
        return int(self._last("members").sum())

    @property
    def desk_use(self) -> float:
        """Seats used over the desks with which the hubs opened, those since closed included; 0 before any opens."""
        opened = self.prepared.specs["desks"] * (self.prepared.specs["opens"] < self.month)
        return float(self._last("desk_use") @ opened / opened.sum()) if opened.any() else 0.0

    @property
    def cash_eur(self) -> float:
        """Cash of all hubs, EUR."""
        return float(self._last("cash_eur").sum())

    @property
    def public_eur(self) -> float:
        """Public money paid so far, EUR."""
        return float(self.simulation.town.record.public[: self.month].sum())

    def outcome(self) -> RunOutcome:
        """Everything measured so far.

        Returns:
            Arrays by month, as an ensemble keeps them of each run; months to come are zero.

        Example:
            >>> model.outcome().hub.shape[:2]  # months, hubs
            (60, 1)
        """
        return self.simulation.outcome()

    def _last(self, series: str) -> np.ndarray:
        hub = self.simulation.town.record.hub
        return hub[self.month - 1, :, HUB_COLUMN[series]] if self.month else np.zeros(hub.shape[1])

    # --- agents: views made when first asked for ---

    @cached_property
    def _views(self) -> "_Views":
        self.registering = True
        try:
            people = [(Firm if kind == FIRM else Professional)(self, row) for row, kind in enumerate(self.world.people.kind.tolist())]
            return _Views(people, [Hub(self, row) for row in range(len(self.prepared.hub_names))])
        finally:
            self.registering = False

    def _make_views(self) -> None:
        if not self.registering:  # somebody told of an agent being registered may look at the agents so far
            _ = self._views

    @property
    def agents(self) -> AgentSet:
        """Professionals and firms in the order of their rows, then hubs. They are made when first asked for."""
        self._make_views()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Agents by class: `model.agents_by_type[Hub]`."""
        self._make_views()
        return super().agents_by_type

    @property
    def agent_types(self) -> list[type]:
        """Classes of which there are agents."""
        self._make_views()
        return super().agent_types

    def person(self, row: int) -> Inhabitant:
        """The professional or firm of a row of the world.

        Args:
            row: position among the people, from 0.

        Returns:
            The agent, the same object that `agents` holds.

        Raises:
            IndexError: when there is no such row.
            TypeError: when it is no whole number.

        Example:
            >>> model.person(0).town
            'sondrio'
        """
        return _at(self._views.people, row, "people")

    def hub_view(self, row: int) -> Hub:
        """The hub of a row of the scenario.

        Args:
            row: position among the hubs, from 0.

        Returns:
            The agent, the same object that `agents` holds.

        Raises:
            IndexError: when there is no such row.
            TypeError: when it is no whole number.

        Example:
            >>> model.hub_view(0).name
            'adda'
        """
        return _at(self._views.hubs, row, "hubs")


def _at(views: Sequence[_Viewed], row: int, what: str) -> _Viewed:
    if isinstance(row, bool) or not isinstance(row, Integral):
        raise TypeError(f"row: {row!r:.60}; write a position among the {what}, from 0 to {len(views) - 1}")
    if not 0 <= row < len(views):
        raise IndexError(f"row {row}: there are {len(views)} {what}, from 0 to {len(views) - 1}")
    return views[int(row)]


class _Views(NamedTuple):
    """The agents by row; Mesa keeps them by class."""

    people: list[Inhabitant]
    hubs: list[Hub]


class _Shown(Scenario):
    """The scenario as `model.scenario` shows it: equal to the one it copies, but false in a condition.

    SolaraViz of Mesa 3.5 asks `if model.scenario`, takes what is true for a container of Mesa's own, and refuses any other.
    """

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return super().__hash__()
