import pytest

from experiments.questions.answer import Refused
from experiments.questions.variants import asking, leaving_out, measures_under, policy_as_one, with_measure
from model.scenario import load_scenario, read_text
from tests.model.scenario.example import TEXT


@pytest.fixture(scope="module")
def example():
    scenario, _ = read_text(TEXT)
    assert scenario is not None
    return scenario


@pytest.mark.parametrize("case", ["sondrio_downsizing", "pavia_growth", "comonext_network", "como_advisory_desk"])
def test_a_policy_written_as_one_is_the_same_policy(case):
    scenario = load_scenario(case)
    again = asking(scenario, {name: policy_as_one(scenario, name) for name in scenario.policies})
    for name in scenario.policies:
        ignored = {"exclude": {"expected"}}
        assert again.with_policy(name).model_dump(**ignored) == scenario.with_policy(name).model_dump(**ignored)


def test_what_is_left_out_may_be_the_baselines_or_the_policys(example):
    assert list(measures_under(example, "both")) == ["rent_relief", "promotion"]
    less = asking(example, {"a": leaving_out(example, "both", ["rent_relief"]), "b": leaving_out(example, "both", ["promotion"])})
    assert list(measures_under(less, "a")) == ["promotion"] and list(measures_under(less, "b")) == ["rent_relief"]
    assert less.with_policy("a").hubs[0].desks == 8  # the rest of the policy stays


def test_a_measure_with_other_figures_keeps_its_name_and_so_its_draws(example):
    changed = asking(example, {"a": with_measure(example, "baseline", "rent_relief", {"share": 1.0})})
    (relief,) = changed.with_policy("a").instruments
    assert (relief.name, relief.share, relief.end) == ("rent_relief", 1.0, "2023-01")


def test_what_does_not_exist_is_refused_in_the_readers_language(example):
    with pytest.raises(Refused) as refused:
        policy_as_one(example, "smallr")
    assert refused.value.told("it") == ["--policy: in questo scenario non c'è una misura 'smallr'; ci sono: smaller, known, rival, both"]
    for ask, further in ((measures_under, ()), (leaving_out, ([],)), (with_measure, ("rent_relief", {}))):
        with pytest.raises(Refused, match="no policy 'smallr'"):
            ask(example, "smallr", *further)
    with pytest.raises(Refused, match="no instrument 'vouchr'"):
        with_measure(example, "baseline", "vouchr", {})
