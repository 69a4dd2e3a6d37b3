"""Whom public money reached, and what the same persons do without it, in the same world.

Of each person's months under a policy, so many as it spends without the policy in the same hubs are had anyway (deadweight), so many of
the rest as it spends in other hubs are drawn from there (displacement), and what is left is additional. A policy is compared with
the first run of the world, and with each that has no instrument but those of the policy: it is the instruments that the other has not, or
has with other figures, whose reach is counted.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from model.names import KINDS, OCCASIONAL

if TYPE_CHECKING:
    from model.compile_scenario import Prepared
    from model.simulation import RunOutcome, World

HELD_BY_PERSONS = ("voucher", "trial_days")  # instruments that somebody takes; the others act on hubs and all who are there


class Helped(NamedTuple):
    """Member-months reached, for each policy by what it has beyond each other policy; one number a replicate."""

    months: np.ndarray  # [policies, other policies, replicates]: of members with a voucher or, for other instruments, of the hubs paid for
    anyway: np.ndarray  # [policies, other policies, replicates]: of which the same persons have in the same hubs under the other policy
    elsewhere: np.ndarray  # [policies, other policies, replicates]: of which they have in other hubs there
    persons: np.ndarray | None = None  # int32[policies, other policies, kinds, towns, replicates]: whom they are, where it was asked for

    @classmethod
    def none(cls, policies: int, replicates: int, towns: int | None = None) -> "Helped":
        """Nobody, with room for so many replicates; persons by kind and town if there are `towns`."""
        pair = (policies, policies)
        persons = None if towns is None else np.zeros((*pair, len(KINDS), towns, replicates), dtype=np.int32)
        months, anyway, elsewhere = (np.zeros((*pair, replicates)) for _ in range(3))
        return cls(months, anyway, elsewhere, persons)

    def with_room_for(self, replicates: int) -> "Helped":
        """Copies with room for more replicates after those there are; nobody where there is room."""
        more = replicates - self.months.shape[-1]
        return self._each(lambda values: np.pad(values, (*((0, 0),) * (values.ndim - 1), (0, more))))

    def some(self, replicates: slice) -> "Helped":
        """The same with some of its replicates."""
        return self._each(lambda values: values[..., replicates])

    def _each(self, made: Callable[[np.ndarray], np.ndarray]) -> "Helped":
        persons = None if self.persons is None else made(self.persons)
        return Helped(made(self.months), made(self.anyway), made(self.elsewhere), persons)

    def put(self, replicate: int, one: "Helped") -> None:
        """Store one replicate."""
        for mine, its in zip(self, one, strict=True):
            if mine is not None and its is not None:
                mine[..., replicate] = its[..., 0]


class Use(NamedTuple):
    """Months of use in one run, a row for each person, hub and voucher (-1 none), ordered by person."""

    agent: np.ndarray
    hub: np.ndarray
    voucher: np.ndarray
    used: np.ndarray  # months, day passes included
    member: np.ndarray  # months as a member
    paid: np.ndarray  # EUR: [instruments, hubs]
    prepared: "Prepared"


def use(run: "RunOutcome", prepared: "Prepared") -> Use:
    """The months of use of one run, in short; keeps nothing of the run."""
    stays, hubs, vouchers = run.stays, len(prepared.hub_names), 1 + len(prepared.instrument_names)
    key = (stays["agent"].astype(np.int64) * hubs + stays["hub"]) * vouchers + stays["voucher"] + 1
    kept, row = np.unique(key, return_inverse=True)
    used = np.bincount(row, minlength=len(kept))
    member = np.bincount(row, weights=stays["plan"] != OCCASIONAL, minlength=len(kept))
    place, voucher = np.divmod(kept, vouchers)
    agent, hub = np.divmod(place, hubs)
    return Use(agent, hub, voucher - 1, used, member, run.public.sum(axis=0), prepared)


def helped(runs: Sequence[Use], world: "World | None" = None) -> Helped:
    """Whom each run reached beyond each other: a replicate of `Helped`; with the world of the runs, persons by kind and town too."""
    towns = None if world is None else len(world.prepared.town_names)
    found = Helped.none(len(runs), 1, towns)
    for a, treated in enumerate(runs):
        for b, other in enumerate(runs):
            beyond = instruments_beyond(treated.prepared, other.prepared)
            if beyond and (b == 0 or not instruments_beyond(other.prepared, treated.prepared)):
                months, anyway, elsewhere, agents = _split(treated, other, beyond)
                found.months[a, b, 0], found.anyway[a, b, 0], found.elsewhere[a, b, 0] = months, anyway, elsewhere
                if world is not None and found.persons is not None:
                    kind, town = world.rows["kind"][agents], world.rows["town"][agents]
                    np.add.at(found.persons[a, b, :, :, 0], (kind, town), 1)
    return found


def instruments_beyond(treated: "Prepared", other: "Prepared") -> list[int]:
    """Which instruments of one run the other has not, or has with other figures."""
    there = {block.name: block for block in other.scenario.instruments}
    return [number for number, block in enumerate(treated.scenario.instruments) if there.get(block.name) != block]


def _split(treated: Use, other: Use, beyond: list[int]) -> tuple[float, float, float, np.ndarray]:
    """Months reached, had anyway, drawn from other hubs, and who they are."""
    types = {treated.prepared.scenario.instruments[number].type for number in beyond}
    hubs = treated.paid[beyond].sum(axis=0) > 0
    reached = np.equal.outer(treated.voucher, beyond).any(axis=1) if types <= set(HELD_BY_PERSONS) else hubs[treated.hub]
    as_users = types == {"trial_days"}  # whoever comes for the day would count as a member in neither run
    months = treated.used if as_users else treated.member
    reached = reached & (months > 0)
    agents, row = np.unique(treated.agent[reached], return_inverse=True)
    with_it = np.bincount(row, weights=months[reached], minlength=len(agents))
    paid_for = {name for name, there in zip(treated.prepared.hub_names, hubs, strict=True) if there}
    same_hub = np.array([name in paid_for for name in other.prepared.hub_names], dtype=bool)
    who = np.searchsorted(agents, other.agent)
    of_them = agents[np.minimum(who, len(agents) - 1)] == other.agent if len(agents) else np.zeros(len(who), dtype=bool)
    without = (other.used if as_users else other.member)[of_them]
    who, here = who[of_them], same_hub[other.hub[of_them]]
    same = np.bincount(who[here], weights=without[here], minlength=len(agents))
    others = np.bincount(who[~here], weights=without[~here], minlength=len(agents))
    anyway = np.minimum(with_it, same)
    elsewhere = np.minimum(with_it - anyway, others)
    return float(with_it.sum()), float(anyway.sum()), float(elsewhere.sum()), agents
