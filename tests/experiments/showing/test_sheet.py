"""Labels that do not overlap, titles that fit, calendars that say the right year."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from experiments.languages import Formats
from experiments.showing.sheet import Ages, Calendar, spread_labels, wrapped


@settings(derandomize=True, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_labels_keep_their_distance_order_and_bounds(wanted: list[float]) -> None:
    gap = 0.1
    placed = spread_labels(wanted, gap, 0.0, 1.0)
    in_order = sorted(zip(wanted, placed, strict=True))
    for (_, lower), (_, upper) in pairwise(in_order):
        assert upper - lower >= gap - 1e-3
    assert min(placed) >= -1e-3 and max(placed) <= 1 + 1e-3


def test_labels_that_do_not_touch_stay_where_they_are() -> None:
    assert spread_labels([0.9, 0.1, 0.5], 0.1, 0, 1) == [0.9, 0.1, 0.5]


def test_long_titles_are_broken_and_cut() -> None:
    title = "A rent-free building and a paid host for two years"
    assert wrapped(title, 1000) == title
    lines = wrapped(title, 130).split("\n")
    assert len(lines) == 2 and lines[-1].endswith("…")
    assert wrapped("", 100) == ""


def _labels(axis: Calendar | Ages, pixels: float = 300) -> dict[float, str]:
    axes = Figure().add_subplot()
    axis.mark(axes, pixels)
    return dict(zip(axes.get_xticks(), (text.get_text() for text in axes.get_xticklabels()), strict=True))


def test_a_year_is_marked_where_it_begins() -> None:
    assert _labels(Calendar("2021-10", 30, Formats("it"))) == {3: "2022", 15: "2023", 27: "2024"}


def test_short_runs_are_marked_by_months_and_long_ones_by_few_years() -> None:
    assert _labels(Calendar("2022-01", 7, Formats("it"))) == {0: "gen 22", 3: "apr 22", 6: "lug 22"}
    assert len(_labels(Calendar("2022-01", 360, Formats("it")))) <= 7


def test_ages_are_whole_years() -> None:
    assert _labels(Ages(30)) == {0: "0", 12: "1", 24: "2"}
    assert _labels(Ages(5)) == {0: "0"}
