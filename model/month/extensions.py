"""What extensions do in a month (ODD §3): functions from outside, called between the compiled parts of a month.

A run that no extension acts in never comes here.
"""

from functools import cache
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from model.columns import Town
from model.compiled import compiled, direct, entry
from model.extensions import Extension, Used, not_compiled
from model.memory import rows_of
from model.month.lookup import is_open
from model.month.public_money import in_force
from model.series import HUB_SERIES, Series


class Own(NamedTuple):
    """What an extension has of its own in one run, handed to its functions beside the town."""

    values: np.record  # float64 each: keys of the instrument, or parameters of the submodel
    agents: np.recarray  # a row a person or firm, zero at the start
    hubs: np.recarray  # a row a hub, zero at the start
    series: np.recarray  # [months, hubs]: monthly outcomes of its own
    process: np.int64  # of its keyed draws


effect: Any = None  # stands for the function of one instrument in `act_on_hubs`


def act_on_hubs(t, town, v, own):
    """Let instrument v act on every open hub that it concerns, while it is in force."""
    for h in range(town.hubs.shape[0]):
        if is_open(town.hubs, h) and in_force(t, town.instruments, h, v):
            effect(t, town, h, v, own)


class Acting:
    """An extension in one run: its functions and what it has of its own.

    Raises:
        ExtensionError: when a function cannot be compiled.
    """

    def __init__(self, used: Used, town: Town, own_series: tuple[Series, ...]) -> None:
        self.used = used
        extension = used.extension
        values = np.zeros(1, dtype=[(name, np.float64) for name in extension.values]).view(np.recarray)
        for name in extension.values:
            values[name] = used.figures[name]
        values.setflags(write=False)
        months, hubs, _ = town.record.hub.shape
        kind = np.dtype([(series.name, np.float64) for series in extension.series] or [("nothing", np.float64)])
        self._columns = [(series.name, len(HUB_SERIES) + own_series.index(series)) for series in extension.series]
        self.own = Own(
            values=values[0],
            agents=rows_of(extension.agents, len(town.agents)),
            hubs=rows_of(extension.hubs, hubs),
            series=rows_of(kind, months * hubs).reshape(months, hubs).view(np.recarray),
            process=np.int64(extension.process),
        )
        self._further = (self.own,) if used.v < 0 else (used.v, self.own)
        self._kernels = {place: self._compiled(place, town) for place in extension.at}

    @staticmethod
    @cache
    def _kernel(extension: Extension, place: str) -> Any:
        """What Python calls. Compiled functions find others by their names, so that what they are made of can be told (`kernel_cache`)."""
        given = extension.at[place]  # type: ignore[index]
        # A copy is compiled, since compiling leaves a mark on a function that would be part of the extension's digest from then on.
        function = FunctionType(given.__code__, given.__globals__, given.__name__, given.__defaults__, given.__closure__)
        if extension.block is None:
            return entry(arrays=True)(function)
        names = {**globals(), "effect": compiled(function)}
        return entry(arrays=True)(FunctionType(act_on_hubs.__code__, names, f"{function.__name__}_on_hubs"))

    def _compiled(self, place: str, town: Town) -> Any:
        try:
            return direct(self._kernel(self.used.extension, place), 0, town, *self._further)
        except Exception as error:  # numba says KeyError of a column that there is not, and its own errors of most else
            raise not_compiled(self.used.extension, place, error) from error

    def act(self, place: str, t: int, town: Town) -> None:
        """Do what is to be done at a place of month t, if anything."""
        if place in self._kernels:
            self._kernels[place](t, town, *self._further)

    def record(self, t: int, town: Town) -> None:
        """Write its monthly outcomes beside those of the model."""
        for name, column in self._columns:
            town.record.hub[t, :, column] += self.own.series[name][t]
