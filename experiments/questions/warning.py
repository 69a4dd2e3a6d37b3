"""Early warning: what a hub's members, awareness, attendance and cash say at month 6 and 12 of whether it will close.

The futures of the baseline and of all policies are looked at together, so that there are hubs of all fates; how a rule does is told by
parameter sets that had no part in choosing it (`experiments.questions.warning_rules`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from experiments.outcomes.intervals import Estimate
from experiments.outcomes.rows import COSTS
from experiments.questions import warning_said
from experiments.questions.answer import Refused, Said, Told
from experiments.questions.warning_rules import INDICATORS, AtDate, Form, Futures, Verdicts, by_third, forms, judged
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.scenario import BASELINE, Scenario

DATES: Final = (6, 12)  # months of life at which a hub is looked at
STEPS: Final = {"members": 1.0, "aware": 0.0, "days": 5.0, "cash_months": 0.5}  # thresholds are whole multiples; 0: two figures
COST_OVER: Final = 3  # months whose mean cost is the cost of a month
MOST_MONTHS: Final = 60.0  # of cash; more is as good
MEMBERS_ALONE: Final = (Form(("members",)),)
REPLICATES: Final = 100


@dataclass(frozen=True)
class EarlyWarning:
    """What early warning can be given for a hub.

    Attributes:
        results: the runs.
        hub: the hub.
        policies: those whose futures are looked at together.
        at: month of life by whose end the hub may have closed.
        command: what makes the answer again.
    """

    results: Results
    hub: str
    policies: tuple[str, ...]
    at: int
    command: str

    @cached_property
    def dates(self) -> tuple[AtDate, ...]:
        """What is known at each date."""
        return tuple(at_date(self.results, self.hub, self.policies, age, self.at) for age in DATES)

    def numbers(self) -> dict[str, Any]:
        """Every number of the answer."""
        return {
            "hub": self.hub, "policies": list(self.policies), "at": self.at,
            "dates": {date.age: {
                "futures": len(date.futures.closed), "best": _numbers(date.best), "members_alone": _numbers(date.by_members),
                "by_third": {name: [_estimate(one) for one in by_third(date.futures, name)[1]] for name in INDICATORS},
            } for date in self.dates},
        }

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """The answer in words."""
        return warning_said.said(self.results, self.hub, self.policies, self.at, self.dates, lang, drawn=drawn)


def warning(
    scenario: Scenario, *, hub: str | None = None, policy: str | None = None, at: int = 36, replicates: int = REPLICATES, seed: int = 1,
    workers: int | None = None, point: bool = False, told: Told | None = None, stage: str = "", command: str = "",
) -> EarlyWarning:
    """What early warning can be given for a hub.

    Args:
        scenario: any.
        hub: short name; the scenario's only hub by default.
        policy: look at this policy alone; by default at the baseline and all policies together.
        at: month of life by whose end the hub may have closed, after the dates at which it is looked at.
        replicates: number of worlds.
        seed: of the study.
        workers: threads.
        point: whether all replicates have the catalogue's defaults.
        told: told of progress.
        stage: what the progress is called.
        command: what makes the answer again.

    Raises:
        Refused: when the hub or policy is not there, the hub is not followed so long, or `at` is none of these ages.
    """
    chosen = _policies(scenario, policy)
    name, opens = _hub(scenario, hub, chosen)
    if at <= DATES[-1]:
        raise Refused(("at_too_early", {"at": at, "last": DATES[-1], "least": DATES[-1] + 1}))
    months = opens + at
    if months > 360:
        raise Refused(("at_too_late", {"at": at, "most": 360 - opens}))
    results = run(
        scenario.over(months), replicates=replicates, seed=seed, workers=workers, policies=[one for one in chosen if one != BASELINE],
        point=point, progress=None if told is None else lambda done, total: told(stage, done, total),
    )
    return EarlyWarning(results, name, tuple(chosen), at, command)


def _policies(scenario: Scenario, policy: str | None) -> list[str]:
    if policy is None:
        return list(scenario.policy_names)
    if policy not in scenario.policy_names:
        raise Refused(("no_policy", {"policy": policy, "known": ", ".join(scenario.policies) or "–"}))
    return [policy]


def _hub(scenario: Scenario, hub: str | None, policies: Sequence[str]) -> tuple[str, int]:
    """The hub's name and the last month in which it opens under these policies."""
    under = [scenario if one == BASELINE else scenario.with_policy(one) for one in policies]
    if hub is None:
        if len(scenario.hubs) != 1:
            raise Refused(("which_hub", {"known": ", ".join(one.name for one in scenario.hubs) or "–"}))
        hub = scenario.hubs[0].name
    specs = [(each, one) for each in under for one in each.hubs if one.name == hub]
    if not specs:
        known = dict.fromkeys(one.name for each in under for one in each.hubs)
        raise Refused(("no_hub", {"hub": hub, "known": ", ".join(known) or "–"}))
    opens = [one.opening_month(each.start) for each, one in specs if not one.when_viable]
    if not opens:
        raise Refused(("hub_not_planned", {"hub": hub}))
    return hub, max(0, *opens)


def at_date(results: Results, hub: str, policies: Sequence[str], age: int, at: int) -> AtDate:
    """What is known at a date, of all hubs then running."""
    futures = hub_futures(results, hub, policies, age, at)
    best = judged(futures, forms(INDICATORS), STEPS)
    return AtDate(age, futures, best, judged(futures, MEMBERS_ALONE, STEPS))


def hub_futures(results: Results, hub: str, policies: Sequence[str], age: int, at: int) -> Futures:
    """The hub in all futures and policies in which it runs at a date and is followed to the month asked about."""
    numbers = np.arange(results.replicates)
    sets = results.sets
    group = numbers if sets is None else np.array([sets.of_replicate(results.seed, number) for number in range(results.replicates)])
    parts = []
    for policy in policies:
        stack = results.stack(policy)
        if hub not in stack.hub_names:
            continue
        column = stack.hub_names.index(hub)
        opens = int(stack.opens[column])
        if opens + at > stack.months:
            continue
        now = opens + age - 1
        since = max(opens, now + 1 - COST_OVER)
        cost = sum(stack.series(name)[:, since : now + 1, column].mean(axis=1, dtype=float) for name in COSTS)
        values = {name: stack.series(name)[:, now, column].astype(float) for name in ("members", "aware", "days")}
        months = stack.series("cash_eur")[:, now, column] / np.maximum(cost, 1.0)
        values["cash_months"] = np.clip(months, -MOST_MONTHS, MOST_MONTHS)
        running = stack.running[:, now, column]
        parts.append(Futures(values, results.values(f"closed_{at}", policy, hub), group).of(running))
    if not parts:
        return Futures({name: np.empty(0) for name in INDICATORS}, np.empty(0), np.empty(0, dtype=int))
    values = {name: np.concatenate([part.values[name] for part in parts]) for name in INDICATORS}
    return Futures(values, np.concatenate([part.closed for part in parts]), np.concatenate([part.group for part in parts]))


def _numbers(found: Verdicts) -> dict[str, Any]:
    rule, unseen = found.rule, found.unseen
    return {
        "reason": found.reason or None, "sets_that_chose": found.groups[0], "sets_that_judged": found.groups[1],
        "rule": None if rule is None else {
            "indicators": list(rule.form.indicators), "joined": rule.form.joined, "red_below": rule.red, "amber_below": rule.amber,
        },
        "of_use": None if unseen is None else unseen.of_use, "red_of_use": None if unseen is None else unseen.red_of_use,
        "unseen": None if unseen is None else {
            key: _estimate(value) if isinstance(value, Estimate) else [{"futures": one.futures, **_estimate(one.closed)} for one in value]
            for key, value in unseen._asdict().items()
        },
    }


def _estimate(one: Estimate) -> dict[str, float]:
    return dict(one._asdict())
