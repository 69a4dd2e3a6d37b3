import re
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import experiments.report
import experiments.showing
from experiments.outcomes.rows import CODED
from experiments.report.reader import Reader
from experiments.runs.case import Case
from experiments.runs.results import Results
from experiments.showing.style import GAIN, LOSS, MUTED, policy_look
from model.scenario import Scenario
from model.series import HUB_SERIES, TOWN_SERIES
from tests.experiments.stand_ins import MakeStack, results_of


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    matplotlib.use("agg")
    yield
    plt.close("all")


PLOTS = ["plot_members", "plot_cash", "plot_survival", "plot_cost", "plot_collaborations"]


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("lang", ["en", "it"])
def test_plots_draw_into_the_axes_they_are_given(results: Results, name: str, lang: str) -> None:
    _, ax = plt.subplots()
    found = getattr(results, name)(ax, lang=lang)
    assert found is ax
    assert ax.has_data()
    ax.figure.canvas.draw()


@pytest.mark.parametrize("name", PLOTS)
def test_plots_make_axes_when_none_are_given(results: Results, name: str) -> None:
    assert isinstance(getattr(results, name)(), Axes)


@pytest.mark.parametrize("name", PLOTS)
def test_plots_of_one_hub(results: Results, name: str) -> None:
    which = {"policies": ["second_hub"]} if name in {"plot_members", "plot_cash", "plot_survival"} else {"policy": "second_hub"}
    assert getattr(results, name)(hub="mera", **which).has_data()


def test_fan_lines_are_the_medians(results: Results) -> None:
    ax = results.plot_members(policies=["baseline", "voucher"])
    drawn = [line.get_ydata() for line in ax.get_lines()]
    np.testing.assert_array_equal(drawn[0], results.fan("members").p50)
    np.testing.assert_array_equal(drawn[1], results.fan("members", "voucher").p50)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Baseline", "A voucher"]


def test_a_policy_may_be_named_alone(results: Results) -> None:
    drawn = results.plot_members(policies="voucher").get_lines()[0].get_ydata()
    np.testing.assert_array_equal(drawn, results.fan("members", "voucher").p50)


def test_survival_draws_both_curves(results: Results) -> None:
    ax = results.plot_survival(policies=["voucher"])
    lines = ax.get_lines()
    np.testing.assert_array_equal(lines[0].get_ydata(), results.survival("voucher").share)
    np.testing.assert_array_equal(lines[1].get_ydata(), results.survival("voucher", whole=True).share)


def test_cost_is_stacked_up_to_its_sum(results: Results) -> None:
    ax = results.plot_cost(policy="relief")
    _, costs = results.money("relief")
    top = max(path.vertices[:, 1].max() for collection in ax.collections for path in collection.get_paths())
    assert top == pytest.approx(sum(values for values in costs.values()).max())


def test_collaborations_show_the_lower_half(results: Results) -> None:
    ax = results.plot_collaborations()
    cells = {(round(text.get_position()[1]), round(text.get_position()[0])): text.get_text() for text in ax.texts}
    assert set(cells) == {(row, column) for row in range(8) for column in range(row + 1)}  # each pair once
    assert {cell: number for cell, number in cells.items() if number != "0.00"} == {(1, 0): "3.0", (2, 2): "2.0"}
    darkest = min(ax.patches, key=lambda patch: sum(patch.get_facecolor()[:3]))
    assert (round(darkest.get_y() + 0.5), round(darkest.get_x() + 0.5)) == (1, 0)


def test_contrasts_of_one_outcome_in_its_unit(results: Results) -> None:
    ax = results.plot_contrasts("shrunk_or_closed_36")
    assert [label.get_text() for label in ax.get_yticklabels()] == [results.title(policy) for policy in results.policies[1:]]
    row = results.contrast("voucher").row("shrunk_or_closed_36")
    np.testing.assert_allclose(ax.get_lines()[0].get_xdata(), [row.low * 100, row.high * 100])
    assert "percentage points" in ax.get_xlabel()


def test_contrast_forest_shows_headline_shares_or_what_is_asked(results: Results) -> None:
    ax = results.contrast("voucher").plot()
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert "Viable at 24 months" in labels
    assert "Member-months" not in labels  # another unit
    assert ax.get_title() == "A voucher"
    chosen = results.contrast("voucher").plot(outcomes=["members_24", "members_final"], lang="it")
    assert [label.get_text() for label in chosen.get_yticklabels()] == ["Iscritti a 24 mesi", "Iscritti alla fine"]
    row = results.contrast("voucher").row("members_24")
    np.testing.assert_allclose(chosen.get_lines()[0].get_xdata(), [row.low, row.high])


def test_a_forest_of_one_policy_is_coloured_by_verdict(scenario: Scenario, make_stack: MakeStack) -> None:
    stacks = {name: make_stack(members=np.full((5, 40, 1), members)) for name, members in (("baseline", 4.0), ("voucher", 6.0))}
    stacks["voucher"].public[:, :, 0, 0] = 10.0
    contrast = results_of(scenario, **stacks).contrast("voucher")
    for outcome, colour in (("member_months", GAIN), ("public_eur", LOSS), ("collaborations", MUTED)):
        assert contrast.plot(outcomes=[outcome]).get_lines()[0].get_color() == colour


def test_the_side_of_the_better_is_named_when_all_rows_agree(results: Results) -> None:
    words = [text.get_text() for text in results.plot_contrasts("member_months").texts]
    assert "better →" in words
    assert "peggio →" in [text.get_text() for text in results.plot_contrasts("public_eur", lang="it").texts]
    assert not list(results.contrast("voucher").plot(outcomes=["viable_24", "closed_24"]).texts)  # one better with more, one worse


def test_a_policy_has_one_colour_in_notebooks_and_reports(results: Results) -> None:
    reader, chosen = Reader(results, "en"), ["relief", "second_hub"]
    colours = [reader.look(policy).colour for policy in chosen]
    assert [line.get_color() for line in results.plot_members(policies=chosen).get_lines()] == colours
    assert [line.get_color() for line in results.plot_survival(policies=chosen).get_lines()[0:4:2]] == colours
    assert [line.get_color() for line in results.plot_contrasts("member_months", policies=chosen).get_lines()[0:4:2]] == colours
    assert len({policy_look(position) for position in range(9)}) == 9  # as many as any shipped scenario has, the base case included


def test_colours_are_named_in_the_style_and_nowhere_else() -> None:
    sources = [path for folder in (experiments.showing, experiments.report) for path in Path(folder.__path__[0]).glob("*.py")]
    assert len(sources) > 20
    named = [path.name for path in sources if re.search(r"#[0-9a-fA-F]{6}\b", path.read_text("utf-8"))]
    assert named == ["style.py"]


def test_runs_made_apart_name_a_reference_that_only_the_others_have(scenario: Scenario, results: Results, fake_engine) -> None:
    apart = Case(scenario).run(12, policies=["voucher"], point=True).contrast("voucher", "relief", against=results)
    assert "A voucher, against the baseline" not in apart._repr_html_() and "Rent relief" in apart._repr_html_()
    assert "difference from Rent relief" in apart.plot().get_xlabel()


EVERY = {  # every picture of results, as somebody asks for it
    "plot": lambda r, **more: r.plot(**more),
    **{name: lambda r, name=name, **more: getattr(r, name)(**more) for name in PLOTS},
    "plot_series": lambda r, **more: r.plot_series("minutes", **more),
    "plot_series of a town": lambda r, **more: r.plot_series("residents", **more),
    "plot_series state": lambda r, **more: r.plot_series("state", **more),
    "plot_series reason": lambda r, **more: r.plot_series("reason", **more),
    "plot_outcome": lambda r, **more: r.plot_outcome("members_24", **more),
    "plot_outcome of a share": lambda r, **more: r.plot_outcome("viable_24", **more),
    "plot_contrasts": lambda r, **more: r.plot_contrasts("member_months", **more),
    "plot_money": lambda r, **more: r.plot_money(**more),
    "plot_money by payer": lambda r, **more: r.plot_money("paid_by_region", **more),
    "contrast": lambda r, **more: r.contrast("voucher").plot(**more),
}


def drawn_axes() -> list[Axes]:
    assert len(plt.get_fignums()) == 1
    figure = plt.gcf()
    figure.canvas.draw()
    return figure.axes


@pytest.mark.parametrize("lang", ["en", "it"])
def test_a_picture_of_its_own_says_what_was_run(results: Results, lang: str) -> None:
    title, run = results.caption(lang).splitlines()
    assert title == {"en": "A tiny town", "it": "Una città minuscola"}[lang]
    assert all(number in run for number in ("12", "40", "1"))
    for name, draws in EVERY.items():
        draws(results, lang=lang)
        assert len(plt.get_fignums()) == 1 and plt.gcf().get_suptitle() == results.caption(lang), name
        plt.close("all")


def test_a_slip_makes_no_figure(results: Results) -> None:
    for name, draws in EVERY.items():
        one = name.startswith(("plot_cost", "plot_collaborations"))
        slips = [{"lang": "xx"}]
        slips += [] if name == "contrast" else [{"policy": "vuocher"} if one else {"policies": ["baseline", "vuocher"]}]
        slips += [] if name.startswith("plot_money") or "town" in name else [{"hub": "aada"}]
        for slip in slips:
            with pytest.raises((KeyError, ValueError)):
                draws(results, **slip)
            assert not plt.get_fignums(), (name, slip)


@pytest.mark.parametrize(("call", "message"), [
    (lambda r: r.plot_series("memebrs"), "did you mean 'members'"),
    (lambda r: r.plot_series("members", town="sondrioo"), "did you mean 'sondrio'"),
    (lambda r: r.plot_series("cash_eur", town="sondrio"), "no monthly series of towns"),
    (lambda r: r.plot_outcome("memebr_months"), "did you mean 'member_months'"),
    (lambda r: r.plot_contrasts("memebr_months"), "did you mean 'member_months'"),
    (lambda r: r.plot_money("deadwieght"), "did you mean 'deadweight'"),
    (lambda r: r.plot_money("reached_member_months"), "no figure of money with an interval"),
    (lambda r: r.plot_series("runway_months", policies="second_hub"), "several hubs have no 'runway_months' together"),
    (lambda r: r.plot_outcome("members_60"), "needs a longer run"),
    (lambda r: r.plot_contrasts("member_months", policies=["baseline"]), "nothing is compared here"),
    (lambda r: r.plot_money(policies="baseline"), "nothing is compared here"),
])  # fmt: skip
def test_a_slip_is_told_before_axes_are_made(results: Results, call, message: str) -> None:
    with pytest.raises((KeyError, ValueError), match=message):
        call(results)
    assert not plt.get_fignums()


def test_every_monthly_series_is_drawn(results: Results) -> None:
    for series in (*HUB_SERIES, *TOWN_SERIES):
        kind = {"town": "sondrio"} if series in TOWN_SERIES else {}
        _, given = plt.subplots()
        ax = results.plot_series(series.name, given, **kind)
        assert ax.has_data() and ax.get_title(), series.name
        if series.name not in CODED:
            paths = results.town_paths(series.name) if kind else results.paths(series.name)
            np.testing.assert_array_equal(ax.get_lines()[0].get_ydata(), np.median(paths, axis=0))
            assert ax.get_ylim()[0] == 0 or (paths < 0).any(), series.name  # counts begin at zero
        plt.close("all")


def test_shares_of_states_add_up_to_all_hubs(results: Results) -> None:
    shares = results._shares("state", "second_hub", "all")
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares[0, 0] == 0.5  # the second is planned
    codes = results.stack("second_hub").series("state")
    np.testing.assert_allclose(shares[-1], [(codes[:, -1] == code).mean() for code in range(4)])
    with pytest.raises(ValueError, match="cannot share axes"):
        results.plot_series("state", plt.subplots()[1], policies=["baseline", "voucher"])


@pytest.mark.parametrize(
    ("name", "asked"), [("plot_members", {}), ("plot_cash", {}), ("plot_survival", {}), ("plot_series", {"series": "days"})]
)
def test_more_than_three_policies_have_panels_of_their_own(results: Results, name: str, asked: dict) -> None:
    found = getattr(results, name)(**asked, policies=results.policies[:3])
    assert len(found.figure.axes) == 1
    plt.close("all")
    many = getattr(results, name)(**asked, policies=None)
    panels = drawn_axes()
    assert many is panels[0]
    assert [ax.get_title().replace("\n", " ") for ax in panels] == [results.title(policy) for policy in results.policies]
    assert len({ax.get_ylim() for ax in panels}) == 1
    assert sum(bool(ax.get_ylabel()) for ax in panels) == 2  # in the left column alone
    plt.close("all")
    _, given = plt.subplots()
    assert getattr(results, name)(ax=given, **asked, policies=None) is given


def test_legends_hide_nothing(results: Results) -> None:
    for call in (results.plot_members, lambda: results.plot_survival(policies=results.policies[:3]), results.plot_cost):
        ax = call()
        ax.figure.canvas.draw()
        legend = ax.get_legend()
        assert legend.get_window_extent().y1 <= ax.get_window_extent().y0
        assert legend.get_window_extent().y0 >= 0, "inside the figure"
        plt.close("all")


@pytest.mark.parametrize("names", [["baseline"], ["baseline", "voucher"], ["voucher"], None])
def test_the_first_picture_has_four_panels(results: Results, names: list[str] | None) -> None:
    grid = results.plot(policies=names)
    panels = drawn_axes()
    assert grid.shape == (2, 2) and list(grid.flat) == panels
    assert all(ax.has_data() and ax.get_title() and ax.get_legend() is None for ax in panels)
    policies = names or results.policies
    np.testing.assert_array_equal(panels[0].get_lines()[0].get_ydata(), results.fan("members", policies[0]).p50)
    if policies != ["baseline"]:
        labels = [text.get_text().replace("\n", " ") for text in panels[3].get_yticklabels()]
        assert labels == [results.title(name) for name in policies if name != "baseline"]


def test_figures_of_money_are_those_of_the_table(results: Results) -> None:
    ax = results.plot_money("deadweight")
    table = results.money_table()
    points = [line for line in ax.get_lines() if line.get_marker() == "o"]
    told = table["deadweight"].dropna()
    np.testing.assert_allclose([line.get_xdata()[0] for line in points], told)
    assert [text.get_text() for text in ax.texts].count("not defined") == len(table) - len(told)


def test_a_decision_is_drawn_pair_by_pair(scenario: Scenario, fake_engine) -> None:
    decided = Case(scenario).run_until_decided("members_24", policies=["voucher", "relief"], first=2, most=4)
    ax = decided.plot(lang="it")
    assert len(ax.get_yticklabels()) == 3 and "prima meno seconda" in ax.get_xlabel()


def test_outcomes_of_different_units_share_no_axis(results: Results) -> None:
    with pytest.raises(ValueError, match="different units cannot share an axis: members, EUR"):
        results.contrast("voucher").plot(outcomes=["members_24", "cash_24"])
