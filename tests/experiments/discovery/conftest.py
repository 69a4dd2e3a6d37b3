import pytest

from experiments.discovery import Discovery, discover
from tests.experiments.discovery import planted


@pytest.fixture(scope="session")
def corner() -> Discovery:
    """One planted box of two numeric factors."""
    return discover(planted.sweep(planted.corner), ">=", 1, resamples=40, wording=planted.WORDING)


@pytest.fixture(scope="session")
def towns() -> Discovery:
    """One planted box with categories; some runs failed, one factor does not vary."""
    cases = planted.sweep(planted.towns, seed=2)
    cases.factors["rate"] = 0.03
    cases.values[7], cases.values[9, 1] = float("nan"), float("nan")
    return discover(cases, ">=", 1, resamples=40, boxes=1)


@pytest.fixture(scope="session")
def two() -> Discovery:
    """Two planted boxes of different factors."""
    return discover(planted.sweep(planted.corner, planted.full, points=800), ">=", 1, boxes=2, resamples=40, wording=planted.WORDING)


@pytest.fixture(scope="session")
def noise() -> Discovery:
    """No factor matters."""
    return discover(planted.sweep(inside=0.3, outside=0.3, points=300), ">=", 1, resamples=40)
