import ast
import pickle
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from experiments.runs.case import Case, load_scenario
from experiments.runs.machine import default_workers
from experiments.runs.replicates import ReplicateFailed, Study, UnknownPolicy, run, run_replicate
from model.scenario import Scenario, ScenarioError
from tests.experiments.stand_ins import same_results as same
from tests.repository import modules


class Backwards(Executor):
    """Runs what it is given last first, in the caller's thread, when somebody waits."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future, tuple]] = []
        self.closed = False

    def submit(self, fn, /, *args, **kwargs) -> Future:  # type: ignore[override]
        future: Future = Future()
        self.waiting.append((future, (fn, args)))
        if len(self.waiting) == 3:
            for held, (function, arguments) in reversed(self.waiting):
                held.set_result(function(*arguments))
            self.waiting = []
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.closed = True


def test_workers_and_order_do_not_matter(scenario: Scenario, fake_engine) -> None:
    one = run(scenario, replicates=9, workers=1)
    same(one, run(scenario, replicates=9, workers=4))
    backwards = Backwards()
    same(one, run(scenario, replicates=9, executor=backwards))
    assert not backwards.closed  # it is the caller's


def test_each_replicate_is_itself_whatever_their_number(scenario: Scenario, fake_engine) -> None:
    few, many = run(scenario, replicates=3), run(scenario, replicates=7)
    np.testing.assert_array_equal(few.stack("voucher").hub, many.stack("voucher").hub[:, :3])


def test_seed_matters_and_repeats(scenario: Scenario, fake_engine) -> None:
    first = run(scenario, replicates=3, seed=5)
    same(first, run(scenario, replicates=3, seed=5))
    assert not np.array_equal(first.stack().hub, run(scenario, replicates=3, seed=6).stack().hub)


def test_policies_can_be_chosen_and_the_baseline_is_always_there(scenario: Scenario, fake_engine) -> None:
    assert run(scenario, replicates=1, policies=["relief", "baseline", "relief"]).policies == ["baseline", "relief"]
    assert run(scenario, replicates=1, policies=[]).policies == ["baseline"]


def test_policies_share_the_world_of_a_replicate(scenario: Scenario, fake_engine) -> None:
    results = run(scenario, replicates=4)
    np.testing.assert_array_equal(results.stack("nothing").hub, results.stack("baseline").hub)


def test_unknown_policies_are_all_named(scenario: Scenario) -> None:
    with pytest.raises(UnknownPolicy, match=r"(?s)'vuocher'.*did you mean 'voucher'.*'releif'.*did you mean 'relief'"):
        run(scenario, policies=["vuocher", "releif"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"replicates": 0}, "replicates: 0"), ({"workers": 0}, "workers: 0"), ({"seed": -1}, "seed: -1"), ({"seed": 2**64}, "seed")],
)
def test_impossible_numbers_are_refused(scenario: Scenario, arguments: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        run(scenario, **arguments)


def test_progress_is_told_each_replicate_in_the_callers_thread(scenario: Scenario, fake_engine) -> None:
    told = []
    run(scenario, replicates=5, workers=3, progress=lambda done, total: told.append((done, total, threading.get_ident())))
    assert told == [(done, 5, threading.get_ident()) for done in range(1, 6)]


def test_a_failing_replicate_says_which(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    good = fake_engine.simulate
    worlds = []

    def simulate(world, prepared, threads):
        worlds.append(world.seed)
        if len(set(worlds)) > 2:
            raise ZeroDivisionError("no desks")
        return good(world, prepared)

    monkeypatch.setattr(fake_engine, "simulate", simulate)
    with pytest.raises(ReplicateFailed, match=r"replicate 2 of scenario 'tiny' \(seed 3\) failed: ZeroDivisionError: no desks"):
        run(scenario, replicates=50, seed=3, workers=1)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interruption_drops_what_is_not_begun(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch, error: type) -> None:
    good, begun = fake_engine.simulate, []

    def simulate(world, prepared, threads):
        begun.append(world.seed)
        return good(world, prepared)

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise error

    monkeypatch.setattr(fake_engine, "simulate", simulate)
    with pytest.raises(error):
        run(scenario, replicates=1000, workers=2, progress=stop, policies=[])
    assert len(begun) < 100
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("replicate")]


def test_scenarios_are_compiled_once_and_remembered(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    good, prepared = fake_engine.prepare, []
    monkeypatch.setattr(fake_engine, "prepare", lambda policy: prepared.append(policy.policy) or good(policy))
    run(scenario, replicates=6, workers=3, point=True)
    run(scenario, replicates=6, workers=3, point=True)
    assert prepared == list(scenario.policy_names)
    run(scenario.model_copy(update={"horizon_months": 30}), replicates=1, point=True)
    assert len(prepared) == 2 * len(scenario.policy_names)


def test_another_people_gets_a_world_of_its_own(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    good, built = fake_engine.prepare, []

    def prepare(policy):
        found = good(policy)
        found.people_key = (policy.policy == "relief",)
        return found

    monkeypatch.setattr(fake_engine, "prepare", prepare)
    world = fake_engine.build_world
    monkeypatch.setattr(fake_engine, "build_world", lambda prepared, seed: built.append(prepared.scenario.policy) or world(prepared, seed))
    run(scenario, replicates=1)
    assert built == ["baseline", "relief"]


def test_a_job_can_be_sent_to_another_process(scenario: Scenario, fake_engine) -> None:
    study = pickle.loads(pickle.dumps(Study(scenario, ("baseline", "voucher"), 1)))
    here, there = run_replicate(Study(scenario, ("baseline", "voucher"), 1), 4), pickle.loads(pickle.dumps(run_replicate(study, 4)))
    np.testing.assert_array_equal(here.outcomes[1].hub, there.outcomes[1].hub)
    assert pickle.loads(pickle.dumps(run_replicate)) is run_replicate


def test_an_executor_of_threads_can_be_given(scenario: Scenario, fake_engine) -> None:
    with ThreadPoolExecutor(2) as executor:
        same(run(scenario, replicates=70, executor=executor, policies=[]), run(scenario, replicates=70, workers=1, policies=[]))


def test_threads_left_over_by_replicates_share_each_run(scenario: Scenario, fake_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    shared: list[int] = []
    simulate = fake_engine.simulate

    def noted(world: Any, prepared: Any, threads: int) -> Any:
        shared.append(threads)
        return simulate(world, prepared, threads)

    monkeypatch.setattr(fake_engine, "simulate", noted)
    for replicates, workers, threads in ((2, 5, 2), (1, 3, 3), (9, 4, 1)):
        shared.clear()
        run(scenario, replicates=replicates, workers=workers)
        assert set(shared) == {threads}


def test_default_workers_are_the_processors_there_are() -> None:
    assert default_workers() >= 1


# --- cases ---


def test_a_case_runs_its_scenario(scenario: Scenario, fake_engine) -> None:
    case = Case(scenario)
    assert case.policies == ("baseline", "voucher", "relief", "nothing", "second_hub")
    same(case.run(3, 2, policies=["relief"]), run(scenario, replicates=3, seed=2, policies=["relief"]))
    assert "tiny" in repr(case)


def test_a_case_over_another_horizon(scenario: Scenario, fake_engine) -> None:
    assert Case(scenario).over(12).run(2).months == 12
    with pytest.raises(ValueError, match="horizon_months"):
        Case(scenario).over(500)


def test_a_horizon_is_changed_in_one_validated_way(scenario: Scenario) -> None:
    shorter = scenario.over(12)
    assert shorter == scenario.model_copy(update={"horizon_months": 12}) and shorter.to_yaml() == Case(scenario).over(12).scenario.to_yaml()
    with pytest.raises(ValueError, match="horizon_months"):
        scenario.over(361)
    changing = [
        name
        for name, tree in modules("model", "experiments")
        if not name.startswith("experiments/languages")  # which say what it is called
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and key.value == "horizon_months"
    ]
    assert changing == ["model/scenario/schema.py"]


def test_load_scenario_reads_shipped_names_and_says_what_is_wrong() -> None:
    assert load_scenario("sondrio_downsizing").scenario.name == "sondrio_downsizing"
    with pytest.raises(ScenarioError, match="sondrio_downsizing"):
        load_scenario("sondrio_downsizin")


def test_public_names_are_loaded_when_asked_for() -> None:
    import experiments

    assert set(experiments.__all__) <= set(dir(experiments))
    for name in experiments.__all__:
        assert getattr(experiments, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = experiments.nonsense
