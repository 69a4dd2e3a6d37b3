"""Paired runs and their months: stacked arrays by policy, monthly series, and the curves drawn from them, with numpy alone."""

from collections.abc import Collection, Mapping
from functools import cached_property

import numpy as np

from experiments.languages import Words, own_words
from experiments.outcomes.helped import Helped
from experiments.outcomes.intervals import quantiles
from experiments.outcomes.measures import ALL
from experiments.outcomes.rows import FAN_SHARES, Fan, Survival
from experiments.outcomes.stacks import Stack
from experiments.outcomes.survival import kaplan_meier
from model.names import CLOSED, DOWNSIZED, FIELDS
from model.parameter_sets import WORLDS_A_SET, ParameterSets
from model.reading.wording import nearest
from model.scenario import BASELINE, Scenario
from model.series import TOWN_COLUMN


class PairedRuns:
    """Replicates of a scenario under its baseline and policies, all on the same worlds.

    Attributes:
        scenario: the scenario that was run.
        policies: the policies that were run, the baseline first.
        seed: seed of the study; with the number of a replicate it gives that replicate's seed (`model.draws.replicate_seed`).
        replicates: number of replicates.
        sets: the table their parameter sets are out of; None when all replicates have the catalogue's defaults.
        helped: the numbers behind `reached`, for all policies.
        code: fingerprint of the program that made them (`experiments.storage.provenance.code_version`); None for this one.
    """

    def __init__(
        self, scenario: Scenario, seed: int, stacks: Mapping[str, Stack], helped: Helped, sets: ParameterSets | None = None,
        code: str | None = None,
    ) -> None:
        self.scenario = scenario
        self.seed = seed
        self.sets = sets
        self.policies: list[str] = list(stacks)
        self._stacks = dict(stacks)
        self.helped = helped
        self.code = code
        self.replicates = next(iter(stacks.values())).replicates

    def stack(self, policy: str = BASELINE) -> Stack:
        """All arrays of one policy, for what no method here computes.

        Args:
            policy: short name of the policy.

        Returns:
            Arrays by replicate, month and hub; what each holds stands in `experiments.outcomes.stacks.Stack`.

        Raises:
            KeyError: when the policy was not run.

        Example:
            >>> results.stack().series("members").shape  # replicates, months, hubs
            (5, 24, 1)
        """
        if policy not in self.policies:
            raise KeyError(f"no policy {policy!r} in these results{or_near(policy, self.policies)}")
        return self._stacks[policy]

    def caption(self, lang: str = "en") -> str:
        """What stands over a picture: the case, its replicates and its seed.

        Args:
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            Two lines.

        Example:
            >>> results.caption().splitlines()[1]
            '5 replicates of 24 months, seed 1'
        """
        title = own_words(self.scenario, "title", lang) or self.scenario.name
        return Words(lang, "plots").choose(self.replicates, "caption", title=title, months=self.months, seed=self.seed)

    @property
    def extensions(self) -> Mapping[str, str]:
        """Extensions that acted under any of the policies, each with a digest of all it is made of; none in runs of the plain model."""
        return {name: digest for stack in self._stacks.values() for name, digest in sorted(stack.extensions.items())}

    @property
    def worlds(self) -> int:
        """Consecutive replicates that share a parameter set; 1 when all have the catalogue's defaults, and each speaks for itself."""
        return 1 if self.sets is None else WORLDS_A_SET

    @property
    def sets_drawn(self) -> int:
        """Parameter sets drawn for the replicates; 0 when all have the catalogue's defaults."""
        return 0 if self.sets is None else -(-self.replicates // self.worlds)

    @property
    def months(self) -> int:
        """Months of the run."""
        return self.stack().months

    @property
    def hubs(self) -> tuple[str, ...]:
        """Hubs of the baseline."""
        return self.stack().hub_names

    def title(self, policy: str = BASELINE, lang: str = "en") -> str:
        """How a policy is called in the words of its scenario.

        Args:
            policy: short name of the policy.
            lang: language of the words, such as 'en' or 'it'.

        Returns:
            The title; in English if it has no other, and the short name if it has none.

        Raises:
            KeyError: when the policy was not run.

        Example:
            >>> results.title("rent_relief"), results.title(lang="it")
            ('Rent-free building for three years', 'Situazione di base')
        """
        if self.stack(policy).policy == BASELINE:
            return Words(lang, "runs")("baseline")
        return own_words(self.scenario.policies[policy], "title", lang) or policy

    def paths(self, series: str, policy: str = BASELINE, hub: str = ALL) -> np.ndarray:
        """A monthly series in each replicate, of one hub or of all together.

        All together have the sum of what can be added up (members, EUR); of a share or of minutes, the mean weighed by what it is a
        share of or whose minutes they are, such as the seats used of all hubs over the desks of all.

        Args:
            series: a name of `model.series.HUB_SERIES`.
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            [replicates, months] in the unit of the series; the first month is month 0.

        Raises:
            KeyError: for a series, hub or policy that there is not.
            ValueError: for a series that several hubs do not have together (`state`, `runway_months`).

        Example:
            >>> results.paths("members", "rent_relief").shape
            (5, 24)
        """
        stack = self.stack(policy)
        known = [one.name for one in stack.hub_series]
        if series not in known:
            raise KeyError(f"{series!r} is no monthly series of hubs{or_near(series, known)}")
        return stack.together(series) if hub == ALL else stack.series(series)[:, :, column_of(stack, hub) - 1]

    def town_paths(self, series: str, policy: str = BASELINE, town: str = ALL) -> np.ndarray:
        """A monthly series of towns in each replicate, of one town or the sum of all.

        Args:
            series: a name of `model.series.TOWN_SERIES`.
            policy: short name of the policy.
            town: a town by its short name, or 'all' for all together.

        Returns:
            [replicates, months] in the unit of the series; the first month is month 0.

        Raises:
            KeyError: for a series, town or policy that there is not.

        Example:
            >>> results.town_paths("residents", "rent_relief").shape
            (5, 24)
        """
        stack = self.stack(policy)
        if series not in TOWN_COLUMN:
            raise KeyError(f"{series!r} is no monthly series of towns{or_near(series, TOWN_COLUMN)}")
        if town != ALL and town not in stack.town_names:
            raise KeyError(f"no town {town!r} in these results{or_near(town, stack.town_names)}")
        values = stack.town_series(series)
        return values.sum(axis=2) if town == ALL else values[:, :, stack.town_names.index(town)]

    def fan(self, series: str, policy: str = BASELINE, hub: str = ALL) -> Fan:
        """Quantiles over replicates of a monthly series, of one hub or of all together.

        Args:
            series: a name of `model.series.HUB_SERIES`.
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            Arrays by month in the unit of the series: `month` (1 = the first), `p10`, `p25`, `p50`, `p75`, `p90`, `mean`.

        Raises:
            KeyError: for a series, hub or policy that there is not.
            ValueError: for a series that several hubs do not have together.

        Example:
            >>> results.fan("members").p90.shape
            (24,)
        """
        return fan_of(self.paths(series, policy, hub))

    def survival(self, policy: str = BASELINE, hub: str = ALL, *, whole: bool = False) -> Survival:
        """Kaplan-Meier curve of hubs by months of life: not closed or, with `whole`, neither shrunk nor closed.

        Hubs that open late are followed for less long and count while they are followed. Intervals are Wilson's, on the hubs at risk,
        fewer where hubs of one parameter set fare alike.

        Args:
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.
            whole: whether a hub that gave up desks counts as lost too.

        Returns:
            Arrays by month of life (0 = opening): `share` with `low` and `high` (95 %), and the hubs `at_risk` over all replicates.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.survival().at_risk[0]  # one hub opens in each of 5 replicates
            np.float64(5.0)
        """
        stack = self.stack(policy)
        chosen = slice(None) if hub == ALL else slice(column_of(stack, hub) - 1, column_of(stack, hub))
        return kaplan_meier(stack.series("state")[:, :, chosen] >= (DOWNSIZED if whole else CLOSED), stack.opens[chosen], self.worlds)

    def collaborations(self, policy: str = BASELINE, hub: str = ALL) -> np.ndarray:
        """Collaborations begun over the run, by fields of work of the two sides.

        Args:
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            float[8, 8] in the order of `model.names.FIELDS`, symmetric: mean number over replicates.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> results.collaborations().shape
            (8, 8)
        """
        mean = self._pairs(policy, hub).mean(axis=0)
        return mean + mean.T - np.diag(np.diag(mean))

    def links_between(self, first: str, second: str, policy: str = BASELINE, hub: str = ALL) -> np.ndarray:
        """Collaborations begun over the run between two fields of work, or inside one, in each replicate.

        Args:
            first: one field, a name of `model.names.FIELDS`.
            second: the other, or the same.
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            float[replicates]: number of collaborations.

        Raises:
            KeyError: for a field, policy or hub that there is not.

        Example:
            >>> results.links_between("digital", "agrifood").shape
            (5,)
        """
        for field in (first, second):
            if field not in FIELDS:
                raise KeyError(f"{field!r} is no field of work; there are {', '.join(FIELDS)}")
        low, high = sorted((FIELDS.index(first), FIELDS.index(second)))
        return self._pairs(policy, hub)[:, low, high]

    def _pairs(self, policy: str, hub: str) -> np.ndarray:
        """Collaborations begun by fields of the two sides, upper triangle: [replicates, 8, 8]."""
        stack = self.stack(policy)
        return stack.field_links.sum(axis=1) if hub == ALL else stack.field_links[:, column_of(stack, hub) - 1]

    def public_by_instrument(self, policy: str = BASELINE) -> dict[str, np.ndarray]:
        """Public money paid through each instrument over the run.

        Args:
            policy: short name of the policy.

        Returns:
            By short name of the instrument: float[replicates], EUR.

        Raises:
            KeyError: when the policy was not run.

        Example:
            >>> list(results.public_by_instrument("rent_relief"))
            ['capex_grant', 'rent_relief']
        """
        stack = self.stack(policy)
        spent = stack.public.sum(axis=(1, 3))
        return {name: spent[:, position] for position, name in enumerate(stack.instrument_names)}

    def reached(self, policy: str, reference: str = BASELINE) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Whom the instruments reach that a policy has beyond another, and what the same persons do without them.

        Args:
            policy: the policy with the instruments.
            reference: the policy it is compared with.

        Returns:
            Three float[replicates], member-months: those of holders where it is vouchers (months of use of free days), else of the
            members of the hubs paid for; of them those that the same persons have in these hubs under the reference, in the same
            world; and those they have in other hubs there. What is left is additional. Zero where the reference has instruments that
            the policy has not, unless it is the baseline.

        Raises:
            KeyError: when a policy was not run.

        Example:
            >>> months, anyway, elsewhere = results.reached("rent_relief")
            >>> bool((anyway + elsewhere <= months).all())
            True
        """
        a, b = (self.policies.index(self.stack(name).policy) for name in (policy, reference))
        return self.helped.months[a, b], self.helped.anyway[a, b], self.helped.elsewhere[a, b]

    @cached_property
    def merged_scenario(self) -> str:
        """The scenario as a file that repeats the study: everything it extends merged, policies included."""
        return self.scenario.to_yaml()


def fan_of(paths: np.ndarray) -> Fan:
    """The spread of a monthly series [replicates, months]."""
    paths = paths.astype(float)
    p10, p25, p50, p75, p90 = quantiles(paths, FAN_SHARES)
    return Fan(np.arange(1, paths.shape[1] + 1), p10, p25, p50, p75, p90, paths.mean(axis=0))


def column_of(stack: Stack, hub: str) -> int:
    """Where a hub stands in an array of outcomes: 0 for all together."""
    if hub != ALL and hub not in stack.hub_names:
        raise KeyError(f"no hub {hub!r} under policy {stack.policy!r}{or_near(hub, stack.hub_names)}")
    return 0 if hub == ALL else 1 + stack.hub_names.index(hub)


def or_near(name: str, known: Collection[str]) -> str:
    """What to write instead of a name that is not known: the nearest that is, or all."""
    near = nearest(name, list(known))
    return f"; did you mean {near!r}?" if near else f"; there are {', '.join(known)}"
