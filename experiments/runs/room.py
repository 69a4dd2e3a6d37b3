"""The memory that a study takes, known before anything is run from what it holds: agents, hubs, months, policies, replicates, workers.

What grows is counted, beside a program of usual size; `tests/experiments/runs/test_room.py` holds it against measured runs.
"""

import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from experiments.outcomes.measures import MEASURES
from experiments.outcomes.scenarios import WITH_OUTCOMES
from experiments.runs.kept import IN_MEMORY_UP_TO, bytes_of_results, folder
from experiments.runs.machine import NotEnoughMemory, default_workers, free_bytes
from model.columns import AGENT_STATE, DRAWN_BYTES, HUB_STATE, PAIR_STATE, PERSON
from model.reading.problems import Finding
from model.scenario import BASELINE, Scenario
from model.series import HUB_SERIES, TOWN_SERIES
from model.territory.travel import road_minutes

if TYPE_CHECKING:
    from model.compile_scenario import Prepared
    from model.territory import Place

USUAL_REPLICATES: Final = 100
"""Replicates of `coworking run`, where nobody says another number."""
PROGRAM_BYTES: Final = 300_000_000  # interpreter, libraries and compiled kernels
_CELL: Final = 24 + 8 * sum(series.unit == "EUR" for series in HUB_SERIES)  # bytes a hub and month in a table as it is written
_AGENT_BESIDE: Final = 27 + 21 + 36 + DRAWN_BYTES  # bytes an agent: columns that are no rows, `Due`, working columns, first draws
_PAIR: Final = 14 + 4 + PAIR_STATE.itemsize + 8  # bytes a pair of an agent and a hub within reach: `Ties`, `PairState`, first draws
_POINTS: Final = 16  # of a ring, at which is asked who could travel to a hub


def refuse_what_does_not_fit(prepared: Sequence["Prepared"], replicates: int, workers: int) -> None:
    """Refuses a study that needs more memory than is free; where that is unknown nothing is refused.

    Args:
        prepared: the scenario under each policy.
        replicates: number of worlds.
        workers: worlds at a time; 0 when they are elsewhere.

    Raises:
        NotEnoughMemory: with what it needs, what is free, and what to run less of.
    """
    needed, free = bytes_of_study(prepared, replicates, workers), free_bytes()
    what = f"{_counted(replicates, 'replicate')} of {_counted(len(prepared), 'policy', 'policies')} on {_counted(workers, 'thread')}"
    instead = "run fewer replicates or policies, fewer hubs or months, or fewer workers"
    if free is not None and needed.memory > free:
        raise NotEnoughMemory(f"{what} take about {_amount(needed.memory)} of memory, and {_amount(free)} are free: {instead}")
    if needed.disk and needed.disk > (left := shutil.disk_usage(folder()).free):
        where = f"of disk in {folder()}, and {_amount(left)} are free"
        raise NotEnoughMemory(f"{what} take {_amount(needed.disk)} {where}: {instead}, or set TMPDIR to a folder with more room")


class Needed(NamedTuple):
    """Bytes that a study takes at most at a time."""

    memory: int
    disk: int


def bytes_of_study(prepared: Sequence["Prepared"], replicates: int, workers: int) -> Needed:
    """About the most that a study holds at a time: while it runs, or once its outcomes and tables are made."""
    results = sum(bytes_of_results(one, BASELINE, replicates) for one in prepared)
    on_disk = results > IN_MEMORY_UP_TO
    running = workers * bytes_of_world(prepared)
    outcomes = sum(8 * replicates * len(MEASURES) * (1 + len(one.hub_names)) for one in prepared)
    table = max(replicates * one.months * len(one.hub_names) for one in prepared) * _CELL
    return Needed(PROGRAM_BYTES + (0 if on_disk else results) + max(running, outcomes + table), results if on_disk else 0)


def bytes_of_world(prepared: Sequence["Prepared"]) -> int:
    """What one replicate takes while it runs: its people, who is tied to whom, the state of one policy, and what is kept of all."""
    first = prepared[0]
    agents = sum(sum(place.counts) for place in first.territory.places)
    contacts = sum(first.parameters[name] for name in ("contacts_field", "contacts_town", "contacts_far"))
    people = agents * (PERSON.itemsize + 8 + 4 * contacts) * (1 if all(first.same_people(one) for one in prepared) else 2)
    pairs = {place: pairs_within_reach(one) for place, one in {one.hub_xy.tobytes(): one for one in reversed(prepared)}.items()}
    ties = sum((14 * number + 8 * agents for number in pairs.values()), 0.0)
    state = agents * (AGENT_STATE.itemsize + _AGENT_BESIDE) + (_PAIR - 14) * max(pairs.values())
    return int(people + ties + state + max(map(_hubs, prepared)) + sum(_record(one) + 8 * agents for one in prepared))


def _hubs(one: "Prepared") -> int:
    """State of hubs and instruments."""
    hubs, instruments = len(one.hub_names), len(one.instrument_names)
    return hubs * (HUB_STATE.itemsize + 16 * hubs + 8 * instruments * one.months)


def _record(one: "Prepared") -> int:
    """What a run of one policy records."""
    hubs, columns = len(one.hub_names), len(HUB_SERIES) + len(one.own_series) + len(one.instrument_names)
    return 8 * one.months * (hubs * columns + len(one.town_names) * len(TOWN_SERIES)) + 512 * hubs


def pairs_within_reach(one: "Prepared") -> float:
    """About how many pairs of an agent and a hub are within reach, by some points of every ring."""
    found = 0.0
    for place in one.territory.places:
        points, limit = _points(place, one.parameters)
        km = np.hypot(points[:, None, 0] - one.hub_xy[None, :, 0], points[:, None, 1] - one.hub_xy[None, :, 1])
        found += sum(place.counts) * float((km <= limit[:, None]).sum()) / len(points)
    return found


def _points(place: "Place", parameters: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Points even over the area of a ring, on a spiral by the golden angle, and the km from each up to which a hub is within reach.

    Those of a town stand in its centre, with the minutes of access of its people.
    """
    shares = (np.arange(_POINTS) + 0.5) / _POINTS
    angles = np.arange(_POINTS) * math.pi * (3.0 - math.sqrt(5.0))
    radius = np.sqrt(place.km_low**2 + shares * (place.km_high**2 - place.km_low**2))
    points = np.stack([place.x_km + radius * np.cos(angles), place.y_km + radius * np.sin(angles)], axis=1)
    access = shares * (parameters["access_town_max"] - parameters["access_min"]) if place.ring == 0 else np.zeros(1)
    km = [_km_within(parameters["reach_max_min"] - more, place.road_factor, parameters) for more in access.tolist()]
    return points, np.broadcast_to(km, _POINTS)


def _km_within(minutes: float, road_factor: float, parameters: Mapping[str, float]) -> float:
    """Air distance travelled in so many minutes, by halves; -1 where access alone takes longer."""
    low, high = -1.0, 1_000.0
    while high - low > 0.1:
        middle = (low + high) / 2.0
        within = road_minutes(max(0.0, middle), road_factor, parameters) <= minutes
        low, high = (middle, high) if within else (low, middle)
    return low


def _amount(number: int) -> str:
    """`12 GB`, `340 MB`."""
    return f"{number / 1e9:,.0f} GB" if number >= 1e10 else f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.0f} MB"


def _counted(number: int, what: str, several: str = "") -> str:
    return f"{number:,} {what if number == 1 else several or what + 's'}"


# --- what `coworking check` asks ---


def _findings(scenario: Scenario) -> Iterator[Finding]:
    """What is wrong with a scenario once it is whole, and whether the run that `coworking run` makes of it fits."""
    from model.compile_scenario import prepare

    wrong = list(WITH_OUTCOMES.compositions(scenario))
    yield from wrong
    if wrong:
        return
    workers = min(default_workers(), USUAL_REPLICATES)
    try:  # a policy takes no less than the baseline, so what is much too large is known before all are prepared
        refuse_what_does_not_fit([prepare(scenario.with_policy(BASELINE))] * len(scenario.policy_names), USUAL_REPLICATES, workers)
        refuse_what_does_not_fit([prepare(scenario.with_policy(name)) for name in scenario.policy_names], USUAL_REPLICATES, workers)
    except NotEnoughMemory as error:
        yield Finding(("policies",) if scenario.policies else ("hubs",), str(error), at_key=True)


READY_TO_RUN: Final = replace(WITH_OUTCOMES, compositions=_findings)
"""Scenario files that this machine can run as they stand."""
