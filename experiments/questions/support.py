"""The least public support for a hub to last: how much of which instrument, for how long, and what happens when it ends.

`experiments.questions.support_told` says it. Doses are tried in runs that end with the month asked about, so that support of as many
months is still paid in it. What is found is run on to two years after its end: an operator who loses without it closes in the month in
which it ends (ODD §7.12), and that is no longer the hub with support.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np

from experiments.languages import Words
from experiments.outcomes.at_age import viable
from experiments.outcomes.intervals import Estimate, estimate_of, paired
from experiments.outcomes.stacks import Stack
from experiments.questions.answer import Refused, Said, Told
from experiments.questions.generosity import Support, supports
from experiments.questions.least import Least, Tried, least_doses
from experiments.questions.support_found import AFTER, MIX, Found, LeastFound, Meets, Way, titles
from experiments.questions.support_told import told
from experiments.questions.variants import asking
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.names import DOWNSIZED
from model.reading.fields import BEYOND
from model.reading.slots import Slot, limits
from model.scenario import BASELINE, Scenario
from model.scenario.policies import Plain

REPLICATES: Final = 40  # ten sets of parameters: as many as a large hub's answer takes a minute for
MIXED: Final = 3  # instruments of which pairs are tried


@dataclass(frozen=True)
class LeastSupport(LeastFound):
    """What the least support is; an `experiments.questions.answer.Answer`."""

    def said(self, lang: str, *, drawn: bool = True) -> Said:
        """In words, tables and a picture."""
        return told(self, lang, drawn=drawn)


# --- the question ---


def least_support(
    scenario: Scenario, *, target: float = 0.8, at: int = 36, meets: Meets = "open", policy: str = BASELINE,
    instruments: Collection[str] | None = None, replicates: int = REPLICATES, seed: int = 1, workers: int | None = None,
    point: bool = False, told: Told | None = None, lang: str = "en", command: str = "",
) -> LeastSupport:
    """The least support by each instrument, and by two together, for hubs to be open in a month in so many futures.

    Args:
        scenario: any with a hub that opens in a known month.
        target: share of the futures (of several hubs: of hubs and futures).
        at: month asked about, counted from the opening of each hub, or from the first of the run where it is open by then.
        meets: what is asked: 'open', 'viable' (`viable_N`), or 'whole', neither shrunk nor closed.
        policy: what support is added to.
        instruments: which ones, by the short names of `generosity.SCALES`; all that are not in force by default.
        replicates: number of worlds.
        seed: of the study.
        workers: threads.
        point: whether all worlds have the catalogue's defaults.
        told: told how far the work is.
        lang: in whose words.
        command: what makes the answer again.

    Raises:
        Refused: with every reason why it cannot be asked.
    """
    offered = _refuse(scenario, target, at, policy, instruments)
    study = {"replicates": replicates, "seed": seed, "workers": workers, "point": point}
    search = _Search(scenario, policy, at, meets, study, told, Words(lang, "support"))
    alone: dict[str, list[tuple[Way, Least]]] = {}
    mixes: list[tuple[Way, Least]] = []
    if search.reference.share < target:
        whole = [Way(((each, 1.0),), at) for each in offered]
        least = least_doses(len(whole), search.asking(whole), target)
        alone = {way.name: [(way, one)] for way, one in zip(whole, least, strict=True)}
        reached = [way.parts[0][0] for way, one in zip(whole, least, strict=True) if one.reached]
        shorter = [Way(((each, 1.0),), months) for each in reached if each.scale.lasts for months in _shorter(at)]
        pairs = _pairs([each[0] for each in alone.values()], search.reference)
        further = [*shorter, *pairs]
        for way, one in zip(further, least_doses(len(further), search.asking(further), target), strict=True):
            (alone[way.name] if len(way.parts) == 1 else mixes).append((way, one))
    chosen = [cheapest for each in alone.values() if (cheapest := _cheapest(each)) is not None]
    mix = _cheapest(mixes)
    results, found = search.to_the_end([*chosen, *([mix] if mix is not None else [])])
    single = sorted((one for one in found if one.way.name != MIX), key=lambda one: one.eur.value)
    short = sorted((each[0] for each in alone.values() if not each[0][1].reached), key=lambda one: -one[1].tried[-1].share)
    last = found[-1] if mix is not None else None
    return LeastSupport(
        results, command, target, at, meets, policy, _share(search.reference), tuple(single), last, tuple(short), len(mixes)
    )


def _shorter(at: int) -> list[int]:
    """Shorter times for which support may last: a third and two thirds of all."""
    return sorted({round(at / 3), round(2 * at / 3)} - {0, at})


def _cheapest(ways: Sequence[tuple[Way, Least]]) -> tuple[Way, Least] | None:
    return min(((way, least) for way, least in ways if least.reached), key=lambda one: one[1].at(one[1].dose).eur, default=None)


def _pairs(alone: Sequence[tuple[Way, Least]], reference: Tried) -> list[Way]:
    """Pairs of what helps most, the money of a pair shared equally; of two that both fall short, each up to its most."""
    helping = [(way, least) for way, least in alone if least.tried[-1].share > reference.share]
    helping.sort(key=lambda one: (0, one[1].at(one[1].dose).eur) if one[1].reached else (1, -one[1].tried[-1].share))
    pairs = []
    for both in combinations(helping[:MIXED], 2):
        enough = [least.at(least.dose).eur for _, least in both if least.reached]
        parts = tuple((way.parts[0][0], _dose_for(least, min(enough)) if enough else 1.0) for way, least in both)
        pairs.append(Way(parts, both[0][0].months))
    return pairs


def _dose_for(least: Least, eur: float) -> float:
    """The dose that costs so much, or the most there is."""
    return float(np.interp(eur, [one.eur for one in least.tried], [one.dose for one in least.tried]))


def _refuse(scenario: Scenario, target: float, at: int, policy: str, names: Collection[str] | None) -> list[Support]:
    reasons: list[tuple[str, dict[str, object]]] = []
    offered: list[Support] = []
    if not 0 < target < 1:
        reasons.append(("target", {"target": f"{target:g}"}))
    try:
        offered = supports(scenario, policy, names)
    except Refused as refused:
        reasons += refused.reasons
    if policy in scenario.policy_names:
        most = int(limits(Slot(int, Scenario, Scenario.model_fields["horizon_months"]))[1])
        opening = _openings(scenario if policy == BASELINE else scenario.with_policy(policy))
        left = most - max(opening.values(), default=0) - max(AFTER)
        if not opening:
            reasons.append(("no_opening", {}))
        elif not 1 <= at <= left:
            reasons.append(("at_month", {"at": at, "most": left}))
        if not offered and not names:
            reasons.append(("nothing_to_add", {}))
    if reasons:
        raise Refused(*reasons)
    return offered


def _openings(scenario: Scenario) -> dict[str, int]:
    """The month from which each hub is looked at: that of its opening, or the first of the run."""
    months = {hub.name: hub.opening_month(scenario.start) for hub in scenario.hubs}
    return {name: max(month, 0) for name, month in months.items() if month < BEYOND}


class _Search:
    """The runs behind the answer: a scenario, what is asked of its hubs, and what was tried."""

    def __init__(
        self, scenario: Scenario, policy: str, at: int, meets: Meets, study: Mapping[str, Any], told: Told | None, words: Words
    ) -> None:
        self._base = scenario if policy == BASELINE else scenario.with_policy(policy)
        self._opening = _openings(self._base)
        self._first, self._last = min(self._opening.values()), max(self._opening.values())
        self._at, self._meets, self._study, self._told, self._words = at, meets, study, told, words
        self._looks = 0
        self._tried: dict[str, Tried] = {}
        self.reference = self._looked(self._run({}, at), BASELINE)

    def asking(self, ways: Sequence[Way]) -> Any:
        """Tries doses of ways in one study; what was tried before, under another number or name, is not run again."""

        def ask(asked: Sequence[tuple[int, float]]) -> list[Tried]:
            blocks = [ways[number].blocks(dose, self._first) if dose > 0 else [] for number, dose in asked]
            new = {str(each): each for each in blocks if each and str(each) not in self._tried}
            if new:
                names = {key: f"tried_{number}" for number, key in enumerate(new)}
                results = self._run({names[key]: {"title": names[key], "instruments": each} for key, each in new.items()}, self._at)
                self._tried |= {key: self._looked(results, names[key]) for key in new}
            every = [self._tried[str(each)] if each else self.reference for each in blocks]
            return [tried._replace(dose=dose) for tried, (_, dose) in zip(every, asked, strict=True)]

        return ask

    def to_the_end(self, chosen: Sequence[tuple[Way, Least]]) -> tuple[Results, list[Found]]:
        """What was found, run to two years after its end."""
        variants = {}
        for number, (way, least) in enumerate(chosen):
            variants[f"least_{number + 1}"] = {**titles(way, least.dose), "instruments": way.blocks(least.dose, self._first)}
        results = self._run(variants, self._at + max(AFTER))
        return results, [self._found(results, name, *one) for name, one in zip(variants, chosen, strict=True)]

    def _found(self, results: Results, name: str, way: Way, least: Least) -> Found:
        eur, seen = results.contrast(name).money.extra_eur, least.at(least.dose)
        grown = eur.value / seen.eur if seen.eur > 0 else 1.0  # vouchers are paid on after the month asked about
        needed = least.eur(least.low) * grown, float("nan") if least.high != least.high else least.eur(least.high) * grown
        later = {}
        for months in AFTER:
            both = [self._values(results, policy, way.months + months, "open") for policy in (name, BASELINE)]
            change = paired(both[0][:, None], both[1][:, None], True, results.worlds, True)
            difference = Estimate(float(change.difference[0]), float(change.low[0]), float(change.high[0]))
            with_it, without = (estimate_of(values, results.worlds, share=True) for values in both)
            later[months] = (with_it, without, difference)
        return Found(way, least, eur, needed, _share(seen), later)

    def _values(self, results: Results, policy: str, month: int, meets: Meets) -> np.ndarray:
        """Of each replicate, the share of hubs that meet something in a month from their opening."""
        stack = results.stack(policy)
        met = _met(stack, meets)
        each = [met[:, opens + month - 1, stack.hub_names.index(hub)] for hub, opens in self._opening.items()]
        return np.asarray(np.mean(each, axis=0), dtype=float)

    def _looked(self, results: Results, policy: str) -> Tried:
        share = estimate_of(self._values(results, policy, self._at, self._meets), results.worlds, share=True)
        eur = float((results.values("public_eur", policy) - results.values("public_eur")).mean())
        return Tried(0.0, *share, eur)

    def _run(self, variants: Mapping[str, Plain], months: int) -> Results:
        self._looks += 1
        scenario, look = asking(self._base, variants, months=self._last + months), self._looks
        told, stage = self._told, self._words("look", number=look)
        progress = None if told is None else lambda done, every: told(stage, done, every)
        return run(scenario, **self._study, progress=progress)


def _share(tried: Tried) -> Estimate:
    return Estimate(tried.share, tried.low, tried.high)


def _met(stack: Stack, meets: Meets) -> np.ndarray:
    if meets == "viable":
        return viable(stack)
    return stack.running & (stack.series("state") < DOWNSIZED) if meets == "whole" else stack.running
