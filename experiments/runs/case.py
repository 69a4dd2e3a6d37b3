"""A case to study: a scenario with what people do with it. `load_scenario("sondrio_downsizing").run(replicates=100)`."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.scenario import Scenario

if TYPE_CHECKING:
    from experiments.runs.decided import Better, Decided
    from experiments.runs.replicates import Progress
    from experiments.runs.results import Results
    from experiments.runs.until_decided import Progress as LookProgress


@dataclass(frozen=True)
class Case:
    """A scenario, ready to run.

    Attributes:
        scenario: the validated scenario, `extends` merged.
    """

    scenario: Scenario

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies that can be compared, the baseline first."""
        return tuple(self.scenario.policy_names)

    def run(
        self,
        replicates: int = 100,
        seed: int = 1,
        workers: int | None = None,
        *,
        policies: Sequence[str] | None = None,
        executor: Executor | None = None,
        progress: "Progress | None" = None,
    ) -> "Results":
        """Run the baseline and the policies on the same worlds; see `experiments.runs.replicates.run`."""
        from experiments.runs.replicates import run

        return run(
            self.scenario, replicates=replicates, seed=seed, workers=workers, policies=policies, executor=executor, progress=progress,
        )

    def run_until_decided(
        self,
        outcome: str = "member_months",
        *,
        policies: Sequence[str] | None = None,
        better: "Better | None" = None,
        confidence: float = 0.95,
        indifference: float = 0.0,
        first: int = 20,
        most: int = 2000,
        seed: int = 1,
        workers: int | None = None,
        executor: Executor | None = None,
        progress: "LookProgress | None" = None,
    ) -> "Decided":
        """Run until each pair of policies is told apart; see `experiments.runs.until_decided.run_until_decided`."""
        from experiments.runs.until_decided import run_until_decided

        return run_until_decided(
            self.scenario, outcome=outcome, policies=policies, better=better, confidence=confidence, indifference=indifference,
            first=first, most=most, seed=seed, workers=workers, executor=executor, progress=progress,
        )

    def over(self, months: int) -> "Case":
        """The same case over another number of months.

        Raises:
            pydantic.ValidationError: when the model does not run so long.
        """
        return Case(self.scenario.over(months))

    def __repr__(self) -> str:
        return f"Case({self.scenario.name!r}: {self.scenario.title}; policies: {', '.join(self.policies)})"

    def _repr_html_(self) -> str:
        from experiments.showing.html import scenario_html

        return scenario_html(self.scenario)


def load_scenario(name: str | Path) -> Case:
    """A shipped scenario by name, or one of your own by path.

    Raises:
        model.scenario.ScenarioError: listing everything wrong with the file.
    """
    from experiments.outcomes.scenarios import load_scenario as read

    return Case(read(name))
