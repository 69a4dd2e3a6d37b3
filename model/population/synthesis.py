"""From a territory to its people (ODD §5.2): traits, then contacts. The same seed gives the same people whatever else a run decides."""

from collections.abc import Mapping

import numpy as np

from model.columns import People
from model.names import FIELDS
from model.parameters import TABLES, Parameters
from model.population.blocks import Blocks, blocks_of, slot_of, systems_of
from model.population.contacts import ContactParameters, compress, draw_edges, edges_at_most
from model.population.traits import Distributions, TraitParameters, Traits, draw_traits
from model.territory import Territory

__all__ = ["slot_of", "synthesise"]

_TRAIT_TYPES = {
    "slot": np.uint32, "place": np.int16, "town": np.int16, "kind": np.int8, "field": np.int8, "age": np.int8, "size": np.int8,
    "metropolis": np.uint8, "remote_days": np.int8, "own_room": np.uint8,
    "skill_x": np.float32, "skill_y": np.float32,
}


def synthesise(territory: Territory, parameters: Parameters, seed: int, extra: Mapping[tuple[int, int], int] | None = None) -> People:
    """The professionals, remote workers and firms of a territory, one row each, with their contacts.

    Args:
        territory: towns and places with how many agents of each kind.
        parameters: the population's numbers (shares, spreads, contacts).
        seed: of the replicate; any non-negative integer below 2**64.
        extra: agents to add at the end of a (place code, kind); everybody else stays as they are, contacts included.

    Returns:
        Read-only columns ordered by place, kind and index.

    Raises:
        ValueError: more agents in a place than slots can number, or an `extra` that names no place and kind of the territory.
    """
    blocks = blocks_of(territory, parameters, extra or {})
    agents = int(blocks.first[-1])
    key = np.uint64(seed)
    traits = Traits(**{name: np.empty(agents, dtype=_TRAIT_TYPES.get(name, np.float64)) for name in Traits._fields})
    draw_traits(key, blocks, _distributions(), TraitParameters(*(parameters[name] for name in TraitParameters._fields)), traits)
    start, contact = _contacts(key, blocks, territory, parameters, traits.field)
    people = People(**traits._asdict(), contact_start=start, contact=contact)
    for column in people:
        column.setflags(write=False)
    return people


def _distributions() -> Distributions:
    """The catalogue's tables as the kernel reads them."""
    tables = {name: np.ascontiguousarray(table.default) for name, table in TABLES.items()}
    return Distributions(
        fields=np.cumsum(tables["field_shares"], axis=1), ages=np.cumsum(tables["age_shares"], axis=1),
        sizes=np.cumsum(tables["size_shares"][0]), staff=tables["size_staff"][0], income_eur=tables["size_income"][0],
        revenue_eur=tables["size_revenue"][0], digital=tables["size_digital"][0],
        own_room=tables["own_room_ratio"],
    )


def _contacts(key: np.uint64, blocks: Blocks, territory: Territory, parameters: Parameters,
              field: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compressed rows of contacts."""
    p = ContactParameters(*(parameters[name] for name in ContactParameters._fields))
    agents = len(field)
    left = np.empty(edges_at_most(agents, p), dtype=np.int32)
    right = np.empty_like(left)
    edges = draw_edges(key, blocks, systems_of(territory, blocks), field, len(FIELDS), p, left, right)
    start, contact = np.zeros(agents + 1, dtype=np.int64), np.empty(2 * edges, dtype=np.int32)
    return start, contact[: compress(agents, left, right, edges, start, contact)]
