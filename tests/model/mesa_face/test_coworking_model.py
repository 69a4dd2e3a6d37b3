"""The model as a `mesa.Model`: the same run as the engine's, and everything a Mesa user expects of one."""

import copy
import gc
import pickle
import re
import shutil
import weakref
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.mesa_face import Firm, Hub, Inhabitant, Professional
from model.mesa_face.arguments import DEFAULT_SCENARIO
from model.mesa_face.coworking_model import MODEL_REPORTERS, CoworkingModel
from model.parameter_sets import shipped
from model.parameters import CATALOGUE
from model.scenario import ScenarioError, ScenarioWarning, load_scenario, read_text, scenario_names, shipped_folder
from model.series import HUB_COLUMN
from model.simulation import RunOutcome, Simulation, build_world, prepare, simulate
from tests.model.mesa_face.batch_models import SEEDS_APART, batch
from tests.model.tiny_town import TEXT, tiny_town

OUTCOMES = list(RunOutcome.__dataclass_fields__)


def same(a: RunOutcome, b: RunOutcome) -> None:
    for name in OUTCOMES:
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)


def engine(seed: int, policy: str = "baseline") -> RunOutcome:
    prepared = prepare(tiny_town(policy))
    return simulate(build_world(prepared, seed), prepared)


def lived(**arguments: Any) -> CoworkingModel:
    model = CoworkingModel(**{"scenario": tiny_town(), **arguments})
    model.run_model()
    return model


# ---------------------------------------------------------------------------------------------------------------- the run


@pytest.mark.parametrize("policy", ["baseline", "voucher", "rival"])
@settings(max_examples=4)
@given(seed=st.integers(0, 2**64 - 1))
@example(seed=0)
@example(seed=2**64 - 1)
def test_a_whole_number_gives_the_run_of_the_engine_bit_for_bit(policy: str, seed: int) -> None:
    model = lived(scenario=tiny_town(policy), rng=seed)
    assert model.seed == seed
    same(model.outcome(), engine(seed, policy))


@pytest.mark.parametrize("rng", [np.int64(7), np.uint64(7), np.int32(7)])
def test_whole_numbers_of_numpy_are_seeds_too(rng: np.integer) -> None:
    assert lived(rng=rng).seed == 7


def test_a_generator_gives_its_seed_and_can_be_repeated() -> None:
    first, again, other = (CoworkingModel(tiny_town(), rng=np.random.default_rng(state)).seed for state in (1, 1, 2))
    assert first == again != other
    source = np.random.default_rng(1)
    assert len({CoworkingModel(tiny_town(), rng=source).seed for _ in range(5)}) == 5
    for one, other, equal in [(3, 3, True), (3, 4, False), ([3, 4], [3, 4], True), ([3, 4], [3, 5], False)]:
        seeds = {CoworkingModel(tiny_town(), rng=np.random.SeedSequence(entropy)).seed for entropy in (one, other)}
        assert len(seeds) == (1 if equal else 2)
    assert CoworkingModel(tiny_town(), rng=[3, 4]).seed == CoworkingModel(tiny_town(), rng=np.random.SeedSequence([3, 4])).seed


def test_without_a_seed_every_model_is_another_world_that_can_be_repeated() -> None:
    first, second = lived(), lived()
    assert first.seed != second.seed
    same(first.outcome(), lived(rng=first.seed).outcome())


def test_a_step_is_one_month_and_the_months_to_come_are_empty() -> None:
    model = CoworkingModel(tiny_town(), rng=9)
    prepared = prepare(tiny_town())
    assert (model.month, model.date, model.members, model.desk_use, model.cash_eur, model.running) == (0, None, 0, 0.0, 0.0, True)
    for month, date in enumerate(["2022-11", "2022-12", "2023-01", "2023-02"], 1):
        model.step()
        assert (model.month, model.date) == (month, date)
        other = Simulation(build_world(prepared, 9), prepared)
        other.advance(month)
        same(model.outcome(), other.outcome())
    assert not model.outcome().hub[4:].any()


def test_the_run_ends_at_the_horizon_and_a_further_step_changes_nothing() -> None:
    model = CoworkingModel(tiny_town(), rng=2)
    for month in range(1, 37):
        assert model.running
        model.step()
        assert model.month == month
    assert not model.running
    rows, before = len(model.datacollector.get_model_vars_dataframe()), copy.deepcopy(model.outcome())
    model.step()
    assert (model.running, model.month, len(model.datacollector.get_model_vars_dataframe())) == (False, 36, rows)
    same(model.outcome(), before)


def test_who_stops_a_model_stops_it() -> None:
    model = CoworkingModel(tiny_town(), rng=2)
    model.running = False
    model.step()
    assert not model.running and model.month == 1


def test_policies_of_a_seed_share_their_people() -> None:
    worlds = [CoworkingModel("pavia_growth", policy, rng=4).world.people for policy in ("baseline", "rent_relief")]
    for one, other in zip(*worlds, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_lives_on_by_itself(duplicate: Any) -> None:
    model = CoworkingModel(tiny_town(), rng=6)
    for _ in range(10):
        model.step()
    _ = model.agents
    other = duplicate(model)
    other.run_model()
    assert (model.month, other.month) == (10, 36)
    assert sum(other.agents_by_type[Hub].get("members")) == other.members
    model.run_model()
    same(model.outcome(), other.outcome())
    assert other.datacollector.get_model_vars_dataframe().equals(model.datacollector.get_model_vars_dataframe())


def test_models_that_are_gone_leave_nothing_behind() -> None:
    model = lived(rng=1)
    assert len(model.agents) == 212
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


# -------------------------------------------------------------------------------------------------- scenario, policy, parameters


def test_without_arguments_it_is_a_shipped_scenario() -> None:
    assert DEFAULT_SCENARIO in scenario_names()
    model = CoworkingModel()
    assert (model.scenario.name, model.policy) == (DEFAULT_SCENARIO, "baseline")
    assert model.scenario == load_scenario(DEFAULT_SCENARIO).with_policy("baseline")  # the other policies are no part of it


def test_a_scenario_comes_as_an_object_a_name_or_a_path(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    shutil.copy(shipped_folder() / "sondrio_downsizing.yaml", file)
    for source in (file, str(file), load_scenario(file)):
        model = CoworkingModel(source, "voucher")
        assert (model.scenario.name, model.policy, "voucher" in model.prepared.instrument_names) == ("mine", "voucher", True)
    assert CoworkingModel("pavia_growth").scenario.name == "pavia_growth"
    file.write_text(TEXT, "utf-8")
    with pytest.warns(ScenarioWarning) as warned:
        CoworkingModel(file)
    assert any("aware_at_opening: warning: 0.6 is outside the plausible range" in str(warning.message) for warning in warned)


def test_a_scenario_already_under_its_policy_stays_under_it() -> None:
    scenario = tiny_town("voucher")
    for model in (CoworkingModel(scenario, rng=3), CoworkingModel(scenario, "voucher", rng=3)):
        assert model.policy == "voucher"
        same(lived(scenario=model.scenario, rng=3).outcome(), engine(3, "voucher"))
    with pytest.raises(ValueError, match="no policy 'rival' in scenario"):
        CoworkingModel(scenario, "rival")


def test_the_scenario_of_a_model_is_equal_to_the_prepared_one_and_no_container_of_mesa() -> None:
    model = CoworkingModel(tiny_town("voucher"), beta_n=0.5)
    assert model.scenario == model.prepared.scenario and model.prepared.scenario == model.scenario
    assert model.scenario != tiny_town() and model.scenario.horizon_months == 36 and model.scenario.parameters["beta_n"] == 0.5
    assert not getattr(model, "scenario", None)  # what SolaraViz of Mesa 3.5 asks
    with pytest.raises(AttributeError, match="the scenario of a model is fixed: make another model"):
        model.scenario = tiny_town()


def test_parameters_by_name_replace_those_of_scenario_and_policy() -> None:
    model = lived(scenario=read_text(TEXT)[0], policy="rival", rng=3, habit=0.9, beta_n=0, host_quality=np.float32(0.25))
    assert (model.habit, model.beta_n, model.host_quality, model.alpha) == (0.9, 0.0, 0.25, 0.6)
    written = tiny_town("rival", TEXT.replace("parameters: {habit: 1.5}", "parameters: {habit: 0.9, beta_n: 0, host_quality: 0.25}"))
    same(model.outcome(), lived(scenario=written, rng=3).outcome())
    assert not np.array_equal(model.outcome().hub, engine(3, "rival").hub)


def test_a_parameter_set_to_its_default_replaces_the_scenarios_too() -> None:
    default = CATALOGUE["alpha"].default
    assert tiny_town().parameters["alpha"] != default == CoworkingModel(tiny_town(), alpha=default).alpha


def test_every_parameter_is_an_attribute_and_hides_none() -> None:
    model = CoworkingModel(tiny_town())
    assert {name: getattr(model, name) for name in CATALOGUE} == dict(model.parameters)
    assert not [name for name in CATALOGUE if name in vars(model) or hasattr(CoworkingModel, name)]
    with pytest.raises(AttributeError, match=r"beta_n is fixed when the model is made: CoworkingModel\(\.\.\., beta_n=2\)"):
        model.beta_n = 2
    with pytest.raises(AttributeError, match="'CoworkingModel' object has no attribute 'beta_m'"):
        _ = model.beta_m
    for name in ("policy", "parameters", "month", "members", "agents"):
        with pytest.raises(AttributeError):
            setattr(model, name, 1)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"beta_m": 1}, TypeError, "'beta_m' is neither an argument nor a parameter of the catalogue; did you mean 'beta_t'?"),
        ({"sceanrio": "x"}, TypeError, "'sceanrio' is neither an argument nor a parameter of the catalogue; did you mean 'scenario'?"),
        ({"seed": 1}, TypeError, "'seed' is not an argument; write rng=, as Mesa does"),
        ({"horizon_months": 12}, TypeError, "'horizon_months' is not an argument; it stands in the scenario"),
        ({"zzz": 1, "beta_n": "low"}, TypeError, "nor a parameter of the catalogue\nbeta_n: 'low' is not a number"),
        ({"beta_n": True}, TypeError, "beta_n: True is not a number"),
        ({"beta_n": float("nan")}, TypeError, "beta_n: nan is not a number"),
        ({"beta_n": -1, "forgetting": 2}, ValueError, r"beta_n: -1\.0 is outside \[0, .*; forgetting: 2\.0 is outside \[0, 1\]"),
        ({"policy": "vuocher"}, ValueError, "no policy 'vuocher' in scenario 'sondrio_downsizing'; did you mean 'voucher'?"),
        ({"scenario": "sondrio_downsizin"}, ScenarioError, "no such scenario; did you mean 'sondrio_downsizing'?"),
        ({"scenario": 3}, TypeError, "scenario: builtins.int; write a model.Scenario, the name of a shipped scenario or the path of a f"),
        ({"parameter_set": 100_000}, IndexError, "parameter set 100000: there are "),
        ({"rng": -1}, ValueError, "rng: -1; write a whole number from 0 to 2^64 - 1"),
        ({"rng": 2**64}, ValueError, "write a whole number from 0 to 2^64 - 1"),
    ],
)
def test_wrong_arguments_are_told_with_what_to_write(arguments: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        CoworkingModel(**arguments)
    assert re.search(message if "\\" in message else re.escape(message), str(caught.value)), caught.value


def test_a_parameter_set_takes_the_place_of_the_defaults_only() -> None:
    row = shipped().of(17)
    model = CoworkingModel(rng=1, parameter_set=17, beta_n=0)
    stated = model.scenario.parameters
    assert stated == {**row, **load_scenario("sondrio_downsizing").parameters, "beta_n": 0}
    assert model.alpha == row["alpha"]
    assert CoworkingModel(load_scenario("sondrio_downsizing").assuming({"alpha": -1.0}), rng=1, parameter_set=17).alpha == -1.0


# ------------------------------------------------------------------------------------------------------------- agents and data


def registered(model: CoworkingModel) -> int:
    """Agents Mesa knows of, without asking the model for them."""
    return len(mesa.Model.agents.fget(model))


def test_a_model_that_is_only_stepped_makes_no_agents() -> None:
    model = lived(rng=1)
    assert registered(model) == 0
    assert len(model.agents_by_type[Hub]) == 2
    assert registered(model) == 212
    assert model.person(3) is list(model.agents)[3] and model.hub_view(1) is list(model.agents)[-1]


def test_looking_at_agents_changes_nothing() -> None:
    model = CoworkingModel(tiny_town(), rng=8)
    while model.running:
        model.step()
        model.agents.select(agent_type=Inhabitant).get(["plan", "aware_hubs", "collaborations"])
        model.agents.shuffle().select(at_most=3)
    same(model.outcome(), engine(8))


@pytest.mark.skipif(not hasattr(mesa.Model, "observe"), reason="this Mesa has no signals")
def test_who_is_told_of_a_new_agent_may_look_at_the_agents() -> None:
    model = CoworkingModel(tiny_town(), rng=8)
    seen: list[int] = []

    def look(message: object) -> None:
        seen.append(len(model.agents))

    model.observe("agents", "agent_added", look)
    assert len(model.agents) == 212 and len(seen) == 212 and seen == sorted(seen)


def test_the_default_collector_keeps_the_outcomes_of_every_month() -> None:
    model = lived(scenario=tiny_town("voucher"), rng=3)
    table = model.datacollector.get_model_vars_dataframe()
    assert tuple(table.columns) == MODEL_REPORTERS and len(table) == 36
    hub = {name: model.outcome().hub[:, :, HUB_COLUMN[name]] for name in ("members", "cash_eur", "desk_use")}
    np.testing.assert_array_equal(table["members"], hub["members"].sum(axis=1))
    np.testing.assert_array_equal(table["cash_eur"], hub["cash_eur"].sum(axis=1))
    np.testing.assert_allclose(table["public_eur"], model.outcome().public.sum(axis=(1, 2)).cumsum())
    weights = np.where(np.arange(36)[:, None] >= [0, 9], [12, 5], 0)
    np.testing.assert_allclose(table["desk_use"], (hub["desk_use"] * weights).sum(axis=1) / weights.sum(axis=1))
    assert table["public_eur"].iloc[-1] > 0 and 0 < table["desk_use"].min() < table["desk_use"].max() <= 15 / 12


def test_a_collector_of_ones_own_sees_models_agents_and_types() -> None:
    model = CoworkingModel(tiny_town(), rng=3)
    model.datacollector = mesa.DataCollector(
        model_reporters={"members": "members", "network": "beta_n", "firms": lambda m: len(m.agents_by_type[Firm])},
        agent_reporters={"town": "town", "who": lambda agent: type(agent).__name__},
        agenttype_reporters={Hub: {"members": "members", "state": "state"}, Professional: {"plan": "plan", "hub": "hub"}},
    )
    for _ in range(3):
        model.step()
    collector = model.datacollector
    assert collector.get_model_vars_dataframe()[["network", "firms"]].to_numpy().tolist() == [[0.5, 50]] * 3
    agents = collector.get_agent_vars_dataframe()
    assert len(agents) == 3 * 212 and set(agents["who"]) == {"Professional", "Firm", "Hub"} and set(agents["town"]) == {"sondrio"}
    hubs = collector.get_agenttype_vars_dataframe(Hub)
    np.testing.assert_array_equal(hubs["members"].groupby(level="Step").sum(), collector.model_vars["members"])
    people = collector.get_agenttype_vars_dataframe(Professional)
    assert (people["hub"].notna() == (people["plan"] != "none")).all() and people["hub"].notna().any()


@pytest.mark.parametrize("processes", [1, 2])
def test_batch_runs_end_at_the_horizon_with_the_numbers_of_the_engine(processes: int) -> None:
    scenarios = [tiny_town("baseline"), tiny_town("voucher")]
    usual = CATALOGUE["ancillary"]
    table = batch({"scenario": scenarios, "ancillary": [0, usual.default, usual.high]}, [3, 4], number_processes=processes)
    assert len(table) == 12
    for row in table.to_dict("records"):
        if row["ancillary"] == usual.default:
            outcome = engine(row["rng"], row["scenario"].policy).hub[-1]
            assert (row["members"], row["cash_eur"]) == (outcome[:, HUB_COLUMN["members"]].sum(), outcome[:, HUB_COLUMN["cash_eur"]].sum())
    without, _, with_services = table.groupby("ancillary")["cash_eur"].sum()
    assert without < with_services
    assert table.groupby("rng")["cash_eur"].sum().nunique() == 2


def test_batch_runs_collect_every_month_and_may_end_earlier() -> None:
    table = batch({"scenario": [tiny_town()]}, [3], data_collection_period=1)
    np.testing.assert_array_equal(table["members"], engine(3).hub[:, :, HUB_COLUMN["members"]].sum(axis=1))
    assert len(batch({"scenario": [tiny_town()]}, [3], data_collection_period=1, max_steps=5)) in (5, 6)  # Mesa 3.3 lives one month more


def test_a_batch_that_repeats_one_world_or_passes_over_its_seeds_says_so() -> None:
    """And what is meant is not complained of: warnings are errors here."""
    parameters = {"scenario": [tiny_town()], "beta_n": [0, 1], "rng": 7}
    told = "passes over an 'rng' among the parameters.*rng=range" if SEEDS_APART else 'the same seed, 7, .*"rng": range'
    with pytest.warns(UserWarning, match=told) as warned:
        rows = mesa.batch_run(
            CoworkingModel, parameters=parameters, max_steps=1, display_progress=False, **({} if SEEDS_APART else {"iterations": 2})
        )
    assert {warning.filename for warning in warned} == {__file__}  # where the call stands that is to be changed
    assert {row["rng"] for row in rows} == {None if SEEDS_APART else 7}
    assert len(batch({"scenario": [tiny_town()], "beta_n": [0, 1]}, [7, 8], max_steps=1)) == 4
    assert CoworkingModel(tiny_town(), rng=7).seed == CoworkingModel(tiny_town(), rng=7).seed  # outside a batch a repetition is meant


def test_repeated_batch_runs_without_seeds_differ() -> None:
    options: dict[str, Any] = {"iterations": 3}
    if SEEDS_APART:
        options = {"rng": [None] * 3}
    rows = mesa.batch_run(CoworkingModel, parameters={"scenario": [tiny_town()]}, display_progress=False, **options)
    assert len({row["cash_eur"] for row in rows}) == 3
