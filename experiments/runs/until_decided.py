"""Replicates until a decision stands: simulate batch by batch until every pair of policies is told apart, then stop and say so.

The rule is in `experiments.runs.decisions`. Batches join without rerunning anything, and give what one run of that length gives.
"""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from experiments.outcomes.measures import MEASURES, Measure, evaluate, measures_for
from experiments.runs.decisions import Evidence, Pair, Status, judge, looks, needed, rank
from experiments.runs.replicates import UnknownPolicy, chosen_policies, extend, run
from experiments.runs.results import Results
from experiments.showing.formats import Formats
from experiments.showing.tables import TextTable, written
from model.reading.wording import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from model.scenario import Scenario

Better = Literal["more", "less"]
Progress = Callable[[int, int, int | None], None]
"""Told (replicates done, most there can be, pairs open at the last look or None before the first) after each replicate."""

TEXTS: Final = {
    "en": {
        "settled": "After {n} replicates the ranking by {outcome} is settled at {confidence}: {ranking}.",
        "unsettled": "After {n} replicates the ranking by {outcome} is not settled at {confidence}; open comparisons: {open} of {pairs}. "
                     "So far: {ranking}.",
        "order_open": "order open", "alike": "no difference that matters", "same": "the same", "mixed": "not all told apart",
        "is_same": "{a} and {b}: the same in each of {n} replicates; worlds where they differ are at most {share} of all.",
        "is_alike": "{a} and {b}: no difference that matters, {difference} ({low} … {high}); up to {limit} does not.",
        "is_open": "Open: {a} against {b}, {difference} ({low} … {high}). {outlook}",
        "is_rare": "Open: {a} against {b}, the same in each of {n} replicates, but {share} of worlds might still differ. {outlook}",
        "is_none": "Open: {a} against {b}; the outcome exists under both in {n} of the replicates.",
        "outlook": "If it goes on like this, about {needed} replicates in all would settle it.",
        "no_outlook": "More replicates would hardly settle it; saying which difference matters would (indifference).",
        "partial": "The outcome does not exist in every replicate: policies are compared where both have it, in {least} to {n} replicates.",
        "title": "Comparisons by {outcome}, the better placed first",
        "pair": "Comparison", "difference": "Difference", "interval": "Interval", "verdict": "Verdict",
        "better": "better", "worse": "worse", "no difference that matters": "no difference that matters", "open": "open",
        "note": "All intervals hold together at {confidence}, every comparison and all {looks} planned looks included.",
    },
    "it": {
        "settled": "Dopo {n} repliche la classifica per {outcome} è stabilita (confidenza {confidence}): {ranking}.",
        "unsettled": "Dopo {n} repliche la classifica per {outcome} non è ancora stabilita (confidenza {confidence}); confronti aperti: "
                     "{open} su {pairs}. Per ora: {ranking}.",
        "order_open": "ordine aperto", "alike": "nessuna differenza che conti", "same": "uguali", "mixed": "non tutti distinti",
        "is_same": "{a} e {b}: uguali in ognuna di {n} repliche; i mondi in cui differiscono sono al più {share} del totale.",
        "is_alike": "{a} e {b}: nessuna differenza che conti, {difference} ({low} … {high}); fino a {limit} non conta.",
        "is_open": "Aperto: {a} rispetto a {b}, {difference} ({low} … {high}). {outlook}",
        "is_rare": "Aperto: {a} rispetto a {b}, uguali in ognuna di {n} repliche, ma può ancora differire {share} dei mondi. {outlook}",
        "is_none": "Aperto: {a} rispetto a {b}; l'esito esiste con entrambi in {n} repliche.",
        "outlook": "Se continua così, basterebbero circa {needed} repliche in tutto.",
        "no_outlook": "Altre repliche difficilmente basterebbero; serve dire quale differenza conta (indifferenza).",
        "partial": "L'esito non esiste in ogni replica: si confronta dove entrambe le politiche lo hanno, in {least}-{n} repliche.",
        "title": "Confronti per {outcome}, prima chi è meglio piazzato",
        "pair": "Confronto", "difference": "Differenza", "interval": "Intervallo", "verdict": "Verdetto",
        "better": "meglio", "worse": "peggio", "no difference that matters": "nessuna differenza che conti", "open": "aperto",
        "note": "Gli intervalli valgono tutti insieme (confidenza {confidence}): ogni confronto e tutti i {looks} controlli previsti.",
    },
}


class NotDecidable(ValueError):
    """What is asked cannot be decided; `problems` pairs each argument at fault with what is wrong."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(f"{argument}: {message}" for argument, message in problems))


@dataclass(frozen=True, eq=False)
class Decided:
    """What replicates run batch by batch have decided, and what they have not.

    Attributes:
        results: all replicates that were run; what `run` gives for that number.
        measure: the outcome the policies are ranked by.
        better: 1 when more of it is better, -1 when less is.
        confidence: probability with which no pair is called wrongly, all looks and pairs together.
        indifference: difference that does not matter, in the unit of the outcome.
        planned: replicates of every look there could have been.
        pairs: every pair of policies once, the one named later judged against the earlier, the baseline always a reference.
        ranking: groups of policies from best to worst: see `experiments.runs.decisions.rank`.
        history: (replicates, pairs open) at each look.
    """

    results: Results
    measure: Measure
    better: int
    confidence: float
    indifference: float
    planned: tuple[int, ...]
    pairs: tuple[Pair, ...]
    ranking: tuple[tuple[str, ...], ...]
    history: tuple[tuple[int, int], ...]

    @property
    def replicates(self) -> int:
        """Replicates that were run."""
        return self.results.replicates

    @property
    def open(self) -> tuple[Pair, ...]:
        """The pairs that stay open."""
        return tuple(pair for pair in self.pairs if pair.status == "open")

    @property
    def decided(self) -> bool:
        """Whether no pair is open."""
        return not self.open

    def pair(self, policy: str, reference: str) -> Pair:
        """One pair, seen from either side.

        Raises:
            KeyError: when there is no such pair.
        """
        for pair in self.pairs:
            if (pair.policy, pair.reference) == (policy, reference):
                return pair
            if (pair.reference, pair.policy) == (policy, reference):
                turned: dict[Status, Status] = {"better": "worse", "worse": "better"}
                seen = replace(pair, policy=policy, reference=reference, status=turned.get(pair.status, pair.status))
                return replace(seen, difference=-pair.difference, low=-pair.high, high=-pair.low)
        raise KeyError(f"no pair of {policy!r} and {reference!r}; there are {', '.join(self.results.policies)}")

    @cached_property
    def table(self) -> "pd.DataFrame":
        """The pairs as a table, with the fields of `Pair` as columns."""
        import pandas as pd

        return pd.DataFrame([asdict(pair) for pair in self.pairs])

    def sentences(self, lang: str = "en") -> list[str]:
        """What is settled, which pairs do not differ and which stay open, in Italian ('it') or English ('en')."""
        text, formats = TEXTS[lang], Formats(lang)
        first = text["settled" if self.decided else "unsettled"].format(
            n=formats.number(self.replicates), outcome=_outcome(self.measure, lang), confidence=_percent(self.confidence, formats),
            ranking="; ".join(f"{place}. {self._group(group, lang)}" for place, group in enumerate(self.ranking, start=1)),
            open=len(self.open), pairs=len(self.pairs),
        )
        counts = [pair.replicates for pair in self.pairs]
        partial = text["partial"].format(least=formats.number(min(counts)), n=formats.number(max(counts)))
        about = [self._about(pair, lang) for pair in self._placed() if pair.better is None]
        return [first, *about, *([partial] if min(counts) < self.replicates else [])]

    def text_table(self, lang: str = "en") -> TextTable:
        """The pairs as a table of text, the better placed policy of each first."""
        text, formats = TEXTS[lang], Formats(lang)
        rows: list[tuple[str, ...]] = []
        for pair in self._placed():
            value, low, high = self._written(pair, formats)
            names = " – ".join(self.results.title(name, lang) for name in (pair.policy, pair.reference))
            rows.append((names, value, f"{low} … {high}", text[pair.status]))
        note = text["note"].format(confidence=_percent(self.confidence, formats), looks=len(self.planned))
        header = tuple(text[key] for key in ("pair", "difference", "interval", "verdict"))
        return TextTable(text["title"].format(outcome=_outcome(self.measure, lang)), header, rows, [note])

    def _placed(self) -> list[Pair]:
        """The pairs in the order of the ranking, each seen from the policy placed before."""
        order = [name for group in self.ranking for name in group]
        return [self.pair(name, other) for place, name in enumerate(order) for other in order[place + 1 :]]

    def _group(self, group: tuple[str, ...], lang: str) -> str:
        names = Formats(lang).listing([self.results.title(name, lang) for name in group])
        found = {pair.status for pair in self.pairs if pair.policy in group and pair.reference in group}
        if not found:
            return names
        alike = found <= {"same", "no difference that matters"}
        word = "order_open" if "open" in found else "same" if found == {"same"} else "alike" if alike else "mixed"
        return f"{names} ({TEXTS[lang][word]})"

    def _about(self, pair: Pair, lang: str) -> str:
        """A sentence on a pair without a winner."""
        text, formats = TEXTS[lang], Formats(lang)
        if pair.status != "open":
            kind = "is_same" if pair.status == "same" else "is_alike"
        else:
            kind = "is_none" if pair.replicates < 2 else "is_open" if pair.different else "is_rare"
        outlook = text["no_outlook"] if pair.needed is None else text["outlook"].format(needed=formats.number(_round_up(pair.needed)))
        value, low, high = self._written(pair, formats)
        return text[kind].format(
            a=self.results.title(pair.policy, lang), b=self.results.title(pair.reference, lang), n=formats.number(pair.replicates),
            share=formats.percent(pair.unseen, 1), limit=written(self.indifference, self.measure, formats, change=True).lstrip("+"),
            difference=value, low=low, high=high, outlook=outlook,
        )

    def _written(self, pair: Pair, formats: Formats) -> tuple[str, str, str]:
        low, high = (written(bound, self.measure, formats, change=True, bare=True) for bound in (pair.low, pair.high))
        return written(pair.difference, self.measure, formats, change=True), low, high

    def __repr__(self) -> str:
        order = " > ".join(" ~ ".join(group) for group in self.ranking)
        state = "decided" if self.decided else f"{len(self.open)} of {len(self.pairs)} pairs open"
        return f"Decided by {self.measure.name!r} after {self.replicates} replicates at {self.confidence:.10g}: {order}; {state}"

    def _repr_html_(self) -> str:
        from experiments.showing.html import table_html

        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences())
        return f"<div>{said}{table_html(self.text_table())}</div>"


def _outcome(measure: Measure, lang: str) -> str:
    """How an outcome is called inside a sentence."""
    label = measure.label_it if lang == "it" else measure.label
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def _percent(confidence: float, formats: Formats) -> str:
    """With as many decimals as were asked for, two at most."""
    decimals = next((number for number in (0, 1) if math.isclose(confidence * 100, round(confidence * 100, number))), 2)
    return formats.percent(confidence, decimals)


def _round_up(number: int) -> int:
    """Two figures, which is more than an estimate deserves."""
    unit = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // unit) * unit


def problems(
    scenario: "Scenario", outcome: str, policies: Sequence[str] | None, better: str | None, confidence: float, indifference: float,
    first: int, most: int,
) -> list[tuple[str, str]]:
    """Everything that is wrong with a question: pairs of an argument of `run_until_decided` and a message."""
    found: list[tuple[str, str]] = []
    names: tuple[str, ...] = ()
    try:
        names = chosen_policies(scenario, policies)
        if len(names) < 2:
            found.append(("policies", f"scenario {scenario.name!r} has none beside the baseline here: there is nothing to compare"))
    except UnknownPolicy as error:
        found += [("policies", message) for message in str(error).splitlines()]
    if outcome not in MEASURES:
        found.append(("outcome", f"unknown outcome {outcome!r}{did_you_mean(outcome, MEASURES)}"))
    else:
        measure = MEASURES[outcome]
        opens = [hub.opening_month(scenario.start) for name in names for hub in scenario.with_policy(name).hubs]
        if names and measure not in measures_for(scenario.horizon_months, opens):
            found.append(("outcome", f"{outcome!r} is how a hub is at {measure.age} months; in these {scenario.horizon_months} months none "
                                     "gets that old: run more months or choose another outcome"))
        if measure.better == 0 and better is None:
            found.append(("better", f"whether more of {outcome!r} is better depends on who asks: say more or less"))
        if measure.kind != "number" and indifference >= 1:
            found.append(("indifference", f"{indifference:g}; {outcome!r} is a share: write 0.05 for five percentage points"))
    if better not in (None, "more", "less"):
        found.append(("better", f"{better!r}; write more or less"))
    if not 0.5 <= confidence < 1:
        meant = f", as {confidence / 100:g}" if 50 <= confidence < 100 else ", as 0.95"
        found.append(("confidence", f"{confidence:g}; write a number from 0.5 to less than 1{meant}"))
    if not 0 <= indifference < math.inf:
        found.append(("indifference", f"{indifference:g}; write a difference of zero or more, in the unit of the outcome"))
    if first < 2:
        found.append(("first", f"{first}; a difference needs 2 replicates at least"))
    if most < first:
        found.append(("most", f"{most}; it is less than the {first} replicates of the first look"))
    return found


def run_until_decided(
    scenario: "Scenario",
    *,
    outcome: str = "member_months",
    policies: Sequence[str] | None = None,
    better: Better | None = None,
    confidence: float = 0.95,
    indifference: float = 0.0,
    first: int = 20,
    most: int = 2000,
    seed: int = 1,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Decided:
    """Run a scenario's baseline and policies until each pair of them is told apart, or `most` replicates are done.

    Args:
        scenario: the scenario, policies included.
        outcome: what to rank by (`experiments.outcomes.measures.MEASURES`), all hubs together.
        policies: policies to compare with one another and with the baseline; all by default.
        better: whether more or less of the outcome is better; needed where that depends on who asks.
        confidence: probability with which no pair is called wrongly, all looks and pairs together.
        indifference: difference that does not matter, in the unit of the outcome; with 0 a tiny difference may never be settled.
        first: replicates before the first look.
        most: replicates at most; equal to `first` for a single look at a fixed number.
        seed: seed of the study, as for `run`.
        workers: as for `run`.
        executor: as for `run`.
        progress: told (done, most, pairs open at the last look) after each replicate.

    Raises:
        NotDecidable: listing everything wrong with what is asked.
        ReplicateFailed: when a replicate ends in an error.
    """
    wrong = problems(scenario, outcome, policies, better, confidence, indifference, first, most)
    if wrong:
        raise NotDecidable(wrong)
    measure, names, planned = MEASURES[outcome], chosen_policies(scenario, policies), looks(first, most)
    direction = measure.better if better is None else 1 if better == "more" else -1
    comparisons = math.comb(len(names), 2)
    error = (1 - confidence) / comparisons / len(planned)
    results: Results | None = None
    pairs: tuple[Pair, ...] = ()
    history: list[tuple[int, int]] = []

    def told(done: int, _: int) -> None:
        if progress is not None:
            progress(done, most, history[-1][1] if history else None)

    for number in planned:
        if results is None:
            results = run(scenario, replicates=number, seed=seed, workers=workers, policies=names, executor=executor, progress=told)
        else:
            results = extend(results, number, workers=workers, executor=executor, progress=told)
        values = {name: evaluate(measure, results.stack(name))[:, 0] for name in names}
        pairs = judge(values, direction, measure.kind == "yes_no", error, indifference, pairs)
        history.append((number, sum(pair.status == "open" for pair in pairs)))
        if history[-1][1] == 0:
            break
    assert results is not None
    pairs = tuple(_with_outlook(pair, values, measure, comparisons, confidence, indifference, first) for pair in pairs)
    return Decided(
        results, measure, direction, confidence, indifference, tuple(planned), pairs, rank(pairs, names, direction), tuple(history)
    )


def _with_outlook(
    pair: Pair, values: dict[str, np.ndarray], measure: Measure, comparisons: int, confidence: float, indifference: float, first: int
) -> Pair:
    if pair.status != "open":
        return pair
    found = Evidence.of(values[pair.policy], values[pair.reference], measure.kind == "yes_no")
    return replace(pair, needed=needed(found, comparisons, confidence, indifference, first, len(values[pair.policy])))
