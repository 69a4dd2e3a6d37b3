"""Rules of early warning that a person can apply: found on half of the parameter sets, judged on the other half, which it has not seen.

A rule has thresholds on one or two indicators. Below the first of them its light is amber, below the second red; else it is green.
Futures are hubs that were running at a date, one row each; those of one parameter set have the same group and stand and fall together.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, Literal, NamedTuple

import numpy as np

from experiments.outcomes.intervals import Estimate, bounds_of_mean, summarise
from experiments.outcomes.nested import mean_over_sets

INDICATORS: Final = ("members", "aware", "days", "cash_months")  # months of cost that the cash would pay
GREEN, AMBER, RED = 0, 1, 2
LIGHTS: Final = ("green", "amber", "red")

EVEN: Final = (1.0, 1.0)
"""Weights of a miss (of hubs that close, the share not warned) and of a false alarm (of hubs that live, the share warned): a form of rule,
and the single threshold of a report, are those with the smallest weighted sum."""
OF_RED: Final = (1.0, 2.0)  # to stop a hub that would have lived is the worse mistake
OF_AMBER: Final = (2.0, 1.0)  # to look away from one that closes is
SECOND_INDICATOR: Final = 0.03  # a second indicator has to lower the even sum by so much to be asked for
FEWEST: Final = 10  # hubs that close, and hubs that live, in each half; below, nothing is told
FEWEST_GROUPS: Final = 3  # parameter sets in each half
_SHARES: Final = tuple(np.arange(0.05, 0.951, 0.05))  # of the futures, below which thresholds are tried

Joined = Literal["", "or", "and"]
Untold = Literal["", "none_close", "all_close", "few"]


class Futures(NamedTuple):
    """Hubs running at a date, a row each."""

    values: Mapping[str, np.ndarray]  # indicators by name
    closed: np.ndarray  # 1.0 where the hub closes later, by the month asked about
    group: np.ndarray  # int: parameter set of the row

    def of(self, chosen: np.ndarray) -> "Futures":
        """Some of the rows."""
        return Futures({name: column[chosen] for name, column in self.values.items()}, self.closed[chosen], self.group[chosen])


class Form(NamedTuple):
    """Which indicators a rule asks for, and whether one below its threshold is enough ('or') or both must be ('and')."""

    indicators: tuple[str, ...]
    joined: Joined = ""

    def below(self, values: Mapping[str, np.ndarray], thresholds: Sequence[float]) -> np.ndarray:
        """Which rows are below."""
        each = [values[name] < bound for name, bound in zip(self.indicators, thresholds, strict=True)]
        return np.logical_or.reduce(each) if self.joined == "or" else np.logical_and.reduce(each)


class Rule(NamedTuple):
    """A form with its thresholds; None where there is no such light."""

    form: Form
    red: tuple[float, ...] | None
    amber: tuple[float, ...] | None

    def lights(self, values: Mapping[str, np.ndarray]) -> np.ndarray:
        """GREEN, AMBER or RED by row."""
        lights = np.zeros(len(next(iter(values.values()))), dtype=int)
        for light, thresholds in ((AMBER, self.amber), (RED, self.red)):
            if thresholds is not None:
                lights[self.form.below(values, thresholds)] = light
        return lights


class Light(NamedTuple):
    """What became of the hubs a light was shown to."""

    futures: int
    closed: Estimate


class Rates(NamedTuple):
    """How a rule did on futures: shares with 95 % intervals that count parameter sets."""

    base: Estimate  # of all hubs, how many close
    by_light: tuple[Light, Light, Light]  # green, amber, red
    warned_close: Estimate  # of hubs warned (red or amber), how many close
    others_close: Estimate  # of hubs not warned
    closing_warned: Estimate  # of hubs that close, how many were warned
    living_warned: Estimate  # of hubs that live, how many were warned: false alarms
    apart: Estimate  # `warned_close` less `others_close`
    not_red_close: Estimate  # of hubs amber or green, how many close
    red_apart: Estimate  # red less those

    @property
    def of_use(self) -> bool:
        """Whether hubs that were warned clearly close more often than the others."""
        return self.apart.low > 0

    @property
    def red_of_use(self) -> bool:
        """Whether hubs that were red clearly close more often than all others."""
        return self.red_apart.low > 0


class Verdicts(NamedTuple):
    """A rule with how it did where it was found and where it had not been; or the reason why there is none."""

    rule: Rule | None
    seen: Rates | None
    unseen: Rates | None
    reason: Untold
    groups: tuple[int, int]  # parameter sets that chose the rule, and that judged it


class AtDate(NamedTuple):
    """What is known of hubs at one date."""

    age: int  # months of life
    futures: Futures
    best: Verdicts  # of all rules
    by_members: Verdicts  # of those that ask for members alone


def forms(indicators: Sequence[str]) -> list[Form]:
    """Every rule on one indicator or two."""
    kinds: tuple[Joined, ...] = ("or", "and")
    return [*(Form((name,)) for name in indicators), *(Form(pair, kind) for pair in combinations(indicators, 2) for kind in kinds)]


def judged(futures: Futures, allowed: Sequence[Form], steps: Mapping[str, float], *, lights: bool = True) -> Verdicts:
    """The best rule by half of the parameter sets, and its error rates on the other half.

    Args:
        futures: hubs at one date.
        allowed: forms of rules to choose from, those on one indicator first.
        steps: what thresholds of an indicator are whole multiples of; 0 for two significant figures.
        lights: red and amber, or one threshold for both.
    """
    first, second = halves(futures)
    groups = len(np.unique(first.group)), len(np.unique(second.group))
    if reason := _untold(first, second):
        return Verdicts(None, None, None, reason, groups)
    rule = found(first, allowed, steps, lights=lights)
    if rule is None:
        return Verdicts(None, None, None, "few", groups)
    return Verdicts(rule, rates(rule, first), rates(rule, second), "", groups)


def halves(futures: Futures) -> tuple[Futures, Futures]:
    """Every other parameter set, in the order of their table in which neighbours are alike, so that both halves hold all kinds."""
    rank = np.searchsorted(np.unique(futures.group), futures.group)
    return futures.of(rank % 2 == 0), futures.of(rank % 2 == 1)


def _untold(first: Futures, second: Futures) -> Untold:
    closed = np.concatenate([first.closed, second.closed])
    if len(closed) and closed.min() == closed.max():
        return "all_close" if closed[0] else "none_close"
    few = any(
        min(half.closed.sum(), (1 - half.closed).sum()) < FEWEST or len(np.unique(half.group)) < FEWEST_GROUPS for half in (first, second)
    )
    return "few" if few else ""


# --- the choice ---


def found(futures: Futures, allowed: Sequence[Form], steps: Mapping[str, float], *, lights: bool = True) -> Rule | None:
    """The rule with the smallest weighted sum of misses and false alarms; None where no threshold parts these futures."""
    tried = {name: _thresholds(column, steps[name]) for name, column in futures.values.items()}
    best: tuple[float, Form, tuple[float, ...]] | None = None
    for form in allowed:
        one = _cut(futures, form, tried, EVEN)
        margin = SECOND_INDICATOR if best is not None and len(form.indicators) > len(best[1].indicators) else 0.0
        if one is not None and (best is None or one[0] < best[0] - margin):
            best = one[0], form, one[1]
    if best is None:
        return None
    _, form, even = best
    if not lights:
        return Rule(form, even, even)
    red, amber = (_cut(futures, form, tried, weights) for weights in (OF_RED, OF_AMBER))
    return Rule(form, *_nested(None if red is None else red[1], None if amber is None else amber[1], even))


def _nested(
    red: tuple[float, ...] | None, amber: tuple[float, ...] | None, even: tuple[float, ...]
) -> tuple[tuple[float, ...] | None, tuple[float, ...]]:
    """Amber reaches at least as far as red in each indicator, so that no hub is red that was not amber first."""
    amber = amber or even
    return red, amber if red is None else tuple(max(pair) for pair in zip(red, amber, strict=True))


def _thresholds(column: np.ndarray, step: float) -> np.ndarray:
    """Round numbers along an indicator."""
    at = np.quantile(column, _SHARES)
    if step == 0:
        at = np.array([float(f"{value:.2g}") for value in at])
    else:
        at = np.round(at / step) * step
    return np.unique(at)


def _cut(
    futures: Futures, form: Form, tried: Mapping[str, np.ndarray], weights: tuple[float, float]
) -> tuple[float, tuple[float, ...]] | None:
    """Smallest weighted sum and its thresholds; None where to warn all, or none, is as good."""
    miss, alarm = weights
    columns = [tried[name] for name in form.indicators]
    below = [(futures.values[name] < bounds[:, None]).astype(float) for name, bounds in zip(form.indicators, columns, strict=True)]
    closing, living = (_counted([each[:, kind] for each in below], form.joined) for kind in (futures.closed == 1, futures.closed == 0))
    cost = miss * (1 - closing / (futures.closed == 1).sum()) + alarm * living / (futures.closed == 0).sum()
    best = np.unravel_index(cost.argmin(), cost.shape)
    if not cost[best] < min(miss, alarm) - 1e-12:  # of warning nobody, and of warning everybody
        return None
    return float(cost[best]), tuple(float(bounds[place]) for bounds, place in zip(columns, best, strict=True))


def _counted(below: Sequence[np.ndarray], joined: Joined) -> np.ndarray:
    """How many rows are below, by the thresholds of each indicator; `below` has a row a threshold."""
    if len(below) == 1:
        return np.asarray(below[0].sum(axis=1))
    both = below[0] @ below[1].T
    return both if joined == "and" else below[0].sum(axis=1)[:, None] + below[1].sum(axis=1) - both


# --- the judgement ---


def rates(rule: Rule, futures: Futures) -> Rates:
    """How a rule does on futures."""
    lights, closed, group = rule.lights(futures.values), futures.closed, futures.group
    warned = (lights > GREEN).astype(float)
    green, amber, red = (Light(int((lights == light).sum()), share(closed, group, lights == light)) for light in range(len(LIGHTS)))
    return Rates(
        base=share(closed, group),
        by_light=(green, amber, red),
        warned_close=share(closed, group, warned == 1),
        others_close=share(closed, group, warned == 0),
        closing_warned=share(warned, group, closed == 1),
        living_warned=share(warned, group, closed == 0),
        apart=_apart(closed, warned, group),
        not_red_close=share(closed, group, lights != RED),
        red_apart=_apart(closed, (lights == RED).astype(float), group),
    )


def share(yes: np.ndarray, group: np.ndarray, among: np.ndarray | None = None) -> Estimate:
    """Share of yes among some rows, with its interval; nan where there are none, or all are of one parameter set."""
    rows, together = by_group(yes if among is None else np.where(among, yes, np.nan), group)
    if np.isnan(rows).all():
        return Estimate(float("nan"), float("nan"), float("nan"))
    found = summarise(rows[:, None], True, together)
    return Estimate(*(float(each[0]) for each in (found.mean, found.low, found.high)))


def _apart(closed: np.ndarray, warned: np.ndarray, group: np.ndarray) -> Estimate:
    """Share that closes of the hubs warned less that of the others: the difference of two ratios, linearised row by row."""
    part = warned.mean()
    if not 0 < part < 1:
        return Estimate(float("nan"), float("nan"), float("nan"))
    with_, without = closed[warned == 1].mean(), closed[warned == 0].mean()
    moved = warned / part * (closed - with_) - (1 - warned) / (1 - part) * (closed - without) + with_ - without
    rows, together = by_group(moved, group)
    mean = mean_over_sets(rows, together)
    low, high = bounds_of_mean(mean)
    return Estimate(float(mean.mean), float(low), float(high))


def by_group(values: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, int]:
    """Rows put together by group, each group filled up with nan to the length of the longest, and that length."""
    known, place, size = np.unique(group, return_inverse=True, return_counts=True)
    if not len(known):
        return np.full(1, np.nan), 1
    order = np.argsort(place, kind="stable")
    column = np.arange(len(values)) - np.repeat(np.cumsum(size) - size, size)
    room = np.full((len(known), int(size.max())), np.nan)
    room[place[order], column] = values[order]
    return room.ravel(), int(size.max())


def bands(column: np.ndarray, shares: Sequence[float], step: float, also: Sequence[float] = ()) -> list[float]:
    """Round edges that part an indicator at some shares of the futures, and at thresholds that should be edges too."""
    if not len(column):
        return []
    wanted = sorted({*(round(float(value) / step) * step for value in np.quantile(column, shares)), *also})
    return [edge for edge in wanted if column.min() < edge <= column.max()]


def between(column: np.ndarray, edges: Sequence[float]) -> Iterator[np.ndarray]:
    """The rows of each band."""
    place = np.searchsorted(np.asarray(edges, dtype=float), column, side="right")
    yield from (place == band for band in range(len(edges) + 1))


def by_third(futures: Futures, name: str) -> tuple[list[float], list[Estimate]]:
    """Edges of the thirds of an indicator, and how many hubs close in each."""
    column = futures.values[name]
    if not len(column):
        return [], []
    edges = [edge for edge in dict.fromkeys(np.quantile(column, (1 / 3, 2 / 3)).tolist()) if edge > column.min()]
    return edges, [share(futures.closed, futures.group, rows) for rows in between(column, edges)]
