"""The rules for frameworks where each person is a Python object; mixed into the framework's own classes of agents and models.

Written to be quick as Python goes: a threshold instead of a draw a month, nothing weighed by who knows no hub, and what never changes
worked out in advance.
"""

import heapq
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from benchmarks.peers.hubs import Hub, hazard_of
from benchmarks.peers.town import EMPLOYEE, FIRM, FIXED, FLEX, NO_PLAN, OCCASIONAL, OFFICE, Town
from model.draws import (
    AWARE_AT_OPENING,
    AWARENESS,
    EPOCH,
    FORGETTING,
    PRESENCE,
    PRIORITY,
    SHOCK,
    TASTE,
    uniform,
    uniforms,
)

EULER = 0.5772156649015329


def gumbel(u: float) -> float:
    """`model.draws.gumbel`; in plain Python, where calling compiled code for one logarithm takes longer than the logarithm."""
    return -math.log(-math.log(u)) - EULER


def logistic(u: float) -> float:
    """`model.draws.logistic_draw`."""
    return math.log(u / (1.0 - u))


def geometric(u: float, probability: float) -> int:
    """`model.draws.geometric`, for a chance between 0 and 1."""
    return min(1 + math.floor(math.log(u) / math.log1p(-probability)), 1_000_000)


class Tie:
    """What a person knows of a hub within reach."""

    __slots__ = ("aware", "clock", "hub", "offer", "peers", "remembered", "spell", "taste")

    def __init__(self, hub: Hub, offer: Sequence[float], clock: float) -> None:
        self.hub, self.offer, self.clock = hub, (-math.inf, *offer), clock
        self.aware, self.spell, self.peers, self.remembered, self.taste = False, 0, 0, 0.0, 0.0


class Resident:
    """A person or firm."""

    def settle_in(self, town: Town, row: int, hubs: list[Hub]) -> None:
        """Take traits and ties from a row of the town; contacts are made once everybody is there."""
        self.town, self.row, self.slot = town, row, int(town.slot[row])
        self.employee = bool(town.kind[row] == EMPLOYEE)
        self.firm, self.habit, self.wanted = bool(town.kind[row] == FIRM), float(town.habit[row]), float(town.days[row])
        self.plans = (OFFICE,) if self.firm else (OCCASIONAL, FLEX, FIXED)
        self.tie_to: list[Any] = [self._tie(hub) if town.reach[row, hub.number] else None for hub in hubs]
        self.ties = [tie for tie in self.tie_to if tie is not None]
        self.excluded = all(tie.offer[plan] == -math.inf for tie in self.ties for plan in self.plans)  # a firm too large for an office
        self.contacts: list[Resident] = []
        self.hub: Any = None  # outside
        self.waiting_hub: Any = None
        self.plan = self.waiting = NO_PLAN
        self.epoch, self.next_epoch, self.known = 0, -1, 0
        self.job_change = self.evaluate = False

    def _tie(self, hub: Hub) -> Tie:
        clock = -math.log(uniform(self.town.seed, AWARENESS, 0, self.slot, hub.key))
        return Tie(hub, self.town.offer[self.row, hub.number].tolist(), clock)

    # --- hearing and forgetting ---

    def hear(self, t: int) -> None:
        """Hear of the hubs whose hazard has passed one's threshold; forget those whose time has come, unless one uses them."""
        for tie in self.ties:
            if tie.aware:
                if t >= tie.clock and tie.hub is not self.hub:
                    self.forget(tie)
            elif tie.hub.hazard >= tie.clock:
                self.become_aware(t, tie)

    def become_aware(self, t: int, tie: Tie) -> None:
        """A hub is heard of, and weighed this month with a lasting taste for it."""
        tie.aware = self.evaluate = True
        tie.hub.aware += 1
        self.known += 1
        tie.taste = self.lasting_taste(tie.hub)
        self.remember(t, tie)

    def remember(self, t: int, tie: Tie) -> None:
        """A new spell of remembering, paused while a contact is a member."""
        tie.spell += 1
        u = uniform(self.town.seed, FORGETTING, tie.spell, self.slot, tie.hub.key)
        tie.remembered = geometric(u, self.town.p.forgetting)
        tie.clock = math.inf if tie.peers else t + tie.remembered

    def forget(self, tie: Tie) -> None:
        """A new spell of not knowing the hub."""
        tie.aware = False
        tie.hub.aware -= 1
        self.known -= 1
        tie.spell += 1
        tie.clock = tie.hub.hazard - math.log(uniform(self.town.seed, AWARENESS, tie.spell, self.slot, tie.hub.key))
        if self.waiting_hub is tie.hub:
            self.waiting = NO_PLAN

    def speak(self, word: float) -> None:
        """Tell each contact who does not know it of one's hub."""
        number = self.hub.number
        push = word * self.town.p.occasional_voice if self.plan == OCCASIONAL else word
        for contact in self.contacts:
            tie = contact.tie_to[number]
            if tie is not None and not tie.aware:
                tie.clock -= push

    # --- choice ---

    def renew(self, t: int) -> None:
        """Draw the month of the next renewal of taste, and whether it is a change of job."""
        p = self.town.p
        chance = min(1.0, p.evaluation_rate + p.job_change)
        u_gap, u_job, _, _ = uniforms(self.town.seed, EPOCH, self.epoch, self.slot, 0)
        self.next_epoch = t + geometric(u_gap, chance)
        self.job_change = u_job * chance < p.job_change

    def catch_up(self, t: int) -> None:
        """Let the renewals before this month pass."""
        while self.next_epoch < t:
            self.epoch += 1
            self.renew(self.next_epoch)

    def reconsider(self, t: int) -> bool:
        """Choose anew if it is time to; true if one wants a place. Who gives up its hub is marked with `leaves`."""
        self.leaves = False
        self.catch_up(t)
        renewed = t >= self.next_epoch
        if renewed or self.evaluate:
            free = renewed and self.job_change and not self.firm
            if renewed:
                self.epoch += 1
                self.renew(t)
            self.evaluate, self.waiting = False, NO_PLAN
            hub, plan = self.best_option(0.0 if free else self.habit)
            if hub is None:
                self.leaves = self.hub is not None
            elif hub is not self.hub or plan != self.plan:
                self.waiting, self.waiting_hub = plan, hub
        return self.waiting != NO_PLAN

    def tastes(self, hub: Hub, for_any: float) -> tuple[float, tuple[float, ...]]:
        """Renewed taste for a hub, and the uniforms of the tastes for its plans."""
        taste = self.town.taste
        u, u_1, u_2, u_3 = uniforms(self.town.seed, SHOCK, self.epoch, self.slot, hub.key)
        return for_any + taste.one_hub * taste.renewed * logistic(u), (0.0, u_1, u_2, u_3, u_1)

    def taste_for_any(self) -> float:
        """Renewed taste for any hub against outside."""
        taste = self.town.taste
        return taste.any_hub * taste.renewed * logistic(uniform(self.town.seed, SHOCK, self.epoch, self.slot, 0))

    def best_option(self, habit: float) -> tuple[Hub | None, int]:
        """The hub and plan preferred now; none is outside."""
        p, now, now_plan = self.town.p, self.hub, self.plan
        best_hub, best_plan, best = None, NO_PLAN, 0.0 if now is None else -habit
        if self.excluded:
            return best_hub, best_plan
        for_any = self.taste_for_any()
        for tie in self.ties:
            if not tie.aware:
                continue
            hub = tie.hub
            taste, lots = self.tastes(hub, for_any)
            base = hub.attracts + taste + tie.taste
            if tie.peers:
                base += p.beta_s
            if now is not hub:
                base -= habit
            luckiest = p.plan_nest * gumbel(max(lots))
            for plan in self.plans:
                value = base + tie.offer[plan]
                if value + luckiest <= best:
                    continue
                value += p.plan_nest * gumbel(lots[plan])
                if now is hub and now_plan != plan:
                    value -= p.habit_plan_change * habit
                if value > best:
                    best, best_hub, best_plan = value, hub, plan
        return best_hub, best_plan

    def first_offer(self, tie: Tie, plan: int) -> tuple[float, float]:
        """What a plan of a new hub is worth without habit, apart from what is the same for all, and how far above a fixed desk."""
        p = self.town.p
        taste, lots = self.tastes(tie.hub, self.taste_for_any())
        worth = tie.offer[plan] + p.plan_nest * gumbel(lots[plan])
        fixed = tie.offer[FIXED] + p.plan_nest * gumbel(lots[FIXED])
        if tie.peers:
            taste += p.beta_s
        return taste + self.lasting_taste(tie.hub) + worth, worth - fixed

    def lasting_taste(self, hub: Hub) -> float:
        """The part of the taste for a hub that lasts."""
        taste, seed, slot = self.town.taste, self.town.seed, self.slot
        for_any, for_hub = logistic(uniform(seed, TASTE, 0, slot, 0)), logistic(uniform(seed, TASTE, 0, slot, hub.key))
        return taste.lasting * (taste.any_hub * for_any + taste.one_hub * for_hub)

    # --- membership ---

    def seat(self, t: int) -> bool:
        """Take the plan waited for, if there is room; True if one no longer waits."""
        hub = self.waiting_hub
        stays = hub is self.hub
        if stays and self.waiting == self.plan:
            return True
        granted = hub.granted(self.waiting, self.plan if stays else NO_PLAN)
        if granted == NO_PLAN:
            return False
        if stays:
            self.take(t, granted)
        else:
            if self.hub is not None:
                self.leave(t)
            self.join(t, hub, granted)
        return True

    def join(self, t: int, hub: Hub, plan: int) -> None:
        """Start to use a hub; who uses it does not forget it."""
        self.hub = hub
        tie = self.tie_to[hub.number]
        tie.clock = tie.remembered = math.inf
        self.take(t, plan)

    def take(self, t: int, plan: int) -> None:
        """Change to another plan of one's hub, or to none; contacts see whether one is a member."""
        hub, before = self.hub, self.plan
        if before != NO_PLAN:
            hub.count(before, -1)
        if plan != NO_PLAN:
            hub.count(plan, 1)
        self.plan = plan
        change = (plan > OCCASIONAL) - (before > OCCASIONAL)
        if change:
            for contact in self.contacts:
                contact.see(t, hub.number, change)

    def leave(self, t: int) -> None:
        """Give up one's hub, still knowing it."""
        self.take(t, NO_PLAN)
        self.remember(t, self.tie_to[self.hub.number])
        self.hub = None

    def see(self, t: int, number: int, change: int) -> None:
        """A contact has become (or is no longer) a member of a hub: memory pauses while one is."""
        tie = self.tie_to[number]
        if tie is None:
            return
        before = tie.peers
        tie.peers += change
        if tie.aware:
            if before == 0:
                tie.remembered, tie.clock = tie.clock - t, math.inf
            elif tie.peers == 0:
                tie.clock = t + tie.remembered

    def days(self, t: int) -> float:
        """Days attended this month on day passes."""
        whole = math.floor(self.wanted)
        return whole + (uniform(self.town.seed, PRESENCE, t, self.slot, 0) < self.wanted - whole)


class Streets:
    """A month of the town, for a model whose residents are objects. The framework's model says how agents are called."""

    def found(self, town: Town, residents: list[Resident], hubs: list[Hub]) -> None:
        """Make contacts; remember the town and the hubs."""
        self.town, self.hubs = town, hubs
        self.word = hazard_of(town.p.awareness_word_of_mouth)
        for resident, (start, end) in zip(residents, pairwise(town.contact_start.tolist()), strict=True):
            resident.contacts = [residents[row] for row in town.contact[start:end]]

    def open_hubs(self, t: int, residents: Iterable[Resident]) -> None:
        """Who has heard of each hub when it opens, and who founds it."""
        seed, p = self.town.seed, self.town.p
        for hub in self.hubs:
            reached = [(one, one.tie_to[hub.number]) for one in residents if one.tie_to[hub.number] is not None]
            for one, tie in reached:
                if uniform(seed, AWARE_AT_OPENING, 0, one.slot, hub.key) < p.aware_at_opening:
                    one.become_aware(t, tie)
            people: list[Any] = []
            firms: list[Any] = []
            for one, tie in reached:
                if one.hub is None and not one.excluded and not one.employee and (hub.founding_firms or not one.firm):
                    one.catch_up(t)
                    (firms if one.firm else people).append((*one.first_offer(tie, OFFICE if one.firm else FLEX), one.row, one))
            founders = heapq.nlargest(hub.founders, people)
            for _, over_fixed, _, one in founders:
                plan = FIXED if over_fixed < 0.0 and hub.free >= 1.0 else FLEX
                if hub.has_place(plan):
                    self._enter(t, one, hub, plan)
            for _, _, _, one in heapq.nlargest(hub.founding_firms, firms):
                self._enter(t, one, hub, OFFICE)

    @staticmethod
    def _enter(t: int, one: Resident, hub: Hub, plan: int) -> None:
        tie = one.tie_to[hub.number]
        if not tie.aware:
            one.become_aware(t, tie)
        one.evaluate = False
        one.join(t, hub, plan)

    def give_places(self, t: int, asking: Iterable[Resident]) -> None:
        """Places in the order drawn for the month; who finds none waits."""
        seed = self.town.seed
        for one in sorted(asking, key=lambda one: (uniform(seed, PRIORITY, t, one.slot, 0), one.row)):
            if one.seat(t):
                one.waiting = NO_PLAN
            else:
                one.waiting_hub.waiting += 1

    def close(self, t: int, users: Iterable[Resident]) -> list[tuple[float, ...]]:
        """Word of mouth, day passes and the ledgers; a line for each hub."""
        days = [0.0] * len(self.hubs)
        for one in users:
            one.speak(self.word)
            if one.plan == OCCASIONAL:
                days[one.hub.number] += one.days(t)
        return [hub.settle(days[hub.number]) for hub in self.hubs]
