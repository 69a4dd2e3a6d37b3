"""Where everybody knows everybody and joins on hearing, awareness is the discrete model of Bass (1969)."""

import numpy as np
import pytest
from scipy import stats

from tests.limits.seeds import everybody_knows_everybody, many_runs, runs
from tests.model.month.towns import BARE_CHOICE, case, hub

pytestmark = many_runs

_WIDE = hub(desks=1_000, offices=0, opening_cash_eur=1e8, may_downsize=False, may_expand=False)
# who hears joins in that month and stays
_ADOPTION = {
    **BARE_CHOICE,
    "alpha": 60.0,
    "plan_occasional": -1e9,
    "plan_fixed": -1e9,
    "evaluation_rate": 0.0,
    "encounter_rate": 0.0,
    "aware_at_opening": 0.0,
    "awareness_event": 0.0,
    "leave_contacts": 0.0,
}


def _adoption(n: int, months: int, seeds: int, p: float, q: float, founders: int) -> np.ndarray:
    """Members by seed and month; q is the chance a month that n members tell who does not know, so that q plays the part it has in Bass."""
    told = 1.0 - (1.0 - q) ** (1.0 / n)
    figures = {**_ADOPTION, "awareness_promotion": p, "awareness_word_of_mouth": told, "plan_fixed": -1e9}
    town = case({**_WIDE, "founders": float(founders)}, months=months, people=(n, 0, 0), **figures)
    return np.array([finished.hub("members") for finished in runs(town, range(seeds), **everybody_knows_everybody(n))])


def _chain_binomial(n: int, months: int, p: float, q: float, founders: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, variance and fourth central moment of the members each month, exactly.

    Of the n - M who do not know, each hears in the month with chance 1 - (1 - p)(1 - q)^(M/n), M the members of the month before: the chain
    binomial of Reed and Frost with a chance p from outside.
    """
    number = np.arange(n + 1)
    hears = 1.0 - (1.0 - p) * (1.0 - q) ** (number / n)
    step = stats.binom.pmf(number - number[:, None], n - number[:, None], hears[:, None])
    mass = stats.binom.pmf(number - founders, n - founders, p)  # nobody has spoken before the month it opens
    masses = []
    for _ in range(months):
        masses.append(mass)
        mass = mass @ step
    mean = np.array(masses) @ number
    return mean, *((np.array(masses) * (number - mean[:, None]) ** power).sum(axis=1) for power in (2, 4))


@pytest.mark.parametrize(("p", "q", "founders"), [(0.03, 0.38, 0), (0.01, 0.6, 0), (0.08, 0.1, 0), (0.05, 0.0, 0), (0.0, 0.5, 4)])
def test_awareness_on_a_complete_graph_is_the_discrete_bass_curve(p: float, q: float, founders: int) -> None:
    """Promotion p and word of mouth q, among them the means of Sultan, Farley and Lehmann (1990), 0.03 and 0.38; p alone; and q alone, from
    founders.

    Error: over 300 seeds, month by month, 4.5 standard errors of the mean, √(v / S), and 5 of the variance, √((μ_4 - v²) / S), both of the
    chain, while 5 to 90 % know of the hub: later the few slow runs make what is left too skewed for a normal error. At the steepest that
    is 2 to 6 % of the town. It notices 10 to 15 % of q where word of mouth leads, 6 % of p where promotion does.
    """
    n, months, seeds = 80, 24, 300
    members = _adoption(n, months, seeds, p, q, founders)
    mean, variance, fourth = _chain_binomial(n, months, p, q, founders)
    on_the_way = (mean > 0.05 * n) & (mean < 0.9 * n)
    error = 4.5 * np.sqrt(variance / seeds)
    assert (np.abs(members.mean(axis=0) - mean) < error)[on_the_way].all()
    error = 5.0 * np.sqrt((fourth - variance**2) / seeds)
    assert (np.abs(((members - mean) ** 2).mean(axis=0) - variance) < error)[on_the_way].all()


def test_in_a_large_town_the_curve_is_that_of_bass() -> None:
    """F' = F + (1 - F)(1 - (1 - p)(1 - q)^F): the limit of the chain in a large town, the monthly step of the Bass model.

    Error: 4 standard errors of the mean of 12 runs of 800 people, the variance that of the chain (3.2 % of the town at the steepest), and
    0.2 % for so many people not being all: the chain lies 0.09 % off its limit. 10 % of q is noticed. Against the curve of Bass in
    continuous time, (1 - e) / (1 + e q/p), e = exp(-(p + q) t), of hazards -log(1 - p) and -log(1 - q), the step is late by up to 8 % of
    the town: what is said in a month is heard in the next.
    """
    n, months, p, q = 800, 24, 0.06, 0.3
    share = _adoption(n, months, 12, p, q, 0).mean(axis=0) / n
    step = [p]
    for _ in range(months - 1):
        step.append(step[-1] + (1.0 - step[-1]) * (1.0 - (1.0 - p) * (1.0 - q) ** step[-1]))
    mean, variance, _ = _chain_binomial(n, months, p, q, 0)
    assert np.abs(mean / n - step).max() < 0.002
    assert (np.abs(share - step) < 4.0 * np.sqrt(variance / 12) / n + 0.002).all()
    outside, inside = -np.log1p(-p), -np.log1p(-q)
    e = np.exp(-(outside + inside) * np.arange(1, months + 1))
    late = (1.0 - e) / (1.0 + e * inside / outside) - step
    assert late.min() >= 0.0
    assert late.max() == pytest.approx(0.078, abs=0.001)
