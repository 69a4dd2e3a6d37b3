"""The rules for frameworks whose rules are compiled loops over columns: what is asked of everybody, in numba, as one would write it.

Serving the queue, opening and the ledgers concern a few dozen people and are those of `arrays.Streets`. The engine's own draws are called.
"""

import math
from collections import namedtuple
from typing import NamedTuple

import numba
import numpy as np

from benchmarks.peers.arrays import PAIR_COLUMNS, PERSON_COLUMNS, Streets
from benchmarks.peers.town import FIXED, NO_PLAN, OCCASIONAL, OFFICE
from model.draws import AWARENESS, EPOCH, FORGETTING, PRESENCE, SHOCK, TASTE, geometric, gumbel, logistic_draw, uniform, uniforms

njit = numba.njit(nogil=True)


class Figures(NamedTuple):
    """What the loops need of the town, as plain numbers."""

    seed: np.uint64
    forgetting: float
    evaluation_rate: float
    job_change: float
    beta_s: float
    plan_nest: float
    habit_plan_change: float
    lasting: float
    renewed: float
    any_hub: float
    one_hub: float
    word: float
    occasional_voice: float


class Fixed(NamedTuple):
    """What never changes about people and hubs."""

    slot: np.ndarray
    keys: np.ndarray
    firm: np.ndarray
    open_to: np.ndarray
    habit: np.ndarray
    offer: np.ndarray  # [people, hubs, plans]
    days: np.ndarray
    contact_start: np.ndarray
    contact: np.ndarray


# The framework's columns; those of pairs are [hubs, people].
State = namedtuple("State", [*PERSON_COLUMNS, *PAIR_COLUMNS])


class Loops(Streets):
    """The months of a town, in loops."""

    def prepare(self) -> None:
        """What the loops read, once the framework has lent its columns."""
        town, p, taste = self.town, self.town.p, self.town.taste
        self.figures = Figures(
            np.uint64(town.seed), p.forgetting, p.evaluation_rate, p.job_change, p.beta_s, p.plan_nest, p.habit_plan_change,
            taste.lasting, taste.renewed, taste.any_hub, taste.one_hub, self.word, p.occasional_voice,
        )
        self.fixed = Fixed(
            town.slot, self.keys, self.firm, self.open_to, town.habit, town.offer, town.days, town.contact_start, town.contact,
        )
        self.state = State(*(getattr(self, name).T for name in State._fields))  # of one dimension: as they are
        self.rows = np.empty((2, len(town)), dtype=np.int64)

    def hear(self, t: int) -> None:
        """Who has heard of a hub, and who has forgotten it."""
        hear(t, np.array([hub.hazard for hub in self.hubs]), self.figures, self.fixed, self.state)

    def reconsider(self, t: int) -> tuple[np.ndarray, np.ndarray]:
        """Let everyone choose whose time it is; who wants a place, and who leaves."""
        attracts = np.array([hub.attracts for hub in self.hubs])
        asking, leaving = reconsider(t, attracts, self.figures, self.fixed, self.state, *self.rows)
        return self.rows[0, :asking], self.rows[1, :leaving]

    def tell_contacts(self, t: int) -> None:
        """Contacts of who began or ceased to be a member see it."""
        tell_contacts(t, self.member_of, self.fixed, self.state)

    def close(self, t: int) -> list[tuple[float, ...]]:
        """Word of mouth, day passes and the ledgers; a line for each hub."""
        days = np.zeros(len(self.hubs))
        speak(t, days, self.figures, self.fixed, self.state)
        for hub in self.hubs:
            hub.aware = int(np.count_nonzero(self.state.aware[hub.number]))
        return [hub.settle(float(days[hub.number])) for hub in self.hubs]


@njit
def hear(t, hazard, f, fixed, s):  # type: ignore[no-untyped-def]
    for h in range(s.aware.shape[0]):
        for i in range(s.aware.shape[1]):
            if s.aware[h, i]:
                if t >= s.clock[h, i] and s.hub[i] != h:
                    s.aware[h, i] = False
                    s.spell[h, i] += 1
                    u = uniform(f.seed, AWARENESS, s.spell[h, i], fixed.slot[i], fixed.keys[h])
                    s.clock[h, i] = hazard[h] - math.log(u)
                    if s.waiting_hub[i] == h:
                        s.waiting[i] = NO_PLAN
            elif hazard[h] >= s.clock[h, i]:
                s.aware[h, i] = s.evaluate[i] = True
                for_any = logistic_draw(uniform(f.seed, TASTE, 0, fixed.slot[i], 0))
                for_hub = logistic_draw(uniform(f.seed, TASTE, 0, fixed.slot[i], fixed.keys[h]))
                s.taste[h, i] = f.lasting * (f.any_hub * for_any + f.one_hub * for_hub)
                s.spell[h, i] += 1
                months = float(geometric(uniform(f.seed, FORGETTING, s.spell[h, i], fixed.slot[i], fixed.keys[h]), f.forgetting))
                s.remembered[h, i] = months
                s.clock[h, i] = math.inf if s.peers[h, i] > 0 else t + months


@njit
def renew(i, t, f, fixed, s):  # type: ignore[no-untyped-def]
    chance = min(1.0, f.evaluation_rate + f.job_change)
    u_gap, u_job, _, _ = uniforms(f.seed, EPOCH, s.epoch[i], fixed.slot[i], 0)
    s.next_epoch[i] = t + geometric(u_gap, chance)
    s.job_change[i] = u_job * chance < f.job_change


@njit
def reconsider(t, attracts, f, fixed, s, asking, leaving):  # type: ignore[no-untyped-def]
    asked, left = 0, 0
    for i in range(s.hub.shape[0]):
        knows = False
        for h in range(attracts.shape[0]):
            knows |= s.aware[h, i]
        if not knows or not fixed.open_to[i]:
            continue
        while s.next_epoch[i] < t:
            s.epoch[i] += 1
            renew(i, s.next_epoch[i], f, fixed, s)
        renewed = s.next_epoch[i] <= t
        if renewed or s.evaluate[i]:
            free = renewed and s.job_change[i] and not fixed.firm[i]
            if renewed:
                s.epoch[i] += 1
                renew(i, t, f, fixed, s)
            s.evaluate[i] = False
            hub, plan = best_option(i, 0.0 if free else fixed.habit[i], attracts, f, fixed, s)
            s.waiting[i] = NO_PLAN
            if hub >= 0 and (hub != s.hub[i] or plan != s.plan[i]):
                s.waiting[i], s.waiting_hub[i] = plan, hub
            if hub < 0 and s.hub[i] >= 0:
                leaving[left] = i
                left += 1
        if s.waiting[i] != NO_PLAN:
            asking[asked] = i
            asked += 1
    return asked, left


@njit
def best_option(i, habit, attracts, f, fixed, s):  # type: ignore[no-untyped-def]
    now = s.hub[i]
    best, best_hub, best_plan = 0.0 if now < 0 else -habit, -1, NO_PLAN
    first, last = (OFFICE, OFFICE) if fixed.firm[i] else (OCCASIONAL, FIXED)
    for_any = f.any_hub * f.renewed * logistic_draw(uniform(f.seed, SHOCK, s.epoch[i], fixed.slot[i], 0))
    for h in range(attracts.shape[0]):
        if not s.aware[h, i]:
            continue
        u, u_1, u_2, u_3 = uniforms(f.seed, SHOCK, s.epoch[i], fixed.slot[i], fixed.keys[h])
        base = attracts[h] + for_any + f.one_hub * f.renewed * logistic_draw(u) + s.taste[h, i]
        base += (f.beta_s if s.peers[h, i] > 0 else 0.0) - (habit if now != h else 0.0)
        luckiest = f.plan_nest * gumbel(max(u_1, u_2, u_3))
        for plan in range(first, last + 1):
            value = base + fixed.offer[i, h, plan - 1]
            if value + luckiest <= best:
                continue
            value += f.plan_nest * gumbel(u_2 if plan == OCCASIONAL + 1 else (u_3 if plan == FIXED else u_1))
            if now == h and s.plan[i] != plan:
                value -= f.habit_plan_change * habit
            if value > best:
                best, best_hub, best_plan = value, h, plan
    return best_hub, best_plan


@njit
def tell_contacts(t, member_of, fixed, s):  # type: ignore[no-untyped-def]
    for i in range(member_of.shape[0]):
        was, now = member_of[i], s.hub[i] if s.plan[i] > OCCASIONAL else -1
        if was == now:
            continue
        member_of[i] = now
        for e in range(fixed.contact_start[i], fixed.contact_start[i + 1]):
            if was >= 0:
                see(t, fixed.contact[e], was, -1, s)
            if now >= 0:
                see(t, fixed.contact[e], now, 1, s)


@njit
def see(t, i, h, change, s):  # type: ignore[no-untyped-def]
    before = s.peers[h, i]
    s.peers[h, i] += change
    if s.aware[h, i] and before == 0:
        s.remembered[h, i], s.clock[h, i] = s.clock[h, i] - t, math.inf
    elif s.aware[h, i] and s.peers[h, i] == 0:
        s.clock[h, i] = t + s.remembered[h, i]


@njit
def speak(t, days, f, fixed, s):  # type: ignore[no-untyped-def]
    for i in range(s.hub.shape[0]):
        h = s.hub[i]
        if h < 0:
            continue
        push = f.word
        if s.plan[i] == OCCASIONAL:
            push *= f.occasional_voice
            whole = math.floor(fixed.days[i])
            days[h] += whole + (uniform(f.seed, PRESENCE, t, fixed.slot[i], 0) < fixed.days[i] - whole)
        for e in range(fixed.contact_start[i], fixed.contact_start[i + 1]):
            if not s.aware[h, fixed.contact[e]]:
                s.clock[h, fixed.contact[e]] -= push
