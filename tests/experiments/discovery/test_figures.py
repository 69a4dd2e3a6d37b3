"""Pictures draw into the axes they are given and show the box."""

from collections.abc import Iterator
from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from experiments.discovery import Discovery, discover
from experiments.discovery.tables import limit
from tests.experiments.discovery import planted

PLOTS = ["plot_trade_off", "plot_box", "plot_scatter"]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    matplotlib.use("agg")
    yield
    plt.close("all")


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("lang", ["en", "it"])
def test_plots_draw_into_the_axes_they_are_given(two: Discovery, noise: Discovery, towns: Discovery, name: str, lang: str) -> None:
    for discovery in (two, noise, towns):
        _, ax = plt.subplots()
        assert getattr(discovery, name)(ax, lang=lang) is ax
        ax.figure.canvas.draw()


@pytest.mark.parametrize("name", PLOTS)
def test_plots_make_axes_when_none_are_given(two: Discovery, name: str) -> None:
    ax = getattr(two, name)(box=2)
    assert isinstance(ax, Axes)
    assert ax.get_title(loc="left") == "Box 2: hubs close"


@pytest.mark.parametrize("name", PLOTS)
def test_plots_refuse_what_is_not_there(corner: Discovery, noise: Discovery, name: str) -> None:
    with pytest.raises(ValueError, match="there is no box 8"):
        getattr(corner, name)(box=8)
    with pytest.raises(ValueError, match="there is no box 2: none found"):
        getattr(noise, name)(box=2)
    with pytest.raises(ValueError, match="language 'xx'"):
        getattr(corner, name)(lang="xx")


def test_the_chosen_box_is_marked_on_the_trade_off(corner: Discovery) -> None:
    ax = corner.plot_trade_off()
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert len(marks) == 1
    assert np.asarray(marks[0].get_xydata()).tolist() == [[corner.regions[0].coverage, corner.regions[0].density]]


def test_the_scatter_shows_the_limits_of_the_box(corner: Discovery) -> None:
    ax = corner.plot_scatter()
    drawn = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert len(drawn) == 1
    region = corner.regions[0]
    limits = {corner.counts.sample.factors[side.factor].name: limit(corner, region.prim.box, side) for side in region.prim.p_values}
    sides = {drawn[0].get_x() + drawn[0].get_width(), drawn[0].get_y() + drawn[0].get_height(), drawn[0].get_x(), drawn[0].get_y()}
    assert any(limits["remote"] == pytest.approx(side) for side in sides)
    assert any(limits["rent"] == pytest.approx(side) for side in sides)
    assert {ax.get_xlabel(), ax.get_ylabel()} == {"remote share", "rent (EUR/m2)"}


def test_an_unstable_restriction_is_called_so() -> None:
    from experiments.discovery import discover

    found = discover(planted.sweep(inside=0.3, outside=0.3, points=120, replicates=2), ">=", 1, resamples=20, significance=0.99, boxes=1)
    assert any("unstable" in text.get_text() for text in found.plot_box().texts)
    assert found.plot_trade_off().get_title(loc="left").startswith("Box 1 (not reliable): ")


def test_long_names_are_written_whole_inside_the_picture() -> None:
    cases = planted.sweep(planted.corner)
    long = "Mean cost of leaving the present way of working (each person has a multiple of mean 1); zero means no habit"
    cases = replace(cases, labels={str(name): ({"en": long, "it": long}, "logit") for name in cases.factors})
    figure, ax = plt.subplots(figsize=(8, 4), layout="constrained")
    discover(cases, ">=", 1, resamples=40).plot_box(ax)
    figure.canvas.draw()
    names = ax.get_yticklabels()
    assert names and all(name.get_window_extent().x0 >= 0 for name in names)
