"""What paired runs are asked: outcomes in each replicate, and the rows that sum them up, with numpy alone."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from experiments.outcomes.at_age import names_at
from experiments.outcomes.intervals import Summary, is_counted, is_share, summarise
from experiments.outcomes.measures import ALL, MEASURES, Measure, answers, evaluate, measures_for, with_pooled_ratios
from experiments.outcomes.rows import SummaryRow
from experiments.runs.paired import PairedRuns, column_of, or_near
from model.scenario import BASELINE


class Ensemble(PairedRuns):
    """Paired runs with their outcomes."""

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The listed outcomes these runs can answer."""
        return measures_for(self.months, self._opens)

    @cached_property
    def _opens(self) -> np.ndarray:
        return np.concatenate([stack.opens for stack in self._stacks.values()])

    @cached_property
    def _values(self) -> dict[str, np.ndarray]:
        """By policy: every outcome, [replicates, outcomes, 1 + hubs]."""
        return {policy: np.stack([evaluate(m, stack) for m in self.measures], axis=1) for policy, stack in self._stacks.items()}

    @cached_property
    def _position(self) -> dict[str, int]:
        return {measure.name: position for position, measure in enumerate(self.measures)}

    @cached_property
    def _further(self) -> dict[tuple[str, str], np.ndarray]:
        return {}

    def values(self, outcome: str, policy: str = BASELINE, hub: str = ALL) -> np.ndarray:
        """One outcome in each replicate.

        Args:
            outcome: a name of `MEASURES`, such as 'members_36', or 'days_at_18' for a monthly series in a month of life.
            policy: short name of the policy.
            hub: a hub by its short name, or 'all' for all together.

        Returns:
            float[replicates] in the unit of the outcome; nan where it does not exist.

        Raises:
            KeyError: for an outcome these runs cannot answer, or a hub or policy they do not have.

        Example:
            >>> results.values("public_eur")  # the grant towards the works, whatever happens afterwards
            array([120000., 120000., 120000., 120000., 120000.])
        """
        column = column_of(self.stack(policy), hub)
        return self._by_hub(outcome, policy)[:, column].copy()  # which people clip and fill in place

    def _by_hub(self, outcome: str, policy: str) -> np.ndarray:  # [replicates, 1 + hubs]; what is not listed is computed when asked for
        if not self.answers(outcome):
            if outcome in MEASURES:
                raise KeyError(f"{outcome!r} needs a longer run; there are {', '.join(self._position)}")
            raise KeyError(f"{outcome!r} is not an outcome{or_near(outcome, names_at(outcome) or self._position)}")
        if outcome in self._position:
            return self._values[policy][:, self._position[outcome]]
        if (outcome, policy) not in self._further:
            self._further[outcome, policy] = evaluate(MEASURES[outcome], self.stack(policy))
        return self._further[outcome, policy]

    def answers(self, outcome: str) -> bool:
        """Whether there is such an outcome, and these runs are long enough for it.

        Args:
            outcome: a name, as of `MEASURES`.

        Returns:
            Whether `values` has an answer.

        Example:
            >>> results.answers("members_18"), results.answers("members_36")  # the runs have 24 months
            (True, False)
        """
        return outcome in MEASURES and answers(MEASURES[outcome], self.months, self._opens)

    def all_values(self, policy: str = BASELINE) -> np.ndarray:
        """Every outcome of one policy.

        Args:
            policy: short name of the policy.

        Returns:
            float[replicates, outcomes as in `measures`, 1 + hubs]: all hubs together, then each; nan where an outcome does not exist.

        Raises:
            KeyError: when the policy was not run.

        Example:
            >>> results.all_values().shape == (5, len(results.measures), 2)
            True
        """
        self.stack(policy)
        return self._values[policy]

    def rows(self, policy: str = BASELINE, hubs: Sequence[str] | None = None) -> list[SummaryRow]:
        """The summary of one policy as plain rows, without pandas.

        Args:
            policy: short name of the policy.
            hubs: hubs by short name, 'all' for all together; all together and each by default.

        Returns:
            One row a hub and outcome that exists: mean with its 95 % interval, quantiles, number of replicates.

        Raises:
            KeyError: for a hub or policy that there is not.

        Example:
            >>> [row.outcome for row in results.rows(hubs=["adda"])][:2]
            ['members_24', 'members_peak_24']
        """
        stack, summary = self.stack(policy), self._summaries[policy]
        return [
            SummaryRow.of(policy, hub, measure, summary, row, column_of(stack, hub))
            for hub in (hubs or (ALL, *stack.hub_names))
            for row, measure in enumerate(self.measures)
            if summary.defined[row, column_of(stack, hub)] > 0
        ]

    @cached_property
    def _summaries(self) -> dict[str, Summary]:
        return {policy: self._summary(self.measures, values, policy) for policy, values in self._values.items()}

    def _summary(self, measures: Sequence[Measure], values: np.ndarray, policy: str) -> Summary:
        counted, share = (np.array([each(measure) for measure in measures])[:, None] for each in (is_counted, is_share))
        return summarise(values, counted, self.worlds, share, with_pooled_ratios(measures, values, self._stacks[policy]))
