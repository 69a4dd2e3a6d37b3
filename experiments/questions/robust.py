"""Which policy stands up whatever comes: every policy under every case of what nobody decides, and under every set of parameters drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from experiments.languages import Words, languages, own_words
from experiments.languages.known import SOURCE
from experiments.outcomes.intervals import NOTHING_EUR, Estimate, estimate_of, is_counted, is_share, paired, price
from experiments.outcomes.measures import ALL, MEASURES, evaluate
from experiments.outcomes.nested import by_set
from experiments.outcomes.stacks import Stack
from experiments.questions.answer import Refused, Said, Told
from experiments.questions.deep import AFTER_MONTHS, CASES, Case, Setting, shock_name, under
from experiments.questions.pace import A_MINUTE_S, replicates_in, seconds
from experiments.questions.regret import best_shares, regrets, splits
from experiments.questions.robust_numbers import Failing, Tried, variant
from experiments.questions.robust_told import told as told_in_words
from experiments.questions.variants import asking, policy_as_one
from experiments.runs.deciding import Decider, decider, deciding
from experiments.runs.replicates import run
from experiments.runs.results import Results
from experiments.runs.value import units_of
from model.compile_scenario import prepare
from model.scenario import BASELINE, Scenario
from model.scenario.policies import Plain

LEAST, MOST = 20, 100  # replicates by default
_STATED: Final = next(iter(CASES))


@dataclass(frozen=True, eq=False)
class Robustness(Tried):
    """The answer."""

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """The answer in words."""
        return told_in_words(self, lang, drawn)


def robust(
    scenario: Scenario, *, policies: Sequence[str] | None = None, replicates: int | None = None, seed: int = 1,
    workers: int | None = None, point: bool = False, told: Told | None = None, lang: str = SOURCE,
) -> Robustness:
    """Try policies, and doing without, under every case of `experiments.questions.deep`, all on the same worlds.

    Runs last until what decides is seen: what comes after has no part in it, and neither has the money.

    Args:
        scenario: with policies.
        policies: those to try; all by default.
        replicates: number of worlds; by default as many as take about a minute, 20 to 100.
        seed: of the study.
        workers: threads.
        point: whether to take the catalogue's defaults alone.
        told: hears of the progress.
        lang: in which the progress is told.

    Raises:
        Refused: when there is no policy, or the run ends before the cases begin.
    """
    chosen = _chosen(scenario, policies)
    months = _months(scenario)
    setting = _setting(scenario, months)
    cases = tuple(CASES.values())
    asked = asking(scenario, _variants(scenario, chosen, cases, setting), months=months)
    worlds = replicates or replicates_in(A_MINUTE_S, seconds(scenario, len(chosen) * len(cases), months), least=LEAST, most=MOST)
    stage = Words(lang, "questions")("replicates")
    results = run(
        asked, replicates=worlds, seed=seed, workers=workers, point=point,
        progress=None if told is None else lambda done, total: told(stage, done, total),
    )
    again = ["coworking robust", scenario.name, *(f"--policy {name}" for name in policies or ())]
    command = " ".join([*again, f"--replicates {worlds} --seed {seed}", *(["--point"] if point else [])])
    return judged(results, command, chosen, cases, setting)


def judged(results: Results, command: str, policies: tuple[str, ...], cases: tuple[Case, ...], setting: Setting) -> Robustness:
    """What the runs of all policies under all cases say."""
    by = deciding(results)[0]
    values = np.array([[_value(results, by, variant(p, c)) for c in range(len(cases))] for p in range(len(policies))])
    paid = MEASURES["public_eur"]
    public = np.array([[evaluate(paid, results.stack(variant(p, c)))[:, 0] for c in range(len(cases))] for p in range(len(policies))])
    worlds, better, measure = results.worlds, by.better * values, by.measure
    by_sets = _mean(by_set(np.moveaxis(better, 2, 0), worlds), axis=1)  # [sets, policies, cases]
    won = _mean(best_shares(np.moveaxis(by_sets, 1, 0)), axis=2)  # [policies, sets]
    regret = regrets(_mean(better, axis=2))
    units = units_of(results, by)
    failed, bound = _failed(values, by)
    names, drawn = _figures(results)
    return Robustness(
        results, command, policies, cases, setting, by, values, public,
        best=tuple(estimate_of(row, 1, share=True) for row in won),
        expected=tuple(estimate_of(_mean(row, axis=0), worlds, share=is_share(measure)) for row in values),
        regret=regret,
        behind=np.array([[_behind(better, p, c, by, worlds) for c in range(len(cases))] for p in range(len(policies))]),
        price=_price(better, public, policies, units, worlds),
        units=units,
        failing=tuple(_failing(each, worlds, names, drawn, results.seed) for each in failed),
        bound=bound,
    )


# --- what is run ---


def _chosen(scenario: Scenario, policies: Sequence[str] | None) -> tuple[str, ...]:
    if not scenario.policies:
        raise Refused(("no_policies", {}))
    asked = tuple(dict.fromkeys(scenario.policies if policies is None else (name for name in policies if name != BASELINE)))
    known = ", ".join(scenario.policies)
    reasons: list[tuple[str, dict[str, object]]] = [
        ("no_policy", {"policy": name, "known": known}) for name in asked if name not in scenario.policies
    ]
    if reasons:
        raise Refused(*reasons)
    if not asked:
        raise Refused(("only_baseline", {"known": known}))
    return (BASELINE, *asked)


def _months(scenario: Scenario) -> int:
    """Months until what decides is seen of every hub under every policy; all of the run where it looks at no age, or nobody knows.

    And one more: operators act on support that ends only where the run goes on after it (`model.month.operator`).
    """
    first = next((decider(written, better) for written, better in scenario.decides_by.items()), None)
    if first is None or first.measure.age is None:
        return scenario.horizon_months
    last = max(int(max(prepare(scenario.with_policy(name)).specs.opens)) for name in scenario.policy_names)
    return min(scenario.horizon_months, last + first.measure.age + 1)


def _setting(scenario: Scenario, months: int) -> Setting:
    """Where and when the cases strike: a year after the first opening, in the town of the hub asked about."""
    prepared = prepare(scenario)
    month = int(min(prepared.specs.opens)) + AFTER_MONTHS
    if month >= months:
        raise Refused(("ends_before_cases", {"months": months, "least": month + 1}))
    named = {decider(written, better).hub for written, better in list(scenario.decides_by.items())[:1]}
    hub = next((each for each in scenario.hubs if each.name in named), scenario.hubs[0])
    town = prepared.town_names[prepared.specs.town[prepared.hub_names.index(hub.name)]]
    return Setting(month, str(town), int(hub.desks))


def _variants(scenario: Scenario, policies: tuple[str, ...], cases: tuple[Case, ...], setting: Setting) -> dict[str, Plain]:
    found = {}
    for p, policy in enumerate(policies):
        contents = policy_as_one(scenario, policy)
        for c, case in enumerate(cases):
            if (name := variant(p, c)) != BASELINE:
                found[name] = {**under(contents, case, setting), **_titles(scenario, policy, case)}
    return found


def _titles(scenario: Scenario, policy: str, case: Case) -> Plain:
    found = {}
    for lang in languages():
        own = Words(lang, "runs")("baseline") if policy == BASELINE else own_words(scenario.policies[policy], "title", lang) or policy
        said = own if case.name == _STATED else f"{own} · {Words(lang, 'robust')(f'case_{case.name}')}"
        found["title" if lang == SOURCE else f"title_{lang}"] = said
    return found


# --- what it says ---


def _value(results: Results, by: Decider, policy: str) -> np.ndarray:
    """What decides in each replicate, of the hubs of the scenario: a rival that a case brings is none of them."""
    stack = _own(results.stack(policy))
    return evaluate(by.measure, stack)[:, 0 if by.hub == ALL else 1 + stack.hub_names.index(by.hub)]


def _own(stack: Stack) -> Stack:
    rival = shock_name(CASES["rival"])
    if rival not in stack.hub_names:
        return stack
    keep = [place for place, name in enumerate(stack.hub_names) if name != rival]

    def some(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names[place] for place in keep)

    return replace(
        stack, hub_names=some(stack.hub_names), hub_towns=some(stack.hub_towns), opens=stack.opens[keep], fields=stack.fields[keep],
        desks=stack.desks[keep], hub=stack.hub[..., keep], public=stack.public[..., keep], field_links=stack.field_links[:, keep],
        changed=stack.changed[:, keep],
    )


def _mean(values: np.ndarray, axis: int) -> np.ndarray:
    """The mean of what there is; nan where there is nothing."""
    known = ~np.isnan(values)
    number = known.sum(axis=axis)
    return np.where(number > 0, np.where(known, values, 0.0).sum(axis=axis) / np.maximum(number, 1), np.nan)


def _behind(better: np.ndarray, policy: int, case: int, by: Decider, worlds: int) -> bool:
    """Whether a policy is clearly worse than the one with the best mean in a case."""
    means = _mean(better[:, case], axis=1)
    if np.isnan(means[policy]) or (best := int(np.nanargmax(means))) == policy:
        return False
    sides = by.better * better[best, case], by.better * better[policy, case]
    found = paired(*sides, is_counted(by.measure), worlds, is_share(by.measure))
    return bool(found.low > 0 if by.better > 0 else found.high < 0)


def _price(
    better: np.ndarray, public: np.ndarray, policies: tuple[str, ...], units: float, worlds: int
) -> tuple[str, Estimate] | None:
    """The lowest price of a result over all cases, of the policies that cost something and help; None where none has a price."""
    found = {}
    for p, policy in enumerate(policies[1:], 1):
        paid, gained = (public[p] - public[0]).mean(axis=0), _mean(better[p] - better[0], axis=0) * units
        if paid.mean() >= NOTHING_EUR and (each := price(paid, gained, worlds)) is not None:
            found[policy] = each
    return min(found.items(), key=lambda one: one[1].value) if found else None


def _failed(values: np.ndarray, by: Decider) -> tuple[np.ndarray, float | None]:
    """Whether each policy fails in each case and replicate, and by which bound.

    Of a yes or no, where the worse comes about (of several hubs, in which part of them); of an amount, where it is worse than what the
    baseline comes to on average as the scenario states it.
    """
    if by.measure.kind == "yes_no":
        return (values if by.better < 0 else 1 - values), None
    bound = float(_mean(values[0, 0], axis=0))
    return np.where(np.isnan(values), np.nan, by.better * values < by.better * bound), bound


def _failing(failed: np.ndarray, worlds: int, names: tuple[str, ...], drawn: np.ndarray, seed: int) -> Failing:
    by_points = _mean(by_set(_mean(failed, axis=0), worlds), axis=1)
    found = splits(by_points, names, drawn, seed) if names else ()
    return Failing(float(_mean(failed.ravel(), axis=0)), _mean(failed, axis=1), found)


def _figures(results: Results) -> tuple[tuple[str, ...], np.ndarray]:
    """The numbers of the sets drawn that vary and that the scenario does not state: names, float[sets, names]."""
    if results.sets is None:
        return (), np.empty((results.replicates, 0))
    sets, stated = results.sets, results.scenario.parameters
    drawn = sets.values[[sets.of_replicate(results.seed, number) for number in range(0, results.replicates, results.worlds)]]
    keep = [place for place, name in enumerate(sets.names) if name not in stated and np.ptp(drawn[:, place]) > 0]
    return tuple(sets.names[place] for place in keep), drawn[:, keep]
