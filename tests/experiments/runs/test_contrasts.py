from dataclasses import replace

import numpy as np
import pytest

from experiments.outcomes.helped import Helped
from experiments.runs.case import Case
from experiments.runs.contrasts import NotComparable
from experiments.runs.results import Results
from model.names import DOWNSIZED, OPEN
from model.scenario import Scenario
from tests.experiments.report import fakes
from tests.experiments.stand_ins import MakeStack, reached, results_of


def test_table_has_the_paired_difference_of_every_outcome(results: Results) -> None:
    table = results.contrast("voucher").table
    assert list(table.columns) == [
        "outcome", "hub", "unit", "baseline", "policy", "difference", "low", "high", "variance_ratio", "replicates",
        "sets_low", "sets_high", "sets_share", "chance", "clear",
    ]
    row = table[(table.outcome == "member_months") & (table.hub == "all")].iloc[0]
    change = results.values("member_months", "voucher") - results.values("member_months")
    assert row.difference == pytest.approx(change.mean())
    assert row.policy - row.baseline == pytest.approx(row.difference)
    assert row.low < row.difference < row.high
    assert row.variance_ratio > 5  # the two share their worlds


def test_a_policy_of_nothing_changes_nothing(results: Results) -> None:
    contrast = results.contrast("nothing")
    assert all(row.difference == 0 and not row.clear for row in contrast.rows())
    assert contrast.money.extra_eur.value == 0
    assert contrast.money.eur_per_extra_member_month is None


@pytest.mark.parametrize("asked", [{}, {"hubs": 3, "replicates": 22, "worlds": 4}, {"replicates": 5, "months": 30}])
def test_differences_worked_out_in_one_go_are_those_of_one_by_one(asked: dict[str, int]) -> None:
    """To the last bit, what does not exist included."""
    together, alone = (fakes.results(**asked).contrast("paid_host") for _ in range(2))
    for outcome in alone._measures:
        alone._keep([outcome])
    assert repr(alone.rows()) == repr(together.rows())


def test_any_policy_can_be_the_reference(results: Results) -> None:
    there, back = results.contrast("voucher", "relief"), results.contrast("relief", "voucher")
    assert there.row("cash_24").difference == pytest.approx(-back.row("cash_24").difference)
    assert (there.policy, there.baseline) == ("voucher", "relief")


def test_hubs_only_one_side_has_are_compared_all_together_only(results: Results) -> None:
    hubs = {row.hub for row in results.contrast("second_hub").rows()}
    assert hubs == {"all", "adda"}
    assert results.contrast("second_hub").row("member_months").difference > 0
    assert results.contrast("second_hub").row("member_months", "adda").difference == 0


@pytest.mark.parametrize("policy", ["voucher", "second_hub"])
def test_outcomes_judged_together_are_what_each_is_alone_in_any_order(results: Results, policy: str) -> None:
    together = results.contrast(policy)
    rows = {(row.outcome, row.hub): row for row in together.rows()}
    for name, hub in [*rows][::-7]:
        assert str(results.contrast(policy).row(name, hub)) == str(rows[name, hub])  # to the last digit, whatever was asked first
    for name in together._measures:
        alone = results.contrast(policy)
        alone._keep([name])
        for one, many in zip(alone._kept[name], together._kept[name], strict=True):
            np.testing.assert_allclose(np.array(one), np.array(many), rtol=1e-9, atol=1e-12, err_msg=name)


def test_replicates_without_the_outcome_on_one_side_are_left_out(scenario: Scenario, make_stack: MakeStack) -> None:
    never, at_once = [-1.0] * 6, [1.0] * 6
    baseline = make_stack(net_eur=[never, at_once, [-9.0, *at_once[1:]]])
    results = results_of(scenario, baseline=baseline, voucher=make_stack(net_eur=[at_once] * 3))
    row = results.contrast("voucher").row("months_to_break_even")
    assert row.replicates == 2
    assert row.baseline == pytest.approx((3 + 4) / 2)
    assert row.policy == 3


def test_unknown_outcomes_and_hubs_are_said(results: Results) -> None:
    with pytest.raises(KeyError, match="is no outcome of both"):
        results.contrast("voucher").row("memebrs_24")
    with pytest.raises(KeyError, match="is no outcome of both; did you mean 'members_24'"):
        results.contrast("voucher").differences("memebrs_24")
    with pytest.raises(KeyError, match="'mera' is no hub of both; there are all, adda"):
        results.contrast("second_hub").row("members_24", "mera")
    with pytest.raises(KeyError, match="no policy 'vouchers'"):
        results.contrast("vouchers")


def test_results_of_one_scenario_and_seed_can_be_compared(scenario: Scenario, results: Results, fake_engine) -> None:
    scenario = scenario.model_copy(update={"decides_by": {"member_months": "more"}})  # else each looks at what varies in its own runs
    results.scenario = scenario
    apart = Case(scenario).run(12, policies=["voucher"], point=True)
    rows = apart.contrast("voucher", against=results).rows()
    assert rows == results.contrast("voucher").rows() or all(
        a == pytest.approx(b, nan_ok=True) for a, b in zip(rows, results.contrast("voucher").rows(), strict=True)
    )


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"replicates": 11}, r"number of replicates \(11 and 12\)"),
        ({"seed": 2}, r"seed \(2 and 1\)"),
    ],
)
def test_runs_of_other_worlds_are_refused(scenario: Scenario, results: Results, fake_engine, changes: dict, what: str) -> None:
    other = Case(scenario).run(**{"replicates": 12, "point": True, **changes})
    with pytest.raises(NotComparable, match=what):
        other.contrast("voucher", against=results)


def test_runs_of_another_scenario_are_refused(scenario: Scenario, results: Results, fake_engine) -> None:
    renamed = Case(scenario.model_copy(update={"name": "other"})).run(12, point=True)
    with pytest.raises(NotComparable, match=r"scenario \(other and tiny\)"):
        renamed.contrast("voucher", against=results)
    changed = Case(scenario.model_copy(update={"parameters": {"beta_n": 0.0}})).run(12, point=True)
    with pytest.raises(NotComparable, match="contents of scenario 'tiny'"):
        changed.contrast("voucher", against=results)


def _with_vouchers(scenario: Scenario, make_stack: MakeStack, helped: Helped) -> Results:
    more, less = np.full((4, 10), 8.0), np.full((4, 10), 6.0)
    less[0] = 5.0
    baseline, voucher = make_stack(members=less), make_stack(members=more)
    voucher.public[:, :, 0, 0] = 11.25
    return Results(scenario, 1, {"baseline": baseline, "voucher": replace(voucher, policy="voucher")}, helped)


def test_deadweight_and_cost_of_an_additional_member_month(scenario: Scenario, make_stack: MakeStack) -> None:
    months = np.array([[0.0] * 4, [40.0, 40.0, 20.0, 20.0]])
    anyway = np.zeros((2, 2, 4))
    anyway[1, 0] = [30.0, 20.0, 5.0, 5.0]
    money = _with_vouchers(scenario, make_stack, reached(months, anyway, 4.0)).contrast("voucher").money
    assert money.helped_member_months == 30
    assert money.displaced is not None and money.displaced.value == pytest.approx(16 / 120)
    assert money.deadweight is not None
    assert money.deadweight.value == pytest.approx(0.5)  # 60 of 120 member-months, pooled
    assert 0 <= money.deadweight.low < 0.5 < money.deadweight.high <= 1
    assert money.extra_eur.value == pytest.approx(112.5)
    assert money.extra_member_months.value == pytest.approx(22.5)
    assert money.eur_per_extra_member_month is not None
    assert money.eur_per_extra_member_month.value == pytest.approx(5)


def test_every_instrument_has_its_deadweight_and_a_policy_without_any_has_none(results: Results) -> None:
    assert results.contrast("relief").money.deadweight is not None
    assert results.contrast("second_hub").money.deadweight is None


def test_months_had_anyway_never_exceed_those_reached(results: Results) -> None:
    for policy in results.policies:
        for reference in results.policies:
            months, anyway, elsewhere = results.reached(policy, reference)
            assert (anyway + elsewhere <= months).all()
            if policy == reference:
                assert not months.any()  # nothing beyond itself


def test_runs_made_apart_cannot_tell_deadweight_unless_the_twin_is_among_them(scenario: Scenario, results: Results, fake_engine) -> None:
    apart = Case(scenario).run(12, policies=["voucher"], point=True)
    assert apart.contrast("voucher", against=results).money.deadweight is not None  # its own baseline is the twin
    against_relief = apart.contrast("voucher", "relief", against=results).money
    assert against_relief.deadweight is None
    assert against_relief.helped_member_months == 0


def test_the_cost_of_an_uncertain_gain_is_not_defined(scenario: Scenario, make_stack: MakeStack) -> None:
    rng = np.random.default_rng(4)
    baseline, voucher = (make_stack(members=rng.normal(6, 2, (8, 10))) for _ in range(2))
    voucher.public[:, :, 0, 0] = 10
    assert results_of(scenario, baseline=baseline, voucher=voucher).contrast("voucher").money.eur_per_extra_member_month is None


def _kept_whole(scenario: Scenario, make_stack: MakeStack) -> Results:
    """Six worlds of two hubs. Without the policy both shrink, but for the first hub in the last world. It keeps the second whole
    everywhere and the first in two worlds more, adds a third hub, which comes first in its columns, and costs 90 EUR in each world.
    """
    whole, shrunk = [OPEN] * 4, [OPEN, DOWNSIZED, DOWNSIZED, DOWNSIZED]
    without = np.array([[whole if world == 5 else shrunk, shrunk] for world in range(6)]).transpose(0, 2, 1)
    under = np.array([[shrunk, whole if world >= 3 else shrunk, whole] for world in range(6)]).transpose(0, 2, 1)
    baseline = make_stack(opens=(0, 0), desks=(10.0, 10.0), state=without, members=np.broadcast_to([5.0, 7.0], (6, 4, 2)))
    policy = make_stack(
        opens=(0, 0, 0), desks=(10.0, 10.0, 10.0), state=under, members=np.broadcast_to([20.0, 8.0, 4.0], (6, 4, 3)),
        cash_eur=np.arange(6.0)[:, None, None] * np.array([0.0, 10.0, -30.0]) * np.ones((6, 4, 3)),
    )
    policy.public[:, 0, 0, 0] = 90.0
    return results_of(scenario, baseline=baseline, voucher=replace(policy, hub_names=("new", "hub0", "hub1")))


def test_cost_of_a_hub_kept_whole(scenario: Scenario, make_stack: MakeStack) -> None:
    results = _kept_whole(scenario, make_stack)
    kept = results.contrast("voucher").money.eur_per_hub_kept_whole
    assert kept is not None
    assert kept.value == pytest.approx(90 / (8 / 6))  # eight more hubs whole in six worlds: two of the first and six of the second
    assert 0 < kept.low < kept.value < kept.high


def test_a_policy_that_breaks_hubs_keeps_none(scenario: Scenario, make_stack: MakeStack) -> None:
    results = _kept_whole(scenario, make_stack)
    back = results.contrast("baseline", "voucher").money
    assert back.extra_eur.value == pytest.approx(-90)
    assert back.eur_per_hub_kept_whole is None


def test_differences_hub_by_hub_are_policy_less_reference(scenario: Scenario, make_stack: MakeStack) -> None:
    contrast = _kept_whole(scenario, make_stack).contrast("voucher")
    assert contrast.differences("members_final").tolist() == [20 + 8 + 4 - 12] * 6
    assert contrast.differences("members_final", "hub0").tolist() == [3] * 6
    assert contrast.differences("members_final", "hub1").tolist() == [-3] * 6
    assert contrast.differences("cash_final", "hub0").tolist() == [0, 10, 20, 30, 40, 50]  # world by world
    assert contrast.differences("cash_final", "hub1").tolist() == [0, -30, -60, -90, -120, -150]
    assert contrast.differences("shrunk_or_closed_final", "hub0").tolist() == [0, 0, 0, -1, -1, 0]


def test_rows_hub_by_hub_have_the_means_of_their_hub(scenario: Scenario, make_stack: MakeStack) -> None:
    contrast = _kept_whole(scenario, make_stack).contrast("voucher")
    rows = {row.hub: row for row in contrast.rows(outcomes=["members_final"])}
    assert {hub: (row.baseline, row.policy, row.difference) for hub, row in rows.items()} == {
        "all": (12, 32, 20), "hub0": (5, 8, 3), "hub1": (7, 4, -3),
    }
    risk = contrast.row("shrunk_or_closed_final", "hub0")
    assert (risk.baseline, risk.policy) == (pytest.approx(5 / 6), pytest.approx(3 / 6))
    assert risk.difference == pytest.approx(-2 / 6)
