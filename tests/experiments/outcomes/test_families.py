"""Many lines, one question: chances from intervals, and families that are clear together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from experiments.outcomes.families import LEVEL, chance, clear_together, holm
from experiments.outcomes.intervals import paired


def _chance(change: np.ndarray, counted: bool = False) -> float:
    found = paired(change, np.zeros_like(change), counted)
    return chance(float(found.difference), float(found.low), float(found.high), float(found.degrees))


def test_of_even_values_it_is_students() -> None:
    values = np.array([-1.0, 0, 1, 2, 3])  # no skewness
    assert _chance(values) == pytest.approx(ttest_1samp(values, 0).pvalue, rel=0.005)
    assert _chance(values[3:]) == pytest.approx(ttest_1samp(values[3:], 0).pvalue), "of two worlds already"


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=40), st.booleans())
def test_it_is_small_exactly_where_the_interval_leaves_zero_out(values: list[float], yes_no: bool) -> None:
    change = np.round(np.array(values)) if not yes_no else (np.array(values) > 0).astype(float)
    found = paired(change, np.zeros_like(change), yes_no)
    small = _chance(change, yes_no) < LEVEL
    assert small == bool(found.low > 0 or found.high < 0)


def test_one_world_or_none_that_differs_says_nothing() -> None:
    assert np.isnan(_chance(np.array([3.0])))
    assert _chance(np.zeros(20)) == 1
    assert _chance(np.zeros(20), counted=True) == 1


def test_holm_asks_less_of_each_next_line() -> None:
    assert holm({"a": 0.01, "b": 0.02, "c": 0.03, "d": 0.04}) == {"a"}
    assert holm({"a": 0.01, "b": 0.016, "c": 0.024, "d": 0.05, "nothing": float("nan")}) == {"a", "b", "c", "d"}
    assert holm({"a": 0.02, "b": 0.9}) == {"a"}
    assert holm({}) == set()


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=12))
def test_more_lines_make_none_clearer(chances: dict[str, float]) -> None:
    clear = holm(chances)
    assert clear <= {name for name, value in chances.items() if value <= LEVEL}
    assert holm({**chances, "one more": 1.0}) <= clear


def test_what_decides_is_not_weighed_with_the_rest() -> None:
    rest = {str(number): 0.5 for number in range(30)}
    assert clear_together({"decides": 0.04, **rest}, ["decides"]) == {"decides"}
    assert clear_together({"decides": 0.04, **rest}, []) == set()
    assert clear_together({"decides": 0.5, "other": 0.001, **rest}, ["decides"]) == {"other"}


def test_equal_policies_seldom_differ_in_any_line() -> None:
    """Forty lines that hang together, 20 worlds, nothing differs: some line by itself in every second study, together in few."""
    draw = np.random.default_rng(1)
    alone = together = 0
    studies = 300
    for _ in range(studies):
        change = 0.5 * draw.normal(size=(20, 1)) + draw.normal(size=(20, 40))
        found = paired(change, np.zeros_like(change))  # all lines at once: one by one they take ten times as long
        each = zip(found.difference, found.low, found.high, found.degrees, strict=True)
        chances = {str(line): chance(*map(float, numbers)) for line, numbers in enumerate(each)}
        alone += min(chances.values()) < LEVEL
        together += bool(clear_together(chances, ["0"]))
    assert alone / studies > 0.5
    assert together / studies < 0.13  # five of a hundred for what decides, five for the rest
