"""From a validated scenario to columns that a run can be made of."""

from model.compile_scenario.hubs import every_hub, resolve_hub
from model.compile_scenario.prepared import Prepared, prepare
from model.scenario.hubs import hub_key

__all__ = ["Prepared", "every_hub", "hub_key", "prepare", "resolve_hub"]
