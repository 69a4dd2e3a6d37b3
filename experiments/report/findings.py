"""What the results say, in numbers: the figures that the sentences at the top of the page are made of."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import Summary, is_counted, summarise
from experiments.outcomes.measures import ALL, MEASURES
from experiments.outcomes.rows import COSTS, SummaryRow
from experiments.outcomes.stacks import Stack
from experiments.runs.deciding import suffix
from experiments.runs.results import Results
from model.names import NO_REASON, OPEN
from model.scenario import BASELINE

# The account of costs and members is taken once the first months are over and before hubs get old: months of life, first and last.
# Where every hub shrinks before it settles, its earlier months are all there is of its full size.
SETTLED: Final = (7, 24)
_EARLY: Final = (1, 24)
_ENOUGH: Final = 1.0  # months at full size for each future, on average: fewer would be the account of a lucky few
_EARNED: Final = ("fees_eur", "ancillary_eur", "office_fees_eur")
_PER_MEMBER: Final = "variable_eur"


class Fate(NamedTuple):
    """What becomes of the hub by an age in months (None: by the end of the run); shares of simulated futures with 95 % intervals."""

    age: int | None
    lost: SummaryRow  # shrunk or closed
    closed: SummaryRow
    viable: SummaryRow
    reason: int  # commonest reason (names.REASONS) when it shrinks or closes; NO_REASON if it never does, or hubs differ in it
    reason_share: float  # of the cases in which it does


class Account(NamedTuple):
    """A hub's month at full size, averaged over its settled months: what decides whether it can last.

    `needed` is the number of members at which what they pay covers the costs, with the plans they have and the public money
    received; inf when a member costs more than it pays.
    """

    members: float
    needed: float
    covered: float  # earned income over costs
    rent_and_host: float  # share of costs
    window: tuple[int, int] = SETTLED  # months of life it is taken from, first and last

    @property
    def decimals(self) -> int:
        """Of members: none where those needed, rounded up, and those had stand to each other as they do; else as many as it takes."""
        enough = self.members >= self.needed
        for decimals in (0, 1, 2):
            needed, had = self.needed_members(decimals), round(self.members, decimals)
            if needed == had if self.members == self.needed else enough == (had >= needed):
                return decimals
        return 3

    def needed_members(self, decimals: int | None = None) -> float:
        """Members needed, rounded up."""
        power = 10.0 ** (self.decimals if decimals is None else decimals)
        return math.ceil(self.needed * power - 1e-9) / power


def outcome(results: Results, name: str, policy: str = BASELINE, hub: str = ALL) -> SummaryRow | None:
    """The summary of one outcome, or None when these runs cannot answer it or it exists in none of them."""
    return results.row(name, policy, hub) if results.answers(name) else None


def fate(results: Results, policy: str = BASELINE, hub: str = ALL, age: int | None = None) -> Fate:
    """What becomes of the hub, or on average of all hubs, by an age."""
    rows = {row.outcome: row for row in results.rows(policy, [hub])}
    lost, closed, viable = (rows[f"{name}_{suffix(age)}"] for name in ("shrunk_or_closed", "closed", "viable"))
    return Fate(age, lost, closed, viable, *_common_reason(results.stack(policy), hub, age))


def _common_reason(stack: Stack, hub: str, age: int | None) -> tuple[int, float]:
    """The reason that is the commonest in each of the hubs that are lost at all, and how common it is; none where they differ."""
    counts = _reasons(stack, age)[_hubs(stack, hub)]
    counts = counts[counts.sum(axis=1) > 0]
    commonest = counts == counts.max(axis=1, keepdims=True)
    if not len(counts) or commonest.sum() > len(counts) or not (shared := commonest.all(axis=0)).any():
        return NO_REASON, 0.0
    return int(shared.argmax()), float(counts[:, shared].sum() / counts.sum())


def _reasons(stack: Stack, age: int | None) -> np.ndarray:
    """In how many futures each hub is lost by an age for each reason, as it is known at that age: int[hubs, reasons]."""
    reason = stack.series("reason")[:, -1] if age is None else np.nan_to_num(stack.at_age(stack.series("reason"), age), nan=NO_REASON)
    kinds = np.arange(max(int(reason.max(initial=0)), NO_REASON) + 1)
    counts = (reason[:, :, None] == kinds).sum(axis=0)
    counts[:, NO_REASON] = 0
    return np.asarray(counts)


def shares_by_state(results: Results, policy: str, age: int | None, hub: str = ALL) -> dict[str, float]:
    """Shares of hubs (over all simulated futures) that are whole, shrunk and closed at an age: they add up to one."""
    row = {name: outcome(results, f"{name}_{suffix(age)}", policy, hub) for name in ("shrunk_or_closed", "closed")}
    lost, closed = (row[name].mean if row[name] is not None else 0.0 for name in ("shrunk_or_closed", "closed"))  # type: ignore[union-attr]
    return {"whole": 1 - lost, "shrunk": lost - closed, "closed": closed}


def account(results: Results, policy: str = BASELINE, hub: str = ALL) -> Account | None:
    """The account of the settled months of hubs still at full size (of early months, if none is); None if no hub is followed so long."""
    stack = results.stack(policy)
    chosen = _hubs(stack, hub)
    if not (stack.age[:, chosen] >= SETTLED[0]).any():
        return None
    for window in (SETTLED, _EARLY):
        lived = (stack.age >= window[0]) & (stack.age <= window[1])
        counted = ((stack.series("state") == OPEN) & lived[None])[:, :, chosen]
        if counted.sum() >= _ENOUGH * counted.shape[0]:
            return _account(stack, chosen, counted, window)
    return None


def _account(stack: Stack, chosen: Sequence[int], counted: np.ndarray, window: tuple[int, int]) -> Account:
    def mean(name: str) -> float:
        return float(stack.series(name)[:, :, chosen][counted].mean())

    members, earned, public = mean("members"), sum(mean(name) for name in _EARNED), mean("subsidy_eur")
    costs = sum(mean(name) for name in COSTS)
    fixed = costs - mean(_PER_MEMBER)
    margin = (earned - mean(_PER_MEMBER)) / members if members > 0 else 0.0
    return Account(
        members=members,
        needed=max(fixed - public, 0.0) / margin if margin > 0 else float("inf"),
        covered=earned / costs if costs > 0 else float("inf"),
        rent_and_host=(mean("rent_eur") + mean("host_eur")) / costs if costs > 0 else 0.0,
        window=window,
    )


def monthly_lines(results: Results, names: Sequence[str], policy: str = BASELINE, hub: str = ALL) -> dict[str, float]:
    """Mean EUR a month of each line of the ledger, over the months in which a hub is open (per open hub)."""
    stack = results.stack(policy)
    chosen = _hubs(stack, hub)
    open_months = stack.running[:, :, chosen]
    total = int(open_months.sum())
    return {name: float(stack.series(name)[:, :, chosen][open_months].sum() / total) if total else 0.0 for name in names}


def _hubs(stack: Stack, hub: str) -> list[int]:
    return list(range(len(stack.hub_names))) if hub == ALL else [stack.hub_names.index(hub)]


def hub_summaries(results: Results, age: int | None) -> dict[str, Summary]:
    """Risk, viability, members and cash of each hub of the baseline at an age, in the order of `results.hubs`; nan: not followed."""
    position = {measure.name: number for number, measure in enumerate(results.measures)}
    names = {name: f"{name}_{suffix(age)}" for name in ("shrunk_or_closed", "viable", "members", "cash")}
    values = results.all_values()[:, :, 1:]
    return {
        name: summarise(values[:, position[measure]], is_counted(MEASURES[measure]), results.worlds) for name, measure in names.items()
    }


def commonest_reasons(results: Results, hub: str, age: int | None) -> list[int]:
    """Commonest reasons (names.REASONS) for which a hub of the baseline shrinks or closes by an age; several that are as common."""
    counts = _reasons(results.stack(), age)[results.hubs.index(hub)]
    return np.flatnonzero((counts > 0) & (counts == counts.max())).tolist()


def most_at_risk(results: Results, age: int | None, most: int) -> list[str]:
    """Hubs of the baseline, those most likely to shrink or close first; `most` at most."""
    risk = np.nan_to_num(hub_summaries(results, age)["shrunk_or_closed"].mean, nan=-1.0)
    return [results.hubs[position] for position in np.argsort(-risk, kind="stable")[:most]]
