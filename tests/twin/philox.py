"""Keyed draws (ODD §7.15): Philox4x32-10 in plain integers, and the few distributions the model asks for."""

import math

_WORD = 0xFFFFFFFF
_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10
_EULER = 0.5772156649015329

# Numbers of the processes, as the table of §7.15 has them.
PERSON, CONTACTS, EPOCH, TASTE, SHOCK = 2, 3, 5, 6, 7
AWARENESS, FORGETTING, AWARE_AT_OPENING, PRIORITY, ATTENTION = 8, 9, 10, 11, 12
PRESENCE, ENCOUNTER, LINK_LIFE, NEEDS, CLIENT, ADVICE, MOBILITY = 13, 14, 15, 16, 17, 18, 19
OUTSIDE_MATCH, ENTRY, PARTNER, HUB_TRAIT, OPERATOR, SKILL, CALL = 21, 22, 23, 24, 25, 26, 27


class Draws:
    """The uniforms of one seed, each named by (process, time, slot, second)."""

    def __init__(self, seed: int) -> None:
        low, high = seed & _WORD, seed >> 32 & _WORD
        self._keys = [(low + i * _W0 & _WORD, high + i * _W1 & _WORD) for i in range(_ROUNDS)]

    def words(self, process: int, time: int, slot: int, second: int = 0) -> tuple[int, int, int, int]:
        """One block: the counter is (slot, second, time, process)."""
        a, b, c, d = slot, second, time, process
        for low, high in self._keys:
            x, y = _M0 * a, _M1 * c
            a, b, c, d = y >> 32 ^ b ^ low, y & _WORD, x >> 32 ^ d ^ high, x & _WORD
        return a, b, c, d

    def four(self, process: int, time: int, slot: int, second: int = 0) -> tuple[float, float, float, float]:
        """The four uniforms of a block."""
        a, b, c, d = self.words(process, time, slot, second)
        return (a + 0.5) / 2**32, (b + 0.5) / 2**32, (c + 0.5) / 2**32, (d + 0.5) / 2**32

    def one(self, process: int, time: int, slot: int, second: int = 0) -> float:
        """The first of them, U₀."""
        return (self.words(process, time, slot, second)[0] + 0.5) / 2**32


def exponential(u: float) -> float:
    """E(u)."""
    return -math.log(u)


def normal(u: float, v: float) -> float:
    """N(u, v)."""
    return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)


def gumbel(u: float) -> float:
    """G(u), of mean 0."""
    return -math.log(-math.log(u)) - _EULER


def logistic_draw(u: float) -> float:
    """L(u)."""
    return math.log(u / (1 - u))


def geometric(u: float, chance: float) -> int:
    """Monthly trials up to the first success."""
    if chance <= 0:
        return 10**6
    if chance >= 1:
        return 1
    return min(10**6, 1 + math.floor(math.log(u) / math.log(1 - chance)))


def hazard_of(chance: float) -> float:
    """H(x) of §7.4: the hazard that gives a chance in a month."""
    return -math.log(1 - min(0.999999, chance))


def logistic(x: float) -> float:
    """1 / (1 + e^−x)."""
    return 1 / (1 + math.exp(-x))
