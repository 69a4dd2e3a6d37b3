"""One hub in one future, month by month: the state it is in, who leaves it and why, and what it is worth to who knows it."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from experiments.questions.answer import Told
from experiments.runs.replicates import Study
from experiments.runs.results import Results
from model.columns import Town
from model.draws import replicate_seed
from model.month.weighing import HABIT, MAY_NOT, TERMS, weigh_hub
from model.names import CLOSED, DOWNSIZED, EMPLOYEE, FIRM, FLEX, NO_PLAN, OPEN
from model.simulation import Prepared, Simulation, build_world

LEAVING: Final = ("closed", "moved_away", "other_hub", "day_passes", "consent", "job", "weighed")
"""Why a member is one no more: the hub closed; it left the area, or the firm ended; it went to another hub, or back to day passes; its
employer no longer consents; it changed job, and no habit held it; or it weighed the hub anew and found it worth less than what it had."""
_CLOSED, _MOVED, _OTHER_HUB, _DAY_PASSES, _CONSENT, _JOB, _WEIGHED = range(len(LEAVING))

GROUPS: Final = ("members", "others")
"""Who knows a hub: those who use it, and those who do not."""


@dataclass(frozen=True, eq=False)
class Course:
    """A hub in one future; arrays have the months along the first axis.

    Attributes:
        replicate: which future, by its number in the results.
        prepared: what was run.
        position: of the hub in it.
        spec: what was decided of the hub before the run, its own traits drawn (`model.columns.HUB_SPEC`).
        states: its state at the end of each month (`model.columns.HUB_STATE`).
        series: [months, hubs, series], as the run recorded them.
        hub_states: [months, hubs], `model.names.HUB_STATES`.
        public: [months, instruments and shocks], EUR paid for the hub.
        spent: [months, instruments and shocks], EUR of each pot committed, for all hubs.
        left: [months, reasons], members lost by `LEAVING`.
        turned: [months, terms], those who weighed anew and left, by the term that fell most since the month before.
        worth: [months, groups, terms], mean of `TERMS` over who could come, logits against staying as they are; nan without anybody.
        people: [months, groups], over how many.
        willing: [months], who does not use it and would take a place in it were it to choose now.
        elsewhere: [months], of the others those who would rather take one of the other places of their town.
        without_consent: [months], employees who know it and whose employer does not consent.
    """

    replicate: int
    prepared: Prepared
    position: int
    spec: np.record
    states: np.recarray
    series: np.ndarray
    hub_states: np.ndarray
    public: np.ndarray
    spent: np.ndarray
    left: np.ndarray
    turned: np.ndarray
    worth: np.ndarray
    people: np.ndarray
    willing: np.ndarray
    elsewhere: np.ndarray
    without_consent: np.ndarray

    @property
    def months(self) -> int:
        """Months of the run."""
        return len(self.states)

    @property
    def running(self) -> np.ndarray:
        """Whether the hub is open, if smaller, at the end of each month."""
        return np.isin(self.states.state, (OPEN, DOWNSIZED))


class _Weighed(NamedTuple):
    """What the pairs of a hub think of it in one month."""

    plans: np.ndarray
    terms: np.ndarray
    other: np.ndarray


def follow(results: Results, policy: str, hub: str, replicate: int, told: Told, stage: str) -> Course:
    """Make one future again, month by month, and look at a hub at the end of each.

    Args:
        results: the runs it is out of.
        policy: the policy, by its short name.
        hub: the hub, by its short name.
        replicate: which future.
        told: progress.
        stage: what the reader is told of it.
    """
    study = Study(results.scenario, tuple(results.policies), results.seed, results.sets)
    prepared = study.prepared(policy, replicate)
    simulation = Simulation(build_world(prepared, int(replicate_seed(results.seed, replicate))), prepared)
    watched = _Watched(simulation, prepared.hub_names.index(hub))
    for month in range(prepared.months):
        simulation.advance(1)
        watched.look(month, simulation.town)
        told(stage, month + 1, prepared.months)
    return watched.course(replicate)


class _Watched:
    """A hub as its future passes."""

    def __init__(self, simulation: Simulation, position: int) -> None:
        town, prepared = simulation.town, simulation.prepared
        self.simulation, self.h, months = simulation, position, prepared.months
        self.pairs = np.flatnonzero(town.ties.hub == position)
        self.agents = town.ties.agent[self.pairs].astype(np.int64)  # in the order of rows
        self.states = np.zeros(months, dtype=town.hubs.dtype)
        self.hub_states = np.zeros((months, len(prepared.hub_names)), dtype=np.int8)
        self.spent = np.zeros((months, len(prepared.instrument_names)))
        self.left = np.zeros((months, len(LEAVING)), dtype=int)
        self.turned = np.zeros((months, len(TERMS)), dtype=int)
        self.worth = np.full((months, len(GROUPS), len(TERMS)), np.nan)
        self.people = np.zeros((months, len(GROUPS)), dtype=int)
        self.willing, self.elsewhere, self.without_consent = np.zeros((3, months), dtype=int)
        self._members = np.empty(0, dtype=np.int64)
        self._before: tuple[np.ndarray, _Weighed] | None = None  # rows of the members, and what all thought, a month ago

    def look(self, month: int, town: Town) -> None:
        """Write down what the end of a month shows."""
        self.states[month] = town.hubs[self.h]
        self.hub_states[month] = town.hubs.state
        self.spent[month] = town.public.spent
        self._count_leavers(month, town)
        thought = self._weigh(month, town) if town.hubs[self.h].state in (OPEN, DOWNSIZED) else None
        self._members = np.flatnonzero((town.agents.hub == self.h) & (town.agents.plan >= FLEX))
        self._before = None if thought is None else (np.asarray(town.agents[self._members]), thought)

    def _weigh(self, month: int, town: Town) -> _Weighed:
        number = len(self.pairs)
        found = _Weighed(np.zeros(number, dtype=np.int64), np.zeros((number, len(TERMS))), np.full(number, -np.inf))
        weigh_hub(month, town, self.h, self.pairs, *found)
        uses = town.agents.hub[self.agents] == self.h
        could = found.plans > NO_PLAN
        for group, chosen in enumerate((could & uses, could & ~uses)):
            self.people[month, group] = chosen.sum()
            if chosen.any():
                self.worth[month, group] = found.terms[chosen].mean(axis=0)
        value = found.terms.sum(axis=1)
        out = could & ~uses
        self.willing[month] = (out & (value > 0) & (value >= found.other)).sum()
        self.elsewhere[month] = (out & (value > 0) & (value < found.other)).sum()
        self.without_consent[month] = (found.plans == MAY_NOT).sum()
        return found

    def _count_leavers(self, month: int, town: Town) -> None:
        if self._before is None or not len(self._members):
            return
        before, thought = self._before
        now, kinds = np.asarray(town.agents[self._members]), town.people.kind[self._members]
        same = (now["generation"] == before["generation"]) & (now["resident"] == 1)
        here = (now["hub"] == self.h) & same
        gone = ~(here & (now["plan"] >= FLEX))
        free = (before["job_epoch"] == 1) & (before["next_epoch"] <= month) & (kinds != FIRM)
        refused = (kinds == EMPLOYEE) & (before["consent"] == 1) & (now["consent"] == 0)
        why = np.full(len(now), _WEIGHED)
        shut = np.full(len(now), town.hubs[self.h].state == CLOSED)
        for code, true in ((_JOB, free), (_CONSENT, refused), (_CLOSED, shut), (_OTHER_HUB, now["hub"] >= 0), (_DAY_PASSES, here),
                           (_MOVED, ~same)):
            why[true] = code  # the last that is true
        self.left[month] = np.bincount(why[gone], minlength=len(LEAVING))
        self._ask_who_turned(month, town, self._members[gone & (why == _WEIGHED)], thought)

    def _ask_who_turned(self, month: int, town: Town, who: np.ndarray, thought: _Weighed) -> None:
        """Of those who left of their own, the term that fell most; habit, which the leaving itself turns round, apart."""
        rows = np.searchsorted(self.agents, who)
        known = rows[thought.plans[rows] > NO_PLAN]
        now = _Weighed(np.zeros(len(known), dtype=np.int64), np.zeros((len(known), len(TERMS))), np.zeros(len(known)))
        weigh_hub(month, town, self.h, self.pairs[known], *now)
        fall = (now.terms - thought.terms[known])[now.plans > NO_PLAN]
        fall[:, HABIT] = 0.0
        self.turned[month] = np.bincount(fall.argmin(axis=1), minlength=len(TERMS)) if len(fall) else 0

    def course(self, replicate: int) -> Course:
        """All that was seen, when the months are over."""
        town = self.simulation.town
        return Course(
            replicate, self.simulation.prepared, self.h, town.specs[self.h].copy(), self.states.view(np.recarray), town.record.hub,
            self.hub_states, town.record.public[:, :, self.h], self.spent, self.left, self.turned, self.worth, self.people, self.willing,
            self.elsewhere, self.without_consent,
        )

