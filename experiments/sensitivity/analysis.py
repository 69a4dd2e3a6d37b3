"""Everything a sweep says about one outcome, as one object that can be stored and read again."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from experiments.languages import ByLanguage
from experiments.sensitivity.delta_index import delta_of
from experiments.sensitivity.effects import MainEffect, directed, effects_of
from experiments.sensitivity.index import CHANCE, ConvergencePoint, Index, MethodResult
from experiments.sensitivity.noise import chance_of
from experiments.sensitivity.pawn_index import pawn_of
from experiments.sensitivity.sample import DUMMY, MOST_FAILED, PAIRWISE, Complete, FactorInfo, NotAnalysable, Sample, complete, constancy
from experiments.sensitivity.screening import morris_of
from experiments.sensitivity.significance import METHOD as TEST
from experiments.sensitivity.significance import significance_of
from experiments.sensitivity.variance import sobol_of
from experiments.storage.json_text import plain

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = 2
DEPENDENT: Final = "dependent"
"""The note of a design whose factors hang together."""
COLUMNS: Final = ("outcome", "method", "index", "factor", "factor_2", "value", "low", "high", "above_floor")
# By which index factors are ranked: the strongest statement a design allows.
_RANKED_BY: Final = {"saltelli": ("sobol", "total"), "morris": ("morris", "mu_star")}


class Rank(NamedTuple):
    """A factor by its strength."""

    factor: str
    value: float
    low: float
    high: float
    above_floor: bool


@dataclass(frozen=True)
class DesignSummary:
    """What was run.

    Attributes:
        sampler: name of the design.
        points: points of the design.
        replicates: runs of each point.
        failed_runs: runs that ended in an error.
        groups: base rows, trajectories or points of the design.
        dropped: those left out because a run of theirs failed.
        seed: seed of the sweep.
        dummy: whether the design holds a dummy of its own.
        second_order: whether pairs of factors can be told apart.
    """

    sampler: str
    points: int
    replicates: int
    failed_runs: int
    groups: int
    dropped: int
    seed: int
    dummy: bool
    second_order: bool

    @property
    def runs(self) -> int:
        """Runs of the design."""
        return self.points * self.replicates


@dataclass(frozen=True)
class Analysis:
    """What a sweep says about one outcome.

    Attributes:
        outcome: name of the outcome.
        label: the outcome in words, by language.
        unit: unit of the outcome.
        kind: number, share or yes_no.
        mean: mean over points and replicates.
        spread: standard deviation between the means of points.
        constant: "constant" when no run differs, "rare" when only a few do and no index can be scaled; "" otherwise.
        design: what was run.
        factors: the factors, the dummy last (the design's own, or the one the analysis made).
        indices: all indices with intervals.
        steps: the main indices by size of the design.
        effects: direction of every factor.
        notes: codes of what a reader should know.
    """

    outcome: str
    label: ByLanguage
    unit: str
    kind: str
    mean: float
    spread: float
    constant: str
    design: DesignSummary
    factors: tuple[FactorInfo, ...]
    indices: tuple[Index, ...]
    steps: tuple[ConvergencePoint, ...]
    effects: tuple[MainEffect, ...]
    notes: tuple[str, ...]

    @property
    def ranked_by(self) -> tuple[str, str]:
        """Method and index by which factors are ranked."""
        return _RANKED_BY.get(self.design.sampler, ("pawn", "ks_median"))

    @cached_property
    def dummy(self) -> FactorInfo | None:
        """The dummy, if the analysis has one."""
        return self.factors[-1] if self.factors and self.factors[-1].evidence == "" else None

    @cached_property
    def real_factors(self) -> tuple[FactorInfo, ...]:
        """The factors without the dummy."""
        return self.factors[:-1] if self.dummy else self.factors

    def factor(self, name: str) -> FactorInfo:
        """A factor by its name."""
        return next(factor for factor in self.factors if factor.name == name)

    def effect(self, name: str) -> MainEffect | None:
        """The direction of a factor, if any was computed."""
        return next((effect for effect in self.effects if effect.factor == name), None)

    def index(self, method: str, index: str, factor: str, factor_2: str = "") -> Index | None:
        """One index, if the analysis has it."""
        wanted = (method, index, factor, factor_2)
        return next((entry for entry in self.indices if (entry.method, entry.index, entry.factor, entry.factor_2) == wanted), None)

    def of(self, method: str, index: str) -> list[Index]:
        """One index of all factors, in the order of the design."""
        return [entry for entry in self.indices if (entry.method, entry.index) == (method, index)]

    def floor(self, method: str, index: str) -> float:
        """What chance alone may give: the upper end of the dummy or, without one, of fresh chance in a mean; nan if unknown."""
        own = self.index(method, index, self.dummy.name) if self.dummy else None
        if own is None and method == "sobol":
            own = self.index("chance", "mean", CHANCE)
        return own.high if own else math.nan

    @cached_property
    def ranking(self) -> tuple[Rank, ...]:
        """Factors by strength (the dummy is not one), each with whether it is clear that it does something.

        It is by its test (`significance`), or where its share of variance lies above the dummy's, which also holds what it does together
        with others only. Analyses stored before there were tests have the dummy alone.
        """
        dummy, method = self.dummy.name if self.dummy else "", self.ranked_by[0]
        entries = sorted((entry for entry in self.of(*self.ranked_by) if entry.factor != dummy), key=lambda entry: -entry.value)
        shown = {entry.factor for entry in self.of(TEST, "p") if entry.above_floor}
        if method == "sobol" or not self.of(TEST, "p"):
            shown |= {entry.factor for entry in entries if entry.above_floor}
            shown |= {entry.factor for entry in self.of("pawn", "ks_max") if entry.above_floor and method == "pawn"}
        return tuple(Rank(e.factor, e.value, e.low, e.high, e.factor in shown) for e in entries)

    def strongest(self, number: int = 3) -> tuple[Rank, ...]:
        """The strongest factors that are clear; fewer than asked for when fewer are."""
        return tuple(rank for rank in self.ranking if rank.above_floor)[:number]

    @cached_property
    def below_floor(self) -> tuple[Rank, ...]:
        """Factors that the design does not show to do anything."""
        return tuple(rank for rank in self.ranking if not rank.above_floor)

    @cached_property
    def table(self) -> "pd.DataFrame":
        """Every index: outcome, method, index, factor, factor_2, value, low, high, above_floor."""
        import pandas as pd

        rows = [(self.outcome, e.method, e.index, e.factor, e.factor_2, e.value, e.low, e.high, e.above_floor) for e in self.indices]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def to_dict(self) -> dict[str, Any]:
        """Plain data for a JSON file; what is not a number becomes null."""
        data: dict[str, Any] = plain({"format": FORMAT, **asdict(self)})
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Analysis":
        """The analysis that `to_dict` stored.

        Raises:
            ValueError: for data of another format.
        """
        if data.get("format") != FORMAT:
            raise ValueError(f"format {data.get('format')!r} of a stored sensitivity analysis is unknown; this version reads {FORMAT}")
        fields = {name: value for name, value in data.items() if name != "format"}
        fields["mean"], fields["spread"] = _number(data["mean"]), _number(data["spread"])
        fields["design"] = DesignSummary(**data["design"])
        fields["factors"] = tuple(FactorInfo(**{**_numbers(f, ("low", "high")), "values": tuple(f["values"])}) for f in data["factors"])
        fields["indices"] = tuple(Index(**_numbers(entry, ("value", "low", "high"))) for entry in data["indices"])
        fields["steps"] = tuple(ConvergencePoint(**_numbers(entry, ("value", "low", "high"))) for entry in data["steps"])
        fields["effects"] = tuple(_effect(entry) for entry in data["effects"])
        fields["notes"] = tuple(data["notes"])
        return cls(**fields)


def analyse(sample: Sample, *, most_failed: float = MOST_FAILED) -> Analysis:
    """Runs every method that fits the design of a sweep.

    Saltelli designs get Sobol' indices, PAWN and delta; Morris designs elementary effects; all others PAWN and delta. Chance and the
    direction of the factors are always added.

    Args:
        sample: one outcome of a finished sweep.
        most_failed: largest share of base rows, trajectories or points that may be lost to failed runs.

    Raises:
        NotAnalysable: with the reason, when the sample would give numbers without meaning.
    """
    whole = complete(sample, most_failed)
    constant = constancy(whole)
    results = [] if constant else [*_methods(whole), MethodResult(significance_of(whole))]
    notes = dict.fromkeys([*([DEPENDENT] if sample.dependent and results else []), *(note for part in results for note in part.notes)])
    made_here = not sample.dummy and sample.sampler != "morris"
    return Analysis(
        outcome=sample.outcome,
        label=sample.label,
        unit=sample.outcome_unit,
        kind=sample.kind,
        mean=float(whole.sample.values.mean()),
        spread=float(whole.means.std()),
        constant=constant,
        design=_design(sample, whole),
        factors=(*sample.factors, DUMMY) if made_here else sample.factors,
        indices=tuple(entry for part in results for entry in part.indices),
        steps=tuple(step for part in results for step in part.steps),
        effects=() if constant else _effects(whole, results),
        notes=tuple(notes),
    )


def _methods(whole: Complete) -> list[MethodResult]:
    sampler = whole.sample.sampler
    if whole.sample.dependent and sampler in PAIRWISE:
        raise NotAnalysable(f"the indices of a {sampler} design suppose that factors are independent, and these are not")
    if sampler == "morris":
        return [morris_of(whole), chance_of(whole)]
    shape = [pawn_of(whole), delta_of(whole)]
    return [*([sobol_of(whole)] if sampler == "saltelli" else []), *shape, chance_of(whole)]


def _effects(whole: Complete, results: Sequence[MethodResult]) -> tuple[MainEffect, ...]:
    moves = {entry.factor: entry for part in results for entry in part.indices if (entry.method, entry.index) == ("morris", "mu")}
    return tuple(directed(effect, moves[effect.factor]) if moves else effect for effect in effects_of(whole))


def _design(sample: Sample, whole: Complete) -> DesignSummary:
    return DesignSummary(
        sampler=sample.sampler,
        points=sample.points,
        replicates=sample.replicates,
        failed_runs=whole.failed_runs,
        groups=int(whole.kept.size),
        dropped=whole.dropped,
        seed=sample.seed,
        dummy=sample.dummy,
        second_order=sample.second_order,
    )


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _numbers(data: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {**data, **{name: _number(data[name]) for name in names}}


def _effect(data: Mapping[str, Any]) -> MainEffect:
    arrays = {name: tuple(_number(entry) for entry in data[name]) for name in ("places", "means", "lows", "highs")}
    return MainEffect(data["factor"], data["sign"], **arrays, parts=data["parts"])
