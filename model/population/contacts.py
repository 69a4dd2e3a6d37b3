"""The contact network (ODD §5.3): who knows whom. Homophilous in field and place, with shortcuts; about eight contacts each.

Two kinds of edge, built so that one more agent adds edges of its own and changes no other:

1. *colleagues*: inside a (place, kind, field) agents stand in a line in the order of their slots and know those next to them;
   the line does not close into a ring, so a newcomer at its end only adds edges;
2. *acquaintances*: each agent looks for contacts among those who were there before it. "Before" is seniority: the agent's
   index over the published number of agents of its place and kind. Nobody's choice depends on how many come later, and a
   draw that points past the end of a block is dropped rather than redrawn.
"""

import math
from typing import NamedTuple

import numpy as np

from model.compiled import compiled, entry
from model.draws import CONTACTS, uniforms
from model.population.blocks import Blocks, Systems

_HOW_MANY = np.int64(0)  # the `time` of an agent's draw of how many to look for; each search follows with a number of its own


class ContactParameters(NamedTuple):
    """Mean contacts of an agent by where they come from."""

    contacts_field: float
    contacts_town: float
    contacts_far: float
    contact_same_kind: float


@compiled
def whole(expected, u):
    """A whole number with the given mean: rounded down, or up with the chance of the fraction."""
    return int(math.floor(expected) + (1 if u < expected - math.floor(expected) else 0))


@compiled
def other_place(weight, own, u):
    """Another place of the same town and rings, in proportion to its published size; -1 when there is none."""
    total = 0.0
    for ring in range(len(weight)):
        if ring != own:
            total += weight[ring]
    left = u * total
    for ring in range(len(weight)):
        if ring != own and weight[ring] > 0.0:
            left -= weight[ring]
            if left < 0.0:
                return ring
    return -1


@entry(arrays=True)
def edges_at_most(agents, p: ContactParameters):
    """Upper bound of the number of edges, before those drawn twice are merged."""
    each = math.ceil(0.5 * p.contacts_field) + math.ceil(0.5 * p.contacts_town) + math.ceil(0.5 * p.contacts_far)
    return agents * each


@entry(arrays=True)
def draw_edges(seed, blocks: Blocks, systems: Systems, field, fields, p: ContactParameters, left, right):
    """Writes the edges into `left` and `right` and returns how many; an edge may stand twice."""
    edges = 0
    widest = math.ceil(0.5 * p.contacts_field)
    recent = np.empty((fields, widest + 1), dtype=np.int64)  # latest agents of each field, newest first
    for block in range(len(blocks.kind)):
        recent[:] = -1
        town, ring, kind = blocks.town[block], blocks.ring[block], blocks.kind[block]
        usual = systems.usual[town]
        for row in range(blocks.first[block], blocks.first[block + 1]):
            index = row - blocks.first[block]
            slot = blocks.slot[block] + index
            for_field, for_town, for_far, _ = uniforms(seed, CONTACTS, _HOW_MANY, slot, 0)

            line = recent[field[row]]
            for step in range(whole(0.5 * p.contacts_field, for_field)):
                if line[step] >= 0:
                    left[edges], right[edges] = line[step], row
                    edges += 1
            for step in range(widest - 1, 0, -1):
                line[step] = line[step - 1]
            line[0] = row

            seniority = index / max(1.0, usual[ring, kind])
            near = whole(0.5 * p.contacts_town, for_town)
            for search in range(near + whole(0.5 * p.contacts_far, for_far)):
                for_index, for_kind, for_which, for_place = uniforms(seed, CONTACTS, 1 + search, slot, 0)
                their_ring = ring if search < near else other_place(systems.weight[town], ring, for_place)
                their_kind = kind
                if for_kind >= p.contact_same_kind:
                    their_kind = (kind + (1 if for_which < 0.5 else 2)) % 3
                if their_ring < 0 or systems.block[town, their_ring, their_kind] < 0:
                    continue
                them = systems.block[town, their_ring, their_kind]
                before = float(index) if them == block else seniority * usual[their_ring, their_kind]
                candidate = blocks.first[them] + int(for_index * before)
                if before >= 1.0 and candidate < blocks.first[them + 1] and candidate != row:
                    left[edges], right[edges] = candidate, row
                    edges += 1
    return edges


@entry(arrays=True)
def compress(agents, left, right, edges, start, contact):
    """Write symmetric compressed rows without repetitions, each row in ascending order; returns how many entries there are.

    `start` is of zeros, one more than agents; `contact` has room for every edge twice.
    """
    for edge in range(edges):
        start[left[edge] + 1] += 1
        start[right[edge] + 1] += 1
    for row in range(agents):
        start[row + 1] += start[row]
    filled = start[:-1].copy()
    for edge in range(edges):
        a, b = left[edge], right[edge]
        contact[filled[a]] = b
        filled[a] += 1
        contact[filled[b]] = a
        filled[b] += 1
    kept = 0
    for row in range(agents):
        begin, end = start[row], filled[row]
        for position in range(begin + 1, end):  # insertion sort: rows hold about eight
            value, place = contact[position], position
            while place > begin and contact[place - 1] > value:
                contact[place] = contact[place - 1]
                place -= 1
            contact[place] = value
        start[row] = kept
        previous = -1
        for position in range(begin, end):
            if contact[position] != previous:
                previous = contact[position]
                contact[kept] = previous
                kept += 1
    start[agents] = kept
    return kept
