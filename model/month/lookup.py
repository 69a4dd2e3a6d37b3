"""Finding rows (ODD §7.6): agents whose month has come, the pair of an agent and a hub, a queue in order. Not a step of its own."""

import numpy as np

from model.compiled import inlined, loop
from model.memory import WORD
from model.names import DOWNSIZED, FIXED, FLEX, OCCASIONAL, OPEN

# A month looks at everybody for the few to whom something happens. Columns are asked 64 entries at once, without a branch, and only the
# entries that answer are visited (ADR 0030).
NOBODY, LAST = np.uint64(0), np.uint64(1)
_DE_BRUIJN = 0x03F79D71B4CB0A89  # every six bits of it in a row are another number
_MULTIPLIER, _TOP = np.uint64(_DE_BRUIJN), np.uint64(58)
_PLACE = np.zeros(WORD, dtype=np.int64)
for _place in range(WORD):
    _PLACE[((_DE_BRUIJN << _place) % 2**64) >> 58] = _place


@inlined
def lowest(bits):
    """Place of the lowest bit that is set."""
    return _PLACE[np.int64(((bits & (~bits + LAST)) * _MULTIPLIER) >> _TOP)]


@inlined
def without_lowest(bits):
    """The other bits that are set."""
    return bits & (bits - LAST)


@inlined
def due_in_word(first, now, when):
    """The entries of a column from `first` on, as bits of a word, whose time has come (`now` must be of the column's type)."""
    bits = NOBODY
    if first + WORD <= when.shape[0]:
        for place in range(WORD):
            entry = np.uint64(first + place)  # unsigned: nothing counts from the end, so neighbours are read together
            bits |= np.uint64(when[entry] <= now) << np.uint64(place)
    else:
        for place in range(when.shape[0] - first):
            bits |= np.uint64(when[first + place] <= now) << np.uint64(place)
    return bits


@inlined
def more_in_word(first, least, column):
    """The entries of a column from `first` on, as bits of a word, that are more than the least (of the column's type)."""
    bits = NOBODY
    if first + WORD <= column.shape[0]:
        for place in range(WORD):
            entry = np.uint64(first + place)
            bits |= np.uint64(column[entry] > least) << np.uint64(place)
    else:
        for place in range(column.shape[0] - first):
            bits |= np.uint64(column[first + place] > least) << np.uint64(place)
    return bits


@loop
def list_due(first, last, t, months, rows):
    """Write into `rows`, in order, the agents from `first` (at the start of a word) up to `last` whose month has come (`months[i] <= t`).

    Returns how many there are.
    """
    now = np.int32(t)
    number = 0
    for word in range(first, last, WORD):
        bits = due_in_word(word, now, months)
        while bits != NOBODY:
            rows[number] = word + lowest(bits)
            number += 1
            bits = without_lowest(bits)
    return number


@loop
def sort_by_priority(rows, priority):
    """Put a queue in order: smallest priority first, then row, so that a tie cannot fall differently (a shell sort; queues are short)."""
    gap = rows.shape[0] // 2
    while gap > 0:
        for first in range(gap, rows.shape[0]):
            row, rank = rows[first], priority[first]
            place = first
            while place >= gap and (
                priority[place - gap] > rank or (priority[place - gap] == rank and rows[place - gap] > row)
            ):
                rows[place], priority[place] = rows[place - gap], priority[place - gap]
                place -= gap
            rows[place], priority[place] = row, rank
        gap //= 2


@inlined
def is_open(hubs, h):
    """A hub that people can use this month."""
    return hubs[h].state == OPEN or hubs[h].state == DOWNSIZED


@inlined
def is_sold(town, h, plan):
    """Whether hub h sells a plan to persons."""
    return (town.specs[h].sells >> plan) & 1 == 1


@inlined
def usual_desk(town, h):
    """The desk by which people are won for hub h: flex, or a fixed one where flex is not sold."""
    return FLEX if is_sold(town, h, FLEX) else FIXED


@inlined
def is_of_anchor(town, i, h):
    """Whether agent i works for the employer that anchors hub h, asked of the agent only where there is one."""
    return town.specs[h].anchor_people > 0.0 and town.agents[i].anchor == h


@inlined
def is_membership(plan):
    """Whether a plan makes its holder a member: flex, a fixed desk or an office, but not day passes."""
    return plan > OCCASIONAL


@inlined
def find_pair(ties, i, h):
    """Row of the pair (agent, hub) in `Reach`, or -1 if the hub is out of the agent's reach."""
    for k in range(ties.start[i], ties.start[i + 1]):
        if ties.hub[k] == h:
            return k
    return -1


@inlined
def knows_a_hub(town, i):
    """Whether agent i knows any hub, open or not."""
    ties = town.ties
    for k in range(ties.start[i], ties.start[i + 1]):
        if town.pairs.aware[k] == 1:
            return True
    return False


@inlined
def has_lever(instruments, lever):
    """Whether the scenario has any instrument of this lever, in force or not."""
    for v in range(instruments.row.shape[0]):
        if instruments.row[v].lever == lever:
            return True
    return False


@loop
def keep_best(values, rows, value, row):
    """Insert into a short list kept in falling order, dropping the last."""
    last = values.shape[0] - 1
    if last < 0 or value <= values[last]:
        return
    place = last
    while place > 0 and values[place - 1] < value:
        values[place] = values[place - 1]
        rows[place] = rows[place - 1]
        place -= 1
    values[place] = value
    rows[place] = row
