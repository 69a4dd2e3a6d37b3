"""A case to study: a scenario with what people do with it. `load_scenario("sondrio_downsizing").run(replicates=100)`."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.scenario import Scenario

if TYPE_CHECKING:
    from experiments.runs.decided import Better, Decided
    from experiments.runs.replicates import Progress
    from experiments.runs.results import Results
    from experiments.runs.until_decided import Progress as LookProgress
    from model.scenario.editing import Edited
    from model.scenario.instrument_block import InstrumentBlock
    from model.scenario.policies import Plain
    from model.scenario.shocks import ShockBlock


@dataclass(frozen=True)
class Case:
    """A scenario, ready to run. It does not change: what changes something gives another case.

    Attributes:
        scenario: the validated scenario, `extends` merged.
        beginning: the scenario whose name and title this one's are made from; None for the scenario itself.

    Raises:
        TypeError: when it is made of something else than a scenario.

    Example:
        >>> case
        Case('sondrio_downsizing': A hub in a valley town that had to shrink; policies: baseline, rent_relief, ...)
    """

    scenario: Scenario
    beginning: Scenario | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.scenario, Scenario):
            what = f"{self.scenario!r:.60}"
            raise TypeError(f"a case is made of a Scenario, not of {what}; load_scenario reads one by name or path")

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
        point: bool = False,
        executor: Executor | None = None,
        progress: "Progress | None" = None,
    ) -> "Results":
        """Run the baseline and the policies on the same worlds, many times; as `experiments.run`, which lists the errors.

        Args:
            replicates: number of worlds.
            seed: seed of the study; the same seed gives the same results.
            workers: threads, one for each processor by default.
            policies: policies to run beside the baseline; all by default.
            point: whether all replicates have the catalogue's defaults, the central set of parameters, so that chance alone parts them.
            executor: any executor of the `concurrent.futures` interface to use instead of threads.
            progress: told (done, all) after each replicate.

        Returns:
            The runs, with tables, contrasts and pictures.

        Example:
            >>> case.over(months=12).run(replicates=2, policies=["voucher"])
            Results of 'sondrio_downsizing': baseline, voucher; 2 replicates of 12 months, 1 hub, seed 1
        """
        from experiments.runs.replicates import run

        return run(
            self.scenario, replicates=replicates, seed=seed, workers=workers, policies=policies, point=point, executor=executor,
            progress=progress,
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
        point: bool = False,
        workers: int | None = None,
        executor: Executor | None = None,
        progress: "LookProgress | None" = None,
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
            progress: told (done, most, pairs open at the last look) after each replicate.

        Returns:
            The ranking, each comparison, and the runs behind them.

        Example:
            >>> case.over(months=12).run_until_decided("public_eur", policies=["rent_relief"], first=5)
            Decided by 'public_eur' after 18 replicates at 0.95: baseline > rent_relief; decided
        """
        from experiments.runs.until_decided import run_until_decided

        return run_until_decided(
            self.scenario, outcome=outcome, policies=policies, better=better, confidence=confidence, indifference=indifference,
            first=first, most=most, seed=seed, point=point, workers=workers, executor=executor, progress=progress,
        )

    def over(self, months: int) -> "Case":
        """The same case over another number of months.

        Args:
            months: how many, 1 to 360.

        Returns:
            A new case; this one stays as it is.

        Raises:
            pydantic.ValidationError: when the model does not run so long.

        Example:
            >>> case.over(months=24).scenario.horizon_months
            24
        """
        return Case(self.scenario.over(months), self.beginning)

    def change(
        self, hub: str | None = None, *, name: str | None = None, title: str | None = None, title_it: str | None = None, **figures: Any
    ) -> "Case":
        """The same case with other figures, by the keys of scenario files; checked as a file is.

        Keys of a hub change that hub, all others the territory or the scenario. Maps (`prices`, `parameters`, `overrides`) are merged
        key by key; None takes a key away, so that a figure has its default again. What a list holds may be changed by name:
        `policies={"voucher": {"instruments": {"voucher": {"share": 0.8}}}}`.

        Args:
            hub: name of the hub whose figures are meant; may be left out if there is only one.
            name: short name of the new case; by default the old one and what has changed.
            title: title in English, the same.
            title_it: title in Italian, the same; where only `title` is given it has none.
            figures: values by key, in the units of scenario files.

        Returns:
            A new case; this one stays as it is.

        Raises:
            model.scenario.ScenarioError: listing everything wrong, as for a file. What is only implausible gives a `ScenarioWarning`.

        Example:
            >>> larger = case.change(hub="adda", desks=30, rent_eur_m2=9, prices={"flex": 90})
            >>> larger.scenario.name
            'sondrio_downsizing_desks_30_flex_90_rent_eur_m2_9'
            >>> case.change(horizon_months=36, catchment_minutes=20, parameters={"beta_n": 0}).scenario.horizon_months
            36
            >>> case.change(deskss=30)
            Traceback (most recent call last):
            model.reading.problems.ScenarioError: deskss: unknown key; did you mean 'desks'?
        """
        from model.scenario.editing import with_figures

        return self._edited(lambda data: with_figures(data, hub, figures), name, title, title_it)

    def in_town(self, town: str, *, instead_of: str | None = None, name: str | None = None, title: str | None = None) -> "Case":
        """The same hubs, instruments and policies in another town.

        The story of the old town is left out with a warning: question, description, sources, what decides and expected facts, titles of
        hubs, figures of the old town, and titles and questions of policies that name it.

        Args:
            town: any municipality of Italy by name or ISTAT code, or a place of your own that the scenario describes.
            instead_of: the town it takes the place of; may be left out if all hubs stand in one.
            name: short name of the new case; by default the old one and the town.
            title: its title in English; by default the old one and the town, in both languages.

        Returns:
            A new case; this one stays as it is.

        Raises:
            model.scenario.ScenarioError: when there is no such town, or hubs stand in several.

        Example:
            >>> import warnings
            >>> with warnings.catch_warnings():
            ...     warnings.simplefilter("ignore")
            ...     moved = case.in_town("pavia")
            >>> moved.scenario.title
            'A hub in a valley town that had to shrink; but in Pavia'
        """
        from model.scenario.editing import in_town

        return self._edited(lambda data: in_town(data, town, instead_of), name, title)

    def with_policy(
        self,
        policy: str,
        *measures: "InstrumentBlock | ShockBlock | Mapping[str, Any] | str",
        title: str | None = None,
        title_it: str | None = None,
        replace: bool = False,
        **contents: Any,
    ) -> "Case":
        """The same case with a policy more.

        Args:
            policy: its short name.
            measures: instruments and shocks it adds: blocks, such as `Voucher(share=0.8, payer="municipality")`, or names of real calls.
            title: how the report calls it in English; by default what its instruments pay.
            title_it: the same in Italian.
            replace: whether it takes the place of a policy of that name; else that is an error.
            contents: what else a policy of a file may say: hubs, add_hubs, parameters, combine, without, question.

        Returns:
            A new case; this one stays as it is.

        Raises:
            model.scenario.ScenarioError: listing everything wrong, as for a file.

        Example:
            >>> from model import Voucher
            >>> more = case.with_policy("big", Voucher(share=0.8, payer="municipality", months=12))
            >>> more.policies[-1], more.scenario.policies["big"].title
            ('big', '80 % of the fee, for 12 months')
            >>> case.with_policy("small", title="A smaller hub", hubs={"adda": {"desks": 8, "offices": 2}}).policies[-1]
            'small'
        """
        from experiments.showing.changes import policy_titles
        from model.scenario.editing import policy_of, with_policy

        titles = {"title": title, "title_it": title_it} if title is not None else policy_titles(policy, measures)
        block = policy_of(measures, {**titles, **contents})
        return self._edited(lambda data: with_policy(data, policy, block, replace=replace))

    def without(self, *names: str) -> "Case":
        """The same case less policies, or less instruments, shocks or hubs of the baseline.

        Args:
            names: what is left out; `instruments.voucher` or `policies.voucher` where more than one thing is called `voucher`.

        Returns:
            A new case; this one stays as it is.

        Raises:
            model.scenario.ScenarioError: when there is nothing of that name, or something else needs it.

        Example:
            >>> case.without("voucher", "capex_grant").policies
            ('baseline', 'rent_relief', 'paid_host', 'advisory_promotion', 'package')
        """
        from model.scenario.editing import without

        return self._edited(lambda data: without(data, *names))

    def under(self, policy: str) -> "Case":
        """The case as a policy makes it, without policies to compare.

        Args:
            policy: short name of the policy, or 'baseline'.

        Returns:
            A new case; this one stays as it is.

        Raises:
            ValueError: when there is no such policy.

        Example:
            >>> case.under("rent_relief").policies
            ('baseline',)
        """
        return Case(self.scenario.with_policy(policy))

    def save(self, path: str | Path) -> Path:
        """Write the case as a scenario file, which reads back equal.

        Args:
            path: the file to write; one that is there is written over.

        Returns:
            The path of the file.

        Example:
            >>> load_scenario(case.change(desks=20).save("larger.yaml")) == case.change(desks=20)
            True
        """
        from experiments.storage.whole import write_whole

        write_whole(Path(path), self.scenario.to_yaml())
        return Path(path)

    def _edited(
        self, edit: "Callable[[Plain], Edited]", name: str | None = None, title: str | None = None, title_it: str | None = None
    ) -> "Case":
        """The case after an edit, named after what has changed since its beginning where no name is given."""
        from experiments.outcomes.scenarios import WITH_OUTCOMES
        from experiments.showing.changes import named_after_changes
        from model.reading.documents import loaded
        from model.scenario.editing import edited

        given = {"name": name, "title": title, "title_it": title_it}
        given = {key: text for key, text in given.items() if text is not None}

        def named(data: "Plain") -> "Edited":
            changed, findings = edit(data)
            return {**changed, **given}, findings

        scenario = loaded(*edited(self.scenario, named, WITH_OUTCOMES), callers=2)
        beginning = self.beginning or self.scenario
        derived = named_after_changes(beginning, scenario)
        if title is not None:
            derived |= {"title": title, "title_it": title_it}
        called = {key: text for key, text in {**scenario.written(), **derived, **given}.items() if text is not None}
        scenario = Scenario.model_validate(called, context={"checked": True})
        return Case(scenario, None if given else beginning)

    def __repr__(self) -> str:
        return f"Case({self.scenario.name!r}: {self.scenario.title}; policies: {', '.join(self.policies)})"

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
