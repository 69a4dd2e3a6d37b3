"""What this machine asks for what a month is made of: a keyed draw, a byte read in a row, a line of memory read at random, a logarithm.

They are taken in the same minute as what they are held against, so that figures of two machines, or of a quiet and a busy hour, can be
compared. Times are processor time of the thread: what passes from start to end, less the moments in which another program had the core.
"""

import time
from typing import Final, NamedTuple

import numba
import numpy as np

from model.draws import GROUP, PRESENCE, draw, uniform

SEED = np.uint64(1)
NUMBER: Final = 200_000  # draws, lines and logarithms timed together
READ: Final = 100_000_000  # bytes, in as many readings of the whole as it takes
LINE: Final = 64  # bytes the processor fetches at once

# Some systems tell processor time in ticks of many milliseconds only; there the ordinary clock serves better.
clock = time.thread_time if time.get_clock_info("thread_time").resolution < 1e-5 else time.perf_counter


class Prices(NamedTuple):
    """In ns."""

    draw: float  # one keyed draw
    draw_in_group: float  # one of many keyed draws made together
    byte: float  # one byte of the memory a run touches, summed by numpy from end to end
    line: float  # one line at a random place of it, many being fetched at once
    log: float  # one logarithm of a uniform


def prices(state_bytes: int) -> Prices:
    """The prices of this minute, for a run whose state has so many bytes; the least of a few readings each."""
    buffer = np.ones(state_bytes // 8)
    places = np.random.default_rng(1).integers(0, len(buffer) // 8, NUMBER) * 8
    keys, drawn, chances = np.arange(GROUP), np.empty(GROUP), np.linspace(0.001, 0.999, NUMBER)
    times = range(max(1, READ // buffer.nbytes))
    return Prices(
        draw=_ns(lambda: _sum_of_draws(SEED, NUMBER), NUMBER),
        draw_in_group=_ns(lambda: _groups_of_draws(SEED, keys, drawn, NUMBER // GROUP), NUMBER // GROUP * GROUP),
        byte=_ns(lambda: [buffer.sum() for _ in times], buffer.nbytes * len(times)),
        line=_ns(lambda: _sum_at(buffer, places), NUMBER),
        log=_ns(lambda: _sum_of_logs(chances), NUMBER),
    )


def _ns(work, number, readings=8):  # type: ignore[no-untyped-def]
    """The least time of one of `number` in a few readings, after one that compiles."""
    work()
    least = float("inf")
    for _ in range(readings):
        began = clock()
        work()
        least = min(least, clock() - began)
    return least * 1e9 / number


@numba.njit(nogil=True)
def _sum_of_draws(seed, number):  # type: ignore[no-untyped-def]
    total = 0.0
    for slot in range(number):
        total += uniform(seed, PRESENCE, 0, slot, 0)
    return total


@numba.njit(nogil=True)
def _groups_of_draws(seed, keys, drawn, groups):  # type: ignore[no-untyped-def]
    for _ in range(groups):
        draw(seed, PRESENCE, keys, keys, keys, drawn)


@numba.njit(nogil=True)
def _sum_at(buffer, places):  # type: ignore[no-untyped-def]
    total = 0.0
    for number in range(places.shape[0]):
        total += buffer[places[number]]
    return total


@numba.njit(nogil=True)
def _sum_of_logs(chances):  # type: ignore[no-untyped-def]
    total = 0.0
    for number in range(chances.shape[0]):
        total += np.log(chances[number])
    return total
