"""Finding rows: agents whose month has come, the pair of an agent and a hub, a queue in order. Not a step of its own."""

from model.compiled import inlined, loop
from model.names import DOWNSIZED, OPEN


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
STRETCH = 32  # agents looked at together where hardly any has something to do


@loop
def list_due(t, months, rows):
    """Write into `rows`, in order, the agents whose month has come (`months[i] <= t`); returns how many there are.

    Most stretches hold nobody, and processors compare a stretch at once.
    """
    found = 0
    for first in range(0, months.shape[0], STRETCH):
        last = min(first + STRETCH, months.shape[0])
        anybody = False
        for i in range(first, last):
            anybody |= months[i] <= t
        if anybody:
            for i in range(first, last):
                if months[i] <= t:
                    rows[found] = i
                    found += 1
    return found


@inlined
def is_open(hubs, h):
    """A hub that people can use this month."""
    return hubs[h].state == OPEN or hubs[h].state == DOWNSIZED


@inlined
def find_pair(ties, i, h):
    """Row of the pair (agent, hub) in `Reach`, or -1 if the hub is out of the agent's reach."""
    for k in range(ties.start[i], ties.start[i + 1]):
        if ties.hub[k] == h:
            return k
    return -1


@inlined
def knows_a_hub(ties, pairs, i):
    """Whether agent i knows any hub, open or not."""
    for k in range(ties.start[i], ties.start[i + 1]):
        if pairs.aware[k] == 1:
            return True
    return False
