from collections.abc import Iterator

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from experiments.runs.results import Results


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
    image = results.plot_collaborations().get_images()[0].get_array()
    assert image[1, 0] == 3
    assert np.ma.getmaskarray(np.ma.masked_invalid(image))[0, 1]


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


def test_outcomes_of_different_units_share_no_axis(results: Results) -> None:
    with pytest.raises(ValueError, match="different units cannot share an axis: members, EUR"):
        results.contrast("voucher").plot(outcomes=["members_24", "cash_24"])
