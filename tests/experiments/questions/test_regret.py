import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from experiments.questions.regret import FEWEST, best_shares, regrets, splits

NAN = np.nan
VALUES = arrays(float, (4, 3, 2), elements=st.one_of(st.just(NAN), st.integers(-3, 3).map(float)))


def test_ties_share_the_first_place_and_what_has_no_value_has_none():
    values = np.array([[1.0, 2.0, NAN, NAN], [1.0, 0.0, 3.0, NAN], [0.0, 2.0, -5.0, NAN], [1.0, 2.0, NAN, NAN]])
    shares = best_shares(values)
    assert shares[:, 0] == pytest.approx([1 / 3, 1 / 3, 0, 1 / 3])
    assert shares[:, 1] == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3])
    assert shares[:, 2] == pytest.approx([0, 1, 0, 0])
    assert np.isnan(shares[:, 3]).all()


def test_regret_is_how_far_from_the_best_of_each_world():
    values = np.array([[10.0, 0.0, 4.0], [8.0, 5.0, NAN], [0.0, 4.0, 1.0]])
    assert regrets(values) == pytest.approx(np.array([[0.0, 5.0, 0.0], [2.0, 0.0, NAN], [10.0, 1.0, 3.0]]), nan_ok=True)


@given(VALUES)
def test_shares_add_up_and_regret_is_nothing_exactly_where_an_option_is_among_the_best(values):
    shares, regret = best_shares(values), regrets(values)
    known = ~np.isnan(values)
    some = known.any(axis=0)
    assert np.allclose(shares.sum(axis=0)[some], 1.0)
    assert (regret[known] >= 0).all() and np.isnan(regret[~known]).all()
    assert ((regret == 0) == (known & (np.nan_to_num(shares) > 0))).all()


def test_a_number_that_decides_is_found_and_numbers_that_do_not_are_not_named():
    random = np.random.default_rng(3)
    figures = random.normal(size=(40, 30))
    decides = (figures[:, 7] > np.median(figures[:, 7])) * 0.6 + random.uniform(0, 0.2, 40)
    names = tuple(f"n{place}" for place in range(30))
    found = splits(decides, names, figures, seed=1)
    assert [one.name for one in found] == ["n7"]
    assert found[0].above - found[0].below == pytest.approx(0.6, abs=0.1) and found[0].at == np.median(figures[:, 7])


def test_among_many_numbers_that_mean_nothing_one_is_named_in_about_a_study_of_twenty():
    random = np.random.default_rng(5)
    named = sum(
        bool(splits(random.uniform(size=20), tuple(map(str, range(50))), random.normal(size=(20, 50)), seed)) for seed in range(60)
    )
    assert named <= 8  # 3 are expected, of 60


def test_of_few_points_or_of_what_never_differs_nothing_is_said():
    figures = np.arange(20.0)[:, None]
    assert splits(np.linspace(0, 1, FEWEST - 1), ("a",), figures[: FEWEST - 1], 1) == ()
    assert splits(np.full(20, 0.5), ("a",), figures, 1) == ()
    assert splits(np.full(20, NAN), ("a",), figures, 1) == ()
