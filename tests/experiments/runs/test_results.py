from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.outcomes.measures import MEASURES
from experiments.outcomes.rows import COSTS, INCOME
from experiments.runs.frames import public_frame
from experiments.runs.results import Results
from model.names import CLOSED, DOWNSIZED, OPEN
from model.scenario import Scenario
from model.series import HUB_SERIES, TOWN_SERIES
from tests.experiments.stand_ins import MakeStack, results_of


def test_what_was_run_is_said(results: Results) -> None:
    assert results.policies == ["baseline", "voucher", "relief", "nothing", "second_hub"]
    assert (results.replicates, results.seed, results.months, results.hubs) == (12, 1, 40, ("adda",))
    assert repr(results) == (
        "Results of 'tiny': baseline, voucher, relief, nothing, second_hub; 12 replicates of 40 months, 1 hub, seed 1"
    )


def test_titles_in_both_languages(results: Results) -> None:
    assert results.title("voucher") == "A voucher"
    assert results.title("voucher", "it") == "Un voucher"
    assert results.title("relief", "it") == "Rent relief"  # none in Italian: the one there is
    assert (results.title(), results.title(lang="it")) == ("Baseline", "Situazione di base")


def test_summary_has_a_row_for_each_policy_hub_and_outcome(results: Results) -> None:
    frame = results.summary
    assert list(frame.columns) == [
        "policy", "hub", "outcome", "unit", "mean", "p10", "p50", "p90", "mean_low", "mean_high", "replicates",
        "sets_low", "sets_high", "sets_share",
    ]
    assert not frame.duplicated(["policy", "hub", "outcome"]).any()
    assert set(frame.hub[frame.policy == "second_hub"]) == {"all", "adda", "mera"}
    assert set(frame.hub[frame.policy == "baseline"]) == {"all", "adda"}
    certain = frame[frame.replicates > 1]
    assert (certain.mean_low <= certain["mean"] + 1e-9).all()
    assert (frame.p10 <= frame.p90).all()


def test_summary_agrees_with_the_outcomes_it_sums_up(results: Results) -> None:
    outcomes = results.outcomes
    chosen = outcomes[(outcomes.policy == "voucher") & (outcomes.hub == "all") & (outcomes.outcome == "members_24")]
    row = next(row for row in results.rows("voucher", ("all",)) if row.outcome == "members_24")
    assert len(chosen) == row.replicates == 12
    assert chosen.value.mean() == pytest.approx(row.mean)
    assert chosen.value.quantile(0.1) == pytest.approx(row.p10)


def test_values_are_those_of_the_outcomes_frame(results: Results) -> None:
    outcomes = results.outcomes
    for hub in ("all", "mera"):
        chosen = outcomes[(outcomes.policy == "second_hub") & (outcomes.hub == hub) & (outcomes.outcome == "cash_24")]
        np.testing.assert_array_equal(chosen.sort_values("replicate").value, results.values("cash_24", "second_hub", hub))


def test_monthly_frame_is_tidy_and_complete(results: Results) -> None:
    frame = results.monthly
    assert list(frame.columns) == ["policy", "replicate", "hub", "town", "month", "date", *(series.name for series in HUB_SERIES)]
    assert len(frame) == 12 * 40 * (1 + 1 + 1 + 1 + 2)
    assert not frame.duplicated(["policy", "replicate", "hub", "month"]).any()
    assert (frame.month.min(), frame.month.max(), frame.replicate.max()) == (1, 40, 11)
    row = frame[(frame.policy == "second_hub") & (frame.replicate == 3) & (frame.hub == "mera") & (frame.month == 18)]
    assert row.members.item() == results.stack("second_hub").series("members")[3, 17, 1]
    assert row.town.item() == "sondrio"


def test_towns_frame(results: Results) -> None:
    frame = results.towns
    assert list(frame.columns) == ["policy", "replicate", "town", "month", "date", *(series.name for series in TOWN_SERIES)]
    assert len(frame) == 5 * 12 * 40
    row = frame[(frame.policy == "relief") & (frame.replicate == 2) & (frame.month == 6)]
    assert row.left.item() == results.stack("relief").town_series("left")[2, 5, 0]


def test_public_frame_leaves_out_payments_of_zero(results: Results) -> None:
    frame = results.public
    assert list(frame.columns) == ["policy", "replicate", "month", "date", "instrument", "payer", "hub", "eur"]
    assert set(frame.policy) == {"voucher", "relief"}
    assert (frame.eur != 0).all()
    assert set(frame.payer[frame.policy == "relief"]) == {"region"}
    total = frame[frame.policy == "relief"].eur.sum() / results.replicates
    assert total == pytest.approx(results.values("public_eur", "relief").mean())
    assert results.public_by_instrument("relief")["rent_relief"].mean() == pytest.approx(total)


def test_a_payment_of_two_payers_is_two_rows(make_stack: MakeStack) -> None:
    stack = replace(make_stack(members=[[1.0, 1.0]]), instrument_payers=({"region": 0.75, "sponsor": 0.25},))
    stack.public[0, 1, 0, 0] = 80.0
    frame = public_frame({"baseline": stack}, "2022-12")
    assert list(zip(frame.month, frame.instrument, frame.payer, frame.eur, strict=True)) == [
        (2, "grant", "region", 60.0), (2, "grant", "sponsor", 20.0),
    ]
    assert list(frame.date) == [pd.Timestamp("2023-01-01")] * 2


def test_frames_are_made_once(results: Results) -> None:
    first, again = (results.monthly["members"].to_numpy() for _ in range(2))
    assert np.shares_memory(first, again)  # each who asks has a frame of their own, and none is made anew
    assert isinstance(results.summary, pd.DataFrame)


def test_paths_of_all_hubs_are_the_sum(results: Results) -> None:
    both = results.paths("members", "second_hub")
    np.testing.assert_array_equal(both, results.paths("members", "second_hub", "adda") + results.paths("members", "second_hub", "mera"))
    assert both.shape == (12, 40)


def test_fan_bands_are_nested(results: Results) -> None:
    band = results.fan("cash_eur", "voucher")
    assert band.month[0] == 1
    assert (band.p10 <= band.p25).all()
    assert (band.p25 <= band.p50).all()
    assert (band.p50 <= band.p75).all()
    assert (band.p75 <= band.p90).all()
    np.testing.assert_allclose(band.p10, np.quantile(results.paths("cash_eur", "voucher"), 0.1, axis=0))


def _states(*replicates: list[tuple[int, int]]) -> np.ndarray:
    return np.array([np.concatenate([np.full(length, state) for state, length in life]) for life in replicates])


def test_survival_without_censoring_is_the_share_left(scenario: Scenario, make_stack: MakeStack) -> None:
    shrinks_and_closes, grows_again = [(OPEN, 1), (DOWNSIZED, 3), (CLOSED, 2)], [(OPEN, 3), (DOWNSIZED, 1), (OPEN, 2)]
    states = _states([(OPEN, 6)], [(OPEN, 2), (CLOSED, 4)], shrinks_and_closes, grows_again)
    results = results_of(scenario, baseline=make_stack(state=states))
    assert results.survival().share.tolist() == [1, 1, 1, 0.75, 0.75, 0.5, 0.5]
    assert results.survival(whole=True).share.tolist() == pytest.approx([1, 1, 0.75, 0.5, 0.25, 0.25, 0.25])  # nor is it undone
    assert results.survival().at_risk.tolist() == [4, 4, 4, 4, 3, 3, 2]
    assert (results.survival().low <= results.survival().share).all()
    assert (results.survival().share <= results.survival().high).all()


def test_survival_of_hubs_that_open_late_uses_them_while_they_are_followed(scenario: Scenario, make_stack: MakeStack) -> None:
    early = _states([(OPEN, 5), (CLOSED, 1)])[:, :, None]
    late = _states([(0, 4), (OPEN, 2)])[:, :, None]
    stack = make_stack(opens=(0, 4), desks=(1.0, 1.0), state=np.concatenate([early, late], axis=2))
    found = results_of(scenario, baseline=stack).survival()
    assert found.at_risk.tolist() == [2, 2, 2, 1, 1, 1, 1]
    assert found.share.tolist() == [1, 1, 1, 1, 1, 1, 0]


def test_money_headings_are_means_over_replicates(results: Results) -> None:
    income, costs = results.money("relief")
    assert set(income) == set(INCOME)
    assert set(costs) == set(COSTS)
    np.testing.assert_allclose(income["fees_eur"], results.paths("fees_eur", "relief").mean(axis=0))


def test_collaborations_are_symmetric_and_counted_once(results: Results) -> None:
    matrix = results.collaborations()
    assert matrix[0, 1] == matrix[1, 0] == 3
    assert matrix[2, 2] == 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda r: r.stack("vuocher"), "no policy 'vuocher'"),
        (lambda r: r.values("members_60"), "'members_60' needs a longer run"),
        (lambda r: r.values("memebrs"), "'memebrs' is not an outcome"),
        (lambda r: r.paths("members", hub="mera"), "no hub 'mera' under policy 'baseline'; there are adda"),
    ],
)
def test_what_does_not_exist_is_said_with_what_does(results: Results, call, message: str) -> None:
    with pytest.raises(KeyError, match=message):
        call(results)


def test_outcomes_of_the_results_are_those_the_horizon_allows(results: Results) -> None:
    names = {measure.name for measure in results.measures}
    assert "members_36" in names
    assert "members_60" not in names
    assert names < set(MEASURES)
