"""What the limits are held against: tastes integrated out, and the months of one person as a Markov chain. No draw, no engine."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import loggamma

_STEP = 0.05  # of the inversion: its error is the chance that a sum of tastes is 2π/step = 125 off, below 1e-40 for spreads of about 1
_EULER = np.euler_gamma


def logistic(x: ArrayLike) -> np.ndarray:
    """Share that takes an option worth `x` more than the other, tastes standard logistic."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(x, dtype=float))))


def exceedance(level: ArrayLike, logistics: Sequence[float], gumbel: float = 0.0) -> np.ndarray:
    """P(Σ s L + μ G > level) for standard logistic L of scales s and a Gumbel G of mean zero and scale μ.

    By inverting the characteristic function (Gil-Pelaez 1951), πst / sinh(πst) for each logistic, Γ(1 - iμt) exp(-iγμt) for the Gumbel.
    """
    t = (np.arange(400) + 0.5) * _STEP
    transform = np.exp(loggamma(1.0 - 1j * gumbel * t) - 1j * _EULER * gumbel * t)
    for scale in logistics:
        if scale > 0.0:
            transform = transform * np.pi * scale * t / np.sinh(np.pi * scale * t)
    x = np.asarray(level, dtype=float)
    waves = np.imag(np.exp(-1j * x[..., None] * t) * transform / t)
    return np.asarray(0.5 + _STEP / np.pi * waves.sum(axis=-1))


def taste_scales(persistence: float, nest: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Scales of the lasting and the renewed taste for any hub, and of those for one hub (odd.md §7.5)."""
    for_any = (persistence * nest) ** 0.5, ((1.0 - persistence) * nest) ** 0.5
    for_hub = (persistence * (1.0 - nest)) ** 0.5, ((1.0 - persistence) * (1.0 - nest)) ** 0.5
    return for_any, for_hub


def plan_shares(values: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """What plans of these values are worth together, scale · log Σ exp(value / scale), and the softmax of who takes which.

    The best of independent Gumbel tastes is Gumbel again, and which plan it is does not depend on how good it is: so a nest of plans acts
    on joining as one option of that worth (McFadden 1978).
    """
    best = values.max(axis=-1, keepdims=True)
    weights = np.exp((values - best) / scale)
    total = weights.sum(axis=-1, keepdims=True)
    return (best + scale * np.log(total))[..., 0], weights / total


def membership_chain(plans: np.ndarray, habit: np.ndarray, switching: float, nest: float, scale: float) -> np.ndarray:
    """Chances of a choice at a renewal for each habit, [habit, from, to], states outside and then the plans of one hub.

    Outside is worth 0, or -habit for who is inside; a plan is worth its value, less habit for who is outside, less switching · habit for
    who holds another plan. Nothing of taste lasts.
    """
    n, k = len(habit), len(plans)
    chain = np.zeros((n, k + 1, k + 1))
    scales = [nest**0.5, (1.0 - nest) ** 0.5]
    for state in range(k + 1):
        held = np.arange(1, k + 1) == state
        cost = habit if state == 0 else switching * habit
        worth, shares = plan_shares(plans - np.where(held, 0.0, cost[:, None]), scale)
        inside = exceedance((-habit if state else 0.0) - worth, scales, scale)
        chain[:, state, 0] = 1.0 - inside
        chain[:, state, 1:] = inside[:, None] * shares
    return chain


def occupancy(first: np.ndarray, month: np.ndarray, months: int) -> np.ndarray:
    """Chance to be in each state at the end of each month, [month, habit, state], from those of the first and a month's transitions."""
    chances = [first]
    for _ in range(months - 1):
        chances.append(np.einsum("ia,iab->ib", chances[-1], month))
    return np.array(chances)


def variance_of_mean(chances: np.ndarray, month: np.ndarray, first: int) -> np.ndarray:
    """Variance of the share of the months from `first` on that one person spends in each state, [habit, state]."""
    months, n, states = chances.shape
    later = np.broadcast_to(np.eye(states), (n, states, states))
    total = np.zeros((n, states))
    for gap in range(months - first):
        joint = chances[first : months - gap] * np.einsum("iaa->ia", later)
        total += (joint - chances[first : months - gap] * chances[first + gap :]).sum(axis=0) * (1.0 if gap == 0 else 2.0)
        later = later @ month
    return np.asarray(total / (months - first) ** 2)


def flow(chances: np.ndarray, month: np.ndarray, moves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of how often one person makes one of the `moves` [from, to] from the second month on, by habit."""
    months = len(chances)
    step = month * moves
    now = np.einsum("mia,iab->mib", chances[:-1], step)  # where a move leads, by month
    chance = now.sum(axis=2)
    variance = (chance * (1.0 - chance)).sum(axis=0)
    again = step.sum(axis=2)  # chance to move a number of months after being in a state
    for gap in range(1, months - 1):
        joint = np.einsum("mia,ia->mi", now[:-gap], again)
        variance += 2.0 * (joint - chance[:-gap] * chance[gap:]).sum(axis=0)
        again = np.einsum("iab,ib->ia", month, again)
    return chance.sum(axis=0), variance


def two_hub_shares(value_a: float, value_b: float, persistence: float, nest: float, scale: float = 0.0) -> np.ndarray:
    """Shares outside, in hub A and in hub B, for who knows both: tastes for any hub and for each hub integrated out on a grid."""
    edges = np.linspace(-30.0, 30.0, 3_001)
    middle = 0.5 * (edges[1:] + edges[:-1])
    for_any, for_hub = taste_scales(persistence, nest)

    def mass(scales: Sequence[float], gumbel: float) -> np.ndarray:
        return -np.diff(exceedance(edges, scales, gumbel)) if any(scales) else (np.abs(middle) < 0.011) * 0.5

    common, own = mass(for_any, 0.0), mass(for_hub, scale)

    def best(mine: float, other: float) -> float:
        beats = own * (1.0 - exceedance(middle + mine - other, for_hub, scale))
        above = np.append(np.cumsum(beats[::-1])[::-1], 0.0)  # taste for this hub above an edge
        return float(common @ np.interp(-mine - middle, edges, above))

    a, b = best(value_a, value_b), best(value_b, value_a)
    return np.array([1.0 - a - b, a, b])
