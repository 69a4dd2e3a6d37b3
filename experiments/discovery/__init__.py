"""Scenario discovery: which combinations of factors set the runs of interest apart, and how far to trust the answer.

`discover(cases, ">=", 1)` describes the runs of interest of a sweep with a few boxes in the space of its factors (PRIM), says how
stable each limit is when points and replicates are drawn again, and which factors differ at all between the two sets of runs.
"""

from experiments.discovery.cases import Cases
from experiments.discovery.discovery import Discovery, discover

__all__ = ["Cases", "Discovery", "discover"]
