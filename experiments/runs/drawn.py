"""Results as pictures: on the axes given, or new ones, which are returned."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.languages import Words
from experiments.outcomes.measures import ALL, MEASURES
from experiments.runs.tabulated import Tabulated
from experiments.showing.style import Look, policy_look
from model.scenario import BASELINE

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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

        bands = [plots.LabelledFan(self.title(name, lang), self.look(name), self.fan(series, name, hub)) for name in self.chosen(policies)]
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

        chosen = self.policies if policies is None else self.chosen(policies)
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

        chosen = [name for name in (self.policies if policies is None else self.chosen(policies)) if name != baseline]
        rows = [self.contrast(name, baseline).row(outcome, hub) for name in chosen]
        labels, looks = [self.title(name, lang) for name in chosen], [self.look(name) for name in chosen]
        title = Words(lang, "runs").outcome(MEASURES[outcome])
        return plots.differences(rows, labels, looks, title, self.title(baseline, lang), ax, lang)
