"""Pictures in the matplotlib style of who asks for them: dark grounds, large letters."""

from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.runs.results import Results
from experiments.showing.style import contrast

PICTURES: dict[str, Callable[[Results], Any]] = {
    "plot": lambda results: results.plot(), "one": lambda results: results.plot("baseline"), "fans": lambda results: results.plot_cash(),
    "panels": lambda results: results.plot_members(policies=None), "survival": lambda results: results.plot_survival(policies="voucher"),
    "few": lambda results: results.plot_survival(policies=["baseline", "voucher"]), "cost": lambda results: results.plot_cost(),
    "contrasts": lambda results: results.plot_contrasts("member_months"), "money": lambda results: results.plot_money(),
    "outcome": lambda results: results.plot_outcome("members_24"), "shares": lambda results: results.plot_outcome("viable_24"),
    "pairs": lambda results: results.plot_collaborations(), "state": lambda results: results.plot_series("state"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def drawn(results: Results, name: str) -> Figure:
    first: Axes = np.ravel(PICTURES[name](results))[0]
    figure: Any = first.get_figure(root=True)
    figure.canvas.draw()
    return figure


def words_of(figure: Figure) -> list[Text]:
    """All that stands on the ground, besides numbers in coloured cells."""
    cells = {text for ax in figure.axes for text in ax.texts if ax.get_title() and text.get_text().replace(".", "").isdigit()}
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip() and text not in cells]


@pytest.mark.parametrize("style", ["dark_background", "default", "ggplot"])
@pytest.mark.parametrize("name", PICTURES)
def test_words_can_be_read_on_the_ground_of_the_style(results: Results, name: str, style: str) -> None:
    with plt.style.context(style):
        figure = drawn(results, name)
    ground = to_hex(figure.get_facecolor())
    unread = {text.get_text(): to_hex(text.get_color()) for text in words_of(figure) if contrast(to_hex(text.get_color()), ground) < 2.9}
    assert unread == {}


@pytest.mark.parametrize("name", PICTURES)
def test_large_letters_stay_inside(results: Results, name: str) -> None:
    with plt.style.context({"font.size": 16}):
        figure = drawn(results, name)
    whole = figure.bbox
    named = {text for ax in figure.axes for text in (ax.title, ax.xaxis.label, ax.yaxis.label)}
    for text in (text for text in words_of(figure) if text in named or not any(char.isdigit() for char in text.get_text())):
        box = text.get_window_extent()
        assert box.x0 >= whole.x0 - 2 and box.x1 <= whole.x1 + 2, text.get_text()


def test_where_nothing_differs_the_axis_shows_no_hundredths(results: Results) -> None:
    ax = results.plot_contrasts("public_eur", policies="nothing")
    assert ax.get_xlim() == (-1, 1)
