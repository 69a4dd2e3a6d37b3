"""What a run writes down and nobody reads while it lasts (ODD §4.11)."""

from typing import NamedTuple

import numpy as np

STAY = np.dtype(
    [
        ("agent", np.int32),
        ("month", np.int16),
        ("hub", np.int16),
        ("voucher", np.int16),  # instrument whose voucher is held, -1 none
        ("plan", np.int8),  # names.PLANS
    ],
    align=True,
)
"""A month of somebody in a hub: who, when, where, and whether it was paid for."""


class Stays(NamedTuple):
    """Who used which hub in which month, a row each in the order in which they pay. Read by nobody during the run."""

    row: np.recarray  # STAY
    number: np.ndarray  # int64[1]: stays so far, more than there are rows if these were too few


class Record(NamedTuple):
    """Outcomes by month; columns are listed in `model/series.py`."""

    hub: np.ndarray  # float64[months, hubs, len(HUB_SERIES)]
    town: np.ndarray  # float64[months, towns, len(TOWN_SERIES)]
    public: np.ndarray  # float64[months, instruments, hubs]: EUR paid
    field_links: np.ndarray  # float64[hubs, 8, 8]: collaborations made by fields of the two (upper triangle)
    stays: Stays
