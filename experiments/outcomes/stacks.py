"""All replicates of one policy, as stacked arrays: what a run leaves behind and every outcome is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from model.names import DOWNSIZED, FIELDS, OPEN, PLANNED
from model.series import HUB_COLUMN, HUB_SERIES, TOWN_COLUMN, TOWN_SERIES, Series, Together

if TYPE_CHECKING:
    from model.compile_scenario import Prepared

# Beyond this many numbers a stack is kept in single precision (a regional run of 400 hubs would not fit in memory otherwise).
DOUBLE_PRECISION_UP_TO: Final = 50_000_000


def _precision(series: int, replicates: int, months: int, hubs: int) -> type[np.floating]:
    return np.float64 if series * replicates * months * hubs <= DOUBLE_PRECISION_UP_TO else np.float32


class PolicyOutcome(NamedTuple):
    """What is kept of one run: `model.simulation.RunOutcome` without the rows of single agents."""

    hub: np.ndarray  # [months, hubs, HUB_SERIES]
    town: np.ndarray  # [months, towns, TOWN_SERIES]
    public: np.ndarray  # [months, instruments and shocks, hubs]
    field_links: np.ndarray  # [hubs, 8, 8]
    changed: np.ndarray  # [hubs]


@dataclass(frozen=True, eq=False)
class Stack:
    """Monthly outcomes of one policy over all replicates.

    Series come first in `hub` and `town`, so that one series over all replicates is one contiguous block.
    """

    policy: str
    months: int
    hub_names: tuple[str, ...]
    hub_towns: tuple[str, ...]  # the town of each hub
    town_names: tuple[str, ...]
    instrument_names: tuple[str, ...]
    instrument_payers: tuple[Mapping[str, float], ...]  # who pays which part
    instrument_pots: tuple[float, ...]  # EUR, inf when open-ended
    opens: np.ndarray  # int[hubs]: month of opening, 0 = first month of the run; `months` where an operator decides, or never
    fields: np.ndarray  # int[hubs]: field the hub is meant for, -1 for none
    desks: np.ndarray  # float[hubs]: desks the hub opens with
    hub: np.ndarray  # [HUB_SERIES, replicates, months, hubs]
    town: np.ndarray  # [TOWN_SERIES, replicates, months, towns]
    public: np.ndarray  # [replicates, months, instruments, hubs]: EUR paid
    field_links: np.ndarray  # [replicates, hubs, 8, 8]: collaborations made, by fields of the two (upper triangle)
    changed: np.ndarray  # int32[replicates, hubs]: month of closing or first downsizing, -1
    own_series: tuple[Series, ...] = ()  # monthly outcomes of extensions, after those of HUB_SERIES
    extensions: Mapping[str, str] = field(default_factory=dict)  # extensions that acted in the runs, each with its digest

    @classmethod
    def empty(cls, prepared: "Prepared", policy: str, replicates: int) -> "Stack":
        """Room for the replicates of a prepared scenario."""
        plan, months = prepared.specs, int(prepared.months)
        hubs, towns = len(prepared.hub_names), len(prepared.town_names)
        instruments = len(prepared.scenario.instruments)  # shocks follow them in the columns, and pay nothing
        series = len(HUB_SERIES) + len(prepared.own_series)
        precision = _precision(series, replicates, months, hubs)
        return cls(
            policy=policy,
            months=months,
            hub_names=tuple(prepared.hub_names),
            hub_towns=tuple(prepared.town_names[town] for town in plan.town),
            town_names=tuple(prepared.town_names),
            instrument_names=tuple(prepared.instrument_names[:instruments]),
            instrument_payers=tuple(block.payers() for block in prepared.scenario.instruments),
            instrument_pots=tuple(np.inf if block.budget_eur is None else block.budget_eur for block in prepared.scenario.instruments),
            opens=np.minimum(np.asarray(plan.opens, dtype=int), months),
            fields=np.asarray(plan.specialisation, dtype=int),
            desks=np.asarray(plan.desks, dtype=float),
            hub=np.zeros((series, replicates, months, hubs), dtype=precision),
            town=np.zeros((len(TOWN_SERIES), replicates, months, towns), dtype=precision),
            public=np.zeros((replicates, months, instruments, hubs)),
            field_links=np.zeros((replicates, hubs, len(FIELDS), len(FIELDS))),
            changed=np.full((replicates, hubs), -1, dtype=np.int32),
            own_series=prepared.own_series,
            extensions={used.extension.name: used.extension.digest for used in prepared.extensions},
        )

    def with_room_for(self, replicates: int) -> "Stack":
        """A copy with room for more replicates, in the precision that all of them call for; those there are stay in front."""
        precision = _precision(len(self.hub), replicates, self.months, len(self.hub_names))

        def longer(values: np.ndarray, axis: int, filled: int = 0, kind: type | None = None) -> np.ndarray:
            shape = (*values.shape[:axis], replicates, *values.shape[axis + 1 :])
            room = np.full(shape, filled, dtype=kind or values.dtype)
            room[(slice(None),) * axis + (slice(self.replicates),)] = values
            return room

        return replace(
            self,
            hub=longer(self.hub, 1, kind=precision),
            town=longer(self.town, 1, kind=precision),
            public=longer(self.public, 0),
            field_links=longer(self.field_links, 0),
            changed=longer(self.changed, 0, filled=-1),
        )

    def some(self, replicates: slice) -> "Stack":
        """The same with some of its replicates."""
        return replace(
            self, hub=self.hub[:, replicates], town=self.town[:, replicates], public=self.public[replicates],
            field_links=self.field_links[replicates], changed=self.changed[replicates],
        )

    def put(self, replicate: int, outcome: PolicyOutcome) -> None:
        """Store one replicate."""
        self.hub[:, replicate] = outcome.hub.transpose(2, 0, 1)
        self.town[:, replicate] = outcome.town.transpose(2, 0, 1)
        self.public[replicate] = outcome.public[:, : self.public.shape[2]]
        self.field_links[replicate] = outcome.field_links
        self.changed[replicate] = outcome.changed

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return int(self.hub.shape[1])

    @property
    def hub_series(self) -> tuple[Series, ...]:
        """The monthly outcomes of hubs, in the order of `hub`."""
        return (*HUB_SERIES, *self.own_series)

    def series(self, name: str) -> np.ndarray:
        """One monthly outcome of hubs by name (`hub_series`): [replicates, months, hubs]."""
        return self.hub[self._column(name)]

    def _column(self, name: str) -> int:
        if name in HUB_COLUMN:
            return int(HUB_COLUMN[name])
        return {series.name: len(HUB_SERIES) + position for position, series in enumerate(self.own_series)}[name]

    def together(self, name: str) -> np.ndarray:
        """One monthly outcome of all hubs together, as `model.series.Series.together` says; 0 where there is nothing to weigh by.

        Returns:
            [replicates, months]; of a lone hub, its own values.

        Raises:
            ValueError: for an outcome that several hubs do not make together.
        """
        values, rule = self.series(name), self.hub_series[self._column(name)].together
        if rule == "sum" or len(self.hub_names) == 1:
            return values.sum(axis=2)
        if rule == "apart":
            raise ValueError(f"several hubs have no {name!r} together; name one of {', '.join(self.hub_names)}")
        weights = self.weights(rule)
        total = weights.sum(axis=2)
        return (values * weights).sum(axis=2) / np.where(total > 0, total, 1.0)

    def weights(self, rule: Together) -> np.ndarray:
        """What each hub counts in a monthly mean over hubs, by the rule of the series: [replicates, months, hubs]."""
        if rule == "by first desks":
            return np.where(self.series("state") == PLANNED, 0.0, self.desks)
        return self.series("desks" if rule == "by desks" else "members")

    def town_series(self, name: str) -> np.ndarray:
        """One monthly outcome of towns by name (`model.series.TOWN_SERIES`): [replicates, months, towns]."""
        return self.town[TOWN_COLUMN[name]]

    @property
    def age(self) -> np.ndarray:
        """Months each hub has lived at the end of each month, 1 in the month it opens: [months, hubs]."""
        return np.arange(1, self.months + 1)[:, None] - self.opens[None, :]

    @property
    def running(self) -> np.ndarray:
        """Whether a hub is open, if smaller, at the end of the month: bool[replicates, months, hubs]."""
        state = self.series("state")
        return (state == OPEN) | (state == DOWNSIZED)

    def at_age(self, values: np.ndarray, months: int) -> np.ndarray:
        """Values at the end of a hub's n-th month of life: [replicates, hubs], nan for hubs the run does not follow so long."""
        position = self.opens + months - 1
        followed = position < self.months
        picked = values[:, np.minimum(position, self.months - 1), np.arange(len(self.hub_names))].astype(float)
        return np.where(followed[None, :], picked, np.nan)
