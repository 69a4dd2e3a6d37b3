"""Runs, files and the report on the real engine, in a tiny town."""

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from experiments.commands.main import app
from experiments.outcomes.measures import evaluate
from experiments.outcomes.rows import COSTS, INCOME
from experiments.runs.case import Case
from experiments.runs.replicates import run
from experiments.runs.results import Results
from model.names import CLOSED, DOWNSIZED, OPEN, PLANNED
from model.scenario import Scenario, read_text
from tests.experiments.stand_ins import TINY, same_results


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    found, _ = read_text(TINY.replace("horizon_months: 40", "horizon_months: 26"), "tiny.yaml")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def real(tiny: Scenario) -> Results:
    return Case(tiny).run(6, seed=2, workers=1, point=True)


def test_threads_and_processes_give_the_same_results(tiny: Scenario, real: Results) -> None:
    same_results(real, run(tiny, replicates=6, seed=2, workers=3, point=True))
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        same_results(real, run(tiny, replicates=6, seed=2, executor=executor, point=True))


def test_a_voucher_of_nothing_changes_nothing_at_all(real: Results) -> None:
    np.testing.assert_array_equal(real.stack("nothing").hub, real.stack().hub)
    np.testing.assert_array_equal(real.stack("nothing").town, real.stack().town)
    assert real.values("public_eur", "nothing").tolist() == [0] * 6


def test_cash_changes_by_what_comes_in_and_goes_out(real: Results) -> None:
    for policy in real.policies:
        stack = real.stack(policy)
        flows = sum(stack.series(name) for name in INCOME) - sum(stack.series(name) for name in COSTS)
        np.testing.assert_allclose(stack.series("net_eur"), flows, atol=0.01)


def test_states_only_go_forward_to_closure(real: Results) -> None:
    state = real.stack("second_hub").series("state")
    assert set(np.unique(state)) <= {PLANNED, OPEN, DOWNSIZED, CLOSED}
    closed = state == CLOSED
    assert (closed[:, 1:] >= closed[:, :-1]).all()
    assert (state[:, :6, 1] == PLANNED).all()
    assert (state[:, 6, 1] == OPEN).all()
    assert (real.stack("second_hub").series("members")[state == CLOSED] == 0).all()


def test_member_months_with_a_voucher_and_what_was_paid_are_counted(real: Results) -> None:
    months, anyway, elsewhere = real.reached("voucher")
    assert (months > 0).any()
    assert (months <= real.values("member_months", "voucher")).all()
    assert (anyway + elsewhere <= months).all()
    paid = real.public_by_instrument("voucher")["voucher"]
    np.testing.assert_allclose(paid, real.values("public_eur", "voucher"))
    assert (paid > 0).any()
    assert (paid <= 20000).all()


def test_every_outcome_stays_where_it_can_be(real: Results) -> None:
    for measure in real.measures:
        values = evaluate(measure, real.stack("second_hub"))
        defined = values[~np.isnan(values)]
        if measure.kind != "number":
            assert ((defined >= 0) & (defined <= 1 + 1e-9)).all() or measure.name.startswith("desk_use"), measure.name
        if measure.unit in {"members", "links", "persons", "firms", "agents"}:
            assert (defined >= 0).all(), measure.name


def test_the_command_writes_a_page_that_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    for lang, word in (("it", "iscritti"), ("en", "members")):
        arguments = ["--replicates", "3", "--months", "26", "--out", str(tmp_path / lang), "--lang", lang]
        done = CliRunner().invoke(app, ["run", str(path), *arguments])
        assert done.exit_code == 0, done.output
        page = (tmp_path / lang / "report.html").read_text(encoding="utf-8")
        assert word in page
        assert "<svg" in page
        assert 'src="http' not in page
        assert len(page) < 3_000_000
    it, en = (json.loads((tmp_path / lang / "summary.json").read_text(encoding="utf-8")) for lang in ("it", "en"))
    assert it == en
