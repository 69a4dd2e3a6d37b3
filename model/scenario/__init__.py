"""Scenario files: reading, checking, composing policies, writing. Imports neither numba nor the engine."""

from typing import Any

from model.reading.problems import Problem, ScenarioError, ScenarioWarning
from model.scenario.hubs import HubSpec, Prices
from model.scenario.loading import check, load_scenario, read_scenario, read_text
from model.scenario.schema import BASELINE, Policy, Scenario
from model.scenario.shipped import scenario_names, shipped_folder
from model.scenario.territory import TerritorySpec

__all__ = [
    "BASELINE", "HubSpec", "Policy", "Prices", "Problem", "Scenario", "ScenarioError", "ScenarioWarning", "TerritorySpec",
    "check", "json_schema", "load_scenario", "read_scenario", "read_text", "scenario_names", "shipped_folder",
]  # fmt: skip


def json_schema() -> dict[str, Any]:
    """The JSON Schema of scenario files, as plain data."""
    from model.scenario import editor_schema  # only editors and their tests need it

    return editor_schema.json_schema()
