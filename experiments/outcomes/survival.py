"""How long hubs last: the Kaplan-Meier curve of hubs that open in different months and are followed to the end of the run."""

import numpy as np

from experiments.outcomes.intervals import effective, wilson
from experiments.outcomes.nested import mean_over_sets
from experiments.outcomes.rows import Survival


def kaplan_meier(lost: np.ndarray, opens: np.ndarray, worlds: int = 1) -> Survival:
    """Share of hubs not lost by months of life, with Wilson's intervals on the hubs at risk.

    Args:
        lost: bool[replicates, months, hubs]: whether a hub is lost at the end of a month; once lost, it stays so.
        opens: int[hubs]: month of opening, the number of months for a hub that does not open.
        worlds: consecutive replicates that share a set of parameters.
    """
    replicates, months, _ = lost.shape
    lost = np.maximum.accumulate(lost, axis=1)
    followed = months - opens
    life = int(max(followed.max(initial=0), 0))
    at_risk, events = np.zeros(life + 1), np.zeros(life + 1)
    gone = np.zeros((replicates, life + 1))  # hubs lost by an age, of those followed so long
    for column, (first, length) in enumerate(zip(opens, followed, strict=True)):
        if length <= 0:
            continue
        now = lost[:, first:, column]
        before = np.concatenate([np.zeros((replicates, 1), dtype=bool), now[:, :-1]], axis=1)
        at_risk[1 : length + 1] += (~before).sum(axis=0)
        events[1 : length + 1] += (now & ~before).sum(axis=0)
        gone[:, 1 : length + 1] += now
    at_risk[0] = replicates * int((followed > 0).sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.cumprod(np.where(at_risk > 0, 1 - events / at_risk, 1.0))
    # what is at risk in a plain share of the same width: hubs followed so long, lost or not
    long_enough = np.array([replicates * int((followed >= age).sum()) for age in range(life + 1)], dtype=float)
    mean = mean_over_sets(gone, worlds)
    long_enough *= effective(mean, worlds) / mean.number
    trials = np.where(long_enough > 0, long_enough, 1.0)  # few sets of parameters tell less than one hub would
    low, high = wilson(share * trials, trials)
    return Survival(np.arange(life + 1), share, low, high, at_risk)
