"""How a number is read from runs: at a month, pooled over hubs and replicates, or not at all where the model does not record it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from model.names import CLOSED, DOWNSIZED, OPEN
from model.series import HUB_COLUMN, TOWN_COLUMN

if TYPE_CHECKING:
    from experiments.outcomes.stacks import Stack
    from experiments.runs.results import Results

FULL = 0.95  # use of the desks offered at which a hub is full


class NotRecorded(LookupError):
    """The model has no such monthly series, so nothing is said."""


def series(stack: "Stack", name: str) -> np.ndarray:
    """A monthly series of hubs, [replicates, months, hubs].

    Raises:
        NotRecorded: when the model does not record it.
    """
    if name not in HUB_COLUMN:
        raise NotRecorded(name)
    return stack.series(name).astype(float)


def at(results: "Results", name: str, month: int, policy: str = "baseline") -> np.ndarray:
    """A series of hubs at the end of a month of the run, 1 the first: [replicates, hubs]."""
    return series(results.stack(policy), name)[:, month - 1]


def open_at(results: "Results", month: int) -> np.ndarray:
    """Whether each hub is open, if smaller, at the end of a month: bool[replicates, hubs]."""
    return np.isin(at(results, "state", month), (OPEN, DOWNSIZED))


def ratio(top: object, bottom: object) -> float:
    """The ratio of two sums: infinite over nothing, no number where both are nothing."""
    above, below = float(np.sum(np.asarray(top, dtype=float))), float(np.sum(np.asarray(bottom, dtype=float)))
    if below == 0.0:
        return float("inf") if above > 0.0 else float("nan")
    return above / below


def mean(results: "Results", outcome: str, policy: str = "baseline", hub: str = "all") -> float:
    """The mean over replicates of an outcome, of those that have it."""
    values = results.values(outcome, policy, hub)
    return float(values[~np.isnan(values)].mean()) if not np.isnan(values).all() else float("nan")


def pooled(results: "Results", top: str, bottom: str, first: int = 0, at_least: float = 0.0) -> float:
    """Ratio of two series summed over months and replicates, from a month on, where there are at least so many members."""
    stack = results.stack()
    counted = series(stack, "members")[:, first:] >= at_least
    return ratio(series(stack, top)[:, first:] * counted, series(stack, bottom)[:, first:] * counted)


def by_member(results: "Results", name: str) -> float:
    """The mean of a monthly mean over members, each month weighed by its members."""
    members = series(results.stack(), "members")
    return ratio(series(results.stack(), name) * members, members)


def changes(results: "Results", state: int = DOWNSIZED) -> np.ndarray:
    """Month of life in which each hub first was in a state or a later one; the month after the run where it never was: [hubs]."""
    reached = series(results.stack(), "state") >= state
    months = np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, reached.shape[1] + 1)
    return months.ravel()


def closings(runs: "Iterable[Results]") -> np.ndarray:
    """Month of closing of every hub of several cases; the month after the run for who stays."""
    return np.concatenate([changes(results, CLOSED) for results in runs])


def yearly_hazard(closed: np.ndarray, after: int, until: int) -> float:
    """Closings a year over the hubs open, from the end of one month to the end of another."""
    at_risk = sum(int((closed > month).sum()) for month in range(after, until))
    return 12.0 * ratio(((closed > after) & (closed <= until)).sum(), at_risk)


def mean_of(values: np.ndarray) -> float:
    """The mean, or the share that is true; nan of nothing."""
    return ratio(values, np.ones(values.shape))


def quantile(values: np.ndarray, share: float) -> float:
    """A quantile, nan of nothing."""
    return float(np.quantile(values, share)) if len(values) else float("nan")


def members_of_open(runs: "Sequence[Results]", month: int) -> np.ndarray:
    """Members at the end of a month of every hub of several cases that is open then."""
    return np.concatenate([at(results, "members", month)[open_at(results, month)] for results in runs])


def town_total(results: "Results", name: str) -> np.ndarray:
    """A monthly series of towns summed over them: [replicates, months].

    Raises:
        NotRecorded: when the model does not record it.
    """
    if name not in TOWN_COLUMN:
        raise NotRecorded(name)
    return results.stack().town_series(name).astype(float).sum(axis=2)
