"""A case to study: a scenario with what people do with it. `load_scenario("sondrio_downsizing").run(replicates=100)`."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.runs.editable import Editable

if TYPE_CHECKING:
    import pandas as pd

    from experiments.runs.decided import Better, Decided
    from experiments.runs.replicates import Progress
    from experiments.runs.results import Results
    from experiments.runs.until_decided import Progress as LookProgress


@dataclass(frozen=True, repr=False)
class Case(Editable):
    """A scenario, ready to run, and to be changed: each change gives another case.

    Attributes:
        scenario: the validated scenario, `extends` merged.
        beginning: the scenario whose name and titles this one's are made from; None for the scenario itself.

    Raises:
        TypeError: when it is made of something else than a scenario.

    Example:
        >>> case
        Case('sondrio_downsizing': A hub in a valley town that had to shrink; hubs: adda (sondrio, 14 desks); policies: baseline, ...)
    """

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies that can be compared, the baseline first."""
        return tuple(self.scenario.policy_names)

    @property
    def hubs(self) -> "pd.DataFrame":
        """Every figure of each hub as it is run, by hub and key of a file, with value, unit and origin.

        Of origin it is 'stated', or stands where nothing is: 'catalogue', with its kind of evidence, 'parameters' that the scenario states,
        or the 'default' of the key. Rivals and converted buildings are in it; of a policy, see `under`. What is not stated is drawn for
        each replicate around the value here.

        Returns:
            A row for each figure: `case.hubs.loc[("adda", "rent_eur_m2"), "value"]`.
        """
        import pandas as pd

        from model.compile_scenario.hub_figures import hub_figures

        rows = [(one.hub, one.figure, one.value, one.unit, one.origin, one.evidence) for one in hub_figures(self.scenario)]
        columns = ["hub", "figure", "value", "unit", "origin", "evidence"]
        return pd.DataFrame(rows, columns=columns, dtype=object).set_index(["hub", "figure"])

    def run(
        self,
        replicates: int = 100,
        seed: int = 1,
        workers: int | None = None,
        *,
        policies: str | Sequence[str] | None = None,
        point: bool = False,
        executor: Executor | None = None,
        progress: "Progress | bool | None" = None,
    ) -> "Results":
        """Run the baseline and the policies on the same worlds, many times; as `experiments.run`, which lists the errors.

        Args:
            replicates: number of worlds.
            seed: seed of the study; the same seed gives the same results.
            workers: threads, one for each processor by default.
            policies: policies to run beside the baseline; all by default.
            point: whether all replicates have the catalogue's defaults, the central set of parameters, so that chance alone parts them.
            executor: any executor of the `concurrent.futures` interface to use instead of threads.
            progress: True for a bar with the time left, which notebooks show unless it is False; or what is told (done, all) after each
                replicate.

        Returns:
            The runs, with tables, contrasts and pictures.

        Example:
            >>> case.over(months=12).run(replicates=2, policies=["voucher"])
            Results of 'sondrio_downsizing': baseline, voucher; 2 replicates of 12 months, 1 hub, seed 1
        """
        from experiments.runs.progress import asked_for
        from experiments.runs.replicates import run

        with asked_for(progress, "Replicates") as told:
            return run(
                self.scenario, replicates=replicates, seed=seed, workers=workers, policies=policies, point=point, executor=executor,
                progress=told,
            )

    def run_until_decided(
        self,
        outcome: str = "member_months",
        *,
        policies: str | Sequence[str] | None = None,
        better: "Better | None" = None,
        confidence: float = 0.95,
        indifference: float = 0.0,
        first: int = 20,
        most: int = 2000,
        seed: int = 1,
        point: bool = False,
        workers: int | None = None,
        executor: Executor | None = None,
        progress: "LookProgress | bool | None" = None,
    ) -> "Decided":
        """Run until each pair of policies is told apart; as `experiments.run_until_decided`, which lists the errors.

        Args:
            outcome: what to rank by, a name of `MEASURES`; of all hubs together.
            policies: policies to compare with one another and with the baseline; all by default.
            better: whether more or less of the outcome is better; needed where that depends on who asks.
            confidence: probability with which no pair is called wrongly, from 0.5 to less than 1.
            indifference: difference that does not matter, in the unit of the outcome.
            first: replicates before the first look.
            most: replicates at most.
            seed: seed of the study.
            point: whether all replicates have the catalogue's defaults, the central set of parameters.
            workers: threads, one for each processor by default.
            executor: any executor of the `concurrent.futures` interface to use instead of threads.
            progress: as for `run`; told (done, most, pairs open at the last look).

        Returns:
            The ranking, each comparison, and the runs behind them.

        Example:
            >>> case.over(months=12).run_until_decided("public_eur", policies=["rent_relief"], first=5)
            Decided by 'public_eur' after 18 replicates at 0.95: baseline > rent_relief; decided
        """
        from experiments.runs.progress import asked_for
        from experiments.runs.until_decided import run_until_decided

        with asked_for(progress, "Replicates") as told:
            return run_until_decided(
                self.scenario, outcome=outcome, policies=policies, better=better, confidence=confidence, indifference=indifference,
                first=first, most=most, seed=seed, point=point, workers=workers, executor=executor, progress=told,
            )

    def over(self, months: int) -> "Case":
        """The same case over another number of months.

        Args:
            months: how many, 1 to 360.

        Returns:
            A new case; this one stays as it is.

        Raises:
            model.scenario.ScenarioError: when the model does not run so long.

        Example:
            >>> case.over(months=24).scenario.horizon_months
            24
        """
        return Case(self.scenario.over(months), self.beginning)

    def __repr__(self) -> str:
        return repr(self.scenario).replace("Scenario", "Case", 1)

    def _repr_html_(self) -> str:
        from experiments.showing.html import scenario_html

        return scenario_html(self.scenario)


def load_scenario(name: str | Path) -> Case:
    """A shipped scenario by name, or one of your own by path, ready to run.

    Args:
        name: name of a shipped scenario (`model.scenario_names`), or path of a file.

    Returns:
        The case.

    Raises:
        model.scenario.ScenarioError: listing everything wrong with the file.

    Example:
        >>> load_scenario("lodi_bundles").scenario.name
        'lodi_bundles'
    """
    from experiments.outcomes.scenarios import load_scenario as read

    return Case(read(name))
