"""A scenario that is changed in Python: each change gives another, checked as a file is, with a name and title of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from model.scenario import Scenario
from model.scenario.given import file_to_write, scenario_in

if TYPE_CHECKING:
    from model.scenario.editing import Edited
    from model.scenario.instrument_block import InstrumentBlock
    from model.scenario.policies import Plain
    from model.scenario.shocks import ShockBlock


@dataclass(frozen=True)
class Editable:
    """A scenario with ways to change it. It stays as it is: each gives another.

    Attributes:
        scenario: the validated scenario.
        beginning: the scenario whose name and titles this one's are made from; None for the scenario itself.

    Raises:
        TypeError: when it is made of something else than a scenario.
    """

    scenario: Scenario
    beginning: Scenario | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.scenario, Scenario):
            what = f"{self.scenario!r:.60}"
            raise TypeError(f"a case is made of a Scenario, not of {what}; load_scenario reads one by name or path")

    def __lt__(self, other: object) -> bool:
        """By the scenario, so that tables can be grouped by cases."""
        return self.scenario < other.scenario if isinstance(other, Editable) else NotImplemented

    def change(
        self, hub: str | None = None, *, name: str | None = None, title: str | None = None, title_it: str | None = None, **figures: Any
    ) -> Self:
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

    def in_town(
        self, town: str, *, instead_of: str | None = None, name: str | None = None, title: str | None = None, title_it: str | None = None
    ) -> Self:
        """The same hubs, instruments and policies in another town.

        The story of the old town is left out with a warning: question, description, sources, what decides and expected facts, titles of
        hubs, figures of the old town, and titles and questions of policies that name it.

        Args:
            town: any municipality of Italy by name or ISTAT code, or a place of your own that the scenario describes.
            instead_of: the town it takes the place of; may be left out if all hubs stand in one.
            name: short name of the new case; by default the old one and the town.
            title: title in English, the same.
            title_it: title in Italian, the same; where only `title` is given it has none.

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
        from model.scenario.moving import in_town

        return self._edited(lambda data: in_town(data, town, instead_of), name, title, title_it)

    def with_policy(
        self,
        policy: str,
        *measures: "InstrumentBlock | ShockBlock | Mapping[str, Any] | str",
        title: str | None = None,
        title_it: str | None = None,
        replace: bool = False,
        **contents: Any,
    ) -> Self:
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

    def without(self, *names: str) -> Self:
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

    def under(self, policy: str) -> Self:
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
            >>> case.under("package").hubs.loc[("adda", "rent_eur_m2")].tolist()
            [7.5, 'EUR/m²/month', 'catalogue', 'survey']
        """
        return type(self)(self.scenario.with_policy(policy))

    def differs_from(self, other: "Editable | Scenario", lang: str = "en") -> list[str]:
        """In what this case is otherwise than another: a sentence for each figure, text or block.

        Args:
            other: the case or scenario to hold it against.
            lang: the language of the sentences, 'en' or 'it'.

        Returns:
            The sentences; none when the cases differ in nothing but their names.

        Example:
            >>> case.change(desks=20, title="A larger hub").differs_from(case)
            ['title: another', 'hub adda, desks: 14 → 20']
        """
        from experiments.showing.changes import changes

        return changes(scenario_in(other), self.scenario, lang)

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

        file = file_to_write(path, f"{self.scenario.name}.yaml")
        write_whole(file, self.scenario.to_yaml())
        return file

    def _edited(
        self, edit: "Callable[[Plain], Edited]", name: str | None = None, title: str | None = None, title_it: str | None = None
    ) -> Self:
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
        return type(self)(scenario, None if given else beginning)
