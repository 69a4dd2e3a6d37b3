import math
from dataclasses import replace

import numpy as np
import pytest

from experiments.sensitivity import FactorInfo, NotAnalysable, Sample, analyse
from experiments.sensitivity.sample import complete, constancy, independent, strata, with_dummy
from tests.experiments.sensitivity.worlds import cube, factors, noisy, saltelli, sample, second_side, trajectories


def small() -> Sample:
    unit = saltelli(3, 16, second_order=True)
    return sample(unit, np.stack([unit[:, 0], unit[:, 0] + 1], axis=1), second_order=True, dummy=True)


def test_a_missing_outcome_is_refused_with_what_to_do() -> None:
    measured = small()
    values = measured.values.copy()
    values[3, 0] = values[3, 1] = values[9, 1] = math.nan
    with pytest.raises(NotAnalysable) as raised:
        analyse(replace(measured, values=values))
    assert "'members_24' does not exist in 3 of 256 runs (2 of 128 points)" in str(raised.value)
    assert "Choose an outcome that exists in every run" in str(raised.value)


def test_infinity_is_no_outcome_either() -> None:
    measured = small()
    values = measured.values.copy()
    values[3, 0] = math.inf
    with pytest.raises(NotAnalysable, match="does not exist in 1 of 256 runs"):
        analyse(replace(measured, values=values))


def test_too_many_failures_are_refused() -> None:
    measured = small()
    values, failed = measured.values.copy(), measured.failed.copy()
    values[8, 0], failed[8, 0] = math.nan, True
    with pytest.raises(NotAnalysable, match="1 of 256 runs failed, which takes away 1 of 16 base rows, more than 5%"):
        analyse(replace(measured, values=values, failed=failed))
    whole = complete(replace(measured, values=values, failed=failed), most_failed=0.1)
    assert (whole.groups, whole.dropped, whole.failed_runs) == (15, 1, 1)
    assert whole.kept.tolist() == [True] + [False] + [True] * 14
    assert whole.sample.points == 15 * 8
    assert independent(whole).cluster.max() == 14


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sampler": "dice"}, "sampler 'dice' is unknown"),
        ({"unit": np.zeros((128, 3))}, "4 factors, but the points have the shape"),
        ({"values": np.zeros((5, 2))}, "128 points, but the values have the shape"),
        ({"second_order": False}, "no whole number of groups of 5 rows"),
        ({"failed": np.zeros((128, 1), dtype=bool)}, "failures"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(changes: dict[str, object], message: str) -> None:
    measured = small()
    four = replace(measured, factors=(*factors(3), measured.factors[-1]), unit=saltelli(4, 16, second_order=True)[:128])
    base = four if "4 factors" in message else measured
    with pytest.raises(NotAnalysable, match=message):
        complete(replace(base, **changes))  # type: ignore[arg-type]


def test_points_outside_the_unit_interval_are_refused() -> None:
    with pytest.raises(NotAnalysable, match="between 0 and 1"):
        complete(replace(small(), unit=small().unit * 10))


def test_rows_in_another_order_are_refused() -> None:
    measured = small()
    with pytest.raises(NotAnalysable, match="order of a saltelli design"):
        complete(replace(measured, unit=measured.unit[::-1].copy()))


def test_a_handful_of_points_is_refused() -> None:
    unit = cube(2, 3)
    with pytest.raises(NotAnalysable, match="3 points are too few"):
        complete(sample(unit, unit[:, 0], "latin_hypercube"))


def test_independent_rows_and_the_seeds_they_run_on() -> None:
    rows = independent(complete(small()))
    assert rows.unit.shape == (32, 3)
    assert rows.side.tolist() == [0, 1] * 16
    assert rows.cluster.tolist() == [group for group in range(16) for _ in range(2)]
    unit = trajectories(3, 5)
    rows = independent(complete(sample(unit, unit[:, 0], "morris", dummy=True)))
    assert (rows.side == second_side(unit, "morris")).all()
    assert rows.unit.shape == (20, 3)


def test_the_tests_and_the_module_agree_on_the_sides() -> None:
    """Common random numbers: a step of a real factor keeps the seeds, a step of the dummy exchanges them."""
    for second_order in (False, True):
        unit = saltelli(3, 8, second_order=second_order)
        outcome = noisy(np.zeros(unit.shape[0]), unit, "saltelli", 2, common=1.0, own=0.0) if not second_order else None
        side = second_side(unit, "saltelli", second_order=second_order)
        size = 8 if second_order else 5
        dummy = unit[:, -1].reshape(-1, size)
        on_b = np.isclose(dummy, dummy[:, -1:])
        assert (side.reshape(-1, size) == on_b).all()
        if outcome is not None:
            assert np.unique(outcome[~side], axis=0).shape[0] == 1


def test_a_dummy_is_made_where_there_is_none() -> None:
    unit = cube(2, 50)
    known, rows = with_dummy(complete(sample(unit, unit[:, 0], "latin_hypercube")))
    assert [factor.name for factor in known] == ["x0", "x1", "dummy"]
    assert rows.unit.shape == (50, 3)
    again = with_dummy(complete(sample(unit, unit[:, 0], "latin_hypercube")))[1]
    assert (rows.unit == again.unit).all()


def test_constant_and_rare_outcomes_are_told_apart() -> None:
    unit = saltelli(2, 16)
    assert constancy(complete(sample(unit, np.full(unit.shape[0], 0.1)))) == "constant"
    rare = np.zeros(unit.shape[0])
    rare[1] = 1.0  # not a row of A or B
    assert constancy(complete(sample(unit, rare))) == "rare"
    assert constancy(complete(sample(unit, unit[:, 0]))) == ""


def test_strata_follow_the_values_of_a_factor() -> None:
    plain, kinds = factors(1)[0], FactorInfo("kind", {}, "", math.nan, math.nan, "choice", ("a", "b", "c"))
    column = np.array([0.0, 0.2, 0.4, 0.6, 0.9, 1.0])
    assert strata(column, kinds, 10).tolist() == [0, 0, 1, 1, 2, 2]
    assert strata(np.array([0.0, 1.0, 0.0, 0.5]), plain, 10).tolist() == [0, 2, 0, 1]
    assert np.bincount(strata(np.linspace(0, 1, 100), plain, 10)).tolist() == [10] * 10
