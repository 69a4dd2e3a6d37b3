"""Mixes of instruments under a budget: what each buys, found by search on a few futures and held against others it never saw.

A mix that looks best of many on a few futures is partly lucky. What is told of it is therefore measured again on fresh worlds and fresh
sets of parameters, and a mix that does not stand there is told as one that fell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from experiments.languages import Words, languages
from experiments.languages.known import SOURCE
from experiments.outcomes.intervals import Estimate
from experiments.outcomes.measures import MEASURES, unknown
from experiments.outcomes.rows import SummaryRow
from experiments.questions.answer import Refused, Said, Told
from experiments.questions.fronts import Mix, library, on_front, search, spread
from experiments.questions.generosity import SCALES, YEARS_OF_SUPPORT, Support, own_templates, supports
from experiments.questions.mixes_numbers import FUTURES, OVER, STEPS, Checked, Verdict, Weighed, title
from experiments.questions.mixes_told import told as told_in_words
from experiments.questions.pace import A_MINUTE_S, replicates_in, seconds
from experiments.questions.variants import asking
from experiments.runs.deciding import Decider, deciding
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.draws import replicate_seed
from model.scenario import BASELINE, Scenario
from model.scenario.policies import Plain

BUDGET_EUR: Final = 150_000.0
ALSO: Final = ("member_months", "collaborations", "members_final", "cash_final")
_GENERATION: Final = 16
_LEAST, _MOST = 48, 160  # mixes looked at by default
_VERIFIED: Final = 10  # of a front, those held against fresh futures
_LEAST_FRESH, _MOST_FRESH = 20, 100
_FRESH: Final = 1 << 40  # number of a replicate that no study has, whose seed is that of the fresh worlds



@dataclass(frozen=True, eq=False)
class Mixes(Checked):
    """The answer."""

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """The answer in words."""
        return told_in_words(self, lang, drawn)


def mixes(
    scenario: Scenario, *, budget: float = BUDGET_EUR, instruments: Sequence[str] | None = None, also: str | None = None,
    tried: int | None = None, replicates: int | None = None, seed: int = 1, workers: int | None = None, point: bool = False,
    told: Told | None = None, lang: str = SOURCE,
) -> Mixes:
    """Search mixes of instruments, and hold those found against fresh futures.

    Args:
        scenario: any; instruments of its policies lend their figures.
        budget: public money beyond the baseline over the whole run, EUR; a mix is within it when it costs more in 5 of 100 futures at most.
        instruments: short names of `experiments.questions.generosity.SCALES`; by default the kinds that the scenario's policies have, or
            all where they have fewer than two.
        also: the third aim, beside what decides and the cost; member-months by default, or collaborations where those decide.
        tried: mixes looked at, about; by default as many as take less than a minute, 48 to 160.
        replicates: fresh worlds; by default as many as take about half a minute, 20 to 100.
        seed: of the study; worlds of the search have it, fresh worlds one that follows from it.
        workers: threads.
        point: whether to take the catalogue's defaults alone.
        told: hears of the progress.
        lang: in which the progress is told.

    Raises:
        Refused: with all reasons why nothing can be searched.
    """
    also = also or next(outcome for outcome in ALSO if outcome not in scenario.decides_by)
    chosen = _chosen(scenario, budget, instruments, also)
    months = scenario.horizon_months
    looked = tried or replicates_in(0.6 * A_MINUTE_S, seconds(scenario, 1, months) * FUTURES, least=_LEAST, most=_MOST)
    size = min(_GENERATION, max(4, looked // 4))
    trial = _Search(scenario, chosen, budget, also, {"seed": seed, "workers": workers, "point": point}, told, lang, -(-looked // size))
    met = search(
        trial.weigh, [STEPS] * len(chosen), first=_alone(len(chosen)), size=size, generations=trial.generations, seed=seed,
    )
    front = trial.front(met)
    fresh = int(replicate_seed(seed, _FRESH))
    worlds = replicates or replicates_in(0.4 * A_MINUTE_S, seconds(scenario, len(front) + 1, months), least=_LEAST_FRESH, most=_MOST_FRESH)
    results = trial.run(front, worlds, fresh, "checking")
    again = ["coworking mixes", scenario.name, f"--budget {budget:g}", f"--instruments {','.join(each.name for each in chosen)}"]
    again.append(f"--also {also}")
    command = " ".join([*again, f"--mixes {looked} --replicates {worlds} --seed {seed}", *(["--point"] if point else [])])
    return weighed(results, command, chosen, budget, also, {mix: trial.aims_of(mix) for mix in front}, len(met), seed)


def weighed(
    results: Results, command: str, chosen: Sequence[Support], budget: float, also: str, seen: "dict[Mix, tuple[float, float, float]]",
    tried: int, seed: int,
) -> Mixes:
    """What fresh futures say of the mixes of a front; `results` hold them in the order of `seen`."""
    by = deciding(results)[0]
    costs = {name: _cost(results, name) for name in results.policies[1:]}
    rows = {name: (_row(results, by.name, name, by.hub), _row(results, also, name)) for name in results.policies}
    aims = np.array([_aims(results, by, also, name) for name in results.policies])  # the baseline is an option too
    over = np.array([0.0, *(float((cost > budget).mean()) for cost in costs.values())])
    within = over <= OVER
    stands = np.zeros(len(within), dtype=bool)
    stands[within] = on_front(aims[within])
    found = []
    for place, (mix, before) in enumerate(seen.items(), 1):
        name = results.policies[place]
        paid = results.contrast(name).money.extra_eur
        decides, third = (Estimate(row.mean, row.mean_low, row.mean_high) for row in rows[name])
        row = results.contrast(name).row(by.name, by.hub)
        verdict: Verdict = "kept" if stands[place] else "dominated" if within[place] else "over"
        found.append(Weighed(
            mix, name, paid, float(np.quantile(costs[name], 1 - OVER)), float(over[place]), decides,
            bool(row.clear and by.better * row.difference > 0), third, before, verdict,
        ))  # fmt: skip
    found.sort(key=lambda one: one.cost.value)
    answer = Mixes(results, command, tuple(chosen), budget, by, also, rows[BASELINE], tried, seed, tuple(found), ())
    return answer if (best := answer.best) is None else _with_alike(answer, best)


def _with_alike(answer: Mixes, best: Weighed) -> Mixes:
    results, by = answer.results, answer.decider
    alike = [
        one.policy
        for one in answer.kept
        if one.clear and (one is best or not results.contrast(best.policy, one.policy).row(by.name, by.hub).clear)
    ]
    return replace(answer, alike=tuple(alike))


class _Search:
    """Mixes on the few futures on which they are looked for."""

    def __init__(
        self, scenario: Scenario, chosen: Sequence[Support], budget: float, also: str, how: dict[str, Any], told: Told | None, lang: str,
        generations: int,
    ) -> None:
        self._scenario, self._chosen, self._budget, self._also, self._how = scenario, chosen, budget, also, how
        self._told, self._lang, self.generations = told, lang, generations
        self._by: Decider | None = None
        self._generation = 0
        self._aims: dict[Mix, np.ndarray] = {}
        self._out: dict[Mix, float] = {}

    def run(self, found: list[Mix], replicates: int, seed: int, stage: str | None = None) -> Results:
        variants = {f"mix-{number}": policy(self._chosen, mix) for number, mix in enumerate(found, 1)}
        told, called = self._told, Words(self._lang, "mixes")(stage) if stage else ""
        progress = (lambda done, total: told(called, done, total)) if told is not None and stage else None
        return run(asking(self._scenario, variants), replicates=replicates, progress=progress, **{**self._how, "seed": seed})

    def weigh(self, found: list[Mix]) -> tuple[np.ndarray, np.ndarray]:
        """A generation in one call: what decides, cost and the third aim, the less the better; and by how much the budget is passed."""
        results = self.run(found, FUTURES, self._how["seed"])
        self._by = self._by or deciding(results)[0]
        self._aims.setdefault((0,) * len(self._chosen), _aims(results, self._by, self._also, BASELINE))
        for mix, name in zip(found, results.policies[1:], strict=True):
            self._aims[mix] = _aims(results, self._by, self._also, name)
            self._out[mix] = float(_cost(results, name).max()) / self._budget - 1
        self._generation += 1
        if self._told is not None:
            self._told(Words(self._lang, "mixes")("searching"), min(self._generation, self.generations), self.generations)
        return np.array([self._aims[mix] for mix in found]), np.array([self._out[mix] for mix in found])

    def front(self, met: list[Mix]) -> list[Mix]:
        """The mixes within the budget that none dominates, doing without included; at most as many as are checked, spread over costs."""
        nothing = (0,) * len(self._chosen)
        options = [nothing, *(mix for mix in met if mix != nothing and self._out[mix] <= 0)]
        aims = np.array([self._aims[mix] for mix in options])
        stands = [mix for mix, keep in zip(options, on_front(aims), strict=True) if keep and mix != nothing]
        if not stands:
            raise Refused(("nothing_within_budget", {"budget": f"{self._budget:,.0f}"}))
        return [stands[place] for place in spread(np.array([self._aims[mix][1] for mix in stands]), _VERIFIED)]

    def aims_of(self, mix: Mix) -> tuple[float, float, float]:
        assert self._by is not None
        decides, cost, third = (float(aim) for aim in self._aims[mix])
        return -self._by.better * decides, cost, -(MEASURES[self._also].better or 1) * third


def policy(chosen: Sequence[Support], mix: Mix) -> Plain:
    """A mix as a policy: its instruments, for the years of support where they are paid month by month."""
    months = 12 * YEARS_OF_SUPPORT
    blocks = []
    for support, step in zip(chosen, mix, strict=True):
        if step:
            figures = {key: value for key, value in support.block(step / STEPS).items() if key not in ("start", "end")}
            blocks.append({**figures, "end": months} if support.scale.lasts else figures)
    titles = {"title" if lang == SOURCE else f"title_{lang}": title(chosen, mix, lang) for lang in languages()}
    return {**titles, "instruments": blocks}


# --- what can be asked ---


def _chosen(scenario: Scenario, budget: float, instruments: Sequence[str] | None, also: str) -> list[Support]:
    reasons: list[tuple[str, dict[str, object]]] = []
    if not (budget > 0 and np.isfinite(budget)):
        reasons.append(("budget_positive", {"budget": f"{budget:g}"}))
    if also not in MEASURES:
        reasons.append(("unknown_outcome", {"message": unknown(also)}))
    elif not MEASURES[also].better:
        reasons.append(("no_better", {"outcome": also}))
    chosen: list[Support] = []
    try:
        chosen = supports(scenario, BASELINE, instruments if instruments is not None else _usual(scenario))
        if len(chosen) < 2:
            reasons.append(("too_few_instruments", {"known": ", ".join(SCALES)}))
    except Refused as refused:
        reasons += refused.reasons
    try:
        library()
    except Refused as refused:
        reasons += refused.reasons
    if reasons:
        raise Refused(*reasons)
    return chosen


def _usual(scenario: Scenario) -> list[str] | None:
    there = {support.name for support in supports(scenario)}
    own = [name for name in own_templates(scenario) if name in there]
    return own if len(own) > 1 else None


def _alone(number: int) -> list[Mix]:
    """Each instrument alone, at its most and at half of it."""
    return [tuple(dose if place == one else 0 for place in range(number)) for dose in (STEPS, STEPS // 2) for one in range(number)]


# --- what runs say ---


def _cost(results: Results, name: str) -> np.ndarray:
    """Public money beyond the baseline in each replicate, EUR."""
    return results.values("public_eur", name) - results.values("public_eur", BASELINE)


def _aims(results: Results, by: Decider, also: str, name: str) -> np.ndarray:
    """What decides, cost and the third aim, each the less the better."""
    decides, third = results.values(by.name, name, by.hub), results.values(also, name)
    means = [float(np.nanmean(each)) if (each == each).any() else np.inf for each in (decides, third)]
    better = MEASURES[also].better or 1
    return np.array([-by.better * means[0], float(_cost(results, name).mean()), -better * means[1]])


def _row(results: Results, outcome: str, name: str, hub: str = "all") -> SummaryRow:
    row = results.row(outcome, name, hub)
    if row is None:
        raise Refused(("outcome_never", {"outcome": outcome}))
    return row
