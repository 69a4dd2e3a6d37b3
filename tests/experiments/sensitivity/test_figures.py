import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from experiments.sensitivity import Analysis, analyse
from experiments.sensitivity.figures import figures, plane, png
from tests.experiments.sensitivity.worlds import cube, noisy, saltelli, sample, trajectories


@pytest.fixture(scope="module")
def moves() -> Analysis:
    unit = trajectories(8, 40)
    truth = unit[:, :7] @ np.array([9.0, 8.5, 8.0, 4.0, 3.5, 3.0, 0.0])
    return analyse(sample(unit, noisy(truth, unit, "morris", 3, common=0.2, own=0.5), "morris", dummy=True))


@pytest.fixture(scope="module")
def shares() -> Analysis:
    unit = saltelli(4, 128)
    return analyse(sample(unit, noisy(4 * unit[:, 0] + unit[:, 1], unit, "saltelli", 3, common=0.2, own=0.5), dummy=True))


def words(figure: Figure) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(Text))


@pytest.mark.parametrize("lang", ["en", "it"])
def test_each_design_has_its_figures(moves: Analysis, shares: Analysis, lang: str) -> None:
    assert list(figures(moves, lang)) == ["indices", "plane", "convergence", "effects"]
    assert list(figures(shares, lang)) == ["indices", "convergence", "effects"]
    for figure in figures(shares, lang).values():
        assert ("Fattore 0" if lang == "it" else "Factor 0") in words(figure)
        assert png(figure).startswith(b"\x89PNG")


def test_bars_show_the_floor_and_the_dummy(shares: Analysis) -> None:
    figure = figures(shares)["indices"]
    assert "Dummy (chance alone)" in words(figure)
    (ax,) = figure.axes
    shade = ax.patches[0]
    assert shade.get_width() == pytest.approx(shares.floor("sobol", "total"))  # type: ignore[attr-defined]


def test_pictures_are_the_same_each_time(shares: Analysis) -> None:
    assert png(figures(shares)["effects"]) == png(figures(shares)["effects"])


def test_names_in_the_plane_do_not_hide_each_other(moves: Analysis) -> None:
    figure = plane(moves)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    names = [text for text in figure.axes[0].texts if isinstance(text, Annotation)]
    assert len(names) == len(moves.strongest(14)) + 1
    boxes = [Text.get_window_extent(text, canvas.get_renderer()) for text in names]
    for one, other in itertools.combinations(boxes, 2):
        width = min(one.x1, other.x1) - max(one.x0, other.x0)
        height = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert min(width, height) < 3  # descenders may touch


def test_other_designs_and_constant_outcomes() -> None:
    unit = cube(2, 60)
    found = figures(analyse(sample(unit, unit[:, 0], "latin_hypercube")))
    assert list(found) == ["indices", "effects"]
    assert figures(analyse(sample(unit, np.ones(60), "latin_hypercube"))) == {}
