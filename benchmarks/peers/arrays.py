"""The rules for frameworks that keep people in columns: numpy over whatever arrays the framework holds.

Columns of pairs are [people, hubs]. Only rows that may change are touched; queues, a few dozen people, are served one by one.
"""

from collections.abc import MutableMapping
from functools import reduce
from typing import Final

import numpy as np

from benchmarks.peers.draws import LENT, Draws, geometric, gumbel, logistic
from benchmarks.peers.hubs import Hub, hazard_of
from benchmarks.peers.town import EMPLOYEE, FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE, PLANS, Town
from model.draws import AWARE_AT_OPENING, AWARENESS, EPOCH, FORGETTING, PRESENCE, PRIORITY, SHOCK, TASTE

# name: (type, value at the start)
PERSON_COLUMNS: Final = {
    "hub": (np.int64, -1), "plan": (np.int64, NO_PLAN), "waiting": (np.int64, NO_PLAN), "waiting_hub": (np.int64, -1),
    "epoch": (np.int64, 0), "next_epoch": (np.int64, -1), "job_change": (np.bool_, False), "evaluate": (np.bool_, False),
}
PAIR_COLUMNS: Final = {
    "aware": (np.bool_, False), "clock": (np.float64, 0.0), "spell": (np.int64, 0), "peers": (np.int64, 0),
    "remembered": (np.float64, 0.0), "taste": (np.float64, 0.0),
}


class Streets:
    """The months of a town in columns.

    Args:
        town: who lives there, and the hubs.
        draws: how keyed draws are made.
    """

    # people
    hub: np.ndarray
    plan: np.ndarray
    waiting: np.ndarray
    waiting_hub: np.ndarray
    epoch: np.ndarray
    next_epoch: np.ndarray
    job_change: np.ndarray
    evaluate: np.ndarray
    # pairs
    aware: np.ndarray
    clock: np.ndarray
    spell: np.ndarray
    peers: np.ndarray
    remembered: np.ndarray
    taste: np.ndarray

    def __init__(self, town: Town, draws: Draws = LENT) -> None:
        self.draws = draws
        self.town, self.hubs = town, [Hub(town, number) for number in range(len(town.specs))]
        self.keys = np.array([hub.key for hub in self.hubs])
        self.open_to = np.isfinite(town.offer).any(axis=(1, 2))  # the others (firms too large for an office) have nothing to weigh
        self.firm = town.kind == FIRM
        self.word = hazard_of(town.p.awareness_word_of_mouth)
        every, hub = np.nonzero(np.ones_like(town.reach))
        self.thresholds = -np.log(self.draws.uniform(town.seed, AWARENESS, 0, town.slot[every], self.keys[hub])).reshape(town.reach.shape)
        self.thresholds[~town.reach] = np.inf

    def lend(self, columns: MutableMapping[str, np.ndarray]) -> None:
        """The framework's arrays, to be read and written in place."""
        self.__dict__.update(columns)

    def month(self, t: int) -> list[tuple[float, ...]]:
        """One month; a line for each hub."""
        if t == 0:
            self.member_of = self.hub.copy()
            self.open_hubs()
            self.tell_contacts(t)
        for hub in self.hubs:
            hub.begin_month()
        self.hear(t)
        asking, leaving = self.reconsider(t)
        for row in leaving.tolist():
            self.leave(t, row)
        self.give_places(t, asking)
        self.tell_contacts(t)
        return self.close(t)

    # --- hearing and forgetting ---

    def hear(self, t: int) -> None:
        """Who has heard of a hub, and who has forgotten it."""
        hazard = np.array([hub.hazard for hub in self.hubs])
        due = np.where(self.aware, t, hazard) >= self.clock
        rows, hubs = np.nonzero(due)
        known = self.aware[rows, hubs]
        self.become_aware(t, rows[~known], hubs[~known])
        rows, hubs = rows[known], hubs[known]
        idle = self.hub[rows] != hubs
        rows, hubs = rows[idle], hubs[idle]
        self.aware[rows, hubs] = False
        self.spell[rows, hubs] += 1
        u = self.draws.uniform(self.town.seed, AWARENESS, self.spell[rows, hubs], self.town.slot[rows], self.keys[hubs])
        self.clock[rows, hubs] = hazard[hubs] - np.log(u)
        self.waiting[rows[self.waiting_hub[rows] == hubs]] = NO_PLAN

    def become_aware(self, t: int, rows: np.ndarray, hubs: np.ndarray) -> None:
        """These people hear of these hubs."""
        self.aware[rows, hubs] = True
        self.evaluate[rows] = True
        self.taste[rows, hubs] = self.lasting_taste(rows, hubs)
        self.remember(t, rows, hubs)

    def lasting_taste(self, rows: np.ndarray, hubs: np.ndarray) -> np.ndarray:
        """The part of taste that lasts."""
        seed, slot, taste = self.town.seed, self.town.slot[rows], self.town.taste
        for_any, for_hub = self.draws.uniform(seed, TASTE, 0, slot, 0), self.draws.uniform(seed, TASTE, 0, slot, self.keys[hubs])
        return taste.lasting * (taste.any_hub * logistic(for_any) + taste.one_hub * logistic(for_hub))

    def remember(self, t: int, rows: np.ndarray, hubs: np.ndarray) -> None:
        """New spells of remembering, paused while a contact is a member."""
        self.spell[rows, hubs] += 1
        u = self.draws.uniform(self.town.seed, FORGETTING, self.spell[rows, hubs], self.town.slot[rows], self.keys[hubs])
        months = geometric(u, self.town.p.forgetting)
        self.remembered[rows, hubs] = months
        self.clock[rows, hubs] = np.where(self.peers[rows, hubs] > 0, np.inf, t + months)

    # --- choice ---

    def renew(self, rows: np.ndarray, t: np.ndarray | int) -> None:
        """Draw the next renewal of taste, and whether it is a change of job."""
        p = self.town.p
        chance = min(1.0, p.evaluation_rate + p.job_change)
        u = self.draws.uniforms(self.town.seed, EPOCH, self.epoch[rows], self.town.slot[rows], 0)
        self.next_epoch[rows] = t + geometric(u[:, 0], chance)
        self.job_change[rows] = u[:, 1] * chance < p.job_change

    def catch_up(self, rows: np.ndarray, t: int) -> None:
        """Let the renewals before this month pass."""
        while (rows := rows[self.next_epoch[rows] < t]).size:
            self.epoch[rows] += 1
            self.renew(rows, self.next_epoch[rows])

    def reconsider(self, t: int) -> tuple[np.ndarray, np.ndarray]:
        """Let everyone choose whose time it is; who wants a place, and who leaves."""
        knowing = np.flatnonzero(reduce(np.logical_or, self.aware.T) & self.open_to)
        self.catch_up(knowing, t)
        renewed = self.next_epoch[knowing] <= t
        choosing = knowing[renewed | self.evaluate[knowing]]
        renewed = self.next_epoch[choosing] <= t
        free = renewed & self.job_change[choosing] & ~self.firm[choosing]
        anew = choosing[renewed]
        self.epoch[anew] += 1
        self.renew(anew, t)
        self.evaluate[choosing] = False
        hub, plan = self.best_options(choosing, np.where(free, 0.0, self.town.habit[choosing]))
        change = (hub >= 0) & ((hub != self.hub[choosing]) | (plan != self.plan[choosing]))
        self.waiting[choosing] = np.where(change, plan, NO_PLAN)
        self.waiting_hub[choosing] = np.where(change, hub, self.waiting_hub[choosing])
        return knowing[self.waiting[knowing] != NO_PLAN], choosing[(hub < 0) & (self.hub[choosing] >= 0)]

    def plan_values(self, rows: np.ndarray, hubs: np.ndarray) -> np.ndarray:
        """Renewed tastes and all that does not depend on the hub's month, [pairs, plans]."""
        town, taste, p = self.town, self.town.taste, self.town.p
        slot, epoch = town.slot[rows], self.epoch[rows]
        u = self.draws.uniforms(town.seed, SHOCK, epoch, slot, self.keys[hubs])
        renewed = taste.any_hub * logistic(self.draws.uniform(town.seed, SHOCK, epoch, slot, 0)) + taste.one_hub * logistic(u[:, 0])
        base = taste.renewed * renewed + p.beta_s * (self.peers[rows, hubs] > 0)
        return base[:, None] + town.offer[rows, hubs] + p.plan_nest * gumbel(u[:, [1, 2, 3, 1]])

    def best_options(self, choosing: np.ndarray, habit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Hub and plan preferred, -1 and none for outside."""
        who, hubs = np.nonzero(self.aware[choosing])
        rows, bound = choosing[who], habit[who]
        attracts = np.array([hub.attracts for hub in self.hubs])
        here = self.hub[rows] == hubs
        values = self.plan_values(rows, hubs) + (attracts[hubs] + self.taste[rows, hubs] - bound * ~here)[:, None]
        staying = np.flatnonzero(here)
        other = np.array(PLANS) != self.plan[rows[staying], None]
        values[staying] -= self.town.p.habit_plan_change * bound[staying, None] * other
        options = np.full((len(choosing), len(self.hubs), len(PLANS)), -np.inf)
        options[who, hubs] = values
        flat = options.reshape(len(choosing), -1)
        best = flat.argmax(axis=1)
        outside = np.where(self.hub[choosing] >= 0, -habit, 0.0)
        inside = flat[np.arange(len(choosing)), best] > outside
        return np.where(inside, best // len(PLANS), -1), np.where(inside, best % len(PLANS) + 1, NO_PLAN)

    # --- membership ---

    def give_places(self, t: int, asking: np.ndarray) -> None:
        """Places in the order drawn for the month; who finds none waits."""
        order = np.argsort(self.draws.uniform(self.town.seed, PRIORITY, t, self.town.slot[asking], 0), kind="stable")
        asking = asking[order]
        columns = (self.hub[asking], self.plan[asking], self.waiting_hub[asking], self.waiting[asking])
        seated = []
        for row, now, held, number, wanted in zip(asking.tolist(), *(column.tolist() for column in columns), strict=True):
            hub = self.hubs[number]
            granted = held if now == number and held == wanted else hub.granted(wanted, held if now == number else NO_PLAN)
            if granted == NO_PLAN:
                hub.waiting += 1
                continue
            seated.append(row)
            if now == number:
                hub.count(held, -1)
                hub.count(granted, 1)
                self.plan[row] = granted
            else:
                if now >= 0:
                    self.leave(t, row)
                self.join(row, number, granted)
        self.waiting[seated] = NO_PLAN

    def join(self, row: int, number: int, plan: int) -> None:
        """Start to use a hub; who uses it does not forget it."""
        self.hubs[number].count(plan, 1)
        self.hub[row], self.plan[row] = number, plan
        self.clock[row, number] = self.remembered[row, number] = np.inf

    def leave(self, t: int, row: int) -> None:
        """Give up a hub, still knowing it."""
        number = int(self.hub[row])
        self.hubs[number].count(int(self.plan[row]), -1)
        self.hub[row], self.plan[row] = -1, NO_PLAN
        self.remember(t, np.array([row]), np.array([number]))

    def tell_contacts(self, t: int) -> None:
        """Contacts of who began or ceased to be a member see it: memory pauses while one of them is."""
        before, self.member_of = self.member_of, np.where(self.plan > OCCASIONAL, self.hub, -1)
        changed = np.flatnonzero(before != self.member_of)
        left, joined = changed[before[changed] >= 0], changed[self.member_of[changed] >= 0]
        people = np.concatenate([left, joined])
        if not people.size:
            return
        contacts, source = self.contacts_of(people)
        hubs = np.concatenate([before[left], self.member_of[joined]])[source]
        had = self.peers[contacts, hubs]
        np.add.at(self.peers, (contacts, hubs), np.repeat([-1, 1], [len(left), len(joined)])[source])
        has = self.peers[contacts, hubs]
        # a pair may stand here twice, so both are worked out before either is written
        begins, ends = (self.aware[contacts, hubs] & moved for moved in ((had == 0) & (has > 0), (had > 0) & (has == 0)))
        paused, resumed = (contacts[begins], hubs[begins]), (contacts[ends], hubs[ends])
        left_to_remember, until = self.clock[paused] - t, t + self.remembered[resumed]
        self.remembered[paused], self.clock[paused], self.clock[resumed] = left_to_remember, np.inf, until

    def contacts_of(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All contacts of these people, and whose each is (as a position in `rows`)."""
        start = self.town.contact_start[rows]
        number = self.town.contact_start[rows + 1] - start
        source = np.repeat(np.arange(len(rows)), number)
        first = np.cumsum(number) - number
        return self.town.contact[np.arange(len(source)) + (start - first)[source]], source

    # --- the rest of a month ---

    def open_hubs(self) -> None:
        """Month 0: who has heard of each hub when it opens, and who founds it."""
        town, p = self.town, self.town.p
        self.clock[:] = self.thresholds
        for number, hub in enumerate(self.hubs):
            reached = np.flatnonzero(town.reach[:, number])
            heard = reached[self.draws.uniform(town.seed, AWARE_AT_OPENING, 0, town.slot[reached], hub.key) < p.aware_at_opening]
            self.become_aware(0, heard, np.full_like(heard, number))
            rows = reached[(self.hub[reached] < 0) & self.open_to[reached] & (town.kind[reached] != EMPLOYEE)]
            rows = rows if hub.founding_firms else rows[~self.firm[rows]]
            self.catch_up(rows, 0)
            hubs = np.full_like(rows, number)
            worth = self.plan_values(rows, hubs) + self.lasting_taste(rows, hubs)[:, None]
            best = np.argsort(-worth[:, FLEX - 1], kind="stable")[: hub.founders]
            rather_fixed = worth[best, FIXED - 1] > worth[best, FLEX - 1]
            for row, fixed in zip(rows[best].tolist(), rather_fixed.tolist(), strict=True):
                plan = FIXED if fixed and hub.free >= 1.0 else FLEX
                if hub.has_place(plan):
                    self.enter(row, number, plan)
            for row in rows[np.argsort(-worth[:, OFFICE - 1], kind="stable")[: hub.founding_firms]].tolist():
                self.enter(row, number, OFFICE)

    def enter(self, row: int, number: int, plan: int) -> None:
        """A founder comes to know the hub, if it did not, and joins."""
        if not self.aware[row, number]:
            self.become_aware(0, np.array([row]), np.array([number]))
        self.evaluate[row] = False
        self.join(row, number, plan)

    def close(self, t: int) -> list[tuple[float, ...]]:
        """Word of mouth, day passes and the ledgers; a line for each hub."""
        users = np.flatnonzero(self.hub >= 0)
        occasional = self.plan[users] == OCCASIONAL
        contacts, source = self.contacts_of(users)
        hubs = self.hub[users][source]
        unaware = ~self.aware[contacts, hubs]
        push = np.where(occasional, self.word * self.town.p.occasional_voice, self.word)[source]
        np.subtract.at(self.clock, (contacts[unaware], hubs[unaware]), push[unaware])
        visitors = users[occasional]
        u = self.draws.uniform(self.town.seed, PRESENCE, t, self.town.slot[visitors], 0)
        wanted = self.town.days[visitors]
        days = np.floor(wanted) + (u < wanted - np.floor(wanted))
        days = np.bincount(self.hub[visitors], weights=days, minlength=len(self.hubs))
        for hub in self.hubs:
            hub.aware = int(np.count_nonzero(self.aware[:, hub.number]))
        return [hub.settle(float(days[hub.number])) for hub in self.hubs]
