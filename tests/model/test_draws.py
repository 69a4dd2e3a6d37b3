"""Keyed draws: the published generator, and what the draws made from it are distributed like."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from model import draws
from model.draws import exponential, geometric, gumbel, logistic_draw, philox, replicate_seed, uniforms
from tests.model.kernels import callable_kernel
from tests.model.month.towns import binomial_error

unit = callable_kernel(draws.unit)
_WORD = 0xFFFFFFFF
_PROCESSES = [value for name, value in vars(draws).items() if name.isupper() and isinstance(value, int)]

# The known answers published with the generator (Random123, kat_vectors, philox4x32 with 10 rounds): counter, key, result.
_KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((_WORD,) * 4, (_WORD,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]


@pytest.mark.parametrize(("counter", "key", "known"), _KNOWN)
def test_philox_gives_the_published_answers(counter: tuple[int, ...], key: tuple[int, ...], known: tuple[int, ...]) -> None:
    assert philox(*counter, *key) == known


def test_a_draw_is_one_block_of_philox_named_by_what_it_is_for() -> None:
    """The meaning of the words of the counter is part of the contract: changing it changes every result ever published."""
    seed = 0x299F31D0A4093822
    words = philox(0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0)
    assert uniforms(seed, 0x03707344, 0x13198A2E, 0x243F6A88, 0x85A308D3) == tuple((word + 0.5) / 2**32 for word in words)
    assert draws.uniform(seed, 7, 3, 11, 5) == uniforms(seed, 7, 3, 11, 5)[0]


def test_uniforms_never_reach_zero_or_one() -> None:
    assert 0.0 < unit(0) < 1e-9
    assert 1.0 - 1e-9 < unit(_WORD) < 1.0


def test_no_two_processes_share_a_number() -> None:
    assert len(_PROCESSES) > 15
    assert len(set(_PROCESSES)) == len(_PROCESSES)


def _sample(vary: str, n: int = 20_000) -> np.ndarray:
    """First uniforms of draws whose names differ in one part only."""
    name = {"seed": 1, "process": 8, "time": 0, "slot": 4711, "second": 0}
    return np.array([uniforms(*{**name, vary: value}.values()) for value in range(n)])


@pytest.mark.parametrize("vary", ["seed", "time", "slot", "second"])
def test_draws_of_neighbouring_names_are_uniform_and_independent(vary: str) -> None:
    sample = _sample(vary)
    for column in sample.T:
        assert stats.kstest(column, "uniform").pvalue > 1e-4
        assert abs(np.corrcoef(column[:-1], column[1:])[0, 1]) < 0.035  # five standard errors
    correlations = np.corrcoef(sample.T)[np.triu_indices(4, 1)]
    assert np.abs(correlations).max() < 0.035


def test_processes_do_not_echo_each_other() -> None:
    columns = [np.array([draws.uniform(1, process, 0, slot, 0) for slot in range(4_000)]) for process in _PROCESSES]
    correlations = np.corrcoef(columns)[np.triu_indices(len(columns), 1)]
    assert np.abs(correlations).max() < 5.5 / np.sqrt(4_000)


def test_names_with_their_parts_swapped_are_different_draws() -> None:
    pairs = {draws.uniform(1, 14, 5, a, b) for a in range(30) for b in range(30)}
    assert len(pairs) == 900


_UNIFORMS = _sample("slot")[:, 0]


@pytest.mark.parametrize(
    ("draw", "distribution"),
    [
        (exponential, stats.expon()),
        (gumbel, stats.gumbel_r(loc=-np.euler_gamma)),
        (logistic_draw, stats.logistic()),
    ],
    ids=["exponential", "gumbel of mean zero", "logistic"],
)
def test_transformed_draws_have_their_distribution(draw: object, distribution: stats.rv_continuous) -> None:
    values = np.array([draw(u) for u in _UNIFORMS])  # type: ignore[operator]
    assert stats.kstest(values, distribution.cdf).pvalue > 1e-4
    assert abs(values.mean() - distribution.mean()) < 5.0 * distribution.std() / np.sqrt(len(values))


@pytest.mark.parametrize("chance", [0.9, 0.13, 0.014])
def test_gaps_are_those_of_monthly_trials(chance: float) -> None:
    gaps = np.array([geometric(u, chance) for u in _UNIFORMS])
    assert gaps.min() >= 1
    for month in (1, 2, 5, 20):
        expected = (1.0 - chance) ** (month - 1) * chance
        assert abs((gaps == month).sum() - len(gaps) * expected) < binomial_error(len(gaps), expected)
    assert abs(gaps.mean() - 1.0 / chance) < 5.0 * np.sqrt(1.0 - chance) / chance / np.sqrt(len(gaps))


@given(u=st.floats(1e-10, 1.0 - 1e-10), low=st.floats(0.0, 1.0), high=st.floats(0.0, 1.0))
def test_what_is_likelier_never_comes_later(u: float, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert 1 <= geometric(u, high) <= geometric(u, low)


def test_gaps_at_the_ends() -> None:
    assert geometric(0.5, 0.0) == geometric(unit(0), 1e-12) == 1_000_000  # never, in any run
    assert geometric(unit(0), 1.0) == 1
    assert geometric(unit(_WORD), 0.5) == 1


def test_replicates_have_seeds_of_their_own() -> None:
    seeds = {int(replicate_seed(study, replicate)) for study in (0, 1, 2, 2**64 - 1) for replicate in range(2_000)}
    assert len(seeds) == 8_000
    assert max(seeds) > 2**63  # all 64 bits are used


def test_the_seed_of_a_replicate_never_changes() -> None:
    words = philox(3, 0, 0, draws.REPLICATE, 1, 0)
    assert int(replicate_seed(1, 3)) == words[1] << 32 | words[0]
