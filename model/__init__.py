"""The simulated world: scenarios, parameters, and a model that Mesa users know how to handle.

Names are loaded when first used: reading scenarios needs neither the compiler nor Mesa.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from model.moved import put_up

if TYPE_CHECKING:
    from model.mesa_face import Firm, Hub, Professional
    from model.mesa_face.coworking_model import CoworkingModel
    from model.parameters import CATALOGUE, Parameters
    from model.scenario import Scenario, ScenarioError, ScenarioWarning, check, load_scenario, scenario_names
    from model.scenario.instruments import (
        AdvisoryDesk,
        AnchorTenancy,
        CapexGrant,
        Conversion,
        Events,
        HostSalary,
        Matchmaking,
        Network,
        Promotion,
        RentRelief,
    )
    from model.scenario.shocks import Lockdown, RentShock, RivalHub, TeleworkShock
    from model.scenario.vouchers import TrialDays, Voucher

put_up()

_WHERE = {
    "CATALOGUE": "parameters",
    "AdvisoryDesk": "scenario.instruments",
    "AnchorTenancy": "scenario.instruments",
    "CapexGrant": "scenario.instruments",
    "Conversion": "scenario.instruments",
    "CoworkingModel": "mesa_face.coworking_model",
    "Events": "scenario.instruments",
    "Firm": "mesa_face",
    "HostSalary": "scenario.instruments",
    "Hub": "mesa_face",
    "Lockdown": "scenario.shocks",
    "Matchmaking": "scenario.instruments",
    "Network": "scenario.instruments",
    "Parameters": "parameters",
    "Professional": "mesa_face",
    "Promotion": "scenario.instruments",
    "RentRelief": "scenario.instruments",
    "RentShock": "scenario.shocks",
    "RivalHub": "scenario.shocks",
    "Scenario": "scenario",
    "ScenarioError": "scenario",
    "ScenarioWarning": "scenario",
    "TeleworkShock": "scenario.shocks",
    "TrialDays": "scenario.vouchers",
    "Voucher": "scenario.vouchers",
    "check": "scenario",
    "load_scenario": "scenario",
    "scenario_names": "scenario",
}

__all__ = [
    "CATALOGUE", "AdvisoryDesk", "AnchorTenancy", "CapexGrant", "Conversion", "CoworkingModel", "Events", "Firm", "HostSalary", "Hub",
    "Lockdown", "Matchmaking", "Network", "Parameters", "Professional", "Promotion", "RentRelief", "RentShock", "RivalHub",
    "Scenario", "ScenarioError", "ScenarioWarning", "TeleworkShock", "TrialDays", "Voucher", "check", "load_scenario",
    "scenario_names",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'model' has no attribute {name!r}")
    value = getattr(import_module(f"model.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
