"""Extensions in studies: in results and files, in other processes, and never mixed with runs of another version."""

import json
import multiprocessing
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import model
from experiments.report.folder import write_monthly
from experiments.runs.case import Case
from experiments.runs.contrasts import NotComparable
from experiments.runs.kept_study import KeptStudy
from experiments.runs.origin import extension_options, origin
from experiments.runs.replicates import Study, extend, run
from experiments.runs.results import Results, load_results
from experiments.runs.saved import NotAStudy
from experiments.sweeps.jobs import Setup
from model.extensions import REGISTERED, ExtensionError, arrive, digests, tickets
from model.scenario import Scenario, read_text
from tests.experiments.stand_ins import TINY, same_results
from tests.experiments.sweeps.design.example import planned
from tests.model.extensions.examples import POLICIES, registered

MODULE = "tests.experiments.runs.registers_itself"


@pytest.fixture(autouse=True)
def both() -> Iterator[None]:
    with registered():
        yield


def _tiny(months: int = 14) -> Scenario:
    found, problems = read_text(TINY.replace("horizon_months: 40", f"horizon_months: {months}") + POLICIES, "tiny.yaml")
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def results() -> Results:
    with registered():
        return Case(_tiny()).run(4, seed=2, workers=1, point=True, policies=["both", "guarantee"])


def test_results_name_what_acted_and_plain_ones_name_nothing(results: Results) -> None:
    assert results.extensions == digests() == origin(results)["extensions"]
    plain = run(_tiny(), replicates=1, seed=2, policies=["voucher"], point=True)
    assert plain.extensions == {} and "extensions" not in origin(plain)


def test_the_command_that_makes_them_again_names_the_modules(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    assert extension_options(results) == " --extension tests.model.extensions.examples"
    monkeypatch.setattr(REGISTERED["alumni"].at["offers"], "__module__", "__main__")  # as in a notebook
    assert extension_options(results) == " --extension MODULE --extension tests.model.extensions.examples"
    assert extension_options(run(_tiny(), replicates=1, seed=2, policies=["voucher"], point=True)) == ""


def test_its_series_are_read_as_those_of_the_model(results: Results, tmp_path: Path) -> None:
    frame = results.monthly
    assert frame.alumni.sum() == results.stack("both").series("alumni").sum() > 0
    assert not frame[frame.policy == "baseline"].alumni.any()
    assert results.paths("alumni", "both").shape == (4, 14) and results.fan("alumni", "both").mean[-1] > 0
    stack = results.stack("both")
    in_month_10 = stack.at_age(stack.series("alumni"), 10)[:, 0]
    np.testing.assert_array_equal(results.values("alumni_at_10", "both", hub=results.hubs[0]), in_month_10)
    with pytest.raises(KeyError, match="no monthly series of hubs"):
        results.paths("alumna")
    write_monthly(results, tmp_path / "monthly.parquet")
    import pyarrow.parquet as parquet

    table = parquet.read_table(tmp_path / "monthly.parquet")
    assert table["alumni"].to_numpy().sum() == frame.alumni.sum()
    assert set(json.loads(table.schema.metadata[b"extensions"])) == {"alumni", "loss_guarantee"}


def test_money_of_an_instrument_is_told_like_any_other(results: Results) -> None:
    paid = results.public_by_instrument("guarantee")["loss_guarantee"]
    assert (paid > 0).any() and paid.max() <= 9000 + 1e-6
    np.testing.assert_allclose(paid, results.values("public_eur", "guarantee"))
    assert results.contrast("guarantee").money.extra_eur.value == pytest.approx(paid.mean())


def test_more_replicates_are_those_of_the_whole_study(results: Results) -> None:
    same_results(extend(results, 6), Case(_tiny()).run(6, seed=2, workers=2, point=True, policies=["both", "guarantee"]))


def test_more_replicates_of_another_version_are_refused(results: Results) -> None:
    model.unregister("alumni")
    register = import_module(MODULE).register
    register()
    model.unregister("quieter")
    with pytest.raises((ExtensionError, ValueError)):
        extend(results, 6)


def test_a_kept_study_runs_anew_what_has_changed() -> None:
    kept = KeptStudy(seed=2, point=True)
    with model.extended():
        import_module(MODULE).register()
        scenario = _tiny().assuming({"quieter_by": 0.9})
        first = kept.run(scenario, 2, policies=[])

        def louder(t: Any, town: Any, own: Any) -> None:
            for h in range(town.hubs.shape[0]):
                town.hubs[h].promotion *= 1.0 + 9.0 * own.values.quieter_by

        old = REGISTERED["quieter"]
        model.register_submodel("quieter", {"offers": louder}, parameters=old.parameters, series=old.series, replace=True)
        second = kept.run(scenario, 2, policies=[])
        kept.close()
    assert first.extensions.keys() == second.extensions.keys() and first.extensions != second.extensions
    assert (first.stack().hub != second.stack().hub).any()


def test_a_saved_study_comes_back_with_its_series_and_digests(results: Results, tmp_path: Path) -> None:
    back = load_results(results.save(tmp_path / "study.zip"))
    same_results(back, results)
    assert back.extensions == results.extensions
    assert back.stack().own_series == results.stack().own_series
    assert back.monthly.equals(results.monthly)
    model.unregister("loss_guarantee")
    with pytest.raises(NotAStudy, match="unknown type 'loss_guarantee'"):
        load_results(tmp_path / "study.zip")


# --- other processes ---


@pytest.fixture
def alone() -> Iterator[None]:
    """Only what a module of its own registers."""
    for name in list(REGISTERED):
        model.unregister(name)
    import_module(MODULE).register()
    yield
    with registered():  # what the other fixture takes out again
        pass


def _quiet() -> Scenario:
    found, problems = read_text(TINY.replace("horizon_months: 40", "horizon_months: 14"), "tiny.yaml")
    assert found is not None, problems
    return found.assuming({"quieter_by": 0.5})


@pytest.mark.slow
def test_what_a_module_registers_travels_to_other_processes(alone: None) -> None:
    here = run(_quiet(), replicates=2, seed=2, policies=[], point=True, workers=1)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        same_results(run(_quiet(), replicates=2, seed=2, policies=[], point=True, executor=executor), here)
    assert (here.stack().series("silence") == 0.5).any()


def test_what_a_notebook_registers_is_refused_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in REGISTERED.values():
        monkeypatch.setattr(one.block or next(iter(one.at.values())), "__module__", "__main__")
    said = "'loss_guarantee', 'alumni': defined in a notebook or script, so other processes cannot know it; run in threads"
    with ProcessPoolExecutor(1) as executor, pytest.raises(ExtensionError, match=said):
        run(_tiny(), replicates=2, seed=2, policies=["both"], point=True, executor=executor)
    with pytest.raises(ExtensionError, match=said):
        pickle.dumps(Setup.of(planned()))


def test_another_process_says_what_it_lacks(alone: None) -> None:
    (ticket,) = tickets()
    arrive([ticket])
    with pytest.raises(ExtensionError, match=f"extension 'quieter': this process has another version of '{MODULE}'"):
        arrive([ticket._replace(digest="0" * 16)])
    with pytest.raises(ExtensionError, match="'quieter': registered in this process and not where the study is"):
        arrive([])
    with pytest.raises(ExtensionError, match="extension 'other': its module cannot be imported in this process: No module named 'nowhere'"):
        arrive([ticket, ticket._replace(name="other", module="nowhere")])
    with pytest.raises(ExtensionError, match="extension 'other': the module 'json' does not register it when it is imported"):
        arrive([ticket, ticket._replace(name="other", module="json")])


def test_a_study_that_arrives_where_it_cannot_run_says_so(alone: None) -> None:
    from experiments.runs.replicates import run_replicate

    sent = pickle.dumps(Study(_quiet(), ("baseline",), 2))
    model.unregister("quieter")
    with registered(), pytest.raises(ExtensionError, match=r"the module 'tests.*' does not register it when it is imported"):
        run_replicate(pickle.loads(sent), 0)


# --- sweeps ---


def test_a_sweep_with_an_extension_is_another_sweep() -> None:
    with_both = planned()
    assert set(with_both.identity["extensions"]) == {"alumni", "loss_guarantee"} and with_both.key
    for name in list(REGISTERED):
        model.unregister(name)
    plain = planned()
    assert with_both.key != plain.key
    assert "extensions" not in plain.identity


def test_results_are_compared_with_those_of_the_same_world_only(results: Results) -> None:
    other = run(_tiny(), replicates=4, seed=3, policies=[], point=True)
    with pytest.raises(NotComparable):
        results.contrast("guarantee", against=other)
