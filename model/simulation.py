"""One run of one world (ODD §5.5): build the people, make the state, let the months pass, hand over what was measured."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from model.columns import (
    AGENT_STATE,
    DRAWN_BYTES,
    HUB_STATE,
    LINK,
    NEVER,
    NOT_PLANNED,
    OVERFLOW,
    PAIR_STATE,
    PERSON,
    Due,
    InstrumentState,
    Links,
    PairState,
    People,
    Ties,
    Town,
)
from model.compile_scenario import Prepared, prepare
from model.compiled import direct
from model.memory import WORD, rows_of
from model.names import FIELDS
from model.population import reach, synthesise
from model.recorded import STAY, Record, Stays
from model.scenario import Scenario
from model.series import HUB_SERIES, TOWN_SERIES

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from model.month.derived import Derived
    from model.month.extensions import Acting, Own

__all__ = ["Prepared", "RunOutcome", "Simulation", "World", "build_world", "compile_all", "prepare", "simulate"]

_AGENT_START = np.zeros((), dtype=AGENT_STATE)  # what does not start from zero
for _name, _value in {
    "hub": -1, "waiting_hub": -1, "resident": 1, "voucher": -1, "held": -1, "next_epoch": -1, "need": -1, "client_hub": -1, "counted": -1,
    "absorption": 1.0, "ends": NEVER, "anchor": -1, "advice_at": np.inf,
}.items():
    _AGENT_START[_name] = _value

PEOPLE_A_THREAD = 200_000  # below, threads that share a month cost more than they save
_TIES_KEPT = 16  # sets of hub places of one world
_FIRST_DRAWS_KEPT = 2  # sets of first draws of one world: policies rarely differ in them


class FirstDraws(NamedTuple):
    """What hubs and people carry into the first month (ODD §5.5): policies with the same hubs and parameters share it."""

    specs: np.recarray  # columns.HUB_SPEC
    derived: "Derived"
    columns: tuple[np.ndarray, ...] = ()  # of the state, as `_drawn` lists them


@dataclass
class World:
    """People, contacts and distances of one seed. Read-only: every policy of a scenario may share it."""

    seed: int
    people: People
    prepared: Prepared  # of the scenario it was built for
    rows: np.recarray = field(init=False, repr=False)  # the people as rows of `columns.PERSON`
    _ties: dict[bytes, Ties] = field(default_factory=dict, repr=False)
    _first_draws: dict[Hashable, FirstDraws] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Put the people into rows; the columns that are in them become views of them, so that nothing is kept twice."""
        rows = rows_of(PERSON, len(self.people.slot))
        names = {{"sector": "field", "size_class": "size"}.get(name, name): name for name in PERSON.names or ()}
        shared = {column: name for column, name in names.items() if column not in ("contact_start", "degree")}
        for column, name in shared.items():
            rows[name] = getattr(self.people, column)
        rows["contact_start"] = self.people.contact_start[:-1]
        rows["degree"] = np.diff(self.people.contact_start)
        rows.setflags(write=False)
        self.rows = rows
        self.people = self.people._replace(**{column: rows[name] for column, name in shared.items()})

    def bytes_in(self, prepared: Prepared) -> int:
        """Memory it takes once a scenario has run in it, with the first draws and who could travel where, for all sets of hubs so far."""
        ties = self.ties(prepared)
        apart = [column for name, column in self.people._asdict().items() if name == "contact" or column.base is None]
        travel = [column for ties in list(self._ties.values()) for column in (ties.start, ties.hub, ties.agent, ties.minutes)]
        draws = max(1, len(self._first_draws)) * (DRAWN_BYTES * len(self.rows) + 8 * len(ties.hub))
        return int(self.rows.nbytes + sum(column.nbytes for column in (*apart, *travel)) + draws)

    def ties(self, prepared: Prepared) -> Ties:
        """Who could travel to which hub, and who knows whom; made once for each set of hub places.

        Raises:
            ValueError: when the scenario is about other people than this world's.
        """
        if not self.prepared.same_people(prepared):
            raise ValueError("this world was built for another territory or population; build one for this scenario")
        key = prepared.hub_xy.tobytes()
        ties = self._ties.get(key)
        if ties is None:
            pairs = reach(self.people, prepared.hub_xy, prepared.parameters, prepared.territory.road_factor)
            ties = Ties(pairs.start, pairs.hub, pairs.agent, pairs.minutes, self.people.contact)
            if len(self._ties) >= _TIES_KEPT:  # a study that moves a hub about must not fill the memory
                self._ties.clear()
            self._ties[key] = ties
        return ties

    def first_draws(self, prepared: Prepared) -> FirstDraws | None:
        """The first draws of a run, if one that has the same was begun here."""
        return self._first_draws.get(prepared.first_draws_key)

    def keep_first_draws(self, prepared: Prepared, draws: FirstDraws) -> None:
        """Keeps them for the other policies."""
        if len(self._first_draws) >= _FIRST_DRAWS_KEPT:
            self._first_draws.clear()
        self._first_draws[prepared.first_draws_key] = draws


@dataclass(frozen=True)
class RunOutcome:
    """What one run measured. Shapes: [months, hubs, series], [months, towns, series], [months, instruments, hubs], [hubs, 8, 8]."""

    hub: np.ndarray
    town: np.ndarray
    public: np.ndarray
    field_links: np.ndarray
    member_months: np.ndarray
    subsidised_months: np.ndarray
    stays: np.ndarray  # rows of `recorded.STAY`
    state: np.ndarray
    reason: np.ndarray
    changed: np.ndarray


def build_world(prepared: Prepared, seed: int) -> World:
    """The people and contacts of a territory for one seed, whatever the hubs and instruments.

    Args:
        prepared: from `prepare`.
        seed: of the replicate, 0 to 2**64 - 1.
    """
    return World(seed, synthesise(prepared.territory_of(seed), prepared.parameters, seed), prepared)


def _links(agents: int, capacity: int) -> Links:
    return Links(
        row=rows_of(LINK, capacity),
        head=np.full(agents, -1, dtype=np.int32),
        active=np.empty(capacity, dtype=np.int32),
        counts=np.zeros(3, dtype=np.int64),
    )


def _drawn(town: Town, advises: bool) -> list[np.ndarray]:
    """The columns in which `begin` leaves what it drew."""
    agents, due = town.agents.view(np.ndarray), town.due
    advice = [agents["advice_at"], due.advice] if advises else []
    return [agents["leaving"], agents["leave_at"], due.move, due.need, due.present, town.pairs.row.view(np.ndarray)["clock"], *advice]


class Simulation:
    """A run in progress: advance it month by month or all at once; both call the same compiled month.

    Args:
        world: from `build_world`; not changed.
        prepared: the scenario under one policy.
    """

    town: Town  # the state, as the kernels read and write it

    def __init__(self, world: World, prepared: Prepared) -> None:
        self.world = world
        self.prepared = prepared
        self.month = 0
        self._capacity = max(4096, len(world.rows) // 4)  # of collaborations; memory not written to costs nothing
        self._stays = max(4096, prepared.months * (len(world.rows) // 16))
        self._start()

    def _start(self) -> None:
        from model.month.derived import derive
        from model.month.schedule import begin

        prepared = self.prepared
        n, hubs, months = len(self.world.rows), len(prepared.hub_names), prepared.months
        parameters, ties = prepared.parameters.record(), self.world.ties(prepared)
        agents = rows_of(AGENT_STATE, n, _AGENT_START)
        due = Due(
            move=np.full(n, NEVER, dtype=np.int32), need=np.full(n, NEVER, dtype=np.int32), choose=np.full(n, NEVER, dtype=np.int32),
            advice=np.full(n, np.inf), tied=np.zeros(n, dtype=np.uint8),
            present=np.zeros((len(prepared.town_names), 3), dtype=np.int64),
        )
        within_reach = len(ties.hub)
        pairs = PairState(
            due=np.full(within_reach, NOT_PLANNED, dtype=np.int16), aware=np.zeros(within_reach, dtype=np.uint8),
            channel=np.zeros(within_reach, dtype=np.uint8), row=rows_of(PAIR_STATE, within_reach),
        )
        states = rows_of(HUB_STATE, hubs)
        states["changed"] = -1
        states["opened"] = -1
        states["price_level"] = 1.0
        instruments = len(prepared.instrument_names)
        public = InstrumentState(
            spent=np.zeros(instruments), due=np.zeros((instruments, hubs, months)), exposure=np.zeros(instruments),
            referral=np.zeros((hubs, hubs)), joint=np.zeros((hubs, hubs)),
        )
        record = Record(
            hub=np.zeros((months, hubs, len(HUB_SERIES) + len(prepared.own_series))),
            town=np.zeros((months, len(prepared.town_names), len(TOWN_SERIES))),
            public=np.zeros((months, instruments, hubs)),
            field_links=np.zeros((hubs, len(FIELDS), len(FIELDS))),
            stays=Stays(rows_of(STAY, self._stays), np.zeros(1, dtype=np.int64)),
        )
        kept = self.world.first_draws(prepared)
        draws = kept or FirstDraws(prepared.specs_of(self.world.seed), direct(derive, parameters)(parameters))
        self.town = Town(
            seed=np.uint64(self.world.seed), parameters=parameters, derived=draws.derived, people=self.world.rows,
            wage_gap=prepared.wage_gap_of(self.world.seed), other_places=prepared.other_places,
            ties=ties, specs=draws.specs, phases=prepared.phases,
            instruments=prepared.instruments, public=public, agents=agents,
            due=due, pairs=pairs, hubs=states, links=_links(n, self._capacity), record=record,
        )
        self._rows = np.empty((3, n), dtype=np.int64)
        self._priority = np.empty(n)
        if kept is None:
            direct(begin, self.town)(self.town)
            columns = tuple(column.copy() for column in _drawn(self.town, prepared.advises))
            self.world.keep_first_draws(prepared, draws._replace(columns=columns))
        else:
            for column, values in zip(_drawn(self.town, prepared.advises), kept.columns, strict=True):
                column[...] = values
        self._acting = self._extensions()
        self.month = 0

    def advance(self, months: int | None = None, threads: int = 1) -> None:
        """Let `months` pass (all that are left by default); never beyond the horizon.

        Args:
            months: how many.
            threads: that share a month; it pays where people are many (`PEOPLE_A_THREAD`), and changes nothing else.
        """
        last = self.prepared.months if months is None else min(self.prepared.months, self.month + months)
        self._pass(self.month, last, threads)
        while self._short_of_room():  # a run is a function of its seed, so make it again with more
            self._start()
            self._pass(0, last, threads)

    def _short_of_room(self) -> bool:
        """Whether collaborations or stays were more than there was room for, which is then made larger."""
        stays, links = self.town.record.stays, bool(self.town.links.counts[OVERFLOW])
        more_stays = int(stays.number[0]) > len(stays.row)
        self._capacity *= 4 if links else 1
        self._stays *= 4 if more_stays else 1
        return links or more_stays

    def _pass(self, first: int, last: int, threads: int) -> None:
        if threads > 1 or self._acting:
            self._pass_in_parts(first, last, threads)
        else:
            from model.month.schedule import months

            arguments = (first, last, self.town, self._rows, self._priority)
            direct(months, *arguments)(*arguments)
        self.month = last

    def _extensions(self) -> "list[Acting]":
        """What extensions have of their own in this run, if any act in it."""
        if not self.prepared.extensions:
            return []
        from model.month.extensions import Acting

        return [Acting(used, self.town, self.prepared.own_series) for used in self.prepared.extensions]

    @property
    def own(self) -> "dict[str, Own]":
        """What the extensions that act in this run have of their own, by name of the instrument or submodel."""
        return {acting.used.name: acting.own for acting in self._acting}

    def _act(self, place: str, t: int) -> None:
        for acting in self._acting:
            acting.act(place, t, self.town)

    def _pass_in_parts(self, first: int, last: int, threads: int) -> None:
        """Months in which extensions act, or stretches of agents hear and choose side by side.

        What these listed and counted is put together in their order.
        """
        from concurrent.futures import ThreadPoolExecutor

        from model.month import parts

        town, agents, counts = self.town, len(self.world.rows), np.zeros(2, dtype=np.int64)
        offer, tell = direct(parts.offer, 0, town), direct(parts.tell, 0, town)
        end = direct(parts.end, 0, town, self._rows, self._priority, counts)
        edges = [agents * part // threads // WORD * WORD for part in range(threads)] + [agents]
        with ThreadPoolExecutor(threads) as pool:
            for t in range(first, last):
                offer(t, town)
                self._act("offers", t)
                tell(t, town)
                self._act("choices", t)
                counts = self._hear_and_choose(t, list(pairwise(edges)), pool)
                end(t, town, self._rows, self._priority, counts)
                self._act("end", t)
                for acting in self._acting:
                    acting.record(t, town)

    def _hear_and_choose(self, t: int, stretches: list[tuple[int, int]], pool: "Executor") -> np.ndarray:
        """Steps 4 and 5, stretch beside stretch; what is left to do of them is counted."""
        from model.month import parts

        rows, priority, hubs = self._rows, self._priority, self.town.hubs
        counts = np.zeros((len(stretches), 2), dtype=np.int64)
        if len(stretches) == 1:
            alone = (*stretches[0], t, self.town, rows, priority, counts[0])
            direct(parts.choose, *alone)(*alone)
            return counts[0]
        own = [self.town._replace(hubs=hubs.copy()) for _ in stretches]  # heads are counted by each thread for itself
        done = [
            pool.submit(parts.choose, start, end, t, town, rows[:, start:end], priority[start:end], count)
            for (start, end), town, count in zip(stretches, own, counts, strict=True)
        ]
        for part in done:
            part.result()
        for name in ("aware", "aware_firms"):
            hubs[name] += sum(town.hubs[name] - hubs[name] for town in own)
        ends = counts.cumsum(axis=0)
        for (start, _), (asked, gone), (asks, goes) in zip(stretches, counts.tolist(), ends.tolist(), strict=True):
            for column, number, end in ((rows[1], asked, asks), (priority, asked, asks), (rows[2], gone, goes)):
                column[end - number : end] = column[start : start + number]
        last: np.ndarray = ends[-1]
        return last

    def outcome(self) -> RunOutcome:
        """What was measured so far (the arrays of the run, not copies)."""
        record = self.town.record
        agents, hubs, stays = (rows.view(np.ndarray) for rows in (self.town.agents, self.town.hubs, record.stays.row))
        return RunOutcome(
            hub=record.hub, town=record.town, public=record.public, field_links=record.field_links,
            member_months=agents["member_months"], subsidised_months=agents["subsidised_months"],
            stays=stays[: int(record.stays.number[0])],
            state=hubs["state"], reason=hubs["reason"], changed=hubs["changed"],
        )


@cache
def compile_all() -> None:
    """Compile whatever a run needs, or load it, in a town of next to nobody; kernels are the same for every scenario."""
    figures = {"professionals": 2, "remote_workers": 2, "firms": 2}
    place = {"towns": ["lodi"], "catchment_minutes": 0, "overrides": {"lodi": figures}}
    hub = {"name": "hub", "town": "lodi", "desks": 1}
    written = {"title": "", "question": "", "start": "2022-01", "territory": place, "hubs": [hub]}
    nobody = prepare(Scenario.model_validate(written))
    Simulation(build_world(nobody, 0), nobody).advance(1)


def simulate(world: World, prepared: Prepared, threads: int = 1) -> RunOutcome:
    """Run a scenario over its whole horizon in a world; `threads` share its months where people are many enough for it to pay."""
    run = Simulation(world, prepared)
    run.advance(threads=max(1, min(threads, len(world.rows) // PEOPLE_A_THREAD)))
    return run.outcome()
