"""What all views have in common: one row, read and never written."""

from collections.abc import Iterable
from typing import Any, NoReturn, Protocol

from mesa.agent import Agent, AgentSet

from model.mesa_face.shown import properties, table
from model.simulation import Prepared, Simulation, World


class Lived(Protocol):
    """What a view reads of the model it belongs to, a `CoworkingModel`."""

    prepared: Prepared
    world: World
    simulation: Simulation
    month: int
    random: Any  # Mesa's own stream, which the model never draws from
    registering: bool

    def person(self, row: int) -> "View":
        """The person or firm in a row."""

    def hub_view(self, row: int) -> "View":
        """The hub in a row."""

    def register_agent(self, agent: Agent) -> None:
        """Mesa's list of agents."""


class View(Agent):
    """A Mesa agent that reads one row of the model. The model makes it; see `CoworkingModel.agents`.

    Attributes:
        model: the model.
        row: position among the people, or among the hubs.
        unique_id: the same for the same person or hub whatever the policy, the seed and the number of other agents.
    """

    model: Lived
    row: int

    def __init__(self, model: Lived, row: int) -> None:
        # Not `Agent.__init__`: Mesa 3.3 would keep the model, and all its columns, alive in a counter of its own.
        if not getattr(model, "registering", False):
            raise TypeError(f"a {type(self).__name__} cannot be made: people come from the scenario's territory and hubs from the scenario")
        self.__dict__.update(model=model, row=row)  # past __setattr__
        model.register_agent(self)

    def __setattr__(self, name: str, value: object) -> None:
        if name == "unique_id" and self.model.registering:
            return  # Mesa 3.5 numbers whom it registers; a view keeps the number of its row
        self._refuse(f"'{name}' of a {type(self).__name__} cannot be set")

    def __delattr__(self, name: str) -> None:
        self._refuse(f"'{name}' of a {type(self).__name__} cannot be deleted")

    def remove(self) -> None:
        """Views cannot be removed.

        Raises:
            AttributeError: always; people leave, and hubs close, by what happens in the month.

        Example:
            >>> hub.remove()
            Traceback (most recent call last):
            AttributeError: a Hub cannot be removed: agents are views of the model's columns...
        """
        self._refuse(f"a {type(self).__name__} cannot be removed")

    @staticmethod
    def _refuse(what: str) -> NoReturn:
        raise AttributeError(
            f"{what}: agents are views of the model's columns, and the compiled month decides; "
            "change the scenario, its policy or a parameter and make another model"
        )

    @property
    def simulation(self) -> Simulation:
        """The run this view reads."""
        return self.model.simulation

    def _repr_html_(self) -> str:
        """What a notebook shows; other agents are left to who asks for them."""
        names = (name for name in properties(type(self), Agent) if not name.endswith(("_agent", "_agents")) and name != "simulation")
        return table(repr(self), self, names)

    def _people(self, rows: Iterable[int]) -> AgentSet:
        return AgentSet([self.model.person(int(row)) for row in rows], random=self.model.random)
