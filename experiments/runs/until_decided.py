"""Replicates until a decision stands: simulate batch by batch until every pair of policies is told apart, then stop and say so.

The rule is in `experiments.runs.decisions`. Batches join without rerunning anything, and give what one run of that length gives.
"""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from numbers import Integral, Real

import numpy as np

from experiments.outcomes.measures import MEASURES, Measure, answers, evaluate, unknown
from experiments.runs.decided import Better, Decided
from experiments.runs.decisions import Comparison, Evidence, judge, looks, needed, rank
from experiments.runs.replicates import UnknownPolicy, chosen_policies, extend, run
from experiments.runs.results import Results
from model.scenario import Scenario
from model.scenario.given import CaseLike, scenario_in, seed_in

Progress = Callable[[int, int, int | None], None]
"""Told (replicates done, most there can be, pairs open at the last look or None before the first) after each replicate."""

class NotDecidable(ValueError):
    """What is asked cannot be decided; `problems` pairs each argument at fault with what is wrong."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(f"{argument}: {message}" for argument, message in problems))


def problems(
    scenario: Scenario, outcome: str, policies: str | Sequence[str] | None, better: str | None, confidence: float, indifference: float,
    first: int, most: int,
) -> list[tuple[str, str]]:
    """Everything that is wrong with a question: pairs of an argument of `run_until_decided` and a message."""
    wrong: list[tuple[str, str]] = []
    for argument, given in {"confidence": confidence, "indifference": indifference, "first": first, "most": most}.items():
        kind, example = (Real, 0.95) if argument in ("confidence", "indifference") else (Integral, 20)
        if isinstance(given, bool) or not isinstance(given, kind):
            wrong.append((argument, f"{given!r:.60}; write a {'whole ' if kind is Integral else ''}number, such as {example}"))
    if wrong:
        return wrong
    names: tuple[str, ...] = ()
    try:
        names = chosen_policies(scenario, policies)
        if len(names) < 2:
            wrong.append(("policies", f"scenario {scenario.name!r} has none beside the baseline here: there is nothing to compare"))
    except UnknownPolicy as error:
        wrong += [("policies", message) for message in str(error).splitlines()]
    if outcome not in MEASURES:
        wrong.append(("outcome", unknown(outcome)))
    else:
        measure = MEASURES[outcome]
        opens = [hub.opening_month(scenario.start) for name in names for hub in scenario.with_policy(name).hubs]
        if measure.total == "apart" and any(len(scenario.with_policy(name).hubs) > 1 for name in names):
            wrong.append(("outcome", f"several hubs have no {outcome!r} together: choose another outcome"))
        if names and not answers(measure, scenario.horizon_months, opens):
            wrong.append(("outcome", f"{outcome!r} is how a hub is at {measure.age} months; in these {scenario.horizon_months} months none "
                                     "gets that old: run more months or choose another outcome"))
        if measure.better == 0 and better is None:
            wrong.append(("better", f"whether more of {outcome!r} is better depends on who asks: say more or less"))
        if measure.kind != "number" and indifference >= 1:
            wrong.append(("indifference", f"{indifference:g}; {outcome!r} is a share: write 0.05 for five percentage points"))
    if better not in (None, "more", "less"):
        wrong.append(("better", f"{better!r}; write more or less"))
    if not 0.5 <= confidence < 1:
        meant = f", as {confidence / 100:g}" if 50 <= confidence < 100 else ", as 0.95"
        wrong.append(("confidence", f"{confidence:g}; write a number from 0.5 to less than 1{meant}"))
    if not 0 <= indifference < math.inf:
        wrong.append(("indifference", f"{indifference:g}; write a difference of zero or more, in the unit of the outcome"))
    if first < 2:
        wrong.append(("first", f"{first}; a difference needs 2 replicates at least"))
    if most < first:
        wrong.append(("most", f"{most}; it is less than the {first} replicates of the first look"))
    return wrong


def run_until_decided(
    scenario: Scenario | CaseLike,
    *,
    outcome: str = "member_months",
    policies: str | Sequence[str] | None = None,
    better: Better | None = None,
    confidence: float = 0.95,
    indifference: float = 0.0,
    first: int = 20,
    most: int = 2000,
    seed: int = 1,
    point: bool = False,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Decided:
    """Run a scenario's baseline and policies until each pair of them is told apart, or `most` replicates are done.

    Args:
        scenario: the scenario or case, policies included.
        outcome: what to rank by, a name of `MEASURES`, all hubs together.
        policies: policies to compare with one another and with the baseline; all by default.
        better: whether more or less of the outcome is better; needed where that depends on who asks.
        confidence: probability with which no pair is called wrongly, all looks and pairs together.
        indifference: difference that does not matter, in the unit of the outcome; with 0 a tiny difference may never be settled.
        first: replicates before the first look.
        most: replicates at most; equal to `first` for a single look at a fixed number.
        seed: seed of the study, as for `run`.
        point: as for `run`.
        workers: as for `run`.
        executor: as for `run`.
        progress: told (done, most, pairs open at the last look) after each replicate.

    Returns:
        The ranking, each comparison, and the runs behind them.

    Raises:
        NotDecidable: listing everything wrong with what is asked.
        ReplicateFailed: when a replicate ends in an error.

    Example:
        >>> few = run_until_decided(case.scenario.over(months=12), outcome="members_final", policies=["voucher"], first=2, most=4)
        >>> few.planned, few.pair("voucher", "baseline").replicates == few.replicates
        ((2, 3, 4), True)
    """
    scenario, seed = scenario_in(scenario), seed_in(seed)
    wrong = problems(scenario, outcome, policies, better, confidence, indifference, first, most)
    if wrong:
        raise NotDecidable(wrong)
    measure, names, planned = MEASURES[outcome], chosen_policies(scenario, policies), looks(first, most)
    direction = measure.better if better is None else 1 if better == "more" else -1
    comparisons = math.comb(len(names), 2)
    error = (1 - confidence) / comparisons / len(planned)
    results: Results | None = None
    pairs: tuple[Comparison, ...] = ()
    history: list[tuple[int, int]] = []

    def told(done: int, _: int) -> None:
        if progress is not None:
            progress(done, most, history[-1][1] if history else None)

    for number in planned:
        if results is None:
            results = run(
                scenario, replicates=number, seed=seed, workers=workers, policies=names, point=point, executor=executor, progress=told
            )
        else:
            results = extend(results, number, workers=workers, executor=executor, progress=told)
        values = {name: evaluate(measure, results.stack(name))[:, 0] for name in names}
        pairs = judge(values, direction, measure.kind == "yes_no", error, indifference, pairs, results.worlds)
        history.append((number, sum(pair.status == "open" for pair in pairs)))
        if history[-1][1] == 0:
            break
    assert results is not None
    pairs = tuple(_with_outlook(pair, values, measure, comparisons, confidence, indifference, first, results.worlds) for pair in pairs)
    return Decided(
        results, measure, direction, confidence, indifference, tuple(planned), pairs, rank(pairs, names, direction), tuple(history)
    )


def _with_outlook(
    pair: Comparison, values: dict[str, np.ndarray], measure: Measure, comparisons: int, confidence: float, indifference: float, first: int,
    worlds: int,
) -> Comparison:
    if pair.status != "open":
        return pair
    evidence = Evidence.of(values[pair.policy], values[pair.reference], measure.kind == "yes_no", worlds)
    return replace(pair, needed=needed(evidence, comparisons, confidence, indifference, first, len(values[pair.policy])))
