"""What an extension is, which are registered, and which of them a scenario uses."""

import hashlib
import inspect
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType
from typing import Any, Final, Literal, NamedTuple, get_args

import numpy as np

from model.catalogue import Parameter
from model.parameters import Parameters
from model.scenario import Scenario
from model.scenario.instrument_block import InstrumentBlock
from model.scenario.instruments import Instrument
from model.series import Series

Place = Literal["offers", "choices", "end"]
PLACES: Final[tuple[Place, ...]] = get_args(Place)
"""Where in a month an extension may act (ODD §3): after the instruments of step 3, before anybody notices what hubs offer; after what is
heard of hubs and before anybody hears or chooses (steps 4 and 5); when all is done and recorded (step 14)."""

SHIPPED: Final[tuple[type[InstrumentBlock], ...]] = get_args(get_args(Instrument)[0])


class ExtensionError(ValueError):
    """An extension cannot be registered, found or sent to other processes as it is; the message says why, and what to do."""


@dataclass(frozen=True, eq=False)
class Extension:
    """An instrument or submodel from outside the model.

    Attributes:
        name: the word of `type:` of an instrument, the name of a submodel.
        at: what it does, by the place in the month.
        values: what its functions read: keys of the instrument, or parameters of the submodel.
        block: class of the instrument; None for a submodel.
        parameters: of the submodel; at their defaults it does not act.
        agents: what it keeps of each person and firm, a row each.
        hubs: what it keeps of each hub, a row each.
        series: monthly outcomes of hubs that it writes.
    """

    name: str
    at: Mapping[Place, FunctionType]
    values: tuple[str, ...]
    block: type[InstrumentBlock] | None
    parameters: tuple[Parameter, ...]
    agents: np.dtype
    hubs: np.dtype
    series: tuple[Series, ...]

    @property
    def process(self) -> int:
        """The process of its keyed draws (ODD §7.15)."""
        from model.draws import FIRST_OF_EXTENSIONS  # loads the compiler, which reading scenarios does not need

        return FIRST_OF_EXTENSIONS + zlib.crc32(self.name.encode()) % (2**32 - FIRST_OF_EXTENSIONS)

    @property
    def module(self) -> str:
        """Where it is written; '__main__' for a notebook or script."""
        return str((self.block or next(iter(self.at.values()))).__module__)

    @cached_property
    def digest(self) -> str:
        """A digest of all it is made of: its functions with what they call, its keys, parameters, state and series."""
        from model.kernel_cache import kernel_digest

        said: list[Any] = [self.name, self.values, self.parameters, self.agents, self.hubs, self.series]
        together = hashlib.sha256(repr(said).encode())
        for place in sorted(self.at):
            together.update(f"{place} {kernel_digest(self.at[place])}".encode())
        if self.block is not None:
            together.update(json.dumps(self.block.model_json_schema(), sort_keys=True).encode())
            for name, method in sorted(vars(self.block).items()):
                if inspect.isfunction(method):
                    together.update(f"{name} {kernel_digest(method)}".encode())
        return together.hexdigest()[:16]


def not_compiled(extension: Extension, place: str, error: Exception) -> ExtensionError:
    """What to raise when a function of an extension cannot be compiled; what the compiler says is long, and its beginning is enough."""
    said = " ".join(str(error).split())[:600]
    return ExtensionError(f"extension '{extension.name}': its function at '{place}' cannot be compiled: {type(error).__name__}: {said}")


REGISTERED: Final[dict[str, Extension]] = {}
"""By name; `model.extensions.registering` alone changes it."""


class Used(NamedTuple):
    """An extension that acts in a run."""

    name: str  # the instrument's own, or that of the submodel
    extension: Extension
    figures: Mapping[str, float]  # what its functions read
    v: int  # row of the instrument; -1 for a submodel


def used_by(scenario: Scenario, parameters: Parameters) -> tuple[Used, ...]:
    """The extensions that act under a scenario, in an order that does not hang on when they were registered.

    Args:
        scenario: of one policy.
        parameters: of the catalogue, under the scenario's replacements.

    Raises:
        ExtensionError: when an instrument is of a class that is not registered (any more).
    """
    return tuple(sorted(_used_by(scenario, parameters), key=lambda used: (used.v < 0, used.v, used.name)))


def _used_by(scenario: Scenario, parameters: Parameters) -> Iterator[Used]:
    by_class = {one.block: one for one in REGISTERED.values() if one.block is not None}
    for v, block in enumerate(scenario.instruments):
        if type(block) in by_class:
            yield Used(block.name, by_class[type(block)], block.figures(parameters), v)
        elif type(block) not in SHIPPED:
            call = f"model.register_instrument({type(block).__name__}, ...)"
            raise ExtensionError(f"instrument '{block.name}': its class is not registered, or no longer; call {call}")
    for one in REGISTERED.values():
        if any(parameters[entry.name] != entry.default for entry in one.parameters):
            yield Used(one.name, one, {entry.name: parameters[entry.name] for entry in one.parameters}, -1)


def digests() -> dict[str, str]:
    """What is registered, by name, each with its digest: part of what the results of this process depend on."""
    return {name: REGISTERED[name].digest for name in sorted(REGISTERED)}
