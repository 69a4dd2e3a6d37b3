import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from experiments.questions.answer import Refused
from experiments.questions.fronts import library, on_front, search, spread

AIMS = arrays(float, st.tuples(st.integers(1, 12), st.integers(1, 3)), elements=st.integers(0, 4).map(float))


@given(AIMS)
def test_nothing_on_a_front_is_dominated_and_all_else_is(aims):
    kept = on_front(aims)
    assert kept.any()

    def dominates(one, other):
        return (aims[one] <= aims[other]).all() and (aims[one] < aims[other]).any()

    for option in range(len(aims)):
        beaten = any(dominates(other, option) for other in range(len(aims)))
        assert kept[option] == (not beaten)


def test_a_spread_holds_both_ends_and_no_option_twice():
    values = np.array([5.0, 1.0, 3.0, 9.0, 7.0, 2.0])
    assert spread(values, 3)[0] == 1 and spread(values, 3)[-1] == 3 and len(spread(values, 3)) == 3
    assert spread(values, 10) == [1, 5, 2, 0, 4, 3]


def weigh(mixes):
    steps = np.array(mixes, dtype=float)
    return np.stack([steps.sum(axis=1), ((steps - 3) ** 2).sum(axis=1)], axis=1), steps.sum(axis=1) - 9


def test_the_search_finds_the_front_within_bounds_and_looks_at_no_mix_twice():
    pytest.importorskip("pymoo")
    asked = []

    def counted(mixes):
        asked.extend(mixes)
        return weigh(mixes)

    how = {"first": [(4, 0, 0), (0, 4, 0)], "size": 12, "generations": 8}
    met = search(counted, [4, 4, 4], **how, seed=2)
    assert met == asked and len(set(met)) == len(met) and met[:2] == how["first"]
    assert all(0 <= step <= 4 for mix in met for step in mix)
    aims, out = weigh(met)
    assert aims[out <= 0][:, 1].min() == 0  # the best within the bound: three steps of each
    assert met == search(weigh, [4, 4, 4], **how, seed=2) and met != search(weigh, [4, 4, 4], **how, seed=3)


def test_a_search_ends_where_there_is_nothing_new():
    pytest.importorskip("pymoo")
    assert set(search(weigh, [1, 1], first=[(1, 0)], size=8, generations=5, seed=1)) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@pytest.mark.parametrize(("lang", "said"), [("en", "install it with"), ("it", "per installarlo")])
def test_without_the_library_one_is_told_what_to_install(monkeypatch, lang, said):
    monkeypatch.setitem(sys.modules, "pymoo.algorithms.moo.nsga2", None)
    with pytest.raises(Refused) as refused:
        library()
    (message,) = refused.value.told(lang)
    assert said in message and '".[mixes]"' in message
