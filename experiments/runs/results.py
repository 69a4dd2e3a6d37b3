"""What a study leaves: many paired runs as one object, with tidy tables, contrasts and pictures.

The arrays, values and curves are those of `experiments.runs.ensemble`; tables are pandas frames built when first asked for, so that the
command line and the report, which read rows and curves, need numpy only.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from experiments.languages import Words
from experiments.outcomes.measures import ALL, MEASURES
from experiments.outcomes.rows import COSTS, INCOME, SummaryRow
from experiments.runs.contrasts import Contrast
from experiments.runs.ensemble import Ensemble, column_of
from experiments.showing.html import results_html
from experiments.showing.style import Look, policy_look
from experiments.showing.tables import TextTable, outcomes_table
from model.scenario import BASELINE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Results(Ensemble):
    """Replicates of a scenario under its baseline and policies, all on the same worlds, and what is shown of them.

    Attributes:
        scenario: the scenario that was run.
        policies: the policies that were run, the baseline first.
        seed: seed of the study; with the number of a replicate it gives that replicate's seed (`model.draws.replicate_seed`).
        replicates: number of replicates.
        sets: the table their parameter sets are out of; None when all replicates have the catalogue's defaults.
        helped: the numbers behind `reached`, for all policies.

    Example:
        >>> results
        Results of 'sondrio_downsizing': baseline, rent_relief; 5 replicates of 24 months, 1 hub, seed 1
        >>> list(results.summary.columns[:4])
        ['policy', 'hub', 'outcome', 'unit']
    """

    # --- tables ---

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

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """Outcomes in short: policy, hub ("all": together), outcome, unit, mean, p10, p50, p90, 95 % interval of the mean, replicates."""
        import pandas as pd

        return pd.DataFrame([row for policy in self.policies for row in self.rows(policy)], columns=SummaryRow._fields)

    @cached_property
    def outcomes(self) -> "pd.DataFrame":
        """Every outcome in every replicate: policy, replicate, hub, outcome, value (rows without a value are left out)."""
        from experiments.runs.frames import outcomes_frame

        return outcomes_frame(self._stacks, self._values, self.measures)

    @cached_property
    def monthly(self) -> "pd.DataFrame":
        """Hubs by month: policy, replicate, hub, town, month (0 = first) and every series of `model.series.HUB_SERIES`."""
        from experiments.runs.frames import monthly_frame

        return monthly_frame(self._stacks)

    @cached_property
    def towns(self) -> "pd.DataFrame":
        """Towns by month: policy, replicate, town, month and every series of `model.series.TOWN_SERIES`."""
        from experiments.runs.frames import towns_frame

        return towns_frame(self._stacks)

    @cached_property
    def public(self) -> "pd.DataFrame":
        """Public money: policy, replicate, month, instrument, payer, hub, eur (payments of zero are left out)."""
        from experiments.runs.frames import public_frame

        return public_frame(self._stacks)

    def contrast(self, policy: str, baseline: str = BASELINE, against: "Results | None" = None) -> Contrast:
        """What a policy changes, replicate by replicate on the same worlds.

        Args:
            policy: the policy to judge.
            baseline: what it is compared with.
            against: other results that hold `baseline`, of the same scenario, seed and number of replicates; these by default.

        Returns:
            The contrast, with differences, intervals and what the public pays for them.

        Raises:
            KeyError: when a policy was not run.
            NotComparable: when the two were not run on the same worlds.

        Example:
            >>> results.contrast("rent_relief").row("member_months").replicates
            5
        """
        if against is not None:
            return Contrast(self, policy, against, baseline)
        if (policy, baseline) not in self._contrasts:
            self._contrasts[policy, baseline] = Contrast(self, policy, self, baseline)
        return self._contrasts[policy, baseline]

    @cached_property
    def _contrasts(self) -> dict[tuple[str, str], Contrast]:
        """What was compared before: the terminal, the page and its files ask for the same."""
        return {}

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

    # --- pictures: on the axes given, or new ones, which are returned ---

    def look(self, policy: str) -> Look:
        """Colour and dash of a policy, the same in all pictures of these runs.

        Args:
            policy: short name of the policy.

        Returns:
            `colour` as #rrggbb, `dash` as matplotlib takes a line style.

        Raises:
            KeyError: when the policy was not run.

        Example:
            >>> results.look("baseline").colour != results.look("rent_relief").colour
            True
        """
        return policy_look(self.policies.index(self.stack(policy).policy))

    def plot_members(
        self, ax: "Axes | None" = None, *, policies: str | Sequence[str] = BASELINE, hub: str = ALL, lang: str = "en"
    ) -> "Axes":
        """Members by month: the middle half of the replicates and their median; for a single policy eight in ten of them too.

        Args:
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot_members(policies=["baseline", "rent_relief"]).get_ylabel()
            'members'
        """
        return self._plot_fan("members", ax, policies, hub, lang)

    def plot_cash(
        self, ax: "Axes | None" = None, *, policies: str | Sequence[str] = BASELINE, hub: str = ALL, lang: str = "en"
    ) -> "Axes":
        """Cash at the end of each month, EUR, drawn as `plot_members` draws members.

        Args:
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot_cash(policies="rent_relief").get_ylabel()
            'cash, EUR'
        """
        return self._plot_fan("cash_eur", ax, policies, hub, lang)

    def _plot_fan(self, series: str, ax: "Axes | None", policies: str | Sequence[str], hub: str, lang: str) -> "Axes":
        from experiments.showing import plots

        bands = [plots.LabelledFan(self.title(name, lang), self.look(name), self.fan(series, name, hub)) for name in _listed(policies)]
        return plots.fans(bands, series, ax, lang)

    def plot_survival(
        self, ax: "Axes | None" = None, *, policies: str | Sequence[str] | None = None, hub: str = ALL, lang: str = "en"
    ) -> "Axes":
        """Share of hubs not closed, and neither shrunk nor closed, by months of life.

        Args:
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several; all by default.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot_survival(hub="adda").get_ylabel()
            'share of hubs'
        """
        from experiments.showing import plots

        chosen = self.policies if policies is None else _listed(policies)
        lives = [
            plots.Lives(self.title(name, lang), self.look(name), self.survival(name, hub), self.survival(name, hub, whole=True))
            for name in chosen
        ]
        return plots.survival(lives, ax, lang)

    def plot_cost(self, ax: "Axes | None" = None, *, policy: str = BASELINE, hub: str = ALL, lang: str = "en") -> "Axes":
        """Where the money goes: mean costs by month, stacked, and what comes in; EUR a month.

        Args:
            ax: axes to draw on; new ones by default.
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot_cost(policy="rent_relief").get_ylabel()
            'EUR a month, mean'
        """
        from experiments.showing import plots

        return plots.cost(*self.money(policy, hub), ax, lang)

    def plot_collaborations(self, ax: "Axes | None" = None, *, policy: str = BASELINE, hub: str = ALL, lang: str = "en") -> "Axes":
        """Collaborations begun over the run by fields of work of the two sides, mean over replicates.

        Args:
            ax: axes to draw on; new ones by default.
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot_collaborations().get_title()
            'collaborations begun, mean'
        """
        from experiments.showing import plots

        return plots.collaborations(self.collaborations(policy, hub), ax, lang)

    def plot_contrasts(
        self, outcome: str, ax: "Axes | None" = None, *,
        policies: str | Sequence[str] | None = None, baseline: str = BASELINE, hub: str = ALL, lang: str = "en",
    ) -> "Axes":
        """Paired difference of one outcome under each policy from one of them, with 95 % intervals.

        Args:
            outcome: a name of `MEASURES`.
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several; all but `baseline` by default.
            baseline: the policy they are compared with.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for an outcome, hub or policy that there is not.

        Example:
            >>> results.plot_contrasts("member_months").get_xlabel()
            'difference from Baseline (member-months)'
        """
        from experiments.showing import plots

        chosen = [name for name in (self.policies if policies is None else _listed(policies)) if name != baseline]
        rows = [self.contrast(name, baseline).row(outcome, hub) for name in chosen]
        labels, looks = [self.title(name, lang) for name in chosen], [self.look(name) for name in chosen]
        title = Words(lang, "runs").outcome(MEASURES[outcome])
        return plots.differences(rows, labels, looks, title, self.title(baseline, lang), ax, lang)

    # --- how it shows itself ---

    def __repr__(self) -> str:
        hubs = f"{len(self.hubs)} hub" + ("" if len(self.hubs) == 1 else "s")
        return (
            f"Results of {self.scenario.name!r}: {', '.join(self.policies)}; {self.replicates} replicates of {self.months} months, "
            f"{hubs}, seed {self.seed}"
        )

    def _repr_html_(self) -> str:
        titles = {policy: self.title(policy) for policy in self.policies[1:]}
        return results_html(self.scenario.question, self.text_table(), titles)


def _listed(policies: str | Sequence[str]) -> list[str]:
    return [policies] if isinstance(policies, str) else list(policies)
