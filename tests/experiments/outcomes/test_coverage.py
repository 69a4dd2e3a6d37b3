"""Intervals called 95 %, in small: some hundred worlds of Sondrio, every outcome and difference (`benchmarks.coverage` has the whole)."""

import numpy as np

from benchmarks.coverage import coverage, values_of

_LEAST = 0.85  # of 150 samples a true 90 % shows as 85 to 95


def test_intervals_of_few_replicates_hold_the_truth() -> None:
    with np.errstate(all="ignore"):
        found = coverage(values_of(400), samples=150, sizes=(20, 50))
    assert len(found) > 120
    shares = np.array([one.shares for one in found])
    assert np.nanmean(shares) >= 0.94
    assert [one.what for one in found if np.nanmin(one.shares) < _LEAST] == []
    assert np.nanmean(shares[:, 1] < 0.90) <= 0.03
