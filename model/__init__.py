"""The simulated world: scenarios, parameters, and a model that Mesa users know how to handle.

Names are loaded when first used: reading scenarios needs neither the compiler nor Mesa.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from model.moved import put_up

if TYPE_CHECKING:
    from model.extensions import extended, register_instrument, register_submodel, unregister
    from model.mesa_face import Firm, Hub, Professional
    from model.mesa_face.coworking_model import CoworkingModel
    from model.parameters import CATALOGUE, Parameters
    from model.scenario import Scenario, check, load_scenario, scenario_names

put_up()

_WHERE = {
    "CATALOGUE": "parameters",
    "CoworkingModel": "mesa_face.coworking_model",
    "Firm": "mesa_face",
    "Hub": "mesa_face",
    "Parameters": "parameters",
    "Professional": "mesa_face",
    "Scenario": "scenario",
    "check": "scenario",
    "extended": "extensions",
    "load_scenario": "scenario",
    "register_instrument": "extensions",
    "register_submodel": "extensions",
    "scenario_names": "scenario",
    "unregister": "extensions",
}

__all__ = [
    "CATALOGUE", "CoworkingModel", "Firm", "Hub", "Parameters", "Professional", "Scenario", "check", "extended", "load_scenario",
    "register_instrument", "register_submodel", "scenario_names", "unregister",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'model' has no attribute {name!r}")
    value = getattr(import_module(f"model.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
