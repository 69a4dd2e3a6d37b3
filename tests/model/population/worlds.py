"""Small territories and ways to compare populations, for the tests of this folder."""

from collections.abc import Mapping

import numpy as np

from model.columns import People
from model.parameters import Parameters
from model.population import synthesise
from model.territory import Territory, territory

DEFAULTS = Parameters()
TRAITS = [name for name in People._fields if name not in ("place", "town", "contact_start", "contact")]


def small(towns: tuple[str, ...] = ("sondrio",), catchment: float = 20, counts: tuple[int, int, int] = (120, 150, 200)) -> Territory:
    """Towns with few agents in their centre and their innermost rings as published."""
    figures = dict(zip(("professionals", "remote_workers", "firms"), counts, strict=True))
    return territory(towns, catchment, dict.fromkeys(towns, figures))


def people_of(world: Territory, seed: int = 11, extra: Mapping[tuple[int, int], int] | None = None, **parameters: float) -> People:
    return synthesise(world, Parameters(parameters), seed, extra)


def contacts_by_slot(people: People) -> dict[int, list[int]]:
    """Contacts of each agent, both named by slot."""
    return {int(slot): sorted(people.slot[people.contact[start:end]].tolist())
            for slot, start, end in zip(people.slot, people.contact_start[:-1], people.contact_start[1:], strict=True)}


def assert_same_people(a: People, b: People, slots: np.ndarray) -> None:
    """The agents of these slots have the same traits in both populations."""
    rows_a, rows_b = (np.nonzero(np.isin(people.slot, slots))[0] for people in (a, b))
    assert len(rows_a) == len(rows_b) == len(slots)
    for name in TRAITS:
        np.testing.assert_array_equal(getattr(a, name)[rows_a], getattr(b, name)[rows_b], err_msg=name)
