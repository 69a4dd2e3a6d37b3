"""What people do with the model: run scenarios many times, compare policies, write reports.

`load_scenario("sondrio_downsizing").run(replicates=100)` gives results with tidy tables, contrasts and plots. Names are loaded when
first used, so that `coworking --help` and small scripts do not wait for libraries they do not need.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.adaptive import Decided, run_until_decided
    from experiments.case import Case, load_scenario
    from experiments.contrasts import Contrast, NotComparable
    from experiments.designs import Design, load_design, plan_of
    from experiments.measures import MEASURES, Measure
    from experiments.outputs import write_outputs
    from experiments.results import Results
    from experiments.runs import run
    from experiments.sweeps import Sweep, load_sweep

_WHERE = {
    "Case": "case",
    "Contrast": "contrasts",
    "Decided": "adaptive",
    "Design": "designs",
    "MEASURES": "measures",
    "Measure": "measures",
    "NotComparable": "contrasts",
    "Results": "results",
    "Sweep": "sweeps",
    "load_design": "designs",
    "load_scenario": "case",
    "load_sweep": "sweeps",
    "plan_of": "designs",
    "run": "runs",
    "run_until_decided": "adaptive",
    "write_outputs": "outputs",
}

__all__ = [
    "MEASURES",
    "Case",
    "Contrast",
    "Decided",
    "Design",
    "Measure",
    "NotComparable",
    "Results",
    "Sweep",
    "load_design",
    "load_scenario",
    "load_sweep",
    "plan_of",
    "run",
    "run_until_decided",
    "write_outputs",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    value = getattr(import_module(f"experiments.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
