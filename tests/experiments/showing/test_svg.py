"""Drawings become small inline SVG that says what it shows, with words untouched."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from matplotlib.figure import Figure

from experiments.report.figures import style
from experiments.report.icons import futures_svg, legend_svg
from experiments.showing.svg import inline_svg, tidy_svg


def _drawing(key: str = "trial") -> str:
    with style(key):
        figure = Figure(figsize=(4, 3))
        axes = figure.add_subplot()
        axes.plot([0.123456789, 1], [0, 1], "o--")
        axes.set_title("3.312 € & 1.23456 $x_1$ <b>")
        return inline_svg(figure, key, "A <title>", 'A "description"')


def test_words_are_text_and_stay_as_they_are() -> None:
    found = "".join(ElementTree.fromstring(_drawing()).itertext())
    assert "3.312 € & 1.23456 $x_1$ <b>" in found
    assert "A <title>" in found and 'A "description"' in found


def test_coordinates_are_short_and_fonts_are_left_to_the_page() -> None:
    drawing = _drawing()
    paths = "".join(re.findall(r' d="([^"]*)"', drawing))
    assert paths and not re.search(r"\d\.\d{3}", paths)
    assert "font-family" not in drawing and "<style" not in drawing and "<metadata" not in drawing


def test_ids_belong_to_the_figure_and_every_reference_is_met() -> None:
    drawing = _drawing("mine")
    ids = re.findall(r' id="([^"]+)"', drawing)
    assert ids and len(set(ids)) == len(ids)
    assert all(name.startswith("mine-") for name in ids)
    referred = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', drawing))
    assert referred and {a or b for a, b in referred} <= set(ids)


def test_the_same_figure_gives_the_same_drawing() -> None:
    assert _drawing() == _drawing()


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="viewBox"):
        tidy_svg("<p>no</p>", "a", "b", "c")


def test_a_hundred_marks() -> None:
    drawing = futures_svg({"whole": 40, "shrunk": 35, "closed": 25}, "k", "t", "d")
    paths = [path.get("d", "") for path in ElementTree.fromstring(drawing).iter("path")]
    assert [path.count("M") for path in paths] == [40, 35, 25]


def test_states_that_never_happen_are_not_drawn_and_legends_have_one_mark() -> None:
    assert futures_svg({"whole": 100, "shrunk": 0, "closed": 0}, "k", "t", "d").count("<path") == 1
    assert legend_svg("closed").count("M") == 1
