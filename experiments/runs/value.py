"""What policies are worth: what each costs the public, what it changes in the outcome that decides, and what one unit of that costs."""

import math
from typing import Final, Literal, NamedTuple

import numpy as np

from experiments.outcomes.intervals import NOTHING_EUR, Estimate, price
from experiments.outcomes.measures import ALL
from experiments.outcomes.rows import ContrastRow
from experiments.runs.contrasts import Contrast
from experiments.runs.deciding import Decider, deciding
from experiments.runs.results import Results
from model.scenario import BASELINE

_SCALE: Final = {"min": 1 / 60, "kg": 1 / 1000}  # minutes are told in hours, kilograms in tonnes

Status = Literal["helps", "unclear", "harms"]


class Value(NamedTuple):
    """A policy as a buyer sees it."""

    policy: str
    row: ContrastRow  # of the outcome that decides, against the base case
    gain: float  # of that outcome, the better way
    status: Status
    extra: Estimate  # public money more than in the base case, EUR
    each: Estimate | None  # public money for one unit of what is gained; None when nothing is clearly gained or paid, or all too unsure
    better_in: float  # share of the futures in which it is better than the base case
    worse_in: float
    level: bool  # helps, and cannot be told apart from the one that changes most


def by_value(results: Results) -> list[Value]:
    """All policies: those that help by what a result costs, those without a clear difference by cost, those that harm last.

    Those that cannot be told apart from the one that changes most stand together, the cheapest first.
    """
    decider = deciding(results)[0]
    units = units_of(results, decider)
    found = [_value(results.contrast(policy), decider, units) for policy in results.policies if policy != BASELINE]
    helping = [one for one in found if one.status == "helps"]
    if helping:
        most = max(helping, key=lambda one: one.gain)
        found = [one._replace(level=one.status == "helps" and not _behind(results, decider, one, most)) for one in found]
    tied = min((_price(one, units) for one in found if one.level), default=math.inf)
    return sorted(found, key=lambda one: _place(one, units, tied))


def _value(contrast: Contrast, decider: Decider, units: float) -> Value:
    row = contrast.row(decider.name, decider.hub)
    gain = decider.better * row.difference
    status: Status = "unclear" if not row.clear else "helps" if gain > 0 else "harms"
    gains = decider.better * contrast.differences(decider.name, decider.hub)
    extra = contrast.money.extra_eur
    priced = status == "helps" and extra.value >= NOTHING_EUR
    each = price(contrast.differences("public_eur"), gains * units, contrast.results.worlds) if priced else None
    known = ~np.isnan(gains)
    better, worse = (float((side[known]).mean()) if known.any() else 0.0 for side in (gains > 0, gains < 0))
    return Value(contrast.policy, row, gain, status, extra, each, better, worse, False)


def units_of(results: Results, decider: Decider) -> float:
    """What a mean of 1 comes to: all hubs, for what hubs are or are not; points of a share; hours and tonnes."""
    measure = decider.measure
    if measure.kind == "yes_no":
        return float(len(results.hubs)) if measure.total == "mean" and decider.hub == ALL else 1.0
    return 100.0 if measure.kind == "share" else _SCALE.get(measure.unit, 1.0)


def _behind(results: Results, decider: Decider, one: Value, most: Value) -> bool:
    """Whether a policy clearly changes less than the one that changes most, future by future."""
    return one.policy != most.policy and results.contrast(most.policy, one.policy).row(decider.name, decider.hub).clear


def _price(one: Value, units: float) -> float:
    """What a unit of the gain costs, whoever may decide by it."""
    return -math.inf if one.extra.value < NOTHING_EUR else one.extra.value / (one.gain * units)


def _place(one: Value, units: float, tied: float = math.inf) -> tuple[float, ...]:
    order = ("helps", "unclear", "harms").index(one.status)
    if one.status != "helps":
        return order, one.extra.value, -one.gain
    return order, tied if one.level else _price(one, units), not one.level, one.extra.value, -one.gain
