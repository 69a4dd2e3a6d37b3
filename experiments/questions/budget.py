"""Policies of one cost: each instrument as generous as a budget allows, so that they are ranked by what they do with the same money.

Public money depends on who comes and which hubs last, and so on chance: the figure of each instrument (`generosity.SCALES`) is tuned until
the mean over the study's own worlds, beyond what the baseline costs, meets the budget. It is a root search on paired runs, a figure of
every policy at a time, as in `experiments.questions.least`; spending rises with the figure, so that there is one root.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, Final, Literal

import numpy as np

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.questions.answer import Refused, Told
from experiments.questions.generosity import SCALES, YEARS_OF_SUPPORT, Support, own_templates, support
from experiments.questions.variants import asking, measures_under
from experiments.runs.case import Case
from experiments.runs.remembered import Remembered
from experiments.runs.replicates import run
from experiments.runs.results import Results
from experiments.showing.tables import WORD_JOINER, TextTable
from model.scenario import BASELINE, Scenario
from model.scenario.given import scenario_in
from model.scenario.policies import Plain

REPLICATES: Final = 40
TOLERANCE: Final = 0.01  # of the budget: spending so near to it meets it
LOOKS: Final = 6  # figures tried of each instrument below its most, at most
_NEAREST: Final = 1e-4  # of the most: figures that are one

Status = Literal["meets", "most", "steps"]


@dataclass(frozen=True)
class Spent:
    """How a policy was tuned."""

    policy: str
    support: Support
    dose: float
    eur: Estimate  # public money beyond the baseline, with the interval of its mean
    status: Status  # meets the budget; is the most there is, and less; or is counted and comes as near as its steps allow

    @property
    def figure(self) -> float:
        """The figure that was tuned."""
        return self.support.figure(self.dose)


@dataclass(frozen=True)
class EqualBudget:
    """The study of policies of one cost.

    Attributes:
        results: the runs of the tuned scenario.
        budget: what each policy was to cost, EUR.
        spent: what each costs, in the order of the policies.
    """

    results: Results
    budget: float
    spent: tuple[Spent, ...]

    def text_table(self, lang: str) -> TextTable:
        """What each policy gives and costs, and where the budget could not be spent."""
        words = Words(lang, "budget")
        lines: list[tuple[str, ...]] = []
        for one in self.spent:
            eur, low, high = (words.euro(value).replace(WORD_JOINER, "") for value in one.eur)
            amount = one.support.amount(lang, one.dose)
            lines.append((self.results.title(one.policy, lang), amount, f"{eur} ({low} … {high})", words(one.status)))
        budget, tolerance = (words.euro(self.budget).replace(WORD_JOINER, ""), words.the_percent(TOLERANCE))
        header = tuple(words(key) for key in ("policy", "amount", "eur", "budget"))
        return TextTable(words("title", budget=budget), header, lines, [words("note", tolerance=tolerance)])


def at_equal_budget(
    case: Case | Results | Scenario, eur: float, *, replicates: int | None = None, seed: int | None = None, workers: int | None = None,
    point: bool | None = None,
) -> Results:
    """Runs of policies of one instrument each, all tuned to cost the public the same.

    Args:
        case: what to study: its policies of one instrument are tuned, instruments it has none of are added. Of results, their scenario.
        eur: public money for each policy over the run, beyond the baseline.
        replicates: number of worlds; those of the results, or 40 by default.
        seed: of the study; that of the results, or 1 by default.
        workers: threads, one for each processor by default.
        point: whether all worlds have the catalogue's defaults; as in the results, or not, by default.

    Returns:
        The runs of the tuned scenario; an instrument that cannot cost so much is at its most.

    Raises:
        Refused: when there is nothing to spend or nothing to tune.
        TypeError: when the budget is no number, or there is no scenario.

    Example:
        >>> tuned = at_equal_budget(case.over(months=12), 5_000, replicates=2)
        >>> tuned.policies[1], tuned.replicates
        ('rent_relief', 2)
    """
    of = case if isinstance(case, Results) else None
    scenario, eur = scenario_in(case), _money(eur)
    if of is not None:
        replicates, seed = of.replicates if replicates is None else replicates, of.seed if seed is None else seed
        point = of.sets is None if point is None else point
    replicates, seed = REPLICATES if replicates is None else replicates, 1 if seed is None else seed
    return equal_budget(scenario, eur, replicates=replicates, seed=seed, workers=workers, point=bool(point)).results


def _money(eur: float) -> float:
    if isinstance(eur, bool) or not isinstance(eur, Real):
        raise TypeError(f"eur: {eur!r:.60}; write a number, such as 30_000")
    return float(eur)


def equal_budget(
    scenario: Scenario, eur: float, *, replicates: int = REPLICATES, seed: int = 1, workers: int | None = None, point: bool = False,
    told: Told | None = None, lang: str = "en",
) -> EqualBudget:
    """As `at_equal_budget`, with how each policy was tuned; `told` is told how far the work is, in the words of `lang`."""
    offered = tunable(scenario)
    reasons: list[tuple[str, dict[str, object]]] = []
    if not 0 < eur < float("inf"):
        reasons.append(("budget", {"eur": f"{eur:g}"}))
    if not offered:
        reasons.append(("nothing_to_add", {}))
    if reasons:
        raise Refused(*reasons)
    study = {"replicates": replicates, "seed": seed, "workers": workers, "point": point}
    tuning = _Tuning(scenario, offered, study, told, Words(lang, "budget"))
    doses = _doses(tuning, len(offered), eur)
    results = tuning.run(dict(enumerate(doses)))
    spent = [_spent(results, policy, each, dose, eur) for (policy, each), dose in zip(offered.items(), doses, strict=True)]
    return EqualBudget(results, eur, tuple(spent))


def tunable(scenario: Scenario) -> dict[str, Support]:
    """What can be tuned, by policy: those of one instrument, then one for each instrument that neither they nor the baseline have."""
    written = scenario.written()
    there = {item["type"] for item in measures_under(scenario, BASELINE).values()}
    by_type: dict[str, str] = {}
    for name, scale in SCALES.items():
        by_type.setdefault(scale.type, name)
    found: dict[str, Support] = {}
    for policy, contents in written.get("policies", {}).items():
        does = set(contents) - {"title", "title_it", "question", "question_it"}
        if does == {"instruments"} and len(contents["instruments"]) == 1 and (item := contents["instruments"][0])["type"] in by_type:
            found[policy] = support(scenario, by_type[item["type"]], item)
    there |= {each.scale.type for each in found.values()}
    own = own_templates(scenario)
    for kind, name in by_type.items():
        if kind not in there:
            policy = name if name not in written.get("policies", {}) else f"{name}_alone"
            found[policy] = support(scenario, name, own.get(kind, None))
    return found


def _doses(tuning: "_Tuning", policies: int, eur: float) -> list[float]:
    """The dose of each policy that costs so much, or the most."""
    from scipy.optimize.elementwise import find_root

    def above(doses: np.ndarray, which: np.ndarray) -> np.ndarray:
        asked = [(int(number), float(dose)) for number, dose in zip(which, doses, strict=True)]
        return np.array(tuning.spending(asked)) - eur

    every = np.arange(policies)
    most = above(np.ones(policies), every)
    dear = every[most > TOLERANCE * eur]
    doses = np.ones(policies)
    if len(dear):
        tolerances = {"xatol": _NEAREST, "xrtol": 0.0, "fatol": TOLERANCE * eur, "frtol": 0.0}
        doses[dear] = find_root(above, (np.zeros(len(dear)), np.ones(len(dear))), args=(dear,), tolerances=tolerances, maxiter=LOOKS).x
    return [float(dose) for dose in doses]


def _spent(results: Results, policy: str, each: Support, dose: float, eur: float) -> Spent:
    paid = results.contrast(policy).money.extra_eur
    near = abs(paid.value - eur) <= TOLERANCE * eur
    return Spent(policy, each, dose, paid, "meets" if near else "most" if dose == 1.0 else "steps")


class _Tuning:
    """The runs behind the tuning."""

    def __init__(
        self, scenario: Scenario, offered: Mapping[str, Support], study: Mapping[str, Any], told: Told | None, words: Words
    ) -> None:
        self._scenario, self._study, self._told, self._words = scenario, study, told, words
        self._policies, self._supports = list(offered), list(offered.values())
        self._own = own_window(scenario)
        self._paid: dict[str, float] = {}
        self._remembered = Remembered()  # worlds and baselines are the same at every look, and so is most of what is run at the end
        self._looks = 0

    def spending(self, asked: Sequence[tuple[int, float]]) -> list[float]:
        """Mean public money of policies at doses, beyond the baseline; what was tried before is not run again."""
        keys = {(number, dose): f"{number} {self._supports[number].block(dose)}" for number, dose in asked}
        new = {number: dose for (number, dose), key in keys.items() if key not in self._paid and dose > 0}
        if new:
            results = self.run(new)
            for number, dose in new.items():
                paid = results.values("public_eur", self._policies[number]) - results.values("public_eur")
                self._paid[keys[number, dose]] = float(paid.mean())
        return [self._paid[keys[one]] if one[1] > 0 else 0.0 for one in asked]

    def run(self, doses: Mapping[int, float]) -> Results:
        """Some policies, each at a dose."""
        self._looks += 1
        variants: dict[str, Plain] = {}
        for number, dose in doses.items():
            each = self._supports[number]
            window = {} if "start" in each.figures or "end" in each.figures or not each.scale.lasts else self._own
            variants[self._policies[number]] = {**each.titles(dose), "instruments": [each.block(dose, **window)]}
        told, stage = self._told, self._words("look", number=self._looks)
        progress = None if told is None else lambda done, every: told(stage, done, every)
        return run(asking(self._scenario, variants), **self._study, progress=progress, remembered=self._remembered)


def own_window(scenario: Scenario) -> Plain:
    """When an instrument is in force of which the scenario says nothing: three years from the first opening."""
    opening = min((max(hub.opening_month(scenario.start), 0) for hub in scenario.hubs if not hub.when_viable), default=0)
    return {"start": opening, "end": opening + 12 * YEARS_OF_SUPPORT}
