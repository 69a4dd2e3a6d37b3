"""Scenario discovery from the runs of a sweep to boxes, their stability, and the words and pictures for them."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from experiments.discovery import tables
from experiments.discovery.cases import CaseCounts, Cases, Condition, count
from experiments.discovery.findings import sentences
from experiments.discovery.prim import Options, PrimBox, cover
from experiments.discovery.regional import differences
from experiments.discovery.regions import STABLE, Region, RegionSearch
from experiments.discovery.stability import FEWEST, BoxStability, stability
from experiments.languages import ByLanguage, in_every
from experiments.storage.json_text import plain

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

PERMUTATIONS: Final = 200


class Discovery(RegionSearch):
    """What sets the runs of interest apart: a search with its tables, words and pictures. Made by `discover`."""

    @cached_property
    def table(self) -> "pd.DataFrame":
        """One row a restriction: box, factor, side, limit with its 90 % interval, categories kept, stability, quasi-p-value."""
        return tables.restrictions(self)

    @cached_property
    def boxes(self) -> "pd.DataFrame":
        """One row a box: coverage, density, mass, with intervals, and the same in runs it was not chosen on (`_out`)."""
        return tables.boxes(self)

    @cached_property
    def trajectory(self) -> "pd.DataFrame":
        """One row a step of peeling, and one for each box as it ended: coverage, density, mass, number of factors restricted."""
        return tables.trajectory(self)

    @cached_property
    def regional(self) -> "pd.DataFrame":
        """One row a factor: distance between runs of interest and others, the floor of chance, p-value, direction."""
        return tables.regional(self)

    def members(self, box: int = 1, factors: "pd.DataFrame | None" = None) -> np.ndarray:
        """Which rows of `factors` (by default of the design) lie within the limits of a box, as the table states them."""
        return tables.within(self, self.region(box), self.cases.factors if factors is None else factors)

    def sentences(self, lang: str = "en") -> list[str]:
        """What was found, in words."""
        return sentences(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Everything but the trajectories, ready for JSON: None where there is no number."""
        data: dict[str, Any] = plain({**tables.as_dict(self), "sentences": in_every(self.sentences)})
        return data

    def plot_trade_off(self, ax: "Axes | None" = None, *, box: int = 1, lang: str = "en") -> "Axes":
        """Coverage and density on the way of peeling, with the box chosen."""
        from experiments.discovery.figures import trade_off

        return trade_off(self, ax, box=box, lang=lang)

    def plot_box(self, ax: "Axes | None" = None, *, box: int = 1, lang: str = "en") -> "Axes":
        """The range of each restricted factor that a box keeps, with the interval of its limits."""
        from experiments.discovery.figures import ranges

        return ranges(self, ax, box=box, lang=lang)

    def plot_scatter(self, ax: "Axes | None" = None, *, box: int = 1, lang: str = "en") -> "Axes":
        """The points of the design over the two strongest factors, with the box drawn."""
        from experiments.discovery.scatter import scatter

        return scatter(self, ax, box=box, lang=lang)


def discover(
    cases: Cases, operator: str, threshold: float, *, boxes: int = 3, seed: int = 1, resamples: int = 100, alpha: float = 0.05,
    min_mass: float = 0.05, density: float | None = None, significance: float = 0.05, stable: float = STABLE,
    wording: ByLanguage | None = None,
) -> Discovery:
    """Find the combinations of factors that set the runs of interest apart, and how far to trust them.

    Args:
        cases: the runs of a sweep.
        operator: one of >=, >, <=, <, ==, !=.
        threshold: a run is of interest when its outcome stands so to this number.
        boxes: boxes looked for at most, one after the other among the runs left.
        seed: of the resamples and permutations; the same seed gives the same result.
        resamples: resamples of points and replicates from which stability is read.
        alpha: share of the box's runs that one peel takes.
        min_mass: share of all runs that a box holds at least.
        density: density asked for; by default coverage and density are balanced.
        significance: level of the test a restriction must pass.
        stable: share of resamples that must restrict a factor on a side for that restriction to be called stable.
        wording: what happens in a run of interest, by language, as in {"en": "hubs close", "it": "gli hub chiudono"}.

    Raises:
        ValueError: when no run is of interest, or all are; when no factor varies or one has holes; when the outcome does not exist.
    """
    if resamples < FEWEST:
        raise ValueError(f"resamples = {resamples}: shares of fewer than {FEWEST} resamples mean nothing")
    if not 0 < stable <= 1:
        raise ValueError(f"stable = {stable}: a share above 0, at most 1, is needed")
    options = Options(alpha, min_mass, density, significance, boxes)
    condition = Condition(operator, float(threshold))
    counts = count(cases, condition)
    of_resamples, of_permutations = (np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(2))
    boxes_found = cover(counts.sample, options)
    judged = stability(counts.sample, boxes_found, options, resamples, of_resamples)
    return Discovery(
        cases, condition, counts, options, _regions(counts, boxes_found, judged, stable),
        tuple(differences(counts.sample, PERMUTATIONS, of_permutations)), resamples, seed, wording,
    )


def _regions(counts: CaseCounts, boxes: list[PrimBox], judged: list[BoxStability], stable: float) -> tuple[Region, ...]:
    all_hits, all_runs = float(counts.sample.hits.sum()), float(counts.sample.runs.sum())
    hits_left, runs_left = all_hits, all_runs
    regions = []
    for number, (one, sure) in enumerate(zip(boxes, judged, strict=True), 1):
        overall = hits_left / runs_left
        hits_left, runs_left = hits_left - one.hits, runs_left - one.runs
        regions.append(Region(
            number, one, sure, one.hits / all_hits, one.hits / one.runs, one.runs / all_runs, overall, hits_left / runs_left, stable
        ))
    return tuple(regions)
