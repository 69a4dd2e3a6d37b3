"""The regions in which the runs of interest crowd: what a search found, and all it rests on. Tables, words and pictures are made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from experiments.discovery.boxes import Side
from experiments.discovery.cases import CaseCounts, Cases, Condition
from experiments.discovery.prim import Options, PeelingStep, PrimBox, floor_of, peel
from experiments.discovery.regional import Difference
from experiments.discovery.stability import BoxStability
from experiments.languages import ByLanguage

STABLE: Final = 0.8


@dataclass(frozen=True)
class Region:
    """A box found, with its figures. Shares are of runs; `coverage` and `mass` of all runs of the sweep."""

    number: int  # 1 is the first found; each later one describes runs outside those before it
    prim: PrimBox  # with the way to it
    stability: BoxStability
    coverage: float
    density: float
    mass: float
    overall: float  # density of all runs outside earlier boxes
    elsewhere: float  # density of those outside this box too
    stable: float  # share of resamples from which on a restriction is called stable

    def is_stable(self, side: Side) -> bool:
        """Whether enough resamples restrict the factor on this side."""
        return self.stability.sides[side].share >= self.stable

    @property
    def holds(self) -> bool:
        """Whether it is found again often, has a stable restriction, and sets apart runs it was not chosen on."""
        lift = self.stability.lift_out.low
        return bool(self.stability.reproduced >= self.stable and lift > 0 and any(self.is_stable(side) for side in self.prim.p_values))


@dataclass(frozen=True)
class RegionSearch:
    """A finished search for the regions in which the runs of interest crowd.

    Attributes:
        cases: the runs.
        condition: what makes a run one of interest.
        counts: points with their counts of runs, and what was left aside.
        options: how boxes were looked for.
        regions: the boxes found, first to last; `holds` tells which to rely on.
        differences: regional sensitivity, factors beyond chance first.
        resamples: how many resamples the stability rests on.
        seed: of all draws.
        wording: what happens in a run of interest, for the sentences of each language.
    """

    cases: Cases
    condition: Condition
    counts: CaseCounts
    options: Options
    regions: tuple[Region, ...]
    differences: tuple[Difference, ...]
    resamples: int
    seed: int
    wording: ByLanguage | None = None

    @property
    def density(self) -> float:
        """Share of all runs that are of interest."""
        return self.counts.sample.density

    def region(self, box: int = 1) -> Region:
        """A box by its number.

        Raises:
            ValueError: when fewer were found.
        """
        if not 1 <= box <= len(self.regions):
            raise ValueError(f"there is no box {box}: {len(self.regions) or 'none'} found")
        return self.regions[box - 1]

    def path(self, box: int = 1) -> Sequence[PeelingStep]:
        """The peeling trajectory on which a box was chosen; without any box, the one that led nowhere."""
        if not self.regions and box == 1:
            return peel(self.counts.sample, self.options.alpha, floor_of(self.counts.sample, self.options))
        return self.region(box).prim.trajectory
