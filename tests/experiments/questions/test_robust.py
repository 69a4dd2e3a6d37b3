import math

import numpy as np
import pytest

from experiments.outcomes.measures import MEASURES
from experiments.questions.answer import Refused
from experiments.questions.deep import CASES, Setting, shock_name, under
from experiments.questions.robust import judged, robust
from experiments.questions.robust_numbers import variant
from experiments.questions.variants import asking, policy_as_one
from experiments.runs.deciding import Decider
from experiments.runs.replicates import run
from model.parameters import CATALOGUE
from model.scenario import load_scenario

SETTING = Setting(12, "sondrio", 14)


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("sondrio_downsizing")


@pytest.fixture(scope="module")
def found(scenario):
    return robust(scenario, policies=["rent_relief", "voucher"], replicates=8, workers=2)


def test_cases_enter_as_stated(scenario):
    rent = {"type": "rent", "factor": 1.2, "name": "own"}
    policy = {"title": "x", "shocks": [rent], "parameters": {"leave_wage": 0.0, "taste_sd": 1.0}}
    shocks = {name: under(policy, case, SETTING)["shocks"] for name, case in CASES.items()}
    assert all(each[0] == rent for each in shocks.values())  # the policy's own stays
    added = {name: each[1] for name, each in shocks.items() if len(each) > 1}
    assert set(added) == {"telework_up", "telework_down", "rent_rise", "rival"}
    assert all(shock["start"] == 12 and shock["source"] for shock in added.values())
    assert math.exp(added["telework_up"]["appeal"]) == pytest.approx(6.58 / 3.55, abs=0.01)
    assert math.exp(added["telework_down"]["appeal"]) == pytest.approx(0.5, abs=0.01)
    assert added["rent_rise"]["factor"] * CATALOGUE["rent_eur_m2"].default == CATALOGUE["rent_eur_m2"].high
    assert (added["rival"]["town"], added["rival"]["desks"]) == ("sondrio", 14)
    numbers = under(policy, CASES["metropolis"], SETTING)["parameters"]
    assert numbers == {"taste_sd": 1.0, "leave_wage": CATALOGUE["leave_wage"].high, "leave_rate": CATALOGUE["leave_rate"].high}
    assert under(policy, CASES["as_stated"], SETTING) == policy and policy["parameters"]["leave_wage"] == 0.0


def test_every_case_is_within_what_scenario_files_allow_and_changes_a_run(scenario):
    variants = {name: under({"title": name}, case, SETTING) for name, case in CASES.items() if name != "as_stated"}
    results = run(asking(scenario, variants, months=37), replicates=4)
    before = results.paths("cash_eur", hub="adda")
    for name in variants:
        assert (results.paths("cash_eur", name, "adda") != before).any(), name
        if name != "metropolis":  # which pulls from the first month on
            assert (results.paths("cash_eur", name, "adda")[:, :12] == before[:, :12]).all(), name


def test_a_run_cut_where_what_decides_is_seen_says_what_the_whole_run_says(scenario, found):
    assert found.results.months == 37 < scenario.horizon_months
    whole = run(scenario, replicates=8, policies=["rent_relief", "voucher"])
    for place, policy in enumerate(whole.policies):
        assert found.values[place, 0] == pytest.approx(whole.values("shrunk_or_closed_36", policy))


def test_a_rival_of_a_case_is_none_of_the_hubs_asked_about(found):
    rival = list(CASES).index("rival")
    stack = found.results.stack(variant(0, rival))
    assert shock_name(CASES["rival"]) in stack.hub_names
    adda = found.results.values("shrunk_or_closed_36", variant(0, rival), "adda")
    assert (found.values[0, rival] == adda).all()


def test_chances_add_up_and_what_is_told_agrees_with_the_values(found):
    assert sum(best.value for best in found.best) == pytest.approx(1.0)
    means = found.values.mean(axis=2)
    assert found.regret == pytest.approx(means - means.min(axis=0))  # shrinking less is better
    assert (found.regret.min(axis=0) == 0).all()
    assert all(failing.share == pytest.approx(means[p].mean()) for p, failing in enumerate(found.failing))
    numbers = found.numbers()["policies"]
    assert set(numbers) == {"baseline", "rent_relief", "voucher"}
    assert numbers["rent_relief"]["greatest_regret"] == max(numbers["rent_relief"]["regret"].values())
    for lang in ("en", "it"):
        said = found.said(lang)
        assert len(said.pictures) == 2 and [len(table.rows) for table in said.tables] == [3, 3, 3]
        assert all("{" not in sentence for sentence in said.sentences)


def test_workers_do_not_change_the_answer(scenario, found):
    alone = robust(scenario, policies=["rent_relief", "voucher"], replicates=8, workers=1)
    assert str(alone.numbers()) == str(found.numbers()) and alone.said("en") == found.said("en")


def test_a_policy_that_is_the_baseline_again_ties_with_it(scenario):
    same = {"same": {"title": "The same"}}
    names = ("baseline", "same")
    cases = tuple(CASES.values())
    own = asking(scenario, same)
    contents = {"baseline": policy_as_one(own, "baseline"), "same": policy_as_one(own, "same")}
    variants = {
        variant(p, c): under(contents[name], case, SETTING)
        for p, name in enumerate(names) for c, case in enumerate(cases) if (p, c) != (0, 0)
    }
    results = run(asking(scenario, variants, months=37), replicates=4, point=True)
    found = judged(results, "", names, cases, SETTING)
    assert [best.value for best in found.best] == [0.5, 0.5] and not found.regret.any() and not found.behind.any()
    assert found.price is None and "no policy can be told apart" in found.said("en").sentences[0]
    assert "not defined" in " ".join(found.said("en").sentences)


def test_of_an_amount_failing_is_doing_worse_than_doing_without(scenario, found, monkeypatch):
    members = Decider(MEASURES["members_36"], 1, "adda")
    monkeypatch.setattr("experiments.questions.robust.deciding", lambda results: (members,))
    again = judged(found.results, "", found.policies, found.cases, found.setting)
    assert again.bound == pytest.approx(again.values[0, 0].mean())
    assert again.failing[0].by_case[0] == (again.values[0, 0] < again.bound).mean()
    assert again.regret == pytest.approx(again.values.mean(axis=2).max(axis=0) - again.values.mean(axis=2))


@pytest.mark.parametrize(("asked", "said"), [
    ({"policies": ["vouchr", "x"]}, ["no policy 'vouchr'", "no policy 'x'"]),
    ({"policies": ["baseline"]}, ["doing without is always tried"]),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_all_reasons(scenario, asked, said):
    with pytest.raises(Refused) as refused:
        robust(scenario, **asked)
    told = refused.value.told("en")
    assert len(told) == len(said) and all(part in whole for part, whole in zip(said, told, strict=True))
    assert refused.value.told("it") != told


def test_a_scenario_without_policies_or_too_short_for_the_cases_is_refused(scenario):
    with pytest.raises(Refused, match="has no policies"):
        robust(asking(scenario, {}))
    with pytest.raises(Refused, match="end in month 12"):
        robust(scenario.over(12))


def test_decisions_rest_on_sets_and_not_on_replicates(found):
    """Eight futures are two sets: the interval of a chance over two of them is as wide as two can make it."""
    widest = max(found.best, key=lambda best: 0 if np.isnan(best.high) else best.high - best.low)
    assert widest.high - widest.low > 0.5
