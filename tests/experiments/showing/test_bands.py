"""The figure of bands: every fact on the scale of its own band, and what lies far out at the edge."""

import math

import pytest

from experiments.showing.bands import Banded, bands

NOTHING = (math.nan,) * 3


def banded(low: float, high: float, after=NOTHING, group: str = "Fitted") -> Banded:
    return Banded("F1", group, low, high, 5.0, NOTHING, after, "#000000")


def test_a_band_lies_between_minus_one_and_one() -> None:
    assert banded(10, 20).place((10, 15, 20)).tolist() == [-1, 0, 1]
    assert banded(10, math.inf).place((5, 10, 15)).tolist() == [-2, -1, 0]  # a width below, at and above the only bound
    assert banded(-math.inf, 10).place((5, 10, 15)).tolist() == [0, 1, 2]
    assert banded(10, 20).place((-1e6, 15, 1e6)).tolist() == [-4, 0, 4]
    assert banded(10, math.inf).band == (-1, 4)


def test_every_fact_has_a_row_and_every_group_its_name() -> None:
    facts = [banded(10, 20, (11, 12, 13)), banded(10, 20), banded(0, math.inf, (1, 2, 99), "Held out")]
    (axes,) = bands(facts, ("too low", "in the band", "too high")).axes
    rows = axes.get_yticks().tolist()
    assert rows == sorted(set(rows)) and len(rows) == 3
    assert {text.get_text() for text in axes.texts} == {"Fitted", "Held out"}
    thick = [line for line in axes.lines if line.get_linewidth() == pytest.approx(3.0) and len(line.get_xdata()) == 2]
    assert [line.get_xdata()[0] for line in thick] == pytest.approx([-0.8, -0.8])  # what is nothing has no line
