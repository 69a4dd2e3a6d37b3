"""What a policy changes: differences between two policies met by the same people in the same worlds, replicate by replicate."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from experiments.languages import Words
from experiments.outcomes.families import chance, clear_together
from experiments.outcomes.intervals import (
    Estimate,
    PairedDifferences,
    is_counted,
    is_share,
    mean_of,
    paired,
    pooled_ratio,
    price,
    ratio_of_means,
)
from experiments.outcomes.measures import ALL, MEASURES, parts
from experiments.outcomes.rows import ContrastRow, PublicMoney
from experiments.outcomes.stacks import Stack
from experiments.runs.deciding import Decider, age_judged, deciding, suffix
from experiments.runs.described import OwnFrame, described
from experiments.runs.ensemble import Ensemble
from experiments.runs.paired import or_near
from experiments.showing.html import table_html
from experiments.showing.tables import TextTable, contrast_table
from experiments.storage.provenance import code_version
from model.scenario import BASELINE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class NotComparable(ValueError):
    """Two sets of runs do not share their worlds, so that no difference between them means anything."""


class Contrast:
    """A policy against its reference, on the same worlds; `Results.contrast` makes one.

    Args:
        treated: the runs of the policy judged.
        policy: the policy judged.
        reference: the runs of what it is compared with, the same or others on the same worlds.
        baseline: the policy it is compared with.

    Attributes:
        results: the runs of the policy judged.
        policy: the policy judged.
        baseline: the policy it is compared with.

    Raises:
        TypeError: when the reference is no results.

    Example:
        >>> contrast = results.contrast("rent_relief")
        >>> contrast.policy, contrast.baseline
        ('rent_relief', 'baseline')
    """

    def __init__(self, treated: Ensemble, policy: str, reference: Ensemble, baseline: str) -> None:
        if not isinstance(reference, Ensemble):
            raise TypeError(f"{reference!r:.60} is no results; write what `run` has given")
        self.policy = treated.stack(policy).policy
        self.baseline = reference.stack(baseline).policy
        _require_same_worlds(treated, reference)
        self.results = treated
        self._reference = reference
        self._kept: dict[str, tuple[np.ndarray, np.ndarray, PairedDifferences]] = {}
        self._by_column: dict[int, tuple[dict[str, float], set[str]]] = {}

    @property
    def stacks(self) -> tuple[Stack, Stack]:
        """All arrays of both, the policy judged first."""
        return self.results.stack(self.policy), self._reference.stack(self.baseline)

    @cached_property
    def _hubs(self) -> tuple[str, ...]:
        """All together, and each hub both have."""
        known = self._reference.stack(self.baseline).hub_names
        return (ALL, *(hub for hub in self.results.stack(self.policy).hub_names if hub in known))

    @cached_property
    def _measures(self) -> list[str]:
        known = {measure.name for measure in self._reference.measures}
        return [measure.name for measure in self.results.measures if measure.name in known]

    def _sides(self, outcome: str) -> tuple[np.ndarray, np.ndarray, PairedDifferences]:
        """One outcome on both sides, where both have it, and their difference: [replicates, hubs] in the order of `_hubs`."""
        self._require(outcome)
        if outcome not in self._kept:
            self._keep(self._measures if outcome in self._measures else [outcome])
        return self._kept[outcome]

    def _require(self, outcome: str) -> None:
        if not (self.results.answers(outcome) and self._reference.answers(outcome)):
            raise KeyError(f"{outcome!r} is no outcome of both{or_near(outcome, self._measures)}")

    def _keep(self, outcomes: Sequence[str]) -> None:
        """Some outcomes at once: [replicates, hubs, outcomes]. Those that are judged together always are, in a tenth of the time."""
        treated, reference = (
            np.stack([np.stack([results.values(outcome, policy, hub) for hub in self._hubs], axis=1) for outcome in outcomes], axis=2)
            for results, policy in ((self.results, self.policy), (self._reference, self.baseline))
        )
        both = ~(np.isnan(treated) | np.isnan(reference))
        treated, reference = np.where(both, treated, np.nan), np.where(both, reference, np.nan)
        meant = treated.copy(), reference.copy()
        for at, outcome in enumerate(outcomes):
            if (pooled := self._pooled(outcome, both[:, :, at])) is not None:
                meant[0][:, :, at], meant[1][:, :, at] = pooled
        measures = [MEASURES[outcome] for outcome in outcomes]
        counted, share = (np.array([asked(measure) for measure in measures]) for asked in (is_counted, is_share))
        found = paired(treated, reference, counted, self.results.worlds, share, meant)
        for at, outcome in enumerate(outcomes):
            difference = PairedDifferences(*(values[..., at] for values in found))
            self._kept[outcome] = meant[0][:, :, at], meant[1][:, :, at], difference

    def _pooled(self, outcome: str, both: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
        """Of a ratio, what has the pooled ratio as its mean, on both sides: [replicates, hubs]."""
        sides = []
        for results, policy in ((self.results, self.policy), (self._reference, self.baseline)):
            stack = results.stack(policy)
            if (ratio := parts(MEASURES[outcome], stack)) is None:
                return None
            columns = [0, *(1 + stack.hub_names.index(hub) for hub in self._hubs[1:])]
            sides.append(pooled_ratio(np.where(both, ratio.top[:, columns], np.nan), ratio.bottom[:, columns]))
        return sides[0], sides[1]

    def differences(self, outcome: str, hub: str = ALL) -> np.ndarray:
        """The paired difference of one outcome in each replicate.

        Args:
            outcome: a name of `MEASURES`.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            float[replicates] in the unit of the outcome, policy less baseline; nan where it does not exist under both.

        Raises:
            KeyError: for an outcome or hub that the two do not share.

        Example:
            >>> (results.contrast("rent_relief").differences("public_eur") > 0).all()  # relief costs in every world
            np.True_
        """
        self._require(outcome)
        column = self._column(hub)
        name = self._hubs[column]
        return self.results.values(outcome, self.policy, name) - self._reference.values(outcome, self.baseline, name)

    def row(self, outcome: str, hub: str = ALL) -> ContrastRow:
        """One outcome under both, and the difference that the policy makes.

        Args:
            outcome: a name of `MEASURES`.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            Means, difference with its 95 % interval, and number of replicates; `clear` when the interval of an outcome that decides
            leaves out zero, or when another is clear among all others (Holm).

        Raises:
            KeyError: for an outcome or hub that the two do not share.

        Example:
            >>> row = results.contrast("rent_relief").row("public_eur")
            >>> row.unit, row.chance < 0.05, row.low < row.difference < row.high
            ('EUR', True, True)
        """
        at = self._column(hub)
        *sides, paired_differences = self._sides(outcome)
        difference, low, high, ratio, number, sets_low, sets_high, sets_share, _ = (array[at].item() for array in paired_differences)
        treated, reference = (float(np.nansum(side[:, at]) / number) if number else np.nan for side in sides)
        unit, (chances, together) = MEASURES[outcome].unit, self._judged(at)
        alone = chances[outcome] if outcome in chances else self._chance(outcome, at)
        clear = outcome in (together if outcome in chances else clear_together({**chances, outcome: alone}, self._first(at)))
        sets = sets_low, sets_high, sets_share
        return ContrastRow(outcome, hub, unit, reference, treated, difference, low, high, ratio, number, *sets, alone, clear)

    @cached_property
    def _deciders(self) -> tuple[Decider, ...]:
        return tuple(one for one in deciding(self.results) if self._reference.answers(one.name))

    def _first(self, column: int) -> list[str]:
        """The outcome that decides before all others, where it is of this hub; it alone is judged by its interval."""
        return [one.name for one in self._deciders[:1] if one.hub == self._hubs[column]]

    def _deciding(self, column: int) -> list[str]:
        return [one.name for one in self._deciders if one.hub == self._hubs[column]]

    def _chance(self, outcome: str, column: int) -> float:
        found = self._sides(outcome)[2]
        return chance(*(array[column].item() for array in (found.difference, found.low, found.high, found.degrees)))

    def _judged(self, column: int) -> tuple[dict[str, float], set[str]]:
        """Of every listed outcome, for one hub or all together: the chance of such a difference if there were none; and which are clear."""
        if column not in self._by_column:
            first = self._deciding(column)
            chances = {outcome: self._chance(outcome, column) for outcome in dict.fromkeys([*self._measures, *first])}
            self._by_column[column] = chances, clear_together(chances, self._first(column))
        return self._by_column[column]

    def _column(self, hub: str) -> int:
        if hub not in self._hubs:
            raise KeyError(f"{hub!r} is no hub of both{or_near(hub, self._hubs)}")
        return self._hubs.index(hub)

    def rows(self, hubs: Sequence[str] | None = None, outcomes: Sequence[str] | None = None) -> list[ContrastRow]:
        """The table as plain rows, for outcomes that exist under both.

        Args:
            hubs: hubs by short name, 'all' for all together; all together and each by default.
            outcomes: names of `MEASURES`; those it lists by default.

        Returns:
            One row a hub and outcome, hub by hub; as `row`.

        Raises:
            KeyError: for an outcome or hub that the two do not share.

        Example:
            >>> [row.outcome for row in results.contrast("rent_relief").rows(["adda"], ["members_24", "cash_24"])]
            ['members_24', 'cash_24']
        """
        hubs, outcomes = self._hubs if hubs is None else hubs, self._measures if outcomes is None else outcomes
        rows = (self.row(outcome, hub) for hub in hubs for outcome in outcomes)
        return [row for row in rows if row.replicates > 0]

    @OwnFrame
    def table(self) -> "pd.DataFrame":
        """Outcome, hub, unit, baseline, policy, difference, low, high (95 % paired interval), replicates, chance, clear: a row each."""
        import pandas as pd

        return described(self.results, pd.DataFrame(self.rows(), columns=list(ContrastRow._fields)), {})

    @cached_property
    def age(self) -> int | None:
        """The age in months at which hubs are kept whole or not, as everywhere else; None for the end of the run."""
        ages = age_judged(self.results), age_judged(self._reference)
        return ages[0] if ages[0] == ages[1] else None

    @cached_property
    def money(self) -> PublicMoney:
        """What the public pays for, and gets; a price that is too unsure to decide by is None."""
        spent, months = self.differences("public_eur"), self.differences("member_months")
        shared = self._hubs[1:]  # a hub that the policy adds is not one it keeps
        lost = f"shrunk_or_closed_{suffix(self.age)}"
        kept_whole = _whole_hubs(self.results, self.policy, shared, lost) - _whole_hubs(self._reference, self.baseline, shared, lost)
        months_reached, anyway, elsewhere = self._reached()
        worlds = self.results.worlds
        return PublicMoney(
            extra_eur=mean_of(spent, worlds),
            extra_member_months=mean_of(months, worlds),
            helped_member_months=float(months_reached.mean()),
            deadweight=_share(anyway, months_reached, worlds),
            displaced=_share(elsewhere, months_reached, worlds),
            eur_per_extra_member_month=price(spent, months, worlds),
            eur_per_hub_kept_whole=price(spent, kept_whole, worlds),
        )

    def _reached(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Member-months reached, had anyway and drawn from other hubs; none where the two were not run together, which nobody can tell."""
        if self.results is self._reference or self.baseline in self.results.policies:
            return self.results.reached(self.policy, self.baseline)
        return (np.zeros(self.results.replicates),) * 3

    def text_table(self, lang: str = "en", hub: str = ALL) -> TextTable:
        """The headline outcomes that differ and what the public pays for, as a table of text.

        Args:
            lang: language of the words, such as 'en' or 'it'.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            Title, header, rows and notes, all words.

        Raises:
            KeyError: for a hub that the two do not share.

        Example:
            >>> results.contrast("rent_relief").text_table().title
            'Rent-free building for three years, against the baseline'
        """
        first = self._deciding(self._column(hub))
        rows = self.rows(hubs=(hub,), outcomes=list(dict.fromkeys([*first, *self._measures])))
        same = {row.outcome for row in rows if not np.nan_to_num(self.differences(row.outcome, hub)).any()}
        reference = None if self.baseline == BASELINE else self._reference.title(self.baseline, lang)
        title = self.results.title(self.policy, lang)
        return contrast_table(rows, same, self.money, first, title, reference, lang, self.results.sets_drawn, self.age)

    def plot(
        self, ax: "Axes | None" = None, *, outcomes: Sequence[str] | None = None, hub: str = ALL, lang: str = "en"
    ) -> "Axes":
        """Paired differences as a forest plot, one row an outcome, with 95 % intervals.

        Args:
            ax: axes to draw on; new ones by default.
            outcomes: names of `MEASURES`; by default the headline shares, in percentage points.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for an outcome or hub that the two do not share.
            ValueError: when the outcomes asked for do not share a unit, and so no axis.

        Example:
            >>> results.contrast("rent_relief").plot(outcomes=["members_24", "members_final"]).get_xlabel()
            'difference from Baseline (members)'
        """
        from experiments.showing import plots_of_policies as plots

        rows = self.rows(hubs=(hub,), outcomes=outcomes)
        if outcomes is None:
            rows = [row for row in rows if MEASURES[row.outcome].headline and MEASURES[row.outcome].kind != "number"]
        words = Words(lang, "runs")
        labels = [words.outcome(MEASURES[row.outcome]) for row in rows]
        looks = [plots.verdict_look(row) for row in rows]
        titles = self.results.title(self.policy, lang), self._reference.title(self.baseline, lang)
        return plots.differences(rows, labels, looks, *titles, ax, lang, self.results.caption(lang))

    def __repr__(self) -> str:
        clear = [row.outcome for row in self.rows(hubs=(ALL,)) if row.clear and MEASURES[row.outcome].headline]
        return f"Contrast of {self.policy!r} with {self.baseline!r}; clear differences in {', '.join(clear) or 'no headline outcome'}"

    def _repr_html_(self) -> str:
        return table_html(self.text_table())


def _require_same_worlds(treated: Ensemble, reference: Ensemble) -> None:
    if treated is reference:
        return
    different = [
        f"{what} ({first} and {second})"
        for what, first, second in (
            ("seed", treated.seed, reference.seed),
            ("number of replicates", treated.replicates, reference.replicates),
            ("months", treated.months, reference.months),
            ("scenario", treated.scenario.name, reference.scenario.name),
            ("parameter sets", _table(treated), _table(reference)),
            ("program", treated.code or code_version(), reference.code or code_version()),
        )
        if first != second
    ]
    if not different and treated.scenario != reference.scenario:
        different = [f"contents of scenario {treated.scenario.name!r}"]
    if different:
        what = ", ".join(different)
        again = "run both from one scenario, seed and table of sets"
        raise NotComparable(f"these runs do not share their worlds; they differ in {what}: {again}")


def _table(results: Ensemble) -> str:
    return "the defaults" if results.sets is None else f"table {results.sets.sha256[:12]}"


def _whole_hubs(results: Ensemble, policy: str, hubs: Sequence[str], lost: str) -> np.ndarray:
    """How many of some hubs are not `lost`, an outcome, in each replicate."""
    return sum((1 - results.values(lost, policy, hub) for hub in hubs), np.zeros(results.replicates))


def _share(part: np.ndarray, whole: np.ndarray, worlds: int) -> Estimate | None:
    """Pooled share over replicates, with its interval kept inside 0-1; None without a whole."""
    total = float(whole.sum())
    if total <= 0:
        return None
    pooled = ratio_of_means(part, whole, worlds)
    share = float(part.sum()) / total
    if pooled is None:
        return Estimate(share, float("nan"), float("nan"))
    return Estimate(share, max(pooled.low, 0.0), min(pooled.high, 1.0))
