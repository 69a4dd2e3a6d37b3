"""The free parameters on the unit cube."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.calibration.prior import FREE, position_of, reflected, values_at
from model.parameters import CATALOGUE, Parameters


@given(st.lists(st.floats(0, 1), min_size=len(FREE), max_size=len(FREE)))
def test_positions_and_values_are_the_same_sets(unit: list[float]) -> None:
    values = values_at(unit)
    Parameters(values)
    assert all(CATALOGUE[name].low <= value <= CATALOGUE[name].high or value == 0.0 for name, value in values.items())
    assert values_at(position_of(values)) == pytest.approx(values, abs=1e-9)


def test_zero_has_its_mass() -> None:
    assert CATALOGUE["beta_n"].prior.mass_at_zero == 0.25
    drawn = np.array([values_at([position], ["beta_n"])["beta_n"] for position in np.linspace(0, 1, 401)])
    assert (drawn == 0).mean() == pytest.approx(0.25, abs=0.01)
    assert drawn.max() == CATALOGUE["beta_n"].high


def test_the_defaults_lie_on_the_cube() -> None:
    found = values_at(position_of(Parameters()))
    assert found == pytest.approx({name: Parameters()[name] for name in FREE}, abs=1e-9)


def test_steps_are_folded_back() -> None:
    assert reflected(np.array([-0.2, 0.4, 1.3, 2.1])) == pytest.approx([0.2, 0.4, 0.7, 0.1])
