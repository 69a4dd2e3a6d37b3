"""The means a shipped scenario gave when they were last recorded, and the bands that runs must stay in.

A run is a function of its seed, so on one machine the means come out to the last bit. The bands are there for other machines and for
changes that are none, such as another order of a sum: half a percent of the outcome's mean size, on both sides. Last bits are a
hundred million times smaller and turn no decision (with a parameter changed by a part in 10^9 no figure leaves its band), so yes or no
outcomes, whose means move in steps of one replicate, in effect do not move at all. On the other side, one percent more of almost any
parameter moves some figure of the two first cases out of its band. A band says nothing about chance between replicates: whoever
changes the numbers on purpose moves them, and records them again.
"""

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from experiments.outcomes.measures import ALL, MEASURES
from experiments.runs.results import Results
from experiments.storage.provenance import version
from model.scenario import BASELINE, Scenario

SEED: Final = 1
LEAST, MOST = 2, 20  # replicates
AGENT_MONTHS: Final = 120_000_000  # of one small run: some six seconds of one processor
WIDTH: Final = 0.005  # of the outcome's mean size, on each side
MOST_HUBS: Final = 12  # beyond so many, all of them together only
_DIGITS: Final = 6  # of recorded figures
_ROUNDING: Final = 1e-5  # of a figure: what writing it with so many digits may change
_FURTHER: Final = ("public_eur", "collaborations")  # recorded beside the headline outcomes


class FigureKey(NamedTuple):
    """What a figure is of."""

    policy: str
    hub: str
    outcome: str


class Band(NamedTuple):
    """A recorded mean and what it may become; nan when no replicate had the outcome."""

    mean: float
    low: float
    high: float

    def holds(self, mean: float) -> bool:
        """Whether a mean lies in it; without a value then there must be none now."""
        if math.isnan(self.mean) or math.isnan(mean):
            return math.isnan(self.mean) and math.isnan(mean)
        slack = _ROUNDING * max(abs(self.low), abs(self.high)) + 1e-9
        return self.low - slack <= mean <= self.high + slack


@dataclass(frozen=True)
class RecordedBands:
    """The bands of one scenario, with the runs they come from and why they were last refreshed."""

    scenario: str
    seed: int
    replicates: int
    version: str
    refreshed: str  # day, as 2026-01-31
    reason: str
    bands: Mapping[FigureKey, Band]


class Moved(NamedTuple):
    """A figure of a scenario, as recorded and as it is now; None: not recorded, or no longer there."""

    figure: FigureKey
    before: Band | None
    now: Band | None

    @property
    def size(self) -> float:
        """How far the mean moved, in half-widths of its band; inf for what came or went."""
        if self.before is None or self.now is None or math.isnan(self.before.mean) != math.isnan(self.now.mean):
            return math.inf
        if math.isnan(self.before.mean):
            return 0.0
        half = max((self.before.high - self.before.low) / 2, _ROUNDING * abs(self.before.mean), 1e-9)
        return abs(self.now.mean - self.before.mean) / half


def replicates_for(scenario: Scenario) -> int:
    """Replicates of the small run: as many as fit into `AGENT_MONTHS`, between `LEAST` and `MOST`.

    A replicate takes time by agents, months and policies. With this rule a small town is run 20 times and a region twice, and all
    shipped scenarios together take less than a minute on two processors.
    """
    from model.draws import replicate_seed
    from model.simulation import build_world, prepare

    prepared = prepare(scenario.with_policy(BASELINE))
    agents = len(build_world(prepared, int(replicate_seed(SEED, 0))).people.field)
    each = agents * scenario.horizon_months * len(scenario.policy_names)
    return min(max(round(AGENT_MONTHS / max(each, 1)), LEAST), MOST)


def small_run(scenario: Scenario, replicates: int | None = None, seed: int = SEED) -> Results:
    """The runs that bands and facts are held to."""
    from experiments.runs.machine import default_workers
    from experiments.runs.replicates import run

    with ThreadPoolExecutor(default_workers()) as pool:  # of few replicates none should run alone
        return run(scenario, replicates=replicates or replicates_for(scenario), seed=seed, point=True, executor=pool)


def bands_of(results: Results) -> dict[FigureKey, Band]:
    """Headline outcomes, public money and collaborations: by policy, for all hubs together and each of a few."""
    shown = [(row, m.name) for row, m in enumerate(results.measures) if m.headline or m.name in _FURTHER]
    bands: dict[FigureKey, Band] = {}
    for policy in results.policies:
        values = results.all_values(policy)
        names = results.stack(policy).hub_names
        hubs = (ALL, *names) if 1 < len(names) <= MOST_HUBS else (ALL,)
        for column, hub in enumerate(hubs):
            for row, outcome in shown:
                if hub == ALL or MEASURES[outcome].total != "town":
                    bands[FigureKey(policy, hub, outcome)] = _band(values[:, row, column].astype(float))
    return bands


def _band(values: np.ndarray) -> Band:
    there = values[~np.isnan(values)]
    if not there.size:
        return Band(math.nan, math.nan, math.nan)
    mean, half = float(there.mean()), WIDTH * float(np.abs(there).mean())
    return Band(*(_short(figure) for figure in (mean, mean - half, mean + half)))


def _short(figure: float) -> float:
    return float(f"{figure:.{_DIGITS}g}") + 0.0  # + 0.0 turns -0.0 into 0.0


def record_of(results: Results, reason: str, day: str) -> RecordedBands:
    """What to write down of a small run."""
    return RecordedBands(results.scenario.name, results.seed, results.replicates, version(), day, reason, bands_of(results))


def outside(record: RecordedBands, bands: Mapping[FigureKey, Band], *, of_the_mean: bool = False) -> list[Moved]:
    """Figures that have left their bands, came or went; those that moved most first.

    Args:
        record: what was written down.
        bands: of the runs as they are now.
        of_the_mean: also figures still in their bands whose means are not what they were.
    """
    compared = (Moved(figure, record.bands.get(figure), bands.get(figure)) for figure in dict.fromkeys((*record.bands, *bands)))
    return sorted((moved for moved in compared if not _stays(moved, of_the_mean)), key=lambda moved: -moved.size)


def _stays(moved: Moved, of_the_mean: bool) -> bool:
    if moved.before is None or moved.now is None:
        return False
    mean = moved.before.mean
    band = Band(mean, mean, mean) if of_the_mean else moved.before
    return band.holds(moved.now.mean)
