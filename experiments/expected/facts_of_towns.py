"""The facts F1 to F16 of docs/evidence.md, as they are read from the shipped cases and from the small hubs of F4."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from experiments.expected.claims import Measure
from experiments.expected.measured_cases import F4_TOWNS, Runs
from experiments.expected.readings import at, by_member, changes, closings, mean, mean_of, pooled, quantile, ratio, series
from model.names import DOWNSIZED
from model.territory.towns import TOWNS

_EARLY: Final = 24  # months within which F4 counts closings
_LATE: Final = 36  # months of which F1 and F2 speak


def _first_changes(runs: Runs) -> np.ndarray:
    """Month of the first shrinking or closing of Sondrio's hub in each run, those within 36 months."""
    months = changes(runs["sondrio"])
    return months[months <= _LATE]


def _spread(runs: Runs) -> float:
    """Months between tenth and ninetieth percentile of the first change; who does neither in time counts as a month later."""
    months = np.minimum(changes(runs["sondrio"]), _LATE + 1)
    return quantile(months, 0.9) - quantile(months, 0.1)


def _at_the_change(runs: Runs, name: str, state: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """A series of Sondrio's hub in the month before its first change and in that month; of those then in a state, if one is named."""
    stack = runs["sondrio"].stack()
    months = changes(runs["sondrio"])
    chosen = np.flatnonzero((months <= _LATE) & (months > 1))
    values, states = series(stack, name)[:, :, 0], series(stack, "state")[:, :, 0]
    if state is not None:
        chosen = chosen[states[chosen, months[chosen] - 1] == state]
    return values[chosen, months[chosen] - 2], values[chosen, months[chosen] - 1]


def _step(runs: Runs) -> float:
    """Desks that the first shrinking left, of those before it; mean over the runs in which the hub shrank first."""
    before, after = _at_the_change(runs, "desks", DOWNSIZED)
    return mean_of(after / before)


def _pavia_peak(runs: Runs) -> float:
    """Most members by month 36 that three runs in ten reach."""
    return quantile(series(runs["pavia alone"].stack(), "members")[:, :_LATE, 0].max(axis=1), 0.7)


def _linked(runs: Runs, desks: int, at_least: float) -> float:
    return pooled(runs[f"pavia, {desks} desks"], "veterans_linked", "veterans", at_least=at_least)


def _churn_by_plan(runs: Runs) -> float:
    """Flex members lost a month of those there are, over the same of fixed and office members."""
    stack = runs["pavia alone"].stack()
    flex, fixed, tenants, left_flex, left_fixed = (
        series(stack, name)[:, 6:].sum() for name in ("flex", "fixed", "tenants", "leaves_flex", "leaves_fixed")
    )
    return ratio(ratio(left_flex, flex), ratio(left_fixed, fixed + tenants))


def closed_by_town(runs: Runs) -> list[float]:
    """Share of the hubs of F4 closed within 24 months, town by town."""
    return [float((closings([results]) <= _EARLY).mean()) for results in runs.each("new hub", F4_TOWNS)]


def _across_fields(runs: Runs, policy: str) -> float:
    return float(series(runs["brescia"].stack(policy), "new_different").sum(axis=(1, 2)).mean())


def _of_the_field(runs: Runs, policy: str) -> float:
    """Share of creative persons and firms among the members of Mantova's hub, over all months."""
    stack = runs["mantova"].stack(policy)
    return ratio(series(stack, "members_creative"), series(stack, "members"))


def _links(runs: Runs, case: str, first: str, second: str) -> float:
    """Collaborations that two fields begin in a run, mean."""
    return float(runs[case].links_between(first, second).mean())


def _alive(runs: Runs, month: int) -> float:
    return float((closings(runs.each("new hub", F4_TOWNS)) > month).mean())


def _remote_workers_at_hubs(runs: Runs) -> float:
    employees = at(runs["ten hubs"], "employees", 24).sum(axis=1).mean()
    return float(employees / TOWNS["brescia"].remote_workers.value)


TOWN_MEASURES: Final[Mapping[str, Measure]] = {
    "sondrio_changed": lambda r: float((changes(r["sondrio"]) <= _LATE).mean()),
    "sondrio_use": lambda r: mean(r["sondrio"], "desk_use_24"),
    "sondrio_smaller": lambda r: float((at(r["sondrio"], "state", _LATE) == DOWNSIZED).mean()),
    "sondrio_month": lambda r: quantile(_first_changes(r), 0.5),
    "spread_of_changes": _spread,
    "sondrio_step": _step,
    "sondrio_members": lambda r: quantile(_at_the_change(r, "members")[0], 0.5),
    "pavia_peak": _pavia_peak,
    "pavia_density": lambda r: mean(r["pavia alone"], "members_36") / float(r["pavia alone"].stack().desks[0]),
    "pavia_changed": lambda r: mean(r["pavia alone"], "shrunk_or_closed_36"),
    "moved_hub": lambda r: mean(r["sondrio's hub in pavia"], "shrunk_or_closed_36") - mean(r["sondrio"], "shrunk_or_closed_36"),
    "linked_small": lambda r: _linked(r, 14, 10),
    "linked_large": lambda r: _linked(r, 64, 15),
    "linked_gap": lambda r: abs(_linked(r, 64, 15) - _linked(r, 14, 10)),
    "new_hubs_closed": lambda r: float(np.mean(closed_by_town(r))),
    **{f"new_hubs_closed_{town}": lambda r, n=n: closed_by_town(r)[n] for n, town in enumerate(F4_TOWNS)},  # type: ignore[misc]
    **{f"alive_{month}": lambda r, month=month: _alive(r, month) for month in (12, 36, 60)},  # type: ignore[misc]
    "remote_workers_at_hubs": _remote_workers_at_hubs,
    "own_field_level": lambda r: mean(r["mantova"], "own_field_share"),
    "own_field_draws": lambda r: ratio(_of_the_field(r, "baseline"), _of_the_field(r, "general_twin")),
    "links_by_events": lambda r: ratio(_across_fields(r, "baseline"), _across_fields(r, "no_events")),
    "agrifood_links": lambda r: _links(r, "cremona", "digital", "agrifood"),
    "legal_links": lambda r: _links(r, "lodi", "legal", "marketing"),
    "advised_micro": lambda r: mean(r["como"], "advised_micro_share", "desk"),
    "tenants_micro": lambda r: mean(r["como"], "tenants_micro_share"),
    "clients_by_the_desk": lambda r: mean(r["como"], "clients_final", "desk") - mean(r["como"], "clients_final"),
    "minutes": lambda r: by_member(r["pavia to 40 minutes"], "minutes"),
    "within_30": lambda r: by_member(r["pavia to 40 minutes"], "within_30"),
    "churn": lambda r: pooled(r["pavia alone"], "leaves", "members", 6),
    "churn_by_plan": _churn_by_plan,
    "stay_of_employees": lambda r: pooled(r["pavia alone"], "employees", "leaves_employees", 6),
}
