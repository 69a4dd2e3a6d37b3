"""Figures of hubs, instruments and shocks given to a model by name, and a scenario given as one thing."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.mesa_face.arguments import scenario_of
from model.mesa_face.coworking_model import CoworkingModel
from model.scenario import Scenario, ScenarioWarning, load_scenario, read_text
from tests.model.mesa_face.batch_models import batch
from tests.model.tiny_town import TEXT, tiny_town

ONE_HUB = load_scenario("sondrio_downsizing")
TWO_HUBS = read_text(TEXT)[0]
SHOCKED = read_text(TEXT.replace("policies:", "shocks: [{type: rent, factor: 1.2, start: 4}]\npolicies:"))[0]
SAME_NAME = read_text(TEXT.replace("{type: voucher,", "{type: voucher, name: adda,"))[0]


def made(source: Scenario | None, policy: str = "baseline", **figures: Any) -> Scenario:
    return scenario_of(source, policy, None, figures)


@pytest.mark.parametrize("name", ["hub.desks", "adda.desks", "hubs.adda.desks"])
def test_a_figure_of_the_only_hub_has_three_names(name: str) -> None:
    (hub,) = made(ONE_HUB, **{name: 20}).hubs
    assert hub == ONE_HUB.hubs[0].model_copy(update={"desks": 20})


def test_figures_reach_hubs_instruments_and_shocks_and_nothing_else() -> None:
    assert SHOCKED is not None
    given = {"mera.desks": 7, "adda.prices.flex": 99, "voucher.share": 0.7, "rent.factor": 1.3, "beta_n": 0}
    case, plain = made(SHOCKED, "voucher", **given), SHOCKED.with_policy("voucher")
    assert [hub.desks for hub in case.hubs] == [12, 7] and case.hubs[0].prices is not None and case.hubs[0].prices.flex == 99
    assert (case.instruments[0].share, case.shocks[0].factor, case.parameters["beta_n"]) == (0.7, 1.3, 0)
    back = {"mera.desks": 5, "adda.prices": None, "voucher.share": 0.5, "rent.factor": 1.2}
    assert made(case, "voucher", **back).written() == {**plain.written(), "parameters": {**plain.parameters, "beta_n": 0}}


@settings(max_examples=20)
@given(desks=st.integers(4, 60), share=st.floats(0.01, 1), kind=st.sampled_from([int, float, np.int64, np.float64, np.int32]))
def test_numbers_of_any_kind_are_those_of_a_file(desks: int, share: float, kind: Any) -> None:
    case = made(TWO_HUBS, "voucher", **{"mera.desks": kind(desks), "voucher.share": np.float64(share)})
    assert case.hubs[1].desks == desks and type(case.hubs[1].desks) is int and case.instruments[0].share == share


def test_texts_and_defaults_are_given_too() -> None:
    case = made(ONE_HUB, "voucher", **{"hub.operator": "cooperative", "voucher.payer": "region", "hub.works_eur": None})
    (hub,), (*_, voucher) = case.hubs, case.instruments
    assert (hub.operator, hub.works_eur, voucher.name, voucher.payer) == ("cooperative", None, "voucher", "region")
    assert ONE_HUB.hubs[0].works_eur is not None


def test_a_figure_of_a_hub_changes_the_run() -> None:
    small, large = (CoworkingModel(tiny_town(), rng=3, **{"adda.desks": desks}) for desks in (8, 30))
    for model in (small, large):
        model.run_model()
    assert small.members < large.members


@pytest.mark.parametrize(
    ("source", "policy", "figures", "error", "message"),
    [
        (ONE_HUB, "voucher", {"vuocher.share": 1}, TypeError,
         "'vuocher.share': no hub, instrument or shock 'vuocher' under 'voucher'; did you mean 'voucher'?"),
        (ONE_HUB, "voucher", {"hbu.desks": 1}, TypeError,
         "'hbu.desks': no hub, instrument or shock 'hbu' under 'voucher'; did you mean 'hub'?"),
        (TWO_HUBS, "baseline", {"hub.desks": 1}, TypeError, "'hub.desks': there are 2 hubs; write adda.desks or mera.desks"),
        (SAME_NAME, "voucher", {"adda.share": 1}, TypeError,
         "'adda.share': 'adda' is the name of 2 things; write hubs.adda.share or instruments.adda.share"),
        (ONE_HUB, "baseline", {"hub.desks": 9, "adda.desks": 8}, TypeError, "'hub.desks' and 'adda.desks' are one figure; keep one"),
        (ONE_HUB, "baseline", {"adda.prices": {"flex": 9}, "hub.prices.flex": 8}, TypeError, "'adda.prices' and 'hub.prices.flex' are one"),
        (ONE_HUB, "baseline", {"beta_m": 1, "hbu.desks": 1}, TypeError, "did you mean 'beta_t'?\n'hbu.desks': no hub"),
        (ONE_HUB, "baseline", {"hub.dseks": 9}, ValueError, "hub.dseks: unknown key; did you mean 'desks'?"),
        (ONE_HUB, "baseline", {"adda.desks": 9.5}, ValueError, "adda.desks: "),
        (ONE_HUB, "baseline", {"hub.desks": 1e6}, ValueError, "hub.desks: "),
        (ONE_HUB, "baseline", {"hubs.adda.desks": "many"}, ValueError, "hubs.adda.desks: "),
        (ONE_HUB, "voucher", {"voucher.share": 1.5, "beta_n": -1}, ValueError, "beta_n: -1.0 is outside"),
        (ONE_HUB, "voucher", {"voucher.share": 1.5, "hub.desks": -1}, ValueError, "voucher.share: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_the_words_of_files(
    source: Scenario, policy: str, figures: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        made(source, policy, **figures)
    assert message in str(caught.value)
    if error is ValueError:
        assert all(name in str(caught.value) for name in figures)  # all of it at once


def test_an_implausible_figure_is_asked_about_and_nothing_said_before_is_said_again() -> None:
    with pytest.warns(ScenarioWarning) as warned:
        model = CoworkingModel(ONE_HUB, rng=1, **{"hub.desks": 1_500})
    assert [str(one.message).partition(" is outside")[0] for one in warned] == ["hub.desks: warning: 1500"]
    assert warned[0].filename == __file__ and model.scenario.hubs[0].desks == 1_500


def test_an_instrument_of_another_policy_does_nothing_and_the_model_says_so() -> None:
    with pytest.warns(ScenarioWarning, match=r"^voucher.share: warning: not in force under 'baseline': it does nothing$"):
        assert made(TWO_HUBS, **{"voucher.share": 0.7}) == tiny_town()
    with pytest.warns(ScenarioWarning, match=r"^rival.desks: warning: not in force under 'voucher'"):
        made(TWO_HUBS, "voucher", **{"rival.desks": 7})


def test_what_holds_a_scenario_stands_for_it() -> None:
    @dataclass
    class Study:
        scenario: Any

    assert made(Study(tiny_town())) == tiny_town()
    with pytest.raises(TypeError, match=r"scenario: .*Study; write a model\.Scenario"):
        made(Study(3))


# --------------------------------------------------------------------------------------------------------------- many runs


def test_a_scenario_is_one_value_and_can_be_grouped_by() -> None:
    scenario = tiny_town()
    with pytest.raises(TypeError, match="'Scenario' object is not iterable"):
        iter(scenario)
    twin, other = read_text(scenario.to_yaml())[0], tiny_town("voucher")
    assert twin == scenario and hash(twin) == hash(scenario)
    shown = CoworkingModel(scenario, rng=1).scenario
    assert {scenario: 1}[shown] == 1  # equal, so the same key
    table = pd.DataFrame({"scenario": [scenario, other, twin], "members": [1, 2, 3]})
    assert table.groupby("scenario", sort=False)["members"].sum().tolist() == [4, 2]
    assert len(table.groupby("scenario")) == 2 == len(table.groupby("scenario")["members"].sum().to_string().splitlines()) - 1


@pytest.mark.parametrize("processes", [1, 2])
def test_a_batch_takes_a_scenario_as_it_is_with_policies_and_figures(processes: int) -> None:
    parameters = {"scenario": TWO_HUBS, "policy": ["voucher", "rival"], "adda.desks": [8, 20]}
    table = batch(parameters, [3], number_processes=processes, max_steps=12)
    assert len(table) == 4 and all(row == TWO_HUBS for row in table["scenario"])
    few, many = table.groupby("adda.desks")["members"].sum()
    assert few < many
