"""What the design of a sweep may say: scenarios, the factors that vary, how they are sampled, replicates, outcomes."""

from typing import Annotated, Any, Literal

from pydantic import Field

from model.reading.fields import Block, Items, Label, Name, quantity
from model.reading.one_of import OneOf

SCALES = ("uniform", "log", "triangular", "normal", "empirical")


class FactorSpec(Block):
    """Something that varies: a parameter of the catalogue, a figure of the scenario, or the policy. Exactly one of the three."""

    name: Name | None = None
    """Short name, the column of the results (default: the parameter, or the last words of the path)."""
    title: str | None = None
    """How reports call it in English (default: what the catalogue says)."""
    title_it: str | None = None
    """How reports call it in Italian."""
    parameter: str | None = None
    """A parameter of the catalogue."""
    path: str | None = None
    """A figure of the scenario, from the top: hubs.NAME.rent_eur_m2, hubs.*.desks (of every hub), horizon_months."""
    also: Items[str] = ()
    """Further paths that get the same value."""
    policy: Items[str] | None = None
    """Policies of the scenario, one of which each point runs under."""
    low: float | None = None
    """Lower end of the range (default for a parameter: the catalogue's)."""
    high: float | None = None
    """Upper end of the range (default for a parameter: the catalogue's)."""
    scale: Annotated[str, OneOf(SCALES)] | None = None
    """Uniform over the range, or over its logarithm (default for a parameter: its prior in the catalogue); or more likely near `mode`;
    or `values` as they were observed."""
    mode: float | None = None
    """Most likely value: the peak of a triangular factor, the mean of a normal one, which ends at `low` and `high` all the same."""
    sd: float | None = None
    """Standard deviation of a normal factor, before its ends are cut."""
    values: Items[Any] | None = None
    """Instead of a range: the values it can have, numbers or texts, each as likely as the others; with `scale: empirical`
    numbers that were observed, each as likely as often it stands."""
    weights: Items[float] | None = None
    """Of an empirical factor: what each of its values counts, such as the number of cases behind it (default: one each)."""
    levels: int | None = quantity("levels", (2, 20), least=2, most=10_000, default=None)
    """Values in a grid, if not the sampler's."""
    lever: bool | None = None
    """Whether a planner can choose it (default: figures of hubs, instruments and policies are levers, parameters are not)."""
    source: str | None = None
    """Where the range comes from."""


class Grid(Block):
    """Every combination of the levels of each factor."""

    type: Literal["grid"]
    levels: int = quantity("levels", (2, 20), least=2, most=10_000, default=5)
    """Values of each factor with a range."""


class LatinHypercube(Block):
    """Points that cover each factor's range evenly."""

    type: Literal["latin_hypercube"]
    points: int = quantity("points", (10, 100_000), least=2, most=10_000_000)
    """How many."""


class Sobol(Block):
    """Points of a Sobol' sequence: they fill the space evenly, and more can be added later."""

    type: Literal["sobol"]
    points: int = quantity("points", (16, 100_000), least=2, most=10_000_000)
    """How many; a power of two is best."""


class Saltelli(Block):
    """Pairs of points for Sobol' indices: n × (factors + 2) points, or n × (2 × factors + 2) with second order."""

    type: Literal["saltelli"]
    n: int = quantity("base points", (64, 16_384), least=8, most=1_048_576)
    """Base points, a power of two."""
    second_order: bool = False
    """Whether pairs of factors are looked at too."""


class Morris(Block):
    """Trajectories that change one factor at a time, for screening: trajectories × (factors + 1) points."""

    type: Literal["morris"]
    trajectories: int = quantity("trajectories", (10, 200), least=2, most=100_000)
    """How many."""
    levels: int = quantity("levels", (4, 8), least=2, most=64, default=4)
    """Levels of each factor, an even number."""


class Rows(Block):
    """Points read from a CSV file, one column for each factor."""

    type: Literal["rows"]
    file: str
    """Path of the file, from the folder of the design."""


class ShippedSets(Block):
    """Sets of parameters out of the table that ships with the model, a point each: its columns are factors by themselves."""

    type: Literal["parameter_sets"]
    points: int = quantity("points", (20, 1_000), least=2, most=100_000)
    """How many, by their weights."""


Sampler = Annotated[Grid | LatinHypercube | Sobol | Saltelli | Morris | Rows | ShippedSets, Field(discriminator="type")]


class Correlation(Block):
    """Two factors that go along with each other."""

    between: Items[str]
    """The names of the two."""
    rank: float = quantity("", least=-1, most=1)
    """Correlation of their ranks (Spearman), from -1 to 1; each factor keeps its own distribution."""


class Decision(Block):
    """What an outcome is looked at for."""

    decides: str
    """The decision it serves, in English, as the end of a sentence: 'whether to fund the hub at all'."""
    decides_it: str | None = None
    """The same in Italian."""


class Design(Block):
    """A sweep: scenarios × policies × points × replicates, on common random numbers.

    Example:
        >>> design.sampler.trajectories, design.seed, len(design.factors)
        (4, 1, 2)
    """

    name: Label = "design"
    """Short name; the file's by default."""
    title: str
    """Title in English."""
    title_it: str | None = None
    """Title in Italian."""
    question: str | None = None
    """What it asks, in English."""
    question_it: str | None = None
    """The same in Italian."""
    scenarios: Items[str]
    """Shipped scenarios by name, or files by their path from the folder of the design."""
    horizon_months: int | None = quantity("months", (12, 240), least=1, most=360, default=None)
    """Months simulated, instead of the scenario's."""
    policies: Items[str] = ("baseline",)
    """Policies each point runs under, all on the same worlds."""
    factors: Items[FactorSpec] = ()
    """What varies; beside sets of parameters, nothing need."""
    sampler: Sampler
    """How the points are chosen."""
    correlations: Items[Correlation] = ()
    """Pairs of factors that go along with each other, in a Latin hypercube or a Sobol' sequence."""
    constraints: Items[str] = ()
    """What every point has to hold, between factors and numbers, in the same designs: 'price_fixed >= price_flex'."""
    replicates: int = quantity("replicates", (1, 1_000), least=1, most=100_000, default=10)
    """Worlds on which each point runs; all points meet the same ones."""
    seed: int = quantity("", least=1, most=2**32 - 1, default=1)
    """Seed of worlds and points."""
    outcomes: Items[str] = ()
    """What is kept of each run, by name, such as members_36 or days_at_18; `members_36@adda` for one hub. Default: the headline ones."""
    dummy: bool = True
    """Adds a factor without effect, which shows what chance alone would look like."""
    failures_allowed: float = quantity("share of the runs", (0, 0.05), most=1, default=0.01)
    """Runs that may end in an error before the sweep gives up."""
    decisions: dict[str, Decision] = Field(default_factory=dict)
    """By outcome: which decision it serves."""
    differences: Items[str] = ()
    """Pairs of policies whose difference findings look at too, run by run on the same worlds: 'package - baseline'."""
    conditions: Items[str] = ()
    """For scenario discovery: what makes a run one of interest, such as 'viable_36 < 1'."""
