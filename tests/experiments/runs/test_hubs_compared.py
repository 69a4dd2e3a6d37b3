"""Contrasts of several hubs: each hub has its own differences, ratios and verdicts; and what is said of a contrast in short."""

from dataclasses import replace

import matplotlib
import numpy as np
import pytest

from experiments.outcomes.families import clear_together
from experiments.outcomes.measures import MEASURES
from experiments.outcomes.rows import ContrastRow
from experiments.runs.contrasts import Contrast, NotComparable
from experiments.runs.results import Results
from model.scenario import Scenario
from tests.experiments.stand_ins import MakeStack, reached, results_of

WORLDS = 6
_BARELY = np.array([1.0, 2.0, 3.0, 0.0, 2.0, 1.0])  # a chance of some two in a hundred


def _monthly(*hubs: float, months: int = 4) -> np.ndarray:
    """The same in every world and month, of each hub."""
    return np.broadcast_to(np.array(hubs), (WORLDS, months, len(hubs)))


@pytest.fixture
def pair(scenario: Scenario, make_stack: MakeStack) -> Results:
    """Two hubs, and a policy that adds a third, which comes first in its columns.

    The policy doubles the share of fixed desks in the first hub and halves it in the second; cash changes as barely in one as in the other.
    """
    two, three = {"opens": (0, 0), "desks": (10.0, 10.0)}, {"opens": (0, 0, 0), "desks": (10.0, 10.0, 10.0)}
    baseline = make_stack(**two, flex=_monthly(8, 2), fixed=_monthly(2, 8), members=_monthly(10, 10), cash_eur=_monthly(50, 50))
    cash = 50 + _BARELY[:, None, None] * np.array([0.0, 1.0, 1.0]) * np.ones((WORLDS, 4, 3))
    policy = make_stack(
        **three, flex=_monthly(0, 6, 6), fixed=_monthly(10, 4, 4), members=_monthly(10, 10, 10), cash_eur=cash,
    )
    return results_of(scenario, baseline=baseline, voucher=replace(policy, hub_names=("new", "hub0", "hub1")))


def _decided_by(results: Results, **outcomes: str) -> Contrast:
    results.scenario = results.scenario.model_copy(update={"decides_by": outcomes})
    return Contrast(results, "voucher", results, "baseline")  # and not the one that is kept


def test_a_ratio_is_pooled_within_each_hub_and_over_all(pair: Results) -> None:
    rows = {row.hub: row for row in pair.contrast("voucher").rows(outcomes=["fixed_share"])}
    shares = {hub: (row.baseline, row.policy, row.difference) for hub, row in rows.items()}
    assert shares["hub0"] == pytest.approx((0.2, 0.4, 0.2))
    assert shares["hub1"] == pytest.approx((0.8, 0.4, -0.4))
    assert shares["all"] == pytest.approx((0.5, 0.6, 0.1))


def _lines(contrast: Contrast, hub: str) -> dict[str, ContrastRow]:
    return {row.outcome: row for row in contrast.rows(hubs=[hub])}


def test_what_decides_of_one_hub_is_judged_by_itself_there_and_as_any_other_elsewhere(pair: Results) -> None:
    contrast = _decided_by(pair, **{"cash_final@hub0": "more"})
    lines = {hub: _lines(contrast, hub) for hub in ("all", "hub0", "hub1")}
    assert lines["hub0"]["cash_final"].chance == pytest.approx(lines["hub1"]["cash_final"].chance)
    assert 0.01 < lines["hub0"]["cash_final"].chance < 0.05
    assert [lines[hub]["cash_final"].clear for hub in ("hub0", "hub1")] == [True, False]
    for hub, rows in lines.items():
        together = clear_together({name: row.chance for name, row in rows.items()}, ["cash_final"] if hub == "hub0" else [])
        assert {name for name, row in rows.items() if row.clear} == together & set(rows), hub


def test_what_is_not_listed_is_one_line_more_beside_the_others(pair: Results) -> None:
    contrast = _decided_by(pair, **{"members_final": "more"})
    assert contrast.row("flex_at_2", "hub0").clear, "the same in every world"
    assert not contrast.row("cash_eur_at_4", "hub0").clear, "not clear among all that is looked at"
    assert contrast.row("cash_eur_at_4", "hub0").chance == contrast.row("cash_final", "hub0").chance < 0.05
    assert _decided_by(pair, **{"cash_eur_at_4@hub0": "more"}).row("cash_eur_at_4", "hub0").clear


def test_an_outcome_that_only_one_side_has_is_refused(scenario: Scenario, make_stack: MakeStack) -> None:
    at_once, late = (results_of(scenario, baseline=make_stack(opens=(opens,), members=np.ones((4, 30)))) for opens in (0, 10))
    for one, other in ((at_once, late), (late, at_once)):
        contrast = one.contrast("baseline", against=other)
        assert "members_24" not in {row.outcome for row in contrast.rows()}
        with pytest.raises(KeyError, match="'members_24' is no outcome of both"):
            contrast.row("members_24")


def test_the_table_in_short_names_what_is_compared_and_what_stays(pair: Results) -> None:
    contrast = _decided_by(pair, members_final="more", cash_final="more")
    table = contrast.text_table(hub="hub0")
    called = {name: row for name in ("members_final", "cash_final") for row in table.rows if row[0] == MEASURES[name].label}
    assert "cash_final" in called and "members_final" not in called
    assert any("members at the end" in note.lower() for note in table.notes)
    assert table.title == "A voucher, against the baseline" and table.header[1] == "Baseline"
    back = pair.contrast("baseline", "voucher").text_table()
    assert 'against "A voucher"' in back.title and back.header[1] == "A voucher"
    assert back.title.startswith(pair.title("baseline"))


def test_the_short_word_for_a_contrast_names_the_headlines_that_are_clear(scenario: Scenario, make_stack: MakeStack, pair: Results) -> None:
    named = {row.outcome for row in pair.contrast("voucher").rows(hubs=["all"]) if row.clear and MEASURES[row.outcome].headline}
    assert named
    said = repr(pair.contrast("voucher"))
    assert said.startswith("Contrast of 'voucher' with 'baseline'; clear differences in ")
    assert set(said.partition("differences in ")[2].split(", ")) == named
    stack = make_stack(members=np.ones((4, 10)))
    assert repr(results_of(scenario, baseline=stack, voucher=stack).contrast("voucher")).endswith("in no headline outcome")


def test_the_picture_shows_the_headline_shares(results: Results) -> None:
    matplotlib.use("agg")
    contrast = results.contrast("voucher")
    shown = [label.get_text() for label in contrast.plot().get_yticklabels()]
    measures = [MEASURES[row.outcome] for row in contrast.rows(hubs=["all"])]
    assert shown == [measure.label for measure in measures if measure.headline and measure.kind != "number"]
    assert len(shown) > 2


@pytest.mark.parametrize(("had", "low", "high"), [(0.0, 0.0, None), (1.0, None, 1.0)])
def test_the_share_had_anyway_stays_within_bounds(
    scenario: Scenario, make_stack: MakeStack, had: float, low: float | None, high: float | None
) -> None:
    months = np.array([[0.0] * 4, [40.0, 30.0, 20.0, 10.0]])
    anyway = np.zeros((2, 2, 4))
    anyway[1, 0] = [had, 1 - had, 0, 0] if not had else months[1] - [1, 0, 0, 0]
    stack = make_stack(members=np.ones((4, 10)))
    found = Results(scenario, 1, {"baseline": stack, "voucher": replace(stack, policy="voucher")}, reached(months, anyway))
    deadweight = found.contrast("voucher").money.deadweight
    assert deadweight is not None
    assert deadweight.value == pytest.approx(anyway[1, 0].sum() / 100)
    assert low is None or deadweight.low == low
    assert high is None or deadweight.high == high
    assert 0 <= deadweight.low <= deadweight.value <= deadweight.high <= 1


def test_of_one_world_the_share_had_anyway_is_told_without_an_interval(scenario: Scenario, make_stack: MakeStack) -> None:
    months, anyway = np.array([[0.0], [40.0]]), np.zeros((2, 2, 1))
    anyway[1, 0] = 10.0
    stack = make_stack(members=np.ones((1, 10)))
    found = Results(scenario, 1, {"baseline": stack, "voucher": replace(stack, policy="voucher")}, reached(months, anyway))
    deadweight = found.contrast("voucher").money.deadweight
    assert deadweight is not None and deadweight.value == 0.25
    assert np.isnan([deadweight.low, deadweight.high]).all()


def test_runs_of_other_months_are_refused(scenario: Scenario, make_stack: MakeStack) -> None:
    short, long = (results_of(scenario, baseline=make_stack(members=np.ones((4, months)))) for months in (10, 12))
    with pytest.raises(NotComparable, match=r"they differ in months \(10 and 12\): run both"):
        short.contrast("baseline", against=long)
