"""What the population kernels read about places (ODD §5.2): one row for each (place, kind), in the order of the people.

This is the only step that walks over places in Python; everything per person is compiled.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from model.memory import AGENTS_OF_A_KIND, INDEX_BITS, KIND_BITS
from model.names import EMPLOYEE, FIRM, INDEPENDENT, KINDS
from model.parameters import Parameters
from model.territory import REGION_MEAN_INCOME_EUR, Territory
from model.territory.territory import Place


class Blocks(NamedTuple):
    """One row a (place, kind); rows of people of a block follow each other."""

    first: np.ndarray  # int64[blocks + 1]: row of the first agent
    slot: np.ndarray  # int64: slot of the first agent
    place: np.ndarray  # int64
    town: np.ndarray  # int64
    ring: np.ndarray  # int64: position inside the town's system
    kind: np.ndarray  # int64
    income_eur: np.ndarray  # float64: mean net income a month of persons; for firms the town's income over the region's
    x_km: np.ndarray  # float64
    y_km: np.ndarray  # float64
    km_low: np.ndarray  # float64
    km_high: np.ndarray  # float64
    access_max: np.ndarray  # float64: longest access minutes (town residents; elsewhere the shortest)
    metropolis: np.ndarray  # float64: chance that an employee's office is in the metropolis
    milan_min: np.ndarray  # float64


class Systems(NamedTuple):
    """A town with its rings, whether in the run or not: where contacts outside one's own place are looked for."""

    block: np.ndarray  # int64[towns, places, 3]: block of a place and kind, -1 when not in the run
    usual: np.ndarray  # float64[towns, places, 3]: published numbers of agents, the yardstick of the contact network
    weight: np.ndarray  # float64[towns, places]: published numbers of agents of all kinds


def slot_of(place_code: int, kind: int, index: int) -> int:
    """The stable identity of the agent number `index` of a kind in a place: the key of every draw that concerns it."""
    return (place_code << (INDEX_BITS + KIND_BITS)) | (kind << INDEX_BITS) | index


def blocks_of(territory: Territory, parameters: Parameters, extra: Mapping[tuple[int, int], int]) -> Blocks:
    """The blocks of a run, with `extra` agents appended to those of given (place code, kind).

    Raises `ValueError` for a block too large to number, or an `extra` that names no block or a negative number.
    """
    known = {(place.code, kind) for place in territory.places for kind in range(len(KINDS))}
    problems = [f"extra: no place {code} with kind {kind}" for code, kind in extra if (code, kind) not in known]
    problems += [f"extra: {number} agents for {key}" for key, number in extra.items() if number < 0]
    rows, counts = [], []
    for position, place in enumerate(territory.places):
        for kind in range(len(KINDS)):
            count = place.counts[kind] + extra.get((place.code, kind), 0)
            if count > AGENTS_OF_A_KIND:
                problems.append(f"{place.name}: {count} agents of kind {KINDS[kind]}, at most {AGENTS_OF_A_KIND}")
            counts.append(count)
            rows.append((slot_of(place.code, kind, 0), position, territory.towns.index(place.town), place.ring, kind,
                         _mean_income(place, kind, parameters), place.x_km, place.y_km, place.km_low, place.km_high,
                         parameters["access_town_max"] if place.ring == 0 else parameters["access_min"],
                         _metropolis_share(place, parameters), place.minutes_to_metropolis))
    if problems:
        raise ValueError("; ".join(problems))
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    columns = list(zip(*rows, strict=True))
    return Blocks(first, *(np.array(column, dtype=np.int64) for column in columns[:5]),
                  *(np.array(column, dtype=np.float64) for column in columns[5:]))


def systems_of(territory: Territory, blocks: Blocks) -> Systems:
    """The towns of the run with all their rings, and which of them have people in it."""
    usual = np.zeros((len(territory.towns), max(map(len, territory.systems)), len(KINDS)))
    for town, counts in enumerate(territory.systems):
        usual[town, : len(counts)] = counts
    block = np.full(usual.shape, -1, dtype=np.int64)
    block[blocks.town, blocks.ring, blocks.kind] = np.arange(len(blocks.place))
    return Systems(block, usual, usual.sum(axis=2))


def _mean_income(place: Place, kind: int, parameters: Parameters) -> float:
    """Mean net income a month in EUR of a person; for firms, how the place's income compares with the region's."""
    if kind == FIRM:
        return place.mean_income_eur / REGION_MEAN_INCOME_EUR.value
    ratio = parameters[{INDEPENDENT: "income_independent", EMPLOYEE: "income_employee"}[kind]]
    return place.mean_income_eur * (1.0 - parameters["income_tax_share"]) / 12.0 * ratio


def _metropolis_share(place: Place, parameters: Parameters) -> float:
    """Chance that a remote-capable employee of the place has the office in the metropolis."""
    share = parameters["metropolis_share"]
    near = np.exp(-parameters["metropolis_decay"] * (place.minutes_to_metropolis - parameters["metropolis_from_min"]))
    return float(min(1.0, share * min(near, parameters["metropolis_cap"])))
