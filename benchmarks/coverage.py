"""How often intervals called 95 % hold the truth: `python -m benchmarks.coverage [--worlds 3000 --samples 400]`.

Many worlds of Sondrio stand for all worlds: their mean is the truth. Samples of few of them are summarised as a report does it, for
the level of every outcome, for the difference each of two policies makes to it on the same worlds, and for what a policy costs for each
member-month more. An interval that is not given (nothing to say, or a ratio over what may be nothing) counts neither way. Figures depend
on the seed alone.
"""

import argparse
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import is_counted, is_share, paired, pooled_ratio, ratio_of_means, summarise
from experiments.outcomes.measure import Measure, Ratio
from experiments.outcomes.measures import MEASURES, parts
from experiments.runs.replicates import run
from experiments.runs.results import Results
from experiments.showing.markdown import grid
from model.scenario import BASELINE, load_scenario

SIZES: Final = (10, 20, 50, 100)
POLICIES: Final = ("rent_relief", "voucher")
MONTHS: Final = 36
WORLDS: Final = 3_000
SAMPLES: Final = 400
GOOD: Final = (0.93, 0.97)
_SEED: Final = 1
Values = Mapping[str, Mapping[str, "Seen"]]


class Covered(NamedTuple):
    """How often an interval held the truth, of the samples in which it was given."""

    what: str
    of: str  # level, or the policy whose difference it is
    shares: tuple[float, ...]  # by size of the sample; nan where it was never given


class Seen(NamedTuple):
    """One outcome in many worlds, and the two parts of it where it is a ratio."""

    values: np.ndarray
    ratio: Ratio | None

    def pooled(self, drawn: np.ndarray, both: np.ndarray | bool = True) -> np.ndarray | None:
        """In samples, the values that have the pooled ratio as their mean."""
        if self.ratio is None:
            return None
        return pooled_ratio(np.where(both, self.ratio.top, np.nan)[drawn], self.ratio.bottom[drawn])

    def truth(self, both: np.ndarray | bool = True) -> float:
        """What intervals should hold."""
        every = np.arange(len(self.values))
        pooled = self.pooled(every, both)
        return float(np.nanmean(np.where(both, self.values, np.nan) if pooled is None else pooled))


def values_of(worlds: int, seed: int = _SEED) -> Values:
    """Every outcome in many worlds, by policy."""
    results = run(load_scenario("sondrio_downsizing").over(MONTHS), replicates=worlds, seed=seed, policies=list(POLICIES), point=True)
    return {policy: {measure.name: _seen(results, measure, policy) for measure in results.measures} for policy in results.policies}


def _seen(results: Results, measure: Measure, policy: str) -> Seen:
    both = parts(measure, results.stack(policy))
    return Seen(results.values(measure.name, policy), None if both is None else Ratio(both.top[:, 0], both.bottom[:, 0]))


def coverage(values: Values, samples: int = SAMPLES, sizes: Sequence[int] = SIZES, seed: int = _SEED) -> list[Covered]:
    """The coverage of every outcome's interval: of its level, and of the difference of each policy; and of the cost ratios."""
    draws = np.random.default_rng(seed)
    worlds = len(next(iter(values[BASELINE].values())).values)
    drawn = {size: np.array([draws.choice(worlds, size, replace=False) for _ in range(samples)]).T for size in sizes}
    found = [Covered(name, "level", tuple(_of_level(name, all_, drawn[size]) for size in sizes)) for name, all_ in values[BASELINE].items()]
    for policy in POLICIES:
        for name, before in values[BASELINE].items():
            after = values[policy][name]
            found.append(Covered(name, policy, tuple(_of_difference(name, after, before, drawn[size]) for size in sizes)))
        spent, gained = (values[policy][name].values - values[BASELINE][name].values for name in ("public_eur", "member_months"))
        found.append(Covered("EUR per member-month more", policy, tuple(_of_ratio(spent, gained, drawn[size]) for size in sizes)))
    return [one for one in found if not np.isnan(one.shares).all()]


def _share(low: np.ndarray, high: np.ndarray, truth: float) -> float:
    given = ~np.isnan(low)
    rounding = 1e-9 * max(abs(truth), 1.0)
    return float(((low <= truth + rounding) & (high >= truth - rounding))[given].mean()) if given.any() else np.nan


def _of_level(name: str, seen: Seen, drawn: np.ndarray) -> float:
    if np.isnan(seen.values).all():
        return np.nan
    found = summarise(seen.values[drawn], is_counted(MEASURES[name]), share=is_share(MEASURES[name]), pooled=seen.pooled(drawn))
    return _share(found.low, found.high, seen.truth())


def _of_difference(name: str, after: Seen, before: Seen, drawn: np.ndarray) -> float:
    both = ~(np.isnan(after.values) | np.isnan(before.values))
    if not both.any():
        return np.nan
    sides = after.pooled(drawn, both), before.pooled(drawn, both)
    pooled = None if sides[0] is None or sides[1] is None else (sides[0], sides[1])
    found = paired(
        after.values[drawn], before.values[drawn], is_counted(MEASURES[name]), share=is_share(MEASURES[name]), pooled=pooled
    )
    return _share(found.low, found.high, after.truth(both) - before.truth(both))


def _of_ratio(top: np.ndarray, bottom: np.ndarray, drawn: np.ndarray) -> float:
    found = [ratio_of_means(top[mine], bottom[mine]) for mine in drawn.T]
    ends = np.array([(one.low, one.high) for one in found if one is not None]).reshape(-1, 2)
    return _share(ends[:, 0], ends[:, 1], float(top.mean() / bottom.mean())) if len(ends) else np.nan


def table(found: Sequence[Covered], sizes: Sequence[int] = SIZES) -> str:
    """The whole table, and how many of its cells are within 93 and 97 %."""
    head = ("outcome", "of", *(f"{size} replicates" for size in sizes))
    rows = [(f"`{one.what}`", one.of, *(_cell(share) for share in one.shares)) for one in found]
    shares = np.array([one.shares for one in found])
    inside = [f"{np.nanmean((column >= GOOD[0]) & (column <= GOOD[1])):.0%}" for column in shares.T]
    short = [f"{np.nanmean(column < GOOD[0]):.0%}" for column in shares.T]
    rows += [("within 93 and 97 %", "all", *inside), ("less than 93 %", "all", *short)]
    return "\n".join(grid(head, rows))


def _cell(share: float) -> str:
    return "–" if np.isnan(share) else f"{share:.0%}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description="How often intervals called 95 % hold the truth.")
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    given = parser.parse_args()
    with np.errstate(all="ignore"):
        print(table(coverage(values_of(given.worlds), given.samples)))


if __name__ == "__main__":
    main()
