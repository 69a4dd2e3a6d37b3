import sys

import numpy as np
import pytest

from experiments.questions.answer import Refused
from experiments.questions.fronts import on_front
from experiments.questions.generosity import supports
from experiments.questions.mixes import mixes, policy, weighed
from experiments.questions.mixes_numbers import OVER, STEPS, title
from experiments.questions.variants import asking
from experiments.runs.replicates import run
from model.scenario import load_scenario

NAMES = ["rent_relief", "host_salary", "voucher"]


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("sondrio_downsizing")


@pytest.fixture(scope="module")
def found(scenario):
    pytest.importorskip("pymoo")
    return mixes(scenario, budget=60_000, instruments=NAMES, tried=24, replicates=12, workers=2)


def costs(answer, name):
    return answer.results.values("public_eur", name) - answer.results.values("public_eur")


def test_a_mix_is_its_instruments_at_their_doses_for_three_years(scenario):
    chosen = supports(scenario, names=NAMES)
    contents = policy(chosen, (4, 0, 2))
    relief, voucher = contents["instruments"]
    assert (relief["type"], relief["share"], relief["end"]) == ("rent_relief", 1.0, 36)
    assert (voucher["type"], voucher["share"], voucher["end"]) == ("voucher", 0.5, 36)
    assert "budget_eur" not in voucher  # the budget is that of the mix
    assert title(chosen, (4, 0, 2), "en") == contents["title"] == "Rent relief, 100% of the rent; voucher for users, 50% of the fee"
    assert contents["title_it"] != contents["title"]


def test_what_is_kept_is_a_front_within_the_budget_and_what_is_not_says_why(found):
    assert found.weighed and [one.cost.value for one in found.weighed] == sorted(one.cost.value for one in found.weighed)
    for one in found.weighed:
        over = float((costs(found, one.policy) > found.budget).mean())
        assert one.over == over and (one.verdict == "over") == (over > OVER)
        assert one.cost.value == pytest.approx(costs(found, one.policy).mean())
    aims = np.array([[one.decides.value, one.cost.value, -one.also.value] for one in found.kept])
    assert len(aims) == 0 or on_front(aims).all()
    if found.best is not None:
        assert found.best in found.kept and found.best.clear and found.best.policy in found.alike


def test_what_is_told_is_of_worlds_that_the_search_never_saw(scenario, found):
    assert found.results.seed != found.found_seed == 1
    search = run(asking(scenario, {"a": policy(found.supports, found.weighed[0].mix)}), replicates=12)
    assert found.weighed[0].seen[1] == pytest.approx((search.values("public_eur", "a") - search.values("public_eur")).mean())
    assert found.weighed[0].seen[1] != found.weighed[0].cost.value


def test_a_mix_beyond_the_budget_is_never_told_as_within_it(found):
    """The same mixes held to a budget of which they cost more: all fall, whatever they bring."""
    seen = {one.mix: one.seen for one in sorted(found.weighed, key=lambda one: int(one.policy.removeprefix("mix-")))}
    least = min(float(costs(found, one.policy).mean()) for one in found.weighed)
    poor = weighed(found.results, "", found.supports, least / 10, found.also, seen, 24, 1)
    assert {one.verdict for one in poor.weighed} == {"over"} and poor.best is None and not poor.alike
    said = poor.said("en")
    assert "No mix found within" in said.sentences[0] and all("over the budget" in row[-1] for row in said.tables[0].rows[1:])
    rich = weighed(found.results, "", found.supports, 1e9, found.also, seen, 24, 1)
    assert "over" not in {one.verdict for one in rich.weighed}


def test_it_is_told_in_both_languages_with_a_picture(found):
    for lang in ("en", "it"):
        said = found.said(lang)
        assert len(said.pictures) == 1 and len(said.tables[0].rows) == 1 + len(found.weighed)
        assert all("{" not in sentence for sentence in said.sentences)
    numbers = found.numbers()
    assert [one["policy"] for one in numbers["mixes"]] == [one.policy for one in found.weighed]
    assert all(0 < figure <= 1 for one in numbers["mixes"] for figure in one["instruments"].values())
    assert "--budget 60000" in found.command and "--seed 1" in found.command and "rent_relief,host_salary,voucher" in found.command


def test_workers_do_not_change_the_answer(scenario):
    pytest.importorskip("pymoo")
    alone, two = (mixes(scenario, budget=60_000, instruments=NAMES, tried=8, replicates=6, workers=workers) for workers in (1, 2))
    assert str(alone.numbers()) == str(two.numbers()) and alone.said("it") == two.said("it")


def test_all_reasons_are_told_at_once(scenario):
    with pytest.raises(Refused) as refused:
        mixes(scenario, budget=-1, instruments=["rent_relif", "capex_grant"], also="membrs_36")
    told = " ".join(refused.value.told("en"))
    for part in ("--budget", "rent_relif", "capex_grant", "membrs_36"):
        assert part in told
    assert refused.value.told("it") != refused.value.told("en")
    with pytest.raises(Refused, match="two or more"):
        mixes(scenario, instruments=["voucher"])
    with pytest.raises(Refused, match="neither more nor less"):
        mixes(scenario, also="hubs_opened")


def test_without_the_library_nothing_is_run(scenario, monkeypatch):
    monkeypatch.setitem(sys.modules, "pymoo.algorithms.moo.nsga2", None)
    monkeypatch.setattr("experiments.questions.mixes.run", lambda *_, **__: pytest.fail("something was run"))
    with pytest.raises(Refused, match="pymoo"):
        mixes(scenario)


def test_doses_are_steps_of_a_whole():
    assert STEPS >= 2  # half of each stands in the first generation
