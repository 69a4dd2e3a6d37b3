"""What can be found again is found, with honest intervals; what cannot is said not to be."""

import numpy as np
import pytest

from experiments.calibration.recovery import best_choice, recovered


@pytest.fixture
def table():
    """Three quantities, of which the lines tell the first well, the second a little, the third not at all."""
    draws = np.random.default_rng(4)
    quantities = draws.random((600, 3))
    well, little = quantities[:, 0] + draws.normal(0, 0.05, 600), quantities[:, 1] ** 2 + draws.normal(0, 0.25, 600)
    return quantities, np.stack([well, little, draws.random(600)], axis=1)


def test_intervals_hold_the_truth_in_nine_cases_of_ten(table) -> None:
    found = recovered(["well", "little", "not"], *table)
    for each in found:
        assert each.covered == pytest.approx(0.9, abs=0.05)
        assert each.truths == 600
    well, little, nothing = found
    assert well.narrowed < 0.35
    assert well.narrowed < little.narrowed < nothing.narrowed
    assert (well.identified, nothing.identified) == (True, False)
    assert nothing.narrowed == pytest.approx(1.0, abs=0.08)


def test_sets_that_leave_nothing_to_read_do_no_harm(table) -> None:
    quantities, lines = table
    lines = lines.copy()
    lines[::7, 0] = np.nan
    well = recovered(["well"], quantities[:, :1], lines)[0]
    assert well.covered == pytest.approx(0.9, abs=0.05)
    assert well.narrowed < 0.7


def test_lines_of_other_sets_find_nothing(table) -> None:
    """A negative control: shuffled lines tell nothing of anything."""
    quantities, lines = table
    found = recovered(["well"], quantities[:, :1], np.random.default_rng(5).permutation(lines))[0]
    assert not found.identified


def test_the_best_policy_is_chosen_where_lines_tell_it() -> None:
    draws = np.random.default_rng(6)
    switch = draws.random(400)
    answers = np.stack([switch, 0.55 - 0.1 * switch], axis=1)
    told = best_choice(answers, switch[:, None] + draws.normal(0, 0.02, (400, 1)))
    blind = best_choice(answers, draws.random((400, 1)))
    assert told.right > 0.9 > told.by_chance
    assert told.regret < 0.01 < told.regret_by_chance
    assert blind.regret > 5 * told.regret
