"""A calibration in small, on the model itself: searched, verified, shipped, run from; and one rule left out and the rest fitted again."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.calibration import posterior, search, smc, structure
from experiments.calibration.answers import QUESTIONS, by_policy
from experiments.calibration.evaluation import FITTED, evaluate
from experiments.calibration.prior import FREE
from experiments.calibration.search import Search
from experiments.calibration.smc import Settings
from experiments.expected.measured_cases import CASES
from experiments.runs.replicates import run
from model.parameter_sets import read
from model.scenario import load_scenario
from tests.experiments.calibration.executors import Here

SMALL = Settings(noise=2, prior=3, particles=2, moves=1, steps=1, times=1, asked=1, wanted=1)


def _all_lines(*what, fitting=False, **more):
    return evaluate(*what, **more)


@pytest.fixture
def one_replicate(monkeypatch):
    """Every case of a fit once, so that a set takes a second, and few of them."""
    for name, case in CASES.items():
        monkeypatch.setitem(CASES, name, replace(case, fit=(min(case.fit[0], 1), case.fit[1])))
    # three sets of the prior seldom pass, and all their lines are asked
    for module in (posterior, search):
        monkeypatch.setattr(module, "passes", lambda values: np.ones(len(values), dtype=bool))
    monkeypatch.setattr(smc, "evaluate", _all_lines)
    monkeypatch.setattr(search, "_COMPARED", 2)
    monkeypatch.setattr(structure, "_ASKED", 1)
    for place, question in QUESTIONS.items():
        monkeypatch.setitem(QUESTIONS, place, replace(question, replicates=1))
    monkeypatch.delitem(QUESTIONS, "Lombardy")  # five seconds a set


def test_a_calibration_in_small(one_replicate, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(posterior, "SHIPPED", tmp_path / "sets.parquet")
    monkeypatch.setattr(posterior, "FOUND", tmp_path / "found.json")
    monkeypatch.setattr(posterior, "keep", lambda part, table: None)
    monkeypatch.setattr(posterior.tables, "recovery", lambda found: "")  # of three sets nothing can be said
    made = posterior.calibrate(Search(tmp_path / "search", SMALL, Here()))
    assert made.verified.values.shape == (2, len(FITTED))
    assert np.isfinite(made.verified.values).mean() > 0.6
    viable = by_policy(made.prior.answers)[:, :, 0]
    assert ((viable == 0) | (viable == 1)).all()  # of one replicate
    assert {place: each.shape for place, each in made.asked.items()} == {"Sondrio": (2, 6, 3), "Pavia": (2, 6, 3)}
    assert (made.asked["Pavia"][:, 0, 2] == 0).all()  # no policy, no public money
    assert (made.asked["Pavia"][:, 1:, 2] > 0).any()
    assert len({tuple(row) for row in made.prior.values.tolist()}) == 3
    posterior.ship(made, posterior.found(made))

    table = read(tmp_path / "sets.parquet")
    assert set(table.names) == set(FREE)
    results = run(load_scenario("sondrio_downsizing").over(12), replicates=6, policies=[], sets=table)
    assert results.sets is table
    assert not np.array_equal(results.paths("members")[0], results.paths("members")[4])

    monkeypatch.setattr(structure, "FOUND", tmp_path / "found.json")
    monkeypatch.setattr(structure, "shipped", lambda: table)
    told = []
    refitted = structure.refit("no habit", tmp_path / "structure", SMALL, Here(), lambda what, done, total: told.append(what))
    assert set(refitted.as_data()["kept"]) == {claim.key for claim in FITTED}
    assert {place: tuple(each) for place, each in refitted.as_data()["viable"].items()} == {
        place: question.policies for place, question in QUESTIONS.items()
    }
    assert all(what.startswith("no habit: ") for what in told)
