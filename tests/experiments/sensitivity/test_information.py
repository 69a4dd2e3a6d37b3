"""What knowing a number is worth, against answers that theory gives."""

import math

import numpy as np
import pytest

from experiments.sensitivity.information import share_explained, worth_of_all, worth_of_knowing


@pytest.fixture
def decision():
    """Doing nothing is worth 0, acting x + noise: knowing x is worth E max(0, x) - max(0, E x) = 1/sqrt(2 pi) for a standard normal x."""
    draws = np.random.default_rng(3)
    x, noise, idle = draws.normal(size=(3, 3000))
    return np.stack([x, noise, idle], axis=1), np.stack([np.zeros(3000), x + noise], axis=1)


def test_the_worth_of_a_number_is_what_theory_says(decision) -> None:
    numbers, choices = decision
    worth = {each.name: each for each in worth_of_knowing(["x", "noise", "idle"], numbers, choices)}
    assert worth["x"].value == pytest.approx(1 / math.sqrt(2 * math.pi), abs=0.03)
    assert worth["idle"].value < 0.02
    assert worth["x"].changes == pytest.approx(0.5, abs=0.1)
    assert worth_of_all(choices) == pytest.approx(math.sqrt(2) / math.sqrt(2 * math.pi), abs=0.04)


def test_few_rows_do_not_make_an_idle_number_worth_much(decision) -> None:
    numbers, choices = decision
    worth = worth_of_knowing(["x", "noise", "idle"], numbers[:150], choices[:150])
    assert not next(each for each in worth if each.name == "idle").clear
    assert worth[0].clear


def test_where_one_choice_is_always_best_nothing_is_worth_knowing() -> None:
    x = np.random.default_rng(1).random(500)
    worth = worth_of_knowing(["x"], x[:, None], np.stack([x, x + 2], axis=1))
    assert (worth[0].value, worth[0].changes, worth[0].clear) == (pytest.approx(0, abs=1e-9), 0.0, False)


def test_of_many_idle_numbers_none_is_worth_knowing() -> None:
    draws = np.random.default_rng(11)
    worth = worth_of_knowing([str(k) for k in range(60)], draws.random((80, 60)), draws.normal(size=(80, 3)))
    assert sum(each.clear for each in worth) <= 1


def test_a_constant_number_is_worth_nothing() -> None:
    choices = np.random.default_rng(1).random((50, 2))
    assert worth_of_knowing(["x"], np.ones((50, 1)), choices)[0].value == 0.0


def test_variance_is_shared_out_by_kind() -> None:
    draws = np.random.default_rng(2)
    numbers = draws.normal(size=(800, 4))
    outcome = 2 * numbers[:, 0] + numbers[:, 1] + draws.normal(size=800)  # 4, 1 and 1 of 6
    shares = share_explained(numbers, outcome, ["assumed", "survey", "survey", "expert"])
    assert shares["assumed"] == pytest.approx(4 / 6, abs=0.05)
    assert shares["survey"] == pytest.approx(1 / 6, abs=0.05)
    assert shares["expert"] < 0.03
