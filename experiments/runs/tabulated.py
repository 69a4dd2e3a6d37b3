"""Results as tables: pandas frames built when first asked for, in numbers for going on with or in words for reading."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.languages import Words
from experiments.outcomes.intervals import Estimate
from experiments.outcomes.measures import ALL, MEASURES
from experiments.outcomes.rows import CODED, COSTS, INCOME, SummaryRow, Survival
from experiments.runs.contrasted import Contrasted, estimate_written
from experiments.runs.described import OwnFrame, described, worded
from experiments.runs.paired import column_of
from experiments.showing.tables import TextTable, headline, outcomes_table, written_with_interval
from model.scenario import BASELINE
from model.series import TOWN_SERIES

if TYPE_CHECKING:
    import pandas as pd

_AGES: Final = (12, 24, 36, 60, 120)  # months of life at which a table in words says how many hubs are left
_ROWS: Final = ("policy", "outcome", "unit", "mean", "mean_low", "mean_high", "p10", "p50", "p90", "replicates", "sets_low", "sets_high")


class Tabulated(Contrasted):
    """Paired runs with their tables; what each says of itself in `attrs` stands under `Contrasted`."""

    def row(self, outcome: str, policy: str = BASELINE, hub: str = ALL) -> SummaryRow | None:
        """The summary of one outcome, listed or not.

        Args:
            outcome: a name of `MEASURES`, such as 'members_36', or 'days_at_18' for a monthly series in a month of life.
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            As of `rows`; None where the outcome exists in no replicate.

        Raises:
            KeyError: for an outcome these runs cannot answer, or a hub or policy they do not have.

        Example:
            >>> results.row("members_18").replicates
            5
        """
        exists = (self.values(outcome, policy, hub) == self.values(outcome, policy, hub)).any()
        if not exists or outcome in self._position:
            return next((row for row in self.rows(policy, [hub]) if row.outcome == outcome), None)
        measure, column = MEASURES[outcome], column_of(self.stack(policy), hub)
        summary = self._summary([measure], self._by_hub(outcome, policy)[:, None], policy)
        return SummaryRow.of(policy, hub, measure, summary, 0, column)

    # --- in short: a row a policy, or a row a policy and outcome ---

    def table(self, hub: str = ALL, *, policies: str | Sequence[str] | None = None, lang: str | None = None) -> "pd.DataFrame":
        """The headline outcomes by policy.

        Args:
            hub: a hub by its short name, or 'all' for all together.
            policies: one policy by its short name, or several; all by default.
            lang: language of the words, such as 'en' or 'it'; numbers by default.

        Returns:
            In numbers a row a `policy` and `outcome`: `unit`, `mean` with its 95 % interval (`mean_low`, `mean_high`), quantiles over
            replicates (`p10`, `p50`, `p90`), `replicates` in which it exists, and where the mean lies as the parameter sets vary
            (`sets_low`, `sets_high`). In words a row a policy and a column an outcome: the mean with its interval.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.table().columns.to_list()[:4]
            ['policy', 'outcome', 'unit', 'mean']
            >>> results.table(lang="en").index.to_list()
            ['Baseline', 'Rent-free building for three years']
        """
        import pandas as pd

        names = self.chosen(policies)
        shown = [measure.name for measure in headline(self.measures)]
        rows = {(name, row.outcome): row for name in names for row in self.rows(name, (hub,)) if row.outcome in shown}
        if lang is None:
            data = [[getattr(row, key) for key in _ROWS] for row in rows.values()]
            return described(self, pd.DataFrame(data, columns=list(_ROWS)), {})
        words, told = Words(lang, "tables"), [name for name in shown if any((policy, name) in rows for policy in names)]
        cells = {words.outcome(MEASURES[name]): [self._cell(rows.get((policy, name)), words) for policy in names] for name in told}
        return worded(self, cells, names, words)

    @staticmethod
    def _cell(row: SummaryRow | None, words: Words) -> str:
        if row is None:
            return "–"
        return written_with_interval(row.mean, row.mean_low, row.mean_high, MEASURES[row.outcome], words)

    def survival_table(self, hub: str = ALL, *, policies: str | Sequence[str] | None = None, lang: str | None = None) -> "pd.DataFrame":
        """How long hubs last under each policy: the curves of `survival` as a table.

        Args:
            hub: a hub by its short name, or 'all' for all together.
            policies: one policy by its short name, or several; all by default.
            lang: language of the words, such as 'en' or 'it'; numbers by default.

        Returns:
            In numbers a row a `policy`, state (`kept`: 'not_closed', or 'whole' for neither shrunk nor closed) and `month` of life (0 =
            opening): `share` with its 95 % interval (`low`, `high`) and the hubs `at_risk` over all replicates. In words a row a policy,
            and columns for hubs of one, two, three, five and ten years.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.survival_table().columns.to_list()
            ['policy', 'kept', 'month', 'share', 'low', 'high', 'at_risk']
        """
        import pandas as pd

        curves = {(name, kept): self.survival(name, hub, whole=kept == "whole")
                  for name in self.chosen(policies) for kept in ("not_closed", "whole")}  # fmt: skip
        if lang is None:
            lengths = [len(each.month) for each in curves.values()]
            keys = (("policy", [name for name, _ in curves]), ("kept", [kept for _, kept in curves]))
            columns: dict[str, Any] = {name: np.repeat(np.array(each, dtype=object), lengths) for name, each in keys}
            columns |= {key: np.concatenate([getattr(each, key) for each in curves.values()]) for key in Survival._fields}
            units = {"month": "months", "share": "share", "low": "share", "high": "share", "at_risk": "hubs"}
            return described(self, pd.DataFrame(columns), units)
        words, names = Words(lang, "tables"), self.chosen(policies)
        longest = min(len(each.month) for each in curves.values()) - 1
        cells: dict[str, list[str]] = {}
        for kept, label in (("not_closed", words("not_closed")), ("whole", words("kept_whole"))):
            for age in [age for age in _AGES if age <= longest] or [longest]:
                at = [Estimate(*(float(line[age]) for line in curves[name, kept][1:4])) for name in names]
                cells[words("kept_at", kept=label, month=age)] = [estimate_written(one, words.percent) for one in at]
        return worded(self, cells, names, words)

    # --- in full ---

    @OwnFrame
    def summary(self) -> "pd.DataFrame":
        """Outcomes in short: policy, hub ("all": together), outcome, unit, mean, p10, p50, p90, 95 % interval of the mean, replicates."""
        import pandas as pd

        rows = [row for policy in self.policies for row in self.rows(policy)]
        return described(self, pd.DataFrame(rows, columns=list(SummaryRow._fields)), {})

    @OwnFrame
    def outcomes(self) -> "pd.DataFrame":
        """Every outcome in every replicate: policy, replicate, hub, outcome, value (rows without a value are left out)."""
        from experiments.runs.frames import outcomes_frame

        frame = outcomes_frame(self._stacks, self._values, self.measures)
        return described(self, frame, {"value": {measure.name: measure.unit for measure in self.measures}})

    @OwnFrame
    def monthly(self) -> "pd.DataFrame":
        """Hubs by month: policy, replicate (0 = first), hub, town, month (1 = first), date (its first day), all `model.series.HUB_SERIES`.

        States and reasons are words; no reason is no value.
        """
        from experiments.runs.frames import monthly_frame

        units = {series.name: series.unit for series in self.stack().hub_series if series.name not in CODED}
        return described(self, monthly_frame(self._stacks, self.scenario.start), units)

    @OwnFrame
    def towns(self) -> "pd.DataFrame":
        """Towns by month: policy, replicate, town, month (1 = first), date and every series of `model.series.TOWN_SERIES`."""
        from experiments.runs.frames import towns_frame

        return described(self, towns_frame(self._stacks, self.scenario.start), {series.name: series.unit for series in TOWN_SERIES})

    @OwnFrame
    def public(self) -> "pd.DataFrame":
        """Public money: policy, replicate, month (1 = first), date, instrument, payer, hub, eur (payments of zero are left out)."""
        from experiments.runs.frames import public_frame

        return described(self, public_frame(self._stacks, self.scenario.start), {"eur": "EUR"})

    def text_table(self, policy: str = BASELINE, lang: str = "en", hub: str = ALL) -> TextTable:
        """The headline outcomes of one policy as a table of text.

        Args:
            policy: short name of the policy.
            lang: language of the words, such as 'en' or 'it'.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            Title, header, rows and notes, all words.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.text_table("rent_relief").notes[:2]
            ['5 replicates of 24 months, seed 1.', 'Out of 2 sets of parameters × 4 worlds.']
        """
        rows, title = self.rows(policy, (hub,)), self.title(policy, lang)
        return outcomes_table(rows, title, self.replicates, self.months, self.seed, lang, self.sets_drawn)

    def money(self, policy: str = BASELINE, hub: str = ALL) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Where the money of hubs comes from and goes to, by heading (series of `model.series.HUB_SERIES`).

        Args:
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            Income and costs, each by heading: float[months], EUR a month, mean over replicates.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> list(results.money()[0])
            ['fees_eur', 'ancillary_eur', 'office_fees_eur', 'subsidy_eur', 'owner_eur']
        """
        income = {name: self.paths(name, policy, hub).mean(axis=0) for name in INCOME}
        return income, {name: self.paths(name, policy, hub).mean(axis=0) for name in COSTS}
