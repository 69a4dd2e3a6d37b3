"""Engine and twin side by side: what differs at the start, and after a month."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.columns import MADE, NOT_PLANNED
from model.scenario import Scenario
from model.series import HUB_SERIES, TOWN_SERIES
from model.simulation import Simulation, build_world, prepare
from tests.twin.model import TwinModel
from tests.twin.world import FLEX, Resident

TOLERANCE = 1e-9  # of real numbers, relative to the larger of the two, and to 1 for those that are smaller


@dataclass(frozen=True)
class Difference:
    """One number that the two do not share."""

    month: int
    who: str
    quantity: str
    engine: Any
    twin: Any

    def __str__(self) -> str:
        return f"month {self.month}, {self.who}, {self.quantity}: engine {self.engine!r}, twin {self.twin!r}"


def unlike(engine: np.ndarray, twin: np.ndarray) -> np.ndarray:
    """Where two arrays differ: integers exactly, real numbers beyond the tolerance."""
    if engine.dtype.kind != "f":
        return np.asarray(engine != twin)
    with np.errstate(invalid="ignore"):  # infinite on both sides is equal
        near = np.abs(engine - twin) <= TOLERANCE * np.maximum(1.0, np.maximum(np.abs(engine), np.abs(twin)))
    return np.asarray(~(near | (engine == twin)))


# How the twin says what the engine keeps under another name; any other column is the attribute of that name.
_AGENT: dict[str, Callable[[Resident], Any]] = {
    "hub": lambda agent: _index(agent.hub),
    "waiting_hub": lambda agent: _index(agent.waiting_hub),
    "client_hub": lambda agent: _index(agent.client_hub),
    "voucher": lambda agent: _index(agent.voucher),
    "anchor": lambda agent: _index(agent.anchor),
}

# What is left over, and means nothing, in agents of which this is not so.
_MEANS_SOMETHING: dict[str, Callable[[np.recarray], np.ndarray]] = {
    "waiting_hub": lambda rows: rows.waiting > 0,
    "voucher_eur": lambda rows: rows.voucher >= 0,
    "new_collaboration": lambda rows: rows.plan >= FLEX,
    "need": lambda rows: rows.resident == 1,
    "month of the next need": lambda rows: rows.resident == 1,
}


def _index(thing: Any) -> int:
    return -1 if thing is None else thing.index


class SideBySide:
    """The engine and a twin of one scenario and seed."""

    def __init__(self, case: Scenario, seed: int, twin: type[TwinModel] = TwinModel) -> None:
        self.twin = twin(case, rng=seed)
        self.prepared = prepare(case)
        self.world = build_world(self.prepared, seed)
        self.engine = Simulation(self.world, self.prepared)
        self.pairs = [pair for agent in self.twin.residents for pair in agent.knows.values()]
        self.agent_names = [f"agent {agent.slot}" for agent in self.twin.residents]
        self.pair_names = [f"agent {pair.agent.slot} and {pair.hub.plan.name}" for pair in self.pairs]
        self.hub_names = [hub.plan.name for hub in self.twin.hubs]

    def advance(self) -> None:
        self.engine.advance(1)
        self.twin.step()

    def first_differences(self, months: int | None = None) -> list[Difference]:
        """The differences at the start, or of the first month that has any, up to some month (the horizon by default)."""
        found = list(self.at_start())
        while not found and self.twin.month < min(months or self.prepared.months, self.prepared.months):
            self.advance()
            found = list(self.after_month())
        return found

    # ------------------------------------------------------------------------------------------------------------ start

    def at_start(self) -> Iterator[Difference]:
        """Plans of hubs, instruments, traits, contacts, reach, and the first draws."""
        people, agents = self.world.people, self.twin.residents
        if len(people.slot) != len(agents):
            yield Difference(-1, "everybody", "agents", len(people.slot), len(agents))
            return
        traits = [name for name in people._fields if name not in ("contact", "contact_start")]
        named = {"field": "sector", "size": "size_class"}
        for name in traits:
            yield from self._columns(-1, self.agent_names, name, getattr(people, name), [getattr(a, named.get(name, name)) for a in agents])
        starts = people.contact_start
        for row, agent in enumerate(agents):
            contacts = sorted(people.contact[starts[row] : starts[row + 1]].tolist())
            if contacts != [contact.row for contact in agent.contacts]:
                yield Difference(-1, self.agent_names[row], "contacts", contacts, [contact.row for contact in agent.contacts])
        ties = self.engine.town.ties
        reach = list(zip(ties.agent.tolist(), ties.hub.tolist(), strict=True))
        if reach != (own := [(pair.agent.row, pair.hub.index) for pair in self.pairs]):
            yield Difference(-1, "everybody", "hubs in reach", reach, own)
            return
        yield from self._columns(-1, self.pair_names, "minutes", ties.minutes, [pair.minutes for pair in self.pairs])
        yield from self._plans()
        yield from self._agents(-1)
        yield from self._pairs(-1)

    def _plans(self) -> Iterator[Difference]:
        hubs, plan = self.twin.hubs, self.engine.town.specs
        for name in plan.dtype.names or ():
            if name != "operator":  # of whom the twin has the terms instead
                values = [min(getattr(hub.plan, name), NOT_PLANNED) for hub in hubs] if name in ("opens", "agreed_until") else [
                    getattr(hub.plan, name) for hub in hubs
                ]
                yield from self._columns(-1, self.hub_names, name, plan[name], values)
        yield from self._columns(-1, self.prepared.town_names, "wage_gap", self.prepared.wage_gap, [t.wage_gap for t in self.twin.towns])
        table, own = self.prepared.instruments, self.twin.instruments
        for name in ("key", "start", "end", "budget", "arrears", "new_only"):
            yield from self._columns(-1, self.prepared.instrument_names, name, table.row[name], [getattr(it, name) for it in own])
        for name in ("hubs", "kinds", "fields", "ages"):
            concerned = getattr(table, name)
            values = [[code in getattr(it, name) for code in range(concerned.shape[1])] for it in own]
            yield from self._columns(-1, self.prepared.instrument_names, name, concerned, values)

    # ------------------------------------------------------------------------------------------------------------ months

    def after_month(self) -> Iterator[Difference]:
        """Every state variable and series after the month just passed."""
        month = self.twin.month - 1
        yield from self._agents(month)
        yield from self._pairs(month)
        yield from self._hubs(month)
        yield from self._instruments(month)
        yield from self._collaborations(month)
        yield from self._series(month)

    def _columns(self, month: int, names: Sequence[str], quantity: str, engine: np.ndarray, twin: Any) -> Iterator[Difference]:
        engine = np.asarray(engine)
        values = np.asarray(twin, dtype=float if engine.dtype.kind == "f" else np.int64).reshape(engine.shape)
        for place in np.argwhere(unlike(engine, values)).tolist():
            where = quantity if len(place) == 1 else f"{quantity} {place[1:]}"
            yield Difference(month, names[place[0]], where, engine[tuple(place)].item(), values[tuple(place)].item())

    def _agents(self, month: int) -> Iterator[Difference]:
        rows, agents = self.engine.town.agents, self.twin.residents
        columns = {name: rows[name] for name in rows.dtype.names or ()}
        values = {name: [_AGENT[name](a) if name in _AGENT else getattr(a, name) for a in agents] for name in columns}
        columns["month of the next move"], values["month of the next move"] = self.engine.town.due.move, [a.move_due for a in agents]
        columns["month of the next need"], values["month of the next need"] = self.engine.town.due.need, [a.need_due for a in agents]
        for name, column in columns.items():
            own = np.asarray(values[name])
            if name in _MEANS_SOMETHING:
                own = np.where(_MEANS_SOMETHING[name](rows), own, column)
            yield from self._columns(month, self.agent_names, name, column, own)
        present = [[town.present, town.vacant, town.firms] for town in self.twin.towns]
        yield from self._columns(month, self.twin.territory.towns, "present", self.engine.town.due.present, present)

    def _pairs(self, month: int) -> Iterator[Difference]:
        pairs, own = self.engine.town.pairs, self.pairs
        columns = {"aware": pairs.aware, "channel": pairs.channel, "spell": pairs.row.spell, "peers": pairs.row.peers}
        for name, column in columns.items():
            yield from self._columns(month, self.pair_names, name, column, [getattr(pair, name) for pair in own])
        # what an unaware pair remembers lies where an aware one has what it thinks; the month in which it forgets is a whole number
        knows = pairs.aware == 1
        for name, told_of, column in (
            ("clock", ~knows, pairs.row.clock), ("told", ~knows, pairs.row.told), ("taste", knows, pairs.row.taste),
            ("remembered", knows, pairs.row.remembered), ("clock", knows, pairs.due.astype(float)),
        ):
            values = np.array([getattr(pair, name) for pair in own], dtype=float)
            if name == "told":  # in single precision
                values = np.where(np.isclose(column, values, rtol=1e-6, atol=1e-9), column, values)
            if column.dtype == float and name == "clock":
                values = np.where(told_of & knows, np.minimum(values, NOT_PLANNED), values)
            yield from self._columns(month, self.pair_names, name, column, np.where(told_of, values, column))

    def _hubs(self, month: int) -> Iterator[Difference]:
        rows = self.engine.town.hubs
        for name in rows.dtype.names or ():
            if name in ("community", "loudest"):  # worked out once a month by the engine, when asked by the twin; when to look again
                continue
            yield from self._columns(month, self.hub_names, name, rows[name], [getattr(hub, name) for hub in self.twin.hubs])

    def _instruments(self, month: int) -> Iterator[Difference]:
        names, own, hubs = self.prepared.instrument_names, self.twin.instruments, self.twin.hubs
        yield from self._columns(month, names, "spent", self.engine.town.public.spent, [it.spent for it in own])
        yield from self._columns(month, names, "exposure", self.engine.town.public.exposure, [it.exposure for it in own])
        paid = self.twin.public[month]
        yield from self._columns(month, names, "paid to hub", self.engine.town.record.public[month], paid)
        for name in ("referral", "joint"):
            values = [[getattr(hub, name).get(other, 0.0) for other in hubs] for hub in hubs]
            yield from self._columns(month, self.hub_names, name, getattr(self.engine.town.public, name), values)

    def _collaborations(self, month: int) -> Iterator[Difference]:
        rows, own = self.engine.town.links.row[: self.engine.town.links.counts[MADE]], self.twin.collaborations
        if len(rows) != len(own):
            yield Difference(month, "everybody", "collaborations ever made", len(rows), len(own))
        rows, own = rows[: len(own)], own[: len(rows)]
        names = [f"collaboration {number}" for number in range(len(own))]
        values = {
            "a": [link.a.row for link in own],
            "b": [link.b.row for link in own],
            "hub": [link.hub.index for link in own],
            "start": [link.start for link in own],
            "end": [link.end for link in own],
        }
        for name, column in values.items():
            yield from self._columns(month, names, name, rows[name], column)
        pairs = [hub.pairs for hub in self.twin.hubs]
        yield from self._columns(month, self.hub_names, "collaborations by field", self.engine.town.record.field_links, pairs)

    def _series(self, month: int) -> Iterator[Difference]:
        record, towns = self.engine.town.record, self.twin.territory.towns
        for rows, all_series, names, twin in (
            (record.hub[month], HUB_SERIES, self.hub_names, [hub.now for hub in self.twin.hubs]),
            (record.town[month], TOWN_SERIES, towns, [town.now for town in self.twin.towns]),
        ):
            for row, (name, now) in enumerate(zip(names, twin, strict=True)):
                series = [f"{name}, series {one.name}" for one in all_series]
                yield from self._columns(month, series, "value", rows[row], [now[one.name] for one in all_series])


def named(found: list[Difference], most: int = 12) -> str:
    """The first few differences, for a reader."""
    return "\n".join(str(difference) for difference in found[:most]) + (f"\n... {len(found)} in all" if len(found) > most else "")
