"""Outcomes of hubs at an age: the few that tables show, at any month of life, and every monthly series in any month of life.

"At 24 months" means at the end of the hub's own 24th month of life, so hubs that open later are compared at the same age; a hub the
run does not follow so long has no value there.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from experiments.outcomes.measure import Measure, Ratio
from experiments.outcomes.rows import INCOME
from experiments.outcomes.stacks import Stack
from model.names import CLOSED, DOWNSIZED
from model.series import HUB_COLUMN, HUB_SERIES, OWN_SERIES, Series

AGES: Final = (24, 36, 60)  # months of life at which hubs are judged
YEAR: Final = 12
BALANCED: Final = 0.1  # of a year's income: less won or lost counts as balanced, as in surveys that know three answers (F19; assumed)
SERIES_LABEL: Final = "At {age} months: {series}"
SERIES_MEANING: Final = "In the hub's month {age} of life: {series}."
_AT_AN_AGE: Final = re.compile(r"([a-z0-9_]+?)_(at_)?([1-9][0-9]{0,2})")


def ever(stack: Stack, at_least: int) -> np.ndarray:
    """Whether the hub has been in this state, or a later one, by the end of each month."""
    return np.maximum.accumulate(stack.series("state") >= at_least, axis=1)


def viable(stack: Stack) -> np.ndarray:
    """Open, with cash of zero or more and members for at least half of the desks it opened with; by month."""
    enough = stack.series("members") >= stack.desks / 2
    return stack.running & (stack.series("cash_eur") >= 0) & enough


def _members_peak(stack: Stack, age: int) -> np.ndarray:
    return stack.at_age(np.maximum.accumulate(stack.series("members"), axis=1), age)


def _use(stack: Stack) -> np.ndarray:
    return np.where(stack.running, stack.series("desk_use"), 0.0)


def _let(stack: Stack) -> np.ndarray:
    """Offices let over those the hub opened with (none are added later); nan for a hub without."""
    offices = stack.series("offices").max(axis=1, keepdims=True)
    return np.where(offices > 0, stack.series("offices_let") / np.where(offices > 0, offices, 1.0), np.nan)


def _won(stack: Stack, age: int, sign: int) -> np.ndarray:
    """Whether a running hub won (1) or lost (-1) more than a tenth of what came in, over the last twelve months of life."""
    counted = (stack.age > max(0, age - YEAR)) & (stack.age <= age)
    net, income = (np.sum([(stack.series(name) * counted).sum(axis=1) for name in names], axis=0) for names in (("net_eur",), INCOME))
    return stack.at_age(stack.running, age) * (sign * net > BALANCED * income)


@cache
def outcomes_at(age: int) -> tuple[Measure, ...]:
    """The outcomes that tables show, looked at when a hub is `age` months old."""
    when, by = f"at {age} months", f"within {age} months"
    first = age == AGES[1]
    return (
        Measure(f"members_{age}", "members", "number", "sum", f"Members {when}",
                f"Flex and fixed members and office tenants at the end of the hub's month {age}; a closed hub has none.",
                lambda s: s.at_age(s.series("members"), age), 1, age in AGES[:2], age=age),
        Measure(f"members_peak_{age}", "members", "number", "sum", f"Most members {by}",
                f"Largest number of members at the end of a month up to month {age} of the hub.",
                lambda s: _members_peak(s, age), 1, age=age),
        Measure(f"desk_use_{age}", "share", "share", "mean", f"Desk use {when}",
                f"Seats used over the desks the hub opened with, at the end of its month {age}; zero once closed.",
                lambda s: s.at_age(_use(s), age), 1, age == AGES[0], age=age),
        Measure(f"offices_let_{age}", "share", "share", "mean", f"Offices let {when}",
                f"Offices let over those the hub opened with, at the end of its month {age}; zero once closed, nothing without offices.",
                lambda s: s.at_age(_let(s), age), 1, age=age),
        Measure(f"viable_{age}", "share", "yes_no", "mean", f"Viable {when}",
                f"Open, cash of zero or more and members for at least half of its first desks at the end of month {age}.",
                lambda s: s.at_age(viable(s), age), 1, True, age=age),
        Measure(f"closed_{age}", "share", "yes_no", "mean", f"Closed {by}",
                f"The hub has closed by the end of its month {age}.",
                lambda s: s.at_age(ever(s, CLOSED), age), -1, age == AGES[0], age=age),
        Measure(f"shrunk_or_closed_{age}", "share", "yes_no", "mean", f"Shrunk or closed {by}",
                f"The hub has given up desks or closed by the end of its month {age}.",
                lambda s: s.at_age(ever(s, DOWNSIZED), age), -1, first, age=age),
        Measure(f"cash_{age}", "EUR", "number", "sum", f"Cash {when}",
                f"Cash at the end of the hub's month {age}; for a closed hub, what was left or owed when it closed.",
                lambda s: s.at_age(s.series("cash_eur"), age), 1, first, age=age),
        Measure(f"in_profit_{age}", "share", "yes_no", "mean", f"In profit {when}",
                f"Open, and over the twelve months to month {age} of life the result was more than a tenth of what came in.",
                lambda s: _won(s, age, 1), 1, age=age),
        Measure(f"in_deficit_{age}", "share", "yes_no", "mean", f"In deficit {when}",
                f"Open, and over the twelve months to month {age} of life the loss was more than a tenth of what came in.",
                lambda s: _won(s, age, -1), -1, age=age),
    )


def _of_series(series: Series) -> Callable[[Stack, int], np.ndarray | Ratio]:
    """How a monthly series is read at an age: each hub's own value or, of a mean, what it is weighed by as well."""

    def read(stack: Stack, age: int) -> np.ndarray | Ratio:
        values = stack.at_age(stack.series(series.name), age)
        if series.together in ("sum", "apart"):
            return values
        weights = np.nan_to_num(stack.at_age(stack.weights(series.together), age))
        return Ratio(np.nan_to_num(values) * weights, weights)

    return read


@cache
def series_at(series: Series, age: int) -> Measure:
    """A monthly series in one month of life, as an outcome of hubs; several hubs make of it what `model.series` says."""
    read, said = _of_series(series), {"age": age, "series": series.meaning}
    return Measure(
        f"{series.name}_at_{age}", series.unit, "share" if series.unit == "share" else "number",
        series.together if series.together in ("sum", "apart") else "ratio",
        SERIES_LABEL.format(**said), SERIES_MEANING.format(**said), lambda stack: read(stack, age), age=age, series=series,
    )


def at_any_age(name: str) -> Measure | None:
    """`members_18`, what tables show at another age, or `days_at_18`, a monthly series in that month of life; None for other names."""
    parts = _AT_AN_AGE.fullmatch(name) if isinstance(name, str) else None
    if parts is None:
        return None
    stem, at, age = parts[1], parts[2], int(parts[3])
    if at:
        series = HUB_SERIES[HUB_COLUMN[stem]] if stem in HUB_COLUMN else OWN_SERIES.get(stem)
        return None if series is None else series_at(series, age)
    return next((measure for measure in outcomes_at(age) if measure.name == name), None)


def names_at(name: str) -> list[str]:
    """Names of all outcomes at the age that a name ends with; none if it ends with none."""
    ends = re.search(r"0*([1-9]\d{0,2})$", str(name))
    age = int(ends[1]) if ends else 0
    series = (*HUB_COLUMN, *OWN_SERIES)
    return [*(measure.name for measure in outcomes_at(age)), *(f"{one}_at_{age}" for one in series)] if age else []
