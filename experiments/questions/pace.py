"""How many futures an answer takes by default, so that it is there in about a minute: fewer where a town is large.

A function of the scenario alone, so that the same question has the same answer on a slow machine as on a fast one.
"""

from typing import Final

from model.compile_scenario import prepare
from model.parameter_sets import WORLDS_A_SET
from model.scenario import Scenario

_AGENT_MONTH_S: Final = 3e-8  # seconds of one core; docs/measured/performance.md
_WORLD_MONTHS: Final = 30  # months that building a world takes as long as
_RUN_S: Final = 2e-3  # whatever the size of the town
A_MINUTE_S: Final = 75.0  # seconds of one core, on the two of an ordinary machine and with what follows the runs


def seconds(scenario: Scenario, policies: int, months: int) -> float:
    """About how long one core takes for a replicate of so many policies."""
    agents = sum(sum(place.counts) for place in prepare(scenario).territory.places)
    return agents * _AGENT_MONTH_S * (_WORLD_MONTHS + policies * months) + policies * _RUN_S


def replicates_in(budget_s: float, replicate_s: float, *, least: int, most: int) -> int:
    """Replicates, in whole sets of parameters, that one core makes in this time."""
    sets = int(budget_s / replicate_s) // WORLDS_A_SET
    return min(max(sets * WORLDS_A_SET, least), most)
