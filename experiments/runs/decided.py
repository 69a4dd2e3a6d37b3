"""What replicates run batch by batch have decided: the ranking, each comparison, and what both come to in words."""

import math
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Literal

from experiments.languages import Words
from experiments.outcomes.measures import Measure
from experiments.runs.decisions import Comparison, Status
from experiments.runs.described import described
from experiments.runs.results import Results
from experiments.showing.html import table_html
from experiments.showing.tables import TextTable, change

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Better = Literal["more", "less"]


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

    Example:
        >>> decided.ranking, decided.history, decided.decided
        ((('baseline',), ('rent_relief',)), ((5, 1), (8, 1), (12, 1), (18, 0)), True)
    """

    results: Results
    measure: Measure
    better: int
    confidence: float
    indifference: float
    planned: tuple[int, ...]
    pairs: tuple[Comparison, ...]
    ranking: tuple[tuple[str, ...], ...]
    history: tuple[tuple[int, int], ...]

    @property
    def replicates(self) -> int:
        """Replicates that were run."""
        return self.results.replicates

    @property
    def open(self) -> tuple[Comparison, ...]:
        """The pairs that stay open."""
        return tuple(pair for pair in self.pairs if pair.status == "open")

    @property
    def decided(self) -> bool:
        """Whether no pair is open."""
        return not self.open

    def pair(self, policy: str, reference: str) -> Comparison:
        """One pair, seen from either side.

        Args:
            policy: the policy judged.
            reference: the policy it is judged against.

        Returns:
            The status of the pair, and the difference `policy` less `reference` with the interval that holds for all pairs and looks.

        Raises:
            KeyError: when there is no such pair.

        Example:
            >>> decided.pair("rent_relief", "baseline").status, decided.pair("baseline", "rent_relief").status
            ('worse', 'better')
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
        """The pairs as a table, with the fields of `Comparison` as columns."""
        import pandas as pd

        return described(self.results, pd.DataFrame([asdict(pair) for pair in self.pairs]), {})

    def sentences(self, lang: str = "en") -> list[str]:
        """What is settled, which pairs do not differ and which stay open.

        Args:
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            Sentences, the ranking first.

        Example:
            >>> decided.sentences()[0]
            'After 18 replicates the ranking by public money paid is settled at 95%: 1. Baseline; 2. Rent-free building for three years.'
        """
        words = Words(lang, "runs")
        first = words(
            "settled" if self.decided else "unsettled",
            n=words.number(self.replicates), outcome=words.inside(words.outcome(self.measure)), confidence=_percent(self.confidence, words),
            ranking="; ".join(f"{place}. {self._group(group, words)}" for place, group in enumerate(self.ranking, start=1)),
            open=len(self.open), pairs=len(self.pairs),
        )
        counts = [pair.replicates for pair in self.pairs]
        partial = words("partial", least=words.number(min(counts)), n=words.number(max(counts)))
        about = [self._about(pair, words) for pair in self._placed() if pair.better is None]
        return [first, *about, *([partial] if min(counts) < self.replicates else [])]

    def text_table(self, lang: str = "en") -> TextTable:
        """The pairs as a table of text, the better placed policy of each first.

        Args:
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            Title, header, rows and notes, all words.

        Example:
            >>> decided.text_table().header
            ('Comparison', 'Difference', 'Interval', 'Verdict')
        """
        words = Words(lang, "runs")
        rows: list[tuple[str, ...]] = []
        for pair in self._placed():
            value, low, high = self._written(pair, words)
            names = " – ".join(self.results.title(name, lang) for name in (pair.policy, pair.reference))
            rows.append((names, value, f"{low} … {high}", words(pair.status)))
        note = words("note", confidence=_percent(self.confidence, words), looks=len(self.planned))
        header = tuple(words(key) for key in ("pair", "difference", "interval", "verdict"))
        sets = [words("note_sets", sets=words.number(self.results.sets_drawn))] if self.results.sets_drawn else []
        return TextTable(words("title", outcome=words.inside(words.outcome(self.measure))), header, rows, [note, *sets])

    def plot(self, ax: "Axes | None" = None, *, lang: str = "en") -> "Axes":
        """The difference of each pair, the better placed less the other, with the interval that holds for all pairs and looks.

        Args:
            ax: axes to draw on; new ones by default.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Example:
            >>> decided.plot().get_xlabel()
            'first less second (EUR)'
        """
        from experiments.showing import plots_of_policies as plots

        words = Words(lang, "plots")
        unit = words.unit(self.measure.unit) if self.measure.kind == "number" else words("points")
        scale = 1.0 if self.measure.kind == "number" else 100.0
        found = [
            (
                " – ".join(self.results.title(name, lang) for name in (pair.policy, pair.reference)), self.results.look(pair.policy),
                (pair.difference * scale, pair.low * scale, pair.high * scale),
            )
            for pair in self._placed()
        ]
        title = words("pairs_of", outcome=words.inside(words.outcome(self.measure)))
        across, caption = words("pair_difference", unit=unit), self.results.caption(lang)
        return plots.figures_on(found, across, title, ax, words, better=self.better, caption=caption)

    def _placed(self) -> list[Comparison]:
        """The pairs in the order of the ranking, each seen from the policy placed before."""
        order = [name for group in self.ranking for name in group]
        return [self.pair(name, other) for place, name in enumerate(order) for other in order[place + 1 :]]

    def _group(self, group: tuple[str, ...], words: Words) -> str:
        names = words.listing([self.results.title(name, words.lang) for name in group])
        statuses = {pair.status for pair in self.pairs if pair.policy in group and pair.reference in group}
        if not statuses:
            return names
        alike = statuses <= {"same", "no difference that matters"}
        word = "order_open" if "open" in statuses else "same" if statuses == {"same"} else "alike" if alike else "mixed"
        return f"{names} ({words(word)})"

    def _about(self, pair: Comparison, words: Words) -> str:
        """A sentence on a pair without a winner."""
        if pair.status != "open":
            kind = "is_same" if pair.status == "same" else "is_alike"
        else:
            kind = "is_none" if pair.replicates < 2 else "is_open" if pair.different else "is_rare"
        outlook = words("no_outlook") if pair.needed is None else words("outlook", needed=words.number(_round_up(pair.needed)))
        value, low, high = self._written(pair, words)
        return words(
            kind, a=self.results.title(pair.policy, words.lang), b=self.results.title(pair.reference, words.lang),
            n=words.number(pair.replicates),
            share=words.percent(pair.unseen, 1), limit=change(self.measure, words, self.indifference)[0].lstrip("+"),
            difference=value, low=low, high=high, outlook=outlook,
        )

    def _written(self, pair: Comparison, words: Words) -> tuple[str, str, str]:
        value, low, high = change(self.measure, words, pair.difference, pair.low, pair.high)
        return value, low, high

    def __repr__(self) -> str:
        order = " > ".join(" ~ ".join(group) for group in self.ranking)
        state = "decided" if self.decided else f"{len(self.open)} of {len(self.pairs)} pairs open"
        return f"Decided by {self.measure.name!r} after {self.replicates} replicates at {self.confidence:.10g}: {order}; {state}"

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences())
        return f"<div>{said}{table_html(self.text_table())}</div>"


def _percent(confidence: float, words: Words) -> str:
    """With as many decimals as were asked for, two at most."""
    decimals = next((number for number in (0, 1) if math.isclose(confidence * 100, round(confidence * 100, number))), 2)
    return words.percent(confidence, decimals)


def _round_up(number: int) -> int:
    """Two figures, which is more than an estimate deserves."""
    unit = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // unit) * unit
