"""The adoption core in other frameworks gives the engine's months number by number; a framework that is not installed is skipped."""

import numpy as np
import pytest

from benchmarks.peers import draws
from benchmarks.peers.run import COLUMNS, FRAMEWORKS, installed, starter
from benchmarks.peers.town import SERIES, Town, build, core, difference, series_of, town_of
from model.draws import PRESENCE, uniforms
from model.simulation import Simulation


@pytest.fixture(scope="module")
def months() -> tuple[np.ndarray, Town]:
    """A year of a small town whose hubs soon have more takers than places, as the engine gives it."""
    prepared = core(catchment_minutes=0, months=12, professionals=1500, remote_workers=1500, firms=1000)
    world = build(prepared)
    run = Simulation(world, prepared)
    run.advance()
    return series_of(run), town_of(world, prepared)


def test_the_year_compared_is_one_in_which_everything_of_the_core_happens(months: tuple[np.ndarray, Town]) -> None:
    series, _ = months
    least = series.max(axis=(0, 1))
    assert dict(zip(SERIES, least > 0, strict=True)) == dict.fromkeys(SERIES, True)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_peer_gives_the_months_of_the_engine(framework: str, months: tuple[np.ndarray, Town]) -> None:
    if framework not in installed():
        pytest.skip(f"{framework} is not installed")
    series, town = months
    run = starter(framework)(town)
    run.advance()
    assert difference(series, run.series()) == ""


@pytest.mark.parametrize("framework", COLUMNS)
def test_draws_in_plain_numpy_change_nothing(framework: str, months: tuple[np.ndarray, Town]) -> None:
    if framework not in installed():
        pytest.skip(f"{framework} is not installed")
    series, town = months
    run = starter(framework)(town, draws.PLAIN)
    run.advance()
    assert difference(series, run.series()) == ""


def test_a_difference_is_found_and_named(months: tuple[np.ndarray, Town]) -> None:
    series, _ = months
    other = series.copy()
    other[3, 1, SERIES.index("waiting")] += 1.0
    other[5, 0, SERIES.index("cash_eur")] += 1.0
    assert difference(series, other).startswith("month 3, hub 1, waiting")


def test_draws_over_arrays_are_those_of_the_model() -> None:
    seed, slots = 2**63 + 12345, np.array([0, 7, 2**32 - 1])
    wanted = [uniforms(seed, PRESENCE, 3, int(slot), 5) for slot in slots]
    for way in (draws.LENT, draws.PLAIN):
        assert way.uniforms(seed, PRESENCE, 3, slots, 5).tolist() == [list(four) for four in wanted]
        assert way.uniform(seed, PRESENCE, 3, slots, 5).tolist() == [four[0] for four in wanted]
