"""The search on a stand-in for the model: a known posterior, nothing lost or done twice, the same sets whatever the workers."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from experiments.calibration import search as searching
from experiments.calibration import smc
from experiments.calibration.answers import ANSWERS, QUESTIONS
from experiments.calibration.answers import FIRST as FIRST_ASKED
from experiments.calibration.evaluation import FITTED, Evaluation, Target
from experiments.calibration.posterior import calibrate
from experiments.calibration.prior import FREE, position_of, values_at
from experiments.calibration.recovery import Recovered
from experiments.calibration.search import JOURNAL, OtherSearch, Search
from experiments.calibration.smc import Settings, identified, next_tolerance, weights
from experiments.calibration.synthetic import METHODS, as_markdown, found_again
from tests.experiments.calibration.executors import Here

LINE = [claim.key for claim in FITTED].index("F17 median")  # band 8 to 18, width 5
FIRST, SECOND = FREE.index("alpha"), FREE.index("beta_c")
SMALL = Settings(noise=4, prior=120, particles=40, moves=3, steps=6, asked=1, wanted=1)


@pytest.fixture
def toy(monkeypatch):
    """A model of one line: its value is 13 + 100 (x - 0.3), x the position of one parameter, with noise of 1 that a world decides."""

    def evaluate(parameters, seed, target, enough=math.inf, times=1, fitting=False):
        (x,) = position_of(parameters, (FREE[FIRST],))
        noise = np.random.default_rng(seed).normal() / math.sqrt(times)
        values = [claim.low if math.isfinite(claim.low) else claim.high for claim in FITTED]
        values[LINE] = 13 + 100 * (x - 0.3) + noise
        square = ((values[LINE] - 13) ** 2) / (5.0**2 + 1)
        return Evaluation(tuple(values), square, square <= enough)

    monkeypatch.setattr(smc, "evaluate", evaluate)
    asked = {place: len(question.policies) * len(ANSWERS) for place, question in QUESTIONS.items()}
    monkeypatch.setattr(smc, "answers", lambda parameters, seed, replicates, place=FIRST_ASKED: (0.5,) * asked[place])


def test_the_population_is_the_known_posterior(toy, tmp_path) -> None:
    """At tolerance 0.5 the kernel is a normal of 2.5 in the value, so 0.025 in x, around 0.3; other parameters stay uniform."""
    settings = Settings(noise=4, prior=400, particles=250, moves=3, tolerance=0.5, steps=8, asked=1, wanted=1)
    made = calibrate(Search(tmp_path, settings, Here()))
    steps, verified = made.steps, made.verified
    x = steps[-1].points[:, FIRST]
    assert steps[-1].tolerance == 0.5
    assert x.mean() == pytest.approx(0.3, abs=0.015)  # the one world of the last step moves it by a hundredth
    assert x.std() == pytest.approx(0.025, rel=0.25)
    other = np.sort(verified.points[:, SECOND])
    assert len(other) > 240
    even = (np.arange(len(other)) + 0.5) / len(other)
    assert np.abs(other - even).max() < 0.14  # Kolmogorov: 0.10 of 250 independent ones at 1 %, mates are not


def test_a_search_that_is_killed_goes_on_where_it_was(toy, tmp_path) -> None:
    whole = calibrate(Search(tmp_path / "whole", SMALL, Here()))
    first = Here(70)
    with pytest.raises(KeyboardInterrupt):
        calibrate(Search(tmp_path / "killed", SMALL, first))
    with (tmp_path / "killed" / JOURNAL).open("ab") as journal:
        journal.write(b'0a1b2c3d ["prior", 0, 99, [0.1')  # what a killed process leaves
    second = Here()
    again = calibrate(Search(tmp_path / "killed", SMALL, second))
    assert len(set(first.done) & set(second.done)) <= searching.AHEAD  # those in flight
    assert np.array_equal(again.verified.points, whole.verified.points)
    assert np.allclose(again.verified.values, whole.verified.values, equal_nan=True)


def test_the_central_set_is_a_verified_one_near_the_facts(toy, tmp_path) -> None:
    made = calibrate(Search(tmp_path, SMALL, Here()))
    assert made.fitted == (FIRST,)
    who, central = made.central
    assert who == "nearest"  # the defaults of the catalogue are far from the toy's fact
    assert position_of(central)[FIRST] == pytest.approx(0.3, abs=0.04)
    assert any(values_at(point) == pytest.approx(central, rel=0.01) for point in made.verified.points)  # to three figures
    assert made.rivals.shape == (2, 6)


def test_further_sets_are_verified_until_as_many_pass_as_are_wanted(toy, tmp_path) -> None:
    closer = replace(SMALL, tolerance=0.05)
    last = calibrate(Search(tmp_path / "few", closer, Here()))
    assert (last.weights > 0).sum() <= 40
    many = calibrate(Search(tmp_path / "many", replace(closer, wanted=1_000), Here()))
    points = [tuple(point) for point in many.verified.points.tolist()]
    assert len(set(points)) == len(points)  # none twice, though a set that was not moved stands in two steps
    assert points[: len(last.verified.points)] == [tuple(point) for point in last.verified.points.tolist()]
    of_steps = {tuple(point) for step in many.steps[-2:] for point in step.points.tolist()}
    assert of_steps <= set(points)
    further = np.array(list(set(points) - of_steps))  # the last step's moved on, at the same tolerance
    assert len(further) > 60 and np.abs(further[:, FIRST] - 0.3).max() < 0.06
    assert 100 < (many.weights > 0).sum() < 1_000  # and it comes to an end
    enough = calibrate(Search(tmp_path / "many", replace(closer, wanted=1_000), Here(0)))  # nothing is done again
    assert np.array_equal(enough.verified.points, many.verified.points)


def test_no_more_are_verified_than_it_takes(toy, tmp_path) -> None:
    made = calibrate(Search(tmp_path, replace(SMALL, tolerance=0.05, wanted=60), Here()))
    assert 60 <= (made.weights > 0).sum() < 60 + 30
    assert {tuple(point) for point in made.verified.points.tolist()} <= {
        tuple(point) for step in made.steps[-2:] for point in step.points.tolist()
    }


def test_workers_do_not_change_the_sets(toy, tmp_path) -> None:
    with ThreadPoolExecutor(3) as pool:
        many = calibrate(Search(tmp_path / "many", SMALL, pool))
    one = calibrate(Search(tmp_path / "one", SMALL, Here()))
    assert np.array_equal(many.verified.points, one.verified.points)


def test_a_folder_of_another_search_is_refused(toy, tmp_path) -> None:
    calibrate(Search(tmp_path, SMALL, Here()))
    with pytest.raises(OtherSearch, match="another folder"):
        Search(tmp_path, Settings(seed=2), Here())
    with pytest.raises(OtherSearch):
        Search(tmp_path, SMALL, Here(), held=(("habit", 0.0),))


def test_what_is_held_reaches_every_run(toy, tmp_path, monkeypatch) -> None:
    seen = []
    plain = smc.evaluate

    def watched(parameters, *rest, **more):
        seen.append(parameters["habit"])
        return plain(parameters, *rest, **more)

    monkeypatch.setattr(smc, "evaluate", watched)
    search = Search(tmp_path, SMALL, Here(), held=(("habit", 0.0),))
    target = search.noise()
    seen.clear()
    search.steps(target, search.prior(target))
    assert set(seen) == {0.0}


def test_only_what_a_line_follows_is_identified() -> None:
    draws = np.random.default_rng(1)
    points = draws.random((400, len(FREE)))
    values = np.full((400, 3), np.nan)
    values[:, 0] = points[:, FIRST] + draws.normal(0, 0.5, 400)
    values[:, 1] = draws.random(400)
    values[:20, 2] = points[:20, SECOND]  # too few to say
    assert identified(points, values) == (FIRST,)
    values[:, 1] = points[:, SECOND] > 0.6  # yes or no
    assert identified(points, values) == tuple(sorted((FIRST, SECOND)))


def test_a_tolerance_keeps_a_fifth_of_the_sets_worth() -> None:
    squares = np.random.default_rng(2).chisquare(3, 500)
    tolerance = next_tolerance(squares, math.inf, 200, 0.01)
    assert 1 / (weights(squares, math.inf, tolerance) ** 2).sum() == pytest.approx(200 / 5, rel=0.01)
    assert next_tolerance(np.zeros(500), math.inf, 200, 0.5) == 0.5
    assert next_tolerance(squares, tolerance, 200, 0.01) < tolerance


def test_steps_stay_on_the_cube_and_leave_the_start_alone() -> None:
    draws = np.random.default_rng(3)
    mates = draws.random((30, len(FREE)))
    start = mates[0].copy()
    steps = [smc.propose(start, mates, (FIRST, SECOND), draws) for _ in range(300)]
    assert np.array_equal(start, mates[0])
    assert all(((step >= 0) & (step <= 1)).all() for step in steps)
    moved = np.array([step != start for step in steps]).mean(axis=0)
    assert moved[[FIRST, SECOND]].min() > 0.4
    others = np.delete(moved, [FIRST, SECOND])
    assert others.min() > 0.15
    assert others.max() < 0.45


def test_the_noise_of_each_line_is_that_between_worlds(toy, tmp_path) -> None:
    target = Search(tmp_path, Settings(noise=60, prior=50, particles=10), Here()).noise()
    assert target.noise[LINE] == pytest.approx(1.0, rel=0.3)
    assert sum(target.noise) == pytest.approx(target.noise[LINE])


def test_a_target_is_a_band_or_a_truth() -> None:
    noise = tuple(0.0 for _ in FITTED)
    band, truth = Target(noise), Target(noise, tuple(10.0 for _ in FITTED))
    assert (band.part(LINE, 10.0), band.part(LINE, 3.0), truth.part(LINE, 15.0)) == (0.0, 1.0, 1.0)
    assert band.part(LINE, math.nan) == band.part(LINE, 1e9) == 9.0
    assert searching.names_of([FIRST]) == ["alpha"]


def test_both_methods_find_synthetic_truths_again(toy, tmp_path) -> None:
    """The line follows one parameter closely, so its intervals are narrow; with noise of a hundredth of its range they hold the truth."""
    whole = Search(tmp_path, SMALL, Here())
    found = found_again(whole, 8, 40, 3, Here(), lambda what, done, total: None)
    for method in METHODS:
        (one,) = (Recovered(**row) for row in found[method])
        assert (one.name, one.truths) == ("alpha", 8)
        assert one.covered >= 6 / 8
        assert one.narrowed < 0.5
    assert "| `alpha` |" in as_markdown(found)
    again = Here()
    assert found_again(Search(tmp_path, SMALL, again), 8, 40, 3, again, lambda what, done, total: None) == found
    assert not again.done  # all of it was kept
