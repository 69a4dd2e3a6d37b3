"""What may come that nobody decides and nobody can give a chance: the cases under which policies are tried, and their figures.

Each is added to a policy as shocks or as numbers of the model. The figures stand here alone, each with its source; where the catalogue
has a range, its end is taken.
"""

import math
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Final, NamedTuple

from model.parameters import CATALOGUE
from model.scenario.policies import Plain

AFTER_MONTHS: Final = 12  # from the opening of the first hub on: the first members are in, and support has begun to act; assumed
REMOTE_NOW, REMOTE_MOST = 3.55, 6.58  # million remote workers in Italy: 2024, March 2020
LEFT_AT_HOME: Final = 0.5  # part of remote work that is left when it is called back; assumed


class Setting(NamedTuple):
    """Of the scenario, what the cases need to know."""

    month: int  # in which shocks strike
    town: str  # in which a rival opens
    desks: int  # of the hub asked about


class Case(NamedTuple):
    """A course that the world may take."""

    name: str
    adds: Callable[[Setting], Plain]
    source: str


def _telework(odds: float) -> Callable[[Setting], Plain]:
    return lambda setting: {"shocks": [{"type": "telework", "appeal": round(math.log(odds), 2), "start": setting.month}]}


def _rent(setting: Setting) -> Plain:
    entry = CATALOGUE["rent_eur_m2"]
    return {"shocks": [{"type": "rent", "factor": entry.high / entry.default, "start": setting.month}]}


def _rival(setting: Setting) -> Plain:
    return {"shocks": [{"type": "rival_hub", "town": setting.town, "desks": setting.desks, "start": setting.month}]}


def _metropolis(_: Setting) -> Plain:
    return {"parameters": {name: CATALOGUE[name].high for name in ("leave_rate", "leave_wage")}}


CASES: Final[Mapping[str, Case]] = {
    case.name: case
    for case in (
        Case("as_stated", lambda _: {}, "the scenario"),
        Case("telework_up", _telework(REMOTE_MOST / REMOTE_NOW), "[OSW]"),
        Case("telework_down", _telework(LEFT_AT_HOME), "assumed"),
        Case("rent_rise", _rent, CATALOGUE["rent_eur_m2"].source),
        Case("rival", _rival, "assumed"),
        Case("metropolis", _metropolis, f"{CATALOGUE['leave_rate'].source}; {CATALOGUE['leave_wage'].source}"),
    )
}
"""The cases by name, what the scenario itself states first.

Remote work as in March 2020; half of it called back; rents at the upper end of what is asked in a provincial capital; another private hub
as large; people who leave for the metropolis as readily, and for its wages as much, as the catalogue holds possible.
"""


def under(policy: Plain, case: Case, setting: Setting) -> Plain:
    """A policy, written as one, with a case added to it; what the case says of a number stands before what the policy says."""
    added, both = case.adds(setting), deepcopy(policy)
    if shocks := added.get("shocks"):
        both["shocks"] = [*both.get("shocks", []), *({**shock, "name": shock_name(case), "source": case.source} for shock in shocks)]
    if numbers := added.get("parameters"):
        both["parameters"] = {**both.get("parameters", {}), **numbers}
    return both


def shock_name(case: Case) -> str:
    """How the shock of a case, and the hub of a rival, is called in a run."""
    return f"deep-{case.name}"
