"""How far to trust boxes: everything is looked for again in resamples of the points and, within them, of the replicates.

Drawing points again shows what the design leaves open, drawing replicates what chance inside the model does. The points a resample
leaves out judge its boxes honestly: in the runs it was chosen on, a box always looks better than it is.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from experiments.discovery.boxes import Box, Side
from experiments.discovery.cases import BinnedSample
from experiments.discovery.prim import Options, PrimBox, cover

INTERVAL: Final = (0.05, 0.95)  # all intervals over resamples hold the middle 90 %
FEWEST: Final = 20
_ALIKE: Final = 0.1  # overlap of two boxes, in runs, below which the one is not the other found again


class Range(NamedTuple):
    """Middle and 90 % interval over resamples; nan where there are none."""

    middle: float
    low: float
    high: float


NOTHING: Final = Range(np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class SideStability:
    """One restriction in the resamples."""

    share: float  # of the resamples that restrict the factor on this side
    limit: Range  # of the limit among those; nan for categories


@dataclass(frozen=True)
class BoxStability:
    """One box in the resamples."""

    reproduced: float  # share of the resamples in which it is found again
    sides: dict[Side, SideStability]
    coverage: Range  # of the box found again, in the runs it was found on
    density: Range
    coverage_out: Range  # in runs of the points left out
    density_out: Range
    overall_out: Range  # density of all runs left out that earlier boxes do not cover
    lift_out: Range  # density there less the overall density there


class _Again(NamedTuple):
    """A box found again in one resample."""

    box: Box
    coverage: float
    density: float
    coverage_out: float
    density_out: float
    overall_out: float


def resample(sample: BinnedSample, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Runs of interest and runs of each point in one resample; a point not drawn has none.

    Each time a point is drawn its replicates are drawn again too, which is a binomial number of runs of interest.
    """
    points = len(sample.runs)
    times = np.bincount(random.integers(points, size=points), minlength=points)
    runs = times * sample.runs
    return random.binomial(runs.astype(np.int64), sample.hits / sample.runs).astype(float), runs


def stability(
    sample: BinnedSample, boxes_before: list[PrimBox], options: Options, resamples: int, random: np.random.Generator
) -> list[BoxStability]:
    """Look for the boxes again in `resamples` resamples, as many in each as were found before.

    A box of a resample counts as a box found before when the two share more than a tenth of the runs that either holds; each stands
    for the one it shares most with. Without this pairing two boxes equally good would swap their order, and look unstable.
    """
    members = _members(sample, [one.box for one in boxes_before])
    again: list[list[_Again]] = [[] for _ in boxes_before]
    as_many = replace(options, boxes=max(len(boxes_before), 1))
    for _ in range(resamples if boxes_before else 0):
        hits, runs = resample(sample, random)
        if not 0 < hits.sum() < runs.sum():
            continue
        boxes = cover(sample.with_runs(hits, runs), as_many)
        for position, box in _pairs(sample, members, boxes, _outside_before(sample, boxes), hits, runs):
            again[position].append(box)
    return [_in_short(sample, one, hits_of, resamples) for one, hits_of in zip(boxes_before, again, strict=True)]


def _members(sample: BinnedSample, boxes: list[Box]) -> np.ndarray:
    """Which points each box holds, without those of the boxes before, [boxes, points]."""
    inside = np.array([box.contains(sample) for box in boxes], dtype=bool).reshape(len(boxes), len(sample.runs))
    before = np.cumsum(inside, axis=0) - inside
    return inside & (before == 0)


def _outside_before(sample: BinnedSample, boxes: list[PrimBox]) -> np.ndarray:
    """Which points no earlier box holds, [boxes, points]."""
    inside = np.array([one.box.contains(sample) for one in boxes], dtype=bool).reshape(len(boxes), len(sample.runs))
    return (np.cumsum(inside, axis=0) - inside) == 0


def _pairs(
    sample: BinnedSample, members: np.ndarray, boxes: list[PrimBox], open_to: np.ndarray, hits: np.ndarray, runs: np.ndarray
) -> list[tuple[int, _Again]]:
    """Which boxes of a resample stand for which boxes found before, the most alike first."""
    if not boxes:
        return []
    new = _members(sample, [one.box for one in boxes])
    both = (members * sample.runs) @ new.T.astype(float)
    either = (members @ sample.runs)[:, None] + (new @ sample.runs)[None, :] - both
    alike = both / np.maximum(either, 1e-9)
    left_out = runs == 0
    pairs = []
    for _ in range(min(alike.shape)):
        old, place = np.unravel_index(int(alike.argmax()), alike.shape)
        if alike[old, place] <= _ALIKE:
            break
        alike[old, :] = alike[:, place] = -1
        inside, judged = new[place] & left_out, open_to[place] & left_out
        one = boxes[place]
        pairs.append((int(old), _Again(
            one.box, one.hits / hits.sum(), one.hits / one.runs,
            _share(sample.hits[inside].sum(), sample.hits[left_out].sum()),
            _share(sample.hits[inside].sum(), sample.runs[inside].sum()),
            _share(sample.hits[judged].sum(), sample.runs[judged].sum()),
        )))
    return pairs


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else np.nan


def _range(values: list[float]) -> Range:
    defined = np.array([value for value in values if not np.isnan(value)])
    return Range(float(np.median(defined)), *map(float, np.quantile(defined, INTERVAL))) if defined.size else NOTHING


def _in_short(sample: BinnedSample, before: PrimBox, again: list[_Again], resamples: int) -> BoxStability:
    boxes = [one.box for one in again]
    return BoxStability(
        len(again) / resamples,
        {side: _side(sample, before.box, side, boxes, resamples) for side in before.p_values},
        _range([one.coverage for one in again]),
        _range([one.density for one in again]),
        _range([one.coverage_out for one in again]),
        _range([one.density_out for one in again]),
        _range([one.overall_out for one in again]),
        _range([one.density_out - one.overall_out for one in again]),
    )


def _side(sample: BinnedSample, box: Box, side: Side, boxes: list[Box], resamples: int) -> SideStability:
    """How often a restriction comes back, and where. One of categories is as stable as the least sure category it leaves out."""
    place, kind = side
    if kind == "categories":
        left_out = np.flatnonzero(box.out[place])
        times = sum((other.out[place][left_out].astype(int) for other in boxes), np.zeros(len(left_out), dtype=int))
        return SideStability(float(times.min()) / resamples, NOTHING)
    factor = sample.factors[place]
    if kind == "low":
        limits = [factor.at_least(int(other.first[place])) for other in boxes if other.first[place] > 0]
    else:
        limits = [factor.at_most(int(other.last[place])) for other in boxes if other.last[place] < factor.levels - 1]
    return SideStability(len(limits) / resamples, _range(limits))
