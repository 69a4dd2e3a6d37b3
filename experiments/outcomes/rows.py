"""What is said of many runs, as plain rows and curves: what tables, pictures and files are made of, whoever computes it."""

from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.intervals import Estimate, Summary
from experiments.outcomes.measure import Measure
from model.names import HUB_STATES, REASONS

INCOME: Final = ("fees_eur", "ancillary_eur", "office_fees_eur", "subsidy_eur", "owner_eur")
COSTS: Final = ("rent_eur", "utilities_eur", "host_eur", "events_eur", "variable_eur", "debt_eur", "notice_eur", "works_eur", "renewal_eur")
CODED: Final = {"state": HUB_STATES, "reason": REASONS}
"""Monthly series of hubs that are codes, with the word of each; where the first word is empty its code is no value."""
FAN_SHARES: Final = (0.10, 0.25, 0.50, 0.75, 0.90)


class SummaryRow(NamedTuple):
    """One outcome of one policy over the replicates; `mean_low`–`mean_high` is a 95 % interval of the mean over all sets."""

    policy: str
    hub: str
    outcome: str
    unit: str
    mean: float
    p10: float
    p50: float
    p90: float
    mean_low: float
    mean_high: float
    replicates: int  # in which the outcome exists
    sets_low: float = float("nan")  # middle 80 % of the mean given the set of parameters, as the sets vary; nan where nobody can say
    sets_high: float = float("nan")
    sets_share: float = float("nan")  # part of the variance of a single future that the unknown numbers make, the rest being chance

    @classmethod
    def of(cls, policy: str, hub: str, measure: Measure, summary: Summary, row: int, column: int) -> "SummaryRow":
        """One outcome of one hub, out of arrays of both."""
        mean, low, high, p10, p50, p90, defined, *sets = (array[row, column].item() for array in summary)
        return cls(policy, hub, measure.name, measure.unit, mean, p10, p50, p90, low, high, defined, *sets)


class Fan(NamedTuple):
    """The spread of a monthly series over replicates, by month (1 = end of the first month)."""

    month: np.ndarray
    p10: np.ndarray
    p25: np.ndarray
    p50: np.ndarray
    p75: np.ndarray
    p90: np.ndarray
    mean: np.ndarray


class Survival(NamedTuple):
    """Share of hubs still in a state by months of life (0 = opening), with 95 % intervals."""

    month: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    at_risk: np.ndarray  # hubs followed so long


class ContrastRow(NamedTuple):
    """One outcome under a policy and its reference; the interval of the paired difference is a 95 % one."""

    outcome: str
    hub: str
    unit: str
    baseline: float  # mean under the reference
    policy: float  # mean under the policy, over the same replicates
    difference: float
    low: float
    high: float
    variance_ratio: float  # gain of common random numbers: (var a + var b) / var(a - b); 1 = none
    replicates: int  # in which the outcome exists under both
    sets_low: float = float("nan")  # middle 80 % of the difference given the set of parameters, as the sets vary
    sets_high: float = float("nan")
    sets_share: float = float("nan")  # part of the variance of a single difference that the unknown numbers make
    chance: float = float("nan")  # of a difference as large as this if there were none, taken by itself
    clear: bool = False  # whether it is clear among all lines that are looked at with it (`experiments.outcomes.families`)


class PublicMoney(NamedTuple):
    """What the public pays for under a policy beyond its reference, and gets. Means over replicates with 95 % intervals."""

    extra_eur: Estimate  # public money paid, beyond the reference
    extra_member_months: Estimate  # member-months beyond the reference
    helped_member_months: float  # with a voucher or, for other instruments, in the hubs paid for
    deadweight: Estimate | None  # share of those the same persons have there anyway; None when there are none, or nobody can tell
    displaced: Estimate | None  # share of those the same persons have in other hubs otherwise
    eur_per_extra_member_month: Estimate | None  # None when extra member-months are not clearly more than zero
    eur_per_hub_kept_whole: Estimate | None  # per hub neither shrunk nor closed when hubs are judged; None when not clearly more
