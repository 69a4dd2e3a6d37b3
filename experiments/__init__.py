"""What people do with the model: run scenarios many times, compare policies, write reports.

`load_scenario("sondrio_downsizing").run(replicates=100)` gives results with tidy tables, contrasts and plots. Names are loaded when
first used, so that `coworking --help` and small scripts do not wait for libraries they do not need.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from experiments.interruption import answer_if_program
from model.moved import put_up

if TYPE_CHECKING:
    from experiments.outcomes.measures import MEASURES, Measure
    from experiments.questions.budget import at_equal_budget
    from experiments.report.folder import write_outputs
    from experiments.runs.case import Case, load_scenario
    from experiments.runs.contrasts import Contrast, NotComparable
    from experiments.runs.decided import Decided
    from experiments.runs.kept_study import KeptStudy
    from experiments.runs.replicates import extend, run
    from experiments.runs.results import Results, load_results
    from experiments.runs.saved import NotAStudy
    from experiments.runs.until_decided import run_until_decided
    from experiments.showing.map import town_map
    from experiments.sweeps import Sweep, load_sweep, sweep, to_ema, to_salib
    from experiments.sweeps.design import Design, load_design, plan_of

answer_if_program()
put_up()

_WHERE = {
    "Case": "runs.case",
    "Contrast": "runs.contrasts",
    "Decided": "runs.decided",
    "Design": "sweeps.design",
    "KeptStudy": "runs.kept_study",
    "MEASURES": "outcomes.measures",
    "Measure": "outcomes.measures",
    "NotAStudy": "runs.saved",
    "NotComparable": "runs.contrasts",
    "Results": "runs.results",
    "Sweep": "sweeps",
    "at_equal_budget": "questions.budget",
    "extend": "runs.replicates",
    "load_design": "sweeps.design",
    "load_results": "runs.results",
    "load_scenario": "runs.case",
    "load_sweep": "sweeps",
    "plan_of": "sweeps.design",
    "run": "runs.replicates",
    "run_until_decided": "runs.until_decided",
    "sweep": "sweeps",
    "to_ema": "sweeps",
    "to_salib": "sweeps",
    "town_map": "showing.map",
    "write_outputs": "report.folder",
}

__all__ = [
    "MEASURES",
    "Case",
    "Contrast",
    "Decided",
    "Design",
    "KeptStudy",
    "Measure",
    "NotAStudy",
    "NotComparable",
    "Results",
    "Sweep",
    "at_equal_budget",
    "extend",
    "load_design",
    "load_results",
    "load_scenario",
    "load_sweep",
    "plan_of",
    "run",
    "run_until_decided",
    "sweep",
    "to_ema",
    "to_salib",
    "town_map",
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
