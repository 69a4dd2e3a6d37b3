"""Tables of results: what they hold is what rows, contrasts and arrays say, and each says of what it is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.runs.results import Results
from experiments.showing.tables import headline
from model.names import HUB_STATES, REASONS
from model.scenario import Scenario
from tests.experiments.stand_ins import MakeStack, results_of


def test_every_table_says_of_what_it_is(results: Results) -> None:
    made = (
        results.table(), results.table(lang="it"), results.contrast_table(), results.money_table(), results.money_table(lang="en"),
        results.survival_table(), results.survival_table(lang="it"), results.summary, results.outcomes, results.monthly, results.towns,
        results.public, results.contrast("voucher").table,
    )
    for frame in made:
        said = frame.attrs
        assert (said["scenario"], said["title"], said["seed"], said["replicates"]) == ("tiny", "A tiny town", 1, 12)
        assert (said["months"], said["start"], said["parameter_sets"]) == (40, "2022-01", None)
    assert results.monthly.attrs["units"]["cash_eur"] == results.public.attrs["units"]["eur"] == "EUR"
    units = results.money_table().attrs["units"]
    assert (units["deadweight"], units["paid_by_region"], units["eur_per_member_month"]) == ("share", "EUR", "EUR/member-month")


def test_what_somebody_changes_in_place_stays_with_them(results: Results) -> None:
    contrast = results.contrast("voucher")
    tables = {name: lambda name=name: getattr(results, name) for name in ("summary", "outcomes", "monthly", "towns", "public")}
    for make in (*tables.values(), lambda: contrast.table):
        before, mine = make().copy(deep=True), make()
        number = mine.select_dtypes("number").columns[-1]
        mine[number] = 0
        mine.loc[mine.index[:1], number] = 1
        mine.pop("policy" if "policy" in mine else "outcome")
        mine["own"] = 1
        mine.attrs["scenario"] = "mine"
        assert make().equals(before) and make().attrs == before.attrs
    values = results.values("members_24")
    values[:] = 0
    assert results.values("members_24").sum() > 0 and results.paths("members").sum() > 0


def test_the_headline_by_policy_is_the_summary(results: Results) -> None:
    table = results.table()
    assert set(table.policy) == set(results.policies)
    for policy in results.policies:
        there = [one.name for one in headline(results.measures) if results.row(one.name, policy)]
        assert table[table.policy == policy].outcome.tolist() == there
    found = results.row("members_24", "voucher")
    assert found is not None
    line = table[(table.policy == "voucher") & (table.outcome == "members_24")].iloc[0]
    assert line[["mean", "mean_low", "mean_high", "p90"]].tolist() == [found.mean, found.mean_low, found.mean_high, found.p90]
    assert list(results.table(policies="voucher").policy.unique()) == ["voucher"]
    mera = results.table("mera", policies=["second_hub"])
    assert mera[mera.outcome == "members_24"]["mean"].item() == results.values("members_24", "second_hub", "mera").mean()


@pytest.mark.parametrize(("lang", "policy", "outcome", "title"), [
    ("en", "Policy", "Members at 24 months", "Baseline"), ("it", "Misura", "Iscritti a 24 mesi", "Situazione di base"),
])  # fmt: skip
def test_in_words_a_row_is_a_policy(results: Results, lang: str, policy: str, outcome: str, title: str) -> None:
    table = results.table(lang=lang)
    assert (table.index.name, table.index[0], len(table)) == (policy, title, 5)
    assert " … " in table.loc[title, outcome]
    assert results.money_table(lang=lang).index.to_list() == [results.title(name, lang) for name in results.policies[1:]]
    assert results.survival_table(lang=lang).index.to_list() == [results.title(name, lang) for name in results.policies]


def test_all_contrasts_are_those_of_each(results: Results) -> None:
    table = results.contrast_table()
    assert set(table.policy) == set(results.policies[1:])
    for name in results.policies[1:]:
        for row in results.contrast(name).rows(("all",)):
            line = table[(table.policy == name) & (table.outcome == row.outcome)].iloc[0]
            np.testing.assert_array_equal(
                line[["baseline", "with_policy", "difference", "low", "high"]].astype(float),
                [row.baseline, row.policy, row.difference, row.low, row.high],
            )
            assert line["clear"] == row.clear
    few = results.contrast_table("members_24", policies=["relief", "voucher"], baseline="voucher")
    assert few[["policy", "outcome"]].to_numpy().tolist() == [["relief", "members_24"]]
    assert few["difference"].item() == results.contrast("relief", "voucher").row("members_24").difference


def test_the_table_of_money_is_that_of_the_contrasts_and_adds_up(results: Results) -> None:
    table = results.money_table()
    assert table.index.to_list() == results.policies[1:]
    for name, row in table.iterrows():
        money = results.contrast(name).money
        assert tuple(row[["public_eur", "public_eur_low", "public_eur_high"]]) == money.extra_eur
        assert row["reached_member_months"] == money.helped_member_months
        assert np.isnan(row["eur_per_member_month"]) == (money.eur_per_extra_member_month is None)
        assert np.isnan(row["deadweight"]) == (money.deadweight is None)
        for way in ("paid_by_", "through_", "to_"):
            parts = [column for column in table.columns if column.startswith(way) and not column.endswith(("_low", "_high"))]
            assert row[parts].sum() == pytest.approx(row["public_eur"])
    reached, anyway, _ = results.reached("voucher")
    assert table.loc["voucher", "deadweight"] == pytest.approx(anyway.sum() / reached.sum())


def test_who_pays_and_where_it_goes_by_hand(scenario: Scenario, make_stack: MakeStack) -> None:
    base, policy = (make_stack(opens=(0, 0), desks=(1.0, 1.0), members=np.full((2, 3, 2), 4.0)) for _ in range(2))
    policy = replace(policy, instrument_payers=({"region": 0.75, "sponsor": 0.25},))
    policy.public[:, 1, 0, :] = [[60.0, 20.0], [40.0, 0.0]]  # by replicate and hub
    base.public[:, 0, 0, 0] = 10.0
    row = results_of(scenario, baseline=base, voucher=policy).money_table().loc["voucher"]
    assert (row["public_eur"], row["through_grant"], row["to_hub0"], row["to_hub1"]) == (50.0, 50.0, 40.0, 10.0)
    assert (row["paid_by_region"], row["paid_by_sponsor"]) == (35.0, 15.0)  # 45 less the 10 of the baseline; 15


def test_survival_as_a_table(results: Results) -> None:
    table = results.survival_table()
    for kept, whole in (("not_closed", False), ("whole", True)):
        curve = results.survival("relief", whole=whole)
        found = table[(table.policy == "relief") & (table.kept == kept)]
        for name in ("month", "share", "low", "high", "at_risk"):
            np.testing.assert_array_equal(found[name], getattr(curve, name))
    kept = ("Not closed", "Neither shrunk nor closed")
    assert results.survival_table(lang="en").columns.to_list() == [f"{each}, {age} months" for each in kept for age in (12, 24, 36)]


def test_months_and_dates_agree_in_every_frame(results: Results) -> None:
    for frame in (results.monthly, results.towns, results.public):
        assert frame.month.min() == 1 and frame.month.max() == 40
        months = (frame.date.dt.year - 2022) * 12 + frame.date.dt.month
        assert (months == frame.month).all() and (frame.date.dt.day == 1).all()
    month = results.public[results.public.policy == "voucher"].groupby("month").eur.sum()
    stack = results.stack("voucher")
    np.testing.assert_allclose(month.to_numpy(), stack.public.sum(axis=(0, 2, 3))[np.unique(np.nonzero(stack.public)[1])])


def test_states_are_words_and_no_reason_is_no_value(results: Results) -> None:
    frame, stack = results.monthly, results.stack("relief")
    mine = frame[frame.policy == "relief"]
    assert mine.state.tolist() == [HUB_STATES[int(code)] for code in stack.series("state").ravel()]
    reasons = [REASONS[int(code)] or None for code in stack.series("reason").ravel()]
    assert mine.reason.astype(object).where(mine.reason.notna(), None).tolist() == reasons
    assert list(frame.state.cat.categories) == list(HUB_STATES)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda r: r.table(policies="vuocher"), "did you mean 'voucher'"),
        (lambda r: r.table("merra"), "no hub 'merra' under policy 'baseline'; there are adda"),
        (lambda r: r.contrast_table("memeber_months"), "did you mean 'member_months'|no outcome of both"),
        (lambda r: r.money_table(baseline="releif"), "did you mean 'relief'"),
        (lambda r: r.paths("membrs"), "did you mean 'members'"),
        (lambda r: r.town_paths("residnts"), "did you mean 'residents'"),
        (lambda r: r.town_paths("residents", town="sondrioo"), "did you mean 'sondrio'"),
        (lambda r: r.values("member_moths"), "did you mean 'member_months'"),
    ],
)
def test_a_slip_is_told_what_is_meant(results: Results, call, message: str) -> None:
    with pytest.raises(KeyError, match=message):
        call(results)


def test_town_series_of_one_town_and_of_all(results: Results) -> None:
    values = results.stack().town_series("left")
    np.testing.assert_array_equal(results.town_paths("left"), values.sum(axis=2))
    np.testing.assert_array_equal(results.town_paths("left", town="sondrio"), values[:, :, 0])


def test_a_frame_keeps_what_it_says_through_a_file(results: Results, tmp_path) -> None:
    results.money_table().to_parquet(tmp_path / "money.parquet")
    assert pd.read_parquet(tmp_path / "money.parquet").attrs == results.money_table().attrs
