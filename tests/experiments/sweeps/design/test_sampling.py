"""Points of designs: what stands in which row, which rows run on the second set of worlds, and that a seed fixes them all."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from SALib.sample import sobol as salib

from experiments.sweeps.design.factors import Factor
from experiments.sweeps.design.rows import cell, column, read_table
from experiments.sweeps.design.sampling import FAR, NEAR, Points, saltelli_rows, sample
from experiments.sweeps.design.schema import Grid, LatinHypercube, Morris, Rows, Saltelli, Sampler, Sobol

NOWHERE = Path("nowhere")
THREE = (Factor("a"), Factor("b", low=2.0, high=4.0), Factor("c", low=1.0, high=3.0, whole=True))
SAMPLERS: dict[str, Sampler] = {
    "grid": Grid(type="grid", levels=3),
    "latin_hypercube": LatinHypercube(type="latin_hypercube", points=20),
    "sobol": Sobol(type="sobol", points=20),
    "saltelli": Saltelli(type="saltelli", n=8),
    "saltelli_2": Saltelli(type="saltelli", n=8, second_order=True),
    "morris": Morris(type="morris", trajectories=6),
}
of_any_kind = pytest.mark.parametrize("kind", SAMPLERS)


def points(sampler: Sampler, factors: tuple[Factor, ...] = THREE, seed: int = 1, *, dummy: bool = True) -> Points:
    return sample(sampler, factors, seed, dummy=dummy, folder=NOWHERE)


# --- of every sampler ---


@of_any_kind
def test_positions_lie_in_the_unit_interval_and_values_follow_them(kind: str) -> None:
    found = points(SAMPLERS[kind])
    assert found.unit.shape == (len(found.far), len(THREE) + 1)
    assert found.unit.min() >= 0
    assert found.unit.max() <= 1
    assert found.values == [factor.at(found.unit[:, k]) for k, factor in enumerate(THREE)]


@of_any_kind
def test_the_same_seed_gives_the_same_points_and_another_seed_others(kind: str) -> None:
    first, again, other = points(SAMPLERS[kind], seed=5), points(SAMPLERS[kind], seed=5), points(SAMPLERS[kind], seed=6)
    np.testing.assert_array_equal(first.unit, again.unit)
    np.testing.assert_array_equal(first.far, again.far)
    if kind == "grid":  # which has nothing to draw but the place of the dummy
        assert first.values == other.values
    else:
        assert first.values != other.values
    assert not np.array_equal(first.unit, other.unit)


@of_any_kind
@pytest.mark.parametrize("seed", [1, 2**32 - 1])
def test_any_seed_of_a_design_can_be_drawn_from(kind: str, seed: int) -> None:
    assert len(points(SAMPLERS[kind], seed=seed).unit) > 0


@of_any_kind
@pytest.mark.parametrize("seed", [1, 99])
def test_numpys_global_generator_is_left_as_it_was(kind: str, seed: int) -> None:
    np.random.seed(seed)  # noqa: NPY002 - the global generator is what is tested
    points(SAMPLERS[kind])
    after = np.random.random()  # noqa: NPY002
    np.random.seed(seed)  # noqa: NPY002
    assert after == np.random.random()  # noqa: NPY002


@of_any_kind
def test_without_a_dummy_there_is_no_column_for_it_and_one_set_of_worlds(kind: str) -> None:
    found = points(SAMPLERS[kind], dummy=False)
    assert found.unit.shape[1] == len(THREE)
    assert not found.far.any()


@of_any_kind
def test_one_factor_alone(kind: str) -> None:
    for dummy in (True, False):
        found = points(SAMPLERS[kind], THREE[:1], dummy=dummy)
        assert found.unit.shape == (len(found.values[0]), 1 + dummy)


@pytest.mark.parametrize("kind", ["grid", "latin_hypercube", "sobol"])
def test_designs_that_compare_no_neighbours_stay_on_one_set_of_worlds(kind: str) -> None:
    assert not points(SAMPLERS[kind]).far.any()


# --- Saltelli ---


def base_points(found: np.ndarray, columns: int, *, second_order: bool) -> Iterator[tuple[np.ndarray, ...]]:
    """A, the AB of each column, the BA of each column (none without second order), and B of each base point."""
    rows = saltelli_rows(columns, second_order=second_order)
    for block in found.reshape(-1, rows, columns):
        yield block[0], block[1 : columns + 1], block[columns + 1 : -1], block[-1]


@pytest.mark.parametrize("second_order", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_saltelli_rows_are_a_then_ab_then_ba_then_b(second_order: bool, number: int) -> None:
    sampler = Saltelli(type="saltelli", n=16, second_order=second_order)
    found = points(sampler, THREE[:number], dummy=False).unit
    assert len(found) == 16 * ((2 * number if second_order else number) + 2)
    for a, ab, ba, b in base_points(found, number, second_order=second_order):
        assert not (a == b).any()
        for k in range(number):
            own = np.arange(number) == k
            np.testing.assert_array_equal(ab[k], np.where(own, b, a))
            if second_order:
                np.testing.assert_array_equal(ba[k], np.where(own, a, b))
        assert len(ba) == (number if second_order else 0)


@pytest.mark.parametrize("second_order", [False, True])
def test_saltelli_rows_stand_in_the_order_of_salibs_sampler(second_order: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its estimators, which are used, count on that order."""
    columns, n = 3, 8
    ours = points(Saltelli(type="saltelli", n=n, second_order=second_order), dummy=False).unit
    base = ours.reshape(n, -1, columns)
    sequence = np.concatenate([base[:, 0], base[:, -1]], axis=1)

    class Given:
        def __init__(self, **_: Any) -> None: ...

        def random(self, number: int) -> np.ndarray:
            return sequence[:number]

    monkeypatch.setattr(salib.qmc, "Sobol", Given)
    problem = {"num_vars": columns, "names": list("abc"), "bounds": [[0, 1]] * columns}
    np.testing.assert_array_equal(ours, salib.sample(problem, n, calc_second_order=second_order, scramble=False))


def test_saltelli_base_points_fill_the_space_evenly() -> None:
    found = points(Saltelli(type="saltelli", n=64), dummy=False).unit.reshape(64, -1, 3)
    for matrix in (found[:, 0], found[:, -1]):
        for values in matrix.T:
            assert sorted((values * 64).astype(int)) == list(range(64))


def test_the_dummy_is_near_in_a_and_far_in_b() -> None:
    columns = 4
    for second_order in (False, True):
        found = points(Saltelli(type="saltelli", n=8, second_order=second_order))
        dummy = found.unit[:, -1]
        assert set(dummy) == {NEAR, FAR}
        np.testing.assert_array_equal(found.far, dummy == FAR)
        rows = saltelli_rows(columns, second_order=second_order)
        # A and the real factors' AB on the first worlds, the dummy's AB on the second; B the other way round
        expected = [False] * 4 + [True] + ([True] * 3 + [False] if second_order else []) + [True]
        assert len(expected) == rows
        assert found.far.reshape(-1, rows).tolist() == [expected] * 8


def test_each_real_factor_is_compared_on_the_same_worlds_and_the_dummy_on_others() -> None:
    found = points(Saltelli(type="saltelli", n=8, second_order=True))
    far = found.far.reshape(8, -1)
    a, ab, ba, b = far[:, 0], far[:, 1:5], far[:, 5:9], far[:, 9]
    assert (ab[:, :3] == a[:, None]).all()
    assert (ab[:, 3] != a).all()
    assert (ba[:, :3] == b[:, None]).all()
    assert (ba[:, 3] != b).all()
    real = found.unit.reshape(8, 10, 4)[..., :3]
    np.testing.assert_array_equal(real[:, 4], real[:, 0])  # A with the dummy from B is A itself
    np.testing.assert_array_equal(real[:, 8], real[:, 9])


@pytest.mark.parametrize("second_order", [False, True])
def test_a_larger_saltelli_design_begins_with_the_smaller(second_order: bool) -> None:
    few, many = (points(Saltelli(type="saltelli", n=n, second_order=second_order)) for n in (8, 32))
    rows = len(few.unit)
    assert len(many.unit) == 4 * rows
    np.testing.assert_array_equal(many.unit[:rows], few.unit)
    np.testing.assert_array_equal(many.far[:rows], few.far)
    assert [values[:rows] for values in many.values] == few.values


# --- Morris ---


@pytest.mark.parametrize("levels", [2, 4, 6])
def test_a_trajectory_changes_each_factor_once_by_one_step(levels: int) -> None:
    sampler = Morris(type="morris", trajectories=12, levels=levels)
    found = points(sampler).unit.reshape(12, len(THREE) + 2, len(THREE) + 1)
    step = levels / (2 * (levels - 1))
    for trajectory in found:
        changed = np.diff(trajectory, axis=0)
        assert (np.count_nonzero(changed, axis=1) == 1).all()
        assert (np.count_nonzero(changed, axis=0) == 1).all()
        assert np.abs(changed[changed != 0]) == pytest.approx(step)
    on_levels = found * (levels - 1)
    np.testing.assert_allclose(on_levels, on_levels.round(), atol=1e-9)


def test_the_second_worlds_begin_where_the_dummy_steps() -> None:
    found = points(Morris(type="morris", trajectories=20))
    dummy = found.unit[:, -1].reshape(20, -1)
    far = found.far.reshape(20, -1)
    np.testing.assert_array_equal(far, dummy > 0.5)
    assert (np.diff(far.astype(int), axis=1) != 0).sum(axis=1).tolist() == [1] * 20


# --- grid, latin hypercube, Sobol' ---


def test_a_grid_is_every_combination_once() -> None:
    factors = (
        Factor("a", levels=2),
        Factor("b", low=2.0, high=4.0),
        Factor("c", low=1.0, high=3.0, whole=True),
        Factor("d", values=("x", "y")),
    )
    found = points(Grid(type="grid", levels=3), factors)
    combinations = list(zip(*found.values, strict=True))
    assert combinations == list(product([0.0, 1.0], [2.0, 3.0, 4.0], [1, 2, 3], ["x", "y"]))


@given(st.integers(2, 60), st.integers(1, 1000), st.booleans())
def test_a_latin_hypercube_has_one_point_in_each_stratum(number: int, seed: int, dummy: bool) -> None:
    found = points(LatinHypercube(type="latin_hypercube", points=number), seed=seed, dummy=dummy).unit
    for position in found.T:
        assert sorted((position * number).astype(int)) == list(range(number))


def test_the_place_of_the_dummy_beside_a_grid_is_spread_evenly() -> None:
    found = points(Grid(type="grid", levels=3)).unit
    assert sorted((found[:, -1] * len(found)).astype(int)) == list(range(len(found)))


@given(st.integers(2, 70), st.integers(1, 70))
def test_a_longer_sobol_design_begins_with_the_shorter(few: int, more: int) -> None:
    short, long = (points(Sobol(type="sobol", points=number)) for number in (few, few + more))
    assert len(short.unit) == few
    np.testing.assert_array_equal(long.unit[:few], short.unit)


def test_a_power_of_two_of_sobol_points_has_one_in_each_stratum() -> None:
    for position in points(Sobol(type="sobol", points=64)).unit.T:
        assert sorted((position * 64).astype(int)) == list(range(64))


# --- rows of a file ---


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", 8), (" -3 ", -3), ("+4", 4), ("0.50", 0.5), ("1e-3", 0.001), (".5", 0.5), ("5.", 5.0), ("true", True), ("False", False),
        ("private", "private"), (" sole proprietor ", "sole proprietor"), ("1,5", "1,5"), ("1_000", "1_000"), ("nan", "nan"),
        ("inf", "inf"), ("infinity", "infinity"), ("1e9999", "1e9999"), ("0x10", "0x10"), ("٣", "٣"), ("2022-03", "2022-03"), ("", ""),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_a_design_file_reads_it(text: str, value: Any) -> None:
    found = cell(text)
    assert (type(found), found) == (type(value), value)


def table(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "points.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_with_a_mark_blank_lines_and_lines_ended_as_on_windows(tmp_path: Path) -> None:
    found = read_table(table(tmp_path, b"\xef\xbb\xbf alpha ,kind\r\n\r\n-1.5,private\r\n ,\r\n-2, public \r\n\r\n"))
    assert found.names == ["alpha", "kind"]
    assert found.rows == [(3, ["-1.5", "private"]), (5, ["-2", " public "])]
    assert column(found, "kind", None, whole=False) == ["private", "public"]


def test_quoted_cells_may_hold_commas_and_ends_of_lines(tmp_path: Path) -> None:
    found = read_table(table(tmp_path, 'a,b\n"x, y","two\nlines"\n1,2\n'))
    assert found.rows == [(3, ["x, y", "two\nlines"]), (4, ["1", "2"])]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", " , \n"])
def test_a_file_without_anything(tmp_path: Path, content: str) -> None:
    assert read_table(table(tmp_path, content)) == ([], [])


@pytest.mark.parametrize("content", ['a\n"1\n', 'a\n"1"2\n', "a\n" + "x" * 200_000, b"a\n\xff\n"])
def test_what_is_no_csv_is_a_value_error(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"line 2 is not CSV|utf-8"):
        read_table(table(tmp_path, content))


def test_rows_are_the_points(tmp_path: Path) -> None:
    file = table(tmp_path, "kind,extra,a,desks,open,code\nprivate,9,0.5,8,true,1\npublic,9,2.0,10.0,FALSE,02\nprivate,9,1,9,true,1.0\n")
    factors = (
        Factor("a", low=0.0, high=5.0), Factor("desks", low=4.0, high=20.0, whole=True), Factor("kind", values=("private", "public")),
        Factor("open"), Factor("code", values=("1", 2)),
    )  # fmt: skip
    found = sample(Rows(type="rows", file=file.name), factors, 3, dummy=True, folder=tmp_path)
    assert found.values == [
        [0.5, 2, 1], [8, 10, 9], ["private", "public", "private"], [True, False, True], ["1", 2, "1"],
    ]  # fmt: skip
    assert [type(value) for value in found.values[0]] == [float, float, int]
    assert [type(value) for value in found.values[1]] == [int, int, int]
    np.testing.assert_allclose(found.unit[:, 0], [0, 1, 1 / 3])
    assert found.unit[:, 2].tolist() == [0, 1, 0]
    assert sorted((found.unit[:, -1] * 3).astype(int)) == [0, 1, 2]
    assert not found.far.any()


def test_a_column_with_one_value_stands_in_one_place(tmp_path: Path) -> None:
    file = table(tmp_path, "a\n7\n7\n")
    found = sample(Rows(type="rows", file=file.name), (Factor("a"),), 3, dummy=False, folder=tmp_path)
    assert found.unit.tolist() == [[0.0], [0.0]]
    assert found.values == [[7, 7]]
