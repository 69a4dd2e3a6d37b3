"""Keyed random draws (ODD §7.15): every random number is a pure function of what it is for.

A draw is named by (seed, process, time, slot, second slot). The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw,
"Parallel random numbers: as easy as 1, 2, 3", SC11), a published counter-based generator; its known-answer vectors are
tested. Because nothing is consumed from a stream, two scenarios with one seed share the same people, tastes and shocks, adding an
agent changes nobody else's draws, and the order and number of workers cannot matter.

`time` is a month, or a count of the agent's own (epoch, spell, need, generation) where a draw belongs to its history rather than to a
calendar month: a policy that shifts a person's history then still meets the same sequence of shocks. ODD §7.15 has the whole table.
"""

import math
from typing import Final

import numpy as np

from model.compiled import entry, inlined, loop

# --- processes: what a draw is for. Numbers are part of the reproducibility contract; never reuse or renumber one. ---
REPLICATE: Final = 1  # from the seed of a study: seed of a replicate; where its walk through parameter sets begins (time = 0; 1)
PERSON: Final = 2  # traits of a person or firm (time = block)
CONTACTS: Final = 3  # social network (time = 0; 1 + search)
HUB_PLACE: Final = 4  # reserved, drawn by nobody
EPOCH: Final = 5  # months to a renewal of taste, and whether it is a change of job (time = epoch)
TASTE: Final = 6  # lasting taste for coworking and for one hub (time = generation)
SHOCK: Final = 7  # taste renewed each epoch (time = epoch)
AWARENESS: Final = 8  # hazard at which an unaware agent hears of a hub (time = spell)
FORGETTING: Final = 9  # months an aware agent remembers a hub (time = spell)
AWARE_AT_OPENING: Final = 10  # whether it has heard of a hub by its opening, or a new firm by its birth (time = 0; generation)
PRIORITY: Final = 11  # place in the queue for hubs, or for a desk's session (time = month)
ATTENTION: Final = 12  # whether a changed offer is noticed (time = month)
PRESENCE: Final = 13  # days and events attended (time = month)
ENCOUNTER: Final = 14  # new collaboration of a pair (time = month)
LINK_LIFE: Final = 15  # lifetime of a collaboration (time = month)
NEEDS: Final = 16  # when a firm's next need appears (time = need count)
CLIENT: Final = 17  # a firm joins or leaves a community (time = month)
ADVICE: Final = 18  # demand for advice, and what a session does (time = generation)
MOBILITY: Final = 19  # leaving, and the place being taken again (time = moves)
DAY_PLACE: Final = 20  # reserved, drawn by nobody
OUTSIDE_MATCH: Final = 21  # the field a need is for, how long it stays open, and how it ends (time = need count)
ENTRY: Final = 22  # how an operator misjudges the demand for a hub it may open (time = month)
PARTNER: Final = 23  # a need met by a partner hub in the metropolis (time = month)
HUB_TRAIT: Final = 24  # what no file states about a hub (time = number of the draw)
OPERATOR: Final = 25  # when the operator of a hub reviews it and when it ends, and who works for its anchor (time = 0)
SKILL: Final = 26  # place in the space of skills around one's field (time = 0)
CALL: Final = 27  # whether one knows of a call, and the trouble of applying; age of the VAT number (time = generation)
TOWN_FIGURE: Final = 28  # how far an estimated figure of a town is off (time = number of the figure)

FIRST_OF_EXTENSIONS: Final = 1 << 16
"""From here to 2**32 - 1 each extension has a process of its own, by its name (`model.extensions`); no process of the model reaches it."""

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_UNIT = 1.0 / 4294967296.0


@inlined
def philox_rounds(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10: four 32-bit words (as uint64) from a 128-bit counter and a 64-bit key, each given as 32-bit words.

    Multipliers, shift and mask are uint64 constants because a compiled uint64 must never meet a signed integer.
    """
    c0, c1, c2, c3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    k0, k1 = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * c0
        product_1 = _MULTIPLIER_1 * c2
        c0 = (product_1 >> _SHIFT) ^ c1 ^ k0
        c1 = product_1 & _LOW
        c2 = (product_0 >> _SHIFT) ^ c3 ^ k1
        c3 = product_0 & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


# Signatures are spelled out here, and nowhere else: draws are called with every integer type there is, and each would compile anew.
@entry("UniTuple(uint64, 4)(uint64, uint64, uint64, uint64, uint64, uint64)")
def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10 as one compiled function."""
    return philox_rounds(c0, c1, c2, c3, k0, k1)


@inlined
def unit(word):
    """A 32-bit word as a number strictly inside (0, 1)."""
    return (np.float64(word) + 0.5) * _UNIT


@entry("UniTuple(float64, 4)(uint64, int64, int64, int64, int64)")
def uniforms(seed, process, time, slot, second):
    """Four independent uniforms in (0, 1) for one (seed, process, time, slot, second slot)."""
    seed = np.uint64(seed)
    w0, w1, w2, w3 = philox(
        np.uint64(slot), np.uint64(second), np.uint64(time), np.uint64(process), seed & _LOW, seed >> _SHIFT
    )
    return unit(w0), unit(w1), unit(w2), unit(w3)


@entry("float64(uint64, int64, int64, int64, int64)")
def uniform(seed, process, time, slot, second):
    """One uniform in (0, 1): the first of the four."""
    seed = np.uint64(seed)
    word, _, _, _ = philox_rounds(
        np.uint64(slot), np.uint64(second), np.uint64(time), np.uint64(process), seed & _LOW, seed >> _SHIFT
    )
    return unit(word)


@entry("float64(float64)")
def exponential(u):
    """Unit exponential: the integrated hazard at which something happens to whoever holds the uniform `u`."""
    return -math.log(u)


@entry("float64(float64)")
def gumbel(u):
    """Gumbel with mean zero (location minus Euler's constant), so that adding draws adds no mean utility."""
    return -math.log(-math.log(u)) - 0.5772156649015329


@entry("float64(float64)")
def logistic_draw(u):
    """Standard logistic: the difference of two independent Gumbel draws."""
    return math.log(u / (1.0 - u))


@entry("float64(float64, float64)")
def normal(u, v):
    """Standard normal from two uniforms (Box-Muller)."""
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


@entry("float64(float64, float64, float64)")
def lognormal(log_sd, u, v):
    """A log-normal multiple of mean one, so that spreading a figure does not raise its mean; exactly 1 without spread."""
    return math.exp(log_sd * normal(u, v) - 0.5 * log_sd * log_sd)


@inlined
def logistic_at_most(u):
    """A bound above `logistic_draw(u)` without a logarithm: log y <= (y - 1)/sqrt(y) where y >= 1, 2(y - 1)/(y + 1) where y <= 1."""
    return (2.0 * u - 1.0) / math.sqrt(u * (1.0 - u)) if u > 0.5 else 4.0 * u - 2.0


@inlined
def gumbel_at_most(u):
    """A bound above `gumbel(u)` without a logarithm: -log(-log u) <= -log(1 - u) <= u/sqrt(1 - u)."""
    return u / math.sqrt(1.0 - u)


@entry("float64(float64)")
def log_none(probability):
    """Logarithm of the chance that a monthly event of the given probability does not happen, for `months_until`."""
    if probability <= 0.0:
        return -1e-300  # never, as good as
    return math.log1p(-probability) if probability < 1.0 else -math.inf


@entry("int64(float64, float64)")
def months_until(u, log_none):
    """Months until a monthly event, counting from 1, by the logarithm of the chance of a month without it; at most a very long time."""
    return int(min(1.0 + math.floor(math.log(u) / log_none), 1_000_000.0))


@entry("int64(float64, float64)")
def geometric(u, probability):
    """Months until a monthly event of the given probability, counting from 1; a very long time when it never happens."""
    return months_until(u, log_none(probability))


@entry("uint64(uint64, int64)")
def replicate_seed(seed, replicate):
    """The 64-bit seed of a replicate: a pure function of the study's seed and the replicate's number."""
    seed = np.uint64(seed)
    w0, w1, _, _ = philox(np.uint64(replicate), np.uint64(0), np.uint64(0), np.uint64(REPLICATE), seed & _LOW, seed >> _SHIFT)
    return (w1 << _SHIFT) | w0


@loop
def uniforms_with(seed, process, time, slot, seconds, out):
    """`uniform(seed, process, time, slot, second)` for each second slot: a plain loop, so that processors draw several at once."""
    seed = np.uint64(seed)
    low, high = seed & _LOW, seed >> _SHIFT
    for j in range(seconds.shape[0]):
        word, _, _, _ = philox_rounds(np.uint64(slot), np.uint64(seconds[j]), np.uint64(time), np.uint64(process), low, high)
        out[j] = unit(word)


# Many draws at once, each in a plain loop over columns of keys that processors run several draws at a time: four times as fast as
# one call a draw. A kernel that needs many draws takes agents in groups of this many and lists their keys first.
GROUP = 256


@loop
def draw(seed, process, times, slots, seconds, out):
    """`uniform(seed, process, time, slot, second)` for each row of the keys, as many as `out` has entries."""
    seed = np.uint64(seed)
    low, high = seed & _LOW, seed >> _SHIFT
    for j in range(out.shape[0]):
        word, _, _, _ = philox_rounds(np.uint64(slots[j]), np.uint64(seconds[j]), np.uint64(times[j]), np.uint64(process), low, high)
        out[j] = unit(word)


@loop
def draw_four(seed, process, times, slots, seconds, out, number):
    """`uniforms(seed, process, time, slot, second)` for the first `number` rows of the keys, into the columns of `out`, float64[4, ...]."""
    seed = np.uint64(seed)
    low, high = seed & _LOW, seed >> _SHIFT
    for j in range(number):
        w0, w1, w2, w3 = philox_rounds(np.uint64(slots[j]), np.uint64(seconds[j]), np.uint64(times[j]), np.uint64(process), low, high)
        out[0, j] = unit(w0)
        out[1, j] = unit(w1)
        out[2, j] = unit(w2)
        out[3, j] = unit(w3)
