"""The rule by which policies are told apart after some replicates, honest although many pairs are looked at many times.

Who looks often, at many pairs, is often fooled. So the looks are fixed beforehand (`looks`: batches that grow by half), the error
allowed, 1 - confidence, is shared out equally over all looks and all pairs (Bonferroni: valid however they hang together), and each
interval is made for its share. Then all intervals of all looks hold together with the stated confidence, and a pair's interval is what
they have in common. Every share is spent thus:

- Numbers: Student's t on paired differences. The bound towards the long tail is moved out for skewness (first term of Edgeworth's
  expansion), and both for worlds not met yet: after n worlds without one of a kind, that kind may still be a share 1 - a^(1/n) of
  all (`Evidence.unseen`), and there the policies are taken to differ by one standard deviation of the outcome between worlds (or
  by the mean difference, if that is larger). While no world differs there is no interval: nobody knows how large a difference would be.
- Yes or no: exact. Worlds that differ are a share of all (Clopper and Pearson) and lean to one side (the sign test, here McNemar's).
- No difference so far is not yet the same: with all differences zero a pair stays open until worlds that differ can be 2 % of all at
  most (some 400 replicates), unless what can still differ is too little to matter.

A pair is settled by the sign of its difference, or by an interval within what does not matter (`indifference`), which comes first.
Replicates that share a set of parameters count as one, by their mean: what is then told apart holds over all sets. Such means of a
yes or no are numbers, and are treated as numbers.

For numbers the confidence is as good as these approximations: worlds rarer than one in all the replicates may still overturn a mean.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, NamedTuple

import numpy as np
from scipy.special import betaincinv, stdtrit

from experiments.outcomes.intervals import ROUNDING, towards_the_tail
from experiments.outcomes.nested import by_set

Status = Literal["better", "worse", "same", "no difference that matters", "open"]

GROWTH: Final = 1.5  # of the replicates from one look to the next
RARE: Final = 0.02  # share of worlds below which a difference that was never met may be called none
BOUND: Final = 0.4  # of a share of error, for each bound of a mean or of a balance
UNSEEN: Final = 0.1  # of a share of error, for each bound of what is rare; the four make one
_BEYOND: Final = 10_000_000  # replicates nobody will run
_STEP: Final = 1.05  # between numbers of replicates tried for an estimate


class Evidence(NamedTuple):
    """Paired differences of two policies in short; counts may be fractions when they stand for more replicates than were run."""

    number: float  # replicates, or sets of parameters, in which the outcome exists under both
    more: float  # of which the first policy has more
    less: float
    mean: float
    deviation: float  # of the differences
    skewness: float
    spread: float  # what an unmet world may change: the standard deviation of the outcome between worlds, or the mean difference
    yes_no: bool

    @classmethod
    def of(cls, policy: np.ndarray, reference: np.ndarray, yes_no: bool, worlds: int = 1) -> "Evidence":
        """The evidence in two arrays with one value a replicate, nan where the outcome does not exist.

        Consecutive replicates that share a set of parameters (`worlds` of them) hang together, and count as one: by their means.
        """
        both = ~(np.isnan(policy) | np.isnan(reference))
        a, b = (_mean_of_sets(np.where(both, side, np.nan), worlds) for side in (policy, reference))
        change = a - b
        change[np.abs(change) <= ROUNDING * np.maximum(np.abs(a), np.abs(b))] = 0.0
        exact = yes_no and bool(np.isin(a, (0, 1)).all() and np.isin(b, (0, 1)).all())
        if a.size < 2:
            return cls(a.size, 0, 0, float(change.mean()) if a.size else math.nan, math.nan, 0, math.nan, exact)
        mean, scale = float(change.mean()), float(change.std())
        skewness = float(((change - mean) ** 3).mean() / scale**3) if scale > 0 else 0.0
        spread = float(max(a.std(ddof=1), b.std(ddof=1), abs(mean)))
        return cls(a.size, int((change > 0).sum()), int((change < 0).sum()), mean, float(change.std(ddof=1)), skewness, spread, exact)

    def if_seen(self, number: float) -> "Evidence":
        """What another number of replicates would show if they were like these."""
        return self._replace(number=number, more=self.more * number / self.number, less=self.less * number / self.number)

    def unseen(self, error: float) -> float:
        """The largest share that worlds of a kind not met so far can have."""
        return 1.0 - float((UNSEEN * error) ** (1 / self.number)) if self.number else 1.0

    def bounds(self, error: float) -> tuple[float, float]:
        """Interval of the mean difference that fails with probability `error` at most."""
        if self.number < 2:
            return -math.inf, math.inf
        if self.yes_no:
            return self._exact(error)
        if self.more + self.less == 0:
            return -math.inf, math.inf
        root = math.sqrt(self.number)
        t = float(stdtrit(self.number - 1, 1 - BOUND * error))
        below, above = map(float, towards_the_tail(t, self.number, self.skewness))
        unmet = self.unseen(error) * self.spread
        low = self.mean - below * self.deviation / root - unmet
        return low, self.mean + above * self.deviation / root + unmet

    def _exact(self, error: float) -> tuple[float, float]:
        differ = self.more + self.less
        rare, common = _share_bounds(differ, self.number, UNSEEN * error)
        least, most = (2 * bound - 1 for bound in _share_bounds(self.more, differ, BOUND * error))
        return least * (rare if least > 0 else common), most * (common if most > 0 else rare)


def _mean_of_sets(values: np.ndarray, worlds: int) -> np.ndarray:
    """Mean of each set in which there are values."""
    sets = by_set(values, worlds)
    return np.nanmean(sets[~np.isnan(sets).all(axis=1)], axis=1)


def _share_bounds(successes: float, trials: float, tail: float) -> tuple[float, float]:
    """Clopper and Pearson's bounds of a share, each wrong with probability `tail` at most."""
    low = float(betaincinv(successes, trials - successes + 1, tail)) if successes > 0 else 0.0
    return low, float(betaincinv(successes + 1, trials - successes, 1 - tail)) if successes < trials else 1.0


@dataclass(frozen=True)
class Comparison:
    """Two policies compared: `difference`, `low` and `high` are the policy's outcome less the reference's, in its unit.

    `status` speaks of the policy: "better" or "worse" than the reference, the "same" in every replicate, "no difference that matters"
    or "open". `unseen` is the share of worlds up to which a kind not met may exist; `needed` estimates, for an open pair, how many
    replicates in all would settle it if they were like those run (None: more than anybody will run).
    """

    policy: str
    reference: str
    status: Status
    better: str | None
    difference: float
    low: float
    high: float
    replicates: int  # in which the outcome exists under both
    different: int  # in which it differs
    unseen: float
    needed: int | None = None

    @property
    def loser(self) -> str | None:
        """The policy settled as worse."""
        return None if self.better is None else self.reference if self.better == self.policy else self.policy


def looks(first: int, most: int) -> list[int]:
    """The replicates after which to look: `first`, each time half as many more, at last `most`."""
    planned = [min(first, most)]
    while planned[-1] < most:
        planned.append(min(math.ceil(planned[-1] * GROWTH), most))
    return planned


def judge(
    values: Mapping[str, np.ndarray], better: int, yes_no: bool, error: float, indifference: float = 0.0,
    before: Sequence[Comparison] = (), worlds: int = 1,
) -> tuple[Comparison, ...]:
    """One look at all pairs.

    Args:
        values: the outcome of each policy, one value a replicate; the reference of a pair is the one named first.
        better: 1 when more is better, -1 when less is.
        yes_no: whether the outcome is a yes (1) or a no (0).
        error: what may be spent on one pair at one look.
        indifference: difference up to which it does not matter.
        before: the pairs as the look before left them; an interval is narrowed by it, unless they contradict each other.
        worlds: consecutive replicates that share a set of parameters.
    """
    known = {(pair.policy, pair.reference): pair for pair in before}
    pairs = []
    for reference, policy in combinations(values, 2):
        evidence = Evidence.of(values[policy], values[reference], yes_no, worlds)
        low, high = evidence.bounds(error)
        if (policy, reference) in known:
            earlier = known[policy, reference]
            tighter = max(low, earlier.low), min(high, earlier.high)
            low, high = tighter if tighter[0] <= tighter[1] else (low, high)
        status = _status(evidence, low, high, error, better, indifference)
        winner = {"better": policy, "worse": reference}.get(status)
        alone = Evidence.of(values[policy], values[reference], yes_no)  # replicate by replicate
        different, unseen = int(alone.more + alone.less), evidence.unseen(error)
        pairs.append(Comparison(policy, reference, status, winner, evidence.mean, low, high, int(alone.number), different, unseen))
    return tuple(pairs)


def _status(evidence: Evidence, low: float, high: float, error: float, better: int, indifference: float) -> Status:
    if evidence.more + evidence.less == 0 and evidence.unseen(error) <= RARE:
        return "same"
    if indifference > 0 and -indifference <= low and high <= indifference:
        return "no difference that matters"
    if low > 0 or high < 0:
        return "better" if (low > 0) == (better > 0) else "worse"
    return "open"


def needed(evidence: Evidence, comparisons: int, confidence: float, indifference: float, first: int, at_least: int) -> int | None:
    """Replicates that would settle a pair if all were like those run, looks at the higher number included; None beyond ten million."""
    if evidence.number < 2:
        return None
    worth, number = evidence.number / at_least, float(at_least)  # of all replicates, those in which the outcome exists
    while (number := number * _STEP) < _BEYOND:
        error = (1 - confidence) / comparisons / len(looks(first, math.ceil(number)))
        more = evidence.if_seen(number * worth)
        if _status(more, *more.bounds(error), error, 1, indifference) != "open":
            return math.ceil(number)
    return None


def rank(pairs: Sequence[Comparison], policies: Sequence[str], better: int) -> tuple[tuple[str, ...], ...]:
    """Policies from best to worst: each of one group is settled as better than each of the next; within a group nothing orders all."""
    won = {name: sum((pair.better == name) - (pair.loser == name) for pair in pairs) for name in policies}
    ahead = dict.fromkeys(policies, 0.0)
    for pair in pairs:
        if not math.isnan(pair.difference):
            ahead[pair.policy] += better * pair.difference
            ahead[pair.reference] -= better * pair.difference
    order = sorted(policies, key=lambda name: (-won[name], -ahead[name]))
    settled = {(pair.better, pair.loser) for pair in pairs if pair.better}
    groups: list[tuple[str, ...]] = []
    for position, name in enumerate(order):
        firm = position > 0 and all((above, below) in settled for above in order[:position] for below in order[position:])
        if firm or not groups:
            groups.append((name,))
        else:
            groups[-1] += (name,)
    return tuple(groups)
