"""A scenario: the one object that everything downstream reads. Immutable and validated, whether read from a file or built in Python."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field, ValidationInfo, model_validator

from model.parameters import CATALOGUE
from model.reading.fields import Block, Items, Label, Map, Name, ReadOnly, Refused, YearMonth, quantity
from model.reading.one_of import OneOf
from model.scenario.checks import references
from model.scenario.checks_of_hubs import DEFAULT_HORIZON
from model.scenario.expected import Expectation
from model.scenario.hubs import HubChange, HubSpec
from model.scenario.instruments import Instrument
from model.scenario.shocks import Shock
from model.scenario.territory import TerritorySpec

BASELINE = "baseline"
Direction = Annotated[str, OneOf(("more", "less"))]
_PARAMETERS = frozenset(CATALOGUE)
_OF_A_CASE: Final = frozenset({"change", "differs_from", "in_town", "run", "run_until_decided", "save", "under", "without"})
"""What people look for in a scenario and a case of `experiments` has, which the model does not know."""


class Policy(Block):
    """What one policy changes, relative to the baseline. It never changes the territory."""

    title: str
    """How the report calls it in English."""
    title_it: str | None = None
    """How the report calls it in Italian."""
    question: str | None = None
    """What comparing it with the baseline answers."""
    question_it: str | None = None
    """The same in Italian."""
    combine: Items[str] = ()
    """Names of policies of this file whose contents it takes too; they must not set one key to different values."""
    without: Items[str] = ()
    """Names of instruments and shocks of the baseline that it leaves out."""
    hubs: Map[str, HubChange] = Field(default_factory=ReadOnly)
    """Figures of hubs it replaces, by name of the hub; null goes back to the default."""
    add_hubs: Items[HubSpec] = ()
    """Hubs it adds."""
    instruments: Items[Instrument] = ()
    """Instruments it adds to those of the baseline."""
    shocks: Items[Shock] = ()
    """Shocks it adds, to ask how the baseline would stand them."""
    parameters: Map[str, float] = Field(default_factory=ReadOnly)
    """Parameters of the catalogue it replaces."""


class Scenario(Block):
    """A case to simulate: territory, hubs, instruments, shocks and the policies to compare.

    Raises:
        ScenarioError: when built in Python with a wrong type, an unknown key, a number outside its hard range, or a name (town, hub,
            parameter, policy) that does not exist; with all problems, in the words of the reader of files.

    Example:
        >>> hub = {"name": "centro", "town": "lodi", "desks": 20}
        >>> made = Scenario(title="A hub", question="Will it live?", start="2022-01", territory={"towns": ["lodi"]}, hubs=[hub])
        >>> made.hubs[0].desks, made.horizon_months
        (20, 60)
    """

    name: Label = "scenario"
    """Short name; the file's by default."""
    policy: Name = BASELINE
    """Policy this scenario already contains; written by the program."""
    title: str
    """Title in English."""
    title_it: str | None = None
    """Title in Italian."""
    question: str
    """The question it answers, in English."""
    question_it: str | None = None
    """The question in Italian."""
    description: str | None = None
    """What a reader should know of the case."""
    sources: Items[str] = ()
    """Where the figures come from."""
    office: str | None = None
    """Office the report is made for or by, at its head and foot."""
    author: str | None = None
    """Who made it, beside the office."""
    start: YearMonth
    """First month of the run, such as 2022-01."""
    horizon_months: int = quantity("months", (12, 240), least=1, most=360, default=DEFAULT_HORIZON)
    """Months simulated."""
    territory: TerritorySpec
    """Where."""
    hubs: Items[HubSpec]
    """The hubs, at least one."""
    instruments: Items[Instrument] = ()
    """Instruments in force in the baseline."""
    shocks: Items[Shock] = ()
    """Shocks in the baseline."""
    parameters: Map[str, float] = Field(default_factory=ReadOnly)
    """Parameters of the catalogue that differ from their defaults."""
    policies: Map[Name, Policy] = Field(default_factory=ReadOnly)
    """Policies to compare with the baseline, by short name."""
    decides_by: Map[str, Direction] = Field(default_factory=ReadOnly)
    """One to three outcomes that decide the question, the first before all others, each with what is better: 'viable_36: more' or, of
    one hub, 'members_36@adda: more' (default: the first that varies of shrinking or closing, being viable, members and cash)."""
    expected: Items[Expectation] = ()
    """What the case is expected to show, for the report and the tests; the model does not read it."""

    # A block gives its keys to who iterates over it, so that tools which take one value or a list of values (`mesa.batch_run`) would take
    # a scenario for a list of pairs.
    __iter__ = None  # type: ignore[assignment]

    def __hash__(self) -> int:
        """Equal scenarios have equal hashes, so that tables can be grouped by them; blocks hold maps, which have none."""
        return hash(self._label)

    def __lt__(self, other: object) -> bool:
        """By name, for tables grouped by scenarios, which pandas sorts."""
        return self._label < other._label if isinstance(other, Scenario) else NotImplemented

    @property
    def _label(self) -> tuple[str, str, str, str, int]:
        return self.name, self.policy, self.title, self.start, self.horizon_months

    def __repr__(self) -> str:
        hubs = ", ".join(f"{hub.name} ({hub.town}, {hub.desks} desks)" for hub in self.hubs)
        policies = ", ".join(self.policy_names) if self.policy == BASELINE else f"{self.policy} alone"
        return f"Scenario({self.name!r}: {self.title}; hubs: {hubs}; policies: {policies})"

    __str__ = __repr__

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in _OF_A_CASE:
                raise AttributeError(
                    f"a plain scenario has no '{name}'; write experiments.Case(scenario).{name}(...), or read it with "
                    "experiments.load_scenario, which gives a case"
                )
            return super().__getattr__(name)

    @model_validator(mode="after")
    def _refers_to_what_exists(self, info: ValidationInfo) -> "Scenario":
        """Objects built in Python get the checks that the reader makes with line numbers."""
        if not (info.context and info.context.get("checked")):
            wrong = [finding for finding in references(self.written()) if finding.severity == "error"]
            if wrong:
                raise Refused(wrong)
        return self

    @property
    def policy_names(self) -> tuple[str, ...]:
        """The policies to compare, the baseline first."""
        return (BASELINE, *self.policies)

    def with_policy(self, name: str) -> "Scenario":
        """This scenario under one of its policies, as `under` of a case; a policy more is made by `with_policy` of a case.

        Args:
            name: short name of the policy, or 'baseline'.

        Returns:
            A scenario without policies, which says in `policy` what it contains.

        Raises:
            ValueError: when there is no such policy.

        Example:
            >>> under = scenario.with_policy("rent_relief")
            >>> under.policy, under.policy_names
            ('rent_relief', ('baseline',))
        """
        from model.reading.wording import did_you_mean
        from model.scenario.policies import under_policy

        if name not in self.policy_names:
            raise ValueError(f"no policy {name!r} in scenario {self.name!r}{did_you_mean(name, self.policy_names)}")
        return Scenario.model_validate(under_policy(self.written(), name))

    def assuming(self, parameters: Mapping[str, float]) -> "Scenario":
        """This scenario with other parameters where it states none; what it and its policies state stays.

        Args:
            parameters: values by name, in the units of the catalogue and inside its hard ranges.

        Returns:
            A scenario that is the same otherwise.

        Raises:
            model.scenario.ScenarioError: when there is no such parameter.

        Example:
            >>> stated = scenario.assuming({"beta_n": 0.1})
            >>> stated.assuming({"beta_n": 0.9, "theta": 3}).parameters == {"beta_n": 0.1, "theta": 3}
            True
        """
        new = {**parameters, **self.parameters}
        if not _PARAMETERS.issuperset(new):
            return self.model_copy(update={"parameters": new})  # which says what is wrong
        under = self.__copy__()  # done for each replicate; `Parameters`, made for each, refuses values out of range
        under.__dict__["parameters"] = ReadOnly(new)
        under.__pydantic_fields_set__.add("parameters")
        return under

    def over(self, months: int) -> "Scenario":
        """This scenario over another number of months.

        Args:
            months: how many, 1 to 360.

        Returns:
            A scenario that is the same otherwise.

        Raises:
            ScenarioError: when the model does not run so long.

        Example:
            >>> scenario.over(months=24).horizon_months
            24
        """
        return self.model_copy(update={"horizon_months": months})

    def written(self) -> dict[str, Any]:
        """The scenario as plain data.

        Returns:
            Maps, lists, texts and numbers, with only the keys that were written.

        Example:
            >>> scenario.written()["territory"]["towns"]
            ['sondrio']
        """
        return {"name": self.name, **self.model_dump(mode="json", exclude_unset=True)}

    def to_yaml(self) -> str:
        """The merged scenario as a file.

        Returns:
            Text that reads back to an equal scenario.

        Example:
            >>> print(scenario.to_yaml().splitlines()[0])
            name: sondrio_downsizing
        """
        from model.reading.writing import to_yaml

        return to_yaml(self.written())
