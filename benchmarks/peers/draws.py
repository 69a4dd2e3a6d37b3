"""Keyed draws over arrays, for the peers that keep people in columns.

No framework has draws keyed by what they are for. So that they are not charged for that, the peers are lent the model's own, compiled
(those with objects call `model.draws` directly). `PLAIN` is what a user of numpy would write instead; it is measured once beside it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numba
import numpy as np

from model import draws


@numba.vectorize(["float64(uint64, int64, int64, int64, int64)"])
def uniform(seed, process, time, slot, second):  # type: ignore[no-untyped-def]
    """`model.draws.uniform` over arrays."""
    return draws.uniform(seed, process, time, slot, second)


@numba.guvectorize(["(uint64, int64, int64, int64, int64, float64[:], float64[:])"], "(),(),(),(),(),(n)->(n)")
def _four(seed, process, time, slot, second, shape, out):  # type: ignore[no-untyped-def]
    out[0], out[1], out[2], out[3] = draws.uniforms(seed, process, time, slot, second)


def uniforms(seed, process, time, slot, second):  # type: ignore[no-untyped-def]
    """`model.draws.uniforms` over arrays: one row of four each."""
    return _four(seed, process, time, slot, second, np.empty(4))


def plain_uniforms(seed, process, time, slot, second):  # type: ignore[no-untyped-def]
    """`uniforms` in numpy alone: Philox4x32-10 on arrays of 64-bit words."""
    low, high = np.uint64(0xFFFFFFFF), np.uint64(32)
    c0, c1, c2, c3 = np.broadcast_arrays(*(np.asarray(word).astype(np.uint64) for word in (slot, second, time, process)))
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        first, other = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (other >> high) ^ c1 ^ np.uint64(k0), other & low, (first >> high) ^ c3 ^ np.uint64(k1), first & low
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return (np.stack([c0, c1, c2, c3], axis=-1) + 0.5) / 4294967296.0


class Draws(NamedTuple):
    """One way of drawing."""

    uniform: Callable[..., np.ndarray]
    uniforms: Callable[..., np.ndarray]


LENT = Draws(uniform, uniforms)
PLAIN = Draws(lambda *key: plain_uniforms(*key)[..., 0], plain_uniforms)


def geometric(u: np.ndarray, probability: float) -> np.ndarray:
    """`model.draws.geometric` over arrays (for a chance between 0 and 1)."""
    return np.minimum(1.0 + np.floor(np.log(u) / np.log1p(-probability)), 1_000_000.0)


def gumbel(u: np.ndarray) -> np.ndarray:
    """`model.draws.gumbel` over arrays."""
    return -np.log(-np.log(u)) - 0.5772156649015329


def logistic(u: np.ndarray) -> np.ndarray:
    """`model.draws.logistic_draw` over arrays."""
    return np.log(u / (1.0 - u))
