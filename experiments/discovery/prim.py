"""The patient rule induction method (Friedman and Fisher 1999), as scenario discovery uses it (Bryant and Lempert 2010).

*Peeling* starts from the whole space and cuts off, again and again, the thin slice in which cases of interest are rarest: at either
end of a numeric factor, or one category. *Pasting* gives back what was cut off too much, and restrictions that do not pay are
dropped. *Covering* looks for the next box among the runs outside the boxes found. Only ends are ever cut: two regions at opposite
ends of the same factors hide each other, since neither end is poor in cases.

Shares of runs: the *density* of a box is the share of its runs that are of interest, its *coverage* the share of all runs of
interest that lie in it, its *mass* the share of all runs that lie in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from scipy.special import betainc

from experiments.discovery.boxes import Box, Side
from experiments.discovery.cases import BinnedSample

FEWEST_POINTS: Final = 10  # a box of fewer design points says nothing
_MOST_STEPS: Final = 10_000

Score = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Options:
    """How boxes are looked for.

    Args:
        alpha: share of the box's runs that a peel takes at most (more only where so many share one level).
        min_mass: share of all runs that a box holds at least.
        density: density asked for; by default the balance of coverage and density decides.
        significance: level of the test that a restriction must pass to stay, for all sides of all factors together.
        boxes: boxes looked for at most.
    """

    alpha: float = 0.05
    min_mass: float = 0.05
    density: float | None = None
    significance: float = 0.05
    boxes: int = 3

    def __post_init__(self) -> None:
        for name in ("alpha", "min_mass", "significance"):
            if not 0 < getattr(self, name) < 1:
                raise ValueError(f"{name} = {getattr(self, name)}: a share between 0 and 1 is needed")
        if self.density is not None and not 0 < self.density <= 1:
            raise ValueError(f"density = {self.density}: a share above 0, at most 1, is needed")
        if self.boxes < 1:
            raise ValueError(f"boxes = {self.boxes}: at least one is needed")


class PeelingStep(NamedTuple):
    """A box on the way of peeling; hits and runs it holds."""

    box: Box
    peeled: Side | None
    hits: float
    runs: float


class PrimBox(NamedTuple):
    """A box found among the runs that earlier boxes left, and the way to it."""

    box: Box
    p_values: dict[Side, float]
    hits: float
    runs: float
    trajectory: list[PeelingStep]
    chosen: int  # step of the trajectory it comes from


def floor_of(sample: BinnedSample, options: Options) -> float:
    """Runs that a box holds at least."""
    return float(max(options.min_mass, FEWEST_POINTS / len(sample.runs)) * sample.runs.sum())


def cover(sample: BinnedSample, options: Options) -> list[PrimBox]:
    """Find boxes one after the other, each among the runs outside those before it."""
    floor = floor_of(sample, options)
    left, boxes = sample, []
    for _ in range(options.boxes):
        next_one = find(left, options, floor)
        if next_one is None:
            break
        boxes.append(next_one)
        outside = ~next_one.box.contains(left)
        left = left.with_runs(np.where(outside, left.hits, 0.0), np.where(outside, left.runs, 0.0))
        if left.runs.sum() < 2 * floor or not 0 < left.hits.sum() < left.runs.sum():
            break
    return boxes


def find(sample: BinnedSample, options: Options, floor: float) -> PrimBox | None:
    """The best box, or None where no restriction pays. `floor`: runs it holds at least."""
    score, best_score = scoring(sample, options.density), 0.0
    best: PrimBox | None = None
    # thin slices follow an edge closely, thick ones are less led astray where chance is strong: both, and the better box counts
    for alpha in (options.alpha, 2 * options.alpha):
        trajectory = peel(sample, min(alpha, 0.5), floor)
        scores = score(np.array([step.hits for step in trajectory]), np.array([step.runs for step in trajectory]))
        chosen = int(scores.argmax())
        # a slice cut by mistake hides a better limit elsewhere, so drop first, then paste, and look again at what is left
        box, _ = prune(sample, trajectory[chosen].box, options.significance)
        box = paste(sample, box, options.alpha, score)
        box, p_values = prune(sample, box, options.significance)
        if not p_values:
            continue
        inside = box.contains(sample)
        candidate = PrimBox(box, p_values, float(sample.hits[inside].sum()), float(sample.runs[inside].sum()), trajectory, chosen)
        reached = float(score(np.array(candidate.hits), np.array(candidate.runs)))
        if reached > best_score:
            best, best_score = candidate, reached
    return best


def scoring(sample: BinnedSample, density: float | None) -> Score:
    """The rule by which a box is chosen on the trajectory, and enlarged.

    By default the harmonic mean of coverage and of the density gained, (density - overall) / (1 - overall): a box must do well in
    both, and the whole space scores zero whatever the overall density. With a density asked for, the largest coverage among boxes
    that reach it; when none does, the highest density.
    """
    hits_all, overall = sample.hits.sum(), sample.density

    def score(hits: np.ndarray, runs: np.ndarray) -> np.ndarray:
        coverage, reached = hits / hits_all, hits / np.maximum(runs, 1e-9)
        if density is not None:
            return np.where(reached >= density - 1e-12, 1 + coverage, reached)
        gained = np.maximum(reached - overall, 0.0) / (1 - overall)
        return 2 * coverage * gained / np.maximum(coverage + gained, 1e-12)

    return score


def peel(sample: BinnedSample, alpha: float, floor: float) -> list[PeelingStep]:
    """The peeling trajectory, from the whole space down to `floor` runs or to where no slice is poorer than the box.

    The slice cut off is the one with the largest (density of the box - density of the slice) x weight. The weight is 1 for a slice of
    `alpha` of the box's runs, so that among slices of this size the poorest goes. Where many points share a level or a category no
    such slice can be cut: one of k times the size has weight 1 / sqrt(k), since cutting much at once for little is not patient; one
    of a kth of the size has weight 1 / k, since few runs fail or succeed together by chance.
    """
    numeric = np.array([factor.numeric for factor in sample.factors])
    factors, levels = len(numeric), max(factor.levels for factor in sample.factors)
    offset = np.arange(factors)[:, None] * levels

    def tally(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        place = (sample.codes[:, points] + offset).ravel()
        counts = [
            np.bincount(place, np.tile(weights[points], factors), factors * levels).reshape(factors, levels)
            for weights in (sample.hits, sample.runs)
        ]
        return counts[0], counts[1]

    inside = np.arange(len(sample.runs))
    hits_by, runs_by = tally(inside)
    box, hits, runs = Box.whole(sample), float(sample.hits.sum()), float(sample.runs.sum())
    steps = [PeelingStep(box, None, hits, runs)]
    while len(steps) < _MOST_STEPS:
        best = _poorest(hits_by, runs_by, numeric, hits, runs, alpha, floor)
        if best is None:
            break
        side, level = best
        codes = sample.codes[side.factor][inside]
        if side.kind == "categories":
            out = box.out[side.factor].copy()
            out[level] = True
            box, gone = box.cut(side, out), codes == level
        elif side.kind == "low":
            box, gone = box.cut(side, level + 1), codes <= level
        else:
            box, gone = box.cut(side, level - 1), codes >= level
        lost_hits, lost_runs = tally(inside[gone])
        hits_by, runs_by = hits_by - lost_hits, runs_by - lost_runs
        inside = inside[~gone]
        hits, runs = float(sample.hits[inside].sum()), float(sample.runs[inside].sum())
        steps.append(PeelingStep(box, side, hits, runs))
    return steps


def _poorest(
    hits_by: np.ndarray, runs_by: np.ndarray, numeric: np.ndarray, hits: float, runs: float, alpha: float, floor: float
) -> tuple[Side, int] | None:
    """The slice to cut off: its side and its innermost level (or its category); None where none is worth it."""
    levels = hits_by.shape[1]
    ordered = np.flatnonzero(numeric)
    # low ends, then high ends read backwards, as if they were more factors
    ends_runs = np.concatenate([runs_by[ordered], runs_by[ordered, ::-1]])
    ends_hits = np.concatenate([hits_by[ordered], hits_by[ordered, ::-1]])
    rows = np.arange(len(ends_runs))
    outermost = ends_runs[rows, (ends_runs > 0).argmax(axis=1)] if len(rows) else np.empty(0)
    runs_to = ends_runs.cumsum(axis=1)
    last = (runs_to <= np.maximum(alpha * runs, outermost)[:, None] + 1e-9).sum(axis=1) - 1
    slice_runs, slice_hits = runs_to[rows, last], ends_hits.cumsum(axis=1)[rows, last]
    # the levels after the slice that are empty belong to it: the limit is the next level with runs
    unordered = np.flatnonzero(~numeric)
    slice_runs = np.concatenate([slice_runs, runs_by[unordered].ravel()])
    slice_hits = np.concatenate([slice_hits, hits_by[unordered].ravel()])
    possible = (slice_runs > 0) & (runs - slice_runs >= floor - 1e-9)
    size = slice_runs / (alpha * runs)
    gain = (hits / runs - slice_hits / np.maximum(slice_runs, 1e-9)) * np.minimum(size, np.sqrt(1 / np.maximum(size, 1e-9)))
    gain = np.where(possible, gain, -np.inf)
    if not gain.size or gain.max() <= 1e-12:
        return None
    best = int(gain.argmax())
    if best < len(ordered):
        return Side(int(ordered[best]), "low"), int(last[best])
    if best < 2 * len(ordered):
        return Side(int(ordered[best - len(ordered)]), "high"), levels - 1 - int(last[best])
    row, level = divmod(best - 2 * len(ordered), levels)
    return Side(int(unordered[row]), "categories"), level


def paste(sample: BinnedSample, box: Box, alpha: float, score: Score) -> Box:
    """Give back slices (of at most `alpha` of the box's runs, or one level) for as long as the box scores better with them."""
    for _ in range(_MOST_STEPS):
        sides = box.sides(sample)
        broken = box.broken(sample, sides)
        number = broken.sum(axis=0)
        inside = number == 0
        hits, runs = sample.hits[inside].sum(), sample.runs[inside].sum()
        best, best_score = box, float(score(hits, runs)) + 1e-9
        for side, left_out in zip(sides, broken, strict=True):
            only = np.flatnonzero(left_out & (number == 1))  # points that this restriction alone keeps out
            if not only.size:
                continue
            codes, levels = sample.codes[side.factor][only], sample.factors[side.factor].levels
            slice_hits = np.bincount(codes, sample.hits[only], levels)
            slice_runs = np.bincount(codes, sample.runs[only], levels)
            if side.kind != "categories":
                backwards = -1 if side.kind == "low" else 1
                order = np.flatnonzero(slice_runs)[::backwards]
                slice_hits, slice_runs = slice_hits[order].cumsum(), slice_runs[order].cumsum()
                few = slice_runs <= max(alpha * runs, slice_runs[0])
                scores = np.where(few, score(hits + slice_hits, runs + slice_runs), -np.inf)
                larger = box.cut(side, int(order[int(scores.argmax())]))
            else:
                scores = np.where(slice_runs > 0, score(hits + slice_hits, runs + slice_runs), -np.inf)
                out = box.out[side.factor].copy()
                out[int(scores.argmax())] = False
                larger = box.cut(side, out)
            if scores.max() > best_score:
                best, best_score = larger, float(scores.max())
        if best is box:
            return box
        box = best
    return box


def prune(sample: BinnedSample, box: Box, significance: float) -> tuple[Box, dict[Side, float]]:
    """Drop restrictions that do not pay, the least sure first; the quasi-p-values of those that stay."""
    sides = box.sides(sample)
    broken = box.broken(sample, sides)
    while sides:
        p_values = quasi_p(sample, broken)
        worst = int(p_values.argmax())
        if p_values[worst] <= significance:
            return box, dict(zip(sides, p_values.tolist(), strict=True))
        box, broken = box.without(sides.pop(worst), sample), np.delete(broken, worst, axis=0)
    return box, {}


def quasi_p(sample: BinnedSample, broken: np.ndarray) -> np.ndarray:
    """For each restriction of a box, how easily chance alone would make it look so good.

    Dropping a restriction adds runs to the box. If it did not matter, those and the runs inside would share one density; the p-value
    is the one-sided binomial chance that the smaller of the two groups differs from it by as much. Runs of one point share its
    factors and are not independent, so the groups count as many runs as the spread between points within them allows (the design
    effect of a cluster sample), between one a point and all. It is multiplied by the number of sides that could have been cut; the
    choice of the place of the limit is not accounted for, hence quasi (Bryant and Lempert 2010).

    Args:
        sample: the points.
        broken: which of them each restriction leaves out, [restrictions, points].
    """
    number = broken.sum(axis=0, dtype=np.int16)
    near = np.flatnonzero(number <= 1)
    # 0: inside the box; k: kept out by restriction k - 1 alone
    group = np.where(number[near] == 0, 0, broken[:, near].argmax(axis=0) + 1)
    hits, runs = sample.hits[near], sample.runs[near]
    points, h, n, hh, hn, nn = (
        np.bincount(group, weights, len(broken) + 1) for weights in (None, hits, runs, hits * hits, hits * runs, runs * runs)
    )
    density = h / np.maximum(n, 1e-9)
    spread = np.maximum(hh - 2 * density * hn + density**2 * nn, 0.0)  # of the points' hits about what the density makes expect
    binomial = h * (1 - density)
    tried = sum(2 if factor.numeric else 1 for factor in sample.factors)

    # each group of points freed, [1:], against the one inside, [0]
    size = n[0] + n[1:]
    together = (h[0] + h[1:]) / np.maximum(size, 1e-9)
    most = np.maximum((nn[0] + nn[1:]) / np.maximum(size, 1e-9), 1.0)  # all runs of a point alike: each point counts once
    pooled, by_chance, number_of = spread[0] + spread[1:], binomial[0] + binomial[1:], points[0] + points[1:]
    effect = pooled / np.maximum(by_chance, 1e-9) * number_of / np.maximum(number_of - 2, 1)
    effect = np.where(by_chance > 1e-9, np.clip(effect, 1.0, most), most)
    inside_n, inside_h, freed_n, freed_h = n[0] / effect, h[0] / effect, n[1:] / effect, h[1:] / effect
    with np.errstate(invalid="ignore"):  # groups without runs, or all of whose runs are of interest, are put right below
        as_many = betainc(inside_h, inside_n - inside_h + 1, together)
        as_few = np.where(freed_h >= freed_n, 1.0, betainc(freed_n - freed_h, freed_h + 1, 1 - together))
    chance = np.where(inside_n <= freed_n, as_many, as_few)
    chance = np.where((n[1:] > 0) & (n[0] > 0) & (density[0] > density[1:]), chance, 1.0)
    return np.minimum(chance * tried, 1.0)
