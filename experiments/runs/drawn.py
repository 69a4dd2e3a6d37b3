"""Results as pictures: on the axes given, or new ones, which are returned.

Names are looked up before axes are made. Up to three policies share axes; of more, each has a panel where new axes are made.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from experiments.languages import Words
from experiments.outcomes.intervals import estimate_of
from experiments.outcomes.measures import ALL, MEASURES
from experiments.outcomes.rows import CODED
from experiments.runs.deciding import deciding
from experiments.runs.paired import fan_of, or_near
from experiments.runs.tabulated import Tabulated
from experiments.showing.style import Look, policy_look
from model.scenario import BASELINE
from model.series import HUB_COLUMN, HUB_SERIES, TOWN_COLUMN, TOWN_SERIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from experiments.showing.plots import LabelledFan, Lives

Policies = str | Sequence[str] | None


class Drawn(Tabulated):
    """Paired runs with their pictures."""

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

    def plot(self, policies: Policies = None, *, hub: str = ALL, lang: str = "en") -> np.ndarray:
        """A first picture of the study: members, hubs that last, cash, and what each policy changes in the outcome that decides.

        Args:
            policies: one policy by its short name, or several; all by default.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The four axes of a new figure, [2, 2]. With a single policy the last shows where the money of hubs goes.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot().shape
            (2, 2)
        """
        from experiments.showing import overview

        names, words = self.chosen(policies), Words(lang, "plots")
        fans = {series: self._fans(series, names, hub, ALL, lang) for series in ("members", "cash_eur")}
        others = [name for name in names if name != BASELINE]
        decider = deciding(self)[0]
        rows = [self.contrast(name).row(decider.name, hub if decider.hub == ALL else decider.hub) for name in others]
        return overview.overview(
            fans, self._lives(names, hub, lang), rows, [self.look(name) for name in others], [self.title(name, lang) for name in others],
            self.money(names[0], hub), self.title(BASELINE, lang), words, self.caption(lang),
        )

    def plot_series(
        self, series: str, ax: "Axes | None" = None, *, policies: Policies = BASELINE, hub: str = ALL, town: str = ALL, lang: str = "en"
    ) -> "Axes":
        """Any monthly series of hubs, or of towns: the median over replicates, half of them and, for a single policy, eight in ten.

        Of `state` and `reason`, which are no numbers, the share of hubs in each.

        Args:
            series: a name of `model.series.HUB_SERIES`, or else of `TOWN_SERIES`.
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several; None for all.
            hub: a hub by its short name, or 'all' for all together.
            town: of a series of towns, a town by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes; the first of them where several were made.

        Raises:
            KeyError: for a series, hub, town or policy that there is not.
            ValueError: for a series that several hubs do not have together (`runway_months`).

        Example:
            >>> results.plot_series("clients", policies=None).get_title()
            'Firms that are clients of the community'
            >>> results.plot_series("residents").get_ylabel()
            'persons'
        """
        from experiments.showing import plots

        names, words = self.chosen(policies), Words(lang, "plots")
        if series not in (*HUB_COLUMN, *TOWN_COLUMN):
            raise KeyError(f"{series!r} is no monthly series{or_near(series, [*HUB_COLUMN, *TOWN_COLUMN])}")
        of_hubs = series in HUB_COLUMN and town == ALL
        found = HUB_SERIES[HUB_COLUMN[series]] if of_hubs else TOWN_SERIES[TOWN_COLUMN[series]] if series in TOWN_COLUMN else None
        if found is None:
            raise KeyError(f"{series!r} is no monthly series of towns{or_near(series, TOWN_COLUMN)}")
        if series in CODED:
            shares = [plots.Shares(self.title(name, lang), self._shares(series, name, hub)) for name in names]
            return plots.states(shares, found, words(series), ax, lang, self.caption(lang))
        title = words.capital(words.hub_series(found) if of_hubs else words.town_series(found))
        return plots.fans(self._fans(series, names, hub, town, lang), found, title, ax, lang, self.caption(lang))

    def plot_members(self, ax: "Axes | None" = None, *, policies: Policies = BASELINE, hub: str = ALL, lang: str = "en") -> "Axes":
        """Members by month: the middle half of the replicates and their median; for a single policy eight in ten of them too.

        Args:
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several; None for all.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes; the first of them where several were made.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot_members(policies=["baseline", "rent_relief"]).get_ylabel()
            'members'
        """
        return self._plot_fans("members", ax, policies, hub, lang)

    def plot_cash(self, ax: "Axes | None" = None, *, policies: Policies = BASELINE, hub: str = ALL, lang: str = "en") -> "Axes":
        """Cash at the end of each month, EUR, drawn as `plot_members` draws members.

        Args:
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several; None for all.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes; the first of them where several were made.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot_cash(policies="rent_relief").get_ylabel()
            'cash, EUR'
        """
        return self._plot_fans("cash_eur", ax, policies, hub, lang)

    def _plot_fans(self, series: str, ax: "Axes | None", policies: Policies, hub: str, lang: str) -> "Axes":
        from experiments.showing import plots

        bands = self._fans(series, self.chosen(policies), hub, ALL, lang)
        return plots.fans(bands, HUB_SERIES[HUB_COLUMN[series]], "", ax, lang, self.caption(lang))

    def _fans(self, series: str, names: Sequence[str], hub: str, town: str, lang: str) -> "list[LabelledFan]":
        from experiments.showing.plots import LabelledFan

        of_hubs = series in HUB_COLUMN and town == ALL
        paths = [self.paths(series, name, hub) if of_hubs else self.town_paths(series, name, town) for name in names]
        return [LabelledFan(self.title(name, lang), self.look(name), fan_of(path)) for name, path in zip(names, paths, strict=True)]

    def _shares(self, series: str, policy: str, hub: str) -> np.ndarray:
        """The share of hubs, over all replicates, by code: [months, codes]."""
        stack = self.stack(policy)
        codes = stack.series(series) if hub == ALL else self.paths(series, policy, hub)[:, :, None]
        return np.stack([(codes == code).mean(axis=(0, 2)) for code in range(len(CODED[series]))], axis=1)

    def plot_survival(self, ax: "Axes | None" = None, *, policies: Policies = None, hub: str = ALL, lang: str = "en") -> "Axes":
        """Share of hubs not closed, and neither shrunk nor closed, by months of life.

        Args:
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several; all by default.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes; the first of them where several were made.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.plot_survival(hub="adda").get_ylabel()
            'share of hubs'
        """
        from experiments.showing import plots

        return plots.survival(self._lives(self.chosen(policies), hub, lang), ax, lang, self.caption(lang))

    def _lives(self, names: Sequence[str], hub: str, lang: str) -> "list[Lives]":
        from experiments.showing.plots import Lives

        return [
            Lives(self.title(name, lang), self.look(name), self.survival(name, hub), self.survival(name, hub, whole=True)) for name in names
        ]

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

        return plots.cost(*self.money(policy, hub), ax, lang, self.title(policy, lang), self.caption(lang))

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

        return plots.collaborations(self.collaborations(policy, hub), ax, lang, self.caption(lang))

    def plot_outcome(
        self, outcome: str, ax: "Axes | None" = None, *, policies: Policies = None, hub: str = ALL, lang: str = "en"
    ) -> "Axes":
        """One outcome under each policy: of numbers the mean, half of the replicates and eight in ten; of yes or no the share.

        Args:
            outcome: a name of `MEASURES`.
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several; all by default.
            hub: a hub by its short name, or 'all' for all together.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for an outcome, hub or policy that there is not.
            ValueError: for an outcome that exists in no replicate.

        Example:
            >>> results.plot_outcome("members_24").get_xlabel()
            'members'
        """
        from experiments.showing import plots_of_policies as plots

        names, words = self.chosen(policies), Words(lang, "plots")
        values = {name: self.values(outcome, name, hub) for name in names}
        if any(np.isnan(each).all() for each in values.values()):
            raise ValueError(f"{outcome!r} exists in no replicate of {', '.join(n for n, each in values.items() if np.isnan(each).all())}")
        measure, caption = MEASURES[outcome], self.caption(lang)
        if measure.kind == "yes_no":
            found = [(self.title(name, lang), self.look(name), estimate_of(each, self.worlds, share=True)) for name, each in values.items()]
            across = words("with_interval", unit=words.unit(measure.unit))
            return plots.figures_on(found, across, words.outcome(measure), ax, words, signed=False, percent=True, caption=caption)
        spreads = [
            plots.OutcomeSpread(self.title(name, lang), self.look(name), np.nanquantile(each, plots.SPREAD), float(np.nanmean(each)))
            for name, each in values.items()
        ]
        return plots.spreads(spreads, measure, ax, lang, caption)

    def plot_contrasts(
        self, outcome: str, ax: "Axes | None" = None, *,
        policies: Policies = None, baseline: str = BASELINE, hub: str = ALL, lang: str = "en",
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
            ValueError: when there is no policy beside the baseline.

        Example:
            >>> results.plot_contrasts("member_months").get_xlabel()
            'difference from Baseline (member-months)'
        """
        from experiments.showing import plots_of_policies as plots

        chosen = self.others(policies, baseline)
        rows = [self.contrast(name, baseline).row(outcome, hub) for name in chosen]
        labels, looks = [self.title(name, lang) for name in chosen], [self.look(name) for name in chosen]
        title = Words(lang, "runs").outcome(MEASURES[outcome])
        return plots.differences(rows, labels, looks, title, self.title(baseline, lang), ax, lang, self.caption(lang))

    def plot_money(
        self, figure: str = "public_eur", ax: "Axes | None" = None, *,
        policies: Policies = None, baseline: str = BASELINE, lang: str = "en",
    ) -> "Axes":
        """One figure of `money_table` under each policy, with 95 % intervals: what it costs, what it adds, what each of them costs.

        Args:
            figure: a column of `money_table` that has an interval, such as 'eur_per_member_month', 'deadweight' or 'paid_by_region'.
            ax: axes to draw on; new ones by default.
            policies: one policy by its short name, or several; all but `baseline` by default.
            baseline: the policy they are compared with.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The axes.

        Raises:
            KeyError: for a figure or policy that there is not.
            ValueError: when there is no policy beside the baseline.

        Example:
            >>> results.plot_money("deadweight").get_title()
            'Of the member-months reached, those had anyway'
        """
        from experiments.showing import plots_of_policies as plots

        table, words = self.money_table(policies, baseline=baseline), Words(lang, "plots")
        known = [column for column in table.columns if f"{column}_low" in table.columns]
        if figure not in known:
            raise KeyError(f"{figure!r} is no figure of money with an interval{or_near(figure, known)}")
        ends = table[[figure, f"{figure}_low", f"{figure}_high"]]
        rows = [(self.title(name, lang), self.look(name), row) for name, row in zip(ends.index, ends.to_numpy().tolist(), strict=True)]
        unit = table.attrs["units"][figure]
        return plots.money(rows, figure, unit, self.title(baseline, lang), ax, words, self.caption(lang))
