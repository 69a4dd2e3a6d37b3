"""How many members carry a hub, by its own books: what it must pay whatever its members, over what a member leaves it.

Nothing is typed in: costs are those the run's ledger has, net of public money that comes in cash, and the margin is what came in from
users, day passes and offices included, less what users cost, for each member and month. So it holds for the hub's own prices and plans.
"""

from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import Estimate, estimate_of, ratio_of_means
from experiments.outcomes.stacks import Stack

FROM_MEMBERS: Final = ("fees_eur", "ancillary_eur", "office_fees_eur")
FOR_MEMBERS: Final = ("variable_eur",)
RUNNING: Final = ("rent_eur", "utilities_eur", "host_eur", "events_eur")  # what it costs to stay open
BESIDES: Final = ("works_eur", "debt_eur", "notice_eur")  # works, the loan for them, and space given up
PUBLIC: Final = "subsidy_eur"
YEAR: Final = 12


class BreakEven(NamedTuple):
    """Members at which a hub pays its way, and what that takes."""

    members: Estimate  # mean cost over mean margin, with Fieller's 95 % interval; nan where no margin is clearly more than nothing
    eur_month: Estimate  # to be earned from members each month
    margin_eur: Estimate  # that a member leaves in a month
    each: np.ndarray  # float[futures]: members in each future; nan where a member leaves nothing, or there never was one


def break_even(stack: Stack, hub: int, months: np.ndarray, *, works: bool, worlds: int = 1) -> BreakEven:
    """By the books of some months.

    Args:
        stack: the runs.
        hub: place of the hub.
        months: bool[replicates, months]: which months of each future count.
        works: whether works, the loan for them and space given up are to be paid too.
        worlds: consecutive replicates of one set of parameters.
    """

    def total(*names: str) -> np.ndarray:
        return np.asarray(sum(np.where(months, stack.series(name)[:, :, hub], 0.0).sum(axis=1) for name in names))

    number = months.sum(axis=1)
    members = total("members")
    with np.errstate(invalid="ignore", divide="ignore"):
        cost = np.where(number > 0, (total(*RUNNING, *(BESIDES if works else ())) - total(PUBLIC)) / number, np.nan)
        margin = np.where(members > 0, (total(*FROM_MEMBERS) - total(*FOR_MEMBERS)) / members, np.nan)
        each = np.where(margin > 0, np.maximum(cost, 0.0) / margin, np.nan)
    ratio = ratio_of_means(np.where(np.isnan(margin), np.nan, cost), margin, worlds)
    nothing = Estimate(float("nan"), float("nan"), float("nan"))
    if ratio is not None:
        ratio = Estimate(*(max(0.0, number) for number in ratio))
    return BreakEven(ratio or nothing, mean(cost, worlds), mean(margin, worlds), each)


def to_open(stack: Stack, hub: int, worlds: int = 1) -> BreakEven:
    """To cover the costs of the first year, with works and the loan for them."""
    months = stack.running[:, :, hub] & (stack.age[:, hub] >= 1) & (stack.age[:, hub] <= YEAR)
    return break_even(stack, hub, months, works=True, worlds=worlds)


def to_stay(stack: Stack, hub: int, at: int, worlds: int = 1) -> BreakEven:
    """To cover the costs of running it, at the size it has then: by the last year up to month `at`, or the last it lived."""
    lived = stack.running[:, :, hub] & (stack.age[:, hub] >= 1) & (stack.age[:, hub] <= at)
    from_the_end = np.cumsum(lived[:, ::-1], axis=1)[:, ::-1]
    return break_even(stack, hub, lived & (from_the_end <= YEAR), works=False, worlds=worlds)


def mean(values: np.ndarray, worlds: int = 1, *, share: bool = False) -> Estimate:
    """The mean over futures with its 95 % interval."""
    return estimate_of(values, worlds, share=share)
