"""What the figures draw is what the results hold; every figure has a title, a text for who cannot see it, and its words as text."""

import re
import xml.etree.ElementTree as ElementTree
from functools import cache

import numpy as np
import pytest

from experiments.languages import Formats
from experiments.report import figures
from experiments.report.reader import MOST_SHOWN, Reader
from experiments.showing.curves import Curve, FanPanel, SurvivalPanel, fans
from experiments.showing.forest import Effect, Forest, forest
from experiments.showing.sheet import Calendar
from experiments.showing.style import BASE_LOOK, policy_look
from tests.experiments.report.fakes import results


@cache
def _reader(lang: str = "it", hubs: int = 1, policies: int = 3, strength: float = 1.0) -> Reader:
    return Reader(results(hubs=hubs, policies=policies, replicates=15, strength=strength), lang)


def _words(svg: str) -> list[str]:
    return [text.strip() for text in ElementTree.fromstring(svg).itertext() if text.strip()]


FIGURES = {
    "survival": figures.survival, "members": figures.members, "cash": figures.cash, "money": figures.money, "pairs": figures.pairs,
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_figure_is_well_formed_and_described(name: str, lang: str) -> None:
    reader = _reader(lang)
    root = ElementTree.fromstring(FIGURES[name](reader)["svg"])
    assert root.get("role") == "img"
    parts = {child.tag.rpartition("}")[2]: child.text for child in root}
    assert parts["title"] == parts["desc"] == reader.t(f"{name}_alt")


def test_survival_lines_end_at_the_share_that_survives() -> None:
    reader = _reader()
    words = " ".join(_words(figures.survival(reader)["svg"]))
    for policy in reader.results.policies:
        for whole in (True, False):
            share = reader.t.percent(float(reader.results.survival(policy, whole=whole).share[-1]))
            assert f"{share} {reader.title(policy)[:8]}" in words.replace("\n", " ").replace("  ", " ")


def test_the_survival_of_a_lone_hub_begins_when_it_opens() -> None:
    curve = figures._curve(_reader(), "baseline", whole=True)
    assert curve.month[0] == 3 and curve.month[-1] == 72 and curve.share[0] == 1
    many = figures._curve(_reader(hubs=3), "baseline", whole=True)
    assert many.month[0] == 0  # by age


def test_a_fan_is_ordered_and_begins_when_the_hub_opens() -> None:
    fan = figures._fan(_reader(), "members", "rent_free", [])
    assert fan.first == 3
    assert (np.diff(fan.quantiles, axis=0) >= 0).all()
    assert len(fan.others) == 1  # the base case to compare with
    assert figures._fan(_reader(), "members", "baseline", []).others == []


def test_a_named_level_far_above_the_fan_does_not_flatten_it() -> None:
    quantiles = np.tile(np.linspace(1, 5, 5)[:, None], (1, 24))
    for level, reached in ((6.0, 6.0), (500.0, 5.0)):
        fan = FanPanel("x", BASE_LOOK, quantiles, 0, [], [("level", level)])
        drawn = fans([fan], Calendar("2022-01", 24, Formats("en")), Formats("en"))
        assert reached <= drawn.axes[0].get_ylim()[1] < reached * 1.2


def test_money_names_its_lines_and_says_what_is_missing() -> None:
    reader = _reader()
    found = figures.money(reader)
    assert {item["name"] for item in found["legend"]["costs"]} >= {"affitto", "gestore", "rate del mutuo"}
    assert "ampliamenti" not in {item["name"] for item in found["legend"]["costs"]}  # never paid here
    poor = figures.money(_reader("en", policies=0, strength=0.2))
    assert re.search(r"€[\d,]+ a month are missing", poor["lead"])
    rich = figures.money(_reader("en", policies=0, strength=3.0))
    assert re.search(r"€[\d,]+ a month are left", rich["lead"])


def test_pairs_show_every_cell_once_and_the_largest_first() -> None:
    reader = _reader("en")
    matrix = np.tril(reader.results.collaborations())
    found = figures.pairs(reader)
    words = _words(found["svg"])
    assert sum(word == reader.t.tidy(float(matrix.max())) for word in words) >= 2  # the cell and the ranking
    assert reader.t.tidy(float(matrix.sum())) in found["lead"]


def test_there_is_no_figure_of_pairs_without_collaborations() -> None:
    found = results(policies=0, replicates=2)
    found.stack().field_links[:] = 0
    assert figures.pairs(Reader(found, "it")) == {"svg": "", "lead": "In nessun futuro nascono collaborazioni.", "share": ""}


def test_a_difference_that_is_not_clear_is_hollow() -> None:
    clear, unclear = Effect("a", policy_look(1), 2, 1, 3, clear=True), Effect("b", policy_look(2), 0.5, -1, 2)
    missing = Effect("c", policy_look(3), float("nan"), float("nan"), float("nan"))
    drawn = forest([Forest("outcome", [clear, unclear, missing], 1)], ("better", "worse"), Formats("en"))
    marks = [line.get_markerfacecolor() for line in drawn.axes[0].lines if line.get_marker() == "o"]
    assert marks == [clear.look.colour, "white"]


def test_better_is_written_on_the_side_where_it_is() -> None:
    effects = [Effect("a", policy_look(1), 0, -1, 1)]
    for better, expected in ((1, {"better →", "← worse"}), (-1, {"worse →", "← better"}), (0, set())):
        drawn = forest([Forest("outcome", effects, better)], ("better", "worse"), Formats("en"))
        assert {text.get_text() for text in drawn.axes[0].texts} == expected


def test_figures_show_a_few_hubs_those_most_at_risk() -> None:
    reader = _reader(hubs=8, policies=1)
    found = figures.hubs(reader)
    assert found["count"] == MOST_SHOWN and not found["all"]
    words = " ".join(_words(found["svg"]))
    assert sum(reader.hub_title(hub) in words for hub in reader.results.hubs) == MOST_SHOWN


def test_the_base_case_is_grey_and_policies_differ_by_more_than_colour() -> None:
    looks = [policy_look(number) for number in range(MOST_SHOWN)]
    assert looks[0] == BASE_LOOK
    assert len({look.colour for look in looks}) == MOST_SHOWN
    assert len({str(look.dash) for look in looks[1:]}) == MOST_SHOWN - 1


def test_curves_are_named_tuples_of_arrays() -> None:
    panel = SurvivalPanel("x", [Curve("a", BASE_LOOK, np.arange(3), np.ones(3))])
    assert panel.curves[0].low is None
